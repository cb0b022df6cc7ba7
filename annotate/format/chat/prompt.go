package chat

import (
	"fmt"
	"strings"
	"text/template"

	"galley/annotate"
	"galley/annotate/format"
)

// The parts of prompts: text/templates of the schema, which may be nil.
const (
	// form tells what an answer looks like.
	form = `Answer with JSON alone:
{"entities":[{"text":"…","type":"…"}],"relations":[{"type":"…","head":{"text":"…"},"tail":{"text":"…"}}],"events":[{"type":"…","trigger":"…","arguments":[{"role":"…","text":"…"}]}]}
Quote the article word for word. Where a quote is not the first of its kind in the article, add "occurrence", counted from 1. For an entity in several pieces quote from its first to its last word and add the pieces as "fragments".`
	// names are the labels of the schema.
	names = `
{{- with .}}{{with .Entities}}
Entity types:{{range .}} {{.Label}};{{end}}{{end}}{{with .Relations}}
Relation types:{{range .}} {{.Label}};{{end}}{{end}}{{with .Events}}
Event types with roles:{{range .}} {{.Label}}{{with .Roles}} ({{range $i, $r := .}}{{if $i}}, {{end}}{{$r.Name}}{{end}}){{end}};{{end}}{{end}}{{end}}`
	// definitions are the labels with what the schema says that they mean, one in each line.
	definitions = `
{{- with .}}{{with .Entities}}
Entity types:{{range .}}
- {{.Label}}{{with .Description}}: {{.}}{{end}}{{end}}{{end}}{{with .Relations}}
Relation types:{{range .}}
- {{.Label}}{{with .Description}}: {{.}}{{end}}{{end}}{{end}}{{with .Events}}
Event types with roles:{{range .}}
- {{.Label}}{{with .Description}}: {{.}}{{end}}{{range .Roles}}
  - {{.Name}}{{with .Description}}: {{.}}{{end}}{{end}}{{end}}{{end}}{{end}}`
)

// usualPrompt is the message of the system but in the variants.
const usualPrompt = `Extract the entities, relations and events of the article. ` + form + names

var variants = []format.Named{
	{ID: "brief", Name: "prompt with labels only"},
	{ID: "defined", Name: "prompt with definitions of labels"},
	{ID: "bare", Name: "no prompt"},
}

// prompts are those of the variants. A model that is trained on examples learns
// the form of the answer from them, so that a prompt may do without.
var prompts = map[string]string{
	"brief":   `Extract the entities, relations and events of the article as JSON.` + names,
	"defined": `Extract the entities, relations and events of the article, as they are defined below. ` + form + definitions,
	"bare":    "", // no message of the system
}

// prompt is the message of the system; empty for none.
func prompt(variant string, schema *annotate.Schema) (string, error) {
	source, ok := prompts[variant]
	if !ok {
		source = usualPrompt
	}
	t, err := template.New("prompt").Parse(source)
	if err != nil {
		return "", fmt.Errorf("the prompt is no template: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, schema); err != nil {
		return "", fmt.Errorf("making the prompt: %w", err)
	}
	return b.String(), nil
}
