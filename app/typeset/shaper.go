package typeset

import (
	"math"
	"runtime"
	"strings"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// Shaper shapes words and remembers them. A word is shaped once in a face, in
// font units, whatever the sizes it is set in. It is safe for concurrent use.
type Shaper struct {
	fonts   *Fonts
	workers chan *worker
	shards  [shardCount]shard
}

const (
	shardCount = 32
	// cacheBytes bounds the memory of the words remembered.
	cacheBytes = 24 << 20
)

// NewShaper makes a shaper that sets text in the fonts given.
func NewShaper(fonts *Fonts) *Shaper {
	s := &Shaper{fonts: fonts, workers: make(chan *worker, runtime.GOMAXPROCS(0))}
	for range cap(s.workers) {
		s.workers <- nil
	}
	return s
}

// Fonts gives the fonts that the shaper sets text in.
func (s *Shaper) Fonts() *Fonts { return s.fonts }

// Metrics gives the vertical measures of the style's first face.
func (s *Shaper) Metrics(st Style) Metrics {
	f := s.fonts.face(chains[st.Font][0])
	return Metrics{
		Ascent: f.ascent * st.Size, Descent: f.descent * st.Size,
		XHeight: f.xHeight * st.Size, CapHeight: f.capHeight * st.Size,
	}
}

// tabWidth is the distance of tab stops where none is given: 8 spaces.
func (s *Shaper) tabWidth(st Style) float32 {
	first := chains[st.Font][0]
	space := s.word(wordKey{text: " ", script: language.Latin, face: first})
	return max(1, 8*float32(space.advance)*st.Size/s.fonts.face(first).em)
}

// wordKey says what was shaped. Before and after are the neighbours that join
// to the word, in scripts whose letters join, else 0.
type wordKey struct {
	text          string
	script        language.Script
	face          FaceID
	rtl           bool
	before, after rune
}

// word is a shaped word.
type word struct {
	glyphs  []shapedGlyph // from left to right
	advance int32         // of all, in font units
}

// shapedGlyph is in font units, y upwards. Cluster counts bytes from the
// beginning of the word.
type shapedGlyph struct {
	advance int32
	dx, dy  int16
	id      uint16
	cluster uint16
}

// shard is a part of the cache. When the words of its young generation have
// grown too many, they become the old one, and what is not asked for again
// before the next turn is forgotten.
type shard struct {
	mu         sync.Mutex
	young, old map[wordKey]*word
	bytes      int // of the young
}

// word gives the shaped word for the key.
func (s *Shaper) word(key wordKey) *word {
	sh := &s.shards[shardOf(key.text)]
	sh.mu.Lock()
	w := sh.young[key]
	if w == nil {
		if w = sh.old[key]; w != nil {
			key.text = strings.Clone(key.text)
			sh.keep(key, w)
		}
	}
	sh.mu.Unlock()
	if w != nil {
		return w
	}
	w = s.shape(key)
	key.text = strings.Clone(key.text) // the cache must not hold on to the article
	sh.mu.Lock()
	sh.keep(key, w)
	sh.mu.Unlock()
	return w
}

// keep remembers a word. The caller holds the lock.
func (sh *shard) keep(key wordKey, w *word) {
	const overhead = 120 // of a map entry and two headers
	if sh.young == nil || sh.bytes > cacheBytes/2/shardCount {
		sh.old, sh.young, sh.bytes = sh.young, map[wordKey]*word{}, 0
	}
	sh.young[key] = w
	sh.bytes += overhead + len(key.text) + 12*len(w.glyphs)
}

func shardOf(text string) int {
	h := uint32(len(text))
	for i := 0; i < len(text) && i < 8; i++ {
		h = h*31 + uint32(text[i])
	}
	return int((h ^ h>>7) % shardCount)
}

// worker is what one goroutine needs to shape: HarfBuzz's objects are not safe
// for concurrent use.
type worker struct {
	buffer  *harfbuzz.Buffer
	fonts   map[FaceID]*harfbuzz.Font
	runes   []rune
	offsets []uint16 // of the runes in the word
}

// shape shapes a word.
func (s *Shaper) shape(key wordKey) *word {
	w := <-s.workers
	if w == nil {
		w = &worker{buffer: harfbuzz.NewBuffer(), fonts: map[FaceID]*harfbuzz.Font{}}
	}
	defer func() { s.workers <- w }()
	hb := w.fonts[key.face]
	if hb == nil {
		hb = harfbuzz.NewFont(font.NewFace(s.fonts.face(key.face).font))
		w.fonts[key.face] = hb
	}
	return w.shape(hb, key)
}

func (w *worker) shape(hb *harfbuzz.Font, key wordKey) *word {
	w.runes, w.offsets = w.runes[:0], w.offsets[:0]
	start := 0
	if key.before != 0 {
		w.runes, start = append(w.runes, key.before), 1
	}
	for i, r := range key.text {
		w.runes, w.offsets = append(w.runes, r), append(w.offsets, uint16(i))
	}
	count := len(w.offsets)
	if key.after != 0 {
		w.runes = append(w.runes, key.after)
	}
	b := w.buffer
	b.Clear()
	b.Props = harfbuzz.SegmentProperties{Script: key.script, Direction: harfbuzz.LeftToRight}
	if key.rtl {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.AddRunes(w.runes, start, count)
	var features []harfbuzz.Feature
	if count == len(key.text) { // ASCII only
		features = noMarks
	}
	b.Shape(hb, features)

	out := &word{glyphs: make([]shapedGlyph, len(b.Info))}
	for i, info := range b.Info {
		pos := b.Pos[i]
		out.glyphs[i] = shapedGlyph{
			advance: pos.XAdvance, dx: clamp16(pos.XOffset), dy: clamp16(pos.YOffset),
			id: uint16(info.Glyph), cluster: w.offsets[info.Cluster-start],
		}
		out.advance += pos.XAdvance
	}
	return out
}

// noMarks switches off the features that compose and place marks, which words
// of ASCII do not have: a fifth of the time it takes to shape them.
var noMarks = []harfbuzz.Feature{
	{Tag: opentype.MustNewTag("ccmp"), End: harfbuzz.FeatureGlobalEnd},
	{Tag: opentype.MustNewTag("mark"), End: harfbuzz.FeatureGlobalEnd},
	{Tag: opentype.MustNewTag("mkmk"), End: harfbuzz.FeatureGlobalEnd},
}

func clamp16(v int32) int16 { return int16(min(max(v, math.MinInt16), math.MaxInt16)) }
