// Package review finds where coders of an article differ, and makes decisions
// of it: the conflict sets of an article, and the edits by which an adjudicator
// accepts one reading, several or none into a gold layer.
//
// Sets come of the same alignment as the measures of package agree. A set holds
// what coders marked for one and the same thing; each annotation is in exactly
// one set. Mentions come first, then chains, events, relations and labels, which
// are compared by way of the sets of what they hang on: so a quarrel about the
// boundary of a filler is one conflict, of the mention, and none of the event.
package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// Difference is in what the readings of a set differ.
type Difference string

// The differences.
const (
	Type       Difference = "type"       // another label
	Role       Difference = "role"       // the same filler in another role
	Filler     Difference = "filler"     // another filler in the same role
	Value      Difference = "value"      // another value of a role or a label
	Chain      Difference = "chain"      // mentions in one chain and apart
	Direction  Difference = "direction"  // a relation the other way round
	Missing    Difference = "missing"    // somebody marked nothing
	Incomplete Difference = "incomplete" // an argument that somebody did not give
	Split      Difference = "split"      // one long mention against short ones
	Boundary   Difference = "boundary"   // other ends
	Attribute  Difference = "attribute"  // other attributes
)

// Severity orders conflicts: the greater, the worse.
type Severity int

// The severities.
const (
	Agreed        Severity = iota // nobody differs
	Slight                        // the same thing with other ends or attributes
	Lacking                       // somebody does not have it, or not all of it
	Contradiction                 // people say different things
)

// Severity is how bad the difference is.
func (d Difference) Severity() Severity {
	switch d {
	case Boundary, Attribute:
		return Slight
	case Missing, Incomplete, Split:
		return Lacking
	}
	return Contradiction
}

// Differences are all differences, the worst first.
var Differences = []Difference{Type, Role, Filler, Value, Chain, Direction, Missing, Incomplete, Split, Boundary, Attribute}

// Set is what coders marked for one and the same thing.
type Set struct {
	// Key names the set as long as it holds the same annotations.
	Key  string
	Kind annotate.Kind // KindMention, KindEntity for a chain, KindEvent, KindRelation or KindLabel
	// Label is that of the reading that most coders hold.
	Label string
	Spans []span.Span // what the first of its annotations covers; a chain's first mention; none of a label
	// Of is what each coder marked, one entry for each coder of the article, in order of id.
	Of       []annotate.Held
	Readings []Reading // the distinct ones, that of most coders first, then by place and label
	Differs  []Difference
	Severity Severity
	Fields   []Field // of an event or a chain: what can be decided one by one
}

// Reading is what one or several coders say alike.
type Reading struct {
	Coders []annotate.ID   // who says so
	Items  []annotate.Item // as the first of Coders marked it; none: there is nothing here
	// Members are the sets of mentions that a chain holds, by number in Comparison.Sets.
	Members []int
}

// Field is a part of an event or a chain, with what each reading says of it.
type Field struct {
	Kind annotate.Kind // see the constants below
	Name string        // of the role or the attribute
	Set  int           // of a member: its number in Comparison.Sets
	Keys []string      // of each reading; equal keys say the same, and "" says nothing
}

// The kinds of field.
const (
	FieldType      annotate.Kind = "type"
	FieldTrigger   annotate.Kind = "trigger"
	FieldRole      annotate.Kind = "role"
	FieldAttribute annotate.Kind = "attribute"
	FieldMember    annotate.Kind = "member"
)

// What a reading says of a member of a chain.
const (
	In       = "in"
	OwnChain = "own chain"   // marked, and in no chain
	Other    = "other chain" // marked, and in another chain
	Unmarked = ""            // not marked at all
)

// Differs tells whether the readings differ in the field.
func (f *Field) Differs() bool {
	return slices.ContainsFunc(f.Keys, func(k string) bool { return k != f.Keys[0] })
}

// Comparison is an article's layers, aligned.
type Comparison struct {
	Layers []annotate.Layer // in order of annotator
	Sets   []Set            // mentions, chains, events, relations, labels, each in the order of the text
	of     map[unit]int     // the set of each annotation
}

// unit is an annotation of a coder.
type unit struct{ coder, id annotate.ID }

// SetOf is the number of the set of a coder's annotation.
func (c *Comparison) SetOf(coder, item annotate.ID) (int, bool) {
	i, ok := c.of[unit{coder, item}]
	return i, ok
}

// Layer is a coder's layer, or nil.
func (c *Comparison) Layer(coder annotate.ID) *annotate.Layer {
	i, ok := slices.BinarySearchFunc(c.Layers, coder, func(l annotate.Layer, id annotate.ID) int { return cmp.Compare(l.ID.Annotator, id) })
	if !ok {
		return nil
	}
	return &c.Layers[i]
}

// Coders are the layers of an article that can be compared: people's finished work.
func Coders(layers []annotate.Layer) []annotate.Layer {
	var out []annotate.Layer
	for _, l := range layers {
		if l.ID.Kind == annotate.Human && finished(&l) {
			out = append(out, l)
		}
	}
	return out
}

func finished(l *annotate.Layer) bool {
	return l.State() != annotate.New && l.State() != annotate.Started
}

