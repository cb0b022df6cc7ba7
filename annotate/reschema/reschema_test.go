package reschema_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/format/formattest"
	"galley/annotate/reschema"
	"galley/annotate/reschema/reschematest"
	"galley/annotate/span"
)

const schemaFile = `{"format":"news-schema","version":1,"id":"s","name":"S","revision":3,"nesting":true,"overlap":true,
"entities":[
 {"label":"PER","hotkey":"p","attributes":[{"name":"level","type":"choice","options":["name","pronoun"],"required":true}]},
 {"label":"ORG","hotkey":"o","attributes":[{"name":"level","type":"choice","options":["name","nominal"],"required":false}]},
 {"label":"TIME","kind":"value"}],
"events":[
 {"label":"ATTACK","hotkey":"ea","roles":[{"name":"Attacker","fillers":["PER","ORG"],"min":1,"max":1},{"name":"Target","fillers":["PER"],"min":0,"max":null},{"name":"Weapon","fillers":["ORG"],"min":0,"max":1}],
  "attributes":[{"name":"count","type":"number","required":false}]},
 {"label":"BOMB","hotkey":"eb","roles":[{"name":"Attacker","fillers":["ORG"],"min":0,"max":1},{"name":"Victim","fillers":["PER"],"min":0,"max":1}]},
 {"label":"SAY","hotkey":"es","roles":[{"name":"About","fillers":["event:ATTACK"],"min":0,"max":null}]}],
"relations":[{"label":"ally","from":["ORG"],"to":["ORG","PER"],"symmetric":true},{"label":"foe","from":["ORG"],"to":["ORG"]}],
"event_attributes":[{"name":"tense","type":"text","required":false}],
"document_attributes":[{"name":"topic","type":"text","required":false},{"name":"theme","type":"text","required":false}]}`

func schema(t *testing.T) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema([]byte(schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at are the spans of words of the article below, by their number.
func at(words ...int) []span.Span {
	var out []span.Span
	for _, w := range words {
		out = append(out, span.Span{Start: 3 * w, End: 3*w + 2})
	}
	return out
}

func document() *annotate.Document {
	a := annotate.NewArticle(annotate.Article{ID: "a1", Title: "First"}, "aa bb cc dd ee ff gg hh")
	id := annotate.LayerID{Article: "a1", Annotator: "ada", Kind: annotate.Human}
	v := annotate.ValueOf
	return &annotate.Document{Article: a, Layer: annotate.NewLayer(id, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "PER", Spans: at(0), Entity: "x1", Attributes: annotate.Attributes{"level": v("name")}},
		&annotate.Mention{ID: "m2", Label: "ORG", Spans: at(0), Attributes: annotate.Attributes{"level": v("nominal")}},
		&annotate.Mention{ID: "m3", Label: "PER", Spans: at(1), Entity: "x1"},
		&annotate.Mention{ID: "m4", Label: "ORG", Spans: at(1), Entity: "x2"},
		&annotate.Mention{ID: "m5", Label: "PER", Spans: at(2)},
		&annotate.Mention{ID: "m6", Label: "TIME", Spans: at(3)},
		&annotate.Entity{ID: "x1", Label: "PER", Name: "Aa", KB: "Q1"},
		&annotate.Entity{ID: "x2", Label: "ORG", Name: "Bb"},
		&annotate.Event{ID: "v1", Type: "ATTACK", Trigger: at(4), Attributes: annotate.Attributes{"count": v(2), "tense": v("past")}, Arguments: []annotate.Argument{
			{Role: "Attacker", Target: "m2"}, {Role: "Target", Target: "m1"}, {Role: "Target", Target: "m5"}, {Role: "Weapon", Target: "m4"}}},
		&annotate.Event{ID: "v2", Type: "BOMB", Trigger: at(4), Arguments: []annotate.Argument{{Role: "Attacker", Target: "m2"}, {Role: "Victim", Target: "x1"}}},
		&annotate.Event{ID: "v3", Type: "SAY", Trigger: at(5), Arguments: []annotate.Argument{{Role: "About", Target: "v1"}}},
		&annotate.Relation{ID: "r1", Label: "ally", From: "m2", To: "m4"},
		&annotate.Relation{ID: "r2", Label: "foe", From: "m4", To: "m2"},
		&annotate.Label{ID: "l1", Label: "topic", Value: v("war")},
		&annotate.Label{ID: "l2", Label: "theme", Value: v("war")},
		&annotate.Note{ID: "n1", On: "m1", Text: "who?", State: annotate.NoteOpen},
		&annotate.Note{ID: "n2", On: "r2", Text: "since when?", State: annotate.NoteOpen},
	})}
}

