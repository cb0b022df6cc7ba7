package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"

	"galley/store"
)

//go:embed migrations/*.sql
var embedded embed.FS

// migrations are the steps from one form of the file to the next. The number
// of the last is kept as PRAGMA user_version, so that a file tells its form
// in its first hundred bytes.
type migrations struct {
	files   fs.FS
	version int
}

func ourMigrations() migrations {
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic(err)
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		panic(err)
	}
	return migrations{files, len(names)}
}

// run brings db to a version, each step in a transaction of its own.
func (m migrations) run(ctx context.Context, db *sql.DB, version int) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, m.files,
		goose.WithTableName("migration"), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return err
	}
	_, err = p.UpTo(ctx, int64(version))
	return err
}

// check tells whether the tables, indexes, views and triggers of db are
// exactly what the migrations make: anything else could be made to run when
// the project is read or written.
func (m migrations) check(ctx context.Context, db *sql.DB, version int) error {
	model := sql.OpenDB(connector{dsn: "file::memory:", access: write})
	defer model.Close()
	model.SetMaxOpenConns(1)
	if err := m.run(ctx, model, version); err != nil {
		return err
	}
	want, err := objects(ctx, model)
	if err != nil {
		return err
	}
	got, err := objects(ctx, db)
	if err != nil {
		return err
	}
	for _, o := range got {
		if !slices.Contains(want, o) {
			return fmt.Errorf("%w: its %s %q was not made by Galley", store.ErrForeign, o.kind, o.name)
		}
	}
	for _, o := range want {
		if !slices.Contains(got, o) {
			return fmt.Errorf("%w: its %s %q is missing", store.ErrDamaged, o.kind, o.name)
		}
	}
	return nil
}

type object struct{ kind, name, table, sql string }

func objects(ctx context.Context, db *sql.DB) ([]object, error) {
	rows, err := db.QueryContext(ctx, `SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema`)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(o *object) []any { return []any{&o.kind, &o.name, &o.table, &o.sql} })
}

// collect reads all rows and closes them; fields gives where the columns go.
func collect[T any](rows *sql.Rows, fields func(*T) []any) ([]T, error) {
	defer rows.Close()
	var out []T
	var v, zero T
	into := fields(&v)
	for rows.Next() {
		v = zero
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// backupPath is where the project is copied before it is brought from one version to the next.
func backupPath(path string, version int) string {
	return fmt.Sprintf("%s.bak-v%d", path, version)
}
