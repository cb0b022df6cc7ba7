package brat

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/filename"
	"galley/annotate/span"
)

// Fit cuts rec down to what .ann files say, and gives annotations brat's ids.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	a := rec.Article
	out := format.Record{Where: rec.Where, Article: annotate.NewArticle(annotate.Article{
		Key: filename.Fit(cmp.Or(a.Key, string(a.ID), "article")), Title: a.Text.FirstLine(),
	}, a.Text.String())}
	if a.Key != "" && out.Article.Key != a.Key {
		lost.Add("keys too long for a file name", a.Key)
	}
	if a.Title != out.Article.Title || a.Published+a.Language+a.Outlet+a.Author+a.URL != "" || len(a.Meta)+len(a.Extra) > 0 {
		lost.Add("titles, dates, outlets and other metadata of articles", a.Key)
	}
	for _, l := range rec.Layers {
		f := &fitter{article: a, layer: l.Layer, lost: lost, ids: newIDs(l.Layer), first: map[annotate.ID]*annotate.Mention{}}
		if layer := f.fit(); !layer.Empty() {
			out.Layers = append(out.Layers, format.Layer{Layer: layer})
		}
	}
	return out
}

// fitter cuts one layer down.
type fitter struct {
	article *annotate.Article
	layer   annotate.Layer
	lost    *format.Losses
	ids     *ids
	first   map[annotate.ID]*annotate.Mention // of an entity its first mention, by number
	out     []annotate.Item
}

// lose counts something lost of item.
func (f *fitter) lose(what string, item annotate.Item) { f.lost.AddItem(what, f.article, item) }

func (f *fitter) fit() annotate.Layer {
	if h := f.layer.Head; h != nil && !annotate.Equal(h, &annotate.Head{State: annotate.New}) {
		f.lost.Add("states of layers", fmt.Sprintf("%s: %s", f.article.Key, h.State))
	}
	for _, l := range f.layer.Labels.All() {
		f.lose("labels of articles", l)
	}
	f.mentions()
	f.entities()
	f.events()
	f.relations()
	f.notes()
	return annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, f.out)
}

func (f *fitter) origin(item annotate.Item, o annotate.Origin) annotate.Origin {
	if format.SaysWho(o) {
		f.lose("who made annotations, when, and how sure", item)
	}
	return annotate.Origin{}
}

// label is a label, role or attribute name that visual.conf can hold.
func (f *fitter) label(name string, item annotate.Item) string {
	shown := cmp.Or(display(name), "X")
	if shown != name {
		f.lose("spelling of labels", item)
	}
	return shown
}

func (f *fitter) mentions() {
	for _, m := range f.layer.Mentions.All() {
		n := *m
		if n.Spans = f.unbroken(m, m.Spans); n.Spans == nil {
			f.lose("mentions of line breaks alone", m)
			continue
		}
		n.ID = f.ids.assign(m)
		n.Label, n.Attributes, n.Origin = f.label(m.Label, m), f.attributes(m, m.Attributes), f.origin(m, m.Origin)
		if first := f.first[m.Entity]; m.Entity != "" && (first == nil || number(n.ID, "T") < number(first.ID, "T")) {
			f.first[m.Entity] = &n
		}
		f.out = append(f.out, &n)
	}
}

// unbroken are spans cut where a line ends, since a .ann file quotes them in one line.
func (f *fitter) unbroken(item annotate.Item, spans []span.Span) []span.Span {
	var out []span.Span
	for _, s := range spans {
		start := s.Start
		for i, r := range f.article.Text.Slice(s.Start, s.End) {
			if !breaks(r) {
				continue
			}
			if at := s.Start + i; at > start {
				out = append(out, span.Span{Start: start, End: at})
			}
			start = s.Start + i + utf8.RuneLen(r)
		}
		if start < s.End {
			out = append(out, span.Span{Start: start, End: s.End})
		}
	}
	if len(out) > 0 && !slices.Equal(out, spans) {
		f.lose("spans over a line break or a tab, which are cut there", item)
	}
	return out
}

// entities keeps those that several mentions or an id of a knowledge base tell
// of. What they are called and labelled is what their first mention is.
func (f *fitter) entities() {
	mentions := map[annotate.ID][]*annotate.Mention{}
	for _, item := range f.out {
		if m := item.(*annotate.Mention); m.Entity != "" {
			mentions[m.Entity] = append(mentions[m.Entity], m)
		}
	}
	for _, e := range f.layer.Entities.All() {
		id, first := annotate.ID(""), f.first[e.ID]
		if len(mentions[e.ID]) < 2 && (e.KB == "" || first == nil) {
			f.lose("entities with fewer than two mentions and no id of a knowledge base", e)
		} else {
			kept := annotate.Entity{ID: entityID(first.ID), Label: first.Label, KB: oneLine(e.KB), Name: oneLine(e.Name), Origin: f.origin(e, e.Origin)}
			if kept.KB == "" {
				kept.Name = f.article.Quote(first.Spans)
			}
			if kept.Name != e.Name || kept.Label != e.Label || kept.KB != e.KB || len(e.Attributes) > 0 {
				f.lose("names, labels and attributes of entities", e)
			}
			id = kept.ID
			f.out = append(f.out, &kept)
		}
		for _, m := range mentions[e.ID] {
			m.Entity = id
		}
	}
}

