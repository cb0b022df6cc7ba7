package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
)

func TestCorrections(t *testing.T) {
	article := annotate.NewArticle(annotate.Article{ID: "a"}, body)
	layers := []annotate.Layer{
		layer("ada", mention("1", "ARM", "Harun Front"), mention("2", "PER", "monitors"), mention("3", "LOC", "Monday"),
			event("4", "ATTACK", "shelled", role("Attacker", "1"), annotate.Argument{Role: "Killed", Value: "3"})),
		layer("ben", mention("1", "ARM", "the Harun Front"), mention("2", "ORG", "monitors"), mention("5", "FAC", "power station"),
			event("4", "ATTACK", "shelled", role("Attacker", "1"))),
	}
	k := desk(layers)
	next := stamps()
	for set := range k.Sets {
		s := &k.Sets[set]
		choice := Choice{Act: annotate.TookReading, Readings: []int{max(0, s.ReadingOf("ben"))}, Cause: "slip", Remark: "see 3.2"}
		switch s.Label {
		case "LOC":
			choice = Choice{Act: annotate.RejectedAll}
		case "ATTACK":
			choice.Readings = []int{s.ReadingOf("ada")}
		}
		out, err := k.Decide(set, choice, next())
		if err != nil {
			t.Fatal(err)
		}
		k.Took(set, out)
	}
	var decisions []*annotate.Decision
	for set := range k.Sets {
		decisions = append(decisions, k.Verdict(set).Decision)
	}
	all := append(slices.Clone(layers), k.Gold.Layer)
	told := func(coder annotate.ID) []string {
		var out []string
		for _, c := range Corrections(article, all, decisions, coder) {
			out = append(out, fmt.Sprintf("%s %s: %s; %s; %s", c.Label, article.Quote(c.Spans), c.Fate, strings.Join(c.Gold, "+"), c.Comment))
		}
		return out
	}
	want := []string{
		"ARM Harun Front: other reading; ARM “the Harun Front”; see 3.2",
		"ATTACK shelled: accepted; ATTACK “shelled” (Attacker: “the Harun Front”, Killed: 3); see 3.2",
		"FAC power station: was missing; FAC “power station”; see 3.2",
		"LOC Monday: taken out; ; ",
		"PER monitors: other reading; ORG “monitors”; see 3.2",
	}
	if diff := cmp.Diff(want, told("ada")); diff != "" {
		t.Errorf("ada (-want +got):\n%s", diff)
	}
	want = []string{ // nothing is said of what only ada had marked and gold does not have
		"ARM the Harun Front: accepted; ARM “the Harun Front”; see 3.2",
		"ATTACK shelled: other reading; ATTACK “shelled” (Attacker: “the Harun Front”, Killed: 3); see 3.2",
		"FAC power station: accepted; FAC “power station”; see 3.2",
		"ORG monitors: accepted; ORG “monitors”; see 3.2",
	}
	if diff := cmp.Diff(want, told("ben")); diff != "" {
		t.Errorf("ben (-want +got):\n%s", diff)
	}
	if got := told("cy"); got != nil {
		t.Errorf("somebody else is told %v", got)
	}
}

// A correction tells the same whatever others had said, as long as gold and the
// decision are the same.
func TestCorrectionsTellNothingOfOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		article := annotate.NewArticle(annotate.Article{ID: "a"}, body)
		layers := coders(t)
		k := desk(layers)
		next := stamps()
		var decisions []*annotate.Decision
		for set := range k.Sets {
			out, err := k.Decide(set, Choice{Act: annotate.TookReading, Readings: []int{rapid.IntRange(0, len(k.Sets[set].Readings)-1).Draw(t, "reading")}}, next())
			if err != nil {
				t.Fatal(err)
			}
			k.Took(set, out)
			decisions = append(decisions, out.Decision)
		}
		coder := layers[0].ID.Annotator
		all := Corrections(article, append(slices.Clone(layers), k.Gold.Layer), decisions, coder)
		alone := Corrections(article, []annotate.Layer{layers[0], k.Gold.Layer}, decisions, coder)
		if diff := cmp.Diff(alone, all); diff != "" {
			t.Fatalf("without the others' layers it tells something else:\n%s", diff)
		}
	})
}
