//go:build readers

package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"galley/annotate/format/all"
)

// TestExamples runs the scripts of docs/examples on the sample corpus as it is
// exported: spaCy learns to find a name, the baseline finds events, the others
// load their data.
func TestExamples(t *testing.T) {
	for _, tt := range []struct {
		script, format string
		reader         string   // whose environment it runs in
		args           []string // behind the data
		folder, twice  bool     // the script takes the folder; or the file for training and for testing
		want           string
	}{
		{script: "spacy_ner.py", format: "spacy", reader: "spacy", args: []string{"Rana Tebbane went to Osmarra."}, want: `(?m)^PER\t0\t12\tRana Tebbane$`},
		{script: "hf_tokens.py", format: "hf-jsonl", reader: "hf", folder: true, want: `(?m)^train: \d+ articles, \d{4,} tokens, [1-9]\d\d names`},
		{script: "gliner_names.py", format: "gliner", reader: "gliner", want: `^\d+ articles in \d+ pieces, [1-9]\d\d names`},
		{script: "event_baseline.py", format: "wikievents", reader: "wikievents", twice: true, want: `triggers: F1 0\.[5-9]\d of [1-9]\d+; arguments, attached: F1 0\.[2-9]`},
	} {
		t.Run(tt.script, func(t *testing.T) {
			f := all.Find(tt.format)
			dir, _ := write(t, f, records(t)[1:])
			data := dir
			if !tt.folder {
				data = filepath.Join(dir, "articles"+f.Info().Extension)
			}
			args := []string{filepath.Join(root, "docs", "examples", tt.script), data}
			if tt.twice {
				args = append(args, data)
			}
			python := exec.Command(python(t, tt.reader), append(args, tt.args...)...)
			python.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "HF_HUB_OFFLINE=1", "HF_HOME="+t.TempDir())
			var problems strings.Builder
			python.Stderr = &problems
			out, err := python.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, &problems)
			}
			if !regexp.MustCompile(tt.want).Match(out) {
				t.Errorf("it prints\n%swhich is not like %s", out, tt.want)
			}
		})
	}
}
