package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// selection chooses annotations: all of some layers, or some, each named by its layer and its id.
type selection struct {
	layers []int64
	only   [][2]any
}

// readItems gives annotations by layer.
func readItems(ctx context.Context, q querier, which selection) (map[int64][]annotate.Item, error) {
	rows, err := selectIn(ctx, q, annotationSelect, "id", "", which)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, (*annotationRow).fields)
	if err != nil {
		return nil, err
	}
	if err := readFragments(ctx, q, found, which); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(found, func(r annotationRow) bool { return r.kind == annotate.KindEvent }) {
		if err := readArguments(ctx, q, found, which); err != nil {
			return nil, err
		}
	}
	out := map[int64][]annotate.Item{}
	for i := range found {
		item, err := found[i].item()
		if err != nil {
			return nil, err
		}
		out[found[i].layer] = append(out[found[i].layer], item)
	}
	return out, nil
}

func readFragments(ctx context.Context, q querier, found []annotationRow, which selection) error {
	rows, err := selectIn(ctx, q, `SELECT layer, annotation, part, start, "end" FROM fragment`, "annotation", ", part, n", which)
	if err != nil {
		return err
	}
	type fragment struct {
		layer int64
		id    annotate.ID
		part  string
		span.Span
	}
	fragments, err := collect(rows, func(f *fragment) []any { return []any{&f.layer, &f.id, &f.part, &f.Start, &f.End} })
	if err != nil {
		return err
	}
	of := owner{rows: found}
	for _, f := range fragments {
		r, err := of.find(f.layer, f.id)
		if err != nil {
			return err
		}
		if f.part == partEvidence {
			r.evidence = append(r.evidence, f.Span)
		} else {
			r.spans = append(r.spans, f.Span)
		}
	}
	return nil
}

func readArguments(ctx context.Context, q querier, found []annotationRow, which selection) error {
	rows, err := selectIn(ctx, q, `SELECT layer, event, role, coalesce(target, ''), coalesce(value, ''), coalesce(extra, '') FROM argument`,
		"event", ", n", which)
	if err != nil {
		return err
	}
	type argument struct {
		layer int64
		id    annotate.ID
		extra string
		annotate.Argument
	}
	arguments, err := collect(rows, func(a *argument) []any {
		return []any{&a.layer, (*string)(&a.id), &a.Role, (*string)(&a.Target), (*string)(&a.Value), &a.extra}
	})
	if err != nil {
		return err
	}
	of := owner{rows: found}
	for _, a := range arguments {
		r, err := of.find(a.layer, a.id)
		if err != nil {
			return err
		}
		if err := parseObject(a.extra, &a.Extra); err != nil {
			return err
		}
		r.arguments = append(r.arguments, a.Argument)
	}
	return nil
}

// owner finds the annotation that something belongs to. Both come in order of
// layer and id, so it only ever goes on.
type owner struct {
	rows []annotationRow
	i    int
}

func (o *owner) find(layer int64, id annotate.ID) (*annotationRow, error) {
	for ; o.i < len(o.rows); o.i++ {
		if r := &o.rows[o.i]; r.layer == layer && r.id == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("part of annotation %s, which is not there", id)
}

// selectIn runs a query for what belongs to annotations, in order of layer, id
// and what order adds.
func selectIn(ctx context.Context, q querier, query, idColumn, order string, which selection) (*sql.Rows, error) {
	where, arg := ` WHERE layer IN (SELECT value FROM json_each(?))`, list(which.layers)
	if which.only != nil {
		where, arg = ` WHERE (layer, `+idColumn+`) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`, list(which.only)
	}
	return q.QueryContext(ctx, query+where+` ORDER BY layer, `+idColumn+order, arg)
}

// list is a list as one parameter, for json_each.
func list[T any](values []T) string {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // numbers and strings
	}
	return string(b)
}
