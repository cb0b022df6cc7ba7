package tables

import (
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
)

// The columns that many tables have.

func text[T any](name, about string, of func(*view, T) string) field[T] {
	return field[T]{Column{Name: name, About: about}, of}
}

func number[T any](name, about string, of func(*view, T) string) field[T] {
	return field[T]{Column{Name: name, About: about, Number: true}, of}
}

// whose are the columns that say which layer a row is of.
func whose[T any]() []field[T] {
	return []field[T]{
		number("layer", "number of the layer, as in the table layers", func(v *view, _ T) string { return strconv.Itoa(v.number) }),
		number("document", "number of the article, as in the table documents", func(v *view, _ T) string { return strconv.Itoa(v.document.number) }),
		text("key", "key of the article", func(v *view, _ T) string { return v.article.Key }),
		text("annotator", "whose annotation it is", func(v *view, _ T) string { return v.name }),
	}
}

// about are the columns of an article.
func about[T any]() []field[T] {
	of := func(name, about string, get func(a *annotate.Article) string) field[T] {
		return text(name, about, func(v *view, _ T) string { return get(v.article) })
	}
	return []field[T]{
		of("article_id", "id of the article", func(a *annotate.Article) string { return string(a.ID) }),
		of("title", "title of the article", func(a *annotate.Article) string { return a.Title }),
		of("outlet", "where it appeared", func(a *annotate.Article) string { return a.Outlet }),
		of("author", "who wrote it", func(a *annotate.Article) string { return a.Author }),
		of("published", "when it appeared", func(a *annotate.Article) string { return a.Published }),
		of("language", "its language, BCP 47", func(a *annotate.Article) string { return a.Language }),
		of("url", "its address", func(a *annotate.Article) string { return a.URL }),
	}
}

// place are the columns of a place; words is what the column of its text is called.
func place[T annotate.Item](words string, spans func(T) []span.Span) []field[T] {
	return []field[T]{
		text(words, "its words; pieces are joined by a blank", func(v *view, x T) string { return v.quote(spans(x)) }),
		number("start", "where it begins in the text, in code points from 0", func(v *view, x T) string { return v.start(spans(x)) }),
		number("end", "where it ends, exclusive", func(v *view, x T) string { return v.end(spans(x)) }),
		text("fragments", "where it is in several pieces: each with start and end, JSON", func(v *view, x T) string {
			if len(spans(x)) < 2 {
				return ""
			}
			return v.fragments(spans(x))
		}),
		text("sentence", "the sentence in which it begins", func(v *view, x T) string { return v.sentence(spans(x)) }),
	}
}

// rest are the columns that end the row of an annotation.
func rest[T any](unsure func(T) bool, attributes func(T) annotate.Attributes) []field[T] {
	return []field[T]{
		number("unsure", "1 where the annotator was not sure", func(_ *view, x T) string { return flag(unsure(x)) }),
		text("attributes", "its attributes, JSON", func(_ *view, x T) string { return object(attributes(x)) }),
	}
}

// reading are the columns of a number or a date.
func reading[T any](of func(*view, T) values) []field[T] {
	return []field[T]{
		number("low", "lower bound of the number that it tells", func(v *view, x T) string { return of(v, x).low }),
		number("high", "upper bound of that number", func(v *view, x T) string { return of(v, x).high }),
		number("approx", "1 where the number is approximate", func(v *view, x T) string { return of(v, x).approx }),
		text("norm", "the date or time span that it tells, in EDTF", func(v *view, x T) string { return of(v, x).norm }),
	}
}

