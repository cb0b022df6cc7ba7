package spacy

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// read makes an article of a document. It may be called for several at a time.
func (f *file) read(t table) (table, error) {
	t.results = f.results(t)
	f.idle.Put(t.room)
	return table{bytes: t.bytes, results: t.results}, nil
}

func (f *file) results(t table) []format.Result {
	if t.rows == nil {
		return refused(t.where, format.CodeTooLong, fmt.Errorf("it has %d tokens", len(t.spaces)))
	}
	t.room.places = slices.Grow(t.room.places[:0], len(t.spaces))[:len(t.spaces)]
	r := &reading{file: f, table: t, length: len(t.spaces), places: t.room.places}
	unknown := at(f.unknown, t.n)
	body, code, err := r.body(unknown)
	if err != nil {
		return refused(t.where, code, err)
	}
	user, err := readUser(t.users)
	var none []format.Result
	if r.Reading, none = wire.NewReading(t.where, body, user.About.With(user.Other)); r.Reading == nil {
		return none
	}
	if err != nil {
		r.Refuse("user_data", format.CodeType, err)
	}
	if unknown && t.n == slices.Index(f.unknown, true) {
		new(wire.Rebuilt).Warn(r.Reading)
	}
	if t.n == 0 && f.cats {
		r.Warn("categories", "the file has categories of documents, which are not read")
	}
	groups, err := readGroups(t.groups)
	if err != nil {
		r.Refuse("span groups", codeBad, explainValue(err))
	}
	return r.Done(r.items(groups, user.Fragments))
}

func refused(where, code string, err error) []format.Result {
	return []format.Result{{Refused: &format.Issue{Item: where, Code: code, Message: err.Error()}}}
}

// reading is a document on the way out of a file.
type reading struct {
	*wire.Reading
	file   *file
	table  table
	length int         // in tokens
	places []span.Span // of the tokens
}

// value is a number of a token; 0 where the file does not have the column.
func (r *reading) value(token, column int) uint64 {
	if column < 0 {
		return 0
	}
	return binary.LittleEndian.Uint64(r.table.rows[token*r.file.width()+column:])
}

// body is the text that the tokens make up. Where blanks are not known there is
// one after each token, and a line for each sentence.
func (r *reading) body(unknown bool) (body, code string, err error) {
	columns, spaces := r.file.columns, r.table.spaces
	var b strings.Builder
	b.Grow(8 * r.length)
	for i := range r.length {
		if unknown && i > 0 {
			space := byte(' ')
			if r.value(i, columns.sentence) == sentenceBegins {
				space = '\n'
			}
			b.WriteByte(space)
		}
		id := r.value(i, columns.orth)
		word, known := r.file.strings[id]
		switch {
		case !known:
			return "", format.CodeReference, fmt.Errorf("the word of token %d, %d, is none of the file's strings", i+1, id)
		case b.Len()+len(word) > maxBody:
			return "", format.CodeTooLong, fmt.Errorf("its text is longer than %d MiB", maxBody>>20)
		}
		r.places[i] = span.Span{Start: b.Len(), End: b.Len() + len(word)}
		b.WriteString(word)
		if !unknown && spaces[i] != 0 {
			b.WriteByte(' ')
		}
	}
	return b.String(), "", nil
}
