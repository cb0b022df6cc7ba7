package tables

import (
	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
)

// Holds is what tables carry.
var Holds = format.Holds{
	Text: true, Meta: true, Layers: true, Entities: true, Events: true, Relations: true, Attributes: true,
	Labels: true, Nested: true, Overlapping: true, Discontinuous: true,
}

// Stem is what the file or files of the tables are called in a folder: the events come first.
const Stem = Events

// Rules are what tables have a place for: all but notes and who made what when.
func Rules() cut.Rules {
	return cut.Rules{
		Article: wire.KeptOf, Layer: true, Events: cut.AllEvents, ToEvents: true, Values: true, Relations: true, OfRelations: true,
		Entities: true, Labels: true, Unsure: true,
		Attributes: func(a annotate.Attributes) annotate.Attributes { return a },
	}
}

// Writer gives the rows of records, whose articles and layers it numbers.
type Writer struct {
	Tables []Table
	// Split cuts a text into the parts that cells can hold.
	Split             func(text string) []string
	documents, layers int
}

// Add gives the rows of a record, those of one table after those of the other.
// table is a place in Tables.
func (w *Writer) Add(rec format.Record, row func(table int, cells []string) error) error {
	w.documents++
	d := newDocument(rec, w.documents, w.layers+1, w.Split(rec.Article.Text.String()))
	w.layers += len(rec.Layers)
	for i, t := range w.Tables {
		for _, cells := range t.rows(d) {
			if err := row(i, cells); err != nil {
				return err
			}
		}
	}
	return d.err
}
