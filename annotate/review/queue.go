package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
)

// Conflict is what the queue of a project shows of a set.
type Conflict struct {
	Article  annotate.ID
	N        int    // of the set in the article; decisions on what is gone come after all sets
	Set      string // Set.Key, or the id of such a decision
	Kind     annotate.Kind
	Label    string   // of the reading that most coders hold
	Labels   []string // of all readings, in alphabetical order
	Quote    string   // what it covers
	Start    int      // where in the text, in bytes; -1 for what is said of the article
	Differs  []Difference
	Severity Severity
	State    State
	Apart    []Pair        // the coders who differ
	Waiting  int           // how many people are still to finish the article
	Alike    string        // sets with one text and one list of readings have the same; empty where that is not told
	By       annotate.ID   // who decided; empty where nobody did
	Coders   []annotate.ID // whose work is compared
}

// Pair is two coders, the smaller id first.
type Pair struct{ A, B annotate.ID }

// Order is the order of a queue.
type Order string

// The orders of a queue.
const (
	BySeverity Order = "severity" // the worst first, then as ByArticle
	ByArticle  Order = "article"  // as articles came in, and in each mentions before chains and events
	ByLabel    Order = "label"    // then as BySeverity
)

// Query chooses conflicts. Zero fields choose nothing out.
type Query struct {
	States   []State
	Severity Severity // at least
	Kind     annotate.Kind
	Labels   []string // each is that of some reading
	Differs  Difference
	Pair     Pair // who differ
	Article  annotate.ID
	Finished bool // only articles on which nobody is at work
	Alike    string
	Quote    string
	Order    Order
	Offset   int
	Limit    int // 0: all
}

// Page is a piece of a queue.
type Page struct {
	Conflicts []Conflict
	// Of all that the query chooses but for its states: how many are open,
	// stale, in discussion or contested, and how many there are.
	Open, All int
	Chosen    int // by the states too
	// Due is how many articles were changed and are not compared again yet.
	Due int
}

// ToDo are the states that wait for an adjudicator.
var ToDo = []State{Open, Stale, Differ, Discuss}

// Chooses tells whether the query chooses a conflict, whatever its state.
func (q Query) Chooses(c *Conflict) bool {
	return c.Severity >= q.Severity && (q.Kind == "" || c.Kind == q.Kind) &&
		!slices.ContainsFunc(q.Labels, func(l string) bool { return !slices.Contains(c.Labels, l) }) &&
		(q.Differs == "" || slices.Contains(c.Differs, q.Differs)) && (q.Pair == Pair{} || slices.Contains(c.Apart, q.Pair)) &&
		(q.Article == "" || c.Article == q.Article) && (!q.Finished || c.Waiting == 0) &&
		(q.Alike == "" || c.Alike == q.Alike) && (q.Quote == "" || c.Quote == q.Quote)
}

// Queue are the conflicts of an article: the sets on which coders differ or
// somebody has decided. What all agree on and nobody decided is not among them.
func Queue(article *annotate.Article, layers []annotate.Layer, decisions []*annotate.Decision, assigned []*annotate.Assignment) []Conflict {
	waiting := len(Waiting(layers, assigned))
	c := Compare(Coders(layers))
	verdicts, lost := c.Verdicts(decisions)
	var out []Conflict
	for i := range c.Sets {
		s, v := &c.Sets[i], &verdicts[i]
		if v.State == Settled {
			continue
		}
		row := Conflict{
			Article: article.ID, N: i, Set: s.Key, Kind: s.Kind, Label: s.Label, Labels: s.labels(), Start: s.Start(), Differs: s.Differs, Severity: s.Severity,
			State: v.State, Apart: s.apart(), Waiting: waiting, Alike: c.Alike(article, i),
		}
		if len(s.Spans) > 0 {
			row.Quote = article.Quote(s.Spans)
		}
		row.finish(c, v.Decision)
		out = append(out, row)
	}
	for i, d := range lost {
		row := Conflict{
			Article: article.ID, N: len(c.Sets) + i, Set: string(d.ID), Kind: d.Kind, Label: d.Label, Labels: []string{d.Label}, Start: -1,
			Differs: []Difference{Missing}, Severity: Lacking, State: Stale, Waiting: waiting,
		}
		if annotate.CheckSpans(article.Text, d.Spans) == nil {
			row.Quote, row.Start = article.Quote(d.Spans), d.Spans[0].Start
		}
		row.finish(c, d)
		out = append(out, row)
	}
	return out
}

func (row *Conflict) finish(c *Comparison, d *annotate.Decision) {
	if d != nil {
		row.By = d.By
	}
	for _, l := range c.Layers {
		row.Coders = append(row.Coders, l.ID.Annotator)
	}
}

