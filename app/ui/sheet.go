package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"galley/app/theme"
)

// Act is a button in the foot of a sheet.
type Act struct {
	Label string
	Do    func() // called after the sheet has closed, unless Stay
	Stay  bool   // the sheet stays open: it closes itself when it is done
}

// SheetData says what a sheet holds.
type SheetData struct {
	Title string
	Wide  bool // 880 instead of 560
	Body  fyne.CanvasObject
	// Primary is the button at the right. Enter presses it unless Destroys is
	// set, when it takes something away that cannot be undone.
	Primary  Act
	Destroys bool
	// Others stand at the left.
	Others []Act
	// Leave is called when Esc closes the sheet; may be nil.
	Leave func()
	// First gets the focus; nil for the primary button.
	First fyne.Focusable
}

// Sheet is a dialog: a title, a body and a foot. While it is open it takes the
// keys that nothing in it uses, and gives focus and keys back where they were.
type Sheet struct {
	data   SheetData
	canvas fyne.Canvas
	popup  *widget.PopUp
	// Primary is the button at the right, to be disabled while the body is not
	// complete.
	Primary *Button

	content fyne.CanvasObject
	before  fyne.Focusable
	key     func(*fyne.KeyEvent)
	rune    func(rune)
	open    bool
}

// ShowSheet opens a sheet over a window.
func ShowSheet(w fyne.Window, data SheetData) *Sheet {
	s := &Sheet{data: data, canvas: w.Canvas()}
	kind := Primary
	if data.Destroys {
		kind = Destroy
	}
	s.Primary = NewButton(data.Primary.Label, kind, func() { s.act(data.Primary) })
	body := data.Body
	if body == nil {
		body = layout.NewSpacer()
	}
	l := theme.Of()
	title := NewText(data.Title, Type{Size: l.Type.UI.Subheading, Bold: true, Fit: true})
	content := &fyne.Container{Layout: sheetLayout{}, Objects: []fyne.CanvasObject{title, body, s.foot()}}
	width := l.Size.Dialog
	if data.Wide {
		width = l.Size.DialogWide
	}
	width = min(width*l.Scale, s.canvas.Size().Width-2*l.Space.L)
	// Text wraps at its width, so the height is known after a first layout.
	content.Resize(fyne.NewSize(width, s.canvas.Size().Height))
	s.content = content
	s.popup = widget.NewModalPopUp(content, s.canvas)

	s.before, s.key, s.rune, s.open = s.canvas.Focused(), s.canvas.OnTypedKey(), s.canvas.OnTypedRune(), true
	s.canvas.SetOnTypedKey(s.typedKey)
	s.canvas.SetOnTypedRune(func(rune) {})
	s.popup.Resize(fyne.NewSize(width, content.MinSize().Height))
	s.popup.Show()
	first := data.First
	if first == nil {
		first = s.Primary
	}
	s.canvas.Focus(first)
	return s
}

// foot returns the row of buttons, the primary one at the right.
func (s *Sheet) foot() fyne.CanvasObject {
	row := &fyne.Container{Layout: footLayout{}}
	for _, a := range s.data.Others {
		row.Objects = append(row.Objects, NewButton(a.Label, Normal, func() { s.act(a) }))
	}
	row.Objects = append(row.Objects, s.Primary)
	return row
}

func (s *Sheet) act(a Act) {
	if !a.Stay {
		s.Close()
	}
	if a.Do != nil {
		a.Do()
	}
}

// typedKey gets the keys that nothing in the sheet uses.
func (s *Sheet) typedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		s.act(Act{Do: s.data.Leave})
	case fyne.KeyReturn, fyne.KeyEnter:
		if !s.data.Destroys {
			s.Primary.Tapped(nil)
		}
	}
}

// Close closes the sheet and gives the focus back.
func (s *Sheet) Close() {
	if !s.open {
		return
	}
	s.open = false
	s.popup.Hide()
	s.canvas.SetOnTypedKey(s.key)
	s.canvas.SetOnTypedRune(s.rune)
	if s.before != nil {
		s.canvas.Focus(s.before)
	}
}

// Fit gives the sheet the height that its body has become.
func (s *Sheet) Fit() {
	width := s.popup.Content.Size().Width
	s.content.Resize(fyne.NewSize(width, s.content.Size().Height)) // text wraps at its width
	s.popup.Resize(fyne.NewSize(width, s.content.MinSize().Height))
}

// Open reports whether the sheet is open.
func (s *Sheet) Open() bool { return s.open }

// sheetLayout sets title, body and foot one below the other.
type sheetLayout struct{}

func (sheetLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	l := theme.Of()
	title, body, foot := o[0].MinSize(), o[1].MinSize(), o[2].MinSize()
	return fyne.NewSize(max(body.Width, foot.Width), title.Height+l.Space.L+body.Height+l.Space.XXL+foot.Height).
		AddWidthHeight(2*l.Space.XL, 2*l.Space.XL)
}

func (sheetLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l := theme.Of()
	pad, w := l.Space.XL, size.Width-2*l.Space.XL
	title, foot := o[0].MinSize().Height, o[2].MinSize().Height
	top := pad + title + l.Space.L
	place(o[0], pad, pad, w, title)
	place(o[1], pad, top, w, size.Height-top-l.Space.XXL-foot-pad)
	place(o[2], pad, size.Height-foot-pad, w, foot)
}

// footLayout sets the last object at the right, the others from the left.
type footLayout struct{}

func (footLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, b := range o {
		own := b.MinSize()
		size = fyne.NewSize(size.Width+own.Width+theme.Of().Space.M, max(size.Height, own.Height))
	}
	return size
}

func (footLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, b := range o {
		own := b.MinSize()
		if i == len(o)-1 {
			x = size.Width - own.Width
		}
		place(b, x, 0, own.Width, size.Height)
		x += own.Width + theme.Of().Space.M
	}
}

// Trouble is what an error sheet tells: never a stack trace.
type Trouble struct {
	What string // one sentence that names the thing
	Kept string // "Everything up to 14:02:11 is saved."
	Next string // what to do
	// CopyReport and ShowLog are left out when nil.
	CopyReport, ShowLog func()
	GoOn                func()
}

// ShowTrouble opens a sheet for an error that stops the work. Other errors are
// Strips where the thing is.
func ShowTrouble(w fyne.Window, t Trouble) *Sheet {
	lines := &fyne.Container{Layout: layout.NewCustomPaddedVBoxLayout(theme.Of().Space.M)}
	for i, text := range []string{t.What, t.Kept, t.Next} {
		if text != "" {
			lines.Objects = append(lines.Objects, NewParagraph(text, Type{Bold: i == 0}))
		}
	}
	data := SheetData{Title: "Something went wrong", Body: lines, Primary: Act{Label: "Go on", Do: t.GoOn}, Leave: t.GoOn}
	if t.CopyReport != nil {
		data.Others = append(data.Others, Act{Label: "Copy report", Do: t.CopyReport, Stay: true})
	}
	if t.ShowLog != nil {
		data.Others = append(data.Others, Act{Label: "Show log", Do: t.ShowLog, Stay: true})
	}
	return ShowSheet(w, data)
}
