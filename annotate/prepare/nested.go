package prepare

import (
	"cmp"
	"slices"
	"sort"

	"galley/annotate"
	"galley/annotate/span"
)

func (p *layer) nested() {
	mentions := p.Layer.Mentions.All()
	if p.recipe.Nested == annotate.NestedDrop {
		for _, m := range sharing(mentions) {
			p.drop("mentions that share text with others", m)
		}
		return
	}
	outermost := p.recipe.Nested == annotate.NestedOutermost
	order := slices.Clone(mentions)
	slices.SortStableFunc(order, func(a, b *annotate.Mention) int {
		if outermost {
			a, b = b, a
		}
		return cmp.Compare(length(a), length(b))
	})
	var taken taken
	for _, m := range order {
		switch {
		case taken.take(m.Spans):
		case outermost:
			p.drop("mentions inside or across longer ones", m)
		default:
			p.drop("mentions around or across shorter ones", m)
		}
	}
}

// length is that of the text of m in bytes.
func length(m *annotate.Mention) (n int) {
	for _, s := range m.Spans {
		n += s.Len()
	}
	return n
}

// taken are spans that do not overlap, in order.
type taken []span.Span

// take adds spans, unless one of them overlaps what is there.
func (t *taken) take(spans []span.Span) bool {
	for _, s := range spans {
		if i := t.place(s); i < len(*t) && (*t)[i].Overlaps(s) {
			return false
		}
	}
	for _, s := range spans {
		*t = slices.Insert(*t, t.place(s), s)
	}
	return true
}

// place is the number of the first span that ends behind the start of s.
func (t *taken) place(s span.Span) int {
	return sort.Search(len(*t), func(i int) bool { return (*t)[i].End > s.Start })
}

// sharing are the mentions of which another covers some text, in order.
func sharing(mentions []*annotate.Mention) []*annotate.Mention {
	type fragment struct {
		span.Span
		of int
	}
	var all []fragment
	for i, m := range mentions {
		for _, s := range m.Spans {
			all = append(all, fragment{s, i})
		}
	}
	slices.SortFunc(all, func(a, b fragment) int { return span.Compare(a.Span, b.Span) })
	shares := make([]bool, len(mentions))
	for i, a := range all {
		for _, b := range all[i+1:] {
			if b.Start >= a.End {
				break
			}
			if a.of != b.of {
				shares[a.of], shares[b.of] = true, true
			}
		}
	}
	var out []*annotate.Mention
	for i, m := range mentions {
		if shares[i] {
			out = append(out, m)
		}
	}
	return out
}
