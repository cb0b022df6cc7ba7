package editor

import (
	"image"
	"runtime"
	"sync"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/page"
	"galley/app/page/pagetest"
	"galley/app/tokens"
	"galley/app/typeset"
)

// The benchmarks drive a page as the editor does, on a canvas of 1000x800 dp at scale 2.
const (
	benchWidth, benchHeight = 1000, 800
	benchScale              = 2
)

var sizes = []struct {
	name  string
	bytes int
}{{"3KB", 3_000}, {"100KB", 100_000}, {"1MB", 1_000_000}, {"5MB", 5_000_000}}

var fonts = sync.OnceValue(func() *typeset.Fonts {
	f, err := typeset.NewFonts()
	if err != nil {
		panic(err)
	}
	return f
})

var longs = map[int]annotate.Document{}

func long(bytes int) annotate.Document {
	if _, ok := longs[bytes]; !ok {
		longs[bytes] = pagetest.Long(bytes)
	}
	return longs[bytes]
}

var styles = sync.OnceValue(func() *page.Styles { return page.NewStyles(pagetest.Schema(), tokens.Default()) })

func newState(d annotate.Document) page.State {
	return page.State{Docs: []annotate.Document{d}, Styles: styles(), Size: 17, Names: true, Hit: -1, Active: true}
}

func forSizes(b *testing.B, bench func(b *testing.B, d annotate.Document)) {
	for _, s := range sizes {
		b.Run(s.name, func(b *testing.B) {
			d := long(s.bytes)
			styles()
			fonts()
			runtime.GC()
			b.ReportAllocs()
			bench(b, d)
		})
	}
}

func draw(screen *page.Screen, p *page.Page) *image.RGBA {
	return screen.Draw(p, benchWidth*benchScale, benchHeight*benchScale, benchScale)
}

// middle is an opened page in the middle of its article.
func middle(d annotate.Document) (*page.Page, *page.Screen) {
	p := page.New(page.NewKit(fonts(), tokens.Default()), benchWidth, benchHeight)
	p.Set(newState(d))
	p.ScrollTo(d.Article.Text.Len() / 2)
	screen := &page.Screen{}
	draw(screen, p)
	return p, screen
}

// BenchmarkOpen goes from the state of a document to the first full viewport of
// pixels, with cold caches but for the fonts.
func BenchmarkOpen(b *testing.B) {
	forSizes(b, func(b *testing.B, d annotate.Document) {
		for b.Loop() {
			p := page.New(page.NewKit(fonts(), tokens.Default()), benchWidth, benchHeight)
			p.Set(newState(d))
			draw(&page.Screen{}, p)
		}
	})
}

// BenchmarkLabel goes from a new mention, by way of the document's next state,
// to its pixels.
func BenchmarkLabel(b *testing.B) {
	forSizes(b, func(b *testing.B, d annotate.Document) {
		p, screen := middle(d)
		mention := &annotate.Mention{ID: "new", Label: "PER", Spans: []span.Span{freeWord(p, d)}}
		edit := d.Put(mention)
		for b.Loop() { // the mention comes and goes, at the same cost
			next, _, err := d.Apply([]annotate.Edit{edit})
			if err != nil {
				b.Fatal(err)
			}
			p.Set(newState(next))
			draw(screen, p)
			d, edit = next, annotate.Edit{Layer: edit.Layer, Before: edit.After, After: edit.Before}
		}
	})
}

// freeWord is a word in view without a mark.
func freeWord(p *page.Page, d annotate.Document) span.Span {
	for at := p.Visible().Start + 200; ; at++ {
		if w := d.Article.Text.WordAt(at); d.Article.Text.IsWord(w) && len(p.MarksOn(w)) == 0 {
			return w
		}
	}
}

// BenchmarkScroll is one step of the wheel.
func BenchmarkScroll(b *testing.B) {
	forSizes(b, func(b *testing.B, d annotate.Document) {
		p, screen := middle(d)
		step, top := float32(75), p.Top()
		for b.Loop() {
			p.ScrollBy(step)
			draw(screen, p)
			if p.Top() > top+20_000 || p.Top() >= p.Height()-benchHeight || p.Top() <= 0 {
				step = -step
			}
		}
	})
}

// BenchmarkLayoutAll places every line.
func BenchmarkLayoutAll(b *testing.B) {
	forSizes(b, func(b *testing.B, d annotate.Document) {
		for b.Loop() {
			p := page.New(page.NewKit(fonts(), tokens.Default()), benchWidth, benchHeight)
			p.Set(newState(d))
			for !p.LayoutSome(1 << 30) {
			}
		}
	})
}

// BenchmarkHit goes from a point to an offset.
func BenchmarkHit(b *testing.B) {
	forSizes(b, func(b *testing.B, d annotate.Document) {
		p, _ := middle(d)
		i := 0
		for b.Loop() {
			i++
			p.Hit(float32(i*37%benchWidth), float32(i*53%benchHeight))
		}
	})
}
