package webannotsv

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"galley/annotate/format"
	"galley/annotate/format/filename"
	"galley/annotate/format/units"
	"galley/annotate/format/wire"
	"galley/annotate/span"
	"galley/annotate/text"
)

// White space between sentences is not in the file: as much of it is believed,
// in units, between two and in all, besides the length of the file.
const (
	maxGap  = 1 << 16
	maxGaps = 1 << 20
)

// Read reads a file, or the .tsv files of a folder and those below it: an
// article each, with the name of its file for a key.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		read := int64(0)
		file := func(name, called string) error {
			data, err := fs.ReadFile(in.FS, name)
			if err != nil {
				return err
			}
			read += int64(len(data))
			for _, r := range readFile(data, called, filename.Key(strings.TrimSuffix(path.Base(name), extension))) {
				r.Bytes = read
				if !yield(r, nil) {
					return fs.SkipAll
				}
			}
			return nil
		}
		err := fs.WalkDir(in.FS, in.Name, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case ctx.Err() != nil:
				return ctx.Err()
			case name == in.Name && d.Type().IsRegular():
				return file(name, in.Path)
			case !d.Type().IsRegular() || path.Ext(name) != extension:
				return nil
			}
			return file(name, path.Join(in.Path, strings.TrimPrefix(strings.TrimPrefix(name, in.Name), "/")))
		})
		if err != nil && !errors.Is(err, fs.SkipAll) {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
		}
	}
}

// document is a file as its lines say it.
type document struct {
	called    string
	size      int // of the file, in bytes
	layers    []*layer
	sentences []*sentence
	faults    []fault
}

// fault is a line that was refused.
type fault struct {
	line int
	code string
	err  error
}

type sentence struct {
	line int
	text string
	rows []*row
}

// row is that of a token or a part of one.
type row struct {
	line       int
	unit       string
	start, end int
	form       string
	cells      []string
	place      span.Span // in the article; empty where it was refused
}

func (d *document) refuse(line int, code, message string, args ...any) {
	d.faults = append(d.faults, fault{line, code, fmt.Errorf(message, args...)})
}

// readFile makes an article of a file.
func readFile(data []byte, called, key string) []format.Result {
	d := &document{called: called, size: len(data)}
	d.parse(data)
	if len(d.layers) == 0 && len(d.sentences) == 0 {
		return []format.Result{{Refused: &format.Issue{Item: called, Code: format.CodeSyntax, Message: "it has neither layers nor sentences of WebAnno TSV"}}}
	}
	r, refused := d.text(key)
	if r == nil {
		return refused
	}
	r.Warn(format.CodeTextRebuilt, "the file does not say which white space stands between sentences; line breaks and blanks stand there")
	m := &maker{Reading: r, document: d}
	return r.Done(m.items())
}

// parse reads the lines.
func (d *document) parse(data []byte) {
	var s *sentence
	known := map[string]bool{} // the numbers of tokens
	for line, err := range format.Lines(bytes.NewReader(data)) {
		if err != nil {
			return // a reader in memory has no errors
		}
		text := string(line.Text)
		switch {
		case line.TooLong || !utf8.Valid(line.Text):
			d.refuse(line.Number, format.CodeSyntax, "the line is too long, or no text in UTF-8")
		case strings.HasPrefix(text, "#T_"):
			d.header(line.Number, text)
		case strings.HasPrefix(text, "#Text="):
			if s == nil || len(s.rows) > 0 {
				s = &sentence{line: line.Number, text: text[len("#Text="):]}
				d.sentences = append(d.sentences, s)
			} else {
				s.text += "\n" + text[len("#Text="):]
			}
		case text == "", strings.HasPrefix(text, "#"):
		case s == nil:
			d.refuse(line.Number, format.CodeSyntax, "a row stands before the text of its sentence")
		default:
			switch r, err := parseRow(text); {
			case err != nil:
				d.refuse(line.Number, format.CodeSyntax, "%w", err)
			case known[r.unit]:
				d.refuse(line.Number, format.CodeDuplicateID, "token %s stands before it already", format.Clip(r.unit))
			default:
				known[r.unit] = true
				r.line = line.Number
				s.rows = append(s.rows, r)
			}
		}
	}
}

