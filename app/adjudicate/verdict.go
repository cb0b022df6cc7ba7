package adjudicate

import (
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
)

// state says what became of the set, or in what it differs.
func (s *Subject) state(v *View, set *review.Set) {
	verdict := s.Case.Verdict(s.Set)
	d := verdict.Decision
	if d == nil {
		switch {
		case len(s.Case.Layers) == 1:
			v.State = "The work of " + s.Who(s.Case.Layers[0].ID.Annotator) + ", not reviewed yet."
		case len(set.Differs) == 0:
			v.State = "All say the same."
		default:
			v.State = quarrel(set.Differs)
		}
		return
	}
	for r := range set.Readings {
		if len(d.Took) > 0 && slices.Contains(set.Readings[r].Coders, d.Took[0]) {
			v.Taken = r
		}
	}
	v.State = s.what(d)
	switch verdict.State {
	case review.Stale:
		var names []string
		for _, c := range verdict.Changed {
			names = append(names, s.Who(c))
		}
		v.Changed = s.changes(set, verdict)
		v.State, v.Warn = "Stale: "+listed(names)+" changed it afterwards. "+v.State+s.before(), true
	case review.Differ:
		v.State, v.Warn = "Adjudicators differ. "+v.State+" "+s.what(verdict.Others[0]), true
	}
}

// differ and lack are what differences are called in a sentence: that in which
// readings differ, and what somebody does not have.
var (
	differ = map[review.Difference]string{
		review.Type: "the label", review.Role: "the role", review.Filler: "the filler", review.Value: "the value", review.Chain: "the chain",
		review.Direction: "the direction", review.Boundary: "where it begins or ends", review.Attribute: "the attributes",
	}
	lack = map[review.Difference]string{
		review.Missing: "Somebody marked nothing here.", review.Incomplete: "Somebody gave less.", review.Split: "One long mention stands against short ones.",
	}
)

// quarrel says in what readings differ.
func quarrel(list []review.Difference) string {
	var nouns, sentences []string
	for _, d := range list {
		if noun, ok := differ[d]; ok {
			nouns = append(nouns, noun)
		} else {
			sentences = append(sentences, lack[d])
		}
	}
	if len(nouns) > 0 {
		sentences = append([]string{"They differ in " + listed(nouns) + "."}, sentences...)
	}
	return strings.Join(sentences, " ")
}

// listed is a list as it is spoken.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// before is what gold holds by a decision that is stale, to stand beside the readings of now.
func (s *Subject) before() string {
	var texts []string
	for _, item := range s.Case.GoldOf(s.Set) {
		doc := s.Case.Gold
		texts = append(texts, annotate.LabelOf(item)+" “"+doc.Text(item)+"”")
	}
	if texts == nil {
		return ""
	}
	return " Gold has " + strings.Join(texts, ", ") + "."
}

// acts are what an adjudicator did, as it is told.
var acts = map[annotate.Act]string{
	annotate.TookReading: "took what %s has", annotate.TookFields: "took parts, first of %s", annotate.ByHand: "marked by hand",
	annotate.TookBoth: "took what %s have, both", annotate.RejectedAll: "found none right", annotate.PutOff: "put it off to be discussed", annotate.SentBackTo: "sent it back",
}

// what is a decision in a sentence.
func (s *Subject) what(d *annotate.Decision) string {
	text := acts[d.Act]
	if strings.Contains(text, "%s") {
		var names []string
		for _, c := range d.Took {
			names = append(names, s.Who(c))
		}
		text = fmt.Sprintf(text, listed(names))
	}
	text = s.Who(d.By) + " " + text
	if d.Rule != "" {
		text = s.Who(d.By) + " had it accepted by the rule “" + d.Rule + "”"
	}
	if d.Cause != "" {
		text += " (" + d.Cause + ")"
	}
	if d.Comment != "" {
		return text + ": " + d.Comment
	}
	return text + "."
}
