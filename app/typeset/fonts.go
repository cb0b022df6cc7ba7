package typeset

import (
	"fmt"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"

	"galley/assets"
)

// The shipped faces, by place in shippedFiles.
const (
	faceSerif FaceID = iota
	faceSerifBold
	faceSerifItalic
	faceSans
	faceSansBold
	faceNaskh
	faceNaskhBold
	faceHebrew
	faceHebrewBold
	faceCJK
	faceMath
	faceEmoji
	faceSymbols
	faceSymbols2
	faceArmenian
	faceGeorgian
	faceDevanagari
	faceBengali
	faceThai
	faceEthiopic
	faceMyanmar
	shippedCount
)

var shippedFiles = [shippedCount]string{
	faceSerif:       "NotoSerif-Regular.ttf",
	faceSerifBold:   "NotoSerif-Bold.ttf",
	faceSerifItalic: "NotoSerif-Italic.ttf",
	faceSans:        "NotoSans-Regular.ttf",
	faceSansBold:    "NotoSans-Bold.ttf",
	faceNaskh:       "NotoNaskhArabic-Regular.ttf",
	faceNaskhBold:   "NotoNaskhArabic-Bold.ttf",
	faceHebrew:      "NotoSerifHebrew-Regular.ttf",
	faceHebrewBold:  "NotoSerifHebrew-Bold.ttf",
	faceCJK:         "NotoSerifCJKsc-Regular.otf",
	faceMath:        "NotoSansMath-Regular.ttf",
	faceEmoji:       "NotoEmoji-Regular.ttf",
	faceSymbols:     "NotoSansSymbols-Regular.ttf",
	faceSymbols2:    "NotoSansSymbols2-Regular.ttf",
	faceArmenian:    "NotoSerifArmenian-Regular.ttf",
	faceGeorgian:    "NotoSerifGeorgian-Regular.ttf",
	faceDevanagari:  "NotoSerifDevanagari-Regular.ttf",
	faceBengali:     "NotoSerifBengali-Regular.ttf",
	faceThai:        "NotoSerifThai-Regular.ttf",
	faceEthiopic:    "NotoSerifEthiopic-Regular.ttf",
	faceMyanmar:     "NotoSansMyanmar-Regular.ttf",
}

// chains lists for every font the faces in the order in which they are asked
// for a character.
var chains = func() (chains [fontCount][]FaceID) {
	regular := []FaceID{faceNaskh, faceHebrew}
	bold := []FaceID{faceNaskhBold, faceHebrewBold}
	rest := []FaceID{faceCJK, faceMath, faceEmoji, faceSymbols, faceSymbols2, faceArmenian, faceGeorgian,
		faceDevanagari, faceBengali, faceThai, faceEthiopic, faceMyanmar}
	chains[Serif] = slices.Concat([]FaceID{faceSerif}, regular, rest)
	chains[SerifBold] = slices.Concat([]FaceID{faceSerifBold}, bold, rest)
	chains[SerifItalic] = slices.Concat([]FaceID{faceSerifItalic, faceSerif}, regular, rest)
	chains[Sans] = slices.Concat([]FaceID{faceSans}, regular, rest)
	chains[SansBold] = slices.Concat([]FaceID{faceSansBold}, bold, rest)
	return chains
}()

// Fonts holds the faces that text is set in: the shipped ones and, once asked
// for, the system's. It is safe for concurrent use.
type Fonts struct {
	shipped [shippedCount]func() *face

	mu     sync.RWMutex
	system *fontscan.FontMap
	found  map[rune]FaceID // answers of the system; noFace where it has none
	extra  []*face         // of the system, from shippedCount on
}

// noFace stands for the lack of a face.
const noFace = FaceID(0xFFFF)

// face is a parsed font file with what is asked for often.
type face struct {
	font *font.Font
	// em is the length of one em in font units.
	em float32
	// ascent and descent are in em, both positive.
	ascent, descent, xHeight, capHeight float32
	family                              string
	weight                              int
	italic                              bool
	cover                               *coverage
}

