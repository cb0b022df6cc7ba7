package webannotsv

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// kind of a layer.
type kind int

const (
	spans kind = iota
	relations
	chains
	skipped // tokens' own, such as parts of speech
)

// layer is a layer as the header says it.
type layer struct {
	kind
	typ      string
	features []string
	slots    string // the type of what the slots hold; empty where there are none
	column   int    // the first
}

// columns are how many the layer has.
func (l *layer) columns() int {
	n := len(l.features)
	if l.slots != "" {
		n += 2
	}
	if l.kind == relations {
		n++
	}
	return n
}

// header reads the line of a layer.
func (d *document) header(line int, text string) {
	key, value, _ := strings.Cut(text, "=")
	kinds := map[string]kind{"#T_SP": spans, "#T_RL": relations, "#T_CH": chains}
	k, known := kinds[key]
	parts := strings.Split(value, "|")
	if !known || parts[0] == "" {
		d.refuse(line, format.CodeSyntax, "%s is no layer", format.Clip(text))
		return
	}
	l := &layer{kind: k, typ: parts[0]}
	if n := len(d.layers); n > 0 {
		l.column = d.layers[n-1].column + d.layers[n-1].columns()
	}
	for i := 1; i < len(parts); i++ {
		switch f := parts[i]; {
		case strings.HasPrefix(f, "ROLE_") && l.slots == "":
			l.slots = "*"
			if i++; i < len(parts) {
				l.slots = parts[i]
			}
		case strings.HasPrefix(f, "BT_"):
		default:
			l.features = append(l.features, f)
		}
	}
	if own := "de.tudarmstadt.ukp.dkpro.core.api."; strings.HasPrefix(l.typ, own) && k == spans && l.typ != typeMention {
		l.kind = skipped
	}
	d.layers = append(d.layers, l)
}

// annotation is one of a layer of spans or chains.
type annotation struct {
	*layer
	number         int // in brackets; 0 where there is none
	line           int
	place          span.Span
	values         []string
	roles, targets []string
	mention        *annotate.Mention
	event          *annotate.Event
}

// maker makes annotations of the cells of a document.
type maker struct {
	*wire.Reading
	*document
	list     []*annotation
	byUnit   map[string][]*annotation
	byNumber map[key]*annotation
}

// key tells annotations of several rows.
type key struct {
	*layer
	number int
}

func (m *maker) refuse(line int, code, message string, args ...any) {
	m.Refuse(fmt.Sprintf("line %d", line), code, fmt.Errorf(message, args...))
}

// items are what the cells say.
func (m *maker) items() []annotate.Item {
	m.byUnit, m.byNumber = map[string][]*annotation{}, map[key]*annotation{}
	for _, s := range m.sentences {
		for _, r := range s.rows {
			for _, l := range m.layers {
				if l.kind == spans || l.kind == chains {
					m.cells(l, r)
				}
			}
		}
	}
	mentions, events := m.spans()
	groups := m.groups()
	var items []annotate.Item
	for _, v := range events {
		items = append(items, v)
	}
	taken := map[annotate.ID]bool{} // events have other ids
	for _, e := range cut.Linked(m.Article, mentions, groups, taken) {
		items = append(items, e)
	}
	for _, x := range mentions {
		items = append(items, x)
	}
	for _, r := range m.relations() {
		items = append(items, r)
	}
	return items
}

// stack is one of the annotations that a row has in a layer.
func (l *layer) stack(r *row, i int) (values []string, number int) {
	for c := range l.columns() {
		value := ""
		if l.column+c < len(r.cells) {
			if all := split(r.cells[l.column+c], '|'); i < len(all) {
				value = all[i]
			}
		}
		if isTarget := l.slots != "" && c == len(l.features)+1; !isTarget && (l.kind != relations || c < len(l.features)) {
			var n int
			if value, n = numberOf(value); n > 0 {
				number = n
			}
		}
		values = append(values, value)
	}
	return values, number
}

