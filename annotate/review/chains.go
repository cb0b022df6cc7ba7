package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
)

// chain is an entity of a coder with the sets of its mentions.
type chain struct {
	entity  *annotate.Entity
	members []int
}

func (c *Comparison) chains() {
	all := make([][]chain, len(c.Layers))
	marked := make([]map[int]bool, len(c.Layers)) // the sets of mentions in which a coder has one
	names := make([][][]string, len(c.Layers))
	for i := range c.Layers {
		all[i], marked[i] = c.chainsOf(&c.Layers[i])
		alike := map[string]int{}
		for _, ch := range all[i] {
			names[i] = append(names[i], ch.names(alike))
		}
	}
	for _, members := range agree.MatchChains(names) {
		g := make(group, len(c.Layers))
		held := make([]*chain, len(c.Layers))
		for _, m := range members {
			held[m.Coder] = &all[m.Coder][m.Unit]
			g[m.Coder] = []annotate.Item{held[m.Coder].entity}
		}
		c.chain(g, held, marked)
	}
}

// chainsOf are a coder's chains in the order of the text, those without any
// mention last. A second mention in the same set counts no more.
func (c *Comparison) chainsOf(l *annotate.Layer) (chains []chain, marked map[int]bool) {
	at := map[annotate.ID]int{}
	for i, e := range l.Entities.All() {
		chains, at[e.ID] = append(chains, chain{entity: e}), i
	}
	marked = map[int]bool{}
	for _, m := range l.Mentions.All() {
		set := c.of[unit{l.ID.Annotator, m.ID}]
		i, in := at[m.Entity]
		if in && !marked[set] {
			chains[i].members = append(chains[i].members, set)
		}
		marked[set] = true
	}
	for i := range chains {
		slices.Sort(chains[i].members)
	}
	slices.SortStableFunc(chains, func(a, b chain) int {
		return cmp.Or(cmp.Compare(min(len(b.members), 1), min(len(a.members), 1)), slices.Compare(a.members, b.members),
			cmp.Compare(a.entity.Label, b.entity.Label), cmp.Compare(a.entity.Name, b.entity.Name))
	})
	return chains, marked
}

// names are what chains have in common: sets of mentions, or a name where no
// mention is, with a number where the coder has several of it.
func (ch *chain) names(alike map[string]int) []string {
	if len(ch.members) == 0 {
		name := fmt.Sprintf("named %q %q", ch.entity.Label, ch.entity.Name)
		alike[name]++
		return []string{fmt.Sprint(name, alike[name])}
	}
	out := make([]string, len(ch.members))
	for i, set := range ch.members {
		out[i] = fmt.Sprint(set)
	}
	return out
}

// key is what a chain says. Its name is what it happens to be called.
func (ch *chain) key() string {
	return fmt.Sprintf("%q %q %v %s", ch.entity.Label, ch.entity.KB, ch.members, attributesKey(ch.attributes()))
}

func (ch *chain) attributes() annotate.Attributes {
	return ch.entity.WithAliases(nil).Attributes // aliases are names too
}

// chain makes the set of what coders hold for one chain.
func (c *Comparison) chain(g group, held []*chain, marked []map[int]bool) {
	members := map[int]bool{}
	for _, ch := range held {
		if ch != nil {
			for _, set := range ch.members {
				members[set] = true
			}
		}
	}
	sorted := slices.Sorted(maps.Keys(members))
	// A coder without the chain says something nonetheless of mentions that are marked.
	keys := make([]string, len(held))
	for i, ch := range held {
		if ch != nil {
			keys[i] = ch.key()
		}
	}
	differs := c.chainsDiffer(held, sorted, marked)
	union := len(differs) == 0
	if union { // nobody contradicts: what one lacks, the other adds
		for i := range keys {
			keys[i] = ""
		}
	}
	s := c.add(annotate.KindEntity, g, func(i int, _ []annotate.Item) string { return keys[i] },
		func(i int, items []annotate.Item) string { return c.ownChain(i, items[0].(*annotate.Entity)) })
	if union {
		s.unite(g, held, sorted)
	}
	s.differ(differs...)
	c.describe(s, held, sorted, marked)
	if len(sorted) > 0 {
		s.Spans = c.Sets[sorted[0]].Spans
	}
}

