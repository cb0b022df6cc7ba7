// Package hf has what the two kinds of Hugging Face data sets share, JSON Lines
// and Parquet: the columns, the card and the Croissant description.
package hf

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Row is an article with one layer: the columns of the data set. Each row has
// each column, and so has each struct within, so that a schema can be inferred
// from any row. Offsets are code points, ends exclusive.
//
// In Relations both ends, and in Arguments every Ref, are ids of Entities. What
// points elsewhere stands in lists of its own, so that nobody who looks up a
// mention finds none.
type Row struct {
	ID             string          `json:"id" parquet:"id"`
	Key            string          `json:"key" parquet:"key"`
	Title          string          `json:"title" parquet:"title"`
	Published      string          `json:"published" parquet:"published"`
	Language       string          `json:"language" parquet:"language"`
	Outlet         string          `json:"outlet" parquet:"outlet"`
	Author         string          `json:"author" parquet:"author"`
	URL            string          `json:"url" parquet:"url"`
	Meta           []Field         `json:"meta" parquet:"meta,list"`
	Text           string          `json:"text" parquet:"text"`
	Annotator      string          `json:"annotator" parquet:"annotator"`
	Kind           string          `json:"kind" parquet:"kind"` // of the layer: human, gold, suggestion; empty: there is none
	State          string          `json:"state" parquet:"state"`
	Entities       []Mention       `json:"entities" parquet:"entities,list"`
	Clusters       []Cluster       `json:"clusters" parquet:"clusters,list"`
	Relations      []Relation      `json:"relations" parquet:"relations,list"`
	Events         []Event         `json:"events" parquet:"events,list"`
	DocumentEvents []DocumentEvent `json:"document_events" parquet:"document_events,list"` // without a trigger
	OtherRelations []OtherRelation `json:"other_relations" parquet:"other_relations,list"`
	Labels         []Label         `json:"labels" parquet:"labels,list"` // of the article

	// SHA256 is that of a text that was left out, by package textless; else it is no column.
	SHA256 string `json:"sha256,omitzero" parquet:"-"`
}

// Field is a named value, in JSON.
type Field struct {
	Name  string `json:"name" parquet:"name"`
	Value string `json:"value" parquet:"value"`
}

// Fragment is a stretch of text.
type Fragment struct {
	Start int64 `json:"start" parquet:"start"`
	End   int64 `json:"end" parquet:"end"`
}

// Mention is a labelled span; Text joins fragments by one blank.
type Mention struct {
	ID         string     `json:"id" parquet:"id"`
	Label      string     `json:"label" parquet:"label"`
	Text       string     `json:"text" parquet:"text"`
	Fragments  []Fragment `json:"fragments" parquet:"fragments,list"`
	Cluster    string     `json:"cluster" parquet:"cluster"`
	Attributes []Field    `json:"attributes" parquet:"attributes,list"`
	Unsure     bool       `json:"unsure" parquet:"unsure"`
}

// Cluster is what mentions are of.
type Cluster struct {
	ID         string  `json:"id" parquet:"id"`
	Label      string  `json:"label" parquet:"label"`
	Name       string  `json:"name" parquet:"name"`
	KB         string  `json:"kb" parquet:"kb"`
	Attributes []Field `json:"attributes" parquet:"attributes,list"`
	Unsure     bool    `json:"unsure" parquet:"unsure"`
}

// Relation joins two mentions; where an end is a cluster, its first mention stands for it.
type Relation struct {
	ID          string  `json:"id" parquet:"id"`
	Type        string  `json:"type" parquet:"type"`
	Head        string  `json:"head" parquet:"head"`
	Tail        string  `json:"tail" parquet:"tail"`
	HeadCluster string  `json:"head_cluster" parquet:"head_cluster"`
	TailCluster string  `json:"tail_cluster" parquet:"tail_cluster"`
	Attributes  []Field `json:"attributes" parquet:"attributes,list"`
	Unsure      bool    `json:"unsure" parquet:"unsure"`
}

// OtherRelation joins annotations that are not both mentions: From and To are ids of any.
type OtherRelation struct {
	ID         string  `json:"id" parquet:"id"`
	Type       string  `json:"type" parquet:"type"`
	From       string  `json:"from" parquet:"from"`
	To         string  `json:"to" parquet:"to"`
	Attributes []Field `json:"attributes" parquet:"attributes,list"`
	Unsure     bool    `json:"unsure" parquet:"unsure"`
}

