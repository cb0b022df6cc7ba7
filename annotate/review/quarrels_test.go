package review

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/agree"
	"galley/annotate/span"
)

// apart are a coder's mentions of three letters that lie apart, the first half of
// them in one chain and the rest in another, with an event whose roles they fill,
// relations between neighbours, and a label.
func apart(n int) []annotate.Item {
	items := []annotate.Item{&annotate.Entity{ID: "e0", Label: "X"}, &annotate.Entity{ID: "e1", Label: "X"}}
	v := &annotate.Event{ID: "v", Type: "ATTACK", Trigger: []span.Span{{Start: 80, End: 84}}}
	for i := range n {
		id := annotate.ID(fmt.Sprint("m", i))
		items = append(items, &annotate.Mention{
			ID: id, Label: "X", Spans: []span.Span{{Start: 10*i + 2, End: 10*i + 5}}, Entity: annotate.ID(fmt.Sprint("e", 2*i/n)),
		})
		v = v.WithArgument(annotate.Argument{Role: fmt.Sprint("R", i), Target: id})
		if i > 0 {
			items = append(items, &annotate.Relation{ID: annotate.ID(fmt.Sprint("r", i)), Label: "near", From: annotate.ID(fmt.Sprint("m", i-1)), To: id})
		}
	}
	return append(items, v, &annotate.Label{ID: "l", Label: "topic", Value: `"war"`})
}

// quarrels are the sets of several coders that are not agreed on.
func quarrels(layers []annotate.Layer) []Set {
	return slices.DeleteFunc(Compare(layers).Sets, func(s Set) bool { return s.Severity == Agreed })
}

// crowd are some coders with the same work, and one whose work is another at a random place.
func crowd(t *rapid.T, same, other []annotate.Item) []annotate.Layer {
	n := rapid.IntRange(2, 5).Draw(t, "coders")
	odd := rapid.IntRange(0, n-1).Draw(t, "odd one")
	var out []annotate.Layer
	for i := range n {
		items := same
		if i == odd {
			items = other
		}
		out = append(out, layer(annotate.ID(fmt.Sprint("coder", i)), items...))
	}
	return out
}

// change gives items in which one with an id is another.
func change(items []annotate.Item, id annotate.ID, to func(annotate.Item) annotate.Item) []annotate.Item {
	out := slices.Clone(items)
	for i, item := range out {
		if item.ItemID() == id {
			out[i] = to(item)
		}
	}
	return out
}

// placedEvents are events as the measures take them, by where their fillers stand.
func placedEvents(l *annotate.Layer) []agree.Event {
	var out []agree.Event
	for _, v := range l.Events.All() {
		e := agree.Event{Type: v.Type, Trigger: span.Hull(v.Trigger)}
		for _, a := range v.Arguments {
			m, _ := l.Mentions.Get(a.Target)
			e.Arguments = append(e.Arguments, agree.Argument{Role: a.Role, Span: span.Hull(m.Spans)})
		}
		out = append(out, e)
	}
	return out
}

// Roles that contradict each other over equal spans lower what events score, and wait in the queue.
func TestContradictedRolesShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "mentions")
		i := rapid.IntRange(0, n-2).Draw(t, "swapped")
		k := rapid.IntRange(i+1, n-1).Draw(t, "with")
		same := apart(n)
		other := change(same, "v", func(item annotate.Item) annotate.Item {
			v := *item.(*annotate.Event)
			v.Arguments = slices.Clone(v.Arguments)
			v.Arguments[i].Role, v.Arguments[k].Role = v.Arguments[k].Role, v.Arguments[i].Role
			return &v
		})
		layers := crowd(t, same, other)
		c := agree.EventCounts{}
		for a := range layers {
			for b := range a {
				c = c.Add(agree.CountEvents(placedEvents(&layers[a]), placedEvents(&layers[b])))
			}
		}
		if f := c.AttachedRoleF1(); !f.Defined() || f.Number >= 1 || c.AttachedIDF1().Number != 1 {
			t.Fatalf("roles that contradict each other score %v", f)
		}
		queue := Queue(annotate.NewArticle(annotate.Article{ID: "a"}, body), layers, nil, nil)
		if len(queue) != 1 || queue[0].Kind != annotate.KindEvent || queue[0].Severity != Contradiction || !slices.Equal(queue[0].Differs, []Difference{Role}) {
			t.Fatalf("the queue is %+v", queue)
		}
	})
}

