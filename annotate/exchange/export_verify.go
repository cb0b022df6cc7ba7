package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
)

// expectations are what reading an export back must give: digests, so that a
// big export is verified in little memory.
type expectations struct {
	format  format.Format
	bySplit map[string][]expected
}

type expected struct {
	article annotate.ID
	digest  [sha256.Size]byte
}

func newExpectations(f format.Format) *expectations {
	return &expectations{format: f, bySplit: map[string][]expected{}}
}

// add expects a fitted record of an article. It is an error if fitting changed
// the text. A nil *expectations only looks at that.
func (x *expectations) add(f format.Format, part format.Part, article *annotate.Article) error {
	body := article.Text.String()
	if f.Info().Holds.NoControls {
		body = format.WithoutControls(body)
	}
	if part.Record.Article.Text.String() != body {
		return fmt.Errorf("article %s: the text was changed on the way to %s", article.Key, f.Info().Name)
	}
	if x != nil {
		x.bySplit[part.Split] = append(x.bySplit[part.Split], expected{article.ID, digest(f, part.Record)})
	}
	return nil
}

// digest is of the body and of everything that has a place in it.
func digest(f format.Format, rec format.Record) [sha256.Size]byte {
	h := sha256.New()
	for _, line := range outline(f, rec) {
		fmt.Fprintf(h, "%d %s", len(line), line)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// outline is the article with its body, and each thing that has a place in it with its text.
func outline(f format.Format, rec format.Record) []string {
	if !f.Info().Holds.Text {
		rec = format.Blankless(rec)
	}
	out := []string{string(rec.Article.ID) + "\n" + rec.Article.Key + "\n" + rec.Article.Text.String()}
	add := func(item annotate.Item, what string, spans []span.Span) {
		if len(spans) > 0 {
			out = append(out, fmt.Sprintf("%s %s%s %q at %v", item.ItemKind(), annotate.LabelOf(item), what, rec.Article.Quote(spans), spans))
		}
	}
	for _, l := range rec.Layers {
		l.Each(func(item annotate.Item) {
			switch x := item.(type) {
			case *annotate.Mention:
				add(x, "", x.Spans)
			case *annotate.Event:
				add(x, " trigger", x.Trigger)
				add(x, " evidence", x.Evidence)
			case *annotate.Note:
				add(x, "", x.Spans)
			}
		})
	}
	return out
}

// differsError says that an article was not read as it was written.
type differsError struct {
	article annotate.ID // empty: the one with the key of got
	got     format.Record
}

func (e *differsError) Error() string {
	return fmt.Sprintf("reading it back: %s is not what was written", e.got.Where)
}

// compare reads an export back.
func (x *expectations) compare(ctx context.Context, out *output, set format.Set, step func()) error {
	extension := x.format.Info().Extension
	if extension == "" {
		return x.compareFolder(ctx, out, step)
	}
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		want, n := x.bySplit[split], 0
		err := x.read(ctx, out, set.DataName(split, extension), func(rec format.Record) error {
			step()
			if n++; n > len(want) {
				return fmt.Errorf("%s holds more than was written to it", set.DataName(split, extension))
			}
			if digest(x.format, rec) != want[n-1].digest {
				return &differsError{want[n-1].article, rec}
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n < len(want) {
			return fmt.Errorf("%s holds %d articles, but %d were written to it", set.DataName(split, extension), n, len(want))
		}
	}
	return nil
}

// compareFolder reads a folder of one file an article, in whatever order:
// articles are told by their digests, which hold the text.
func (x *expectations) compareFolder(ctx context.Context, out *output, step func()) error {
	missing := map[[sha256.Size]byte]int{}
	articles := map[[sha256.Size]byte]annotate.ID{}
	for _, split := range x.bySplit {
		for _, want := range split {
			missing[want.digest]++
			articles[want.digest] = want.article
		}
	}
	err := x.read(ctx, out, ".", func(rec format.Record) error {
		step()
		sum := digest(x.format, rec)
		if missing[sum]--; missing[sum] < 0 {
			return &differsError{got: rec}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for sum, n := range missing {
		if n > 0 {
			return fmt.Errorf("article %s is missing in what was written", articles[sum])
		}
	}
	return nil
}

func (x *expectations) read(ctx context.Context, out *output, name string, each func(format.Record) error) error {
	for r, err := range x.format.Read(ctx, format.Input{FS: out.fs(), Name: name, Path: name}, format.Options{}) {
		switch {
		case err != nil:
			return fmt.Errorf("reading it back: %w", err)
		case r.Refused != nil:
			return fmt.Errorf("reading it back: %s: %s", r.Refused.Item, r.Refused.Message)
		case r.Record != nil:
			if err := each(*r.Record); err != nil {
				return err
			}
		}
	}
	return nil
}

// explain names the first thing of an article that differs.
func (e *export) explain(ctx context.Context, v view, differs *differsError) error {
	for entry, err := range e.corpus.Each(ctx, e.opt.Articles.Query()) {
		if err != nil {
			return cmp.Or(err, error(differs))
		}
		whole, _, err := e.whole(v, entry, nil)
		if err != nil {
			return err
		}
		fit := e.format.Fit(whole, nil)
		if entry.Article.ID != differs.article && (differs.article != "" || fit.Article.Key != differs.got.Article.Key) {
			continue
		}
		want, got := outline(e.format, fit), outline(e.format, differs.got)
		if want[0] != got[0] {
			return fmt.Errorf("reading it back: the text or the key of article %s differs", entry.Article.Key)
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				return fmt.Errorf("reading it back: of article %s, %s was not found; found was: %s", entry.Article.Key, line, strings.Join(got[1:], "; "))
			}
		}
		return fmt.Errorf("reading it back: article %s has more than was written", entry.Article.Key)
	}
	return differs
}
