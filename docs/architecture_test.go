// Package docs_test holds the code to docs/ARCHITECTURE.md.
package docs_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A rule keeps packages from importing others, directly or through any chain of
// imports. A path stands for itself and everything below it.
type rule struct {
	name  string
	from  []string
	not   []string // exempt from the rule
	never []string
	// own are packages that none of these imports itself. What a module of others
	// brings along and does not use here is its own matter: the Parquet writer
	// knows of databases and of the network.
	own []string
}

const (
	fyne   = "fyne.io/fyne/v2"
	driver = "fyne.io/fyne/v2/app"
	openGL = "github.com/go-gl"
	sql    = "database/sql"
	sqlite = "github.com/mattn/go-sqlite3"
)

var rules = []rule{
	{
		name:  "annotate is pure: no window, no SQL, no network",
		from:  []string{"galley/annotate"},
		never: []string{"galley/app", "galley/store", "galley/cmd", "galley/assets", fyne, openGL, sqlite},
		own:   []string{sql, "net/http"},
	},
	{
		name:  "store knows neither app nor any window",
		from:  []string{"galley/store"},
		never: []string{"galley/app", "galley/cmd", fyne, openGL},
	},
	{
		name:  "app does not know store",
		from:  []string{"galley/app"},
		never: []string{"galley/store", "galley/cmd", sqlite},
		own:   []string{sql},
	},
	{
		name:  "assets are data",
		from:  []string{"galley/assets"},
		never: []string{"galley/annotate", "galley/app", "galley/store", "galley/cmd"},
	},
	{
		name:  "the article is typeset and drawn without Fyne",
		from:  []string{"galley/app/typeset", "galley/app/page"},
		never: []string{fyne, openGL},
	},
	{
		name:  "galleyctl has no window",
		from:  []string{"galley/cmd/galleyctl"},
		never: []string{fyne, openGL},
	},
	{
		name:  "only cmd/galley opens windows",
		from:  []string{"galley"},
		not:   []string{"galley/cmd/galley"},
		never: []string{driver, openGL},
	},
}

func TestImports(t *testing.T) {
	packages := load(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, from := range r.from {
				checked := 0
				for _, p := range packages {
					if within(p.ImportPath, from) && !withinAny(p.ImportPath, r.not) {
						checked++
						r.check(t, packages, p)
					}
				}
				if checked == 0 {
					t.Errorf("there is no package at or below %s", from)
				}
			}
		})
	}
}

// check reports the first package that p needs against the rule.
func (r rule) check(t *testing.T, packages []pkg, p pkg) {
	t.Helper()
	for _, dep := range p.Deps {
		if withinAny(dep, r.never) {
			t.Errorf("%s needs %s, by way of %s", p.ImportPath, dep, firstStep(packages, p, dep))
			return
		}
	}
	for _, imp := range p.Imports {
		if withinAny(imp, r.own) {
			t.Errorf("%s imports %s", p.ImportPath, imp)
		}
	}
}

// Tests may import more than the code they test, but a test that opens windows
// would drag the driver's headers into the inner loop.
func TestTestsOpenNoWindow(t *testing.T) {
	for _, p := range load(t) {
		if within(p.ImportPath, "galley/cmd/galley") {
			continue
		}
		for _, imp := range slices.Concat(p.TestImports, p.XTestImports) {
			if within(imp, driver) {
				t.Errorf("a test of %s imports %s", p.ImportPath, imp)
			}
		}
	}
}

// A pkg is one package as go list tells of it. Deps are all packages that it
// needs, directly or not.
type pkg struct {
	ImportPath                               string
	Imports, TestImports, XTestImports, Deps []string
}

// load lists the packages of this module with the tags that change what they
// import.
func load(t *testing.T) []pkg {
	t.Helper()
	lookAtSources(t)
	cmd := exec.Command("go", "list", "-tags", "sqlite_fts5,window",
		"-json=ImportPath,Imports,TestImports,XTestImports,Deps", "galley/...")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("reading what go list printed: %v", err)
		}
		packages = append(packages, p)
	}
}

// lookAtSources looks at every source file. Go repeats a test that passed when a
// file that it looked at has changed; it does not see what go list reads.
func lookAtSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") || d.Name() == "go.mod" {
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// within tells whether an import path is tree or lies below it.
func within(path, tree string) bool {
	return path == tree || strings.HasPrefix(path, tree+"/")
}

func withinAny(path string, trees []string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool { return within(path, tree) })
}

// firstStep names the import of p through which it needs dep.
func firstStep(packages []pkg, p pkg, dep string) string {
	for _, imp := range p.Imports {
		i := slices.IndexFunc(packages, func(q pkg) bool { return q.ImportPath == imp })
		if imp == dep || i >= 0 && slices.Contains(packages[i].Deps, dep) {
			return imp
		}
	}
	return "a package of another module"
}
