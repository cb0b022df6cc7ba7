package conll2003_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/conll2003"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

func TestLaws(t *testing.T) { formattest.Run(t, conll2003.Format{}, false) }

func TestGolden(t *testing.T) { formattest.Golden(t, conll2003.Format{}) }

func TestFit(t *testing.T) {
	const body = "Sudan's army in El Obeid. The U.N. left."
	tests := []struct {
		name   string
		spans  [][]string // fragments of each mention
		want   []string
		losses []string
	}{
		{"on tokens", [][]string{{"Sudan"}, {"El Obeid"}}, []string{"Sudan", "El Obeid"}, nil},
		{"inside a token", [][]string{{"U.N"}, {"Obei"}}, []string{"Obeid", "U.N."}, []string{"2 mentions that end inside a token, moved to its border"}},
		{"with blanks around", [][]string{{" army "}}, []string{"army"}, []string{"1 mentions that end inside a token, moved to its border"}},
		{"nested", [][]string{{"El Obeid"}, {"army in El Obeid"}, {"army"}}, []string{"army in El Obeid"}, []string{"2 mentions inside or across a longer one"}},
		{"across", [][]string{{"army in El"}, {"El Obeid"}}, []string{"army in El"}, []string{"1 mentions inside or across a longer one"}},
		{"in fragments", [][]string{{"Sudan", "army"}}, nil, []string{"1 mentions in several fragments"}},
		{"over a sentence", [][]string{{"Obeid. The U.N."}, {"U.N."}}, []string{"U.N."}, []string{"1 mentions over the end of a sentence"}},
		{"blank", [][]string{{" "}}, nil, []string{"1 mentions of blanks alone"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var items []annotate.Item
			for i, parts := range tt.spans {
				m := &annotate.Mention{ID: annotate.ID(fmt.Sprint("x", i)), Label: "X"}
				for _, p := range parts {
					at := strings.Index(body, p)
					m.Spans = append(m.Spans, span.Span{Start: at, End: at + len(p)})
				}
				items = append(items, m)
			}
			rec := format.Record{Article: annotate.NewArticle(annotate.Article{}, body), Layers: []format.Layer{{Layer: annotate.NewLayer(annotate.LayerID{}, items)}}}
			var lost format.Losses
			var got, losses []string
			for _, l := range (conll2003.Format{}).Fit(rec, &lost).Layers {
				for _, m := range l.Mentions.All() {
					got = append(got, body[m.Spans[0].Start:m.Spans[0].End])
				}
			}
			for _, l := range lost.List() {
				losses = append(losses, fmt.Sprint(l.Count, " ", l.What))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.losses, losses); diff != "" {
				t.Errorf("losses (-want +got)\n%s", diff)
			}
		})
	}
}

func TestSniff(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		want       float64
	}{
		{"a.txt", "\uFEFF\n-DOCSTART- -X- -X- O\n", 1},
		{"a.conll", "Police\tO\nin\tO\n", 0.9},
		{"a.txt", "Lyon B-LOC\r\n", 0.5},
		{"a.conll", "1\tPolice\tpolice\tNOUN\n", 0},
		{"a.txt", "Police in Lyon\n", 0},
		{"a.tsv", "“\tO\nFree\tB-ORG\nDawn\tE-ORG\n\nthe\tO\n", 0.8},
		{"a.tsv", "name\tO\nFree\tB\n", 0.5},
		{"a.tsv", "no\tO\nyes\tO\n", 0.5},
		{"a.tsv", "no\tO\nyes\tB-X\tO\n", 0.5},
		{"a.txt", "O\n", 0},
		{"a.conll", "", 0},
	} {
		if got := (conll2003.Format{}).Sniff(format.Input{Name: tt.name}, []byte(tt.head)); got != tt.want {
			t.Errorf("%s %q: %v, want %v", tt.name, tt.head, got, tt.want)
		}
	}
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, file string
		want       []string // text, then label and text of each mention
		issues     []string
	}{
		{"one article", "U.N. NNP B-NP B-ORG\nofficial NN I-NP O\n\nHe PRP B-NP O\n", []string{"U.N. official\nHe", "ORG U.N."}, nil},
		{"articles", "-DOCSTART- -X- -X- O\n\na x x B-A\nb x x I-A\n\n-DOCSTART- -X- O O\n\nc x x O\n", []string{"a b", "A a b", "c"}, nil},
		{"BIOES and BILOU", "a S-A\nb B-A\nc I-A\nd E-A\ne U-B\nf B-B\ng L-B\n", []string{"a b c d e f g", "A a", "A b c d", "B e", "B f g"}, nil},
		{"I- begins", "a I-A\nb I-A\nc I-B\nd B-B\n", []string{"a b c d", "A a b", "B c", "B d"}, []string{"line 1: tags_iob1: 2 names"}},
		{"unknown tag", "Police\tO\nin\tI-LOC\nLyon\tB-LOC\nport\tI-ORG\nx\tZ-??\n\n", []string{"Police in Lyon port x", "LOC in", "LOC Lyon", "ORG port"}, []string{"line 5: unknown_tag", "line 2: tags_iob1: 2 names"}},
		{"columns missing and more", "Police O\nin\nLyon B-LOC extra x\nnow B-X\n\n", []string{"Police in Lyon now", "X now"}, []string{"line 2: columns: 1 columns where 2", "line 3: columns: 4 columns"}},
		{"CRLF, mark, blanks", "\uFEFFa\t B-A \r\n\r\n \r\nb O\r\n", []string{"a\nb", "A a"}, nil},
		{"a name ends with its sentence", "a B-A\n\nb I-A\n", []string{"a\nb", "A a", "A b"}, []string{"line 3: tags_iob1"}},
		{"invalid UTF-8", "a O\n\xff O\n", []string{"a"}, []string{"line 2: bad_syntax"}},
		{"empty", "", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := format.Input{FS: fstest.MapFS{"x.conll": {Data: []byte(tt.file)}}, Name: "x.conll", Path: "x.conll"}
			records, issues, _, err := formattest.Read(conll2003.Format{}, in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range records {
				got = append(got, r.Article.Text.String())
				for _, l := range r.Layers {
					for _, m := range l.Mentions.All() {
						got = append(got, m.Label+" "+r.Article.Text.Slice(m.Spans[0].Start, m.Spans[0].End))
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			var said []string
			for _, i := range issues {
				if i.Code != format.CodeTextRebuilt {
					said = append(said, i.Item+": "+i.Code+": "+i.Message)
				}
			}
			if len(said)+len(records) > 0 && len(said) == len(issues) {
				t.Error("no warning says that the text is made of tokens")
			}
			if len(said) != len(tt.issues) {
				t.Fatalf("issues %q, want %q", said, tt.issues)
			}
			for i := range said {
				if !strings.Contains(said[i], tt.issues[i]) {
					t.Errorf("issue %d is %s\nwant %s", i, said[i], tt.issues[i])
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(formattest.Seed(f, conll2003.Format{}, "articles.conll")))
	f.Add("-DOCSTART- -X- -X- O\n\na x x B-A\nb x x I-A\n\n")
	f.Add("a\u2028b O\n\x1c S-x\n")
	f.Fuzz(func(t *testing.T, file string) {
		formattest.Sound(t, conll2003.Format{}, format.Input{FS: fstest.MapFS{"x.conll": {Data: []byte(file)}}, Name: "x.conll", Path: "x.conll"})
	})
}
