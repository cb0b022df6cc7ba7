package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/mattn/go-sqlite3"

	"galley/store"
)

// pagesPerStep is how much a copy does between two looks at ctx, 1 MB.
const pagesPerStep = 64

// Copy writes the project as it is now to path, which must not exist.
func (s *Store) Copy(ctx context.Context, path string, progress store.Progress) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("copying to %s: %w", path, fs.ErrExist)
	}
	draft, err := draftOf(path)
	if err != nil {
		return fmt.Errorf("copying to %s: %w", path, problem(err))
	}
	defer removeDatabase(draft)
	if err := s.copyTo(ctx, draft, progress); err != nil {
		return fmt.Errorf("copying %s to %s: %w", s.path, path, problem(err))
	}
	if err := publish(draft, path); err != nil {
		return fmt.Errorf("copying to %s: %w", path, problem(err))
	}
	return nil
}

func (s *Store) copyTo(ctx context.Context, draft string, progress store.Progress) error {
	target := openDB(draft, write)
	defer target.Close()
	return withDriver(ctx, s.readers, func(from *sqlite3.SQLiteConn) error {
		// This holds the project as it is now: else each act done meanwhile
		// would make the copy begin again.
		if _, err := from.Exec(`BEGIN; SELECT id FROM project`, nil); err != nil {
			return err
		}
		defer from.Exec(`ROLLBACK`, nil) // nothing was written
		return withDriver(ctx, target, func(to *sqlite3.SQLiteConn) error {
			return copyPages(ctx, to, from, progress)
		})
	})
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn, progress store.Progress) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for done := false; err == nil && !done; {
		if done, err = b.Step(pagesPerStep); err == nil {
			err = ctx.Err()
		}
		if progress != nil {
			progress(int64(b.PageCount()-b.Remaining())*pageSize, int64(b.PageCount())*pageSize)
		}
	}
	return errors.Join(err, b.Close())
}

// withDriver calls use with the driver's side of a connection, which database/sql hides.
func withDriver(ctx context.Context, db *sql.DB, use func(*sqlite3.SQLiteConn) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error { return use(c.(*sqlite3.SQLiteConn)) })
}
