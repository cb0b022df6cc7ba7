package unite_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/annotate/unite"
)

var layer = annotate.LayerID{Article: "a", Annotator: "ada", Kind: annotate.Human}

func edit(before, after annotate.Item) annotate.Edit {
	return annotate.Edit{Layer: layer, Before: before, After: after}
}

// act is an act; its id sorts as written, whatever its rank.
func act(id annotate.ID, rank int64, edits ...annotate.Edit) annotate.Logged {
	return annotate.Logged{Transaction: annotate.Transaction{ID: id, Edits: edits}, Rank: rank}
}

func mention(id annotate.ID, label string, entity annotate.ID) *annotate.Mention {
	return &annotate.Mention{ID: id, Label: label, Spans: []span.Span{{Start: 0, End: 4}}, Entity: entity}
}

// beside is the version of an item that is kept under another id.
func beside(m *annotate.Mention, id annotate.ID) *annotate.Mention {
	n := *m
	n.Extra = annotate.Fields{annotate.VersionOf: annotate.ValueOf(string(m.ID))}
	n.ID = id
	return &n
}

func TestLayers(t *testing.T) {
	per, org, loc := mention("m", "PER", ""), mention("m", "ORG", ""), mention("m", "LOC", "")
	front := &annotate.Entity{ID: "e", Label: "ARM", Name: "the Front"}
	hanging := mention("n", "ARM", "e")
	label := &annotate.Label{ID: "e", Label: "topic"}
	event := &annotate.Event{ID: "v", Type: "ATTACK", Arguments: []annotate.Argument{{Role: "Attacker", Target: "m"}}}
	link := &annotate.Relation{ID: "r", Label: "of", From: "m", To: "n"}
	onLink := &annotate.Note{ID: "x", On: "r", Text: "?", State: annotate.NoteOpen}

	for name, tt := range map[string]struct {
		acts []annotate.Logged
		want []annotate.Item
		// beside are the ids under which other versions are kept; "" for one that is in the log only.
		beside []annotate.ID
	}{
		"one after the other": {
			acts: []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 3, edit(org, nil))},
		},
		"a clock that is late": { // what it saw has a higher id
			acts: []annotate.Logged{act("9", 1, edit(nil, per)), act("1", 2, edit(per, org))},
			want: []annotate.Item{org},
		},
		"both changed it": {
			acts:   []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 2, edit(per, loc))},
			want:   []annotate.Item{org, beside(loc, "m~3")},
			beside: []annotate.ID{"m~3"},
		},
		"both changed it alike": {
			acts: []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 2, edit(per, org))},
			want: []annotate.Item{org},
		},
		"each goes on with its own version": {
			acts: []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 2, edit(per, loc)),
				act("4", 3, edit(loc, nil)), act("5", 3, edit(org, per))},
			want:   []annotate.Item{per},
			beside: nil,
		},
		"one chose": {
			acts: []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 2, edit(per, loc)),
				act("4", 3, edit(beside(loc, "m~3"), nil), edit(org, loc))},
			want: []annotate.Item{loc},
		},
		"one deleted what the other changed": {
			acts:   []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, nil)), act("3", 2, edit(per, org))},
			want:   []annotate.Item{org},
			beside: []annotate.ID{""},
		},
		"one changed what the other deleted": {
			acts:   []annotate.Logged{act("1", 1, edit(nil, per)), act("2", 2, edit(per, org)), act("3", 2, edit(per, nil))},
			want:   []annotate.Item{org},
			beside: []annotate.ID{""},
		},
		"one deleted what the other refers to": {
			acts: []annotate.Logged{act("1", 1, edit(nil, front)), act("2", 2, edit(front, nil)), act("3", 2, edit(nil, hanging))},
			want: []annotate.Item{front, hanging},
		},
		"two files with the same ids": { // what refers to an id means that of its own file
			acts:   []annotate.Logged{act("1", 1, edit(nil, label)), act("2", 1, edit(nil, hanging), edit(nil, front))},
			want:   []annotate.Item{label, entityBeside(front, "e~2"), mention("n", "ARM", "e~2")},
			beside: []annotate.ID{"e~2"},
		},
		"a reference to what nobody has": {
			acts: []annotate.Logged{act("1", 1, edit(nil, hanging), edit(nil, event), edit(nil, link), edit(nil, onLink))},
			want: []annotate.Item{mention("n", "ARM", ""), &annotate.Event{ID: "v", Type: "ATTACK", Arguments: []annotate.Argument{}},
				&annotate.Note{ID: "x", Text: "?", State: annotate.NoteOpen}},
		},
		"states": {
			acts: []annotate.Logged{act("1", 1, edit(nil, &annotate.Head{State: annotate.Started})),
				act("2", 2, edit(&annotate.Head{State: annotate.Started}, &annotate.Head{State: annotate.Done})),
				act("3", 2, edit(&annotate.Head{State: annotate.Started}, &annotate.Head{State: annotate.Started, Flagged: true}))},
			want:   []annotate.Item{&annotate.Head{State: annotate.Started, Flagged: true}},
			beside: []annotate.ID{""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for range len(tt.acts) { // in whatever order they come
				tt.acts = append(tt.acts[1:], tt.acts[0])
				got, conflicts := unite.Everything(tt.acts)
				if diff := cmp.Diff(tt.want, got[unite.Scope{Layer: layer}]); diff != "" {
					t.Fatal(diff)
				}
				var ids []annotate.ID
				for _, c := range conflicts {
					ids = append(ids, c.Beside)
				}
				if !slices.Equal(ids, tt.beside) {
					t.Fatalf("conflicts %+v, want %v", conflicts, tt.beside)
				}
			}
		})
	}
}

