// Package datasheet says what an exported data set is: how it was made, what it
// counts, where its texts come from, how far the annotators agree, what the
// format could not hold. It is written as datasheet.json and, for people and for
// the Hugging Face Hub, as README.md.
//
// The questions are those of Gebru et al., Datasheets for Datasets (2021), that
// a project can answer.
package datasheet

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/format"
)

// Sheet describes a data set. Nothing in it is of the time of the export.
type Sheet struct {
	Project      string          `json:"project"`
	Format       string          `json:"format"` // id
	Until        string          `json:"until"`  // time of the newest act on an article of the set, RFC 3339
	Recipe       annotate.Recipe `json:"recipe"`
	Schema       *Schema         `json:"schema"`
	WithoutTexts bool            `json:"without_texts,omitempty"`
	Counts       Counts          `json:"counts"`
	Splits       []Split         `json:"splits"`
	Labels       []Label         `json:"labels"` // by kind, most frequent first
	Languages    []Named         `json:"languages"`
	Outlets      []Named         `json:"outlets"`
	Published    []string        `json:"published"` // first and last day, where articles tell
	Rights       []Right         `json:"rights"`
	Annotators   []Annotator     `json:"annotators"`
	Agreement    *Agreement      `json:"agreement"` // null: fewer than two people annotated the same articles
	Losses       []format.Loss   `json:"losses"`
	Files        []File          `json:"files"`
}

// Schema names the schema that the annotations are of.
type Schema struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Revision int    `json:"revision"` // counts its changes in the project
	SHA256   string `json:"sha256"`   // of schema.json
}

// Counts are numbers of articles and annotations.
type Counts struct {
	Articles int `json:"articles"`
	// Unfinished are articles none of whose layers in the set is finished: what is
	// not marked in them may be there all the same.
	Unfinished int `json:"unfinished"`
	Layers     int `json:"layers"`
	Mentions   int `json:"mentions"`
	Entities   int `json:"entities"`
	Events     int `json:"events"`
	Relations  int `json:"relations"`
	Labels     int `json:"labels"`
	Notes      int `json:"notes"`
}

// Split is a part of the set.
type Split struct {
	Name string `json:"name"`
	Counts
}

// Label is how often a label is used, in all and in each split.
type Label struct {
	Kind   annotate.Kind  `json:"kind"`
	Label  string         `json:"label"`
	Count  int            `json:"count"`
	Splits map[string]int `json:"splits,omitempty"`
}

// Named is a language or an outlet; the name is empty where articles tell none.
type Named struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
}

// Right is what metadata say of who may use texts, or where they are from.
type Right struct {
	Field    string `json:"field"`
	Value    string `json:"value"`
	Articles int    `json:"articles"`
}

// Annotator is somebody whose layers are in the set.
type Annotator struct {
	Name     string                 `json:"name"`
	Kind     annotate.LayerKind     `json:"kind"`
	Articles int                    `json:"articles"`
	States   map[annotate.State]int `json:"states"`
}

// Agreement is how far people agree on the articles of the recipe that several
// finished, in the recipe's labels.
type Agreement struct {
	Annotators []string  `json:"annotators"`
	Articles   int       `json:"articles"`
	Resamples  int       `json:"resamples,omitempty"` // of the articles, for the intervals
	Measures   []Measure `json:"measures"`            // the headline of each kind of annotation
}

// Measure is one measure of agreement.
type Measure struct {
	Of        string  `json:"of"`
	Name      string  `json:"name"`
	Value     float64 `json:"value"`
	Undefined string  `json:"undefined,omitempty"` // why it has no value
	// Low and High are where 95 of 100 resamples put it; nil where it has no interval.
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
	Units []int    `json:"units,omitempty"` // of each annotator, in their order
}

// File is a file of the set.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
}

// Builder gathers a sheet from the records of a set.
type Builder struct {
	splits    []string
	counts    map[string]*Counts
	labels    map[labelKey]map[string]int
	languages map[string]int
	outlets   map[string]int
	rights    map[Right]int // without their numbers
	people    map[who]*Annotator
	first     string
	last      string
	until     time.Time
}

type labelKey struct {
	kind  annotate.Kind
	label string
}

type who struct {
	name string
	kind annotate.LayerKind
}

// NewBuilder begins the sheet of a set with splits, if it has any.
func NewBuilder(splits []string) *Builder {
	b := &Builder{
		splits: splits, counts: map[string]*Counts{}, labels: map[labelKey]map[string]int{}, languages: map[string]int{},
		outlets: map[string]int{}, rights: map[Right]int{}, people: map[who]*Annotator{},
	}
	for _, s := range splits {
		b.counts[s] = new(Counts)
	}
	return b
}

