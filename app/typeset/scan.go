package typeset

import (
	"fmt"
	"sort"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/language"
)

const (
	// maxItem bounds the bytes of a word that is shaped in one piece.
	maxItem = 120
	// maxGrapheme bounds the bytes of a grapheme cluster. A cluster of more
	// combining marks than any language stacks is cut.
	maxGrapheme = 100
)

// item is a stretch of text of one kind, level and face: what is shaped in one
// piece. Its offsets count from the beginning of the paragraph.
type item struct {
	start, end int
	kind       RunKind
	level      uint8
	face       FaceID
	script     language.Script
	label      string // of Code and Missing
	word       *word  // the text or the label, shaped; nil for Tab
	size       float32
	width      float32
}

// scanner cuts a stretch of a paragraph into items. Where it cuts depends
// only on where it starts and on the text, so that a line can be scanned
// again when it is drawn.
type scanner struct {
	shaper *Shaper
	style  Style
	text   string // the paragraph
	base   uint8
	levels []levelRun // nil if all is of the base level
	clip   clusterIterator

	pos, limit int // what is left to scan
	run        int // index of the level run at pos
}

// levelRun is a stretch of one embedding level, up to end.
type levelRun struct {
	end   int32
	level uint8
}

// clusterIterator gives grapheme clusters (UAX 29), none longer than
// maxGrapheme. A byte that is not UTF-8 is a cluster of its own.
type clusterIterator struct{ it *graphemes.Iterator[string] }

// next gives the length of the cluster at the beginning of the text.
func (c *clusterIterator) next(text string) int {
	if len(text) > maxGrapheme {
		n := maxGrapheme
		for n > maxGrapheme-utf8.UTFMax && !utf8.RuneStart(text[n]) {
			n--
		}
		text = text[:n]
	}
	if c.it == nil {
		c.it = graphemes.FromString(text)
	} else {
		c.it.SetText(text)
	}
	c.it.Next()
	n := c.it.End()
	for at := 0; at < n; {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && size == 1 {
			return max(at, 1)
		}
		at += size
	}
	return n
}

// seek sets the stretch to scan.
func (s *scanner) seek(pos, limit int) {
	s.pos, s.limit = pos, limit
	s.run = sort.Search(len(s.levels), func(i int) bool { return int(s.levels[i].end) > pos })
}

// next gives the next item, shaped and measured.
func (s *scanner) next() (item, bool) {
	if s.pos >= s.limit {
		return item{}, false
	}
	it := item{start: s.pos, level: s.base, size: s.style.Size}
	limit := s.limit
	if s.levels != nil {
		for int(s.levels[s.run].end) <= s.pos {
			s.run++
		}
		limit = min(limit, int(s.levels[s.run].end))
		it.level = s.levels[s.run].level
	}
	switch c := s.text[s.pos]; {
	case c == ' ':
		s.spaces(&it, limit)
	case c == '\t':
		it.kind, it.end = Tab, s.pos+1
	default:
		s.words(&it, limit)
	}
	s.pos = it.end
	s.measure(&it)
	return it, true
}

// spaces takes a run of spaces, up to one that carries a mark.
func (s *scanner) spaces(it *item, limit int) {
	n := it.start
	for n < limit && n-it.start < maxItem && s.text[n] == ' ' {
		n++
	}
	if n < len(s.text) && s.text[n] >= utf8.RuneSelf && s.clip.next(s.text[n-1:]) > 1 {
		n--
	}
	if n == it.start {
		s.words(it, limit)
		return
	}
	it.kind, it.end, it.face, it.script = Space, n, chains[s.style.Font][0], language.Latin
}

// words takes what is not a plain space or tab.
func (s *scanner) words(it *item, limit int) {
	it.face = chains[s.style.Font][0]
	n := it.start
	for n < limit && n-it.start < maxItem && s.text[n] > ' ' && s.text[n] < 0x7F {
		if it.script == 0 && scriptOf(rune(s.text[n])) == language.Latin {
			it.script = language.Latin
		}
		n++
	}
	it.end = n
	if n > it.start {
		if n == s.limit || s.text[n] < utf8.RuneSelf {
			return
		}
		it.end-- // it may carry a mark: look at its cluster
	}
	for it.end < limit && it.end-it.start < maxItem {
		n := s.cluster(it)
		if n == 0 {
			return
		}
		it.end += n
	}
}

