// Package format says what a format of articles and annotations is. Each
// format is a package below this one; package all lists them.
//
// A format converts offsets at its edge: in a Record they are bytes.
package format

import (
	"cmp"
	"context"
	"io"
	"io/fs"
	"iter"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

// Unit is what a format's offsets count.
type Unit string

// The units of offsets in use.
const (
	CodePoints Unit = "code points"
	UTF16      Unit = "UTF-16 units"
	Graphemes  Unit = "grapheme clusters"
	Tokens     Unit = "tokens"
	NoOffsets  Unit = "none"
)

// Holds says what a format can carry. What it cannot, its writer names as lost.
type Holds struct {
	Text                                                       bool // the body byte for byte
	NoControls                                                 bool // but for the characters that WithoutControls replaces
	Meta, Layers, Entities, Events, Relations, Attributes      bool
	Labels, Notes, Nested, Overlapping, Discontinuous, Origins bool
}

// Info describes a format.
type Info struct {
	ID        string // as scripts name it: "conll2003"
	Name      string // as people name it: "CoNLL-2003"
	Extension string // of a single file, with its dot; empty if it is always a folder
	Stem      string // what the data file in a folder is called; empty: "articles"
	Unit      Unit
	Holds     Holds
	Variants  []Named // ways to write, and some to read, besides the usual one: see Varied
}

// Named is a variant of a format.
type Named struct {
	ID   string // as scripts name it: "graphemes"
	Name string // as people name it: "offsets count grapheme clusters"
	Read bool   // a file need not say that it is this one: a reader of the variant takes it for that
}

// Layer is a layer as a file gives it: the person is known by name only, and
// ID.Article and ID.Annotator are empty.
type Layer struct {
	Annotator string
	annotate.Layer
}

// Record is an article with its layers. ID or Key of the article are empty
// where the file gives none.
type Record struct {
	Article *annotate.Article
	Layers  []Layer
	Where   string // place in the input for messages: "news.jsonl, line 12"
}

// Issue is something in a file that was refused, or read with a warning.
type Issue struct {
	Item    string `json:"item"` // file and line, article, annotation
	Code    string `json:"code"` // stable, for scripts: "bad_json", "span_outside"
	Message string `json:"message"`
}

// Result is one step of reading: a record, a refused item or a warning.
// Exactly one of the pointers is set.
type Result struct {
	Record  *Record
	Refused *Issue
	Part    bool // what is refused is a part of an article that is read all the same
	Warning *Issue
	Schema  *annotate.Schema // a schema that travels with the data
	Bytes   int64            // read of the input so far, for progress
}

// Input is a file or folder to read: Name within FS. Path is how to call it in messages.
type Input struct {
	FS   fs.FS
	Name string
	Path string
}

// Options of a reader.
type Options struct {
	Columns map[string]string // column or field of the file -> title, body, date, outlet, author, url, language, id, key
}

// Reader reads a format.
type Reader interface {
	Info() Info
	// Sniff tells how sure the format is, 0 to 1, that in is of its kind. head are the first bytes of a file; of a folder it is empty.
	Sniff(in Input, head []byte) float64
	// Read gives what in holds, in order, without keeping it. An error ends the reading: the input as a whole cannot be read.
	Read(ctx context.Context, in Input, opt Options) iter.Seq2[Result, error]
}

// Output is a folder in which a writer makes its files.
type Output interface {
	// Create makes a file by its path, with slashes, below the folder.
	Create(path string) (io.WriteCloser, error)
}

// Format reads and writes articles with annotations.
//
// Reading what Write wrote gives the records that were written, for every
// record that Fit returned; as Blankless leaves them where the format does not
// hold Text. So a loss can only happen in Fit, where it is counted, and an
// export can be verified by reading it back.
type Format interface {
	Reader
	// Fit is rec as far as the format can hold it; what it cannot hold is
	// counted in lost. A fitted record fits without further loss. rec itself is
	// not changed. A format that does not hold Layers takes records of one layer, or none.
	Fit(rec Record, lost *Losses) Record
	// Write writes fitted records in the order given.
	Write(ctx context.Context, out Output, set Set) error
}

// Tokenizer is a format that cuts tokens by a rule of its consumer's own.
type Tokenizer interface {
	// Tokens are those of a text, in order; between them is white space.
	Tokens(t *text.Text) []span.Span
}

// Varied is a format that can be written in other ways than its usual one:
// under other names, with offsets that count something else, with another prompt.
type Varied interface {
	Format
	// Variant is the format as the one of Info.Variants with an id, or as usual if that is empty.
	Variant(id string) Format
}

// Variant is f as the variant with an id; as usual if that is empty. ok is false
// where there is no such variant.
func Variant(f Format, id string) (as Format, ok bool) {
	if id == "" {
		return f, true
	}
	v, ok := f.(Varied)
	if !ok || !slices.Contains(f.Info().VariantIDs(), id) {
		return nil, false
	}
	return v.Variant(id), true
}

// ReadVariants are the variants that files can be read as: see Named.Read.
func (i Info) ReadVariants() []Named {
	return slices.DeleteFunc(slices.Clone(i.Variants), func(v Named) bool { return !v.Read })
}

// VariantIDs are the ids of the variants.
func (i Info) VariantIDs() []string {
	ids := make([]string, len(i.Variants))
	for n, v := range i.Variants {
		ids[n] = v.ID
	}
	return ids
}

// Set is what a writer writes.
type Set struct {
	Schema *annotate.Schema
	Layer  LayerName // whose work it is, for formats that do not hold layers; zero where it is mixed
	Splits []string  // names in order; empty where there are none
	Stem   string    // Info's
	// WithoutTexts: the texts are taken out of what is written, by package textless.
	WithoutTexts bool
	Single       string // the name of the one data file, where a file was asked for; else empty
	Records      iter.Seq2[Part, error]
}

// LayerName says whose work a layer is and of what kind.
type LayerName struct {
	Annotator string
	Kind      annotate.LayerKind
}

// Part is a record with the split it is in ("" where there are no splits).
type Part struct {
	Split  string
	Record Record
}

// DataName is the name of the data file of a split.
func (s Set) DataName(split, extension string) string {
	switch {
	case s.Single != "":
		return s.Single
	case split != "":
		return split + extension
	}
	return cmp.Or(s.Stem, "articles") + extension
}