// labels are those of all readings, each once.
func (s *Set) labels() []string {
	var out []string
	for _, r := range s.Readings {
		for _, item := range r.Items {
			out = append(out, annotate.LabelOf(item))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// apart are the pairs of coders who differ.
func (s *Set) apart() []Pair {
	var out []Pair
	for i := range s.Readings {
		for j := range i {
			for _, a := range s.Readings[j].Coders {
				for _, b := range s.Readings[i].Coders {
					out = append(out, Pair{min(a, b), max(a, b)})
				}
			}
		}
	}
	slices.SortFunc(out, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return out
}

// Alike names what a set is about by its text and its readings, whoever holds
// them, so that the same conflict elsewhere has the same name. Chains are alike
// where the texts of their mentions are, in their order.
func (c *Comparison) Alike(article *annotate.Article, set int) string {
	s := &c.Sets[set]
	parts := []string{string(s.Kind), s.Label}
	for r := range s.Readings {
		parts = append(parts, c.ReadingAlike(article, set, r))
	}
	slices.Sort(parts[2:])
	return digest(strings.Join(parts, "\x00"))
}

// ReadingAlike is what a reading says in terms that hold in other articles too:
// the texts in place of the offsets.
func (c *Comparison) ReadingAlike(article *annotate.Article, set, reading int) string {
	r := &c.Sets[set].Readings[reading]
	quote := func(spans []span.Span) string {
		if len(spans) == 0 {
			return ""
		}
		return article.Quote(spans)
	}
	name := func(id annotate.ID) string {
		switch x := c.Layer(r.Coders[0]).Find(id).(type) {
		case nil:
			return ""
		case *annotate.Entity:
			return x.Name
		default:
			return quote(annotate.SpansOf(x))
		}
	}
	var b strings.Builder
	for _, item := range r.Items {
		switch x := item.(type) {
		case *annotate.Mention:
			fmt.Fprintf(&b, "%q %q %s\n", x.Label, quote(x.Spans), attributesKey(x.Attributes))
		case *annotate.Label:
			fmt.Fprintf(&b, "%q %s\n", x.Label, x.Value)
		case *annotate.Event:
			fmt.Fprintf(&b, "%q %q %s", x.Type, quote(x.Trigger), attributesKey(x.Attributes))
			var fillers []string
			for _, a := range x.Arguments {
				fillers = append(fillers, fmt.Sprintf("%q=%q=%s", a.Role, name(a.Target), a.Value))
			}
			slices.Sort(fillers)
			fmt.Fprintln(&b, strings.Join(fillers, " "))
		case *annotate.Relation:
			fmt.Fprintf(&b, "%q %q %q %s\n", x.Label, name(x.From), name(x.To), attributesKey(x.Attributes))
		case *annotate.Entity: // whose name is what it happens to be called
			fmt.Fprintf(&b, "%q %q %s\n", x.Label, x.KB, attributesKey(x.WithAliases(nil).Attributes))
		}
	}
	for _, f := range c.Sets[set].Fields {
		if f.Kind == FieldMember {
			fmt.Fprintf(&b, "%q %s\n", quote(c.Sets[f.Set].Spans), f.Keys[reading])
		}
	}
	return b.String()
}

// ReadingLike is the reading of a set that says what a reading elsewhere says, or -1.
func (c *Comparison) ReadingLike(article *annotate.Article, set int, alike string) int {
	for r := range c.Sets[set].Readings {
		if c.ReadingAlike(article, set, r) == alike {
			return r
		}
	}
	return -1
}

// Sort puts the conflicts of articles, which come in order, into an order.
func (o Order) Sort(list []Conflict) {
	slices.SortStableFunc(list, func(a, b Conflict) int {
		worse := cmp.Compare(b.Severity, a.Severity)
		switch o {
		case ByArticle:
			return 0
		case ByLabel:
			return cmp.Or(cmp.Compare(a.Label, b.Label), worse)
		}
		return worse
	})
}

// Take is the page of a queue that a query chooses of all conflicts, which are
// in the order of articles.
func (q Query) Take(all []Conflict) Page {
	var p Page
	var chosen []Conflict
	for i := range all {
		c := &all[i]
		if !q.Chooses(c) {
			continue
		}
		p.All++
		if slices.Contains(ToDo, c.State) {
			p.Open++
		}
		if len(q.States) == 0 || slices.Contains(q.States, c.State) {
			chosen = append(chosen, *c)
		}
	}
	q.Order.Sort(chosen)
	p.Chosen = len(chosen)
	chosen = chosen[min(max(q.Offset, 0), len(chosen)):]
	if q.Limit > 0 {
		chosen = chosen[:min(q.Limit, len(chosen))]
	}
	p.Conflicts = chosen
	return p
}
