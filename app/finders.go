package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/span"
	"galley/app/annotator"
	"galley/app/command"
	"galley/app/inspector"
	"galley/app/page"
	"galley/app/theme"
	"galley/app/ui"
)

// option is a row of a finder with what choosing it does.
type option struct {
	row  ui.Row
	text string // what is searched
	more string // shown beside the list
	// about tells what is shown beside the list where that is not known before; may be nil.
	about func() string
	run   func()
}

// options are rows that were found, best first.
type options []option

// Len implements ui.Rows.
func (o options) Len() int { return len(o) }

// ID implements ui.Rows.
func (o options) ID(i int) string { return o[i].text }

// Row implements ui.Rows.
func (o options) Row(i int) ui.Row { return o[i].row }

// find are the options that answer a query, best first; all in order for none.
func (o options) find(query string) options {
	if query == "" {
		return o
	}
	type scored struct {
		option
		score int
	}
	var hits []scored
	for _, x := range o {
		if score, ok := command.Score(query, x.text); ok {
			hits = append(hits, scored{x, score})
		}
	}
	slices.SortStableFunc(hits, func(x, y scored) int { return cmp.Compare(y.score, x.score) })
	out := make(options, len(hits))
	for i, h := range hits {
		out[i] = h.option
	}
	return out
}

// chosen does what stands at a row of the options found.
func (a *App) chosen(found *options) func(int, string) {
	return func(i int, _ string) {
		a.watch.Input()
		(*found)[i].run()
	}
}

// choose opens a finder over options.
func (a *App) choose(placeholder string, all options, query string) {
	var found options
	f := ui.NewFinder(a.window.Canvas(), placeholder, theme.Of().Size.Row, func(q string) ui.Rows {
		found = all.find(q)
		return found
	})
	f.About = func(i int) (string, string) {
		if found[i].about != nil {
			return found[i].row.Title, found[i].about()
		}
		return found[i].row.Title, found[i].more
	}
	f.OnChosen = a.chosen(&found)
	f.Show(query)
}

// chooseRow shows rows and tells the number of the one chosen.
func (a *App) chooseRow(placeholder string, rows []ui.Row, then func(int)) {
	all := make(options, len(rows))
	for i, r := range rows {
		all[i] = option{row: r, text: fmt.Sprint(r.Title, " ", r.Detail, " ", r.Right, " ", i), more: r.Hint.Line, run: func() { then(i) }}
	}
	a.choose(placeholder, all, "")
}

// showPalette finds commands, and with an article open labels.
func (a *App) showPalette(query string) {
	var all options
	if a.open != nil && a.open.session.Document() != nil {
		all = a.open.labelOptions(func(annotator.Choice) bool { return true }, a.open.annotator.Give)
	}
	for _, c := range a.commands.All() {
		ok, reason := c.State()
		if ok {
			reason = ""
		}
		all = append(all, option{
			row:  ui.Row{Title: c.Name(), Right: a.commands.KeyLabel(c.ID), Dim: !ok, Detail: reason},
			text: c.Name(), run: func() { a.run(c.ID) },
		})
	}
	a.choose("Label or command", all, query)
}

// labelOptions are the schema's labels for a finder.
func (w *workspace) labelOptions(want func(annotator.Choice) bool, give func(label string)) options {
	var out options
	schema := w.session.Schema()
	for _, c := range annotator.Choices(schema) {
		if !want(c) {
			continue
		}
		t := labelType(schema, c)
		out = append(out, option{
			row:  ui.Row{Chip: w.chip(c), Title: display(t), Right: c.Keys},
			text: display(t) + " " + c.Label, more: definition(t),
			run: func() { give(c.Label) },
		})
	}
	return out
}

func labelType(s *annotate.Schema, c annotator.Choice) annotate.Type {
	if c.Event {
		return s.Event(c.Label).Type
	}
	return s.Entity(c.Label).Type
}

func display(t annotate.Type) string { return cmp.Or(t.Display, t.Label) }

