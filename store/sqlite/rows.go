package sqlite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/span"
)

// annotationRow is a row of the table annotation with the rows of fragment
// and argument that belong to it. Empty strings are NULL in the table.
type annotationRow struct {
	layer                           int64
	id                              annotate.ID
	kind                            annotate.Kind
	label, text, kb                 string
	spans, evidence                 []span.Span
	start, end                      int64 // of the first and the last of spans; a negative start: there are none
	entity, source, target, subject annotate.ID
	value                           annotate.Value
	state, attributes, origin       string
	arguments                       []annotate.Argument
}

// The parts of an annotation in the table fragment.
const (
	partSpan     = "span"
	partEvidence = "evidence"
)

// rowOf takes an annotation apart.
func rowOf(layer int64, item annotate.Item) annotationRow {
	r := annotationRow{layer: layer, id: item.ItemID(), kind: item.ItemKind()}
	switch x := item.(type) {
	case *annotate.Mention:
		r.label, r.spans, r.entity = x.Label, x.Spans, x.Entity
		r.attributes, r.origin = jsonObject(x.Attributes), originJSON(x.Origin)
	case *annotate.Entity:
		r.label, r.text, r.kb = x.Label, x.Name, x.KB
		r.attributes, r.origin = jsonObject(x.Attributes), originJSON(x.Origin)
	case *annotate.Event:
		r.label, r.spans, r.evidence, r.arguments = x.Type, x.Trigger, x.Evidence, x.Arguments
		r.attributes, r.origin = jsonObject(x.Attributes), originJSON(x.Origin)
	case *annotate.Relation:
		r.label, r.source, r.target = x.Label, x.From, x.To
		r.attributes, r.origin = jsonObject(x.Attributes), originJSON(x.Origin)
	case *annotate.Label:
		r.label, r.value, r.origin = x.Label, x.Value, originJSON(x.Origin)
	case *annotate.Note:
		r.label, r.text, r.subject, r.state, r.spans, r.origin = x.Type, x.Text, x.On, x.State, x.Spans, originJSON(x.Origin)
	}
	r.start = -1
	if len(r.spans) > 0 {
		r.start, r.end = int64(r.spans[0].Start), int64(r.spans[len(r.spans)-1].End)
	}
	return r
}

// item puts an annotation together again.
func (r *annotationRow) item() (annotate.Item, error) {
	var o annotate.Origin
	var attributes annotate.Attributes
	if err := errors.Join(parseObject(r.origin, &o), parseObject(r.attributes, &attributes)); err != nil {
		return nil, fmt.Errorf("reading annotation %s: %w", r.id, err)
	}
	switch r.kind {
	case annotate.KindMention:
		return &annotate.Mention{ID: r.id, Label: r.label, Spans: r.spans, Entity: r.entity, Attributes: attributes, Origin: o}, nil
	case annotate.KindEntity:
		return &annotate.Entity{ID: r.id, Label: r.label, Name: r.text, KB: r.kb, Attributes: attributes, Origin: o}, nil
	case annotate.KindEvent:
		return &annotate.Event{ID: r.id, Type: r.label, Trigger: r.spans, Evidence: r.evidence, Arguments: r.arguments, Attributes: attributes, Origin: o}, nil
	case annotate.KindRelation:
		return &annotate.Relation{ID: r.id, Label: r.label, From: r.source, To: r.target, Attributes: attributes, Origin: o}, nil
	case annotate.KindLabel:
		return &annotate.Label{ID: r.id, Label: r.label, Value: r.value, Origin: o}, nil
	case annotate.KindNote:
		return &annotate.Note{ID: r.id, On: r.subject, Spans: r.spans, Text: r.text, State: r.state, Type: r.label, Origin: o}, nil
	}
	return nil, fmt.Errorf("annotation %s has the unknown kind %q", r.id, r.kind)
}

