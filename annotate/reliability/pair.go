package reliability

import (
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
)

// pair is what two coders have in common, by number of article.
type pair struct {
	a, b       int
	articles   []int
	spans      []agree.SpanCounts
	events     []agree.EventCounts // fillers by where they stand
	through    []agree.EventCounts // fillers by the sets they are in
	relations  []relationCounts
	chains     []agree.ChainCounts // mentions by where they stand
	chainsSets []agree.ChainCounts // mentions by the sets they are in
	labels     [][]tally
	items      [][]item // attributes of what both marked
}

// item is an attribute of something that both coders marked.
type item struct {
	attribute int32 // number of it in terms
	a, b      annotate.Value
}

// compare counts what two coders have in common in each article; at first only
// what the measures that are shown first take.
func (s *Study) compare(a, b int, t *terms, first bool) *pair {
	n := len(s.articles)
	p := &pair{a: a, b: b, labels: make([][]tally, n), items: make([][]item, n)}
	if len(t.labels) > 0 {
		p.spans = make([]agree.SpanCounts, n)
		p.chains, p.chainsSets = make([]agree.ChainCounts, n), make([]agree.ChainCounts, n)
	}
	if len(t.types) > 0 {
		p.events, p.through = make([]agree.EventCounts, n), make([]agree.EventCounts, n)
	}
	if len(t.relations) > 0 {
		p.relations = make([]relationCounts, n)
	}
	for i := range s.articles {
		if s.articles[i].of(a) != nil && s.articles[i].of(b) != nil {
			p.articles = append(p.articles, i)
		}
	}
	group := errgroup.Group{}
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, i := range p.articles {
		group.Go(func() error {
			p.count(i, s.articles[i].of(a), s.articles[i].of(b), t, first)
			return nil
		})
	}
	group.Wait()
	return p
}

// count counts what two coders have in common in an article.
func (p *pair) count(i int, x, y *work, t *terms, first bool) {
	if len(t.labels) > 0 {
		p.spans[i] = agree.CountSpans(x.units, y.units)
		p.chains[i] = countChains(placed(x, y))
	}
	if len(t.types) > 0 {
		p.events[i] = agree.CountEvents(x.placedEvents(), y.placedEvents())
	}
	if first {
		return
	}
	pairs := agree.PairSpans(x.units, y.units)
	if len(t.labels) > 0 {
		p.countMentions(i, x, y, t, pairs)
	}
	if len(t.types) > 0 {
		p.countEvents(i, x, y, t, pairs)
	}
	if len(t.relations) > 0 {
		p.countRelations(i, x, y, t, pairs)
	}
}

func (p *pair) countMentions(i int, x, y *work, t *terms, pairs []agree.Pair) {
	for _, label := range agree.Labels(x.units, y.units) {
		c := agree.CountSpans(agree.Only(x.units, label), agree.Only(y.units, label))
		p.tally(i, t, key{Mentions, label, "strict_f1"}, agree.SetCount{A: c.A, B: c.B, Both: c.Strict})
		p.tally(i, t, key{Mentions, label, "partial_f1"}, agree.SetCount{A: 2 * c.A, B: 2 * c.B, Both: c.Halves})
	}
	for _, q := range pairs {
		if q.A != none && q.B != none {
			p.common(i, t, MentionAttributes, x.mentions[q.A], y.mentions[q.B])
		}
	}
	setX, setY := setsOf(x, y, pairs)
	p.chainsSets[i] = countChains(numbered(x, setX), numbered(y, setY))
}

// countChains counts chains; a mention is in one chain of a coder, so that nothing can be wrong with them.
func countChains[M comparable](a, b [][]M) agree.ChainCounts {
	c, err := agree.CountChains(a, b)
	if err != nil {
		panic(err)
	}
	return c
}

// setsOf numbers the sets that the mentions of two coders are in.
func setsOf(x, y *work, pairs []agree.Pair) (ofX, ofY []int) {
	ofX, ofY = make([]int, len(x.units)), make([]int, len(y.units))
	for k, p := range pairs {
		if p.A != none {
			ofX[p.A] = k
		}
		if p.B != none {
			ofY[p.B] = k
		}
	}
	return ofX, ofY
}

// place is where a mention stands. Of several of one coder that stand in the
// same place each has its label and its number.
type place struct {
	at     span.Span
	gaps   string
	label  string
	alone  bool // the other coder has none there with the label, which is left out
	number int
}

// placed are the chains of two coders as places. Labels only tell apart what
// stands in one place: where they find no counterpart, any label is one.
func placed(x, y *work) (ofX, ofY [][]place) {
	inX, inY := placesOf(x), placesOf(y)
	return chainsAt(x, apart(inX, inY)), chainsAt(y, apart(inY, inX))
}

func placesOf(w *work) []place {
	out := make([]place, len(w.units))
	seen := map[place]int{}
	for i, u := range w.units {
		p := place{at: u.Span, gaps: u.Gaps, label: u.Label}
		seen[p]++
		out[i] = p
		out[i].number = seen[p]
	}
	return out
}

// apart are places in which those that the other coder lacks lose their labels.
func apart(places, others []place) []place {
	there := map[place]bool{}
	for _, p := range others {
		there[p] = true
	}
	out := slices.Clone(places)
	seen := map[place]int{}
	for i, p := range places {
		if !there[p] {
			p = place{at: p.at, gaps: p.gaps, alone: true}
			seen[p]++
			out[i] = p
			out[i].number = seen[p]
		}
	}
	return out
}

