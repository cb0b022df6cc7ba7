package review

import (
	"cmp"
	"slices"

	"galley/annotate"
)

// builder gathers what a decision changes in gold.
type builder struct {
	*Case
	self    int // the set that is decided
	changed map[annotate.ID]annotate.Item
	order   []annotate.ID
	along   []annotate.Item
	left    []annotate.Item // what is referred to and was rejected
	gone    []annotate.Item
}

// get is an item of gold as the decision has it so far.
func (b *builder) get(kind annotate.Kind, id annotate.ID) annotate.Item {
	if item := b.changed[id]; item != nil {
		return item
	}
	return b.Gold.Layer.Get(kind, id)
}

func (b *builder) put(item annotate.Item) annotate.ID {
	id := item.ItemID()
	if b.changed[id] == nil {
		b.order = append(b.order, id)
	}
	b.changed[id] = item
	return id
}

// outcome applies what was gathered to gold.
func (b *builder) outcome() (Outcome, error) {
	// What others refer to comes first: stores want it to be there.
	rank := func(id annotate.ID) int {
		return slices.Index([]annotate.Kind{annotate.KindEntity, annotate.KindMention, annotate.KindEvent}, b.changed[id].ItemKind())
	}
	slices.SortStableFunc(b.order, func(x, y annotate.ID) int { return cmp.Compare(uint(rank(x)), uint(rank(y))) })
	var edits []annotate.Edit
	for _, id := range b.order {
		if e := b.Gold.Put(b.changed[id]); !annotate.Equal(e.Before, e.After) {
			edits = append(edits, e)
		}
	}
	for _, item := range b.gone {
		if b.changed[item.ItemID()] == nil {
			edits = append(edits, b.Gold.Delete(item))
		}
	}
	if h := b.Gold.Layer.Head; h == nil || h.State == annotate.New {
		head := annotate.Head{State: annotate.InReview}
		if h != nil {
			head.Flagged, head.Extra = h.Flagged, h.Extra
		}
		edits = append(edits, annotate.Edit{Layer: b.Gold.Layer.ID, Before: b.Gold.Layer.Get(annotate.KindHead, ""), After: &head})
	}
	gold, done, err := b.Gold.Apply(edits)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Edits: done, Gold: gold, Along: b.along, Left: b.left}
	for _, e := range done[len(edits):] {
		out.Gone = append(out.Gone, e.Before)
	}
	return out, nil
}

// make puts what is chosen into gold and gives its ids.
func (b *builder) make(set int, choice Choice) ([]annotate.ID, error) {
	s := &b.Sets[set]
	for _, r := range choice.Readings {
		if r < 0 || r >= len(s.Readings) {
			return nil, errNoReading
		}
	}
	var made []annotate.ID
	switch choice.Act {
	case annotate.RejectedAll, annotate.PutOff, annotate.SentBackTo:
	case annotate.ByHand:
		for _, item := range choice.Made {
			made = append(made, b.put(item))
		}
		if choice.Fields != nil {
			if len(choice.Readings) == 0 {
				return nil, errNoReading
			}
			return append(made, b.change(s.Kind, choice, b.takeFields(set, choice))...), nil
		}
		for _, r := range choice.Readings {
			made = append(made, b.change(s.Kind, choice, b.take(set, r, made))...)
		}
	case annotate.TookFields:
		if len(choice.Readings) == 0 {
			return nil, errNoReading
		}
		made = b.change(s.Kind, choice, b.takeFields(set, choice))
	default:
		if len(choice.Readings) == 0 {
			return nil, errNoReading
		}
		// The first keeps the id that gold has already; the others get their own.
		for _, r := range choice.Readings {
			made = append(made, b.take(set, r, made)...)
		}
	}
	return made, nil
}

// change makes of what was taken what the choice makes of it.
func (b *builder) change(kind annotate.Kind, choice Choice, ids []annotate.ID) []annotate.ID {
	if choice.Change != nil {
		for _, id := range ids {
			b.put(choice.Change(b.get(kind, id)))
		}
	}
	return ids
}

// take puts a reading into gold. Taken are ids of gold that are in use.
func (b *builder) take(set, reading int, taken []annotate.ID) []annotate.ID {
	s := &b.Sets[set]
	r := &s.Readings[reading]
	free := b.goldOf(set)
	free = slices.DeleteFunc(free, func(item annotate.Item) bool { return slices.Contains(taken, item.ItemID()) })
	var made []annotate.ID
	for _, item := range r.Items {
		own := goldID(r.Coders[0], item.ItemID())
		id := own
		// What refers to this in gold refers to it still, whoever's reading it now is.
		if i := slices.IndexFunc(free, func(g annotate.Item) bool { return g.ItemID() == own }); i >= 0 {
			free = slices.Delete(free, i, i+1)
		} else if len(free) > 0 && b.changed[own] == nil {
			id, free = free[0].ItemID(), free[1:]
		}
		if id = b.copy(r.Coders[0], item, id, r); id != "" {
			made = append(made, id)
		}
	}
	return made
}

