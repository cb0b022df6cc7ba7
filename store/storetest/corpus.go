package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"galley/annotate"
	"galley/annotate/span"
)

// Generator makes lifelike news of about 3 KB: words of a Zipf-like
// vocabulary, so that an index grows as one over real text would; one article
// in twenty is Arabic, one Chinese; 26 mentions and 6 events in each.
type Generator struct {
	r     *rand.Rand
	zipf  *rand.Zipf
	vocab map[string][]string
}

// NewGenerator makes a generator that always makes the same.
func NewGenerator() *Generator {
	r := rand.New(rand.NewPCG(1, 2))
	g := &Generator{r: r, zipf: rand.NewZipf(r, 1.07, 2.7, 29_999), vocab: map[string][]string{}}
	onset := strings.Fields("b c d f g h j k l m n p r s t v w st tr pl br gr ch sh th cl dr fr")
	nucleus := strings.Fields("a e i o u ai ea ou ie oo é ü")
	coda := []string{"", "", "", "n", "r", "s", "t", "l", "m", "nd", "st", "ng", "ck"}
	for range 30_000 {
		w := ""
		for range 1 + r.IntN(3) {
			w += onset[r.IntN(len(onset))] + nucleus[r.IntN(len(nucleus))] + coda[r.IntN(len(coda))]
		}
		g.vocab["en"] = append(g.vocab["en"], w)
		g.vocab["ar"] = append(g.vocab["ar"], g.run("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 2, 7))
		g.vocab["zh"] = append(g.vocab["zh"], g.run("的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里政府经济市场部长会议地区安全警察选举协议报告官员组织", 1, 3))
	}
	return g
}

// Word is an English word, frequent ones more often.
func (g *Generator) Word() string { return g.vocab["en"][g.zipf.Uint64()] }

func (g *Generator) run(letters string, least, most int) string {
	rs := []rune(letters)
	out := ""
	for range least + g.r.IntN(most-least+1) {
		out += string(rs[g.r.IntN(len(rs))])
	}
	return out
}

// Entry is the article number i with one layer of annotator "ada".
func (g *Generator) Entry(i int) annotate.Entry {
	language := "en"
	switch i % 20 {
	case 7:
		language = "ar"
	case 13:
		language = "zh"
	}
	blank := " "
	if language == "zh" {
		blank = ""
	}
	var body strings.Builder
	var places []span.Span
	for n := 0; body.Len() < 3000; n++ {
		word := g.vocab[language][g.zipf.Uint64()]
		if n%16 == 0 && language == "en" {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		places = append(places, span.Span{Start: body.Len(), End: body.Len() + len(word)})
		body.WriteString(word)
		switch {
		case n%64 == 63:
			body.WriteString(".\n\n")
		case n%16 == 15:
			body.WriteString("." + blank)
		default:
			body.WriteString(blank)
		}
	}
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.r.IntN(9500))
	outlet := fmt.Sprintf("%s Times", g.vocab["en"][i%200])
	id := fmt.Sprintf("a%07d", i)
	a := annotate.NewArticle(annotate.Article{
		ID: annotate.ID(id), Key: id, Language: language, Outlet: outlet, Published: day.Format(time.DateOnly),
		Title:  strings.Join([]string{g.vocab[language][i%30_000], "over", g.vocab[language][(i*7)%30_000], strconv.Itoa(i)}, " "),
		Author: g.vocab["en"][i%3000] + " " + g.vocab["en"][i%2999], URL: "https://news.example/" + strings.ReplaceAll(outlet, " ", "-") + "/" + id,
	}, body.String())
	layer := annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}
	return annotate.Entry{Article: a, Layers: []annotate.Layer{annotate.NewLayer(layer, g.items(places))}}
}

func (g *Generator) items(places []span.Span) []annotate.Item {
	labels := []string{"PER", "ORG", "GPE", "LOC", "DATE", "WEAPON"}
	roles := []string{"Attacker", "Target", "Place"}
	g.r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	slices.SortFunc(places[:32], span.Compare)
	items := []annotate.Item{&annotate.Head{State: annotate.Done}}
	for i, p := range places[:26] {
		items = append(items, &annotate.Mention{ID: annotate.ID(fmt.Sprintf("m%d", i+1)), Label: labels[g.r.IntN(len(labels))], Spans: []span.Span{p}})
	}
	for i, p := range places[26:32] {
		e := &annotate.Event{
			ID: annotate.ID(fmt.Sprintf("v%d", i+1)), Type: "Attack", Trigger: []span.Span{p},
			Attributes: annotate.Attributes{"polarity": `"positive"`, "tense": `"past"`},
		}
		for n := range 2 + i%2 {
			e.Arguments = append(e.Arguments, annotate.Argument{Role: roles[n], Target: annotate.ID(fmt.Sprintf("m%d", 4*i+n+1))})
		}
		items = append(items, e)
	}
	return items
}

// Imports are the transactions that import entries, some hundred in each, with or without layers.
func Imports(entries []annotate.Entry, layers bool) []annotate.Transaction {
	var txs []annotate.Transaction
	for batch := range slices.Chunk(entries, 250) {
		tx := annotate.Transaction{ID: annotate.ID(fmt.Sprintf("import%06d", len(txs))), Author: "ada", At: time.UnixMilli(1e12), Title: "Import"}
		for _, e := range batch {
			tx.Edits = append(tx.Edits, annotate.Edit{After: e.Article})
			for _, l := range e.Layers {
				if layers {
					l.Each(func(item annotate.Item) { tx.Edits = append(tx.Edits, annotate.Edit{Layer: l.ID, After: item}) })
				}
			}
		}
		txs = append(txs, tx)
	}
	return txs
}

// Corpus is n articles with a layer each, always the same.
func Corpus(n int) []annotate.Entry {
	g := NewGenerator()
	entries := make([]annotate.Entry, n)
	for i := range entries {
		entries[i] = g.Entry(i)
	}
	return entries
}

// Doubled is a corpus in which ben does what ada did, but every third mention and every second event.
func Doubled(n int) []annotate.Entry {
	entries := Corpus(n)
	for i, e := range entries {
		var items []annotate.Item
		count := 0
		e.Layers[0].Each(func(item annotate.Item) {
			count++
			switch x := item.(type) {
			case *annotate.Mention:
				if count%3 == 0 {
					item = annotate.WithLabel(x, "OTHER")
				}
			case *annotate.Event:
				if count%2 == 0 && len(x.Arguments) > 1 {
					item = x.WithoutArgument(0)
				}
			}
			items = append(items, item)
		})
		id := e.Layers[0].ID
		id.Annotator = "ben"
		entries[i].Layers = append(e.Layers, annotate.NewLayer(id, items))
	}
	return entries
}