// cluster looks at the grapheme cluster at the item's end and gives its
// length if the item goes on with it and may go on after it. Otherwise the
// item ends, and if the cluster is its first, it is of a kind of its own.
func (s *scanner) cluster(it *item) int {
	at, first := it.end, it.end == it.start
	if name, size := codeAt(s.text, at); name != "" {
		if first {
			it.kind, it.label, it.end = Code, name, at+size
		}
		return 0
	}
	n := s.visible(at)
	cluster := s.text[at : at+n]
	r, size := utf8.DecodeRuneInString(cluster)
	if n == size && unicode.IsSpace(r) {
		if first {
			it.kind, it.script, it.end = Space, language.Common, at+n
			it.face, _ = s.face(cluster)
		}
		return 0
	}
	face, ok := s.face(cluster)
	if !ok {
		if first {
			it.kind, it.label, it.end = Missing, fmt.Sprintf("%04X", r), at+n
		}
		return 0
	}
	script := scriptOf(r)
	if !script.Strong() {
		script = 0
	}
	alone := breaksAnywhere(script)
	if first {
		it.face, it.script = face, 0
	} else if face != it.face || alone || script != 0 && it.script != 0 && script != it.script {
		return 0
	}
	if script != 0 {
		it.script = script
	}
	if alone {
		it.end = at + n
		return 0
	}
	return n
}

// visible gives the length of the grapheme cluster at an offset, up to a mark
// in it that is to be shown as a code.
func (s *scanner) visible(at int) int {
	n := s.clip.next(s.text[at:s.limit])
	for k := at; k < at+n; {
		name, size := codeAt(s.text, k)
		if name != "" {
			return k - at
		}
		k += size
	}
	return n
}

// breaksAnywhere tells the scripts whose characters are words of their own:
// they join with nothing, and most lines are broken between them.
func breaksAnywhere(s language.Script) bool {
	switch s {
	case language.Han, language.Hiragana, language.Katakana, language.Hangul, language.Bopomofo:
		return true
	}
	return false
}

// face gives the face for a cluster, the first of the chain for white space
// that none covers.
func (s *scanner) face(cluster string) (FaceID, bool) {
	first := chains[s.style.Font][0]
	if len(cluster) <= utf8.UTFMax {
		r, n := utf8.DecodeRuneInString(cluster)
		if n == len(cluster) && s.shaper.fonts.face(first).cover.has(r) {
			return first, true
		}
	}
	id, ok := s.shaper.fonts.faceFor(s.style.Font, cluster)
	if !ok {
		return first, false
	}
	return id, true
}

const (
	// labelSize is the size of the labels in boxes, labelPad the space at
	// either side of them, labelLift how far they stand above the baseline, all
	// in em.
	labelSize = 0.5
	labelPad  = 0.14
	labelLift = 0.12
)

// measure shapes an item and sets its width. A tab has none yet.
func (s *scanner) measure(it *item) {
	switch it.kind {
	case Tab:
		return
	case Code, Missing:
		it.face, it.size = faceSans, s.style.Size*labelSize
		it.word = s.shaper.word(wordKey{text: it.label, script: language.Latin, face: faceSans})
	default:
		it.word = s.shaper.word(s.key(it))
	}
	it.width = float32(it.word.advance) * it.size / s.shaper.fonts.face(it.face).em
	if it.kind == Code || it.kind == Missing {
		it.width += 2 * labelPad * s.style.Size
	}
}

func (s *scanner) key(it *item) wordKey {
	key := wordKey{text: s.text[it.start:it.end], script: it.script, face: it.face, rtl: it.level&1 == 1}
	if key.script == 0 {
		key.script = language.Common
	}
	if it.kind == Glyphs && joins(it.script) {
		key.before, key.after = s.neighbours(it)
	}
	return key
}

// neighbours gives the characters beside an item of a script that joins, if
// they are of that script too: the item was cut for its length or by a line's
// end, and its letters keep the form they have in the whole.
func (s *scanner) neighbours(it *item) (before, after rune) {
	before, _ = utf8.DecodeLastRuneInString(s.text[:it.start])
	after, _ = utf8.DecodeRuneInString(s.text[it.end:])
	if !neighbourly(before, it.script) {
		before = 0
	}
	if !neighbourly(after, it.script) {
		after = 0
	}
	return before, after
}

func neighbourly(r rune, script language.Script) bool {
	s := scriptOf(r)
	return s == script || s == language.Inherited
}
