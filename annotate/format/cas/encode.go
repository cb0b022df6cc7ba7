package cas

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// encoder makes a CAS of a fitted record.
type encoder struct {
	*names
	ranges  attributeRanges
	article *annotate.Article
	cas     *CAS
	last    int                               // id given
	ids     map[annotate.ID]int               // of a mention that of its first fragment
	first   map[annotate.ID]*annotate.Mention // of an entity its first mention
	layer   annotate.Layer
	err     error
}

// sofaID is the id of the one text.
const sofaID = 1

// encode makes a CAS of a fitted record, with the types that it uses.
func encode(rec format.Record, n *names, ranges attributeRanges) (*CAS, error) {
	e := &encoder{names: n, ranges: ranges, article: rec.Article, cas: &CAS{Types: n.system(), Views: []View{{Sofa: sofaID}}}, last: sofaID,
		ids: map[annotate.ID]int{}, first: map[annotate.ID]*annotate.Mention{}}
	e.cas.Structures = append(e.cas.Structures, &Structure{ID: sofaID, Type: Sofa, Features: []Feature{
		{"sofaNum", numberValue(1)}, {"sofaID", textValue("_InitialView")}, {"mimeType", textValue("text")}, {"sofaString", textValue(rec.Article.Text.String())},
	}})
	e.about(wire.AboutOf(rec))
	if e.segments {
		e.segment()
	}
	for _, l := range rec.Layers {
		e.layer = l.Layer
		e.number()
		for _, x := range l.Entities.All() {
			e.entity(x)
		}
		for _, m := range l.Mentions.All() {
			e.mention(m)
		}
		for _, r := range l.Relations.All() {
			e.relation(r)
		}
		for _, v := range l.Events.All() {
			e.event(v)
		}
		for _, x := range l.Labels.All() {
			e.label(x)
		}
		for _, x := range l.Notes.All() {
			e.note(x)
		}
	}
	return e.cas, e.err
}

// structure is a feature structure in the making.
type structure struct {
	own string // Galley's name of its type
	*Structure
	names *names
}

func (s structure) put(name string, v Value) {
	s.Features = append(s.Features, Feature{s.names.feature(s.own, name), v})
}

func (s structure) set(name, text string) { s.put(name, textValue(text)) }

// some sets a text that says something.
func (s structure) some(name, text string) {
	if text != "" {
		s.set(name, text)
	}
}

func (s structure) flag(name string, v bool) {
	if v {
		s.put(name, Value{Kind: Boolean, Text: "true"})
	}
}

func (s structure) refer(name string, id int) { s.put(name, Value{Kind: Reference, Refs: []int{id}}) }

func (s structure) list(name string, ids []int) {
	if len(ids) > 0 {
		s.put(name, Value{Kind: References, Refs: ids})
	}
}

func (e *encoder) next() int {
	e.last++
	return e.last
}

// make adds a structure that is found by way of others.
func (e *encoder) make(id int, own string) structure {
	s := &Structure{ID: id, Type: e.typ(own)}
	e.cas.Structures = append(e.cas.Structures, s)
	return structure{own, s, e.names}
}

// add adds a structure that is indexed.
func (e *encoder) add(id int, own string) structure {
	e.cas.Views[0].Members = append(e.cas.Views[0].Members, id)
	return e.make(id, own)
}

// place adds a structure that covers a stretch of text.
func (e *encoder) place(id int, own string, at span.Span) structure {
	s := e.add(id, own)
	s.refer("sofa", sofaID)
	s.put("begin", e.offset(at.Start))
	s.put("end", e.offset(at.End))
	return s
}

func (e *encoder) offset(at int) Value {
	n, err := e.article.Text.UTF16(at)
	if e.err == nil {
		e.err = err
	}
	return numberValue(n)
}

// number gives ids to what others refer to.
func (e *encoder) number() {
	for _, x := range e.layer.Entities.All() {
		e.ids[x.ID] = e.next()
	}
	for _, m := range e.layer.Mentions.All() {
		e.ids[m.ID] = e.last + 1
		e.last += len(m.Spans)
		if m.Entity != "" && e.first[m.Entity] == nil {
			e.first[m.Entity] = m
		}
	}
	for _, v := range e.layer.Events.All() {
		e.ids[v.ID] = e.next()
	}
}

func (e *encoder) about(w wire.About) {
	s := e.place(e.next(), articleType, span.Span{End: e.article.Text.Len()})
	s.some("language", w.Language)
	s.set("articleId", w.ID)
	for _, f := range []struct{ name, value string }{
		{"key", w.Key}, {"title", w.Title}, {"published", w.Published}, {"articleLanguage", w.Language}, {"outlet", w.Outlet}, {"author", w.Author},
		{"url", w.URL}, {"annotator", w.Annotator}, {"layerKind", w.Kind}, {"layerState", w.State},
	} {
		s.some(f.name, f.value)
	}
	s.list("meta", e.said(w.Meta))
}

// said are structures for named values.
func (e *encoder) said(values map[string]annotate.Value) []int {
	var ids []int
	for _, name := range slices.Sorted(maps.Keys(values)) {
		s := e.make(e.next(), saidType)
		s.set("name", name)
		s.set("json", string(values[name]))
		ids = append(ids, s.ID)
	}
	return ids
}

