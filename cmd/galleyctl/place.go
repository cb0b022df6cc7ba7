package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checkFree refuses a place where something stands, unless it is a file that may be replaced.
func checkFree(path string, force bool) error {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !force:
		return usagef("%s exists; name another place, or replace it with --force", path)
	case !info.Mode().IsRegular():
		return usagef("%s is no file, and will not be replaced", path)
	}
	return nil
}

// publish puts a file in its place: it appears when it is whole.
func publish(path string, data []byte) (err error) {
	temp, err := os.MkdirTemp(filepath.Dir(path), ".galley-part-")
	if err != nil {
		return fmt.Errorf("making a folder beside %s: %w", path, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	whole := filepath.Join(temp, "part")
	if err := os.WriteFile(whole, data, 0o666); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(whole, path)
}
