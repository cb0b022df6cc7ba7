package hf

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"galley/annotate/format"
)

// Card gathers what croissant.json says of a data set while its files are
// written through it: it is the Output of the data files.
type Card struct {
	out       format.Output
	set       format.Set
	extension string
	mediaType string
	sums      map[string]hash.Hash // by name of file
}

// NewCard begins the card of a set.
func NewCard(out format.Output, set format.Set, extension, mediaType string) *Card {
	return &Card{out: out, set: set, extension: extension, mediaType: mediaType, sums: map[string]hash.Hash{}}
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

// Write writes croissant.json, unless one file was asked for, which stands alone.
func (c *Card) Write() error {
	if c.set.Single != "" {
		return nil
	}
	croissant, err := c.croissant()
	if err != nil {
		return err
	}
	return format.WriteFile(c.out, "croissant.json", func(w io.Writer) error {
		_, err := w.Write(croissant)
		return err
	})
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

// CardOf is what the card says of the files and columns of a set.
func CardOf(set format.Set, extension string) format.Card {
	c := &Card{set: set, extension: extension}
	var b bytes.Buffer
	b.WriteString("configs:\n- config_name: default\n  data_files:\n")
	for _, split := range c.names() {
		b.WriteString("  - split: " + format.YAML(shown(split)) + "\n    path: " + format.YAML(set.DataName(split, extension)) + "\n")
	}
	features(&b, set.WithoutTexts)
	return format.Card{FrontMatter: b.String(), Text: columns}
}

const columns = `
## Columns

Each row is an article with one layer of annotation. Offsets count code points of ` + "`text`" + `, as Python does; ends are exclusive.

- ` + "`entities`" + `: labelled spans, each in one or more ` + "`fragments`" + `; those of one ` + "`cluster`" + ` mean the same thing, which ` + "`clusters`" + ` names.
- ` + "`relations`" + `: ` + "`head`" + ` and ` + "`tail`" + ` are ids of entities. ` + "`other_relations`" + ` join anything else.
- ` + "`events`" + `: a type, a ` + "`trigger`" + `, and ` + "`arguments`" + ` whose ` + "`ref`" + ` is the id of an entity. ` + "`other_arguments`" + ` are other events and mere values.
- ` + "`document_events`" + `: events of the article as a whole.
- Values of ` + "`attributes`" + `, ` + "`labels`" + ` and arguments are JSON: ` + "`json.loads(value)`" + `.

Every row has every column, and nothing is null.
`

func (c *Card) sum(name string) string {
	if s := c.sums[name]; s != nil {
		return hex.EncodeToString(s.Sum(nil))
	}
	return ""
}