// describe puts attributes on s: each as a feature of its name where it can be
// one, else as a structure of its own.
func (e *encoder) describe(s structure, attrs annotate.Attributes, o annotate.Origin) {
	s.flag("unsure", o.Unsure)
	rest := map[string]annotate.Value{}
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		v, rng := attrs[name], e.ranges.of(s.own, name)
		var text string
		switch {
		case !isFeature(name):
			rest[name] = v
			continue
		case rng == booleanRange && (v == "true" || v == "false"):
			s.put(name, Value{Kind: Boolean, Text: string(v)})
		case rng == stringRange && json.Unmarshal([]byte(v), &text) == nil && annotate.ValueOf(text) == v:
			s.set(name, text)
		default:
			rest[name] = v
			continue
		}
		e.cas.Types.Merge(Type{Name: s.Type, Features: []FeatureType{{Name: name, Range: rng}}})
	}
	s.list("attributes", e.said(rest))
}

func (e *encoder) entity(x *annotate.Entity) {
	s := e.add(e.ids[x.ID], entityType)
	s.set("label", x.Label)
	s.set("uid", string(x.ID))
	s.some("name", x.Name)
	s.some("kb", x.KB)
	e.describe(s, x.Attributes, x.Origin)
}

func (e *encoder) mention(m *annotate.Mention) {
	for i, at := range m.Spans {
		s := e.place(e.ids[m.ID]+i, spanType, at)
		s.set("label", m.Label)
		s.set("uid", string(m.ID))
		s.put("part", numberValue(i))
		if i > 0 {
			continue
		}
		if x, ok := e.layer.Entities.Get(m.Entity); ok {
			s.refer("entity", e.ids[m.Entity])
			if _, has := e.cas.Types.Feature(s.Type, "identifier"); has {
				s.some("identifier", x.KB)
			}
		}
		e.describe(s, m.Attributes, m.Origin)
	}
}

// spanOf is the structure of the span that stands for an end of a relation or
// an argument: a mention, or the first one of an entity, which is given too.
func (e *encoder) spanOf(id annotate.ID) (span, entity int) {
	if _, ok := e.layer.Mentions.Get(id); ok {
		return e.ids[id], 0
	}
	if m := e.first[id]; m != nil {
		return e.ids[m.ID], e.ids[id]
	}
	return 0, 0
}

// relation covers what its Dependent covers, as INCEpTION has it.
func (e *encoder) relation(r *annotate.Relation) {
	from, fromEntity := e.spanOf(r.From)
	to, toEntity := e.spanOf(r.To)
	var s structure
	if from == 0 || to == 0 {
		s = e.add(e.next(), tieType)
		s.refer("head", e.ids[r.From])
		s.refer("tail", e.ids[r.To])
	} else {
		end := r.To
		if m := e.first[r.To]; m != nil {
			end = m.ID
		}
		s = e.place(e.next(), relationType, annotate.SpansOf(e.layer.Find(end))[0])
		s.refer("Governor", from)
		s.refer("Dependent", to)
		if fromEntity != 0 {
			s.refer("governorEntity", fromEntity)
		}
		if toEntity != 0 {
			s.refer("dependentEntity", toEntity)
		}
	}
	s.set("label", r.Label)
	s.set("uid", string(r.ID))
	e.describe(s, r.Attributes, r.Origin)
}

func (e *encoder) event(v *annotate.Event) {
	var s structure
	if len(v.Trigger) > 0 {
		s = e.place(e.ids[v.ID], eventType, v.Trigger[0])
		e.fragments(v.ID, "trigger", v.Trigger[1:], 1)
	} else {
		s = e.add(e.ids[v.ID], wholeType)
	}
	e.fragments(v.ID, "evidence", v.Evidence, 0)
	s.set("label", v.Type)
	s.set("uid", string(v.ID))
	var links, fillers []int
	for i, a := range v.Arguments {
		target, entity := e.spanOf(a.Target)
		own, into := linkType, &links
		if target == 0 {
			target, own, into = e.ids[a.Target], fillerType, &fillers
		}
		f := e.make(e.next(), own)
		f.set("role", a.Role)
		if target != 0 {
			f.refer("target", target)
		}
		if entity != 0 {
			f.refer("entity", entity)
		}
		f.some("json", string(a.Value))
		f.put("place", numberValue(i))
		*into = append(*into, f.ID)
	}
	s.list("arguments", links)
	s.list("otherArguments", fillers)
	e.describe(s, v.Attributes, v.Origin)
}

// fragments adds places of an annotation; from is the number of the first.
func (e *encoder) fragments(of annotate.ID, what string, spans []span.Span, from int) {
	for i, at := range spans {
		s := e.place(e.next(), fragmentType, at)
		s.set("uid", string(of))
		s.put("part", numberValue(from+i))
		s.set("of", what)
	}
}

func (e *encoder) label(x *annotate.Label) {
	s := e.add(e.next(), labelType)
	s.set("label", x.Label)
	s.set("uid", string(x.ID))
	s.some("json", string(x.Value))
	s.flag("unsure", x.Unsure)
}

func (e *encoder) note(n *annotate.Note) {
	s := e.add(e.next(), noteType)
	s.set("uid", string(n.ID))
	s.some("on", string(n.On))
	s.some("text", n.Text)
	s.set("state", n.State)
	s.some("about", n.Type)
	s.flag("unsure", n.Unsure)
	e.fragments(n.ID, "note", n.Spans, 0)
}

// segment adds the sentences and tokens that INCEpTION shows the text by.
func (e *encoder) segment() {
	text := e.article.Text
	text.EachSentence(span.Span{End: text.Len()}, func(s span.Span) bool {
		if at := text.Trim(s); at.Len() > 0 {
			e.place(e.next(), sentenceType, at)
			text.EachToken(at, func(t span.Span) bool {
				e.place(e.next(), tokenType, t)
				return true
			})
		}
		return e.err == nil
	})
	if e.err != nil {
		e.err = fmt.Errorf("cutting sentences: %w", e.err)
	}
}
