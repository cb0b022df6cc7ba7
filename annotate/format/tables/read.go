package tables

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Rows are the rows of a table of a file, the header first; where says which
// one Next gave. The last is followed by io.EOF.
type Rows interface {
	Next() (cells []string, err error)
	Where() string
}

// Book is a file, or several, that holds tables.
type Book struct {
	Path string // for messages
	// Open opens a table; nil where it is not there.
	Open func(table string) (Rows, error)
	// Cell is what the format writes for a cell, where that may differ from it.
	Cell func(text string) string
	// Full: the format writes empty cells too, so that each row is as wide as the header.
	Full bool
}

// Read gives the articles of a book, in order. The tables say most things more
// than once. What does not agree with the rest is refused by table, row and column.
func Read(ctx context.Context, b Book) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		r := &reader{book: b, tables: map[string]*table{}}
		if err := r.open(); err != nil {
			yield(r.broken(err), nil)
			return
		}
		for {
			results, more := r.next()
			if err := ctx.Err(); err != nil {
				yield(format.Result{}, err)
				return
			}
			for _, x := range results {
				if !yield(x, nil) {
					return
				}
			}
			if !more {
				return
			}
		}
	}
}

// broken refuses all that comes after a place, or the book as a whole.
func (r *reader) broken(err error) format.Result {
	item := r.book.Path
	var at *placedError
	if errors.As(err, &at) {
		item = at.where
	}
	return format.Result{Refused: &format.Issue{Item: item, Code: format.CodeSyntax, Message: err.Error()}}
}

// placedError is what is wrong with a row.
type placedError struct {
	where string
	err   error
}

func (e *placedError) Error() string { return e.err.Error() }
func (e *placedError) Unwrap() error { return e.err }

// table is a table that is being read.
type table struct {
	rows   Rows
	layout Table          // its columns, as far as they are known
	at     map[string]int // of each column its place in a row
	ahead  *row           // read, and not yet taken
	err    error          // why nothing follows
}

// row is a row of a table.
type row struct {
	cells    []string
	where    string
	document int
	layer    int
	at       map[string]int
}

