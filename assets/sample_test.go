package assets_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"galley/assets"
)

// The types name the keys of the native format in its order, so that encoding
// a line again shows whether the file is canonical.
type (
	sampleArticle struct {
		ID        string            `json:"id"`
		Key       string            `json:"key"`
		Title     string            `json:"title"`
		Published string            `json:"published"`
		Language  string            `json:"language"`
		Outlet    string            `json:"outlet"`
		Author    string            `json:"author"`
		URL       string            `json:"url"`
		Meta      map[string]string `json:"meta"`
		Text      string            `json:"text"`
		Layers    []sampleLayer     `json:"layers"`
	}
	sampleLayer struct {
		Annotator string           `json:"annotator"`
		Kind      string           `json:"kind"`
		State     string           `json:"state"`
		Mentions  []sampleMention  `json:"mentions"`
		Entities  []sampleEntity   `json:"entities"`
		Events    []sampleEvent    `json:"events"`
		Relations []sampleRelation `json:"relations"`
		Labels    []sampleLabel    `json:"labels"`
		Notes     []sampleNote     `json:"notes"`
	}
	sampleMention struct {
		ID         string         `json:"id"`
		Label      string         `json:"label"`
		Spans      [][2]int       `json:"spans"`
		Text       string         `json:"text"`
		Attributes map[string]any `json:"attributes"`
		Unsure     bool           `json:"unsure,omitempty"`
	}
	sampleEntity struct {
		ID         string         `json:"id"`
		Label      string         `json:"label"`
		Name       string         `json:"name"`
		KB         string         `json:"kb"`
		Mentions   []string       `json:"mentions"`
		Attributes map[string]any `json:"attributes"`
	}
	sampleTrigger struct {
		Spans [][2]int `json:"spans"`
		Text  string   `json:"text"`
	}
	sampleArgument struct {
		Role   string          `json:"role"`
		Target string          `json:"target,omitempty"`
		Value  json.RawMessage `json:"value,omitempty"`
	}
	sampleEvent struct {
		ID         string           `json:"id"`
		Type       string           `json:"type"`
		Trigger    *sampleTrigger   `json:"trigger"`
		Arguments  []sampleArgument `json:"arguments"`
		Attributes map[string]any   `json:"attributes"`
		Evidence   *sampleTrigger   `json:"evidence,omitempty"`
		Unsure     bool             `json:"unsure,omitempty"`
	}
	sampleRelation struct {
		ID         string         `json:"id"`
		Label      string         `json:"label"`
		From       string         `json:"from"`
		To         string         `json:"to"`
		Attributes map[string]any `json:"attributes"`
	}
	sampleLabel struct {
		ID    string `json:"id"`
		Label string `json:"label"`
		Value string `json:"value"`
	}
	sampleNote struct {
		ID    string `json:"id"`
		On    string `json:"on"`
		Text  string `json:"text"`
		State string `json:"state"`
		Kind  string `json:"kind,omitempty"`
	}
)

