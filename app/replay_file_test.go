//go:build sqlite_fts5

package app

import (
	"fmt"
	"path/filepath"
	"testing"

	"galley/annotate"
	"galley/store"
	"galley/store/sqlite"
)

func TestReplayRandomCommandsInFile(t *testing.T) {
	if testing.Short() {
		t.Skip("every act waits for the disk")
	}
	n := 0
	testReplay(t, 15, func(t *testing.T, first annotate.Transaction) store.Store {
		n++
		path := filepath.Join(t.TempDir(), fmt.Sprintf("%d.galley", n))
		if err := sqlite.Create(t.Context(), path, "project", "Test", first); err != nil {
			t.Fatal(err)
		}
		s, err := sqlite.Open(t.Context(), path, store.Options{Program: "test"})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
