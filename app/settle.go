package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/merge"
	"galley/annotate/unite"
	"galley/app/job"
	"galley/app/ui"
)

// settle lists what two copies of the project changed that can only be once, as
// metadata and states. Choosing one takes the version that did not stay.
func (w *workspace) settle() {
	w.later(func() {
		w.app.jobs.Run("What is not settled", func(ctx context.Context, _ job.Progress) error {
			found, err := merge.Unsettled(ctx, w.store.Acts(ctx, nil))
			var rows []ui.Row
			for _, c := range found {
				if err == nil {
					var row ui.Row
					row, err = w.unsettledRow(ctx, c)
					rows = append(rows, row)
				}
			}
			w.app.cfg.Post(func() {
				switch {
				case errors.Is(err, context.Canceled) || w.app.open != w:
				case err != nil:
					w.app.fail(err)
				case len(found) == 0:
					w.app.say("Nothing is left to settle: no two copies changed what can only be once.")
				default:
					w.app.chooseRow("Take the other version of", rows, func(i int) { w.takeOther(found[i]) })
				}
			})
			return err
		})
	})
}

// unsettledRow tells what a conflict is about and in what its versions differ.
func (w *workspace) unsettledRow(ctx context.Context, c unite.Conflict) (ui.Row, error) {
	row := ui.Row{Mark: ui.Triangle, Hint: ui.Hint{Line: versions(c.Stays, c.Other)}}
	switch x := c.Stays.(type) {
	case *annotate.Article:
		row.Title = x.Title
	case *annotate.Person:
		row.Title = "the name of " + x.Name
	case *annotate.Head:
		a, err := w.store.Article(ctx, c.Scope.Layer.Article)
		if err != nil {
			return row, err
		}
		project := w.session.Project()
		row.Title, row.Right = a.Title, project.NameOf(c.Scope.Layer.Annotator)
	default:
		row.Title = string(c.Stays.ItemKind())
	}
	return row, nil
}

// versions says of each field that differs, on a line of its own, which value
// stays and which is the other.
func versions(stays, other annotate.Item) string {
	a, b := fieldsOf(stays), fieldsOf(other)
	names := maps.Clone(a)
	maps.Copy(names, b)
	var out []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if x, y := a[name], b[name]; !bytes.Equal(x, y) {
			out = append(out, fmt.Sprintf("%s: %s stays, the other is %s", name, valueText(x), valueText(y)))
		}
	}
	return strings.Join(out, "\n")
}

func fieldsOf(item annotate.Item) map[string]json.RawMessage {
	fields := map[string]json.RawMessage{}
	if data, err := json.Marshal(item); err == nil {
		_ = json.Unmarshal(data, &fields) // an item is an object
	}
	return fields
}

// valueText is a value in a few words.
func valueText(v json.RawMessage) string {
	const most = 40
	return ui.CutMiddle(cmp.Or(annotate.Value(v).Text(), "nothing"), most)
}

// takeOther puts the other version into the place of the one that stays.
func (w *workspace) takeOther(c unite.Conflict) {
	err := w.session.Do("take the other version", []annotate.Edit{{Layer: c.Scope.Layer, Before: c.Stays, After: c.Other}})
	if err != nil {
		w.app.fail(err)
		return
	}
	w.app.toasts.Say("Took the other version.", "Undo", w.undo)
}
