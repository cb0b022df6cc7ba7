package command

import (
	"strings"
	"unicode"
)

// Event is one press as the toolkit tells of it: either the character that was
// typed, or else the key.
type Event struct {
	Rune     rune   // the character, 0 for a key that types none
	Name     string // the key's name as in Key.Name, "" when unknown
	Scancode int    // the physical key, see Positions
	Mods     Mods   // as bound here: on macOS after Swap
}

// Layout turns events into keys and label letters.
type Layout struct {
	Positions Positions
	// Uses reports whether a label's keys have the character; nil means none do.
	Uses func(rune) bool
}

// Rune returns the character that an event stands for: the typed one, or, for
// one outside ASCII that no label uses, the one at that place of a US keyboard.
// It is 0 for an event that types nothing.
func (l Layout) Rune(e Event) rune {
	if e.Rune == 0 || e.Rune < unicode.MaxASCII || l.Uses != nil && l.Uses(unicode.ToLower(e.Rune)) {
		return e.Rune
	}
	if r := l.Positions.at(e.Scancode, e.Mods&Shift != 0); r != 0 {
		return r
	}
	return e.Rune
}

// Candidates returns the keys that an event may mean, best first. Keys that type
// a character act by their character event only.
func (l Layout) Candidates(e Event) []Key {
	if r := l.Rune(e); r != 0 {
		return runeKeys(r, e.Mods&Shift)
	}
	k := Key{e.Mods, e.Name}
	if k.Name == "" {
		if r := l.Positions.at(e.Scancode, false); r != 0 {
			k.Name = strings.ToUpper(string(r))
		}
	}
	if k.Name == "" || k.typed() {
		return nil
	}
	if up := usShifted[[]rune(k.Name)[0]]; k.Mods&Shift != 0 && len(k.Name) == 1 && up != 0 {
		return []Key{k, {k.Mods &^ Shift, string(up)}} // Ctrl+Shift+= is Ctrl++
	}
	return []Key{k}
}

// runeKeys returns the keys of a typed character. Ctrl and Alt do not count
// there: AltGr is reported as both by some systems. A letter with Shift is also
// the letter alone, and Caps Lock changes nothing.
func runeKeys(r rune, shift Mods) []Key {
	if r == ' ' {
		return []Key{{0, "Space"}}
	}
	k := Key{0, strings.ToUpper(string(r))}
	if shift != 0 && unicode.IsLetter(r) {
		return []Key{{Shift, k.Name}, k}
	}
	return []Key{k}
}
