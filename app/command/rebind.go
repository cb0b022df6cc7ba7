package command

import (
	"errors"
	"fmt"
	"slices"
	"unicode"
)

// Give binds a key to a command: beside its keys if also, else in their place. What
// else had the key where the command works loses it.
func (r *Registry) Give(id string, key Key, also bool) {
	r.free(id, key)
	keys := []Key{key}
	if also {
		keys = append(slices.DeleteFunc(r.Keys(id), func(k Key) bool { return k == key }), key)
	}
	r.Rebind(id, keys)
}

// GiveBack gives a command its default keys again. What else has one of them by now loses it.
func (r *Registry) GiveBack(id string) {
	r.Reset(id)
	for _, key := range r.Keys(id) {
		r.free(id, key)
	}
}

// free takes a key from all commands that clash with one.
func (r *Registry) free(id string, key Key) {
	for _, c := range r.Clashes(id, key) {
		r.Rebind(c.ID, slices.DeleteFunc(r.Keys(c.ID), func(k Key) bool { return k == key }))
	}
}

// Changed tells whether the user has bound other keys to a command.
func (r *Registry) Changed(id string) bool {
	c, _ := r.Get(id)
	return !slices.Equal(r.Keys(id), c.Keys)
}

// Allowed tells why a key cannot be bound to a command; nil if it can.
func (r *Registry) Allowed(id string, key Key) error {
	c, ok := r.Get(id)
	char := []rune(key.Name)
	letter := len(char) == 1 && (unicode.IsLetter(char[0]) || unicode.IsDigit(char[0]))
	switch {
	case !ok:
		return fmt.Errorf("%w %q", ErrUnknown, id)
	case key.typed() && letter && c.Where != Review:
		return fmt.Errorf("%s belongs to the labels: in the article a letter or a digit never is a command", key.Label())
	case key.typed() && c.Where == Window:
		return fmt.Errorf("%s could not be typed in a field any more: take it with Ctrl or Alt, or a function key", key.Label())
	case slices.Contains(taken, key):
		return fmt.Errorf("%s never reaches the program: the desktop or the toolkit takes it", key.Label())
	case key.Name == "Esc":
		return errors.New("esc always goes one level back")
	}
	return nil
}

// taken are keys that desktops keep for themselves or the toolkit turns into something else.
var taken = Keys("Alt+F4", "F10", "Alt+Space", "Ctrl+Space", "Shift+Delete", "Shift+Insert", "Alt+Tab")
