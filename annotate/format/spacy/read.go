package spacy

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/klauspost/compress/zlib"
	"github.com/tinylib/msgp/msgp"

	"galley/annotate/format"
	"galley/annotate/internal/inorder"
	"galley/annotate/internal/spool"
	"galley/annotate/span"
)

// What a file may unfold to, so that a small one cannot take all memory.
const (
	maxHeld  = 512 << 20 // bytes of a file besides its tokens
	maxTable = 256 << 20 // bytes of the tokens of one document
	maxBody  = 64 << 20  // bytes of the text of one document
	maxAttrs = 1000
	maxDepth = 100 // of lists in lists

	elementSize = 64 // bytes that an element of a list takes besides what it holds
)

// codeBad is for files that are no DocBin.
const codeBad = "bad_docbin"

// documentsAhead is how many are in memory beside the one whose results are given.
const documentsAhead = 16

// Read gives an article for each document. Where what the tokens mean stands
// behind them the file is read twice: they are too many to keep.
func (Format) Read(ctx context.Context, in format.Input, _ format.Options) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		u := &unpacker{ctx: ctx, in: in}
		f := &file{}
		defer f.close() // nothing that was read hangs on it
		for d, err := range inorder.Map(f.tables(u), documentsAhead, f.read) {
			switch {
			case err == nil:
			case ctx.Err() != nil:
				yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, ctx.Err()))
				return
			case !u.opened:
				yield(format.Result{}, err)
				return
			default:
				yield(format.Result{Refused: &format.Issue{Item: in.Path, Code: codeBad, Message: err.Error()}}, nil)
				return
			}
			for _, r := range d.results {
				r.Bytes = d.bytes
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// table is a document as it stands among the tokens.
type table struct {
	n             int // from 0
	where         string
	room          *room  // the next four are in it; when this one is read it is for another
	rows          []byte // nil: they are too many
	spaces        []byte // whether a blank follows, of each token
	groups, users []byte
	bytes         int64 // of the file that were read so far
	results       []format.Result
}

// tables gives the documents, after all that says what they mean.
func (f *file) tables(u *unpacker) iter.Seq2[table, error] {
	return func(yield func(table, error) bool) {
		given := false
		err := u.pass(func(u *unpacker, key string) error {
			if key == "tokens" && f.told == all {
				given = true
				return f.give(u, yield)
			}
			return f.key(u, key)
		})
		if err == nil && !given {
			err = u.pass(func(u *unpacker, key string) error {
				if key != "tokens" {
					return u.Skip()
				}
				return cmp.Or(f.give(u, yield), errDone)
			})
			if err == nil { // there are none
				err = f.check()
			}
		}
		if errors.Is(err, errDone) {
			err = f.fault
		}
		if err != nil {
			yield(table{}, err)
		}
	}
}

// give gives the documents that the tokens are of.
func (f *file) give(u *unpacker, yield func(table, error) bool) error {
	size, err := u.ReadBytesHeader()
	if err != nil {
		return err
	}
	f.size = int64(size)
	if f.fault = f.check(); f.fault != nil {
		return errDone
	}
	spaces, groups, users := bufio.NewReader(f.spaces.Reader()), bufio.NewReader(f.groups.Reader()), bufio.NewReader(f.users.Reader())
	for n := range f.documents() {
		length := f.length(n)
		t := table{n: n, where: fmt.Sprintf("%s, document %d", u.in.Path, n+1), room: f.take()}
		b, err := appendFrom(t.room.bytes[:0], spaces, uint64(length))
		if err == nil {
			b, err = appendBlob(b, groups)
		}
		toGroups := len(b)
		if err == nil {
			b, err = appendBlob(b, users)
		}
		toUsers := len(b)
		size := length * f.width()
		switch {
		case err != nil:
			return err
		case size > maxTable:
			_, err = io.CopyN(io.Discard, u.Reader.R, int64(size))
		default:
			b, err = appendFrom(b, u.Reader.R, uint64(size))
			t.rows = b[toUsers:]
		}
		if err != nil {
			return err
		}
		t.spaces, t.groups, t.users = b[:length], b[length:toGroups], b[toGroups:toUsers]
		t.room.bytes = b
		if t.bytes = u.read; !yield(t, nil) {
			return errDone
		}
	}
	return nil
}

// room is what a document takes while it is read.
type room struct {
	bytes  []byte
	places []span.Span // of the tokens
}

// take gives room for a document, which may be that of an earlier one.
func (f *file) take() *room {
	if r, is := f.idle.Get().(*room); is {
		return r
	}
	return &room{}
}

// appendFrom appends the next n bytes of from, whose number is no hearsay.
func appendFrom(to []byte, from io.Reader, n uint64) ([]byte, error) {
	first := len(to)
	to = slices.Grow(to, int(n))[:first+int(n)]
	_, err := io.ReadFull(from, to[first:])
	return to, err
}

// errDone ends a pass early.
var errDone = errors.New("done")

// unpacker reads the map that a DocBin is.
type unpacker struct {
	*msgp.Reader
	ctx    context.Context
	in     format.Input
	opened bool
	read   int64 // bytes of the file
	held   int64 // bytes that were kept
	block  [4 << 10]byte
}

// pass goes through the file and calls value for each of its keys, which has to read the value.
func (u *unpacker) pass(value func(u *unpacker, key string) error) error {
	raw, err := u.in.FS.Open(u.in.Name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", u.in.Path, err)
	}
	defer raw.Close()
	u.opened, u.read = true, 0
	z, err := zlib.NewReader(readerFunc(func(p []byte) (int, error) {
		if err := u.ctx.Err(); err != nil {
			return 0, err
		}
		n, err := raw.Read(p)
		u.read += int64(n)
		return n, err
	}))
	if err != nil {
		return explain(err)
	}
	u.Reader = msgp.NewReaderSize(z, 64<<10)
	u.SetMaxRecursionDepth(maxDepth)
	n, err := u.ReadMapHeader()
	for ; err == nil && n > 0; n-- {
		var key []byte
		if key, err = u.ReadMapKey(nil); err == nil {
			err = value(u, string(key))
		}
	}
	if err == nil { // to the checksum
		if _, err = io.Copy(io.Discard, u.Reader.R); err == nil {
			return nil
		}
	}
	return explain(err)
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// explain says what is wrong with a file without the words of libraries.
func explain(err error) error {
	switch {
	case errors.Is(err, errDone):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends before its end: a part of it is missing")
	case errors.Is(err, zlib.ErrHeader):
		return errors.New("the file is no DocBin: it is not compressed by zlib")
	case errors.Is(err, zlib.ErrChecksum):
		return errors.New("the file is damaged: its checksum is not that of what it holds")
	}
	return fmt.Errorf("the file is no DocBin: %w", explainValue(err))
}

// explainValue says the same of a value.
func explainValue(err error) error {
	var wrong msgp.TypeError
	switch {
	case errors.As(err, &wrong):
		return fmt.Errorf("%s stands where %s must", wrong.Encoded, wrong.Method)
	case errors.Is(err, msgp.ErrShortBytes):
		return errors.New("a part of it is missing")
	}
	return err
}

// hold counts bytes that are kept, in memory or in a temporary file.
func (u *unpacker) hold(n int64) error {
	if u.held += n; u.held > maxHeld {
		return fmt.Errorf("what it holds besides tokens is more than %d MiB", maxHeld>>20)
	}
	return nil
}

// bytes reads a binary value without believing its length.
func (u *unpacker) bytes() ([]byte, error) {
	n, err := u.ReadBytesHeader()
	if err == nil {
		err = u.hold(int64(n))
	}
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = u.copy(&b, n)
	return b.Bytes(), err
}

func (u *unpacker) string() (string, error) {
	n, err := u.ReadStringHeader()
	if err == nil {
		err = u.hold(int64(n))
	}
	if err != nil {
		return "", err
	}
	if int(n) <= len(u.block) {
		_, err := u.ReadFull(u.block[:n])
		return string(u.block[:n]), err
	}
	var b strings.Builder
	err = u.copy(&b, n)
	return b.String(), err
}

// copy moves the next n bytes.
func (u *unpacker) copy(to io.Writer, n uint32) error {
	for n > 0 {
		some := u.block[:min(int(n), len(u.block))]
		if _, err := u.ReadFull(some); err != nil {
			return err
		}
		if _, err := to.Write(some); err != nil {
			return err
		}
		n -= uint32(len(some))
	}
	return nil
}

// list reads a list, of which each element has to be read.
func (u *unpacker) list(element func() error) error {
	n, err := u.ReadArrayHeader()
	for ; err == nil && n > 0; n-- {
		if err = u.hold(elementSize); err == nil {
			err = element()
		}
	}
	return err
}

// blobs reads a list of binary values, of which any may be nil, into a spool:
// before each stands its length.
func (u *unpacker) blobs(to *spool.Spool) error {
	return u.list(func() error {
		n := uint32(0)
		var err error
		if u.IsNil() {
			err = u.ReadNil()
		} else {
			n, err = u.ReadBytesHeader()
		}
		if err == nil {
			err = u.hold(int64(n))
		}
		if err == nil {
			_, err = to.Write(binary.AppendUvarint(u.block[:0], uint64(n)))
		}
		if err == nil {
			err = u.copy(to, n)
		}
		return err
	})
}

// appendBlob appends the next value of a spool, which is empty behind the last one.
func appendBlob(to []byte, from *bufio.Reader) ([]byte, error) {
	switch n, err := binary.ReadUvarint(from); {
	case errors.Is(err, io.EOF):
		return to, nil
	case err != nil:
		return to, err
	default:
		return appendFrom(to, from, n)
	}
}

// file is a DocBin without its tokens.
type file struct {
	attrs   []uint64
	size    int64       // bytes of the tokens; -1 where there are none
	spaces  spool.Spool // a byte for each token
	lengths []byte
	strings map[uint64]string
	unknown []bool      // of each document: where its blanks are is not known
	groups  spool.Spool // of each document
	users   spool.Spool
	cats    bool // a document has categories

	told    int   // which of the keys were read that say what tokens mean
	fault   error // why the parts do not belong together
	columns columns

	idle sync.Pool // *room that no document takes
}

// columns are the places of attributes in a row, in bytes; negative where there is none.
type columns struct{ orth, iob, label, sentence, kb int }

// explaining are the keys that say what tokens mean; all has a bit for each.
var explaining = []string{"attrs", "spaces", "lengths", "strings", "cats", "flags", "span_groups", "user_data"}

const all = 1<<8 - 1

// key reads the value of a key.
func (f *file) key(u *unpacker, key string) (err error) {
	if i := slices.Index(explaining, key); i >= 0 {
		f.told |= 1 << i
	}
	switch key {
	case "attrs":
		return u.list(func() error {
			a, err := u.ReadUint64()
			f.attrs = append(f.attrs, a)
			return err
		})
	case "tokens":
		n, err := u.ReadBytesHeader()
		if err == nil {
			_, err = io.CopyN(io.Discard, u.Reader.R, int64(n))
		}
		f.size = int64(n)
		return err
	case "spaces":
		n, err := u.ReadBytesHeader()
		if err == nil {
			err = u.hold(int64(n))
		}
		if err == nil {
			err = u.copy(&f.spaces, n)
		}
		return err
	case "lengths":
		f.lengths, err = u.bytes()
	case "strings":
		f.strings = make(map[uint64]string, len(symbols))
		for s, n := range symbols {
			f.strings[n] = s
		}
		return u.list(func() error {
			s, err := u.string()
			if utf8.ValidString(s) {
				f.strings[hash(s)] = s
			}
			return err
		})
	case "flags":
		return u.list(func() error { return f.flag(u) })
	case "cats":
		return u.list(func() error {
			n, err := u.ReadMapHeader()
			f.cats = f.cats || n > 0
			for n *= 2; err == nil && n > 0; n-- {
				err = u.Skip()
			}
			return err
		})
	case "span_groups":
		err = u.blobs(&f.groups)
	case "user_data":
		err = u.blobs(&f.users)
	default:
		err = u.Skip()
	}
	return err
}

// flag reads what is said of the blanks of a document.
func (f *file) flag(u *unpacker) error {
	unknown := false
	n, err := u.ReadMapHeader()
	for ; err == nil && n > 0; n-- {
		var key []byte
		switch key, err = u.ReadMapKey(nil); {
		case err != nil:
		case string(key) == "has_unknown_spaces":
			unknown, err = u.ReadBool()
		default:
			err = u.Skip()
		}
	}
	f.unknown = append(f.unknown, unknown)
	return err
}

// close takes away what was kept.
func (f *file) close() error {
	return errors.Join(f.spaces.Close(), f.groups.Close(), f.users.Close())
}

func (f *file) documents() int      { return len(f.lengths) / 4 }
func (f *file) length(n int) int    { return int(int32(binary.LittleEndian.Uint32(f.lengths[4*n:]))) }
func (f *file) column(a uint64) int { return wordSize * slices.Index(f.attrs, a) }
func (f *file) width() int          { return wordSize * len(f.attrs) }

// at is an element of a list, or nothing behind its end.
func at[T any](list []T, n int) (v T) {
	if n < len(list) {
		v = list[n]
	}
	return v
}

// check tells whether the parts belong together.
func (f *file) check() error {
	switch {
	case len(f.attrs) == 0 || len(f.attrs) > maxAttrs || f.column(attrOrth) < 0:
		return errors.New("it does not say which words its tokens are (attribute ORTH)")
	case f.strings == nil:
		return errors.New("it has no strings")
	case len(f.lengths)%4 != 0:
		return errors.New("its lengths are no numbers of four bytes")
	}
	f.columns = columns{f.column(attrOrth), f.column(attrEntIOB), f.column(attrEntType), f.column(attrSentStart), f.column(attrKB)}
	sum := int64(0)
	for n := range f.documents() {
		if f.length(n) < 0 {
			return fmt.Errorf("document %d has a length below zero", n+1)
		}
		sum += int64(f.length(n))
	}
	switch {
	case sum*int64(f.width()) != f.size:
		return fmt.Errorf("its documents have %d tokens, but its table of %d bytes is not one of %d tokens", sum, f.size, sum)
	case sum != f.spaces.Len():
		return fmt.Errorf("its documents have %d tokens, but it says of %d whether a blank follows", sum, f.spaces.Len())
	}
	return nil
}
