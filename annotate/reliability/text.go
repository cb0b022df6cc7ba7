package reliability

import (
	"fmt"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
)

// titles are what measures are called, by name.
var titles = map[string]string{
	"strict_f1": "strict F1", "partial_f1": "partial F1", "exact_f1": "exact F1", "type_f1": "type F1",
	"strict_f1_median": "strict F1, median of articles",
	"token_kappa_all":  "kappa of all tokens (an extra)", "token_kappa_marked": "kappa of tokens that somebody marked (an extra)",
	"token_percent": "percent of tokens (an extra)",
	"gamma":         "gamma", "gamma_cat_paper": "gamma-cat",
	"alpha_u_1995": "unitizing alpha (1995)", "alpha16_u_nominal": "unitizing alpha (2016), nominal",
	"alpha16_u_binary": "unitizing alpha (2016), binary", "alpha16_cu_nominal": "unitizing alpha (2016), labels", "alpha16_ku": "unitizing alpha (2016), label",
	"trigger_id_f1": "trigger identification F1", "trigger_cls_f1": "trigger F1",
	"arg_id_f1": "argument identification F1, plain", "arg_cls_f1": "argument F1, plain",
	"arg_id_attached_f1": "argument identification F1, attached", "arg_cls_attached_f1": "attached argument F1",
	"arg_cls_attached_matched_f1": "attached argument F1, boundaries aside",
	"rel_f1":                      "relation F1", "rel_id_f1": "relation F1, labels aside", "rel_matched_f1": "relation F1, boundaries aside",
	"muc_f1": "MUC F1", "b3_f1": "B³ F1", "ceaf_m_f1": "CEAF-m F1", "ceaf_e_f1": "CEAF-e F1", "blanc_f1": "BLANC F1",
	"conll_f1": "CoNLL mean F1", "conll_matched_f1": "CoNLL mean F1, boundaries aside",
	"alpha": "mean alpha", "alpha_nominal": "alpha, nominal", "alpha_ordinal": "alpha, ordinal",
	"alpha_interval": "alpha, interval", "alpha_ratio": "alpha, ratio", "alpha_masi": "alpha, MASI", "alpha_jaccard": "alpha, Jaccard",
	"percent_pairwise": "percent agreement", "cohen_kappa": "Cohen's kappa", "mean_pairwise_cohen": "mean Cohen's kappa",
	"scott_pi": "Scott's pi", "fleiss_kappa": "Fleiss' kappa", "gwet_ac1": "Gwet's AC1",
}

// kindTitles are what kinds of annotation are called.
var kindTitles = map[string]string{
	Mentions: "Mentions", MentionAttributes: "Attributes of mentions", Events: "Events",
	EventAttributes: "Attributes of events", Chains: "Chains", Labels: "Labels",
	Relations: "Relations", Clusters: "Chains across articles", EventClusters: "Events across articles",
}

// KindTitle is what a kind of annotation is called.
func KindTitle(of string) string { return kindTitles[of] }

// Title is what the measure is called, such as "attached argument F1".
func (m Measure) Title() string {
	if t, ok := titles[m.Name]; ok {
		return t
	}
	if value, ok := strings.CutPrefix(m.Name, "alpha_label["); ok {
		return "alpha of " + strings.TrimSuffix(value, "]")
	}
	return m.Name
}

// Text is the value as people read it: "0.81 [0.77, 0.85]", or a dash with the reason.
func (m Measure) Text() string {
	if !m.Defined() {
		return "- (" + m.Undefined + ")"
	}
	s := fmt.Sprintf("%.2f", m.Number)
	if m.Interval.Undefined == "" {
		s += fmt.Sprintf(" [%.2f, %.2f]", m.Interval.Low, m.Interval.High)
	}
	return s
}

// Counted is how many units each coder has: "425 + 362"; of items how many they are.
func (m Measure) Counted() string {
	if len(m.Units) > 0 {
		return joinInts(m.Units)
	}
	if m.Defined() {
		return fmt.Sprint(m.N)
	}
	return ""
}

// String is a line that says all of the measure.
func (m Measure) String() string {
	what := kindTitles[m.Of]
	if m.Label != "" {
		what += " " + m.Label
	}
	s := fmt.Sprintf("%s: %s %s, n=%d", what, m.Title(), m.Text(), m.Articles)
	if len(m.Units) > 0 {
		s += fmt.Sprintf(", units %s", joinInts(m.Units))
	}
	return s
}

func joinInts(list []int) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = fmt.Sprint(n)
	}
	return strings.Join(out, " + ")
}

// Names are the names of the people measured.
func (r *Report) Names() []string {
	var out []string
	for _, c := range r.Coders[:r.People] {
		out = append(out, c.Name)
	}
	return out
}

// Scope says in a sentence or two what the report rests on.
func (r *Report) Scope() string {
	if r.Refused != "" {
		return r.Refused
	}
	s := fmt.Sprintf("%s: %s", strings.Join(r.Names(), " x "), count(r.Articles, "shared article"))
	if r.Complete < r.Articles {
		s += fmt.Sprintf(", %d of them done by all %d", r.Complete, r.People)
	}
	if r.Empty > 0 {
		s += fmt.Sprintf("; in %d nobody marked anything", r.Empty)
	}
	return s
}

// Notes are what a reader of the numbers must know.
func (r *Report) Notes() []string {
	var out []string
	if r.Articles > 0 && r.Articles < agree.MinArticles {
		out = append(out, fmt.Sprintf("There are no intervals: they take %d shared articles, and here are %d.", agree.MinArticles, r.Articles))
	}
	if text := r.NotIndependent(); text != "" {
		out = append(out, "Not all of this is independent work: "+text+".")
	}
	if r.Options.Unfinished {
		out = append(out, "Layers that are not finished count too.")
	}
	return out
}

// NotIndependent says on how many articles work may lean on suggestions or on
// the work of others; empty where none does.
func (r *Report) NotIndependent() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{r.Suggested, "somebody began with suggestions"}, {r.Open, "somebody could see the work of others"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("on %d of %s %s", p.n, count(r.Articles, "article"), p.what))
		}
	}
	return strings.Join(parts, ", ")
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// String tells what sort of coder it is where it is no person: "ada", "rules (suggestions)".
func (c Coder) String() string {
	switch c.Kind {
	case annotate.Suggestion:
		return c.Name + " (suggestions)"
	case annotate.Gold:
		return c.Name + " (gold)"
	}
	return c.Name
}
