package main

import (
	"context"
	"crypto/rand"
	"time"

	"galley/annotate"
	"galley/app"
	"galley/store"
	"galley/store/open"
)

// projects opens and makes project files.
type projects struct{ ids *annotate.IDs }

// Open implements app.Projects.
func (projects) Open(ctx context.Context, path string) (app.Store, error) {
	s, err := open.Project(ctx, path, store.Options{Program: "Galley"})
	if err != nil {
		return nil, err
	}
	return opened{s}, nil
}

// Create implements app.Projects.
func (p projects) Create(ctx context.Context, path, name string, schema *annotate.Schema) error {
	return open.Create(ctx, path, p.ids.Next(), name, annotate.Transaction{
		ID: p.ids.Next(), At: time.Now().UTC(), Title: "new project " + name, Edits: []annotate.Edit{{After: schema}},
	})
}

// opened is a store as the window wants it.
type opened struct{ store.Store }

// Copy implements app.Store.
func (o opened) Copy(ctx context.Context, path string, progress func(done, total int64)) error {
	return o.Store.Copy(ctx, path, progress)
}

func newIDs() *annotate.IDs { return annotate.NewIDs(time.Now, rand.Reader) }
