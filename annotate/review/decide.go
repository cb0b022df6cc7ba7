package review

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
)

// Case is an article on an adjudicator's desk.
type Case struct {
	*Comparison
	// Gold is the adjudicator's gold layer on the article. See TakeOver.
	Gold annotate.Document
	// Lost are decisions on what is no more there.
	Lost      []*annotate.Decision
	decisions [][]*annotate.Decision // on each set, the newest first
}

// NewCase puts what coders did, the adjudicator's gold and all decisions on the article together.
func NewCase(c *Comparison, gold annotate.Document, decisions []*annotate.Decision) *Case {
	k := &Case{Comparison: c, Gold: gold}
	k.decisions, k.Lost = c.assign(decisions)
	return k
}

// Verdict is what became of a set.
func (c *Case) Verdict(set int) Verdict { return c.Sets[set].verdict(c.decisions[set]) }

// Choice is what an adjudicator does with a set.
type Choice struct {
	Act      annotate.Act
	Readings []int       // by number: one, or several of TookBoth
	Fields   map[int]int // the reading of each field that comes from another than Readings[0]; only of TookFields and ByHand
	// Made is what stands in the place of the readings, of ByHand: annotations
	// of the gold layer, those that are there with their ids. Change changes
	// what comes of the readings instead; neither fillers nor ids are its matter.
	Made   []annotate.Item
	Change func(annotate.Item) annotate.Item
	Rule   Rule

	Review                    bool
	Cause, Confidence, Remark string
	Guideline                 bool
}

// Outcome is what a choice comes to.
type Outcome struct {
	Edits    []annotate.Edit
	Gold     annotate.Document // after it
	Decision *annotate.Decision
	// Along are annotations that come into gold since what was chosen refers to
	// them, and Gone those that leave it since they refer to what goes.
	Along, Gone []annotate.Item
	// Left are annotations that it refers to and that were rejected: gold does without them.
	Left []annotate.Item
}

// Stamp is who decides and when: the id of a new decision, the person, and the time as RFC 3339.
type Stamp struct {
	ID annotate.ID
	By annotate.ID
	At string
}

// Decide works out the edits by which a set is decided: of the gold layer, and
// of the decision itself. Coders' layers are not touched.
func (c *Case) Decide(set int, choice Choice, stamp Stamp) (Outcome, error) {
	s := &c.Sets[set]
	b := &builder{Case: c, changed: map[annotate.ID]annotate.Item{}, self: set}
	made, err := b.make(set, choice)
	if err != nil {
		return Outcome{}, err
	}
	for _, item := range c.goldOf(set) {
		if choice.Act != annotate.PutOff && choice.Act != annotate.SentBackTo && !slices.Contains(made, item.ItemID()) {
			b.gone = append(b.gone, item)
		}
	}
	out, err := b.outcome()
	if err != nil {
		return Outcome{}, fmt.Errorf("deciding on %s %s: %w", s.Kind, s.Label, err)
	}
	d := &annotate.Decision{
		ID: stamp.ID, Article: c.Gold.Article.ID, By: stamp.By, At: stamp.At, Kind: s.Kind, Of: s.Of, Spans: s.Spans, Label: s.Label,
		Act: choice.Act, Gold: made, Rule: string(choice.Rule), Review: choice.Review,
		Cause: choice.Cause, Confidence: choice.Confidence, Guideline: choice.Guideline, Comment: choice.Remark,
	}
	for _, r := range choice.Readings {
		d.Took = append(d.Took, s.Readings[r].Coders[0])
		if choice.Act == annotate.TookReading || choice.Act == annotate.TookBoth {
			d.Right = append(d.Right, s.Readings[r].Coders...)
		}
	}
	if choice.Act == annotate.RejectedAll {
		for _, h := range s.Of {
			if len(h.Items) == 0 {
				d.Right = append(d.Right, h.Coder)
			}
		}
	}
	slices.Sort(d.Right)
	edit := annotate.Edit{After: d}
	for _, o := range c.decisions[set] {
		switch {
		case o.By == stamp.By && edit.Before == nil:
			d.ID, edit.Before = o.ID, o
		case o.By != stamp.By:
			d.Over = append(d.Over, o.ID)
		}
	}
	slices.Sort(d.Over)
	out.Decision = d
	out.Edits = append(out.Edits, edit)
	return out, nil
}

// TakeOver is what an adjudicator's own gold layer becomes where another's is
// the article's gold at present: a copy of it, with one turn more. An article
// has one gold; who decides in it takes it over, and every turn stays as it
// was left. The edits are none where the layer is the present one, or the first.
func TakeOver(own annotate.Layer, layers []annotate.Layer) []annotate.Edit {
	now := Gold(layers)
	if now == nil || now.ID == own.ID {
		return nil
	}
	var edits []annotate.Edit
	for _, e := range annotate.Between(own, *now) {
		if e.Kind() != annotate.KindHead {
			edits = append(edits, e)
		}
	}
	h := annotate.Head{State: now.State()}
	if now.Head != nil {
		h = *now.Head
	}
	h.Extra = annotate.Fields{turnKey: annotate.ValueOf(turn(now) + 1)}
	return append(edits, annotate.Edit{Layer: own.ID, Before: own.Get(annotate.KindHead, ""), After: &h})
}

