package anchor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/annotate/span"
	"galley/annotate/text"
)

func TestSpan(t *testing.T) {
	for name, tt := range map[string]struct {
		old, new string // the span stands in brackets
		fate     anchor.Fate
		reason   string
	}{
		"nothing changed":        {"Rebels shelled [Elmira] today.", "Rebels shelled [Elmira] today.", anchor.Moved, ""},
		"words before":           {"Rebels shelled [Elmira] today.", "On Monday rebels, again, shelled [Elmira] today.", anchor.Moved, ""},
		"other blanks":           {"Rebels shelled [the port] today.", "Rebels\nshelled [the\n  port] today.", anchor.Moved, ""},
		"the second of two":      {"Elmira, then [Elmira] again.", "Old Elmira, then [Elmira] again.", anchor.Moved, ""},
		"part of a word":         {"They [shell]ed it.", "Yesterday they [shell]ed it.", anchor.Moved, ""},
		"Chinese":                {"叛军炮击[埃尔迈拉]港。", "周一，叛军炮击[埃尔迈拉]港。", anchor.Moved, ""},
		"a slip was corrected":   {"Rebels shelled [Elmria] today.", "Rebels shelled [Elmira] today.", anchor.Unsure, anchor.Changed},
		"a word came in between": {"said [Harun Front] men", "said [Harun Liberation Front] men", anchor.Unsure, anchor.Changed},
		"a word went":            {"said [the Harun Front office] men", "said [the Harun Front] men", anchor.Unsure, anchor.Changed},
		"the sentence moved": {
			"Talks go on. Rebels shelled [the port of Elmira] on Monday. Aid came late and nobody was there to take it in.",
			"Talks go on. Aid came late and nobody was there to take it in. Rebels shelled [the port of Elmira] on Monday.", anchor.Unsure, anchor.Elsewhere},
		"deleted":          {"Rebels shelled [Elmira] today.", "Rebels fled today.", anchor.Lost, anchor.Gone},
		"all new":          {"Rebels shelled [Elmira] today.", "Aid convoy halted", anchor.Lost, anchor.Gone},
		"no text":          {"Rebels shelled [Elmira] today.", "", anchor.Lost, anchor.Gone},
		"no words":         {"a[ ]b", "a b", anchor.Lost, anchor.Gone},
		"a twin elsewhere": {"Rebels fled. In [Elmira] all is quiet, they said.", "Rebels went to [Elmira] and back", anchor.Unsure, anchor.Around},
	} {
		t.Run(name, func(t *testing.T) {
			old, s := brackets(tt.old)
			now, want := brackets(tt.new)
			got, fate, reason := anchor.Between(text.New(old), text.New(now)).Span(s)
			if fate != tt.fate || reason != tt.reason || got != want {
				t.Errorf("%s %q, %s; want %s %q", fate, now[got.Start:got.End], reason, tt.fate, now[want.Start:want.End])
			}
		})
	}
}

// brackets takes a span in brackets out of a text.
func brackets(marked string) (string, span.Span) {
	before, rest, ok := strings.Cut(marked, "[")
	if !ok {
		return marked, span.Span{}
	}
	inside, after, _ := strings.Cut(rest, "]")
	return before + inside + after, span.Span{Start: len(before), End: len(before) + len(inside)}
}

func at(start, end int) []span.Span { return []span.Span{{Start: start, End: end}} }

