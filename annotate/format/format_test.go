package format_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

func TestLines(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"none", "", nil},
		{"LF, CRLF and no last end", "a\nb\r\n\nc", []string{"a", "b", "", "c"}},
		{"byte order mark", "\uFEFFa\n\uFEFFb\n", []string{"a", "\uFEFFb"}},
		{"other line ends stay inside", "a\u2028b\u0085c\rd\n", []string{"a\u2028b\u0085c\rd"}},
		{"longer than the buffer", strings.Repeat("x", 200000) + "\ny", []string{strings.Repeat("x", 200000), "y"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			var last format.Line
			for l, err := range format.Lines(strings.NewReader(tt.in)) {
				if err != nil {
					t.Fatal(err)
				}
				got, last = append(got, string(l.Text)), l
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if last.Number != len(tt.want) || last.Offset != int64(len(tt.in)) {
				t.Errorf("the last is line %d and ends at %d", last.Number, last.Offset)
			}
		})
	}
}

func TestLinesPassesOverTooLong(t *testing.T) {
	in := io.MultiReader(strings.NewReader("a\n"), io.LimitReader(endless{}, format.MaxLine+10), strings.NewReader("\nb\n"))
	var got []string
	for l, err := range format.Lines(in) {
		if err != nil {
			t.Fatal(err)
		}
		if l.TooLong {
			got = append(got, "too long")
		} else {
			got = append(got, string(l.Text))
		}
	}
	if diff := cmp.Diff([]string{"a", "too long", "b"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestLinesGivesErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	var last error
	for _, err := range format.Lines(io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken))) {
		last = err
	}
	if !errors.Is(last, broken) || !strings.Contains(last.Error(), "line 2") {
		t.Errorf("error is %v", last)
	}
}

func TestLosses(t *testing.T) {
	var l format.Losses
	l.Add("notes", "n1")
	l.Add("events", "v1")
	l.Add("notes", "n2")
	if diff := cmp.Diff([]format.Loss{{What: "notes", Count: 2, Example: "n1"}, {What: "events", Count: 1, Example: "v1"}}, l.List()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	(*format.Losses)(nil).Add("nothing", "is counted")
}

func TestBlankless(t *testing.T) {
	mention := func(start, end int) annotate.Item {
		return &annotate.Mention{ID: annotate.ID(rune('a' + start)), Label: "X", Spans: []span.Span{{Start: start, End: end}}}
	}
	rec := format.Record{
		Article: annotate.NewArticle(annotate.Article{}, "é b\r\n\u00a0😀."),
		Layers:  []format.Layer{{Layer: annotate.NewLayer(annotate.LayerID{}, []annotate.Item{mention(0, 2), mention(2, 4), mention(8, 12)})}},
	}
	got := format.Blankless(rec)
	if body := got.Article.Text.String(); body != "éb😀." {
		t.Errorf("the body is %q", body)
	}
	var places []string
	for _, m := range got.Layers[0].Mentions.All() {
		places = append(places, got.Article.Text.Slice(m.Spans[0].Start, m.Spans[0].End))
	}
	if diff := cmp.Diff([]string{"é", "b", "😀"}, places); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
