package hf

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotate/format"
)

// Card gathers what README.md and croissant.json say of a data set while its
// files are written through it: it is the Output of the data files.
type Card struct {
	out       format.Output
	set       format.Set
	extension string
	mediaType string
	sums      map[string]hash.Hash // by name of file
	splits    map[string]*counts
	languages map[string]bool
}

// counts are of one split.
type counts struct{ articles, entities, events, relations int }

// NewCard begins the card of a set.
func NewCard(out format.Output, set format.Set, extension, mediaType string) *Card {
	c := &Card{out: out, set: set, extension: extension, mediaType: mediaType,
		sums: map[string]hash.Hash{}, splits: map[string]*counts{}, languages: map[string]bool{}}
	for _, split := range c.names() {
		c.splits[split] = &counts{}
	}
	return c
}

// names are those of the splits; one without a name where there are none.
func (c *Card) names() []string {
	if len(c.set.Splits) == 0 {
		return []string{""}
	}
	return c.set.Splits
}

// Create makes a data file and sums its bytes.
func (c *Card) Create(name string) (io.WriteCloser, error) {
	f, err := c.out.Create(name)
	if err != nil {
		return nil, err
	}
	c.sums[name] = sha256.New()
	return &summed{f, c.sums[name]}, nil
}

type summed struct {
	io.WriteCloser
	sum hash.Hash
}

func (s *summed) Write(p []byte) (int, error) {
	s.sum.Write(p)
	return s.WriteCloser.Write(p)
}

// Add counts a row.
func (c *Card) Add(split string, r *Row) {
	n := c.splits[split]
	if n == nil {
		n = &counts{}
		c.splits[split] = n
	}
	n.articles++
	n.entities += len(r.Entities)
	n.events += len(r.Events) + len(r.DocumentEvents)
	n.relations += len(r.Relations) + len(r.OtherRelations)
	if language, _, _ := strings.Cut(strings.ToLower(r.Language), "-"); len(language) == 2 || len(language) == 3 {
		c.languages[language] = true
	}
}

// Write writes README.md and croissant.json, unless one file was asked for, which stands alone.
func (c *Card) Write() error {
	if c.set.Single != "" {
		return nil
	}
	croissant, err := c.croissant()
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"README.md": c.readme(), "croissant.json": croissant} {
		f, err := c.out.Create(name)
		if err != nil {
			return fmt.Errorf("making %s: %w", name, err)
		}
		_, err = f.Write(data)
		if err := cmp.Or(err, f.Close()); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return nil
}

// title is what the data set is called.
func (c *Card) title() string {
	if c.set.Schema == nil || c.set.Schema.Name == "" {
		return "Annotated articles"
	}
	return "Articles annotated by " + c.set.Schema.Name
}

// shown is a split's name on the Hub, which wants one.
func shown(split string) string { return cmp.Or(split, "train") }

// readme is the card, its front matter after
// https://github.com/huggingface/hub-docs/blob/main/datasetcard.md.
func (c *Card) readme() []byte {
	var b bytes.Buffer
	total := 0
	for _, n := range c.splits {
		total += n.articles
	}
	b.WriteString("---\npretty_name: " + yaml(c.title()) + "\n")
	if languages := slices.Sorted(maps.Keys(c.languages)); len(languages) > 0 {
		b.WriteString("language:\n")
		for _, l := range languages {
			b.WriteString("- " + yaml(l) + "\n")
		}
	}
	b.WriteString("task_categories:\n- token-classification\nsize_categories:\n- " + sizeCategory(total) + "\ntags:\n- event-extraction\n- news\n")
	b.WriteString("configs:\n- config_name: default\n  data_files:\n")
	for _, split := range c.names() {
		b.WriteString("  - split: " + yaml(shown(split)) + "\n    path: " + yaml(c.set.DataName(split, c.extension)) + "\n")
	}
	features(&b)
	b.WriteString("---\n\n# " + c.title() + "\n\n| split | articles | entities | events | relations |\n|---|---|---|---|---|\n")
	for _, split := range c.names() {
		n := c.splits[split]
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d |\n", shown(split), n.articles, n.entities, n.events, n.relations)
	}
	b.WriteString(columns)
	return b.Bytes()
}

const columns = `
Each row is an article with one layer of annotation. Offsets count code points of ` + "`text`" + `, as Python does; ends are exclusive.

- ` + "`entities`" + `: labelled spans, each in one or more ` + "`fragments`" + `; those of one ` + "`cluster`" + ` mean the same thing, which ` + "`clusters`" + ` names.
- ` + "`relations`" + `: ` + "`head`" + ` and ` + "`tail`" + ` are ids of entities. ` + "`other_relations`" + ` join anything else.
- ` + "`events`" + `: a type, a ` + "`trigger`" + `, and ` + "`arguments`" + ` whose ` + "`ref`" + ` is the id of an entity. ` + "`other_arguments`" + ` are other events and mere values.
- ` + "`document_events`" + `: events of the article as a whole.
- Values of ` + "`attributes`" + `, ` + "`labels`" + ` and arguments are JSON: ` + "`json.loads(value)`" + `.

Every row has every column, and nothing is null.
`

// sizeCategory is one of the Hub's.
func sizeCategory(n int) string {
	bounds := []struct {
		below int
		name  string
	}{{1e3, "n<1K"}, {1e4, "1K<n<10K"}, {1e5, "10K<n<100K"}, {1e6, "100K<n<1M"}, {1e7, "1M<n<10M"}}
	for _, b := range bounds {
		if n < b.below {
			return b.name
		}
	}
	return "10M<n<100M"
}

// yaml is s as a string of YAML, which takes JSON's.
func yaml(s string) string {
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == ' ' || r == '.')
	}) && strings.TrimSpace(s) == s && !slices.Contains([]string{"no", "yes", "on", "off", "true", "false", "null", "y", "n"}, strings.ToLower(s))
	if plain {
		return s
	}
	return quoted(s)
}

func (c *Card) sum(name string) string {
	if s := c.sums[name]; s != nil {
		return hex.EncodeToString(s.Sum(nil))
	}
	return ""
}