// copy puts a coder's annotation into gold under an id, with what it refers to.
func (b *builder) copy(coder annotate.ID, item annotate.Item, id annotate.ID, r *Reading) annotate.ID {
	switch x := item.(type) {
	case *annotate.Mention:
		m := *x
		m.ID, m.Origin, m.Entity = id, annotate.Origin{}, b.entityFor(coder, x, id)
		return b.put(&m)
	case *annotate.Entity:
		e := *x
		e.ID, e.Origin = id, annotate.Origin{}
		b.put(&e)
		b.link(coder, id, r)
	case *annotate.Event:
		v := *x
		v.ID, v.Origin = id, annotate.Origin{}
		b.put(&annotate.Event{ID: id, Type: v.Type, Trigger: v.Trigger, Evidence: v.Evidence}) // for events that refer to each other
		v.Arguments = b.arguments(coder, x.Arguments)
		b.put(&v)
	case *annotate.Relation:
		t := *x
		if b.refuses(coder, x.From) || b.refuses(coder, x.To) {
			return "" // nor does the other end come along
		}
		t.ID, t.Origin, t.From, t.To = id, annotate.Origin{}, b.bring(coder, x.From), b.bring(coder, x.To)
		b.put(&t)
	case *annotate.Label:
		l := *x
		l.ID, l.Origin = id, annotate.Origin{}
		b.put(&l)
	}
	return id
}

// arguments are a coder's arguments in terms of gold. Fillers that gold lacks
// come along, but for those that were rejected.
func (b *builder) arguments(coder annotate.ID, arguments []annotate.Argument) []annotate.Argument {
	var out []annotate.Argument
	for _, a := range arguments {
		if a.Target != "" {
			if a.Target = b.bring(coder, a.Target); a.Target == "" && a.Value == "" {
				continue
			}
		}
		out = append(out, a)
	}
	return out
}

// bring is the id in gold of what a coder's annotation stands for. Where gold
// holds nothing of its set the annotation comes along; it is empty where an
// adjudicator has found that there is nothing.
func (b *builder) bring(coder, item annotate.ID) annotate.ID {
	if id := b.there(coder, item); id != "" {
		return id
	}
	if b.refuses(coder, item) {
		return ""
	}
	set, _ := b.SetOf(coder, item)
	x := b.Layer(coder).Get(b.Sets[set].Kind, item)
	b.along = append(b.along, x)
	return b.copy(coder, x, goldID(coder, item), nil)
}

// there is the id in gold of what a coder's annotation stands for, if gold has it.
func (b *builder) there(coder, item annotate.ID) annotate.ID {
	set, ok := b.SetOf(coder, item)
	if !ok {
		return ""
	}
	own := goldID(coder, item)
	if b.get(b.Sets[set].Kind, own) != nil {
		return own
	}
	for _, h := range b.Sets[set].Of {
		for _, id := range h.Items {
			if g := goldID(h.Coder, id); b.changed[g] != nil {
				return g
			}
		}
	}
	if there := b.goldOf(set); len(there) > 0 {
		return there[0].ItemID()
	}
	return ""
}

// refuses tells whether gold does without a coder's annotation, as an adjudicator
// has found that there is nothing, and takes down that it is left.
func (b *builder) refuses(coder, item annotate.ID) bool {
	set, ok := b.SetOf(coder, item)
	if !ok {
		return true
	}
	if b.there(coder, item) != "" || b.Verdict(set).State != Rejected {
		return false
	}
	if x := b.Layer(coder).Get(b.Sets[set].Kind, item); !slices.Contains(b.left, x) {
		b.left = append(b.left, x)
	}
	return true
}

// entityFor is the entity that a mention in gold hangs on: the one it has, or
// that of its coder's chain where gold has it already.
func (b *builder) entityFor(coder annotate.ID, m *annotate.Mention, id annotate.ID) annotate.ID {
	if g, ok := b.get(annotate.KindMention, id).(*annotate.Mention); ok && g.Entity != "" {
		return g.Entity
	}
	if m.Entity == "" {
		return ""
	}
	set, ok := b.SetOf(coder, m.Entity)
	if !ok {
		return ""
	}
	if there := b.goldOf(set); len(there) > 0 {
		return there[0].ItemID()
	}
	return ""
}

