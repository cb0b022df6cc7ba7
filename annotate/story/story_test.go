package story

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"galley/annotate"
	"galley/annotate/internal/disjoint"
)

// press makes articles of words that are as often used as words are.
type press struct {
	*rand.Rand
	words []string
	space string
}

const vocabulary = 6000

// newPress is a press of a language: "latin", "arabic" or "chinese".
func newPress(seed uint64, language string) *press {
	p := &press{Rand: rand.New(rand.NewPCG(seed, 1)), space: " "}
	letters := []rune("abcdefghijklmnoprstuvwyzéö")
	switch language {
	case "arabic":
		letters = []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
	case "chinese":
		p.space = ""
		for i := range vocabulary / 2 {
			p.words = append(p.words, string(rune(0x4e00+i)))
		}
		return p
	}
	for range vocabulary {
		w := make([]rune, 2+p.IntN(8))
		for i := range w {
			w[i] = letters[p.IntN(len(letters))]
		}
		p.words = append(p.words, string(w))
	}
	return p
}

// word is one of the vocabulary; the first ones come often, as in Zipf's law.
func (p *press) word() string {
	n := float64(len(p.words))
	x := p.Float64()
	return p.words[int(x*x*x*x*n)]
}

func (p *press) run(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = p.word()
	}
	return out
}

// article is 6 to 14 paragraphs of 25 to 60 words.
func (p *press) article() [][]string {
	out := make([][]string, 6+p.IntN(9))
	for i := range out {
		out[i] = p.run(25 + p.IntN(36))
	}
	return out
}

func (p *press) print(id string, paragraphs [][]string) *annotate.Article {
	var lines []string
	for _, words := range paragraphs {
		lines = append(lines, strings.Join(words, p.space))
	}
	return annotate.NewArticle(annotate.Article{ID: annotate.ID(id), Key: id}, strings.Join(lines, "\n\n"))
}

// altered are four copies of an article: shuffled, cut, extended and edited.
func (p *press) altered(paragraphs [][]string) [4][][]string {
	shuffled := slices.Clone(paragraphs)
	p.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	n := 0
	for _, words := range paragraphs {
		n += len(words)
	}
	var half [][]string
	for left := n / 2; left > 0; {
		words := paragraphs[len(half)]
		half = append(half, words[:min(left, len(words))])
		left -= len(words)
	}
	extended := append(slices.Clone(paragraphs), p.run(n*3/10))
	edited := make([][]string, len(paragraphs))
	places := p.Perm(n)[:n/10]
	slices.Sort(places)
	at := 0
	for i, words := range paragraphs {
		edited[i] = slices.Clone(words)
		for j := range words {
			if _, hit := slices.BinarySearch(places, at+j); hit {
				edited[i][j] = p.word()
			}
		}
		at += len(words)
	}
	return [4][][]string{shuffled, half, extended, edited}
}

var alterations = [4]string{"shuffled", "half", "extended", "edited"}

func TestFindCopies(t *testing.T) {
	for _, language := range []string{"latin", "arabic", "chinese"} {
		t.Run(language, func(t *testing.T) {
			const articles = 200
			p := newPress(7, language)
			footer := p.run(30) // that an outlet prints below everything
			var f Finder
			for i := range articles {
				original := p.article()
				f.Add(p.print(fmt.Sprintf("%03d original", i), append(original, footer)))
				for k, copied := range p.altered(original) {
					f.Add(p.print(fmt.Sprintf("%03d %s", i, alterations[k]), append(copied, footer)))
				}
			}
			found := map[string]int{}
			for _, s := range f.Stories(nil) {
				first := s[0].Article
				for _, m := range s[1:] {
					if m.Article[:3] != first[:3] {
						t.Errorf("%s was taken for a copy of %s", m.Article, first)
					}
					if strings.HasSuffix(string(first), "original") {
						found[string(m.Article[4:])]++
					}
				}
			}
			for _, how := range alterations {
				if found[how] < articles*95/100 {
					t.Errorf("of %d copies %s, %d were found", articles, how, found[how])
				}
			}
			t.Log(found)
		})
	}
}

func ids(stories []Story) [][]annotate.ID {
	var out [][]annotate.ID
	for _, s := range stories {
		var members []annotate.ID
		for _, m := range s {
			members = append(members, m.Article)
		}
		out = append(out, members)
	}
	return out
}

func TestSmallTexts(t *testing.T) {
	var f Finder
	for i, body := range []string{
		"", "...", "Three killed", "THREE KILLED!", "Four killed", "",
		"The Harun Front shelled Wadi Sahl on Monday", "“The Harun Front” shelled Wadi Sahl on Monday.", "On Monday it rained in Wadi Sahl",
		"قَصَفَ الجيش المدينة يوم الاثنين", "قصف الجيش المدينة يوم الاثنين",
	} {
		f.Add(annotate.NewArticle(annotate.Article{ID: annotate.ID(fmt.Sprint(i))}, body))
	}
	if diff := cmp.Diff([][]annotate.ID{{"2", "3"}, {"6", "7"}, {"9", "10"}}, ids(f.Stories(nil))); diff != "" {
		t.Error(diff)
	}
}

