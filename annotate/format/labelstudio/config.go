package labelstudio

import (
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
)

// config is the labelling configuration: what the schema says, with what the
// data use besides.
type config struct {
	labels    map[string][]string // of a control, in order
	colours   map[string]string
	relations []string
	attrs     map[string][]string // options of each control for attributes; nil: a free text
	order     []string
}

func newConfig(s *annotate.Schema) *config {
	c := &config{labels: map[string][]string{}, colours: map[string]string{}, attrs: map[string][]string{}}
	if s == nil {
		return c
	}
	for _, t := range s.Entities {
		c.typ(labelControl, t.Type)
	}
	for _, t := range s.Events {
		c.typ(triggerControl, t.Type)
		for _, r := range t.Roles {
			c.relation(r.Name)
		}
	}
	for _, t := range s.Relations {
		c.relation(t.Label)
	}
	c.attributes("", s.EventAttributes)
	c.attributes(documentControl, s.DocumentAttributes)
	return c
}

func (c *config) typ(control string, t annotate.Type) {
	c.use(control, t.Label)
	if t.Colour != "" {
		c.colours[t.Label] = t.Colour
	}
	c.attributes("", t.Attributes)
}

func (c *config) attributes(prefix string, types []annotate.AttributeType) {
	for _, t := range types {
		name := prefix + t.Name
		switch t.Type {
		case "choice", "multi":
			c.control(name, append(c.attrs[name], t.Options...))
		case "bool":
			c.control(name, append(c.attrs[name], "true", "false"))
		default:
			c.control(name, c.attrs[name])
		}
	}
}

func (c *config) control(name string, options []string) {
	if _, there := c.attrs[name]; !there {
		c.order = append(c.order, name)
	}
	var once []string
	for _, o := range options {
		if !slices.Contains(once, o) {
			once = append(once, o)
		}
	}
	c.attrs[name] = once
}

// use notes a label of a control.
func (c *config) use(control, label string) {
	if !slices.Contains(c.labels[control], label) {
		c.labels[control] = append(c.labels[control], label)
	}
}

func (c *config) relation(label string) {
	if !slices.Contains(c.relations, label) {
		c.relations = append(c.relations, label)
	}
}

// choices are what is said of a region by attributes.
func (c *config) choices(attrs annotate.Attributes) []result {
	var out []result
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		out = append(out, c.choice(name, attrs[name]))
	}
	return out
}

// choice is what a control says: a choice where the schema has options, else a text.
func (c *config) choice(control string, v annotate.Value) result {
	texts := v.Texts()
	if _, there := c.attrs[control]; !there {
		c.control(control, nil)
	}
	r := result{FromName: control, ToName: textObject, Type: "choices", Value: &value{Choices: append([]string{}, texts...)}, Origin: "manual"}
	if c.attrs[control] == nil {
		r.Type, r.Value = "textarea", &value{Text: append([]string{}, texts...)}
		return r
	}
	c.control(control, append(c.attrs[control], texts...))
	return r
}

// write writes the XML. Relations name their fragments too.
func (c *config) write(w io.Writer) error {
	var b strings.Builder
	b.WriteString("<View>\n")
	for _, control := range []string{labelControl, triggerControl} {
		if len(c.labels[control]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "  <Labels name=%s toName=\"text\">\n", quoted(control))
		for _, label := range c.labels[control] {
			b.WriteString("    <Label value=" + quoted(label))
			if colour := c.colours[label]; colour != "" {
				b.WriteString(" background=" + quoted(colour))
			}
			b.WriteString("/>\n")
		}
		b.WriteString("  </Labels>\n")
	}
	if len(c.relations) > 0 {
		b.WriteString("  <Relations>\n")
		for _, label := range c.relations {
			b.WriteString("    <Relation value=" + quoted(label) + "/>\n")
		}
		b.WriteString("  </Relations>\n")
	}
	for _, name := range c.order {
		region := " perRegion=\"true\""
		if strings.HasPrefix(name, documentControl) {
			region = ""
		}
		if c.attrs[name] == nil {
			fmt.Fprintf(&b, "  <TextArea name=%s toName=\"text\"%s/>\n", quoted(name), region)
			continue
		}
		fmt.Fprintf(&b, "  <Choices name=%s toName=\"text\"%s choice=\"multiple\">\n", quoted(name), region)
		for _, option := range c.attrs[name] {
			b.WriteString("    <Choice value=" + quoted(option) + "/>\n")
		}
		b.WriteString("  </Choices>\n")
	}
	b.WriteString("  <Text name=\"text\" value=\"$text\"/>\n</View>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func quoted(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return `"` + b.String() + `"`
}

// textField is the field of the data that the configuration shows as text.
func textField(configuration []byte) string {
	dec := xml.NewDecoder(strings.NewReader(string(configuration)))
	for {
		t, err := dec.Token()
		if err != nil {
			return textObject
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "Text" {
			for _, a := range e.Attr {
				if name, ok := strings.CutPrefix(a.Value, "$"); ok && a.Name.Local == "value" {
					return name
				}
			}
		}
	}
}
