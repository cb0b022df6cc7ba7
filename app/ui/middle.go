package ui

import "fyne.io/fyne/v2"

// Middle puts an object in the middle of the height it gets, at its own height:
// a line of text beside buttons stands on their line.
func Middle(o fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: inMiddle{}, Objects: []fyne.CanvasObject{o}}
}

type inMiddle struct{}

// MinSize implements fyne.Layout.
func (inMiddle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (inMiddle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	middle(objects[0], 0, 0, size.Width, size.Height)
}
