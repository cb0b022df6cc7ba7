package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/span"
	"galley/app/adjudicate"
	"galley/app/page"
	"galley/app/ui"
)

// show shows the set that is wanted.
func (r *reviewing) show() {
	if r.desk == nil {
		return
	}
	at := slices.IndexFunc(r.desk.Sets, func(s review.Set) bool { return s.Key == r.want })
	if r.undone != nil {
		if i := r.comparison.Find(r.undone); i >= 0 {
			at, r.last = i, ""
		}
		r.undone = nil
	}
	if at < 0 && r.showLost() {
		return
	}
	if at < 0 {
		at = r.place()
	}
	switch {
	case at < 0 && r.alone != "":
		r.loadAlone()
		return
	case at < 0:
		r.nothing()
		return
	}
	if at != r.set {
		r.field, r.first, r.fields = -1, 0, nil
	}
	r.set = at
	r.want = r.desk.Sets[at].Key
	if row := slices.IndexFunc(r.queue.Rows(), func(c review.Conflict) bool { return c.Article == r.desk.Gold.Article.ID && c.Set == r.want }); row >= 0 {
		r.queue.SetCurrent(row)
	}
	r.readReasons()
	r.then = nil
	r.findSimilar()
	r.refresh()
	r.findThen()
}

// place is the first set of the article that is to be decided, or -1.
func (r *reviewing) place() int {
	for i := range r.desk.Sets {
		if s := r.desk.Verdict(i).State; slices.Contains(review.ToDo, s) || r.alone != "" && s == review.Settled {
			return i
		}
	}
	return -1
}

// showLost shows a decision on what nobody has marked any more.
func (r *reviewing) showLost() bool {
	i := slices.IndexFunc(r.desk.Lost, func(d *annotate.Decision) bool { return string(d.ID) == r.want })
	if i < 0 {
		return false
	}
	d := r.desk.Lost[i]
	r.set = -1
	text := "What was decided on is gone: those who had marked it have taken it out."
	if len(d.Gold) > 0 {
		text += " Gold still has it."
	}
	r.card.Empty(text, "Take it out of gold, and the decision away", func() { r.forget(d) })
	if annotate.CheckSpans(r.desk.Gold.Article.Text, d.Spans) == nil {
		r.w.page.Reveal(d.Spans[0])
	}
	return true
}

// refresh draws the card, and the set in the text.
func (r *reviewing) refresh() {
	if r.desk == nil || r.set < 0 {
		return
	}
	v := adjudicate.Describe(adjudicate.Subject{
		Case: r.desk, Article: r.desk.Gold.Article, Schema: r.w.session.Schema(), Styles: r.w.styles, Who: r.who,
		Set: r.set, First: r.first, Fields: r.fields, Field: r.field, Then: r.then,
	})
	v.Last = r.last
	v.Along = r.along()
	for _, c := range r.similar {
		v.Similar = append(v.Similar, fmt.Sprintf("%s: %s, %s", cmp.Or(c.Quote, c.Label), c.State, r.titleOf(c.Article)))
	}
	r.card.Set(v)
	members := r.members()
	lanes := []string{"gold"}
	for i := range r.comparison.Layers {
		lanes = append(lanes, r.initials(i))
	}
	r.w.page.editor.Change(func(s *page.State) { s.Set, s.Lanes = members, lanes })
	if set := &r.desk.Sets[r.set]; len(set.Spans) > 0 {
		r.w.page.Reveal(span.Hull(set.Spans))
	}
	r.w.refreshStatus()
}

// along says of each reading what comes into gold with it, and what does not.
func (r *reviewing) along() string {
	var out []string
	say := func(text string, items []annotate.Item, coder annotate.ID, end string) {
		if len(items) == 0 {
			return
		}
		doc := annotate.Document{Article: r.desk.Gold.Article}
		var names []string
		agreed := 0
		for _, item := range items {
			if set, ok := r.desk.SetOf(coder, item.ItemID()); ok && r.desk.Sets[set].Severity == review.Agreed {
				agreed++ // only what differs is told in full
				continue
			}
			names = append(names, annotate.LabelOf(item)+" “"+ui.CutMiddle(doc.Text(item), ui.PillLength)+"”")
		}
		if agreed > 0 {
			what := ui.Plural(agreed, "annotation", "annotations")
			if len(names) > 0 {
				what = fmt.Sprintf("%d more", agreed)
			}
			names = append(names, what+" on which all agree")
		}
		out = append(out, text+" "+strings.Join(names, ", ")+end)
	}
	for i := range r.desk.Sets[r.set].Readings {
		coder := r.desk.Sets[r.set].Readings[i].Coders[0]
		preview, err := r.desk.Preview(r.set, review.Choice{Act: annotate.TookReading, Readings: []int{i}})
		if err != nil {
			continue // taking it will tell
		}
		say(fmt.Sprintf("Taking %d also takes", i+1), preview.Along, coder, ".")
		say(fmt.Sprintf("Taking %d leaves out, as it was rejected,", i+1), preview.Left, "", ".")
		say(fmt.Sprintf("Taking %d changes what refers to it:", i+1), preview.Gone, "", ".")
	}
	return strings.Join(out, "\n")
}

// members are the marks of the set in the lanes, with the fillers of an event,
// the mentions of a chain, the ends of a relation.
func (r *reviewing) members() []page.Member {
	var out []page.Member
	add := func(doc int, l *annotate.Layer, item annotate.Item) {
		out = append(out, page.Member{Doc: doc, ID: item.ItemID()})
		switch x := item.(type) {
		case *annotate.Event:
			for _, a := range x.Arguments {
				out = append(out, page.Member{Doc: doc, ID: a.Target})
			}
		case *annotate.Relation:
			out = append(out, page.Member{Doc: doc, ID: x.From}, page.Member{Doc: doc, ID: x.To})
		case *annotate.Entity:
			for _, m := range l.Mentions.All() {
				if m.Entity == x.ID {
					out = append(out, page.Member{Doc: doc, ID: m.ID})
				}
			}
		}
	}
	for _, item := range r.desk.GoldOf(r.set) {
		add(0, &r.desk.Gold.Layer, item)
	}
	for _, h := range r.desk.Sets[r.set].Of {
		i := slices.IndexFunc(r.comparison.Layers, func(l annotate.Layer) bool { return l.ID.Annotator == h.Coder })
		for _, id := range h.Items {
			l := &r.comparison.Layers[i]
			if item := l.Find(id); item != nil {
				add(i+1, l, item)
			}
		}
	}
	if out == nil {
		out = []page.Member{{Doc: -1}} // nothing in the text: all others are grey
	}
	return out
}

// clicked shows the set of a mark that was clicked.
func (r *reviewing) clicked(id annotate.ID) {
	if r.desk == nil {
		return
	}
	at := r.w.page.Range()
	for i := range r.desk.Sets {
		s := &r.desk.Sets[i]
		here := slices.ContainsFunc(r.desk.GoldOf(i), func(item annotate.Item) bool { return item.ItemID() == id })
		for _, h := range s.Of {
			here = here || slices.Contains(h.Items, id) && slices.ContainsFunc(s.Spans, at.Overlaps)
		}
		if here {
			r.want = s.Key
			r.show()
			return
		}
	}
}

// toggleNames hides names until a set is decided, or shows them.
func (r *reviewing) toggleNames() {
	r.blind = !r.blind
	r.refresh()
	r.w.app.say(map[bool]string{true: "Names are hidden until it is decided.", false: "Names are shown."}[r.blind])
}
