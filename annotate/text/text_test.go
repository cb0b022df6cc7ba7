package text_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/span"
	"galley/annotate/text"
)

// pieces are characters of every width, marks, line ends and bytes that are no UTF-8.
var pieces = []string{"a", " ", "é", "e\u0301", "“", "ق", "中", "\U0001F600", "\r\n", "\n", "\u2028", "\xff", "\xe2\x82", "\x80", "\xed\xa0\xbd"}

func TestOffsetsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 300).Draw(t, "pieces"), "")
		tx := text.New(body)
		points, units := 0, 0
		borders := map[int]bool{len(body): true}
		for i, r := range body {
			borders[i] = true
			check(t, tx, i, points, units)
			points++
			units++
			if r > 0xFFFF {
				if _, err := tx.FromUTF16(units); err == nil {
					t.Fatalf("the middle of a surrogate pair at %d is taken", units)
				}
				units++
			}
		}
		check(t, tx, len(body), points, units)
		if points != tx.CodePoints() || points != utf8.RuneCountInString(body) || units != tx.UTF16Len() {
			t.Fatalf("totals: %d code points, %d units", tx.CodePoints(), tx.UTF16Len())
		}
		for i := -1; i <= len(body)+1; i++ {
			var offset *text.OffsetError
			if err := tx.Check(i); (err == nil) != borders[i] || err != nil && !errors.As(err, &offset) {
				t.Fatalf("byte %d of %q: %v", i, body, err)
			}
		}
	})
}

func check(t *rapid.T, tx *text.Text, offset, points, units int) {
	t.Helper()
	gotPoints, err1 := tx.CodePoint(offset)
	gotUnits, err2 := tx.UTF16(offset)
	back, err3 := tx.FromCodePoint(points)
	back16, err4 := tx.FromUTF16(units)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	if gotPoints != points || gotUnits != units || back != offset || back16 != offset {
		t.Fatalf("byte %d: got code point %d (want %d), unit %d (want %d), back %d and %d", offset, gotPoints, points, gotUnits, units, back, back16)
	}
}

func TestWordAt(t *testing.T) {
	tests := []struct{ name, body, at, want string }{
		{"a word", "near Wadi Sahl on", "Sahl", "Sahl"},
		{"inside a word", "near Wadi Sahl on", "ahl", "Sahl"},
		{"an apostrophe belongs to it", "l’État ne", "État", "l’État"},
		{"a number with a comma", "some 1,204 dead", "204", "1,204"},
		{"Arabic", "قال المتحدث أمس", "تحدث", "المتحدث"},
		{"on a blank", "one two", " two", " "},
		{"a quote alone", "said “no”", "“", "“"},
		{"last word", "the end", "end", "end"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tx := text.New(tt.body)
			w := tx.WordAt(strings.Index(tt.body, tt.at))
			if got := tx.Slice(w.Start, w.End); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEachSentence(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"plain", "It rained. They left.", []string{"It rained.", "They left."}},
		{"titles and initials", "Dr. J. Haddad met Mr. Sahl. They spoke.", []string{"Dr. J. Haddad met Mr. Sahl.", "They spoke."}},
		{"lines end sentences", "Share\nAdvertisement\r\nThe truce held", []string{"Share", "Advertisement", "The truce held"}},
		{"curly quotes", "“We left.” She wept.", []string{"“We left.”", "She wept."}},
		{"Arabic", "قال نعم. ثم ذهب؟ عاد.", []string{"قال نعم.", "ثم ذهب؟", "عاد."}},
		{"Chinese", "他说好。他走了。", []string{"他说好。", "他走了。"}},
		{"ends in an abbreviation", "They met on Apr.", []string{"They met on Apr."}},
		{"nothing", " \n ", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tx := text.New(tt.body)
			var got []string
			tx.EachSentence(span.Span{Start: 0, End: tx.Len()}, func(s span.Span) bool {
				got = append(got, tx.Slice(s.Start, s.End))
				return true
			})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSegmentsCoverTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		tx := text.New(body)
		at := 0
		tx.EachWord(span.Span{Start: 0, End: len(body)}, func(s span.Span) bool {
			if s.Start != at || s.Len() <= 0 {
				t.Fatalf("segment %v after %d", s, at)
			}
			at = s.End
			return true
		})
		if at != len(body) {
			t.Fatalf("segments end at %d of %d", at, len(body))
		}
		for i := range body {
			if w := tx.WordAt(i); !w.Contains(i) {
				t.Fatalf("word at %d of %q is %v", i, body, w)
			}
		}
		if !utf8.ValidString(body) {
			return // clusters of bytes that are no text have no rule
		}
		for i := 0; i < len(body); i = tx.NextGrapheme(i) {
			if next := tx.NextGrapheme(i); tx.PrevGrapheme(next) != i {
				t.Fatalf("grapheme %d-%d of %q, but back to %d", i, next, body, tx.PrevGrapheme(next))
			}
		}
	})
}

func BenchmarkCodePoint(b *testing.B) {
	for _, kb := range []int{3, 1000} {
		b.Run(fmt.Sprintf("%dKB", kb), func(b *testing.B) {
			tx := text.New(strings.Repeat("Zoë قال ", kb*1000/13))
			for b.Loop() {
				if _, err := tx.CodePoint(tx.Len() / 13 * 11 / 13 * 13); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
