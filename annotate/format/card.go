package format

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Card is what a format adds to the README.md of a data set.
type Card struct {
	FrontMatter string // lines of YAML by which programs load it
	Text        string // Markdown
}

// Carder is a format whose data sets are loaded by what README.md says of them.
type Carder interface {
	Card(set Set) Card
}

// CardOf is the card of a set in a format; empty for one that has none.
func CardOf(f Format, set Set) Card {
	if c, ok := f.(Carder); ok {
		return c.Card(set)
	}
	return Card{}
}

// YAML is s as a string of YAML, which takes JSON's.
func YAML(s string) string {
	plain := s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == ' ' || r == '.')
	}) && strings.TrimSpace(s) == s && !slices.Contains([]string{"no", "yes", "on", "off", "true", "false", "null", "y", "n"}, strings.ToLower(s))
	if plain {
		return s
	}
	quoted, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		return `""` // names of schemas and splits are valid UTF-8
	}
	return string(quoted)
}
