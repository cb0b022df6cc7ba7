package galley_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"testing/fstest"

	"galley/annotate/format"
	"galley/annotate/format/formattest"
	"galley/annotate/format/galley"
)

// nowhere is an output that keeps nothing.
type nowhere struct{ written int64 }

func (n *nowhere) Create(string) (io.WriteCloser, error) { return n, nil }
func (n *nowhere) Write(p []byte) (int, error)           { n.written += int64(len(p)); return len(p), nil }
func (n *nowhere) Close() error                          { return nil }

// records are articles like the made-up document.
func records(n int) []format.Record {
	var out []format.Record
	for i := range n {
		r := formattest.Document()
		a := *r.Article
		a.Key = fmt.Sprint("news-", i)
		r.Article = &a
		out = append(out, r)
	}
	return out
}

func BenchmarkWrite(b *testing.B) {
	recs := records(100)
	set := format.Set{Records: func(yield func(format.Part, error) bool) {
		for _, r := range recs {
			if !yield(format.Part{Record: r}, nil) {
				return
			}
		}
	}}
	var out nowhere
	for b.Loop() {
		if err := (galley.Format{}).Write(context.Background(), &out, set); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(out.written / int64(b.N))
}

func BenchmarkRead(b *testing.B) {
	out, err := formattest.Write(galley.Format{}, format.Set{Single: "p.jsonl"}, records(100))
	if err != nil {
		b.Fatal(err)
	}
	in := format.Input{FS: fstest.MapFS{"p.jsonl": out.FS["p.jsonl"]}, Name: "p.jsonl", Path: "p.jsonl"}
	b.SetBytes(int64(len(out.FS["p.jsonl"].Data)))
	for b.Loop() {
		for r, err := range (galley.Format{}).Read(context.Background(), in, format.Options{}) {
			if err != nil || r.Record == nil && r.Schema == nil {
				b.Fatal(err, r.Refused)
			}
		}
	}
}
