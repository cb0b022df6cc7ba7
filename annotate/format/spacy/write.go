package spacy

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/tinylib/msgp/msgp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/span"
)

// Write writes one file for each split and, in a folder, a config.cfg that
// trains on them.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) error {
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	bins := map[string]*docBin{}
	of := func(split string) *docBin {
		if bins[split] == nil {
			bins[split] = newDocBin()
		}
		return bins[split]
	}
	languages := map[string]bool{}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := of(part.Split).add(part.Record); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
		languages[part.Record.Article.Language] = true
	}
	splits := set.Splits
	if len(splits) == 0 {
		splits = []string{""}
	}
	for _, split := range splits {
		w, err := files.For(split)
		if err == nil {
			err = of(split).write(w)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", set.DataName(split, extension), err)
		}
	}
	if err := files.Close(); err != nil || set.Single != "" { // a single file stands alone
		return err
	}
	return writeConfig(out, set, slices.Sorted(maps.Keys(languages)))
}

// attrs are the columns of the table of tokens, numbers of eight bytes each.
var attrs = []uint64{attrOrth, attrEntIOB, attrEntType, attrSentStart, attrKB}

// docBin gathers documents for one file.
type docBin struct {
	strings               stringStore
	tokens, spaces        *block
	groups, users         *block
	lengths               []byte
	documents             int
	rows, blanks, scratch []byte // of the document at hand
}

func newDocBin() *docBin {
	return &docBin{strings: stringStore{"": 0}, tokens: newBlock(), spaces: newBlock(), groups: newBlock(), users: newBlock()}
}

// add adds a document.
func (b *docBin) add(rec format.Record) error {
	d := &document{Record: rec, strings: b.strings, tokens: tokens.CutSpaced(rec.Article.Text, nil)}
	for _, l := range rec.Layers {
		d.gather(l.Layer)
	}
	user, err := d.userData()
	if err != nil {
		return err
	}
	groups, err := d.groups()
	if err != nil {
		return err
	}
	b.rows, b.blanks = d.table(b.rows[:0], b.blanks[:0])
	b.tokens.Write(b.rows)
	b.spaces.Write(b.blanks)
	b.scratch = msgp.AppendBytes(b.scratch[:0], groups)
	b.groups.Write(b.scratch)
	b.scratch = msgp.AppendBytes(b.scratch[:0], user)
	b.users.Write(b.scratch)
	b.lengths = binary.LittleEndian.AppendUint32(b.lengths, uint32(len(d.tokens)))
	b.documents++
	return nil
}

// write writes the file.
func (b *docBin) write(w io.Writer) error {
	if b.tokens.size > math.MaxUint32 {
		return fmt.Errorf("its tokens take %d MiB, of which a DocBin holds 4096; make more splits", b.tokens.size>>20)
	}
	n := uint32(b.documents)
	z := newStream(w)
	head := msgp.AppendMapHeader(nil, 10)
	head = msgp.AppendString(msgp.AppendString(head, "version"), "0.1")
	head = msgp.AppendArray(msgp.AppendString(head, "attrs"), attrs, msgp.AppendUint64)
	z.bytes(msgp.AppendBytesHeader(msgp.AppendString(head, "tokens"), uint32(b.tokens.size)))
	z.block(b.tokens)
	z.bytes(msgp.AppendBytesHeader(msgp.AppendString(nil, "spaces"), uint32(b.spaces.size)))
	z.block(b.spaces)
	rest := msgp.AppendBytes(msgp.AppendString(nil, "lengths"), b.lengths)
	rest = msgp.AppendArray(msgp.AppendString(rest, "strings"), b.strings.sorted(), msgp.AppendString)
	rest = msgp.AppendArrayHeader(msgp.AppendString(rest, "cats"), n)
	rest = append(rest, bytes.Repeat(msgp.AppendMapHeader(nil, 0), b.documents)...)
	flags := msgp.AppendBool(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "has_unknown_spaces"), false)
	rest = msgp.AppendArrayHeader(msgp.AppendString(rest, "flags"), n)
	rest = append(rest, bytes.Repeat(flags, b.documents)...)
	z.bytes(msgp.AppendArrayHeader(msgp.AppendString(rest, "span_groups"), n))
	z.block(b.groups)
	z.bytes(msgp.AppendArrayHeader(msgp.AppendString(nil, "user_data"), n))
	z.block(b.users)
	return z.close()
}

// document is an article on the way into a file.
type document struct {
	format.Record
	strings  stringStore
	tokens   []tokens.Spaced
	mentions []*annotate.Mention
	triggers []*annotate.Event
	kb       map[annotate.ID]uint64 // of entities
	pieces   bool                   // something has several fragments
}

func (d *document) gather(l annotate.Layer) {
	d.mentions, d.triggers, d.kb = l.Mentions.All(), l.Events.All(), map[annotate.ID]uint64{}
	for _, e := range l.Entities.All() {
		d.kb[e.ID] = d.strings.hash(e.KB)
	}
	several := func(spans []span.Span) { d.pieces = d.pieces || len(spans) > 1 }
	for _, m := range d.mentions {
		several(m.Spans)
	}
	for _, v := range d.triggers {
		several(v.Trigger)
	}
}

