package app

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"galley/annotate"
	"galley/annotate/anchor"
	"galley/app/theme"
	"galley/app/ui"
)

// correcting is the sheet in which the text of an article is corrected.
type correcting struct {
	w      *workspace
	old    *annotate.Article
	layers []annotate.Layer
	things []annotate.Thing // that go along
	sheet  *ui.Sheet
	text   *ui.Entry
	said   *ui.Text
	list   *ui.RowList
	stop   func() // the comparison that is to come
	now    *anchor.Correction
}

// correctText opens the sheet, once everything is on disk.
func (w *workspace) correctText(article *annotate.Article) {
	w.later(func() {
		c := &correcting{w: w, old: article, stop: func() {}}
		if err := c.read(context.Background()); err != nil {
			w.app.fail(err)
			return
		}
		c.show()
	})
}

func (c *correcting) read(ctx context.Context) error {
	bundles, err := c.w.store.Things(ctx, annotate.KindBundle, "")
	if err != nil {
		return err
	}
	if len(bundles) > 0 {
		return fmt.Errorf("this is a bundle: the text is corrected in the project that it came from")
	}
	if c.layers, err = c.w.store.Layers(ctx, c.old.ID); err != nil {
		return err
	}
	for _, kind := range []annotate.Kind{annotate.KindAssignment, annotate.KindDecision} {
		things, err := c.w.store.Things(ctx, kind, c.old.ID)
		if err != nil {
			return err
		}
		c.things = append(c.things, things...)
	}
	return nil
}

func (c *correcting) show() {
	c.text = ui.NewMultiLineEntry("The text of the article")
	c.text.SetText(c.old.Text.String())
	c.said = ui.NewText("", ui.Type{Fit: true})
	c.list = ui.NewRowList(theme.Of().Size.RowRich, options{})
	c.list.Hints = c.w.app.hints
	about := ui.NewParagraph("The corrected text takes the place of this one, with the annotations of everybody. What has no place in it stays on the old one.", ui.Type{Tone: ui.Muted})
	file := ui.NewButton("Take from a file...", ui.Quiet, func() { c.w.app.askFile([]string{".txt"}, c.take) })
	foot := container.NewBorder(nil, nil, nil, file, ui.Middle(c.said))
	c.sheet = ui.ShowSheet(c.w.app.window, ui.SheetData{
		Title: "Correct the text of " + ui.CutMiddle(c.old.Title, 60), Wide: true,
		Body:    ui.Tall(18, container.NewBorder(about, nil, nil, nil, container.NewGridWithRows(2, c.text, container.NewBorder(foot, nil, nil, nil, c.list)))),
		Primary: ui.Act{Label: "Correct", Do: c.correct},
		Others:  []ui.Act{{Label: "Cancel", Do: func() { c.stop() }}}, Leave: func() { c.stop() },
		First: c.text,
	})
	c.text.OnChanged = func(string) {
		const pause = 300 * time.Millisecond
		c.stop()
		c.sheet.Primary.Disable()
		c.stop = c.w.app.timer(pause, func() { c.w.app.cfg.Post(c.compare) })
	}
	c.compare()
}

// take takes the text of a file.
func (c *correcting) take(path string) {
	data, err := os.ReadFile(path)
	switch {
	case err != nil:
		c.w.app.fail(err)
	case !utf8.Valid(data):
		c.w.app.fail(fmt.Errorf("%s is not in UTF-8", path))
	default:
		c.text.SetText(strings.TrimPrefix(string(data), "\ufeff"))
	}
}

// compare tells what becomes of the annotations.
func (c *correcting) compare() {
	c.now = nil
	if c.text.Text == c.old.Text.String() {
		c.tell("Nothing is changed yet.", nil)
		return
	}
	if strings.TrimSpace(c.text.Text) == "" {
		c.tell("There is no text.", nil)
		return
	}
	c.now = anchor.Correct(c.old, c.text.Text, c.layers, c.things)
	project := c.w.session.Project()
	var rows options
	for _, l := range c.now.Layers {
		for _, x := range l.Carried {
			mark := ui.Triangle
			if x.Fate == anchor.Lost {
				mark = ui.Close
			}
			words := c.old.Quote(annotate.SpansOf(x.Was))
			rows = append(rows, option{text: string(x.Was.ItemID()), row: ui.Row{
				Mark: mark, Title: annotate.LabelOf(x.Was) + " “" + ui.CutMiddle(words, 60) + "”",
				Detail: string(x.Fate) + ": " + x.Reason, Right: project.NameOf(l.Layer.Annotator),
			}})
		}
	}
	said := ui.Plural(c.now.Count(anchor.Moved), "annotation moves", "annotations move")
	if unsure := c.now.Count(anchor.Unsure); unsure > 0 {
		said += fmt.Sprintf(", %d unsure", unsure)
	}
	if lost := c.now.Count(anchor.Lost); lost > 0 {
		said += fmt.Sprintf(", %d stay on the old text", lost)
	}
	if c.now.Another() {
		said = "Hardly anything of the old text is in this one. " + said
	}
	c.tell(said+".", rows)
	c.sheet.Primary.Enable()
}

func (c *correcting) tell(said string, rows options) {
	c.said.Set(said, ui.Type{Fit: true})
	c.list.SetRows(rows)
	if c.now == nil {
		c.sheet.Primary.Disable()
	}
}

// correct is the act; the article opens with its corrected text.
func (c *correcting) correct() {
	c.stop()
	if c.now == nil {
		return
	}
	w := c.w
	// What others did stays theirs, with its time.
	if err := w.session.Restore("correct the text of "+c.old.Title, c.now.Edits); err != nil {
		w.app.fail(err)
		return
	}
	w.later(func() {
		w.list.Reload(func() { w.load(c.now.Article.ID, nil) })
	})
	w.app.toasts.Say("Corrected the text of "+ui.CutMiddle(c.old.Title, 40)+".", "Undo", func() { w.app.run("edit.undo") })
}

// showReplaced says over an old text that there is a corrected one.
func (w *workspace) showReplaced(doc *annotate.Document) {
	if doc == nil {
		return
	}
	next := annotate.ID(doc.Article.Extra[annotate.ReplacedBy].Text())
	if next == "" || !doc.Article.Deleted {
		return
	}
	w.sent.Objects = []fyne.CanvasObject{ui.NewStrip("This text was corrected since.", "Open the corrected one", true, func() { w.openArticle(next) })}
	w.sent.Refresh()
}

// gone leaves an open article that undo took away, for the one whose text it corrected.
func (w *workspace) gone(a *annotate.Article) {
	w.later(func() {
		w.list.Reload(func() {
			if old := a.Extra[annotate.Replaces].Text(); old != "" {
				w.load(annotate.ID(old), nil)
			} else {
				w.loadFirst()
			}
		})
	})
}
