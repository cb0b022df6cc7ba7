package brat

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
)

// config is what annotation.conf and visual.conf say: the schema, with what
// the data has besides.
type config struct {
	schema annotate.Schema
	names  *names
}

// newConfig takes over a schema, which may be nil, under names that brat can show.
func newConfig(schema *annotate.Schema, n *names) *config {
	c := &config{names: n}
	if schema == nil {
		return c
	}
	c.schema.Nesting, c.schema.Overlap = schema.Nesting, schema.Overlap
	for _, t := range schema.Entities {
		c.entity(t.Label).Type = c.typ(t.Type)
	}
	for _, t := range schema.Events {
		e := c.event(t.Label)
		e.Type = c.typ(t.Type)
		for _, r := range t.Roles {
			r.Name, r.Fillers = display(r.Name), displayAll(r.Fillers)
			if e.Role(r.Name) == nil {
				e.Roles = append(e.Roles, r)
			}
		}
	}
	for _, t := range schema.Relations {
		r := c.relation(t.Label)
		r.From, r.To, r.Symmetric, r.Attributes = displayAll(t.From), displayAll(t.To), t.Symmetric, c.attributes(t.Attributes)
	}
	c.schema.EventAttributes = c.attributes(schema.EventAttributes)
	c.reserve()
	return c
}

// reserve names everything in the order of the schema, so that names do not
// hang on which label happens to be used first.
func (c *config) reserve() {
	for _, t := range c.schema.Entities {
		c.names.of(t.Label)
	}
	for _, t := range c.schema.Events {
		c.names.of(t.Label)
		for _, r := range t.Roles {
			c.names.of(r.Name)
		}
	}
	for _, t := range c.schema.Relations {
		c.names.of(t.Label)
	}
}

func (c *config) typ(t annotate.Type) annotate.Type {
	return annotate.Type{Label: display(t.Label), Colour: t.Colour, Attributes: c.attributes(t.Attributes)}
}

func (c *config) attributes(list []annotate.AttributeType) []annotate.AttributeType {
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = display(list[i].Name)
	}
	return list
}

func displayAll(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = display(n)
	}
	return out
}

// entity, event and relation are the types of a label, made where they are not there yet.
func (c *config) entity(label string) *annotate.EntityType {
	label = display(label)
	if c.schema.Entity(label) == nil {
		c.schema.Entities = append(c.schema.Entities, annotate.EntityType{Type: annotate.Type{Label: label}})
	}
	return c.schema.Entity(label)
}

func (c *config) event(label string) *annotate.EventType {
	label = display(label)
	if c.schema.Event(label) == nil {
		c.schema.Events = append(c.schema.Events, annotate.EventType{Type: annotate.Type{Label: label}})
	}
	return c.schema.Event(label)
}

func (c *config) relation(label string) *annotate.RelationType {
	label = display(label)
	if c.schema.Relation(label) == nil {
		anything := []string{"*"}
		c.schema.Relations = append(c.schema.Relations, annotate.RelationType{Label: label, From: anything, To: anything})
	}
	return c.schema.Relation(label)
}

// use adds what a fitted layer has and the schema lacks.
func (c *config) use(l annotate.Layer) {
	for _, m := range l.Mentions.All() {
		t := c.entity(m.Label)
		useAttributes(&t.Attributes, m.Attributes)
	}
	for _, v := range l.Events.All() {
		t := c.event(v.Type)
		for _, a := range v.Arguments {
			if t.Role(a.Role) == nil {
				t.Roles = append(t.Roles, annotate.Role{Name: a.Role, Fillers: []string{"*"}})
			}
		}
		own := maps.Clone(v.Attributes)
		for _, a := range c.schema.EventAttributes {
			delete(own, a.Name)
		}
		useAttributes(&t.Attributes, own)
	}
	for _, r := range l.Relations.All() {
		t := c.relation(r.Label)
		useAttributes(&t.Attributes, r.Attributes)
	}
}

func useAttributes(types *[]annotate.AttributeType, attrs annotate.Attributes) {
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if !slices.ContainsFunc(*types, func(t annotate.AttributeType) bool { return t.Name == name }) {
			*types = append(*types, annotate.AttributeType{Name: name, Type: "text"})
		}
	}
}

// mark is the first line of an annotation.conf that Galley wrote. It tells
// that file names and labels are to be read back, and whose work it is.
type mark struct {
	Annotator string             `json:"annotator"`
	Kind      annotate.LayerKind `json:"kind"`
	Splits    []string           `json:"splits,omitempty"`
}

const markPrefix = "# galley "

