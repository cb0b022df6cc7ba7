package pagetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"galley/annotate"
	"galley/annotate/span"
)

// Long is a document of about a number of bytes with a mention or event for
// every 100 characters, always the same. Its words follow Zipf's law, at 1 MB
// over 20,000 different ones; 5% of its sentences are Arabic, 5% Chinese; its
// paragraphs have two to five sentences and an empty line between them.
func Long(bytes int) annotate.Document {
	g := newGenerator()
	for g.body.Len() < bytes {
		if g.body.Len() > 0 {
			g.body.WriteString("\n\n")
		}
		for range 2 + g.IntN(4) {
			g.sentence()
			if g.body.Len() >= bytes {
				break
			}
		}
	}
	body := g.body.String()
	items := g.items(len([]rune(body)) / 100)
	a := annotate.NewArticle(annotate.Article{ID: "long", Key: "long", Title: "A long article", Outlet: "Long", Published: "2024-01-01", Language: "en"}, body)
	return annotate.Document{Article: a, Layer: annotate.NewLayer(annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}, items)}
}

type generator struct {
	*rand.Rand
	body          strings.Builder
	latin         vocabulary
	arabic, han   vocabulary
	names, places vocabulary
	spans         []marked
}

// marked is where a name or a verb of an event stands.
type marked struct {
	span.Span
	event bool
}

// vocabulary draws words by Zipf's law.
type vocabulary struct {
	words []string
	sum   []float64
}

func newVocabulary(words []string) vocabulary {
	v := vocabulary{words: words}
	total := 0.0
	for i := range words {
		total += 1 / (float64(i) + 2.7)
		v.sum = append(v.sum, total)
	}
	return v
}

func (v vocabulary) draw(r *rand.Rand) string {
	x := r.Float64() * v.sum[len(v.sum)-1]
	return v.words[sort.SearchFloat64s(v.sum, x)]
}

const (
	function = "the of and to in a that for on with as was is at by from it be were has have had which this are an not but or their his her"
	onset    = "b c d f g h j k l m n p r s t v w st tr pl br gr ch sh th cl dr fr"
	nucleus  = "a e i o u ai ea ou ie oo é ü"
	coda     = ". . . n r s t l m nd st ng ck"
	arabic   = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
	han      = "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从知政府经济市场部长会议地区安全警察选举协议报告官员组织"
)

func newGenerator() *generator {
	g := &generator{Rand: rand.New(rand.NewPCG(1, 2))}
	g.latin = newVocabulary(append(strings.Fields(function), g.distinct(30000, func() string { return g.word(1, 3) })...))
	g.names = newVocabulary(g.distinct(9000, func() string { return title(g.word(1, 2)) + " " + title(g.word(2, 3)) }))
	g.places = newVocabulary(g.distinct(2000, func() string { return title(g.word(2, 3)) }))
	g.arabic = newVocabulary(g.distinct(6000, func() string { return g.letters(arabic, 2, 7) }))
	g.han = newVocabulary(g.distinct(8000, func() string { return g.letters(han, 1, 3) }))
	return g
}

func (g *generator) distinct(n int, make func() string) []string {
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		if w := make(); !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func (g *generator) word(lo, hi int) string {
	var b strings.Builder
	for range lo + g.IntN(hi-lo+1) {
		for _, list := range []string{onset, nucleus, coda} {
			parts := strings.Fields(list)
			b.WriteString(strings.Trim(parts[g.IntN(len(parts))], "."))
		}
	}
	return b.String()
}

func (g *generator) letters(from string, lo, hi int) string {
	r := []rune(from)
	out := make([]rune, lo+g.IntN(hi-lo+1))
	for i := range out {
		out[i] = r[g.IntN(len(r))]
	}
	return string(out)
}

func title(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

// sentence adds a sentence of 12 to 20 words, up to three of them names and one a verb of an event.
func (g *generator) sentence() {
	words, sep, stop := g.latin, " ", "."
	switch x := g.Float64(); {
	case x < 0.05:
		words = g.arabic
	case x < 0.10:
		words, sep, stop = g.han, "", "。"
	}
	if n := g.body.Len(); n > 0 && sep != "" && !strings.HasSuffix(g.body.String()[n-1:], "\n") {
		g.body.WriteString(" ")
	}
	quote := g.Float64() < 0.25
	n := 12 + g.IntN(9)
	for i := range n {
		gap := sep
		if sep != "" && g.Float64() < 0.06 {
			gap = "," + sep
		}
		if quote && i == n/2 {
			gap += "“"
		}
		if i > 0 {
			g.body.WriteString(gap)
		}
		start := g.body.Len()
		w := words.draw(g.Rand)
		named := g.Float64() < 0.09
		if sep == " " && named {
			w = g.places.draw(g.Rand)
			if g.IntN(3) > 0 {
				w = g.names.draw(g.Rand)
			}
		} else if i == 0 && w[0] < 'z' {
			w = title(w)
		}
		g.body.WriteString(w)
		if event := !named && g.Float64() < 0.03; named || event {
			g.spans = append(g.spans, marked{span.Span{Start: start, End: g.body.Len()}, event})
		}
	}
	if quote {
		g.body.WriteString("”")
	}
	g.body.WriteString(stop)
}

// items are n mentions and events, evenly spread over what was marked.
func (g *generator) items(n int) []annotate.Item {
	labels := []string{"PER", "ORG", "GOV", "LOC", "TIME", "WEA"}
	types := []string{"ATTACK", "MEET", "AID"}
	out := []annotate.Item{&annotate.Head{State: annotate.Started}}
	last := annotate.ID("")
	for i := range n {
		m := g.spans[int(math.Floor(float64(i)*float64(len(g.spans))/float64(n)))]
		if !m.event {
			last = annotate.ID(fmt.Sprintf("m%06d", i))
			out = append(out, &annotate.Mention{ID: last, Label: labels[i%len(labels)], Spans: []span.Span{m.Span}})
			continue
		}
		v := &annotate.Event{ID: annotate.ID(fmt.Sprintf("v%06d", i)), Type: types[i%len(types)], Trigger: []span.Span{m.Span}}
		if last != "" {
			v.Arguments = []annotate.Argument{{Role: "Place", Target: last}}
		}
		out = append(out, v)
	}
	return out
}