func join[T any](parts ...[]field[T]) []field[T] {
	var out []field[T]
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

var eventFields = func() []field[*annotate.Event] {
	type T = *annotate.Event
	trigger := func(x T) []span.Span { return x.Trigger }
	return join(whose[T](), about[T](), []field[T]{
		text("layer_kind", "human: a person's own work; gold: adjudicated; suggestion: a program's", func(v *view, _ T) string { return string(v.kind()) }),
		text("state", "how far the layer has come", func(v *view, _ T) string { return string(v.State()) }),
		text("event", "id of the event, unique in its layer", func(_ *view, x T) string { return string(x.ID) }),
		text("type", "type of the event", func(_ *view, x T) string { return x.Type }),
	}, place("trigger", trigger), []field[T]{
		text("evidence", "words that tell of it besides", func(v *view, x T) string { return v.quote(x.Evidence) }),
		text("evidence_fragments", "where these stand, JSON", func(v *view, x T) string { return v.fragments(x.Evidence) }),
	}, rest(func(x T) bool { return x.Unsure }, func(x T) annotate.Attributes { return x.Attributes }))
}()

// attributeField is the column of an attribute of events.
func attributeField(name string) field[*annotate.Event] {
	return text(attributePrefix+name, "", func(_ *view, x *annotate.Event) string { return strings.Join(x.Attributes[name].Texts(), joint) })
}

// joint stands between several fillers of a role in one cell.
const joint = "; "

// roleField is a column of a role: a part of each of its fillers, as many as it
// has in all of its columns, unless that is nothing.
func roleField(role, part string) field[*annotate.Event] {
	f := text(rolePrefix+role+"_"+part, "", func(v *view, x *annotate.Event) string {
		var cells []string
		for _, a := range x.Arguments {
			if a.Role == role {
				cells = append(cells, v.argumentPart(a, part))
			}
		}
		if strings.Join(cells, "") == "" {
			return ""
		}
		return strings.Join(cells, joint)
	})
	f.Number = part == "low" || part == "high" || part == "approx"
	return f
}

// wideField is the column of events with a name that a schema made.
func wideField(name string) (field[*annotate.Event], bool) {
	if attribute, ok := strings.CutPrefix(name, attributePrefix); ok {
		return attributeField(attribute), true
	}
	for _, part := range roleParts {
		role, ok := strings.CutPrefix(name, rolePrefix)
		if role, of := strings.CutSuffix(role, "_"+part); ok && of {
			return roleField(role, part), true
		}
	}
	return field[*annotate.Event]{}, false
}

// filled is an argument with its event.
type filled struct {
	event *annotate.Event
	n     int
	annotate.Argument
}

func (v *view) arguments() []filled {
	var out []filled
	for _, e := range v.Events.All() {
		for n, a := range e.Arguments {
			out = append(out, filled{e, n, a})
		}
	}
	return out
}

var argumentFields = func() []field[filled] {
	type T = filled
	target := func(v *view, x T) annotate.Item { return v.Find(x.Target) }
	return join(whose[T](), []field[T]{
		text("event", "id of the event", func(_ *view, x T) string { return string(x.event.ID) }),
		text("type", "type of the event", func(_ *view, x T) string { return x.event.Type }),
		number("n", "number of the argument in its event, from 1", func(_ *view, x T) string { return strconv.Itoa(x.n + 1) }),
		text("role", "role that it fills", func(_ *view, x T) string { return x.Role }),
		text("target", "id of the mention, entity or event that fills it", func(_ *view, x T) string { return string(x.Target) }),
		text("target_kind", "which of these it is", func(v *view, x T) string {
			if item := target(v, x); item != nil {
				return string(item.ItemKind())
			}
			return ""
		}),
		text("target_label", "its label or type", func(v *view, x T) string {
			if item := target(v, x); item != nil {
				return annotate.LabelOf(item)
			}
			return ""
		}),
		text("text", "its words, of an entity the name, or a value that is no number", func(v *view, x T) string { return v.argumentPart(x.Argument, "text") }),
		number("start", "where it begins in the text, in code points from 0", func(v *view, x T) string { return v.start(v.spans(x.Target)) }),
		number("end", "where it ends, exclusive", func(v *view, x T) string { return v.end(v.spans(x.Target)) }),
		text("entity", "id of the entity that it means", func(v *view, x T) string {
			if e := v.entity(x.Target); e != nil {
				return string(e.ID)
			}
			return ""
		}),
		text("name", "name of that entity", func(v *view, x T) string { return v.argumentPart(x.Argument, "name") }),
		text("kb", "its id in a knowledge base", func(v *view, x T) string { return v.argumentPart(x.Argument, "kb") }),
		text("value", "value of the argument, JSON", func(_ *view, x T) string { return string(x.Value) }),
	}, reading(func(v *view, x T) values { return v.values(x.Argument) }))
}()

var mentionFields = func() []field[*annotate.Mention] {
	type T = *annotate.Mention
	return join(whose[T](), []field[T]{
		text("mention", "id of the mention, unique in its layer", func(_ *view, x T) string { return string(x.ID) }),
		text("label", "its label", func(_ *view, x T) string { return x.Label }),
	}, place("text", func(x T) []span.Span { return x.Spans }), []field[T]{
		text("entity", "id of the entity that it means", func(_ *view, x T) string { return string(x.Entity) }),
		text("name", "name of that entity", func(v *view, x T) string { return v.named(x.Entity).Name }),
		text("kb", "its id in a knowledge base", func(v *view, x T) string { return v.named(x.Entity).KB }),
	}, reading(func(_ *view, x T) values { return valuesOf(x.Attributes) }),
		rest(func(x T) bool { return x.Unsure }, func(x T) annotate.Attributes { return x.Attributes }))
}()

var entityFields = func() []field[*annotate.Entity] {
	type T = *annotate.Entity
	return join(whose[T](), []field[T]{
		text("entity", "id of the entity, unique in its layer", func(_ *view, x T) string { return string(x.ID) }),
		text("label", "its label", func(_ *view, x T) string { return x.Label }),
		text("name", "its name", func(_ *view, x T) string { return x.Name }),
		text("kb", "its id in a knowledge base", func(_ *view, x T) string { return x.KB }),
		number("mentions", "how many mentions it has", func(v *view, x T) string { return strconv.Itoa(v.mentions()[x.ID]) }),
	}, rest(func(x T) bool { return x.Unsure }, func(x T) annotate.Attributes { return x.Attributes }))
}()

var relationFields = func() []field[*annotate.Relation] {
	type T = *annotate.Relation
	kind := func(v *view, id annotate.ID) string { return string(v.Find(id).ItemKind()) }
	return join(whose[T](), []field[T]{
		text("relation", "id of the relation, unique in its layer", func(_ *view, x T) string { return string(x.ID) }),
		text("label", "its label", func(_ *view, x T) string { return x.Label }),
		text("from", "id of what it goes out from", func(_ *view, x T) string { return string(x.From) }),
		text("from_kind", "mention, entity or event", func(v *view, x T) string { return kind(v, x.From) }),
		text("from_text", "its words, of an entity the name", func(v *view, x T) string { return v.words(x.From) }),
		text("to", "id of what it goes to", func(_ *view, x T) string { return string(x.To) }),
		text("to_kind", "mention, entity or event", func(v *view, x T) string { return kind(v, x.To) }),
		text("to_text", "its words, of an entity the name", func(v *view, x T) string { return v.words(x.To) }),
	}, rest(func(x T) bool { return x.Unsure }, func(x T) annotate.Attributes { return x.Attributes }))
}()

var labelFields = func() []field[*annotate.Label] {
	type T = *annotate.Label
	return join(whose[T](), []field[T]{
		text("id", "id of the label, unique in its layer", func(_ *view, x T) string { return string(x.ID) }),
		text("label", "what it says something of", func(_ *view, x T) string { return x.Label }),
		text("value", "what it says; several are joined", func(_ *view, x T) string { return strings.Join(x.Value.Texts(), joint) }),
		text("json", "the same, JSON", func(_ *view, x T) string { return string(x.Value) }),
		number("unsure", "1 where the annotator was not sure", func(_ *view, x T) string { return flag(x.Unsure) }),
	})
}()

var layerFields = append(whose[*view](),
	text("kind", "human: a person's own work; gold: adjudicated; suggestion: a program's", func(v *view, _ *view) string { return string(v.kind()) }),
	text("state", "how far it has come: new, started, done, review, adjudicated, stale", func(v *view, _ *view) string { return string(v.State()) }))

var documentFields = func() []field[*document] {
	type T = *document
	return join(
		[]field[T]{number("document", "number of the article in this file", func(_ *view, d T) string { return strconv.Itoa(d.number) })},
		[]field[T]{text("key", "key of the article", func(_ *view, d T) string { return d.article.Key })},
		about[T](),
		[]field[T]{
			text("meta", "what else is known of it, JSON", func(_ *view, d T) string { return object(d.article.Meta) }),
			text("sha256", "SHA-256 of its text in UTF-8", func(_ *view, d T) string { return d.article.Digest }),
			number("length", "length of its text in code points", func(_ *view, d T) string { return strconv.Itoa(d.article.Text.CodePoints()) }),
		})
}()

// part is a text, or a piece of one where a cell cannot hold it.
type part struct {
	n    int
	text string
}

var textFields = []field[part]{
	number("document", "number of the article, as in the table documents", func(v *view, _ part) string { return strconv.Itoa(v.document.number) }),
	text("key", "key of the article", func(v *view, _ part) string { return v.article.Key }),
	number("part", "texts longer than a cell are in several parts, from 1", func(_ *view, p part) string { return strconv.Itoa(p.n) }),
	text("text", "the text", func(_ *view, p part) string { return p.text }),
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// object is a map as JSON, empty if it is.
func object[M ~map[string]annotate.Value](m M) string {
	if len(m) == 0 {
		return ""
	}
	return string(annotate.ValueOf(m))
}

// values are a number or a date, as cells.
type values struct{ low, high, approx, norm string }

// valuesOf are those that attributes say.
func valuesOf(a annotate.Attributes) values {
	v := values{low: bound(a["low"]), high: bound(a["high"]), norm: a["norm"].Text()}
	if v.low+v.high != "" {
		v.approx = flag(a["approx"].Bool())
	}
	return v
}

// bound is the number that v is.
func bound(v annotate.Value) string {
	r, ok := v.Range()
	if !ok || v[0] == '{' {
		return ""
	}
	return strconv.FormatFloat(*r.Low, 'f', -1, 64)
}
