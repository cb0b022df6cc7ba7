package app

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"galley/app/inspector"
	"galley/app/ui"
)

// middleOf is the middle of an object in the window.
func middleOf(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(o.Size().Width/2, o.Size().Height/2)
}

// slot is the slot with a name in the inspector.
func (d *desk) slot(name string) *ui.Slot {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.open.inspector.Object()) {
		if s, ok := o.(*ui.Slot); ok && s.Name() == name {
			return s
		}
	}
	d.Fatalf("no slot %s", name)
	return nil
}

// drag presses on words of the article and moves to a place of the window. The
// pointer is still down. No press comes soon after another.
func (d *desk) drag(words string, to fyne.Position) {
	d.Helper()
	at := d.point(words)
	d.late.Add(int64(time.Minute))
	d.editor.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.editor)
	for _, p := range []fyne.Position{at.AddXY(9, 0), to.Subtract(origin)} {
		d.editor.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p.Add(origin)}})
	}
	d.queue.run()
}

func (d *desk) letGo() {
	d.editor.DragEnd()
	d.queue.run()
}

// said is the line that tells what a drop would do.
func (d *desk) said(want string) {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.open.inspector.Object()) {
		if s, ok := o.(*ui.Strip); ok && strings.Contains(s.AccessibilityLabel(), want) {
			return
		}
	}
	d.Errorf("nothing says %q", want)
}

func TestActsDragToASlot(t *testing.T) {
	d := openShelled(t)
	d.doubleClick("shelled")
	d.label("eva")
	d.key("Esc") // no slot is armed
	d.drag("Harun", middleOf(d.slot("Target")))
	d.said("becomes Target of ATTACK")
	d.letGo()
	v := d.doc().Layer.Events.All()[0]
	if len(v.Arguments) != 1 || v.Arguments[0].Role != "Target" {
		t.Fatalf("arguments are %v", v.Arguments)
	}
	if got := d.doc().Text(d.doc().Layer.Find(v.Arguments[0].Target)); got != "Harun Front" {
		t.Errorf("the filler is %q", got)
	}
	d.key("Ctrl+Z")

	d.mark("TIME", "Monday")
	d.drag("Monday", middleOf(d.slot("Attacker")))
	d.said("Attacker does not take TIME")
	d.letGo()
	d.drag("Harun", middleOf(d.slot("Target")))
	d.key("Esc") // gives it back
	d.letGo()
	inArticle := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.editor).Add(d.point("Harun").AddXY(30, 2))
	d.drag("Harun", inArticle)
	if d.editor.Selection().Annotation != "" {
		t.Error("a drag in the article selects no text")
	}
	d.letGo()
	if v := d.doc().Layer.Events.All()[0]; len(v.Arguments) != 0 {
		t.Errorf("arguments are %v", v.Arguments)
	}
}

func TestActsDragToAnEntity(t *testing.T) {
	d := openDesk(t, "Sahl fell. Then the town burned, and Osk.")
	for _, word := range []string{"Sahl", "Osk"} {
		d.caretOn(word)
		d.label("l")
		d.key("Ctrl+K", "Enter")
	}
	d.caretOn("town")
	d.label("l")
	d.open.inspector.Open(inspector.Entities)
	var list *ui.RowList
	for _, o := range test.LaidOutObjects(d.open.inspector.Object()) {
		if l, ok := o.(*ui.RowList); ok {
			list = l
		}
	}
	row := func(i float32) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(list).AddXY(20, list.Height*(i+0.5))
	}
	d.drag("town", row(0))
	d.said("“town” becomes a mention of Sahl.")
	d.letGo()
	d.wantEntities(map[string]int{"Sahl": 2, "Osk": 1})
	d.drag("town", row(0))
	d.said("hangs on Sahl already")
	d.letGo()

	list.OnDrag(0, row(1))
	d.said("Sahl with its 2 mentions goes over to Osk.")
	list.OnDrop(0, row(1))
	d.wantEntities(map[string]int{"Osk": 3})
	d.key("Ctrl+Z")
	d.wantEntities(map[string]int{"Sahl": 2, "Osk": 1})
	list.OnDrop(0, row(0)) // on itself
	list.OnDrop(0, fyne.NewPos(1, 1))
	d.wantEntities(map[string]int{"Sahl": 2, "Osk": 1})
}
