package xmi

import (
	"fmt"

	"galley/annotate"
	"galley/annotate/format"
)

// withoutControls is rec without the characters that XML cannot hold; what had
// some is counted.
func withoutControls(rec format.Record, lost *format.Losses) format.Record {
	c := &cleaner{}
	a := *rec.Article
	body := a.Text.String()
	if clean := c.text(body); c.changed() {
		lost.Add("control characters of texts, for which blanks stand", a.Key)
		a = *annotate.NewArticle(a, clean)
	}
	for _, s := range []*string{(*string)(&a.ID), &a.Key, &a.Title, &a.Published, &a.Language, &a.Outlet, &a.Author, &a.URL} {
		*s = c.text(*s)
	}
	a.Meta = c.values(a.Meta)
	layers := make([]format.Layer, len(rec.Layers))
	for i, l := range rec.Layers {
		layers[i] = l
		layers[i].Annotator = c.text(l.Annotator)
	}
	if c.changed() {
		lost.Add("control characters in keys, titles and other metadata", rec.Article.Key)
	}
	for i, l := range layers {
		var items []annotate.Item
		c.number(l.Layer)
		l.Each(func(item annotate.Item) {
			items = append(items, c.item(item))
			if c.changed() {
				lost.AddItem("control characters in annotations", rec.Article, item)
			}
		})
		layers[i].Layer = annotate.NewLayer(l.ID, items)
	}
	return format.Record{Article: &a, Layers: layers, Where: rec.Where}
}

// cleaner replaces characters in texts, and notes that it did.
type cleaner struct {
	did bool
	ids map[annotate.ID]annotate.ID
}

// changed tells whether anything was replaced since it was asked last.
func (c *cleaner) changed() bool {
	did := c.did
	c.did = false
	return did
}

func (c *cleaner) text(s string) string {
	clean := format.WithoutControls(s)
	c.did = c.did || clean != s
	return clean
}

func (c *cleaner) values(m map[string]annotate.Value) map[string]annotate.Value {
	if m == nil {
		return nil
	}
	out := make(map[string]annotate.Value, len(m))
	for name, v := range m {
		out[c.text(name)] = annotate.Value(c.text(string(v)))
	}
	return out
}

// number gives annotations the ids that they get, no two alike.
func (c *cleaner) number(l annotate.Layer) {
	c.ids = map[annotate.ID]annotate.ID{}
	taken := map[annotate.ID]bool{}
	l.Each(func(item annotate.Item) { taken[item.ItemID()] = true })
	l.Each(func(item annotate.Item) {
		old := item.ItemID()
		id := annotate.ID(format.WithoutControls(string(old)))
		for n := 2; id != old && taken[id]; n++ {
			id = annotate.ID(fmt.Sprintf("%s~%d", format.WithoutControls(string(old)), n))
		}
		taken[id] = true
		c.ids[old] = id
	})
}

func (c *cleaner) id(old annotate.ID) annotate.ID {
	id := c.ids[old]
	c.did = c.did || id != old
	return id
}

// item is a copy of an annotation with everything in it replaced that must be.
func (c *cleaner) item(item annotate.Item) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		m := *x
		m.ID, m.Label, m.Entity, m.Attributes = c.id(x.ID), c.text(x.Label), c.id(x.Entity), c.values(x.Attributes)
		return &m
	case *annotate.Entity:
		e := *x
		e.ID, e.Label, e.Name, e.KB, e.Attributes = c.id(x.ID), c.text(x.Label), c.text(x.Name), c.text(x.KB), c.values(x.Attributes)
		return &e
	case *annotate.Event:
		v := *x
		v.ID, v.Type, v.Attributes, v.Arguments = c.id(x.ID), c.text(x.Type), c.values(x.Attributes), nil
		for _, a := range x.Arguments {
			a.Role, a.Target, a.Value = c.text(a.Role), c.id(a.Target), annotate.Value(c.text(string(a.Value)))
			v.Arguments = append(v.Arguments, a)
		}
		return &v
	case *annotate.Relation:
		r := *x
		r.ID, r.Label, r.From, r.To, r.Attributes = c.id(x.ID), c.text(x.Label), c.id(x.From), c.id(x.To), c.values(x.Attributes)
		return &r
	case *annotate.Label:
		l := *x
		l.ID, l.Label, l.Value = c.id(x.ID), c.text(x.Label), annotate.Value(c.text(string(x.Value)))
		return &l
	case *annotate.Note:
		n := *x
		n.ID, n.On, n.Text, n.Type = c.id(x.ID), c.id(x.On), c.text(x.Text), c.text(x.Type)
		return &n
	}
	return item
}
