package tokens_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format/tokens"
	"galley/annotate/span"
	"galley/annotate/text"
)

const body = " Sudan's army struck El Obeid.\n\nIt left."

func find(part string) span.Span {
	at := strings.Index(body, part)
	return span.Span{Start: at, End: at + len(part)}
}

func TestPlaces(t *testing.T) {
	doc := tokens.Cut(text.New(body))
	tests := []struct {
		name    string
		parts   []string
		mention string // what stands for it; empty: nothing
		lost    string
		trigger string
	}{
		{"on tokens", []string{"El Obeid"}, "El Obeid", "", "El Obeid"},
		{"inside a token", []string{"my str"}, "army struck", "mentions that end inside a token, moved to its border", "army struck"},
		{"blanks", []string{"\n"}, "", "mentions of blanks alone", ""},
		{"with blanks", []string{" Sudan"}, "Sudan", "mentions that end inside a token, moved to its border", "Sudan"},
		{"fragments", []string{"army", "El"}, "", "mentions in several fragments", "army"},
		{"over a sentence", []string{"Obeid.\n\nIt"}, "", "mentions over the end of a sentence", "Obeid."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var spans []span.Span
			for _, p := range tt.parts {
				spans = append(spans, find(p))
			}
			place, lost := doc.Mention(spans)
			if got := shown(place); got != tt.mention || lost != tt.lost {
				t.Errorf("a mention becomes %q, lost %q; want %q, %q", got, lost, tt.mention, tt.lost)
			}
			place, _ = doc.Trigger(spans)
			if got := shown(place); got != tt.trigger {
				t.Errorf("a trigger becomes %q, want %q", got, tt.trigger)
			}
		})
	}
}

func shown(spans []span.Span) string {
	if len(spans) == 0 {
		return ""
	}
	return body[spans[0].Start:spans[0].End]
}

func TestSentences(t *testing.T) {
	doc := tokens.Cut(text.New(body))
	var got []string
	for i, s := range doc.Sentences() {
		of := doc.Of(s)
		got = append(got, body[of.Start:of.End])
		for token := s.First; token < s.End; token++ {
			if doc.Sentence(token) != i {
				t.Errorf("token %d is in sentence %d, not %d", token, doc.Sentence(token), i)
			}
		}
	}
	if diff := cmp.Diff([]string{"Sudan's army struck El Obeid.", "It left."}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestColumns(t *testing.T) {
	var mentions []*annotate.Mention
	for _, part := range []string{"El", "army struck El Obeid", "El Obeid", "struck El", "It"} {
		mentions = append(mentions, &annotate.Mention{ID: annotate.ID(part), Spans: []span.Span{find(part)}})
	}
	want := map[annotate.ID]int{"army struck El Obeid": 0, "struck El": 1, "El Obeid": 2, "It": 0}
	if diff := cmp.Diff(want, tokens.Columns(mentions, 3)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCutSpaced(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"nothing", "", ""},
		{"one blank", "a b", "^a_|b"},
		{"two blanks", "a  b", "^a_| |b"},
		{"blanks at the ends", " a b ", "^ |a_|b_"},
		{"blanks alone", "\n\n", "^\n\n"},
		{"sentences", "It rained. \r\nRebels’ left.", "^It_|rained|._|\r\n|^Rebels|’_|left|."},
		{"a no-break space", "10\u00a0000 b", "^10|\u00a0|000_|b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := text.New(tt.body)
			var got []string
			for _, s := range tokens.CutSpaced(body, nil) {
				word := body.Slice(s.Start, s.End)
				if s.First {
					word = "^" + word
				}
				if s.Blank {
					word += "_"
				}
				got = append(got, word)
			}
			if s := strings.Join(got, "|"); s != tt.want {
				t.Errorf("%q is cut into %q, want %q", tt.body, s, tt.want)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		body := text.New(strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"a", "b.", " ", "\n", "\t", "é", "😀", "\u00a0"})).Draw(t, "body"), ""))
		made := ""
		for _, s := range tokens.CutSpaced(body, nil) {
			if made += body.Slice(s.Start, s.End); s.Blank {
				made += " "
			}
		}
		if made != body.String() {
			t.Errorf("the tokens of %q make up %q", body, made)
		}
	})
}