// definition is what the schema says of a label.
func definition(t annotate.Type) string {
	return strings.Join(append([]string{t.Label + ". " + t.Description}, explained(t)...), "\n\n")
}

// explained is what the schema says of a label besides its definition: how to decide, and examples.
func explained(t annotate.Type) []string {
	var parts []string
	if t.Guidelines != "" {
		parts = append(parts, t.Guidelines)
	}
	for _, e := range t.Examples {
		parts = append(parts, "For example: "+e)
	}
	for _, e := range t.CounterExamples {
		parts = append(parts, "Not: "+e)
	}
	return parts
}

// jump finds an article by its title.
func (w *workspace) jump() {
	var found options
	f := ui.NewFinder(w.app.window.Canvas(), "Title of an article", theme.Of().Size.Row, func(q string) ui.Rows {
		found = w.articleOptions(q)
		return found
	})
	f.OnChosen = w.app.chosen(&found)
	f.Show("")
}

// mostFound is how many articles a finder lists.
const mostFound = 200

func (w *workspace) articleOptions(query string) options {
	ctx := context.Background()
	refs, err := w.store.Find(ctx, annotate.Query{Person: w.session.Person().ID, Text: query, Order: annotate.ByDate})
	if err != nil {
		w.app.fail(err)
		return nil
	}
	rows, err := w.store.Rows(ctx, w.session.Person().ID, refs[:min(len(refs), mostFound)])
	if err != nil {
		w.app.fail(err)
		return nil
	}
	var out options
	for _, r := range rows {
		out = append(out, option{row: ui.Row{Title: r.Title, Detail: r.Outlet + "  " + r.Published}, text: string(r.ID), run: func() { w.openArticle(r.ID) }})
	}
	return out
}

// findInCorpus searches the bodies of all articles.
func (w *workspace) findInCorpus() {
	var found options
	f := ui.NewFinder(w.app.window.Canvas(), "Words in all articles", theme.Of().Size.RowRich, func(q string) ui.Rows {
		found = w.hitOptions(q)
		return found
	})
	f.OnChosen = w.app.chosen(&found)
	f.Show("")
}

func (w *workspace) hitOptions(query string) options {
	if strings.TrimSpace(query) == "" {
		return nil
	}
	hits, total, err := w.store.Search(context.Background(), query, mostFound)
	if err != nil {
		w.app.fail(err)
		return nil
	}
	if total == 0 {
		return options{{row: ui.Row{Title: fmt.Sprintf("Not found in %s.", ui.Plural(w.list.Total(), "article", "articles")), Dim: true}, run: func() {}}}
	}
	var out options
	for _, h := range hits {
		out = append(out, option{row: ui.Row{Title: strings.Join(strings.Fields(h.Snippet), " "), Detail: h.Title}, text: string(h.Article), run: func() {
			w.openAt(h.Article, func() {
				if !h.InTitle {
					w.page.selectText(h.Span)
				}
			})
		}})
	}
	return out
}

// askDocumentEvent makes an event without a trigger.
func (w *workspace) askDocumentEvent() {
	w.app.choose("Type of the event", w.labelOptions(func(c annotator.Choice) bool { return c.Event }, w.annotator.MakeDocumentEvent), "")
}

// askLabel changes the label of an annotation.
func (w *workspace) askLabel(item annotate.Item) {
	if v, ok := item.(*annotate.Event); ok {
		w.askTypeOf(v)
		return
	}
	w.app.choose("New label", w.labelOptions(func(c annotator.Choice) bool { return !c.Event }, func(label string) {
		if now := w.session.Document().Layer.Get(item.ItemKind(), item.ItemID()); now != nil {
			w.annotator.Relabel(now, label)
		}
	}), "")
}

