package ui

import (
	"fyne.io/fyne/v2"

	"galley/app/theme"
)

// Tall gives an object the height of so many rows, and all of the width there is.
func Tall(rows int, o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: tallLayout{rows}, Objects: []fyne.CanvasObject{o}}
}

type tallLayout struct{ rows int }

// MinSize implements fyne.Layout.
func (t tallLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	l := theme.Of()
	return fyne.NewSize(l.Size.ListMin, float32(t.rows)*l.Size.Row*l.Scale)
}

// Layout implements fyne.Layout.
func (tallLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}
