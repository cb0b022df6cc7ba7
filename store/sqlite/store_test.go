package sqlite

import (
	"path/filepath"
	"testing"

	"galley/annotate"
	"galley/store"
	"galley/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, storetest.Maker{
		New: func(t testing.TB, first ...annotate.Transaction) store.Store { return newProject(t, first...) },
		Reopen: func(t testing.TB, s store.Store) store.Store {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			return openProject(t, s.(*Store).path)
		},
	})
}

// newProject makes a project in a folder of its own.
func newProject(t testing.TB, first ...annotate.Transaction) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "news #1?.galley")
	if err := Create(t.Context(), path, "p", "Project", first...); err != nil {
		t.Fatal(err)
	}
	return openProject(t, path)
}

func openProject(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, store.Options{Program: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
