package formattest

import (
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// BenchmarkWrite writes 1,000 and 10,000 articles of 3 KB with 25 mentions and
// 6 events each, to nowhere. MB-heap is what the heap grows by at most; of-1000 is
// what it grows by with 10,000 articles over what it does with 1,000.
func BenchmarkWrite(b *testing.B, f format.Format) {
	few, many := 1000, 10_000
	if testing.Short() {
		few, many = 20, 200
	}
	rec := f.Fit(report(), nil)
	write := func(articles int) float64 {
		set := format.Set{Schema: Schema(), Stem: f.Info().Stem, Records: func(yield func(format.Part, error) bool) {
			for i := range articles {
				a := *rec.Article
				a.ID, a.Key = annotate.ID(fmt.Sprint("id-", i)), fmt.Sprint("news-", i)
				if !yield(format.Part{Record: format.Record{Article: &a, Layers: rec.Layers}}, nil) {
					return
				}
			}
		}}
		return HeapGrowth(func() {
			if err := f.Write(b.Context(), nowhere{}, set); err != nil {
				b.Fatal(err)
			}
		})
	}
	bottom, top := write(few), 0.0
	for b.Loop() {
		top = max(top, write(many))
	}
	b.ReportMetric(float64(b.N*many)/b.Elapsed().Seconds(), "written/s")
	b.ReportMetric(top, "MB-heap")
	b.ReportMetric(top/bottom, "of-1000")
}

// report is an article with a layer as they are on the average.
func report() format.Record {
	var body strings.Builder
	var items []annotate.Item
	var last annotate.ID
	add := func(words string) []span.Span {
		at := body.Len()
		body.WriteString(words)
		return []span.Span{{Start: at, End: body.Len()}}
	}
	for i := range 25 {
		m := &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", i+1)), Label: "ORG", Spans: add(fmt.Sprint("Ministry ", i))}
		items = append(items, m)
		add(" of the country ")
		if i%4 == 0 && i > 0 {
			items = append(items, &annotate.Event{ID: annotate.ID(fmt.Sprint("v", i)), Type: "STATEMENT", Trigger: add("denied"), Arguments: []annotate.Argument{{Role: "Speaker", Target: m.ID}, {Role: "Place", Target: last}}})
		}
		last = m.ID
		add(" on Monday that people had been hurt, and that it had known of this before. \n")
	}
	a := annotate.NewArticle(annotate.Article{Title: "A report", Outlet: "The Courier", Published: "2016-05-02"}, body.String())
	return format.Record{Article: a, Layers: []format.Layer{{Annotator: "ada", Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, items)}}}
}

// HeapGrowth tells by how many MB the heap was larger at most while do ran than before.
func HeapGrowth(do func()) float64 {
	heap := func() float64 {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(sample)
		return float64(sample[0].Value.Uint64()) / (1 << 20)
	}
	runtime.GC()
	before, most := heap(), 0.0
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				most = max(most, heap())
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return most - before
}

// nowhere is an output that keeps nothing.
type nowhere struct{}

func (n nowhere) Create(string) (io.WriteCloser, error) { return n, nil }
func (nowhere) Write(p []byte) (int, error)             { return len(p), nil }
func (nowhere) Close() error                            { return nil }
