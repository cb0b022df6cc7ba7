// Package open opens projects wherever they are kept. It is apart from
// package store so that the implementations can import that.
package open

import (
	"context"
	"fmt"
	"strings"

	"galley/annotate"
	"galley/store"
	"galley/store/sqlite"
)

// Project opens the project at a path of a .galley file.
func Project(ctx context.Context, path string, opt store.Options) (store.Store, error) {
	if err := isFile(path); err != nil {
		return nil, err
	}
	s, err := sqlite.Open(ctx, path, opt)
	if err != nil {
		return nil, err // not s: a nil *sqlite.Store is not a nil Store
	}
	return s, nil
}

// Create makes a project file with its name and its first transactions. It
// appears whole or not at all; one that is there already gives fs.ErrExist.
func Create(ctx context.Context, path string, id annotate.ID, name string, first ...annotate.Transaction) error {
	if err := isFile(path); err != nil {
		return err
	}
	return sqlite.Create(ctx, path, id, name, first...)
}

// CreateCopy is Create with acts of another copy of the project.
func CreateCopy(ctx context.Context, path string, id annotate.ID, name string, acts []annotate.Logged) error {
	if err := isFile(path); err != nil {
		return err
	}
	return sqlite.CreateCopy(ctx, path, id, name, acts)
}

func isFile(path string) error {
	if strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://") {
		return fmt.Errorf("%s: projects in a PostgreSQL database: %w yet", path, store.ErrUnsupported)
	}
	return nil
}
