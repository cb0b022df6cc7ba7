package exchange_test

import (
	"archive/zip"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// entry is a file of an archive.
type entry struct {
	name, body string
	mode       fs.FileMode
	flags      uint16
}

// packed is an archive in a file.
func packed(t *testing.T, name string, entries ...entry) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Flags: e.flags}
		h.SetMode(e.mode | 0o644)
		to, err := w.CreateHeader(h)
		if err == nil {
			_, err = to.Write([]byte(e.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestArchive(t *testing.T) {
	good := entry{name: "good.txt", body: "Police in Lyon."}
	for _, tt := range []struct {
		name    string
		entries []entry
		keys    []string // with their texts
		refused []string // entry and code
	}{
		{"texts", []entry{good, {name: "a/b.txt", body: "Nice."}, {name: "a/"}, {name: "__MACOSX/._good.txt", body: "x"}}, []string{"a/b: Nice.", "good: Police in Lyon."}, nil},
		{"brat", []entry{{name: "d.txt", body: "Lyon"}, {name: "d.ann", body: "T1\tLOC 0 4\tLyon\n"}}, []string{"d: Lyon"}, nil},
		{"names that lead out", []entry{good, {name: "../x.txt", body: "x"}, {name: "/x.txt", body: "x"}, {name: `..\x.txt`, body: "x"}, {name: "a/../../x.txt", body: "x"}},
			[]string{"good: Police in Lyon."}, []string{", entry ../x.txt bad_name", ", entry /x.txt bad_name", `, entry ..\x.txt bad_name`, ", entry a/../../x.txt bad_name"}},
		{"a link", []entry{good, {name: "l.txt", body: "/etc/passwd", mode: fs.ModeSymlink}}, []string{"good: Police in Lyon."}, []string{", entry l.txt no_file"}},
		{"a name twice", []entry{good, {name: "good.txt", body: "Others."}}, []string{"good: Police in Lyon."}, []string{", entry good.txt duplicate_name"}},
		{"encrypted", []entry{good, {name: "s.txt", body: "x", flags: 1}}, []string{"good: Police in Lyon."}, []string{", entry s.txt encrypted"}},
		{"an archive within", []entry{good, {name: "in.zip", body: "PK\x03\x04x"}}, []string{"good: Police in Lyon."}, []string{"/in.zip archive"}},
		{"a bomb", []entry{{name: "b.txt", body: strings.Repeat("0", 80<<20)}}, nil, []string{" too_long"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := packed(t, "p.zip", tt.entries...)
			s := project(t)
			report := run(t, s, options(), path)
			var refused []string
			for _, r := range report.Refused {
				refused = append(refused, strings.TrimPrefix(r.Item, path)+" "+r.Code)
			}
			if diff := cmp.Diff(tt.keys, keys(t, s)); diff != "" {
				t.Errorf("keys (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.refused, refused); diff != "" {
				t.Errorf("refused (-want +got)\n%s", diff)
			}
		})
	}
}

func TestArchiveCutOff(t *testing.T) {
	path := packed(t, "p.zip", entry{name: "good.txt", body: "Police in Lyon."})
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data[:len(data)-10], 0o666); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"new 0, same 0, refused 1, mentions 0, events 0", "bad_archive p.zip"}, tell(run(t, project(t), options(), path), filepath.Dir(path))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
