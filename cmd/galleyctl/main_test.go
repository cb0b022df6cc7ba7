package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/mattn/go-sqlite3"
	"github.com/rogpeppe/go-internal/testscript"

	"galley/store"
	"galley/store/open"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"galleyctl": main})
}

func TestScripts(t *testing.T) {
	sample, err := filepath.Abs("../../assets/sample/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := filepath.Abs("../../annotate/agree/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLE", sample)
			env.Setenv("VECTORS", vectors)
			return nil
		},
		Condition: func(cond string) (bool, error) {
			return os.Getuid() == 0, nil // "root", whom no permission stops
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code":   code,
			"hold":   hold,
			"damage": damage,
			"newer":  newer,
			"cut":    cut,
		},
		RequireExplicitExec: true,
	})
}

// code N COMMAND... runs a command, which must end with exit code N.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// hold PROJECT keeps a project open for writing until the script ends, as a window does.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	s, err := open.Project(context.Background(), ts.MkAbs(args[0]), store.Options{Program: "Galley"})
	ts.Check(err)
	ts.Defer(func() { ts.Check(s.Close()) })
}

// damage PROJECT changes a table behind the log's back.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	db := sql.OpenDB(connector{ts.MkAbs(args[0])})
	_, err := db.Exec(`UPDATE article SET title = title || '!'`)
	ts.Check(errors.Join(err, db.Close()))
}

// newer PROJECT makes a project say that a newer Galley wrote it.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	db := sql.OpenDB(connector{ts.MkAbs(args[0])})
	_, err := db.Exec(`PRAGMA user_version = 1001`)
	ts.Check(errors.Join(err, db.Close()))
}

// cut FILE PERCENT leaves so much of a file, as a download that broke off.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	info, err := os.Stat(path)
	ts.Check(err)
	percent, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.Truncate(path, info.Size()*int64(percent)/100))
}

// connector opens a database without registering its driver.
type connector struct{ path string }

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.path) }