// A quarrel about an edge of a mention is one conflict, whatever hangs on the mention.
func TestBoundaryCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "mentions")
		id := annotate.ID(fmt.Sprint("m", rapid.IntRange(0, n-1).Draw(t, "nudged")))
		start, end := rapid.IntRange(-3, 2).Draw(t, "start"), rapid.IntRange(0, 3).Draw(t, "end")
		if start == 0 && end == 0 {
			return
		}
		same := apart(n)
		sets := quarrels(crowd(t, same, change(same, id, func(item annotate.Item) annotate.Item {
			s := annotate.SpansOf(item)[0]
			return annotate.WithSpans(item, []span.Span{{Start: max(0, s.Start+start), End: s.End + end}})
		})))
		if len(sets) != 1 || sets[0].Kind != annotate.KindMention || !slices.Equal(sets[0].Differs, []Difference{Boundary}) {
			t.Fatalf("%d sets are not agreed on", len(sets))
		}
	})
}

// A label of a mention is one conflict too, and so is a mention in another chain but for the chains.
func TestOneQuarrelIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 6).Draw(t, "mentions")
		id := annotate.ID(fmt.Sprint("m", rapid.IntRange(0, n-1).Draw(t, "changed")))
		same := apart(n)
		relabelled := change(same, id, func(item annotate.Item) annotate.Item { return annotate.WithLabel(item, "Y") })
		if sets := quarrels(crowd(t, same, relabelled)); len(sets) != 1 || sets[0].Kind != annotate.KindMention || !slices.Equal(sets[0].Differs, []Difference{Type}) {
			t.Fatalf("a label is in %d sets", len(sets))
		}
		moved := change(same, id, func(item annotate.Item) annotate.Item {
			m := *item.(*annotate.Mention)
			m.Entity = map[annotate.ID]annotate.ID{"e0": "e1", "e1": "e0"}[m.Entity]
			return &m
		})
		for _, s := range quarrels(crowd(t, same, moved)) {
			if s.Kind != annotate.KindEntity {
				t.Fatalf("a mention in another chain is a conflict of a %s", s.Kind)
			}
		}
		other := change(same, "l", func(annotate.Item) annotate.Item { return &annotate.Label{ID: "l", Label: "topic", Value: `"aid"`} })
		if sets := quarrels(crowd(t, same, other)); len(sets) != 1 || sets[0].Kind != annotate.KindLabel || !slices.Equal(sets[0].Differs, []Difference{Value}) {
			t.Fatalf("a label of the article is in %d sets", len(sets))
		}
	})
}

// Machines' layers, gold and work that is not finished are in no set, and it
// does not matter to sets what began as a suggestion.
func TestOnlyWhatPeopleFinishedIsCompared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		article := annotate.NewArticle(annotate.Article{ID: "a"}, body)
		layers := coders(t)
		want := Queue(article, layers, nil, nil)
		more := slices.Clone(layers)
		for i, kind := range []annotate.LayerKind{annotate.Suggestion, annotate.Gold} {
			l := layer(annotate.ID(fmt.Sprint("coder", i)), items(t)...)
			l.ID.Kind = kind
			more = append(more, l)
		}
		if diff := cmp.Diff(want, Queue(article, rapid.Permutation(more).Draw(t, "order"), nil, nil)); diff != "" {
			t.Fatalf("other layers change the queue:\n%s", diff)
		}
		begun := annotate.NewLayer(annotate.LayerID{Article: "a", Annotator: "late", Kind: annotate.Human}, append(items(t), &annotate.Head{State: annotate.Started}))
		for i := range want {
			want[i].Waiting = 1
		}
		if diff := cmp.Diff(want, Queue(article, append(more, begun), nil, nil)); diff != "" {
			t.Fatalf("work that is not finished changes more than who is waited for:\n%s", diff)
		}
		own := slices.Clone(layers)
		for i, l := range own {
			var all []annotate.Item
			l.Each(func(item annotate.Item) {
				if without, ok := annotate.WithOrigin(item, func(o *annotate.Origin) { *o = annotate.Origin{} }); ok {
					item = without
				}
				all = append(all, item)
			})
			own[i] = annotate.NewLayer(l.ID, all)
		}
		for i := range want {
			want[i].Waiting = 0
		}
		if diff := cmp.Diff(want, Queue(article, own, nil, nil)); diff != "" {
			t.Fatalf("where work began changes the queue:\n%s", diff)
		}
	})
}