// turnKey is the field of a gold layer's head that says how often the article's
// gold went from one adjudicator to another.
const turnKey = "turn"

func turn(l *annotate.Layer) int {
	if l.Head == nil {
		return 0
	}
	var n int
	fmt.Sscan(string(l.Head.Extra[turnKey]), &n)
	return n
}

// Gold is the gold layer of an article that was taken over last, nil where
// there is none. Of two adjudicators who did so apart from each other it is that of the smaller id.
func Gold(layers []annotate.Layer) *annotate.Layer {
	var best *annotate.Layer
	for i := range layers {
		l := &layers[i]
		if l.ID.Kind != annotate.Gold || l.Head == nil && l.Empty() {
			continue
		}
		if best == nil || cmp.Or(cmp.Compare(turn(l), turn(best)), cmp.Compare(best.ID.Annotator, l.ID.Annotator)) > 0 {
			best = l
		}
	}
	return best
}

// Overtaken tells whether another adjudicator has taken the gold of a layer
// over: it is what they left, and the article's gold no more.
func Overtaken(l *annotate.Layer, layers []annotate.Layer) bool {
	if l.ID.Kind != annotate.Gold {
		return false
	}
	now := Gold(layers)
	return now != nil && turn(now) > turn(l)
}

// goldID is the id in gold of what came from a coder's annotation. It is the
// same whoever decides, so that what refers to it can be brought along before it is decided on.
func goldID(coder, item annotate.ID) annotate.ID {
	return annotate.ID("g" + digest(fmt.Sprintf("%q %q", coder, item)))
}

// goldOf is what gold holds of a set.
func (c *Case) goldOf(set int) []annotate.Item {
	var out []annotate.Item
	add := func(id annotate.ID) {
		item := c.Gold.Layer.Get(c.Sets[set].Kind, id)
		if item != nil && !slices.ContainsFunc(out, func(o annotate.Item) bool { return o.ItemID() == id }) {
			out = append(out, item)
		}
	}
	for _, h := range c.Sets[set].Of {
		for _, id := range h.Items {
			add(goldID(h.Coder, id))
		}
	}
	for _, d := range c.decisions[set] {
		for _, id := range d.Gold {
			add(id)
		}
	}
	return out
}

// GoldOf is what the gold layer holds of a set.
func (c *Case) GoldOf(set int) []annotate.Item { return c.goldOf(set) }

// Took makes an outcome part of the case, for what is decided next.
func (c *Case) Took(set int, out Outcome) {
	c.Gold = out.Gold
	others := slices.DeleteFunc(slices.Clone(c.decisions[set]), func(d *annotate.Decision) bool { return d.ID == out.Decision.ID })
	c.decisions[set] = append([]*annotate.Decision{out.Decision}, others...)
}

// Finish is the edit by which the gold layer tells whether all of the article is
// decided, what all agree on included; none where it tells so already.
func (c *Case) Finish() []annotate.Edit {
	h := c.Gold.Layer.Head
	if h == nil {
		return nil
	}
	next := *h
	next.State = annotate.Adjudicated
	for i := range c.Sets {
		if s := c.Verdict(i).State; s == Settled || s == SentBack || slices.Contains(ToDo, s) {
			next.State = annotate.InReview
			break
		}
	}
	if len(c.Lost) > 0 {
		next.State = annotate.InReview
	}
	if next.State == h.State {
		return nil
	}
	return []annotate.Edit{{Layer: c.Gold.Layer.ID, Before: h, After: &next}}
}

// Accept decides all sets that nobody has decided and one of the rules
// accepts, each by the first such rule. Sets gives the numbers of what was decided.
func (c *Case) Accept(rules []Rule, stamp func() Stamp) (edits []annotate.Edit, sets []int, err error) {
	for i := range c.Sets {
		if v := c.Verdict(i); v.Decision != nil {
			continue
		}
		for _, rule := range rules {
			reading, ok := rule.Takes(&c.Sets[i])
			if !ok {
				continue
			}
			out, err := c.Decide(i, Choice{Act: annotate.TookReading, Readings: []int{reading}, Rule: rule}, stamp())
			if err != nil {
				return nil, nil, err
			}
			c.Took(i, out)
			edits, sets = append(edits, out.Edits...), append(sets, i)
			break
		}
	}
	if len(sets) > 0 {
		edits = append(edits, c.Finish()...)
	}
	return edits, sets, nil
}

// Preview is what a decision would bring along and take away, for the card to say first.
func (c *Case) Preview(set int, choice Choice) (Outcome, error) {
	return c.Decide(set, choice, Stamp{ID: "preview"})
}

var errNoReading = errors.New("there is no such reading")
