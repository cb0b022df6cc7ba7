package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"galley/annotate/format"
)

// output is where a command writes: answers to one side, messages and progress to the other.
type output struct {
	stdout, stderr io.Writer
	json           bool // the answer is one JSON object
	terminal       bool // stderr is one

	every time.Duration // how often progress is shown
	shown time.Time     // when that was last
	width int           // characters of progress on the line of the terminal
}

func newOutput(stdout, stderr *os.File) *output {
	o := &output{stdout: stdout, stderr: stderr, every: lineEvery}
	if info, err := stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		o.terminal, o.every = true, terminalEvery
	}
	return o
}

// answer writes v as JSON, or else what text says.
func (o *output) answer(v any, text func()) error {
	o.progressDone()
	if !o.json {
		text()
		return nil
	}
	enc := json.NewEncoder(o.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// print writes lines that hold nothing from a file.
func (o *output) print(text string) { fmt.Fprintln(o.stdout, text) }

// printf writes a line of the answer. What its arguments hold is shown escaped.
func (o *output) printf(format string, args ...any) {
	fmt.Fprintln(o.stdout, escape(fmt.Sprintf(format, args...), '\t'))
}

// errorf writes a message. Its lines stay lines; all else that would move the cursor is escaped.
func (o *output) errorf(format string, args ...any) {
	o.progressDone()
	fmt.Fprintln(o.stderr, "galleyctl: "+escape(fmt.Sprintf(format, args...), '\n'))
}

// issues lists what was refused or warned of.
func (o *output) issues(what string, list []format.Issue) {
	for _, i := range list {
		fmt.Fprintln(o.stderr, escape(fmt.Sprintf("%s: %s: %s (%s)", what, i.Item, i.Message, i.Code), 0))
	}
}

// escape shows control characters, and the invisible ones that turn the
// direction of text, as what they are: a title must not move the cursor, change
// colours or hide what stands beside it. keep is a control character to leave.
func escape(s string, keep rune) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return hidden(r) && r != keep }) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && s[i] != "\uFFFD"[0]:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !hidden(r) || r == keep:
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// How often progress is shown: in place on a terminal, and as a line elsewhere if the work is long.
const (
	terminalEvery = 100 * time.Millisecond
	lineEvery     = 5 * time.Second
)

// progress shows how far work has come. A total of 0 is unknown.
func (o *output) progress(what string) func(done, total int64) {
	o.shown = time.Now()
	return func(done, total int64) {
		now := time.Now()
		if now.Sub(o.shown) < o.every {
			return
		}
		o.shown = now
		text := fmt.Sprintf("%s: %d", what, done)
		if total > 0 {
			text = fmt.Sprintf("%s: %d%%", what, done*100/total)
		}
		if !o.terminal {
			fmt.Fprintln(o.stderr, text)
			return
		}
		fmt.Fprintf(o.stderr, "\r%-*s", o.width, text)
		o.width = len(text)
	}
}

// progressDone clears the line that progress stands on.
func (o *output) progressDone() {
	if o.width > 0 {
		fmt.Fprintf(o.stderr, "\r%*s\r", o.width, "")
		o.width = 0
	}
}
