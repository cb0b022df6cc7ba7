package review

import (
	"errors"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
)

func TestEarlier(t *testing.T) {
	front, sahl := mention("1", "ARM", "Harun Front"), mention("2", "LOC", "Wadi Sahl")
	shelled := event("3", "ATTACK", "shelled", role("Attacker", "1"))
	chain := &annotate.Entity{ID: "e", Label: "ARM", Name: "Front"}
	topic := &annotate.Label{ID: "l", Label: "topic", Value: `"war"`}
	near := &annotate.Relation{ID: "r", Label: "near", From: "1", To: "2"}
	bare := []annotate.Layer{layer("ada", front, sahl, shelled, chain, topic, near)}
	to := func(before, after annotate.Item) annotate.Edit {
		return annotate.Edit{Layer: bare[0].ID, Before: before, After: after}
	}
	other := event("3", "BOMBARD", "shelled", role("Attacker", "1"))
	tests := map[string]struct {
		kind  annotate.Kind
		words string
		acts  [][]annotate.Edit // of ada after the decision, the oldest first
		want  []annotate.Item   // of what she held, as it was; nil: not known
	}{
		"a label": {annotate.KindMention, "the Harun", [][]annotate.Edit{{to(front, annotate.WithLabel(front, "ORG"))}}, []annotate.Item{front}},
		"another act between": {annotate.KindMention, "the Harun", [][]annotate.Edit{
			{to(front, annotate.WithLabel(front, "ORG"))}, {to(sahl, annotate.WithLabel(sahl, "FAC"))},
		}, []annotate.Item{front}},
		"two acts": {annotate.KindMention, "the Harun", [][]annotate.Edit{
			{to(front, annotate.WithLabel(front, "ORG"))}, {to(annotate.WithLabel(front, "ORG"), annotate.WithLabel(front, "GOV"))},
		}, []annotate.Item{front}},
		"an event":   {annotate.KindEvent, "shelled", [][]annotate.Edit{{to(shelled, other)}}, []annotate.Item{shelled}},
		"a chain":    {annotate.KindEntity, "", [][]annotate.Edit{{to(chain, &annotate.Entity{ID: "e", Label: "ORG", Name: "Front"})}}, []annotate.Item{chain}},
		"a relation": {annotate.KindRelation, "", [][]annotate.Edit{{to(near, &annotate.Relation{ID: "r", Label: "at", From: "1", To: "2"})}}, []annotate.Item{near}},
		"a label of the article": {annotate.KindLabel, "", [][]annotate.Edit{
			{to(topic, &annotate.Label{ID: "l", Label: "topic", Value: `"aid"`})},
		}, []annotate.Item{topic}},
		"nothing told": {annotate.KindMention, "the Harun", nil, nil},
		"taken out":    {annotate.KindMention, "the Harun", [][]annotate.Edit{{to(near, nil), to(shelled, nil), to(front, nil)}}, []annotate.Item{front}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			ben := layer("ben", mention("x", "ARM", "the Harun Front"), mention("y", "LOC", "Wadi Sahl"))
			k := desk(append([]annotate.Layer{ben}, bare...))
			set := setAt(t, k, test.kind, test.words)
			out, err := k.Decide(set, Choice{Act: annotate.RejectedAll}, Stamp{ID: "d", By: "judge", At: "2026-01-01T00:00:00Z"})
			if err != nil {
				t.Fatal(err)
			}
			now := annotate.Document{Article: k.Gold.Article, Layer: bare[0]}
			var log []annotate.Transaction
			for _, edits := range test.acts {
				var done []annotate.Edit
				if now, done, err = now.Apply(edits); err != nil {
					t.Fatal(err)
				}
				log = append([]annotate.Transaction{{Edits: done}}, log...)
			}
			c := Compare([]annotate.Layer{ben, now.Layer})
			at := c.Find(out.Decision)
			if at < 0 {
				t.Fatal("the set is lost")
			}
			was, err := c.Earlier(k.Gold.Article, at, "ada", out.Decision, all(log))
			if err != nil {
				t.Fatal(err)
			}
			var got []annotate.Item
			if was != nil {
				for _, id := range k.Sets[set].Held("ada").Items {
					got = append(got, was.Get(test.kind, id))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}

	t.Run("nothing before", func(t *testing.T) {
		ben := layer("ben", mention("x", "ARM", "Harun Front"))
		k := desk([]annotate.Layer{layer("ada"), ben})
		out, err := k.Decide(0, Choice{Act: annotate.RejectedAll}, Stamp{ID: "d", By: "judge", At: "2026-01-01T00:00:00Z"})
		if err != nil {
			t.Fatal(err)
		}
		c := Compare([]annotate.Layer{layer("ada", front), ben})
		was, err := c.Earlier(k.Gold.Article, c.Find(out.Decision), "ada", out.Decision, all([]annotate.Transaction{{Edits: []annotate.Edit{to(nil, front)}}}))
		if err != nil || was == nil || was.Mentions.Len() != 0 {
			t.Errorf("%v, %v", was, err)
		}
		if was, err := c.Earlier(k.Gold.Article, 0, "cy", out.Decision, all(nil)); was != nil || err != nil {
			t.Errorf("of somebody who was not there: %v, %v", was, err)
		}
		broken := errors.New("the disk is gone")
		failing := func(yield func(annotate.Transaction, error) bool) { yield(annotate.Transaction{}, broken) }
		if _, err := c.Earlier(k.Gold.Article, 0, "ada", out.Decision, failing); !errors.Is(err, broken) {
			t.Errorf("the error is %v", err)
		}
	})
}

func all(log []annotate.Transaction) iter.Seq2[annotate.Transaction, error] {
	return func(yield func(annotate.Transaction, error) bool) {
		for _, tx := range log {
			if !yield(tx, nil) {
				return
			}
		}
	}
}