// sampleArticles decodes the sample and requires that encoding gives its bytes back.
func sampleArticles(t *testing.T) []sampleArticle {
	t.Helper()
	var list []sampleArticle
	var again bytes.Buffer
	enc := json.NewEncoder(&again)
	enc.SetEscapeHTML(false)
	dec := json.NewDecoder(bytes.NewReader(assets.Sample))
	dec.DisallowUnknownFields()
	for dec.More() {
		var a sampleArticle
		if err := dec.Decode(&a); err != nil {
			t.Fatalf("article %d: %v", len(list)+1, err)
		}
		if err := enc.Encode(a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	if !bytes.Equal(again.Bytes(), assets.Sample) {
		t.Fatal("sample.jsonl is not encoded canonically")
	}
	return list
}

func TestSampleCorpus(t *testing.T) {
	list := sampleArticles(t)
	if len(list) != 30 {
		t.Errorf("%d articles, want 30", len(list))
	}
	if !slices.IsSortedFunc(list, func(a, b sampleArticle) int { return cmp.Compare(a.Key, b.Key) }) {
		t.Error("lines are not in the order of their keys")
	}
	uuid7 := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen, annotated, languages := map[string]bool{}, 0, map[string]int{}
	for _, a := range list {
		languages[a.Language]++
		if seen[a.ID] || seen[a.Key] || !uuid7.MatchString(a.ID) {
			t.Errorf("%s: id %s is no UUIDv7, or id or key is taken", a.Key, a.ID)
		}
		seen[a.ID], seen[a.Key] = true, true
		switch names := annotators(a); {
		case slices.Equal(names, []string{"ada", "ben"}):
			annotated++
		case len(names) != 0:
			t.Errorf("%s: layers of %v", a.Key, names)
		}
	}
	if annotated != 12 {
		t.Errorf("%d articles with two layers, want 12", annotated)
	}
	for lang, want := range map[string]int{"en": 25, "ar": 2, "zh": 1, "fr": 1, "ru": 1} {
		if languages[lang] != want {
			t.Errorf("%d articles in %s, want %d", languages[lang], lang, want)
		}
	}
}

func annotators(a sampleArticle) []string {
	var names []string
	for _, l := range a.Layers {
		names = append(names, l.Annotator)
	}
	return names
}

// The sample promises things that are hard for programs that read news.
func TestSampleTraps(t *testing.T) {
	list := sampleArticles(t)
	for name, count := range map[string]struct {
		pattern  string
		articles int // at least
	}{
		"curly quotes":         {`“[^”]+”`, 10},
		"residue":              {`(?m)^(Share|Advertisement|Read more:.*|Sign up for.*)\r?$`, 8},
		"relative dates":       {`\b(on )?(Mon|Satur|Sun)day\b`, 15},
		"CRLF line ends":       {`\r\n`, 1},
		"no-break space":       {`\x{A0}`, 1},
		"combining accent":     {`\p{L}\x{301}`, 2},
		"beyond the BMP":       {`[\x{10000}-\x{10FFFF}]`, 1},
		"Arabic in Latin":      {`\p{Latin}, \p{Arabic}+`, 1},
		"contradicting counts": {`253`, 6},
	} {
		t.Run(name, func(t *testing.T) {
			n, re := 0, regexp.MustCompile(count.pattern)
			for _, a := range list {
				if re.MatchString(a.Text) {
					n++
				}
			}
			if n < count.articles {
				t.Errorf("in %d articles, want %d or more", n, count.articles)
			}
		})
	}
}

// Every screen is to find something to show in the annotations.
func TestSampleVariety(t *testing.T) {
	found := map[string]int{}
	for _, a := range sampleArticles(t) {
		for _, l := range a.Layers {
			countTraits(found, l)
		}
		if len(a.Layers) == 2 && sameMentions(a.Layers[0], a.Layers[1]) {
			t.Errorf("%s: ada and ben mark the same", a.Key)
		}
	}
	for _, trait := range []string{
		"discontinuous mention", "discontinuous trigger", "nested mentions", "mention of residue", "unsure",
		"event of the document", "two events on a trigger", "event as argument", "entity as argument", "value as argument",
		"HOLDS", "SAYS", "PART_OF", "MEMBER", "CONTRADICTS", "note open", "note resolved", "question", "layer done", "layer started",
	} {
		if found[trait] == 0 {
			t.Errorf("no %s in the sample", trait)
		}
	}
}

func countTraits(found map[string]int, l sampleLayer) {
	note := func(trait string, is bool) {
		if is {
			found[trait]++
		}
	}
	found["layer "+l.State]++
	for i, m := range l.Mentions {
		note("discontinuous mention", len(m.Spans) > 1)
		note("mention of residue", m.Label == "BOILER")
		note("unsure", m.Unsure)
		if i > 0 {
			_, end := hull(l.Mentions[i-1].Spans)
			note("nested mentions", m.Spans[0][1] <= end)
		}
	}
	for i, e := range l.Events {
		note("event of the document", e.Trigger == nil)
		note("discontinuous trigger", len(e.spans()) > 1)
		note("two events on a trigger", i > 0 && e.Trigger != nil && slices.Equal(e.spans(), l.Events[i-1].spans()))
		for _, a := range e.Arguments {
			note("event as argument", strings.HasPrefix(a.Target, "v"))
			note("entity as argument", strings.HasPrefix(a.Target, "e"))
			note("value as argument", a.Target == "" && a.Value != nil)
		}
	}
	for _, r := range l.Relations {
		found[r.Label]++
	}
	for _, n := range l.Notes {
		found["note "+n.State]++
		note("question", n.Kind == "question")
	}
}

func sameMentions(a, b sampleLayer) bool {
	return slices.EqualFunc(a.Mentions, b.Mentions, func(m, n sampleMention) bool {
		return m.Label == n.Label && slices.Equal(m.Spans, n.Spans)
	})
}
