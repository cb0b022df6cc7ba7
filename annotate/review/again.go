package review

import (
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/span"
)

// ErrNotCarried says that a decision cannot be made again elsewhere: it holds
// something that the other place does not have.
var ErrNotCarried = errors.New("what was decided holds something that is only there")

// Again is the choice that makes of a set what a decision made of the set of
// another case that is alike (see Comparison.Alike), the same case included.
// Readings and fields are taken from the readings that say the same, by hand
// edges are moved as far, and labels and attributes are given alike. It is
// ErrNotCarried where that comes to other words, or where what was marked by hand
// is in no reading.
func (c *Case) Again(set int, from *Case, of int, d *annotate.Decision) (Choice, error) {
	choice := Choice{Act: d.Act, Cause: d.Cause, Confidence: d.Confidence, Guideline: d.Guideline, Remark: d.Comment}
	a := again{to: c, from: from, set: set, of: of}
	if !a.match() {
		return Choice{}, ErrNotCarried
	}
	act := d.Act
	if act == annotate.TookFields && len(from.Sets[of].Fields) == 0 {
		act = annotate.TookReading // where there are no fields a reading is all that can be taken
	}
	switch act {
	case annotate.TookReading, annotate.TookBoth:
		for _, coder := range d.Took {
			r := from.Sets[of].ReadingOf(coder)
			if r < 0 {
				return Choice{}, ErrNotCarried
			}
			choice.Readings = append(choice.Readings, a.reading[r])
		}
		return choice, nil
	case annotate.RejectedAll:
		return choice, nil
	case annotate.TookFields, annotate.ByHand:
		if !a.result(d, &choice) {
			return Choice{}, ErrNotCarried
		}
		return choice, nil
	}
	return Choice{}, ErrNotCarried
}

// again is the work of Again.
type again struct {
	to, from *Case
	set, of  int
	reading  []int // that says what each reading of the other set says
	shift    int   // how much further on in its text it stands, in bytes
}

// match finds the reading that says the same for each, and how far away they stand.
func (a *again) match() bool {
	there, here := &a.from.Sets[a.of], &a.to.Sets[a.set]
	if there.Kind != here.Kind || len(there.Readings) != len(here.Readings) {
		return false
	}
	says := make([]string, len(here.Readings))
	for r := range says {
		says[r] = a.to.ReadingAlike(a.to.Gold.Article, a.set, r)
	}
	for r := range there.Readings {
		want := a.from.ReadingAlike(a.from.Gold.Article, a.of, r)
		i := -1
		for k, s := range says {
			if s == want && !slices.Contains(a.reading, k) {
				i = k
				break
			}
		}
		if i < 0 {
			return false
		}
		a.reading = append(a.reading, i)
	}
	if start, ok := a.start(there, 0); ok {
		other, _ := a.start(here, a.reading[0])
		a.shift = other - start
	}
	return true
}

// start is where the first reading from r on begins that stands somewhere.
func (a *again) start(s *Set, r int) (int, bool) {
	for _, reading := range append(s.Readings[r:r+1:r+1], s.Readings...) {
		for _, item := range reading.Items {
			if spans := annotate.SpansOf(item); len(spans) > 0 {
				return spans[0].Start, true
			}
		}
	}
	return 0, false
}

// moved are spans of the other article in this one, if the words there are the same.
func (a *again) moved(spans []span.Span) ([]span.Span, bool) {
	out := make([]span.Span, len(spans))
	for i, s := range spans {
		out[i] = span.Span{Start: s.Start + a.shift, End: s.End + a.shift}
	}
	here, there := a.to.Gold.Article, a.from.Gold.Article
	if len(spans) == 0 {
		return nil, true
	}
	if annotate.CheckSpans(here.Text, out) != nil || here.Quote(out) != there.Quote(spans) {
		return nil, false
	}
	return out, true
}

// result makes a choice that comes to what gold has of the other set.
func (a *again) result(d *annotate.Decision, choice *Choice) bool {
	items := itemsOf(&a.from.Gold.Layer, d.Kind, d.Gold)
	if len(items) == 0 {
		return d.Act == annotate.ByHand && len(d.Gold) == 0
	}
	switch d.Kind {
	case annotate.KindMention, annotate.KindLabel:
		return a.made(items, a.base(d), choice)
	case annotate.KindEvent, annotate.KindEntity:
		return len(items) == 1 && a.fields(items[0], a.base(d), choice)
	}
	return false
}

// made chooses mentions and labels that were made by hand. The first of them
// stays what the set had, so that it hangs on what that hung on.
func (a *again) made(items []annotate.Item, base int, choice *Choice) bool {
	var changes []annotate.Item
	for _, item := range items {
		spans, ok := a.moved(annotate.SpansOf(item))
		if !ok {
			return false
		}
		changes = append(changes, annotate.WithSpans(item, spans))
	}
	readings := a.to.Sets[a.set].Readings
	one := -1
	if base >= 0 {
		one = a.reading[base]
	}
	if one < 0 || len(readings[one].Items) != 1 {
		one = slices.IndexFunc(readings, func(r Reading) bool { return len(r.Items) == 1 })
	}
	if one >= 0 {
		first := changes[0]
		choice.Readings, changes = []int{one}, changes[1:]
		choice.Change = func(item annotate.Item) annotate.Item { return withContent(item, first) }
	}
	for i, item := range changes {
		id := a.newID(len(choice.Readings) + i)
		switch x := item.(type) {
		case *annotate.Mention:
			m := *x
			m.ID, m.Entity, m.Origin = id, "", annotate.Origin{}
			choice.Made = append(choice.Made, &m)
		case *annotate.Label:
			l := *x
			l.ID, l.Origin = id, annotate.Origin{}
			choice.Made = append(choice.Made, &l)
		}
	}
	return true
}

