// Package editor is the article view as a widget: it shows a page.Page and
// turns pointer and keys into selections. What is to be done with a selection
// it leaves to its owner, who is told by the On functions.
//
// An Editor belongs to the goroutine of the window, but for the function post
// that New is given.
package editor

import (
	"image"
	"math"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/command"
	"galley/app/page"
)

// Editor shows an article.
type Editor struct {
	widget.BaseWidget

	// OnInput is given every key, character and shortcut, and tells whether it was used.
	OnInput func(command.Event) bool
	// OnSelect is told when the user has selected something else, or moved the caret.
	OnSelect func(page.Selection)
	// OnCarry is told where an annotation is that the pointer drags out of the
	// article, in the window, or with nil that it was given back; OnDrop where it was let go.
	OnCarry func(id annotate.ID, at *fyne.Position)
	OnDrop  func(id annotate.ID, at fyne.Position)
	// OnActivate is told of a click on a mention or event, after OnSelect.
	OnActivate func(id annotate.ID, mods fyne.KeyModifier)
	// OnWord is told of a click on a word without a mark, after OnSelect.
	OnWord func(word span.Span, mods fyne.KeyModifier)
	// OnEdges is told when an edge of the selected mention or trigger was moved: its new fragments.
	OnEdges func(id annotate.ID, spans []span.Span)
	// OnHover is told what lies under the pointer, empty for nothing, and where the pointer is in the window.
	OnHover func(id annotate.ID, at fyne.Position)
	// OnMenu asks for the menu of commands at a place in the window.
	OnMenu func(at fyne.Position)
	// OnZoom is told the new size of the text.
	OnZoom func(size float32)
	// OnFocus is told when the editor gets or loses the keyboard.
	OnFocus func(bool)
	// OnPainted is told, while the window is painted, which Generation its picture shows.
	OnPainted func(generation uint64)

	// OnMissing is told which characters of the article no font has, if there
	// are any: they are drawn as boxes. The error says why the system's fonts
	// could not be asked, if they could not.
	OnMissing func(chars []rune, err error)
	// FontIndex is a folder for an index of the system's fonts. They are asked for
	// what the shipped ones lack; where the folder has no name they are not.
	FontIndex string
	// Still has the text move at once, for whom motion is a trouble.
	Still bool

	kit    *page.Kit
	page   *page.Page
	screen page.Screen
	raster *canvas.Raster

	post     func(func())
	laying   chan struct{} // closed when the background layout of an article is not wanted any more
	now      func() time.Time
	tick     func(time.Duration, func()) (stop func())
	mods     func() fyne.KeyModifier
	keyboard command.Keyboard

	generation uint64
	goal       float32 // x that moves up and down aim at, NaN for none
	step       Step
	clicks     clicks
	drag       drag
	glide      glide
	pointer    desktop.StandardCursor
	system     sync.Once // asks for the system's fonts
	systemErr  error
}

// New makes an editor without an article. post runs a function on the window's
// goroutine; it is called from others. now is the clock.
func New(kit *page.Kit, post func(func()), now func() time.Time) *Editor {
	e := &Editor{
		kit: kit, page: page.New(kit, 1, 1), post: post, now: now, mods: modifiers, goal: nan,
	}
	e.tick = e.every
	e.raster = canvas.NewRaster(e.paint)
	e.raster.SetMinSize(fyne.NewSize(240, 120))
	e.ExtendBaseWidget(e)
	return e
}

var nan = float32(math.NaN())

// modifiers asks the driver: key, drag and scroll events bear none.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// CreateRenderer implements fyne.Widget.
func (e *Editor) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(e.raster) }

// Resize implements fyne.CanvasObject.
func (e *Editor) Resize(size fyne.Size) {
	e.page.Resize(max(1, size.Width), max(1, size.Height))
	e.BaseWidget.Resize(size)
	e.layoutRest()
}

// paint makes the picture at a size in px. The driver calls it while it paints.
func (e *Editor) paint(w, h int) image.Image {
	img := e.screen.Draw(e.page, w, h, e.scale(w))
	if e.OnPainted != nil {
		e.OnPainted(e.generation)
	}
	return img
}

// scale is how many px a dp has. It is asked of the canvas: taken from the size
// of the picture it would differ a little with every width, and each scale has
// its own glyphs.
func (e *Editor) scale(w int) float64 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		const far = 1 << 12
		if x, _ := c.PixelCoordinateForPosition(fyne.NewPos(far, 0)); x > 0 {
			return float64(x) / far
		}
	}
	return float64(w) / float64(max(1, e.Size().Width))
}

