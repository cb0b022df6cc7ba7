package storetest

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/span"
	"galley/store"
)

// corpus is a few articles with one thing of each kind that lists tell apart.
func corpus() []*annotate.Article {
	return []*annotate.Article{
		annotate.NewArticle(annotate.Article{ID: "1", Key: "c", Title: "Évacuation à Lyon", Outlet: "wire", Published: "2016-05-02", Language: "fr"}, "un"),
		annotate.NewArticle(annotate.Article{ID: "2", Key: "a", Title: "aid reaches port", Outlet: "Wire", Published: "2017-01-01", Language: "en"}, "deux"),
		annotate.NewArticle(annotate.Article{ID: "3", Key: "b", Title: "Bombing in the port", Outlet: "Post", Language: "en"}, "trois"),
		annotate.NewArticle(annotate.Article{ID: "4", Key: "d-1", Title: "北京会谈", Outlet: "Post", Published: "2016-05-02", Language: "zh"}, "四"),
	}
}

func testList(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b, corpus()...)
	commit(t, s, b.Tx(
		in(human("1", "ada"), &annotate.Head{State: annotate.Done, Flagged: true}),
		in(human("2", "ada"), &annotate.Head{State: annotate.Started}),
		in(human("3", "ben"), &annotate.Head{State: annotate.Done, Flagged: true}),
		in(annotate.LayerID{Article: "4", Annotator: "ada", Kind: annotate.Gold}, &annotate.Head{State: annotate.Done}),
		in(human("3", "ada"), &annotate.Label{ID: "l", Label: "x"}), // a layer without a head
		put(&annotate.Assignment{Article: "1", Person: "ben"}), put(&annotate.Assignment{Article: "3", Person: "ada"}),
	))
	for _, test := range []struct {
		name  string
		query annotate.Query
		want  []string
	}{
		{"by key", annotate.Query{}, []string{"a", "b", "c", "d-1"}},
		{"by date", annotate.Query{Order: annotate.ByDate}, []string{"a", "c", "d-1", "b"}},
		{"by title", annotate.Query{Order: annotate.ByTitle}, []string{"a", "b", "c", "d-1"}},
		{"by outlet", annotate.Query{Order: annotate.ByOutlet}, []string{"d-1", "b", "a", "c"}},
		{"as imported", annotate.Query{Order: annotate.ByImported}, []string{"c", "a", "b", "d-1"}},
		{"outlet", annotate.Query{Outlet: "Post"}, []string{"b", "d-1"}},
		{"language", annotate.Query{Language: "en"}, []string{"a", "b"}},
		{"word of the title", annotate.Query{Text: "PORT"}, []string{"a", "b"}},
		{"beginnings of words", annotate.Query{Text: "por bom"}, []string{"b"}},
		{"not the middle of a word", annotate.Query{Text: "ort"}, nil},
		{"accents", annotate.Query{Text: "evac"}, []string{"c"}},
		{"outlet as text", annotate.Query{Text: "wire"}, []string{"a", "c"}},
		{"key as text", annotate.Query{Text: "d-1"}, []string{"d-1"}},
		{"Chinese", annotate.Query{Text: "京会"}, []string{"d-1"}},
		{"punctuation", annotate.Query{Text: "* ' \" %"}, []string{"a", "b", "c", "d-1"}},
		{"state", annotate.Query{Person: "ada", States: []annotate.State{annotate.Done}}, []string{"c"}},
		{"two states", annotate.Query{Person: "ada", States: []annotate.State{annotate.New, annotate.Started}}, []string{"a", "b", "d-1"}},
		{"state of another", annotate.Query{Person: "ben", States: []annotate.State{annotate.Done}}, []string{"b"}},
		{"state of gold", annotate.Query{Gold: []annotate.State{annotate.Done}}, []string{"d-1"}},
		{"no gold", annotate.Query{Gold: []annotate.State{annotate.New}}, []string{"a", "b", "c"}},
		{"state and gold", annotate.Query{Person: "ada", States: []annotate.State{annotate.Started}, Gold: []annotate.State{annotate.New}}, []string{"a"}},
		{"flagged", annotate.Query{Person: "ada", Flagged: true}, []string{"c"}},
		{"assigned", annotate.Query{Person: "ben", Assigned: true}, []string{"c"}},
		{"assigned and done", annotate.Query{Person: "ben", Assigned: true, States: []annotate.State{annotate.Done}}, nil},
		{"search", annotate.Query{Search: "un"}, []string{"c"}},
		{"search of title and text", annotate.Query{Search: "port deux"}, []string{"a"}},
		{"search by beginnings", annotate.Query{Search: "d* port"}, []string{"a"}},
		{"search of a phrase", annotate.Query{Search: `"the port"`}, []string{"b"}},
		{"search and outlet", annotate.Query{Search: "port", Outlet: "Post"}, []string{"b"}},
		{"search for nothing", annotate.Query{Search: " "}, []string{"a", "b", "c", "d-1"}},
		{"search without a word", annotate.Query{Search: "..."}, nil},
		{"search of deleted ones", annotate.Query{Search: "port", Deleted: true}, nil},
		{"from a day", annotate.Query{From: "2016-05-03"}, []string{"a"}},
		{"to a day", annotate.Query{To: "2016-05-02"}, []string{"c", "d-1"}},
		{"of a year", annotate.Query{From: "2016", To: "2016"}, []string{"c", "d-1"}},
		{"of months", annotate.Query{From: "2016-06", To: "2017-01"}, []string{"a"}},
		{"before", annotate.Query{To: "2015"}, nil},
		{"several", annotate.Query{Person: "ada", Flagged: true, Text: "lyon", States: []annotate.State{annotate.Done}, Outlet: "wire", Order: annotate.ByDate}, []string{"c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			refs, err := s.Find(t.Context(), test.query)
			if err != nil {
				t.Fatal(err)
			}
			rows, err := s.Rows(t.Context(), "ada", refs)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rows {
				got = append(got, r.Key)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			var each []string
			for e, err := range s.Each(t.Context(), test.query) {
				if err != nil {
					t.Fatal(err)
				}
				each = append(each, e.Article.Key)
			}
			if diff := cmp.Diff(test.want, each); diff != "" {
				t.Errorf("each: %s", diff)
			}
			sameHeads(t, s, test.query)
		})
	}
	if _, err := s.Find(t.Context(), annotate.Query{Order: "sideways"}); err == nil {
		t.Error("an unknown order is taken")
	}
	refs, _ := s.Find(t.Context(), annotate.Query{Text: "lyon"})
	rows, err := s.Rows(t.Context(), "ada", append(refs, 1<<40))
	if err != nil {
		t.Fatal(err)
	}
	want := []annotate.Row{{Ref: refs[0], ID: "1", Key: "c", Title: "Évacuation à Lyon", Outlet: "wire", Published: "2016-05-02",
		Language: "fr", Bytes: 2, State: annotate.Done, Gold: annotate.New, Flagged: true}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
}

// sameHeads fails unless Heads gives what Each does but for bodies and annotations.
func sameHeads(t testing.TB, s store.Store, q annotate.Query) {
	t.Helper()
	next, stop := iter.Pull2(s.Heads(t.Context(), q))
	defer stop()
	for want, err := range s.Each(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		got, err, _ := next()
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range want.Layers {
			want.Layers[i] = annotate.Layer{ID: l.ID, Head: l.Head}
		}
		if got.Ref != want.Ref || got.Article == nil || got.Article.Text != nil || !annotate.Equal(got.Article, want.Article) {
			t.Errorf("the head of article %s is %+v", want.Article.ID, got)
		}
		if diff := cmp.Diff(Dump(t, want.Layers...), Dump(t, got.Layers...)); diff != "" {
			t.Errorf("heads of article %s (-want +got)\n%s", want.Article.ID, diff)
		}
	}
	if got, _, more := next(); more {
		t.Errorf("heads: article %s is one too many", got.Article.ID)
	}
}

func testCounts(t *testing.T, m Maker) {
	b := new(Builder)
	articles := corpus()
	s := start(t, m, b, articles...)
	var edits []annotate.Edit
	for _, item := range everything() {
		edits = append(edits, in(human("1", "ada"), item), in(human("2", "ben"), item))
	}
	gone := *articles[1]
	gone.Deleted = true
	commit(t, s, b.Tx(edits...), b.Tx(change(articles[1], &gone)))
	got, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := store.Counts{Articles: 3, Deleted: 1, Layers: 1, Mentions: 2, Entities: 2, Events: 2, Relations: 2, Labels: 2, Notes: 2, Transactions: 3}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func testSearch(t *testing.T, m Maker) {
	b := new(Builder)
	bodies := []struct{ date, title, body string }{
		{"2020-03-01", "COVID-19 in the port", "The U.S. and AT&T met in the port of Lyon.\nl'État c'est moi, said the café's owner."},
		{"2021-03-01", "Talks", "Talks about COVID-19 in the U.S. port were “cut off”. 50% of C++ users."},
		{"", "北京会谈", "中国国家主席习近平周一在北京会见了代表团。"},
		{"2019-01-01", "أخبار", "قال مُحَمَّد إن الـمـحادثات انتهت"},
		{"2018-01-01", "ข่าว", "นายกรัฐมนตรีกล่าวว่าการเจรจาจบลงแล้ว"},
	}
	var articles []*annotate.Article
	for i, a := range bodies {
		id := string(rune('a' + i))
		articles = append(articles, annotate.NewArticle(annotate.Article{ID: annotate.ID(id), Key: id, Title: a.title, Published: a.date}, a.body))
	}
	s := start(t, m, b, articles...)
	for _, test := range []struct {
		query, keys string // keys in the order of hits
		at          string // where the first hit is
		inTitle     bool
	}{
		{"port", "ba", "port", false},
		{"covid-19", "ba", "COVID-19", false},
		{"covid-19 lyon", "a", "COVID-19", true},
		{"U.S.", "ba", "U.S", false},
		{"AT&T", "a", "AT&T", false},
		{"l'État", "a", "l'État", false},
		{"letat", "", "", false},
		{"cafe", "a", "café", false},
		{`"port of lyon"`, "a", "port of Lyon", false},
		{`"lyon port"`, "", "", false},
		{"tal*", "b", "Talks", false},
		{"tal", "", "", false},
		{"50%", "b", "50", false},
		{"习近平", "c", "习近平", false},
		{"近平周", "c", "近平周", false},
		{"北京", "c", "北京", false},
		{"会谈", "c", "会谈", true},
		{"محمد", "d", "مُحَمَّد", false},
		{"المحادثات", "d", "الـمـحادثات", false},
		{"เจรจา", "e", "เจรจา", false},
		{"port AND talks", "", "", false},
		{"", "", "", false},
		{`" * ^ ( ) NEAR( {a}:b -`, "", "", false},
		{"title:port", "", "", false},
		{"a\x00b\xff", "", "", false},
	} {
		t.Run(test.query, func(t *testing.T) {
			hits, total, err := s.Search(t.Context(), test.query, 10)
			if err != nil {
				t.Fatal(err)
			}
			keys := ""
			for _, h := range hits {
				keys += h.Key
			}
			if keys != test.keys || total != len(test.keys) {
				t.Fatalf("found %q, %d in all, want %q", keys, total, test.keys)
			}
			if total == 0 {
				return
			}
			a, err := s.Article(t.Context(), hits[0].Article)
			if err != nil {
				t.Fatal(err)
			}
			in := a.Text.String()
			if hits[0].InTitle {
				in = a.Title
			}
			if got := in[hits[0].Span.Start:hits[0].Span.End]; got != test.at || hits[0].InTitle != test.inTitle {
				t.Errorf("at %q, in title %v, want %q, %v", got, hits[0].InTitle, test.at, test.inTitle)
			}
		})
	}
	for _, query := range []string{
		`"`, `""`, `"unclosed`, "*", "*a", "^", "NEAR(a b, -1)", "OR OR", "NOT", "a NOT", "body : x", "{a b}:c", "-x", "((((((((((a", "'; --", `\`,
		"\u202e", "\xff\xfe", "a+b", "@x", "??", "%", "_", strings.Repeat("a", 100_000), strings.Repeat("字", 100_000), strings.Repeat("w ", 20_000),
		strings.Repeat(`"`, 10_000), distinctWords(2000),
	} {
		if _, _, err := s.Search(t.Context(), query, 10); err != nil {
			t.Errorf("%.40q: %v", query, err)
		}
	}
	hits, total, err := s.Search(t.Context(), "port", 1)
	want := []annotate.Hit{{Article: "b", Key: "b", Title: "Talks", Span: span.Span{Start: 33, End: 37}, Snippet: "Talks about COVID-19 in the U.S. port were “cut off”. 50% of C++ users."}}
	if diff := cmp.Diff(want, hits); diff != "" || total != 2 || err != nil {
		t.Errorf("%d in all, %v: %s", total, err, diff)
	}
}

func distinctWords(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "w%d* ", i)
	}
	return b.String()
}

