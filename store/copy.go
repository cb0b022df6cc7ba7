package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// CopyBeside copies a project to path, or path-2, path-3 ..., whichever is not
// there, and gives the path that it took.
func CopyBeside(ctx context.Context, s interface {
	Copy(ctx context.Context, path string, progress Progress) error
}, path string, progress Progress) (string, error) {
	try := path
	for n := 2; ; n++ {
		err := s.Copy(ctx, try, progress)
		if !errors.Is(err, fs.ErrExist) {
			return try, err
		}
		try = fmt.Sprintf("%s-%d", path, n)
	}
}

// Wrong is what Check finds, as sentences.
func Wrong(ctx context.Context, s Store) ([]string, error) {
	found, err := s.Check(ctx, nil)
	var out []string
	for _, f := range found {
		out = append(out, f.Message)
	}
	return out, err
}
