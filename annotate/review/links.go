package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// ends are the sets that a relation joins, the smaller number first.
type ends struct{ a, b string }

// relations of the same two ends are one set, whichever way round they are.
func (c *Comparison) relations() {
	groups := map[ends]group{}
	for i := range c.Layers {
		for _, r := range c.Layers[i].Relations.All() {
			a, b := c.end(i, r.From), c.end(i, r.To)
			e := ends{min(a, b), max(a, b)}
			if groups[e] == nil {
				groups[e] = make(group, len(c.Layers))
			}
			groups[e][i] = append(groups[e][i], r)
		}
	}
	for _, e := range slices.SortedFunc(maps.Keys(groups), func(x, y ends) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) }) {
		g := groups[e]
		for i := range g {
			slices.SortFunc(g[i], func(x, y annotate.Item) int {
				return cmp.Compare(c.relationsKey(i, []annotate.Item{x}), c.relationsKey(i, []annotate.Item{y}))
			})
		}
		s := c.add(annotate.KindRelation, g, c.relationsKey, ownRelations)
		s.compare(func(a, b int) { s.differ(c.relationsDiffer(&s.Readings[a], &s.Readings[b])...) })
		s.Spans = c.endSpans(s)
	}
}

// end names what a relation of a coder begins or ends at, alike for all coders.
// Numbers are padded so that they are in order as texts.
func (c *Comparison) end(coder int, id annotate.ID) string {
	return fmt.Sprintf("%09d", c.of[unit{c.Layers[coder].ID.Annotator, id}])
}

// endSpans is where the first end of a relation stands.
func (c *Comparison) endSpans(s *Set) []span.Span {
	for _, r := range s.Readings {
		if len(r.Items) > 0 {
			set := c.of[unit{r.Coders[0], r.Items[0].(*annotate.Relation).From}]
			return c.Sets[set].Spans
		}
	}
	return nil
}

func (c *Comparison) relationsKey(coder int, items []annotate.Item) string {
	key := ""
	for _, item := range items {
		r := item.(*annotate.Relation)
		key += fmt.Sprintf("%q %s %s %s\n", r.Label, c.end(coder, r.From), c.end(coder, r.To), attributesKey(r.Attributes))
	}
	return key
}

func ownRelations(_ int, items []annotate.Item) string {
	key := ""
	for _, item := range items {
		r := item.(*annotate.Relation)
		key += fmt.Sprintf("%q %q %q %s\n", r.Label, r.From, r.To, attributesKey(r.Attributes))
	}
	return key
}

func (c *Comparison) relationsDiffer(x, y *Reading) []Difference {
	if len(x.Items) != len(y.Items) {
		return []Difference{Incomplete}
	}
	var out []Difference
	for i := range x.Items {
		a, b := x.Items[i].(*annotate.Relation), y.Items[i].(*annotate.Relation)
		if a.Label != b.Label {
			out = append(out, Type)
		}
		if c.of[unit{x.Coders[0], a.From}] != c.of[unit{y.Coders[0], b.From}] {
			out = append(out, Direction)
		}
		if !maps.Equal(a.Attributes, b.Attributes) {
			out = append(out, Attribute)
		}
	}
	return out
}

// labels of one name are one set: all that a coder says of the article by it.
func (c *Comparison) labels() {
	groups := map[string]group{}
	for i := range c.Layers {
		for _, l := range c.Layers[i].Labels.All() {
			if groups[l.Label] == nil {
				groups[l.Label] = make(group, len(c.Layers))
			}
			groups[l.Label][i] = append(groups[l.Label][i], l)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		for i := range g {
			slices.SortStableFunc(g[i], func(x, y annotate.Item) int {
				return cmp.Compare(x.(*annotate.Label).Value, y.(*annotate.Label).Value)
			})
		}
		s := c.add(annotate.KindLabel, g, labelsKey, labelsKey)
		s.compare(func(_, _ int) { s.differ(Value) })
	}
}

func labelsKey(_ int, items []annotate.Item) string {
	key := ""
	for _, item := range items {
		key += string(item.(*annotate.Label).Value) + "\n"
	}
	return key
}
