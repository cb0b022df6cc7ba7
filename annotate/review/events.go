package review

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/agree"
)

// events are aligned by their triggers, types and those fillers that are no
// events, and then compared in all.
func (c *Comparison) events() {
	units := make([][]agree.Event, len(c.Layers))
	for i := range c.Layers {
		coder := c.Layers[i].ID.Annotator
		for _, v := range c.Layers[i].Events.All() {
			trigger := unitOf(v.Trigger, v.Type)
			u := agree.Event{Type: v.Type, Trigger: trigger.Span, Gaps: trigger.Gaps}
			for _, a := range v.Arguments {
				u.Arguments = append(u.Arguments, agree.Argument{Role: a.Role, Filler: c.filler(coder, a)})
			}
			units[i] = append(units[i], u)
		}
	}
	sets := agree.MatchEvents(units)
	groups := make([]group, len(sets))
	for n, members := range sets {
		groups[n] = make(group, len(c.Layers))
		for _, m := range members {
			v := c.Layers[m.Coder].Events.All()[m.Unit]
			groups[n][m.Coder] = []annotate.Item{v}
			c.of[unit{c.Layers[m.Coder].ID.Annotator, v.ID}] = len(c.Sets) + n // for events that are fillers
		}
	}
	for _, g := range groups {
		s := c.add(annotate.KindEvent, g, c.eventKey, ownEvent)
		s.compare(func(a, b int) { s.differ(c.eventsDiffer(&s.Readings[a], &s.Readings[b])...) })
		c.eventFields(s)
	}
}

// filler is what fills a role, alike for all coders: the set of a mention, a
// chain or an event, and a value.
func (c *Comparison) filler(coder annotate.ID, a annotate.Argument) string {
	key := ""
	if a.Target != "" {
		key = "event"
		if set, ok := c.of[unit{coder, a.Target}]; ok {
			key = fmt.Sprint(set)
		}
	}
	if a.Value != "" {
		key += " = " + string(a.Value)
	}
	return key
}

// argument is an argument in terms that coders share.
type argument struct{ role, filler, value string }

func (c *Comparison) arguments(coder annotate.ID, v *annotate.Event) []argument {
	var out []argument
	for _, a := range v.Arguments {
		target := a
		target.Value = ""
		out = append(out, argument{a.Role, c.filler(coder, target), string(a.Value)})
	}
	slices.SortFunc(out, compareArguments)
	return out
}

func compareArguments(a, b argument) int {
	return slices.Compare([]string{a.role, a.filler, a.value}, []string{b.role, b.filler, b.value})
}

func (c *Comparison) eventKey(coder int, items []annotate.Item) string {
	v := items[0].(*annotate.Event)
	return fmt.Sprintf("%q %s %q %s", v.Type, eventPlace(v), c.arguments(c.Layers[coder].ID.Annotator, v), attributesKey(v.Attributes))
}

// eventPlace is where an event stands: its trigger, or its evidence where it has none.
func eventPlace(v *annotate.Event) string {
	if len(v.Trigger) == 0 {
		return fmt.Sprint("evidence ", v.Evidence)
	}
	return fmt.Sprint(v.Trigger)
}

// ownEvent is an event in terms of its coder's own ids.
func ownEvent(_ int, items []annotate.Item) string {
	v := items[0].(*annotate.Event)
	var b strings.Builder
	fmt.Fprintf(&b, "%q %s %s", v.Type, eventPlace(v), attributesKey(v.Attributes))
	for _, a := range v.Arguments {
		fmt.Fprintf(&b, " %q=%q=%s", a.Role, a.Target, a.Value)
	}
	return b.String()
}

// eventsDiffer tells in what two events differ. Arguments that are equal are
// set aside; of those left the same filler in two roles is one difference, two
// fillers in one role another, and an argument without a counterpart a third.
func (c *Comparison) eventsDiffer(x, y *Reading) []Difference {
	a, b := x.Items[0].(*annotate.Event), y.Items[0].(*annotate.Event)
	var out []Difference
	if a.Type != b.Type {
		out = append(out, Type)
	}
	if eventPlace(a) != eventPlace(b) {
		out = append(out, Boundary)
	}
	if attributesKey(a.Attributes) != attributesKey(b.Attributes) {
		out = append(out, Attribute)
	}
	left, right := c.arguments(x.Coders[0], a), c.arguments(y.Coders[0], b)
	for _, pass := range []struct {
		is   Difference
		same func(p, q argument) bool
	}{
		{"", func(p, q argument) bool { return p == q }},
		{Value, func(p, q argument) bool { return p.role == q.role && p.filler == q.filler }},
		{Role, func(p, q argument) bool { return p.filler == q.filler && p.value == q.value }},
		{Filler, func(p, q argument) bool { return p.role == q.role }},
	} {
		found := false
		left, right, found = without(left, right, pass.same)
		if found && pass.is != "" {
			out = append(out, pass.is)
		}
	}
	if len(left)+len(right) > 0 {
		out = append(out, Incomplete)
	}
	return out
}

// without takes the pairs that are the same in some way out of two lists.
func without(a, b []argument, same func(p, q argument) bool) (restA, restB []argument, found bool) {
	restB = slices.Clone(b)
	for _, p := range a {
		i := slices.IndexFunc(restB, func(q argument) bool { return same(p, q) })
		if i < 0 {
			restA = append(restA, p)
			continue
		}
		restB = slices.Delete(restB, i, i+1)
		found = true
	}
	return restA, restB, found
}

// roleKey is what fills a role, of arguments in order.
func roleKey(arguments []argument, role string) string {
	var b strings.Builder
	for _, a := range arguments {
		if a.role == role {
			fmt.Fprintf(&b, "%q %q\n", a.filler, a.value)
		}
	}
	return b.String()
}

// eventFields are the parts of an event: its type, trigger, roles and
// attributes, roles in the order in which readings give them.
func (c *Comparison) eventFields(s *Set) {
	add := func(kind annotate.Kind, name string, key func(coder annotate.ID, v *annotate.Event) string) {
		f := Field{Kind: kind, Name: name}
		for _, r := range s.Readings {
			k := ""
			if len(r.Items) > 0 {
				k = key(r.Coders[0], r.Items[0].(*annotate.Event))
			}
			f.Keys = append(f.Keys, k)
		}
		s.Fields = append(s.Fields, f)
	}
	add(FieldType, "", func(_ annotate.ID, v *annotate.Event) string { return v.Type })
	add(FieldTrigger, "", func(_ annotate.ID, v *annotate.Event) string { return eventPlace(v) })
	var roles, attributes []string
	for _, r := range s.Readings {
		for _, item := range r.Items {
			v := item.(*annotate.Event)
			for _, a := range v.Arguments {
				if !slices.Contains(roles, a.Role) {
					roles = append(roles, a.Role)
				}
			}
			for name := range v.Attributes {
				if !slices.Contains(attributes, name) {
					attributes = append(attributes, name)
				}
			}
		}
	}
	slices.Sort(attributes)
	for _, role := range roles {
		add(FieldRole, role, func(coder annotate.ID, v *annotate.Event) string {
			return roleKey(c.arguments(coder, v), role)
		})
	}
	for _, name := range attributes {
		add(FieldAttribute, name, func(_ annotate.ID, v *annotate.Event) string { return string(v.Attributes[name]) })
	}
}
