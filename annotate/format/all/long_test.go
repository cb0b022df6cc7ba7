package all_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/all"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

// BenchmarkLong fits, writes and reads one article of 40,000 words, half of them
// annotated. of-quarter is the time that this takes over that of an article of
// 10,000: where it is much more than 4, something grows by the square.
func BenchmarkLong(b *testing.B) {
	words := 40_000
	if testing.Short() {
		words = 400
	}
	quarter, whole := long(words/4), long(words)
	for _, f := range all.Formats {
		b.Run(f.Info().ID, func(b *testing.B) {
			through(b, f, quarter)
			least := [2]time.Duration{1 << 62, 1 << 62}
			for b.Loop() {
				least[0] = min(least[0], through(b, f, quarter))
				least[1] = min(least[1], through(b, f, whole))
			}
			b.ReportMetric(least[1].Seconds()/least[0].Seconds(), "of-quarter")
		})
	}
}

// through is how long rec takes into files and back.
func through(b *testing.B, f format.Format, rec format.Record) time.Duration {
	begun := time.Now()
	out, err := formattest.Write(f, format.Set{Stem: f.Info().Stem}, []format.Record{f.Fit(rec, nil)})
	if err != nil {
		b.Fatal(err)
	}
	in := format.Input{FS: out.FS, Name: ".", Path: "."}
	if extension := f.Info().Extension; extension != "" {
		in.Name = format.Set{Stem: f.Info().Stem}.DataName("", extension)
	}
	if records, _, _, err := formattest.Read(f, in); err != nil || len(records) != 1 {
		b.Fatalf("%d records, %v", len(records), err)
	}
	return time.Since(begun)
}

// long is an article with annotations of every kind that follow from each other.
func long(words int) format.Record {
	var body strings.Builder
	var items []annotate.Item
	id := func(prefix string, i int) annotate.ID { return annotate.ID(fmt.Sprint(prefix, i)) }
	for i := range words {
		word := fmt.Sprint("Name", i%1000)
		at := []span.Span{{Start: body.Len(), End: body.Len() + len(word)}}
		switch i % 8 {
		case 0:
			items = append(items, &annotate.Entity{ID: id("e", i), Label: "ORG", Name: word, KB: fmt.Sprint("Q", i)},
				&annotate.Mention{ID: id("m", i), Label: "ORG", Spans: at, Entity: id("e", i)})
		case 2:
			items = append(items, &annotate.Event{ID: id("v", i), Type: "ATTACK", Trigger: at, Arguments: []annotate.Argument{{Role: "Target", Target: id("m", i-2)}}})
		case 4:
			items = append(items, &annotate.Mention{ID: id("m", i), Label: "LOC", Spans: at}, &annotate.Relation{ID: id("r", i), Label: "located_in", From: id("m", i-4), To: id("m", i)})
		case 6:
			items = append(items, &annotate.Note{ID: id("n", i), On: id("m", i-2), Text: "?", State: annotate.NoteOpen})
		}
		body.WriteString(word)
		if i%20 == 19 {
			body.WriteString(".\n")
		} else {
			body.WriteString(" is ")
		}
	}
	return format.Record{Article: annotate.NewArticle(annotate.Article{ID: "a", Key: "k"}, body.String()),
		Layers: []format.Layer{{Annotator: "ada", Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, items)}}}
}
