package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/store"
)

// projectFile is the bytes of a small closed project.
func projectFile(t testing.TB) []byte {
	t.Helper()
	s := newProject(t, setUp)
	if err := s.Commit(context.Background(), imports(makeCorpus(20), true)...); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// withSQL is a project after some SQL of somebody else.
func withSQL(t *testing.T, file []byte, statements string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector{dsn: fileURI(path), access: write})
	for _, q := range []string{"PRAGMA foreign_keys = OFF", statements, "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func changed(file []byte, offset int, with ...byte) []byte {
	b := bytes.Clone(file)
	copy(b[offset:], with)
	return b
}

func TestOpenRefuses(t *testing.T) {
	file := projectFile(t)
	noise := make([]byte, pageSize)
	for i := range noise {
		noise[i] = byte(rand.N(256))
	}
	for _, test := range []struct {
		name string
		file []byte
		want error
		says string
	}{
		{"zero bytes", nil, store.ErrForeign, "empty"},
		{"text", []byte("Police in Lyon detained two suspects."), store.ErrForeign, "not a Galley project"},
		{"header only", file[:100], store.ErrDamaged, "100"},
		{"half a header", file[:50], store.ErrDamaged, "ends in the middle"},
		{"cut in half", file[:len(file)/2], store.ErrDamaged, "should have"},
		{"another program's", withSQL(t, file, `PRAGMA application_id = 305419896`), store.ErrForeign, "another program"},
		{"newer", withSQL(t, file, `PRAGMA user_version = 1001`), store.ErrNewerSchema, "form 1001"},
		{"no version", withSQL(t, file, `PRAGMA user_version = 0`), store.ErrDamaged, ""},
		{"page size zero", changed(file, 16, 0, 0), store.ErrDamaged, ""},
		{"first page is noise", changed(file, 100, noise[100:]...), store.ErrDamaged, ""},
		{"trigger", withSQL(t, file, `CREATE TRIGGER bad AFTER INSERT ON annotation BEGIN DELETE FROM article; END`), store.ErrForeign, `trigger "bad"`},
		{"view", withSQL(t, file, `CREATE VIEW zz AS SELECT 1`), store.ErrForeign, `view "zz"`},
		{"view for a table", withSQL(t, file, `ALTER TABLE article RENAME TO a2; CREATE VIEW article AS SELECT * FROM a2`), store.ErrForeign, "not made by Galley"},
		{"endless view", withSQL(t, file, `DROP TABLE log_article; CREATE VIEW log_article(article, seq) AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x, x FROM c`), store.ErrForeign, `view "log_article"`},
		{"index with an expression", withSQL(t, file, `CREATE INDEX ix ON article (abs(bytes))`), store.ErrForeign, `index "ix"`},
		{"another table", withSQL(t, file, `CREATE TABLE bomb(x DEFAULT (zeroblob(900000000)))`), store.ErrForeign, `table "bomb"`},
		{"missing table", withSQL(t, file, `DROP TABLE argument`), store.ErrDamaged, `"argument" is missing`},
		{"schema that does not parse", withSQL(t, file, `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE person(' WHERE name = 'person'`), store.ErrDamaged, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "p.galley")
			if err := os.WriteFile(path, test.file, 0o644); err != nil {
				t.Fatal(err)
			}
			for _, readOnly := range []bool{false, true} {
				s, err := Open(t.Context(), path, store.Options{ReadOnly: readOnly})
				if err == nil {
					s.Close()
				}
				if !errors.Is(err, test.want) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.says) {
					t.Errorf("read only %v: %v", readOnly, err)
				}
			}
			untouched(t, dir, "p.galley", test.file)
		})
	}
}

// untouched wants a folder to hold one file, with its bytes as they were.
func untouched(t *testing.T, dir, name string, want []byte) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("the folder holds %v", entries)
	}
	if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestOpenNoFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "device")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]error{"missing": fs.ErrNotExist, ".": store.ErrForeign, "device": store.ErrForeign} {
		if _, err := Open(t.Context(), filepath.Join(dir, name), store.Options{}); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCreateRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "p.galley")
	bad := annotate.Transaction{ID: "t", Edits: []annotate.Edit{{Before: &annotate.Person{ID: "x"}}}}
	if err := Create(t.Context(), path, "p", "P", bad); !errors.Is(err, annotate.ErrConflict) {
		t.Errorf("a first transaction that does not fit: %v", err)
	}
	if err := Create(t.Context(), filepath.Join(dir, "none", "p.galley"), "p", "P"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a folder that is not there: %v", err)
	}
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Create(t.Context(), path, "p", "P"); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	untouched(t, dir, "p.galley", []byte("mine"))
}

