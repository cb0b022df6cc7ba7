package app

import (
	"context"
	"net/url"
	"path/filepath"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/app/annotator"
	"galley/app/export"
	"galley/app/ingest"
	"galley/app/ui"
)

// askExport opens the dialog that writes a data set. Everything done so far is
// on disk before it is read.
func (w *workspace) askExport() {
	w.later(func() {
		export.Show(export.Config{
			Window: w.app.window, Corpus: w.store, People: w.people(), Folder: filepath.Dir(w.path),
			Name: w.session.Project().Name, Jobs: w.app.jobs, Post: w.app.cfg.Post, Say: w.app.say, Fail: w.app.fail,
			OpenURL: func(u *url.URL) error { return w.app.cfg.Toolkit.OpenURL(u) }, Pick: w.app.askFolder,
			Articles: func() ([]annotate.Row, error) {
				refs, err := w.store.Find(context.Background(), annotate.Query{Order: annotate.ByKey})
				if err != nil {
					return nil, err
				}
				return w.store.Rows(context.Background(), "", refs)
			},
			Ask: w.app.askLine, Do: w.doThen, Choose: w.app.chooseRow,
			Chip: func(kind annotate.Kind, label string) ui.ChipData {
				if kind == annotate.KindMention || kind == annotate.KindEntity || kind == annotate.KindEvent {
					return w.chip(annotator.Choice{Label: label, Event: kind == annotate.KindEvent})
				}
				return ui.ChipData{}
			},
		})
	})
}

// doThen makes an act and calls then when it is on disk.
func (w *workspace) doThen(title string, edits []annotate.Edit, then func()) {
	if err := w.session.Do(title, edits); err != nil {
		w.app.fail(err)
		return
	}
	w.later(then)
}

// people are the names of the project's annotators.
func (w *workspace) people() []string {
	var names []string
	for _, p := range w.session.Project().People {
		names = append(names, p.Name)
	}
	return names
}

// askImport asks for files to import.
func (w *workspace) askImport() { w.importPaths(nil) }

// importPaths imports files or folders after a look at them; without any it asks for them.
func (w *workspace) importPaths(paths []string) {
	ingest.Show(ingest.Config{
		Window: w.app.window, Target: w.store, Jobs: w.app.jobs, Post: w.app.cfg.Post, Fail: w.app.fail,
		Options: exchange.ImportOptions{Annotator: w.session.Person().Name, Now: w.app.cfg.Now, IDs: w.app.cfg.IDs},
		Done:    func(*exchange.ImportReport) { w.reread() },
	}, paths)
}
