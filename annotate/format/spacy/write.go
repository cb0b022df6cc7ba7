package spacy

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"runtime"
	"slices"
	"sort"

	"github.com/go-json-experiment/json"
	"github.com/tinylib/msgp/msgp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/tokens"
	"galley/annotate/format/wire"
	"galley/annotate/internal/inorder"
	"galley/annotate/span"
)

// Write writes one file for each split and, in a folder, a config.cfg that
// trains on them.
func (Format) Write(ctx context.Context, out format.Output, set format.Set) (err error) {
	files := format.NewFiles(out, set, extension)
	defer files.Close()
	bins := map[string]*docBin{}
	defer func() {
		for _, b := range bins {
			err = errors.Join(err, b.close())
		}
	}()
	of := func(split string) *docBin {
		if bins[split] == nil {
			bins[split] = newDocBin()
		}
		return bins[split]
	}
	languages := map[string]bool{}
	for p, err := range inorder.Map(chunks(ctx, set.Records), chunksAhead, newPackers().pack) {
		if err != nil {
			return err
		}
		if err := of(p.split).add(p); err != nil {
			return err
		}
		for _, rec := range p.records {
			languages[rec.Article.Language] = true
		}
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

// chunk is a few documents of one file, which are compressed together.
type chunk struct {
	split   string
	records []format.Record
}

// perChunk is how many documents a chunk has: words repeat over some.
const perChunk = 64

// chunksAhead is how many are made ready beside the one that is taken in.
const chunksAhead = 3

// chunks puts records together.
func chunks(ctx context.Context, parts iter.Seq2[format.Part, error]) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		open := map[string][]format.Record{}
		for part, err := range parts {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(chunk{}, err)
				return
			}
			records := append(open[part.Split], part.Record)
			open[part.Split] = records
			if len(records) == perChunk {
				delete(open, part.Split)
				if !yield(chunk{part.Split, records}, nil) {
					return
				}
			}
		}
		for _, split := range slices.Sorted(maps.Keys(open)) {
			if !yield(chunk{split, open[split]}, nil) {
				return
			}
		}
	}
}

// attrs are the columns of the table of tokens, numbers of eight bytes each.
var attrs = []uint64{attrOrth, attrEntIOB, attrEntType, attrSentStart, attrKB}

// wordSize is the number of bytes of a number in the table.
const wordSize = 8

// packed is a chunk as it stands in a file.
type packed struct {
	chunk
	strings                       []string // those that no chunk had which its packer packed before, and some others
	tokens, spaces, groups, users piece
	lengths                       []byte
}

// packers are those that are idle. They are as many as pack chunks at a time.
type packers chan *packer

func newPackers() packers {
	idle := make(packers, runtime.GOMAXPROCS(0))
	for range cap(idle) {
		idle <- &packer{deflater: newDeflater()}
	}
	return idle
}

// pack makes a chunk ready for its file.
func (idle packers) pack(c chunk) (packed, error) {
	p := <-idle
	defer func() { idle <- p }()
	return p.pack(c)
}

// packer has what packing a chunk takes besides the chunk.
type packer struct {
	*deflater
	split                        string // of the last chunk
	strings                      hasher
	tokens                       []tokens.Spaced // of a document
	spans, group, byKey          []byte          // of its groups: all spans, one group, the map of them
	table, spaces, groups, users []byte
}

func (p *packer) pack(c chunk) (packed, error) {
	p.table, p.spaces, p.groups, p.users = p.table[:0], p.spaces[:0], p.groups[:0], p.users[:0]
	if c.split != p.split { // its strings stand in another file
		p.split = c.split
		p.strings.forget()
	}
	out := packed{chunk: c}
	for _, rec := range c.records {
		p.tokens = tokens.AppendSpaced(p.tokens[:0], rec.Article.Text, nil)
		d := &document{Record: rec, packer: p}
		for _, l := range rec.Layers {
			d.gather(l.Layer)
		}
		user, err := d.userData()
		if err == nil {
			p.users = msgp.AppendBytes(p.users, user)
			p.groups, err = d.appendGroups(p.groups)
		}
		if err != nil {
			return out, fmt.Errorf("writing article %s: %w", rec.Article.Key, err)
		}
		p.table, p.spaces = d.appendTable(p.table, p.spaces)
		out.lengths = binary.LittleEndian.AppendUint32(out.lengths, uint32(len(d.tokens)))
	}
	out.strings = p.strings.take()
	out.tokens, out.spaces, out.groups, out.users = p.piece(p.table), p.piece(p.spaces), p.piece(p.groups), p.piece(p.users)
	return out, nil
}

// docBin gathers documents for one file.
type docBin struct {
	strings                       stringStore
	tokens, spaces, groups, users *part
	lengths                       []byte
}

func newDocBin() *docBin {
	return &docBin{strings: stringStore{}, tokens: newPart(), spaces: newPart(), groups: newPart(), users: newPart()}
}

func (b *docBin) add(p packed) error {
	b.lengths = append(b.lengths, p.lengths...)
	b.strings.add(p.strings)
	return errors.Join(b.tokens.add(p.tokens), b.spaces.add(p.spaces), b.groups.add(p.groups), b.users.add(p.users))
}

