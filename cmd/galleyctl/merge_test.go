package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/segment"
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
		// Spread over the merge, and the first at once: a machine that has got faster must not let all be done.
		killed(t, takes*time.Duration(n)/time.Duration(tries), "merge", path, at("ben.galley"))
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

// An exchange that is killed at any moment leaves the project as before or
// with all that came in, and the folder with whole segments. The next one
// clears away what was left half-written and ends what was begun.
func TestKilledExchange(t *testing.T) {
	const articles = 50
	tries := 8
	if testing.Short() {
		tries = 3
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"ada", "ben", "cy"} {
		layers(t, at(name+".jsonl"), name, articles)
	}
	if err := os.Mkdir(at("shared"), 0o777); err != nil {
		t.Fatal(err)
	}
	do(t, "new", at("p.galley"))
	do(t, "import", at("p.galley"), at("ada.jsonl"))
	do(t, "exchange", at("p.galley"), at("shared"))
	do(t, "exchange", at("q.galley"), at("shared"))
	do(t, "import", at("q.galley"), at("ben.jsonl"))
	do(t, "exchange", at("q.galley"), at("shared")) // ben's work is to come in
	do(t, "import", at("p.galley"), at("cy.jsonl")) // cy's is to go out
	clean, err := os.ReadFile(at("p.galley"))
	if err != nil {
		t.Fatal(err)
	}
	begin := func(n int) (project, folder string) {
		project, folder = at(fmt.Sprintf("try-%d.galley", n)), at(fmt.Sprintf("shared-%d", n))
		err := errors.Join(os.WriteFile(project, clean, 0o644), os.CopyFS(folder, os.DirFS(at("shared"))))
		if err != nil {
			t.Fatal(err)
		}
		return project, folder
	}
	project, folder := begin(tries)
	begun := time.Now()
	do(t, "exchange", project, folder)
	takes := time.Since(begun)

	before := 0
	for n := range tries {
		project, folder := begin(n)
		killed(t, takes*time.Duration(n)/time.Duration(tries), "exchange", project, folder)
		switch found := finished(t, project, "ben"); found {
		case 0:
			before++
		case articles:
		default:
			t.Errorf("killed: %d of %d layers came in", found, articles)
		}
		do(t, "doctor", project)
		whole(t, folder)
		do(t, "exchange", project, folder)
		whole(t, folder)
		if left, err := filepath.Glob(filepath.Join(folder, ".galley-*")); err != nil || len(left) > 0 {
			t.Errorf("half-written files are left: %q %v", left, err)
		}
		other := at(fmt.Sprintf("other-%d.galley", n))
		do(t, "exchange", other, folder)
		for _, name := range []string{"ada", "ben", "cy"} {
			for _, path := range []string{project, other} {
				if found := finished(t, path, name); found != articles {
					t.Errorf("exchanged after that: %d layers of %s in %s", found, name, path)
				}
			}
		}
	}
	if before == 0 {
		t.Error("no exchange was killed before the work came in")
	}
}

// killed runs a command line and kills it after a time, unless it is done before.
func killed(t *testing.T, after time.Duration, args ...string) {
	t.Helper()
	cmd := galleyctl(t, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // killed, or done before
	timer.Stop()
}

// whole wants each segment in a folder to be whole.
func whole(t *testing.T, folder string) {
	t.Helper()
	c, err := segment.Read(t.Context(), folder, nil)
	if err != nil || len(c.Left) > 0 {
		t.Errorf("the folder holds %v (%v)", c.Left, err)
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
	person := p.PersonNamed(name)
	if person == nil {
		return 0
	}
	refs, err := s.Find(t.Context(), annotate.Query{Person: person.ID, States: []annotate.State{annotate.Done}})
	if err != nil {
		t.Fatal(err)
	}
	return len(refs)
}
