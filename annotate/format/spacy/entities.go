package spacy

import (
	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
)

// linked are the entities of the ids of a knowledge base that mentions bear, in
// the order of the first mention of each, from which they have label and name.
// The mentions get the ids of theirs. taken are the ids that are in use.
func linked(a *annotate.Article, mentions []*annotate.Mention, kb, taken map[annotate.ID]string) []*annotate.Entity {
	numbers := cut.Numbers{}
	byKB := map[string]*annotate.Entity{}
	var out []*annotate.Entity
	for _, m := range cut.ByPlace(mentions) {
		base := kb[m.ID]
		if base == "" {
			continue
		}
		e := byKB[base]
		if e == nil {
			e = &annotate.Entity{ID: free(numbers, "e", taken), Label: m.Label, Name: a.Quote(m.Spans), KB: base}
			byKB[base] = e
			out = append(out, e)
		}
		m.Entity = e.ID
	}
	return out
}

// free is the next id with a prefix that is not taken.
func free(numbers cut.Numbers, prefix string, taken map[annotate.ID]string) annotate.ID {
	for {
		id := numbers.Next(prefix)
		if _, there := taken[id]; !there {
			return id
		}
	}
}

// fitEntities is l with the entities that can be read back; lost counts the others.
func fitEntities(a *annotate.Article, l annotate.Layer, lost *format.Losses) annotate.Layer {
	var items []annotate.Item
	var mentions []*annotate.Mention
	kb, taken := map[annotate.ID]string{}, map[annotate.ID]string{}
	l.Each(func(item annotate.Item) {
		switch x := item.(type) {
		case *annotate.Entity:
			return
		case *annotate.Mention:
			m := *x
			if e, there := l.Entities.Get(x.Entity); there {
				kb[m.ID] = e.KB
			}
			m.Entity = ""
			mentions = append(mentions, &m)
			item = &m
		}
		items = append(items, item)
		taken[item.ItemID()] = ""
	})
	kept := map[string]*annotate.Entity{}
	for _, e := range linked(a, mentions, kb, taken) {
		kept[e.KB] = e
		items = append(items, e)
	}
	for _, e := range l.Entities.All() {
		switch k := kept[e.KB]; {
		case e.KB == "":
			lost.AddItem("entities without an id of a knowledge base", a, e)
		case k == nil:
			lost.AddItem("entities whose mentions are lost", a, e)
		case k.Label != e.Label || k.Name != e.Name:
			lost.AddItem("names and labels of entities, for which those of their first mention stand", a, e)
		}
	}
	return annotate.NewLayer(l.ID, items)
}
