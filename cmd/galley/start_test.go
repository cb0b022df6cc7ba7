//go:build window

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"galley/annotate"
	"galley/store"
	"galley/store/open"
)

// BenchmarkStart opens the program on a project of 100,000 articles, at one of
// 3 KB. It reports how long it took to the first frame and from there to the list of articles, in
// milliseconds, and the memory that the program had when the article was shown.
func BenchmarkStart(b *testing.B) {
	const articles = 100_000
	b.Run(fmt.Sprint(articles), func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "large.galley")
		makeLarge(b, path, articles)
		s := newScreen(b, 1280, 800)
		var started, opened, resident float64
		for b.Loop() {
			p := s.start(light, path, "--annotator", "ada", "--article", "first")
			started += p.started.MS
			opened += p.await("project_opened").MS
			resident += p.await("article_shown").RSSMB
			p.kill()
		}
		n := float64(b.N)
		b.ReportMetric(started/n, "ms-started")
		b.ReportMetric(opened/n, "ms-opened")
		b.ReportMetric(resident/n, "MB-resident")
	})
}

// makeLarge makes a project of n articles of 100 to 3000 bytes; the one with the
// key "first" has 3 KB.
func makeLarge(b *testing.B, path string, n int) {
	b.Helper()
	ctx := context.Background()
	ids, now := newIDs(), time.Date(2016, 5, 2, 9, 0, 0, 0, time.UTC)
	if err := (projects{ids}).Create(ctx, path, "Large", &annotate.Schema{ID: "s", Name: "Schema"}); err != nil {
		b.Fatal(err)
	}
	project, err := open.Project(ctx, path, store.Options{Program: "BenchmarkStart"})
	if err != nil {
		b.Fatal(err)
	}
	words := strings.Fields("the of truce border town convoy said on killed and shelling monitors front army aid a to in that near river ")
	random := rand.New(rand.NewPCG(1, 2))
	prose := func(size int) string {
		var text strings.Builder
		for text.Len() < size {
			text.WriteString(words[random.IntN(len(words))])
			text.WriteByte(" \n"[random.IntN(40)/39])
		}
		return text.String()[:size]
	}
	const batch = 2000
	for from := 0; from < n; from += batch {
		tx := annotate.Transaction{ID: ids.Next(), At: now, Title: "import"}
		for i := from; i < min(from+batch, n); i++ {
			a := annotate.Article{
				ID: ids.Next(), Key: fmt.Sprintf("news-%06d", i), Title: "News of " + prose(40), Outlet: "The Meridian",
				Published: now.AddDate(0, 0, -i/50).Format(time.DateOnly), Language: "en",
			}
			size := 100 + random.IntN(2900)
			if i == 0 {
				a.Key, size = "first", 3000
			}
			tx.Edits = append(tx.Edits, annotate.Edit{After: annotate.NewArticle(a, prose(size))})
		}
		if err := project.Commit(ctx, tx); err != nil {
			b.Fatal(err)
		}
	}
	if err := project.Close(); err != nil {
		b.Fatal(err)
	}
}
