package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func desk(layers []annotate.Layer, decisions ...*annotate.Decision) *Case {
	return deskWith(layers, nil, decisions...)
}

func deskWith(layers []annotate.Layer, gold *annotate.Layer, decisions ...*annotate.Decision) *Case {
	doc := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, body)}
	doc.Layer.ID = annotate.LayerID{Article: "a", Annotator: "judge", Kind: annotate.Gold}
	if gold != nil {
		doc.Layer = *gold
	}
	return NewCase(Compare(layers), doc, decisions)
}

func stamps() func() Stamp {
	n := 0
	return func() Stamp {
		n++
		return Stamp{ID: annotate.ID(fmt.Sprintf("d%03d", n)), By: "judge", At: fmt.Sprintf("2026-01-01T00:00:%02dZ", n%60)}
	}
}

// goldText tells what is in gold.
func goldText(d *annotate.Document) string {
	var out []string
	for _, m := range d.Layer.Mentions.All() {
		line := m.Label + " " + d.SpansText(m.Spans)
		if e, ok := d.Layer.Entities.Get(m.Entity); ok {
			line += " of " + e.Name
		}
		out = append(out, line)
	}
	for _, v := range d.Layer.Events.All() {
		line := v.Type + " " + d.SpansText(v.Trigger)
		for _, a := range v.Arguments {
			line += " " + a.Role + "="
			if a.Target != "" {
				line += d.Text(d.Layer.Find(a.Target))
			}
			line += string(a.Value)
		}
		out = append(out, line)
	}
	for _, r := range d.Layer.Relations.All() {
		out = append(out, d.Text(d.Layer.Find(r.From))+" "+r.Label+" "+d.Text(d.Layer.Find(r.To)))
	}
	for _, l := range d.Layer.Labels.All() {
		out = append(out, l.Label+" "+l.Value.Text())
	}
	return strings.Join(out, "\n")
}

func pair() []annotate.Layer {
	return []annotate.Layer{
		layer("ada", &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"},
			linked(mention("1", "ARM", "Harun Front"), "e"), linked(mention("4", "ARM", "Fighters"), "e"), mention("2", "LOC", "Wadi Sahl"),
			event("3", "ATTACK", "shelled", role("Attacker", "1"), role("Place", "2"), annotate.Argument{Role: "Killed", Value: "3"})),
		layer("ben", mention("x", "ARM", "the Harun Front"), mention("u", "ARM", "Fighters"),
			event("y", "BOMBARD", "shelled", role("Attacker", "x"))),
	}
}

// numbers of the sets of pair, by kind and words.
func setAt(t *testing.T, k *Case, kind annotate.Kind, words string) int {
	t.Helper()
	for i, s := range k.Sets {
		if s.Kind == kind && (words == "" || s.Start() >= 0 && strings.HasPrefix(body[s.Start():], words)) {
			return i
		}
	}
	t.Fatalf("no %s at %q", kind, words)
	return -1
}

