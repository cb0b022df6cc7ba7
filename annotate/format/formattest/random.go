package formattest

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// words are what random bodies are made of.
var words = []string{
	"rebels", "Sudan’s", "U.N.", "“Free", "Dawn”", "Jose\u0301", "😀", "👨‍👩‍👧", "الجيش", "فجراً", "北京", "Москва", "1,200", "3.5%", "al-Bashir", "a", "Dr.", "ended.",
	" ", " ", " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u2028", "\u0085", "\r", "\u200b", "<b>", `"`, `\`, "%41", "\x01",
}

// Records draws articles with layers by up to layers annotators, sound but otherwise anything.
func Records(layers int) *rapid.Generator[format.Record] {
	return rapid.Custom(func(t *rapid.T) format.Record {
		body := ""
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(t, "words") {
			body += w
		}
		name := rapid.SampledFrom([]string{"", "news-1", "a/b", "../x", "CON", "a:b?c", "ü \u202e", "x.txt", "%41", "News-1"})
		rec := format.Record{Article: annotate.NewArticle(annotate.Article{
			ID: annotate.ID("id " + name.Draw(t, "id")), Key: "key " + name.Draw(t, "key"), Title: name.Draw(t, "title"),
			Outlet: name.Draw(t, "outlet"), Meta: fields(t, "meta"), Extra: fields(t, "extra"),
		}, body)}
		for i := range rapid.IntRange(0, layers).Draw(t, "layers") {
			kind := rapid.SampledFrom([]annotate.LayerKind{annotate.Human, annotate.Gold, annotate.Suggestion}).Draw(t, "kind")
			rec.Layers = append(rec.Layers, format.Layer{Annotator: fmt.Sprint("annotator ", i), Layer: annotate.NewLayer(annotate.LayerID{Kind: kind}, drawItems(t, rec.Article.Text))})
		}
		return rec
	})
}

func fields(t *rapid.T, name string) annotate.Fields {
	if !rapid.Bool().Draw(t, "has "+name) {
		return nil
	}
	return annotate.Fields{"kept " + name: value(t)}
}

func value(t *rapid.T) annotate.Value {
	return rapid.SampledFrom([]annotate.Value{`"actual"`, `"two words"`, `"line\nbreak"`, `true`, `5`, `1.50`, `["a","b c"]`, `{"low":253,"high":null,"approx":false}`, `"<&\u2028>"`, `""`}).Draw(t, "value")
}

func attributes(t *rapid.T) annotate.Attributes {
	out := annotate.Attributes{}
	for _, name := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"realis", "negated", "two words", "سمة"}), rapid.ID[string]).Draw(t, "attributes") {
		out[name] = value(t)
	}
	return out
}

func origin(t *rapid.T) annotate.Origin {
	if !rapid.Bool().Draw(t, "has origin") {
		return annotate.Origin{}
	}
	return annotate.Origin{By: "ben", At: "2016-05-02T10:00:00Z", Source: "propagated", Schema: 3, Unsure: true, Extra: fields(t, "origin")}
}

// spans draws one to three fragments on borders of characters; nil in an empty text.
func spans(t *rapid.T, x *text.Text) []span.Span {
	if x.Len() == 0 {
		return nil
	}
	n := x.CodePoints()
	points := rapid.SliceOfNDistinct(rapid.IntRange(0, n), 2, min(6, n+1), rapid.ID[int]).Draw(t, "points")
	slices.Sort(points)
	var out []span.Span
	for i := 0; i+1 < len(points); i += 2 {
		start, _ := x.FromCodePoint(points[i])
		end, _ := x.FromCodePoint(points[i+1])
		out = append(out, span.Span{Start: start, End: end})
	}
	return out
}

func drawItems(t *rapid.T, x *text.Text) []annotate.Item {
	label := rapid.SampledFrom([]string{"ORG", "PER", "Aid worker / vehicle", "كيان", "B-X", "a b", "a_b", "T1"})
	var items []annotate.Item
	var ends, all []annotate.ID
	add := func(item annotate.Item, end bool) {
		items = append(items, item)
		all = append(all, item.ItemID())
		if end {
			ends = append(ends, item.ItemID())
		}
	}
	count := func(name string, most int) []int { return make([]int, rapid.IntRange(0, most).Draw(t, name)) }
	entities := count("entities", 3)
	for i := range entities {
		add(&annotate.Entity{ID: id("e", i), Label: label.Draw(t, "label"), Name: rapid.SampledFrom([]string{"", "the U.N.", "a\tb\nc"}).Draw(t, "name"),
			KB: rapid.SampledFrom([]string{"", "Q42", "http://x/y z"}).Draw(t, "kb"), Attributes: attributes(t), Origin: origin(t)}, true)
	}
	for i := range count("mentions", 8) {
		m := &annotate.Mention{ID: id("m", i), Label: label.Draw(t, "label"), Spans: spans(t, x), Attributes: attributes(t), Origin: origin(t)}
		if m.Spans == nil {
			break
		}
		if e := rapid.IntRange(0, len(entities)).Draw(t, "entity"); e > 0 {
			m.Entity = id("e", e-1)
		}
		add(m, true)
	}
	events := count("events", 3)
	for i := range events {
		ends = append(ends, id("v", i)) // events may point at later ones, and at themselves
	}
	for i := range events {
		v := &annotate.Event{ID: id("v", i), Type: label.Draw(t, "type"), Attributes: attributes(t), Origin: origin(t)}
		if rapid.Bool().Draw(t, "has trigger") {
			v.Trigger = spans(t, x)
		}
		if rapid.Bool().Draw(t, "has evidence") {
			v.Evidence = spans(t, x)
		}
		for range count("arguments", 4) {
			a := annotate.Argument{Role: rapid.SampledFrom([]string{"Target", "Target2", "two words", "دور"}).Draw(t, "role"), Extra: fields(t, "argument")}
			if rapid.Bool().Draw(t, "has target") {
				a.Target = rapid.SampledFrom(ends).Draw(t, "target")
			}
			if a.Target == "" || rapid.Bool().Draw(t, "has value") {
				a.Value = value(t)
			}
			v.Arguments = append(v.Arguments, a)
		}
		items = append(items, v)
		all = append(all, v.ID)
	}
	for i := range count("relations", 3) {
		if len(ends) == 0 {
			break
		}
		end := rapid.SampledFrom(ends)
		add(&annotate.Relation{ID: id("r", i), Label: label.Draw(t, "label"), From: end.Draw(t, "from"), To: end.Draw(t, "to"), Attributes: attributes(t), Origin: origin(t)}, false)
	}
	for i := range count("labels", 2) {
		add(&annotate.Label{ID: id("l", i), Label: label.Draw(t, "label"), Value: value(t), Origin: origin(t)}, false)
	}
	for i := range count("notes", 3) {
		n := &annotate.Note{ID: id("n", i), Text: rapid.SampledFrom([]string{"", "why?", "a\tb\r\nc"}).Draw(t, "note"), State: annotate.NoteOpen, Type: rapid.SampledFrom([]string{"", "question"}).Draw(t, "note type"), Origin: origin(t)}
		switch rapid.IntRange(0, 2).Draw(t, "on") {
		case 1:
			n.Spans = spans(t, x)
		case 2:
			if len(all) > 0 {
				n.On = rapid.SampledFrom(all).Draw(t, "on what")
			}
		}
		add(n, false)
	}
	if rapid.Bool().Draw(t, "has head") {
		items = append(items, &annotate.Head{State: rapid.SampledFrom(annotate.States).Draw(t, "state"), Flagged: rapid.Bool().Draw(t, "flagged"), Extra: fields(t, "head")})
	}
	return items
}

func id(prefix string, i int) annotate.ID { return annotate.ID(fmt.Sprint(prefix, " ", i+1)) }