func TestCarry(t *testing.T) {
	old := "Rebels shelled Elmira. Aid came."
	now := "Rebels shelled the town. Aid came."
	layer := annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}, []annotate.Item{
		&annotate.Head{State: annotate.Done},
		&annotate.Mention{ID: "m1", Label: "ARM", Spans: at(0, 6), Entity: "e1"},
		&annotate.Mention{ID: "m2", Label: "LOC", Spans: at(15, 21)},
		&annotate.Entity{ID: "e1", Label: "ARM", Name: "rebels"},
		&annotate.Event{ID: "v1", Type: "ATTACK", Trigger: at(7, 14), Arguments: []annotate.Argument{{Role: "By", Target: "m1"}, {Role: "At", Target: "m2"}}},
		&annotate.Relation{ID: "r1", Label: "in", From: "m1", To: "m2"},
		&annotate.Note{ID: "n1", On: "r1", Text: "?", State: annotate.NoteOpen},
		&annotate.Note{ID: "n2", Spans: at(23, 26), Text: "!", State: annotate.NoteOpen},
	})
	var got []string
	for _, c := range anchor.Between(text.New(old), text.New(now)).Carry(layer) {
		line := fmt.Sprint(c.Was.ItemID(), " ", c.Fate, " ", c.Reason)
		if c.Now != nil {
			line += fmt.Sprint(" ", annotate.SpansOf(c.Now))
		}
		if v, ok := c.Now.(*annotate.Event); ok {
			line += fmt.Sprint(" ", v.Arguments, " ", v.Unsure)
		}
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"m1 moved [{0 6}]",
		"m2 lost its words are gone",
		"e1 moved []",
		"v1 unsure something that it refers to is lost [{7 14}] [{By m1 map[]}] true",
		"r1 lost what it refers to is lost",
		"n1 lost what it refers to is lost",
		"n2 moved [{25 28}]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever was changed, what comes out is sound, and what is called moved has its words.
func TestLaws(t *testing.T) {
	word := rapid.SampledFrom([]string{"the", "port", "of", "Elmira", "rebels", "shelled", "253", "people,", "北京", "said", "é", "."})
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(word, 1, 40).Draw(r, "text")
		old := text.New(strings.Join(words, " "))
		for range rapid.IntRange(0, 5).Draw(r, "corrections") {
			i := rapid.IntRange(0, len(words)).Draw(r, "at")
			n := rapid.IntRange(0, len(words)-i).Draw(r, "words")
			words = append(append(append([]string{}, words[:i]...), rapid.SliceOfN(word, 0, 4).Draw(r, "new")...), words[i+n:]...)
		}
		now := text.New(strings.Join(words, " "))
		var items []annotate.Item
		for n := range rapid.IntRange(0, 8).Draw(r, "mentions") {
			from := rapid.IntRange(0, old.Len()-1).Draw(r, "start")
			to := rapid.IntRange(from+1, old.Len()).Draw(r, "end")
			if old.Check(from) == nil && old.Check(to) == nil {
				items = append(items, &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", n)), Label: "X", Spans: at(from, to)})
			}
		}
		c := anchor.Between(old, now)
		for _, x := range c.Carry(annotate.NewLayer(annotate.LayerID{}, items)) {
			was := annotate.SpansOf(x.Was)[0]
			if x.Now == nil {
				if x.Fate != anchor.Lost {
					r.Fatalf("nothing left, yet %s", x.Fate)
				}
				continue
			}
			spans := annotate.SpansOf(x.Now)
			if err := annotate.CheckSpans(now, spans); err != nil {
				r.Fatalf("%v of %q: %v", spans, now.String(), err)
			}
			before := strings.TrimSpace(old.Slice(was.Start, was.End))
			after := strings.TrimSpace(now.Slice(spans[0].Start, spans[0].End))
			if x.Fate == anchor.Moved && before != after {
				r.Fatalf("%q moved to %q", before, after)
			}
			if old.String() == now.String() && x.Fate != anchor.Moved {
				r.Fatalf("nothing changed, yet %q is %s", before, x.Fate)
			}
		}
	})
}

func BenchmarkBetween(b *testing.B) {
	paragraph := strings.Repeat("Rebels shelled the port of Elmira on Monday; at least 253 people fled. ", 100)
	var old strings.Builder
	for i := range 140 { // 1 MB
		fmt.Fprintf(&old, "%d %s\n", i, paragraph)
	}
	was, now := text.New(old.String()), text.New(strings.Replace(old.String(), "77 Rebels", "77 Two rebels", 1))
	for b.Loop() {
		anchor.Between(was, now)
	}
}
