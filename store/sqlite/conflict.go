package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
	"galley/store/internal/plan"
)

// due notes the articles of which the conflicts are out of date after changes.
// Those of a deleted article go at once.
func (w *writer) due(changes []*plan.Change) error {
	var due, hidden []annotate.ID
	note := func(id annotate.ID) {
		if !slices.Contains(due[max(0, len(due)-1):], id) { // changes of an article mostly come together
			due = append(due, id)
		}
	}
	for _, c := range changes {
		switch item := c.Item().(type) {
		case *annotate.Decision:
			note(item.Article)
		case *annotate.Assignment:
			note(item.Article)
		case *annotate.Article:
			was, _ := c.Was.(*annotate.Article)
			now, _ := c.Now.(*annotate.Article)
			switch {
			case was == nil || now == nil || was.Deleted == now.Deleted:
			case now.Deleted:
				hidden = append(hidden, item.ID)
			default:
				note(item.ID)
			}
		default:
			if c.Layer.Kind == annotate.Human {
				note(c.Layer.Article)
			}
		}
	}
	for _, id := range due {
		if err := w.exec(`INSERT INTO conflict_due (article, mark) SELECT num, ? FROM article WHERE id = ?
			ON CONFLICT DO UPDATE SET mark = excluded.mark`, w.next.log, string(id)); err != nil {
			return err
		}
	}
	for _, id := range hidden {
		// What is being compared beside this was read before, and must not be kept.
		for _, table := range []string{"conflict", "conflict_due"} {
			if err := w.exec(`DELETE FROM `+table+` WHERE article = (SELECT num FROM article WHERE id = ?)`, string(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// dueRow is a row of the table conflict_due.
type dueRow struct {
	article annotate.Ref
	mark    int64
}

// CompareDue brings the conflicts of at most n articles up to date and tells
// how many are left. It reads and compares beside commits, and what was changed
// meanwhile stays due.
func (s *Store) CompareDue(ctx context.Context, n int) (left int, err error) {
	if s.writer == nil {
		return 0, s.fail("comparing in", store.ErrReadOnly)
	}
	var found []compared
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		found, err = compareDue(ctx, tx, n)
		return err
	})
	if err == nil && len(found) > 0 {
		s.committing.Lock()
		defer s.committing.Unlock()
		err = s.keepCompared(found)
	}
	if err == nil {
		err = s.readers.QueryRowContext(ctx, `SELECT count(*) FROM conflict_due`).Scan(&left)
	}
	return left, s.fail("comparing in", err)
}

// compared is what was made of an article that was due.
type compared struct {
	dueRow
	id        annotate.ID // of the article
	conflicts []review.Conflict
}

func compareDue(ctx context.Context, tx *sql.Tx, n int) ([]compared, error) {
	rows, err := tx.QueryContext(ctx, `SELECT article, mark FROM conflict_due ORDER BY mark DESC, article LIMIT ?`, n)
	if err != nil {
		return nil, err
	}
	due, err := collect(rows, func(r *dueRow) []any { return []any{&r.article, &r.mark} })
	if err != nil {
		return nil, err
	}
	marks := map[annotate.Ref]int64{}
	var refs []annotate.Ref
	for _, d := range due {
		marks[d.article] = d.mark
		refs = append(refs, d.article)
	}
	var out []compared
	for batch := range slices.Chunk(refs, perBatch) {
		found, err := compareArticles(ctx, tx, batch)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].mark = marks[found[i].article]
		}
		out = append(out, found...)
	}
	return out, nil
}

// compareArticles gives the conflicts of some articles as they are now.
func compareArticles(ctx context.Context, tx *sql.Tx, refs []annotate.Ref) ([]compared, error) {
	entries, err := readEntries(ctx, tx, refs)
	if err != nil {
		return nil, err
	}
	var out []compared
	for _, e := range entries {
		things, err := readThings(ctx, tx, `article = ? AND kind IN (?, ?) ORDER BY id`,
			string(e.Article.ID), string(annotate.KindDecision), string(annotate.KindAssignment))
		if err != nil {
			return nil, err
		}
		c := compared{dueRow: dueRow{article: e.Ref}, id: e.Article.ID}
		if !e.Article.Deleted {
			c.conflicts = review.Queue(e.Article, e.Layers, annotate.Decisions(things), annotate.Assignments(things))
		}
		out = append(out, c)
	}
	return out, nil
}

func (s *Store) keepCompared(found []compared) error {
	ctx := context.Background()
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, c := range found {
		done, err := tx.ExecContext(ctx, `DELETE FROM conflict_due WHERE article = ? AND mark = ?`, c.article, c.mark)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			continue // changed meanwhile, or gone
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM conflict WHERE article = ?`, c.article); err != nil {
			return err
		}
		for _, k := range c.conflicts {
			content, err := json.Marshal(k)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO conflict (article, n, state, severity, kind, label, waiting, quote, alike, facets, content)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.article, k.N, string(k.State), int(k.Severity), string(k.Kind), k.Label,
				k.Waiting, k.Quote, k.Alike, facets(&k), string(content)); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}

// Conflicts gives a page of the queue.
func (s *Store) Conflicts(ctx context.Context, q review.Query) (review.Page, error) {
	var p review.Page
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		var err error
		p, err = readConflicts(ctx, tx, q)
		return err
	})
	return p, s.fail("reading the queue of", err)
}

func readConflicts(ctx context.Context, tx *sql.Tx, q review.Query) (review.Page, error) {
	var p review.Page
	where, args := conflictConditions(q)
	err := tx.QueryRowContext(ctx, `
		SELECT count(*), coalesce(sum(state IN (SELECT value FROM json_each(?))), 0), (SELECT count(*) FROM conflict_due) FROM conflict WHERE `+where,
		append([]any{list(review.ToDo)}, args...)...).Scan(&p.All, &p.Open, &p.Due)
	if err != nil {
		return p, err
	}
	p.Chosen = p.All
	if len(q.States) > 0 {
		where, args = where+` AND state IN (SELECT value FROM json_each(?))`, append(args, list(q.States))
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM conflict WHERE `+where, args...).Scan(&p.Chosen); err != nil {
			return p, err
		}
	}
	order := map[review.Order]string{
		"":                `severity DESC, article, n`,
		review.BySeverity: `severity DESC, article, n`,
		review.ByArticle:  `article, n`,
		review.ByLabel:    `label, severity DESC, article, n`,
	}[q.Order]
	if order == "" {
		return p, fmt.Errorf("unknown order %q", q.Order)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	// The page first, by the index alone, and then what it shows.
	rows, err := tx.QueryContext(ctx, `
		SELECT c.content FROM (SELECT article, n FROM conflict WHERE `+where+` ORDER BY `+order+` LIMIT ? OFFSET ?) page
		CROSS JOIN conflict c ON c.article = page.article AND c.n = page.n`, append(args, limit, max(q.Offset, 0))...)
	if err != nil {
		return p, err
	}
	contents, err := collect(rows, func(s *string) []any { return []any{s} })
	if err != nil {
		return p, err
	}
	p.Conflicts = make([]review.Conflict, len(contents))
	for i, content := range contents {
		if err := json.Unmarshal([]byte(content), &p.Conflicts[i]); err != nil {
			return p, fmt.Errorf("%w: a conflict: %w", store.ErrDamaged, err)
		}
	}
	return p, nil
}

// conflictConditions are those of review.Query.Chooses.
func conflictConditions(q review.Query) (where string, args []any) {
	conditions := []string{`1`}
	add := func(condition string, arg any) {
		conditions, args = append(conditions, condition), append(args, arg)
	}
	if q.Severity > 0 {
		add(`severity >= ?`, int(q.Severity))
	}
	if q.Kind != "" {
		add(`kind = ?`, string(q.Kind))
	}
	for _, label := range q.Labels {
		add(`instr(facets, ?) > 0`, facet('l', label))
	}
	if q.Finished {
		conditions = append(conditions, `waiting = 0`)
	}
	if q.Article != "" {
		add(`article = (SELECT num FROM article WHERE id = ?)`, string(q.Article))
	}
	if q.Alike != "" {
		add(`alike <> '' AND alike = ?`, q.Alike)
	}
	if q.Quote != "" {
		add(`quote <> '' AND quote = ?`, q.Quote)
	}
	if q.Differs != "" {
		add(`instr(facets, ?) > 0`, facet('d', string(q.Differs)))
	}
	if q.Pair != (review.Pair{}) {
		add(`instr(facets, ?) > 0`, facet('p', string(q.Pair.A), string(q.Pair.B)))
	}
	return strings.Join(conditions, ` AND `), args
}

// facets are what a conflict is filtered by in one text.
func facets(c *review.Conflict) string {
	var b strings.Builder
	for _, label := range c.Labels {
		b.WriteString(facet('l', label))
	}
	for _, d := range c.Differs {
		b.WriteString(facet('d', string(d)))
	}
	for _, p := range c.Apart {
		b.WriteString(facet('p', string(p.A), string(p.B)))
	}
	return b.String()
}

// facet is one thing to filter by, between signs that no name has.
func facet(kind byte, names ...string) string {
	return "\x1e" + string(kind) + strings.Join(names, "\x1f") + "\x1e"
}
