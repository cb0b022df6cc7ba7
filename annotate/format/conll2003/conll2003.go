// Package conll2003 reads and writes the four columns of the CoNLL-2003 shared
// task (https://aclanthology.org/W03-0419): token, part of speech, chunk, tag
// of the name in BIO. It holds flat names on whole tokens and nothing else;
// the text is lost but for its tokens.
package conll2003

import (
	"context"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Format is CoNLL-2003.
type Format struct{}

const (
	extension = ".conll"
	docStart  = "-DOCSTART-"
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "conll2003", Name: "CoNLL-2003", Extension: extension, Unit: format.Tokens}
}

var (
	extensions = []string{extension, ".conll03", ".conll2003", ".bio", ".iob"}
	tag        = regexp.MustCompile(`^(?:O|([BIESLU])-(\S+))$`)
)

// Sniff is sure of what begins with -DOCSTART-, and fairly sure where the
// first line is a token and ends in a tag.
func (Format) Sniff(in format.Input, head []byte) float64 {
	first := ""
	for line := range strings.Lines(strings.TrimPrefix(string(head), "\uFEFF")) {
		if first = strings.TrimSpace(line); first != "" {
			break
		}
	}
	columns := strings.Fields(first)
	switch {
	case len(columns) > 1 && columns[0] == docStart:
		return 1
	case len(columns) < 2 || !tag.MatchString(columns[len(columns)-1]):
		return 0
	case slices.Contains(extensions, strings.ToLower(path.Ext(in.Name))):
		return 0.9
	}
	return 0.5
}

// Fit keeps the longest of names that share a token, moves the ends of names
// to the borders of tokens, and counts the rest as lost.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	f := &fitter{article: rec.Article, lost: lost}
	out := format.Record{Where: rec.Where, Article: annotate.NewArticle(annotate.Article{}, rec.Article.Text.String())}
	if a := rec.Article; a.Key+a.Title+a.Published+a.Language+a.Outlet+a.Author+a.URL != "" || len(a.Meta)+len(a.Extra) > 0 {
		lost.Add("keys, titles and other metadata of articles", a.Key)
	}
	for _, l := range rec.Layers {
		if l.Annotator != "" {
			lost.Add("names of annotators", fmt.Sprintf("%s: %s", rec.Article.Key, l.Annotator))
		}
		f.rest(l.Layer)
		if names := f.names(l.Layer); len(names) > 0 {
			out.Layers = append(out.Layers, format.Layer{Layer: annotate.NewLayer(annotate.LayerID{Kind: annotate.Human}, names)})
		}
	}
	return out
}

type fitter struct {
	article *annotate.Article
	lost    *format.Losses
}

func (f *fitter) lose(what string, item annotate.Item) { f.lost.AddItem(what, f.article, item) }

// rest counts all that is no mention.
func (f *fitter) rest(l annotate.Layer) {
	if l.Head != nil && !annotate.Equal(l.Head, &annotate.Head{State: annotate.New}) {
		f.lost.Add("states of layers", fmt.Sprintf("%s: %s", f.article.Key, l.Head.State))
	}
	lose := map[annotate.Kind]string{
		annotate.KindEntity: "entities", annotate.KindEvent: "events with their triggers and arguments",
		annotate.KindRelation: "relations", annotate.KindLabel: "labels of articles", annotate.KindNote: "notes",
	}
	l.Each(func(item annotate.Item) {
		if what := lose[item.ItemKind()]; what != "" {
			f.lose(what, item)
		}
	})
}

