// Package command is the list of every act a user can do: its title, its keys,
// when it can be done and why not. Menus, the palette, the key map and the help
// page all come from it, so that they cannot disagree.
//
// Letters and digits in the article belong to the schema: Sequences matches
// them. All but fyne.go is free of the toolkit.
package command

import (
	"fmt"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mods is a set of modifier keys. Ctrl is the Command key on macOS, see Swap.
type Mods uint8

// The modifiers.
const (
	Shift Mods = 1 << iota
	Ctrl
	Alt
	Super
)

// Key is one press: a key with modifiers. Name is a character as it is typed
// ("[", "?"; letters in capitals) or one of the names in namedKeys ("F6",
// "PgUp"). Of characters only letters bear Shift by itself, since with any other
// the character already tells.
type Key struct {
	Mods Mods
	Name string
}

// namedKeys are the keys that type no character.
var namedKeys = []string{
	"Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDn",
	"Enter", "Esc", "Tab", "Backspace", "Delete", "Insert", "Space",
	"F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12",
}

// modNames are in the order in which they are written.
var modNames = []struct {
	mod  Mods
	name string
}{{Ctrl, "Ctrl"}, {Alt, "Alt"}, {Super, "Super"}, {Shift, "Shift"}}

// ParseKey reads a key such as "Ctrl+Shift+Z", "[", "F6", "Ctrl++" or
// "ctrl+pgup". Capitals do not matter.
func ParseKey(s string) (Key, error) {
	var k Key
	rest := s
	for {
		at := strings.Index(rest, "+")
		if at <= 0 || at == len(rest)-1 {
			break
		}
		mod := modNamed(rest[:at])
		if mod == 0 {
			return Key{}, fmt.Errorf("key %q: %q is no modifier key", s, rest[:at])
		}
		k.Mods |= mod
		rest = rest[at+1:]
	}
	if k.Name = keyNamed(rest); k.Name == "" {
		return Key{}, fmt.Errorf("key %q: there is no key %q", s, rest)
	}
	return k, nil
}

func modNamed(s string) Mods {
	for _, m := range modNames {
		if strings.EqualFold(m.name, s) {
			return m.mod
		}
	}
	return 0
}

func keyNamed(s string) string {
	for _, name := range namedKeys {
		if strings.EqualFold(name, s) {
			return name
		}
	}
	if r, n := utf8.DecodeRuneInString(s); n == len(s) && unicode.IsGraphic(r) && !unicode.IsSpace(r) {
		return strings.ToUpper(s)
	}
	return ""
}

// Keys reads keys that are written in the program and panics on a wrong one.
func Keys(list ...string) []Key {
	keys := make([]Key, len(list))
	for i, s := range list {
		k, err := ParseKey(s)
		if err != nil {
			panic(err)
		}
		keys[i] = k
	}
	return keys
}

// String returns the key as ParseKey reads it.
func (k Key) String() string {
	var b strings.Builder
	for _, m := range modNames {
		if k.Mods&m.mod != 0 {
			b.WriteString(m.name + "+")
		}
	}
	return b.String() + k.Name
}

// MarshalText implements encoding.TextMarshaler, for the stored key map.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Key) UnmarshalText(text []byte) error {
	parsed, err := ParseKey(string(text))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}

// Mac reports whether the program runs on macOS, where Command stands for Ctrl.
const Mac = runtime.GOOS == "darwin"

// Label returns the key as it is shown to the user: String, but on macOS with
// Cmd for Ctrl.
func (k Key) Label() string { return k.label(Mac) }

func (k Key) label(mac bool) string {
	if !mac {
		return k.String()
	}
	s := strings.Replace(Swap(k).String(), "Ctrl", "Control", 1)
	s = strings.Replace(s, "Super", "Cmd", 1)
	return strings.Replace(s, "Alt", "Option", 1)
}

// Swap exchanges Ctrl and Super, between the keys as they are bound here and
// those of a Mac's keyboard. H and Tab stay as they are: there Command+H hides
// the program and Command+Tab leaves it.
func Swap(k Key) Key {
	if k.Name == "H" || k.Name == "Tab" {
		return k
	}
	mods := k.Mods &^ (Ctrl | Super)
	if k.Mods&Ctrl != 0 {
		mods |= Super
	}
	if k.Mods&Super != 0 {
		mods |= Ctrl
	}
	return Key{mods, k.Name}
}

// typed reports whether pressing the key types a character.
func (k Key) typed() bool {
	return k.Mods&^Shift == 0 && (k.Name == "Space" || utf8.RuneCountInString(k.Name) == 1)
}
