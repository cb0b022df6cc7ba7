package editor

import (
	"galley/annotate"
	"galley/app/page"
	"galley/app/typeset"
)

// checkFonts looks for characters of an article that no font has, in the
// background. The first time there are some the system's fonts are asked for
// them, which takes time and memory that most articles need not.
func (e *Editor) checkFonts(a *annotate.Article) {
	text := a.Title + "\n" + a.Text.String()
	missing := e.kit.Fonts.Missing(text, typeset.Serif)
	if len(missing) == 0 {
		return
	}
	e.system.Do(func() {
		if e.FontIndex != "" {
			e.systemErr = e.kit.Fonts.UseSystem(e.FontIndex)
		}
	})
	still := e.kit.Fonts.Missing(text, typeset.Serif)
	e.post(func() {
		if docs := e.State().Docs; len(docs) == 0 || docs[0].Article.Text != a.Text {
			return // another article is open by now
		}
		if len(still) < len(missing) {
			e.page.FontsChanged()
			e.screen = page.Screen{} // glyphs differ where nothing else does
			e.layoutRest()
			e.repaint()
		}
		if len(still) > 0 && e.OnMissing != nil {
			e.OnMissing(still, e.systemErr)
		}
	})
}
