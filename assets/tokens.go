package assets

import _ "embed"

// Tokens is the design token file: every number for colour, space, type and
// motion that the interface and the article view use. Package app/tokens reads it.
//
//go:embed tokens.json
var Tokens []byte
