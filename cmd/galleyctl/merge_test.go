package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"galley/annotate"
	"galley/store"
	"galley/store/open"
)

// galleyctl is a command line in a process of its own.
func galleyctl(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: self, Args: append([]string{"galleyctl"}, args...)} // see testscript.Main
}

func do(t *testing.T, args ...string) {
	t.Helper()
	if out, err := galleyctl(t, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

// layers writes a file with a layer of a person on each of n articles.
func layers(t *testing.T, path, person string, n int) {
	t.Helper()
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `{"key":"news-%04d","text":"Rebels shelled the port of Elmira.","layers":[{"annotator":%q,"kind":"human","state":"done","mentions":[`, i, person)
		for m := range 20 {
			if m > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":"m%d","label":"PER","spans":[[0,6]],"text":"Rebels"}`, m)
		}
		b.WriteString("]}]}\n")
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A merge that is killed at any moment leaves the project as before, or is done.
func TestKilledMerge(t *testing.T) {
	const articles = 100
	tries := 12
	if testing.Short() {
		tries = 4
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	layers(t, at("ada.jsonl"), "ada", articles)
	layers(t, at("ben.jsonl"), "ben", articles)
	do(t, "new", at("p.galley"))
	do(t, "import", at("p.galley"), at("ada.jsonl"))
	do(t, "bundle", at("p.galley"), at("ben.galley"), "--annotator", "ben")
	do(t, "import", at("ben.galley"), at("ben.jsonl"))
	clean, err := os.ReadFile(at("p.galley"))
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	do(t, "merge", at("p.galley"), at("ben.galley"))
	takes := time.Since(begun)
	if found := finished(t, at("p.galley"), "ben"); found != articles {
		t.Fatalf("%d of ben's layers came in, not %d", found, articles)
	}

	before := 0
	for n := range tries {
		path := at(fmt.Sprintf("try-%d.galley", n))
		if err := os.WriteFile(path, clean, 0o644); err != nil {
			t.Fatal(err)
		}
		merge := galleyctl(t, "merge", path, at("ben.galley"))
		if err := merge.Start(); err != nil {
			t.Fatal(err)
		}
		// Spread over the merge, and the first at once: a machine that has got faster must not let all be done.
		timer := time.AfterFunc(takes*time.Duration(n)/time.Duration(tries), func() { _ = merge.Process.Kill() })
		_ = merge.Wait() // killed, or done before
		timer.Stop()
		switch found := finished(t, path, "ben"); found {
		case 0:
			before++
		case articles:
		default:
			t.Errorf("killed: %d of %d layers came in", found, articles)
		}
		do(t, "doctor", path)
		do(t, "merge", path, at("ben.galley"))
		if found := finished(t, path, "ben"); found != articles {
			t.Errorf("merged after that: %d layers", found)
		}
	}
	if before == 0 {
		t.Error("no merge was killed before it was done")
	}
}

// finished counts the articles that a person has done.
func finished(t *testing.T, path, name string) int {
	t.Helper()
	s, err := open.Project(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.Project(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	refs, err := s.Find(t.Context(), annotate.Query{Person: p.PersonNamed(name).ID, States: []annotate.State{annotate.Done}})
	if err != nil {
		t.Fatal(err)
	}
	return len(refs)
}
