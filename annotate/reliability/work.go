package reliability

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
	"galley/annotate/text"
)

// work is what one coder marked in one article. Units count in code points.
type work struct {
	coder    int
	mentions []annotate.Attributes // of each unit
	units    []agree.Unit
	tokens   []span.Span // that each unit touches, by number
	events   []event
	// relations are kept as events whose arguments are their two ends.
	relations []event
	chains    [][]int  // numbers of units
	kb        []string // id in a knowledge base of each chain; empty for none
	labels    []label
	newest    time.Time // act
	schema    int       // newest revision that was in use
	// suggested says that something began as a suggestion.
	suggested bool
	open      bool // the others' work could be seen
}

// dependent tells whether the work may lean on somebody else's.
func (w *work) dependent() bool { return w.suggested || w.open }

// event is an event whose arguments tell the mentions that fill them.
type event struct {
	agree.Event
	fillers []int // of each argument: the number of the unit, or none
	values  annotate.Attributes
}

const none = -1

type label struct {
	name  string
	value annotate.Value
}

// reader turns layers into work.
type reader struct {
	words  map[string]string // one copy of each label, role and name
	coders []who
	number map[who]int
	open   map[annotate.ID]bool // assignments that are not blind
}

// coder is the number of a coder in the order of first appearance.
func (r *reader) coder(w who) int {
	n, ok := r.number[w]
	if !ok {
		n = len(r.coders)
		r.number[w] = n
		r.coders = append(r.coders, w)
	}
	return n
}

// word is s, in a copy that all of its kind share.
func (r *reader) word(s string) string {
	if known, ok := r.words[s]; ok {
		return known
	}
	s = string([]byte(s))
	r.words[s] = s
	return s
}

// article is what coders marked in an article, in tokens too if they are asked for.
func (r *reader) article(e annotate.Entry, tokens bool, counts func(*annotate.Layer) bool) (article, error) {
	a := article{id: e.Article.ID, key: e.Article.Key, title: e.Article.Title, length: e.Article.Text.CodePoints()}
	for i := range e.Layers {
		l := &e.Layers[i]
		if !counts(l) {
			continue
		}
		w, err := r.work(e.Article.Text, l)
		if err != nil {
			return a, err
		}
		w.coder = r.coder(who{l.ID.Annotator, l.ID.Kind})
		if l.ID.Kind == annotate.Human {
			w.suggested, w.open = suggested(l), r.seen(l)
		}
		a.work = append(a.work, w)
	}
	if tokens && len(a.work) > 1 {
		a.tokenize(e)
	}
	return a, nil
}

// tokenize counts the tokens of the text, and notes which of them units touch.
func (a *article) tokenize(e annotate.Entry) {
	t := e.Article.Text
	var tokens []span.Span // code points
	t.EachSentence(span.Span{End: t.Len()}, func(s span.Span) bool {
		t.EachToken(s, func(s span.Span) bool {
			if u, err := unitOf(t, []span.Span{s}, ""); err == nil {
				tokens = append(tokens, u.Span)
			}
			return true
		})
		return true
	})
	a.tokens = len(tokens)
	for _, w := range a.work {
		w.tokens = make([]span.Span, len(w.units))
		for i, u := range w.units {
			first, _ := slices.BinarySearchFunc(tokens, u.Start, func(s span.Span, at int) int { return cmp.Compare(s.End, at+1) })
			last, _ := slices.BinarySearchFunc(tokens, u.End, func(s span.Span, at int) int { return cmp.Compare(s.Start, at) })
			w.tokens[i] = span.Span{Start: first, End: max(first, last)}
		}
	}
}

func (r *reader) work(t *text.Text, l *annotate.Layer) (*work, error) {
	w := &work{}
	number := map[annotate.ID]int{}
	for i, m := range l.Mentions.All() {
		u, err := unitOf(t, m.Spans, r.word(m.Label))
		if err != nil {
			return nil, err
		}
		number[m.ID] = i
		w.units = append(w.units, u)
		w.mentions = append(w.mentions, r.attributes(m.Attributes))
	}
	first := r.chain(w, l)
	for _, v := range l.Events.All() {
		ev, err := r.event(t, l, v, number, first)
		if err != nil {
			return nil, err
		}
		ev.fill(w.units)
		w.events = append(w.events, ev)
	}
	for _, x := range l.Relations.All() {
		rel, err := r.relation(t, l, x, number, first)
		if err != nil {
			return nil, err
		}
		rel.fill(w.units)
		w.relations = append(w.relations, rel)
	}
	for _, x := range l.Labels.All() {
		w.labels = append(w.labels, label{r.word(x.Label), annotate.Value(r.word(string(x.Value)))})
	}
	w.date(l)
	return w, nil
}

