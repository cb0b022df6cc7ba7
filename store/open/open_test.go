package open

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"galley/store"
)

func TestProject(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.galley")
	if s, err := Project(t.Context(), path, store.Options{}); s != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a project that is not there: %v, %v", s, err)
	}
	if err := Create(t.Context(), path, "p", "Project"); err != nil {
		t.Fatal(err)
	}
	s, err := Project(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	p, err := s.Project(t.Context())
	if err != nil || p.ID != "p" || p.Name != "Project" || p.Schema != nil || len(p.People) != 0 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPostgres(t *testing.T) {
	const url = "postgres://localhost/news"
	if _, err := Project(t.Context(), url, store.Options{}); !errors.Is(err, store.ErrUnsupported) {
		t.Errorf("opening: %v", err)
	}
	if err := Create(t.Context(), url, "p", "Project"); !errors.Is(err, store.ErrUnsupported) {
		t.Errorf("making: %v", err)
	}
}
