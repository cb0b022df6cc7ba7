package filename_test

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"galley/annotate/format/filename"
)

func TestOf(t *testing.T) {
	for _, tt := range []struct{ key, want string }{
		{"news-1", "news-1"},
		{"a/b", "a/b"},
		{"a.txt/b", "a%2Etxt/b"},
		{"../x", "%2E%2E/x"},
		{"CON", "%43ON"},
		{"a:b?", "a%3Ab%3F"},
		{"50%", "50%25"},
		{"", "%"},
		{"الخرطوم 北京", "الخرطوم 北京"},
	} {
		got := filename.Of(tt.key)
		if got != tt.want || !filepath.IsLocal(got) {
			t.Errorf("the name for %q is %q, want %q", tt.key, got, tt.want)
		}
		if back := filename.Key(got); back != tt.key {
			t.Errorf("the key of %q is %q, want %q", got, back, tt.key)
		}
	}
}

func TestDistinct(t *testing.T) {
	names, taken := filename.Distinct{}, map[string]bool{}
	for _, key := range []string{"a", "A", "a", "é", "É", "e\u0301", "50%", "50%"} {
		name := names.Of(key)
		folded := strings.ToLower(norm.NFD.String(name))
		if taken[folded] {
			t.Errorf("%q is a name twice", name)
		}
		taken[folded] = true
		if back := filename.Key(name); back != key {
			t.Errorf("the key of %q is %q, want %q", name, back, key)
		}
	}
}

func TestFit(t *testing.T) {
	long := strings.Repeat("ü", 5000)
	short := filename.Fit("a/" + long)
	if name := filename.Of(short); len(name) > 210 || short == filename.Fit("a/"+long+"x") {
		t.Errorf("a long key becomes %q", name)
	}
	if filename.Fit("short") != "short" {
		t.Error("a short key was changed")
	}
}
