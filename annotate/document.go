package annotate

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate/span"
	"galley/annotate/text"
)

// Document is one layer on its article: what the window shows and acts change.
// It is a value; Apply leaves the old one as it was.
type Document struct {
	Article *Article
	Layer   Layer
}

// Put is the edit that makes item, or changes the item of its kind and id.
func (d *Document) Put(item Item) Edit {
	return Edit{Layer: d.Layer.ID, Before: d.Layer.Get(item.ItemKind(), item.ItemID()), After: item}
}

// Delete is the edit that takes item out.
func (d *Document) Delete(item Item) Edit {
	return Edit{Layer: d.Layer.ID, Before: item}
}

// Apply is the document after edits, and the edits completed by what they take
// along: what refers to something deleted is deleted or loses the reference.
// Edits of other layers are passed over. Edits that do not fit change nothing
// and give an *ItemError: it wraps ErrConflict where a Before is not the
// present state, and says what is wrong where an item is not sound.
func (d Document) Apply(edits []Edit) (Document, []Edit, error) {
	done := make([]Edit, 0, len(edits))
	var gone []Edit
	for _, e := range edits {
		if e.Layer != d.Layer.ID {
			continue
		}
		if err := d.step(e); err != nil {
			return Document{}, nil, &ItemError{e.Kind(), e.Target(), err}
		}
		done = append(done, e)
		if e.After == nil {
			gone = append(gone, e)
		}
	}
	for len(gone) > 0 {
		along := d.Layer.dependents(gone)
		gone = gone[:0]
		for _, e := range along {
			d.Layer.put(e.Kind(), e.Target(), e.After)
			if e.After == nil {
				gone = append(gone, e)
			}
		}
		done = append(done, along...)
	}
	for _, e := range done {
		if item := d.Layer.Get(e.Kind(), e.Target()); item != nil {
			if err := d.check(item); err != nil {
				return Document{}, nil, &ItemError{e.Kind(), e.Target(), err}
			}
		}
	}
	return d, done, nil
}

// step applies one edit.
func (d *Document) step(e Edit) error {
	if e.Before != nil && e.After != nil &&
		(e.Before.ItemKind() != e.After.ItemKind() || e.Before.ItemID() != e.After.ItemID()) {
		return errors.New("before and after are different things")
	}
	if !Equal(d.Layer.Get(e.Kind(), e.Target()), e.Before) {
		return ErrConflict
	}
	if e.Before == nil && e.Kind() != KindHead {
		if e.Target() == "" {
			return errors.New("it has no id")
		}
		if d.Layer.Find(e.Target()) != nil {
			return fmt.Errorf("the id is taken: %w", ErrConflict)
		}
	}
	d.Layer.put(e.Kind(), e.Target(), e.After)
	return nil
}

// dependents are the edits that free the layer of references to what is gone.
func (l *Layer) dependents(gone []Edit) []Edit {
	dead := make(map[ID]bool, len(gone))
	entities := false
	for _, e := range gone {
		id := e.Target()
		dead[id] = l.Find(id) == nil && id != ""
		entities = entities || e.Kind() == KindEntity
	}
	var out []Edit
	change := func(before, after Item) { out = append(out, Edit{Layer: l.ID, Before: before, After: after}) }
	if entities { // mentions are many, and refer to nothing else
		for _, m := range l.Mentions.All() {
			if dead[m.Entity] {
				n := *m
				n.Entity = ""
				change(m, &n)
			}
		}
	}
	for _, v := range l.Events.All() {
		if slices.ContainsFunc(v.Arguments, func(a Argument) bool { return dead[a.Target] }) {
			w := *v
			w.Arguments = slices.DeleteFunc(slices.Clone(v.Arguments), func(a Argument) bool { return dead[a.Target] })
			change(v, &w)
		}
	}
	for _, r := range l.Relations.All() {
		if dead[r.From] || dead[r.To] {
			change(r, nil)
		}
	}
	for _, n := range l.Notes.All() {
		if dead[n.On] {
			change(n, nil)
		}
	}
	return out
}

