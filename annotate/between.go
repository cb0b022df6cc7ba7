package annotate

// Between are the edits that make a layer what then is: the way back to an
// earlier state, as one act. Of the layer's head they change nothing where then has none.
func Between(now, then Layer) []Edit {
	var out []Edit
	now.Each(func(item Item) {
		switch other := then.Get(item.ItemKind(), item.ItemID()); {
		case other == nil && item.ItemKind() != KindHead:
			out = append(out, Edit{Layer: now.ID, Before: item})
		case other != nil && !Equal(item, other):
			out = append(out, Edit{Layer: now.ID, Before: item, After: other})
		}
	})
	then.Each(func(item Item) {
		if now.Get(item.ItemKind(), item.ItemID()) == nil {
			out = append(out, Edit{Layer: now.ID, After: item})
		}
	})
	return out
}
