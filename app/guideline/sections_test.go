package guideline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"galley/app/guideline"
)

func TestSections(t *testing.T) {
	for _, tt := range []struct {
		name, document string
		want           []guideline.Section
	}{
		{"nothing", "", nil},
		{"blank lines", "\n\n", nil},
		{"no heading", "Mark names.\n", []guideline.Section{{Body: "Mark names."}}},
		{"headings of both kinds", "Before.\n\n# When is it an *ATTACK*? #\nWhen arms are used.\n\n## Not\n\nThreats.\n\nPlaces\n======\nTowns.\n", []guideline.Section{
			{Body: "Before."},
			{Level: 1, Title: "When is it an ATTACK?", Body: "When arms are used."},
			{Level: 2, Title: "Not", Body: "Threats."},
			{Level: 1, Title: "Places", Body: "Towns."},
		}},
		{"what looks like one in code", "# One\n```\n# no\n```\n", []guideline.Section{{Level: 1, Title: "One", Body: "```\n# no\n```"}}},
		{"a heading and nothing below", "\n# One\n# Two", []guideline.Section{{Level: 1, Title: "One"}, {Level: 1, Title: "Two"}}},
		{"Arabic, CRLF", "# هجوم\r\nنص\r\n", []guideline.Section{{Level: 1, Title: "هجوم", Body: "نص\r"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, guideline.Sections(tt.document), cmpopts.IgnoreFields(guideline.Section{}, "Start", "End")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Sections follow one another without gaps and leave nothing out, so that one can be changed in its place.
func TestSectionsCover(t *testing.T) {
	line := rapid.SampledFrom([]string{"# A", "## B #", "text", "", "====", "---", "```", "- # item", "> # quoted", "    # code", "*#*", "ا"})
	rapid.Check(t, func(r *rapid.T) {
		document := strings.Join(rapid.SliceOfN(line, 0, 12).Draw(r, "lines"), "\n")
		at := 0
		for _, s := range guideline.Sections(document) {
			if s.Start != at || s.End < s.Start {
				r.Fatalf("section %+v begins where the one before does not end (%d) in %q", s, at, document)
			}
			at = s.End
			if !strings.Contains(document[s.Start:s.End], s.Body) {
				r.Fatalf("%q is not in %q", s.Body, document[s.Start:s.End])
			}
		}
		if strings.TrimSpace(document[at:]) != "" {
			r.Fatalf("%q is in no section of %q", document[at:], document)
		}
	})
}

func TestAbout(t *testing.T) {
	sections := guideline.Sections("# General\nAn ATTACKER is no label; PER is.\n# ATTACK and THREAT\n# Persons (PER)\n")
	for label, want := range map[string]int{"ATTACK": 1, "THREAT": 1, "PER": 2, "ATTACKER": 0, "LOC": -1, "": -1} {
		if got := guideline.About(sections, label); got != want {
			t.Errorf("%s is told of in section %d, want %d", label, got, want)
		}
	}
}
