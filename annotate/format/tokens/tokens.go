// Package tokens cuts articles for formats that say where something stands by
// counting tokens.
package tokens

import (
	"sort"

	"galley/annotate/format"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Document is a text in tokens.
type Document struct {
	Tokens    []span.Span
	sentences []int // the first token of each; none is empty
}

// Cut cuts t into the sentences and tokens of package text.
func Cut(t *text.Text) *Document {
	d := &Document{Tokens: make([]span.Span, 0, t.Len()/5)}
	t.EachSentence(span.Span{End: t.Len()}, func(s span.Span) bool {
		first := len(d.Tokens)
		t.EachToken(s, func(w span.Span) bool {
			d.Tokens = append(d.Tokens, w)
			return true
		})
		if len(d.Tokens) > first {
			d.sentences = append(d.sentences, first)
		}
		return true
	})
	return d
}

// For cuts texts as a format does: all formats share the tokens of package text
// but those that are a Tokenizer.
func For(f format.Format) func(*text.Text) *Document {
	if own, ok := f.(format.Tokenizer); ok {
		return func(t *text.Text) *Document { return Whole(own.Tokens(t)) }
	}
	return Cut
}

// Whole is a document that is one sentence of the given tokens.
func Whole(tokens []span.Span) *Document { return &Document{Tokens: tokens, sentences: []int{0}} }

// Range is a run of tokens, the end exclusive.
type Range struct{ First, End int }

// Of is what stands at r in the text.
func (d *Document) Of(r Range) span.Span {
	return span.Span{Start: d.Tokens[r.First].Start, End: d.Tokens[r.End-1].End}
}

// Sentences are the tokens of each sentence.
func (d *Document) Sentences() []Range {
	out := make([]Range, len(d.sentences))
	for i, first := range d.sentences {
		out[i] = Range{first, d.end(i)}
	}
	return out
}

// end is where the tokens of a sentence end.
func (d *Document) end(sentence int) int {
	if sentence+1 < len(d.sentences) {
		return d.sentences[sentence+1]
	}
	return len(d.Tokens)
}

// Sentence is the number of the sentence that a token is in, from 0.
func (d *Document) Sentence(token int) int { return sort.SearchInts(d.sentences, token+1) - 1 }

// Covered are the tokens that s shares a byte with.
func (d *Document) Covered(s span.Span) Range {
	first := sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > s.Start })
	end := sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].Start >= s.End })
	return Range{first, max(first, end)}
}

// Mention is where the tokens of a mention stand and what that loses, for
// package cut: it has to be of one fragment and within a sentence.
func (d *Document) Mention(spans []span.Span) ([]span.Span, string) {
	if len(spans) > 1 {
		return nil, "mentions in several fragments"
	}
	r := d.Covered(spans[0])
	switch {
	case r.First == r.End:
		return nil, "mentions of blanks alone"
	case d.Sentence(r.First) != d.Sentence(r.End-1):
		return nil, "mentions over the end of a sentence"
	case d.Of(r) != spans[0]:
		return []span.Span{d.Of(r)}, "mentions that end inside a token, moved to its border"
	}
	return spans, ""
}

// Trigger is the same for a trigger, of which the first fragment stays, as far
// as its first sentence goes.
func (d *Document) Trigger(spans []span.Span) ([]span.Span, string) {
	r := d.Covered(spans[0])
	if r.First == r.End {
		return nil, "events with a trigger of blanks alone"
	}
	r.End = min(r.End, d.end(d.Sentence(r.First)))
	place := d.Of(r)
	if len(spans) > 1 || place != spans[0] {
		return []span.Span{place}, "triggers in several fragments or off the borders of tokens and sentences, of which the first tokens stay"
	}
	return spans, ""
}
