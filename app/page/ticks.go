package page

import (
	"iter"

	"galley/annotate"
)

// buckets is how many places the marks beside the text tell apart.
const buckets = 512

// ticks count the marks of each part of the text by colour, so that the Marks
// at the right need no walk over all annotations.
type ticks struct {
	length int
	count  map[[2]uint16]int32 // by bucket and palette id
	shown  [buckets]uint16     // the palette id that most marks of a bucket have, 0 for none
	stale  bool                // shown is to be computed
}

func (t *ticks) reset(length int) { *t = ticks{length: length, count: map[[2]uint16]int32{}} }

// bucket is the part of the text in which an offset lies.
func (t *ticks) bucket(offset int) int {
	return min(buckets-1, offset*buckets/max(1, t.length))
}

// count adds n for every entry.
func (p *Page) count(list iter.Seq[entry], n int32) {
	for e := range list {
		p.ticks.stale = true
		id := p.styleOf(e.Key).Entry.ID
		for b := p.ticks.bucket(e.Start); b <= p.ticks.bucket(e.End-1); b++ {
			key := [2]uint16{uint16(b), uint16(id)}
			if p.ticks.count[key] += n; p.ticks.count[key] == 0 {
				delete(p.ticks.count, key)
			}
		}
	}
}

// colors are the palette ids shown, bucket by bucket.
func (t *ticks) colors() *[buckets]uint16 {
	if !t.stale {
		return &t.shown
	}
	t.stale, t.shown = false, [buckets]uint16{}
	var most [buckets]int32
	for key, n := range t.count {
		b := key[0]
		if n > most[b] || n == most[b] && key[1] < t.shown[b] {
			most[b], t.shown[b] = n, key[1]
		}
	}
	return &t.shown
}

// styleOf is the style of a mention or event.
func (p *Page) styleOf(item annotate.Item) Style {
	switch x := item.(type) {
	case *annotate.Mention:
		return p.state.Styles.Mention(x.Label)
	case *annotate.Event:
		return p.state.Styles.Event(x.Type)
	}
	return Style{}
}
