package assets

import _ "embed"

// Sample is the corpus of the sample project: 30 articles in Galley's native
// format, one a line, annotated under the template conflict-news.
// sample/README.md tells what it holds.
//
//go:embed sample/sample.jsonl
var Sample []byte

// SampleGuideline tells annotators of the sample project how to decide, in Markdown.
//
//go:embed sample/guideline.md
var SampleGuideline string
