//go:build readers

package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSQL runs the Python of docs/SQL.md on the sample project, with the SQLite
// that Python has: other programs open a project's file and read its views.
func TestSQL(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join(root, "docs", "SQL.md"))
	if err != nil {
		t.Fatal(err)
	}
	script := regexp.MustCompile("(?s)```python\n(.*?)```").FindSubmatch(doc)
	if script == nil {
		t.Fatal("docs/SQL.md has no Python")
	}
	dir := t.TempDir()
	sample, err := filepath.Abs(filepath.Join(root, "assets", "sample", "sample.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	run := func(in, name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir = in
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	ctl := filepath.Join(dir, "galleyctl")
	run(root, "go", "build", "-tags", "sqlite_fts5", "-o", ctl, "./cmd/galleyctl")
	run(dir, ctl, "new", "sample.galley")
	run(dir, ctl, "import", "sample.galley", sample)
	if out := run(dir, "python3", "-c", string(script[1])); strings.Count(out, "\n") < 50 {
		t.Errorf("the script tells too little:\n%s", out)
	}
}
