package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/klauspost/compress/zstd"

	"galley/annotate"
)

// editsDict is what edits look like: an act of a hundred bytes is compressed
// by what it has in common with it. It is part of the file format and must
// never change; another dictionary needs another number.
//
//go:embed edits.dict
var editsDict []byte

const editsDictID = 1

// maxEdits bounds the memory that a damaged or forged log entry can ask for, in bytes.
const maxEdits = 1 << 30

var (
	packer, _   = zstd.NewWriter(nil, zstd.WithEncoderDictRaw(editsDictID, editsDict), zstd.WithEncoderConcurrency(2), zstd.WithEncoderLevel(zstd.SpeedFastest))
	unpacker, _ = zstd.NewReader(nil, zstd.WithDecoderDictRaw(editsDictID, editsDict), zstd.WithDecoderMaxMemory(maxEdits), zstd.WithDecoderConcurrency(2))
)

func packEdits(edits []annotate.Edit) ([]byte, error) {
	plain, err := annotate.MarshalEdits(edits)
	if err != nil {
		return nil, err
	}
	return packer.EncodeAll(plain, nil), nil
}

func unpackEdits(packed []byte) ([]annotate.Edit, error) {
	plain, err := unpacker.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("unpacking edits: %w", err)
	}
	return annotate.UnmarshalEdits(plain)
}

// Log gives transactions without their edits, newest first.
func (s *Store) Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	rows, err := s.readers.QueryContext(ctx, `
		SELECT id, author, at, title, reverts FROM log
		WHERE (?1 = '' OR author = ?1) AND (?2 = '' OR seq IN (SELECT seq FROM log_article WHERE article = ?2))
		ORDER BY seq DESC LIMIT ?3`, q.Author, q.Article, limit)
	if err != nil {
		return nil, s.fail("reading the history of", err)
	}
	defer rows.Close()
	var out []annotate.LogEntry
	for rows.Next() {
		var e annotate.LogEntry
		var at int64
		if err := rows.Scan(&e.ID, &e.Author, &at, &e.Title, &e.Reverts); err != nil {
			return nil, s.fail("reading the history of", err)
		}
		e.At = time.UnixMilli(at).UTC()
		out = append(out, e)
	}
	return out, s.fail("reading the history of", rows.Err())
}

// Newest is the time of the newest act on each article.
func (s *Store) Newest(ctx context.Context) (map[annotate.ID]time.Time, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT a.article, max(l.at) FROM log_article a JOIN log l ON l.seq = a.seq GROUP BY a.article`)
	if err != nil {
		return nil, s.fail("reading the history of", err)
	}
	type newest struct {
		id annotate.ID
		at int64
	}
	list, err := collect(rows, func(n *newest) []any { return []any{&n.id, &n.at} })
	out := make(map[annotate.ID]time.Time, len(list))
	for _, n := range list {
		out[n.id] = time.UnixMilli(n.at).UTC()
	}
	return out, s.fail("reading the history of", err)
}

// Transaction is a transaction with its edits.
func (s *Store) Transaction(ctx context.Context, id annotate.ID) (annotate.Transaction, error) {
	tx := annotate.Transaction{ID: id}
	var at int64
	var packed []byte
	err := s.readers.QueryRowContext(ctx, `SELECT author, at, title, reverts, edits FROM log WHERE id = ?`, id).
		Scan(&tx.Author, &at, &tx.Title, &tx.Reverts, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		err = annotate.ErrNotFound
	}
	if err == nil {
		tx.At = time.UnixMilli(at).UTC()
		tx.Edits, err = unpackEdits(packed)
	}
	if err != nil {
		return annotate.Transaction{}, s.fail(fmt.Sprintf("reading transaction %s of", id), err)
	}
	return tx, nil
}