func (r *row) get(column string) string {
	if i, ok := r.at[column]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// int is the number in a column; an empty cell is none.
func (r *row) int(column string) (int, error) {
	n, err := strconv.Atoi(r.get(column))
	if err != nil {
		return 0, fmt.Errorf("%s is %q, which is no number", column, format.Clip(r.get(column)))
	}
	return n, nil
}

type reader struct {
	book   Book
	tables map[string]*table
	last   int // number of the last document
}

// open reads the headers.
func (r *reader) open() error {
	for _, name := range Names {
		rows, err := r.book.Open(name)
		if err != nil {
			return fmt.Errorf("table %s: %w", name, err)
		}
		if rows == nil {
			if name == Documents || name == Texts {
				return fmt.Errorf("there is no table %s", name)
			}
			continue
		}
		header, err := rows.Next()
		if err != nil {
			return fmt.Errorf("table %s has no header: %w", name, err)
		}
		t := &table{rows: rows, at: map[string]int{}}
		for i, column := range header {
			if _, twice := t.at[column]; twice {
				return fmt.Errorf("table %s has two columns %q", name, column)
			}
			t.at[column] = i
		}
		t.layout = read(name, header)
		if _, ok := t.at["document"]; !ok {
			return fmt.Errorf("table %s has no column document", name)
		}
		r.tables[name] = t
	}
	return nil
}

// read is a table with the columns of a header that are known.
func read(name string, header []string) Table {
	var more []field[*annotate.Event]
	for _, column := range header {
		if f, ok := wideField(column); ok && name == Events {
			more = append(more, f)
		}
	}
	t := layout(name, more)
	all := t.rows
	var kept []int
	for i, c := range t.Columns {
		if slices.Contains(header, c.Name) {
			kept = append(kept, i)
		}
	}
	t.Columns = choose(t.Columns, kept)
	t.rows = func(d *document) [][]string {
		rows := all(d)
		for i := range rows {
			rows[i] = choose(rows[i], kept)
		}
		return rows
	}
	return t
}

func choose[T any](from []T, places []int) []T {
	out := make([]T, len(places))
	for i, p := range places {
		out[i] = from[p]
	}
	return out
}

// peek is the next row of a table, or nil.
func (t *table) peek() (*row, error) {
	if t.ahead != nil || t.err != nil {
		return t.ahead, t.err
	}
	cells, err := t.rows.Next()
	if err == io.EOF {
		return nil, nil
	}
	x := &row{cells: cells, where: t.rows.Where(), at: t.at}
	if err == nil {
		x.document, err = x.int("document")
	}
	if _, ok := t.at["layer"]; ok && err == nil {
		x.layer, err = x.int("layer")
	}
	if err != nil {
		t.err = &placedError{x.where, err}
		return nil, t.err
	}
	t.ahead = x
	return x, nil
}

// take are the rows of a document.
func (t *table) take(document int) ([]*row, error) {
	var out []*row
	for t != nil {
		x, err := t.peek()
		if err != nil || x == nil || x.document > document {
			return out, err
		}
		t.ahead = nil
		if x.document < document {
			return out, &placedError{x.where, fmt.Errorf("document %d is not in the order of the table documents", x.document)}
		}
		out = append(out, x)
	}
	return out, nil
}

// next is the next article; more is false where there is none.
func (r *reader) next() (results []format.Result, more bool) {
	stop := func(err error) ([]format.Result, bool) { return []format.Result{r.broken(err)}, false }
	about, err := r.tables[Documents].peek()
	switch {
	case err != nil:
		return stop(err)
	case about == nil:
		return r.leftovers(), false
	case about.document <= r.last:
		return stop(&placedError{about.where, errors.New("documents are not in the order of their numbers")})
	}
	r.last = about.document
	d := &documentRows{reader: r, rows: map[string][]*row{}}
	for _, name := range Names {
		if d.rows[name], err = r.tables[name].take(about.document); err != nil {
			return stop(err)
		}
	}
	return d.results(about), true
}

// leftovers are rows of no document.
func (r *reader) leftovers() []format.Result {
	var out []format.Result
	for _, name := range Names {
		if t := r.tables[name]; t != nil {
			switch x, err := t.peek(); {
			case err != nil:
				out = append(out, r.broken(err))
			case x != nil:
				out = append(out, format.Result{Refused: &format.Issue{Item: x.where, Code: format.CodeReference, Message: fmt.Sprintf("there is no document %d", x.document)}})
			}
		}
	}
	return out
}

// documentRows are the rows of one article.
type documentRows struct {
	*reader
	*wire.Reading
	rows   map[string][]*row
	faults []fault

	count  units.Count
	claims []units.Claim // all of the article
	wrong  bool          // one of them is
}

type fault struct {
	place, code string
	err         error
}

// Refuse notes what was refused, and that the article is not what its rows say.
func (d *documentRows) Refuse(place, code string, err error) {
	d.faults = append(d.faults, fault{place, code, err})
}

func (d *documentRows) results(about *row) []format.Result {
	for _, name := range []string{Documents, Texts} { // without one of these rows there is no article
		if i := slices.IndexFunc(d.rows[name], d.ragged); i >= 0 {
			f := d.faults[0]
			return []format.Result{{Refused: &format.Issue{Item: f.place, Code: f.code, Message: f.err.Error()}}}
		}
	}
	for _, name := range Names {
		d.rows[name] = slices.DeleteFunc(d.rows[name], d.ragged)
	}
	var body strings.Builder
	var parts []string
	for _, x := range d.rows[Texts] {
		body.WriteString(x.get("text"))
		parts = append(parts, x.get("text"))
	}
	var meta annotate.Fields
	var metaErr error
	var code string
	if cell := about.get("meta"); cell != "" {
		code, metaErr = wire.Decode([]byte(cell), &meta)
	}
	reading, refused := wire.NewReading(about.where, body.String(), wire.About{
		ID: about.get("article_id"), Key: about.get("key"), Title: about.get("title"), Published: about.get("published"),
		Language: about.get("language"), Outlet: about.get("outlet"), Author: about.get("author"), URL: about.get("url"), Meta: meta,
	})
	if reading == nil {
		return refused
	}
	d.Reading = reading
	if metaErr != nil {
		d.Refuse(about.where+", meta", code, metaErr)
	}
	faults := d.faults
	d.count = units.Infer(d.Article.Text, nil, units.CodePoints)
	layers := d.layers()
	if d.wrong { // then it may be that the offsets count something else
		if d.count = units.Infer(d.Article.Text, d.claims, units.CodePoints, units.UTF16, units.CRLFAsOne); !d.count.Usual {
			d.Warn(format.CodeUnit, "its offsets count "+d.count.Name+", as the texts beside them show; they should count code points")
		}
		d.faults = faults
		layers = d.layers()
	}
	if len(d.faults) == 0 && d.count.Usual {
		rec := format.Record{Article: d.Article, Layers: layers}
		first := 0
		if x := d.rows[Layers]; len(x) > 0 {
			first = x[0].layer
		}
		d.compare(newDocument(rec, about.document, first, parts))
	}
	for _, f := range d.faults {
		d.RefuseAt(f.place, f.code, f.err)
	}
	return d.DoneAs(layers)
}

// ragged refuses a row that is not as wide as it should be.
func (d *documentRows) ragged(x *row) bool {
	wrong := d.book.Full && len(x.cells) != len(x.at)
	if wrong {
		d.Refuse(x.where, format.CodeSyntax, fmt.Errorf("the row has %d cells, the header %d", len(x.cells), len(x.at)))
	}
	return wrong
}

// layers are those of the table layers with what stands in the others.
func (d *documentRows) layers() []format.Layer {
	var out []format.Layer
	known := map[int]bool{}
	for _, x := range d.rows[Layers] {
		kind, state := annotate.LayerKind(x.get("kind")), annotate.State(x.get("state"))
		switch {
		case known[x.layer]:
			d.Refuse(x.where, format.CodeDuplicateID, fmt.Errorf("layer %d stands twice", x.layer))
			continue
		case !slices.Contains([]annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion}, kind):
			d.Refuse(x.where, format.CodeKind, fmt.Errorf("kind %q is none of human, gold and suggestion", kind))
			continue
		case state.Check() != nil:
			d.Refuse(x.where, format.CodeState, state.Check())
			continue
		}
		known[x.layer] = true
		items, where := d.items(x.layer)
		if state != annotate.New {
			items = append(items, &annotate.Head{State: state})
		}
		layer := format.Assemble(d.Article, items, func(item annotate.Item, code string, err error) {
			d.Refuse(fmt.Sprintf("%s, %s %s", where[item.ItemID()], item.ItemKind(), item.ItemID()), code, err)
		})
		layer.ID.Kind = kind
		out = append(out, format.Layer{Annotator: x.get("annotator"), Layer: layer})
	}
	for _, name := range Names {
		for _, x := range d.rows[name] {
			if _, ok := x.at["layer"]; ok && !known[x.layer] {
				d.Refuse(x.where, format.CodeReference, fmt.Errorf("there is no layer %d of this document", x.layer))
			}
		}
	}
	return out
}

