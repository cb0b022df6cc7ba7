package annotate

// Joins tells whether a relation of the type is expected from one annotation to another.
func (d *Document) Joins(t *RelationType, from, to Item) bool {
	return d.takesEnd(t.From, from) && d.takesEnd(t.To, to)
}

func (d *Document) takesEnd(fillers []string, item Item) bool {
	return d.Fills(&Role{Fillers: fillers}, item)
}

// RelationsFrom are the types of relation that may begin at an annotation.
func (d *Document) RelationsFrom(s *Schema, from Item) []*RelationType {
	var out []*RelationType
	for i := range s.Relations {
		if t := &s.Relations[i]; !t.Retired && d.takesEnd(t.From, from) {
			out = append(out, t)
		}
	}
	return out
}

// Ends are the mentions and events that a relation of the type may go to from
// an annotation and that it does not join with it yet, nearest first.
func (d *Document) Ends(t *RelationType, from Item) []Item {
	joined := map[ID]bool{from.ItemID(): true}
	for _, r := range d.Layer.Relations.All() {
		switch {
		case r.Label != t.Label:
		case r.From == from.ItemID():
			joined[r.To] = true
		case r.To == from.ItemID() && t.Symmetric:
			joined[r.From] = true
		}
	}
	return d.nearest(from, func(item Item) bool { return !joined[item.ItemID()] && d.takesEnd(t.To, item) })
}

// RelationsOf are the relations that begin or end at an annotation.
func (d *Document) RelationsOf(id ID) []*Relation {
	var out []*Relation
	for _, r := range d.Layer.Relations.All() {
		if r.From == id || r.To == id {
			out = append(out, r)
		}
	}
	return out
}
