package editor

import (
	"testing"

	"fyne.io/fyne/v2"

	"galley/annotate/span"
	"galley/app/page"
	"galley/app/page/pagetest"
)

// A press on the marks at the right shows the place, a drag takes it along.
func TestMarksScroll(t *testing.T) {
	k := open(t, pagetest.Long(100_000))
	k.drain()
	at := func(share float32) fyne.Position {
		return fyne.NewPos(k.Size().Width-5, share*k.Size().Height)
	}
	holds := func(share float64) {
		t.Helper()
		if s, offset := k.page.Visible(), int(share*float64(len(k.body))); s.Start > offset+500 || s.End < offset-500 {
			t.Errorf("%v is in view, not %d", s, offset)
		}
	}
	k.press(at(0.5), 0)
	holds(0.5)
	k.dragTo(at(0.25))
	holds(0.25)
	k.DragEnd()
	if s := k.Selection(); s.Caret.Offset != 0 {
		t.Errorf("the caret went along to %d", s.Caret.Offset)
	}
}

// What is copied is the text as it stands, without a trace of marks.
func TestCopyGivesThePlainText(t *testing.T) {
	k := open(t, pagetest.Doc("", "قال Leila Haddad إن 253 قتلوا.\n", pagetest.Mention("PER", "Leila Haddad")))
	k.Select(page.Range(span.Span{End: len(k.body)}))
	k.commands.Run("edit.copy")
	if got := fyne.CurrentApp().Clipboard().Content(); got != k.body {
		t.Errorf("copied is %q", got)
	}
	k.SelectAnnotation("m1")
	k.commands.Run("edit.copy")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "Leila Haddad" {
		t.Errorf("copied is %q", got)
	}
}
