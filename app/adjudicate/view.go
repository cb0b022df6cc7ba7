package adjudicate

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/ui"
)

// View is what the card shows of a set.
type View struct {
	Last    string // what became of the one before
	Kind    string // MENTION, EVENT, CHAIN
	Chip    ui.ChipData
	Title   string
	Place   string   // article and sentence
	State   string   // what became of it, or what it waits for
	Warn    bool     // the state is one to look at
	Changed []Change // of a stale decision
	Rows    []Row
	Fields  []Field
	Taken   int    // of the readings, -1 for none
	Along   string // what comes into gold besides, and what leaves it
	Entry   string // of the schema or the guideline on the label
	Remarks []string
	Similar []string // decided cases like this one
}

// Row is one distinct reading.
type Row struct {
	Who    string
	Chips  []ui.ChipData
	Pieces []Piece
	// Attributes are those of mentions, bold where readings differ in them.
	Attributes Piece
}

// Piece is a piece of text; what only some readings say is bold.
type Piece struct {
	Text string
	Bold bool
}

// nothing is what a coder says who marked nothing.
var nothing = Piece{"(nothing)", true}

// Field is a part of an event or a chain.
type Field struct {
	Name   string
	Cells  []string // of each reading; empty says nothing
	Same   []bool   // whether it is what the first reading says
	Differ bool
	Active bool // takes the next digit
	From   int  // the reading that it is taken from
}

// Subject is what a View is made of.
type Subject struct {
	Case    *review.Case
	Article *annotate.Article
	Schema  *annotate.Schema
	Styles  *page.Styles
	Who     func(coder annotate.ID) string // the name of a coder, or what stands for it
	Set     int
	First   int         // the reading that fields come from, unless they have their own
	Fields  map[int]int // the reading that a field comes from
	Field   int         // the field that takes the next digit, -1 for none
	// Then are the layers of those who changed what was decided on, as they were; nil before they are read.
	Then map[annotate.ID]*annotate.Layer
}

// ChipOf is the chip of a label of a kind.
func ChipOf(styles *page.Styles, kind annotate.Kind, label string) ui.ChipData {
	switch kind {
	case annotate.KindEvent:
		s := styles.Event(label)
		return ui.ChipData{Name: s.Short, Color: s.Entry.ID, Trigger: true}
	case annotate.KindMention, annotate.KindEntity:
		s := styles.Mention(label)
		return ui.ChipData{Name: s.Short, Color: s.Entry.ID}
	}
	return ui.ChipData{}
}

var kindTitles = map[annotate.Kind]string{
	annotate.KindMention: "MENTION", annotate.KindEvent: "EVENT", annotate.KindEntity: "CHAIN",
	annotate.KindRelation: "RELATION", annotate.KindLabel: "DOCUMENT LABEL",
}

// Describe makes the view of a set.
func Describe(s Subject) View {
	set := &s.Case.Sets[s.Set]
	v := View{
		Kind: kindTitles[set.Kind], Chip: ChipOf(s.Styles, set.Kind, set.Label), Title: set.Label,
		Place: placeOf(s.Article, set), Taken: -1,
	}
	if len(set.Spans) > 0 && set.Kind != annotate.KindRelation {
		v.Title = s.Article.Quote(set.Spans)
	}
	common := common(set)
	for r := range set.Readings {
		v.Rows = append(v.Rows, s.row(set, r, common))
	}
	for i := range set.Fields {
		v.Fields = append(v.Fields, s.field(set, i))
	}
	s.state(&v, set)
	v.Entry = entry(s.Schema, set)
	v.Remarks = s.remarks(set)
	return v
}

// placeOf says where a set is.
func placeOf(a *annotate.Article, set *review.Set) string {
	if set.Start() < 0 {
		return a.Title
	}
	n := 0
	a.Text.EachSentence(span.Span{End: a.Text.Len()}, func(sentence span.Span) bool {
		n++
		return sentence.End <= set.Start()
	})
	return fmt.Sprintf("sentence %d of %s", n, a.Title)
}

// common is the text that all readings that hold something cover.
func common(set *review.Set) span.Span {
	var out *span.Span
	for _, r := range set.Readings {
		if len(r.Items) == 0 {
			continue
		}
		hull := span.Hull(annotate.SpansOf(r.Items[0]))
		if out == nil {
			out = &hull
			continue
		}
		out.Start, out.End = max(out.Start, hull.Start), min(out.End, hull.End)
	}
	if out == nil {
		return span.Span{}
	}
	return *out
}

func (s *Subject) row(set *review.Set, reading int, common span.Span) Row {
	r := &set.Readings[reading]
	var names []string
	for _, c := range r.Coders {
		names = append(names, s.Who(c))
	}
	slices.Sort(names)
	row := Row{Who: strings.Join(names, ", ")}
	if len(r.Items) == 0 {
		row.Pieces = []Piece{nothing}
		return row
	}
	several := len(set.Readings) > 1
	for i, item := range r.Items {
		if i > 0 {
			row.Pieces = append(row.Pieces, Piece{" + ", true})
		}
		switch x := item.(type) {
		case *annotate.Label:
			row.Pieces = append(row.Pieces, Piece{x.Value.Text(), several})
		case *annotate.Relation:
			row.Pieces = append(row.Pieces, Piece{s.name(r.Coders[0], x.From) + " ", false}, Piece{x.Label, several}, Piece{" " + s.name(r.Coders[0], x.To), false})
		case *annotate.Entity:
			row.Chips = append(row.Chips, ChipOf(s.Styles, set.Kind, x.Label))
			row.Pieces = append(row.Pieces, Piece{fmt.Sprintf("%s (%d)", x.Name, len(r.Members)), false})
		default:
			row.Chips = append(row.Chips, ChipOf(s.Styles, set.Kind, annotate.LabelOf(item)))
			row.Pieces = append(row.Pieces, s.pieces(annotate.SpansOf(item), common, several && len(r.Items) == 1)...)
			row.Attributes.add(attributes(set, item))
		}
	}
	return row
}

