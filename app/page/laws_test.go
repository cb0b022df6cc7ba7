package page

import (
	"bytes"
	"fmt"
	"image"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page/pagetest"
	"galley/app/tokens"
	"galley/app/typeset"
)

var testKit = sync.OnceValue(func() *Kit {
	fonts, err := typeset.NewFonts()
	if err != nil {
		panic(err)
	}
	return NewKit(fonts, tokens.Default())
})

var testStyles = sync.OnceValue(func() *Styles { return NewStyles(pagetest.Schema(), tokens.Default()) })

// mixed is a text with everything that lines can be made of.
var mixed = sync.OnceValue(func() annotate.Document {
	d := pagetest.Long(9000)
	body := "A first line.\n\n\nقال أحمد حداد إن 253 شخصا قتلوا في Wadi Sahl يوم الاثنين، وفق \u202bمراقبين\u202c.\n" +
		"👩‍👩‍👧‍👦 e\u0301\u0302\u0303 第二十三师在边境镇附近遭到炮击。\r\nTab\there\r\n" + d.Article.Text.String() + "\n"
	return pagetest.Doc("A title that is long enough to need a second line at any width of the page", body)
})

// TestIncrementalIsFull drives a page through random acts and holds every list
// against one that is made from the same state at once, and the pixels that
// were moved and patched against those painted anew.
func TestIncrementalIsFull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := machine{page: New(testKit(), 700, 500), scale: 1}
		m.state = State{Docs: []annotate.Document{mixed()}, Styles: testStyles(), Size: 17, Names: true, Hit: -1, Active: true}
		m.page.Set(m.state)
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			m.act(t)
			m.page.Set(m.state)
			if rapid.Bool().Draw(t, "draw") {
				m.check(t)
			}
		}
		m.check(t)
	})
}

type machine struct {
	page   *Page
	screen Screen
	state  State
	scale  float64
	n      int
}

func (m *machine) act(t *rapid.T) {
	d := m.state.Docs[0]
	switch rapid.IntRange(0, 15).Draw(t, "act") {
	case 0, 1, 2:
		m.n++
		spans := []span.Span{m.span(t, 60)}
		if more := m.span(t, 30); more.Start > spans[0].End && more.Start < spans[0].End+500 {
			spans = append(spans, more)
		}
		label := rapid.SampledFrom([]string{"PER", "LOC", "ORG", "unknown"}).Draw(t, "label")
		m.put(t, &annotate.Mention{ID: annotate.ID(fmt.Sprint("m", m.n)), Label: label, Spans: spans, Origin: annotate.Origin{Unsure: m.n%5 == 0}})
	case 3:
		m.n++
		v := &annotate.Event{ID: annotate.ID(fmt.Sprint("v", m.n)), Type: "ATTACK", Trigger: []span.Span{m.span(t, 12)}}
		if all := d.Layer.Mentions.All(); len(all) > 0 {
			v.Arguments = []annotate.Argument{{Role: "Place", Target: rapid.SampledFrom(all).Draw(t, "target").ID}}
		}
		m.put(t, v)
	case 4:
		if all := d.Layer.Mentions.All(); len(all) > 0 {
			m.edit(t, d.Delete(rapid.SampledFrom(all).Draw(t, "gone")))
		}
	case 5:
		if all := d.Layer.Mentions.All(); len(all) > 0 {
			m.n++
			on := rapid.SampledFrom(all).Draw(t, "noted")
			m.put(t, &annotate.Note{ID: annotate.ID(fmt.Sprint("n", m.n)), On: on.ID, State: annotate.NoteOpen, Text: "?"})
			m.state.Selection = Selection{Annotation: on.ID}
		}
	case 6:
		m.state.Selection = Range(m.span(t, 300))
	case 7:
		m.state.Selection = At(m.span(t, 10).Start)
	case 8:
		m.state.Focus = Focus{}
		if all := d.Layer.Events.All(); len(all) > 0 && rapid.Bool().Draw(t, "focus") {
			m.state.Focus.Event = rapid.SampledFrom(all).Draw(t, "event").ID
		}
	case 9:
		s := m.span(t, 20)
		m.state.Hits, m.state.Hit = []span.Span{s}, rapid.IntRange(-1, 0).Draw(t, "hit")
	case 10:
		m.page.ScrollBy(rapid.Float32Range(-900, 900).Draw(t, "by"))
	case 11:
		m.page.Reveal(m.span(t, 1).Start)
	case 12:
		m.page.Resize(rapid.Float32Range(200, 900).Draw(t, "width"), rapid.Float32Range(80, 700).Draw(t, "height"))
	case 13:
		m.state.Size = rapid.Float32Range(12, 44).Draw(t, "size")
		m.state.Names, m.state.Dark = rapid.Bool().Draw(t, "names"), rapid.Bool().Draw(t, "dark")
		m.scale = rapid.SampledFrom([]float64{1, 1.5, 2}).Draw(t, "scale")
	case 14:
		m.page.LayoutSome(rapid.IntRange(0, 5000).Draw(t, "bytes"))
	case 15:
		if m.state.Lanes != nil && rapid.Bool().Draw(t, "rows") {
			m.state.Docs, m.state.Lanes = m.state.Docs[:1], nil
			return
		}
		m.state.Docs, m.state.Lanes = []annotate.Document{d, m.other(t)}, []string{"A", "B"}
		m.state.Set = rapid.SampledFrom([][]Member{nil, {{0, "m1"}, {1, "m1"}}, {{1, "m2"}}}).Draw(t, "set")
	}
}