// annotation writes annotation.conf.
func (c *config) annotation(w io.Writer, m mark) error {
	said, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s\n\n[entities]\n", markPrefix, said)
	for _, t := range c.schema.Entities {
		fmt.Fprintln(&b, c.names.of(t.Label))
	}
	b.WriteString("\n[relations]\n")
	for _, t := range c.schema.Relations {
		fmt.Fprintf(&b, "%s\tArg1:%s, Arg2:%s", c.names.of(t.Label), c.fillers(t.From), c.fillers(t.To))
		if t.Symmetric {
			b.WriteString(", <REL-TYPE>:symmetric")
		}
		b.WriteByte('\n')
	}
	b.WriteString("Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n")
	if c.schema.Nesting || c.schema.Overlap {
		b.WriteString("<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n")
	}
	b.WriteString("\n[events]\n")
	for _, t := range c.schema.Events {
		roles := make([]string, len(t.Roles))
		for i, r := range t.Roles {
			roles[i] = c.names.of(r.Name) + times(r) + ":" + c.fillers(r.Fillers)
		}
		fmt.Fprintln(&b, strings.TrimRight(c.names.of(t.Label)+"\t"+strings.Join(roles, ", "), "\t"))
	}
	b.WriteString("\n[attributes]\n")
	for _, a := range c.merged() {
		fmt.Fprintf(&b, "%s\tArg:%s", c.names.of(a.name), strings.Join(a.on, "|"))
		if len(a.values) > 0 {
			fmt.Fprintf(&b, ", Value:%s", strings.Join(a.values, "|"))
		}
		b.WriteByte('\n')
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// endless stands for no limit where annotation.conf needs a number.
const endless = 1 << 30

// times is how often a role may be filled, as annotation.conf says it.
func times(r annotate.Role) string {
	switch {
	case r.Max == nil && r.Min == 0:
		return "*"
	case r.Max == nil && r.Min == 1:
		return "+"
	case r.Max == nil:
		return fmt.Sprintf("{%d-%d}", r.Min, endless)
	case r.Min == 0 && *r.Max == 1:
		return "?"
	case r.Min == 1 && *r.Max == 1:
		return ""
	}
	return fmt.Sprintf("{%d-%d}", r.Min, *r.Max)
}

func (c *config) fillers(list []string) string {
	var out []string
	for _, f := range list {
		event, isEvent := strings.CutPrefix(f, "event:")
		switch {
		case f == "*":
			f = "<ANY>"
		case f == "event:*":
			f = "<EVENT>"
		case isEvent:
			f = c.names.of(event)
		default:
			f = c.names.of(f)
		}
		if !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return "<ANY>"
	}
	return strings.Join(out, "|")
}

// attribute is a line of the section [attributes]: brat knows a name once.
type attribute struct {
	name       string
	on, values []string
}

func (c *config) merged() []*attribute {
	var out []*attribute
	add := func(on string, types []annotate.AttributeType) {
		for _, t := range types {
			i := slices.IndexFunc(out, func(a *attribute) bool { return a.name == t.Name })
			if i < 0 {
				out = append(out, &attribute{name: t.Name})
				i = len(out) - 1
			}
			out[i].on = append(out[i].on, on)
			for _, v := range t.Options {
				if v = oneLine(v); v != "" && !strings.ContainsAny(v, ",|<>") && !slices.Contains(out[i].values, v) {
					out[i].values = append(out[i].values, v)
				}
			}
		}
	}
	for _, t := range c.schema.Entities {
		add(c.names.of(t.Label), t.Attributes)
	}
	add("<EVENT>", c.schema.EventAttributes)
	for _, t := range c.schema.Events {
		add(c.names.of(t.Label), t.Attributes)
	}
	for _, t := range c.schema.Relations {
		add(c.names.of(t.Label), t.Attributes)
	}
	return out
}

// visual writes visual.conf: the real labels, and the colours.
func (c *config) visual(w io.Writer) error {
	var b strings.Builder
	b.WriteString("[labels]\n")
	for _, real := range c.names.list {
		if safe := c.names.of(real); safe != real {
			fmt.Fprintf(&b, "%s | %s\n", safe, real)
		}
	}
	b.WriteString("\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black\nATTRIBUTE_DEFAULT\tglyph:*\n")
	colour := func(t annotate.Type) {
		if t.Colour != "" {
			fmt.Fprintf(&b, "%s\tbgColor:%s\n", c.names.of(t.Label), t.Colour)
		}
	}
	for _, t := range c.schema.Entities {
		colour(t.Type)
	}
	for _, t := range c.schema.Events {
		colour(t.Type)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
