package format

import (
	"strings"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Blankless is rec without the white space of its body and with its annotations
// moved along: what stays of an article in a format of tokens, which does not
// hold Text. Two such records are equal where nothing but blanks differs.
func Blankless(rec Record) Record {
	body := rec.Article.Text.String()
	kept := make([]int, 0, len(body)+1) // of each byte, how many before it are kept
	var b strings.Builder
	for _, r := range body {
		for range len(string(r)) {
			kept = append(kept, b.Len())
		}
		if !text.IsBlank(r) {
			b.WriteRune(r)
		}
	}
	kept = append(kept, b.Len())

	move := func(spans []span.Span) []span.Span {
		out := make([]span.Span, len(spans))
		for i, s := range spans {
			out[i] = span.Span{Start: kept[s.Start], End: kept[s.End]}
		}
		return out
	}
	out := Record{Where: rec.Where, Article: annotate.NewArticle(annotate.Article{}, b.String())}
	for _, l := range rec.Layers {
		var items []annotate.Item
		l.Each(func(item annotate.Item) {
			switch x := item.(type) {
			case *annotate.Mention:
				moved := *x
				moved.Spans = move(x.Spans)
				item = &moved
			case *annotate.Event:
				moved := *x
				moved.Trigger, moved.Evidence = move(x.Trigger), move(x.Evidence)
				item = &moved
			case *annotate.Note:
				moved := *x
				moved.Spans = move(x.Spans)
				item = &moved
			}
			items = append(items, item)
		})
		out.Layers = append(out.Layers, Layer{Annotator: l.Annotator, Layer: annotate.NewLayer(l.ID, items)})
	}
	return out
}