// span draws a range of whole characters.
func (m *machine) span(t *rapid.T, length int) span.Span {
	text := m.state.Docs[0].Article.Text
	a := rapid.IntRange(0, text.CodePoints()-1).Draw(t, "start")
	b := min(text.CodePoints(), a+rapid.IntRange(1, length).Draw(t, "length"))
	start, _ := text.FromCodePoint(a)
	end, _ := text.FromCodePoint(b)
	return span.Span{Start: start, End: end}
}

func (m *machine) put(t *rapid.T, item annotate.Item) { m.edit(t, m.state.Docs[0].Put(item)) }

func (m *machine) edit(t *rapid.T, e annotate.Edit) {
	next, _, err := m.state.Docs[0].Apply([]annotate.Edit{e})
	if err != nil {
		t.Fatal(err)
	}
	m.state.Docs = append([]annotate.Document{next}, m.state.Docs[1:]...)
}

// other is somebody else's layer, with ids as in the first.
func (m *machine) other(t *rapid.T) annotate.Document {
	d := mixed()
	d.Layer = annotate.NewLayer(annotate.LayerID{Article: d.Article.ID, Annotator: "ben", Kind: annotate.Human}, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "LOC", Spans: []span.Span{m.span(t, 60)}},
		&annotate.Mention{ID: "m2", Label: "PER", Spans: []span.Span{m.span(t, 60)}},
	})
	return d
}

func (m *machine) check(t *rapid.T) {
	a := m.page
	if m.scale == 1.5 { // where lines fall on px depends on all heights above
		a.LayoutSome(1 << 30)
	}
	w, h := int(a.geo.width*float32(m.scale)), int(a.geo.height*float32(m.scale))
	img := m.screen.Draw(a, w, h, m.scale)

	b := New(testKit(), a.geo.width, a.geo.height)
	b.Set(m.state)
	if m.scale == 1.5 {
		b.LayoutSome(1 << 30)
	}
	at := a.Visible().Start
	b.reach(at)
	b.top = b.lineTop(at) - (a.lineTop(at) - a.top)
	fresh := b.Draw(m.scale)
	fresh.Width, fresh.Height = w, h
	if d := cmp.Diff(fresh.String(), m.screen.list.String()); d != "" {
		t.Fatalf("the list differs from one made at once (-fresh +kept):\n%s", d)
	}
	want := image.NewRGBA(image.Rect(0, 0, w, h))
	fresh.Paint(want)
	if !bytes.Equal(want.Pix, img.Pix) {
		x, y, n := differing(want, img)
		t.Fatalf("%d pixels differ from those painted anew, the first at %d,%d of %dx%d", n, x, y, w, h)
	}
}

func differing(a, b *image.RGBA) (x, y, n int) {
	for i := 0; i < len(a.Pix); i += 4 {
		if !bytes.Equal(a.Pix[i:i+4], b.Pix[i:i+4]) {
			if n == 0 {
				x, y = i%a.Stride/4, i/a.Stride
			}
			n++
		}
	}
	return x, y, n
}

func TestHeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		each := rapid.SliceOfN(rapid.Int32Range(0, 50), 1, 70).Draw(t, "heights")
		var h heights
		h.reset(each)
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			h.set(rapid.IntRange(0, len(each)-1).Draw(t, "i"), rapid.Int32Range(0, 50).Draw(t, "height"))
		}
		var sum int64
		for i, v := range h.each {
			if h.above(i) != sum {
				t.Fatalf("above %d lie %d, not %d", i, h.above(i), sum)
			}
			for y := sum; y < sum+int64(v); y++ {
				if got, below := h.at(y); got != i || below != y-sum {
					t.Fatalf("at %d lies %d below %d, not %d below %d", y, below, got, y-sum, i)
				}
			}
			sum += int64(v)
		}
		last := len(each) - 1
		if got, below := h.at(sum + 10); got != last || below != int64(h.each[last])+10 {
			t.Fatalf("below all lies %d, %d below its top", got, below)
		}
	})
}
