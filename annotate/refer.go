package annotate

import "iter"

// References are the ids of the annotations that an item refers to.
func References(item Item) iter.Seq[ID] {
	return func(yield func(ID) bool) {
		each := func(ids ...ID) bool {
			for _, id := range ids {
				if id != "" && !yield(id) {
					return false
				}
			}
			return true
		}
		switch x := item.(type) {
		case *Mention:
			each(x.Entity)
		case *Event:
			for _, a := range x.Arguments {
				if !each(a.Target) {
					return
				}
			}
		case *Relation:
			each(x.From, x.To)
		case *Note:
			each(x.On)
		}
	}
}
