package exchange

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
)

// maker makes the edits of one transaction.
type maker struct {
	*importer
	known  *knownSet
	people []annotate.Edit
	edits  []annotate.Edit
	// layers of articles that were there before, as they will be after the edits so far.
	layers map[annotate.ID]map[annotate.LayerID]annotate.Layer
}

// all are the edits in the order in which they can be applied.
func (m *maker) all() []annotate.Edit {
	var out []annotate.Edit
	if schema, changed := m.extender.Schema(); changed {
		edit := annotate.Edit{After: schema}
		if m.stored != nil {
			edit.Before = m.stored
		}
		m.stored = schema
		out = append(out, edit)
	}
	return append(append(out, m.people...), m.edits...)
}

// record decides what a record is, and makes its edits.
func (m *maker) record(ctx context.Context, p pending) error {
	known, there, conflict := m.known.find(p.Article)
	if conflict != nil {
		m.refuse(format.Issue{Item: p.Where, Code: conflict.code, Message: conflict.msg}, true)
		return nil
	}
	if there {
		return m.same(ctx, p, known)
	}
	a := *p.Article
	if a.ID == "" {
		a.ID = m.opt.IDs.Next()
	}
	m.report.Articles.New++
	m.known.add(annotate.Known{ID: a.ID, Key: a.Key, Digest: a.Digest})
	m.edits = append(m.edits, annotate.Edit{After: &a})
	return m.annotations(ctx, p, &a, true)
}

// same takes in the annotations of an article that is there.
func (m *maker) same(ctx context.Context, p pending, known annotate.Known) error {
	m.report.Articles.Same++
	if known.Deleted {
		now, err := m.corrected(ctx, known.ID)
		if err != nil {
			return err
		}
		if now != nil {
			return m.carry(ctx, p, now)
		}
		m.warn(format.Issue{Item: p.Where, Code: "deleted", Message: fmt.Sprintf("the article %q is among the deleted ones and stays there", clip(known.Key))})
	}
	if p.Article.ID != "" && p.Article.ID != known.ID {
		m.warn(format.Issue{Item: p.Where, Code: "other_id", Message: fmt.Sprintf("the article %q is there with the same text under the id %q, which it keeps", clip(known.Key), clip(string(known.ID)))})
	}
	a := *p.Article
	a.ID = known.ID
	return m.annotations(ctx, p, &a, false)
}

// annotations makes the edits of a record's layers. What an article that is
// not fresh has is read once, when it is needed.
func (m *maker) annotations(ctx context.Context, p pending, a *annotate.Article, fresh bool) error {
	for _, l := range p.Layers {
		id := annotate.LayerID{Article: a.ID, Annotator: m.person(l.Annotator), Kind: l.ID.Kind}
		if id.Kind == "" {
			id.Kind = annotate.Human
		}
		if fresh && m.layers[a.ID] == nil {
			m.setLayers(a.ID, nil)
		}
		if m.layers[a.ID] == nil {
			layers, err := m.target.Layers(ctx, a.ID)
			if err != nil && !errors.Is(err, annotate.ErrNotFound) { // in a dry run nothing is there yet
				return err
			}
			m.setLayers(a.ID, layers)
		}
		was, there := m.layers[a.ID][id]
		if !there {
			was = annotate.NewLayer(id, nil)
		}
		now := l.Layer
		if now.ID = id; there || !fresh {
			var err error
			if now, err = m.merge(p, l.Annotator, annotate.Document{Article: a, Layer: was}, l.Layer); err != nil {
				return err
			}
		} else {
			l.Each(func(item annotate.Item) { m.put(p, annotate.Edit{Layer: id, After: item}) })
		}
		m.layers[a.ID][id] = now
	}
	return nil
}

