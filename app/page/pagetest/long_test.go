package pagetest

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLong(t *testing.T) {
	d := Long(1_000_000)
	body := d.Article.Text.String()
	seen := map[string]bool{}
	for _, w := range strings.Fields(body) {
		seen[w] = true
	}
	arabic, han := 0, 0
	for _, r := range body {
		switch {
		case r >= 0x600 && r < 0x700:
			arabic++
		case r >= 0x4E00 && r < 0xA000:
			han++
		}
	}
	marks := d.Layer.Mentions.Len() + d.Layer.Events.Len()
	n := utf8.RuneCountInString(body)
	t.Logf("%d bytes, %d characters, %d words, %d Arabic, %d Chinese, %d marks, %d paragraphs", len(body), n, len(seen), arabic, han, marks, strings.Count(body, "\n\n"))
	if len(seen) < 20_000 || marks < n/100 || arabic < n/50 || han < n/100 {
		t.Error("the text is not what the benchmarks ask for")
	}
	if _, _, err := d.Apply(nil); err != nil {
		t.Error(err)
	}
}
