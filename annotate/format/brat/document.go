package brat

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// document reads one .ann file.
type document struct {
	article  *annotate.Article
	settings *settings
	called   string
	lines    map[annotate.Item]int // where annotations stand
	results  []format.Result

	quotes     []quoted
	events     []fields
	relations  []fields
	attributes []fields
	references []fields
	equivs     []fields
	notes      []fields
}

// fields is a line cut at its tabs: an id, what stands between, and the rest.
type fields struct {
	line           int
	id, data, tail string
}

func (d *document) refuse(line int, code string, err error) {
	item := d.called
	if line > 0 {
		item = fmt.Sprintf("%s, line %d", d.called, line)
	}
	d.results = append(d.results, format.Result{Refused: &format.Issue{Item: item, Code: code, Message: err.Error()}, Part: true})
}

// read reads the whole file. What is refused is in d.results.
func (d *document) read(ann []byte) annotate.Layer {
	for l := range format.Lines(bytes.NewReader(ann)) {
		if len(bytes.TrimSpace(l.Text)) > 0 || l.TooLong {
			d.sort(l)
		}
	}
	mentions, triggers := d.places()
	targets := map[string]annotate.ID{} // a trigger stands for its event
	var items []annotate.Item
	for _, m := range mentions {
		items = append(items, m)
	}
	for _, f := range d.events {
		if v := d.event(f, triggers); v != nil {
			items = append(items, v)
			if id := triggerID(f); targets[id] == "" {
				targets[id] = v.ID
			}
		}
	}
	d.point(items, targets)
	for _, f := range d.relations {
		if r := d.relation(f, targets); r != nil {
			items = append(items, r)
		}
	}
	d.describe(items, targets)
	for _, e := range d.entities(mentions) {
		items = append(items, e)
	}
	for _, f := range d.notes {
		items = append(items, d.note(f, targets))
	}
	return format.Assemble(d.article, items, func(item annotate.Item, code string, err error) {
		d.refuse(d.lines[item], code, fmt.Errorf("%s %s: %w", item.ItemKind(), item.ItemID(), err))
	})
}

var places = regexp.MustCompile(`^(\S+) (-?\d+ -?\d+(?:;-?\d+ -?\d+)*) *$`)

// sort puts a line where lines of its kind are.
func (d *document) sort(l format.Line) {
	if l.TooLong {
		d.refuse(l.Number, format.CodeTooLong, errors.New("the line is too long"))
		return
	}
	parts := strings.SplitN(string(l.Text), "\t", 3)
	if len(parts) < 2 || parts[0] == "" || !bytes.Equal(bytes.ToValidUTF8(l.Text, nil), l.Text) {
		d.refuse(l.Number, format.CodeSyntax, fmt.Errorf("%q is no line of brat", format.Clip(string(l.Text))))
		return
	}
	f := fields{line: l.Number, id: parts[0], data: parts[1]}
	if len(parts) == 3 {
		f.tail = parts[2]
	}
	switch f.id[0] {
	case 'T':
		d.quote(f)
	case 'E':
		d.events = append(d.events, f)
	case 'R':
		d.relations = append(d.relations, f)
	case 'A', 'M':
		d.attributes = append(d.attributes, f)
	case 'N':
		d.references = append(d.references, f)
	case '*':
		d.equivs = append(d.equivs, f)
	case '#':
		d.notes = append(d.notes, f)
	default:
		d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no id of brat", format.Clip(f.id)))
	}
}

func (d *document) quote(f fields) {
	m := places.FindStringSubmatch(f.data)
	if m == nil {
		d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no label with offsets", format.Clip(f.data)))
		return
	}
	q := quoted{line: f.line, id: f.id, label: m[1], text: f.tail}
	for pair := range strings.SplitSeq(m[2], ";") {
		a, b, _ := strings.Cut(pair, " ")
		start, err := strconv.Atoi(a)
		end, err2 := strconv.Atoi(b)
		if err := errors.Join(err, err2); err != nil {
			d.refuse(f.line, format.CodeSpan, fmt.Errorf("offsets %s are no numbers in range", pair))
			return
		}
		q.offsets = append(q.offsets, [2]int{start, end})
	}
	d.quotes = append(d.quotes, q)
}

func triggerID(f fields) string {
	head, _, _ := strings.Cut(f.data, " ")
	_, trigger, _ := strings.Cut(head, ":")
	return trigger
}

// places are the mentions, and the spans of the triggers of events.
func (d *document) places() ([]*annotate.Mention, map[string][]span.Span) {
	count := infer(d.article.Text, d.quotes)
	if !count.Usual {
		d.results = append(d.results, format.Result{Warning: &format.Issue{
			Item: d.called, Code: format.CodeUnit, Message: "its offsets count " + count.Name + ", as its quotes show; brat counts code points",
		}})
	}
	triggers := map[string][]span.Span{}
	for _, f := range d.events {
		triggers[triggerID(f)] = nil
	}
	var mentions []*annotate.Mention
	for i := range d.quotes {
		q := &d.quotes[i]
		spans, code, err := count.Place(q.claim())
		if err != nil {
			d.refuse(q.line, code, fmt.Errorf("%s: %w", q.id, err))
			continue
		}
		if before, trigger := triggers[q.id]; !trigger {
			m := &annotate.Mention{ID: annotate.ID(q.id), Label: d.settings.label(q.label), Spans: spans}
			d.lines[m] = q.line
			mentions = append(mentions, m)
		} else if before == nil {
			triggers[q.id] = spans
		} else {
			d.refuse(q.line, format.CodeDuplicateID, fmt.Errorf("%s stands twice", q.id))
		}
	}
	return mentions, triggers
}

