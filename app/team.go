package app

import (
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/app/adjudicate"
	"galley/app/merging"
	"galley/app/people"
	"galley/app/synced"
	"galley/app/ui"
)

// showPeople opens the sheet of those who work on the project.
func (w *workspace) showPeople() {
	people.Show(people.Config{
		Window: w.app.window, Store: w.store, IDs: w.app.cfg.IDs, Post: w.app.cfg.Post, Fail: w.app.fail,
		Saved: w.later, Bundle: w.askBundle, Merge: w.askMergeWork, Exchange: w.exchange,
		Do: func(title string, edits []annotate.Edit) error {
			err := w.session.Do(title, edits)
			w.later(func() { w.list.Reload(nil) })
			return err
		},
		Undo: func() { w.undo(); w.later(func() { w.list.Reload(nil) }) }, AskName: func(then func(string)) { w.app.askLine("Add a person", "Name", "", "Add", then) },
	})
}

// askBundle opens the sheet that makes a bundle, for somebody or for whom is typed.
func (w *workspace) askBundle(name string) {
	w.later(func() {
		merging.ShowBundle(merging.BundleConfig{
			Window: w.app.window, Source: w.store, People: w.people(), Folder: filepath.Dir(w.path),
			Options: merge.BundleOptions{Annotator: name, Now: w.app.cfg.Now, IDs: w.app.cfg.IDs},
			Jobs:    w.app.jobs, Post: w.app.cfg.Post, Say: w.app.say, Fail: w.app.fail, Write: w.app.cfg.Projects.WriteBundle,
			Changed: func() { w.reread() },
		})
	})
}

// askMergeWork asks for a bundle or a copy of the project to merge.
func (w *workspace) askMergeWork() { w.mergeWork("") }

func (w *workspace) mergeWork(path string) {
	cfg := w.mergingConfig()
	cfg.AskFile = func(then func(string)) { w.app.askFile([]string{".galley"}, then) }
	merging.Show(cfg, path)
}

// exchange takes in what others put into the folder that the team shares, and puts there what is new here.
func (w *workspace) exchange() {
	cfg := w.mergingConfig()
	cfg.AskFile = w.app.askFolder
	cfg.Shared = &merging.Shared{
		Source: w.store, Project: w.path, Say: w.app.say,
		Keep: func(folder string) { w.app.settings.SetSharedFolder(w.path, folder) },
	}
	merging.Show(cfg, w.app.settings.SharedFolder(w.path))
}

func (w *workspace) mergingConfig() merging.Config {
	return merging.Config{
		Window: w.app.window, Target: w.store, Options: merge.Options{Now: w.app.cfg.Now, IDs: w.app.cfg.IDs}, Hints: w.app.hints,
		Chip: func(item annotate.Item) ui.ChipData {
			return adjudicate.ChipOf(w.styles, item.ItemKind(), annotate.LabelOf(item))
		},
		Jobs: w.app.jobs, Post: w.app.cfg.Post, Fail: w.app.fail, Saved: w.later, Open: w.app.cfg.Projects.OpenCopy,
		Copy: func(ctx context.Context) (string, error) { return w.store.CopyBeside(ctx, w.path+".before-merge") },
		Done: w.reread,
	}
}

// reread shows what came into the project other than by an act.
func (w *workspace) reread() {
	w.agreeing.old = true
	if err := w.session.Reload(context.Background()); err != nil {
		w.app.fail(err)
	}
	w.list.Reload(func() {
		if doc := w.session.Document(); doc == nil {
			w.loadFirst()
		} else {
			// There may be new layers of it.
			caret := w.page.caret()
			w.load(doc.Article.ID, func() { w.page.putBack(caret) })
		}
	})
}

// warnSynced says once for an open project that it lies where it does not belong.
func (w *workspace) warnSynced() {
	service := synced.Service(w.path)
	if service == "" {
		return
	}
	strip := ui.NewStrip(fmt.Sprintf("%s synchronises this folder, which can damage a project: keep it elsewhere.", service), "Understood", true, func() {
		w.warning.Objects = nil
		w.warning.Refresh()
	})
	w.warning.Objects = []fyne.CanvasObject{strip}
	w.warning.Refresh()
}

// blind tells whether the annotator is to see nobody else's work on an article.
func (w *workspace) blind(article annotate.ID) bool {
	blind, err := w.blindArticles(article)
	if err != nil {
		w.app.fail(err)
	}
	return err != nil || blind[article]
}

// blindArticles are those that the annotator reads blind: all, or the one that is given if it is one.
func (w *workspace) blindArticles(article annotate.ID) (map[annotate.ID]bool, error) {
	things, err := w.store.Things(context.Background(), annotate.KindAssignment, article)
	out := map[annotate.ID]bool{}
	for _, t := range things {
		if a := t.(*annotate.Assignment); a.Person == w.session.Person().ID && a.Blind {
			out[a.Article] = true
		}
	}
	return out, err
}

// readsBlind tells whether the annotator has still articles to read blind, and says
// so: pages that show others' work stay closed until then.
func (w *workspace) readsBlind() bool {
	n, err := w.blindLeft()
	switch {
	case err != nil:
		w.app.fail(err)
		return true
	case n > 0:
		w.app.say(fmt.Sprintf("You still read %s blind: others' work is not shown before you are done.", ui.Plural(n, "article", "articles")))
	}
	return n > 0
}

// blindLeft is how many articles the annotator has still to read blind.
func (w *workspace) blindLeft() (int, error) {
	blind, err := w.blindArticles("")
	if err != nil || len(blind) == 0 {
		return 0, err
	}
	ctx, me := context.Background(), w.session.Person().ID
	refs, err := w.store.Find(ctx, annotate.Query{Person: me, Assigned: true, States: []annotate.State{annotate.New, annotate.Started}})
	if err != nil {
		return 0, err
	}
	rows, err := w.store.Rows(ctx, me, refs)
	n := 0
	for _, r := range rows {
		if blind[r.ID] {
			n++
		}
	}
	return n, err
}
