package page

import (
	"testing"

	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page/pagetest"
	"galley/app/typeset"
)

// TestEveryOffsetHasACaret: a caret stands in its line, and a point at the caret
// leads back to the caret's place, if not always to its offset: at a border of
// directions two offsets share a place.
func TestEveryOffsetHasACaret(t *testing.T) {
	p := New(testKit(), 500, 400)
	p.Set(stateOf(mixed()))
	text := p.article().Text
	rapid.Check(t, func(t *rapid.T) {
		point := rapid.IntRange(0, text.CodePoints()).Draw(t, "code point")
		offset, err := text.FromCodePoint(point)
		if err != nil {
			t.Fatal(err)
		}
		pos := typeset.Position{Offset: offset, Affinity: rapid.SampledFrom([]typeset.Affinity{typeset.Downstream, typeset.Upstream}).Draw(t, "side")}
		p.Reveal(offset)
		x, top, height := p.Caret(pos)
		if top < 0 || top+height > p.geo.height || x < p.geo.left-1 || x > p.geo.left+p.geo.column+1 {
			t.Fatalf("the caret of %d stands at %v,%v", offset, x, top)
		}
		back := p.Hit(x, top+height/2)
		if bx, btop, _ := p.Caret(back); bx-x > 0.01 || x-bx > 0.01 || btop != top {
			t.Fatalf("the caret of %v at %v,%v leads to that of %v at %v,%v", pos, x, top, back, bx, btop)
		}
	})
}

// TestPointIsStable: what a point leads to leads to itself.
func TestPointIsStable(t *testing.T) {
	p := New(testKit(), 500, 400)
	p.Set(stateOf(mixed()))
	rapid.Check(t, func(t *rapid.T) {
		p.ScrollToY(float64(rapid.IntRange(0, 3000).Draw(t, "top")))
		pos := p.Hit(rapid.Float32Range(-50, 600).Draw(t, "x"), rapid.Float32Range(0, 399).Draw(t, "y"))
		x, top, height := p.Caret(pos)
		again := p.Hit(x, top+height/2)
		if ax, atop, _ := p.Caret(again); ax-x > 0.01 || x-ax > 0.01 || atop != top {
			t.Fatalf("%v leads to %v", pos, again)
		}
	})
}

func TestMarksAtGoesByRowUnderTheText(t *testing.T) {
	p := New(testKit(), 700, 400)
	p.Set(stateOf(pagetest.Doc("", "The power station near Wadi Sahl burnt.", pagetest.Mention("LOC", "Wadi Sahl"),
		pagetest.Mention("FAC", "power station near Wadi Sahl"), pagetest.Mention("PER", "Sahl"))))
	p.Draw(1)
	x, top, height := p.Caret(typeset.Position{Offset: len("The power station near Wadi Sa")})
	y := top + height/2
	row := float32(p.geo.row)
	for _, tt := range []struct {
		name  string
		y     float32
		first annotate.ID
	}{
		{"text", y, "m3"}, {"row 1", top + height + row/2, "m3"}, {"row 2", top + height + row*3/2, "m1"}, {"row 3", top + height + row*5/2, "m2"},
	} {
		if got := p.MarksAt(x, tt.y); len(got) != 3 || got[0] != tt.first {
			t.Errorf("%s: %v, want %s first", tt.name, got, tt.first)
		}
	}
	if got := p.MarksAt(x, y-200); len(got) > 0 {
		t.Errorf("above the text lie %v", got)
	}
}

// TestTheViewDoesNotJump: what is laid out in the background, above the view or
// below, moves nothing on the screen.
func TestTheViewDoesNotJump(t *testing.T) {
	p := New(testKit(), 500, 400)
	p.Set(stateOf(mixed()))
	p.ScrollTo(6000)
	before := p.Draw(2).String()
	for !p.LayoutSome(500) {
		if now := p.Draw(2).String(); now != before {
			t.Fatal("the view changed")
		}
	}
}

// TestARowGrowsBelowTheCaret: the caret's line stays where it is when a line above it grows.
func TestARowGrowsBelowTheCaret(t *testing.T) {
	d := mixed()
	p := New(testKit(), 500, 400)
	s := stateOf(d)
	p.Set(s)
	p.ScrollTo(3000)
	seen := p.Visible()
	s.Selection = At((seen.Start + seen.End) / 2)
	p.Set(s)
	_, before, _ := p.Caret(s.Selection.Caret)
	top := p.Top()
	word := d.Article.Text.WordAt(seen.Start + 3)
	for _, m := range []annotate.Mention{
		{ID: "a", Label: "PER", Spans: []span.Span{word}}, {ID: "b", Label: "PER", Spans: []span.Span{{Start: word.Start, End: word.End + 1}}},
	} {
		next, _, err := s.Docs[0].Apply([]annotate.Edit{s.Docs[0].Put(&m)})
		if err != nil {
			t.Fatal(err)
		}
		s.Docs = []annotate.Document{next}
		p.Set(s)
	}
	if _, after, _ := p.Caret(s.Selection.Caret); after != before {
		t.Errorf("the caret's line went from %v to %v", before, after)
	}
	if p.Top() == top {
		t.Error("no line grew: the test shows nothing")
	}
}

// TestThePlaceIsKept: at another width or size of text the first line in view
// stays first, and the top of the page stays the top.
func TestThePlaceIsKept(t *testing.T) {
	for _, from := range []int{0, 5000} {
		p := New(testKit(), 700, 400)
		s := stateOf(mixed())
		p.Set(s)
		p.ScrollTo(from)
		first, atTop := p.firstVisible(), p.Top() == 0
		p.Resize(430, 400)
		s.Size = 23
		p.Set(s)
		p.Resize(800, 500)
		if got := p.firstVisible(); got > first || first-got > 100 || atTop != (p.Top() == 0) {
			t.Errorf("from %d: first was the line at %d, now %d at %v", from, first, got, p.Top())
		}
	}
}