// NewFonts gives the shipped fonts. The file of the first face is read now,
// the others when first needed; a file that cannot be read is an error of the
// build, found by reading the first.
func NewFonts() (*Fonts, error) {
	f := &Fonts{found: map[rune]FaceID{}}
	for i, name := range shippedFiles {
		f.shipped[i] = sync.OnceValue(func() *face {
			loaded, err := loadFace(name)
			if err != nil {
				panic(err) // the file is part of the program, and read by its tests
			}
			return loaded
		})
	}
	first, err := loadFace(shippedFiles[faceSerif])
	if err != nil {
		return nil, err
	}
	f.shipped[faceSerif] = func() *face { return first }
	return f, nil
}

// loadFace reads a shipped file.
func loadFace(name string) (*face, error) {
	file, err := assets.Fonts.Open("fonts/" + name)
	if err != nil {
		return nil, fmt.Errorf("typeset: opening a font: %w", err)
	}
	resource, ok := file.(font.Resource) // as all files of an embed.FS are
	if !ok {
		return nil, fmt.Errorf("typeset: font %s cannot be read at random", name)
	}
	parsed, err := font.ParseTTF(resource)
	if err != nil {
		return nil, fmt.Errorf("typeset: parsing font %s: %w", name, err)
	}
	return newFace(parsed.Font), nil
}

func newFace(ft *font.Font) *face {
	em := float32(ft.Upem())
	f := &face{font: ft, em: em, cover: newCoverage(ft.Cmap)}
	own := font.NewFace(ft)
	if e, ok := own.FontHExtents(); ok {
		f.ascent, f.descent = e.Ascender/em, -e.Descender/em
	}
	f.xHeight = own.LineMetric(font.XHeight) / em
	f.capHeight = own.LineMetric(font.CapHeight) / em
	d := ft.Describe()
	f.family, f.weight, f.italic = d.Family, int(d.Aspect.Weight), d.Aspect.Style == font.StyleItalic
	return f
}

