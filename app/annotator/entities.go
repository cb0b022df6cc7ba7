package annotator

import (
	"fmt"

	"galley/annotate"
)

// offer is a new mention with what it is likely to mean: an entity of the
// article, an entry of the register, or the value that its text says.
type offer struct {
	mention, entity annotate.ID
	registered      *annotate.Registered
	value           annotate.Attributes
}

// Offer is a mention that was just made and the entity that it is likely to
// mean, which SameEntity hangs it on; nil where there is nothing to offer.
func (a *Annotator) Offer() (*annotate.Mention, *annotate.Entity) {
	doc := a.session.Document()
	if doc == nil || a.offer.mention == "" {
		return nil, nil
	}
	m, ok1 := doc.Layer.Mentions.Get(a.offer.mention)
	e, ok2 := doc.Layer.Entities.Get(a.offer.entity)
	if !ok1 || !ok2 {
		return nil, nil
	}
	return m, e
}

// OfferedEntry is a mention that was just made and the entry of the register
// that it is likely to mean, of which SameEntity makes an entity; nil where
// there is nothing to offer.
func (a *Annotator) OfferedEntry() (*annotate.Mention, *annotate.Registered) {
	doc := a.session.Document()
	if doc == nil || a.offer.registered == nil {
		return nil, nil
	}
	m, ok := doc.Layer.Mentions.Get(a.offer.mention)
	if !ok || m.Entity != "" {
		return nil, nil
	}
	return m, a.offer.registered
}

// OfferedValue is a mention that was just made and the value that its text says,
// which TakeValue gives it; nil where there is nothing to offer.
func (a *Annotator) OfferedValue() (*annotate.Mention, annotate.Attributes) {
	doc := a.session.Document()
	if doc == nil || a.offer.value == nil {
		return nil, nil
	}
	m, ok := doc.Layer.Mentions.Get(a.offer.mention)
	if !ok {
		return nil, nil
	}
	return m, a.offer.value
}

// TakeValue gives a mention that was just made the value that is offered, and
// tells whether there was one.
func (a *Annotator) TakeValue() bool {
	m, value := a.OfferedValue()
	if m == nil {
		return false
	}
	doc, changed := a.session.Document(), *m
	for name, v := range value {
		changed.Attributes = changed.Attributes.With(name, v)
	}
	return a.do(fmt.Sprintf("%s is %s", quote(doc.Text(m)), value), []annotate.Edit{doc.Put(&changed)})
}

// makeOffer looks for the entity or the value of a mention that was just made.
func (a *Annotator) makeOffer(m *annotate.Mention) {
	a.offer = offer{}
	doc := a.session.Document()
	if m.Entity == "" {
		if e := doc.EntityFor(m); e != nil {
			a.offer = offer{mention: m.ID, entity: e.ID}
			return
		}
		if known := a.session.Known().Named(m.Label, doc.Text(m)); len(known) > 0 {
			a.offer = offer{mention: m.ID, registered: known[0]}
			return
		}
	}
	if value := doc.Reading(m, a.session.Schema().Entity(m.Label)); value != nil {
		a.offer = offer{mention: m.ID, value: value}
	}
}

// mentionHere is the picked mention or the innermost at the caret; nil with a sentence said if there is none.
func (a *Annotator) mentionHere() *annotate.Mention {
	m, ok := a.Here().(*annotate.Mention)
	if !ok {
		a.say("Pick a mention first.")
		return nil
	}
	return m
}

// Hang hangs the mention that is picked or at the caret on an entity; with an
// empty id on a new one of its own name.
func (a *Annotator) Hang(entity annotate.ID) {
	if m := a.mentionHere(); m != nil {
		a.hang(m, entity)
	}
}

// HangMention hangs a mention on an entity.
func (a *Annotator) HangMention(m *annotate.Mention, entity annotate.ID) { a.hang(m, entity) }

func (a *Annotator) hang(m *annotate.Mention, entity annotate.ID) {
	doc := a.session.Document()
	var edits []annotate.Edit
	name := doc.Text(m)
	if entity == "" {
		e := &annotate.Entity{ID: a.session.NewID(), Label: m.Label, Name: name}
		edits, entity = append(edits, doc.Put(e)), e.ID
	} else if e, ok := doc.Layer.Entities.Get(entity); ok {
		name = e.Name
	}
	a.lastEntity = entity
	if m.Entity == entity {
		return
	}
	hung := *m
	hung.Entity = entity
	a.do(fmt.Sprintf("%s is %s", quote(doc.Text(m)), name), append(edits, doc.Put(&hung)))
}

// HangRegistered hangs the mention that is picked or at the caret on the entity
// of an entry of the register, which is made where the article has none yet.
func (a *Annotator) HangRegistered(r *annotate.Registered) {
	if m := a.mentionHere(); m != nil {
		a.hangRegistered(m, r)
	}
}

func (a *Annotator) hangRegistered(m *annotate.Mention, r *annotate.Registered) {
	doc := a.session.Document()
	for _, e := range doc.Layer.Entities.All() {
		if e.Label == r.Label && a.session.Known().Like(e) == r {
			a.hang(m, e.ID)
			return
		}
	}
	e := (&annotate.Entity{ID: a.session.NewID(), Label: r.Label, Name: r.Name, KB: r.KB}).WithAliases(r.Aliases)
	hung := *m
	hung.Entity = e.ID
	a.lastEntity = e.ID
	a.do(fmt.Sprintf("%s is %s", quote(doc.Text(m)), r.Name), []annotate.Edit{doc.Put(e), doc.Put(&hung)})
}

// Remember takes an entity into the project's register.
func (a *Annotator) Remember(e *annotate.Entity) {
	edit, ok := a.session.Known().Remembering(e, a.session.NewID)
	if !ok {
		a.say("The register knows " + e.Name + " already.")
	} else if a.do("remember "+e.Name, []annotate.Edit{edit}) {
		a.say("The register knows " + e.Name + " now, in each article.")
	}
}

// SameEntity hangs a mention that was just made on the entity that is offered,
// or else the one that is picked or at the caret on the entity used last.
func (a *Annotator) SameEntity() {
	if m, e := a.Offer(); m != nil {
		a.hang(m, e.ID)
		return
	}
	if m, r := a.OfferedEntry(); m != nil {
		a.hangRegistered(m, r)
		return
	}
	doc := a.session.Document()
	if doc == nil {
		return
	}
	if _, ok := doc.Layer.Entities.Get(a.lastEntity); !ok {
		a.say("No entity was picked yet in this article.")
		return
	}
	a.Hang(a.lastEntity)
}

// Merge makes one entity of two: gone goes over to into.
func (a *Annotator) Merge(into, gone *annotate.Entity) {
	if into.ID == gone.ID {
		return
	}
	a.lastEntity = into.ID
	a.do(fmt.Sprintf("merge %s into %s", gone.Name, into.Name), a.session.Document().MergeEntities(into, gone))
}

// ChangeEntity gives an entity another name, id in the knowledge base, or other
// aliases; with remember the register knows it as it is then.
func (a *Annotator) ChangeEntity(e *annotate.Entity, name, kb string, aliases []string, remember bool) {
	changed := *e
	changed.Name, changed.KB = name, kb
	after := changed.WithAliases(aliases)
	var edits []annotate.Edit
	if !annotate.Equal(e, after) {
		edits = append(edits, a.session.Document().Put(after))
	}
	if edit, ok := a.session.Known().Remembering(after, a.session.NewID); ok && remember {
		edits = append(edits, edit)
	}
	if len(edits) > 0 {
		a.do("change "+e.Name, edits)
	}
}
