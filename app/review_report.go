package app

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/job"
	"galley/app/ui"
)

// askReport asks whose correction report is written, and where.
func (r *reviewing) askReport() {
	r.choosePerson(func(p annotate.Person) {
		path := freePath(filepath.Join(filepath.Dir(r.w.path), "corrections-"+fileName(p.Name)+".html"))
		r.w.app.askLine("Correction report of "+p.Name, "File", path, "Save", func(path string) { r.writeReport(p, path) })
	})
}

// writeReport writes what became of a person's work in the articles that are adjudicated.
func (r *reviewing) writeReport(p annotate.Person, path string) {
	project := r.w.session.Project()
	names := func(id annotate.ID) string {
		if p := project.Person(id); p != nil {
			return p.Name
		}
		return "somebody"
	}
	r.w.session.WhenSaved(func() {
		r.w.app.jobs.Run("Correction report", func(ctx context.Context, _ job.Progress) error {
			released, err := review.ReleasedTo(ctx, r.w.store, p.ID)
			var page bytes.Buffer
			if err == nil {
				err = review.WriteReport(&page, p.ID, released, names)
			}
			if err == nil && len(released) > 0 {
				err = writeNew(path, page.Bytes())
			}
			r.w.app.cfg.Post(func() {
				switch {
				case err != nil:
					r.w.app.fail(err)
				case len(released) == 0:
					r.w.app.say("None of the articles of " + p.Name + " is adjudicated: in these nothing is open or stale.")
				default:
					r.w.app.written(path, fmt.Sprintf("Saved as %s, with %s.", path, ui.Plural(len(released), "adjudicated article", "adjudicated articles")))
				}
			})
			return err
		})
	})
}

// release lets annotators see what became of their work, or lets them no more.
func (r *reviewing) release(on bool) {
	edit, title, said := annotate.Edit{}, "withdraw the corrections", "The corrections are withdrawn: annotators see them no more."
	if there := r.w.session.Release(); there != nil {
		edit.Before = there
	}
	if on {
		edit.After = &annotate.Release{By: r.w.session.Person().ID, At: r.stamp().At}
		title, said = "release the corrections", "The corrections are released: annotators can see what became of their work."
	}
	if err := r.w.session.Do(title, []annotate.Edit{edit}); err != nil {
		r.w.app.fail(err)
		return
	}
	r.w.app.toasts.Say(said, "Undo", func() { r.w.app.run("edit.undo") })
}
