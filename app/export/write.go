package export

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"

	"galley/annotate/exchange"
	"galley/app/job"
	"galley/app/ui"
)

// export writes the data set as a job.
func (d *dialog) export() {
	r, err := d.recipe()
	if err != nil {
		d.refuse(err)
		return
	}
	opt := exchange.ExportOptions{Recipe: d.named(r), Out: strings.TrimSpace(d.place.Text), Stories: &d.stories}
	if _, err := os.Stat(opt.Out); !errors.Is(err, fs.ErrNotExist) {
		d.refuse(fmt.Errorf("%s is there already; choose another place", opt.Out))
		return
	}
	d.stop()
	d.sheet.Close()
	open := d.folder.Checked
	d.cfg.Jobs.Run("Export "+filepath.Base(opt.Out), func(ctx context.Context, progress job.Progress) error {
		opt.Progress = progress
		report, err := exchange.Export(ctx, d.cfg.Corpus, opt)
		d.cfg.Post(func() {
			switch {
			case errors.Is(err, context.Canceled):
				d.cfg.Say("The export was cancelled; nothing was written.")
			case err != nil:
				d.cfg.Fail(err)
			default:
				d.report(opt, report, open)
			}
		})
		return err
	})
}

// placed takes back that something is at the place already: another was chosen.
func (d *dialog) placed() {
	if d.preview != nil {
		d.refuse(nil)
	}
}

// report tells what was written and opens the folder it is in.
func (d *dialog) report(opt exchange.ExportOptions, r *exchange.ExportReport, open bool) {
	folder := opt.Out
	if info, err := os.Stat(folder); err == nil && !info.IsDir() {
		folder = filepath.Dir(folder)
	}
	show := func() {
		if err := d.cfg.OpenURL(&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}); err != nil {
			d.cfg.Say("The folder could not be opened: " + err.Error())
		}
	}
	box := container.NewVBox(ui.NewText(fmt.Sprintf("%s, %s, %s were written to",
		ui.Plural(r.Articles, "article", "articles"), ui.Plural(r.Annotations.Mentions, "mention", "mentions"), ui.Plural(r.Annotations.Events, "event", "events")), ui.Type{Fit: true}),
		ui.NewText(opt.Out, ui.Type{Bold: true, Fit: true}))
	for _, l := range r.Losses {
		box.Add(ui.NewText(fmt.Sprintf("Lost: %d  %s", l.Count, l.What), ui.Type{Tone: ui.Warning, Fit: true}))
	}
	if len(r.Losses) == 0 {
		box.Add(ui.NewText("Nothing was lost.", ui.Type{Tone: ui.Success}))
	}
	ui.ShowSheet(d.cfg.Window, ui.SheetData{Title: "Exported", Body: box,
		Primary: ui.Act{Label: "Close"}, Others: []ui.Act{{Label: "Open folder", Do: show}}})
	if open {
		show()
	}
}
