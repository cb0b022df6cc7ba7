package assets

import "embed"

// Fonts holds the font files of the folder fonts, by names such as
// "fonts/NotoSerif-Regular.ttf", and their licence, "fonts/OFL.txt".
//
//go:embed fonts/*.ttf fonts/*.otf fonts/OFL.txt
var Fonts embed.FS