// unitOf is the unit of fragments.
func unitOf(t *text.Text, fragments []span.Span, label string) (agree.Unit, error) {
	points := make([]span.Span, len(fragments))
	for i, f := range fragments {
		start, err := t.CodePoint(f.Start)
		if err != nil {
			return agree.Unit{}, err
		}
		end, err := t.CodePoint(f.End)
		if err != nil {
			return agree.Unit{}, err
		}
		points[i] = span.Span{Start: start, End: end}
	}
	u := agree.Unit{Span: span.Hull(points), Label: label}
	if len(points) > 1 {
		u.Gaps = fmt.Sprint(points)
	}
	return u, nil
}

// chain gathers the mentions of each entity; an entity without any is no chain.
// It gives the first mention of each.
func (r *reader) chain(w *work, l *annotate.Layer) (first map[annotate.ID]int) {
	first = map[annotate.ID]int{}
	at := map[annotate.ID]int{}
	for i, m := range l.Mentions.All() {
		if _, ok := l.Entities.Get(m.Entity); !ok || m.Entity == "" {
			continue
		}
		k, ok := at[m.Entity]
		if !ok {
			k = len(w.chains)
			at[m.Entity], first[m.Entity] = k, i
			w.chains = append(w.chains, nil)
			e, _ := l.Entities.Get(m.Entity)
			w.kb = append(w.kb, r.word(e.KB))
		}
		w.chains[k] = append(w.chains[k], i)
	}
	return first
}

// event is an event of a layer. An entity stands for its first mention, another
// event for its type and trigger.
func (r *reader) event(t *text.Text, l *annotate.Layer, v *annotate.Event, number, first map[annotate.ID]int) (event, error) {
	trigger, err := unitOf(t, v.Trigger, "")
	if err != nil {
		return event{}, err
	}
	e := event{Event: agree.Event{Type: r.word(v.Type), Trigger: trigger.Span, Gaps: trigger.Gaps}, values: r.attributes(v.Attributes)}
	for _, a := range v.Arguments {
		arg, filler := agree.Argument{Role: r.word(a.Role)}, none
		if i, ok := number[a.Target]; ok {
			filler = i
		} else if i, ok := first[a.Target]; ok {
			filler = i
		} else if x, ok := l.Entities.Get(a.Target); ok {
			arg.Filler = r.word("entity " + x.Label + " " + x.Name)
		} else if x, ok := l.Events.Get(a.Target); ok {
			at, err := unitOf(t, x.Trigger, "")
			if err != nil {
				return event{}, err
			}
			arg.Span, arg.Filler = at.Span, r.word("event "+x.Type+at.Gaps)
		} else {
			arg.Filler = r.word("value " + valueKey(a.Value))
		}
		if a.Target != "" && a.Value != "" {
			e.values = e.values.With(arg.Role, annotate.Value(r.word(string(a.Value))))
		}
		e.Arguments, e.fillers = append(e.Arguments, arg), append(e.fillers, filler)
	}
	return e, nil
}

// fill puts the places of the mentions that fill arguments into them.
func (e *event) fill(units []agree.Unit) {
	for k, i := range e.fillers {
		if i != none {
			e.Arguments[k].Span, e.Arguments[k].Filler = units[i].Span, units[i].Gaps
		}
	}
}

// through is the event with arguments told apart by the set that a mention is
// in, of all mentions of the coders compared, in place of where it stands.
func (e *event) through(set []int) agree.Event {
	out := e.Event
	out.Arguments = slices.Clone(e.Arguments)
	for k, i := range e.fillers {
		if i != none {
			out.Arguments[k].Span, out.Arguments[k].Filler = span.Span{}, fmt.Sprint("mention ", set[i])
		}
	}
	return out
}

func (r *reader) attributes(a annotate.Attributes) annotate.Attributes {
	if len(a) == 0 {
		return nil
	}
	out := make(annotate.Attributes, len(a))
	for name, v := range a {
		out[r.word(name)] = annotate.Value(r.word(string(v)))
	}
	return out
}

// date notes the newest act, and the newest schema that was in use.
func (w *work) date(l *annotate.Layer) {
	l.Each(func(item annotate.Item) {
		o, ok := originOf(item)
		if !ok {
			return
		}
		if at, err := time.Parse(time.RFC3339, o.At); err == nil && at.After(w.newest) {
			w.newest = at
		}
		w.schema = max(w.schema, o.Schema)
	})
}

// valueKey is the same for values that say the same.
func valueKey(v annotate.Value) string {
	r, ok := v.Range()
	if !ok {
		return v.Text()
	}
	end := func(x *float64) string {
		if x == nil {
			return ""
		}
		return fmt.Sprint(*x)
	}
	if r.Low != nil && r.High != nil && *r.Low == *r.High && !r.Approx {
		return end(r.Low)
	}
	return cmp.Or(end(r.Low), "?") + " to " + cmp.Or(end(r.High), "?") + map[bool]string{true: " or so"}[r.Approx]
}
