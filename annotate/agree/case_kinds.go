package agree

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"galley/annotate/span"
)

// kinds measure a case of each kind.
var kinds = map[string]func(raw []byte, c *Case) error{
	"coding":         coding,
	"coding_numeric": codingNumeric,
	"coding_sets":    codingSets,
	"unitizing":      unitizing,
	"gamma":          gammaCase,
	"span_pair":      spanPair,
	"token":          tokenCase,
	"event_pair":     eventPair,
	"coref":          coref,
	"bootstrap":      bootstrapCase,
	"majority":       majorityCase,
}

func readTable[V any](raw []byte, compare func(a, b V) int) (Table[V], error) {
	var in struct {
		Rows [][]*V `json:"rows"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return Table[V]{}, err
	}
	return NewTable(in.Rows, compare)
}

// code is what a coder said of an item: a text, or a number or truth value as it is written.
type code string

func (c *code) UnmarshalJSON(data []byte) error {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	switch v := v.(type) {
	case string:
		*c = code(v)
	case float64, bool:
		*c = code(data)
	default:
		return fmt.Errorf("a code is a text, a number or a truth value, not %s", data)
	}
	return nil
}

func coding(raw []byte, c *Case) error {
	t, err := readTable(raw, cmp.Compare[code])
	if err != nil {
		return err
	}
	c.set("alpha_nominal", NominalAlpha(t))
	if t.Coders == 2 {
		c.set("cohen_kappa", CohenKappa(t, 0, 1))
	} else {
		c.set("cohen_kappa", undefined("Cohen's kappa is for two coders, not %d", t.Coders))
	}
	c.set("mean_pairwise_cohen", MeanCohenKappa(t))
	c.set("scott_pi", ScottPi(t))
	c.set("fleiss_kappa", FleissKappa(t))
	c.set("percent_pairwise", Percent(t))
	c.set("gwet_ac1", GwetAC1(t))
	for k, label := range t.Book {
		c.set(fmt.Sprintf("alpha_label[%s]", label), LabelAlpha(t, k))
		c.set(fmt.Sprintf("fleiss_label[%s]", label), FleissKappa(t.Against(k)))
	}
	return nil
}

func codingNumeric(raw []byte, c *Case) error {
	t, err := readTable(raw, cmp.Compare[float64])
	if err != nil {
		return err
	}
	c.set("alpha_nominal", NominalAlpha(t))
	c.set("alpha_ordinal", OrdinalAlpha(t))
	c.set("alpha_interval", IntervalAlpha(t))
	c.set("alpha_ratio", RatioAlpha(t))
	return nil
}

// labelSet puts the labels that a case lists in order, each once.
type labelSet Set

func (s *labelSet) UnmarshalJSON(data []byte) error {
	var labels []string
	if err := json.Unmarshal(data, &labels); err != nil {
		return err
	}
	slices.Sort(labels)
	*s = slices.Compact(labels)
	return nil
}

func codingSets(raw []byte, c *Case) error {
	t, err := readTable(raw, func(a, b labelSet) int { return slices.Compare(a, b) })
	if err != nil {
		return err
	}
	sets := Table[Set]{Coders: t.Coders, Codes: t.Codes}
	for _, s := range t.Book {
		sets.Book = append(sets.Book, Set(s))
	}
	c.set("alpha_nominal", NominalAlpha(sets))
	c.set("alpha_jaccard", SetAlpha(sets, JaccardDistance))
	c.set("alpha_masi", SetAlpha(sets, MASIDistance))
	return nil
}

// UnmarshalJSON reads [start, end, label].
func (u *Unit) UnmarshalJSON(data []byte) error {
	var fields []json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || len(fields) != 3 {
		return fmt.Errorf("a unit is [start,end,label], not %s", data)
	}
	for i, to := range []any{&u.Start, &u.End, &u.Label} {
		if err := json.Unmarshal(fields[i], to); err != nil {
			return fmt.Errorf("a unit is [start,end,label], not %s: %w", data, err)
		}
	}
	if u.Start > u.End {
		return fmt.Errorf("unit %s ends before it starts", data)
	}
	return nil
}

func unitizing(raw []byte, c *Case) error {
	var in struct {
		Begin, End int
		Coders     [][]Unit
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	text := Continuum{Begin: in.Begin, End: in.End, Coders: in.Coders}
	old, family := AlphaU1995(text), Alpha2016(text)
	c.set("alpha_u_1995", old.All)
	for label, v := range old.Labels {
		c.set("alpha_u_1995["+label+"]", v)
	}
	c.set("alpha16_u_nominal", family.Nominal)
	c.set("alpha16_u_binary", family.Binary)
	c.set("alpha16_cu_nominal", family.Coded)
	for label, v := range family.Labels {
		c.set("alpha16_ku["+label+"]", v)
	}
	return nil
}

func gammaCase(raw []byte, c *Case) error {
	var in struct {
		Coders  [][]Unit
		Samples [][][]Unit
		Params  *struct {
			Alpha, Beta float64
			DeltaEmpty  float64 `json:"delta_empty"`
		}
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	d := StandardDissimilarity
	if p := in.Params; p != nil {
		d = Dissimilarity{p.Alpha, p.Beta, p.DeltaEmpty}
	}
	if d.Alpha < 0 || d.Beta < 0 || d.DeltaEmpty <= 0 {
		return fmt.Errorf("alpha and beta are 0 or more, and delta_empty is more, not %v", d)
	}
	observed := []Alignment{Align(in.Coders, d, 0)}
	var samples [][]Alignment
	for _, s := range in.Samples {
		samples = append(samples, []Alignment{Align(s, d, 0)})
	}
	g := NewGamma(observed, samples)
	c.set("gamma", g.Value)
	c.set("gamma_cat_paper", g.Category)
	known := func(name string, x float64, ok bool) {
		v := undefined("%s", cmp.Or(g.Value.Undefined, "there are no samples"))
		if ok {
			v = number(x, 0)
		}
		c.set(name, v)
	}
	marked := observed[0].Units > 0 && observed[0].Coders > 1
	known("observed_disorder", g.Observed, marked && observed[0].Exact())
	known("expected_disorder", g.Expected, len(g.Samples) > 0)
	known("n_unitary_alignments", float64(g.Sets), marked)
	c.Lists = map[string][]float64{"sample_disorders": g.Samples}
	return nil
}

// readPair reads the articles of two coders; both must have as many.
func readPair[T any](raw []byte) (a, b [][]T, err error) {
	var in struct {
		A [][]T `json:"docs_a"`
		B [][]T `json:"docs_b"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return nil, nil, err
	}
	if len(in.A) != len(in.B) {
		return nil, nil, fmt.Errorf("docs_a has %d articles, docs_b %d", len(in.A), len(in.B))
	}
	return in.A, in.B, nil
}