func entityBeside(e *annotate.Entity, id annotate.ID) *annotate.Entity {
	f := *e
	f.Extra = annotate.Fields{annotate.VersionOf: annotate.ValueOf(string(e.ID))}
	f.ID = id
	return &f
}

// project is an edit of what stands in no layer.
func project(before, after annotate.Item) annotate.Edit {
	return annotate.Edit{Before: before, After: after}
}

func TestArticleNeeded(t *testing.T) {
	a := &annotate.Article{ID: "a", Key: "news-1"}
	ada := &annotate.Person{ID: "ada", Name: "Ada"}
	acts := []annotate.Logged{
		act("1", 1, project(nil, a), project(nil, ada)),
		act("2", 2, project(a, nil), project(ada, nil)),
		act("3", 2, edit(nil, mention("m", "PER", ""))),
	}
	got, _ := unite.Everything(acts)
	for scope, want := range map[unite.Scope]annotate.Item{
		{Kind: annotate.KindArticle, ID: "a"}:  a,
		{Kind: annotate.KindPerson, ID: "ada"}: ada,
	} {
		if diff := cmp.Diff([]annotate.Item{want}, got[scope], cmp.AllowUnexported(annotate.Article{})); diff != "" {
			t.Errorf("%v: %s", scope, diff)
		}
	}
	if got, _ := unite.Everything(acts[:2]); len(got[unite.Scope{Kind: annotate.KindArticle, ID: "a"}]) > 0 {
		t.Error("without annotations the article goes")
	}
}

func TestSchemas(t *testing.T) {
	typ := func(label, display, hotkey string) annotate.EntityType {
		return annotate.EntityType{Type: annotate.Type{Label: label, Display: display, Hotkey: hotkey}}
	}
	schema := func(revision int, types ...annotate.EntityType) *annotate.Schema {
		return &annotate.Schema{Name: "News", Revision: revision, Entities: types, Events: []annotate.EventType{{Type: annotate.Type{Label: "ATTACK"}}}}
	}
	began := schema(1, typ("PER", "", "p"), typ("ORG", "", ""), typ("LOC", "", ""))
	mine := schema(2, typ("PER", "Person", "p"), typ("ORG", "", ""), typ("LOC", "", ""), typ("FAC", "", "f"))
	other := schema(3, typ("PER", "", "p"), typ("ORG", "Group", ""), typ("WEA", "", "f"))
	role := other.Events[0]
	role.Roles = []annotate.Role{{Name: "Target", Fillers: []string{"*"}}}
	other.Events = []annotate.EventType{role}

	got, conflicts := unite.Everything([]annotate.Logged{
		act("1", 1, project(nil, began)), act("2", 2, project(began, mine)), act("3", 2, project(began, other)),
	})
	want := schema(4, typ("PER", "Person", "p"), typ("ORG", "Group", ""), typ("FAC", "", "f"), typ("WEA", "", ""))
	want.Events = other.Events
	want.Relations, want.EventAttributes, want.DocumentAttributes = []annotate.RelationType{}, []annotate.AttributeType{}, []annotate.AttributeType{}
	s := got[unite.Scope{Kind: annotate.KindSchema}][0].(*annotate.Schema)
	if diff := cmp.Diff(string(want.Encode()), string(s.Encode())); diff != "" {
		t.Error(diff)
	}
	if len(conflicts) != 1 {
		t.Errorf("conflicts %+v", conflicts)
	}
}
