package editor

import "time"

const (
	// frame is the time between two steps of a glide.
	frame = 16 * time.Millisecond
	// unseen is a way in dp too short to be worth a glide.
	unseen = 2
)

// glide is a scroll on its way. It counts what is still to go, not a place to
// reach: lines above may turn out taller than was thought meanwhile.
type glide struct {
	left, way float32 // dp downwards: still to go, and to go when it began
	began     time.Time
	stop      func() // nil when nothing moves
}

// every calls do on the window's goroutine again and again until stop is called there.
func (e *Editor) every(d time.Duration, do func()) (stop func()) {
	ended := make(chan struct{})
	go func() {
		tick := time.NewTicker(d)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				return
			case <-tick.C:
				e.post(func() {
					select {
					case <-ended:
					default:
						do()
					}
				})
			}
		}
	}()
	return func() { close(ended) }
}

// scrollBy moves the view down by dy, beside what an earlier scroll has still to go.
func (e *Editor) scrollBy(dy float32) {
	if e.Still {
		e.page.ScrollBy(dy)
	} else {
		e.glide.left += dy
		e.setOff()
	}
	e.repaint()
}

// jump shows another place. What is more than a view away comes in over the
// last view before it.
func (e *Editor) jump(to func()) {
	way := e.page.Moved(func() {
		e.page.ScrollBy(e.glide.left)
		to()
	})
	e.halt()
	view := e.Size().Height
	if way = max(-view, min(view, way)); !e.Still && (way > unseen || way < -unseen) {
		e.page.ScrollBy(-way)
		e.glide.left = way
		e.setOff()
	}
	e.repaint()
}

// setOff begins a glide over the way that is left, with a first step at once.
func (e *Editor) setOff() {
	g := &e.glide
	g.way, g.began = g.left, e.now().Add(-frame)
	if g.stop == nil {
		g.stop = e.tick(frame, e.glideOn)
	}
	e.glideOn()
}

// glideOn goes one step of the glide: fast first, then slower.
func (e *Editor) glideOn() {
	g := &e.glide
	whole := time.Duration(e.kit.Tokens.Motion.ScrollMS) * time.Millisecond
	rest := max(0, 1-float32(e.now().Sub(g.began))/float32(whole))
	step := g.left - g.way*rest*rest
	g.left -= step
	moved := e.page.Moved(func() { e.page.ScrollBy(step) })
	e.repaint()
	if rest == 0 || step != 0 && moved == 0 { // there, or at an end of the article
		e.halt()
	}
}

// land ends a glide where it leads.
func (e *Editor) land() {
	if left := e.glide.left; left != 0 {
		e.page.ScrollBy(left)
		e.repaint()
	}
	e.halt()
}

// halt ends a glide where it is.
func (e *Editor) halt() {
	if e.glide.stop != nil {
		e.glide.stop()
	}
	e.glide = glide{}
}
