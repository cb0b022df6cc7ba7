package exchange

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/story"
)

// copied is a corpus of articles of some words each, of which every eighth is a
// copy of another with a sentence in front.
func copied(articles, words int) *corpus {
	r := rand.New(rand.NewPCG(1, 2))
	c := new(corpus)
	var bodies []string
	for i := range articles {
		var b strings.Builder
		if i%8 == 7 {
			b.WriteString("Updated report. " + bodies[r.IntN(len(bodies))])
		} else {
			for range words {
				fmt.Fprintf(&b, "word%d ", r.IntN(5000))
			}
		}
		bodies = append(bodies, b.String())
		c.entries = append(c.entries, annotate.Entry{Article: annotate.NewArticle(annotate.Article{ID: annotate.ID(fmt.Sprint("a", i)), Key: fmt.Sprintf("%05d", i)}, b.String())})
	}
	return c
}

var byStory = annotate.Recipe{Format: "galley", Group: GroupStory, Splits: []annotate.Split{{Name: "train", Share: 0.5}, {Name: "test", Share: 0.5}}}

// TestPreviewRemembers: what a preview remembers changes nothing, also where
// articles came in or got another text since.
func TestPreviewRemembers(t *testing.T) {
	var memory story.Memory
	same := func(c *corpus) {
		t.Helper()
		fresh, err := PreviewExport(t.Context(), c, ExportOptions{Recipe: byStory})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			got, err := PreviewExport(t.Context(), c, ExportOptions{Recipe: byStory, Stories: &memory})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(fresh, got); diff != "" {
				t.Errorf("(-fresh +remembered)\n%s", diff)
			}
		}
		if len(fresh.Stories) == 0 {
			t.Error("there are no copies")
		}
	}
	c := copied(24, 50)
	same(c)
	same(copied(40, 50))
	c.entries[7].Article = annotate.NewArticle(*c.entries[7].Article, "Something else altogether, of which there is no copy.")
	same(c)
}

// BenchmarkPreview counts anew what a recipe with stories gives of 10,000
// articles: for the first time, and as a change of another field does.
func BenchmarkPreview(b *testing.B) {
	c := copied(10_000, 400)
	for _, again := range []bool{false, true} {
		name := map[bool]string{false: "first", true: "again"}[again]
		b.Run(name, func(b *testing.B) {
			memory := new(story.Memory)
			preview := func() {
				if _, err := PreviewExport(b.Context(), c, ExportOptions{Recipe: byStory, Stories: memory}); err != nil {
					b.Fatal(err)
				}
			}
			if again {
				preview()
			}
			for b.Loop() {
				if !again {
					memory = new(story.Memory)
				}
				preview()
			}
		})
	}
}