// event reads "Type:T1 Role:T2 Role2:E3". Its arguments bear the ids of the file: see point.
func (d *document) event(f fields, triggers map[string][]span.Span) *annotate.Event {
	words := strings.Fields(f.data)
	if len(words) == 0 || !strings.Contains(words[0], ":") {
		d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no event", format.Clip(f.data)))
		return nil
	}
	label, trigger, _ := strings.Cut(words[0], ":")
	spans := triggers[trigger]
	if spans == nil {
		d.refuse(f.line, format.CodeReference, fmt.Errorf("event %s: its trigger %q is not there", f.id, trigger))
		return nil
	}
	v := &annotate.Event{ID: annotate.ID(f.id), Type: d.settings.label(label), Trigger: spans}
	d.lines[v] = f.line
	var names []string
	for _, w := range words[1:] {
		name, _, _ := strings.Cut(w, ":")
		names = append(names, name)
	}
	for i, w := range words[1:] {
		_, target, ok := strings.Cut(w, ":")
		if !ok || target == "" || names[i] == "" {
			d.refuse(f.line, format.CodeSyntax, fmt.Errorf("event %s: %q is no argument", f.id, format.Clip(w)))
			continue
		}
		v.Arguments = append(v.Arguments, annotate.Argument{Role: d.settings.role(names[i], names), Target: annotate.ID(target)})
	}
	return v
}

// point lets arguments that name a trigger name its event.
func (d *document) point(items []annotate.Item, targets map[string]annotate.ID) {
	for _, item := range items {
		v, ok := item.(*annotate.Event)
		if !ok {
			continue
		}
		for i, a := range v.Arguments {
			v.Arguments[i].Target = cmp.Or(targets[string(a.Target)], a.Target)
		}
	}
}

// relation reads "Type Arg1:T1 Arg2:T2".
func (d *document) relation(f fields, targets map[string]annotate.ID) *annotate.Relation {
	words := strings.Fields(f.data)
	if len(words) != 3 {
		d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no relation of two", format.Clip(f.data)))
		return nil
	}
	r := &annotate.Relation{ID: annotate.ID(f.id), Label: d.settings.label(words[0])}
	d.lines[r] = f.line
	for i, end := range []*annotate.ID{&r.From, &r.To} {
		_, target, _ := strings.Cut(words[i+1], ":")
		*end = cmp.Or(targets[target], annotate.ID(target))
	}
	return r
}

// describe puts attributes on items. An attribute without a value is true, one
// that stands with several values is a list.
func (d *document) describe(items []annotate.Item, targets map[string]annotate.ID) {
	byID := map[annotate.ID]annotate.Item{}
	for _, item := range items {
		if byID[item.ItemID()] == nil {
			byID[item.ItemID()] = item
		}
	}
	for _, f := range d.attributes {
		words := strings.SplitN(strings.TrimRight(f.data, " "), " ", 3)
		if len(words) < 2 {
			d.refuse(f.line, format.CodeSyntax, fmt.Errorf("%q is no attribute", format.Clip(f.data)))
			continue
		}
		item := byID[cmp.Or(targets[words[1]], annotate.ID(words[1]))]
		if item == nil {
			d.refuse(f.line, format.CodeReference, fmt.Errorf("attribute %s: %q is not there", words[0], format.Clip(words[1])))
			continue
		}
		value := annotate.Value("true")
		if len(words) == 3 {
			value = annotate.ValueOf(words[2])
		}
		addAttribute(item, d.settings.label(words[0]), value)
	}
}

func addAttribute(item annotate.Item, name string, v annotate.Value) {
	var attrs *annotate.Attributes
	switch x := item.(type) {
	case *annotate.Mention:
		attrs = &x.Attributes
	case *annotate.Event:
		attrs = &x.Attributes
	case *annotate.Relation:
		attrs = &x.Attributes
	}
	if before := (*attrs)[name]; before != "" && !before.Bool() && !v.Bool() {
		texts := before.Texts()
		if slices.Contains(texts, v.Text()) {
			return
		}
		v = annotate.ValueOf(append(texts, v.Text()))
	}
	*attrs = attrs.With(name, v)
}

func (d *document) note(f fields, targets map[string]annotate.ID) *annotate.Note {
	kind, on, _ := strings.Cut(strings.TrimSpace(f.data), " ")
	if kind == "AnnotatorNotes" {
		kind = ""
	}
	n := &annotate.Note{ID: annotate.ID(f.id), On: cmp.Or(targets[on], annotate.ID(on)), Text: f.tail, State: annotate.NoteOpen, Type: kind}
	d.lines[n] = f.line
	return n
}
