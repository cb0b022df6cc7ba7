package labelstudio

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format/graph"
)

// ReadSchema reads a schema from a labelling configuration
// (https://labelstud.io/tags). Labels are entity types, those of a control that
// is called trigger or event are event types; relations join anything. Choices,
// texts and numbers are attributes: of all types, or of one label where
// whenLabelValue names it; those that are not perRegion are labels of the
// article. What is wrong is refused with its line, in a *annotate.SchemaError.
func ReadSchema(name string, config []byte) (*annotate.Schema, error) {
	r := &xmlReader{dec: xml.NewDecoder(bytes.NewReader(config)), schema: annotate.Schema{
		Format: annotate.SchemaFormat, FileVersion: annotate.SchemaFileVersion, ID: annotate.ID(name), Name: name, Nesting: true, Overlap: true,
		Entities: []annotate.EntityType{}, Events: []annotate.EventType{}, Relations: []annotate.RelationType{},
		EventAttributes: []annotate.AttributeType{}, DocumentAttributes: []annotate.AttributeType{}}}
	for {
		token, err := r.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, r.refuse("%s", strings.TrimPrefix(err.Error(), "XML syntax error on "))
		}
		switch e := token.(type) {
		case xml.StartElement:
			err = r.start(e)
		case xml.EndElement:
			r.end(e.Name.Local)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(r.schema.Entities)+len(r.schema.Events) == 0 {
		return nil, r.refuse("there is no Label in it")
	}
	r.spread()
	if err := r.schema.Check(); err != nil {
		return nil, err
	}
	return &r.schema, nil
}

// xmlReader makes a schema of a configuration.
type xmlReader struct {
	dec     *xml.Decoder
	schema  annotate.Schema
	labels  string // the control whose labels are read, or empty
	control *control
	found   []control
}

// control is one that says something of a region or of the article.
type control struct {
	annotate.AttributeType
	tag    string
	region bool
	when   []string // labels that it is about; nil: all
}

func (r *xmlReader) refuse(format string, args ...any) error {
	line, _ := r.dec.InputPos()
	return &annotate.SchemaError{Place: fmt.Sprintf("line %d", line), Msg: fmt.Sprintf(format, args...)}
}

// attr is an attribute of a tag.
func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}

var (
	labelTags = []string{"Labels", "HyperTextLabels", "ParagraphLabels"}
	valueTags = map[string]string{"Choices": "choice", "Taxonomy": "choice", "TextArea": "text", "Number": "number", "Rating": "number", "DateTime": "date"}
)

func (r *xmlReader) start(e xml.StartElement) error {
	switch tag := e.Name.Local; {
	case slices.Contains(labelTags, tag):
		r.labels = attr(e, "name")
		if r.labels == "" {
			return r.refuse("%s has no name", tag)
		}
	case tag == "Label" && r.labels != "":
		return r.label(e)
	case tag == "Relation":
		return r.relation(e)
	case valueTags[tag] != "":
		return r.open(e)
	case tag == "Choice" && r.control != nil:
		if value := meant(e); value != "" && !slices.Contains(r.control.Options, value) {
			r.control.Options = append(r.control.Options, value)
		}
	}
	return nil
}

// meant is what stands in the data for a label or a choice.
func meant(e xml.StartElement) string {
	if alias := attr(e, "alias"); alias != "" {
		return alias
	}
	return attr(e, "value")
}

var hexColour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

func (r *xmlReader) label(e xml.StartElement) error {
	t := annotate.Type{Label: meant(e), Description: attr(e, "hint")}
	if t.Label == "" {
		return r.refuse("a Label has no value")
	}
	if r.schema.Entity(t.Label) != nil || r.schema.Event(t.Label) != nil {
		return r.refuse("the label %q is used twice", t.Label)
	}
	if words := attr(e, "value"); words != t.Label {
		t.Display = words
	}
	if colour := attr(e, "background"); hexColour.MatchString(colour) {
		t.Colour = colour
	}
	if low := strings.ToLower(r.labels); strings.Contains(low, triggerControl) || strings.Contains(low, "event") {
		r.schema.Events = append(r.schema.Events, annotate.EventType{Type: t, Roles: []annotate.Role{}})
	} else {
		r.schema.Entities = append(r.schema.Entities, annotate.EntityType{Type: t})
	}
	return nil
}

func (r *xmlReader) relation(e xml.StartElement) error {
	label := meant(e)
	switch {
	case label == "":
		return r.refuse("a Relation has no value")
	case label == graph.Fragment:
		return nil // how Galley joins the fragments of a span
	case r.schema.Relation(label) != nil:
		return r.refuse("the relation %q stands twice", label)
	}
	anything := []string{"*"}
	r.schema.Relations = append(r.schema.Relations, annotate.RelationType{Label: label, From: anything, To: anything})
	return nil
}

func (r *xmlReader) open(e xml.StartElement) error {
	tag := e.Name.Local
	c := control{tag: tag, region: attr(e, "perRegion") == "true"}
	c.Name, c.Type, c.Required = strings.TrimPrefix(attr(e, "name"), documentControl), valueTags[tag], attr(e, "required") == "true"
	if c.Name == "" {
		return r.refuse("%s has no name", tag)
	}
	if strings.HasPrefix(attr(e, "choice"), "multiple") {
		c.Type = "multi"
	}
	if when := attr(e, "whenLabelValue"); when != "" {
		c.when = strings.Split(when, ",")
	}
	r.control = &c
	return nil
}

func (r *xmlReader) end(tag string) {
	switch {
	case slices.Contains(labelTags, tag):
		r.labels = ""
	case r.control != nil && r.control.tag == tag:
		r.found = append(r.found, *r.control)
		r.control = nil
	}
}

// spread gives types and the article the attributes that were found.
func (r *xmlReader) spread() {
	add := func(list *[]annotate.AttributeType, c control) {
		if !slices.ContainsFunc(*list, func(a annotate.AttributeType) bool { return a.Name == c.Name }) {
			*list = append(*list, c.AttributeType)
		}
	}
	for _, c := range r.found {
		if !c.region {
			add(&r.schema.DocumentAttributes, c)
			continue
		}
		for i := range r.schema.Entities {
			if t := &r.schema.Entities[i]; c.when == nil || slices.Contains(c.when, t.Label) {
				add(&t.Attributes, c)
			}
		}
		if c.when == nil && len(r.schema.Events) > 0 {
			add(&r.schema.EventAttributes, c)
		}
		for i := range r.schema.Events {
			if t := &r.schema.Events[i]; slices.Contains(c.when, t.Label) {
				add(&t.Attributes, c)
			}
		}
	}
}
