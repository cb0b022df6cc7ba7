package annotate

import (
	"errors"
	"fmt"
)

// ErrNotFound says that what was asked for is not there.
var ErrNotFound = errors.New("not found")

// ErrConflict says that something is not as the caller believed it to be: an
// edit's before does not match, or an id is taken.
var ErrConflict = errors.New("it was changed in the meantime")

// ItemError says which item of a transaction or a file was refused and why.
type ItemError struct {
	Kind Kind
	ID   ID
	Err  error
}

func (e *ItemError) Error() string { return fmt.Sprintf("%s %s: %v", e.Kind, e.ID, e.Err) }

func (e *ItemError) Unwrap() error { return e.Err }
