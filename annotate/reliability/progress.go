package reliability

import "sync"

// progress tells how far a measurement is. It has stages that take about as
// long as each other.
type progress struct {
	tell          func(done, total int64) // nil: nobody asks
	stages, steps int64                   // of a measurement, of a stage

	mu          sync.Mutex
	ended, done int64 // stages, and steps of the one at hand
}

// step tells of some steps of a stage. Several goroutines may.
func (p *progress) step(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done = min(p.done+int64(n), p.steps)
	p.say()
}

// end ends a stage.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended, p.done = p.ended+1, 0
	p.say()
}

func (p *progress) say() {
	if p.tell != nil {
		p.tell(p.ended*p.steps+p.done, p.stages*p.steps)
	}
}

// stagesOf is how many stages a measurement has that compares pairs.
func (m *measurer) stagesOf(pairs []*pair) int64 {
	n := int64(3) // of all at once, and two of gamma
	if m.o.First {
		return n
	}
	n += 5 // the alphas of units; the median and tokens; two sorts of clusters; weeks and articles
	for _, p := range pairs {
		switch {
		case p.b >= m.people:
			n++
		case m.people > 2:
			n += 3
		}
	}
	return n
}
