package store

import (
	"errors"
	"fmt"
)

// Errors of opening and writing a project. What is returned wraps one of them
// in a sentence that names the file.
var (
	// ErrForeign says that a file is no project of Galley.
	ErrForeign = errors.New("it is not a Galley project")
	// ErrNewerSchema says that a newer Galley made or changed the project.
	ErrNewerSchema = errors.New("it was written by a newer version of Galley")
	// ErrReadOnly says that a project cannot be written: it was opened for
	// reading, or the file or its folder is write-protected.
	ErrReadOnly = errors.New("it can only be read")
	// ErrFull says that the disk is full. Nothing of what was to be written is there.
	ErrFull = errors.New("the disk is full")
	// ErrDamaged says that the file cannot be read as what it was written.
	ErrDamaged = errors.New("the file is damaged")
	// ErrUnsupported says that projects cannot be kept in such a place.
	ErrUnsupported = errors.New("not supported")
)

// LockedError says that another program has the project open for writing.
type LockedError struct {
	Path   string
	Holder string // "galleyctl, user ada on host hal, process 4711"; empty if it could not be read
}

func (e *LockedError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("%s is open in another program", e.Path)
	}
	return fmt.Sprintf("%s is open in another program: %s", e.Path, e.Holder)
}
