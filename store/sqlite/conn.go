package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// access is how a connection uses the file.
type access int

const (
	write  access = iota // the one connection that writes
	read                 // reads beside it; the last to go tidies up the write-ahead log (WAL)
	frozen               // reads a file that nobody writes meanwhile, and no log
)

// pageSize suits articles: with 4 KiB most bodies would hang over into pages of their own.
const pageSize = 16384

// openDB opens a database file. Every connection made for it is set up alike.
func openDB(path string, a access) *sql.DB {
	options := url.Values{"_txlock": {"deferred"}, "_stmt_cache_size": {"60"}, "mode": {"rw"}}
	switch a {
	case write:
		options.Set("_txlock", "immediate")
	case frozen:
		options.Set("mode", "ro")
		options.Set("immutable", "1")
	}
	db := sql.OpenDB(connector{dsn: fileURI(path) + "?" + options.Encode(), access: a})
	if a == write {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(4)
		db.SetMaxIdleConns(4)
	}
	return db
}

// fileURI is path as SQLite wants it (https://sqlite.org/uri.html).
func fileURI(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs // a path in such an address is absolute
	}
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}

// connector makes connections without a driver registered under a global name.
type connector struct {
	dsn    string
	access access
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{ConnectHook: c.setUp} }

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.dsn) }

// setUp is done on each connection: nothing of it is kept in the file.
func (c connector) setUp(conn *sqlite3.SQLiteConn) error {
	pragmas := []string{
		"foreign_keys = ON",
		"synchronous = FULL", // with NORMAL a power cut loses acts that were called saved
		"trusted_schema = OFF",
		"cell_size_check = ON",
		"temp_store = MEMORY",
	}
	if c.access == write {
		pragmas = append(pragmas, fmt.Sprintf("page_size = %d", pageSize), "cache_size = -65536")
	} else {
		pragmas = append(pragmas, "query_only = ON", "cache_size = -16384")
	}
	for _, p := range pragmas {
		if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
			return err
		}
	}
	for name, want := range map[string]int64{"foreign_keys": 1, "synchronous": 2} {
		if got, err := pragma(conn, name); err != nil || got != want {
			return fmt.Errorf("SQLite did not take %s (%d, %v)", name, got, err)
		}
	}
	return nil
}

func pragma(conn *sqlite3.SQLiteConn, name string) (int64, error) {
	rows, err := conn.Query("PRAGMA "+name, nil)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	value := make([]driver.Value, 1)
	if err := rows.Next(value); err != nil {
		return 0, err
	}
	n, _ := value[0].(int64)
	return n, nil
}
