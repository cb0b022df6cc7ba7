package unite

import (
	"maps"
	"slices"

	"galley/annotate"
)

// versionID is the id of the version of an annotation that a transaction made:
// the end of its id, which is random, tells it from others.
func versionID(id, tx annotate.ID) annotate.ID {
	return id + "~" + tx[max(0, len(tx)-12):]
}

// Beside is an annotation as a further version of the one that has its id now,
// under an id of its own that ends in a name of where it comes from.
func Beside(item annotate.Item, from annotate.ID) annotate.Item {
	id := item.ItemID()
	return marked(withID(item, versionID(id, from)), id)
}

// withID is a copy of an annotation with another id.
func withID(item annotate.Item, id annotate.ID) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		y := *x
		y.ID = id
		return &y
	case *annotate.Entity:
		y := *x
		y.ID = id
		return &y
	case *annotate.Event:
		y := *x
		y.ID = id
		return &y
	case *annotate.Relation:
		y := *x
		y.ID = id
		return &y
	case *annotate.Label:
		y := *x
		y.ID = id
		return &y
	case *annotate.Note:
		y := *x
		y.ID = id
		return &y
	}
	return item
}

// marked says of an annotation whose further version it is.
func marked(item annotate.Item, of annotate.ID) annotate.Item {
	item, _ = annotate.WithOrigin(item, func(o *annotate.Origin) {
		extra := maps.Clone(o.Extra)
		if extra == nil {
			extra = annotate.Fields{}
		}
		extra[annotate.VersionOf] = annotate.ValueOf(string(of))
		o.Extra = extra
	})
	return item
}

func unmarked(item annotate.Item) annotate.Item {
	item, _ = annotate.WithOrigin(item, func(o *annotate.Origin) {
		if _, is := o.Extra[annotate.VersionOf]; is {
			o.Extra = maps.Clone(o.Extra)
			delete(o.Extra, annotate.VersionOf)
		}
	})
	return item
}

// redirect is an annotation with other references; an empty one is none. What
// changes nothing gives the item itself.
func redirect(item annotate.Item, to func(annotate.ID) annotate.ID) annotate.Item {
	same := true
	for id := range annotate.References(item) {
		same = same && to(id) == id
	}
	if same {
		return item
	}
	change := func(id annotate.ID) annotate.ID {
		if id == "" {
			return ""
		}
		return to(id)
	}
	switch x := item.(type) {
	case *annotate.Mention:
		y := *x
		y.Entity = change(x.Entity)
		return &y
	case *annotate.Event:
		y := *x
		y.Arguments = slices.Clone(x.Arguments)
		for i, a := range y.Arguments {
			y.Arguments[i].Target = change(a.Target)
		}
		y.Arguments = slices.DeleteFunc(y.Arguments, func(a annotate.Argument) bool { return a.Target == "" && a.Value == "" })
		return &y
	case *annotate.Relation:
		y := *x
		y.From, y.To = change(x.From), change(x.To)
		return &y
	case *annotate.Note:
		y := *x
		y.On = change(x.On)
		return &y
	}
	return item
}

// whole tells whether an annotation has what it cannot do without.
func whole(item annotate.Item) bool {
	r, ok := item.(*annotate.Relation)
	return !ok || r.From != "" && r.To != ""
}

// mayReferTo tells whether an annotation may refer to one of target's kind.
func mayReferTo(item, target annotate.Item) bool {
	switch kind := target.ItemKind(); item.(type) {
	case *annotate.Mention:
		return kind == annotate.KindEntity
	case *annotate.Note:
		return true
	default:
		return kind == annotate.KindMention || kind == annotate.KindEntity || kind == annotate.KindEvent
	}
}