// pieces are the text of fragments, with what not all cover in bold.
func (s *Subject) pieces(spans []span.Span, common span.Span, several bool) []Piece {
	var out []Piece
	add := func(from, to int, bold bool) {
		if from < to {
			out = append(out, Piece{ui.CutMiddle(strings.Join(strings.Fields(" "+s.Article.Text.Slice(from, to)+" "), " "), 60), bold})
			if text := s.Article.Text.Slice(from, to); strings.HasSuffix(text, " ") {
				out[len(out)-1].Text += " "
			} else if strings.HasPrefix(text, " ") {
				out[len(out)-1].Text = " " + out[len(out)-1].Text
			}
		}
	}
	for i, sp := range spans {
		if i > 0 {
			out = append(out, Piece{" … ", false})
		}
		if !several || common.Len() <= 0 {
			add(sp.Start, sp.End, several)
			continue
		}
		add(sp.Start, min(sp.End, common.Start), true)
		add(max(sp.Start, common.Start), min(sp.End, common.End), false)
		add(max(sp.Start, common.End), sp.End, true)
	}
	return out
}

// attributes are those of a mention, bold where readings differ in them.
func attributes(set *review.Set, item annotate.Item) Piece {
	m, ok := item.(*annotate.Mention)
	if !ok || len(m.Attributes) == 0 {
		return Piece{}
	}
	return Piece{m.Attributes.String(), slices.Contains(set.Differs, review.Attribute)}
}

// add puts another piece behind one.
func (p *Piece) add(q Piece) {
	if p.Text != "" && q.Text != "" {
		p.Text += "; "
	}
	p.Text, p.Bold = p.Text+q.Text, p.Bold || q.Bold
}

// name is how an annotation of a coder is called.
func (s *Subject) name(coder, id annotate.ID) string {
	doc := annotate.Document{Article: s.Article}
	if l := s.Case.Layer(coder); l != nil {
		doc.Layer = *l
	}
	item := doc.Layer.Find(id)
	if item == nil {
		return "?"
	}
	return ui.CutMiddle(doc.Text(item), ui.PillLength)
}

// field is a field with what each reading says of it.
func (s *Subject) field(set *review.Set, i int) Field {
	f := &set.Fields[i]
	out := Field{Name: fieldName(f), Differ: f.Differs(), Active: i == s.Field, From: s.First}
	if from, ok := s.Fields[i]; ok {
		out.From = from
	}
	for r := range set.Readings {
		out.Cells = append(out.Cells, s.cell(set, f, r))
		out.Same = append(out.Same, f.Keys[r] == f.Keys[0])
	}
	if f.Kind == review.FieldMember {
		member := &s.Case.Sets[f.Set]
		out.Name = ui.CutMiddle(s.Article.Quote(member.Spans), ui.PillLength)
	}
	return out
}

func fieldName(f *review.Field) string {
	if f.Name != "" {
		return strings.ReplaceAll(f.Name, "_", " ")
	}
	return string(f.Kind)
}

// cell is what a reading says of a field.
func (s *Subject) cell(set *review.Set, f *review.Field, reading int) string {
	r := &set.Readings[reading]
	if f.Kind == review.FieldMember {
		if f.Keys[reading] == review.Unmarked {
			return "not marked"
		}
		return f.Keys[reading]
	}
	if len(r.Items) == 0 {
		return ""
	}
	v := r.Items[0].(*annotate.Event)
	switch f.Kind {
	case review.FieldType:
		return v.Type
	case review.FieldTrigger:
		if len(v.Trigger) == 0 {
			return "no trigger"
		}
		return s.Article.Quote(v.Trigger)
	case review.FieldAttribute:
		return strings.Join(v.Attributes[f.Name].Texts(), ", ")
	}
	var out []string
	for _, a := range v.Arguments {
		if a.Role != f.Name {
			continue
		}
		text := string(a.Value)
		if a.Target != "" {
			text = s.name(r.Coders[0], a.Target)
		} else if a.Value != "" {
			text = a.Value.Text()
		}
		out = append(out, text)
	}
	return strings.Join(out, " + ")
}

// entry is what the schema says of a set's labels.
func entry(schema *annotate.Schema, set *review.Set) string {
	var out []string
	for _, r := range set.Readings {
		for _, item := range r.Items {
			label := annotate.LabelOf(item)
			var t *annotate.Type
			if e := schema.Entity(label); e != nil {
				t = &e.Type
			} else if e := schema.Event(label); e != nil {
				t = &e.Type
			}
			if t == nil {
				continue
			}
			text := label + ": " + strings.TrimSpace(t.Description+" "+t.Guidelines)
			if !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return strings.Join(out, "\n")
}

// remarks are the coders' notes on what they marked.
func (s *Subject) remarks(set *review.Set) []string {
	var out []string
	for _, h := range set.Of {
		l := s.Case.Layer(h.Coder)
		for _, n := range l.Notes.All() {
			if n.On != "" && slices.Contains(h.Items, n.On) {
				out = append(out, s.Who(h.Coder)+": "+n.Text)
			}
		}
		for _, id := range h.Items {
			if m, ok := l.Find(id).(*annotate.Mention); ok && m.Unsure {
				out = append(out, s.Who(h.Coder)+" was not sure.")
			}
		}
	}
	return out
}