// follow is the document after changes, and what they say happens.
func follow(t *testing.T, changes ...reschema.Change) (*reschema.Plan, annotate.Document, []string) {
	t.Helper()
	p, err := reschema.New(schema(t), changes...)
	if err != nil {
		t.Fatal(err)
	}
	var effects reschema.Effects
	d := document()
	edits, err := p.Layer(d, &effects)
	if err != nil {
		t.Fatal(err)
	}
	next, done, err := d.Apply(edits)
	if err != nil {
		t.Fatal(err)
	}
	if len(done) != len(edits) {
		t.Errorf("%d edits bring %d more along", len(edits), len(done)-len(edits))
	}
	var told []string
	for _, e := range effects.List() {
		told = append(told, e.String())
		if len(e.Places) != e.Count || e.Places[0].Title != "First" {
			t.Errorf("%s: the places are %v", e, e.Places)
		}
	}
	return p, next, told
}

func label(d annotate.Document, id annotate.ID) string { return annotate.LabelOf(d.Layer.Find(id)) }

func entity(s string) reschema.Name   { return reschema.TypeName(reschema.Entity, s) }
func event(s string) reschema.Name    { return reschema.TypeName(reschema.Event, s) }
func relation(s string) reschema.Name { return reschema.TypeName(reschema.Relation, s) }
func topic(s string) reschema.Name    { return reschema.TypeName(reschema.Document, s) }