// Trigger is where an event is said; Start and End are the first and the last of its fragments'.
type Trigger struct {
	Start     int64      `json:"start" parquet:"start"`
	End       int64      `json:"end" parquet:"end"`
	Text      string     `json:"text" parquet:"text"`
	Fragments []Fragment `json:"fragments" parquet:"fragments,list"`
}

// Argument is a mention in a role; where a cluster fills it, its first mention
// stands for it. Value, in JSON, is what was worked out of it.
type Argument struct {
	Role    string `json:"role" parquet:"role"`
	Ref     string `json:"ref" parquet:"ref"`
	Cluster string `json:"cluster" parquet:"cluster"`
	Value   string `json:"value" parquet:"value"`
}

// OtherArgument is an event, a cluster without mentions, or a mere value in a role.
type OtherArgument struct {
	Role   string `json:"role" parquet:"role"`
	Target string `json:"target" parquet:"target"`
	Value  string `json:"value" parquet:"value"`
}

// Event is an event with a trigger.
type Event struct {
	ID             string          `json:"id" parquet:"id"`
	Type           string          `json:"type" parquet:"type"`
	Trigger        Trigger         `json:"trigger" parquet:"trigger"`
	Arguments      []Argument      `json:"arguments" parquet:"arguments,list"`
	OtherArguments []OtherArgument `json:"other_arguments" parquet:"other_arguments,list"`
	Evidence       []Fragment      `json:"evidence" parquet:"evidence,list"`
	Attributes     []Field         `json:"attributes" parquet:"attributes,list"`
	Unsure         bool            `json:"unsure" parquet:"unsure"`
}

// DocumentEvent is an event of the article as a whole.
type DocumentEvent struct {
	ID             string          `json:"id" parquet:"id"`
	Type           string          `json:"type" parquet:"type"`
	Arguments      []Argument      `json:"arguments" parquet:"arguments,list"`
	OtherArguments []OtherArgument `json:"other_arguments" parquet:"other_arguments,list"`
	Evidence       []Fragment      `json:"evidence" parquet:"evidence,list"`
	Attributes     []Field         `json:"attributes" parquet:"attributes,list"`
	Unsure         bool            `json:"unsure" parquet:"unsure"`
}

// Label is a label of the article, its value in JSON.
type Label struct {
	ID     string `json:"id" parquet:"id"`
	Label  string `json:"label" parquet:"label"`
	Value  string `json:"value" parquet:"value"`
	Unsure bool   `json:"unsure" parquet:"unsure"`
}

// Holds is what rows carry.
var Holds = format.Holds{
	Text: true, Meta: true, Entities: true, Events: true, Relations: true, Attributes: true,
	Labels: true, Nested: true, Overlapping: true, Discontinuous: true,
}

// Fit keeps all but notes and who made what when. Arguments are put in the
// order of rows: those with a mention first.
func Fit(rec format.Record, lost *format.Losses) format.Record {
	out := cut.Record(rec, lost, cut.Rules{
		Article: wire.KeptOf, Layer: true, Events: cut.AllEvents, ToEvents: true, Values: true, Relations: true, OfRelations: true,
		Entities: true, Labels: true, Unsure: true,
		Attributes: func(a annotate.Attributes) annotate.Attributes { return a },
	})
	for _, l := range out.Layers {
		first := firstMentions(l.Layer)
		for _, v := range l.Events.All() { // which are this record's own
			slices.SortStableFunc(v.Arguments, func(a, b annotate.Argument) int {
				return cmp.Compare(rank(first, a), rank(first, b))
			})
		}
	}
	return out
}

func rank(first map[annotate.ID]annotate.ID, a annotate.Argument) int {
	if first[a.Target] != "" {
		return 0
	}
	return 1
}

// firstMentions are of each mention itself, of each cluster its first one.
func firstMentions(l annotate.Layer) map[annotate.ID]annotate.ID {
	first := make(map[annotate.ID]annotate.ID, l.Mentions.Len())
	for _, m := range l.Mentions.All() {
		first[m.ID] = m.ID
		if m.Entity != "" && first[m.Entity] == "" {
			first[m.Entity] = m.ID
		}
	}
	return first
}

