package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/reliability"
	"galley/annotate/reliability/report"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/annotate/text"
	"galley/app/agreement"
	"galley/app/annotator"
	"galley/app/command"
	"galley/app/job"
	"galley/app/ui"
)

// agreeing is the agreement page of a project, and what it knows of it.
type agreeing struct {
	w    *workspace
	page *agreement.Page // nil while it was never open
	on   bool            // it is what the window shows
	old  bool            // something was annotated since the report was made
	turn int             // counts the reports asked for
}

// openAgreement shows how far the annotators agree.
func (w *workspace) openAgreement() {
	if w.readsBlind() {
		return
	}
	g := &w.agreeing
	if g.page == nil {
		g.w = w
		g.page = agreement.New(agreement.Config{
			Hints: w.app.hints, Chip: w.chipOf, Measure: g.measure, Places: g.showPlaces,
			Article: func(id annotate.ID) { g.leave(); w.openArticle(id) },
			Report:  g.askReport, Close: g.leave, Assign: w.showPeople,
		})
		g.old = true
	}
	g.on = true
	w.app.show(container.NewBorder(nil, w.status, nil, nil, g.page.Object()), "Agreement - "+w.title())
	if g.old {
		g.measure()
	}
	w.app.window.Canvas().Focus(g.page.Focusable())
	w.refreshStatus()
}

// chipOf is the chip of a label of mentions or events; plain where it is of something else.
func (w *workspace) chipOf(of, label string) ui.ChipData {
	switch of {
	case reliability.Mentions:
		return w.chip(annotator.Choice{Label: label})
	case reliability.Events:
		return w.chip(annotator.Choice{Label: label, Event: true})
	}
	return ui.ChipData{Name: label}
}

// leave shows the article again.
func (g *agreeing) leave() {
	if !g.on {
		return
	}
	g.on = false
	g.w.app.show(g.w.root, g.w.title())
	g.w.focus(panePage)
	g.w.refreshStatus()
}

// input gets the keys that nothing on the page uses.
func (g *agreeing) input(ev command.Event) {
	if ev.Name == "Esc" {
		g.leave()
		return
	}
	if c, ok := g.w.app.commands.Match(command.Window, g.w.app.layout, ev); ok {
		g.w.app.run(c.ID)
	}
}

// acted notes that a report is no longer of what is annotated.
func (g *agreeing) acted(tx *annotate.Transaction) {
	for _, e := range tx.Edits {
		g.old = g.old || e.Layer != annotate.LayerID{}
	}
}

// measure measures in the background, once everything is on disk.
func (g *agreeing) measure() {
	w, page := g.w, g.page
	g.turn++
	turn := g.turn
	opt := reliability.Options{Unfinished: page.Unfinished, Independent: page.Independent}
	page.Wait("Measuring...")
	w.later(func() {
		g.old = false
		w.app.jobs.Run("Agreement", func(ctx context.Context, progress job.Progress) error {
			opt.Progress = progress
			study, err := reliability.Read(ctx, w.store, opt)
			var r *reliability.Report
			if err == nil {
				r, err = study.Measure(ctx, opt)
			}
			w.app.cfg.Post(func() { g.measured(turn, study, r, err) })
			return err
		})
	})
}

// measured shows a report, unless another was asked for meanwhile.
func (g *agreeing) measured(turn int, s *reliability.Study, r *reliability.Report, err error) {
	if turn != g.turn || g.w.app.open != g.w {
		return
	}
	switch {
	case errors.Is(err, context.Canceled):
		g.old = true
		g.page.Wait("Measuring was cancelled.")
	case err != nil:
		g.old = true
		g.page.Wait("It could not be measured.")
		g.w.app.fail(err)
	default:
		g.page.Show(s, r)
	}
	if g.on && g.w.app.window.Canvas().Overlays().Top() == nil {
		g.w.app.window.Canvas().Focus(g.page.Focusable())
	}
}

