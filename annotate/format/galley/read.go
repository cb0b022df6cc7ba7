package galley

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// ReadLine reads one line: what was refused of it, and its record last, unless
// the line as a whole was refused. where names the line in messages.
func ReadLine(data []byte, where string) []format.Result {
	r := &reader{where: where}
	var w wireArticle
	if code, err := wire.Decode(data, &w); err != nil {
		r.refuse("", code, err)
		return r.results
	}
	switch {
	case w.Layers == nil:
		r.refuse("", format.CodeMissing, errors.New(`it has no "layers", so it is not of Galley's format`))
		return r.results
	case w.Text == nil && w.Extra["sha256"] != "":
		r.refuse("", format.CodeMissing, errors.New(`its text was left out; galleyctl join puts it back`))
		return r.results
	case w.Text == nil:
		r.refuse("", format.CodeMissing, errors.New(`it has no "text"`))
		return r.results
	case strings.ContainsRune(*w.Text, 0):
		r.refuse("", "nul", errors.New("its text holds a NUL character"))
		return r.results
	}
	r.article = annotate.NewArticle(annotate.Article{
		ID: annotate.ID(w.ID), Key: w.Key, Title: w.Title, Published: w.Published, Language: w.Language,
		Outlet: w.Outlet, Author: w.Author, URL: w.URL, Meta: w.Meta, Extra: w.Extra,
	}, *w.Text)
	r.count = units.Infer(r.article.Text, nil, units.CodePoints)
	layers := r.readLayers(w.Layers)
	if r.wrong { // then it may be that the offsets count something else
		if r.count = units.Infer(r.article.Text, r.claims, units.CodePoints, units.UTF16, units.CRLFAsOne); !r.count.Usual {
			r.warn(format.CodeUnit, "its offsets count "+r.count.Name+", as the texts beside them show; they should count code points")
		}
		layers = r.readLayers(w.Layers)
	}
	return append(r.results, format.Result{Record: &format.Record{Article: r.article, Where: where, Layers: layers}})
}

type reader struct {
	where   string
	article *annotate.Article
	layer   string // which one, for messages
	results []format.Result

	count  units.Count
	claims []units.Claim // all of the article
	wrong  bool          // one of them is
}

// readLayers reads all layers, also for a second time.
func (r *reader) readLayers(layers []later) (out []format.Layer) {
	r.results = slices.DeleteFunc(r.results, func(x format.Result) bool { return x.Refused != nil })
	for i, layer := range layers {
		r.layer = fmt.Sprintf("layer %d", i+1)
		if l, ok := r.readLayer(layer.raw, out); ok {
			out = append(out, l)
		}
	}
	return out
}

func (r *reader) warn(code, message string) {
	r.results = append(r.results, format.Result{Warning: &format.Issue{Item: r.where, Code: code, Message: message}})
}

// refuse notes that item, within the layer at hand, was refused.
func (r *reader) refuse(item, code string, err error) {
	parts := slices.DeleteFunc([]string{r.where, r.layer, item}, func(s string) bool { return s == "" })
	r.results = append(r.results, format.Result{
		Refused: &format.Issue{Item: strings.Join(parts, ", "), Code: code, Message: err.Error()},
		Part:    r.article != nil,
	})
}

func (r *reader) readLayer(raw jsontext.Value, before []format.Layer) (format.Layer, bool) {
	var w wireLayer
	if code, err := wire.Decode(raw, &w); err != nil {
		r.refuse("", code, err)
		return format.Layer{}, false
	}
	if w.Annotator != "" {
		r.layer = "layer of " + w.Annotator
	}
	kind := annotate.LayerKind(w.Kind)
	if !slices.Contains([]annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion}, kind) {
		r.refuse("", format.CodeKind, fmt.Errorf("kind %q is none of human, gold and suggestion", w.Kind))
		return format.Layer{}, false
	}
	if slices.ContainsFunc(before, func(l format.Layer) bool { return l.Annotator == w.Annotator && l.ID.Kind == kind }) {
		r.refuse("", format.CodeDuplicateID, fmt.Errorf("the article has two %s layers of %q", kind, w.Annotator))
		return format.Layer{}, false
	}
	layer := format.Assemble(r.article, r.items(w), func(item annotate.Item, code string, err error) {
		r.refuse(fmt.Sprintf("%s %s", item.ItemKind(), item.ItemID()), code, err)
	})
	layer.ID.Kind = kind
	layer.Head = r.head(w)
	return format.Layer{Annotator: w.Annotator, Layer: layer}, true
}

// head is what a layer says of itself; nil where that is nothing.
func (r *reader) head(w wireLayer) *annotate.Head {
	h := &annotate.Head{State: annotate.State(w.State), Flagged: w.Flagged, Extra: w.Extra}
	if err := h.State.Check(); err != nil {
		r.refuse("", format.CodeState, fmt.Errorf("%w; the layer is taken as new", err))
		h.State = annotate.New
	}
	if annotate.Equal(h, &annotate.Head{State: annotate.New}) {
		return nil
	}
	return h
}

