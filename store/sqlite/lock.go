package sqlite

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"github.com/gofrs/flock"

	"galley/store"
)

// A lock keeps a second program from writing a project. It is a lock of the
// operating system on a file beside the project, so it goes with its process
// however that ends; the file's text says who holds it. It cannot be the
// project itself: closing any handle of a file drops SQLite's own locks on it.
type lock struct{ file *flock.Flock }

func lockPath(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"-lock")
}

// takeLock locks the project at path, or gives a *store.LockedError.
func takeLock(path, program string) (*lock, error) {
	for {
		l := &lock{flock.New(lockPath(path), flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o644))}
		taken, err := l.file.TryLock()
		if err != nil {
			return nil, fmt.Errorf("locking %s: %w", path, problem(err))
		}
		if !taken {
			holder, _ := os.ReadFile(lockPath(path)) // without it the message is shorter
			return nil, &store.LockedError{Path: path, Holder: string(holder)}
		}
		if !l.current() {
			// Its last holder removed the file after it was opened here.
			if err := l.file.Unlock(); err != nil {
				return nil, fmt.Errorf("locking %s: %w", path, err)
			}
			continue
		}
		if err := os.WriteFile(lockPath(path), []byte(holder(program)), 0o644); err != nil {
			return nil, errors.Join(fmt.Errorf("locking %s: %w", path, problem(err)), l.release())
		}
		return l, nil
	}
}

// current tells whether the locked file is the one that stands at its path.
func (l *lock) current() bool {
	held, err1 := l.file.Stat()
	there, err2 := os.Stat(l.file.Path())
	return err1 == nil && err2 == nil && os.SameFile(held, there)
}

func (l *lock) release() error {
	_ = os.Remove(l.file.Path()) // a file that stays behind locks nobody out
	return l.file.Unlock()
}

func holder(program string) string {
	if program == "" {
		program = filepath.Base(os.Args[0])
	}
	name, host := "unknown", "unknown"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	if h, err := os.Hostname(); err == nil {
		host = h
	}
	return fmt.Sprintf("%s, user %s on host %s, process %d", program, name, host, os.Getpid())
}
