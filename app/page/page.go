package page

import (
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/tokens"
	"galley/app/typeset"
)

// Kit is what typesetting needs. Pages share it.
type Kit struct {
	Fonts  *typeset.Fonts
	Shaper *typeset.Shaper
	Atlas  *typeset.Atlas
	Tokens *tokens.Tokens
}

// atlasBytes bounds the memory for glyph masks: about 20,000 at 17 dp and scale 2.
const atlasBytes = 16 << 20

// NewKit makes a kit with cold caches.
func NewKit(fonts *typeset.Fonts, t *tokens.Tokens) *Kit {
	return &Kit{fonts, typeset.NewShaper(fonts), typeset.NewAtlas(fonts, atlasBytes), t}
}

// Page is a state in a viewport.
type Page struct {
	kit   *Kit
	state State
	geo   geometry

	text    string
	paras   []para
	heights heights
	blocks  map[int]*block
	next    int // first paragraph that the background has not laid out

	marks []set // one for each of state.Docs
	ticks ticks
	notes notes
	head  header
	names map[nameKey]*typeset.Line

	pills  []pill    // drawn last
	inView span.Span // text in view when it was last drawn
	// top is where the viewport begins, in dp below the top of the page.
	top float64
}

// New makes a page without an article: it shows nothing until Set.
func New(kit *Kit, width, height float32) *Page {
	p := &Page{kit: kit, blocks: map[int]*block{}, names: map[nameKey]*typeset.Line{}}
	p.geo.width, p.geo.height = width, height
	return p
}

// State is what was last set.
func (p *Page) State() State { return p.state }

// article is the article shown, or nil.
func (p *Page) article() *annotate.Article {
	if len(p.state.Docs) == 0 {
		return nil
	}
	return p.state.own().Article
}

// Set shows another state. It costs what differs: an edit of one mention lays
// out its paragraph's rows anew, another selection nothing. The line with the
// caret keeps its place on the screen if it is in view, else the first line
// in view does. Another article starts at its top.
func (p *Page) Set(s State) {
	old := p.state
	if len(old.Docs) == 0 || len(s.Docs) == 0 || s.Docs[0].Article.Text != old.Docs[0].Article.Text {
		p.open(s)
		return
	}
	switch {
	case s.Styles != old.Styles || len(s.Docs) != len(old.Docs) || len(s.Lanes) != len(old.Lanes):
		p.holdPlace(func() {
			p.state = s
			p.loadMarks()
			p.relayout()
		})
	case s.Size != old.Size || s.Names != old.Names || s.own().Article != old.own().Article:
		p.holdPlace(func() {
			p.state = s
			p.updateMarks(old)
			p.relayout()
		})
	default:
		p.hold(p.anchor(), func() {
			p.state = s
			p.updateMarks(old)
		})
	}
}

// open shows an article from its start.
func (p *Page) open(s State) {
	p.state, p.top = s, 0
	p.text, p.paras = "", nil
	if a := p.article(); a != nil {
		p.text = a.Text.String()
		starts := typeset.Paragraphs(p.text)
		p.paras = make([]para, len(starts))
		for i, start := range starts {
			p.paras[i].start = int32(start)
		}
	}
	p.loadMarks()
	p.relayout()
}

// Resize gives the viewport another size.
func (p *Page) Resize(width, height float32) {
	if width == p.geo.width && height == p.geo.height {
		return
	}
	if p.article() == nil || width == p.geo.width {
		p.geo.width, p.geo.height = width, height
		p.clamp()
		return
	}
	p.holdPlace(func() {
		p.geo.width, p.geo.height = width, height
		p.relayout()
	})
}

// FontsChanged lays everything out anew: the fonts have characters that they lacked.
func (p *Page) FontsChanged() {
	clear(p.names)
	p.holdPlace(p.relayout)
}

// relayout begins anew with another size, width or text.
func (p *Page) relayout() {
	if p.article() == nil {
		return
	}
	p.geo = newGeometry(p.kit.Tokens, p.kit.Shaper, &p.state, p.readFromRight(), p.geo.width, p.geo.height)
	p.head = p.layoutHeader()
	p.reset()
}

// readFromRight tells whether the first strong character of the article, from
// its title on, is one of a script from right to left.
func (p *Page) readFromRight() bool {
	const enough = 4096
	start := p.article().Title + " " + p.text[:min(len(p.text), enough)]
	line := strings.Join(strings.Fields(start), " ")
	return p.kit.Shaper.NewParagraph(line, 0, len(line), typeset.Options{Style: p.geo.body}).RTL()
}

// loadMarks takes the marks of all documents.
func (p *Page) loadMarks() {
	p.marks = nil
	p.ticks.reset(len(p.text))
	for i, d := range p.state.Docs {
		p.marks = append(p.marks, marksOf(d))
		p.count(p.marks[i].All(), 1)
	}
	p.loadNotes()
}

// updateMarks takes over what differs from an old state with the same article
// and as many documents.
func (p *Page) updateMarks(old State) {
	noted := false
	for i, d := range p.state.Docs {
		gone, come := d.Layer.Notes.Changes(old.Docs[i].Layer.Notes)
		noted = noted || len(gone)+len(come) > 0
		removed, added := changes(old.Docs[i], d)
		if len(removed)+len(added) == 0 {
			continue
		}
		p.marks[i] = p.marks[i].Replace(removed, added)
		p.count(slices.Values(removed), -1)
		p.count(slices.Values(added), 1)
		for _, e := range slices.Concat(removed, added) {
			p.touch(e.Span)
		}
	}
	if noted {
		p.loadNotes()
	}
}

// touch places the marks anew in the paragraphs that s touches.
func (p *Page) touch(s span.Span) {
	for i := p.paraAt(s.Start); i < len(p.paras) && int(p.paras[i].start) < s.End; i++ {
		p.restack(i)
	}
}
