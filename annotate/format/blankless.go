package format

import (
	"strings"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Blankless is rec without the white space of its body and with its mentions
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

	out := Record{Where: rec.Where, Article: annotate.NewArticle(annotate.Article{}, b.String())}
	for _, l := range rec.Layers {
		var items []annotate.Item
		for _, m := range l.Mentions.All() {
			n := *m
			n.Spans = make([]span.Span, len(m.Spans))
			for i, s := range m.Spans {
				n.Spans[i] = span.Span{Start: kept[s.Start], End: kept[s.End]}
			}
			items = append(items, &n)
		}
		out.Layers = append(out.Layers, Layer{Annotator: l.Annotator, Layer: annotate.NewLayer(l.ID, items)})
	}
	return out
}
