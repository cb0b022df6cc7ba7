// Package graph turns a layer into what labelling tools know: spans of one
// fragment, and links between them. A trigger is a span like others, and the
// arguments of its event are the links that go out from it, named by role. The
// further fragments of a span hang on the first by links called Fragment.
package graph

import (
	"fmt"

	"galley/annotate"
	"galley/annotate/format/cut"
	"galley/annotate/span"
)

// Fragment is the name of the links from the first fragment to the others.
const Fragment = "_fragment"

// Node is a span.
type Node struct {
	ID         annotate.ID
	Label      string
	Spans      []span.Span // one, once Split has cut it
	Event      bool        // it is a trigger
	Attributes annotate.Attributes
}

// Edge is a link. Only that of a relation has an id: from a trigger, one without
// is an argument.
type Edge struct {
	ID       annotate.ID
	Label    string
	From, To annotate.ID
}

// Rules are what a graph holds: everything that has a place, by links.
func Rules() cut.Rules {
	return cut.Rules{
		Events: cut.SameEvents, ToEvents: true, Relations: true,
		Name: func(name string) string {
			if name == Fragment {
				return "fragment"
			}
			return name
		},
	}
}

// Of is the graph of a layer that was cut by Rules: nodes by place, then edges,
// those of arguments first.
func Of(l annotate.Layer) (nodes []Node, edges []Edge) {
	var items []annotate.Item
	for _, m := range l.Mentions.All() {
		items = append(items, m)
	}
	for _, v := range l.Events.All() {
		items = append(items, v)
	}
	for _, item := range cut.ByPlace(items) {
		n := Node{ID: item.ItemID(), Label: annotate.LabelOf(item), Spans: annotate.SpansOf(item)}
		switch x := item.(type) {
		case *annotate.Mention:
			n.Attributes = x.Attributes
		case *annotate.Event:
			n.Event, n.Attributes = true, x.Attributes
			for _, a := range x.Arguments {
				edges = append(edges, Edge{Label: a.Role, From: x.ID, To: a.Target})
			}
		}
		nodes = append(nodes, n)
	}
	for _, r := range cut.ByNumber(l.Relations.All()) {
		edges = append(edges, Edge{r.ID, r.Label, r.From, r.To})
	}
	return nodes, edges
}

// Split cuts nodes into one for each fragment and links these. next is an id
// for a further fragment of a node.
func Split(nodes []Node, edges []Edge, next func(of annotate.ID, part int) annotate.ID) ([]Node, []Edge) {
	var parts []Node
	var links []Edge
	for _, n := range nodes {
		for i, s := range n.Spans {
			part := n
			part.Spans = []span.Span{s}
			if i > 0 {
				part.ID, part.Attributes = next(n.ID, i), nil
				links = append(links, Edge{Label: Fragment, From: n.ID, To: part.ID})
			}
			parts = append(parts, part)
		}
	}
	return parts, append(links, edges...)
}

// Join puts fragments together again. refuse is told of links that join none.
func Join(nodes []Node, edges []Edge, refuse func(Edge, error)) ([]Node, []Edge) {
	at := map[annotate.ID]int{}
	for i, n := range nodes {
		if _, twice := at[n.ID]; !twice {
			at[n.ID] = i
		}
	}
	gone := map[int]bool{}
	var links []Edge
	for _, e := range edges {
		from, ok := at[e.From]
		to, ok2 := at[e.To]
		switch {
		case e.Label != Fragment:
			links = append(links, e)
		case !ok || !ok2 || from == to || gone[from] || gone[to]:
			refuse(e, fmt.Errorf("%s and %s are not fragments of one span", e.From, e.To))
		default:
			gone[to] = true
			nodes[from].Spans = append(nodes[from].Spans, nodes[to].Spans...)
		}
	}
	var whole []Node
	for i, n := range nodes {
		if !gone[i] {
			whole = append(whole, n)
		}
	}
	return whole, links
}

// Items are the annotations that a graph says.
func Items(nodes []Node, edges []Edge) []annotate.Item {
	var items []annotate.Item
	events := map[annotate.ID]*annotate.Event{}
	taken := map[annotate.ID]bool{}
	for _, n := range nodes {
		taken[n.ID] = true
		if !n.Event {
			items = append(items, &annotate.Mention{ID: n.ID, Label: n.Label, Spans: n.Spans, Attributes: n.Attributes})
			continue
		}
		v := &annotate.Event{ID: n.ID, Type: n.Label, Trigger: n.Spans, Attributes: n.Attributes}
		if events[n.ID] == nil {
			events[n.ID] = v
		}
		items = append(items, v)
	}
	for _, e := range edges {
		taken[e.ID] = true
	}
	numbers := cut.Numbers{}
	for _, e := range edges {
		if v := events[e.From]; v != nil && e.ID == "" {
			v.Arguments = append(v.Arguments, annotate.Argument{Role: e.Label, Target: e.To})
			continue
		}
		for e.ID == "" {
			if id := numbers.Next("r"); !taken[id] {
				e.ID = id
			}
		}
		items = append(items, &annotate.Relation{ID: e.ID, Label: e.Label, From: e.From, To: e.To})
	}
	return items
}
