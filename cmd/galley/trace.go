package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"
)

// trace writes marks of time as JSON lines, each flushed at once. A trace
// without a file writes nothing.
type trace struct {
	begun time.Time
	mu    sync.Mutex
	file  *os.File
}

func newTrace(path string, begun time.Time) (*trace, error) {
	if path == "" {
		return &trace{begun: begun}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("--trace: %w", err)
	}
	return &trace{begun: begun, file: file}, nil
}

// traceLine is a mark as scripts read it.
type traceLine struct {
	Event    string  `json:"event"`
	MS       float64 `json:"ms"`
	RSSMB    float64 `json:"rss_mb"`
	Article  string  `json:"article"`
	Chars    int     `json:"chars"`
	Mentions int     `json:"mentions"`
}

// Begun is when the process started.
func (t *trace) Begun() time.Time { return t.begun }

// On tells whether marks are wanted.
func (t *trace) On() bool { return t.file != nil }

// Mark writes that an event came about d after what it counts from. article is
// the key of the article concerned with its length in code points and its mentions; empty if none.
func (t *trace) Mark(event string, d time.Duration, article string, chars, mentions int) {
	if t.file == nil {
		return
	}
	line, err := json.Marshal(traceLine{event, float64(d.Microseconds()) / 1000, residentMB(), article, chars, mentions})
	if err != nil {
		panic("galley: " + err.Error())
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.file.Write(append(line, '\n')); err != nil {
		fmt.Fprintln(os.Stderr, "galley: --trace:", err)
		t.file = nil
	}
}

// Close ends the file.
func (t *trace) Close() {
	if t.file != nil {
		t.file.Close()
	}
}