// face gives a face by its number.
func (f *Fonts) face(id FaceID) *face {
	if id < shippedCount {
		return f.shipped[id]()
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.extra[id-shippedCount]
}

// Family is the family name of a face, such as "Noto Serif".
func (f *Fonts) Family(id FaceID) string { return f.face(id).family }

// Weight is the weight of a face, from 100 to 900; 400 is regular, 700 bold.
func (f *Fonts) Weight(id FaceID) int { return f.face(id).weight }

// Italic reports whether a face is italic.
func (f *Fonts) Italic(id FaceID) bool { return f.face(id).italic }

// Segment is one step of a glyph's outline, in font units, y upwards.
type Segment = opentype.Segment

// Outline gives the outline of a glyph, with the factor that turns its units
// into em. A glyph without ink has no segments.
func (f *Fonts) Outline(id FaceID, glyph uint16) (path []Segment, scale float32) {
	loaded := f.face(id)
	outline, _ := font.NewFace(loaded.font).GlyphDataOutline(glyph)
	return outline.Segments, 1 / loaded.em
}

// UseSystem adds the system's fonts as the last resort for characters that no
// shipped font covers. The first call on a machine reads all its fonts, which
// takes seconds, and keeps an index in cacheDir. Text laid out before is not
// changed.
func (f *Fonts) UseSystem(cacheDir string) error {
	m := fontscan.NewFontMap(quiet{})
	if err := m.UseSystemFonts(cacheDir); err != nil {
		return fmt.Errorf("typeset: reading the system's fonts: %w", err)
	}
	m.SetQuery(fontscan.Query{Families: []string{fontscan.Serif}})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.system = m
	clear(f.found)
	return nil
}

// quiet drops fontscan's remarks on odd font files of the system, which
// nobody can act on.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// faceFor gives the face in which to set a grapheme cluster: the first of the
// font's chain that covers all of it, else the first that covers its first
// character, and false if there is none.
func (f *Fonts) faceFor(ft Font, cluster string) (FaceID, bool) {
	chain := chains[ft]
	first, emoji := clusterStart(cluster)
	if emoji && f.coversAll(faceEmoji, cluster) {
		return faceEmoji, true
	}
	found := noFace
	for _, id := range chain {
		if !f.face(id).cover.has(first) {
			continue
		}
		if found == noFace {
			found = id
		}
		if f.coversAll(id, cluster) {
			return id, true
		}
	}
	if found == noFace {
		found = f.systemFace(first)
	}
	return found, found != noFace
}

// Missing lists the characters of a text that no face covers, sorted.
func (f *Fonts) Missing(text string, ft Font) []rune {
	seen := map[rune]bool{}
	var missing []rune
	for _, r := range text {
		if r < 0x80 || seen[r] {
			continue
		}
		seen[r] = true
		if _, ok := f.faceFor(ft, string(r)); !ok && !unicode.IsSpace(r) && !isIgnorable(r) && codeName(r) == "" {
			missing = append(missing, r)
		}
	}
	slices.Sort(missing)
	return missing
}

// clusterStart gives the first character of a cluster, and whether the
// cluster asks to be shown as an emoji (U+FE0F).
func clusterStart(cluster string) (first rune, emoji bool) {
	for i, r := range cluster {
		if i == 0 {
			first = r
		}
		emoji = emoji || r == 0xFE0F
	}
	return first, emoji
}

// coversAll reports whether a face covers all that is visible of a cluster.
func (f *Fonts) coversAll(id FaceID, cluster string) bool {
	cover := f.face(id).cover
	for _, r := range cluster {
		if !cover.has(r) && !isIgnorable(r) {
			return false
		}
	}
	return true
}

// systemFace asks the system for a face that covers the character.
func (f *Fonts) systemFace(r rune) FaceID {
	f.mu.RLock()
	id, known := f.found[r]
	off := f.system == nil
	f.mu.RUnlock()
	if off {
		return noFace
	}
	if known {
		return id
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id = noFace
	f.system.SetScript(scriptOf(r))
	if got := f.system.ResolveFace(r); got != nil {
		if glyph, ok := got.NominalGlyph(r); ok && drawable(got, glyph) {
			id = f.addExtra(got.Font)
		}
	}
	f.found[r] = id
	return id
}

// drawable reports whether a face has an outline for a glyph, and not only
// pictures, which the atlas does not draw.
func drawable(face *font.Face, glyph font.GID) bool {
	outline, ok := face.GlyphDataOutline(uint16(glyph))
	return ok && len(outline.Segments) > 0
}

// addExtra numbers a face of the system. The caller holds the lock.
func (f *Fonts) addExtra(ft *font.Font) FaceID {
	for i, e := range f.extra {
		if e.font == ft {
			return shippedCount + FaceID(i)
		}
	}
	if len(f.extra) >= int(noFace-shippedCount) {
		return noFace
	}
	f.extra = append(f.extra, newFace(ft))
	return shippedCount + FaceID(len(f.extra)-1)
}

// coverage is a set of characters: a page of 256 bits each.
type coverage struct {
	index [0x1100]uint16 // of the page; page 0 is empty
	pages [][4]uint64
}

func newCoverage(cmap font.Cmap) *coverage {
	c := &coverage{pages: make([][4]uint64, 1)}
	for it := cmap.Iter(); it.Next(); {
		r, glyph := it.Char()
		if r < 0 || r > 0x10FFFF || glyph == 0 {
			continue
		}
		if c.index[r>>8] == 0 {
			c.index[r>>8] = uint16(len(c.pages))
			c.pages = append(c.pages, [4]uint64{})
		}
		c.pages[c.index[r>>8]][r>>6&3] |= 1 << (r & 63)
	}
	return c
}

func (c *coverage) has(r rune) bool {
	return c.pages[c.index[r>>8]][r>>6&3]>>(r&63)&1 == 1
}
