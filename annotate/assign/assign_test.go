package assign_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

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
