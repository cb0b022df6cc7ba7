package page

import (
	"slices"
	"strings"
	"testing"

	"galley/annotate"
)

// The parts of the meta line stand in the direction of the article, each in its own.
func TestMetaParts(t *testing.T) {
	article := func(a annotate.Article) annotate.Document {
		return annotate.Document{Article: annotate.NewArticle(a, "Body.")}
	}
	for _, c := range []struct {
		name    string
		article annotate.Article
		want    string // from left to right
	}{
		{"English", annotate.Article{Title: "A title", Outlet: "The Meridian", Published: "2016-05-02", Author: "L. Haddad", Language: "en"}, "The Meridian · 2 May 2016 · L. Haddad · en"},
		{"Arabic", annotate.Article{Title: "مرجان", Outlet: "صدى المرج", Published: "2016-04-23T08:00:00Z", Author: "ليلى", Language: "ar"}, "ar · ليلى · 23 April 2016 · صدى المرج"},
		{"no date that is known", annotate.Article{Title: "A title", Published: "last spring"}, "last spring"},
		{"nothing", annotate.Article{Title: "A title"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := New(testKit(), 800, 400)
			p.Set(stateOf(article(c.article)))
			meta := slices.Clone(p.head.meta)
			slices.SortFunc(meta, func(a, b headLine) int { return int(a.x - b.x) })
			var words []string
			for _, l := range meta {
				words = append(words, l.word)
			}
			if got := strings.Join(words, " "); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

// What has no room is cut or left out, and stays within the column.
func TestMetaPartsThatAreLong(t *testing.T) {
	for _, width := range []float32{240, 300, 500} {
		p := New(testKit(), width, 400)
		p.Set(stateOf(annotate.Document{Article: annotate.NewArticle(annotate.Article{
			Title: "A title", Outlet: "The Evening Herald of the Northern Provinces", Published: "2016-05-02", Author: "Somebody with a long name",
		}, "Body.")}))
		for _, l := range p.head.meta {
			if end := l.x + p.kit.Shaper.Line(l.word, l.style).Width; end > p.geo.left+p.geo.column+0.1 {
				t.Errorf("at %g dp %q ends at %g, beyond %g", width, l.word, end, p.geo.left+p.geo.column)
			}
		}
	}
}

// The gutter is where reading begins.
func TestGutterSide(t *testing.T) {
	for title, rtl := range map[string]bool{"A title": false, "مرجان": true, "": false, "253": false} {
		p := New(testKit(), 600, 400)
		p.Set(stateOf(annotate.Document{Article: annotate.NewArticle(annotate.Article{Title: title}, "Body.\nقال")}))
		right := p.geo.end - p.geo.left - p.geo.column
		if gutter := p.kit.Tokens.Size.Gutter; p.geo.rtl != rtl || rtl && right < gutter || !rtl && p.geo.left < gutter {
			t.Errorf("%q: %g is free at the left, %g at the right", title, p.geo.left, right)
		}
	}
}