// decided is a case in which some sets are decided, and the decisions.
func decided(t *rapid.T, layers []annotate.Layer) []*annotate.Decision {
	k := desk(layers)
	next := stamps()
	var out []*annotate.Decision
	for set := range k.Sets {
		act := rapid.SampledFrom([]annotate.Act{"", annotate.TookReading, annotate.RejectedAll}).Draw(t, "act")
		if act == "" {
			continue
		}
		choice := Choice{Act: act}
		if act == annotate.TookReading {
			choice.Readings = []int{rapid.IntRange(0, len(k.Sets[set].Readings)-1).Draw(t, "reading")}
		}
		o, err := k.Decide(set, choice, next())
		if err != nil {
			t.Fatal(err)
		}
		k.Took(set, o)
		out = append(out, o.Decision)
	}
	return out
}

// Whoever joins, decisions stay with what they were about; a set that holds the
// same annotations, and no reading that was not there, stays decided.
func TestNewWorkKeepsDecisions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := coders(t)
		decisions := decided(t, layers)
		before := Compare(layers)
		for name, joins := range map[string]annotate.Layer{
			"says what coder0 says": layer("new", relabelled(&layers[0])...),
			"says something":        layer("new", items(t)...),
		} {
			after := Compare(append(slices.Clone(layers), joins))
			verdicts, lost := after.Verdicts(decisions)
			if len(lost) > 0 {
				t.Fatalf("%d decisions are lost when somebody %s", len(lost), name)
			}
			for _, d := range decisions {
				set := after.Find(d)
				v := &verdicts[set]
				if v.Decision != d && !slices.Contains(v.Others, d) {
					t.Fatalf("a decision is about set %d, which does not know of it", set)
				}
				was := &before.Sets[before.Find(d)]
				if !sameButNew(was, &after.Sets[set]) || v.Decision != d {
					continue
				}
				known := after.Sets[set].ReadingOf("new")
				fresh := len(after.Sets[set].Readings[known].Coders) == 1
				if stale := v.State == Stale; stale != fresh {
					t.Fatalf("a decision is stale: %v, with a new reading: %v", stale, fresh)
				}
			}
		}
	})
}

// relabelled are a layer's items under ids of its own.
func relabelled(l *annotate.Layer) []annotate.Item {
	var out []annotate.Item
	l.Each(func(item annotate.Item) {
		if item.ItemKind() != annotate.KindHead {
			out = append(out, item)
		}
	})
	return out
}

// sameButNew tells whether a set holds what another held, what a new coder has aside.
func sameButNew(was, is *Set) bool {
	return slices.EqualFunc(was.Of, slices.DeleteFunc(slices.Clone(is.Of), func(h annotate.Held) bool { return h.Coder == "new" }),
		func(a, b annotate.Held) bool { return a.Digest == b.Digest && slices.Equal(a.Items, b.Items) })
}

