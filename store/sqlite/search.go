package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"galley/annotate"
	"galley/store/words"
)

// Search finds articles by words of title and body, newest first. Ranking by
// relevance would have to score every match; a common word has too many.
func (s *Store) Search(ctx context.Context, query string, limit int) ([]annotate.Hit, int, error) {
	q := words.ParseQuery(query)
	if len(q) == 0 {
		return nil, 0, nil
	}
	var total int
	var hits []annotate.Hit
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		match := matchExpression(q)
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM words WHERE words MATCH ?`, match).Scan(&total); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, articleTextSelect+`
			WHERE a.num IN (SELECT rowid FROM words WHERE words MATCH ?)
			ORDER BY a.published DESC, a.key, a.num LIMIT ?`, match, limit)
		if err != nil {
			return err
		}
		found, err := collect(rows, (*articleRow).textFields)
		if err != nil {
			return err
		}
		for _, r := range found {
			a, err := r.withText()
			if err != nil {
				return err
			}
			hits = append(hits, q.Hit(a))
		}
		return nil
	})
	return hits, total, s.fail("searching", err)
}

// matchExpression is a query in the language of FTS5. Words are made of
// letters and digits only and stand in quotes, so nothing in them is syntax.
func matchExpression(q words.Query) string {
	var parts []string
	for _, p := range q {
		part := `"` + strings.Join(p.Words, " ") + `"`
		if p.Prefix {
			part += ` *`
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " AND ")
}
