// Package report writes what was measured of a project's agreement as a page
// that can be printed and cited, and as figures.
package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"galley/annotate/agree"
	"galley/annotate/reliability"
)

//go:embed report.html
var page string

var pageTemplate = template.Must(template.New("report").Parse(page))

// Figure is a picture of a report.
type Figure struct {
	Name  string // of a file, without ending
	Title string
	SVG   template.HTML
}

// Figures are the pictures of a report: intervals per label, confusions, and
// the headline by week.
func Figures(r *reliability.Report) []Figure {
	var out []Figure
	add := func(name, title, svg string) {
		out = append(out, Figure{name, title, template.HTML(svg)})
	}
	label := func(m reliability.Measure) string { return m.Label }
	for _, of := range []string{reliability.Mentions, reliability.Events} {
		var list []reliability.Measure
		for _, m := range reliability.Leads(r.Labels) {
			if m.Of == of {
				list = append(list, m)
			}
		}
		if len(list) > 0 {
			title := fmt.Sprintf("%s: %s per label, with 95 %% intervals where there are any", reliability.KindTitle(of), list[0].Title())
			add(of+"-per-label", title, Intervals(title, list, label))
		}
	}
	for _, p := range r.Pairs {
		if p.B >= r.People {
			continue
		}
		a, b := r.Coders[p.A].Name, r.Coders[p.B].Name
		for _, c := range p.Confusion {
			if c.Of == reliability.Labels {
				continue
			}
			title := fmt.Sprintf("%s: what %s (rows) and %s (columns) called the same things", reliability.KindTitle(c.Of), a, b)
			add(fmt.Sprintf("%s-confusion-%d-%d", c.Of, p.A+1, p.B+1), title, Matrix(title, c, a, b))
		}
	}
	if len(r.Weeks) > 1 {
		title := "Agreement by the week of an article's newest act"
		add("weeks", title, Weeks(title, r.Weeks))
	}
	return out
}

// HTML writes the report as one page with its figures in it. The same report
// gives the same bytes.
func HTML(w io.Writer, r *reliability.Report) error {
	return pageTemplate.Execute(w, content{
		Report: r, Names: strings.Join(r.Names(), ", "), Methods: Methods(r), Sources: sources(r), Figures: Figures(r),
		Headline: filter(r.Measures, reliability.Measure.Headline),
		Rest:     filter(r.Measures, func(m reliability.Measure) bool { return !m.Headline() }),
	})
}

// content is what the page shows.
type content struct {
	*reliability.Report
	Names, Methods string
	Sources        []string
	Figures        []Figure
	Headline, Rest []reliability.Measure
}

// Kind is what the kind of a measure is called.
func (content) Kind(m reliability.Measure) string { return reliability.KindTitle(m.Of) }

// Units are the units of each coder.
func (content) Units(m reliability.Measure) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(m.Units)), " + "), "[]")
}

// Of are the headline measures of a list.
func (content) Of(list []reliability.Measure) []reliability.Measure {
	return filter(list, reliability.Measure.Headline)
}

func filter(list []reliability.Measure, keep func(reliability.Measure) bool) []reliability.Measure {
	return slices.DeleteFunc(slices.Clone(list), func(m reliability.Measure) bool { return !keep(m) })
}

// Methods is a paragraph for the methods section of a paper.
func Methods(r *reliability.Report) string {
	if r.Refused != "" {
		return "Agreement was not measured: " + r.Refused + "."
	}
	var b strings.Builder
	finished := "finished"
	if r.Options.Unfinished {
		finished = "begun"
	}
	fmt.Fprintf(&b, "Agreement was measured on %d articles that at least two of %d annotators had %s", r.Articles, r.People, finished)
	if r.Complete < r.Articles {
		fmt.Fprintf(&b, " (%d by all of them)", r.Complete)
	}
	b.WriteString(".")
	if text := r.NotIndependent(); text != "" {
		fmt.Fprintf(&b, " Not all annotations are independent: %s.", text)
	}
	for _, of := range []string{reliability.Mentions, reliability.Events, reliability.Chains, reliability.Labels} {
		if text := sentence(r, of); text != "" {
			b.WriteString(" " + text)
		}
	}
	if r.People > 2 {
		b.WriteString(" F1 is the mean over all pairs of annotators.")
	}
	if r.Articles >= agree.MinArticles {
		fmt.Fprintf(&b, " Brackets are 95 %% percentile intervals of a bootstrap over articles (%d resamples, seed %d; Efron, 1979)", r.Options.Resamples, r.Options.Seed)
		if r.Gamma.Value.Defined() {
			b.WriteString(", for gamma with each article keeping its samples of chance")
		}
		if slices.ContainsFunc(r.Measures, func(m reliability.Measure) bool {
			return (m.Of == reliability.Clusters || m.Of == reliability.EventClusters) && m.Interval.Undefined == ""
		}) {
			b.WriteString(", for clusters across articles over groups of articles that clusters tie together")
		}
		b.WriteString(".")
	}
	b.WriteString(" All measures were computed with Galley.")
	return b.String()
}

