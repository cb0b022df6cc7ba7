// Package ie has the lists of entities, relations and events that OneIE's JSON
// and WikiEvents' have in common. Token numbers are those of a sentence in the
// one, of the document in the other; ends are exclusive.
package ie

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Lists are what is said of a stretch of text.
type Lists struct {
	Entities  wire.List[Entity]   `json:"entity_mentions"`
	Relations wire.List[Relation] `json:"relation_mentions"`
	Events    wire.List[Event]    `json:"event_mentions"`
}

// Entity is a mention.
type Entity struct {
	ID       string `json:"id"`
	Sentence int    `json:"sent_idx"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Type     string `json:"entity_type"`
	Kind     string `json:"mention_type"` // NAM, NOM, PRO; UNK where nobody told
	Text     string `json:"text"`
}

// Argument is a mention in a role.
type Argument struct {
	Entity string `json:"entity_id"`
	Role   string `json:"role"`
	Text   string `json:"text"`
}

// Relation has two arguments, with the roles Arg-1 and Arg-2.
type Relation struct {
	ID        string     `json:"id"`
	Type      string     `json:"relation_type"`
	Subtype   string     `json:"relation_subtype"`
	Arguments []Argument `json:"arguments"`
}

// Trigger is where an event is said.
type Trigger struct {
	Sentence int    `json:"sent_idx"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	Text     string `json:"text"`
}

// Event is an event with a trigger.
type Event struct {
	ID        string     `json:"id"`
	Type      string     `json:"event_type"`
	Trigger   Trigger    `json:"trigger"`
	Arguments []Argument `json:"arguments"`
}

// Rules are what the lists hold of doc: mentions and triggers on tokens of one
// sentence, and what joins mentions.
func Rules(doc *tokens.Document) cut.Rules {
	return cut.Rules{
		Article: func(a *annotate.Article) annotate.Article {
			return annotate.Article{Key: a.Key, Title: a.Text.FirstLine()}
		},
		Mention: doc.Mention, Trigger: doc.Trigger, Events: cut.SameEvents, Relations: true,
	}
}

// Writer makes the lists of a layer.
type Writer struct {
	Article *annotate.Article
	Doc     *tokens.Document
	Layer   annotate.Layer
}

// prefix stands before ids, since they must be unique in the data set.
func prefix(key string) string { return key + "-" }

func (w *Writer) id(id annotate.ID) string { return prefix(w.Article.Key) + string(id) }

// Lists are those of each of ranges, which are in order: what begins there, with
// tokens numbered from its first.
func (w *Writer) Lists(ranges []tokens.Range) []Lists {
	lists := make([]Lists, len(ranges))
	at := func(spans []span.Span) (*Lists, tokens.Range, int) {
		c := w.Doc.Covered(spans[0])
		i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > c.First })
		base := ranges[i].First
		return &lists[i], tokens.Range{First: c.First - base, End: c.End - base}, w.Doc.Sentence(c.First)
	}
	for _, m := range w.Layer.Mentions.All() {
		to, r, sentence := at(m.Spans)
		to.Entities.Items = append(to.Entities.Items, Entity{w.id(m.ID), sentence, r.First, r.End, m.Label, "UNK", w.Article.Quote(m.Spans)})
	}
	for _, x := range w.Layer.Relations.All() {
		to, _, _ := at(w.spans(x.From))
		to.Relations.Items = append(to.Relations.Items, Relation{w.id(x.ID), x.Label, x.Label, []Argument{w.argument("Arg-1", x.From), w.argument("Arg-2", x.To)}})
	}
	for _, v := range w.Layer.Events.All() {
		to, r, sentence := at(v.Trigger)
		e := Event{ID: w.id(v.ID), Type: v.Type, Trigger: Trigger{sentence, r.First, r.End, w.Article.Quote(v.Trigger)}}
		for _, a := range v.Arguments {
			e.Arguments = append(e.Arguments, w.argument(a.Role, a.Target))
		}
		to.Events.Items = append(to.Events.Items, e)
	}
	return lists
}

func (w *Writer) spans(id annotate.ID) []span.Span { return annotate.SpansOf(w.Layer.Find(id)) }

func (w *Writer) argument(role string, id annotate.ID) Argument {
	return Argument{w.id(id), role, w.Article.Quote(w.spans(id))}
}

// Reader makes annotations of lists.
type Reader struct {
	*wire.Reading
	Items []annotate.Item
}

// Add reads lists whose token numbers count places, which are those of the
// tokens; one that was refused is empty.
func (r *Reader) Add(l *Lists, places []span.Span) {
	r.Faults("entity", l.Entities.Faults)
	r.Faults("relation", l.Relations.Faults)
	r.Faults("event", l.Events.Faults)
	for _, e := range l.Entities.Items {
		if s := r.place("entity "+e.ID, e.Start, e.End, e.Text, places); s != nil {
			r.Items = append(r.Items, &annotate.Mention{ID: r.id(e.ID), Label: e.Type, Spans: s})
		}
	}
	for _, x := range l.Relations.Items {
		rel := &annotate.Relation{ID: r.id(x.ID), Label: x.Type}
		for _, a := range x.Arguments {
			switch a.Role {
			case "Arg-1":
				rel.From = r.id(a.Entity)
			case "Arg-2":
				rel.To = r.id(a.Entity)
			}
		}
		r.Items = append(r.Items, rel)
	}
	for _, e := range l.Events.Items {
		v := &annotate.Event{ID: r.id(e.ID), Type: e.Type, Trigger: r.place("trigger of event "+e.ID, e.Trigger.Start, e.Trigger.End, e.Trigger.Text, places)}
		if v.Trigger == nil {
			continue
		}
		for _, a := range e.Arguments {
			v.Arguments = append(v.Arguments, annotate.Argument{Role: a.Role, Target: r.id(a.Entity)})
		}
		r.Items = append(r.Items, v)
	}
}

func (r *Reader) id(id string) annotate.ID {
	return annotate.ID(strings.TrimPrefix(id, prefix(r.Article.Key)))
}

func (r *Reader) place(item string, start, end int, quote string, places []span.Span) []span.Span {
	var s span.Span
	ok := 0 <= start && start < end && end <= len(places)
	if ok {
		s = span.Span{Start: places[start].Start, End: places[end-1].End}
	}
	if !ok || s.Len() <= 0 || places[start].Len() == 0 || places[end-1].Len() == 0 {
		r.Refuse(item, format.CodeSpan, fmt.Errorf("there are no tokens %d to %d", start, end))
		return nil
	}
	if is := r.Article.Text.Slice(s.Start, s.End); quote != "" && strings.Join(strings.Fields(quote), "") != strings.Join(strings.Fields(is), "") {
		r.Refuse(item, format.CodeText, errors.New("its text is not that of its tokens"))
		return nil
	}
	return []span.Span{s}
}
