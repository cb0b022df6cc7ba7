package page

import (
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page/pagetest"
	"galley/app/typeset"
)

func stateOf(d annotate.Document) State {
	return State{Docs: []annotate.Document{d}, Styles: testStyles(), Size: 17, Names: true, Hit: -1, Active: true}
}

// TestHostileTexts opens texts that no newspaper prints. What takes time that
// grows with the square of a text runs into the timeout of go test.
func TestHostileTexts(t *testing.T) {
	for name, body := range map[string]string{
		"no text":                    "",
		"one line of 1 MB":           strings.Repeat("words and more ", 70_000),
		"no space in 1 MB":           strings.Repeat("x", 1<<20),
		"100,000 combining marks":    "a" + strings.Repeat("\u0301", 100_000),
		"nested overrides":           strings.Repeat("\u202e\u202d", 5000) + "text" + strings.Repeat("\u202c", 10_000),
		"line breaks only":           strings.Repeat("\n", 200_000),
		"carriage returns only":      strings.Repeat("\r", 10_000),
		"bytes that are no text":     strings.Repeat("\xff\xfe\x80", 5000),
		"NUL and other controls":     strings.Repeat("a\x00b\x1bc\x7f", 2000),
		"Arabic without end":         strings.Repeat("كلمة", 30_000),
		"emoji joined to each other": strings.Repeat("👩\u200d", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			p := New(testKit(), 700, 500)
			p.Set(stateOf(pagetest.Doc("Title", body)))
			p.Draw(1)
			p.ScrollBy(400)
			p.Draw(1)
			p.Reveal(len(body))
			p.Draw(1)
			p.Hit(300, 200)
			p.Vertical(typeset.Position{Offset: len(body)}, -3, 100)
			for !p.LayoutSome(1 << 20) {
			}
		})
	}
}

// TestManyMarksOnOneLine draws what only a program can have marked.
func TestManyMarksOnOneLine(t *testing.T) {
	body := strings.Repeat("words and more ", 3000)
	var items []pagetest.Item
	for range 400 {
		items = append(items, pagetest.Mention("PER", "words"), pagetest.Mention("LOC", "words", "more"))
	}
	items = append(items, func(body string, n int) annotate.Item {
		return &annotate.Mention{ID: "all", Label: "ORG", Spans: []span.Span{{Start: 0, End: len(body)}}}
	})
	p := New(testKit(), 700, 500)
	p.Set(stateOf(pagetest.Doc("Title", body, items...)))
	if list := p.Draw(1).String(); !strings.Contains(list, "+797") {
		t.Error("it is not said how many marks share the last row")
	}
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{"", "plain text", "قال 253 Wadi\r\nb\n\n\n", "e\u0301\u202e\u202c\x00\xff👩\u200d👩", strings.Repeat("ab ", 300)} {
		f.Add(seed, 1, 5, float32(17), float32(300))
	}
	f.Fuzz(func(t *testing.T, body string, start, length int, size, width float32) {
		if !(size >= 12 && size <= 44 && width >= 1 && width <= 2000) || len(body) > 20_000 {
			t.Skip()
		}
		d := pagetest.Doc(body, body)
		s := span.Span{Start: start, End: start + length}
		if annotate.CheckSpans(d.Article.Text, []span.Span{s}) == nil {
			d = pagetest.Doc(body, body, func(string, int) annotate.Item {
				return &annotate.Mention{ID: "m", Label: "PER", Spans: []span.Span{s}}
			})
		}
		st := stateOf(d)
		st.Size, st.Selection = size, Selection{Annotation: "m"}
		p := New(testKit(), width, 300)
		p.Set(st)
		p.Draw(1)
		p.Reveal(len(body))
		p.Draw(2)
		pos := p.Hit(width/2, 150)
		if pos.Offset < 0 || pos.Offset > len(body) {
			t.Fatalf("a point lies at %d of %d", pos.Offset, len(body))
		}
		p.Beside(pos, true)
		p.Vertical(pos, -1, width/2)
	})
}
