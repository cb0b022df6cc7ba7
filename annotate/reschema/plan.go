package reschema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
)

// Change is a change of a schema that annotations follow: a Rename, a Merge, a
// Split, a Retire, a Remove or a Define.
type Change interface {
	// Title says what the change does, as the history shows it.
	Title() string
	// change changes s, which is a copy, or gives a *annotate.SchemaError.
	change(s *annotate.Schema) error
	// follow makes the edits by which a layer follows the change.
	follow(f *follower) error
	// label is what annotations of a part that bore a label bear now. Where the
	// change does not say it for all of them, it is the label itself.
	label(part Part, label string) string
}

// Plan is what changes make of a schema and of the annotations made by it.
type Plan struct {
	Before, After *annotate.Schema
	steps         []step
}

// step is a change with the schema that it makes.
type step struct {
	Change
	schema *annotate.Schema
}

// New plans changes of s, one after the other. Changes that cannot be made, or
// that make a schema which is not sound, give an error that names the place.
func New(s *annotate.Schema, changes ...Change) (*Plan, error) {
	p := &Plan{Before: s, After: s}
	for _, c := range changes {
		next := p.After.Clone()
		if err := c.change(next); err != nil {
			return nil, err
		}
		p.After = next
		p.steps = append(p.steps, step{c, next})
	}
	if err := p.After.Check(); err != nil {
		return nil, err
	}
	if p.steps != nil {
		p.After.Revision = s.Revision + 1
	}
	return p, nil
}

// Title says what the plan does: "rename PER to PERSON, retire MISC".
func (p *Plan) Title() string {
	const most = 3
	var titles []string
	for i, s := range p.steps {
		if i == most {
			titles = append(titles, fmt.Sprintf("and %d more", len(p.steps)-most))
			break
		}
		titles = append(titles, s.Title())
	}
	return strings.Join(titles, ", ")
}

// Schema is the edit of the schema. There is none where nothing changes.
func (p *Plan) Schema() []annotate.Edit {
	if len(p.steps) == 0 {
		return nil
	}
	return []annotate.Edit{{Before: p.Before, After: p.After}}
}

// Layer are the edits by which a layer follows the changes, one for each
// annotation. What happens is added to effects.
func (p *Plan) Layer(d *annotate.Document, effects *Effects) ([]annotate.Edit, error) {
	f := &follower{doc: *d, effects: effects}
	for _, s := range p.steps {
		f.before, f.schema = f.schema, s.schema
		if f.before == nil {
			f.before = p.Before
		}
		if err := s.follow(f); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Article.Title, err)
		}
		if err := f.apply(); err != nil {
			return nil, fmt.Errorf("%s: %w", d.Article.Title, err)
		}
	}
	return between(&d.Layer, &f.doc.Layer), nil
}

// Register are the edits by which the project's register follows the changes.
func (p *Plan) Register(entries []*annotate.Registered, effects *Effects) []annotate.Edit {
	var out []annotate.Edit
	for _, r := range entries {
		label := r.Label
		for _, s := range p.steps {
			label = s.label(Entity, label)
		}
		if label == r.Label {
			continue
		}
		now := *r
		now.Label = label
		out = append(out, annotate.Edit{Before: r, After: &now})
		effects.add(Effect{one: "entry of the register becomes " + label, many: "entries of the register become " + label}, Place{Item: r.ID, Text: r.Name})
	}
	return out
}

// follower is a layer while it follows the changes.
type follower struct {
	before, schema *annotate.Schema // before and after the change at hand
	doc            annotate.Document
	edits          []annotate.Edit // not applied yet
	effects        *Effects
}

// put changes an annotation.
func (f *follower) put(item annotate.Item) { f.edits = append(f.edits, f.doc.Put(item)) }

// delete takes an annotation out, with what hangs on it.
func (f *follower) delete(item annotate.Item) { f.edits = append(f.edits, f.doc.Delete(item)) }

// apply brings the layer to what the edits say.
func (f *follower) apply() error {
	if len(f.edits) == 0 {
		return nil
	}
	next, done, err := f.doc.Apply(f.edits)
	if err != nil {
		return err
	}
	f.tellAlong(done[len(f.edits):])
	f.doc, f.edits = next, nil
	return nil
}

// tellAlong counts what goes with what was deleted.
func (f *follower) tellAlong(along []annotate.Edit) {
	for _, e := range along {
		switch before := e.Before.(type) {
		case *annotate.Mention:
			f.tell(before, "mention no longer hangs on an entity", "mentions no longer hang on an entity", true)
		case *annotate.Event:
			after := e.After.(*annotate.Event)
			for range len(before.Arguments) - len(after.Arguments) {
				f.tell(before, "slot loses what filled it", "slots lose what filled them", true)
			}
		case *annotate.Relation:
			f.tell(before, "relation goes with it", "relations go with it", true)
		case *annotate.Note:
			f.tell(before, "note goes with it", "notes go with it", true)
		}
	}
}

// tell counts what happens to an annotation. lost is what the layer no longer says.
func (f *follower) tell(item annotate.Item, one, many string, lost bool) {
	e := Effect{one: one, many: many, Lost: lost}
	f.effects.add(e, Place{Layer: f.doc.Layer.ID, Item: item.ItemID()})
	f.effects.quote(func() (title, text string) { return f.doc.Article.Title, f.doc.Text(item) })
}

// between are the edits that make after of before, one for each annotation that differs.
func between(before, after *annotate.Layer) []annotate.Edit {
	var out []annotate.Edit
	add := func(removed, added []annotate.Item) {
		now := make(map[annotate.ID]annotate.Item, len(added))
		for _, item := range added {
			now[item.ItemID()] = item
		}
		for _, item := range removed {
			if n := now[item.ItemID()]; !annotate.Equal(item, n) {
				out = append(out, annotate.Edit{Layer: before.ID, Before: item, After: n})
			}
		}
	}
	add(changes(before.Mentions, after.Mentions))
	add(changes(before.Entities, after.Entities))
	add(changes(before.Events, after.Events))
	add(changes(before.Relations, after.Relations))
	add(changes(before.Labels, after.Labels))
	add(changes(before.Notes, after.Notes))
	slices.SortStableFunc(out, func(a, b annotate.Edit) int { return cmp.Compare(order(a), order(b)) })
	return out
}

func changes[T annotate.Item](before, after annotate.Table[T]) (removed, added []annotate.Item) {
	r, a := after.Changes(before)
	for _, x := range r {
		removed = append(removed, x)
	}
	for _, x := range a {
		added = append(added, x)
	}
	return removed, added
}

// order puts what goes last: nothing may refer to it then.
func order(e annotate.Edit) int {
	if e.After == nil {
		return 1
	}
	return 0
}