// link hangs mentions on a chain in gold: those of the reading, which come
// along where gold lacks them, or, where the chain itself only comes along, those that gold has.
func (b *builder) link(coder, entity annotate.ID, r *Reading) {
	var members []annotate.ID
	if r != nil {
		for _, set := range r.Members {
			if id := b.member(coder, set); id != "" {
				members = append(members, id)
			}
		}
		for _, m := range b.Gold.Layer.Mentions.All() {
			if m.Entity == entity && !slices.Contains(members, m.ID) {
				b.hang(m.ID, "")
			}
		}
	} else {
		for set := range b.Sets {
			if b.Sets[set].Kind != annotate.KindMention {
				break
			}
			for _, id := range b.Sets[set].heldBy(coder) {
				m, _ := b.Layer(coder).Mentions.Get(id)
				if there := b.goldOf(set); len(there) > 0 && m != nil && m.Entity != "" && goldID(coder, m.Entity) == entity {
					members = append(members, there[0].ItemID())
				}
			}
		}
	}
	for _, id := range members {
		b.hang(id, entity)
	}
}

func (s *Set) heldBy(coder annotate.ID) []annotate.ID {
	if h := s.Held(coder); h != nil {
		return h.Items
	}
	return nil
}

// hang makes a mention of gold hang on an entity.
func (b *builder) hang(mention, entity annotate.ID) {
	if m, ok := b.get(annotate.KindMention, mention).(*annotate.Mention); ok && m.Entity != entity {
		n := *m
		n.Entity = entity
		b.put(&n)
	}
}

// member is the mention in gold of a set; where there is none it comes along,
// as the coder has it, or, if they have not, as most coders have.
func (b *builder) member(coder annotate.ID, set int) annotate.ID {
	s := &b.Sets[set]
	if ids := s.heldBy(coder); len(ids) > 0 {
		return b.bring(coder, ids[0])
	}
	for _, r := range s.Readings {
		if len(r.Items) > 0 {
			return b.bring(r.Coders[0], r.Items[0].ItemID())
		}
	}
	return ""
}

// takeFields puts an event or a chain into gold of which parts come from several readings.
func (b *builder) takeFields(set int, choice Choice) []annotate.ID {
	s := &b.Sets[set]
	first := choice.Readings[0]
	if len(s.Readings[first].Items) == 0 {
		return nil
	}
	if s.Kind == annotate.KindEntity {
		return b.chainOfFields(set, choice)
	}
	made := b.take(set, first, nil)
	if len(made) == 0 || s.Kind != annotate.KindEvent {
		return made
	}
	v := *b.get(annotate.KindEvent, made[0]).(*annotate.Event)
	for i := range s.Fields {
		r, ok := choice.Fields[i]
		if !ok || r == first || r < 0 || r >= len(s.Readings) {
			continue
		}
		other := &annotate.Event{}
		coder := s.Readings[r].Coders[0]
		if len(s.Readings[r].Items) > 0 {
			other = s.Readings[r].Items[0].(*annotate.Event)
		}
		b.takeField(&v, &s.Fields[i], coder, other)
	}
	b.put(&v)
	return made
}

// takeField gives an event a part as another has it.
func (b *builder) takeField(v *annotate.Event, f *Field, coder annotate.ID, other *annotate.Event) {
	switch f.Kind {
	case FieldType:
		v.Type = cmp.Or(other.Type, v.Type)
	case FieldTrigger:
		v.Trigger, v.Evidence = other.Trigger, other.Evidence
	case FieldAttribute:
		v.Attributes = v.Attributes.With(f.Name, other.Attributes[f.Name])
	case FieldRole:
		at := slices.IndexFunc(v.Arguments, func(a annotate.Argument) bool { return a.Role == f.Name })
		rest := slices.DeleteFunc(slices.Clone(v.Arguments), func(a annotate.Argument) bool { return a.Role == f.Name })
		theirs := slices.DeleteFunc(slices.Clone(other.Arguments), func(a annotate.Argument) bool { return a.Role != f.Name })
		if at < 0 || at > len(rest) {
			at = len(rest)
		}
		v.Arguments = slices.Insert(rest, at, b.arguments(coder, theirs)...)
	}
}

// chainOfFields is a chain of which single members come from other readings.
func (b *builder) chainOfFields(set int, choice Choice) []annotate.ID {
	s := &b.Sets[set]
	r := s.Readings[choice.Readings[0]]
	r.Members = nil
	for i, f := range s.Fields {
		from, ok := choice.Fields[i]
		if !ok {
			from = choice.Readings[0]
		}
		if f.Kind == FieldMember && from >= 0 && from < len(f.Keys) && f.Keys[from] == In {
			r.Members = append(r.Members, f.Set)
		}
	}
	item := r.Items[0]
	id := goldID(r.Coders[0], item.ItemID())
	if there := b.goldOf(set); len(there) > 0 {
		id = there[0].ItemID()
	}
	return []annotate.ID{b.copy(r.Coders[0], item, id, &r)}
}
