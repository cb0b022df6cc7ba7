package spacy

import (
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// read reads the table of document n and makes an article of it. An error is
// one of the whole file.
func (f *file) read(u *unpacker, n int, where string) ([]format.Result, error) {
	length := f.length(n)
	spaces := f.spaces[f.next : f.next+length]
	f.next += length
	size := length * f.width()
	if size > maxTable {
		_, err := io.CopyN(io.Discard, u.Reader.R, int64(size))
		return refused(where, format.CodeTooLong, fmt.Errorf("it has %d tokens", length)), err
	}
	f.table = slices.Grow(f.table[:0], size)[:size]
	if _, err := io.ReadFull(u.Reader.R, f.table); err != nil {
		return nil, err
	}
	r := &reading{file: f, length: length, places: make([]span.Span, length)}
	body, code, err := r.body(spaces, at(f.unknown, n))
	if err != nil {
		return refused(where, code, err), nil
	}
	user, err := readUser(at(f.users, n))
	var none []format.Result
	if r.Reading, none = wire.NewReading(where, body, user.About.With(user.Other)); r.Reading == nil {
		return none, nil
	}
	if err != nil {
		r.Refuse("user_data", format.CodeType, err)
	}
	if at(f.unknown, n) {
		f.rebuilt.Warn(r.Reading)
	}
	if n == 0 && f.cats {
		r.Warn("categories", "the file has categories of documents, which are not read")
	}
	groups, err := readGroups(at(f.groups, n))
	if err != nil {
		r.Refuse("span groups", codeBad, explainValue(err))
	}
	return r.Done(r.items(groups, user.Fragments)), nil
}

func refused(where, code string, err error) []format.Result {
	return []format.Result{{Refused: &format.Issue{Item: where, Code: code, Message: err.Error()}}}
}

// reading is a document on the way out of a file.
type reading struct {
	*wire.Reading
	file   *file
	length int         // in tokens
	places []span.Span // of the tokens
}

// value is an attribute of a token; 0 where the file does not have it.
func (r *reading) value(token int, attr uint64) uint64 {
	column := r.file.column(attr)
	if column < 0 {
		return 0
	}
	return binary.LittleEndian.Uint64(r.file.table[token*r.file.width()+8*column:])
}

// body is the text that the tokens make up. Where blanks are not known there is
// one after each token, and a line for each sentence.
func (r *reading) body(spaces []byte, unknown bool) (body, code string, err error) {
	var b strings.Builder
	for i := range r.length {
		if unknown && i > 0 {
			space := byte(' ')
			if r.value(i, attrSentStart) == sentenceBegins {
				space = '\n'
			}
			b.WriteByte(space)
		}
		id := r.value(i, attrOrth)
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
