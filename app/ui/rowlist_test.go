package ui

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// counted is a long list that counts how often a row is asked for.
type counted struct {
	n     int
	asked int
}

func (c *counted) Len() int        { return c.n }
func (c *counted) ID(i int) string { return fmt.Sprint("row ", i) }
func (c *counted) Row(i int) Row   { c.asked++; return Row{Title: c.ID(i)} }

func TestLongListDrawsWhatIsInView(t *testing.T) {
	rows := &counted{n: 100_000}
	list := NewRowList(28, rows)
	window(t, list, 300, 280)
	if rows.asked > 40 {
		t.Errorf("asked for %d rows to show 11", rows.asked)
	}
	for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyUp, fyne.KeyHome} {
		rows.asked = 0
		list.TypedKey(key(k))
		if rows.asked > 60 || len(list.content.views) > 12 {
			t.Errorf("%s asked for %d rows and keeps %d views", k, rows.asked, len(list.content.views))
		}
	}
	rows.asked = 0
	list.SetRows(rows)
	if rows.asked > 60 {
		t.Errorf("SetRows asked for %d rows", rows.asked)
	}
}

func BenchmarkScroll(b *testing.B) {
	list := NewRowList(28, &counted{n: 100_000})
	window(b, list, 300, 800)
	list.SetCurrent(50_000)
	for b.Loop() {
		list.TypedKey(key(fyne.KeyPageDown))
		if list.Current() > 99_000 {
			list.SetCurrent(0)
		}
	}
}

func TestListKeys(t *testing.T) {
	rows := &counted{n: 100}
	list := NewRowList(28, rows)
	var chosen, current []int
	list.OnChosen = func(i int) { chosen = append(chosen, i) }
	list.OnCurrent = func(i int) { current = append(current, i) }
	w := window(t, list, 300, 280)
	var handed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { handed = append(handed, e.Name) })
	w.Canvas().Focus(list)

	for _, k := range []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyHome, fyne.KeyReturn, fyne.KeyF6, fyne.KeyLeft} {
		list.TypedKey(key(k))
	}
	if diff := cmp.Diff([]int{0, 1, 0, 99, 90, 0}, current); diff != "" {
		t.Errorf("current rows (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]int{0}, chosen); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]fyne.KeyName{fyne.KeyF6, fyne.KeyLeft}, handed); diff != "" {
		t.Errorf("handed on (-want +got):\n%s", diff)
	}
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 3*28+5))
	if list.Current() != 3 || !slices.Equal(chosen, []int{0, 3}) {
		t.Errorf("a click made row %d current and chose %v", list.Current(), chosen)
	}
}

func TestTypeAhead(t *testing.T) {
	c := &clock{at: time.Unix(0, 0)}
	list := NewRowList(28, fixedRows{{Title: "Aid"}, {Title: "Border"}, {Title: "Bombing"}, {Title: "Clash"}})
	list.TypeAhead, list.now = true, c.now
	window(t, list, 300, 280)
	for _, step := range []struct {
		char rune
		wait time.Duration
		want int
	}{{'b', 0, 1}, {'o', 0, 1}, {'m', 0, 2}, {'b', 2 * time.Second, 1}, {'b', 2 * time.Second, 2}, {'z', 2 * time.Second, 2}} {
		c.pass(step.wait)
		list.TypedRune(step.char)
		if list.Current() != step.want {
			t.Errorf("%c made row %d current, want %d", step.char, list.Current(), step.want)
		}
	}
}

type named []string

func (n named) Len() int        { return len(n) }
func (n named) ID(i int) string { return n[i] }
func (n named) Row(i int) Row   { return Row{Title: n[i]} }

// Whatever rows come and go, the current row stays current and the first row in
// view stays where it is, as long as they are there.
func TestListKeepsItsPlace(t *testing.T) {
	list := NewRowList(28, named(nil))
	window(t, list, 300, 280)
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.IntRange(0, 500), 60, 120, rapid.ID[int])
		name := func(ns []int) (list named) {
			for _, n := range ns {
				list = append(list, fmt.Sprint(n))
			}
			return list
		}
		before, after := name(ids.Draw(t, "before")), name(ids.Draw(t, "after"))
		list.current = -1
		list.SetRows(before)
		list.SetCurrent(rapid.IntRange(0, len(before)-1).Draw(t, "current"))
		list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, float32(rapid.IntRange(-40*28, 40*28).Draw(t, "scrolled")))})
		top := int(list.scroll.Offset.Y / 28)
		current, first, within := before[list.current], before[top], list.scroll.Offset.Y-float32(top)*28

		list.SetRows(after)

		if want := slices.Index(after, current); list.Current() != want {
			t.Fatalf("current is %d, want %d", list.Current(), want)
		}
		if at := slices.Index(after, first); at >= 0 {
			most := float32(len(after))*28 - list.scroll.Size().Height
			if want := min(float32(at)*28+within, most); list.scroll.Offset.Y != want {
				t.Fatalf("offset is %v, want %v: row %s is now at %d", list.scroll.Offset.Y, want, first, at)
			}
		}
	})
}
