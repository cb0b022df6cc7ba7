// Package oneie writes sentences of OneIE
// (https://blender.cs.illinois.edu/software/oneie) in JSON Lines: one sentence
// a line, with its tokens, entities, relations and events.
//
// Token numbers count within the sentence, ends are exclusive, and nothing
// joins two sentences. OneIE wants each token in the pieces of its language
// model too; here each token is one piece, to be cut by the model's tokenizer.
package oneie

import (
	"context"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"

	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/ie"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Format is OneIE's.
type Format struct{}

const extension = ".jsonl"

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "oneie", Name: "OneIE JSON Lines", Extension: extension, Unit: format.Tokens,
		Holds: format.Holds{Events: true, Relations: true, Nested: true, Overlapping: true},
	}
}

// Sniff is sure of sentences with event mentions.
func (Format) Sniff(in format.Input, head []byte) float64 {
	if wire.Has(wire.Keys(in, head), "doc_id", "sent_id", "tokens", "event_mentions") {
		return 1
	}
	return 0
}

// Fit cuts rec down to mentions, relations and events within sentences.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	doc := tokens.Cut(rec.Article.Text)
	rules := ie.Rules(doc)
	rules.Link = func(from, to []span.Span) string {
		if doc.Sentence(doc.Covered(from[0]).First) != doc.Sentence(doc.Covered(to[0]).First) {
			return "arguments and relations from one sentence to another"
		}
		return ""
	}
	return cut.Record(rec, lost, rules)
}

type sentence struct {
	Document string   `json:"doc_id"`
	ID       string   `json:"sent_id"` // the document's and a number
	Tokens   []string `json:"tokens"`
	Pieces   []string `json:"pieces"`
	Lengths  []int    `json:"token_lens"` // of each token, in pieces
	Text     string   `json:"sentence"`
	ie.Lists
}

// Write writes one file for each split. An article of blanks alone is one
// sentence without tokens, so that it is there.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	return format.WriteEach(ctx, out, set, extension, writeArticle)
}

func writeArticle(w io.Writer, rec format.Record) error {
	doc := tokens.Cut(rec.Article.Text)
	ranges := doc.Sentences()
	if len(ranges) == 0 {
		ranges = []tokens.Range{{}}
	}
	lists := make([]ie.Lists, len(ranges))
	for _, l := range rec.Layers {
		lists = (&ie.Writer{Article: rec.Article, Doc: doc, Layer: l.Layer}).Lists(ranges)
	}
	for i, r := range ranges {
		s := sentence{Lists: lists[i], Document: rec.Article.Key, ID: rec.Article.Key + "-" + strconv.Itoa(i)}
		for _, t := range doc.Tokens[r.First:r.End] {
			word := rec.Article.Text.Slice(t.Start, t.End)
			s.Tokens, s.Pieces, s.Lengths = append(s.Tokens, word), append(s.Pieces, word), append(s.Lengths, 1)
		}
		if r.First < r.End {
			of := doc.Of(r)
			s.Text = rec.Article.Text.Slice(of.Start, of.End)
		}
		if err := json.MarshalWrite(w, s, wire.Encoding); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// Read gives an article for each run of sentences of one document; its text is
// its tokens with a blank between them and a line for each sentence.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		var a article
		var rebuilt wire.Rebuilt
		lines := wire.LinesInTurn(ctx, in, func(s *sentence, where string) []format.Result {
			var before []format.Result
			if !a.goesOn(s) {
				before = a.read(&rebuilt)
				a = article{where: where}
			}
			a.sentences = append(a.sentences, *s)
			return before
		})
		for r, err := range lines {
			if !yield(r, err) || err != nil {
				return
			}
		}
		for _, r := range a.read(&rebuilt) {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// article is the sentences that were read of one.
type article struct {
	where     string
	sentences []sentence
}

// goesOn tells whether s is the next sentence of the article.
func (a *article) goesOn(s *sentence) bool {
	if len(a.sentences) == 0 {
		return false
	}
	last := a.sentences[len(a.sentences)-1]
	return last.Document == s.Document && number(last.ID) < number(s.ID)
}

// number is that at the end of an id.
func number(id string) int {
	n, err := strconv.Atoi(id[strings.LastIndexByte(id, '-')+1:])
	if err != nil {
		return 0
	}
	return n
}

func (a *article) read(rebuilt *wire.Rebuilt) []format.Result {
	if len(a.sentences) == 0 {
		return nil
	}
	var lines []string
	for _, s := range a.sentences {
		lines = append(lines, strings.Join(s.Tokens, " "))
	}
	reading, refused := wire.NewReading(a.where, strings.Join(lines, "\n"), wire.About{Key: a.sentences[0].Document})
	if reading == nil {
		return refused
	}
	r := &ie.Reader{Reading: reading}
	rebuilt.Warn(r.Reading)
	at := 0
	for i, s := range a.sentences {
		end := at + len(lines[i])
		places := make([]span.Span, len(s.Tokens))
		for j, t := range s.Tokens {
			places[j] = span.Span{Start: at, End: at + len(t)}
			at += len(t) + 1
		}
		r.Add(&s.Lists, places)
		at = end + 1
	}
	return r.Done(r.Items)
}