// Generation counts the changes to what is shown. A picture of a generation
// shows all changes up to it.
func (e *Editor) Generation() uint64 { return e.generation }

// repaint has the picture made anew.
func (e *Editor) repaint() {
	e.generation++
	e.raster.Refresh()
}

// State is what is shown. Its slices must not be changed.
func (e *Editor) State() page.State { return e.page.State() }

// Change changes what is shown. It costs what differs.
func (e *Editor) Change(change func(*page.State)) {
	s := e.page.State()
	change(&s)
	e.page.Set(s)
	e.layoutRest()
	e.repaint()
}

// SetDocument shows a document from its start, with the caret there. Layers of
// suggestions to it may follow.
func (e *Editor) SetDocument(styles *page.Styles, docs ...annotate.Document) {
	e.drag = drag{}
	e.halt()
	e.Change(func(s *page.State) {
		*s = page.State{
			Docs: docs, Styles: styles, Size: s.Size, Names: s.Names, Dark: s.Dark, Active: s.Active, Hit: -1,
		}
		if s.Size == 0 {
			s.Size, s.Names = e.kit.Tokens.Type.Article.Size, true
		}
	})
	e.page.ScrollTo(0)
	if len(docs) > 0 {
		go e.checkFonts(docs[0].Article)
	}
}

// Update shows another state of the document's layer. What was selected and is
// no more is selected no longer.
func (e *Editor) Update(doc annotate.Document) {
	e.Change(func(s *page.State) {
		s.Docs = slices.Clone(s.Docs)
		s.Docs[0] = doc
	})
	if s := e.Selection(); s.Annotation != "" {
		if spans := e.page.Fragments(s.Annotation); len(spans) > 0 {
			e.set(whole(s.Annotation, spans))
		} else {
			e.set(page.At(s.Caret.Offset))
		}
	}
}

// Zoom sets the text larger by some steps, or smaller.
func (e *Editor) Zoom(steps int) {
	t := e.kit.Tokens.Type.Article
	e.SetSize(e.State().Size * float32(math.Pow(float64(t.ZoomStep), float64(steps))))
}

// SetSize sets the size of the text in dp, within the bounds of the zoom.
func (e *Editor) SetSize(size float32) {
	t := e.kit.Tokens.Type.Article
	size = min(t.SizeMax, max(t.SizeMin, size))
	if size == e.State().Size {
		return
	}
	e.Change(func(s *page.State) { s.Size = size })
	if e.OnZoom != nil {
		e.OnZoom(size)
	}
}

// Place is the start of the first line in view, for ScrollTo.
func (e *Editor) Place() int { return e.page.Visible().Start }

// ScrollTo puts the line with an offset at the top.
func (e *Editor) ScrollTo(offset int) {
	e.halt()
	e.page.ScrollTo(offset)
	e.repaint()
}

// Reveal scrolls as little as shows the line with an offset.
func (e *Editor) Reveal(offset int) { e.jump(func() { e.page.Reveal(offset) }) }

// CaretArea is where the caret stands in the editor when nothing moves any
// more, for what must not cover it.
func (e *Editor) CaretArea() (fyne.Position, fyne.Size) {
	x, y, h := e.page.Caret(e.Selection().Caret)
	return fyne.NewPos(x, y-e.glide.left), fyne.NewSize(2, h)
}

// layoutStep is how many bytes are laid out between two frames: some 5 ms.
const layoutStep = 8 << 10

// layoutRest lays out what is not in view, in steps between which the window
// does its work.
func (e *Editor) layoutRest() {
	if e.laying != nil || e.page.LayoutSome(0) {
		return
	}
	stop := make(chan struct{})
	e.laying = stop
	go func() {
		for done := make(chan bool); ; {
			e.post(func() {
				d := e.laying != stop || e.page.LayoutSome(layoutStep)
				if d && e.laying == stop {
					e.laying = nil
				}
				select {
				case done <- d:
				case <-stop:
				}
			})
			select {
			case d := <-done:
				if d {
					return
				}
			case <-stop:
				return
			}
		}
	}()
}

// Close ends the work in the background.
func (e *Editor) Close() {
	e.halt()
	if e.laying != nil {
		close(e.laying)
		e.laying = nil
	}
}
