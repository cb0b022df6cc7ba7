package page

import (
	"cmp"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// A mark is a mention or an event with a trigger; its entry in a set is one fragment of it.
type (
	entry = span.Entry[annotate.Item]
	set   = span.Set[annotate.Item]
)

// mark is what can be a mark. Items never change, so equal pointers are enough to tell.
type mark interface {
	annotate.Item
	*annotate.Mention | *annotate.Event
}

// placed is a mark in one paragraph.
type placed struct {
	item      annotate.Item
	doc       int // index in the state's documents
	id        annotate.ID
	fragments []span.Span
	hull      span.Span // of the fragments, cut to the paragraph
	style     Style
	event     bool
	proposed  bool // of a layer of suggestions
	unsure    bool
	entity    annotate.ID
}

func (m *placed) member() Member { return Member{m.doc, m.id} }

// within is the part of the hull on a line.
func (m *placed) within(start, end int) span.Span {
	return span.Span{Start: max(m.hull.Start, start), End: min(m.hull.End, end)}
}

// rowsOn is the row of every mark on a line, by what overlaps there alone; -1
// for marks that are not on it. The marks are in the order of drawing.
func rowsOn(marks []placed, line span.Span) []int {
	rows := make([]int, len(marks))
	var on []int
	var cuts []span.Span
	for i, m := range slices.Backward(marks) {
		rows[i] = -1
		if m.hull.Overlaps(line) {
			on = append(on, i)
			cuts = append(cuts, m.within(line.Start, line.End))
		}
	}
	for k, row := range span.Stack(cuts) {
		rows[on[k]] = row
	}
	return rows
}

// fragments are the spans that an item is drawn at.
func fragments(item annotate.Item) []span.Span {
	switch x := item.(type) {
	case *annotate.Mention:
		return x.Spans
	case *annotate.Event:
		return x.Trigger
	}
	return nil
}

// marksOf are the entries of a document's mentions and events.
func marksOf(d annotate.Document) set {
	list := make([]entry, 0, d.Layer.Mentions.Len()+d.Layer.Events.Len())
	for _, m := range d.Layer.Mentions.All() {
		list = addEntries(list, m)
	}
	for _, v := range d.Layer.Events.All() {
		list = addEntries(list, v)
	}
	return span.NewSet(list)
}

func addEntries(list []entry, item annotate.Item) []entry {
	for _, s := range fragments(item) {
		list = append(list, entry{Span: s, Key: item})
	}
	return list
}

// changes are the entries that lead from the marks of one document to those of
// another of the same article.
func changes(old, now annotate.Document) (removed, added []entry) {
	tableChanges(old.Layer.Mentions, now.Layer.Mentions, &removed, &added)
	tableChanges(old.Layer.Events, now.Layer.Events, &removed, &added)
	return removed, added
}

func tableChanges[T mark](old, now annotate.Table[T], removed, added *[]entry) {
	gone, come := now.Changes(old)
	for _, x := range gone {
		*removed = addEntries(*removed, x)
	}
	for _, y := range come {
		*added = addEntries(*added, y)
	}
}

// place finds the marks of a paragraph. They come in the order of drawing: the
// longest first, so that what lies within is on top.
func (p *Page) place(within span.Span) []placed {
	var list []placed
	for d, marks := range p.marks {
		for e := range marks.Window(within) {
			if known := func(m placed) bool { return m.item == e.Key && m.doc == d }; len(fragments(e.Key)) > 1 && slices.ContainsFunc(list, known) {
				continue
			}
			list = append(list, p.newPlaced(d, e.Key, within))
		}
	}
	slices.SortFunc(list, func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(span.Hull(a.fragments).Len(), span.Hull(b.fragments).Len()),
			span.Compare(span.Hull(a.fragments), span.Hull(b.fragments)),
			cmp.Compare(a.id, b.id),
			cmp.Compare(a.doc, b.doc))
	})
	slices.Reverse(list)
	return list
}

func (p *Page) newPlaced(doc int, item annotate.Item, within span.Span) placed {
	m := placed{item: item, doc: doc, id: item.ItemID(), fragments: fragments(item)}
	m.proposed = p.state.Docs[doc].Layer.ID.Kind == annotate.Suggestion
	hull := span.Hull(m.fragments)
	m.hull = span.Span{Start: max(hull.Start, within.Start), End: min(hull.End, within.End)}
	switch x := item.(type) {
	case *annotate.Mention:
		m.style, m.unsure, m.entity = p.state.Styles.Mention(x.Label), x.Unsure, x.Entity
	case *annotate.Event:
		m.style, m.unsure, m.event = p.state.Styles.Event(x.Type), x.Unsure, true
	}
	return m
}
