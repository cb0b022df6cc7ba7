package cut_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

const body = "Police in Lyon left."

var (
	police = []span.Span{{Start: 0, End: 6}}
	lyon   = []span.Span{{Start: 10, End: 14}}
	left   = []span.Span{{Start: 15, End: 19}}
)

// record is a small article with everything that rules decide on.
func record() format.Record {
	return format.Record{
		Article: annotate.NewArticle(annotate.Article{Key: "k", Outlet: "AFP"}, body),
		Layers: []format.Layer{{Annotator: "ada", Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Gold}, []annotate.Item{
			&annotate.Head{State: annotate.Done},
			&annotate.Entity{ID: "e", Label: "ORG", Name: "police"},
			&annotate.Mention{ID: "b", Label: "LOC", Spans: lyon, Attributes: annotate.Attributes{"kind": `"city"`}},
			&annotate.Mention{ID: "a", Label: "ORG", Spans: police, Entity: "e"},
			&annotate.Mention{ID: "c", Label: "ORG", Spans: police},
			&annotate.Event{ID: "v", Type: "LEAVE", Trigger: left, Arguments: []annotate.Argument{{Role: "Who", Target: "e"}, {Role: "From", Target: "b"}, {Role: "When", Value: "5"}}},
			&annotate.Event{ID: "w", Type: "SAY", Evidence: police, Arguments: []annotate.Argument{{Role: "What", Target: "v"}}},
			&annotate.Event{ID: "x", Type: "NONE"},
			&annotate.Relation{ID: "r", Label: "in", From: "c", To: "b"},
			&annotate.Label{ID: "l", Label: "topic", Value: `"war"`},
			&annotate.Note{ID: "n", Text: "why?", State: annotate.NoteOpen},
		})}},
	}
}

func TestRules(t *testing.T) {
	const about = "1 keys, titles and other metadata of articles"
	rest := []string{"1 labels of articles", "1 notes"}
	tests := []struct {
		name  string
		rules cut.Rules
		want  []string
		lost  []string
	}{
		{
			name: "mentions alone",
			want: []string{`"Police in Lyon left."`, `a ORG "Police"`, `c ORG "Police"`, `b LOC "Lyon"`},
			lost: append([]string{about, "1 states of layers", "1 attributes", "1 entities", "3 events with their triggers and arguments", "1 relations", "1 names of annotators"}, rest...),
		},
		{
			name:  "events and numbers",
			rules: cut.Rules{Events: cut.SameEvents, Relations: true, Number: true, Single: cut.SameLabel},
			want:  []string{`"Police in Lyon left."`, `m1 ORG "Police"`, `m2 LOC "Lyon"`, `v1 SAY "Police"`, `v2 LEAVE "left" Who:m1 From:m2`, `r1 in m1 -> m2`},
			lost: append([]string{about, "1 states of layers", "1 attributes", "1 entities", "1 events without a trigger", "1 events without a trigger, whose evidence stands as trigger", "1 links to an event",
				"1 links to an entity, for which its first mention stands", "1 mentions that another at the same place stands for", "1 names of annotators", "1 values of arguments"}, rest...),
		},
		{
			name:  "events flat",
			rules: cut.Rules{Events: cut.FlatEvents, Relations: true, Number: true},
			want: []string{`"Police in Lyon left."`, `m1 ORG "Police"`, `m2 ORG "Police"`, `m3 SAY "Police"`, `m4 LOC "Lyon"`, `m5 LEAVE "left"`,
				`r1 in m2 -> m4`, `r2 What m3 -> m5`, `r3 Who m5 -> m1`, `r4 From m5 -> m4`},
			lost: append([]string{about, "1 states of layers", "1 attributes", "1 entities", "1 events without a trigger", "2 events, whose trigger stays as a mention and whose roles as relations",
				"1 links to an entity, for which its first mention stands", "1 names of annotators", "1 values of arguments"}, rest...),
		},
		{
			name: "all but notes",
			rules: cut.Rules{
				Article: func(a *annotate.Article) annotate.Article { return *a }, Layer: true, Events: cut.AllEvents, ToEvents: true, Values: true,
				Relations: true, Entities: true, Labels: true, Attributes: func(a annotate.Attributes) annotate.Attributes { return a },
			},
			want: []string{`k "Police in Lyon left."`, `layer of "ada": gold`, "state done", `a ORG "Police"`, `c ORG "Police"`, `b LOC "Lyon" (kind: city)`, `e ORG`,
				`x NONE`, `w SAY "Police" What:v`, `v LEAVE "left" Who:e From:b When:5`, `r in c -> b`, `l topic "war"`},
			lost: []string{"1 notes"},
		},
		{
			name: "no place and no link",
			rules: cut.Rules{
				Mention: func(s []span.Span) ([]span.Span, string) {
					if s[0] == lyon[0] {
						return nil, "places"
					}
					return s, ""
				},
				Relations: true, Events: cut.SameEvents, Link: func(_, _ []span.Span) string { return "links" },
			},
			want: []string{`"Police in Lyon left."`, `a ORG "Police"`, `c ORG "Police"`, `w SAY "Police"`, `v LEAVE "left"`},
			lost: append([]string{about, "1 states of layers", "1 places", "1 entities", "1 events without a trigger", "1 events without a trigger, whose evidence stands as trigger", "1 links", "1 links to an event",
				"1 links to an entity, for which its first mention stands", "1 names of annotators", "1 values of arguments", "1 arguments whose filler is lost", "1 relations whose end is lost"}, rest...),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var losses format.Losses
			got := formattest.Describe(cut.Record(record(), &losses, tt.rules))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			var lost []string
			for _, l := range losses.List() {
				lost = append(lost, fmt.Sprint(l.Count, " ", l.What))
			}
			slices.Sort(lost)
			slices.Sort(tt.lost)
			if diff := cmp.Diff(tt.lost, lost); diff != "" {
				t.Errorf("lost (-want +got)\n%s", diff)
			}
		})
	}
}

// Ids that numbers make stay in order beyond 9.
func TestNumbersKeepTheirOrder(t *testing.T) {
	numbers := cut.Numbers{}
	var ids []annotate.ID
	for range 12 {
		ids = append(ids, numbers.Next("m"))
	}
	if !slices.IsSortedFunc(ids, cut.CompareIDs) {
		t.Errorf("%v are out of order", ids)
	}
}