// newID is the id of what is made besides what the set has, the same each time.
func (a *again) newID(n int) annotate.ID {
	for _, h := range a.to.Sets[a.set].Of {
		if len(h.Items) > 0 {
			return goldID(h.Coder, h.Items[0]) + annotate.ID(fmt.Sprint("-", n))
		}
	}
	return ""
}

// withContent is an item with the label, the place and the attributes of another.
func withContent(item, content annotate.Item) annotate.Item {
	switch x := item.(type) {
	case *annotate.Mention:
		m, of := *x, content.(*annotate.Mention)
		m.Label, m.Spans, m.Attributes = of.Label, of.Spans, of.Attributes
		return &m
	case *annotate.Label:
		l, of := *x, content.(*annotate.Label)
		l.Label, l.Value = of.Label, of.Value
		return &l
	case *annotate.Event:
		v, of := *x, content.(*annotate.Event)
		v.Type, v.Trigger, v.Evidence, v.Attributes = of.Type, of.Trigger, of.Evidence, of.Attributes
		return &v
	case *annotate.Entity:
		e, of := *x, content.(*annotate.Entity)
		e.Label, e.KB, e.Attributes = of.Label, of.KB, of.Attributes
		return &e
	}
	return item
}

// base is the reading of the other set that what was decided begins with: that
// which was taken first, or else the first that holds something.
func (a *again) base(d *annotate.Decision) int {
	s := &a.from.Sets[a.of]
	if len(d.Took) > 0 {
		if r := s.ReadingOf(d.Took[0]); r >= 0 && len(s.Readings[r].Items) > 0 {
			return r
		}
	}
	return slices.IndexFunc(s.Readings, func(r Reading) bool { return len(r.Items) > 0 })
}

// fields chooses an event or a chain role by role and member by member, each from
// a reading that has it as gold has, and its label, trigger and attributes as gold has them.
func (a *again) fields(item annotate.Item, base int, choice *Choice) bool {
	parts, ok := a.from.partsOf(item)
	if !ok {
		return false
	}
	there, here := &a.from.Sets[a.of], &a.to.Sets[a.set]
	choice.Fields = map[int]int{}
	for i := range there.Fields {
		f := &there.Fields[i]
		if f.Kind != FieldRole && f.Kind != FieldMember {
			continue
		}
		want := parts[partOf(f)]
		delete(parts, partOf(f))
		has := func(k string) bool { return k == want || f.Kind == FieldMember && (k == In) == (want == In) }
		from := base
		if base < 0 || !has(f.Keys[base]) {
			from = slices.IndexFunc(f.Keys, has)
		}
		at := fieldLike(here, there, i)
		if from < 0 || at < 0 {
			return false
		}
		choice.Fields[at] = a.reading[from]
	}
	if len(parts) > 0 || base < 0 {
		return false
	}
	first := a.reading[base]
	content := item
	if v, ok := item.(*annotate.Event); ok {
		w := *v
		var trigger, evidence bool
		w.Trigger, trigger = a.moved(v.Trigger)
		w.Evidence, evidence = a.moved(v.Evidence)
		if !trigger || !evidence && len(v.Trigger) == 0 {
			return false
		}
		if !evidence { // other words say so there
			if own, ok := here.Readings[first].Items[0].(*annotate.Event); ok {
				w.Evidence = own.Evidence
			}
		}
		content = &w
	}
	choice.Readings = []int{first}
	choice.Change = func(item annotate.Item) annotate.Item { return withContent(item, content) }
	return true
}

// part is a role of an event or a member of a chain, by the number of its set.
type part struct {
	role string
	set  int
}

func partOf(f *Field) part {
	if f.Kind == FieldMember {
		return part{set: f.Set}
	}
	return part{role: f.Name}
}

// partsOf are the roles or members of an item of gold as fields have them. It is
// not ok where something is among them that is in no set.
func (c *Case) partsOf(item annotate.Item) (map[part]string, bool) {
	of := map[annotate.ID]int{} // the set of each item of gold
	for set := range c.Sets {
		for _, g := range c.goldOf(set) {
			of[g.ItemID()] = set
		}
	}
	parts := map[part]string{}
	switch x := item.(type) {
	case *annotate.Entity:
		for _, m := range c.Gold.MentionsOf(x.ID) {
			set, ok := of[m.ID]
			if !ok {
				return nil, false
			}
			parts[part{set: set}] = In
		}
	case *annotate.Event:
		var arguments []argument
		for _, a := range x.Arguments {
			filler := ""
			if a.Target != "" {
				set, ok := of[a.Target]
				if !ok {
					return nil, false
				}
				filler = fmt.Sprint(set)
			}
			arguments = append(arguments, argument{a.Role, filler, string(a.Value)})
		}
		slices.SortFunc(arguments, compareArguments)
		for _, a := range arguments {
			parts[part{role: a.role}] = roleKey(arguments, a.role)
		}
	}
	return parts, true
}

// fieldLike is the number of the field that is to one set what a field is to the
// other, which is alike: the role of the same name, the member that comes as late.
func fieldLike(here, there *Set, field int) int {
	f := &there.Fields[field]
	if f.Kind == FieldRole {
		return slices.IndexFunc(here.Fields, func(g Field) bool { return g.Kind == FieldRole && g.Name == f.Name })
	}
	before := 0
	for _, g := range there.Fields[:field] {
		if g.Kind == f.Kind {
			before++
		}
	}
	for i, g := range here.Fields {
		if g.Kind == f.Kind {
			if before == 0 {
				return i
			}
			before--
		}
	}
	return -1
}
