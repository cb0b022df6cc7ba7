package command

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
)

// fyneNames are the toolkit's names of keys where they differ from ours.
var fyneNames = map[fyne.KeyName]string{
	fyne.KeyPageUp:   "PgUp",
	fyne.KeyPageDown: "PgDn",
	fyne.KeyReturn:   "Enter",
	fyne.KeyEnter:    "Enter",
	fyne.KeyEscape:   "Esc",
	// The toolkit's spelling has a capital inside.
	fyne.KeyBackspace: "Backspace",
}

var fyneMods = []struct {
	fyne fyne.KeyModifier
	mods Mods
}{
	{fyne.KeyModifierShift, Shift}, {fyne.KeyModifierControl, Ctrl}, {fyne.KeyModifierAlt, Alt}, {fyne.KeyModifierSuper, Super},
}

// keyOf returns the key that the toolkit calls so; its name is empty when the
// toolkit does not know the key or it is a modifier.
func keyOf(name fyne.KeyName, modifier fyne.KeyModifier) Key {
	var k Key
	if ours, ok := fyneNames[name]; ok {
		k.Name = ours
	} else {
		k.Name = keyNamed(string(name))
	}
	for _, m := range fyneMods {
		if modifier&m.fyne != 0 {
			k.Mods |= m.mods
		}
	}
	if Mac {
		k = Swap(k)
	}
	return k
}

// Keyboard turns the toolkit's key and character events of one window into
// events. The toolkit tells the physical key only with the key, before the
// character, so the two must pass through here in the order in which they come.
type Keyboard struct {
	scancode int
}

// Key returns the event of a key, as it comes to TypedKey. Key events bear no
// modifiers: the driver is asked for them.
func (kb *Keyboard) Key(e *fyne.KeyEvent) Event {
	kb.scancode = e.Physical.ScanCode
	k := keyOf(e.Name, currentModifiers())
	return Event{Name: k.Name, Mods: k.Mods, Scancode: kb.scancode}
}

// Rune returns the event of a character, as it comes to TypedRune.
func (kb *Keyboard) Rune(r rune) Event {
	return Event{Rune: r, Scancode: kb.scancode, Mods: keyOf("", currentModifiers()).Mods}
}

func currentModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// ShortcutEvent returns the event of a shortcut, as it comes to TypedShortcut.
func ShortcutEvent(s fyne.Shortcut) (Event, bool) {
	ks, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return Event{}, false
	}
	k := keyOf(ks.Key(), ks.Mod())
	return Event{Name: k.Name, Mods: k.Mods}, k.Name != ""
}

// Shortcut returns the toolkit's shortcut for a key with Ctrl, Alt or Super; nil
// for another key, of which the toolkit makes none. Undo, copy and their like
// have types of their own, and only those match what the driver sends.
func Shortcut(k Key) fyne.Shortcut {
	if k.Mods&^Shift == 0 {
		return nil
	}
	switch k.String() {
	case "Ctrl+Z":
		return &fyne.ShortcutUndo{}
	case "Ctrl+Y":
		return &fyne.ShortcutRedo{}
	case "Ctrl+C":
		return &fyne.ShortcutCopy{}
	case "Ctrl+X":
		return &fyne.ShortcutCut{}
	case "Ctrl+V":
		return &fyne.ShortcutPaste{}
	case "Ctrl+A":
		return &fyne.ShortcutSelectAll{}
	}
	s := customShortcut(k)
	return &s
}

func customShortcut(k Key) desktop.CustomShortcut {
	if Mac {
		k = Swap(k)
	}
	s := desktop.CustomShortcut{KeyName: fyneName(k.Name)}
	for _, m := range fyneMods {
		if k.Mods&m.mods != 0 {
			s.Modifier |= m.fyne
		}
	}
	return s
}

func fyneName(name string) fyne.KeyName {
	if name == "Enter" {
		return fyne.KeyReturn // not the one of the number pad
	}
	for theirs, ours := range fyneNames {
		if ours == name {
			return theirs
		}
	}
	return fyne.KeyName(name)
}

// MainMenu returns the menus of the registered commands. Only commands of the
// whole window get their shortcut there: the toolkit asks the menu before an
// entry in focus, and runs items that are disabled, so run must check; it is
// Registry.Run with a place to show the error.
func (r *Registry) MainMenu(run func(id string)) *fyne.MainMenu {
	main := fyne.NewMainMenu()
	for _, m := range Menus {
		menu := fyne.NewMenu(m.Title)
		for _, group := range m.Groups {
			items := r.menuItems(group, run)
			if len(items) > 0 && len(menu.Items) > 0 {
				menu.Items = append(menu.Items, fyne.NewMenuItemSeparator())
			}
			menu.Items = append(menu.Items, items...)
		}
		if len(menu.Items) > 0 {
			main.Items = append(main.Items, menu)
		}
	}
	return main
}

// menuItems returns the items of the commands that are registered.
func (r *Registry) menuItems(ids []string, run func(id string)) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, id := range ids {
		c, ok := r.Get(id)
		if !ok {
			continue
		}
		item := fyne.NewMenuItem(c.Name(), func() { run(id) })
		enabled, _ := c.State()
		item.Disabled = !enabled
		item.IsQuit = id == "app.quit"
		item.Shortcut = menuShortcut(c.Where, r.Keys(id))
		items = append(items, item)
	}
	return items
}

// menuShortcut returns the first key that a menu can answer to, or else one that
// it only shows.
func menuShortcut(where Where, keys []Key) fyne.Shortcut {
	for _, key := range keys {
		if s := Shortcut(key); s != nil && where == Window {
			return s
		}
	}
	if len(keys) == 0 || Mac { // the system's menu answers to all it shows
		return nil
	}
	return &shown{customShortcut(keys[0])}
}

// shown is a shortcut that a menu shows and does not answer to: the article's
// keys, which would be taken from every entry, and keys without Ctrl or Alt.
type shown struct{ desktop.CustomShortcut }

// ShortcutName implements fyne.Shortcut with a name that no key has.
func (*shown) ShortcutName() string { return "shown" }

// PositionsOf returns the key positions of the system that a window runs on. It
// must be called once the window is shown.
func PositionsOf(w fyne.Window) Positions {
	switch runtime.GOOS {
	case "darwin":
		return MacOS()
	case "windows":
		return Windows()
	}
	p := X11()
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if _, wayland := context.(driver.WaylandWindowContext); wayland {
				p = Evdev()
			}
		})
	}
	return p
}

// textField is how a field with text shows: an Entry, and nothing of ours.
type textField interface {
	fyne.Shortcutable
	SelectedText() string
	SetText(string) // the article has text to select, but none to type
}

// ToTextField hands a shortcut to the text field in focus, if one has it. Undo,
// copy and select all begin with it, since the menu is asked before the field.
func ToTextField(c fyne.Canvas, s fyne.Shortcut) bool {
	field, ok := c.Focused().(textField)
	if ok {
		field.TypedShortcut(s)
	}
	return ok
}
