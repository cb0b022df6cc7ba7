package editor

import (
	"fyne.io/fyne/v2"

	"galley/app/command"
	"galley/app/page"
)

// FocusGained implements fyne.Focusable.
func (e *Editor) FocusGained() { e.focus(true) }

// FocusLost implements fyne.Focusable.
func (e *Editor) FocusLost() { e.focus(false) }

func (e *Editor) focus(on bool) {
	e.Change(func(s *page.State) { s.Active = on })
	if e.OnFocus != nil {
		e.OnFocus(on)
	}
}

// TypedRune implements fyne.Focusable.
func (e *Editor) TypedRune(r rune) { e.input(e.keyboard.Rune(r)) }

// TypedKey implements fyne.Focusable.
func (e *Editor) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyEscape && e.dragBack() {
		return
	}
	e.input(e.keyboard.Key(ev))
}

// KeyDown implements desktop.Keyable. It tells the physical key of a shortcut.
func (e *Editor) KeyDown(ev *fyne.KeyEvent) { e.keyboard.Key(ev) }

// KeyUp implements desktop.Keyable.
func (e *Editor) KeyUp(*fyne.KeyEvent) {}

// TypedShortcut implements fyne.Shortcutable.
func (e *Editor) TypedShortcut(s fyne.Shortcut) {
	if ev, ok := command.ShortcutEvent(s); ok {
		e.input(ev)
	}
}

// AcceptsTab implements fyne.Tabbable: in the article Tab goes round overlaps.
func (e *Editor) AcceptsTab() bool { return true }

func (e *Editor) input(ev command.Event) {
	e.land()
	if e.OnInput != nil {
		e.OnInput(ev)
	}
}
