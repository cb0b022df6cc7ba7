package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"galley/annotate"
	"galley/annotate/unite"
)

// history names a part of the log: what touches some articles, and some things
// of which the history of no article tells.
type history struct {
	articles []annotate.ID
	things   [][2]string // kind and id
}

func (h *history) add(e annotate.Edit) {
	if id := e.Article(); id != "" {
		h.articles = append(h.articles, id)
	} else {
		h.things = append(h.things, [2]string{string(e.Kind()), string(e.Target())})
	}
}

// logged is the place of a transaction in the log and in the order of all copies.
type logged struct {
	seq, rank int64
	id        annotate.ID
}

func (l logged) place() annotate.Logged {
	return annotate.Logged{Transaction: annotate.Transaction{ID: l.id}, Rank: l.rank}
}

// fromBegin is below every rank, also those that no Galley gives.
const fromBegin = math.MinInt64

// readOrder gives the log from a rank on, in the order in which transactions
// take effect: all of it, or a part.
func readOrder(ctx context.Context, q querier, part *history, from int64) ([]logged, error) {
	query, args := `SELECT seq, rank, id FROM log WHERE rank >= ?`, []any{from}
	if part != nil {
		query += ` AND seq IN (
			SELECT seq FROM log_article WHERE article IN (SELECT value FROM json_each(?))
			UNION SELECT t.seq FROM json_each(?) j JOIN log_thing t ON t.kind = j.value ->> 0 AND t.id = j.value ->> 1)`
		args = append(args, list(part.articles), list(part.things))
	}
	rows, err := q.QueryContext(ctx, query+` ORDER BY rank, id`, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(l *logged) []any { return []any{&l.seq, &l.rank, &l.id} })
}

// unknownSeveral stands in the table several where the log is from before it.
var unknownSeveral = unite.Scope{Kind: "log"}

// readSeveral are the scopes whose edits do not simply add up to what the tables hold.
func (w *writer) readSeveral() (map[unite.Scope]bool, error) {
	rows, err := w.tx.QueryContext(w.ctx, `SELECT article, annotator, layer, kind, id FROM several`)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, func(s *unite.Scope) []any {
		return []any{&s.Layer.Article, &s.Layer.Annotator, &s.Layer.Kind, &s.Kind, &s.ID}
	})
	out := make(map[unite.Scope]bool, len(found))
	for _, s := range found {
		out[s] = true
	}
	return out, err
}

func (w *writer) markSeveral(scopes []unite.Scope) error {
	for _, s := range scopes {
		err := w.exec(`INSERT OR IGNORE INTO several (article, annotator, layer, kind, id) VALUES (?, ?, ?, ?, ?)`,
			string(s.Layer.Article), string(s.Layer.Annotator), string(s.Layer.Kind), string(s.Kind), string(s.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

// survey reads a log from before the tables log_thing and several once, and fills them.
func (w *writer) survey() error {
	var one int
	err := w.tx.QueryRowContext(w.ctx, `SELECT 1 FROM several WHERE kind = ?`, string(unknownSeveral.Kind)).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	c := &check{ctx: w.ctx, tx: w.tx, sums: map[unite.Scope]sum{}}
	if err := errors.Join(c.log(), c.layers(), c.project()); err != nil {
		return err
	}
	for scope, left := range c.sums {
		if scope.Kind != historyKind && left != (sum{}) {
			if err := w.markSeveral([]unite.Scope{scope}); err != nil {
				return err
			}
		}
	}
	err = eachLogged(w.ctx, w.tx, nil, w.appendThings)
	if err != nil {
		return err
	}
	return w.exec(`DELETE FROM several WHERE kind = ?`, string(unknownSeveral.Kind))
}