// Of what a coder changes or takes away the decision is out of date, and kept;
// with what was there before it is as it was.
func TestChangesMakeDecisionsStaleAndLoseNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		layers := coders(t)
		decisions := decided(t, layers)
		at := rapid.IntRange(0, len(layers)-1).Draw(t, "coder")
		var all []annotate.Item
		layers[at].Each(func(item annotate.Item) { all = append(all, item) })
		which := rapid.IntRange(0, len(all)-1).Draw(t, "item")
		item := all[which]
		changed := slices.Clone(layers)
		switch {
		case item.ItemKind() == annotate.KindHead:
			return
		case rapid.Bool().Draw(t, "taken away"):
			doc := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, body), Layer: layers[at]}
			gone, _, err := doc.Apply([]annotate.Edit{doc.Delete(item)})
			if err != nil {
				t.Fatal(err)
			}
			changed[at] = gone.Layer
		case item.ItemKind() == annotate.KindLabel:
			all[which] = &annotate.Label{ID: item.ItemID(), Label: annotate.LabelOf(item), Value: `"changed"`}
			changed[at] = annotate.NewLayer(layers[at].ID, all)
		default:
			all[which] = annotate.WithAttribute(item, "changed", "true")
			changed[at] = annotate.NewLayer(layers[at].ID, all)
		}
		c := Compare(changed)
		verdicts, lost := c.Verdicts(decisions)
		for _, d := range decisions {
			set := c.Find(d)
			about := slices.ContainsFunc(d.Of, func(h annotate.Held) bool {
				// Somebody who marked a thing twice may say the same without one of both.
				twice := set >= 0 && c.Sets[set].Held(h.Coder).Digest == h.Digest
				return h.Coder == layers[at].ID.Annotator && d.Kind == item.ItemKind() && slices.Contains(h.Items, item.ItemID()) && !twice
			})
			switch {
			case set < 0 && !slices.Contains(lost, d):
				t.Fatal("a decision is neither on a set nor lost")
			case set >= 0 && verdicts[set].Decision != d && !slices.Contains(verdicts[set].Others, d):
				t.Fatal("a decision is not with its set")
			case about && set >= 0 && verdicts[set].Decision == d && verdicts[set].State != Stale:
				t.Fatalf("what was decided on was changed, and the decision is %s", verdicts[set].State)
			}
		}
		verdicts, lost = Compare(layers).Verdicts(decisions)
		if len(lost) > 0 {
			t.Fatal("with what was there before, decisions are lost")
		}
		for _, v := range verdicts {
			if v.State == Stale {
				t.Fatal("with what was there before, a decision is stale")
			}
		}
	})
}

// Rules accept what they say, by name, and leave alone what somebody decided.
func TestRulesAcceptWhatTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := desk(coders(t))
		next := stamps()
		if len(k.Sets) > 0 {
			out, err := k.Decide(0, Choice{Act: annotate.RejectedAll}, next())
			if err != nil {
				t.Fatal(err)
			}
			k.Took(0, out)
		}
		rules := rapid.SliceOfDistinct(rapid.SampledFrom(Rules), func(r Rule) Rule { return r }).Draw(t, "rules")
		_, sets, err := k.Accept(rules, next)
		if err != nil {
			t.Fatal(err)
		}
		for i := range k.Sets {
			s, d := &k.Sets[i], k.Verdict(i).Decision
			var by Rule
			for _, r := range rules {
				if _, ok := r.Takes(s); ok {
					by = r
					break
				}
			}
			switch {
			case i == 0:
				if d.Rule != "" || slices.Contains(sets, 0) {
					t.Fatal("a rule decided what somebody had decided")
				}
			case by == "":
				if d != nil || slices.Contains(sets, i) {
					t.Fatalf("set %d is accepted by no rule and decided", i)
				}
			case d == nil || d.Rule != string(by) || !slices.Contains(sets, i):
				t.Fatalf("set %d is accepted by %s, and decided %+v", i, by, d)
			default:
				for _, reading := range s.Readings {
					n, took := len(reading.Coders), slices.Equal(d.Took, reading.Coders[:1])
					if took && by == Majority && 2*n <= len(s.Of) || took && by == Identical && n != len(s.Of) {
						t.Fatalf("%s took what %d of %d say", by, n, len(s.Of))
					}
				}
			}
		}
	})
}
