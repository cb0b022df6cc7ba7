// Package conllu reads and writes CoNLL-U (https://universaldependencies.org/format.html):
// ten columns, of which the last says the tag of the name in BIO, the offsets
// of the token in code points, and the white space behind it, so that the text
// comes back exactly.
package conllu

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/conll"
	"galley/annotate/format/cut"
	"galley/annotate/format/tokens"
	"galley/annotate/text"
)

// Format is CoNLL-U.
type Format struct{}

const (
	extension = ".conllu"
	header    = "# global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC\n"
	newDoc    = "newdoc"
	docSpaces = "spaces" // a comment of our own: the text of an article of blanks alone
)

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{ID: "conllu", Name: "CoNLL-U", Extension: extension, Unit: format.Tokens, Holds: format.Holds{Text: true}}
}

// Sniff is sure of the comment with which our files begin, and all but sure of
// rows of ten columns after comments.
func (Format) Sniff(_ format.Input, head []byte) float64 {
	for line := range strings.Lines(strings.TrimPrefix(string(head), "\uFEFF")) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "# global.columns = ID FORM "), strings.HasPrefix(line, "# newdoc"), strings.HasPrefix(line, "# sent_id = "):
			return 1
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "1") && strings.Count(line, "\t") == 9:
			return 0.95
		}
		return 0
	}
	return 0
}

// Fit keeps flat names on whole tokens, and keys.
func (Format) Fit(rec format.Record, lost *format.Losses) format.Record {
	return cut.Record(rec, lost, cut.Rules{
		Article: func(a *annotate.Article) annotate.Article {
			return annotate.Article{Key: strings.Join(strings.FieldsFunc(a.Key, text.IsBlank), " "), Title: a.Text.FirstLine()}
		},
		Mention: tokens.Cut(rec.Article.Text).Mention, Single: cut.SamePlace, Number: true,
		Name:   func(label string) string { return strings.ReplaceAll(tokens.Label(label), "|", "_") },
		Choose: tokens.Choose(1, "mentions inside or across a longer one"),
	})
}

// Write writes one file for each split.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	var begun []string
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		w, err := files.For(part.Split)
		if err == nil && !slices.Contains(begun, part.Split) {
			begun = append(begun, part.Split)
			_, err = io.WriteString(w, header)
		}
		if err == nil {
			var rows string
			if rows, err = table(part.Record); err == nil {
				_, err = io.WriteString(w, rows)
			}
		}
		if err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	return files.Close()
}

func table(rec format.Record) (string, error) {
	doc := tokens.Cut(rec.Article.Text)
	var layer annotate.Layer
	for _, l := range rec.Layers {
		layer = l.Layer
	}
	w := &writer{text: rec.Article.Text, doc: doc, tags: conll.Tags(doc, layer, 1, conll.BIO)}
	w.WriteString("# " + newDoc)
	if key := rec.Article.Key; key != "" {
		w.WriteString(" id = " + key)
	}
	w.WriteByte('\n')
	sentences := doc.Sentences()
	if len(sentences) == 0 {
		w.WriteString("# " + docSpaces + " = " + escape(w.text.String()) + "\n\n")
	}
	for i, s := range sentences {
		fmt.Fprintf(w, "# sent_id = %s\n# text = %s\n", strings.TrimPrefix(fmt.Sprintf("%s-%d", rec.Article.Key, i+1), "-"), w.line(s))
		for t := s.First; t < s.End; t++ {
			if err := w.row(t, t-s.First+1); err != nil {
				return "", err
			}
		}
		w.WriteByte('\n')
	}
	return w.String(), nil
}

// writer writes the rows of one article.
type writer struct {
	strings.Builder
	text *text.Text
	doc  *tokens.Document
	tags [][]string
}

// after is the white space behind a token.
func (w *writer) after(token int) string {
	end := w.text.Len()
	if token+1 < len(w.doc.Tokens) {
		end = w.doc.Tokens[token+1].Start
	}
	return w.text.Slice(w.doc.Tokens[token].End, end)
}

func (w *writer) form(token int) string {
	t := w.doc.Tokens[token]
	return w.text.Slice(t.Start, t.End)
}

// line is a sentence as validators want it: its forms, with one blank where
// there is any.
func (w *writer) line(s tokens.Range) string {
	var b strings.Builder
	for t := s.First; t < s.End; t++ {
		b.WriteString(w.form(t))
		if t+1 < s.End && w.after(t) != "" {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func (w *writer) row(token, id int) error {
	start, err := w.text.CodePoint(w.doc.Tokens[token].Start)
	if err != nil {
		return err
	}
	end, err := w.text.CodePoint(w.doc.Tokens[token].End)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d\t%s\t_\t_\t_\t_\t_\t_\t_\tNER=%s|Offset=%d:%d", id, w.form(token), w.tags[token][0], start, end)
	if token == 0 && w.doc.Tokens[0].Start > 0 {
		w.WriteString("|SpacesBefore=" + escape(w.text.Slice(0, w.doc.Tokens[0].Start)))
	}
	switch after := w.after(token); after {
	case "":
		w.WriteString("|SpaceAfter=No")
	case " ":
	default:
		w.WriteString("|SpacesAfter=" + escape(after))
	}
	w.WriteByte('\n')
	return nil
}

// escapes are those of UDPipe for white space in the last column.
var escapes = map[rune]string{' ': `\s`, '\t': `\t`, '\r': `\r`, '\n': `\n`, '|': `\p`, '\\': `\\`}

// escape writes white space so that no reader takes it for that between columns or lines.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case escapes[r] != "":
			b.WriteString(escapes[r])
		case text.IsBlank(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