// showProblems lists what the schema misses in the article and leads to each place.
func (w *workspace) showProblems() {
	doc := w.session.Document()
	var all options
	for _, p := range doc.Problems(w.session.Schema()) {
		on := "the article as a whole"
		if item := doc.Layer.Find(p.On); item != nil {
			on = annotate.LabelOf(item) + " " + doc.Text(item)
		}
		all = append(all, option{
			row:  ui.Row{Mark: ui.Triangle, Title: p.Text, Detail: on},
			text: p.Text + " " + on, run: func() { w.showProblem(p) },
		})
	}
	if len(all) == 0 {
		w.app.say("Nothing is missing in this article.")
		return
	}
	w.app.choose("Problems of this article", all, "")
}

func (w *workspace) showProblem(p annotate.Problem) {
	item := placeOf(w.session.Document(), p)
	if item == nil {
		w.showArticle()
		return
	}
	w.showItem(item)
	if v, ok := item.(*annotate.Event); ok {
		w.annotator.Arm(v.ID, p.Role)
	}
}

// showArticle shows the labels of the article as a whole, as with nothing selected.
func (w *workspace) showArticle() {
	w.app.editor.Select(page.At(w.page.caret()))
	w.inspector.Open(inspector.Selection)
}

// placeOf is the annotation that shows a problem, nil for the article: a relation
// is shown where it begins.
func placeOf(doc *annotate.Document, p annotate.Problem) annotate.Item {
	item := doc.Layer.Find(p.On)
	if r, ok := item.(*annotate.Relation); ok {
		return doc.Layer.Find(r.From)
	}
	return item
}

// nextIssue goes to the next problem or open note after the caret, or the one before.
func (w *workspace) nextIssue(step int) {
	doc := w.session.Document()
	var places []annotate.Item
	for _, p := range doc.Problems(w.session.Schema()) {
		places = append(places, placeOf(doc, p))
	}
	for _, n := range doc.Layer.Notes.All() {
		if n.State != annotate.NoteOpen {
			continue
		}
		if on := doc.Layer.Find(n.On); on != nil {
			places = append(places, on)
		} else {
			places = append(places, n)
		}
	}
	places = slices.DeleteFunc(places, func(i annotate.Item) bool { return len(annotate.SpansOf(i)) == 0 })
	if len(places) == 0 {
		w.app.say("No problem and no open note in this article.")
		return
	}
	slices.SortStableFunc(places, func(x, y annotate.Item) int {
		return span.Compare(span.Hull(annotate.SpansOf(x)), span.Hull(annotate.SpansOf(y)))
	})
	caret := w.page.caret()
	next := places[0]
	if step < 0 {
		next = places[len(places)-1]
		for _, p := range places {
			if span.Hull(annotate.SpansOf(p)).End < caret {
				next = p
			}
		}
	} else {
		for _, p := range slices.Backward(places) {
			if span.Hull(annotate.SpansOf(p)).Start > caret {
				next = p
			}
		}
	}
	w.showItem(next)
}

// showHelp lists every command with its keys, and what the schema owns.
func (a *App) showHelp() {
	var all options
	for _, k := range command.SchemaKeys {
		all = append(all, option{row: ui.Row{Title: k.Title, Right: k.Keys}, text: k.Title, run: func() {}})
	}
	for _, c := range a.commands.All() {
		var keys []string
		for _, k := range a.commands.Keys(c.ID) {
			keys = append(keys, k.Label())
		}
		all = append(all, option{row: ui.Row{Title: c.Title, Detail: c.Where.String(), Right: strings.Join(keys, "  ")}, text: c.Title, run: func() { a.run(c.ID) }})
	}
	a.choose("Help: type what you want to do", all, "")
}

func (a *App) showAbout() {
	text := ui.NewParagraph("Galley annotates news corpora: who did what to whom, where, when, and how many.\n\nIt works offline. Everything lies in one file per project.", ui.Type{})
	ui.ShowSheet(a.window, ui.SheetData{Title: "Galley " + Version, Body: container.NewVBox(text), Primary: ui.Act{Label: "Close"}})
}

// Version is the program's version.
const Version = "0.1.0"
