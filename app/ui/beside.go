package ui

import "fyne.io/fyne/v2"

// Beside sets two objects beside one another, the first at a part of the width from 0 to 1.
func Beside(part float32, left, right fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: besideLayout{part}, Objects: []fyne.CanvasObject{left, right}}
}

type besideLayout struct{ part float32 }

// MinSize implements fyne.Layout.
func (besideLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(a.Width+b.Width, max(a.Height, b.Height))
}

// Layout implements fyne.Layout.
func (s besideLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	left := size.Width * s.part
	place(o[0], 0, 0, left, size.Height)
	place(o[1], left, 0, size.Width-left, size.Height)
}