// names are the mentions that fit, numbered in order.
func (f *fitter) names(l annotate.Layer) []annotate.Item {
	s := sentences(f.article.Text)
	longest := slices.Clone(l.Mentions.All())
	slices.SortStableFunc(longest, func(a, b *annotate.Mention) int { return span.Hull(b.Spans).Len() - span.Hull(a.Spans).Len() })
	var kept []*annotate.Mention
	taken := map[int]bool{} // tokens, by their start
	for _, m := range longest {
		if len(m.Spans) > 1 {
			f.lose("mentions in several fragments", m)
			continue
		}
		tokens, whole := s.covered(m.Spans[0])
		switch {
		case len(tokens) == 0:
			f.lose("mentions of blanks alone", m)
			continue
		case !whole:
			f.lose("mentions over the end of a sentence", m)
			continue
		case slices.ContainsFunc(tokens, func(t span.Span) bool { return taken[t.Start] }):
			f.lose("mentions inside or across a longer one", m)
			continue
		}
		for _, t := range tokens {
			taken[t.Start] = true
		}
		kept = append(kept, f.cut(m, span.Hull(tokens)))
	}
	slices.SortFunc(kept, func(a, b *annotate.Mention) int { return span.Compare(a.Spans[0], b.Spans[0]) })
	items := make([]annotate.Item, len(kept))
	for i, m := range kept {
		m.ID = annotate.ID(fmt.Sprint("m", i+1))
		items[i] = m
	}
	return items
}

// cut is m without all but its label, at the place of its tokens.
func (f *fitter) cut(m *annotate.Mention, place span.Span) *annotate.Mention {
	if place != m.Spans[0] {
		f.lose("mentions that end inside a token, moved to its border", m)
	}
	if len(m.Attributes) > 0 {
		f.lose("attributes of mentions", m)
	}
	if format.SaysWho(m.Origin) {
		f.lose("who made annotations, when, and how sure", m)
	}
	label := strings.Map(func(r rune) rune {
		if text.IsBlank(r) {
			return '_'
		}
		return r
	}, m.Label)
	if label != m.Label {
		f.lose("blanks in labels", m)
	}
	return &annotate.Mention{Label: label, Spans: []span.Span{place}}
}

// sentence is its tokens, in order; there is at least one.
type sentence []span.Span

type document []sentence

// sentences cuts a text.
func sentences(t *text.Text) document {
	var d document
	t.EachSentence(span.Span{End: t.Len()}, func(s span.Span) bool {
		var tokens sentence
		t.EachToken(s, func(w span.Span) bool {
			tokens = append(tokens, w)
			return true
		})
		if len(tokens) > 0 {
			d = append(d, tokens)
		}
		return true
	})
	return d
}

// covered are the tokens that s shares a byte with, and whether they are of one sentence.
func (d document) covered(s span.Span) (tokens []span.Span, whole bool) {
	first, _ := slices.BinarySearchFunc(d, s.Start, func(x sentence, at int) int { return endsAfter(x[len(x)-1], at) })
	whole = true
	for _, x := range d[first:] {
		if x[0].Start >= s.End {
			break
		}
		i, _ := slices.BinarySearchFunc(x, s.Start, endsAfter)
		before := len(tokens)
		for ; i < len(x) && x[i].Start < s.End; i++ {
			tokens = append(tokens, x[i])
		}
		whole = whole && (before == 0 || len(tokens) == before)
	}
	return tokens, whole
}

// endsAfter orders tokens by whether they end after at, for a search of the first that does.
func endsAfter(t span.Span, at int) int {
	if t.End <= at {
		return -1
	}
	return 1
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return format.WriteEach(ctx, out, set, extension, writeRecord)
}

func writeRecord(w io.Writer, rec format.Record) error {
	tags := map[int]string{} // by start of token
	doc := sentences(rec.Article.Text)
	for _, l := range rec.Layers {
		for _, m := range l.Mentions.All() {
			tokens, _ := doc.covered(m.Spans[0])
			for i, t := range tokens {
				tags[t.Start] = "I-" + m.Label
				if i == 0 {
					tags[t.Start] = "B-" + m.Label
				}
			}
		}
	}
	var b strings.Builder
	b.WriteString(docStart + " -X- -X- O\n\n")
	for _, s := range doc {
		for _, t := range s {
			name := "O"
			if x := tags[t.Start]; x != "" {
				name = x
			}
			b.WriteString(rec.Article.Text.Slice(t.Start, t.End) + " -X- -X- " + name + "\n")
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
