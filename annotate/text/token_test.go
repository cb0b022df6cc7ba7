package text_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate/span"
	"galley/annotate/text"
)

// tokens are the tokens of each sentence, joined by a bar.
func tokens(body string) []string {
	t := text.New(body)
	var out []string
	t.EachSentence(span.Span{End: t.Len()}, func(s span.Span) bool {
		var words []string
		t.EachToken(s, func(w span.Span) bool {
			words = append(words, t.Slice(w.Start, w.End))
			return true
		})
		out = append(out, strings.Join(words, "|"))
		return true
	})
	return out
}

func TestTokensOfSentences(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"title before a name", "Lt. Gen. Burhan met Dr. A. Idris. He left.", []string{"Lt.|Gen.|Burhan|met|Dr.|A.|Idris|.", "He|left|."}},
		{"stops inside", "The U.N. said the U.S. agreed at 9 a.m. Monday.", []string{"The|U.N.|said|the|U.S.|agreed|at|9|a.m.|Monday|."}},
		{"stops inside at the end", "They met at the U.N.", []string{"They|met|at|the|U.N."}},
		{"abbreviation at the end", "They came on Sun.", []string{"They|came|on|Sun|."}},
		{"company", "Reva Inc. Chief Ann Lee quit.", []string{"Reva|Inc.|Chief|Ann|Lee|quit|."}},
		{"curly quotes", "“We won’t go,” she said. “Never!” Sudan’s army agreed.", []string{"“|We|wo|n’t|go|,|”|she|said|.", "“|Never|!|”", "Sudan|’s|army|agreed|."}},
		{"name with an apostrophe", "O'Brien's men saw D'Angelo.", []string{"O'Brien|'s|men|saw|D'Angelo|."}},
		{"French", "L’ONU et l'Union disent qu’Alger cède. M. Dupont nie.", []string{"L’|ONU|et|l'|Union|disent|qu’|Alger|cède|.", "M.|Dupont|nie|."}},
		{"a blank before the full stop", "The U.N\u202f.", []string{"The|U.N|."}},
		{"numbers", "Some 1,200 of 10\u202f000 (3.5%) cost $2m.", []string{"Some|1,200|of|10|000|(|3.5|%|)|cost|$|2m|."}},
		{"Arabic", "قال متحدث: قُتل 12 في الخرطوم. هل انتهت؟ نعم.", []string{"قال|متحدث|:|قُتل|12|في|الخرطوم|.", "هل|انتهت|؟", "نعم|."}},
		{"Chinese", "习近平在北京。他说好！", []string{"习|近|平|在|北|京|。", "他|说|好|！"}},
		{"Russian", "В 2016 г. Иванов ушёл. Он жив.", []string{"В|2016|г.|Иванов|ушёл|.", "Он|жив|."}},
		{"combining accents and emoji", "Jose\u0301 \U0001F600 wept \U0001F468\u200d\U0001F469\u200d\U0001F467.", []string{"Jose\u0301|\U0001F600|wept|\U0001F468\u200d\U0001F469\u200d\U0001F467|."}},
		{"blanks of every kind", "a\u00a0b\u2028c\td\x1fe", []string{"a|b", "c|d|e"}},
		{"lines without full stops", "Share\r\nAdvertisement\r\n\r\nTalks resume", []string{"Share", "Advertisement", "Talks|resume"}},
		{"ellipsis and dashes", "He waited… and left – alone. Not al-Bashir.", []string{"He|waited|…|and|left|–|alone|.", "Not|al|-|Bashir|."}},
		{"empty", "", nil},
		{"only blanks", " \r\n\t", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tokens(tt.body)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// Tokens are in order, hold no blank, and leave out nothing but blanks.
func TestTokensCoverAllButBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOf(rapid.SampledFrom([]rune("abC.,'’sn tl\n\r\u00a0\u202f\u2028\x1c😀ه中e\u0301-1\u200d"))).Draw(t, "body")
		x := text.New(body)
		at := 0
		blank := func(end int) {
			if i := strings.IndexFunc(body[at:end], func(r rune) bool { return !text.IsBlank(r) }); i >= 0 {
				t.Fatalf("byte %d is in no token", at+i)
			}
		}
		x.EachSentence(span.Span{End: x.Len()}, func(s span.Span) bool {
			x.EachToken(s, func(w span.Span) bool {
				if w.Start < at || w.Len() == 0 || strings.ContainsFunc(body[w.Start:w.End], unicode.IsSpace) {
					t.Fatalf("token %v %q after %d", w, body[w.Start:w.End], at)
				}
				blank(w.Start)
				at = w.End
				return true
			})
			return true
		})
		blank(len(body))
	})
}