// items are the annotations of a layer, and in which rows they stand.
func (d *documentRows) items(layer int) (items []annotate.Item, where map[annotate.ID]string) {
	where = map[annotate.ID]string{}
	each := func(name string, item func(x *row) annotate.Item) {
		for _, x := range d.rows[name] {
			if x.layer == layer {
				if i := item(x); i != nil {
					items = append(items, i)
					where[i.ItemID()] = x.where // of two with an id the second is refused
				}
			}
		}
	}
	each(Mentions, func(x *row) annotate.Item {
		m := &annotate.Mention{ID: annotate.ID(x.get("mention")), Label: x.get("label"), Entity: annotate.ID(x.get("entity")), Origin: origin(x)}
		var ok bool
		if m.Spans, ok = d.place(x, "fragments", "text"); !ok {
			return nil
		}
		m.Attributes = d.attributes(x)
		return m
	})
	each(Entities, func(x *row) annotate.Item {
		return &annotate.Entity{ID: annotate.ID(x.get("entity")), Label: x.get("label"), Name: x.get("name"), KB: x.get("kb"), Attributes: d.attributes(x), Origin: origin(x)}
	})
	arguments := map[string][]annotate.Argument{}
	for _, x := range d.rows[Arguments] {
		if x.layer == layer {
			a := annotate.Argument{Role: x.get("role"), Target: annotate.ID(x.get("target")), Value: d.value(x, "value")}
			arguments[x.get("event")] = append(arguments[x.get("event")], a)
		}
	}
	each(Events, func(x *row) annotate.Item {
		v := &annotate.Event{ID: annotate.ID(x.get("event")), Type: x.get("type"), Arguments: arguments[x.get("event")], Attributes: d.attributes(x), Origin: origin(x)}
		var trigger, evidence bool
		v.Trigger, trigger = d.place(x, "fragments", "trigger")
		v.Evidence, evidence = d.fragments(x, "evidence_fragments", "evidence")
		if !trigger || !evidence {
			return nil
		}
		return v
	})
	each(Relations, func(x *row) annotate.Item {
		return &annotate.Relation{ID: annotate.ID(x.get("relation")), Label: x.get("label"), From: annotate.ID(x.get("from")), To: annotate.ID(x.get("to")), Attributes: d.attributes(x), Origin: origin(x)}
	})
	each(Labels, func(x *row) annotate.Item {
		return &annotate.Label{ID: annotate.ID(x.get("id")), Label: x.get("label"), Value: d.value(x, "json"), Origin: origin(x)}
	})
	return items, where
}