// kindColumns are the columns in which a kind of annotation has anything. A
// statement that leaves the others out is twice as fast.
var kindColumns = map[annotate.Kind][]string{
	annotate.KindMention:  {"layer", "id", "label", "attributes", "origin", "start", `"end"`, "entity"},
	annotate.KindEntity:   {"layer", "id", "label", "attributes", "origin", "text", "kb"},
	annotate.KindEvent:    {"layer", "id", "label", "attributes", "origin", "start", `"end"`},
	annotate.KindRelation: {"layer", "id", "label", "attributes", "origin", "source", "target"},
	annotate.KindLabel:    {"layer", "id", "label", "origin", "value"},
	annotate.KindNote:     {"layer", "id", "label", "origin", "start", `"end"`, "text", "subject", "state"},
}

// appendValues appends the values of the kind's columns.
func (r *annotationRow) appendValues(to []any) []any {
	var start, end any
	if len(r.spans) > 0 {
		start, end = r.start, r.end
	}
	to = append(to, r.layer, string(r.id), r.label)
	switch r.kind {
	case annotate.KindMention:
		return append(to, null(r.attributes), null(r.origin), start, end, null(r.entity))
	case annotate.KindEntity:
		return append(to, null(r.attributes), null(r.origin), null(r.text), null(r.kb))
	case annotate.KindEvent:
		return append(to, null(r.attributes), null(r.origin), start, end)
	case annotate.KindRelation:
		return append(to, null(r.attributes), null(r.origin), null(r.source), null(r.target))
	case annotate.KindLabel:
		return append(to, null(r.origin), null(r.value))
	}
	return append(to, null(r.origin), start, end, null(r.text), null(r.subject), null(r.state))
}

// appendFragments appends the values of the rows of fragment.
func (r *annotationRow) appendFragments(to []any) []any {
	if len(r.spans) > 1 {
		to = r.appendPart(to, partSpan, r.spans)
	}
	return r.appendPart(to, partEvidence, r.evidence)
}

func (r *annotationRow) appendPart(to []any, part string, spans []span.Span) []any {
	for n, s := range spans {
		to = append(to, r.layer, string(r.id), part, int64(n), int64(s.Start), int64(s.End))
	}
	return to
}

// appendArguments appends the values of the rows of argument.
func (r *annotationRow) appendArguments(to []any) []any {
	for n, a := range r.arguments {
		to = append(to, r.layer, string(r.id), int64(n), a.Role, null(a.Target), null(a.Value), null(jsonObject(a.Extra)))
	}
	return to
}

// annotationColumns are those of the table annotation that fields are for.
const annotationColumns = `id, kind, label, coalesce(start, -1), "end", text, kb, entity, source, target, subject, value, state, attributes, origin`

func (r *annotationRow) fields() []any {
	return []any{(*string)(&r.id), (*string)(&r.kind), &r.label, &r.start, &r.end, &r.text, &r.kb,
		(*string)(&r.entity), (*string)(&r.source), (*string)(&r.target), (*string)(&r.subject), (*string)(&r.value),
		&r.state, &r.attributes, &r.origin}
}

// originJSON is an origin as JSON, empty where nothing is known.
func originJSON(o annotate.Origin) string {
	if o.By == "" && o.At == "" && o.Source == "" && o.Schema == 0 && !o.Unsure && len(o.Extra) == 0 {
		return ""
	}
	return encode(o)
}

// jsonObject is a map as JSON, empty if it is.
func jsonObject[M ~map[string]annotate.Value](m M) string {
	if len(m) == 0 {
		return ""
	}
	return encode(m)
}

// encode is v as JSON. A value that is no JSON gives nothing here; packEdits
// refuses it, and with it the commit.
func encode(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // a Value is kept as it is
	if enc.Encode(v) != nil {
		return ""
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// parseObject reads what encode gave; an empty text leaves to as it is.
func parseObject(text string, to any) error {
	if text == "" {
		return nil
	}
	if err := jsonv2.Unmarshal([]byte(text), to, encoded); err != nil {
		return fmt.Errorf("reading %.40q: %w", text, err)
	}
	return nil
}

// encoded are the options of reading what encode gave: a Value stands in it as it is.
var encoded = jsonv2.JoinOptions(jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true),
	jsonv2.WithUnmarshalers(jsonv2.UnmarshalFromFunc(func(dec *jsontext.Decoder, to *annotate.Value) error {
		v, err := dec.ReadValue()
		if *to = ""; v.Kind() != 'n' {
			*to = annotate.Value(v)
		}
		return err
	})))

func null[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}