// close takes away what has waited.
func (b *docBin) close() error {
	return errors.Join(b.tokens.deflated.Close(), b.spaces.deflated.Close(), b.groups.deflated.Close(), b.users.deflated.Close())
}

// write writes the file. The tokens come last: who has read the rest before can
// make documents of them as they come.
func (b *docBin) write(w io.Writer) error {
	size, documents := b.tokens.size, len(b.lengths)/4
	if size > math.MaxUint32 {
		return fmt.Errorf("its tokens take %d MiB, of which a DocBin holds 4096; make more splits", size>>20)
	}
	n := uint32(documents)
	z := newStream(w)
	head := msgp.AppendMapHeader(nil, 10)
	head = msgp.AppendString(msgp.AppendString(head, "version"), "0.1")
	head = msgp.AppendArray(msgp.AppendString(head, "attrs"), attrs, msgp.AppendUint64)
	head = msgp.AppendBytes(msgp.AppendString(head, "lengths"), b.lengths)
	head = msgp.AppendArray(msgp.AppendString(head, "strings"), b.strings.sorted(), msgp.AppendString)
	head = msgp.AppendArrayHeader(msgp.AppendString(head, "cats"), n)
	head = append(head, bytes.Repeat(msgp.AppendMapHeader(nil, 0), documents)...)
	flags := msgp.AppendBool(msgp.AppendString(msgp.AppendMapHeader(nil, 1), "has_unknown_spaces"), false)
	head = msgp.AppendArrayHeader(msgp.AppendString(head, "flags"), n)
	head = append(head, bytes.Repeat(flags, documents)...)
	z.bytes(msgp.AppendBytesHeader(msgp.AppendString(head, "spaces"), uint32(b.spaces.size)))
	z.part(b.spaces)
	z.bytes(msgp.AppendArrayHeader(msgp.AppendString(nil, "span_groups"), n))
	z.part(b.groups)
	z.bytes(msgp.AppendArrayHeader(msgp.AppendString(nil, "user_data"), n))
	z.part(b.users)
	z.bytes(msgp.AppendBytesHeader(msgp.AppendString(nil, "tokens"), uint32(size)))
	z.part(b.tokens)
	return z.close()
}

// document is an article on the way into a file.
type document struct {
	format.Record
	*packer
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
	first = sort.Search(len(d.tokens), func(i int) bool { return d.tokens[i].Start >= s.Start })
	for end = first + 1; d.tokens[end-1].End < s.End; {
		end++
	}
	return first, end
}

// appendTable appends the rows of the tokens, a number for each of attrs, and whether
// a blank follows each.
func (d *document) appendTable(rows, blanks []byte) ([]byte, []byte) {
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
	rows = slices.Grow(rows, len(d.tokens)*len(attrs)*wordSize)
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

// appendGroups appends the span groups of the document: the bytes of a MessagePack map
// from the bytes of each to its keys.
func (d *document) appendGroups(to []byte) ([]byte, error) {
	all, count := d.spans[:0], [2]uint32{}
	var fault, err error
	for _, m := range d.mentions {
		all, err = d.appendSpans(all, m.ID, m.Label, d.kb[m.Entity], m.Spans)
		fault = errors.Join(fault, err)
		count[0] += uint32(len(m.Spans))
	}
	first := len(all)
	for _, v := range d.triggers {
		all, err = d.appendSpans(all, v.ID, v.Type, 0, v.Trigger)
		fault = errors.Join(fault, err)
		count[1] += uint32(len(v.Trigger))
	}
	count[0] += count[1]
	groups := []struct {
		key   string
		spans []byte
		n     uint32
	}{{groupSpans, all, count[0]}, {groupTriggers, all[first:], count[1]}}
	if count[1] == 0 {
		groups = groups[:1]
	}
	value, out := d.group, msgp.AppendMapHeader(d.byKey[:0], uint32(len(groups)))
	for _, g := range groups {
		value = msgp.AppendString(msgp.AppendString(msgp.AppendMapHeader(value[:0], 3), "name"), g.key)
		value = msgp.AppendMapHeader(msgp.AppendString(value, "attrs"), 0)
		value = append(msgp.AppendArrayHeader(msgp.AppendString(value, "spans"), g.n), g.spans...)
		out = msgp.AppendString(msgp.AppendArrayHeader(msgp.AppendBytes(out, value), 1), g.key)
	}
	d.spans, d.group, d.byKey = all, value, out
	return msgp.AppendBytes(to, out), fault
}

// appendSpans appends the fragments of an annotation, as spaCy's struct ">QQQllll".
func (d *document) appendSpans(to []byte, id annotate.ID, label string, kb uint64, fragments []span.Span) ([]byte, error) {
	for _, s := range fragments {
		start, err := d.Article.Text.CodePoint(s.Start)
		end, err2 := d.Article.Text.CodePoint(s.End)
		if err := errors.Join(err, err2); err != nil {
			return to, err
		}
		first, last := d.tokensOf(s)
		to = msgp.AppendBytesHeader(to, spanSize)
		for _, x := range [...]uint64{d.strings.hash(string(id)), kb, d.strings.hash(label)} {
			to = binary.BigEndian.AppendUint64(to, x)
		}
		for _, x := range [...]int{first, last, start, end} {
			to = binary.BigEndian.AppendUint32(to, uint32(x))
		}
	}
	return to, nil
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
