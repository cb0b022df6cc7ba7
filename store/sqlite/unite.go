package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/internal/plan"
)

// Acts gives the transactions of the log in the order in which they take effect.
func (s *Store) Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error] {
	return func(yield func(annotate.Logged, error) bool) {
		err := s.snapshot(ctx, func(tx *sql.Tx) error {
			logged, err := readOrder(ctx, tx, nil, fromBegin)
			if err != nil {
				return err
			}
			for _, l := range logged {
				if skip != nil && skip(l.id) {
					continue
				}
				a, err := readAct(ctx, tx, l.seq)
				if err != nil {
					return err
				}
				if !yield(a, nil) {
					return errStopped
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(annotate.Logged{}, s.fail("reading the history of", err))
		}
	}
}

// readAct reads a transaction whose new articles bear their texts.
func readAct(ctx context.Context, q querier, seq int64) (annotate.Logged, error) {
	var a annotate.Logged
	var at int64
	var packed []byte
	err := q.QueryRowContext(ctx, `SELECT id, author, at, title, reverts, rank, edits FROM log WHERE seq = ?`, seq).
		Scan(&a.ID, &a.Author, &at, &a.Title, &a.Reverts, &a.Rank, &packed)
	if err != nil {
		return a, err
	}
	a.At = time.UnixMilli(at).UTC()
	if a.Edits, err = unpackEdits(packed); err != nil {
		return a, fmt.Errorf("%w: transaction %s: %w", store.ErrDamaged, a.ID, err)
	}
	for i, e := range a.Edits {
		made, ok := e.After.(*annotate.Article)
		if !ok || e.Before != nil {
			continue
		}
		var body string
		if err := q.QueryRowContext(ctx, `SELECT text FROM body WHERE digest = unhex(?)`, made.Digest).Scan(&body); err != nil {
			return a, fmt.Errorf("the text of article %s: %w", made.ID, err)
		}
		a.Edits[i].After = annotate.NewArticle(*made, body)
	}
	return a, nil
}

// Rank is the highest rank of the log.
func (s *Store) Rank(ctx context.Context) (int64, error) {
	var rank int64
	err := s.readers.QueryRowContext(ctx, `SELECT coalesce(max(rank), 0) FROM log`).Scan(&rank)
	return rank, s.fail("reading", err)
}

// Unite takes in acts of other copies of the project.
func (s *Store) Unite(ctx context.Context, acts []annotate.Logged, dry bool) (unite.Union, error) {
	if dry {
		u := new(united)
		err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
			u, err = (&writer{ctx: ctx, tx: tx}).union(acts)
			return err
		})
		if err != nil {
			return unite.Union{}, s.fail("reading", err)
		}
		return u.union(), nil
	}
	if s.writer == nil {
		return unite.Union{}, s.fail("writing to", store.ErrReadOnly)
	}
	s.committing.Lock()
	defer s.committing.Unlock()
	u, err := s.unite(ctx, acts)
	return u, s.fail("writing to", err)
}

func (s *Store) unite(ctx context.Context, acts []annotate.Logged) (unite.Union, error) {
	tx, err := s.writer.BeginTx(context.Background(), nil)
	if err != nil {
		return unite.Union{}, err
	}
	defer tx.Rollback()
	w := &writer{ctx: context.Background(), tx: tx, next: &s.next}
	if err := w.survey(); err != nil {
		return unite.Union{}, err
	}
	u, err := w.union(acts)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return unite.Union{}, err
	}
	if len(u.acts) == 0 {
		return unite.Union{}, nil
	}
	if err := w.keepBodies(u.acts); err != nil {
		return unite.Union{}, err
	}
	if err := w.write(changesOf(u.changes)); err != nil {
		return unite.Union{}, err
	}
	if err := w.markSeveral(u.several); err != nil {
		return unite.Union{}, err
	}
	if err := w.appendActs(u.acts); err != nil {
		return unite.Union{}, err
	}
	return u.union(), tx.Commit()
}

// united is what taking in acts comes to.
type united struct {
	acts []annotate.Logged // that are not in the log yet, in order
	settlement
}

func (u *united) union() unite.Union {
	return unite.Union{Acts: len(u.acts), Changes: u.changes, Conflicts: u.conflicts}
}

// union works out what acts change, without writing.
func (w *writer) union(acts []annotate.Logged) (*united, error) {
	acts, err := w.unknown(acts)
	if err != nil || len(acts) == 0 {
		return new(united), err
	}
	if err := w.comparable(acts); err != nil {
		return nil, err
	}
	touched := map[unite.Scope]bool{}
	for _, a := range acts {
		for _, e := range a.Edits {
			touched[unite.ScopeOf(e)] = true
		}
	}
	done, err := w.settle(touched, acts)
	return &united{acts, done}, err
}

// unknown are the acts that are not in the log yet, in order.
func (w *writer) unknown(acts []annotate.Logged) ([]annotate.Logged, error) {
	ids := make([]annotate.ID, len(acts))
	for i, a := range acts {
		ids[i] = a.ID
	}
	rows, err := w.tx.QueryContext(w.ctx, `SELECT id FROM log WHERE id IN (SELECT value FROM json_each(?))`, list(ids))
	if err != nil {
		return nil, err
	}
	there, err := collect(rows, func(id *annotate.ID) []any { return []any{id} })
	if err != nil {
		return nil, err
	}
	known := map[annotate.ID]bool{}
	for _, id := range there {
		known[id] = true
	}
	var out []annotate.Logged
	for _, a := range acts {
		if !known[a.ID] {
			known[a.ID] = true
			out = append(out, a)
		}
	}
	slices.SortFunc(out, unite.Compare)
	return out, nil
}

// comparable refuses acts on articles that have another text here.
func (w *writer) comparable(acts []annotate.Logged) error {
	there := map[annotate.ID]string{}
	for _, a := range acts {
		for _, e := range a.Edits {
			if x, ok := e.After.(*annotate.Article); ok {
				there[x.ID] = x.Digest
			}
		}
	}
	ids := make([]annotate.ID, 0, len(there))
	for id := range there {
		ids = append(ids, id)
	}
	here, err := w.Articles(ids)
	if err != nil {
		return err
	}
	for _, x := range here {
		if x.Digest != there[x.ID] {
			return &unite.TextError{Article: *x}
		}
	}
	return nil
}

// keepBodies keeps the texts that acts bring along.
func (w *writer) keepBodies(acts []annotate.Logged) error {
	for _, a := range acts {
		for _, e := range a.Edits {
			if x, ok := e.After.(*annotate.Article); ok && x.Text != nil {
				if _, err := w.body(x, false); err != nil {
					return refuse(e, err)
				}
			}
		}
	}
	return nil
}

func refuse(e annotate.Edit, err error) error {
	return &annotate.ItemError{Kind: e.Kind(), ID: e.Target(), Err: err}
}

// appendActs writes acts of other copies to the log.
func (w *writer) appendActs(acts []annotate.Logged) error {
	for _, a := range acts {
		edits, err := packEdits(a.Edits)
		if err != nil {
			return fmt.Errorf("transaction %s: %w", a.ID, err)
		}
		if err := w.appendAct(a, edits); err != nil {
			return err
		}
	}
	return nil
}

func changesOf(edits []annotate.Edit) []*plan.Change {
	out := make([]*plan.Change, len(edits))
	for i, e := range edits {
		out[i] = &plan.Change{Layer: e.Layer, Was: e.Before, Now: e.After}
	}
	return out
}
