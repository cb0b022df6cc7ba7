// Package sqlite keeps a project in one SQLite file, *.galley. DESIGN.md
// beside this file says why it is as it is.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"galley/annotate"
	"galley/store"
)

// Store is an open project. It is a store.Store.
type Store struct {
	path    string
	lock    *lock   // nil if opened for reading
	writer  *sql.DB // one connection; nil if opened for reading
	readers *sql.DB

	committing sync.Mutex
	next       numbers // guarded by committing
}

var _ store.Store = (*Store)(nil)

// Open opens the project at path. Its time does not grow with the project,
// unless an older project has to be brought to the present version: then it is
// copied to PATH.bak-vN first. A file that is refused is left as it was.
func Open(ctx context.Context, path string, opt store.Options) (*Store, error) {
	return open(ctx, path, opt, ourMigrations())
}

func open(ctx context.Context, path string, opt store.Options, m migrations) (*Store, error) {
	full, err := inspect(ctx, path, m)
	if err != nil {
		return nil, err
	}
	s := &Store{path: full}
	if opt.ReadOnly {
		err = s.openReading(ctx, m)
	} else {
		err = s.openWriting(ctx, m, opt.Program)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) openWriting(ctx context.Context, m migrations, program string) error {
	if err := writable(s.path); err != nil {
		return s.fail("opening", err)
	}
	var err error
	if s.lock, err = takeLock(s.path, program); err != nil {
		return err
	}
	s.writer = openDB(s.path, write)
	s.readers = openDB(s.path, read)
	version, err := s.verify(ctx, s.writer, m)
	if err == nil && version < m.version {
		err = s.migrate(ctx, m, version)
	}
	if err == nil {
		err = s.readNumbers(ctx)
	}
	return s.fail("opening", err)
}

// writable tells whether a file may be written at all; SQLite finds out at the first act only.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

func (s *Store) openReading(ctx context.Context, m migrations) error {
	s.readers = openDB(s.path, read)
	version, err := s.verify(ctx, s.readers, m)
	if errors.Is(problem(err), store.ErrReadOnly) {
		// The folder is write-protected, so SQLite cannot have its own files
		// there. It needs none where there is no log.
		if hasLog(s.path) {
			return fmt.Errorf("opening %s: its folder is write-protected and it was not closed properly; copy it with %s-wal to another folder: %w",
				s.path, filepath.Base(s.path), store.ErrReadOnly)
		}
		err = s.readers.Close()
		s.readers = openDB(s.path, frozen)
		if err == nil {
			version, err = s.verify(ctx, s.readers, m)
		}
	}
	if err == nil && version < m.version {
		err = fmt.Errorf("it was written by an older version of Galley; open it for writing once: %w", store.ErrReadOnly)
	}
	return s.fail("opening", err)
}

// verify repeats on the file with its log what inspect found in the file alone, and gives its version.
func (s *Store) verify(ctx context.Context, db *sql.DB, m migrations) (int, error) {
	var application, version int
	row := db.QueryRowContext(ctx, `SELECT a.application_id, v.user_version FROM pragma_application_id a, pragma_user_version v`)
	if err := row.Scan(&application, &version); err != nil {
		return 0, err
	}
	switch {
	case application != applicationID:
		return 0, store.ErrForeign
	case version > m.version:
		return 0, store.ErrNewerSchema
	}
	return version, m.check(ctx, db, version)
}

// migrate brings the project to the present version after a copy of it.
func (s *Store) migrate(ctx context.Context, m migrations, version int) error {
	backup := backupPath(s.path, version)
	if _, err := os.Stat(backup); errors.Is(err, fs.ErrNotExist) { // else an earlier try made it
		if err := s.Copy(ctx, backup, nil); err != nil {
			return err
		}
	}
	if err := m.run(ctx, s.writer, m.version); err != nil {
		return err
	}
	_, err := s.writer.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}

// Create makes a project at path with its first transactions: the schema and
// the first people, for example. The file appears whole or not at all; one
// that is there already gives fs.ErrExist.
func Create(ctx context.Context, path string, id annotate.ID, name string, first ...annotate.Transaction) error {
	return createFile(ctx, path, id, name, func(s *Store) error { return s.Commit(ctx, first...) })
}

// CreateCopy is Create with acts of another copy of the project.
func CreateCopy(ctx context.Context, path string, id annotate.ID, name string, acts []annotate.Logged) error {
	return createFile(ctx, path, id, name, func(s *Store) error {
		_, err := s.Unite(ctx, acts, false)
		return err
	})
}

func createFile(ctx context.Context, path string, id annotate.ID, name string, fill func(*Store) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s is there already: %w", path, fs.ErrExist)
	}
	draft, err := draftOf(path)
	if err != nil {
		return fmt.Errorf("making %s: %w", path, problem(err))
	}
	defer removeDatabase(draft)
	if err := create(ctx, draft, id, name, fill); err != nil {
		return fmt.Errorf("making %s: %w", path, problem(err))
	}
	if err := publish(draft, path); err != nil {
		return fmt.Errorf("making %s: %w", path, problem(err))
	}
	return nil
}

func create(ctx context.Context, path string, id annotate.ID, name string, fill func(*Store) error) error {
	s := &Store{path: path, writer: openDB(path, write), readers: openDB(path, read)}
	m := ourMigrations()
	err := m.run(ctx, s.writer, m.version)
	if err == nil {
		_, err = s.writer.ExecContext(ctx, `INSERT INTO project (one, id, name) VALUES (1, ?, ?)`, id, name)
	}
	if err == nil {
		_, err = s.writer.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
	}
	if err == nil {
		err = s.readNumbers(ctx)
	}
	if err == nil {
		err = fill(s)
	}
	return errors.Join(err, s.Close())
}

// draftOf makes an empty file beside path that becomes it when it is whole.
func draftOf(path string) (string, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.draft")
	if err != nil {
		return "", err
	}
	return f.Name(), f.Close()
}

// publish gives a finished draft its name, on disk when it returns. It never
// takes the place of another file.
func publish(draft, path string) error {
	if err := syncFile(draft); err != nil {
		return err
	}
	if err := os.Chmod(draft, 0o644); err != nil {
		return err
	}
	err := os.Link(draft, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// A file system without links, such as that of a memory stick.
		if _, missing := os.Lstat(path); errors.Is(missing, fs.ErrNotExist) {
			err = os.Rename(draft, path)
		}
	}
	if err != nil {
		return err
	}
	return syncFile(filepath.Dir(path))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + suffix) // most are not there
	}
}

// Close gives the project free. The write-ahead log goes into the file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.readers, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.release())
		s.lock = nil
	}
	return s.fail("closing", errors.Join(errs...))
}