// check tells what is wrong with an item of the layer, if anything. What the
// schema expects is no matter of soundness: see Problems.
func (d *Document) check(item Item) error {
	switch x := item.(type) {
	case *Mention:
		if x.Entity != "" {
			if _, ok := d.Layer.Entities.Get(x.Entity); !ok {
				return fmt.Errorf("entity %s: %w", x.Entity, ErrNotFound)
			}
		}
		return errors.Join(CheckLabel(x.Label), CheckSpans(d.Article.Text, x.Spans))
	case *Entity:
		return CheckLabel(x.Label)
	case *Event:
		for _, a := range x.Arguments {
			if err := d.checkArgument(a); err != nil {
				return err
			}
		}
		return errors.Join(CheckLabel(x.Type), optionalSpans(d.Article.Text, x.Trigger), optionalSpans(d.Article.Text, x.Evidence))
	case *Relation:
		for _, id := range []ID{x.From, x.To} {
			if !d.Layer.canBeTarget(id) {
				return fmt.Errorf("its end %s: %w", id, ErrNotFound)
			}
		}
		return CheckLabel(x.Label)
	case *Label:
		return CheckLabel(x.Label)
	case *Note:
		if x.On != "" && d.Layer.Find(x.On) == nil {
			return fmt.Errorf("it stands on %s: %w", x.On, ErrNotFound)
		}
		if x.State != NoteOpen && x.State != NoteResolved {
			return fmt.Errorf("state %q is neither open nor resolved", x.State)
		}
		return optionalSpans(d.Article.Text, x.Spans)
	case *Head:
		if !slices.Contains(States, x.State) {
			return fmt.Errorf("unknown state %q", x.State)
		}
	}
	return nil
}

func (d *Document) checkArgument(a Argument) error {
	switch {
	case a.Role == "":
		return errors.New("an argument has no role")
	case a.Target == "" && a.Value == "":
		return fmt.Errorf("argument %s has neither target nor value", a.Role)
	case a.Target != "" && !d.Layer.canBeTarget(a.Target):
		return fmt.Errorf("argument %s: %s: %w", a.Role, a.Target, ErrNotFound)
	}
	return nil
}

// canBeTarget tells whether id is a mention, an entity or an event.
func (l *Layer) canBeTarget(id ID) bool {
	_, mention := l.Mentions.Get(id)
	_, entity := l.Entities.Get(id)
	_, event := l.Events.Get(id)
	return mention || entity || event
}

// maxLabel is how many bytes a label may have: one that is longer comes of a
// broken file, and would stand in every list and menu.
const maxLabel = 1000

// ErrNoLabel says that an annotation has no label.
var ErrNoLabel = errors.New("it has no label")

// CheckLabel tells what is wrong with a label of an annotation.
func CheckLabel(label string) error {
	switch {
	case label == "":
		return ErrNoLabel
	case len(label) > maxLabel:
		return fmt.Errorf("its label has %d bytes, more than the %d that one may have", len(label), maxLabel)
	}
	return nil
}

func optionalSpans(t *text.Text, spans []span.Span) error {
	if len(spans) == 0 {
		return nil
	}
	return CheckSpans(t, spans)
}

// CheckSpans tells what is wrong with the fragments of an annotation: none,
// empty, out of order, overlapping, outside the text or inside a character.
func CheckSpans(t *text.Text, spans []span.Span) error {
	if len(spans) == 0 {
		return errors.New("it has no span")
	}
	for i, s := range spans {
		if s.Start >= s.End {
			return fmt.Errorf("span %d-%d holds no text", s.Start, s.End)
		}
		if err := errors.Join(t.Check(s.Start), t.Check(s.End)); err != nil {
			return err
		}
		if i > 0 && s.Start < spans[i-1].End {
			return fmt.Errorf("fragment %d-%d overlaps or comes before the one in front of it", s.Start, s.End)
		}
	}
	return nil
}

// SpansText is the text of fragments, joined by one blank.
func (d *Document) SpansText(spans []span.Span) string { return d.Article.Quote(spans) }
