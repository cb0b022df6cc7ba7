package text

import (
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/clipperhouse/uax29/v2/words"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is seen at once is what the rules of UAX 29 say.
func TestPlainSegments(t *testing.T) {
	pieces := []string{"a", "Zq", "7", " ", "  ", ".", ",", "'", "\"", ":", ";", "_", "-", "(", ")", "!", "?", "\t", "\v", "\x1c", "\r\n", "\n", "\x7f", "é", "Ü",
		"e\u0301", "\u00a0", "\u0085", "\u00d7", "…", "。", "¿", "ق", "中", "\u200d", "1,2", "Mr. ", "🇩🇪", "\xff", "\xc3", "\x80"}
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.Custom(func(t *rapid.T) string { return string(rapid.RuneFrom(nil, latinRange).Draw(t, "letter")) })
		body := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), any), 0, 40).Draw(t, "pieces"), "")
		var want []string
		for seg := words.FromString(body); seg.Next(); {
			want = append(want, seg.Value())
		}
		if diff := cmp.Diff(want, cut(body, nextWord)); diff != "" {
			t.Errorf("words of %q (-want +got)\n%s", body, diff)
		}
		rest := body
		for i, word := range want {
			if n := plainToken(rest); n > 0 && (n != len(word) || want[i+1] != " ") {
				t.Errorf("%q is a token at a glance, but segments are %q", rest[:n], want[i:i+2])
			}
			rest = rest[len(word):]
		}
		for i := range body {
			look := kindsOf(body[i:])
			if look&(kindSign|kindBlank) == 0 && strings.ContainsFunc(body[i:], IsBlank) {
				t.Errorf("%q holds a blank", body[i:])
			}
			if look&kindQuote == 0 && strings.ContainsAny(body[i:], "'’") {
				t.Errorf("%q holds an apostrophe", body[i:])
			}
		}
		want = nil
		for seg := sentences.FromString(body); seg.Next(); {
			want = append(want, seg.Value())
		}
		if diff := cmp.Diff(want, cut(body, nextSentence)); diff != "" {
			t.Errorf("sentences of %q (-want +got)\n%s", body, diff)
		}
	})
}

// latinRange is what the letters of plainWord lie in.
var latinRange = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0xA0, Hi: 0x36F, Stride: 1}}}

func cut(s string, next func(string) int) (parts []string) {
	for s != "" {
		n := next(s)
		parts = append(parts, s[:n])
		s = s[n:]
	}
	return parts
}
