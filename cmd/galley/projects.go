package main

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"time"

	"galley/annotate"
	"galley/annotate/merge"
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

// WriteBundle implements app.Projects.
func (projects) WriteBundle(ctx context.Context, path string, b *merge.Bundle) error {
	return open.CreateCopy(ctx, path, b.Project, b.Name, b.Acts)
}

// OpenCopy implements app.Projects.
func (projects) OpenCopy(ctx context.Context, path string) (merge.Other, func() error, error) {
	s, err := open.Project(ctx, path, store.Options{ReadOnly: true, Program: "Galley"})
	if err != nil {
		return merge.Other{}, nil, err
	}
	wrong := func(ctx context.Context) ([]string, error) { return store.Wrong(ctx, s) }
	return merge.Other{Copy: s, Name: filepath.Base(path), Check: wrong}, s.Close, nil
}

// opened is a store as the window wants it.
type opened struct{ store.Store }

// Copy implements app.Store.
func (o opened) Copy(ctx context.Context, path string, progress func(done, total int64)) error {
	return o.Store.Copy(ctx, path, progress)
}

// CopyBeside implements app.Store.
func (o opened) CopyBeside(ctx context.Context, path string) (string, error) {
	return store.CopyBeside(ctx, o.Store, path, nil)
}

func newIDs() *annotate.IDs { return annotate.NewIDs(time.Now, rand.Reader) }
