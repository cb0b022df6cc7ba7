package assign_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/assign"
)

func people(n int) []annotate.Person {
	var out []annotate.Person
	for i := range n {
		out = append(out, annotate.Person{ID: annotate.ID(fmt.Sprint("p", i)), Name: fmt.Sprint("Person ", i)})
	}
	return out
}

func articles(n int) []annotate.Row {
	var out []annotate.Row
	for i := range n {
		out = append(out, annotate.Row{ID: annotate.ID(fmt.Sprint("a", i)), Outlet: fmt.Sprint("outlet ", i%3)})
	}
	return out
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		who := people(rapid.IntRange(1, 6).Draw(r, "people"))
		rows := articles(rapid.IntRange(0, 40).Draw(r, "articles"))
		opt := assign.Options{
			PerArticle: rapid.IntRange(1, len(who)).Draw(r, "per article"), Blind: rapid.Bool().Draw(r, "blind"),
			Seed: rapid.Int64().Draw(r, "seed"), By: rapid.SampledFrom([]string{assign.ByNone, assign.ByOutlet}).Draw(r, "by"),
		}
		made, loads, err := assign.Make(rows, who, nil, opt)
		if err != nil {
			r.Fatal(err)
		}
		perArticle, perPerson := map[annotate.ID]int{}, map[annotate.ID]int{}
		seen := map[annotate.ID]bool{}
		for _, a := range made {
			perArticle[a.Article]++
			perPerson[a.Person]++
			if seen[a.ItemID()] || a.Blind != opt.Blind {
				r.Fatalf("%+v", a)
			}
			seen[a.ItemID()] = true
		}
		for _, row := range rows {
			if perArticle[row.ID] != opt.PerArticle {
				r.Fatalf("%s has %d readers, not %d", row.ID, perArticle[row.ID], opt.PerArticle)
			}
		}
		var totals []int
		for _, l := range loads {
			if l.New != perPerson[l.Person.ID] || l.New != l.Total {
				r.Fatalf("load %+v, made %d", l, perPerson[l.Person.ID])
			}
			totals = append(totals, l.Total)
		}
		if slices.Max(totals)-slices.Min(totals) > 1 {
			r.Fatalf("loads %v", totals)
		}

		slices.Reverse(rows)
		again, _, _ := assign.Make(rows, who, nil, opt)
		if diff := cmp.Diff(made, again); diff != "" {
			r.Fatalf("the same seed: %s", diff)
		}
		if more, _, _ := assign.Make(rows, who, made, opt); len(more) > 0 {
			r.Fatalf("all was assigned, and %d were assigned again", len(more))
		}
	})
}