// Nothing is left beside a project that was made and closed.
func TestCloseTidiesUp(t *testing.T) {
	s := newProject(t, setUp)
	r, err := Open(t.Context(), s.path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Project(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), r.Close(), r.Close()); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
}

func TestLock(t *testing.T) {
	s := newProject(t, setUp)
	_, err := Open(t.Context(), s.path, store.Options{Program: "second"})
	var locked *store.LockedError
	if !errors.As(err, &locked) || !strings.HasPrefix(locked.Holder, "test, user ") {
		t.Fatalf("a second writer: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.galley")
	if err := os.Symlink(s.path, link); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), link, store.Options{}); !errors.As(err, &locked) {
		t.Errorf("by another name: %v", err)
	}

	r, err := Open(t.Context(), s.path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := s.Commit(t.Context(), imports(makeCorpus(3), true)...); err != nil {
		t.Fatal(err)
	}
	if c, err := r.Counts(t.Context()); err != nil || c.Articles != 3 {
		t.Errorf("a reader beside the writer sees %+v, %v", c, err)
	}
	err = r.Commit(t.Context(), annotate.Transaction{ID: "x"})
	if _, rebuild := r.Rebuild(t.Context(), nil); !errors.Is(err, store.ErrReadOnly) || !errors.Is(rebuild, store.ErrReadOnly) {
		t.Errorf("writing while reading: %v, %v", err, rebuild)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openProject(t, s.path)
}

// next is our migrations and one more.
func next(statements string) migrations {
	m := ourMigrations()
	files := fstest.MapFS{}
	names, err := fs.Glob(m.files, "*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(m.files, name)
		if err != nil {
			panic(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	m.version++
	files[fmt.Sprintf("%05d_next.sql", m.version)] = &fstest.MapFile{
		Data: fmt.Appendf(nil, "-- +goose Up\n%s\nPRAGMA user_version = %d;\n", statements, m.version)}
	m.files = files
	return m
}

func TestMigrate(t *testing.T) {
	s := newProject(t, setUp)
	if err := s.Commit(t.Context(), imports(makeCorpus(3), true)...); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}

	if _, err := open(t.Context(), s.path, store.Options{}, next("CREATE TABLE extra (x); INSERT INTO nowhere VALUES (1);")); err == nil {
		t.Fatal("a migration that fails goes through")
	}
	if after, _ := os.ReadFile(s.path); !bytes.Equal(before, after) {
		t.Error("a migration that failed left something")
	}
	m := next("CREATE TABLE extra (x);")
	if _, err := open(t.Context(), s.path, store.Options{ReadOnly: true}, m); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("an older project opened for reading: %v", err)
	}
	migrated, err := open(t.Context(), s.path, store.Options{}, m)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := migrated.Counts(t.Context()); err != nil || c.Articles != 3 {
		t.Errorf("after the migration: %+v, %v", c, err)
	}
	if err := migrated.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), s.path, store.Options{}); !errors.Is(err, store.ErrNewerSchema) {
		t.Errorf("opened by the older program: %v", err)
	}
	old := openProject(t, backupPath(s.path, ourMigrations().version))
	if c, err := old.Counts(t.Context()); err != nil || c.Articles != 3 {
		t.Errorf("the copy: %+v, %v", c, err)
	}
}

