package merge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/merge"
	"galley/annotate/span"
)

// correct gives the article another text.
func (r *replica) correct(body string) {
	r.Helper()
	old, err := r.Article(r.Context(), "a")
	if err != nil {
		r.Fatal(err)
	}
	layers, err := r.Layers(r.Context(), "a")
	if err != nil {
		r.Fatal(err)
	}
	decisions, err := r.Things(r.Context(), annotate.KindDecision, "a")
	if err != nil {
		r.Fatal(err)
	}
	r.do(anchor.Correct(old, body, layers, decisions).Edits...)
}

// texts are all annotations on articles that are not put aside, with their words.
func (r *replica) texts() []string {
	r.Helper()
	var out []string
	for e, err := range r.Each(r.Context(), annotate.Query{}) {
		if err != nil {
			r.Fatal(err)
		}
		for _, l := range e.Layers {
			for _, m := range l.Mentions.All() {
				out = append(out, fmt.Sprintf("%s %s %s %q", l.ID.Annotator, m.ID, m.Label, e.Article.Quote(m.Spans)))
			}
		}
	}
	slices.Sort(out)
	return out
}

// apart is what a report lists as not comparable.
func apart(r *merge.Report) []string {
	var out []string
	for _, x := range r.NotCompared {
		out = append(out, fmt.Sprintf("%s %q of %s: %s", annotate.LabelOf(x.Item), x.Article.Quote(annotate.SpansOf(x.Item)), x.Annotator, x.Reason))
	}
	return out
}

