//go:build readers

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/store"
	"galley/store/open"
	"galley/store/storetest"
)

// BenchmarkWriters writes articles with 26 mentions and 6 events each from fitted
// records in memory to a file on disk, beside the writer of another program on
// the same data in the same run, and exports the same from a project. Each time
// is the best of some rounds in which they take turns.
//
//   - ns/op is an export as a whole: the project read, the files read back.
//   - of-writer is that time as a multiple of the writer's alone.
//   - of-spacy is the writer's rate as a multiple of that of DocBin.to_disk alone,
//     with all documents added before; of-spacy-add counts adding them too.
//   - of-datasets is the same of Dataset.from_list and to_parquet; of-to_parquet
//     leaves out from_list, so that the other begins with columns, not with rows.
//   - of-json is the same of json.dumps, a line for each article.
//   - of-size is the size of the file as a part of the other's.
//   - MB-heap is what the heap grows by in an export at most; of-1000 is that over
//     what it grows by with 1,000 articles.
func BenchmarkWriters(b *testing.B) {
	few, many := 1000, benchArticles
	if testing.Short() {
		few, many = 20, 200
	}
	small, big := openCorpus(b, few), openCorpus(b, many)
	for _, w := range []struct {
		format, venv, writer string
		took                 []string // what the writer tells
		units                []string // of the ratios to it
	}{
		{"spacy", "spacy", "spacy", []string{"to_disk", "all"}, []string{"of-spacy", "of-spacy-add"}},
		{"hf-parquet", "huggingface", "datasets", []string{"all", "to_parquet"}, []string{"of-datasets", "of-to_parquet"}},
		{"hf-jsonl", "huggingface", "json", []string{"all"}, []string{"of-json"}},
		{"galley", "huggingface", "json", []string{"all"}, []string{"of-json"}},
	} {
		b.Run(w.format, func(b *testing.B) {
			f := all.Find(w.format)
			dir := b.TempDir()
			data, others := filepath.Join(dir, "data"+f.Info().Extension), filepath.Join(dir, "other")
			big.write(b, f, data)
			other := startWriter(b, w.venv, w.writer, data, others)
			var bottom, top float64
			best := map[string]time.Duration{}
			for range 3 * b.N {
				_, grown := small.export(b, f)
				bottom = max(bottom, grown)
				took, grown := big.export(b, f)
				top = max(top, grown)
				keepLeast(best, "export", took)
				keepLeast(best, "write", big.write(b, f, data))
				for what, took := range other() {
					keepLeast(best, what, took)
				}
			}
			b.ReportMetric(float64(best["export"].Nanoseconds()), "ns/op")
			b.ReportMetric(float64(many)/best["write"].Seconds(), "written/s")
			b.ReportMetric(best["export"].Seconds()/best["write"].Seconds(), "of-writer")
			for i, what := range w.took {
				b.ReportMetric(best[what].Seconds()/best["write"].Seconds(), w.units[i])
			}
			b.ReportMetric(float64(fileSize(b, data))/float64(fileSize(b, others)), "of-size")
			b.ReportMetric(top, "MB-heap")
			b.ReportMetric(top/bottom, "of-1000")
		})
	}
}

func keepLeast(best map[string]time.Duration, what string, took time.Duration) {
	if least, there := best[what]; !there || took < least {
		best[what] = took
	}
}

// corpus is a project of so many articles.
type corpus struct {
	store.Store
	articles int
}

func openCorpus(b *testing.B, articles int) corpus {
	dir := b.TempDir()
	file, project := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "p.galley")
	writeNative(b, file, storetest.Corpus(articles), true)
	importFile(b, project, file)
	s, err := open.Project(b.Context(), project, store.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return corpus{s, articles}
}

// export exports the project and tells how long that took, and by how many MB the heap grew at most.
func (c corpus) export(b *testing.B, f format.Format) (took time.Duration, grown float64) {
	out := filepath.Join(b.TempDir(), "out")
	grown = formattest.HeapGrowth(func() {
		begun := time.Now()
		report, err := exchange.Export(b.Context(), c.Store, exchange.ExportOptions{Recipe: annotate.Recipe{Format: f.Info().ID}, Out: out})
		took = time.Since(begun)
		if err != nil || report.Articles != c.articles {
			b.Fatalf("exporting to %s: %v", f.Info().Name, err)
		}
	})
	return took, grown
}

// write writes what an export would, from memory to a file, and tells how long that took.
func (c corpus) write(b *testing.B, f format.Format, file string) time.Duration {
	var parts []format.Part
	for entry, err := range c.Each(b.Context(), annotate.Query{}) {
		if err != nil {
			b.Fatal(err)
		}
		rec := format.Record{Article: entry.Article}
		for _, l := range entry.Layers {
			rec.Layers = append(rec.Layers, format.Layer{Annotator: "Ada", Layer: l})
		}
		parts = append(parts, format.Part{Record: f.Fit(rec, nil)})
	}
	set := format.Set{Schema: benchSchema, Single: filepath.Base(file), Records: func(yield func(format.Part, error) bool) {
		for _, p := range parts {
			if !yield(p, nil) {
				return
			}
		}
	}}
	runtime.GC()
	begun := time.Now()
	if err := f.Write(b.Context(), diskFolder(filepath.Dir(file)), set); err != nil {
		b.Fatal(err)
	}
	return time.Since(begun)
}

// startWriter starts the writer of another program with its data in memory. What
// comes back lets it write a file, and gives how long each part of that took, and all.
func startWriter(b *testing.B, venv, writer, data, file string) func() map[string]time.Duration {
	interop := filepath.Join("..", "..", "annotate", "format", "interop")
	environment := filepath.Join("..", "..", ".cache", "interop-"+venv)
	setup := filepath.Join(interop, "setup.sh")
	if out, err := exec.Command("sh", setup, environment, "requirements-"+venv+".txt").CombinedOutput(); err != nil {
		b.Fatalf("installing %s: %v\n%s", venv, err, out)
	}
	program := exec.Command(filepath.Join(environment, "bin", "python"), filepath.Join(interop, "time_writers.py"), writer, data, file)
	program.Stderr = b.Output()
	in, err := program.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := program.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := program.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(out)
	answer := func() map[string]time.Duration {
		var seconds map[string]float64
		line, err := lines.ReadBytes('\n')
		if err == nil {
			err = json.Unmarshal(line, &seconds)
		}
		if err != nil {
			b.Fatalf("the writer %s answered %q: %v", writer, line, err)
		}
		took := map[string]time.Duration{}
		for what, s := range seconds {
			took[what] = time.Duration(s * float64(time.Second))
			took["all"] += took[what]
		}
		return took
	}
	answer() // when all is loaded
	b.Cleanup(func() {
		in.Close()
		if err := program.Wait(); err != nil {
			b.Errorf("the writer %s: %v", writer, err)
		}
	})
	return func() map[string]time.Duration {
		if _, err := io.WriteString(in, "\n"); err != nil {
			b.Fatal(err)
		}
		return answer()
	}
}