func (f *fitter) events() {
	for _, v := range f.layer.Events.All() {
		if blank(f.article, v.Trigger) && blank(f.article, v.Evidence) {
			f.lose("events without a trigger", v)
		} else {
			f.ids.assign(v)
		}
	}
	for _, v := range f.layer.Events.All() {
		w := annotate.Event{ID: f.ids.of[v.ID]}
		if w.ID == "" {
			continue
		}
		switch {
		case blank(f.article, v.Trigger):
			f.lose("events without a trigger, whose evidence stands as trigger", v)
			w.Trigger = f.unbroken(v, v.Evidence)
		case len(v.Evidence) > 0:
			f.lose("evidence of events", v)
			fallthrough
		default:
			w.Trigger = f.unbroken(v, v.Trigger)
		}
		w.Type, w.Attributes, w.Origin = f.label(v.Type, v), f.attributes(v, v.Attributes), f.origin(v, v.Origin)
		w.Arguments = f.arguments(v)
		f.out = append(f.out, &w)
	}
}

// blank tells whether spans hold nothing that a .ann file can quote.
func blank(a *annotate.Article, spans []span.Span) bool {
	return !slices.ContainsFunc(spans, func(s span.Span) bool {
		return strings.ContainsFunc(a.Text.Slice(s.Start, s.End), func(r rune) bool { return !breaks(r) })
	})
}

func (f *fitter) arguments(v *annotate.Event) []annotate.Argument {
	var out []annotate.Argument
	for _, a := range v.Arguments {
		if a.Value != "" || len(a.Extra) > 0 {
			f.lose("values of arguments", v)
		}
		if target := f.target(v, a.Target); target != "" {
			out = append(out, annotate.Argument{Role: f.label(a.Role, v), Target: target})
		} else if a.Target != "" {
			f.lose("arguments whose filler is lost", v)
		}
	}
	return out
}

// target is what stands for id in a .ann file: of an entity its first mention; empty if nothing does.
func (f *fitter) target(item annotate.Item, id annotate.ID) annotate.ID {
	if first := f.first[id]; first != nil {
		f.lose("links to an entity, for which its first mention stands", item)
		return first.ID
	}
	return f.ids.of[id]
}

func (f *fitter) relations() {
	for _, r := range f.layer.Relations.All() {
		s := annotate.Relation{From: f.target(r, r.From), To: f.target(r, r.To)}
		if s.From == "" || s.To == "" {
			f.lose("relations whose end is lost", r)
			continue
		}
		s.ID = f.ids.assign(r)
		s.Label, s.Attributes, s.Origin = f.label(r.Label, r), f.attributes(r, r.Attributes), f.origin(r, r.Origin)
		f.out = append(f.out, &s)
	}
}

func (f *fitter) notes() {
	for _, n := range f.layer.Notes.All() {
		m := annotate.Note{On: f.ids.of[n.On], Text: oneLine(n.Text), State: annotate.NoteOpen}
		if _, onNote := f.layer.Notes.Get(n.On); m.On == "" || onNote {
			f.lose("notes that stand on no mention, event or relation", n)
			continue
		}
		m.ID, m.Origin = f.ids.assign(n), f.origin(n, n.Origin)
		if m.Text != n.Text || n.State != m.State || n.Type != "" || len(n.Spans) > 0 {
			f.lose("kinds, states, places and line breaks of notes", n)
		}
		f.out = append(f.out, &m)
	}
}

// attributes keeps true, texts, and lists of two texts or more; anything else becomes a text.
func (f *fitter) attributes(item annotate.Item, attrs annotate.Attributes) annotate.Attributes {
	out := annotate.Attributes{}
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		v := fitValue(attrs[name])
		if v != attrs[name] {
			f.lose("types and line breaks of attributes", item)
		}
		shown := f.label(name, item)
		if v != "" && out[shown] == "" {
			out[shown] = v
		}
	}
	return out
}

func fitValue(v annotate.Value) annotate.Value {
	if v.Bool() {
		return v
	}
	var texts []string
	for _, t := range v.Texts() {
		if t = oneLine(t); t != "" && !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	switch len(texts) {
	case 0:
		return ""
	case 1:
		return annotate.ValueOf(texts[0])
	}
	return annotate.ValueOf(texts)
}

// oneLine is s without line breaks and tabs, and without blanks at its ends.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if breaks(r) {
			return ' '
		}
		return r
	}, s))
}

// prefixes are the first characters of brat's ids.
var prefixes = map[annotate.Kind]string{
	annotate.KindMention: "T", annotate.KindEvent: "E", annotate.KindRelation: "R", annotate.KindNote: "#",
}

// ids gives annotations brat's ids. A kind of which all have such ids keeps
// them, so that they survive a way through Galley.
type ids struct {
	of   map[annotate.ID]annotate.ID
	keep map[annotate.Kind]bool
	last map[annotate.Kind]int
}

func newIDs(l annotate.Layer) *ids {
	s := &ids{of: map[annotate.ID]annotate.ID{}, keep: map[annotate.Kind]bool{}, last: map[annotate.Kind]int{}}
	for kind := range prefixes {
		s.keep[kind] = true
	}
	l.Each(func(item annotate.Item) {
		if prefix, ok := prefixes[item.ItemKind()]; ok && number(item.ItemID(), prefix) == 0 {
			s.keep[item.ItemKind()] = false
		}
	})
	return s
}

func (s *ids) assign(item annotate.Item) annotate.ID {
	kind, id := item.ItemKind(), item.ItemID()
	s.of[id] = id
	if !s.keep[kind] {
		s.last[kind]++
		s.of[id] = annotate.ID(fmt.Sprint(prefixes[kind], s.last[kind]))
	}
	return s.of[id]
}

// entityID is the id of the entity whose first mention, by number, is mention.
func entityID(mention annotate.ID) annotate.ID { return "entity of " + mention }
