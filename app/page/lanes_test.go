package page

import (
	"testing"

	"galley/app/page/pagetest"
	"galley/app/typeset"
)

// A click in a lane means the mark of its layer, though it be the longer one.
func TestMarksAtGoesByLane(t *testing.T) {
	body := "The power station near Wadi Sahl burnt."
	s := stateOf(pagetest.Doc("", body, pagetest.Mention("LOC", "Wadi Sahl")))
	s.Docs = append(s.Docs, pagetest.Doc("", body, pagetest.Event("FIRE", "burnt"), pagetest.Mention("FAC", "power station near Wadi Sahl")))
	s.Lanes = []string{"A", "B"}
	p := New(testKit(), 700, 400)
	p.Set(s)
	p.Draw(1)
	x, top, height := p.Caret(typeset.Position{Offset: len("The power station near Wadi Sa")})
	for lane, want := range []string{"m1", "m2"} {
		got := p.MarksAt(x, top+height+(float32(lane)+0.5)*float32(p.geo.row))
		if len(got) != 2 || string(got[0]) != want {
			t.Errorf("in lane %d lies %v first, not %s", lane, got, want)
		}
	}
}

// Lanes have the height that screens need: 0.24 of a line, and room for a name.
func TestLaneHeight(t *testing.T) {
	for _, c := range []struct {
		size  float32
		names bool
		want  int
	}{{17, true, 12}, {17, false, 9}, {34, true, 17}} {
		s := stateOf(pagetest.Doc("", "One line."))
		s.Docs = append(s.Docs, s.Docs[0], s.Docs[0])
		s.Lanes, s.Size, s.Names = []string{"A", "B", "C"}, c.size, c.names
		p := New(testKit(), 700, 400)
		p.Set(s)
		if p.Draw(1); p.geo.row != c.want || p.lineHeight(0, 0) != p.geo.band+3*c.want {
			t.Errorf("at %g dp a lane is %d high, not %d, and a line %d", c.size, p.geo.row, c.want, p.lineHeight(0, 0))
		}
	}
}