// Work on a text that was corrected in the other copy meanwhile comes to the
// corrected one, whichever copy takes in the other.
func TestCorrectedMeanwhile(t *testing.T) {
	here := begin(t)
	here.mark("m1", "PERSON", 0)
	there := here.copied("ben", 2)
	there.mark("m2", "PERSON", 3)
	there.mark("m3", "GROUP", 9) // its words go
	here.correct("xx aa yy bb zz cc")
	here.do(annotate.Edit{Layer: annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}, After: &annotate.Head{State: annotate.Done}})
	here2, there2 := here.copied("ada", 3), there.copied("ben", 4)

	want := []string{`ada m1 PERSON "aa"`, `ben m2 PERSON "bb"`}
	r := here.merge(there)
	if diff := cmp.Diff([]string{`GROUP "dd" of ben: its words are gone`}, apart(&r)); diff != "" {
		t.Errorf("not comparable (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want, here.texts()); diff != "" {
		t.Errorf("where it was corrected (-want +got)\n%s", diff)
	}
	here.merge(there)
	r = there2.merge(here2)
	if diff := cmp.Diff([]string{`GROUP "dd" of ben: its words are gone`}, apart(&r)); diff != "" {
		t.Errorf("not comparable the other way (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(want, there2.texts()); diff != "" {
		t.Errorf("where it was not (-want +got)\n%s", diff)
	}
	here.merge(there2)
	there2.merge(here)
	for _, r := range []*replica{here, there2} {
		if diff := cmp.Diff(want, r.texts()); diff != "" {
			t.Errorf("after both merged (-want +got)\n%s", diff)
		}
	}

	// What is done on the old text later follows too.
	there.mark("m4", "GROUP", 6)
	want = append(want, `ben m4 GROUP "cc"`)
	if r := here.merge(there); r.Apart != 0 {
		t.Errorf("what was lost before is counted again: %q", apart(&r))
	}
	if diff := cmp.Diff(want, here.texts()); diff != "" {
		t.Errorf("later work (-want +got)\n%s", diff)
	}
}

// Of a text that was corrected in two ways, in two copies, one stays, the same
// whichever copy takes in the other; what was done on the other one comes along.
func TestCorrectedInTwoWays(t *testing.T) {
	here := begin(t)
	here.mark("m1", "PERSON", 0)
	there := here.copied("ben", 2)
	here.correct("xx aa yy bb zz cc dd")
	here.markOn(here.live(), "m2", "GROUP", "bb")
	there.correct("vv aa bb cc dd ww")
	there.markOn(there.live(), "m3", "GROUP", "cc")
	there.markOn(there.live(), "m4", "GROUP", "ww") // which only this text has, if it is not the one that stays
	here2, there2 := here.copied("ada", 3), there.copied("ben", 4)

	r := here.merge(there)
	if r.Conflicting != 1 {
		t.Fatalf("the conflict is not told: %+v", r.Conflicts)
	}
	if stays, _, is := merge.InTwoWays(r.Conflicts[0].Stays, r.Conflicts[0].Other); !is || stays != here.live() {
		t.Errorf("it is told that %s stays, and %s does", stays, here.live())
	}
	there2.merge(here2)
	here.merge(there2)
	there2.merge(here)
	here.merge(there2)
	for _, r := range []*replica{here, there2} {
		want := []string{`ada m1 PERSON "aa"`, `ada m2 GROUP "bb"`, `ben m3 GROUP "cc"`, `ben m4 GROUP "ww"`}
		a, err := r.Article(t.Context(), r.live())
		if err != nil {
			t.Fatal(err)
		}
		if a.Text.String() != "vv aa bb cc dd ww" {
			want = want[:3]
		}
		if diff := cmp.Diff(want, r.texts()); diff != "" {
			t.Errorf("on %q (-want +got)\n%s", a.Text, diff)
		}
	}
	if here.live() != there2.live() {
		t.Errorf("%s stays here and %s there", here.live(), there2.live())
	}
}

// What both corrected texts have otherwise becomes two versions, and what was
// assigned and decided on the one that gives way goes to the other one.
func TestCorrectedInTwoWaysKeepsAll(t *testing.T) {
	here := begin(t)
	here.mark("m1", "PERSON", 0)
	here.do(annotate.Edit{After: &annotate.Decision{ID: "d1", Article: "a", By: "ada", Spans: []span.Span{{Start: 0, End: 2}}}})
	there := here.copied("ada", 2)
	for i, r := range []*replica{here, there} {
		r.correct([]string{"xx aa bb cc dd", "vv aa bb cc dd ww"}[i])
		layer := annotate.LayerID{Article: r.live(), Annotator: "ada", Kind: annotate.Human}
		l, err := r.Layer(t.Context(), layer)
		if err != nil {
			t.Fatal(err)
		}
		was, _ := l.Mentions.Get("m1")
		now := *was
		now.Label = []string{"GROUP", "SHIP"}[i]
		r.do(annotate.Edit{Layer: layer, Before: was, After: &now})
		r.do(annotate.Edit{After: &annotate.Assignment{Article: r.live(), Person: []annotate.ID{"ada", "ben"}[i]}})
		r.do(annotate.Edit{After: &annotate.Decision{ID: annotate.ID([]string{"d2", "d3"}[i]), Article: r.live(), By: "ada", Spans: []span.Span{{Start: 6, End: 8}}}})
	}
	here2 := here.copied("ada", 3)
	report := here.merge(there)
	if report.Conflicting != 2 || report.Apart != 0 || report.New != 0 {
		t.Errorf("it tells of %d conflicts, %d new, %d not comparable: %+v", report.Conflicting, report.New, report.Apart, report.Conflicts)
	}
	there.merge(here2)
	here.merge(there)
	there.merge(here)
	for _, r := range []*replica{here, there} {
		if got := r.texts(); len(got) != 2 || !strings.Contains(strings.Join(got, " "), "GROUP") || !strings.Contains(strings.Join(got, " "), "SHIP") {
			t.Errorf("not both versions: %q", got)
		}
		for kind, want := range map[annotate.Kind]int{annotate.KindAssignment: 2, annotate.KindDecision: 3} {
			if found, err := r.Things(t.Context(), kind, r.live()); err != nil || len(found) != want {
				t.Errorf("of kind %s there are %d and not %d: %v (%v)", kind, len(found), want, found, err)
			}
		}
	}
	if diff := cmp.Diff(here.texts(), there.texts()); diff != "" {
		t.Error(diff)
	}
}

// live is the one article that is not put aside.
func (r *replica) live() annotate.ID {
	r.Helper()
	var out []annotate.ID
	for e, err := range r.Each(r.Context(), annotate.Query{}) {
		if err != nil {
			r.Fatal(err)
		}
		out = append(out, e.Article.ID)
	}
	if len(out) != 1 {
		r.Fatalf("there are %q", out)
	}
	return out[0]
}

// markOn is a mention of a word in the annotator's own layer of an article.
func (r *replica) markOn(article, id annotate.ID, label, word string) {
	r.Helper()
	a, err := r.Article(r.Context(), article)
	if err != nil {
		r.Fatal(err)
	}
	start := strings.Index(a.Text.String(), word)
	r.do(annotate.Edit{Layer: annotate.LayerID{Article: article, Annotator: r.who, Kind: annotate.Human},
		After: &annotate.Mention{ID: id, Label: label, Spans: []span.Span{{Start: start, End: start + len(word)}}}})
}