// items are the annotations of a layer, each checked for itself.
func (r *reader) items(w wireLayer) []annotate.Item {
	var out []annotate.Item
	mentions := map[string]*annotate.Mention{}
	each(r, "mention", w.Mentions, func(w wireMention) (annotate.Item, string, error) {
		m := &annotate.Mention{ID: annotate.ID(w.ID), Label: w.Label, Attributes: w.Attributes, Origin: w.origin()}
		if _, twice := mentions[w.ID]; !twice {
			mentions[w.ID] = m
		}
		var code string
		var err error
		m.Spans, code, err = r.quote(&wireQuote{w.Spans, w.Text})
		return m, code, err
	}, &out)
	each(r, "entity", w.Entities, func(w wireEntity) (annotate.Item, string, error) {
		for _, id := range w.Mentions {
			r.hang(mentions[id], id, w.ID)
		}
		return &annotate.Entity{ID: annotate.ID(w.ID), Label: w.Label, Name: w.Name, KB: w.KB, Attributes: w.Attributes, Origin: w.origin()}, "", nil
	}, &out)
	each(r, "event", w.Events, r.event, &out)
	each(r, "relation", w.Relations, func(w wireRelation) (annotate.Item, string, error) {
		return &annotate.Relation{ID: annotate.ID(w.ID), Label: w.Label, From: annotate.ID(w.From), To: annotate.ID(w.To), Attributes: w.Attributes, Origin: w.origin()}, "", nil
	}, &out)
	each(r, "label", w.Labels, func(w wireLabel) (annotate.Item, string, error) {
		return &annotate.Label{ID: annotate.ID(w.ID), Label: w.Label, Value: w.Value, Origin: w.origin()}, "", nil
	}, &out)
	each(r, "note", w.Notes, func(w wireNote) (annotate.Item, string, error) {
		n := &annotate.Note{ID: annotate.ID(w.ID), On: annotate.ID(w.On), Text: w.Text, State: w.State, Type: w.Kind, Origin: w.origin()}
		var code string
		var err error
		n.Spans, code, err = r.quote(&wireQuote{Spans: w.Spans})
		return n, code, err
	}, &out)
	return out
}

// each decodes the annotations of one kind into out and refuses those that are not sound.
func each[W any](r *reader, kind string, list []later, read func(W) (annotate.Item, string, error), out *[]annotate.Item) {
	for i, one := range list {
		var w W
		if code, err := wire.Decode(one.raw, &w); err != nil {
			r.refuse(fmt.Sprintf("%s %d of the list", kind, i+1), code, err)
			continue
		}
		item, code, err := read(w)
		if err != nil {
			r.refuse(fmt.Sprintf("%s %s", kind, item.ItemID()), code, err)
			continue
		}
		*out = append(*out, item)
	}
}

func (r *reader) event(w wireEvent) (annotate.Item, string, error) {
	v := &annotate.Event{ID: annotate.ID(w.ID), Type: w.Type, Attributes: w.Attributes, Origin: w.origin()}
	for _, a := range w.Arguments {
		v.Arguments = append(v.Arguments, annotate.Argument{Role: a.Role, Target: annotate.ID(a.Target), Value: a.Value, Extra: a.Extra})
	}
	var code string
	var err error
	if v.Trigger, code, err = r.quote(w.Trigger); err != nil {
		return v, code, fmt.Errorf("its trigger: %w", err)
	}
	if v.Evidence, code, err = r.quote(w.Evidence); err != nil {
		return v, code, fmt.Errorf("its evidence: %w", err)
	}
	return v, "", nil
}

// hang puts a mention on an entity. A mention that is there but was refused was named before.
func (r *reader) hang(m *annotate.Mention, id, entity string) {
	switch {
	case m == nil:
		r.refuse("entity "+entity, format.CodeReference, fmt.Errorf("its mention %s is not there", id))
	case m.Entity != "" && m.Entity != annotate.ID(entity):
		r.refuse("entity "+entity, format.CodeTwoEntities, fmt.Errorf("its mention %s is one of entity %s already", id, m.Entity))
	default:
		m.Entity = annotate.ID(entity)
	}
}

// quote converts spans and compares their text with the one given, if any.
func (r *reader) quote(q *wireQuote) ([]span.Span, string, error) {
	if q == nil || len(q.Spans) == 0 {
		return nil, "", nil
	}
	for i, s := range q.Spans[1:] {
		if s[0] < q.Spans[i][0] {
			return nil, format.CodeSpan, fmt.Errorf("fragment %d-%d comes before the one in front of it", s[0], s[1])
		}
	}
	c := units.Claim{Spans: q.Spans, Quote: q.Text, Mute: q.Text == nil, Same: exactly}
	r.claims = append(r.claims, c)
	spans, code, err := r.count.Place(c)
	r.wrong = r.wrong || err != nil
	return spans, code, err
}

// exactly is how Galley quotes: line breaks do not differ.
func exactly(quote, is string) bool { return quote == is }
