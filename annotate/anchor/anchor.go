// Package anchor carries annotations over from a text to a corrected one. It
// compares the two word by word and finds for each annotation where its words
// stand now; where they were changed it looks for what is most like them, by
// the words and by those around, and says that it is not sure.
package anchor

import (
	"slices"
	"strings"

	"galley/annotate/span"
	"galley/annotate/text"
)

// Fate says what became of an annotation.
type Fate string

// The fates.
const (
	Moved  Fate = "moved"  // its words are the same
	Unsure Fate = "unsure" // its words were changed, or stand somewhere else
	Lost   Fate = "lost"   // nothing like its words is there
)

// Reasons, in words for people.
const (
	Changed   = "its words were changed"
	Elsewhere = "its words stand at another place"
	Around    = "the words around it were changed"
	Partly    = "some of its words are gone"
	Gone      = "its words are gone"
)

// Change is the difference between a text and a corrected one.
type Change struct {
	old, new words
	pairs    []int            // for each word of old its place in new, or -1
	places   map[string][]int // of the words of new
}

// words are the words of a text with their places.
type words struct {
	text  *text.Text
	spans []span.Span
	forms []string
}

func wordsOf(t *text.Text) words {
	w := words{text: t}
	t.EachToken(span.Span{Start: 0, End: t.Len()}, func(s span.Span) bool {
		w.spans = append(w.spans, s)
		w.forms = append(w.forms, t.Slice(s.Start, s.End))
		return true
	})
	return w
}

// Between compares two texts.
func Between(old, new *text.Text) *Change {
	c := &Change{old: wordsOf(old), new: wordsOf(new), places: map[string][]int{}}
	c.pairs = match(c.old.forms, c.new.forms)
	for i, form := range c.new.forms {
		c.places[form] = append(c.places[form], i)
	}
	return c
}

// kept is how much of the old text's words, by their length, stand in the new one
// in their order; all of it where there are no words.
func (c *Change) kept() float64 {
	all, stand := 0, 0
	for i, w := range c.old.spans {
		all += w.Len()
		if c.pairs[i] >= 0 {
			stand += w.Len()
		}
	}
	if all == 0 {
		return 1
	}
	return float64(stand) / float64(all)
}

// Span finds a span of the old text in the new one, with the reason where it
// is not just moved. Spans are in bytes.
func (c *Change) Span(s span.Span) (span.Span, Fate, string) {
	first, last := c.wordsIn(s)
	if first > last {
		return span.Span{}, Lost, Gone
	}
	if at, ok := c.unchanged(first, last); ok {
		if !c.besideSame(first, last, at) {
			return c.cut(s, first, last, at), Unsure, Around
		}
		return c.cut(s, first, last, at), Moved, ""
	}
	if from, to, ok := c.likeHere(first, last); ok {
		return span.Span{Start: c.new.spans[from].Start, End: c.new.spans[to-1].End}, Unsure, Changed
	}
	if at, ok := c.elsewhere(first, last); ok {
		return c.cut(s, first, last, at), Unsure, Elsewhere
	}
	return span.Span{}, Lost, Gone
}

// wordsIn are the first and the last word that a span of the old text touches.
func (c *Change) wordsIn(s span.Span) (first, last int) {
	first, _ = slices.BinarySearchFunc(c.old.spans, s.Start, func(w span.Span, start int) int {
		if w.End <= start {
			return -1
		}
		return 1
	})
	last = first
	for last < len(c.old.spans) && c.old.spans[last].Start < s.End {
		last++
	}
	return first, last - 1
}

// unchanged is the place in new of the first of words that follow one another there too.
func (c *Change) unchanged(first, last int) (int, bool) {
	at := c.pairs[first]
	for i := first; i <= last; i++ {
		if c.pairs[i] < 0 || c.pairs[i] != at+i-first {
			return 0, false
		}
	}
	return at, true
}

// besideSame tells whether the word before or the one after is the same too: a
// word alone among others may be another of its kind.
func (c *Change) besideSame(first, last, at int) bool {
	end := at + last - first
	before := first == 0 && at == 0 || first > 0 && at > 0 && c.pairs[first-1] == at-1
	after := last == len(c.pairs)-1 && end == len(c.new.forms)-1 || last < len(c.pairs)-1 && c.pairs[last+1] == end+1
	return before || after
}

// cut is the span in new of words that are the same as in old, cut inside words as it was.
func (c *Change) cut(s span.Span, first, last, at int) span.Span {
	start := c.new.spans[at].Start + max(s.Start-c.old.spans[first].Start, 0)
	end := c.new.spans[at+last-first].End - max(c.old.spans[last].End-s.End, 0)
	return span.Span{Start: start, End: end}
}

// window is how far from its place the words of an annotation are looked for, in words.
const window = 64

// alike is how alike words must be to count as the same, changed: 1 is equal.
const alike = 0.5

// likeHere finds the words that took the place of old ones: between the nearest
// words before and after that are unchanged, those that are most like them.
func (c *Change) likeHere(first, last int) (from, to int, ok bool) {
	left, right := 0, len(c.new.forms)
	for i := first - 1; i >= 0; i-- {
		if c.pairs[i] >= 0 {
			left = c.pairs[i] + 1
			break
		}
	}
	for i := last + 1; i < len(c.pairs); i++ {
		if c.pairs[i] >= 0 {
			right = c.pairs[i]
			break
		}
	}
	for i := first; i <= last; i++ { // as near as words of its own tell
		if c.pairs[i] >= 0 {
			left = max(left, c.pairs[i]-window)
			right = min(right, c.pairs[i]+window)
		}
	}
	if a, b := c.pairs[first], c.pairs[last]; a >= 0 && b >= a && b-a <= 2*(last-first)+1 { // words came in or went
		return a, b + 1, true
	}
	right = min(right, left+2*window+last-first)
	old := strings.Join(c.old.forms[first:last+1], " ")
	best := 0.0
	for a := left; a < right; a++ {
		for n := max(1, last-first); n <= last-first+2 && a+n <= right; n++ {
			if like := likeness(old, strings.Join(c.new.forms[a:a+n], " ")); like > best {
				best, from, to = like, a, a+n
			}
		}
	}
	return from, to, best >= alike
}

// likeness is one less the edit distance (Levenshtein 1966) as a share of the longer text.
func likeness(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	longer := max(len(x), len(y))
	if longer == 0 || longer > 400 || min(len(x), len(y))*2 < longer {
		return 0
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return 1 - float64(row[len(y)])/float64(longer)
}

// context is how many words before and after tell places apart.
const context = 8

// elsewhere finds words at a place where they stand among the same words as
// before, or the only one where they stand at all.
func (c *Change) elsewhere(first, last int) (int, bool) {
	best, at, ties, found := -1, 0, 0, 0
	for _, place := range c.places[c.old.forms[first]] {
		if place+last-first >= len(c.new.forms) || !slices.Equal(c.old.forms[first:last+1], c.new.forms[place:place+last-first+1]) {
			continue
		}
		found++
		same := 0
		for n := 1; n <= context && first-n >= 0 && place-n >= 0 && c.old.forms[first-n] == c.new.forms[place-n]; n++ {
			same++
		}
		for n := 1; n <= context && last+n < len(c.old.forms) && place+last-first+n < len(c.new.forms) &&
			c.old.forms[last+n] == c.new.forms[place+last-first+n]; n++ {
			same++
		}
		switch {
		case same > best:
			best, at, ties = same, place, 1
		case same == best:
			ties++
		}
	}
	return at, ties == 1 && (best >= 2 || found == 1 && last > first)
}