func TestLinks(t *testing.T) {
	const (
		same  = true
		apart = false
	)
	link := annotate.NewStoryLink
	// b is a with words of its own behind it, c is b with yet more; d is another story.
	p := newPress(3, "latin")
	a, more, most := p.run(200), p.run(60), p.run(160)
	texts := map[string][]string{"a": a, "b": slices.Concat(a, more), "c": slices.Concat(a, more, most), "d": p.run(200), "e": p.run(200)}
	tests := []struct {
		name  string
		links []*annotate.StoryLink
		want  [][]annotate.ID
	}{
		{"as found", nil, [][]annotate.ID{{"a", "b", "c"}}},
		{"joined", []*annotate.StoryLink{link("d", "c", same)}, [][]annotate.ID{{"a", "b", "c", "d"}}},
		{"joined by way of another", []*annotate.StoryLink{link("d", "e", same), link("e", "a", same)}, [][]annotate.ID{{"a", "b", "c", "d", "e"}}},
		{"the likest stay together", []*annotate.StoryLink{link("a", "c", apart)}, [][]annotate.ID{{"a", "b"}}},
		{"one from all others", []*annotate.StoryLink{link("b", "a", apart), link("b", "c", apart)}, [][]annotate.ID{{"a", "c"}}},
		{"all", []*annotate.StoryLink{link("b", "a", apart), link("b", "c", apart), link("a", "c", apart)}, nil},
		{"what was apart", []*annotate.StoryLink{link("a", "d", apart)}, [][]annotate.ID{{"a", "b", "c"}}},
		{"joining goes first", []*annotate.StoryLink{link("a", "d", same), link("d", "b", same), link("a", "b", apart)}, [][]annotate.ID{{"a", "b", "c", "d"}}},
		{"an article that is gone", []*annotate.StoryLink{link("a", "x", same), link("x", "d", same)}, [][]annotate.ID{{"a", "b", "c"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f Finder
			for _, id := range []string{"a", "b", "c", "d", "e"} {
				f.Add(p.print(id, [][]string{texts[id]}))
			}
			if diff := cmp.Diff(tt.want, ids(f.Stories(tt.links))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Links always hold, whatever was found, but for those that part what others join.
func TestLinksHold(t *testing.T) {
	p := newPress(5, "latin")
	var texts [][]string
	for range 4 {
		a := p.run(120)
		texts = append(texts, a, slices.Concat(a, p.run(40)), slices.Concat(a[:80], p.run(40)))
	}
	rapid.Check(t, func(t *rapid.T) {
		var f Finder
		for i, words := range texts {
			f.Add(p.print(fmt.Sprint(i), [][]string{words}))
		}
		article := rapid.Map(rapid.IntRange(0, len(texts)-1), func(i int) annotate.ID { return annotate.ID(fmt.Sprint(i)) })
		var links []*annotate.StoryLink
		var joined disjoint.Sets
		for range texts {
			joined.Add()
		}
		for range rapid.IntRange(0, 8).Draw(t, "links") {
			l := annotate.NewStoryLink(article.Draw(t, "a"), article.Draw(t, "b"), rapid.Bool().Draw(t, "same"))
			links = append(links, l)
			if l.Same {
				joined.Join(number(l.A), number(l.B))
			}
		}
		story := map[annotate.ID]int{}
		for i, s := range f.Stories(links) {
			for _, m := range s {
				if story[m.Article] != 0 {
					t.Fatalf("%s is in two stories", m.Article)
				}
				story[m.Article] = i + 1
			}
		}
		for _, l := range links {
			together := l.A == l.B || story[l.A] != 0 && story[l.A] == story[l.B]
			if l.Same && !together || !l.Same && together && !joined.Same(number(l.A), number(l.B)) {
				t.Errorf("%v does not hold: %v", *l, story)
			}
		}
	})
}

func number(id annotate.ID) (n int32) { fmt.Sscan(string(id), &n); return n }

// BenchmarkStories finds the copies among 10,000 articles of about 400 words, of
// which each tenth is a copy.
func BenchmarkStories(b *testing.B) {
	p := newPress(9, "latin")
	var articles []*annotate.Article
	for len(articles) < 10000 {
		original := p.article()
		articles = append(articles, p.print(fmt.Sprint(len(articles)), original))
		if len(articles)%9 == 0 {
			articles = append(articles, p.print(fmt.Sprint(len(articles)), p.altered(original)[p.IntN(4)]))
		}
	}
	for b.Loop() {
		var f Finder
		for _, a := range articles {
			f.Add(a)
		}
		if n := len(f.Stories(nil)); n < 900 {
			b.Fatalf("%d stories", n)
		}
	}
}
