// Package assets embeds the data files that Galley carries with it: schema
// templates, design tokens, icons, fonts, translations and the sample corpus.
// It holds no logic and imports nothing of Galley.
package assets

import "embed"

// Schemas holds the schema templates offered for a new project, one file
// schemas/ID.json each in the format "news-schema", version 1. They name the
// types, roles and attributes of public annotation schemes, described in our
// own words; conflict-news is our own design and the default. In examples the
// words to mark stand in square brackets.
//
//go:embed schemas/*.json
var Schemas embed.FS
