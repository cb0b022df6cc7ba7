package words

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"only separators", " \n\t.,!?", ""},
		{"case", "The HAGUE", " the hague"},
		{"accents", "São Tomé, Đà Nẵng", " sao tome đa nang"},
		{"accents as marks of their own", "cafe\u0301s", " cafes"},
		{"sharp s and ligature", "Straße ﬁnal", " strasse final"},
		{"punctuation inside", "COVID-19 U.S. AT&T l'État", " covid 19 u s at t l etat"},
		{"Chinese", "习近平在Paris", " 习 近 平 在 paris"},
		{"Japanese", "ガザ、ｶﾞ", " ガ ザ カ ゙"},
		{"Thai keeps its vowels", "กำไร", fold4("ก", "ำ", "ไ", "ร")},
		{"Korean", "서울에서", " 서 울 에 서"},
		{"Hindi keeps its vowels", "दिल्ली", " दिल्ली"},
		{"Arabic without harakat, tatweel, hamza", "أُسَامَة مـحـمد", " اسامة محمد"},
		{"Russian yo", "Орёл", " орел"},
		{"invisible characters", "P\u200bo\u200dl\u2060i\ufeffce L\u00adyon", " police lyon"},
		{"invalid bytes separate", "a\xffb", " a b"},
		{"NUL separates", "a\x00b", " a b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := Fold(test.text); got != test.want {
				t.Errorf("Fold(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func fold4(chars ...string) string {
	out := ""
	for _, c := range chars {
		out += Fold(c)
	}
	return out
}

func TestLongRunsAreCut(t *testing.T) {
	for _, w := range strings.Fields(Fold(strings.Repeat("é", 100_000))) {
		if len(w) > longest+utf8.UTFMax {
			t.Fatalf("a word of %d bytes", len(w))
		}
	}
}

func TestParseQuery(t *testing.T) {
	for _, test := range []struct {
		typed string
		want  Query
	}{
		{"", nil},
		{`"`, nil},
		{`* ^ - ( ) '`, nil},
		{"two words", Query{{Words: []string{"two"}}, {Words: []string{"words"}}}},
		{`"two words"`, Query{{Words: []string{"two", "words"}}}},
		{`say "not closed`, Query{{Words: []string{"say"}}, {Words: []string{"not", "closed"}}}},
		{"truce*", Query{{Words: []string{"truce"}, Prefix: true}}},
		{"U.S.", Query{{Words: []string{"u", "s"}}}},
		{"a NOT a", Query{{Words: []string{"a"}}, {Words: []string{"not"}}}},
		{"北京", Query{{Words: []string{"北", "京"}}}},
	} {
		if diff := cmp.Diff(test.want, ParseQuery(test.typed)); diff != "" {
			t.Errorf("ParseQuery(%q): %s", test.typed, diff)
		}
	}
}

func TestParseQueryIsBounded(t *testing.T) {
	words := 0
	for _, p := range ParseQuery(strings.Repeat("字", 1000) + strings.Repeat(" w", 20_000)) {
		words += len(p.Words)
	}
	if words > maxWords {
		t.Errorf("%d words", words)
	}
}

func TestPlace(t *testing.T) {
	const title = "Strike in Lyon"
	const body = "A port strike ended.\nPolice in the U.S. (port\nof Lyon) met 习近平; l'État, AT&T; cafe\u0301. The strike in port."
	for _, test := range []struct {
		query, want string
		inTitle     bool
	}{
		{"port", "port", false},
		{"strike in", "strike in", false},
		{"lyon strike", "Lyon", false},
		{`"strike in lyon"`, "Strike in Lyon", true},
		{"u.s.", "U.S", false},
		{"近平", "近平", false},
		{"l'etat", "l'État", false},
		{"AT&T", "AT&T", false},
		{"café", "cafe\u0301", false},
		{"pol*", "Police", false},
	} {
		q := ParseQuery(test.query)
		if !q.Matches(title, body) {
			t.Errorf("%s is not found", test.query)
		}
		at, text, inTitle := q.place(title, body)
		if got := text[at.Start:at.End]; got != test.want || inTitle != test.inTitle {
			t.Errorf("%s: %q in title %v, want %q, %v", test.query, got, inTitle, test.want, test.inTitle)
		}
	}
	for _, query := range []string{"", "ports", "port lyons", `"lyon police"`, "pol"} {
		if ParseQuery(query).Matches(title, body) {
			t.Errorf("%q is found", query)
		}
	}
}

func TestSnippet(t *testing.T) {
	const text = "first line\nsome words before the place and some words after it\nlast"
	at, _ := Phrase{Words: []string{"place"}}.Find(text)
	for _, test := range []struct {
		around int
		want   string
	}{
		{0, "place"},
		{10, "the place and some"},
		{200, "some words before the place and some words after it"},
	} {
		if got := snippet(text, at, test.around); got != test.want {
			t.Errorf("%d bytes around: %q, want %q", test.around, got, test.want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	f.Add("AT&T \"of Lyon", "Police in the port of Lyon", "AT&T")
	f.Add("ガ*", "カ\u3099ザ", "e\u0301\xff")
	f.Fuzz(func(t *testing.T, typed, body, title string) {
		q := ParseQuery(typed)
		if !q.Matches(title, body) {
			return
		}
		at, text, _ := q.place(title, body)
		if at.Start >= at.End || at.End > len(text) {
			t.Fatalf("place %v of %q in %q", at, typed, text)
		}
		if s := snippet(text, at, 20); !strings.Contains(text, s) || !strings.Contains(s, text[at.Start:at.End]) {
			t.Fatalf("snippet %q of %v in %q", s, at, text)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	text := strings.Repeat("The governor of São Tomé said on Monday that talks would “resume”. ", 50)
	buf := Append(nil, text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		buf = Append(buf[:0], text)
	}
}