func TestCopy(t *testing.T) {
	s := newProject(t, setUp)
	if err := s.Commit(t.Context(), imports(makeCorpus(800), true)...); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.galley")
	var last, total int64
	steps := 0
	err := s.Copy(t.Context(), path, func(done, all int64) {
		last, total = done, all
		if steps++; steps == 1 { // what is written meanwhile is not in it
			edit := annotate.Edit{After: &annotate.Person{ID: "late", Name: "Late"}}
			if err := s.Commit(t.Context(), annotate.Transaction{ID: "late", Edits: []annotate.Edit{edit}}); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if last != total || steps < 2 {
		t.Errorf("progress ended at %d of %d after %d steps", last, total, steps)
	}
	c := openProject(t, path)
	p, err := c.Project(t.Context())
	if diff := cmp.Diff([]annotate.Person{{ID: "ada", Name: "Ada"}}, p.People); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if found, err := c.Check(t.Context(), nil); len(found) > 0 || err != nil {
		t.Errorf("check of the copy: %v, %v", found, err)
	}

	if err := s.Copy(t.Context(), path, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := filepath.Join(t.TempDir(), "cancelled.galley")
	if err := s.Copy(ctx, cancelled, func(int64, int64) { cancel() }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(cancelled)); len(entries) > 0 {
		t.Errorf("a cancelled copy left %v", entries)
	}
}

// Damage to what follows from the log is found, named and repaired.
func TestCheckAndRebuild(t *testing.T) {
	for _, test := range []struct {
		name, damage string
		code         string
		repaired     bool
	}{
		{"label changed", `UPDATE annotation SET label = 'X' WHERE id = 'm1' AND layer = 1`, "table_differs", true},
		{"annotation gone", `DELETE FROM annotation WHERE id = 'v1' AND layer = 1`, "table_differs", true},
		{"argument gone", `DELETE FROM argument WHERE layer = 1 AND event = 'v1' AND n = 0`, "table_differs", true},
		{"span moved", `UPDATE annotation SET start = start + 1 WHERE id = 'm2' AND layer = 2`, "table_differs", true},
		{"state changed", `UPDATE layer SET state = 'new' WHERE num = 1`, "table_differs", true},
		{"title changed", `UPDATE article SET title = 'X' WHERE num = 1`, "table_differs", true},
		{"person renamed", `UPDATE person SET name = 'X'`, "table_differs", true},
		{"history gone", `DELETE FROM log_article WHERE article = 'a0000001'`, "table_differs", true},
		{"history of a person gone", `DELETE FROM log_thing WHERE kind = 'person'`, "table_differs", true},
		{"not found by search", `DELETE FROM words WHERE rowid = 2`, "index_differs", true},
		{"reference to nothing", `PRAGMA foreign_keys = OFF; UPDATE argument SET target = 'none' WHERE layer = 1 AND event = 'v1' AND n = 0`, "reference_missing", true},
		{"text changed", `UPDATE body SET text = 'X' WHERE num = 1`, "digest_differs", false},
		{"log entry gone", `PRAGMA foreign_keys = OFF; DELETE FROM log WHERE seq = 2`, "table_differs", false},
		{"log entry unreadable", `UPDATE log SET edits = x'00010203' WHERE seq = 2`, "file_damaged", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newProject(t, setUp)
			if err := s.Commit(t.Context(), imports(makeCorpus(5), true)...); err != nil {
				t.Fatal(err)
			}
			if _, err := s.writer.Exec(test.damage); err != nil {
				t.Fatal(err)
			}
			if _, err := s.writer.Exec(`PRAGMA foreign_keys = ON`); err != nil {
				t.Fatal(err)
			}
			found, err := s.Check(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(found, func(f store.Finding) bool { return f.Code == test.code }) {
				t.Errorf("found %v, want %s", found, test.code)
			}
			copied, err := s.Rebuild(t.Context(), nil)
			if err != nil && test.repaired {
				t.Fatal(err)
			}
			if !test.repaired {
				return
			}
			if found, err := s.Check(t.Context(), nil); len(found) > 0 || err != nil {
				t.Errorf("after the repair: %v, %v", found, err)
			}
			if _, err := os.Stat(copied); err != nil {
				t.Errorf("the copy: %v", err)
			}
		})
	}
}

// Whatever the bytes of a file are, opening and checking it ends with an answer.
func FuzzOpen(f *testing.F) {
	file := projectFile(f)
	f.Add(uint32(0), []byte("x"), uint32(0))
	f.Add(uint32(pageSize+8), []byte{0, 0, 0, 2, 0xFF, 0xFF}, uint32(0))
	f.Add(uint32(5*pageSize), bytes.Repeat([]byte{0xA5}, 4096), uint32(0))
	f.Add(uint32(0), []byte{}, uint32(3*pageSize+17))
	f.Fuzz(func(t *testing.T, offset uint32, with []byte, cut uint32) {
		b := changed(file, int(offset)%len(file), with...)
		b = b[:len(b)-int(cut)%len(b)]
		path := filepath.Join(t.TempDir(), "p.galley")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), path, store.Options{ReadOnly: true})
		if err != nil {
			return
		}
		defer s.Close()
		if _, err := s.Check(t.Context(), nil); err != nil {
			t.Logf("check: %v", err)
		}
		for _, err := range s.Each(t.Context(), annotate.Query{}) {
			if err != nil {
				break
			}
		}
		_, _, _ = s.Search(t.Context(), "over", 10)
	})
}

func FuzzUnpackEdits(f *testing.F) {
	packed, err := packEdits(imports(makeCorpus(1), true)[0].Edits)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		edits, err := unpackEdits(b)
		if err != nil {
			return
		}
		again, err := packEdits(edits)
		if err != nil {
			t.Fatalf("read, but not written: %v", err)
		}
		twice, err := unpackEdits(again)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(edits, twice, func(a, b annotate.Edit) bool {
			return a.Layer == b.Layer && annotate.Equal(a.Before, b.Before) && annotate.Equal(a.After, b.After)
		}) {
			t.Fatalf("%v\n%v", edits, twice)
		}
	})
}