// sentence says what was measured of a kind; empty where nothing was.
func sentence(r *reliability.Report, of string) string {
	at := func(name string) (reliability.Measure, bool) {
		i := slices.IndexFunc(r.Measures, func(m reliability.Measure) bool { return m.Of == of && m.Label == "" && m.Name == name })
		return r.Measures[max(i, 0)], i >= 0 && r.Measures[i].Defined()
	}
	value := func(name string) string { m, _ := at(name); return m.Text() }
	switch of {
	case reliability.Mentions:
		if _, ok := at("strict_f1"); !ok {
			return ""
		}
		s := fmt.Sprintf("For mentions it is the symmetric F1 of spans paired one to one at the optimum (strict: %s; partial, where an overlap counts one half: %s), as what nobody marked cannot be counted (Hripcsak and Rothschild, 2005)",
			value("strict_f1"), value("partial_f1"))
		if m, ok := at("gamma"); ok {
			s += fmt.Sprintf("; corrected for chance it is gamma = %s (Mathet et al., 2015; %s sampling, %d samples, seed %d, ± %.1f %% of the expected disorder)",
				m.Text(), agree.Sampler, r.Options.Samples, r.Options.Seed, 100*r.Gamma.Precision)
		}
		return s + "."
	case reliability.Events:
		if _, ok := at("trigger_cls_f1"); !ok {
			return ""
		}
		return fmt.Sprintf("For events it is the F1 of triggers with their types (%s) and of arguments with their roles on the right trigger (%s; Li et al., 2013; Peng et al., 2023).",
			value("trigger_cls_f1"), value("arg_cls_attached_f1"))
	case reliability.Chains:
		if _, ok := at("conll_f1"); !ok {
			return ""
		}
		return fmt.Sprintf("For chains of mentions it is the mean of the F1 of MUC, B³ and CEAF-e (%s; Pradhan et al., 2014).", value("conll_f1"))
	}
	m, ok := at("alpha")
	if !ok {
		return ""
	}
	return fmt.Sprintf("For document labels it is Krippendorff's alpha, as a mean of %d labels (%s; Krippendorff, 2004; with MASI distance where several values may be given, Passonneau, 2006).", m.N, m.Text())
}

// sources are the papers that the methods name.
func sources(r *reliability.Report) []string {
	all := []struct{ name, entry string }{
		{"Efron", "Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1), 1-26."},
		{"Hripcsak", "Hripcsak, G., and Rothschild, A. S. (2005). Agreement, the F-measure, and reliability in information retrieval. JAMIA 12(3), 296-298."},
		{"Krippendorff", "Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology (2nd ed.). Sage."},
		{"Li et al.", "Li, Q., Ji, H., and Huang, L. (2013). Joint event extraction via structured prediction with global features. ACL 2013, 73-82."},
		{"Mathet", "Mathet, Y., Widlöcher, A., and Métivier, J.-P. (2015). The unified and holistic method gamma (γ) for inter-annotator agreement measure and alignment. Computational Linguistics 41(3), 437-479."},
		{"Passonneau", "Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC 2006, 831-836."},
		{"Peng", "Peng, H., et al. (2023). The devil is in the details: on the pitfalls of event extraction evaluation. Findings of ACL 2023, 9206-9227."},
		{"Pradhan", "Pradhan, S., et al. (2014). Scoring coreference partitions of predicted mentions: a reference implementation. ACL 2014, 30-35."},
	}
	text := Methods(r)
	var out []string
	for _, s := range all {
		if strings.Contains(text, s.name) {
			out = append(out, s.entry)
		}
	}
	return out
}
