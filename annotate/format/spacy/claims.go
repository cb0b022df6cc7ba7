package spacy

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/tinylib/msgp/msgp"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/span"
)

// claim is a span of a group or of doc.ents.
type claim struct {
	id, kb, label uint64 // hashes
	first, end    int    // tokens, the end exclusive
}

// source is where a claim stands in a document: in doc.ents or in a group.
type source struct {
	ents   bool
	group  string
	number int // from 1
}

func (s source) String() string {
	if s.ents {
		return fmt.Sprintf("entity %d", s.number)
	}
	return fmt.Sprintf("span %d of group %q", s.number, format.Clip(s.group))
}

// group is a span group.
type group struct {
	key    string
	claims []claim
}

// readGroups reads the span groups of a document: a map from the bytes of each
// to its keys, or, by older versions, a list of such bytes.
func readGroups(data []byte) (out []group, err error) {
	if len(data) == 0 {
		return nil, nil
	}
	if msgp.NextType(data) == msgp.ArrayType {
		n, data, err := msgp.ReadArrayHeaderBytes(data)
		for ; err == nil && n > 0; n-- {
			var value []byte
			var g group
			if value, data, err = msgp.ReadBytesZC(data); err == nil {
				g, err = readGroup(value)
				out = append(out, g)
			}
		}
		return out, err
	}
	n, data, err := msgp.ReadMapHeaderBytes(data)
	for ; err == nil && n > 0; n-- {
		var value []byte
		if value, data, err = msgp.ReadBytesZC(data); err != nil {
			break
		}
		var g group
		if g, err = readGroup(value); err != nil {
			break
		}
		var keys uint32
		for keys, data, err = msgp.ReadArrayHeaderBytes(data); err == nil && keys > 0; keys-- {
			g.key, data, err = msgp.ReadStringBytes(data)
			out = append(out, g)
		}
	}
	return out, err
}

// readGroup reads a group, whose key is its name.
func readGroup(data []byte) (g group, err error) {
	n, data, err := msgp.ReadMapHeaderBytes(data)
	for ; err == nil && n > 0; n-- {
		var key []byte
		if key, data, err = msgp.ReadMapKeyZC(data); err != nil {
			break
		}
		switch string(key) {
		case "name":
			g.key, data, err = msgp.ReadStringBytes(data)
		case "spans":
			var spans uint32
			for spans, data, err = msgp.ReadArrayHeaderBytes(data); err == nil && spans > 0; spans-- {
				var p []byte
				if p, data, err = msgp.ReadBytesZC(data); err == nil && len(p) != spanSize {
					err = fmt.Errorf("a span of group %q has %d bytes, not %d", format.Clip(g.key), len(p), spanSize)
				}
				if err == nil {
					g.claims = append(g.claims, readSpan(p))
				}
			}
		default:
			data, err = msgp.Skip(data)
		}
	}
	return g, err
}

func readSpan(p []byte) claim {
	be := binary.BigEndian
	return claim{
		id: be.Uint64(p), kb: be.Uint64(p[8:]), label: be.Uint64(p[16:]),
		first: int(int32(be.Uint32(p[24:]))), end: int(int32(be.Uint32(p[28:]))),
	}
}

// names are doc.ents: what begins with B, or with I after no name, and has a label.
func (r *reading) names() []claim {
	out := make([]claim, 0, 16)
	open, columns := false, r.file.columns
	for i := range r.length {
		label := r.value(i, columns.label)
		switch iob := r.value(i, columns.iob); {
		case iob == iobInside && open:
			out[len(out)-1].end = i + 1
		case (iob == iobInside || iob == iobBegin) && label != 0:
			out = append(out, claim{label: label, kb: r.value(i, columns.kb), first: i, end: i + 1})
			open = true
		default:
			open = false
		}
	}
	return out
}

// maker makes annotations of claims.
type maker struct {
	*reading
	numbers  cut.Numbers
	taken    map[annotate.ID]bool // the ids in use
	said     map[claim]bool
	mentions []mention
	triggers []*annotate.Event
	pieces   map[annotate.ID]*[]span.Span // what an id stands for; nil where each claim is an annotation
}

// mention is a mention with the claim that it was made of and its id of a knowledge base.
type mention struct {
	*annotate.Mention
	claim
	kb string
}

// comparePlaces is an order in which mentions of one place and label stand together.
func comparePlaces(a, b claim) int {
	return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.end, b.end), cmp.Compare(a.label, b.label))
}

