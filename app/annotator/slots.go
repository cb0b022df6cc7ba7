package annotator

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// event is the event whose card is open with its type, or nil. An event whose
// type is not in the schema has no slots.
func (a *Annotator) event() (*annotate.Event, *annotate.EventType) {
	doc := a.session.Document()
	if doc == nil || a.active == "" {
		return nil, nil
	}
	v, ok := doc.Layer.Events.Get(a.active)
	if !ok {
		return nil, nil
	}
	t := a.session.Schema().Event(v.Type)
	if t == nil {
		t = &annotate.EventType{Type: annotate.Type{Label: v.Type}}
	}
	return v, t
}

// Open opens an event's card with no slot armed.
func (a *Annotator) Open(event annotate.ID) {
	a.active, a.armed = event, ""
	a.refresh()
}

// Arm opens an event's card with a slot armed: the next pick fills it.
func (a *Annotator) Arm(event annotate.ID, role string) {
	a.active, a.armed = event, role
	a.proposals, a.proposal = nil, 0 // the nearest again
	a.refresh()
}

// armNext arms the first empty slot after the armed one; with none empty the
// card stays open.
func (a *Annotator) armNext() {
	v, t := a.event()
	if v == nil {
		return
	}
	a.Arm(v.ID, v.NextRole(t, a.armed))
}

// refresh finds the proposals of the armed slot anew and shows the state.
func (a *Annotator) refresh() {
	v, t := a.event()
	if v == nil {
		a.active, a.armed = "", ""
	}
	at := a.Proposal()
	a.proposals, a.proposal = nil, 0
	var focus *EventFocus
	switch {
	case a.linking() != nil:
		t := a.session.Schema().Relation(a.link.label)
		a.propose(a.session.Document().Ends(t, a.linking()), at)
		focus = &EventFocus{Fits: a.fits(t.To)}
	case v != nil:
		focus = &EventFocus{Event: v.ID}
		if r := t.Role(a.armed); r != nil {
			a.propose(a.session.Document().Proposals(r, v), at)
			focus.Fits = a.fits(r.Fillers)
		}
	}
	if p := a.Proposal(); p != nil {
		focus.Proposal = p.ItemID()
	}
	if focus != nil && a.unfocused {
		focus.Event, focus.Fits = "", nil
	}
	a.page.SetEventFocus(focus)
	a.changed()
}

// propose offers items, the one that was offered before first if it is among them.
func (a *Annotator) propose(items []annotate.Item, before annotate.Item) {
	a.proposals = items
	a.proposal = 0
	if before != nil {
		a.proposal = max(0, slices.IndexFunc(items, func(i annotate.Item) bool { return i.ItemID() == before.ItemID() }))
	}
}

// ToggleFocus lets the open event dim the rest of the article, or not.
func (a *Annotator) ToggleFocus() {
	a.unfocused = !a.unfocused
	a.refresh()
	if a.unfocused {
		a.say("Event focus is off.")
	}
}

// fits are the labels of mentions among the fillers of a role or the ends of a relation.
func (a *Annotator) fits(fillers []string) []string {
	var out []string
	r := annotate.Role{Fillers: fillers}
	for _, t := range a.session.Schema().Entities {
		if r.Takes(annotate.KindMention, t.Label) {
			out = append(out, t.Label)
		}
	}
	return out
}

func (a *Annotator) leaveEvent() {
	a.active, a.armed, a.proposals, a.proposal, a.relabel = "", "", nil, 0, false
	a.link = link{}
	a.sequence.Reset()
	a.refresh()
}

// NextProposal goes on to the next nearest mention or event, or back.
func (a *Annotator) NextProposal(step int) bool {
	if a.Proposal() == nil {
		return false
	}
	a.proposal = (a.proposal + step + len(a.proposals)) % len(a.proposals)
	at := a.proposals[a.proposal]
	a.refresh()
	a.page.Reveal(span.Hull(annotate.SpansOf(at)))
	return true
}

// Accept is Enter: it takes the selected text or else the proposal for the
// armed slot, goes on to the next slot where there is neither, opens the card of a picked
// event, and tells whether there was anything to do.
func (a *Annotator) Accept() bool {
	v, t := a.event()
	doc := a.session.Document()
	switch {
	case a.link.label != "":
		if p := a.Proposal(); p != nil {
			a.relate(p)
		}
	case v != nil && a.armed != "" && a.page.Range().Len() > 0 && a.page.Picked() == "":
		a.fillWithText(doc, t, v)
	case v != nil && a.armed != "" && a.Proposal() != nil:
		a.FillSlot(a.Proposal(), a.armed, false)
	case v != nil:
		a.armNext()
	case doc != nil:
		picked, ok := doc.Layer.Find(a.page.Picked()).(*annotate.Event)
		if !ok {
			return false
		}
		a.Open(picked.ID)
		a.armNext()
	default:
		return false
	}
	return true
}