// cells reads what a row says in a layer.
func (m *maker) cells(l *layer, r *row) {
	if l.column >= len(r.cells) || r.cells[l.column] == "_" || r.place.Len() == 0 {
		return
	}
	for i := range split(r.cells[l.column], '|') {
		values, number := l.stack(r, i)
		if number > 0 {
			if x := m.byNumber[key{l, number}]; x != nil {
				x.place.End = max(x.place.End, r.place.End)
				m.byUnit[r.unit] = append(m.byUnit[r.unit], x)
				continue
			}
		}
		x := &annotation{layer: l, number: number, line: r.line, place: r.place}
		for _, v := range values[:len(l.features)] {
			if v == "*" || v == "_" {
				v = ""
			}
			x.values = append(x.values, unescape(v))
		}
		if n := len(l.features); l.slots != "" && values[n] != "*" && values[n] != "_" {
			x.roles, x.targets = split(values[n], ';'), split(values[n+1], ';')
		}
		m.list = append(m.list, x)
		if number > 0 {
			m.byNumber[key{l, number}] = x
		}
		m.byUnit[r.unit] = append(m.byUnit[r.unit], x)
	}
}

// label takes the value that labels an annotation, and gives the others as attributes.
func (x *annotation) label() (label string, attributes annotate.Attributes) {
	at := -1
	for _, name := range []string{"value", "type", "label", "category", "referenceType"} {
		if at < 0 {
			at = slices.Index(x.features, name)
		}
	}
	if at < 0 && len(x.features) > 0 {
		at = 0
	}
	label = name(x.typ)
	for i, v := range x.values {
		switch {
		case v == "":
		case i == at:
			label = v
		case x.features[i] != "identifier":
			if attributes == nil {
				attributes = annotate.Attributes{}
			}
			text, _ := json.Marshal(v) // a text can be
			attributes[x.features[i]] = annotate.Value(text)
		}
	}
	return label, attributes
}

// identifier is the id of a knowledge base that a mention bears.
func (x *annotation) identifier() string {
	if at := slices.Index(x.features, "identifier"); at >= 0 {
		return x.values[at]
	}
	return ""
}

// spans makes mentions, and events of what is in a layer with slots.
func (m *maker) spans() (mentions []*annotate.Mention, events []*annotate.Event) {
	byID := map[annotate.ID]*annotation{}
	for i, x := range m.list {
		id := annotate.ID(fmt.Sprint(i + 1)) // for the order of those at one place
		label, attributes := x.label()
		place := []span.Span{x.place}
		switch {
		case x.kind == chains:
			continue
		case x.slots != "":
			x.event = &annotate.Event{ID: id, Type: label, Trigger: place, Attributes: attributes}
			events = append(events, x.event)
		default:
			x.mention = &annotate.Mention{ID: id, Label: label, Spans: place, Attributes: attributes}
			mentions = append(mentions, x.mention)
		}
		byID[id] = x
	}
	mentions = append(mentions, m.linkChains()...)
	numbers := cut.Numbers{}
	mentions, events = cut.ByPlace(mentions), cut.ByPlace(events)
	owner := make([]*annotation, len(events))
	for i, v := range events {
		owner[i] = byID[v.ID]
	}
	for _, x := range mentions {
		x.ID = numbers.Next("m")
	}
	for i, v := range events {
		v.ID = numbers.Next("v")
		v.Arguments = m.arguments(owner[i])
	}
	return mentions, events
}

// linkChains finds the mention of each link of a chain: of those at its place
// that with its label, or else the first. Where there is none it makes one.
func (m *maker) linkChains() (made []*annotate.Mention) {
	at := map[span.Span][]*annotate.Mention{}
	for _, x := range m.list {
		if x.mention != nil {
			at[x.place] = append(at[x.place], x.mention)
		}
	}
	for i, x := range m.list {
		if x.kind != chains {
			continue
		}
		label, _ := x.label()
		for _, y := range at[x.place] {
			if x.mention == nil || y.Label == label {
				x.mention = y
			}
		}
		if x.mention == nil {
			x.mention = &annotate.Mention{ID: annotate.ID(fmt.Sprint(i + 1)), Label: label, Spans: []span.Span{x.place}}
			at[x.place] = append(at[x.place], x.mention)
			made = append(made, x.mention)
		}
	}
	return made
}

