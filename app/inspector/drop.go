package inspector

import (
	"fmt"

	"fyne.io/fyne/v2"

	"galley/annotate"
	"galley/app/ui"
)

// target is what an annotation can be dropped on.
type target struct {
	says  string // what would happen, or why nothing would
	drop  func() // nil: it is not taken
	ring  func(bool)
	where fyne.CanvasObject
}

// Carry shows what would become of an annotation that is let go at a place of
// the window: the target is ringed if it takes it, and a line says what would
// happen. It tells whether anything would.
func (in *Inspector) Carry(item annotate.Item, at fyne.Position) bool {
	t := in.target(item, at)
	in.ringOnly(t)
	says := "Let go over a slot or an entity; Esc gives it back."
	if t != nil {
		says = t.says
	}
	in.line.Objects = []fyne.CanvasObject{ui.OverText(ui.NewStrip(says, "", false, nil))}
	in.line.Refresh()
	return t != nil && t.drop != nil
}

// Drop does what Carry said of the place.
func (in *Inspector) Drop(item annotate.Item, at fyne.Position) {
	t := in.target(item, at)
	in.EndCarry()
	if t != nil && t.drop != nil {
		t.drop()
	}
}

// EndCarry takes away what Carry showed.
func (in *Inspector) EndCarry() {
	in.ringOnly(nil)
	in.line.RemoveAll()
}

// ringOnly rings a target and nothing else.
func (in *Inspector) ringOnly(t *target) {
	if in.ringed != nil && (t == nil || t.where != in.ringed.where) {
		in.ringed.ring(false)
	}
	in.ringed = t
	if t != nil {
		t.ring(t.drop != nil)
	}
}

// target is what lies at a place of the window, or nil.
func (in *Inspector) target(item annotate.Item, at fyne.Position) *target {
	doc := in.cfg.Session.Document()
	if doc == nil || item == nil || doc.Layer.Find(item.ItemID()) == nil || !within(in.body, at) {
		return nil
	}
	switch in.tab {
	case Events:
		return in.views[Events].(*eventsView).target(doc, item, at)
	case Entities:
		return in.views[Entities].(*entitiesView).target(doc, item, at)
	}
	return nil
}

// within tells whether a place of the window lies in an object.
func within(o fyne.CanvasObject, at fyne.Position) bool {
	at = at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(o))
	return o.Visible() && at.X >= 0 && at.Y >= 0 && at.X < o.Size().Width && at.Y < o.Size().Height
}

// target is the slot at a place of the window, or nil.
func (v *eventsView) target(doc *annotate.Document, item annotate.Item, at fyne.Position) *target {
	for _, o := range v.column.Objects {
		for _, card := range v.cards {
			if fyne.CanvasObject(card.card) != o || !within(o, at) {
				continue
			}
			for _, slot := range card.slots[:card.shown] {
				if within(slot, at) {
					return card.target(doc, item, slot)
				}
			}
		}
	}
	return nil
}

func (c *eventCard) target(doc *annotate.Document, item annotate.Item, slot *ui.Slot) *target {
	e, role := c.event(), slot.Name()
	if e == nil || role == evidence || e.ID == item.ItemID() {
		return nil
	}
	t := &target{ring: slot.SetTarget, where: slot}
	what := quoted(doc.Text(item))
	if kind := c.cfg.Session.Schema().Event(e.Type); kind != nil {
		if r := kind.Role(role); r != nil && !doc.Fills(r, item) {
			t.says = fmt.Sprintf("%s does not take %s.", role, annotate.LabelOf(item))
			return t
		}
	}
	t.says = fmt.Sprintf("%s becomes %s of %s.", what, role, e.Type)
	t.drop = func() {
		c.cfg.Annotator.Open(e.ID)
		c.cfg.Annotator.FillSlot(item, role, false)
	}
	return t
}

// target is the entity at a place of the window, or nil.
func (v *entitiesView) target(doc *annotate.Document, item annotate.Item, at fyne.Position) *target {
	i := v.list.RowAt(at)
	if i < 0 || len(v.root.Objects) == 0 || v.root.Objects[0] != v.full {
		return nil
	}
	into := v.rows.all[i]
	t := &target{where: v.list, ring: func(on bool) {
		if !on {
			i = -1
		}
		v.list.SetTarget(i)
	}}
	switch x := item.(type) {
	case *annotate.Mention:
		if x.Entity == into.ID {
			t.says = fmt.Sprintf("%s hangs on %s already.", quoted(doc.Text(x)), into.Name)
			return t
		}
		t.says = fmt.Sprintf("%s becomes a mention of %s.", quoted(doc.Text(x)), into.Name)
		t.drop = func() { v.cfg.Annotator.HangMention(x, into.ID) }
	case *annotate.Entity:
		if x.ID == into.ID {
			return nil
		}
		t.says = fmt.Sprintf("%s with its %s goes over to %s.", x.Name, ui.Plural(len(doc.MentionsOf(x.ID)), "mention", "mentions"), into.Name)
		t.drop = func() { v.cfg.MergeInto(x, into) }
	default:
		return nil
	}
	return t
}