// ownChain is a chain in terms of its coder's own ids.
func (c *Comparison) ownChain(coder int, e *annotate.Entity) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %s", e.Label, e.KB, attributesKey(e.Attributes))
	for _, m := range c.Layers[coder].Mentions.All() {
		if m.Entity == e.ID {
			fmt.Fprintf(&b, " %q", m.ID)
		}
	}
	return b.String()
}

// unite makes the one reading of chains that do not contradict each other: the
// longest coder's, with the members of all.
func (s *Set) unite(g group, held []*chain, members []int) {
	best := -1
	for i, ch := range held {
		if ch != nil && (best < 0 || len(ch.members) > len(held[best].members) || ch.entity.KB != "" && held[best].entity.KB == "") {
			best = i
		}
	}
	coders := []annotate.ID{s.Of[best].Coder}
	for i := range s.Of {
		if i != best {
			coders = append(coders, s.Of[i].Coder)
		}
	}
	s.Readings = []Reading{{Coders: coders, Items: g[best], Members: members}}
	s.Label = held[best].entity.Label
}

// describe gives a chain's readings their members, and its fields.
func (c *Comparison) describe(s *Set, held []*chain, members []int, marked []map[int]bool) {
	firsts := make([]int, len(s.Readings))
	for r := range s.Readings {
		i := slices.IndexFunc(s.Of, func(h annotate.Held) bool { return h.Coder == s.Readings[r].Coders[0] })
		firsts[r] = i
		if s.Readings[r].Members == nil && held[i] != nil {
			s.Readings[r].Members = held[i].members
		}
	}
	for _, set := range members {
		f := Field{Kind: FieldMember, Set: set}
		for r, i := range firsts {
			says := c.says(i, set, held[i], marked)
			if slices.Contains(s.Readings[r].Members, set) {
				says = In
			}
			f.Keys = append(f.Keys, says)
		}
		s.Fields = append(s.Fields, f)
	}
}

// says is what a coder says of the mention of a set being in a chain.
func (c *Comparison) says(coder, set int, held *chain, marked []map[int]bool) string {
	switch {
	case held != nil && slices.Contains(held.members, set):
		return In
	case !marked[coder][set]:
		return Unmarked
	}
	l := &c.Layers[coder]
	for _, id := range c.Sets[set].Held(l.ID.Annotator).Items {
		if m, ok := l.Mentions.Get(id); ok && m.Entity != "" {
			return Other
		}
	}
	return OwnChain
}

// chainsDiffer tells in what chains differ. Mentions that somebody did not mark
// are a matter of the mentions' own sets: chains contradict each other where
// both have the mentions.
func (c *Comparison) chainsDiffer(held []*chain, members []int, marked []map[int]bool) []Difference {
	var out []Difference
	for j, y := range held {
		for i, x := range held[:j] {
			if x != nil && y != nil {
				if x.entity.Label != y.entity.Label {
					out = append(out, Type)
				}
				if x.entity.KB != y.entity.KB || !maps.Equal(x.attributes(), y.attributes()) {
					out = append(out, Attribute)
				}
			}
			if x == nil && y == nil {
				continue
			}
			both := slices.DeleteFunc(slices.Clone(members), func(set int) bool { return !marked[i][set] || !marked[j][set] })
			if !slices.Equal(x.within(both), y.within(both)) {
				out = append(out, Chain)
			}
		}
	}
	return out
}

// within are the members of a chain among some; of a single mention that is
// linked to nothing it is the same as of one in a chain of its own.
func (ch *chain) within(sets []int) []int {
	var out []int
	for _, set := range sets {
		if ch != nil && slices.Contains(ch.members, set) {
			out = append(out, set)
		}
	}
	if len(sets) == 1 {
		return sets
	}
	return out
}
