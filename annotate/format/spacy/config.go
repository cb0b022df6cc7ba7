package spacy

import (
	_ "embed"
	"io"
	"slices"
	"strings"
	"text/template"

	"galley/annotate/format"
)

//go:embed config.cfg
var configText string

var configTemplate = template.Must(template.New(configFile).Parse(configText))

// languages are those for which spaCy 3 needs no further package.
var languages = strings.Fields(`af am ar az bg bn bo ca cs da de dsb el en es et eu fa fi fo fr ga gd grc gu he hi hr hsb ht hu hy
	id is it kmr kn ky la lb lg lij lt lv mk ml mr ms nb ne nl nn pl pt ro sa si sk sl sq sr sv ta te ti tl tn tr tt ur yo zh`)

// writeConfig writes the configuration that trains on the files of set, whose
// articles are in the given languages.
func writeConfig(out format.Output, set format.Set, in []string) error {
	return format.WriteFile(out, configFile, func(w io.Writer) error {
		return configTemplate.Execute(w, map[string]string{
			"Language": configLanguage(in),
			"Train":    set.DataName(oneOf(set.Splits, "train"), extension),
			"Dev":      set.DataName(oneOf(set.Splits, "dev", "validation", "valid", "test"), extension),
		})
	})
}

// configLanguage is spaCy's name of the one language of all articles, or of any.
func configLanguage(in []string) string {
	if len(in) == 1 {
		tag, _, _ := strings.Cut(strings.ToLower(in[0]), "-")
		if slices.Contains(languages, tag) {
			return tag
		}
	}
	return "xx"
}

// oneOf is the first of names that is among splits, or else the first split.
func oneOf(splits []string, names ...string) string {
	for _, name := range names {
		if slices.Contains(splits, name) {
			return name
		}
	}
	if len(splits) > 0 {
		return splits[0]
	}
	return ""
}
