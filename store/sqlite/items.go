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

// readItems gives the annotations of layers, by layer: all, or those with the ids.
func readItems(ctx context.Context, q querier, layers []int64, ids []annotate.ID) (map[int64][]annotate.Item, error) {
	rows, err := selectIn(ctx, q, annotationSelect, "id", "", layers, ids)
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
	rows, err := selectIn(ctx, q, `SELECT layer, annotation, part, start, "end" FROM fragment`, "annotation", ", part, n", layers, ids)
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

func readArguments(ctx context.Context, q querier, found []annotationRow, layers []int64, ids []annotate.ID) error {
	rows, err := selectIn(ctx, q, `SELECT layer, event, role, coalesce(target, ''), coalesce(value, ''), coalesce(extra, '') FROM argument`,
		"event", ", n", layers, ids)
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
		return []any{&a.layer, &a.id, &a.Role, &a.Target, &a.Value, &a.extra}
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

// selectIn runs a query for layers, and of them for the ids where ids is not
// nil, in order of layer, id and what order adds.
func selectIn(ctx context.Context, q querier, query, idColumn, order string, layers []int64, ids []annotate.ID) (*sql.Rows, error) {
	query += ` WHERE layer IN (SELECT value FROM json_each(?1))`
	args := []any{list(layers)}
	if ids != nil {
		query += ` AND ` + idColumn + ` IN (SELECT value FROM json_each(?2))`
		args = append(args, list(ids))
	}
	return q.QueryContext(ctx, query+` ORDER BY layer, `+idColumn+order, args...)
}

// list is a list as one parameter, for json_each.
func list[T any](values []T) string {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // numbers and strings
	}
	return string(b)
}
