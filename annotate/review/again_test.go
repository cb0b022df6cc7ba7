package review

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
)

const before = "Late. "

// moved is a coder's work on a text that has some words more before it.
func moved(l annotate.Layer, by int) annotate.Layer {
	shift := func(spans []span.Span) []span.Span {
		var out []span.Span
		for _, s := range spans {
			out = append(out, span.Span{Start: s.Start + by, End: s.End + by})
		}
		return out
	}
	var items []annotate.Item
	l.Each(func(item annotate.Item) {
		if v, ok := item.(*annotate.Event); ok && len(v.Trigger) > 0 && len(v.Evidence) > 0 {
			w := *v
			w.Evidence = shift(v.Evidence)
			item = &w
		}
		items = append(items, annotate.WithSpans(item, shift(annotate.SpansOf(item))))
	})
	return annotate.NewLayer(l.ID, items)
}

// deskOn is a case on an article with a body.
func deskOn(body string, layers []annotate.Layer) *Case {
	doc := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "b"}, body)}
	doc.Layer.ID = annotate.LayerID{Article: "b", Annotator: "judge", Kind: annotate.Gold}
	return NewCase(Compare(layers), doc, nil)
}

func TestAgain(t *testing.T) {
	const far = "By night Fighters of the Harun Front shelled the power station near Wadi Sahl on Monday, people said."
	find := func(body string, words string) span.Span {
		i := strings.Index(body, words)
		return span.Span{Start: i, End: i + len(words)}
	}
	type work func(m func(id annotate.ID, label, words string) *annotate.Mention) []annotate.Item
	on := func(body string, coder annotate.ID, w work) annotate.Layer {
		items := w(func(id annotate.ID, label, words string) *annotate.Mention {
			return &annotate.Mention{ID: id, Label: label, Spans: []span.Span{find(body, words)}}
		})
		for i, item := range items {
			if v, ok := item.(*annotate.Event); ok {
				items[i] = annotate.WithSpans(v, []span.Span{find(body, "shelled")})
			}
		}
		return layer(coder, items...)
	}
	mentions := func(front, place, label string) work {
		return func(m func(annotate.ID, string, string) *annotate.Mention) []annotate.Item {
			return []annotate.Item{m("1", "ARM", front), m("2", label, place)}
		}
	}
	attack := func(killed annotate.Value, attacker bool) work {
		return func(m func(annotate.ID, string, string) *annotate.Mention) []annotate.Item {
			v := event("v", "ATTACK", "shelled", annotate.Argument{Role: "Killed", Value: killed}, role("Place", "2"))
			if attacker {
				v = v.WithArgument(role("Attacker", "1"))
			}
			return []annotate.Item{m("1", "ARM", "Harun Front"), m("2", "LOC", "Wadi Sahl"), v}
		}
	}
	chain := func(members ...annotate.ID) work {
		return func(m func(annotate.ID, string, string) *annotate.Mention) []annotate.Item {
			items := []annotate.Item{&annotate.Entity{ID: "e", Label: "ARM"}, m("1", "ARM", "Fighters"), m("2", "ARM", "Harun Front"), m("3", "ARM", "power station")}
			for _, item := range items[1:] {
				if slices.Contains(members, item.ItemID()) {
					item.(*annotate.Mention).Entity = "e"
				}
			}
			return items
		}
	}
	nudge := func(start, end int) func(annotate.Item) annotate.Item {
		return func(item annotate.Item) annotate.Item {
			s := annotate.SpansOf(item)[0]
			return annotate.WithSpans(item, []span.Span{{Start: s.Start + start, End: s.End + end}})
		}
	}
	relabel := func(label string) func(annotate.Item) annotate.Item {
		return func(item annotate.Item) annotate.Item { return annotate.WithLabel(item, label) }
	}
	topic := func(value annotate.Value) work {
		return func(func(annotate.ID, string, string) *annotate.Mention) []annotate.Item {
			return []annotate.Item{&annotate.Label{ID: "l", Label: "topic", Value: value}}
		}
	}
	byHand := func(change ...func(annotate.Item) annotate.Item) func(k *Case, set int) Choice {
		return func(k *Case, set int) Choice {
			return Choice{Act: annotate.ByHand, Readings: []int{0}, Change: func(item annotate.Item) annotate.Item {
				for _, c := range change {
					item = c(item)
				}
				return item
			}}
		}
	}
	// fields takes roles and members from the readings named, by "role" or the words of a member.
	fields := func(from map[string]annotate.ID) func(k *Case, set int) Choice {
		return func(k *Case, set int) Choice {
			s := &k.Sets[set]
			c := Choice{Act: annotate.TookFields, Readings: []int{0}, Fields: map[int]int{}}
			for i, f := range s.Fields {
				name := f.Name
				if f.Kind == FieldMember {
					name = k.Gold.Article.Quote(k.Sets[f.Set].Spans)
				}
				if coder, ok := from[strings.ToLower(name)]; ok {
					c.Fields[i] = s.ReadingOf(coder)
				}
			}
			return c
		}
	}
	tests := map[string]struct {
		kind     annotate.Kind
		ada, ben work
		choice   func(k *Case, set int) Choice
		want     string // of gold; empty: it cannot be carried
	}{
		"an edge into words that are the same": {annotate.KindMention, mentions("the Harun Front", "Wadi Sahl", "LOC"), mentions("Harun Front", "Wadi Sahl", "LOC"), byHand(nudge(-3, 0)), "ARM of the Harun Front"},
		"an edge into words that are not":      {annotate.KindMention, mentions("Harun Front", "on Monday", "TIME"), mentions("Harun Front", "Monday", "TIME"), byHand(nudge(0, 5)), ""},
		"a label":                              {annotate.KindMention, mentions("the Harun Front", "Wadi Sahl", "LOC"), mentions("Harun Front", "Wadi Sahl", "LOC"), byHand(relabel("ORG")), "ORG the Harun Front"},
		"two mentions by hand": {annotate.KindMention, mentions("the Harun Front", "Wadi Sahl", "LOC"), mentions("Harun Front", "Wadi Sahl", "LOC"), func(k *Case, set int) Choice {
			at := k.Sets[set].Spans[0]
			return Choice{Act: annotate.ByHand, Made: []annotate.Item{
				&annotate.Mention{ID: "x", Label: "PER", Spans: []span.Span{{Start: at.End - 11, End: at.End - 6}}}, &annotate.Mention{ID: "y", Label: "ORG", Spans: []span.Span{{Start: at.End - 5, End: at.End}}},
			}}
		}, "PER Harun; ORG Front"},
		"a value by hand": {annotate.KindLabel, topic(`"war"`), topic(`"aid"`), func(k *Case, set int) Choice {
			return Choice{Act: annotate.ByHand, Made: []annotate.Item{&annotate.Label{ID: "x", Label: "topic", Value: `"talks"`}}}
		}, "topic talks"},
		"an event of the parts of two": {annotate.KindEvent, attack("3", false), attack("4", true), fields(map[string]annotate.ID{"killed": "ada", "attacker": "ben"}), "ARM Harun Front; LOC Wadi Sahl; ATTACK shelled Killed=3 Place=Wadi Sahl Attacker=Harun Front"},
		"an event with another type":   {annotate.KindEvent, attack("3", true), attack("4", true), byHand(relabel("BOMBARD")), "ARM Harun Front; LOC Wadi Sahl; BOMBARD shelled Killed=3 Place=Wadi Sahl Attacker=Harun Front"},
		"an event with a value that nobody has": {annotate.KindEvent, attack("3", true), attack("4", true), byHand(func(item annotate.Item) annotate.Item {
			v := *item.(*annotate.Event)
			v.Arguments = slices.Clone(v.Arguments)
			v.Arguments[0].Value = "5"
			return &v
		}), ""},
		"a chain of the members of two": {annotate.KindEntity, chain("1", "2"), chain("2", "3"), fields(map[string]annotate.ID{"fighters": "ada", "power station": "ben"}), "ARM Fighters of ; ARM Harun Front of ; ARM power station of "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			here := desk([]annotate.Layer{on(body, "ada", test.ada), on(body, "ben", test.ben)})
			there := deskOn(far, []annotate.Layer{on(far, "ada", test.ben), on(far, "ben", test.ada)}) // whoever holds what
			conflict := func(k *Case) int {
				return slices.IndexFunc(k.Sets, func(s Set) bool { return s.Kind == test.kind && s.Severity != Agreed })
			}
			i, j := conflict(here), conflict(there)
			out, err := here.Decide(i, test.choice(here, i), stamps()())
			if err != nil {
				t.Fatal(err)
			}
			here.Took(i, out)
			choice, err := there.Again(j, here, i, out.Decision)
			if test.want == "" {
				if !errors.Is(err, ErrNotCarried) {
					t.Fatalf("it is carried: %+v, %v", choice, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			again, err := there.Decide(j, choice, stamps()())
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(goldText(&again.Gold), "\n", "; "); got != test.want {
				t.Errorf("gold is %q, want %q; it was %q", got, test.want, goldText(&out.Gold))
			}
			if again.Decision.Act != out.Decision.Act {
				t.Errorf("%s became %s", out.Decision.Act, again.Decision.Act)
			}
		})
	}
}

// What can be decided again on the same work further on comes to the same gold.
func TestAgainComesToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := coders(t)
		var others []annotate.Layer
		for _, l := range layers {
			others = append(others, moved(l, len(before)))
		}
		here, there := desk(layers), deskOn(before+body, others)
		next, again := stamps(), stamps()
		for i := range here.Sets {
			s := &here.Sets[i]
			j := slices.IndexFunc(there.Sets, func(o Set) bool { return o.Key == s.Key })
			if j < 0 || there.Alike(there.Gold.Article, j) != here.Alike(here.Gold.Article, i) {
				return // which of two equal annotations of one coder is in a set is a tie
			}
			reading := rapid.IntRange(0, len(s.Readings)-1)
			choice := Choice{Act: rapid.SampledFrom([]annotate.Act{annotate.TookReading, annotate.TookFields, annotate.TookBoth, annotate.RejectedAll, annotate.ByHand}).Draw(t, "act"), Readings: []int{reading.Draw(t, "reading")}}
			switch choice.Act {
			case annotate.RejectedAll:
				choice.Readings = nil
			case annotate.TookFields:
				choice.Fields = map[int]int{}
				for f := range s.Fields {
					choice.Fields[f] = reading.Draw(t, "field")
				}
			case annotate.ByHand:
				label := rapid.SampledFrom([]string{"A", "new"}).Draw(t, "label")
				choice.Change = func(item annotate.Item) annotate.Item { return annotate.WithLabel(item, label) }
			}
			out, err := here.Decide(i, choice, next())
			if err != nil {
				t.Fatal(err)
			}
			here.Took(i, out)
			carried, err := there.Again(j, here, i, out.Decision)
			if errors.Is(err, ErrNotCarried) && choice.Act != annotate.TookReading && choice.Act != annotate.RejectedAll {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o, err := there.Decide(j, carried, again())
			if err != nil {
				t.Fatal(err)
			}
			there.Took(j, o)
			if a, b := goldLines(&here.Gold), goldLines(&there.Gold); a != b {
				t.Fatalf("after %s of a %s gold is %q here and %q there", choice.Act, s.Kind, a, b)
			}
			if len(out.Decision.Gold) > 1 {
				return // which of several something refers to is a tie too
			}
		}
	})
}

// goldLines tells what is in gold in no order of ids.
func goldLines(d *annotate.Document) string {
	lines := strings.Split(goldText(d), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "; ")
}
