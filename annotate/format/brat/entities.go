package brat

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
)

// entities are what mentions hang on: those that are said to be equivalent on
// one, and one for each that bears an id of a knowledge base.
func (d *document) entities(mentions []*annotate.Mention) []*annotate.Entity {
	byID := map[string]*annotate.Mention{}
	for _, m := range mentions {
		if byID[string(m.ID)] == nil {
			byID[string(m.ID)] = m
		}
	}
	group := map[*annotate.Mention][]*annotate.Mention{} // shared by its members
	of := func(m *annotate.Mention) []*annotate.Mention {
		if group[m] == nil {
			group[m] = []*annotate.Mention{m}
		}
		return group[m]
	}
	for _, f := range d.equivs {
		var all []*annotate.Mention
		for _, id := range strings.Fields(f.data)[min(1, len(strings.Fields(f.data))):] {
			if byID[id] == nil {
				d.refuse(f.line, format.CodeReference, fmt.Errorf("%q, said to be the same as others, is no mention", format.Clip(id)))
				continue
			}
			for _, m := range of(byID[id]) {
				if !slices.Contains(all, m) {
					all = append(all, m)
				}
			}
		}
		for _, m := range all {
			group[m] = all
		}
	}
	references := d.referencesOf(byID)
	var out []*annotate.Entity
	for _, m := range mentions {
		if m.Entity != "" || byID[string(m.ID)] != m {
			continue
		}
		members := of(m)
		slices.SortFunc(members, func(a, b *annotate.Mention) int {
			return cmp.Or(cmp.Compare(number(a.ID, "T"), number(b.ID, "T")), cmp.Compare(a.ID, b.ID))
		})
		e := &annotate.Entity{ID: entityID(members[0].ID), Label: members[0].Label}
		for _, m := range members {
			d.refer(e, references[m])
		}
		if len(members) < 2 && e.KB == "" {
			continue
		}
		if e.KB == "" {
			e.Name = d.article.Quote(members[0].Spans)
		}
		for _, m := range members {
			m.Entity = e.ID
		}
		out = append(out, e)
	}
	return out
}

// refer gives e the ids of knowledge bases that its mentions bear. It can have one.
func (d *document) refer(e *annotate.Entity, lines []fields) {
	for _, f := range lines {
		kb := knowledgeBase(strings.Fields(f.data)[2])
		switch {
		case e.KB == "":
			e.KB, e.Name = kb, f.tail
		case e.KB != kb:
			d.refuse(f.line, "two_references", fmt.Errorf("the entity of %s is %s already, so it cannot be %s", strings.TrimPrefix(string(e.ID), "entity of "), e.KB, kb))
		}
	}
}

// referencesOf are the lines "Reference T1 BASE:ID" of each mention.
func (d *document) referencesOf(byID map[string]*annotate.Mention) map[*annotate.Mention][]fields {
	out := map[*annotate.Mention][]fields{}
	for _, f := range d.references {
		words := strings.Fields(f.data)
		switch {
		case len(words) != 3:
			d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no reference to a knowledge base", format.Clip(f.data)))
		case byID[words[1]] == nil:
			d.refuse(f.line, format.CodeReference, fmt.Errorf("reference %s: %q is no mention", f.id, format.Clip(words[1])))
		default:
			out[byID[words[1]]] = append(out[byID[words[1]]], f)
		}
	}
	return out
}
