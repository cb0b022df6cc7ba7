package cut

import (
	"galley/annotate"
	"galley/annotate/format"
)

// Group is what mentions of one entity share in a file: a chain, or an id of a
// knowledge base.
type Group struct{ Key, KB string }

// Linked are the entities of groups of mentions, in the order of the first
// mention of each, from which they have label and name. The mentions get the ids
// of theirs. groups are by mention, taken are the ids that are in use.
func Linked(a *annotate.Article, mentions []*annotate.Mention, groups map[annotate.ID]Group, taken map[annotate.ID]bool) []*annotate.Entity {
	numbers := Numbers{}
	by := map[string]*annotate.Entity{}
	var out []*annotate.Entity
	for _, m := range ByPlace(mentions) {
		g := groups[m.ID]
		if g.Key == "" {
			continue
		}
		e := by[g.Key]
		if e == nil {
			e = &annotate.Entity{ID: numbers.Free("e", taken), Label: m.Label, Name: a.Quote(m.Spans)}
			by[g.Key] = e
			out = append(out, e)
		}
		if e.KB == "" {
			e.KB = g.KB
		}
		m.Entity = e.ID
	}
	return out
}

// Free is the next id with a prefix that is not taken.
func (n Numbers) Free(prefix string, taken map[annotate.ID]bool) annotate.ID {
	for {
		if id := n.Next(prefix); !taken[id] {
			return id
		}
	}
}

// Entities is l with its entities as a file has them that knows groups of
// mentions: lost counts those of which group says nothing, and what is not theirs.
func Entities(a *annotate.Article, l annotate.Layer, group func(*annotate.Entity) Group, nothing string, lost *format.Losses) annotate.Layer {
	if l.Entities.Len() == 0 {
		return l
	}
	var items []annotate.Item
	var mentions []*annotate.Mention
	groups, taken := map[annotate.ID]Group{}, map[annotate.ID]bool{}
	l.Each(func(item annotate.Item) {
		switch x := item.(type) {
		case *annotate.Entity:
			return
		case *annotate.Mention:
			m := *x
			if e, there := l.Entities.Get(x.Entity); there {
				groups[m.ID] = group(e)
			}
			m.Entity = ""
			mentions = append(mentions, &m)
			item = &m
		}
		items = append(items, item)
		taken[item.ItemID()] = true
	})
	list := Linked(a, mentions, groups, taken)
	byID := map[annotate.ID]*annotate.Entity{}
	for _, e := range list {
		byID[e.ID] = e
		items = append(items, e)
	}
	kept := map[string]*annotate.Entity{}
	for _, m := range mentions {
		if e := byID[m.Entity]; e != nil {
			kept[groups[m.ID].Key] = e
		}
	}
	for _, e := range l.Entities.All() {
		g := group(e)
		switch k := kept[g.Key]; {
		case g.Key == "":
			lost.AddItem(nothing, a, e)
		case k == nil:
			lost.AddItem("entities whose mentions are lost", a, e)
		case k.Label != e.Label || k.Name != e.Name || k.KB != e.KB:
			lost.AddItem("names and labels of entities, for which those of their first mention stand", a, e)
		}
	}
	return annotate.NewLayer(l.ID, items)
}
