package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"galley/annotate"
	"galley/annotate/span"
)

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// annotationRow is a row of the table annotation with the rows of fragment
// and argument that belong to it. Empty strings are NULL in the table.
type annotationRow struct {
	layer                                       int64
	id                                          annotate.ID
	kind                                        annotate.Kind
	label, text, kb                             string
	entity, source, target, subject             annotate.ID
	value                                       annotate.Value
	state, attributes, madeBy, madeAt, madeWith string
	schema                                      int
	unsure                                      bool
	extra                                       string
	fragments                                   []fragment
	arguments                                   []annotate.Argument
}

type fragment struct {
	part string
	span.Span
}

// The parts of an annotation that are text.
const (
	partSpan     = "span"
	partTrigger  = "trigger"
	partEvidence = "evidence"
)

// rowOf takes an annotation apart.
func rowOf(layer int64, item annotate.Item) annotationRow {
	r := annotationRow{layer: layer, id: item.ItemID(), kind: item.ItemKind()}
	switch x := item.(type) {
	case *annotate.Mention:
		r.label, r.entity = x.Label, x.Entity
		r.origin(x.Attributes, x.Origin)
		r.addFragments(partSpan, x.Spans)
	case *annotate.Entity:
		r.label, r.text, r.kb = x.Label, x.Name, x.KB
		r.origin(x.Attributes, x.Origin)
	case *annotate.Event:
		r.label, r.arguments = x.Type, x.Arguments
		r.origin(x.Attributes, x.Origin)
		r.addFragments(partTrigger, x.Trigger)
		r.addFragments(partEvidence, x.Evidence)
	case *annotate.Relation:
		r.label, r.source, r.target = x.Label, x.From, x.To
		r.origin(x.Attributes, x.Origin)
	case *annotate.Label:
		r.label, r.value = x.Label, x.Value
		r.origin(nil, x.Origin)
	case *annotate.Note:
		r.label, r.text, r.subject, r.state = x.Type, x.Text, x.On, x.State
		r.origin(nil, x.Origin)
		r.addFragments(partSpan, x.Spans)
	}
	return r
}

func (r *annotationRow) origin(attributes annotate.Attributes, o annotate.Origin) {
	r.attributes = jsonObject(attributes)
	r.madeBy, r.madeAt, r.madeWith, r.schema, r.unsure, r.extra = o.By, o.At, o.Source, o.Schema, o.Unsure, jsonObject(o.Extra)
}

func (r *annotationRow) addFragments(part string, spans []span.Span) {
	for _, s := range spans {
		r.fragments = append(r.fragments, fragment{part, s})
	}
}

// item puts an annotation together again.
func (r *annotationRow) item() (annotate.Item, error) {
	o := annotate.Origin{By: r.madeBy, At: r.madeAt, Source: r.madeWith, Schema: r.schema, Unsure: r.unsure}
	var attributes annotate.Attributes
	if err := parseObject(r.attributes, &attributes); err != nil {
		return nil, err
	}
	if err := parseObject(r.extra, &o.Extra); err != nil {
		return nil, err
	}
	switch r.kind {
	case annotate.KindMention:
		return &annotate.Mention{ID: r.id, Label: r.label, Spans: r.spans(partSpan), Entity: r.entity, Attributes: attributes, Origin: o}, nil
	case annotate.KindEntity:
		return &annotate.Entity{ID: r.id, Label: r.label, Name: r.text, KB: r.kb, Attributes: attributes, Origin: o}, nil
	case annotate.KindEvent:
		return &annotate.Event{ID: r.id, Type: r.label, Trigger: r.spans(partTrigger), Evidence: r.spans(partEvidence), Arguments: r.arguments, Attributes: attributes, Origin: o}, nil
	case annotate.KindRelation:
		return &annotate.Relation{ID: r.id, Label: r.label, From: r.source, To: r.target, Attributes: attributes, Origin: o}, nil
	case annotate.KindLabel:
		return &annotate.Label{ID: r.id, Label: r.label, Value: r.value, Origin: o}, nil
	case annotate.KindNote:
		return &annotate.Note{ID: r.id, On: r.subject, Spans: r.spans(partSpan), Text: r.text, State: r.state, Type: r.label, Origin: o}, nil
	}
	return nil, fmt.Errorf("annotation %s has the unknown kind %q", r.id, r.kind)
}

func (r *annotationRow) spans(part string) []span.Span {
	var out []span.Span
	for _, f := range r.fragments {
		if f.part == part {
			out = append(out, f.Span)
		}
	}
	return out
}

const (
	annotationSelect = `
		SELECT layer, id, kind, label, coalesce(text, ''), coalesce(kb, ''), coalesce(entity, ''), coalesce(source, ''),
		       coalesce(target, ''), coalesce(subject, ''), coalesce(value, ''), coalesce(state, ''), coalesce(attributes, ''),
		       coalesce(made_by, ''), coalesce(made_at, ''), coalesce(made_with, ''), coalesce(schema, 0), coalesce(unsure, 0), coalesce(extra, '')
		FROM annotation`
	fragmentSelect = `SELECT layer, annotation, part, start, "end" FROM fragment`
	argumentSelect = `SELECT layer, event, role, coalesce(target, ''), coalesce(value, ''), coalesce(extra, '') FROM argument`
)

