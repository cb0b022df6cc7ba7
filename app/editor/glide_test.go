package editor

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"galley/app/page"
	"galley/app/page/pagetest"
)

// glider is a desk whose text moves, and whose clock ticks by hand.
type glider struct {
	*desk
	step    func() // of the glide that goes on, or nil
	started int
}

func openGliding(t *testing.T) *glider {
	g := &glider{desk: open(t, pagetest.Doc("", strings.Repeat("One more paragraph of no interest at all.\n", 400)))}
	g.Still = false
	g.tick = func(_ time.Duration, do func()) func() {
		g.step = do
		g.started++
		return func() { g.step = nil }
	}
	return g
}

// pass lets a time pass and gives the tops of the view at every frame.
func (g *glider) pass(d time.Duration) (tops []float64) {
	for ; d > 0 && g.step != nil; d -= frame {
		g.clock = g.clock.Add(frame)
		g.step()
		tops = append(tops, g.page.Top())
	}
	return tops
}

func (g *glider) wheel(notches float32) {
	g.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -25 * notches}})
}

const notch = 25 * scrollRate

// near compares places on the page: a sum of steps is as exact as a float32.
func (g *glider) near(want float64) {
	g.Helper()
	if d := g.page.Top() - want; d > 0.01 || d < -0.01 {
		g.Errorf("the view is at %g, not %g", g.page.Top(), want)
	}
}

func TestWheelGlides(t *testing.T) {
	g := openGliding(t)
	g.wheel(1)
	if top := g.page.Top(); top <= 0 || top >= notch {
		t.Errorf("the first step goes to %g of %d", top, notch)
	}
	tops := g.pass(time.Second)
	if n := len(tops); n < 3 || n > 6 {
		t.Errorf("it takes %d frames", n)
	}
	for i := 1; i < len(tops); i++ {
		if tops[i] <= tops[i-1] {
			t.Errorf("it goes from %g to %g", tops[i-1], tops[i])
		}
	}
	g.near(notch)
	if g.step != nil {
		t.Error("it does not end")
	}
}

func TestWheelGoesOnWhereItIs(t *testing.T) {
	g := openGliding(t)
	g.wheel(2)
	g.pass(2 * frame)
	g.wheel(2)
	if g.started != 1 {
		t.Errorf("%d glides have begun", g.started)
	}
	g.pass(time.Second)
	g.near(4 * notch)
	g.wheel(-100) // the top of the article ends it
	g.pass(time.Second)
	g.near(0)
}

func TestTypingEndsAGlide(t *testing.T) {
	g := openGliding(t)
	g.wheel(3)
	g.key("x")
	g.near(3 * notch)
	if g.step != nil {
		t.Error("it goes on")
	}
}

func TestAPressStopsAGlide(t *testing.T) {
	g := openGliding(t)
	g.wheel(3)
	top := g.page.Top()
	g.click(fyne.NewPos(200, 200))
	g.near(top)
}

func TestNoMotionWhereNoneIsWanted(t *testing.T) {
	g := openGliding(t)
	g.Still = true
	g.wheel(1)
	g.near(notch)
	g.Reveal(len(g.body) / 2)
	if g.started != 0 {
		t.Errorf("%d glides have begun", g.started)
	}
}

// A jump ends where one without motion does, from near and from afar.
func TestJumpsGlide(t *testing.T) {
	for name, offset := range map[string]int{"near": 800, "far": 12_000} {
		t.Run(name, func(t *testing.T) {
			still := openGliding(t)
			still.Still = true
			still.Select(page.At(offset))
			g := openGliding(t)
			g.Select(page.At(offset))
			at, _ := g.CaretArea()
			if want, _ := still.CaretArea(); at.Subtract(want).Y > 0.01 || want.Subtract(at).Y > 0.01 {
				t.Errorf("the caret is going to be at %g, not %g", at.Y, want.Y)
			}
			if d := still.page.Top() - g.page.Top(); d <= 0 || d > float64(g.Size().Height) {
				t.Errorf("it begins %g above where it ends", d)
			}
			g.Select(page.At(offset + 1)) // which is in view then, and takes nothing back
			g.pass(time.Second)
			g.near(still.page.Top())
			g.Select(page.At(0))
			g.pass(time.Second)
			g.near(0)
		})
	}
}
