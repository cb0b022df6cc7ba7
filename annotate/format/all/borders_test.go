package all_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/tokens"
	"galley/annotate/prepare"
	"galley/annotate/span"
)

// TestBorders lets a recipe move spans to the borders of tokens, or leave out
// those that are off them: each format that counts tokens takes what comes of it
// as it is, by its own tokens, and each span is counted.
func TestBorders(t *testing.T) {
	const body = "Free-Dawn men of the U.N. left Sudan’s capital at 10:30 a.m. on Monday."
	var items []annotate.Item
	for i, part := range []string{"Free-Dawn", "Dawn", "men ", "U.N", "U.N.", "Sudan", "’s", "10:30", "0:3", " ", "Monday", "onda"} {
		at := strings.Index(body, part)
		items = append(items, &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", i+1)), Label: fmt.Sprint("L", i+1), Spans: []span.Span{{Start: at, End: at + len(part)}}})
	}
	items = append(items, &annotate.Event{ID: "v1", Type: "LEAVE", Trigger: []span.Span{{Start: strings.Index(body, "lef"), End: strings.Index(body, "lef") + 3}}},
		&annotate.Event{ID: "v2", Type: "BE", Trigger: []span.Span{{Start: strings.Index(body, "left"), End: strings.Index(body, "left") + 4}}})
	article := annotate.NewArticle(annotate.Article{ID: "a", Key: "k"}, body)
	layer := annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, items)

	tested := 0
	for _, f := range all.Formats {
		if f.Info().Unit != format.Tokens {
			continue
		}
		tested++
		for _, borders := range []annotate.Borders{annotate.BordersSnap, annotate.BordersDrop} {
			t.Run(f.Info().ID+"/"+string(borders), func(t *testing.T) {
				var counted, lost format.Losses
				prepared, err := prepare.Layer(article, layer, &annotate.Recipe{Borders: borders}, tokens.For(f), &counted)
				if err != nil {
					t.Fatal(err)
				}
				doc := tokens.For(f)(article.Text)
				var want []string // what stays, and where
				off, gone := 0, 0
				for _, item := range items {
					at := annotate.SpansOf(item)[0]
					r := doc.Covered(at)
					on := r.First < r.End && doc.Of(r) == at
					switch {
					case on:
					case borders == annotate.BordersDrop || r.First == r.End:
						gone++
						continue
					default:
						off++
						at = doc.Of(r)
					}
					want = append(want, fmt.Sprintf("%s %q", annotate.LabelOf(item), body[at.Start:at.End]))
				}
				if off+gone < 5 {
					t.Fatalf("%d spans are off the tokens of the format: the test tests nothing", off+gone)
				}
				if diff := cmp.Diff(want, places(article, prepared), inAnyOrder); diff != "" {
					t.Errorf("prepared (-want +got)\n%s", diff)
				}
				sum := 0
				for _, l := range counted.List() {
					sum += l.Count
				}
				if sum != off+gone {
					t.Errorf("%d were moved and %d left out, but counted were %v", off, gone, counted.List())
				}
				fit := f.Fit(format.Record{Article: article, Layers: []format.Layer{{Layer: prepared}}}, &lost)
				for _, l := range lost.List() {
					if strings.Contains(l.What, "token") || strings.Contains(l.What, "border") || strings.Contains(l.What, "blanks alone") {
						t.Errorf("the format still loses %v", l)
					}
				}
				for _, place := range places(fit.Article, fit.Layers[0].Layer) {
					if !strings.Contains(strings.Join(want, "\n"), place) {
						t.Errorf("%s is not what was prepared, which is %q", place, want)
					}
				}
			})
		}
	}
	if tested < 9 {
		t.Errorf("only %d formats count tokens", tested)
	}
}

// inAnyOrder compares lists as sets.
var inAnyOrder = cmpopts.SortSlices(func(a, b string) bool { return a < b })

// places are labels and texts of the mentions and triggers of a layer.
func places(a *annotate.Article, l annotate.Layer) (out []string) {
	l.Each(func(item annotate.Item) {
		if spans := annotate.SpansOf(item); len(spans) > 0 {
			out = append(out, fmt.Sprintf("%s %q", annotate.LabelOf(item), a.Quote(spans)))
		}
	})
	return out
}
