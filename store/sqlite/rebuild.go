package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/internal/plan"
)

// Rebuild makes the tables anew from the log and the bodies, after a copy of
// the project. Refs of articles that were given before are no longer valid.
func (s *Store) Rebuild(ctx context.Context, progress store.Progress) (string, error) {
	if s.writer == nil {
		return "", s.fail("rebuilding", store.ErrReadOnly)
	}
	copied, err := store.CopyBeside(ctx, s, s.path+".bak", nil)
	if err != nil {
		return "", s.fail("rebuilding", err)
	}
	s.committing.Lock()
	defer s.committing.Unlock()
	return copied, s.fail("rebuilding", s.rebuild(ctx, progress))
}

func (s *Store) rebuild(ctx context.Context, progress store.Progress) error {
	tx, err := s.writer.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := &writer{ctx: context.Background(), tx: tx, next: &s.next, unfit: map[unite.Scope]bool{}}
	for _, statement := range []string{
		`DELETE FROM argument`, `DELETE FROM fragment`, `DELETE FROM annotation`,
		`DELETE FROM layer`, `DELETE FROM article`, `DELETE FROM person`, `DELETE FROM schema`, `DELETE FROM thing`, `DELETE FROM log_article`, `DELETE FROM log_thing`, `DELETE FROM several`,
	} {
		if err := w.exec(statement); err != nil {
			return err
		}
	}
	if err := w.remakeIndex(); err != nil {
		return err
	}
	if err := eachLogged(ctx, tx, progress, w.replay); err != nil {
		return err
	}
	w.articles, w.people, w.layers = nil, nil, nil
	done, err := w.settle(w.unfit, nil)
	if err == nil {
		w.unfit = nil
		err = errors.Join(w.write(changesOf(done.changes)), w.markSeveral(done.several))
	}
	if err != nil {
		return fmt.Errorf("uniting what several copies wrote: %w", err)
	}
	return tx.Commit()
}

// remakeIndex makes the index of words empty by making it again: FTS5's own
// 'delete-all' leaves an index in which something was deleted before damaged.
func (w *writer) remakeIndex() error {
	rows, err := w.tx.QueryContext(w.ctx, `SELECT name, sql FROM sqlite_schema WHERE name IN ('words', 'words_place') ORDER BY name`)
	if err != nil {
		return err
	}
	type table struct{ name, sql string }
	tables, err := collect(rows, func(t *table) []any { return []any{&t.name, &t.sql} })
	if err != nil {
		return err
	}
	for _, t := range slices.Backward(tables) {
		if err := w.exec(`DROP TABLE ` + t.name); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if err := w.exec(t.sql); err != nil {
			return err
		}
	}
	return nil
}

// replay does to the tables what a transaction in the log says.
func (w *writer) replay(seq int64, tx annotate.Transaction) error {
	// What is known of keys may have gone with the transaction before.
	w.articles, w.people, w.layers = nil, nil, nil
	changes, err := plan.Fit(w, tx, w.unfit)
	if err == nil {
		err = w.write(changes)
	}
	if err == nil {
		err = w.appendHistory(seq, tx)
	}
	if err != nil {
		return fmt.Errorf("the log contradicts itself at transaction %s: %w", tx.ID, err)
	}
	return nil
}

// eachLogged calls do with every transaction of the log, in the order in which they take effect.
func eachLogged(ctx context.Context, q querier, progress store.Progress, do func(seq int64, tx annotate.Transaction) error) error {
	order, err := readOrder(ctx, q, nil, fromBegin)
	if err != nil {
		return err
	}
	for i, l := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		tx, there, err := readLogged(q, l.seq)
		if err != nil {
			return err
		}
		if there {
			if err := do(l.seq, tx); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(int64(i+1), int64(len(order)))
		}
	}
	return nil
}

// readLogged reads the transaction at a place of the log. Places may be empty.
func readLogged(q querier, seq int64) (tx annotate.Transaction, there bool, err error) {
	rows, err := q.QueryContext(context.Background(), `SELECT id, edits FROM log WHERE seq = ?`, seq)
	if err != nil {
		return tx, false, err
	}
	type packed struct {
		id    annotate.ID
		edits []byte
	}
	found, err := collect(rows, func(p *packed) []any { return []any{&p.id, &p.edits} })
	if err != nil || len(found) == 0 {
		return tx, false, err
	}
	tx.ID = found[0].id
	if tx.Edits, err = unpackEdits(found[0].edits); err != nil {
		return tx, false, fmt.Errorf("%w: transaction %s: %w", store.ErrDamaged, tx.ID, err)
	}
	return tx, true, nil
}
