package units_test

import (
	"testing"

	"galley/annotate/format"
	"galley/annotate/format/units"
	"galley/annotate/text"
)

func TestInfer(t *testing.T) {
	quote := func(s string) *string { return &s }
	tests := []struct {
		name, body string
		claims     []units.Claim
		want       string
	}{
		{"no claims", "😀 Lyon", nil, "UTF-16 units"},
		{"quoted in the usual unit", "😀 Lyon", []units.Claim{{Spans: [][2]int{{3, 7}}, Quote: quote("Lyon")}}, "UTF-16 units"},
		{"quoted in another", "😀 Lyon", []units.Claim{{Spans: [][2]int{{2, 6}}, Quote: quote("Lyon")}}, "code points"},
		{"words in another", "😀 Lyon left", []units.Claim{{Spans: [][2]int{{2, 6}}}, {Spans: [][2]int{{7, 11}}}}, "code points"},
		{"words in neither", "😀 Lyon", []units.Claim{{Spans: [][2]int{{4, 5}}}}, "UTF-16 units"},
		{"words by chance", "😀 Lyon", []units.Claim{{Spans: [][2]int{{2, 6}}, Mute: true}}, "UTF-16 units"},
		{"clusters", "e\u0301 👨‍👩‍👧 Lyon", []units.Claim{{Spans: [][2]int{{4, 8}}, Quote: quote("Lyon")}}, "grapheme clusters"},
		{"CRLF as one", "a\r\nb\r\nLyon", []units.Claim{{Spans: [][2]int{{4, 8}}, Quote: quote("Lyon")}}, "code points with CRLF as one"},
		{"most of them", "😀 Lyon Lyon", []units.Claim{{Spans: [][2]int{{2, 6}}, Quote: quote("Lyon")}, {Spans: [][2]int{{7, 11}}, Quote: quote("Lyon")}, {Spans: [][2]int{{3, 7}}, Quote: quote("Lyon")}}, "code points"},
		{"outside", "Lyon", []units.Claim{{Spans: [][2]int{{-1, 99}}, Quote: quote("Lyon")}}, "UTF-16 units"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := units.Infer(text.New(tt.body), tt.claims, units.UTF16, units.CodePoints, units.CRLFAsOne, units.Graphemes)
			if u.Name != tt.want || u.Usual != (tt.want == "UTF-16 units") {
				t.Errorf("they count %s, usual %v; want %s", u.Name, u.Usual, tt.want)
			}
		})
	}
}

// TestMixed has an article in which some offsets count code points and others
// UTF-16 units: nothing is moved to where it does not belong.
func TestMixed(t *testing.T) {
	quote := func(s string) *string { return &s }
	body := text.New("Lyon 😀 Nice Rome Oslo")
	all := []units.Claim{
		{Spans: [][2]int{{0, 4}}, Quote: quote("Lyon")},
		{Spans: [][2]int{{7, 11}}, Quote: quote("Nice")},
		{Spans: [][2]int{{12, 16}}, Quote: quote("Rome")},
		{Spans: [][2]int{{18, 22}}, Quote: quote("Oslo")}, // in UTF-16 units
		{Spans: [][2]int{{0, 4}}, Mute: true},
		{Spans: [][2]int{{12, 16}}, Mute: true},
		{Spans: [][2]int{{7, 11}}, Quote: quote("Paris")},
	}
	want := []string{"Lyon", "Nice", "Rome", format.CodeUnits, "Lyon", format.CodeUnits, format.CodeText}
	count := units.Infer(body, all, units.CodePoints, units.UTF16)
	for i, c := range all {
		spans, got, err := count.Place(c)
		if err == nil {
			got = body.Slice(spans[0].Start, spans[0].End)
		}
		if got != want[i] {
			t.Errorf("claim %d is %s (%v), want %s", i, got, err, want[i])
		}
	}
}