// Waiting are the people who have begun on an article, or are to read it, and
// have not finished, in order of id.
func Waiting(layers []annotate.Layer, assigned []*annotate.Assignment) []annotate.ID {
	var out []annotate.ID
	done := map[annotate.ID]bool{}
	for _, l := range layers {
		switch {
		case l.ID.Kind != annotate.Human:
		case finished(&l):
			done[l.ID.Annotator] = true
		case l.Head != nil || !l.Empty():
			out = append(out, l.ID.Annotator)
		}
	}
	for _, a := range assigned {
		if !done[a.Person] {
			out = append(out, a.Person)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Compare aligns the work of coders on one article.
func Compare(layers []annotate.Layer) *Comparison {
	c := &Comparison{Layers: slices.Clone(layers), of: map[unit]int{}}
	slices.SortFunc(c.Layers, func(a, b annotate.Layer) int { return cmp.Compare(a.ID.Annotator, b.ID.Annotator) })
	c.mentions()
	c.chains()
	c.events()
	c.relations()
	c.labels()
	return c
}

// group is what a set is made of: the items of each coder, in order of coder.
type group [][]annotate.Item

// add makes a set of a group. Key says what a coder's items come to: coders of
// one key hold one reading. Own is the same in terms of the coder's own ids, so
// that it changes when and only when the coder changes something.
func (c *Comparison) add(kind annotate.Kind, g group, key, own func(coder int, items []annotate.Item) string) *Set {
	s := Set{Kind: kind}
	keys := make([]string, len(g))
	for i, items := range g {
		coder := c.Layers[i].ID.Annotator
		h := annotate.Held{Coder: coder}
		for _, item := range items {
			h.Items = append(h.Items, item.ItemID())
			c.of[unit{coder, item.ItemID()}] = len(c.Sets)
		}
		if len(items) > 0 {
			keys[i], h.Digest = key(i, items), digest(own(i, items))
		}
		s.Of = append(s.Of, h)
	}
	s.Key = s.key()
	s.read(g, keys)
	c.Sets = append(c.Sets, s)
	return &c.Sets[len(c.Sets)-1]
}

// read gathers the readings of a set.
func (s *Set) read(g group, keys []string) {
	at := map[string]int{}
	var order []string
	for i, key := range keys {
		r, ok := at[key]
		if !ok {
			r = len(s.Readings)
			at[key] = r
			order = append(order, key)
			s.Readings = append(s.Readings, Reading{Items: g[i]})
		}
		s.Readings[r].Coders = append(s.Readings[r].Coders, s.Of[i].Coder)
	}
	slices.Sort(order)
	slices.SortStableFunc(order, func(a, b string) int {
		x, y := &s.Readings[at[a]], &s.Readings[at[b]]
		return cmp.Or(cmp.Compare(len(y.Coders), len(x.Coders)), cmp.Compare(min(1, len(y.Items)), min(1, len(x.Items))), comparePlaces(x.Items, y.Items))
	})
	readings := make([]Reading, len(order))
	for i, key := range order {
		readings[i] = s.Readings[at[key]]
	}
	s.Readings = readings
	for _, r := range s.Readings {
		if len(r.Items) > 0 {
			s.Label, s.Spans = annotate.LabelOf(r.Items[0]), annotate.SpansOf(r.Items[0])
			break
		}
	}
}

// comparePlaces orders what readings hold by where it stands and by its label.
func comparePlaces(a, b []annotate.Item) int {
	return slices.CompareFunc(a, b, func(x, y annotate.Item) int {
		return cmp.Or(slices.CompareFunc(annotate.SpansOf(x), annotate.SpansOf(y), span.Compare), cmp.Compare(annotate.LabelOf(x), annotate.LabelOf(y)))
	})
}

// differ takes down in what the readings differ.
func (s *Set) differ(what ...Difference) {
	for _, d := range what {
		if !slices.Contains(s.Differs, d) {
			s.Differs = append(s.Differs, d)
		}
		s.Severity = max(s.Severity, d.Severity())
	}
	slices.SortFunc(s.Differs, func(a, b Difference) int {
		return cmp.Compare(slices.Index(Differences, a), slices.Index(Differences, b))
	})
}

// compare tells each pair of readings that hold something, and notes where one holds nothing.
func (s *Set) compare(pair func(a, b int)) {
	for i := range s.Readings {
		if len(s.Readings[i].Items) == 0 {
			s.differ(Missing)
			continue
		}
		for j := range i {
			if len(s.Readings[j].Items) > 0 {
				pair(j, i)
			}
		}
	}
}

// key names the set by the annotations in it.
func (s *Set) key() string {
	h := sha256.New()
	io.WriteString(h, string(s.Kind))
	for _, held := range s.Of {
		ids := slices.Sorted(slices.Values(held.Items))
		for _, id := range ids {
			fmt.Fprintf(h, "\x00%q %q", held.Coder, id)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// digest is a short name of what was said.
func digest(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:8])
}

// Start is where in the text the set begins; of a label it is before all text.
func (s *Set) Start() int {
	if len(s.Spans) == 0 {
		return -1
	}
	return s.Spans[0].Start
}

// Held is what a coder marked for the set; nil where the coder is none of the article.
func (s *Set) Held(coder annotate.ID) *annotate.Held {
	for i := range s.Of {
		if s.Of[i].Coder == coder {
			return &s.Of[i]
		}
	}
	return nil
}

// ReadingOf is the number of the reading that a coder holds, or -1.
func (s *Set) ReadingOf(coder annotate.ID) int {
	return slices.IndexFunc(s.Readings, func(r Reading) bool { return slices.Contains(r.Coders, coder) })
}