func (m *maker) setLayers(article annotate.ID, layers []annotate.Layer) {
	byID := map[annotate.LayerID]annotate.Layer{}
	for _, l := range layers {
		byID[l.ID] = l
	}
	if m.layers == nil {
		m.layers = map[annotate.ID]map[annotate.LayerID]annotate.Layer{}
	}
	m.layers[article] = byID
}

// person is the id of the annotator with a name, who is made if unknown.
func (m *maker) person(name string) annotate.ID {
	if id, ok := m.importer.people[name]; ok {
		return id
	}
	id := m.opt.IDs.Next()
	m.importer.people[name] = id
	m.people = append(m.people, annotate.Edit{After: &annotate.Person{ID: id, Name: name}})
	return id
}

// put adds an edit that makes an annotation or a layer's head, counts it, and
// adds to the schema what it uses.
func (m *maker) put(p pending, e annotate.Edit) {
	m.edits = append(m.edits, e)
	c := &m.report.Annotations
	switch e.Kind() {
	case annotate.KindMention:
		c.Mentions++
	case annotate.KindEntity:
		c.Entities++
	case annotate.KindEvent:
		c.Events++
	case annotate.KindRelation:
		c.Relations++
	case annotate.KindLabel:
		c.Labels++
	}
	added, refused := m.extender.Add(e.After, p.schema)
	for _, msg := range added {
		m.warn(format.Issue{Item: p.Where, Code: "schema_extended", Message: msg})
	}
	for _, msg := range refused {
		m.warn(format.Issue{Item: p.Where, Code: "schema_clash", Message: msg})
	}
}

// merge adds to a layer what a file has besides, and gives the layer after it.
// What is there identically is passed over; an id that is there with other
// content is refused.
func (m *maker) merge(p pending, annotator string, doc annotate.Document, from annotate.Layer) (annotate.Layer, error) {
	var edits []annotate.Edit
	refuse := func(item annotate.Item, code, msg string) {
		m.refuse(format.Issue{Item: fmt.Sprintf("%s, layer of %s, %s %s", p.Where, annotator, item.ItemKind(), clip(string(item.ItemID()))), Code: code, Message: msg}, false)
	}
	from.Each(func(item annotate.Item) {
		if head, ok := item.(*annotate.Head); ok {
			edits = m.head(p, annotator, doc, head, edits)
			return
		}
		there := doc.Layer.Find(item.ItemID())
		switch {
		case there == nil:
			edits = append(edits, annotate.Edit{Layer: doc.Layer.ID, After: item})
		case !annotate.Equal(there, item):
			refuse(item, "differs", "an annotation with this id and other content is there already")
		}
	})
	for {
		after, _, err := doc.Apply(edits)
		if err == nil {
			for _, e := range edits {
				m.put(p, e)
			}
			return after.Layer, nil
		}
		// An annotation that hangs on a refused one cannot come in either.
		var bad *annotate.ItemError
		i := -1
		if errors.As(err, &bad) {
			i = slices.IndexFunc(edits, func(e annotate.Edit) bool { return e.Kind() == bad.Kind && e.Target() == bad.ID })
		}
		if i < 0 {
			return annotate.Layer{}, fmt.Errorf("%s: %w", p.Where, err)
		}
		refuse(edits[i].After, "refers", "it does not fit what is there: "+bad.Err.Error())
		edits = slices.Delete(edits, i, i+1)
	}
}

// head takes a layer's state where the layer has none yet. A state that is
// there stays, since work may have gone on.
func (m *maker) head(p pending, annotator string, doc annotate.Document, head *annotate.Head, edits []annotate.Edit) []annotate.Edit {
	was := doc.Layer.Head
	if was == nil {
		return append(edits, annotate.Edit{Layer: doc.Layer.ID, After: head})
	}
	if !annotate.Equal(was, head) {
		m.warn(format.Issue{Item: fmt.Sprintf("%s, layer of %s", p.Where, annotator), Code: "state",
			Message: fmt.Sprintf("the layer is there in state %s and stays so; the file says %s", was.State, head.State)})
	}
	return edits
}
