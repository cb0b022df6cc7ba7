package format

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/text"
)

// The codes of what readers refuse in annotations.
const (
	CodeDuplicateID = "duplicate_id"
	CodeMissing     = "missing"           // something that must be there: an id, a label, a role
	CodeSpan        = "span_outside"      // a span outside the text, empty, backwards or inside a character
	CodeText        = "text_differs"      // the text of the file is not that of its span
	CodeUnits       = "mixed_units"       // offsets that count something else than the rest do
	CodeReference   = "unknown_reference" // something that is not there is pointed at
	CodeTwoEntities = "two_entities"      // a mention hangs on two entities
	CodeState       = "unknown_state"
	CodeKind        = "unknown_kind"
	CodeType        = "wrong_type" // a string where a number must be, and the like
	CodeSyntax      = "bad_syntax" // a line that is not of the format
	CodeTooLong     = "too_long"
	CodeUnit        = "offset_unit"  // a warning: offsets count another unit than the format's
	CodeTextRebuilt = "text_rebuilt" // a warning: the file does not have the text as it was
)

// Assemble makes a layer on article of what a file says. What cannot stand is
// left out and given to refuse: an item whose id is taken, that has no label or
// whose spans are not in the text; a relation or note whose end is missing; of
// an event only the argument that points nowhere, of a mention only its entity.
func Assemble(article *annotate.Article, items []annotate.Item, refuse func(item annotate.Item, code string, err error)) annotate.Layer {
	a := assembly{text: article.Text, refuse: refuse, kinds: make(map[annotate.ID]annotate.Kind, len(items))}
	var kept []annotate.Item
	for _, item := range items {
		if code, err := a.sound(item); err != nil {
			refuse(item, code, err)
			continue
		}
		kept = append(kept, item)
		if item.ItemKind() != annotate.KindHead {
			a.kinds[item.ItemID()] = item.ItemKind()
		}
	}
	for i, item := range kept {
		kept[i] = a.refer(item)
	}
	return annotate.NewLayer(annotate.LayerID{}, a.withoutLooseNotes(slices.DeleteFunc(kept, func(item annotate.Item) bool { return item == nil })))
}

type assembly struct {
	text   *text.Text
	kinds  map[annotate.ID]annotate.Kind
	refuse func(annotate.Item, string, error)
}

// sound looks at an item alone.
func (a *assembly) sound(item annotate.Item) (code string, err error) {
	if item.ItemKind() == annotate.KindHead {
		return "", nil
	}
	if item.ItemID() == "" {
		return CodeMissing, errors.New("it has no id")
	}
	if kind, taken := a.kinds[item.ItemID()]; taken {
		return CodeDuplicateID, fmt.Errorf("its id is that of a %s before it", kind)
	}
	if item.ItemKind() != annotate.KindNote {
		switch err := annotate.CheckLabel(annotate.LabelOf(item)); {
		case errors.Is(err, annotate.ErrNoLabel):
			return CodeMissing, err
		case err != nil:
			return CodeTooLong, err
		}
	}
	var spans [][]span.Span
	switch x := item.(type) {
	case *annotate.Mention:
		return CodeSpan, annotate.CheckSpans(a.text, x.Spans)
	case *annotate.Event:
		spans = [][]span.Span{x.Trigger, x.Evidence}
	case *annotate.Note:
		spans = [][]span.Span{x.Spans}
		if x.State != annotate.NoteOpen && x.State != annotate.NoteResolved {
			return CodeState, fmt.Errorf("state %q is neither open nor resolved", x.State)
		}
	}
	for _, s := range spans {
		if len(s) > 0 {
			err = errors.Join(err, annotate.CheckSpans(a.text, s))
		}
	}
	return CodeSpan, err
}

// refer looks at what an item points at; nil if it cannot stand without it.
func (a *assembly) refer(item annotate.Item) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		if x.Entity != "" && a.kinds[x.Entity] != annotate.KindEntity {
			a.refuse(x, CodeReference, fmt.Errorf("entity %s is not there", x.Entity))
			m := *x
			m.Entity = ""
			return &m
		}
	case *annotate.Event:
		return a.arguments(x)
	case *annotate.Relation:
		for _, id := range []annotate.ID{x.From, x.To} {
			if !a.target(id) {
				a.refuse(x, CodeReference, fmt.Errorf("its end %q is not there", id))
				return nil
			}
		}
	}
	return item
}

func (a *assembly) arguments(v *annotate.Event) *annotate.Event {
	var kept []annotate.Argument
	for _, arg := range v.Arguments {
		switch {
		case arg.Role == "":
			a.refuse(v, CodeMissing, errors.New("an argument has no role"))
		case arg.Target == "" && arg.Value == "":
			a.refuse(v, CodeMissing, fmt.Errorf("argument %s has neither target nor value", arg.Role))
		case arg.Target != "" && !a.target(arg.Target):
			a.refuse(v, CodeReference, fmt.Errorf("argument %s: %s is not there", arg.Role, arg.Target))
		default:
			kept = append(kept, arg)
		}
	}
	if len(kept) == len(v.Arguments) {
		return v
	}
	w := *v
	w.Arguments = kept
	return &w
}

// target tells whether id is something that arguments and relations may point at.
func (a *assembly) target(id annotate.ID) bool {
	switch a.kinds[id] {
	case annotate.KindMention, annotate.KindEntity, annotate.KindEvent:
		return true
	}
	return false
}

// withoutLooseNotes refuses notes on what is not there, and so notes on these.
func (a *assembly) withoutLooseNotes(items []annotate.Item) []annotate.Item {
	there := make(map[annotate.ID]bool, len(items))
	for _, item := range items {
		there[item.ItemID()] = true
	}
	for loose := true; loose; {
		loose = false
		items = slices.DeleteFunc(items, func(item annotate.Item) bool {
			n, ok := item.(*annotate.Note)
			if !ok || n.On == "" || there[n.On] && n.On != n.ID {
				return false
			}
			a.refuse(n, CodeReference, fmt.Errorf("it stands on %s, which is not there", n.On))
			delete(there, n.ID)
			loose = true
			return true
		})
	}
	return items
}
