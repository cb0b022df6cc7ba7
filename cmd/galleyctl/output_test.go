package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestEscape(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"plain", "Truce — “now” 平和", "Truce — “now” 平和"},
		{"escape sequences", "\x1b[2J\x1b]0;title\x07", `\x1b[2J\x1b]0;title\x07`},
		{"C1", "a\u009b31m", `a\x9b31m`},
		{"line ends", "a\r\nb\u2028c", `a\x0d\x0ab\u2028c`},
		{"direction", "Minister \u202edenied", `Minister \u202edenied`},
		{"bytes that are no UTF-8", "caf\xe9", `caf\xe9`},
		{"the sign for such bytes", "a\uFFFD\x07", "a\uFFFD" + `\x07`},
		{"a tab between columns", "a\tb", "a\tb"},
	}
	for _, c := range cases {
		if got := escape(c.in, '\t'); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestProgressOnTerminal(t *testing.T) {
	var b bytes.Buffer
	o := &output{stdout: &b, stderr: &b, terminal: true, every: time.Hour}
	tell := o.progress("importing")
	o.shown = o.shown.Add(-time.Hour)
	tell(1, 4)
	tell(2, 4) // too soon
	o.progressDone()
	o.progressDone()
	if got, want := b.String(), "\rimporting: 25%\r              \r"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// interrupter ends an import after so many signs of progress.
type interrupter struct {
	bytes.Buffer
	left int
	stop func()
}

func (w *interrupter) Write(p []byte) (int, error) {
	if w.left--; w.left == 0 {
		w.stop()
	}
	return w.Buffer.Write(p)
}

func TestInterruptedImport(t *testing.T) {
	dir := t.TempDir()
	project, file := filepath.Join(dir, "p.galley"), filepath.Join(dir, "n.jsonl")
	var data strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&data, `{"id":"n%d","text":"text"}`+"\n", i)
	}
	if err := os.WriteFile(file, []byte(data.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	quiet := &output{stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, every: time.Hour}
	if code := run(t.Context(), []string{"new", project}, quiet); code != exitDone {
		t.Fatal(code)
	}
	for _, c := range []struct {
		after, code int
		says        string
	}{
		{100, exitFailed, "galleyctl: it was stopped; nothing was changed\n"},
		{600, exitPart, "galleyctl: it was stopped; 512 articles are in the project\n"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		stderr := &interrupter{left: c.after, stop: cancel}
		code := run(ctx, []string{"import", project, file}, &output{stdout: &bytes.Buffer{}, stderr: stderr})
		if code != c.code || !strings.HasSuffix(stderr.String(), c.says) {
			t.Errorf("after %d: exit code %d, %q", c.after, code, stderr.String()[max(0, stderr.Len()-200):])
		}
	}
	if code := run(t.Context(), []string{"doctor", project}, quiet); code != exitDone {
		t.Error("the project is not sound")
	}
}
