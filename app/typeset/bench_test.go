package typeset

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// news makes about size bytes of text as a long article might be: made-up
// words of Latin letters by Zipf's law with over 20,000 forms in a megabyte
// (TestNews), a twentieth of the sentences Arabic, a twentieth Chinese, in paragraphs of
// four sentences.
func news(size int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba ken tor mi shal de ros lin ver ta gon pre stri con na el wa dur tion ing ed ly er al ous men")
	arabic := strings.Fields("قالت وزارة الصحة إن شخصا قتلوا في قصف على وادي سهل يوم الاثنين بينهم طفلا وأضافت أن عددا من الجرحى نقلوا إلى المستشفى")
	chinese := []rune("据新华社报道星期一至少有人在附近的炮击中丧生当地官员表示双方将继续谈判并呼吁国际社会提供援助")
	vocabulary := make([]string, 60000)
	for i := range vocabulary {
		var w strings.Builder
		for range 1 + rng.IntN(5) {
			w.WriteString(syllables[rng.IntN(len(syllables))])
		}
		vocabulary[i] = w.String()
	}
	zipf := rand.NewZipf(rng, 1.02, 800, uint64(len(vocabulary)-1))
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		switch kind := rng.IntN(20); kind {
		case 0:
			for range 12 + rng.IntN(12) {
				b.WriteString(arabic[rng.IntN(len(arabic))])
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%d.", rng.IntN(500))
		case 1:
			for range 20 + rng.IntN(30) {
				b.WriteRune(chinese[rng.IntN(len(chinese))])
			}
			b.WriteString("。")
		default:
			for k := range 12 + rng.IntN(16) {
				if k > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(vocabulary[zipf.Uint64()])
				if rng.IntN(12) == 0 {
					b.WriteByte(',')
				}
			}
			b.WriteByte('.')
		}
		if n%4 == 3 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func TestNews(t *testing.T) {
	words := map[string]bool{}
	for _, w := range strings.Fields(news(1 << 20)) {
		words[strings.Trim(w, ".,")] = true
	}
	if len(words) < 20000 {
		t.Errorf("%d distinct words in a megabyte, want at least 20,000", len(words))
	}
}

var sizes = []struct {
	name string
	size int
}{{"3KB", 3 << 10}, {"100KB", 100 << 10}, {"1MB", 1 << 20}, {"5MB", 5 << 20}}

var article = Options{Style: Style{Serif, 17}, Width: 600}

func testFonts(t testing.TB) *Fonts {
	t.Helper()
	fonts, err := NewFonts()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// layoutAll breaks all lines of a text.
func layoutAll(s *Shaper, text string, opt Options) []*Paragraph {
	starts := Paragraphs(text)
	out := make([]*Paragraph, len(starts))
	for i, start := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		out[i] = s.NewParagraph(text, start, end, opt)
		out[i].Break(-1)
	}
	return out
}

// BenchmarkLayoutAll breaks every line, with a cold word cache, on one
// goroutine.
func BenchmarkLayoutAll(b *testing.B) {
	fonts := testFonts(b)
	for _, c := range sizes {
		text := news(c.size)
		layoutAll(NewShaper(fonts), text[:min(len(text), 20000)], article) // read the fonts
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				layoutAll(NewShaper(fonts), text, article)
			}
		})
	}
}

// BenchmarkRelayout breaks every line anew with a warm word cache, as after a
// change of the width.
func BenchmarkRelayout(b *testing.B) {
	s := NewShaper(testFonts(b))
	for _, c := range sizes {
		text := news(c.size)
		layoutAll(s, text, article)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				layoutAll(s, text, article)
			}
		})
	}
}

// BenchmarkKept reports the memory held per character of a megabyte that is
// laid out whole: the paragraphs and the word cache.
func BenchmarkKept(b *testing.B) {
	fonts := testFonts(b)
	text := news(1 << 20)
	layoutAll(NewShaper(fonts), text, article)
	var before, after runtime.MemStats
	var s *Shaper
	var ps []*Paragraph
	for b.Loop() {
		s, ps = nil, nil
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&before)
		s = NewShaper(fonts)
		ps = layoutAll(s, text, article)
		runtime.GC()
		runtime.GC()
		runtime.ReadMemStats(&after)
	}
	chars := len([]rune(text))
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/float64(chars), "B/char")
	runtime.KeepAlive(s)
	runtime.KeepAlive(ps)
}

// BenchmarkFirstLines lays out the first 40 lines of one paragraph of 3 MB,
// cold but for the fonts.
func BenchmarkFirstLines(b *testing.B) {
	fonts := testFonts(b)
	for _, c := range []struct{ name, text string }{
		{"Mixed", strings.ReplaceAll(news(3<<20), "\n", " ")},
		{"NoSpaces", strings.ReplaceAll(strings.ReplaceAll(news(3<<20), "\n", ""), " ", "")},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p := NewShaper(fonts).NewParagraph(c.text, 0, len(c.text), article)
				p.Break(40)
			}
		})
	}
}

// BenchmarkDrawViewport lays out and draws 40 lines of 1144x713 points at
// scale 2 with warm caches.
func BenchmarkDrawViewport(b *testing.B) {
	fonts := testFonts(b)
	s, at := NewShaper(fonts), NewAtlas(fonts, 8<<20)
	text := news(6000)
	ps := layoutAll(s, text, article)
	dst := image.NewRGBA(image.Rect(0, 0, 2287, 1426))
	ink := Ink{Color: color.NRGBA{0x1B, 0x1F, 0x24, 0xFF}}
	line, glyphs := new(Line), 0
	b.ReportAllocs()
	for b.Loop() {
		y := float32(0)
		glyphs = 0
		for _, p := range ps {
			for i := range p.Len() {
				y += 34
				p.Layout(i, line)
				at.Draw(dst, line, 100, y, 2, ink)
				for _, r := range line.Runs {
					glyphs += len(r.Glyphs)
				}
			}
		}
	}
	b.ReportMetric(float64(glyphs), "glyphs")
}

// BenchmarkHit turns a point into an offset on a line that is laid out.
func BenchmarkHit(b *testing.B) {
	s := NewShaper(testFonts(b))
	text := news(6000)
	line := s.NewParagraph(text, 0, Paragraphs(text)[1], article).Layout(0, nil)
	x := float32(0)
	for b.Loop() {
		if x += 7.3; x > 600 {
			x = 0
		}
		line.Hit(x)
	}
}

// BenchmarkLayoutAndHit does the same on a line that must be placed first.
func BenchmarkLayoutAndHit(b *testing.B) {
	s := NewShaper(testFonts(b))
	text := news(6000)
	p := s.NewParagraph(text, 0, Paragraphs(text)[1], article)
	p.Break(-1)
	line := new(Line)
	b.ReportAllocs()
	for b.Loop() {
		p.Layout(1, line).Hit(300)
	}
}

// BenchmarkParagraphs finds the hard breaks, the one pass over a whole
// article that opening it takes.
func BenchmarkParagraphs(b *testing.B) {
	text := news(5 << 20)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Paragraphs(text)
	}
}
