package page

import (
	"galley/annotate"
	"galley/app/tokens"
)

// Style is how a label is drawn.
type Style struct {
	Short string // the name on the chip
	Title string // what the label is called in words
	Entry tokens.Entry
	// Residue is what is no text of the article: it is dim, and has no ground.
	Residue bool
}

// Styles are the looks of all labels of a schema.
type Styles struct {
	mentions, events map[string]Style
	other            tokens.Entry
}

// NewStyles gives every entity and event type of the schema its palette entry
// and its short name.
func NewStyles(schema *annotate.Schema, t *tokens.Tokens) *Styles {
	s := &Styles{map[string]Style{}, map[string]Style{}, t.Entry(10)}
	var seeds []tokens.Color
	var groups []string
	var labels []tokens.Label
	for _, e := range schema.Entities {
		seed, _ := tokens.ParseColor(e.Colour) // what is no colour asks for none
		seeds = append(seeds, seed)
		labels = append(labels, tokens.Label{Name: e.Label, Short: e.Short})
	}
	for _, e := range schema.Events {
		groups = append(groups, e.Group)
		labels = append(labels, tokens.Label{Name: e.Label, Short: e.Short})
	}
	entities, events := t.Assign(seeds, groups)
	shorts := tokens.ShortNames(labels)
	for i, e := range schema.Entities {
		style := newStyle(e.Type, shorts[i], t.Entry(entities[i]))
		style.Residue = e.Residue()
		s.mentions[e.Label] = style
	}
	for i, e := range schema.Events {
		s.events[e.Label] = newStyle(e.Type, shorts[len(entities)+i], t.Entry(events[i]))
	}
	return s
}

func newStyle(t annotate.Type, short string, entry tokens.Entry) Style {
	title := t.Display
	if title == "" {
		title = t.Label
	}
	return Style{Short: short, Title: title, Entry: entry}
}

// Mention is the style of mentions with a label. A label that the schema lacks is drawn in grey.
func (s *Styles) Mention(label string) Style { return s.find(s.mentions, label) }

// Event is the style of events of a type.
func (s *Styles) Event(label string) Style { return s.find(s.events, label) }

func (s *Styles) find(in map[string]Style, label string) Style {
	if style, ok := in[label]; ok {
		return style
	}
	return Style{Short: tokens.ShortNames([]tokens.Label{{Name: label}})[0], Title: label, Entry: s.other}
}