// showPlaces lists what stands behind a cell of the confusion; choosing a place opens it.
func (g *agreeing) showPlaces(cell agreement.Cell, places []reliability.Place) {
	var all options
	for i, p := range places {
		title := p.Title
		if title == "" {
			title = p.Key
		}
		all = append(all, option{
			row:   ui.Row{Title: title, Right: fmt.Sprintf("%d of %d", i+1, len(places))},
			text:  fmt.Sprintf("%s %s %d", title, p.Key, i),
			about: func() string { return g.around(p) },
			run:   func() { g.openPlace(p) },
		})
	}
	if q, ok := g.conflicts(cell); ok {
		all = append(all, option{row: ui.Row{Title: "Open all in the review queue"}, text: "Open all in the review queue", run: func() { g.w.review.openQuery(q) }})
	}
	g.w.app.choose(fmt.Sprintf("%s: %s, %s: %s", cell.A, cell.SaidA, cell.B, cell.SaidB), all, "")
}

// conflicts chooses what stands behind a cell from the review queue, if the cell is one of conflicts between people.
func (g *agreeing) conflicts(cell agreement.Cell) (review.Query, bool) {
	q := review.Query{States: review.ToDo, Pair: review.Pair{A: min(cell.A.ID, cell.B.ID), B: max(cell.A.ID, cell.B.ID)}}
	switch cell.Of {
	case reliability.Mentions:
		q.Kind = annotate.KindMention
	case reliability.Events:
		q.Kind = annotate.KindEvent
	default:
		return q, false
	}
	for _, said := range []string{cell.SaidA, cell.SaidB} {
		if said == agree.None {
			q.Differs = review.Missing
		} else {
			q.Labels = append(q.Labels, said)
		}
	}
	return q, cell.SaidA != cell.SaidB && cell.A.Kind == annotate.Human && cell.B.Kind == annotate.Human
}

// openPlace opens an article at a place.
func (g *agreeing) openPlace(p reliability.Place) {
	g.leave()
	w := g.w
	w.openAt(p.Article, func() {
		if doc := w.session.Document(); doc != nil {
			if at, ok := bytesOf(doc.Article.Text, p); ok {
				w.page.selectText(at)
			}
		}
	})
}

// around is the sentence that a place is in.
func (g *agreeing) around(p reliability.Place) string {
	a, err := g.w.store.Article(context.Background(), p.Article)
	if err != nil {
		return err.Error()
	}
	at, ok := bytesOf(a.Text, p)
	if !ok {
		return ""
	}
	s := a.Text.SentenceAt(at.Start)
	return strings.TrimSpace(a.Text.Slice(s.Start, at.Start) + "[" + a.Text.Slice(at.Start, at.End) + "]" + a.Text.Slice(at.End, max(at.End, s.End)))
}

// bytesOf is where the first coder who marked something at a place did so; not
// ok for what stands nowhere in the text.
func bytesOf(t *text.Text, p reliability.Place) (at span.Span, ok bool) {
	if at = p.A; at == (span.Span{}) {
		at = p.B
	}
	start, err := t.FromCodePoint(at.Start)
	if err != nil || at == (span.Span{}) {
		return span.Span{}, false
	}
	end, err := t.FromCodePoint(at.End)
	return span.Span{Start: start, End: end}, err == nil
}

// askReport asks where the report is written to and writes it.
func (g *agreeing) askReport() {
	r := g.page.Report()
	if r == nil || r.Refused != "" {
		return
	}
	name := strings.TrimSuffix(filepath.Base(g.w.path), ".galley") + " agreement.html"
	g.w.app.askLine("Report on agreement", "File", freePath(filepath.Join(filepath.Dir(g.w.path), name)), "Write", func(path string) {
		if err := writeReport(r, path); err != nil {
			g.w.app.fail(err)
			return
		}
		g.w.app.written(path, "Wrote the report to "+path+".")
	})
}

// writeReport writes a report to a file that is not there yet.
func writeReport(r *reliability.Report, path string) error {
	var b bytes.Buffer
	if err := report.HTML(&b, r); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return writeNew(path, b.Bytes())
}
