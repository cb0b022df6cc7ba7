package reschema

import (
	"fmt"
	"maps"
	"slices"

	"galley/annotate"
)

// Rename gives a thing of the schema, and all annotations that bear its name, another name.
type Rename struct {
	What Name
	To   string
}

// Title implements Change.
func (c Rename) Title() string { return fmt.Sprintf("rename %s to %s", c.What.Label, c.To) }

func (c Rename) change(s *annotate.Schema) error {
	to := c.What.Beside(c.To)
	switch {
	case !c.What.Exists(s):
		return missing(c.What)
	case c.To == "":
		return refused(c.What, "the new name is empty")
	case to.Exists(s):
		return refused(c.What, "%s is there already: merge the two instead", to)
	case c.What.Part == Entity && s.Event(c.To) != nil || c.What.Part == Event && s.Entity(c.To) != nil:
		return refused(c.What, "%q is the name of another type", c.To)
	}
	name, formerly := c.What.names(s)
	*name, *formerly = c.To, succeeded(c.To, *formerly, c.What.Label, nil)
	refill(s, c.What, []string{c.To})
	return nil
}

func (c Rename) follow(f *follower) error {
	f.move(c.What, c.To, nil)
	return nil
}

func (c Rename) label(part Part, label string) string {
	if part == c.What.Part && label == c.What.Label {
		return c.To
	}
	return label
}

// Merge makes one thing of two of the same part: what bears the name of What
// bears that of Into, and What is no more. Into keeps its definition and gets
// the attributes, fillers and options that it lacks. Annotations that become
// alike become one; mentions on one place that hang on different entities stay two.
type Merge struct {
	What Name
	Into string
	// Roles says, of event types, where the fillers of each role of What go:
	// a role of Into, a new role that is then copied, or nowhere, where it is
	// empty. A role that it does not name goes where DefaultRoles says.
	Roles map[string]string
}

// Title implements Change.
func (c Merge) Title() string { return fmt.Sprintf("merge %s into %s", c.What.Label, c.Into) }

// DefaultRoles says where the fillers of each role of one event type go when it
// is merged into another: to the role of the same name, else to the first that
// takes the same fillers and gets no others, else nowhere.
func DefaultRoles(from, into *annotate.EventType) map[string]string {
	out := map[string]string{}
	used := map[string]bool{}
	for _, r := range from.Roles {
		if into.Role(r.Name) != nil {
			out[r.Name], used[r.Name] = r.Name, true
		}
	}
	for _, r := range from.Roles {
		if into.Role(r.Name) != nil {
			continue
		}
		out[r.Name] = ""
		for _, t := range into.Roles {
			if !used[t.Name] && !t.Retired && slices.Equal(sorted(r.Fillers), sorted(t.Fillers)) {
				out[r.Name], used[t.Name] = t.Name, true
				break
			}
		}
	}
	return out
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

// roles is where the fillers of each role go.
func (c Merge) roles(s *annotate.Schema) map[string]string {
	out := DefaultRoles(s.Event(c.What.Label), s.Event(c.Into))
	maps.Copy(out, c.Roles)
	return out
}

func (c Merge) change(s *annotate.Schema) error {
	into := c.What.Beside(c.Into)
	switch {
	case !c.What.Exists(s):
		return missing(c.What)
	case !into.Exists(s):
		return missing(into)
	case c.Into == c.What.Label:
		return refused(c.What, "it cannot be merged into itself")
	}
	var err error
	switch c.What.Part {
	case Entity:
		from, to := s.Entity(c.What.Label), s.Entity(c.Into)
		to.Attributes, err = united(c.What, to.Attributes, from.Attributes)
	case Event:
		err = c.changeEvent(s, s.Event(c.What.Label), s.Event(c.Into))
	case Relation:
		from, to := s.Relation(c.What.Label), s.Relation(c.Into)
		to.From, to.To = both(to.From, from.From), both(to.To, from.To)
		to.Subtypes = both(to.Subtypes, from.Subtypes)
		to.Attributes, err = united(c.What, to.Attributes, from.Attributes)
	case Role:
		uniteRoles(into.role(s), *c.What.role(s), true)
	default:
		err = uniteAttributes(c.What, into.attribute(s), *c.What.attribute(s))
	}
	if err != nil {
		return err
	}
	_, was := c.What.names(s)
	_, formerly := into.names(s)
	*formerly = succeeded(c.Into, *formerly, c.What.Label, *was)
	cut(s, c.What)
	refill(s, c.What, []string{c.Into})
	return nil
}

func (c Merge) changeEvent(s *annotate.Schema, from, to *annotate.EventType) (err error) {
	roles := c.roles(s)
	for _, r := range from.Roles {
		switch name := roles[r.Name]; {
		case name == "":
		case to.Role(name) != nil:
			uniteRoles(to.Role(name), r, false)
			to.Role(name).Formerly = succeeded(name, to.Role(name).Formerly, r.Name, r.Formerly)
		default:
			r.Formerly = succeeded(name, nil, r.Name, r.Formerly)
			r.Name, r.Min = name, 0 // what there is already does not have it
			to.Roles = append(to.Roles, r)
		}
	}
	to.Attributes, err = united(c.What, to.Attributes, from.Attributes)
	return err
}

func (c Merge) follow(f *follower) error {
	var roles map[string]string
	if c.What.Part == Event {
		roles = c.roles(f.before)
	}
	changed := f.move(c.What, c.Into, roles)
	if len(changed) == 0 {
		return nil
	}
	if err := f.apply(); err != nil {
		return err
	}
	return f.unite(c.What.Part, c.Into, changed)
}

func (c Merge) label(part Part, label string) string {
	return Rename{c.What, c.Into}.label(part, label)
}

func missing(n Name) error { return refused(n, "it is not in the schema") }

func refused(n Name, format string, args ...any) error {
	return &annotate.SchemaError{Place: n.String(), Msg: fmt.Sprintf(format, args...)}
}
