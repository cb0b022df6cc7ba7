package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"galley/annotate"
	"galley/annotate/span"
	"galley/store"
)

// TestMain runs this program again as another process where a test asks for it.
func TestMain(m *testing.M) {
	switch os.Getenv("GALLEY_TEST_CHILD") {
	case "":
		os.Exit(m.Run())
	case "commit":
		childCommits(os.Getenv("GALLEY_TEST_PATH"))
	case "review":
		childReviews(os.Getenv("GALLEY_TEST_PATH"))
	case "read":
		childReads(os.Getenv("GALLEY_TEST_PATH"))
	}
}

func child(t *testing.T, what, path string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "GALLEY_TEST_CHILD="+what, "GALLEY_TEST_PATH="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// childCommits commits acts without end and prints each when it is saved.
func childCommits(path string) {
	s, err := Open(context.Background(), path, store.Options{Program: "child"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	c, err := s.Counts(context.Background())
	for n := c.Transactions; err == nil; n++ {
		if err = s.Commit(context.Background(), act(n)); err == nil {
			fmt.Println(n)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// act is the act number n: an article with two mentions, or a change of the one before.
func act(n int) annotate.Transaction {
	tx := annotate.Transaction{ID: annotate.ID(fmt.Sprintf("act%06d", n)), Author: "ada", At: time.UnixMilli(int64(n))}
	made := func(n int) *annotate.Article {
		return annotate.NewArticle(annotate.Article{ID: annotate.ID(fmt.Sprint("a", n)), Key: fmt.Sprint(n)}, strings.Repeat(fmt.Sprint("word", n, " "), n%500+2))
	}
	mention := func(n int, label string) *annotate.Mention {
		return &annotate.Mention{ID: "m", Label: label, Spans: []span.Span{{Start: 0, End: 4}}}
	}
	if n%2 == 1 {
		a := made(n)
		l := annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}
		tx.Edits = []annotate.Edit{{After: a}, {Layer: l, After: mention(n, "PER")}, {Layer: l, After: &annotate.Entity{ID: "e", Label: "PER"}}}
	} else {
		l := annotate.LayerID{Article: made(n - 1).ID, Annotator: "ada", Kind: annotate.Human}
		tx.Edits = []annotate.Edit{{Layer: l, Before: mention(n-1, "PER"), After: mention(n-1, "ORG")}}
	}
	return tx
}

// What was called saved is there after kill -9 at any moment, and the project is sound.
func TestKill(t *testing.T) {
	s := newProject(t, setUp)
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 8 {
		s := openSaved(t, path, killed(t, child(t, "commit", path), 1+random.IntN(60)))
		found, err := s.Check(t.Context(), nil)
		if len(found) > 0 || err != nil {
			t.Errorf("check: %v, %v", found, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// openSaved opens a project in which an act was saved, and those before it.
func openSaved(t *testing.T, path string, saved int) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if last := c.Transactions - 1; last < saved {
		t.Errorf("act %d was saved, the last there is %d", saved, last)
	}
	return s
}

// killed runs a child that prints the numbers of what it saved, kills it after
// so many and gives the last one that it printed.
func killed(t *testing.T, cmd *exec.Cmd, after int) (saved int) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for range after {
		if !lines.Scan() {
			t.Fatal("the child ended by itself")
		}
		saved = number(t, lines.Text())
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it said before it died
		saved = number(t, lines.Text())
	}
	_ = cmd.Wait() // it was killed
	return saved
}

func number(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A lock names its holder and dies with it.
func TestLockOfAnotherProcess(t *testing.T) {
	s := newProject(t, setUp)
	path := s.path
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := child(t, "commit", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path, store.Options{})
	var locked *store.LockedError
	if !errors.As(err, &locked) || !strings.HasPrefix(locked.Holder, "child, user ") || !strings.HasSuffix(locked.Holder, fmt.Sprint("process ", cmd.Process.Pid)) {
		t.Errorf("while the child has it: %v", err)
	}
	r, err := Open(t.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Counts(t.Context()); err != nil {
		t.Errorf("reading beside it: %v", err)
	}
	if err := errors.Join(r.Close(), cmd.Process.Kill()); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // it was killed
	openProject(t, path)
}

// fillUp commits articles until something goes wrong.
func fillUp(t *testing.T, s *Store) (n int, err error) {
	for n = 1; err == nil && n < 2000; n++ {
		err = s.Commit(t.Context(), act(n))
	}
	return n - 1, err
}

func full(t *testing.T, s *Store, makeRoom func()) {
	t.Helper()
	failed, err := fillUp(t, s)
	if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), s.path) {
		t.Fatalf("act %d: %v", failed, err)
	}
	c, err := s.Counts(t.Context())
	if err != nil || c.Transactions != failed {
		t.Errorf("%d transactions, want %d (%v)", c.Transactions, failed, err)
	}
	makeRoom()
	if err := s.Commit(t.Context(), act(failed)); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if found, err := s.Check(t.Context(), nil); len(found) > 0 || err != nil {
		t.Errorf("check: %v, %v", found, err)
	}
}

// On a full disk an act is refused whole, and the project works when there is room again.
func TestFull(t *testing.T) {
	s := newProject(t, setUp)
	if _, err := s.writer.Exec(`PRAGMA max_page_count = 80`); err != nil {
		t.Fatal(err)
	}
	full(t, s, func() {
		if _, err := s.writer.Exec(`PRAGMA max_page_count = 1000000`); err != nil {
			t.Fatal(err)
		}
	})
}

func TestFullDisk(t *testing.T) {
	dir := smallDisk(t, "4m")
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "p.galley")
	if err := Create(t.Context(), path, "p", "P", setUp); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	full(t, s, func() {
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	})
	fill(t, ballast)
	if err := s.Copy(t.Context(), filepath.Join(dir, "copy.galley"), nil); !errors.Is(err, store.ErrFull) {
		t.Errorf("a copy that does not fit: %v", err)
	}
	if err := Create(t.Context(), filepath.Join(dir, "second.galley"), "p", "P", imports(makeCorpus(200), true)...); err == nil {
		t.Error("a project that does not fit")
	}
	if err := errors.Join(os.Remove(ballast), s.Close()); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the disk holds %v (%v)", entries, err)
	}
}

// fill writes a file until the disk is full.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// childReads reads a project as somebody who may not write it.
func childReads(path string) {
	s, err := Open(context.Background(), path, store.Options{ReadOnly: true})
	if err == nil {
		var c store.Counts
		c, err = s.Counts(context.Background())
		fmt.Println(c.Articles)
		err = errors.Join(err, s.Close())
	}
	if err == nil {
		if _, err = Open(context.Background(), path, store.Options{}); errors.Is(err, store.ErrReadOnly) {
			err = nil
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A project in a write-protected folder can be read if it was closed or if
// somebody has it open. What a crash left is refused: without its log it would
// not be the project.
func TestReadOnlyFolder(t *testing.T) {
	for _, test := range []struct {
		name string
		left func(t *testing.T, s *Store) (path string)
		want string
	}{
		{"closed", func(t *testing.T, s *Store) string {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return s.path
		}, "3\n"},
		{"left by a crash", func(t *testing.T, s *Store) string {
			path := filepath.Join(t.TempDir(), "p.galley")
			for _, suffix := range []string{"", "-wal"} {
				b, err := os.ReadFile(s.path + suffix)
				if err == nil {
					err = os.WriteFile(path+suffix, b, 0o644)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			return path
		}, "not closed properly"},
		{"open elsewhere", func(t *testing.T, s *Store) string { return s.path }, "3\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newProject(t, setUp)
			if err := s.Commit(t.Context(), imports(makeCorpus(3), true)...); err != nil {
				t.Fatal(err)
			}
			path := test.left(t, s)
			cmd := child(t, "read", path)
			unprivileged(t, cmd)
			protect(t, filepath.Dir(path))
			cmd.Stderr = nil
			out, err := cmd.CombinedOutput()
			if !strings.Contains(string(out), test.want) {
				t.Errorf("%q, %v", out, err)
			}
		})
	}
}

// protect takes the right to write from a folder and all in it until the test ends.
func protect(t *testing.T, dir string) {
	t.Helper()
	mode := func(folder, file os.FileMode) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				return os.Chmod(path, folder)
			}
			return os.Chmod(path, file)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mode(0o555, 0o444)
	t.Cleanup(func() { mode(0o755, 0o644) })
}