// Who has read before gets less, and pairs of readers vary.
func TestEven(t *testing.T) {
	who := people(3)
	before := []*annotate.Assignment{{Article: "old1", Person: "p0"}, {Article: "old2", Person: "p0"}}
	_, loads, err := assign.Make(articles(4), who, before, assign.Options{PerArticle: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range loads {
		if l.Total != 2 {
			t.Errorf("load %+v", l)
		}
	}
	made, _, err := assign.Make(articles(30), who, nil, assign.Options{PerArticle: 2, By: assign.ByOutlet})
	if err != nil {
		t.Fatal(err)
	}
	pairs := map[string]int{}
	byArticle := map[annotate.ID]string{}
	outlets := map[string]int{}
	for _, a := range made {
		byArticle[a.Article] += string(a.Person)
		n, err := strconv.Atoi(string(a.Article[1:]))
		if err != nil {
			t.Fatal(err)
		}
		outlets[fmt.Sprint(a.Person, " outlet ", n%3)]++
	}
	for _, p := range byArticle {
		b := []byte(p)
		if p[1] > p[3] {
			b[1], b[3] = b[3], b[1]
		}
		pairs[string(b)]++
	}
	for who, n := range outlets {
		if n < 6 || n > 7 {
			t.Errorf("%s: %d", who, n)
		}
	}
	for pair, n := range pairs {
		if n < 9 || n > 11 {
			t.Errorf("%s read %d together", pair, n)
		}
	}
}

// Who reads an article of a story reads all of it.
func TestStories(t *testing.T) {
	stories := map[annotate.ID]int{}
	for i := range 12 {
		stories[annotate.ID(fmt.Sprint("a", i))] = i / 3 // four stories of three; the other eight articles stand alone
	}
	made, loads, err := assign.Make(articles(20), people(4), nil, assign.Options{PerArticle: 2, By: assign.ByStory, Stories: stories, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	readers := map[annotate.ID]string{}
	for _, a := range made {
		readers[a.Article] += string(a.Person)
	}
	for id, n := range stories {
		first := annotate.ID(fmt.Sprint("a", 3*n))
		a, b := []byte(readers[id]), []byte(readers[first])
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s is read by %s, %s by %s", id, readers[id], first, readers[first])
		}
	}
	for _, l := range loads {
		if l.Total < 9 || l.Total > 11 {
			t.Errorf("load %+v", l)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		people int
		opt    assign.Options
	}{
		"nobody":   {0, assign.Options{PerArticle: 1}},
		"none":     {2, assign.Options{}},
		"too many": {2, assign.Options{PerArticle: 3}},
		"by what":  {2, assign.Options{PerArticle: 1, By: "colour"}},
	} {
		if _, _, err := assign.Make(articles(1), people(tt.people), nil, tt.opt); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// project is a project of two articles on which one person works.
type project struct {
	things map[annotate.Kind][]annotate.Thing
}

func (project) Project(context.Context) (annotate.Project, error) {
	return annotate.Project{People: people(2)}, nil
}

func (project) Find(context.Context, annotate.Query) ([]annotate.Ref, error) {
	return []annotate.Ref{1, 2, 3}, nil
}

func (project) Rows(_ context.Context, person annotate.ID, _ []annotate.Ref) ([]annotate.Row, error) {
	rows := articles(3)
	for i := range rows {
		rows[i].State = annotate.New
		rows[i].Gold = []annotate.State{annotate.New, annotate.Adjudicated, annotate.Adjudicated}[i]
		if person == "p0" {
			rows[i].State = []annotate.State{annotate.Done, annotate.Done, annotate.Started}[i]
		}
	}
	return rows, nil
}

func (p project) Things(_ context.Context, kind annotate.Kind, _ annotate.ID) ([]annotate.Thing, error) {
	return p.things[kind], nil
}

func (project) Each(context.Context, annotate.Query) iter.Seq2[annotate.Entry, error] {
	return func(yield func(annotate.Entry, error) bool) {
		const long = "Rebels shelled the port of Elmira on Monday, and at least 253 people fled to the hills, aid workers said on Tuesday."
		for i, body := range []string{long, "Talks resume in Oslo.", long + " More to follow."} {
			a := annotate.NewArticle(annotate.Article{ID: annotate.ID(fmt.Sprint("a", i))}, body)
			if !yield(annotate.Entry{Article: a}, nil) {
				return
			}
		}
	}
}

func TestLook(t *testing.T) {
	stint := func(article, person annotate.ID, minutes time.Duration) annotate.Thing {
		return &annotate.Stint{Article: article, Person: person, Active: minutes * time.Minute}
	}
	got, err := assign.Look(t.Context(), project{map[annotate.Kind][]annotate.Thing{
		annotate.KindAssignment: {&annotate.Assignment{Article: "a0", Person: "p0"}, &annotate.Assignment{Article: "a1", Person: "p1"},
			&annotate.Assignment{Article: "deleted", Person: "p1"}},
		annotate.KindStint: {stint("a0", "p0", 4), stint("a0", "p0", 6), stint("a1", "p0", 2), stint("a2", "p0", 30)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := &assign.Standing{Articles: 3, Gold: map[annotate.State]int{annotate.New: 1, annotate.Adjudicated: 2}, People: []assign.Progress{
		{Person: people(1)[0], Assigned: 1, Started: 1, Done: 2, Reviewed: 1, Active: 42 * time.Minute, Pace: 6 * time.Minute},
		{Person: people(2)[1], Assigned: 1},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPrepare(t *testing.T) {
	ids := annotate.NewIDs(time.Now, rand.NewChaCha8([32]byte{}))
	p, err := assign.Prepare(t.Context(), project{}, []string{"Person 1", " Eve"}, "", assign.Options{PerArticle: 1}, ids)
	if err != nil {
		t.Fatal(err)
	}
	if eve, ok := p.Edits[0].After.(*annotate.Person); !ok || eve.Name != "Eve" || p.New != 3 || len(p.Edits) != 4 {
		t.Errorf("%+v", p)
	}
	p, err = assign.Prepare(t.Context(), project{}, []string{"Person 0", "Person 1", "Eve"}, "", assign.Options{PerArticle: 1, By: assign.ByStory}, ids)
	if err != nil {
		t.Fatal(err)
	}
	reader := map[annotate.ID]annotate.ID{}
	for _, e := range p.Edits {
		if a, ok := e.After.(*annotate.Assignment); ok {
			reader[a.Article] = a.Person
		}
	}
	if reader["a0"] != reader["a2"] || reader["a0"] == reader["a1"] {
		t.Errorf("copies have other readers: %v", reader)
	}
	for _, names := range [][]string{{"Eve", "Eve"}, {""}} {
		if _, err := assign.Prepare(t.Context(), project{}, names, "", assign.Options{PerArticle: 1}, ids); err == nil {
			t.Errorf("%q: no error", names)
		}
	}
}
