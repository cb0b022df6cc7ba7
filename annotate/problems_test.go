package annotate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"galley/annotate"
	"galley/annotate/span"
)

const demanding = `{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
"entities":[{"label":"PER","attributes":[{"name":"mention_level","type":"text","required":true},{"name":"sex","type":"text","required":true,"default":"unknown"},
 {"name":"old","type":"text","required":true,"retired":true}]}],
"events":[{"label":"HIT","attributes":[{"name":"how","type":"text","required":true}],
 "roles":[{"name":"By","fillers":["PER"],"min":1,"max":null,"retired":true},{"name":"Of","fillers":["PER"],"min":1,"max":null}]}],
"relations":[{"label":"knows","from":["PER"],"to":["PER"],"retired":true}],
"event_attributes":[{"name":"tense","type":"text","required":true}],"document_attributes":[]}`

// A required attribute without a value is a problem, unless it has a default or is retired.
func TestProblemsOfAttributes(t *testing.T) {
	s, err := annotate.ParseSchema([]byte(demanding))
	if err != nil {
		t.Fatal(err)
	}
	a := annotate.NewArticle(annotate.Article{ID: "a"}, "aa bb cc")
	v := annotate.ValueOf("x")
	d := annotate.Document{Article: a, Layer: annotate.NewLayer(annotate.LayerID{}, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "PER", Spans: []span.Span{{Start: 0, End: 2}}},
		&annotate.Mention{ID: "m2", Label: "PER", Spans: []span.Span{{Start: 3, End: 5}}, Attributes: annotate.Attributes{"mention_level": v}},
		&annotate.Event{ID: "v1", Type: "HIT", Trigger: []span.Span{{Start: 6, End: 8}}, Attributes: annotate.Attributes{"how": v}},
	})}
	var got []string
	for _, p := range d.Problems(s) {
		got = append(got, string(p.On)+" "+p.Text)
	}
	if want := []string{"m1 needs mention level", "v1 Of needs one", "v1 needs tense"}; !slices.Equal(got, want) {
		t.Errorf("the problems are %q, want %q", got, want)
	}
}

// An event that contains itself is a problem of the argument that closes the circle.
func TestProblemsOfLoops(t *testing.T) {
	event := func(id annotate.ID, inner ...annotate.ID) *annotate.Event {
		v := &annotate.Event{ID: id, Type: "V", Trigger: []span.Span{{Start: 0, End: 2}}}
		for i, x := range inner {
			v.Arguments = append(v.Arguments, annotate.Argument{Role: fmt.Sprint("R", i), Target: x})
		}
		return v
	}
	for _, c := range []struct {
		name   string
		events []annotate.Item
		want   string
	}{
		{"a tree", []annotate.Item{event("a", "b", "c"), event("b", "c"), event("c")}, ""},
		{"itself", []annotate.Item{event("a", "b", "a"), event("b")}, "a.R1"},
		{"each other", []annotate.Item{event("a", "b"), event("b", "a")}, "b.R0"},
		{"by way of others", []annotate.Item{event("a", "b"), event("b", "m", "c"), event("c", "a", "b"), event("d", "c")}, "c.R0 c.R1"},
		{"two apart", []annotate.Item{event("a", "a"), event("b", "c"), event("c", "b")}, "a.R0 c.R0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "x"}, "aa bb"), Layer: annotate.NewLayer(annotate.LayerID{}, c.events)}
			problems := func(on []annotate.Problem) (out []string) {
				for _, p := range on {
					if strings.HasSuffix(p.Text, "it contains itself") {
						out = append(out, string(p.On)+"."+p.Role)
					}
				}
				return out
			}
			s := &annotate.Schema{}
			if got := strings.Join(problems(d.Problems(s)), " "); got != c.want {
				t.Errorf("the problems are %q, want %q", got, c.want)
			}
			var each []string
			for _, v := range d.Layer.Events.All() {
				each = append(each, problems(d.EventProblems(s, v))...)
			}
			if got := strings.Join(each, " "); got != c.want {
				t.Errorf("those of the events one by one are %q, want %q", got, c.want)
			}
			links := func(l *annotate.Layer) (n int) {
				for _, v := range l.Events.All() {
					n += len(v.Arguments)
				}
				return n
			}
			open, loops := d.Layer.Unloop()
			if gone := links(&d.Layer) - links(&open); len(open.Loops()) > 0 || gone != len(loops) || gone != len(strings.Fields(c.want)) {
				t.Errorf("without loops it has lost %d arguments and has the loops %v", gone, open.Loops())
			}
		})
	}
}

