package sqlite

import (
	"errors"
	"strings"

	"galley/annotate"
)

// put writes an annotation that is new or takes the place of another of its
// kind. It may wait until flush.
func (w *writer) put(r annotationRow) error {
	if w.annotations == nil {
		w.annotations = map[annotate.Kind]*inserter{}
	}
	in := w.annotations[r.kind]
	if in == nil {
		in = annotationInserter(r.kind)
		w.annotations[r.kind] = in
	}
	in.values = r.appendValues(in.values)
	w.fragments = r.appendFragments(w.fragments)
	w.arguments = r.appendArguments(w.arguments)
	return in.write(w, false)
}

func annotationInserter(kind annotate.Kind) *inserter {
	columns := kindColumns[kind]
	var set []string
	for _, c := range columns[2:] {
		set = append(set, c+` = excluded.`+c)
	}
	return newInserter(`INSERT INTO annotation (kind, `+strings.Join(columns, `, `)+`) VALUES `,
		`('`+string(kind)+`'`+strings.Repeat(`, ?`, len(columns))+`)`, len(columns),
		` ON CONFLICT DO UPDATE SET `+strings.Join(set, `, `))
}

// flush writes what waits; what belongs to annotations comes after them.
func (w *writer) flush() error {
	for _, in := range w.annotations {
		if err := in.write(w, true); err != nil {
			return err
		}
	}
	fragments := newInserter(`INSERT INTO fragment VALUES `, `(?, ?, ?, ?, ?, ?)`, 6, ``)
	arguments := newInserter(`INSERT INTO argument VALUES `, `(?, ?, ?, ?, ?, ?, ?)`, 7, ``)
	fragments.values, arguments.values = w.fragments, w.arguments
	w.fragments, w.arguments = nil, nil
	return errors.Join(fragments.write(w, true), arguments.write(w, true))
}

// many is how many rows are written by one statement where there are that many.
const many = 32

// inserter writes rows with two statements that stay prepared, for many and for one.
type inserter struct {
	batch, one string
	width      int // values in a row
	values     []any
}

func newInserter(head, row string, width int, tail string) *inserter {
	return &inserter{batch: head + row + strings.Repeat(`, `+row, many-1) + tail, one: head + row + tail, width: width}
}

// write writes as many rows as fill a statement, with all the others too.
func (in *inserter) write(w *writer, all bool) error {
	values := in.values
	for ; len(values) >= many*in.width; values = values[many*in.width:] {
		if err := w.exec(in.batch, values[:many*in.width]...); err != nil {
			return err
		}
	}
	for ; all && len(values) > 0; values = values[in.width:] {
		if err := w.exec(in.one, values[:in.width]...); err != nil {
			return err
		}
	}
	in.values = in.values[:copy(in.values, values)]
	return nil
}
