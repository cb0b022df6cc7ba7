package adjudicate

import (
	"slices"

	"galley/annotate"
	"galley/annotate/review"
)

// Change is what a coder said when it was decided, beside what they say now.
type Change struct {
	Who       string
	Then, Now Row
	Fields    []Field // what else changed, part by part, with two cells
}

// changes are those of the coders who changed what was decided on, as far as it is known what they said.
func (s *Subject) changes(set *review.Set, v review.Verdict) []Change {
	var out []Change
	for _, coder := range v.Changed {
		then, held := s.Then[coder], set.Held(coder)
		at := slices.IndexFunc(v.Decision.Of, func(h annotate.Held) bool { return h.Coder == coder })
		if then != nil && held != nil && at >= 0 {
			out = append(out, s.change(coder, then, v.Decision.Of[at].Items, held.Items))
		}
	}
	return out
}

// change compares what a coder held with what they hold, as if two had said it.
func (s *Subject) change(coder annotate.ID, then *annotate.Layer, before, after []annotate.ID) Change {
	c := review.Beside(*then, *s.Case.Layer(coder))
	sides := *s
	sides.Case = review.NewCase(c, s.Case.Gold, nil)
	was, is := sides.heldIn(review.Then, before), sides.heldIn(review.Now, after)
	if len(is) == 0 {
		is = sides.heldIn(review.Now, before) // what they moved out of the set is shown where it went
	}
	out := Change{Who: s.Who(coder), Then: sides.side(review.Then, was), Now: sides.side(review.Now, is)}
	if len(was) == 1 && slices.Equal(was, is) {
		set := &c.Sets[was[0]]
		for i := range set.Fields {
			if !set.Fields[i].Differs() {
				continue
			}
			f := sides.field(set, i)
			f.Cells = []string{f.Cells[set.ReadingOf(review.Then)], f.Cells[set.ReadingOf(review.Now)]}
			out.Fields = append(out.Fields, f)
		}
	}
	if a, b := out.Then.Attributes.Text, out.Now.Attributes.Text; a != b {
		out.Fields = append(out.Fields, Field{Name: "attributes", Cells: []string{a, b}, Differ: true})
	}
	return out
}

// heldIn are the sets that a side's annotations are in.
func (s *Subject) heldIn(side annotate.ID, ids []annotate.ID) []int {
	var out []int
	for _, id := range ids {
		if set, ok := s.Case.SetOf(side, id); ok && !slices.Contains(out, set) {
			out = append(out, set)
		}
	}
	return out
}

// side is what one side says in sets, all in one row.
func (s *Subject) side(side annotate.ID, sets []int) Row {
	if len(sets) == 0 {
		return Row{Pieces: []Piece{nothing}}
	}
	var out Row
	for i, n := range sets {
		set := &s.Case.Sets[n]
		row := s.row(set, set.ReadingOf(side), common(set))
		if i > 0 {
			out.Pieces = append(out.Pieces, Piece{" + ", true})
		}
		out.Chips, out.Pieces = append(out.Chips, row.Chips...), append(out.Pieces, row.Pieces...)
		out.Attributes.add(row.Attributes)
	}
	return out
}
