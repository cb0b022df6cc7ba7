package cas

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// items are the annotations of all structures.
func (r *reader) items() []annotate.Item {
	c := r.sort()
	links := map[*Structure][]*Structure{} // of each chain
	for _, s := range c.chains {
		links[s] = r.chain(s)
	}
	r.identify(c, links)

	var items []annotate.Item
	add := func(s *Structure, item annotate.Item) {
		r.lines[item] = s.Line
		items = append(items, item)
	}
	for _, s := range c.entities {
		e := &annotate.Entity{ID: r.ids[s.ID], Label: s.text("label"), Name: s.text("name"), KB: s.text("kb")}
		e.Attributes, e.Unsure = r.said(s), s.flag("unsure")
		add(s, e)
	}
	for _, m := range r.mentions(c, add) {
		items = append(items, m)
	}
	for _, s := range c.chains {
		r.readChain(s, links[s], add)
	}
	r.events(c, add)
	for _, s := range c.relations {
		r.relation(s, "Governor", "Dependent", add)
	}
	for _, s := range c.ties {
		r.relation(s, "head", "tail", add)
	}
	for _, s := range c.labels {
		l := &annotate.Label{ID: r.ids[s.ID], Label: s.text("label"), Value: r.value(s)}
		l.Unsure = s.flag("unsure")
		add(s, l)
	}
	r.notes(c, add)
	return items
}

// identify gives annotations their ids: those that the file names, or new ones.
func (r *reader) identify(c *classes, links map[*Structure][]*Structure) {
	taken := map[annotate.ID]bool{}
	for _, s := range r.list {
		if uid := s.text("uid"); uid != "" {
			taken[annotate.ID(uid)] = true
		}
	}
	give := func(prefix string, list ...*Structure) {
		for _, s := range list {
			if uid := s.text("uid"); uid != "" {
				r.ids[s.ID] = annotate.ID(uid)
			} else {
				r.ids[s.ID] = r.fresh(prefix+strconv.Itoa(s.ID), taken)
			}
		}
	}
	give("e", c.entities...)
	give("e", c.chains...)
	for _, s := range c.chains {
		give("m", links[s]...)
	}
	for _, parts := range c.mentions {
		give("m", parts...)
	}
	give("v", c.events...)
	give("r", c.relations...)
	give("r", c.ties...)
	give("l", c.labels...)
	give("n", c.notes...)
}

// label is what a structure is called: what a feature says, or else its type.
// It tells the feature too.
func (s *Structure) label() (label, feature string) {
	for _, name := range []string{"label", "value", "category", "DependencyType"} {
		if label := s.text(name); label != "" {
			return label, name
		}
	}
	return short(s.Type), ""
}

func (s *Structure) flag(name string) bool {
	v, _ := s.Get(name)
	return v.Text == "true" || v.Text == "1"
}

func (r *reader) mentions(c *classes, add func(*Structure, annotate.Item)) []annotate.Item {
	known := map[string]*annotate.Entity{} // by id of a knowledge base
	taken := map[annotate.ID]bool{}
	for _, id := range r.ids {
		taken[id] = true
	}
	var entities []annotate.Item
	for i, spans := range r.places(c.mentions) {
		if spans == nil {
			continue
		}
		s := c.mentions[i][0]
		m := &annotate.Mention{ID: r.ids[s.ID], Spans: spans}
		m.Label, _ = s.label()
		m.Attributes, m.Unsure = r.said(s), s.flag("unsure")
		kb := s.text("identifier")
		switch entity := r.one(s, "entity"); {
		case entity != nil && r.ids[entity.ID] != "":
			m.Entity = r.ids[entity.ID]
		case entity == nil && kb != "" && ownName(s.Type) == spanType:
			if known[kb] == nil {
				known[kb] = &annotate.Entity{ID: r.fresh("e"+strconv.Itoa(s.ID), taken), Label: m.Label, Name: r.Article.Quote(spans), KB: kb}
				entities = append(entities, known[kb])
			}
			m.Entity = known[kb].ID
		}
		add(s, m)
	}
	return entities
}