func origin(x *row) annotate.Origin { return annotate.Origin{Unsure: x.get("unsure") == "1"} }

func (d *documentRows) value(x *row, column string) annotate.Value {
	var v annotate.Value
	d.decode(x, column, &v)
	return v
}

func (d *documentRows) attributes(x *row) annotate.Attributes {
	var a annotate.Attributes
	d.decode(x, "attributes", &a)
	return a
}

// decode reads the JSON in a cell; an empty one says nothing.
func (d *documentRows) decode(x *row, column string, into any) bool {
	cell := x.get(column)
	if cell == "" {
		return true
	}
	code, err := wire.Decode([]byte(cell), into)
	if err != nil {
		d.Refuse(x.where+", "+column, code, err)
	}
	return err == nil
}

// place is where a row says that something stands: its fragments, or else its start and end.
func (d *documentRows) place(x *row, fragments, words string) ([]span.Span, bool) {
	if x.get(fragments) != "" || x.get("start") == "" {
		return d.fragments(x, fragments, words)
	}
	start, err := x.int("start")
	end, err2 := x.int("end")
	if err := errors.Join(err, err2); err != nil {
		d.Refuse(x.where, format.CodeType, err)
		return nil, false
	}
	return d.spans(x, [][2]int{{start, end}}, words)
}

func (d *documentRows) fragments(x *row, column, words string) ([]span.Span, bool) {
	var places [][2]int
	if !d.decode(x, column, &places) {
		return nil, false
	}
	if len(places) == 0 {
		return nil, true
	}
	return d.spans(x, places, words)
}

// spans converts a place; what stands there must be the words of the row, unless a cell cannot hold these.
func (d *documentRows) spans(x *row, places [][2]int, words string) ([]span.Span, bool) {
	c := units.Claim{Spans: places, Mute: true, Same: func(quote, is string) bool { return d.book.Cell(is) == quote }}
	if _, ok := x.at[words]; ok {
		quote := x.get(words)
		c.Quote, c.Mute = &quote, false
	}
	d.claims = append(d.claims, c)
	spans, code, err := d.count.Place(c)
	if err == nil {
		code, err = format.CodeSpan, annotate.CheckSpans(d.Article.Text, spans)
	}
	if err != nil {
		d.wrong = true
		d.Refuse(x.where, code, err)
	}
	return spans, err == nil
}

// compare holds each cell to what the article says.
func (d *documentRows) compare(is *document) {
	for _, name := range Names {
		t := d.tables[name]
		if t == nil {
			continue
		}
		want, got := t.layout.rows(is), d.rows[name]
		if len(want) != len(got) {
			d.Refuse(d.rows[Documents][0].where+", table "+name, format.CodeMissing, fmt.Errorf("it has %d rows of the article, not %d", len(got), len(want)))
			return
		}
		for i, cells := range want {
			for n, cell := range cells {
				c := t.layout.Columns[n]
				if cell = d.book.Cell(cell); !same(c, cell, got[i].get(c.Name)) {
					d.Refuse(got[i].where+", "+c.Name, format.CodeText, fmt.Errorf("it is %q, but the other tables say %q", format.Clip(got[i].get(c.Name)), format.Clip(cell)))
					return
				}
			}
		}
	}
}

// same compares two cells; numbers are what they are however they are written.
func same(c Column, a, b string) bool {
	if a == b || !c.Number {
		return a == b
	}
	x, err := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err == nil && err2 == nil && x == y
}