// RowOf is the row of a fitted record.
func RowOf(rec format.Record) (*Row, error) {
	a := rec.Article
	r := &Row{
		ID: string(a.ID), Key: a.Key, Title: a.Title, Published: a.Published, Language: a.Language,
		Outlet: a.Outlet, Author: a.Author, URL: a.URL, Meta: fieldsOf(a.Meta), Text: a.Text.String(),
	}
	w := &writer{article: a}
	for _, l := range rec.Layers {
		r.Annotator, r.Kind, r.State = l.Annotator, string(l.ID.Kind), string(l.State())
		w.layer(r, l.Layer)
	}
	return r, w.err
}

// writer fills a row and keeps the first error.
type writer struct {
	article *annotate.Article
	first   map[annotate.ID]annotate.ID
	err     error
}

func (w *writer) layer(r *Row, l annotate.Layer) {
	w.first = firstMentions(l)
	r.Entities = make([]Mention, 0, l.Mentions.Len())
	for _, m := range l.Mentions.All() {
		r.Entities = append(r.Entities, Mention{string(m.ID), m.Label, w.article.Quote(m.Spans), w.fragments(m.Spans), string(m.Entity), fieldsOf(m.Attributes), m.Unsure})
	}
	for _, e := range l.Entities.All() {
		r.Clusters = append(r.Clusters, Cluster{string(e.ID), e.Label, e.Name, e.KB, fieldsOf(e.Attributes), e.Unsure})
	}
	for _, x := range l.Relations.All() {
		head, tail := w.first[x.From], w.first[x.To]
		if head == "" || tail == "" {
			r.OtherRelations = append(r.OtherRelations, OtherRelation{string(x.ID), x.Label, string(x.From), string(x.To), fieldsOf(x.Attributes), x.Unsure})
			continue
		}
		r.Relations = append(r.Relations, Relation{string(x.ID), x.Label, string(head), string(tail), w.cluster(x.From), w.cluster(x.To), fieldsOf(x.Attributes), x.Unsure})
	}
	for _, v := range l.Events.All() {
		args, others := w.arguments(v)
		evidence, attrs := w.fragments(v.Evidence), fieldsOf(v.Attributes)
		if len(v.Trigger) == 0 {
			r.DocumentEvents = append(r.DocumentEvents, DocumentEvent{string(v.ID), v.Type, args, others, evidence, attrs, v.Unsure})
			continue
		}
		t := Trigger{Text: w.article.Quote(v.Trigger), Fragments: w.fragments(v.Trigger)}
		t.Start, t.End = t.Fragments[0].Start, t.Fragments[len(t.Fragments)-1].End
		r.Events = append(r.Events, Event{string(v.ID), v.Type, t, args, others, evidence, attrs, v.Unsure})
	}
	for _, x := range l.Labels.All() {
		r.Labels = append(r.Labels, Label{string(x.ID), x.Label, string(x.Value), x.Unsure})
	}
}

// cluster is id where it is that of a cluster.
func (w *writer) cluster(id annotate.ID) string {
	if w.first[id] == id {
		return ""
	}
	return string(id)
}

func (w *writer) arguments(v *annotate.Event) (args []Argument, others []OtherArgument) {
	for _, a := range v.Arguments {
		if ref := w.first[a.Target]; ref != "" {
			args = append(args, Argument{a.Role, string(ref), w.cluster(a.Target), string(a.Value)})
		} else {
			others = append(others, OtherArgument{a.Role, string(a.Target), string(a.Value)})
		}
	}
	return args, others
}

func (w *writer) fragments(spans []span.Span) []Fragment {
	if len(spans) == 0 {
		return nil
	}
	out := make([]Fragment, 0, len(spans))
	for _, s := range spans {
		start, err := w.article.Text.CodePoint(s.Start)
		end, err2 := w.article.Text.CodePoint(s.End)
		w.err = errors.Join(w.err, err, err2)
		out = append(out, Fragment{int64(start), int64(end)})
	}
	return out
}

func fieldsOf[M ~map[string]annotate.Value](values M) []Field {
	if len(values) == 0 {
		return nil
	}
	var out []Field
	for _, name := range slices.Sorted(maps.Keys(values)) {
		out = append(out, Field{name, string(values[name])})
	}
	return out
}