// groups are the chains and ids of a knowledge base that mentions share.
func (m *maker) groups() map[annotate.ID]cut.Group {
	out := map[annotate.ID]cut.Group{}
	for _, x := range m.list {
		if x.kind == spans && x.mention != nil && x.identifier() != "" {
			out[x.mention.ID] = cut.Group{Key: "id " + x.identifier(), KB: x.identifier()}
		}
	}
	for _, x := range m.list {
		if x.kind != chains || len(x.values) < 2 {
			continue
		}
		_, link, _ := strings.Cut(x.values[len(x.values)-1], "->")
		chain, _, found := strings.Cut(link, "-")
		if !found {
			m.refuse(x.line, format.CodeSyntax, "%q names no chain", format.Clip(x.values[len(x.values)-1]))
			continue
		}
		g := out[x.mention.ID]
		g.Key = "chain " + chain
		out[x.mention.ID] = g
	}
	return out
}

// find is the annotation that a reference points at, "3-1[2]": that with the
// number in brackets in the row, or the only one there.
func (m *maker) find(unit string, number int, typ string) *annotation {
	var found *annotation
	for _, x := range m.byUnit[unit] {
		if x.kind == spans && (number == 0 || x.number == number) && (found == nil || x.typ == typ) {
			found = x
		}
	}
	return found
}

func (m *maker) arguments(x *annotation) []annotate.Argument {
	var out []annotate.Argument
	for i, role := range x.roles {
		if i >= len(x.targets) {
			m.refuse(x.line, format.CodeMissing, "role %q has no target", format.Clip(role))
			continue
		}
		unit, number := numberOf(x.targets[i])
		if inner, n := numberOf(unit); n > 0 { // the number of the event stands behind
			unit, number = inner, n
		}
		role = cmp.Or(strings.TrimPrefix(unescape(role), "*"), "Argument")
		switch y := m.find(unit, number, x.slots); {
		case y == nil:
			m.refuse(x.line, format.CodeReference, "argument %s: %s is not there", role, format.Clip(x.targets[i]))
		case y.mention != nil:
			out = append(out, annotate.Argument{Role: role, Target: y.mention.ID})
		default:
			out = append(out, annotate.Argument{Role: role, Target: y.event.ID})
		}
	}
	return out
}

func (m *maker) relations() []*annotate.Relation {
	var out []*annotate.Relation
	for _, s := range m.sentences {
		for _, r := range s.rows {
			for _, l := range m.layers {
				if l.kind != relations || l.column >= len(r.cells) || r.cells[l.column] == "_" {
					continue
				}
				for i := range split(r.cells[l.column], '|') {
					if x := m.relation(l, r, i); x != nil {
						out = append(out, x)
					}
				}
			}
		}
	}
	return inOrder(out)
}

// relation reads a relation, which stands at its dependent and names its governor: "1-8[2_3]".
func (m *maker) relation(l *layer, r *row, i int) *annotate.Relation {
	values, _ := l.stack(r, i)
	x := &annotation{layer: l}
	for _, v := range values[:len(l.features)] {
		if v, _ = numberOf(v); v == "*" || v == "_" {
			v = ""
		}
		x.values = append(x.values, unescape(v))
	}
	unit, from, to := ends(values[len(values)-1])
	head, dependent := m.find(unit, from, ""), m.find(r.unit, to, "")
	if head == nil || dependent == nil {
		m.refuse(r.line, format.CodeReference, "a relation: %q is not there", format.Clip(values[len(values)-1]))
		return nil
	}
	label, attributes := x.label()
	return &annotate.Relation{Label: label, From: head.id(), To: dependent.id(), Attributes: attributes}
}

// id is that of what was made of x.
func (x *annotation) id() annotate.ID {
	if x.event != nil {
		return x.event.ID
	}
	return x.mention.ID
}

// ends reads "1-8[2_3]".
func ends(ref string) (unit string, from, to int) {
	unit, numbers, _ := strings.Cut(strings.TrimSuffix(ref, "]"), "[")
	fmt.Sscanf(numbers, "%d_%d", &from, &to)
	return unit, from, to
}
