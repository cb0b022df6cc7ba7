package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"galley/store"
)

// problem makes of an error from SQLite what package store calls it. It is
// the only place that knows SQLite's codes. It does the same for the operating
// system's errors; others pass through.
func problem(err error) error {
	var e sqlite3.Error
	cause := err
	if errors.As(err, &e) {
		cause = e.SystemErrno
	}
	switch {
	case e.Code == sqlite3.ErrFull, errors.Is(cause, syscall.ENOSPC), errors.Is(cause, syscall.EDQUOT):
		return store.ErrFull
	case e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrCantOpen, errors.Is(cause, fs.ErrPermission), errors.Is(cause, syscall.EROFS):
		return store.ErrReadOnly
	case e.Code == sqlite3.ErrCorrupt, e.Code == sqlite3.ErrNotADB, e.Code == sqlite3.ErrFormat:
		return fmt.Errorf("%w (%v)", store.ErrDamaged, e)
	}
	return err
}

// fail says what was being done with the project when err came up; nil stays nil.
func (s *Store) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrBusy { // a program that does not know our lock
		err = &store.LockedError{Path: s.path}
	}
	return fmt.Errorf("%s %s: %w", doing, s.path, problem(err))
}
