package assets

import _ "embed"

// Icon is the program's icon, a PNG of 512x512 pixels drawn from
// icons/galley.svg.
//
//go:embed icons/galley.png
var Icon []byte
