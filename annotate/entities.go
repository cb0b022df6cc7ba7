package annotate

import (
	"slices"

	"galley/annotate/text"
)

// Named tells whether a text is the entity's name or one of its aliases;
// neither case nor accents make a difference.
func (e *Entity) Named(name string) bool {
	same := func(s string) bool { return text.Likeness{}.Same(s, name) }
	return same(e.Name) || slices.ContainsFunc(e.Aliases(), same)
}

// EntityFor is the entity of the article that a mention, which hangs on none,
// is likely to mean: one of its label that bears its text as a name, or has a mention of the
// same text. Of several it is the one with most mentions; nil if there is none.
func (d *Document) EntityFor(m *Mention) *Entity {
	name := d.Text(m)
	var best *Entity
	most := -1
	for _, e := range d.Layer.Entities.All() {
		if e.Label != m.Label {
			continue
		}
		mentions := d.MentionsOf(e.ID)
		known := e.Named(name) || slices.ContainsFunc(mentions, func(o *Mention) bool {
			return text.Likeness{}.Same(d.Text(o), name)
		})
		if known && len(mentions) > most {
			best, most = e, len(mentions)
		}
	}
	return best
}
