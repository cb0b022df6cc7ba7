package spacy_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/tinylib/msgp/msgp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/spacy"
)

func TestLaws(t *testing.T) { formattest.Run(t, spacy.Format{}, false) }

func TestLosses(t *testing.T) {
	var lost format.Losses
	spacy.Format{}.Fit(formattest.Document(), &lost)
	var got []string
	for _, l := range lost.List() {
		got = append(got, l.What)
	}
	want := []string{"attributes", "who made annotations, when, and how sure", "events without a trigger, whose evidence stands as trigger",
		"arguments of events", "values of arguments", "relations", "labels of articles", "notes", "entities without an id of a knowledge base"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A file is the same on any number of processors, whatever is ready first.
func TestSameOnAnyProcessors(t *testing.T) {
	var records []format.Record
	for i := range 200 {
		rec := spacy.Format{}.Fit(formattest.Document(), nil)
		a := *rec.Article
		a.Key = fmt.Sprint("news-", i)
		rec.Article = &a
		records = append(records, rec)
	}
	write := func(processors int) []byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		out, err := formattest.Write(spacy.Format{}, format.Set{Single: "p.spacy"}, records)
		if err != nil {
			t.Fatal(err)
		}
		return out.FS["p.spacy"].Data
	}
	if one, many := write(1), write(8); !bytes.Equal(one, many) {
		t.Errorf("one processor writes %d bytes, eight write other %d", len(one), len(many))
	}
}

func TestConfig(t *testing.T) {
	tests := []struct {
		name      string
		splits    []string
		languages []string
		want      []string
	}{
		{"one file", nil, []string{"en"}, []string{`lang = "en"`, `train = "articles.spacy"`, `dev = "articles.spacy"`}},
		{"splits", []string{"dev", "test", "train"}, []string{"pt-BR"}, []string{`lang = "pt"`, `train = "train.spacy"`, `dev = "dev.spacy"`}},
		{"several languages", []string{"train", "test"}, []string{"en", "ar"}, []string{`lang = "xx"`, `train = "train.spacy"`, `dev = "test.spacy"`}},
		{"a language that needs more", []string{"a", "b"}, []string{"ja"}, []string{`lang = "xx"`, `train = "a.spacy"`, `dev = "a.spacy"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var records []format.Record
			for _, l := range tt.languages {
				records = append(records, format.Record{Article: annotate.NewArticle(annotate.Article{Key: l, Language: l}, "It rained.")})
			}
			out, err := formattest.Write(spacy.Format{}, format.Set{Splits: tt.splits}, records)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range tt.want {
				if !strings.Contains(string(out.FS["config.cfg"].Data), "\n"+line+"\n") {
					t.Errorf("config.cfg does not say %s:\n%s", line, out.FS["config.cfg"].Data)
				}
			}
		})
	}
}

// TestReadOthers reads files that other programs wrote.
func TestReadOthers(t *testing.T) {
	tests := []struct {
		file            string
		records, issues []string
	}{
		{
			file: "foreign.spacy", // by spaCy itself: see foreign.py
			records: []string{
				`first "Rebels struck  El Obeid.\n\nU.N. officials left for El Obeid."`,
				`m4 GROUP "Rebels"`, `city GPE "El Obeid"`, `m3 PART "Obeid"`, `m2 GPE "El Obeid"`, `e1 GPE`, `m1 ATTACK "struck"`,
				`"It rained .\nRebels left ."`, `m1 GROUP "Rebels"`,
				`""`,
			},
			issues: []string{"foreign.spacy, document 1: categories", "foreign.spacy, document 2: text_rebuilt"},
		},
		{
			file: "news-1.spacy", // by hand, with two fragments as two spans
			records: []string{
				`"“Free Dawn” rebels struck the El Obeid hospital on Monday 😀, killing José Martín.\r\nقال متحدث باسم الجيش في الخرطوم إن الهجوم وقع فجراً.\r\nMinistry of Defence and Interior officials denied it.\r\n"`,
				`T1 ORG "Free Dawn"`, `T11 Attack "struck"`, `T3 LOC "El Obeid"`, `T2 FAC "El Obeid hospital"`, `T4 MISC "hospital on Monday"`,
				`T5 DATE "Monday"`, `T6 PER "José Martín"`, `T7 ORG "الجيش"`, `T8 LOC "الخرطوم"`, `T10 ORG "Ministry of"`, `T9 ORG "Ministry of Defence"`, `m1 ORG "Interior"`,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			compare(t, format.Input{FS: os.DirFS("testdata"), Name: tt.file, Path: tt.file}, tt.records, tt.issues)
		})
	}
}

// compare reads in; issues are the beginnings of "item: code: message".
func compare(t *testing.T, in format.Input, records, issues []string) {
	t.Helper()
	recs, said, _, err := formattest.Read(spacy.Format{}, in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range recs {
		got = append(got, formattest.Describe(r)...)
	}
	if diff := cmp.Diff(records, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for i, x := range said {
		line := x.Item + ": " + x.Code + ": " + x.Message
		if i >= len(issues) || !strings.HasPrefix(line, issues[i]) {
			t.Errorf("issue %d: %s\nwant the issues %q", i, line, issues)
		}
	}
	if len(said) < len(issues) {
		t.Errorf("%d issues, want %q", len(said), issues)
	}
}

// The numbers of words among spaCy's symbols.
const (
	agent, mark, ORG, unknown = 401, 423, 383, 999
)

// bin are the parts of a DocBin of the attributes ORTH, ENT_IOB and ENT_TYPE.
type bin struct {
	attrs   []uint64
	tokens  []uint64
	spaces  []byte
	lengths []uint32
	groups  [][]byte
	users   [][]byte
}

// twoDocuments says "agent mark" and "mark", each with the name "mark".
func twoDocuments() *bin {
	return &bin{
		attrs:  []uint64{65, 77, 78},
		tokens: []uint64{agent, 2, 0, mark, 3, ORG, mark, 3, ORG}, spaces: []byte{1, 0, 0}, lengths: []uint32{2, 1},
	}
}

func (b *bin) packed() []byte {
	out := msgp.AppendMapHeader(nil, 7)
	out = msgp.AppendArray(msgp.AppendString(out, "attrs"), b.attrs, msgp.AppendUint64)
	var table, lengths []byte
	for _, n := range b.tokens {
		table = binary.LittleEndian.AppendUint64(table, n)
	}
	for _, n := range b.lengths {
		lengths = binary.LittleEndian.AppendUint32(lengths, n)
	}
	out = msgp.AppendBytes(msgp.AppendString(out, "tokens"), table)
	out = msgp.AppendBytes(msgp.AppendString(out, "spaces"), b.spaces)
	out = msgp.AppendBytes(msgp.AppendString(out, "lengths"), lengths)
	out = msgp.AppendArrayHeader(msgp.AppendString(out, "strings"), 0)
	out = msgp.AppendArray(msgp.AppendString(out, "span_groups"), append([][]byte{}, b.groups...), msgp.AppendBytes)
	return msgp.AppendArray(msgp.AppendString(out, "user_data"), append([][]byte{}, b.users...), msgp.AppendBytes)
}

// group is a span group "sc" in the bytes of the first version, a list.
func group(spans ...[]byte) []byte {
	g := msgp.AppendString(msgp.AppendString(msgp.AppendMapHeader(nil, 2), "name"), "sc")
	g = msgp.AppendArray(msgp.AppendString(g, "spans"), spans, msgp.AppendBytes)
	return msgp.AppendBytes(msgp.AppendArrayHeader(nil, 1), g)
}

func spanBytes(id, label uint64, first, end int32) []byte {
	p := binary.BigEndian.AppendUint64(nil, id)
	p = binary.BigEndian.AppendUint64(p, 0)
	p = binary.BigEndian.AppendUint64(p, label)
	p = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(p, uint32(first)), uint32(end))
	return append(p, make([]byte, 8)...)
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

func input(data []byte) format.Input {
	return format.Input{FS: fstest.MapFS{"x.spacy": {Data: data}}, Name: "x.spacy", Path: "x.spacy"}
}

// TestFaults reads what is broken: what can be read comes in.
func TestFaults(t *testing.T) {
	whole := []string{`"agent mark"`, `m1 ORG "mark"`, `"mark"`, `m1 ORG "mark"`}
	tests := []struct {
		name            string
		change          func(*bin)
		records, issues []string
	}{
		{"nothing", func(*bin) {}, whole, nil},
		{"no words", func(b *bin) { b.attrs[0] = 66 }, nil, []string{"x.spacy: bad_docbin: it does not say which words"}},
		{"no attributes", func(b *bin) { b.attrs = []uint64{} }, nil, []string{"x.spacy: bad_docbin: it does not say which words"}},
		{"too many tokens", func(b *bin) { b.lengths[0] = 1 }, nil, []string{"x.spacy: bad_docbin: its documents have 2 tokens, but its table of 72 bytes"}},
		{"too few blanks", func(b *bin) { b.spaces = b.spaces[1:] }, nil, []string{"x.spacy: bad_docbin: its documents have 3 tokens, but it says of 2"}},
		{"a length below zero", func(b *bin) { b.lengths[0] = 1<<32 - 1 }, nil, []string{"x.spacy: bad_docbin: document 1 has a length below zero"}},
		{"an unknown word", func(b *bin) { b.tokens[0] = unknown }, whole[2:], []string{"x.spacy, document 1: unknown_reference: the word of token 1, 999,"}},
		{"an unknown label", func(b *bin) { b.tokens[5] = unknown }, []string{`"agent mark"`, `"mark"`, `m1 ORG "mark"`}, []string{"x.spacy, document 1, entity 1: missing"}},
		{"a name that begins with I", func(b *bin) { b.tokens[4] = 1 }, whole, nil},
		{"spans outside", func(b *bin) {
			b.groups = [][]byte{nil, group(spanBytes(0, ORG, 0, 2), spanBytes(0, ORG, 1, 1), spanBytes(0, ORG, -1, 1), spanBytes(agent, agent, 0, 1))}
		}, []string{`"agent mark"`, `m1 ORG "mark"`, `"mark"`, `m1 ORG "mark"`, `agent agent "mark"`}, []string{
			`x.spacy, document 2, span 1 of group "sc": span_outside`, `x.spacy, document 2, span 2 of group "sc": span_outside`, `x.spacy, document 2, span 3 of group "sc": span_outside`,
		}},
		{"ids used twice", func(b *bin) {
			b.groups = [][]byte{group(spanBytes(agent, agent, 0, 1), spanBytes(agent, agent, 1, 2)), nil}
		}, []string{`"agent mark"`, `agent agent "agent"`, `m2 ORG "mark"`, `m1 agent "mark"`, `"mark"`, `m1 ORG "mark"`}, nil},
		{"broken groups", func(b *bin) { b.groups = [][]byte{group()[:3], {0xc1}} }, whole,
			[]string{"x.spacy, document 1, span groups: bad_docbin", "x.spacy, document 2, span groups: bad_docbin"}},
		{"a short span", func(b *bin) { b.groups = [][]byte{group(make([]byte, 12))} }, whole,
			[]string{`x.spacy, document 1, span groups: bad_docbin: a span of group "sc" has 12 bytes, not 40`}},
		{"broken user data", func(b *bin) {
			b.users = [][]byte{{0xc1}, msgp.AppendInt(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "doc_id"), 5)}
		}, whole,
			[]string{"x.spacy, document 1, user_data: wrong_type", "x.spacy, document 2, user_data: wrong_type: doc_id cannot be this number"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := twoDocuments()
			tt.change(b)
			compare(t, input(deflated(b.packed())), tt.records, tt.issues)
		})
	}
}

// TestBrokenFiles reads what is no DocBin, or not a whole one.
func TestBrokenFiles(t *testing.T) {
	sound := deflated(twoDocuments().packed())
	bomb := msgp.AppendBytesHeader(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "spaces"), 600<<20)
	tests := []struct {
		name  string
		file  []byte
		issue string
	}{
		{"nothing", nil, "the file ends before its end"},
		{"another file", []byte("It rained."), "the file is no DocBin: it is not compressed by zlib"},
		{"another compressed file", deflated([]byte("It rained.")), "the file is no DocBin: int stands where map must"},
		{"cut off", sound[:len(sound)/2], "the file ends before its end"},
		{"without its checksum", sound[:len(sound)-4], "the file ends before its end"},
		{"damaged", append(bytes.Clone(sound[:len(sound)-1]), sound[len(sound)-1]^1), "the file is damaged"},
		{"a map that ends early", deflated(twoDocuments().packed()[:40]), "the file ends before its end"},
		{"a list of words instead of bytes", deflated(msgp.AppendArrayHeader(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "spaces"), 0)), "the file is no DocBin: array stands where bin must"},
		{"more than memory should hold", deflated(bomb), "the file is no DocBin: what it holds besides tokens is more than 512 MiB"},
		{"lists in lists", deflated(append(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "x"), bytes.Repeat([]byte{0x91}, 1000)...)), "the file is no DocBin: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { compare(t, input(tt.file), nil, []string{"x.spacy: bad_docbin: " + tt.issue}) })
	}
}

func FuzzRead(f *testing.F) {
	f.Add(twoDocuments().packed())
	b := twoDocuments()
	b.groups = [][]byte{group(spanBytes(agent, agent, 0, 1), spanBytes(agent, agent, 1, 2))}
	b.users = [][]byte{msgp.AppendBool(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "fragments"), true)}
	f.Add(b.packed())
	for _, name := range []string{"foreign.spacy", "news-1.spacy"} {
		file, err := os.Open("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		z, err := zlib.NewReader(file)
		if err != nil {
			f.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, packed []byte) { formattest.Sound(t, spacy.Format{}, input(deflated(packed))) })
}

// nowhere is an output that keeps nothing.
type nowhere struct{ written int64 }

func (n *nowhere) Create(string) (io.WriteCloser, error) { return n, nil }
func (n *nowhere) Write(p []byte) (int, error)           { n.written += int64(len(p)); return len(p), nil }
func (n *nowhere) Close() error                          { return nil }

func BenchmarkWrite(b *testing.B) {
	rec := spacy.Format{}.Fit(formattest.Document(), nil)
	set := format.Set{Records: func(yield func(format.Part, error) bool) {
		for range 1000 {
			if !yield(format.Part{Record: rec}, nil) {
				return
			}
		}
	}}
	var out nowhere
	for b.Loop() {
		if err := (spacy.Format{}).Write(context.Background(), &out, set); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(1000 * rec.Article.Text.Len()))
}