func parseRow(line string) (*row, error) {
	cells := strings.Split(strings.TrimSuffix(line, "\t"), "\t")
	if len(cells) < 3 {
		return nil, fmt.Errorf("%d columns where number, offsets and token must stand", len(cells))
	}
	r := &row{unit: cells[0], form: cells[2], cells: cells[3:]}
	start, end, _ := strings.Cut(cells[1], "-")
	var err, err2 error
	r.start, err = strconv.Atoi(start)
	r.end, err2 = strconv.Atoi(end)
	if err != nil || err2 != nil || r.start < 0 {
		return nil, fmt.Errorf("%q are no offsets", format.Clip(cells[1]))
	}
	return r, nil
}

// text makes the article's text of the sentences and finds the places of the
// rows, in the unit of offsets in which most of their tokens are right.
func (d *document) text(key string) (*wire.Reading, []format.Result) {
	type way struct {
		unit  func(*text.Text) units.Unit
		width func(string) int
	}
	var best way
	var body string
	var reached []*row
	var misplaced []fault
	most := -1
	ways := []way{{units.UTF16, utf16Len}, {units.CodePoints, utf8.RuneCountInString}}
	for _, w := range ways {
		b, rows, faults := d.body(w.width)
		t := text.New(b)
		u := w.unit(t)
		right := 0
		for _, r := range rows {
			if _, _, err := u.Place(t, r.claim()); err == nil {
				right++
			}
		}
		if right > most {
			best, body, reached, misplaced, most = w, b, rows, faults, right
		}
		if right == len(rows) {
			break
		}
	}
	where := d.called
	r, refused := wire.NewReading(where, body, wire.About{Key: key})
	if r == nil {
		return nil, refused
	}
	for _, f := range slices.Concat(d.faults, misplaced) {
		r.Refuse(fmt.Sprintf("line %d", f.line), f.code, f.err)
	}
	if most == 0 && len(reached) > 0 {
		return nil, []format.Result{{Refused: &format.Issue{Item: where, Code: format.CodeText, Message: "none of its tokens stands at its offsets, in whatever they count"}}}
	}
	u := best.unit(r.Article.Text)
	if u.Name != "UTF-16 units" {
		r.Warn(format.CodeUnit, "its offsets count "+u.Name+", as what stands there shows")
	}
	claims := make([]wire.Claim, len(reached))
	for i, row := range reached {
		claims[i] = wire.Claim{Item: fmt.Sprintf("line %d", row.line), Claim: row.claim()}
	}
	for i, spans := range r.Places(claims, best.unit, ways[0].unit, ways[1].unit) {
		if spans != nil {
			reached[i].place = spans[0]
		}
	}
	return r, nil
}

func (r *row) claim() units.Claim {
	form := unescape(r.form)
	return units.Claim{Spans: [][2]int{{r.start, r.end}}, Quote: &form}
}

// body is the text of the sentences at their offsets, and their rows but for
// those of sentences that cannot stand where they say, which are faults.
func (d *document) body(width func(string) int) (string, []*row, []fault) {
	var b strings.Builder
	var rows []*row
	var faults []fault
	at, gaps := 0, maxGaps+d.size // in units
	for _, s := range d.sentences {
		if len(s.rows) > 0 {
			first := s.rows[0]
			gap := first.start - at
			switch {
			case gap < 0:
				faults = append(faults, fault{first.line, format.CodeSpan, fmt.Errorf("the sentence begins at %d, but the one in front of it ends at %d", first.start, at)})
				gap = min(at, 1)
			case gap > min(maxGap, gaps):
				faults = append(faults, fault{first.line, format.CodeSpan, fmt.Errorf("the sentence begins at %d, too far behind the one in front of it, which ends at %d", first.start, at)})
				gap = min(at, 1)
			default:
				rows = append(rows, s.rows...)
			}
			if gap > 0 {
				b.WriteString("\n" + strings.Repeat(" ", gap-1))
			}
			at += gap
			gaps -= gap
		}
		line := unescape(s.text)
		b.WriteString(line)
		at += width(line)
	}
	return b.String(), rows, faults
}

func utf16Len(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xFFFF {
			n++
		}
	}
	return n
}
