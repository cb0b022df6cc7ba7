package app

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/app/guideline"
)

// newGuideline makes the pane with the project's guideline.
func newGuideline(w *workspace) *guideline.Pane {
	return guideline.New(guideline.Config{
		Window: w.app.window, Session: w.session, Fail: w.app.fail, Say: w.app.say, Folder: filepath.Dir(w.path),
		AskFile: func(then func(string)) { w.app.askFile([]string{".md", ".markdown", ".txt"}, then) },
		AskName: func(title, path string, then func(string)) { w.app.askLine(title, "File", path, "Save", then) },
		Close:   w.hideGuideline,
	})
}

// toggleGuideline shows the guideline in the place of the inspector, at the
// section about what is picked in the article, or the inspector again.
func (w *workspace) toggleGuideline() {
	if w.beside(w.guideline.Object()) {
		w.hideGuideline()
		return
	}
	w.timeline.Leave()
	w.putBeside(w.guideline.Object())
	if item := w.annotator.Here(); item != nil {
		w.guideline.About(annotate.LabelOf(item))
	}
	w.focus(paneInspector)
}

func (w *workspace) hideGuideline() {
	w.putBack()
	w.focus(panePage)
}

// putBack puts beside the article what stands there of itself.
func (w *workspace) putBack() {
	if w.review.on {
		w.putBeside(w.review.card.Object())
		return
	}
	w.putBeside(w.inspector.Object())
}

// beside tells whether o is what stands beside the article.
func (w *workspace) beside(o fyne.CanvasObject) bool { return w.side.Objects[0] == o }

// putBeside puts the inspector, the history or the guideline beside the article.
func (w *workspace) putBeside(o fyne.CanvasObject) {
	w.side.Objects = []fyne.CanvasObject{o}
	w.side.Refresh()
}
