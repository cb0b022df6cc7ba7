package app

import (
	"context"
	"fmt"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/ui"
)

// showSentBack says over the article which of the person's annotations an
// adjudicator has sent back, the first with the reason, until they are changed.
func (w *workspace) showSentBack() {
	w.sent.Objects = nil
	defer w.sent.Refresh()
	doc := w.session.Document()
	if doc == nil || doc.Layer.ID.Kind != annotate.Human {
		return
	}
	things, err := w.store.Things(context.Background(), annotate.KindDecision, doc.Article.ID)
	if err != nil {
		w.app.fail(err)
		return
	}
	var mine []*annotate.Decision
	for _, d := range annotate.Decisions(things) {
		if d.Act == annotate.SentBackTo {
			mine = append(mine, d)
		}
	}
	if mine == nil {
		return
	}
	c := review.Compare([]annotate.Layer{doc.Layer})
	verdicts, _ := c.Verdicts(mine)
	n, text := 0, ""
	var first annotate.Item
	for i, v := range verdicts {
		if v.State != review.SentBack {
			continue
		}
		n++
		if first == nil {
			first = c.Sets[i].Readings[0].Items[0]
			project := w.session.Project()
			by := "somebody"
			if p := project.Person(v.Decision.By); p != nil {
				by = p.Name
			}
			text = fmt.Sprintf("%s sent back “%s”", by, ui.CutMiddle(doc.Text(first), ui.PillLength))
			if v.Decision.Comment != "" {
				text += ": " + v.Decision.Comment
			}
		}
	}
	switch {
	case n == 0:
		return
	case n > 1:
		text += fmt.Sprintf(" (and %d more)", n-1)
	}
	w.sent.Objects = append(w.sent.Objects, ui.NewStrip(text, "Show", true, func() { w.showItem(first) }))
}
