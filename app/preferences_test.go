package app

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"galley/app/theme"
	"galley/app/ui"
)

// choose takes an option of the n-th choice in what lies over the window.
func (d *desk) choose(n int, option string) {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.window.Canvas().Overlays().Top()) {
		s, ok := o.(*ui.Select)
		if !ok {
			continue
		}
		if n--; n < 0 {
			s.SetSelected(option)
			d.queue.run()
			return
		}
	}
	d.Fatalf("there is no such choice of %s", option)
}

// check ticks a box, or takes the tick away.
func (d *desk) check(label string) {
	d.Helper()
	for _, o := range test.LaidOutObjects(d.window.Canvas().Overlays().Top()) {
		if c, ok := o.(*ui.Check); ok && c.Text == label {
			c.SetChecked(!c.Checked)
			return
		}
	}
	d.Fatalf("there is no box %q", label)
}

func TestSettingsTakeEffectAtOnce(t *testing.T) {
	d := openDesk(t, shelled)
	d.setStill(false)
	before := theme.Of()
	d.run("app.settings")
	d.choose(0, "Dark")
	if !theme.Of().Dark {
		t.Error("the theme is not dark")
	}
	d.choose(1, "200%")
	if theme.Of().Scale != 2*before.Scale {
		t.Errorf("the scale is %v, was %v", theme.Of().Scale, before.Scale)
	}
	d.check("Names of labels below the text")
	if d.editor.State().Names || !d.settings.NamesOff() {
		t.Error("the names still show")
	}
	d.check("Scroll smoothly")
	if !d.editor.Still || !d.settings.Still() {
		t.Error("it still glides")
	}
	d.choose(0, "Light")
	d.choose(1, "100%")
	d.pressButton("Close")
	if theme.Of().Dark || theme.Of().Scale != before.Scale {
		t.Error("the old look does not come back")
	}
}
