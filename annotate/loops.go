package annotate

import "slices"

// Loop is an argument by which an event contains itself, at once or by way of
// events that are its arguments.
type Loop struct {
	Event    *Event
	Argument int // index in Event.Arguments
}

// Loops are arguments of events of l without which no event would contain
// itself. Events are followed in their order in the layer and arguments in that
// of their event; of each loop the argument that closes it is given.
func (l *Layer) Loops() []Loop {
	var out []Loop
	const entered, left = 1, 2
	state := map[ID]int{}
	var enter func(v *Event)
	enter = func(v *Event) {
		state[v.ID] = entered
		for i, a := range v.Arguments {
			inner, ok := l.Events.Get(a.Target)
			if !ok {
				continue
			}
			switch state[inner.ID] {
			case entered:
				out = append(out, Loop{v, i})
			case left:
			default:
				enter(inner)
			}
		}
		state[v.ID] = left
	}
	for _, v := range l.Events.All() {
		if state[v.ID] == 0 {
			enter(v)
		}
	}
	return out
}

// Unloop is l without the arguments by which events contain themselves, and
// tells which these were. Without any it is l.
func (l *Layer) Unloop() (Layer, []Loop) {
	loops := l.Loops()
	if len(loops) == 0 {
		return *l, nil
	}
	open := map[ID]*Event{}
	for _, x := range slices.Backward(loops) { // so that what goes does not move what goes later
		v := open[x.Event.ID]
		if v == nil {
			v = x.Event
		}
		open[v.ID] = v.WithoutArgument(x.Argument)
	}
	var items []Item
	l.Each(func(item Item) {
		if v := open[item.ItemID()]; v != nil && item.ItemKind() == KindEvent {
			item = v
		}
		items = append(items, item)
	})
	return NewLayer(l.ID, items), loops
}