// items are the annotations of a document: the spans of all groups, each once,
// and those names of doc.ents that are in none. Where there are fragments, the
// claims of one id are those of one annotation.
func (r *reading) items(groups []group, fragments bool) []annotate.Item {
	size := 0
	for _, g := range groups {
		size += len(g.claims)
	}
	m := &maker{reading: r, numbers: cut.Numbers{}, taken: make(map[annotate.ID]bool, size), said: make(map[claim]bool, size), mentions: make([]mention, 0, size)}
	if fragments {
		m.pieces = make(map[annotate.ID]*[]span.Span, size)
	}
	for _, triggers := range []bool{true, false} { // a trigger is in another group too
		for _, g := range groups {
			if (g.key == groupTriggers) == triggers {
				for i, c := range g.claims {
					m.add(c, triggers, source{group: g.key, number: i + 1})
				}
			}
		}
	}
	slices.SortStableFunc(m.mentions, func(a, b mention) int { return comparePlaces(a.claim, b.claim) })
	grouped := len(m.mentions)
	for i, c := range r.names() {
		m.addName(c, m.mentions[:grouped], source{ents: true, number: i + 1})
	}
	return m.finish()
}

// add makes an annotation of c, or of one that is there a fragment more.
func (m *maker) add(c claim, trigger bool, from source) {
	if m.said[c] {
		return
	}
	m.said[c] = true
	label, known := m.file.strings[c.label]
	switch {
	case !known || label == "":
		m.Refuse(from.String(), format.CodeMissing, fmt.Errorf("it has no label among the file's strings"))
		return
	case c.first < 0 || c.end > m.length || c.first >= c.end:
		m.Refuse(from.String(), format.CodeSpan, fmt.Errorf("tokens %d to %d are none of the %d of the document", c.first, c.end, m.length))
		return
	}
	place := span.Span{Start: m.places[c.first].Start, End: m.places[c.end-1].End}
	id := annotate.ID(m.file.strings[c.id])
	if spans := m.pieces[id]; spans != nil {
		*spans = append(*spans, place)
		return
	}
	if m.taken[id] || id == "" {
		id = m.numbers.Free("m", m.taken)
	}
	m.taken[id] = true
	if trigger {
		v := &annotate.Event{ID: id, Type: label, Trigger: []span.Span{place}}
		m.triggers = append(m.triggers, v)
		m.keep(id, &v.Trigger)
		return
	}
	x := &annotate.Mention{ID: id, Label: label, Spans: []span.Span{place}}
	kb, known := m.file.strings[c.kb]
	m.mentions = append(m.mentions, mention{x, c, kb})
	m.keep(id, &x.Spans)
	if !known {
		m.Refuse(from.String(), format.CodeReference, fmt.Errorf("its id of a knowledge base is none of the file's strings"))
	}
}

// keep remembers where fragments of an id go.
func (m *maker) keep(id annotate.ID, spans *[]span.Span) {
	if m.pieces != nil {
		m.pieces[id] = spans
	}
}

// addName adds a name of doc.ents, unless a group has it: then it may know more of it.
func (m *maker) addName(c claim, grouped []mention, from source) {
	first, _ := slices.BinarySearchFunc(grouped, c, func(x mention, c claim) int { return comparePlaces(x.claim, c) })
	same := grouped[first:]
	if other := slices.IndexFunc(same, func(x mention) bool { return comparePlaces(x.claim, c) != 0 }); other >= 0 {
		same = same[:other]
	}
	switch kb := m.file.strings[c.kb]; {
	case len(same) == 0:
		m.add(c, false, from)
	case kb != "" && !slices.ContainsFunc(same, func(x mention) bool { return x.kb != "" }):
		same[0].kb = kb
	}
}

func (m *maker) finish() []annotate.Item {
	mentions := make([]*annotate.Mention, len(m.mentions))
	groups := map[annotate.ID]cut.Group{}
	for i, x := range m.mentions {
		mentions[i] = x.Mention
		if x.kb != "" {
			groups[x.ID] = cut.Group{Key: x.kb, KB: x.kb}
		}
	}
	items := make([]annotate.Item, 0, len(mentions)+len(m.triggers))
	for _, e := range cut.Linked(m.Article, mentions, groups, m.taken) {
		items = append(items, e)
	}
	for _, x := range mentions {
		items = append(items, x)
	}
	for _, v := range m.triggers {
		items = append(items, v)
	}
	return items
}
