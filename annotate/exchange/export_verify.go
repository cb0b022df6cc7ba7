package exchange

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/internal/inorder"
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

// add expects an article in a split.
func (x *expectations) add(split string, want expected) {
	x.bySplit[split] = append(x.bySplit[split], want)
}

// sameText fails if fitting changed the text of an article.
func sameText(f format.Format, fit format.Record, article *annotate.Article) error {
	body := article.Text.String()
	if f.Info().Holds.NoControls {
		body = format.WithoutControls(body)
	}
	if fit.Article.Text.String() != body {
		return fmt.Errorf("article %s: the text was changed on the way to %s", article.Key, f.Info().Name)
	}
	return nil
}

// digest is of all that outline tells. The text of a span follows from its
// place, since the whole text is in the digest.
func digest(f format.Format, rec format.Record) [sha256.Size]byte {
	a, each := outline(f, rec)
	held := digested.Get().(*[]byte)
	defer digested.Put(held)
	b := (*held)[:0]
	text := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	text(string(a.ID))
	text(a.Key)
	text(a.Text.String())
	for p := range each {
		text(string(p.kind))
		text(p.label)
		text(p.part)
		b = binary.AppendUvarint(b, uint64(len(p.spans)))
		for _, s := range p.spans {
			b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(s.Start)), uint64(s.End))
		}
	}
	*held = b
	return sha256.Sum256(b)
}

// digested are buffers that hold nothing more.
var digested = sync.Pool{New: func() any { return new([]byte) }}

// placed is an annotation, or a part of one, that has a place in the text.
type placed struct {
	kind        annotate.Kind
	label, part string
	spans       []span.Span
}

// in names p with its text.
func (p placed) in(a *annotate.Article) string {
	return fmt.Sprintf("%s %s%s %q at %v", p.kind, p.label, p.part, a.Quote(p.spans), p.spans)
}

// outline is what reading back has to give: the article with its body, and each
// thing that has a place in it.
func outline(f format.Format, rec format.Record) (*annotate.Article, iter.Seq[placed]) {
	if !f.Info().Holds.Text {
		rec = format.Blankless(rec)
	}
	return rec.Article, func(yield func(placed) bool) {
		more := true
		add := func(item annotate.Item, part string, spans []span.Span) {
			if more && len(spans) > 0 {
				more = yield(placed{item.ItemKind(), annotate.LabelOf(item), part, spans})
			}
		}
		for _, l := range rec.Layers {
			for _, m := range l.Mentions.All() {
				add(m, "", m.Spans)
			}
			for _, v := range l.Events.All() {
				add(v, " trigger", v.Trigger)
				add(v, " evidence", v.Evidence)
			}
			for _, n := range l.Notes.All() {
				add(n, "", n.Spans)
			}
		}
	}
}

// described are the places of an outline with their texts.
func described(a *annotate.Article, each iter.Seq[placed]) (out []string) {
	for p := range each {
		out = append(out, p.in(a))
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
		err := x.read(ctx, out, set.DataName(split, extension), func(got found) error {
			step()
			if n++; n > len(want) {
				return fmt.Errorf("%s holds more than was written to it", set.DataName(split, extension))
			}
			if got.digest != want[n-1].digest {
				return &differsError{want[n-1].article, *got.Record}
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
	err := x.read(ctx, out, ".", func(got found) error {
		step()
		if missing[got.digest]--; missing[got.digest] < 0 {
			return &differsError{got: *got.Record}
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

// found is what a file gave, with the digest of the record that it may be.
type found struct {
	format.Result
	digest [sha256.Size]byte
}

func (x *expectations) read(ctx context.Context, out *output, name string, each func(found) error) error {
	results := x.format.Read(ctx, format.Input{FS: out.fs(), Name: name, Path: name}, format.Options{})
	for r, err := range inorder.Map(results, ahead, func(r format.Result) (found, error) {
		if r.Record == nil {
			return found{Result: r}, nil
		}
		return found{r, digest(x.format, *r.Record)}, nil
	}) {
		switch {
		case err != nil:
			return fmt.Errorf("reading it back: %w", err)
		case r.Refused != nil:
			return fmt.Errorf("reading it back: %s: %s", r.Refused.Item, r.Refused.Message)
		case r.Warning != nil && r.Warning.Code == format.CodeUnit: // a reader forgives it, a writer may not do it
			return fmt.Errorf("reading it back: %s: %s", r.Warning.Item, r.Warning.Message)
		case r.Record != nil:
			if err := each(r); err != nil {
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
		a, want := outline(e.format, fit)
		b, got := outline(e.format, differs.got)
		if a.ID != b.ID || a.Key != b.Key || a.Text.String() != b.Text.String() {
			return fmt.Errorf("reading it back: the text or the key of article %s differs", entry.Article.Key)
		}
		there := described(b, got)
		for _, p := range described(a, want) {
			if !slices.Contains(there, p) {
				return fmt.Errorf("reading it back: of article %s, %s was not found; found was: %s", entry.Article.Key, p, strings.Join(there, "; "))
			}
		}
		return fmt.Errorf("reading it back: article %s has more than was written", entry.Article.Key)
	}
	return differs
}