// fillWithText marks the selected text for the armed slot. That needs no label
// key where the slot takes one label only, or the text is marked already.
func (a *Annotator) fillWithText(doc *annotate.Document, t *annotate.EventType, v *annotate.Event) {
	spans := a.target(doc)
	r := t.Role(a.armed)
	if len(spans) == 0 || r == nil {
		return
	}
	for _, m := range doc.Layer.Mentions.All() {
		if slices.Equal(m.Spans, spans) && doc.Fills(r, m) {
			a.FillSlot(m, a.armed, false)
			return
		}
	}
	if len(r.Fillers) == 1 && a.session.Schema().Entity(r.Fillers[0]) != nil {
		a.Give(r.Fillers[0])
		return
	}
	a.say(fmt.Sprintf("%s takes several labels: press the key of one.", r.Name))
}

// Picked is called when an annotation is picked by a click or in a list: with a slot armed it
// fills that slot, or the first that it fits. stay keeps the slot armed for one more filler.
func (a *Annotator) Picked(item annotate.Item, stay bool) bool {
	if a.link.label != "" {
		a.relate(item)
		return true
	}
	v, t := a.event()
	if v == nil || a.armed == "" || item.ItemID() == v.ID {
		return false
	}
	switch item.(type) {
	case *annotate.Mention, *annotate.Entity, *annotate.Event:
	default:
		return false
	}
	doc := a.session.Document()
	a.FillSlot(item, doc.RoleFor(t, v, a.armed, item), stay)
	return true
}

// FillSlot puts item into a role of the open event and arms the next empty slot.
func (a *Annotator) FillSlot(item annotate.Item, role string, stay bool) {
	v, _ := a.event()
	if v == nil || role == "" {
		return
	}
	doc := a.session.Document()
	filled := v.WithArgument(annotate.Argument{Role: role, Target: item.ItemID()})
	if filled == v {
		a.say(fmt.Sprintf("%s has %s already.", role, quote(doc.Text(item))))
		return
	}
	if !a.do(fmt.Sprintf("%s of %s: %s", role, v.Type, quote(doc.Text(item))), []annotate.Edit{doc.Put(filled)}) {
		return
	}
	if spans := annotate.SpansOf(item); len(spans) > 0 {
		a.page.PutCaret(span.Hull(spans).End)
	}
	a.armed = role
	if stay {
		a.refresh()
		return
	}
	a.armNext()
}

// Unfill takes the i-th argument out of an event.
func (a *Annotator) Unfill(v *annotate.Event, i int) {
	doc := a.session.Document()
	a.do(fmt.Sprintf("take %s out of %s", v.Arguments[i].Role, v.Type), []annotate.Edit{doc.Put(v.WithoutArgument(i))})
}

// Clear is Backspace: it takes the last filler out of the armed slot.
func (a *Annotator) Clear() bool {
	v, _ := a.event()
	if v == nil || a.armed == "" {
		return false
	}
	for i := len(v.Arguments) - 1; i >= 0; i-- {
		if v.Arguments[i].Role == a.armed {
			a.Unfill(v, i)
			break
		}
	}
	return true
}

// Back is Esc: it leaves the label sequence, the relabelling, the slot, the event, one at
// a time, and tells whether there was one to leave.
func (a *Annotator) Back() bool {
	switch {
	case a.sequence.Pressed() != "":
		a.sequence.Reset()
	case a.relabel:
		a.relabel = false
	case a.link.label != "":
		a.link = link{}
		a.refresh()
		return true
	case a.armed != "":
		a.armed = ""
		a.refresh()
		return true
	case a.active != "":
		a.leaveEvent()
		return true
	default:
		return false
	}
	a.changed()
	return true
}

// Duplicate makes another event with the same trigger, fillers and attributes, and opens its card.
func (a *Annotator) Duplicate(v *annotate.Event) {
	doc := a.session.Document()
	w := *v
	w.ID, w.Origin = a.session.NewID(), annotate.Origin{}
	if a.do("duplicate "+name(doc, v), []annotate.Edit{doc.Put(&w)}) {
		a.Open(w.ID)
	}
}

// SecondEvent makes another event of the same type on an event's trigger, and opens its card.
func (a *Annotator) SecondEvent(v *annotate.Event) {
	if doc := a.session.Document(); doc != nil {
		a.makeEvent(doc, v.Type, v.Trigger)
	}
}