// readChain reads a chain of coreference: an entity, whose mentions are its links.
func (r *reader) readChain(s *Structure, links []*Structure, add func(*Structure, annotate.Item)) {
	e := &annotate.Entity{ID: r.ids[s.ID], Label: strings.TrimSuffix(short(s.Type), "Chain")}
	groups := make([][]*Structure, len(links))
	for i, link := range links {
		groups[i] = []*Structure{link}
	}
	for i, spans := range r.places(groups) {
		if spans == nil {
			continue
		}
		m := &annotate.Mention{ID: r.ids[links[i].ID], Label: cmp.Or(links[i].text("referenceType"), e.Label), Spans: spans, Entity: e.ID}
		if e.Name == "" {
			e.Name = r.Article.Quote(spans)
		}
		add(links[i], m)
	}
	add(s, e)
}

// events reads those with a trigger and those of the article as a whole.
func (r *reader) events(c *classes, add func(*Structure, annotate.Item)) {
	var groups [][]*Structure
	placed, evidence := map[*Structure]int{}, map[*Structure]int{}
	for _, s := range c.events {
		uid := s.text("uid")
		if ownName(s.Type) != wholeType {
			placed[s] = len(groups)
			groups = append(groups, append([]*Structure{s}, c.fragments[fragmentOf{uid, "trigger"}]...))
		}
	}
	for _, s := range c.events {
		if parts := c.fragments[fragmentOf{s.text("uid"), "evidence"}]; len(parts) > 0 {
			evidence[s] = len(groups)
			groups = append(groups, parts)
		}
	}
	spans := r.places(groups)
	for _, s := range c.events {
		v := &annotate.Event{ID: r.ids[s.ID]}
		if i, ok := placed[s]; ok {
			if v.Trigger = spans[i]; v.Trigger == nil {
				continue
			}
		}
		if i, ok := evidence[s]; ok {
			v.Evidence = spans[i]
		}
		v.Type, _ = s.label()
		v.Attributes, v.Unsure, v.Arguments = r.said(s), s.flag("unsure"), r.arguments(s)
		add(s, v)
	}
}

