package tokens

import "math"

// grey is the Oklab chroma under which a colour has no hue worth comparing.
const grey = 0.03

// Assign gives every label a palette entry and returns the entries' ids (1 to
// 24), parallel to its arguments.
//
// seeds are the colours of the schema's entity types in schema order. A seed
// that an entry lists takes that entry; of several with the same seed the first
// does. Any other seed takes the free entry of nearest hue. groups names each
// event type's group, in schema order: a group takes the next free entry after
// the entities', so that an event never has an entity's colour while entries
// last. When none is free both use entries again.
func (t *Tokens) Assign(seeds []Color, groups []string) (entities, events []int) {
	a := assignment{palette: t.Palette, used: make([]bool, len(t.Palette))}
	entities = make([]int, len(seeds))
	for i, seed := range seeds {
		if at := a.listed(seed); at >= 0 && !a.used[at] {
			entities[i] = a.take(at)
		}
	}
	for i, seed := range seeds {
		if entities[i] == 0 {
			entities[i] = a.take(a.nearest(seed))
		}
	}
	events = make([]int, len(groups))
	byGroup := make(map[string]int)
	for i, group := range groups {
		if byGroup[group] == 0 {
			byGroup[group] = a.take(a.next())
		}
		events[i] = byGroup[group]
	}
	return entities, events
}

// assignment is the state of one Assign: which entries are taken, and the index
// of the highest entry taken so far.
type assignment struct {
	palette []Entry
	used    []bool
	last    int
	any     bool
}

func (a *assignment) take(at int) int {
	if !a.any || at > a.last {
		a.last, a.any = at, true
	}
	a.used[at] = true
	for _, used := range a.used {
		if !used {
			return at + 1
		}
	}
	clear(a.used) // all are taken: begin another round
	a.any = false
	return at + 1
}

// next returns the first free entry behind the highest one taken, or else the
// first free one.
func (a *assignment) next() int {
	from := 0
	if a.any {
		from = a.last + 1
	}
	for i := range a.palette {
		if at := (from + i) % len(a.palette); !a.used[at] {
			return at
		}
	}
	return 0 // not reached: take leaves one free
}

func (a *assignment) listed(seed Color) int {
	for i, e := range a.palette {
		if e.Seed == seed && e.Seed != (Color{}) {
			return i
		}
	}
	return -1
}

// nearest returns the free entry whose hue is nearest to the seed's; entry order
// decides between equals.
func (a *assignment) nearest(seed Color) int {
	best, least := 0, math.Inf(1)
	for i, e := range a.palette {
		if d := hueDistance(seed, e.Light.Edge); !a.used[i] && d < least {
			best, least = i, d
		}
	}
	return best
}

// hueDistance returns the angle between two hues, 0 to pi. A grey is near to
// greys and farther from every hue than any hue is.
func hueDistance(a, b Color) float64 {
	ca, ha := a.oklch()
	cb, hb := b.oklch()
	if ca < grey || cb < grey {
		if ca < grey && cb < grey {
			return 0
		}
		return math.Pi + math.Max(ca, cb)
	}
	return math.Abs(math.Remainder(ha-hb, 2*math.Pi))
}
