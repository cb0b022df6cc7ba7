package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/span"
)

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// selection chooses annotations: all of some layers, or of each layer some.
type selection struct {
	layers []int64
	only   map[int64][]annotate.ID
}

// query gives a row for each layer: its number and, as lists of JSON, the rows
// of annotation, fragment and argument, in order of the annotation's id. Handing
// over values one by one costs the driver more: see DESIGN.md.
func (s selection) query(ctx context.Context, q querier) (*sql.Rows, error) {
	layer, arg := `l.value`, any(s.layers)
	part := func(columns, table, id, order string) string {
		where := `layer = ` + layer
		if s.only != nil {
			where += ` AND ` + id + ` IN (SELECT value FROM json_each(l.value))`
		}
		return `(SELECT json_group_array(json_array(` + columns + `) ORDER BY ` + id + order + `) FROM ` + table + ` WHERE ` + where + `)`
	}
	if s.only != nil {
		layer, arg = `l.key`, s.only
	}
	return q.QueryContext(ctx, `SELECT `+layer+`,
		`+part(annotationColumns, "annotation", "id", "")+`,
		`+part(`annotation, part, start, "end"`, "fragment", "annotation", ", part, n")+`,
		`+part(`event, role, target, value, extra`, "argument", "event", ", n")+`
		FROM json_each(?) l`, encode(arg))
}

// readItems gives annotations by layer.
func readItems(ctx context.Context, q querier, which selection) (map[int64][]annotate.Item, error) {
	rows, err := which.query(ctx, q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]annotate.Item{}
	var layer int64
	var annotations, fragments, arguments sql.RawBytes
	var r itemReader
	for rows.Next() {
		if err := rows.Scan(&layer, &annotations, &fragments, &arguments); err != nil {
			return nil, err
		}
		if out[layer], err = r.read(annotations, fragments, arguments); err != nil {
			return nil, fmt.Errorf("reading layer %d: %w", layer, err)
		}
	}
	return out, rows.Err()
}

// itemReader puts annotations together from the rows of one layer after another.
type itemReader struct{ found []annotationRow }

func (r *itemReader) read(annotations, fragments, arguments []byte) ([]annotate.Item, error) {
	r.found = r.found[:0]
	var row annotationRow
	err := eachRow(annotations, row.fields(), func() error {
		r.found = append(r.found, row)
		return nil
	})
	if err == nil {
		err = r.fragments(fragments)
	}
	if err == nil {
		err = r.arguments(arguments)
	}
	if err != nil {
		return nil, err
	}
	out, single := make([]annotate.Item, len(r.found)), make([]span.Span, 0, len(r.found))
	for i := range r.found {
		row := &r.found[i]
		if len(row.spans) == 0 && row.start >= 0 {
			single = append(single, span.Span{Start: int(row.start), End: int(row.end)})
			row.spans = slices.Clip(single[len(single)-1:])
		}
		if out[i], err = row.item(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (r *itemReader) fragments(rows []byte) error {
	var id, part string
	var start, end int64
	of := owner{rows: r.found}
	return eachRow(rows, []any{&id, &part, &start, &end}, func() error {
		row, err := of.find(id)
		if err != nil {
			return err
		}
		s := span.Span{Start: int(start), End: int(end)}
		if part == partEvidence {
			row.evidence = append(row.evidence, s)
		} else {
			row.spans = append(row.spans, s)
		}
		return nil
	})
}

func (r *itemReader) arguments(rows []byte) error {
	var id, role, target, value, extra string
	of := owner{rows: r.found}
	return eachRow(rows, []any{&id, &role, &target, &value, &extra}, func() error {
		row, err := of.find(id)
		if err != nil {
			return err
		}
		a := annotate.Argument{Role: role, Target: annotate.ID(target), Value: annotate.Value(value)}
		row.arguments = append(row.arguments, a)
		return parseObject(extra, &row.arguments[len(row.arguments)-1].Extra)
	})
}

// owner finds the annotation that something belongs to. Both come in order of
// id, so it only ever goes on.
type owner struct {
	rows []annotationRow
	i    int
}

func (o *owner) find(id string) (*annotationRow, error) {
	for ; o.i < len(o.rows); o.i++ {
		if r := &o.rows[o.i]; string(r.id) == id {
			return r, nil
		}
	}
	return nil, fmt.Errorf("part of annotation %s, which is not there", id)
}

// eachRow reads a JSON list of rows. The texts and integers of a row go into
// strings and int64s, as zero where they are null, before yield is called.
func eachRow(rows []byte, into []any, yield func() error) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(rows))
	if err := bracket(dec); err != nil {
		return err
	}
	for dec.PeekKind() == '[' {
		err := bracket(dec)
		for i := 0; err == nil && i < len(into); i++ {
			err = scan(dec, into[i])
		}
		if err = cmp.Or(err, bracket(dec)); err == nil {
			err = yield()
		}
		if err != nil {
			return err
		}
	}
	return bracket(dec)
}

// bracket reads one that begins or ends a list.
func bracket(dec *jsontext.Decoder) error {
	_, err := dec.ReadToken()
	return err
}

// scan reads a text or an integer, or null.
func scan(dec *jsontext.Decoder, into any) error {
	t, err := dec.ReadToken()
	null := err != nil || t.Kind() == 'n'
	switch to := into.(type) {
	case *string:
		if *to = ""; !null {
			*to = t.String()
		}
	case *int64:
		if *to = 0; !null {
			*to, err = t.Int()
		}
	}
	return err
}

// list is a list as one parameter, for json_each.
func list[T any](values []T) string {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // numbers and strings
	}
	return string(b)
}