// rights are the metadata that tell who may use a text, or where it is from.
var rights = []string{"licence", "license", "rights", "copyright", "source", "publisher", "terms"}

// Add counts an article: whole is what there is of it, fitted what the format
// holds, newest the time of the newest act on it.
func (b *Builder) Add(split string, whole, fitted format.Record, newest time.Time) {
	n := b.counts[split]
	if n == nil {
		n = new(Counts)
		b.counts[split] = n
	}
	a := whole.Article
	n.Articles++
	if !Finished(whole) {
		n.Unfinished++
	}
	b.languages[a.Language]++
	b.outlets[a.Outlet]++
	for name, v := range a.Meta {
		if slices.Contains(rights, strings.ToLower(name)) {
			b.rights[Right{Field: name, Value: v.Text()}]++
		}
	}
	if day, _, _ := strings.Cut(a.Published, "T"); day != "" {
		if b.first == "" || day < b.first {
			b.first = day
		}
		b.last = max(b.last, day)
	}
	if newest.After(b.until) {
		b.until = newest
	}
	for _, l := range whole.Layers {
		b.person(l)
	}
	for _, l := range fitted.Layers {
		b.layer(split, n, l)
	}
}

// Finished tells whether somebody finished a layer of an article, annotators or those who decided.
func Finished(rec format.Record) bool {
	return slices.ContainsFunc(rec.Layers, func(l format.Layer) bool {
		return slices.Contains([]annotate.State{annotate.Done, annotate.InReview, annotate.Adjudicated}, l.State())
	})
}

func (b *Builder) person(l format.Layer) {
	w := who{l.Annotator, l.ID.Kind}
	p := b.people[w]
	if p == nil {
		p = &Annotator{Name: w.name, Kind: w.kind, States: map[annotate.State]int{}}
		b.people[w] = p
	}
	p.Articles++
	p.States[l.State()]++
}

func (b *Builder) layer(split string, n *Counts, l format.Layer) {
	n.Layers++
	n.Mentions += l.Mentions.Len()
	n.Entities += l.Entities.Len()
	n.Events += l.Events.Len()
	n.Relations += l.Relations.Len()
	n.Labels += l.Labels.Len()
	n.Notes += l.Notes.Len()
	l.Each(func(item annotate.Item) {
		of := labelKey{item.ItemKind(), annotate.LabelOf(item)}
		if of.label == "" {
			return
		}
		if b.labels[of] == nil {
			b.labels[of] = map[string]int{}
		}
		b.labels[of][split]++
	})
}

// Sheet is what the records say; the rest is for the caller to fill in.
func (b *Builder) Sheet() *Sheet {
	s := &Sheet{
		Splits: []Split{}, Labels: []Label{}, Languages: named(b.languages), Outlets: named(b.outlets), Published: []string{},
		Rights: []Right{}, Annotators: []Annotator{}, Losses: []format.Loss{}, Files: []File{},
	}
	if !b.until.IsZero() {
		s.Until = b.until.UTC().Format(time.RFC3339Nano)
	}
	for _, n := range b.counts {
		s.Counts = s.Counts.plus(*n)
	}
	for _, name := range b.splits {
		s.Splits = append(s.Splits, Split{name, *b.counts[name]})
	}
	for of, splits := range b.labels {
		l := Label{Kind: of.kind, Label: of.label}
		for _, n := range splits {
			l.Count += n
		}
		if len(b.splits) > 0 {
			l.Splits = splits
		}
		s.Labels = append(s.Labels, l)
	}
	slices.SortFunc(s.Labels, func(a, b Label) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Label, b.Label))
	})
	if b.first != "" {
		s.Published = []string{b.first, b.last}
	}
	for r, n := range b.rights {
		r.Articles = n
		s.Rights = append(s.Rights, r)
	}
	slices.SortFunc(s.Rights, func(a, b Right) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Value, b.Value))
	})
	for _, p := range b.people {
		s.Annotators = append(s.Annotators, *p)
	}
	slices.SortFunc(s.Annotators, func(a, b Annotator) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind)) })
	return s
}

func (c Counts) plus(d Counts) Counts {
	return Counts{
		c.Articles + d.Articles, c.Unfinished + d.Unfinished, c.Layers + d.Layers, c.Mentions + d.Mentions, c.Entities + d.Entities,
		c.Events + d.Events, c.Relations + d.Relations, c.Labels + d.Labels, c.Notes + d.Notes,
	}
}

// named are numbers by name, the greatest first.
func named(counts map[string]int) []Named {
	out := []Named{}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		out = append(out, Named{name, counts[name]})
	}
	slices.SortStableFunc(out, func(a, b Named) int { return cmp.Compare(b.Articles, a.Articles) })
	return out
}