func TestDecide(t *testing.T) {
	type step struct {
		kind   annotate.Kind
		words  string
		choice Choice
	}
	take := func(readings ...int) Choice { return Choice{Act: annotate.TookReading, Readings: readings} }
	tests := map[string]struct {
		steps []step
		want  string
		along []string // of the last step
		gone  []string
	}{
		"a reading": {
			[]step{{annotate.KindMention, "the Harun", take(1)}}, "ARM Harun Front", nil, nil,
		},
		"the other reading instead": {
			[]step{{annotate.KindMention, "the Harun", take(1)}, {annotate.KindMention, "the Harun", take(0)}}, "ARM the Harun Front", nil, nil,
		},
		"both": {
			[]step{{annotate.KindMention, "the Harun", Choice{Act: annotate.TookBoth, Readings: []int{0, 1}}}}, "ARM the Harun Front\nARM Harun Front", nil, nil,
		},
		"none": {
			[]step{{annotate.KindMention, "the Harun", take(0)}, {annotate.KindMention, "the Harun", Choice{Act: annotate.RejectedAll}}}, "", nil, nil,
		},
		"an event brings its fillers": {
			[]step{{annotate.KindEvent, "shelled", take(0)}},
			"ARM Harun Front\nLOC Wadi Sahl\nATTACK shelled Attacker=Harun Front Place=Wadi Sahl Killed=3", []string{"1", "2"}, nil,
		},
		"a filler in gold is the event's": {
			[]step{{annotate.KindMention, "the Harun", take(0)}, {annotate.KindEvent, "shelled", take(1)}},
			"ARM the Harun Front\nBOMBARD shelled Attacker=the Harun Front", nil, nil,
		},
		"a filler that is decided afterwards stays the event's": {
			[]step{{annotate.KindEvent, "shelled", take(0)}, {annotate.KindMention, "the Harun", take(0)}},
			"ARM the Harun Front\nLOC Wadi Sahl\nATTACK shelled Attacker=the Harun Front Place=Wadi Sahl Killed=3", nil, nil,
		},
		"a filler that goes leaves the event": {
			[]step{{annotate.KindEvent, "shelled", take(0)}, {annotate.KindMention, "the Harun", Choice{Act: annotate.RejectedAll}}},
			"LOC Wadi Sahl\nATTACK shelled Place=Wadi Sahl Killed=3", nil, []string{"event"},
		},
		"an event does without a filler that was rejected": {
			[]step{{annotate.KindMention, "Wadi", Choice{Act: annotate.RejectedAll}}, {annotate.KindEvent, "shelled", take(0)}},
			"ARM Harun Front\nATTACK shelled Attacker=Harun Front Killed=3", []string{"1"}, nil,
		},
		"fields": {
			[]step{{annotate.KindEvent, "shelled", Choice{Act: annotate.TookFields, Readings: []int{0}, Fields: map[int]int{0: 1, 4: 1}}}},
			"ARM Harun Front\nLOC Wadi Sahl\nBOMBARD shelled Attacker=Harun Front Place=Wadi Sahl", []string{"1", "2"}, nil,
		},
		"a chain brings its mentions": {
			[]step{{annotate.KindEntity, "", take(0)}}, "ARM Fighters of Front\nARM Harun Front of Front", []string{"4", "1"}, nil,
		},
		"a chain of one member": {
			[]step{{annotate.KindEntity, "", Choice{Act: annotate.TookFields, Readings: []int{0}, Fields: map[int]int{0: 1}}}},
			"ARM Harun Front of Front", []string{"1"}, nil,
		},
		"by hand": {
			[]step{{annotate.KindMention, "Wadi", Choice{Act: annotate.ByHand, Made: []annotate.Item{mention("new", "LOC", "near Wadi Sahl")}}}},
			"LOC near Wadi Sahl", nil, nil,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			k := desk(pair())
			next := stamps()
			var out Outcome
			for _, s := range test.steps {
				i := setAt(t, k, s.kind, s.words)
				var err error
				if out, err = k.Decide(i, s.choice, next()); err != nil {
					t.Fatal(err)
				}
				k.Took(i, out)
			}
			if diff := cmp.Diff(test.want, goldText(&k.Gold)); diff != "" {
				t.Error(diff)
			}
			var along, gone []string
			for _, item := range out.Along {
				along = append(along, string(item.ItemID()))
			}
			for _, item := range out.Gone {
				gone = append(gone, string(item.ItemKind()))
			}
			if diff := cmp.Diff(test.along, along); diff != "" {
				t.Errorf("along: %s", diff)
			}
			if diff := cmp.Diff(test.gone, gone); diff != "" {
				t.Errorf("gone: %s", diff)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	decided := func(layers []annotate.Layer, choice Choice) *annotate.Decision {
		k := desk(layers)
		out, err := k.Decide(0, choice, Stamp{ID: "d", By: "judge", At: "2026-01-01T00:00:00Z"})
		if err != nil {
			panic(err)
		}
		return out.Decision
	}
	before := []annotate.Layer{layer("ada", mention("1", "ARM", "Harun Front")), layer("ben", mention("x", "ARM", "the Harun Front"))}
	took := decided(before, Choice{Act: annotate.TookReading, Readings: []int{0}})
	other := *took
	other.ID, other.By, other.Act, other.At = "e", "jury", annotate.RejectedAll, "2026-01-02T00:00:00Z"
	aware := other
	aware.Over = []annotate.ID{"d"}
	tests := map[string]struct {
		now       []annotate.Layer
		decisions []*annotate.Decision
		want      State
		changed   []annotate.ID
	}{
		"nobody decided":   {before, nil, Open, nil},
		"decided":          {before, []*annotate.Decision{took}, Decided, nil},
		"rejected":         {before, []*annotate.Decision{decided(before, Choice{Act: annotate.RejectedAll})}, Rejected, nil},
		"put off":          {before, []*annotate.Decision{decided(before, Choice{Act: annotate.PutOff})}, Discuss, nil},
		"by a rule":        {before, []*annotate.Decision{decided(before, Choice{Act: annotate.TookReading, Readings: []int{0}, Rule: Majority})}, Accepted, nil},
		"another knew not": {before, []*annotate.Decision{took, &other}, Differ, nil},
		"another knew":     {before, []*annotate.Decision{took, &aware}, Rejected, nil},
		"a coder changed it": {
			[]annotate.Layer{before[0], layer("ben", mention("x", "ARM", "Harun Front"))}, []*annotate.Decision{took}, Stale, []annotate.ID{"ben"},
		},
		"a coder is at work on it again": {before[:1], []*annotate.Decision{took}, Decided, nil},
		"a coder took it out": {
			[]annotate.Layer{before[0], layer("ben")}, []*annotate.Decision{took}, Stale, []annotate.ID{"ben"},
		},
		"a coder came with a reading that was there": {
			append([]annotate.Layer{layer("cy", mention("9", "ARM", "Harun Front"))}, before...), []*annotate.Decision{took}, Decided, nil,
		},
		"a coder came with another reading": {
			append([]annotate.Layer{layer("cy", mention("9", "ORG", "Harun Front"))}, before...), []*annotate.Decision{took}, Stale, []annotate.ID{"cy"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			verdicts, lost := Compare(test.now).Verdicts(test.decisions)
			if len(lost) > 0 {
				t.Errorf("lost: %v", lost)
			}
			if diff := cmp.Diff(test.want, verdicts[0].State); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.changed, verdicts[0].Changed); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("all took it out", func(t *testing.T) {
		if _, lost := Compare([]annotate.Layer{layer("ada"), layer("ben")}).Verdicts([]*annotate.Decision{took}); len(lost) != 1 {
			t.Errorf("lost: %v", lost)
		}
	})
}

func TestGoldState(t *testing.T) {
	before := []annotate.Layer{layer("ada", mention("1", "ARM", "Harun Front")), layer("ben", mention("x", "ARM", "the Harun Front"))}
	another := []annotate.Layer{before[0], layer("ben", mention("x", "ARM", "the Harun Front"), mention("y", "LOC", "Wadi Sahl"))}
	take := Choice{Act: annotate.TookReading, Readings: []int{0}}
	tests := map[string]struct {
		then, now []annotate.Layer
		decide    []Choice // on the sets of then
		want      annotate.State
	}{
		"nobody has decided":     {before, before, nil, annotate.New},
		"some is decided":        {another, another, []Choice{take}, annotate.InReview},
		"all is decided":         {before, before, []Choice{take}, annotate.Adjudicated},
		"all, and something new": {before, another, []Choice{take}, annotate.Stale},
		"put off":                {before, before, []Choice{{Act: annotate.PutOff}}, annotate.InReview},
		"one changed it, some is decided": {
			another, []annotate.Layer{before[0], layer("ben", mention("x", "ORG", "the Harun Front"), mention("y", "LOC", "Wadi Sahl"))}, []Choice{take}, annotate.Stale,
		},
		"all took it out": {before, []annotate.Layer{layer("ada"), layer("ben")}, []Choice{take}, annotate.Stale},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			k, next := desk(test.then), stamps()
			var decisions []*annotate.Decision
			for set, choice := range test.decide {
				out, err := k.Decide(set, choice, next())
				if err != nil {
					t.Fatal(err)
				}
				k.Took(set, out)
				decisions = append(decisions, out.Decision)
			}
			gold := k.Gold
			if finish := k.Finish(); finish != nil {
				var err error
				if gold, _, err = gold.Apply(finish); err != nil {
					t.Fatal(err)
				}
			}
			if got := GoldState(append(test.now, gold.Layer), decisions); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// The gold of an article goes from one adjudicator to the next as it is.
func TestTakeOver(t *testing.T) {
	layers := pair()
	k := desk(layers)
	out, err := k.Decide(setAt(t, k, annotate.KindEvent, "shelled"), Choice{Act: annotate.TookReading, Readings: []int{0}}, stamps()())
	if err != nil {
		t.Fatal(err)
	}
	first := out.Gold.Layer
	own := annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: "jury", Kind: annotate.Gold}, nil)
	doc := annotate.Document{Article: k.Gold.Article, Layer: own}
	doc, _, err = doc.Apply(TakeOver(own, append(layers, first)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(goldText(&out.Gold), goldText(&doc)); diff != "" {
		t.Error(diff)
	}
	all := append(layers, first, doc.Layer)
	if !Overtaken(&first, all) || Overtaken(&doc.Layer, all) || Overtaken(&layers[0], all) {
		t.Error("it is not the first adjudicator's gold that was taken over")
	}
	if got := Gold(all); got.ID.Annotator != "jury" {
		t.Errorf("the gold is of %s", got.ID.Annotator)
	}
	if got := TakeOver(doc.Layer, all); got != nil {
		t.Errorf("taken over twice: %v", got)
	}
	back := annotate.Document{Article: k.Gold.Article, Layer: first}
	if back, _, err = back.Apply(TakeOver(first, all)); err != nil {
		t.Fatal(err)
	}
	if got := Gold(append(layers, back.Layer, doc.Layer)); got.ID.Annotator != "judge" {
		t.Errorf("after the way back the gold is of %s", got.ID.Annotator)
	}
}

// A relation of which one end was rejected does not come, and brings nothing along.
func TestRelationOfWhatWasRejected(t *testing.T) {
	near := &annotate.Relation{ID: "r", Label: "near", From: "1", To: "2"}
	k := desk([]annotate.Layer{layer("ada", mention("1", "FAC", "power station"), mention("2", "LOC", "Wadi Sahl"), near), layer("ben")})
	next := stamps()
	at := setAt(t, k, annotate.KindMention, "Wadi Sahl")
	out, err := k.Decide(at, Choice{Act: annotate.RejectedAll}, next())
	if err != nil {
		t.Fatal(err)
	}
	k.Took(at, out)
	at = setAt(t, k, annotate.KindRelation, "")
	if out, err = k.Decide(at, Choice{Act: annotate.TookReading, Readings: []int{k.Sets[at].ReadingOf("ada")}}, next()); err != nil {
		t.Fatal(err)
	}
	if got := goldText(&out.Gold); got != "" || len(out.Along) > 0 || len(out.Left) != 1 {
		t.Errorf("gold is %q, %d came along and %d are left", got, len(out.Along), len(out.Left))
	}
}
