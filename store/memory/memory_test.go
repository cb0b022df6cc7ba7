package memory

import (
	"testing"

	"galley/annotate"
	"galley/store"
	"galley/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, storetest.Maker{New: func(t testing.TB, first ...annotate.Transaction) store.Store {
		s, err := New("p", "Project", first...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}})
}