// A label that an article must have is a problem of the article, unless what is
// known of it says as much.
func TestProblemsOfArticles(t *testing.T) {
	s, err := annotate.ParseSchema([]byte(`{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
"entities":[],"events":[],"relations":[],"event_attributes":[],"document_attributes":[{"name":"publication_date","type":"date","required":true},
 {"name":"desk","type":"text","required":true},{"name":"relevant","type":"text","required":true},{"name":"section","type":"text"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	relevant := &annotate.Label{ID: "l", Label: "relevant", Value: annotate.ValueOf("yes")}
	for _, c := range []struct {
		name    string
		article annotate.Article
		labels  []annotate.Item
		want    []string
	}{
		{"nothing is known", annotate.Article{}, nil, []string{" needs publication date", " needs desk", " needs relevant"}},
		{"it is dated", annotate.Article{Published: "2016-05-02"}, []annotate.Item{relevant}, []string{" needs desk"}},
		{"its metadata say it", annotate.Article{Published: "2016", Meta: annotate.Fields{"desk": annotate.ValueOf("world"), "relevant": annotate.ValueOf("")}}, nil, []string{" needs relevant"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := annotate.Document{Article: annotate.NewArticle(c.article, "aa bb"), Layer: annotate.NewLayer(annotate.LayerID{}, c.labels)}
			var got []string
			for _, p := range d.Problems(s) {
				got = append(got, string(p.On)+" "+p.Text)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("the problems are %q, want %q", got, c.want)
			}
		})
	}
}

// What was made apart and says the same of the same text is a problem, and
// keeping one takes the others along.
func TestProblemsOfTwins(t *testing.T) {
	at := func(bounds ...int) (out []span.Span) {
		for i := 0; i < len(bounds); i += 2 {
			out = append(out, span.Span{Start: bounds[i], End: bounds[i+1]})
		}
		return out
	}
	hit := func(id, of annotate.ID) *annotate.Event {
		return &annotate.Event{ID: id, Type: "HIT", Trigger: at(3, 5), Arguments: []annotate.Argument{{Role: "Of", Target: of}}}
	}
	tie := func(id, to annotate.ID) *annotate.Relation {
		return &annotate.Relation{ID: id, Label: "near", From: "m1", To: to}
	}
	s := &annotate.Schema{DocumentAttributes: []annotate.AttributeType{{Name: "is_relevant", Type: "choice"}, {Name: "topics", Type: "multi"}, {Name: "label", Type: "text", Imported: true}}}
	label := func(id annotate.ID, name, value string) *annotate.Label {
		return &annotate.Label{ID: id, Label: name, Value: annotate.ValueOf(value)}
	}
	d := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, "aa bb cc dd"), Layer: annotate.NewLayer(annotate.LayerID{}, []annotate.Item{
		&annotate.Mention{ID: "m1", Label: "LOC", Spans: at(0, 2)}, &annotate.Mention{ID: "m2", Label: "LOC", Spans: at(0, 2), Entity: "e"},
		&annotate.Entity{ID: "e", Label: "LOC", Name: "aa"}, &annotate.Mention{ID: "m3", Label: "FAC", Spans: at(0, 2)},
		&annotate.Mention{ID: "m4", Label: "LOC", Spans: at(6, 8)}, &annotate.Mention{ID: "m5", Label: "LOC", Spans: at(3, 5, 9, 11)},
		&annotate.Mention{ID: "m6", Label: "LOC", Spans: at(3, 11)}, &annotate.Mention{ID: "m7", Label: "LOC", Spans: at(3, 5, 9, 11)},
		hit("v1", "m1"), hit("v2", "m4"), hit("v3", "m1"), tie("r1", "m4"), tie("r2", "m3"), tie("r3", "m4"),
		label("l1", "is_relevant", "yes"), label("l2", "is_relevant", "no"), label("l3", "topics", "a"), label("l4", "topics", "b"),
		label("l5", "label", "a"), label("l6", "label", "b"),
	})}
	twins := func(d annotate.Document) (out []string) {
		for _, p := range d.Problems(s) {
			if strings.Contains(p.Text, "one") {
				out = append(out, strings.TrimSpace(string(p.On)+" "+p.Text))
			}
		}
		return out
	}
	want := []string{"m2 stands here twice: keep one", "m7 stands here twice: keep one", "v3 stands here twice: keep one", "r3 stands here twice: keep one", "is relevant is there as yes and as no: choose one"}
	if got := twins(d); !slices.Equal(got, want) {
		t.Errorf("the problems are %q, want %q", got, want)
	}
	d, _, err := d.Apply(d.Keep(d.Layer.Find("m2")))
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := d.Layer.Events.Get("v1"); d.Layer.Find("m1") != nil || v.Arguments[0].Target != "m2" {
		t.Errorf("of two mentions stay %v, and the event has %v", d.Layer.Mentions.All(), v.Arguments)
	}
	if got := twins(d); slices.Contains(got, want[0]) {
		t.Errorf("still the problems are %q", got)
	}
}

// A relation is looked at as an event is: its type, its ends and its attributes.
func TestProblemsOfRelations(t *testing.T) {
	s, err := annotate.ParseSchema([]byte(`{"format":"news-schema","version":1,"id":"x","name":"X","nesting":true,"overlap":true,
"entities":[{"label":"PER"},{"label":"LOC"}],"events":[],"event_attributes":[],"document_attributes":[],
"relations":[{"label":"lives","from":["PER"],"to":["LOC"]},{"label":"near","from":["PER"],"to":["LOC"],"symmetric":true},
 {"label":"knows","from":["PER"],"to":["PER"],"attributes":[{"name":"since_when","type":"text","required":true}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	joined := func(id annotate.ID, label string, from, to annotate.ID) *annotate.Relation {
		return &annotate.Relation{ID: id, Label: label, From: from, To: to}
	}
	d := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, "aa bb"), Layer: annotate.NewLayer(annotate.LayerID{}, []annotate.Item{
		&annotate.Mention{ID: "p", Label: "PER", Spans: []span.Span{{Start: 0, End: 2}}},
		&annotate.Mention{ID: "l", Label: "LOC", Spans: []span.Span{{Start: 3, End: 5}}},
		joined("r1", "lives", "p", "l"), joined("r2", "lives", "l", "p"), joined("r3", "near", "l", "p"),
		joined("r4", "knows", "p", "p"), joined("r5", "owns", "p", "l"),
	})}
	var got []string
	for _, p := range d.Problems(s) {
		got = append(got, string(p.On)+" "+p.Text)
	}
	if want := []string{"r2 lives is not expected from LOC to PER", "r4 needs since when", "r5 owns is not in the schema"}; !slices.Equal(got, want) {
		t.Errorf("the problems are %q, want %q", got, want)
	}
}

// What is retired is not offered, and what bears it keeps it.
func TestRetiredIsNotOffered(t *testing.T) {
	s, err := annotate.ParseSchema([]byte(demanding))
	if err != nil {
		t.Fatal(err)
	}
	m := &annotate.Mention{ID: "m1", Label: "PER", Spans: []span.Span{{Start: 0, End: 2}}, Attributes: annotate.Attributes{"old": annotate.ValueOf("x")}}
	e := &annotate.Event{ID: "v1", Type: "HIT", Trigger: []span.Span{{Start: 3, End: 5}}}
	d := annotate.Document{Article: annotate.NewArticle(annotate.Article{ID: "a"}, "aa bb"), Layer: annotate.NewLayer(annotate.LayerID{}, []annotate.Item{m, e})}
	hit := s.Event("HIT")
	if got := d.RoleFor(hit, e, "", m); got != "Of" {
		t.Errorf("a mention goes to %q", got)
	}
	if got := e.NextRole(hit, ""); got != "Of" {
		t.Errorf("the next role is %q", got)
	}
	if got := d.RelationsFrom(s, m); len(got) != 0 {
		t.Errorf("a retired relation is offered: %v", got)
	}
	names := func(item annotate.Item) []string {
		var out []string
		for _, a := range s.AttributesOf(item) {
			out = append(out, a.Name)
		}
		return out
	}
	if got := names(m); !slices.Equal(got, []string{"mention_level", "sex", "old"}) {
		t.Errorf("one that has it shows %q", got)
	}
	bare := *m
	bare.Attributes = nil
	if got := names(&bare); !slices.Equal(got, []string{"mention_level", "sex"}) {
		t.Errorf("one without it shows %q", got)
	}
	if got := names(e); !slices.Equal(got, []string{"how", "tense"}) {
		t.Errorf("an event shows %q", got)
	}
}
