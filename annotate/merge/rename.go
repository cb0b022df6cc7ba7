package merge

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"galley/annotate"
)

// rename gives work the names that the schema has after merging: what comes in,
// if things were renamed or merged here meanwhile, and what is here, if they
// were renamed there.
func (p *Plan) rename(ctx context.Context, before *annotate.Schema, opt Options) error {
	schema := p.schemaAfter(before)
	if schema == nil {
		return nil
	}
	r := &renaming{schema: schema, said: map[string]int{}}
	type place struct {
		layer annotate.LayerID
		kind  annotate.Kind
		id    annotate.ID
	}
	changed := map[place]bool{}
	for _, e := range p.changes {
		if e.Layer != (annotate.LayerID{}) || e.Kind() == annotate.KindRegistered {
			changed[place{e.Layer, e.Kind(), e.Target()}] = true
			r.item(e.Layer, e.After)
		}
	}
	if schema.Renames(before) {
		entries, err := p.target.Things(ctx, annotate.KindRegistered, "")
		if err != nil {
			return err
		}
		for _, entry := range entries {
			if !changed[place{kind: annotate.KindRegistered, id: entry.ItemID()}] {
				r.item(annotate.LayerID{}, entry)
			}
		}
		for _, deleted := range []bool{false, true} {
			for entry, err := range p.target.Each(ctx, annotate.Query{Deleted: deleted}) {
				if err != nil {
					return err
				}
				for _, l := range entry.Layers {
					l.Each(func(item annotate.Item) {
						if !changed[place{l.ID, item.ItemKind(), item.ItemID()}] {
							r.item(l.ID, item)
						}
					})
				}
			}
		}
	}
	if len(r.edits) == 0 {
		return nil
	}
	for _, said := range slices.Sorted(maps.Keys(r.said)) {
		p.Report.Schema = append(p.Report.Schema, fmt.Sprintf("%s (%d)", said, r.said[said]))
	}
	return p.add(ctx, "give merged work the present names", r.edits, opt)
}

// renaming gathers the edits that give annotations other names.
type renaming struct {
	schema *annotate.Schema
	edits  []annotate.Edit
	said   map[string]int // annotations by what is said of them
}

func (r *renaming) item(layer annotate.LayerID, item annotate.Item) {
	if item == nil {
		return
	}
	now, said := r.schema.Current(item)
	if len(said) == 0 {
		return
	}
	r.edits = append(r.edits, annotate.Edit{Layer: layer, Before: item, After: now})
	for _, s := range slices.Compact(slices.Sorted(slices.Values(said))) {
		r.said[s]++
	}
}
