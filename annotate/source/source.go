// Package source reads news articles from files. Each kind of file is a
// package below this one; here is what they have in common. Package
// source/all lists them.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"galley/annotate/format"
	"galley/annotate/source/decode"
)

// MaxText is the size in bytes of the longest article or record that is read:
// far more than any article, little enough for any machine.
const MaxText = format.MaxLine

// Holds is what every source holds: articles without annotations.
var Holds = format.Holds{Text: true, Meta: true}

// Stem is the key of the article that a file holds: its path without extension.
func Stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// Extension is a file's extension in small letters, with its dot.
func Extension(name string) string { return strings.ToLower(path.Ext(name)) }

// Sample is the text that head, the first bytes of a file, begins; empty if it is none.
func Sample(head []byte) string {
	c, err := decode.Detect(bytes.NewReader(head))
	if err != nil {
		return ""
	}
	text, _ := io.ReadAll(c.Reader(bytes.NewReader(head))) // head may end inside a character
	return string(text)
}

// Refused is the result for an item that cannot be read because of err. ok is
// false for an error of the machine rather than of what the file holds.
func Refused(item string, err error) (r format.Result, ok bool) {
	var e *decode.Error
	if !errors.As(err, &e) {
		return format.Result{}, false
	}
	return Refusal(item, e.Code, e.Msg), true
}

// Refusal is the result for an item that is refused.
func Refusal(item, code, message string) format.Result {
	return format.Result{Refused: &format.Issue{Item: item, Code: code, Message: message}}
}

// Warning is a result that warns of something about an item.
func Warning(item, code, message string) format.Result {
	return format.Result{Warning: &format.Issue{Item: item, Code: code, Message: message}}
}

// WarnCharset gives a warning if the encoding was guessed. It returns what yield does.
func WarnCharset(item string, c decode.Charset, yield func(format.Result, error) bool) bool {
	w := c.Warning()
	return w == "" || yield(Warning(item, "encoding", w), nil)
}

// Whole reads a file that is one article.
func Whole(in format.Input) ([]byte, error) {
	f, err := in.FS.Open(in.Name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxText+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxText {
		return nil, &decode.Error{Code: decode.TooLarge, Msg: fmt.Sprintf("the file is larger than %d MiB, too long for one article", MaxText>>20)}
	}
	return data, nil
}

// File is a file that is read piece by piece as UTF-8.
type File struct {
	io.Reader
	Charset decode.Charset
	file    fs.File
	read    int64
}

// Open opens a file. It is read twice: once to tell its encoding, and once by the caller.
func Open(in format.Input) (*File, error) {
	first, err := in.FS.Open(in.Name)
	if err != nil {
		return nil, err
	}
	charset, err := decode.Detect(first)
	if err := errors.Join(err, first.Close()); err != nil {
		return nil, err
	}
	f := &File{Charset: charset}
	if f.file, err = in.FS.Open(in.Name); err != nil {
		return nil, err
	}
	f.Reader = charset.Reader(counter{f})
	return f, nil
}

// Bytes is how much of the file was read.
func (f *File) Bytes() int64 { return f.read }

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

type counter struct{ f *File }

func (c counter) Read(p []byte) (int, error) {
	n, err := c.f.file.Read(p)
	c.f.read += int64(n)
	return n, err
}

// Give hands err, of reading the file at item, to the loop: as a refusal if it
// is what the file holds, else as the error that ends the reading.
func Give(item string, err error, yield func(format.Result, error) bool) {
	if r, ok := Refused(item, err); ok {
		yield(r, nil)
		return
	}
	yield(format.Result{}, fmt.Errorf("reading %s: %w", item, err))
}