func chainsAt(w *work, at []place) [][]place {
	out := make([][]place, len(w.chains))
	for k, chain := range w.chains {
		for _, i := range chain {
			out[k] = append(out[k], at[i])
		}
	}
	return out
}

// numbered are the chains of a coder as numbers of the sets of their mentions.
func numbered(w *work, set []int) [][]int {
	out := make([][]int, len(w.chains))
	for k, chain := range w.chains {
		for _, i := range chain {
			out[k] = append(out[k], set[i])
		}
	}
	return out
}

func (p *pair) countEvents(i int, x, y *work, t *terms, pairs []agree.Pair) {
	setX, setY := setsOf(x, y, pairs)
	placedX, placedY := x.placedEvents(), y.placedEvents()
	throughX, throughY := x.eventsThrough(setX), y.eventsThrough(setY)
	p.through[i] = agree.CountEvents(throughX, throughY)
	types := map[string]bool{}
	for _, e := range placedX {
		types[e.Type] = true
	}
	for _, e := range placedY {
		types[e.Type] = true
	}
	for kind := range types {
		c := agree.CountEvents(ofType(placedX, kind), ofType(placedY, kind))
		p.tally(i, t, key{Events, kind, "trigger_cls_f1"}, c.TriggerType)
		p.tally(i, t, key{Events, kind, "arg_cls_attached_f1"}, c.AttachedRole)
	}
	for _, q := range agree.PairEvents(throughX, throughY) {
		if q.A != none && q.B != none {
			p.common(i, t, EventAttributes, x.events[q.A].values, y.events[q.B].values)
		}
	}
}

func (w *work) placedEvents() []agree.Event {
	out := make([]agree.Event, len(w.events))
	for i := range w.events {
		out[i] = w.events[i].Event
	}
	return out
}

func (w *work) eventsThrough(set []int) []agree.Event {
	out := make([]agree.Event, len(w.events))
	for i := range w.events {
		out[i] = w.events[i].through(set)
	}
	return out
}

func ofType(events []agree.Event, kind string) []agree.Event {
	var out []agree.Event
	for _, e := range events {
		if e.Type == kind {
			out = append(out, e)
		}
	}
	return out
}

func (p *pair) tally(i int, t *terms, k key, c agree.SetCount) {
	p.labels[i] = append(p.labels[i], tally{t.number[k], c})
}

// common takes down the attributes that both coders gave to a thing.
func (p *pair) common(i int, t *terms, of string, a, b annotate.Attributes) {
	for name, x := range a {
		if y, ok := b[name]; ok {
			p.items[i] = append(p.items[i], item{t.number[key{of: of, label: name}], x, y})
		}
	}
}

// mentionMeasures are the F1 of mentions.
func (p *pair) mentionMeasures() series {
	keys := []key{{Mentions, "", "strict_f1"}, {Mentions, "", "partial_f1"}, {Mentions, "", "exact_f1"}, {Mentions, "", "type_f1"}}
	return series{keys, func(picks []int) []agree.Value {
		c := sum(p.spans, picks)
		return []agree.Value{c.StrictF1(), c.PartialF1(), c.ExactF1(), c.TypeF1()}
	}}
}

// eventMeasures are the F1 of events, with their fillers by where these stand.
func (p *pair) eventMeasures() series {
	keys := []key{
		{Events, "", "trigger_id_f1"}, {Events, "", "trigger_cls_f1"}, {Events, "", "arg_id_f1"}, {Events, "", "arg_cls_f1"},
		{Events, "", "arg_id_attached_f1"}, {Events, "", "arg_cls_attached_f1"},
	}
	return series{keys, func(picks []int) []agree.Value {
		c := sum(p.events, picks)
		return []agree.Value{
			c.TriggerIDF1(), c.TriggerTypeF1(), c.ArgumentIDF1(), c.ArgumentRoleF1(), c.AttachedIDF1(), c.AttachedRoleF1(),
		}
	}}
}

// chainMeasures are the scores of chains, with their mentions by where these stand.
func (p *pair) chainMeasures() series {
	keys := []key{
		{Chains, "", "muc_f1"}, {Chains, "", "b3_f1"}, {Chains, "", "ceaf_m_f1"}, {Chains, "", "ceaf_e_f1"}, {Chains, "", "blanc_f1"}, {Chains, "", "conll_f1"},
	}
	return series{keys, func(picks []int) []agree.Value {
		c := sum(p.chains, picks)
		return []agree.Value{c.MUC().F1, c.B3().F1, c.CEAFM().F1, c.CEAFE().F1, c.BLANC().F1, c.CoNLL()}
	}}
}

// throughMeasures are those in which mentions are the sets that they are in, so
// that their boundaries do not matter.
func (p *pair) throughMeasures() series {
	keys := []key{{Events, "", "arg_cls_attached_matched_f1"}, {Chains, "", "conll_matched_f1"}}
	return series{keys, func(picks []int) []agree.Value {
		return []agree.Value{sum(p.through, picks).AttachedRoleF1(), sum(p.chainsSets, picks).CoNLL()}
	}}
}
