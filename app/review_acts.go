package app

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode"

	"galley/annotate"
	"galley/annotate/review"
	"galley/app/adjudicate"
	"galley/app/ui"
)

// decide makes a decision of a choice, and with on goes to the next set.
func (r *reviewing) decide(choice review.Choice, title string, on bool) bool {
	doc := r.w.session.Document()
	if r.desk == nil || r.set < 0 || doc == nil {
		r.w.app.say("No conflict is shown.")
		return false
	}
	reasons := r.card.Reasons()
	choice.Review = r.alone != ""
	choice.Cause, choice.Confidence, choice.Remark, choice.Guideline = reasons.Cause, reasons.Confidence, reasons.Comment, reasons.Guideline
	set := r.set
	out, err := r.desk.Decide(set, choice, r.stamp())
	if err != nil {
		r.w.app.fail(err)
		return false
	}
	s := &r.desk.Sets[set]
	name := s.Label
	if len(s.Spans) > 0 {
		name = ui.CutMiddle(doc.Article.Quote(s.Spans), ui.PillLength)
	}
	r.desk.Took(set, out)
	edits := slices.Concat(r.takeOver, out.Edits, r.desk.Finish())
	r.last = capital(title) + ": " + name // what is quoted may run from the right
	r.goesOn = on
	err = r.w.session.Do("decide on "+name+": "+title, edits)
	r.goesOn = false
	if err != nil {
		r.w.app.fail(err)
		if err := r.arrange(doc); err != nil {
			r.w.app.fail(err)
		}
		return false
	}
	if len(out.Gone) > 0 {
		r.w.app.toasts.Say(fmt.Sprintf("%s: %s changed with it.", r.last, ui.Plural(len(out.Gone), "annotation", "annotations")), "Undo", func() { r.w.app.run("edit.undo") })
	}
	if on {
		r.next(1, false)
	}
	return true
}

// stamp is who decides now.
func (r *reviewing) stamp() review.Stamp {
	return review.Stamp{ID: r.w.session.NewID(), By: r.w.session.Person().ID, At: r.w.app.cfg.Now().UTC().Format(time.RFC3339)}
}

// inWords is what an act is called: of several people, or of one person's work alone.
func (r *reviewing) inWords(several, alone string) string {
	if r.alone != "" {
		return alone
	}
	return several
}

// capital makes the first letter of a title great.
func capital(title string) string {
	r := []rune(title)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// take takes a whole reading.
func (r *reviewing) take(reading int) {
	if r.desk == nil || r.set < 0 {
		return
	}
	s := &r.desk.Sets[r.set]
	if reading >= len(s.Readings) {
		r.w.app.say(fmt.Sprintf("There is no reading %d.", reading+1))
		return
	}
	r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{reading}}, "as "+r.who(s.Readings[reading].Coders[0])+" has it", true)
}

// majority takes what most say, if that is more than half. Of one person's work it takes that.
func (r *reviewing) majority() {
	if r.desk == nil || r.set < 0 {
		return
	}
	s := &r.desk.Sets[r.set]
	if r.alone != "" {
		r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{0}}, "accepted", true)
		return
	}
	reading, ok := s.Majority()
	if !ok {
		r.w.app.say(fmt.Sprintf("There is no majority: no more than %d of %d say the same.", len(s.Readings[0].Coders), len(s.Of)))
		return
	}
	r.decide(review.Choice{Act: annotate.TookReading, Readings: []int{reading}}, "the majority", true)
}

// both takes all readings that hold something: they are different things.
func (r *reviewing) both() {
	if r.desk == nil || r.set < 0 {
		return
	}
	var readings []int
	for i, reading := range r.desk.Sets[r.set].Readings {
		if len(reading.Items) > 0 {
			readings = append(readings, i)
		}
	}
	if len(readings) < 2 {
		r.w.app.say("There is only one reading with something in it.")
		return
	}
	r.decide(review.Choice{Act: annotate.TookBoth, Readings: readings}, "both", true)
}

// nextField goes to the next field in which readings differ, round.
func (r *reviewing) nextField() {
	if r.desk == nil || r.set < 0 {
		return
	}
	fields := r.desk.Sets[r.set].Fields
	for i := range fields {
		at := (r.field + 1 + i) % len(fields)
		if fields[at].Differs() {
			r.field = at
			r.refresh()
			return
		}
	}
	r.w.app.say("There are no fields to take one by one.")
}

// takeField takes one field from a reading. Enter takes all as they are framed then.
func (r *reviewing) takeField(field, reading int) {
	if r.desk == nil || r.set < 0 || reading >= len(r.desk.Sets[r.set].Readings) {
		return
	}
	fields := map[int]int{}
	for k, v := range r.fields {
		fields[k] = v
	}
	fields[field] = reading
	r.fields, r.field = fields, field
	r.refresh()
	r.w.app.say(r.w.app.commands.KeyLabel("review.takeFields") + " takes what is framed.")
}

// takeFields decides on the fields as they are framed.
func (r *reviewing) takeFields() {
	if r.desk == nil || r.set < 0 || len(r.fields) == 0 {
		r.w.app.say("Take a field first: Tab, then the number of a reading.")
		return
	}
	first := r.first
	if len(r.desk.Sets[r.set].Readings[first].Items) == 0 {
		first = r.held()
	}
	r.decide(review.Choice{Act: annotate.TookFields, Readings: []int{first}, Fields: r.fields}, "field by field", true)
}

// readReasons shows what was said of the decision on the set.
func (r *reviewing) readReasons() {
	reasons := adjudicate.Reasons{}
	if d := r.desk.Verdict(r.set).Decision; d != nil {
		reasons = adjudicate.Reasons{Cause: d.Cause, Confidence: d.Confidence, Comment: d.Comment, Guideline: d.Guideline}
	}
	r.card.SetReasons(reasons)
}

// reasonsChanged changes the reasons of a decision that was made; those of one
// that is to come are read when it comes.
func (r *reviewing) reasonsChanged(now adjudicate.Reasons) {
	r.w.focusBack()
	if r.desk == nil || r.set < 0 {
		return
	}
	d := r.desk.Verdict(r.set).Decision
	if d == nil || d.By != r.w.session.Person().ID {
		return
	}
	e := *d
	e.Cause, e.Confidence, e.Comment, e.Guideline = now.Cause, now.Confidence, now.Comment, now.Guideline
	if annotate.Equal(d, &e) {
		return
	}
	if err := r.w.session.Do("reasons of a decision", []annotate.Edit{{Before: d, After: &e}}); err != nil {
		r.w.app.fail(err)
	}
}

// forget takes away a decision on what is gone, with what it left in gold.
func (r *reviewing) forget(d *annotate.Decision) {
	doc := r.w.session.Document()
	if doc == nil {
		return
	}
	edits := slices.Clone(r.takeOver)
	for _, id := range d.Gold {
		if item := r.desk.Gold.Layer.Find(id); item != nil {
			edits = append(edits, annotate.Edit{Layer: doc.Layer.ID, Before: item})
		}
	}
	edits = append(edits, annotate.Edit{Before: d})
	if err := r.w.session.Do("take away the decision on "+cmp.Or(d.Label, "what is gone"), edits); err != nil {
		r.w.app.fail(err)
		return
	}
	r.next(1, false)
}
