package tables

import (
	"encoding/json"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// document is an article with the numbers that tables are joined by.
type document struct {
	number  int
	article *annotate.Article
	parts   []part
	views   []view
	err     error // the first place that is none
}

// view is one layer of a document.
type view struct {
	*document
	number int
	name   string // of the annotator
	annotate.Layer

	counts map[annotate.ID]int // mentions of each entity; made when it is asked for
}

// newDocument numbers a record; layer is the number of its first layer.
func newDocument(rec format.Record, number, layer int, parts []string) *document {
	d := &document{number: number, article: rec.Article}
	for i, text := range parts {
		d.parts = append(d.parts, part{i + 1, text})
	}
	for i, l := range rec.Layers {
		d.views = append(d.views, view{document: d, number: layer + i, name: l.Annotator, Layer: l.Layer})
	}
	return d
}

func (v *view) kind() annotate.LayerKind { return v.ID.Kind }

func (d *document) quote(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	return d.article.Quote(spans)
}

// point is a byte offset in code points.
func (d *document) point(offset int) int {
	n, err := d.article.Text.CodePoint(offset)
	if err != nil && d.err == nil {
		d.err = err
	}
	return n
}

func (d *document) start(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	return string(annotate.ValueOf(d.point(spans[0].Start)))
}

func (d *document) end(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	return string(annotate.ValueOf(d.point(spans[len(spans)-1].End)))
}

// fragments are spans as JSON.
func (d *document) fragments(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	points := make([][2]int, len(spans))
	for i, s := range spans {
		points[i] = [2]int{d.point(s.Start), d.point(s.End)}
	}
	return string(annotate.ValueOf(points))
}

func (d *document) sentence(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	s := d.article.Text.SentenceAt(spans[0].Start)
	return d.article.Text.Slice(s.Start, s.End)
}

// spans are those of a mention or of a trigger.
func (v *view) spans(id annotate.ID) []span.Span {
	switch x := v.Find(id).(type) {
	case *annotate.Mention:
		return x.Spans
	case *annotate.Event:
		return x.Trigger
	}
	return nil
}

// words are what an annotation is called: what it marks, or the name of an entity.
func (v *view) words(id annotate.ID) string {
	if e, ok := v.Find(id).(*annotate.Entity); ok {
		return e.Name
	}
	return v.quote(v.spans(id))
}

// entity is the one that a mention hangs on, or that id is.
func (v *view) entity(id annotate.ID) *annotate.Entity {
	switch x := v.Find(id).(type) {
	case *annotate.Entity:
		return x
	case *annotate.Mention:
		if e, ok := v.Entities.Get(x.Entity); ok {
			return e
		}
	}
	return nil
}

// named is the entity with an id, or one that says nothing.
func (v *view) named(id annotate.ID) *annotate.Entity {
	if e, ok := v.Entities.Get(id); ok {
		return e
	}
	return new(annotate.Entity)
}

func (v *view) mentions() map[annotate.ID]int {
	if v.counts == nil {
		v.counts = map[annotate.ID]int{}
		for _, m := range v.Mentions.All() {
			v.counts[m.Entity]++
		}
	}
	return v.counts
}

// values are the number or date of an argument: of its value, or else of the mention that fills it.
func (v *view) values(a annotate.Argument) values {
	if a.Value == "" {
		m, _ := v.Find(a.Target).(*annotate.Mention)
		if m == nil {
			return values{}
		}
		return valuesOf(m.Attributes)
	}
	if n := bound(a.Value); n != "" {
		return values{low: n, high: n, approx: "0"}
	}
	var object annotate.Attributes
	if json.Unmarshal([]byte(a.Value), &object) != nil {
		return values{}
	}
	return valuesOf(object)
}

// argumentPart is a part of what fills a role: see roleParts.
func (v *view) argumentPart(a annotate.Argument, part string) string {
	switch part {
	case "text":
		switch {
		case a.Target != "":
			return v.words(a.Target)
		case a.Value != "" && a.Value[0] != '{':
			return a.Value.Text()
		}
		return ""
	case "name", "kb":
		e := v.entity(a.Target)
		switch {
		case e == nil:
			return ""
		case part == "kb":
			return e.KB
		}
		return e.Name
	}
	x := v.values(a)
	return map[string]string{"low": x.low, "high": x.high, "approx": x.approx, "norm": x.norm}[part]
}
