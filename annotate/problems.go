package annotate

import (
	"slices"
	"strings"
)

// Problem is something that the schema expects otherwise. Problems are shown and never block.
type Problem struct {
	On   ID     // the annotation; empty if it is about the article
	Role string // the role, if it is about one
	Text string
}

// Problems are what the schema would have otherwise in the layer: of mentions, of
// events and of relations, each in document order, then labels that the article
// must have, and what there are several versions of.
func (d *Document) Problems(s *Schema) []Problem {
	var out []Problem
	for _, m := range d.Layer.Mentions.All() {
		t := s.Entity(m.Label)
		if t == nil {
			out = append(out, Problem{On: m.ID, Text: m.Label + " is not in the schema"})
			continue
		}
		out = append(out, missing(m.ID, m.Attributes, t.Attributes)...)
	}
	for _, v := range d.Layer.Events.All() {
		out = append(out, d.eventProblems(s, v)...)
	}
	out = append(out, d.loopProblems("")...)
	for _, r := range d.Layer.Relations.All() {
		out = append(out, d.relationProblems(s, r)...)
	}
	return append(append(out, d.labelProblems(s)...), d.versionProblems(s)...)
}

// labelProblems are the labels that the article must have and that neither it
// nor its metadata has.
func (d *Document) labelProblems(s *Schema) []Problem {
	has := Attributes{}
	for name, value := range d.Article.Meta {
		if value != ValueOf("") {
			has[name] = value
		}
	}
	for name, text := range map[string]string{
		"publication_date": d.Article.Published, "published": d.Article.Published, "date": d.Article.Published, "title": d.Article.Title,
		"source_name": d.Article.Outlet, "outlet": d.Article.Outlet, "author": d.Article.Author, "url": d.Article.URL, "language": d.Article.Language,
	} {
		if text != "" {
			has[name] = ValueOf(text)
		}
	}
	for _, l := range d.Layer.Labels.All() {
		has[l.Label] = l.Value
	}
	return missing("", has, s.DocumentAttributes)
}

// EventProblems are the problems of one event.
func (d *Document) EventProblems(s *Schema, v *Event) []Problem {
	out := d.eventProblems(s, v)
	inside := func(a Argument) bool { _, is := d.Layer.Events.Get(a.Target); return is }
	if slices.ContainsFunc(v.Arguments, inside) { // else it closes no loop, whatever the other events are
		out = append(out, d.loopProblems(v.ID)...)
	}
	return out
}

// loopProblems are the arguments by which an event contains itself; of all
// events if v is empty.
func (d *Document) loopProblems(v ID) []Problem {
	var out []Problem
	for _, l := range d.Layer.Loops() {
		if v == "" || v == l.Event.ID {
			role := l.Event.Arguments[l.Argument].Role
			out = append(out, Problem{l.Event.ID, role, "by " + role + " it contains itself"})
		}
	}
	return out
}

func (d *Document) eventProblems(s *Schema, v *Event) []Problem {
	t := s.Event(v.Type)
	if t == nil {
		return []Problem{{On: v.ID, Text: v.Type + " is not in the schema"}}
	}
	var out []Problem
	for i := range t.Roles {
		r := &t.Roles[i]
		n := 0
		for _, a := range v.Arguments {
			if a.Role == r.Name {
				n++
			}
		}
		switch {
		case n < r.Min && !r.Retired:
			out = append(out, Problem{v.ID, r.Name, r.Name + " needs one"})
		case r.Max != nil && n > *r.Max:
			out = append(out, Problem{v.ID, r.Name, r.Name + " has more than it takes"})
		}
	}
	for _, a := range v.Arguments {
		r := t.Role(a.Role)
		if r == nil {
			out = append(out, Problem{v.ID, a.Role, v.Type + " has no role " + a.Role})
			continue
		}
		if a.Target == "" {
			continue
		}
		if filler := d.Layer.Find(a.Target); filler != nil && !d.Fills(r, filler) {
			out = append(out, Problem{v.ID, a.Role, LabelOf(filler) + " is not expected here"})
		}
	}
	return append(out, missing(v.ID, v.Attributes, t.Attributes, s.EventAttributes)...)
}

func (d *Document) relationProblems(s *Schema, r *Relation) []Problem {
	t := s.Relation(r.Label)
	if t == nil {
		return []Problem{{On: r.ID, Text: r.Label + " is not in the schema"}}
	}
	var out []Problem
	from, to := d.Layer.Find(r.From), d.Layer.Find(r.To)
	if from != nil && to != nil && !d.Joins(t, from, to) && !(t.Symmetric && d.Joins(t, to, from)) {
		out = append(out, Problem{On: r.ID, Text: r.Label + " is not expected from " + LabelOf(from) + " to " + LabelOf(to)})
	}
	return append(out, missing(r.ID, r.Attributes, t.Attributes)...)
}

// missing are the problems of an annotation that lacks attributes which it must
// have. An attribute with a default is never missing: it has that value.
func missing(on ID, has Attributes, types ...[]AttributeType) []Problem {
	var out []Problem
	for _, list := range types {
		for _, a := range list {
			if a.Required && !a.Retired && a.Default == "" && has[a.Name] == "" {
				out = append(out, Problem{On: on, Text: "needs " + strings.ReplaceAll(a.Name, "_", " ")})
			}
		}
	}
	return out
}