func TestRename(t *testing.T) {
	p, d, told := follow(t,
		reschema.Rename{What: entity("PER"), To: "PERSON"},
		reschema.Rename{What: event("ATTACK"), To: "ASSAULT"},
		reschema.Rename{What: reschema.RoleName("ASSAULT", "Target"), To: "Goal"},
		reschema.Rename{What: reschema.AttributeName(reschema.Event, "", "tense"), To: "time"},
		reschema.Rename{What: relation("ally"), To: "friend"},
		reschema.Rename{What: topic("topic"), To: "subject"})
	want := []string{"3 mentions become PERSON", "1 entity becomes PERSON", "1 event becomes ASSAULT", "1 slot becomes Goal",
		"1 value becomes time", "1 relation becomes friend", "1 label of an article becomes subject"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got := p.After.Event("ASSAULT").Roles[0].Fillers; !slices.Equal(got, []string{"PERSON", "ORG"}) {
		t.Errorf("Attacker takes %v", got)
	}
	if got := p.After.Event("SAY").Roles[0].Fillers; !slices.Equal(got, []string{"event:ASSAULT"}) {
		t.Errorf("About takes %v", got)
	}
	if p.After.Revision != 4 || p.Before.Entity("PER") == nil {
		t.Errorf("revision %d, and the old schema is %v", p.After.Revision, p.Before.Entities)
	}
	v, _ := d.Layer.Events.Get("v1")
	if v.Type != "ASSAULT" || !v.Filled("Goal") || v.Filled("Target") || v.Attributes["time"] == "" || label(d, "r1") != "friend" || label(d, "l1") != "subject" {
		t.Errorf("the event is %+v", v)
	}
	if want := "rename PER to PERSON, rename ATTACK to ASSAULT, rename Target to Goal, and 3 more"; p.Title() != want {
		t.Errorf("the title is %q", p.Title())
	}
}

func TestMergeMentions(t *testing.T) {
	p, d, told := follow(t, reschema.Merge{What: entity("PER"), Into: "ORG"})
	want := []string{"3 mentions become ORG", "1 entity becomes ORG", "1 mention becomes one with another at its place",
		"1 mention stays beside another at its place, since they hang on different entities",
		"1 value of an attribute is left out, since the other mention has another"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	m, _ := d.Layer.Mentions.Get("m2")
	v, _ := d.Layer.Events.Get("v1")
	n, _ := d.Layer.Notes.Get("n1")
	if d.Layer.Find("m1") != nil || m.Entity != "x1" || n.On != "m2" || v.Arguments[1].Target != "m2" {
		t.Errorf("after the merge the mention is %+v, the note is on %s, the event is %+v", m, n.On, v)
	}
	org := p.After.Entity("ORG")
	if p.After.Entity("PER") != nil || !slices.Equal(org.Attributes[0].Options, []string{"name", "nominal", "pronoun"}) || org.Attributes[0].Required {
		t.Errorf("ORG has the attributes %+v", org.Attributes)
	}
	if got := p.After.Event("ATTACK").Roles[0].Fillers; !slices.Equal(got, []string{"ORG"}) {
		t.Errorf("Attacker takes %v", got)
	}
}

func TestMergeEvents(t *testing.T) {
	for _, c := range []struct {
		name  string
		roles map[string]string
		told  []string
		args  string
	}{
		{"as proposed", nil, []string{"1 event becomes BOMB", "1 argument has no role in BOMB"}, "Attacker m2 Victim m1 Victim m5"},
		{"into a new role", map[string]string{"Weapon": "Means"}, []string{"1 event becomes BOMB"}, "Attacker m2 Victim m1 Victim m5 Means m4"},
		{"left out", map[string]string{"Target": "", "Weapon": "Victim"}, []string{"1 event becomes BOMB", "2 arguments have no role in BOMB"}, "Attacker m2 Victim m4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, d, told := follow(t, reschema.Merge{What: event("ATTACK"), Into: "BOMB", Roles: c.roles})
			if diff := cmp.Diff(c.told, told); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			v, _ := d.Layer.Events.Get("v1")
			var args []string
			for _, a := range v.Arguments {
				args = append(args, a.Role, string(a.Target))
			}
			if got := strings.Join(args, " "); got != c.args || v.Attributes["count"] != "2" {
				t.Errorf("the event is %s with %s, want %s", got, v.Attributes, c.args)
			}
			if err := p.After.Check(); err != nil {
				t.Error(err)
			}
			if slices.Contains(args, "Means") != (p.After.Event("BOMB").Role("Means") != nil) {
				t.Errorf("BOMB has the roles %+v", p.After.Event("BOMB").Roles)
			}
		})
	}
}

func TestMergeOthers(t *testing.T) {
	_, d, told := follow(t,
		reschema.Merge{What: relation("foe"), Into: "ally"},
		reschema.Merge{What: topic("theme"), Into: "topic"},
		reschema.Merge{What: reschema.RoleName("ATTACK", "Weapon"), Into: "Target"},
		reschema.Merge{What: event("SAY"), Into: "BOMB"})
	want := []string{"1 relation becomes ally", "2 annotations become one with others that say the same", "1 label of an article becomes topic", "1 slot becomes Target",
		"1 event becomes BOMB", "1 argument has no role in BOMB"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	n, _ := d.Layer.Notes.Get("n2")
	if d.Layer.Relations.Len() != 1 || d.Layer.Labels.Len() != 1 || n == nil || n.On != "r1" {
		t.Errorf("%d relations, %d labels, the note %+v", d.Layer.Relations.Len(), d.Layer.Labels.Len(), n)
	}
}

func TestSplit(t *testing.T) {
	p, d, told := follow(t, reschema.Split{What: entity("PER"), Rules: []reschema.Rule{
		{To: "LEADER", If: reschema.HasValue("level", "name")},
		{To: "CIVIL", If: reschema.Matches(regexp.MustCompile("^c+$"))},
		{To: "LEADER", If: reschema.IsEntity("q1")},
	}})
	want := []string{"2 mentions become LEADER", "1 mention becomes CIVIL", "1 entity becomes LEADER"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	var labels []string
	for _, e := range p.After.Entities {
		labels = append(labels, e.Label)
	}
	if !slices.Equal(labels, []string{"PER", "LEADER", "CIVIL", "ORG", "TIME"}) || p.After.Entity("CIVIL").Hotkey != "" || len(p.After.Entity("CIVIL").Attributes) != 1 {
		t.Errorf("the labels are %v", labels)
	}
	if got := p.After.Event("BOMB").Roles[1].Fillers; !slices.Equal(got, []string{"PER", "LEADER", "CIVIL"}) {
		t.Errorf("Victim takes %v", got)
	}
	if label(d, "m5") != "CIVIL" || label(d, "m3") != "LEADER" {
		t.Errorf("m5 is %s, m3 is %s", label(d, "m5"), label(d, "m3"))
	}

	_, d, told = follow(t, reschema.Split{What: reschema.RoleName("ATTACK", "Target"), Rules: []reschema.Rule{{To: "Hurt", If: reschema.HasText("CC")}}},
		reschema.Split{What: event("BOMB"), Rules: []reschema.Rule{{To: "SHELL", If: reschema.IsEntity("Aa")}}},
		reschema.Split{What: relation("ally"), Rules: []reschema.Rule{{To: "friend", If: reschema.IsOneOf(map[reschema.Ref]bool{{Layer: document().Layer.ID, ID: "r1"}: true})}}})
	want = []string{"1 argument stays Target", "1 argument becomes Hurt", "1 event becomes SHELL", "1 relation becomes friend"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if v, _ := d.Layer.Events.Get("v1"); v.Arguments[2].Role != "Hurt" {
		t.Errorf("the event is %+v", v)
	}
}

func TestRetireAndRemove(t *testing.T) {
	p, d, told := follow(t, reschema.Retire{What: entity("PER")}, reschema.Retire{What: reschema.RoleName("ATTACK", "Target")})
	if diff := cmp.Diff([]string{"5 annotations keep it"}, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if !p.After.Entity("PER").Retired || label(d, "m1") != "PER" {
		t.Error("it is not retired, or was taken away")
	}
	if back, err := reschema.New(p.After, reschema.Retire{What: entity("PER"), Back: true}); err != nil || back.After.Entity("PER").Retired {
		t.Errorf("it does not come back: %v", err)
	}

	p, d, told = follow(t, reschema.Remove{What: entity("ORG")}, reschema.Remove{What: reschema.RoleName("ATTACK", "Target")}, reschema.Remove{What: reschema.AttributeName(reschema.Event, "ATTACK", "count")})
	want := []string{"2 mentions are deleted", "1 entity is deleted", "3 slots lose what filled them", "2 relations go with it", "1 note goes with it",
		"2 arguments have no role any more", "1 value is taken out"}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if d.Layer.Mentions.Len() != 4 || p.After.Entity("ORG") != nil {
		t.Errorf("%d mentions stay", d.Layer.Mentions.Len())
	}
}

func TestRefused(t *testing.T) {
	gone := schema(t)
	gone.Entities = gone.Entities[1:]
	clash := schema(t)
	clash.Entities[0].Hotkey = "o"
	for _, c := range []struct {
		name   string
		change reschema.Change
		want   string
	}{
		{"rename what is not there", reschema.Rename{What: entity("X"), To: "Y"}, `entity type "X": it is not in the schema`},
		{"rename to what is there", reschema.Rename{What: entity("PER"), To: "ORG"}, "merge the two instead"},
		{"rename to an event", reschema.Rename{What: entity("PER"), To: "ATTACK"}, "the name of another type"},
		{"rename to nothing", reschema.Rename{What: reschema.RoleName("ATTACK", "Target")}, `role "Target" of ATTACK: the new name is empty`},
		{"merge into itself", reschema.Merge{What: entity("PER"), Into: "PER"}, "into itself"},
		{"merge into what is not there", reschema.Merge{What: entity("PER"), Into: "X"}, `entity type "X": it is not`},
		{"merge unlike attributes", reschema.Merge{What: reschema.AttributeName(reschema.Event, "ATTACK", "count"), Into: "x"}, `attribute "x" of ATTACK: it is not`},
		{"split without rules", reschema.Split{What: entity("PER")}, "no rule"},
		{"define with less", reschema.Define{Schema: gone}, `entity type "PER": it is gone`},
		{"define with a clash", reschema.Define{Schema: clash}, `key "o" is also that of entities "PER"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := reschema.New(schema(t), c.change)
			var at *annotate.SchemaError
			if !errors.As(err, &at) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// However a schema is changed: the edits are all there is to it, taking them
// back gives the layer as it was, and names that went are borne by nothing.
func TestChangesLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := formattest.Schema()
		rec := formattest.Records(1).Draw(t, "article")
		plan := reschematest.Plan(t, s, 5)
		for _, l := range rec.Layers {
			d := &annotate.Document{Article: rec.Article, Layer: l.Layer}
			edits, err := plan.Layer(d, new(reschema.Effects))
			if err != nil {
				t.Fatal(err)
			}
			next, done, err := d.Apply(edits)
			if err != nil {
				t.Fatal(err)
			}
			if len(done) != len(edits) {
				t.Fatalf("%d edits bring %d more along", len(edits), len(done)-len(edits))
			}
			back, _, err := next.Apply(annotate.Transaction{Edits: done}.Inverse())
			if err != nil {
				t.Fatal(err)
			}
			if !sameItems(&d.Layer, &back.Layer) {
				t.Fatal("taking the changes back does not give the layer as it was")
			}
			counts := reschema.Counts{}
			counts.Add(&next.Layer, plan.After)
			for _, n := range reschema.Names(s) {
				if c := counts.Of(n); !n.Exists(plan.After) && n.Part != reschema.Role && n.Part != reschema.Attribute && c.Uses+c.Entities > 0 {
					t.Fatalf("%d annotations bear %s, which is gone", c.Uses, n)
				}
			}
		}
	})
}

func sameItems(a, b *annotate.Layer) bool {
	var x, y []annotate.Item
	a.Each(func(item annotate.Item) { x = append(x, item) })
	b.Each(func(item annotate.Item) { y = append(y, item) })
	return slices.EqualFunc(x, y, annotate.Equal)
}
