package annotator

import (
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// SetSpans moves an edge: item gets other fragments.
func (a *Annotator) SetSpans(item annotate.Item, spans []span.Span) {
	doc := a.session.Document()
	changed := annotate.WithSpans(item, spans)
	a.do(fmt.Sprintf("move an edge of %s %s", annotate.LabelOf(item), quote(doc.Text(item))), []annotate.Edit{doc.Put(changed)})
}

// SetAttribute gives item another value of an attribute; an empty one takes it out.
func (a *Annotator) SetAttribute(item annotate.Item, name string, v annotate.Value) {
	doc := a.session.Document()
	title := fmt.Sprintf("%s of %s: %s", name, quote(doc.Text(item)), v.Text())
	if v == "" {
		title = fmt.Sprintf("no %s of %s", name, quote(doc.Text(item)))
	}
	a.do(title, []annotate.Edit{doc.Put(annotate.WithAttribute(item, name, v))})
}

// AddNote puts a note or a question on what is picked, on the selected text, or on the article.
func (a *Annotator) AddNote(text, kind string) {
	doc := a.session.Document()
	if doc == nil || text == "" {
		return
	}
	n := &annotate.Note{ID: a.session.NewID(), Text: text, State: annotate.NoteOpen, Type: kind}
	if item := doc.Layer.Find(a.page.Picked()); item != nil {
		n.On = item.ItemID()
	} else if r := doc.Article.Text.Trim(a.page.Range()); r.Len() > 0 {
		n.Spans = []span.Span{r}
	}
	a.do("note "+quote(text), []annotate.Edit{doc.Put(n)})
}

// Reply answers a note.
func (a *Annotator) Reply(to *annotate.Note, text string) {
	if doc := a.session.Document(); doc != nil && text != "" {
		n := &annotate.Note{ID: a.session.NewID(), On: to.ID, Text: text, State: annotate.NoteResolved}
		a.do("reply "+quote(text), []annotate.Edit{doc.Put(n)})
	}
}

// ResolveNote closes an open note or opens it again.
func (a *Annotator) ResolveNote(n *annotate.Note) {
	changed, title := *n, "resolve "
	changed.State = annotate.NoteResolved
	if n.State == annotate.NoteResolved {
		changed.State, title = annotate.NoteOpen, "open again "
	}
	a.do(title+quote(n.Text), []annotate.Edit{a.session.Document().Put(&changed)})
}

// ToggleUnsure marks what is picked or at the caret as unsure, or as sure
// again, and picks it. It tells whether that is unsure now.
func (a *Annotator) ToggleUnsure() (unsure bool) {
	doc := a.session.Document()
	if doc == nil {
		return false
	}
	item := a.here(doc)
	if item == nil {
		a.say("Pick an annotation first.")
		return false
	}
	title := "sure of "
	changed, _ := annotate.WithOrigin(item, func(o *annotate.Origin) {
		o.Unsure = !o.Unsure
		unsure = o.Unsure
	})
	if unsure {
		title = "unsure of "
	}
	a.page.Pick(item.ItemID())
	return a.do(title+quote(doc.Text(item)), []annotate.Edit{doc.Put(changed)}) && unsure
}

// SetLabel gives the article a document label; an empty value takes it off.
func (a *Annotator) SetLabel(label string, v annotate.Value) {
	doc := a.session.Document()
	if doc == nil {
		return
	}
	var edits []annotate.Edit
	set := v == ""
	for _, l := range doc.Layer.Labels.All() {
		switch {
		case l.Label != label:
		case set:
			edits = append(edits, doc.Delete(l))
		default:
			if set = true; l.Value != v {
				changed := *l
				changed.Value = v
				edits = append(edits, doc.Put(&changed))
			}
		}
	}
	if !set {
		edits = append(edits, doc.Put(&annotate.Label{ID: a.session.NewID(), Label: label, Value: v}))
	}
	title := label + ": " + v.Text()
	if v == "" {
		title = "no " + label
	}
	if len(edits) > 0 {
		a.do(title, edits)
	}
}

// SetState says how far the work on the article is.
func (a *Annotator) SetState(state annotate.State) bool {
	return a.setHead("article "+string(state), func(h *annotate.Head) { h.State = state })
}

// ToggleFlag flags the article, or takes the flag off.
func (a *Annotator) ToggleFlag() {
	a.setHead("flag", func(h *annotate.Head) { h.Flagged = !h.Flagged })
}

func (a *Annotator) setHead(title string, change func(*annotate.Head)) bool {
	doc := a.session.Document()
	if doc == nil {
		return false
	}
	head := annotate.Head{State: doc.Layer.State()}
	if doc.Layer.Head != nil {
		head = *doc.Layer.Head
	}
	change(&head)
	edit := doc.Put(&head)
	if annotate.Equal(edit.Before, edit.After) {
		return true
	}
	return a.do(title, []annotate.Edit{edit})
}

// Retype makes an event one of another type: its fillers go to the roles that
// to names for those they have now, and are taken out where it names none.
func (a *Annotator) Retype(v *annotate.Event, label string, to map[string]string) {
	doc, schema := a.session.Document(), a.session.Schema()
	if t := schema.Event(label); t != nil {
		a.do(fmt.Sprintf("change %s to %s", name(doc, v), label), []annotate.Edit{doc.Put(v.Retyped(schema, t, to))})
	}
}

// SetValue puts a value without a mention into a role of an event.
func (a *Annotator) SetValue(v *annotate.Event, role string, value annotate.Value) {
	if value == "" {
		return
	}
	doc := a.session.Document()
	filled := v.WithArgument(annotate.Argument{Role: role, Value: value})
	if filled != v {
		a.do(fmt.Sprintf("%s of %s: %s", role, v.Type, value.Text()), []annotate.Edit{doc.Put(filled)})
	}
}

// TakeEvidence takes the i-th piece of text out of the evidence of an event without trigger.
func (a *Annotator) TakeEvidence(v *annotate.Event, i int) {
	doc := a.session.Document()
	changed := *v
	changed.Evidence = slices.Delete(slices.Clone(v.Evidence), i, i+1)
	a.do("take evidence off "+v.Type, []annotate.Edit{doc.Put(&changed)})
}