func (r *reader) arguments(s *Structure) []annotate.Argument {
	type placed struct {
		place int
		annotate.Argument
	}
	var list []placed
	for _, f := range s.Features {
		if !r.isArguments(f) && f.Name != "arguments" && f.Name != "otherArguments" {
			continue
		}
		for _, link := range r.many(s, f.Name) {
			a := placed{Argument: annotate.Argument{Role: cmp.Or(link.text("role"), f.Name), Value: r.value(link)}}
			a.place, _ = link.number("place")
			if target := r.one(link, "target"); target != nil {
				if a.Target = r.ids[target.ID]; a.Target == "" {
					r.refuseOf(link, format.CodeReference, fmt.Errorf("its target is %s, which is no annotation here", target.name()))
					continue
				}
				if entity := r.one(link, "entity"); entity != nil && r.entityOf(target) == entity {
					a.Target = r.ids[entity.ID]
				}
			} else if link.Has("target") {
				continue // refused
			}
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	var out []annotate.Argument
	for _, a := range list {
		out = append(out, a.Argument)
	}
	return out
}

// entityOf is the entity that a mention hangs on.
func (r *reader) entityOf(s *Structure) *Structure {
	v, _ := s.Get("entity")
	if len(v.Refs) != 1 {
		return nil
	}
	return r.byID[v.Refs[0]]
}

func (r *reader) relation(s *Structure, from, to string, add func(*Structure, annotate.Item)) {
	x := &annotate.Relation{ID: r.ids[s.ID]}
	for _, end := range []struct {
		name, entity string
		id           *annotate.ID
	}{{from, "governorEntity", &x.From}, {to, "dependentEntity", &x.To}} {
		to := r.one(s, end.name)
		switch {
		case to == nil && s.Has(end.name):
			return // refused
		case to == nil:
			r.refuseOf(s, format.CodeMissing, fmt.Errorf("it has no %s", end.name))
			return
		case r.ids[to.ID] == "":
			r.refuseOf(s, format.CodeReference, fmt.Errorf("its %s is %s, which is no annotation here", end.name, to.name()))
			return
		}
		*end.id = r.ids[to.ID]
		if entity := r.one(s, end.entity); entity != nil && r.entityOf(to) == entity {
			*end.id = r.ids[entity.ID]
		}
	}
	x.Label, _ = s.label()
	x.Attributes, x.Unsure = r.said(s), s.flag("unsure")
	add(s, x)
}

func (r *reader) notes(c *classes, add func(*Structure, annotate.Item)) {
	var groups [][]*Structure
	var of []int
	for i, s := range c.notes {
		if parts := c.fragments[fragmentOf{s.text("uid"), "note"}]; len(parts) > 0 {
			groups, of = append(groups, parts), append(of, i)
		}
	}
	places := map[int][]span.Span{}
	for i, spans := range r.places(groups) {
		places[of[i]] = spans
	}
	for i, s := range c.notes {
		n := &annotate.Note{ID: r.ids[s.ID], On: annotate.ID(s.text("on")), Spans: places[i], Text: s.text("text"), State: s.text("state"), Type: s.text("about")}
		n.Unsure = s.flag("unsure")
		add(s, n)
	}
}

// value is what the feature "json" of s holds.
func (r *reader) value(s *Structure) annotate.Value {
	text := s.text("json")
	if text == "" {
		return ""
	}
	v, err := annotate.ParseValue([]byte(text))
	if err != nil {
		r.refuseOf(s, "bad_json", errors.New("its feature json holds no JSON"))
		return ""
	}
	return v
}

// said are the attributes of s: features that mean nothing else here, and structures of their own.
func (r *reader) said(s *Structure) annotate.Attributes {
	out := annotate.Attributes{}
	_, named := s.label()
	for _, f := range s.Features {
		if f.Name == named || isMeant(s.Type, f.Name) || r.isArguments(f) {
			continue
		}
		switch f.Kind {
		case Reference, References:
			if list, ok := r.texts(f); ok {
				out[f.Name] = annotate.ValueOf(list)
				continue
			}
			r.passOver(fmt.Sprintf("references %s of type %s", f.Name, short(s.Type)))
		case Text, Untyped:
			out[f.Name] = annotate.ValueOf(f.Text)
		case Texts:
			out[f.Name] = annotate.ValueOf(f.Texts)
		case Number, Boolean:
			v, err := annotate.ParseValue([]byte(f.Text))
			if err != nil {
				v = annotate.ValueOf(f.Text)
			}
			out[f.Name] = v
		}
	}
	if isMeant(s.Type, "attributes") {
		maps.Copy(out, r.named(s, "attributes"))
	}
	return out
}

// texts are those of an array that is a structure of its own.
func (r *reader) texts(f Feature) ([]string, bool) {
	if len(f.Refs) != 1 || r.byID[f.Refs[0]] == nil {
		return nil, false
	}
	elements, _ := r.byID[f.Refs[0]].Get("elements")
	return elements.Texts, elements.Kind == Texts
}

// named are the structures in a feature that each name a value.
func (r *reader) named(s *Structure, feature string) map[string]annotate.Value {
	out := map[string]annotate.Value{}
	for _, said := range r.many(s, feature) {
		if name, v := said.text("name"), r.value(said); v != "" {
			out[name] = v
		}
	}
	return out
}

// meant are the features that Galley writes, by its names of types, in all variants.
var meant = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, n := range variants {
		for _, t := range ownTypes() {
			if out[t.Name] == nil {
				out[t.Name] = map[string]bool{"identifier": t.Name == spanType}
			}
			for _, f := range t.Features {
				out[t.Name][f.Name], out[t.Name][n.feature(t.Name, f.Name)] = true, true
			}
		}
	}
	return out
}()

// isMeant tells whether a feature of a type is no attribute.
func isMeant(typ, feature string) bool {
	switch feature {
	case "sofa", "begin", "end", "Governor", "Dependent":
		return true
	}
	return meant[ownName(typ)][feature]
}
