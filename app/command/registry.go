package command

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Command is one act the user can do.
type Command struct {
	ID    string // "annotate.repeat"
	Title string
	Keys  []Key // the default keys, best first
	Where Where
	// Now returns the title at this moment where it says more than Title
	// ("Undo: mark 58 x Wadi Sahl"); nil means Title.
	Now func() string
	// Enabled reports whether the command can run now, and if not, why in one
	// sentence; nil means always.
	Enabled func() (ok bool, reason string)
	Run     func()
}

// Name returns the title as it is at this moment.
func (c Command) Name() string {
	if c.Now != nil {
		if title := c.Now(); title != "" {
			return title
		}
	}
	return c.Title
}

// State reports whether the command can run now, and if not, why.
func (c Command) State() (ok bool, reason string) {
	if c.Enabled == nil {
		return true, ""
	}
	return c.Enabled()
}

// ErrUnknown says that no command has the id.
var ErrUnknown = errors.New("unknown command")

// DisabledError says why a command cannot run now.
type DisabledError struct {
	Title, Reason string
}

func (e *DisabledError) Error() string { return e.Title + ": " + e.Reason }

// Registry holds the commands of a window and their keys. It is not safe for
// concurrent use: it belongs to the window's goroutine.
type Registry struct {
	commands []Command
	byID     map[string]int
	rebound  map[string][]Key // the user's keys by command id
}

// NewRegistry returns an empty registry.
func NewRegistry() *Registry {
	return &Registry{byID: make(map[string]int)}
}

// Register adds commands. Title, Keys and Where may be left empty for commands
// of the Defaults table. It panics when a command has no title, no Run or an id
// that is taken: those are mistakes of the program.
func (r *Registry) Register(commands ...Command) {
	for _, c := range commands {
		if d, ok := defaultOf(c.ID); ok && c.Title == "" {
			c.Title, c.Where, c.Keys = d.Title, d.Where, d.Keys
		}
		_, taken := r.byID[c.ID]
		if taken || c.Title == "" || c.Run == nil {
			panic(fmt.Sprintf("command %q is registered twice, or has no title or nothing to run", c.ID))
		}
		r.byID[c.ID] = len(r.commands)
		r.commands = append(r.commands, c)
	}
}

func defaultOf(id string) (Default, bool) {
	at := slices.IndexFunc(Defaults(), func(d Default) bool { return d.ID == id })
	if at < 0 {
		return Default{}, false
	}
	return Defaults()[at], true
}

// All returns the commands in the order of registration.
func (r *Registry) All() []Command { return slices.Clone(r.commands) }

// Get returns the command with an id.
func (r *Registry) Get(id string) (Command, bool) {
	at, ok := r.byID[id]
	if !ok {
		return Command{}, false
	}
	return r.commands[at], true
}

// Run runs a command. The error is ErrUnknown, or a *DisabledError whose text can
// be shown to the user.
func (r *Registry) Run(id string) error {
	c, ok := r.Get(id)
	if !ok {
		return fmt.Errorf("%w %q", ErrUnknown, id)
	}
	if ok, reason := c.State(); !ok {
		return &DisabledError{c.Name(), reason}
	}
	c.Run()
	return nil
}

// Keys returns the keys of a command, best first: the user's, or the default.
func (r *Registry) Keys(id string) []Key {
	if keys, ok := r.rebound[id]; ok {
		return slices.Clone(keys)
	}
	c, _ := r.Get(id)
	return slices.Clone(c.Keys)
}

// KeyLabel returns the first key of a command as shown to the user, "" if it has
// none.
func (r *Registry) KeyLabel(id string) string {
	if keys := r.Keys(id); len(keys) > 0 {
		return keys[0].Label()
	}
	return ""
}

// Rebind gives a command other keys; none means no key at all. It does not take
// them from another command: ask Clashes first.
func (r *Registry) Rebind(id string, keys []Key) {
	if r.rebound == nil {
		r.rebound = make(map[string][]Key)
	}
	r.rebound[id] = slices.Clone(keys)
}

// Reset gives commands their default keys again; without ids, all.
func (r *Registry) Reset(ids ...string) {
	if len(ids) == 0 {
		r.rebound = nil
	}
	for _, id := range ids {
		delete(r.rebound, id)
	}
}

// Rebound returns the user's keys by command id, for the caller to store; the
// keys read and write as text. Ids of commands that do not exist yet are kept.
func (r *Registry) Rebound() map[string][]Key { return maps.Clone(r.rebound) }

// SetRebound puts stored keys of the user in force.
func (r *Registry) SetRebound(keys map[string][]Key) { r.rebound = maps.Clone(keys) }

// Clashes returns the other commands that have the key where the command with
// the id also works.
func (r *Registry) Clashes(id string, key Key) []Command {
	self, ok := r.Get(id)
	if !ok {
		return nil
	}
	var list []Command
	for _, c := range r.commands {
		if c.ID != id && c.Where.meets(self.Where) && slices.Contains(r.Keys(c.ID), key) {
			list = append(list, c)
		}
	}
	return list
}

// Match returns the command that an event means in a place, which is Page or
// Review with the window's commands behind it, or Window alone.
func (r *Registry) Match(where Where, layout Layout, e Event) (Command, bool) {
	for _, key := range layout.Candidates(e) {
		if c, ok := r.bound(where, key); ok {
			return c, true
		}
		if c, ok := r.bound(Window, key); ok {
			return c, true
		}
	}
	return Command{}, false
}

func (r *Registry) bound(where Where, key Key) (Command, bool) {
	for _, c := range r.commands {
		if c.Where == where && slices.Contains(r.Keys(c.ID), key) {
			return c, true
		}
	}
	return Command{}, false
}