func (r *annotationRow) fields() []any {
	return []any{&r.layer, &r.id, &r.kind, &r.label, &r.text, &r.kb, &r.entity, &r.source, &r.target, &r.subject, &r.value,
		&r.state, &r.attributes, &r.madeBy, &r.madeAt, &r.madeWith, &r.schema, &r.unsure, &r.extra}
}

func (r *annotationRow) values() []any {
	return []any{r.layer, string(r.id), string(r.kind), r.label, null(r.text), null(r.kb), null(r.entity), null(r.source), null(r.target), null(r.subject), null(r.value),
		null(r.state), null(r.attributes), null(r.madeBy), null(r.madeAt), null(r.madeWith), nullInt(r.schema), nullBool(r.unsure), null(r.extra)}
}

func (r *annotationRow) fragmentValues() [][]any {
	var out [][]any
	n := map[string]int64{}
	for _, f := range r.fragments {
		out = append(out, []any{r.layer, string(r.id), f.part, n[f.part], int64(f.Start), int64(f.End)})
		n[f.part]++
	}
	return out
}

func (r *annotationRow) argumentValues() [][]any {
	var out [][]any
	for n, a := range r.arguments {
		out = append(out, []any{r.layer, string(r.id), int64(n), a.Role, null(a.Target), null(a.Value), null(jsonObject(a.Extra))})
	}
	return out
}

// readItems gives the annotations of layers: all, or those with the ids.
func readItems(ctx context.Context, q querier, layers []int64, ids []annotate.ID) (map[int64][]annotate.Item, error) {
	rows, err := selectIn(ctx, q, annotationSelect, "id", layers, ids)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, (*annotationRow).fields)
	if err != nil {
		return nil, err
	}
	if err := readFragments(ctx, q, found, layers, ids); err != nil {
		return nil, err
	}
	if err := readArguments(ctx, q, found, layers, ids); err != nil {
		return nil, err
	}
	out := make(map[int64][]annotate.Item, len(layers))
	for i := range found {
		item, err := found[i].item()
		if err != nil {
			return nil, err
		}
		out[found[i].layer] = append(out[found[i].layer], item)
	}
	return out, nil
}

func readFragments(ctx context.Context, q querier, found []annotationRow, layers []int64, ids []annotate.ID) error {
	rows, err := selectIn(ctx, q, fragmentSelect, "annotation", layers, ids)
	if err != nil {
		return err
	}
	type fragmentRow struct {
		layer int64
		id    annotate.ID
		fragment
	}
	fragments, err := collect(rows, func(f *fragmentRow) []any { return []any{&f.layer, &f.id, &f.part, &f.Start, &f.End} })
	if err != nil {
		return err
	}
	i := 0
	for _, f := range fragments { // both are in order of layer and id
		for i < len(found) && (found[i].layer != f.layer || found[i].id != f.id) {
			i++
		}
		if i == len(found) {
			return fmt.Errorf("a fragment of %s, which is not there", f.id)
		}
		found[i].fragments = append(found[i].fragments, f.fragment)
	}
	return nil
}

func readArguments(ctx context.Context, q querier, found []annotationRow, layers []int64, ids []annotate.ID) error {
	rows, err := selectIn(ctx, q, argumentSelect, "event", layers, ids)
	if err != nil {
		return err
	}
	type argumentRow struct {
		layer int64
		id    annotate.ID
		extra string
		annotate.Argument
	}
	arguments, err := collect(rows, func(a *argumentRow) []any {
		return []any{&a.layer, &a.id, &a.Role, &a.Target, &a.Value, &a.extra}
	})
	if err != nil {
		return err
	}
	i := 0
	for _, a := range arguments {
		for i < len(found) && (found[i].layer != a.layer || found[i].id != a.id) {
			i++
		}
		if i == len(found) {
			return fmt.Errorf("an argument of %s, which is not there", a.id)
		}
		if err := parseObject(a.extra, &a.Extra); err != nil {
			return err
		}
		found[i].arguments = append(found[i].arguments, a.Argument)
	}
	return nil
}

// selectIn runs a query for layers, and of them for the ids where ids is not nil, in order of the primary key.
func selectIn(ctx context.Context, q querier, query, idColumn string, layers []int64, ids []annotate.ID) (*sql.Rows, error) {
	query += ` WHERE layer IN (SELECT value FROM json_each(?1))`
	args := []any{list(layers)}
	if ids != nil {
		query += ` AND ` + idColumn + ` IN (SELECT value FROM json_each(?2))`
		args = append(args, list(ids))
	}
	switch idColumn {
	case "annotation":
		query += ` ORDER BY layer, annotation, part, n`
	case "event":
		query += ` ORDER BY layer, event, n`
	default:
		query += ` ORDER BY layer, id`
	}
	return q.QueryContext(ctx, query, args...)
}

// list is a list as one parameter, for json_each.
func list[T any](values []T) string {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // numbers and strings
	}
	return string(b)
}

// jsonObject is a map as JSON, empty if it is.
func jsonObject[M ~map[string]annotate.Value](m M) string {
	if len(m) == 0 {
		return ""
	}
	return string(annotate.ValueOf(m))
}

func parseObject[M ~map[string]annotate.Value](text string, to *M) error {
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), to); err != nil {
		return fmt.Errorf("reading %.40q: %w", text, err)
	}
	return nil
}

func null[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func nullInt(n int) any {
	if n == 0 {
		return nil
	}
	return int64(n)
}

func nullBool(b bool) any {
	if !b {
		return nil
	}
	return int64(1)
}