func countAll(a, b [][]Unit) SpanCounts {
	var counts SpanCounts
	for i := range a {
		counts = counts.Add(CountSpans(a[i], b[i]))
	}
	return counts
}

func spanPair(raw []byte, c *Case) error {
	a, b, err := readPair[Unit](raw)
	if err != nil {
		return err
	}
	counts := countAll(a, b)
	c.set("strict_f1", counts.StrictF1())
	c.set("exact_f1", counts.ExactF1())
	c.set("type_f1", counts.TypeF1())
	c.set("partial_f1", counts.PartialF1())
	for _, label := range Labels(append(slices.Clone(a), b...)...) {
		var only SpanCounts
		for i := range a {
			only = only.Add(CountSpans(Only(a[i], label), Only(b[i], label)))
		}
		c.set("strict_f1["+label+"]", only.StrictF1())
	}
	c.Confusion = Confusion(a, b)
	return nil
}

const maxTokens = 1_000_000 // per article

func tokenCase(raw []byte, c *Case) error {
	a, b, err := readPair[Unit](raw)
	if err != nil {
		return err
	}
	var in struct {
		Tokens int `json:"tokens_per_doc"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	if in.Tokens < 0 || in.Tokens > maxTokens {
		return fmt.Errorf("tokens_per_doc is from 0 to %d, not %d", maxTokens, in.Tokens)
	}
	c.set("strict_f1", countAll(a, b).StrictF1())
	all, marked, err := TokenTable(slices.Repeat([]int{in.Tokens}, len(a)), a, b)
	if err != nil {
		overlap := undefined("%s", err)
		c.set("token_kappa_all", overlap)
		c.set("token_kappa_marked", overlap)
		c.set("token_percent", overlap)
		return nil
	}
	c.set("token_kappa_all", CohenKappa(all, 0, 1))
	c.set("token_kappa_marked", CohenKappa(marked, 0, 1))
	c.set("token_percent", Percent(all))
	return nil
}

type caseEvent struct {
	Type    string
	Trigger span.Span
	Args    []struct {
		Role string
		Span span.Span
	}
}

func events(in []caseEvent) []Event {
	out := make([]Event, len(in))
	for i, e := range in {
		out[i] = Event{Type: e.Type, Trigger: e.Trigger}
		for _, arg := range e.Args {
			out[i].Arguments = append(out[i].Arguments, Argument{Role: arg.Role, Span: arg.Span})
		}
	}
	return out
}

func eventPair(raw []byte, c *Case) error {
	a, b, err := readPair[caseEvent](raw)
	if err != nil {
		return err
	}
	var counts EventCounts
	for i := range a {
		counts = counts.Add(CountEvents(events(a[i]), events(b[i])))
	}
	c.set("trigger_id_f1", counts.TriggerIDF1())
	c.set("trigger_cls_f1", counts.TriggerTypeF1())
	c.set("arg_id_f1", counts.ArgumentIDF1())
	c.set("arg_cls_f1", counts.ArgumentRoleF1())
	c.set("arg_id_attached_f1", counts.AttachedIDF1())
	c.set("arg_cls_attached_f1", counts.AttachedRoleF1())
	return nil
}

func coref(raw []byte, c *Case) error {
	var in struct {
		A [][]int `json:"clusters_a"`
		B [][]int `json:"clusters_b"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	counts, err := CountChains(in.A, in.B)
	if err != nil {
		return err
	}
	for name, s := range map[string]Score{
		"muc": counts.MUC(), "b3": counts.B3(), "ceaf_m": counts.CEAFM(), "ceaf_e": counts.CEAFE(), "blanc": counts.BLANC(),
	} {
		c.set(name+"_recall", s.Recall)
		c.set(name+"_precision", s.Precision)
		c.set(name+"_f1", s.F1)
	}
	c.set("conll_f1", counts.CoNLL())
	return nil
}

func bootstrapCase(raw []byte, c *Case) error {
	var in struct {
		Docs      [][3]int // matched, units of A, units of B
		Resamples [][]int
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	of := func(picks []int) Value {
		m, a, b := 0, 0, 0
		for _, i := range picks {
			m, a, b = m+in.Docs[i][0], a+in.Docs[i][1], b+in.Docs[i][2]
		}
		return f1(float64(m), a, b, aSpan)
	}
	var all []int
	for i := range in.Docs {
		all = append(all, i)
	}
	var drawn []Value
	for k, picks := range in.Resamples {
		for _, i := range picks {
			if i < 0 || i >= len(in.Docs) {
				return fmt.Errorf("resample %d draws article %d of %d", k, i, len(in.Docs))
			}
		}
		drawn = append(drawn, of(picks))
	}
	c.set("f1", of(all))
	interval := NewInterval(drawn)
	low, high := number(interval.Low, 0), number(interval.High, 0)
	if interval.Undefined != "" {
		low = undefined("%s", interval.Undefined)
		high = low
	}
	c.set("ci_low", low)
	c.set("ci_high", high)
	return nil
}

func majorityCase(raw []byte, c *Case) error {
	t, err := readTable(raw, cmp.Compare[code])
	if err != nil {
		return err
	}
	for coder := range t.Coders {
		kappa, used, _ := AgainstOthers(t, coder)
		c.set(fmt.Sprintf("coder%d_vs_others_kappa", coder), kappa)
		c.set(fmt.Sprintf("coder%d_n", coder), number(float64(used), 0))
	}
	return nil
}