// tokensOf are the numbers of the tokens of s, the end exclusive.
func (d *document) tokensOf(s span.Span) (first, end int) {
	first, _ = slices.BinarySearchFunc(d.tokens, s.Start, func(t tokens.Spaced, at int) int { return cmp.Compare(t.Start, at) })
	last, _ := slices.BinarySearchFunc(d.tokens, s.End, func(t tokens.Spaced, at int) int { return cmp.Compare(t.End, at) })
	return first, last + 1
}

// table appends the rows of the tokens and whether a blank follows each.
func (d *document) table(rows, blanks []byte) (_, _ []byte) {
	type name struct {
		*annotate.Mention
		first, end int
	}
	var names []name // doc.ents in order
	whole := slices.DeleteFunc(slices.Clone(d.mentions), func(m *annotate.Mention) bool { return len(m.Spans) > 1 })
	flat := tokens.Columns(whole, 1)
	for _, m := range whole {
		if _, is := flat[m.ID]; is {
			first, end := d.tokensOf(m.Spans[0])
			names = append(names, name{m, first, end})
		}
	}
	for i, t := range d.tokens {
		for len(names) > 0 && names[0].end <= i {
			names = names[1:]
		}
		iob, label, kb, sentence := uint64(iobOutside), uint64(0), uint64(0), uint64(sentenceContinue)
		if len(names) > 0 && names[0].first <= i {
			if iob = iobInside; names[0].first == i {
				iob = iobBegin
			}
			label, kb = d.strings.hash(names[0].Label), d.kb[names[0].Entity]
		}
		if t.First {
			sentence = sentenceBegins
		}
		for _, x := range [...]uint64{d.strings.hash(d.Article.Text.Slice(t.Start, t.End)), iob, label, sentence, kb} {
			rows = binary.LittleEndian.AppendUint64(rows, x)
		}
		blank := byte(0)
		if t.Blank {
			blank = 1
		}
		blanks = append(blanks, blank)
	}
	return rows, blanks
}

// groups are the span groups of the document, a MessagePack map from the bytes of each to its keys.
func (d *document) groups() ([]byte, error) {
	all, triggers := [][]byte{}, [][]byte{} // nil would be written as nil
	var faults []error
	for _, m := range d.mentions {
		spans, err := d.spans(m.ID, m.Label, d.kb[m.Entity], m.Spans)
		all, faults = append(all, spans...), append(faults, err)
	}
	for _, v := range d.triggers {
		spans, err := d.spans(v.ID, v.Type, 0, v.Trigger)
		all, triggers, faults = append(all, spans...), append(triggers, spans...), append(faults, err)
	}
	groups := []struct {
		key   string
		spans [][]byte
	}{{groupSpans, all}, {groupTriggers, triggers}}
	if len(triggers) == 0 {
		groups = groups[:1]
	}
	out := msgp.AppendMapHeader(nil, uint32(len(groups)))
	for _, g := range groups {
		value := msgp.AppendString(msgp.AppendString(msgp.AppendMapHeader(nil, 3), "name"), g.key)
		value = msgp.AppendMapHeader(msgp.AppendString(value, "attrs"), 0)
		value = msgp.AppendArray(msgp.AppendString(value, "spans"), g.spans, msgp.AppendBytes)
		out = msgp.AppendString(msgp.AppendArrayHeader(msgp.AppendBytes(out, value), 1), g.key)
	}
	return out, errors.Join(faults...)
}

// spans are the fragments of an annotation, as spaCy's struct ">QQQllll".
func (d *document) spans(id annotate.ID, label string, kb uint64, fragments []span.Span) ([][]byte, error) {
	var out [][]byte
	for _, s := range fragments {
		start, err := d.Article.Text.CodePoint(s.Start)
		end, err2 := d.Article.Text.CodePoint(s.End)
		if err := errors.Join(err, err2); err != nil {
			return nil, err
		}
		first, last := d.tokensOf(s)
		p := make([]byte, 0, spanSize)
		for _, x := range [...]uint64{d.strings.hash(string(id)), kb, d.strings.hash(label)} {
			p = binary.BigEndian.AppendUint64(p, x)
		}
		for _, x := range [...]int{first, last, start, end} {
			p = binary.BigEndian.AppendUint32(p, uint32(x))
		}
		out = append(out, p)
	}
	return out, nil
}

// spanSize is the length of a span in bytes: three numbers of eight and four of four.
const spanSize = 40

// userData is what doc.user_data says of the article: texts under the names of
// wire.About, and metadata as JSON.
func (d *document) userData() ([]byte, error) {
	about := wire.AboutOf(d.Record)
	meta := ""
	if len(about.Meta) > 0 {
		data, err := json.Marshal(about.Meta, wire.Encoding)
		if err != nil {
			return nil, err
		}
		meta = string(data)
	}
	n := uint32(0)
	var fields []byte
	for _, f := range [...]struct{ key, value string }{
		{"article_id", about.ID}, {"doc_id", about.Key}, {"title", about.Title}, {"published", about.Published}, {"language", about.Language},
		{"outlet", about.Outlet}, {"author", about.Author}, {"url", about.URL}, {userAbout, meta},
		{"annotator", about.Annotator}, {"kind", about.Kind}, {"state", about.State},
	} {
		if f.value != "" {
			fields = msgp.AppendString(msgp.AppendString(fields, f.key), f.value)
			n++
		}
	}
	if d.pieces {
		fields = msgp.AppendBool(msgp.AppendString(fields, userFragments), true)
		n++
	}
	return append(msgp.AppendMapHeader(nil, n), fields...), nil
}