func testLog(t *testing.T, m Maker) {
	b := new(Builder)
	s := start(t, m, b, corpus()...)
	one := b.Tx(in(human("1", "ada"), &annotate.Label{ID: "l", Label: "<x>"}))
	two := b.Tx(in(human("2", "ada"), &annotate.Label{ID: "l", Label: "y"}))
	two.Author, two.Title = "ben", "Ben's act"
	undo := b.Undo(one)
	commit(t, s, one, two)
	commit(t, s, undo)
	for _, test := range []struct {
		name  string
		query annotate.LogQuery
		want  []annotate.ID
	}{
		{"all", annotate.LogQuery{}, []annotate.ID{undo.ID, two.ID, one.ID, "t000001"}},
		{"two", annotate.LogQuery{Limit: 2}, []annotate.ID{undo.ID, two.ID}},
		{"author", annotate.LogQuery{Author: "ben"}, []annotate.ID{two.ID}},
		{"article", annotate.LogQuery{Article: "1"}, []annotate.ID{undo.ID, one.ID, "t000001"}},
		{"both", annotate.LogQuery{Article: "1", Author: "ben"}, nil},
		{"no article", annotate.LogQuery{Article: "none"}, nil},
	} {
		entries, err := s.Log(t.Context(), test.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []annotate.ID
		for _, e := range entries {
			got = append(got, e.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
	newest, err := s.Newest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !newest["1"].Equal(undo.At) || !newest["2"].Equal(two.At) || len(newest) != len(corpus()) {
		t.Errorf("the newest acts are of %v, want %v on 1 and %v on 2", newest, undo.At, two.At)
	}
	entries, _ := s.Log(t.Context(), annotate.LogQuery{Limit: 1})
	want := annotate.LogEntry{ID: undo.ID, Author: "ada", At: undo.At, Title: "Undo", Reverts: one.ID}
	if diff := cmp.Diff(want, entries[0]); diff != "" {
		t.Error(diff)
	}
	got, err := s.Transaction(t.Context(), two.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(two, got); diff != "" {
		t.Error(diff)
	}
}

func testEachSnapshot(t *testing.T, m Maker) {
	b := new(Builder)
	var articles []*annotate.Article
	for i := range 300 { // more than a store would hold at a time
		articles = append(articles, article(string(rune('a'+i/26))+string(rune('a'+i%26)), "text"))
	}
	s := start(t, m, b, articles...)
	n := 0
	for e, err := range s.Each(t.Context(), annotate.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Article.Title != "Title of "+string(e.Article.ID) || len(e.Layers) != 0 {
			t.Fatalf("article %s shows what was written during the loop", e.Article.ID)
		}
		if n++; n == 1 {
			last := articles[len(articles)-1]
			renamed := *last
			renamed.Title = "new"
			commit(t, s, b.Tx(change(last, &renamed), put(article("zzz", "more")), in(human(last.ID, "ada"), &annotate.Label{ID: "l", Label: "x"})))
		}
	}
	if n != len(articles) {
		t.Errorf("%d articles", n)
	}
	for range s.Each(t.Context(), annotate.Query{}) {
		break // and nothing stays open: closing would hang or fail
	}
	sound(t, s)
}
