package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"galley/annotate"
	"galley/annotate/review"
	"galley/store"
	"galley/store/words"
)

// Find gives all articles that a query chooses, in its order.
func (s *Store) Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error) {
	refs, err := find(ctx, s.readers, q)
	return refs, s.fail("listing", err)
}

func find(ctx context.Context, db querier, q annotate.Query) ([]annotate.Ref, error) {
	order := map[annotate.Order]string{
		"":                  `a.key, a.id`,
		annotate.ByKey:      `a.key, a.id`,
		annotate.ByDate:     `a.published DESC, a.key, a.num`,
		annotate.ByTitle:    `a.title COLLATE NOCASE, a.key, a.num`,
		annotate.ByOutlet:   `a.outlet COLLATE NOCASE, a.published DESC, a.key, a.num`,
		annotate.ByImported: `a.num`,
	}[q.Order]
	if order == "" {
		return nil, fmt.Errorf("unknown order %q", q.Order)
	}
	from, where, args := conditions(q)
	rows, err := db.QueryContext(ctx, `SELECT a.num FROM `+from+` WHERE `+where+` ORDER BY `+order, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var refs []annotate.Ref
	var num int64 // scanned faster than a Ref
	for rows.Next() {
		if err := rows.Scan(&num); err != nil {
			return nil, err
		}
		refs = append(refs, annotate.Ref(num))
	}
	return refs, rows.Err()
}

func conditions(q annotate.Query) (from, where string, args []any) {
	from, where = `article a`, `a.deleted = ?`
	args = append(args, q.Deleted)
	add := func(condition string, arg any) {
		where += ` AND ` + condition
		args = append(args, arg)
	}
	for word := range strings.FieldsSeq(q.Text) {
		if folded := words.Fold(word); folded != "" {
			add(`instr(a.heading, ?) > 0`, folded)
		}
	}
	if q.Outlet != "" {
		add(`a.outlet = ?`, q.Outlet)
	}
	if q.Language != "" {
		add(`a.language = ?`, q.Language)
	}
	if strings.TrimSpace(q.Search) != "" {
		if search := words.ParseQuery(q.Search); len(search) > 0 {
			add(`a.num IN (SELECT rowid FROM words WHERE words MATCH ?)`, matchExpression(search))
		} else {
			where += ` AND 0`
		}
	}
	if q.From != "" || q.To != "" {
		add(`a.published != '' AND a.published >= ?`, q.From)
	}
	if q.To != "" { // as annotate.Query.Covers
		add(`substr(a.published, 1, ?) <= ?`, len(q.To))
		args = append(args, q.To)
	}
	if len(q.States) > 0 || q.Flagged {
		from += ` LEFT JOIN layer l ON l.article = a.num AND l.kind = 'human'
			AND l.annotator = (SELECT num FROM person WHERE id = ?)`
		args = append([]any{string(q.Person)}, args...)
	}
	if len(q.States) > 0 {
		add(`coalesce(l.state, 'new') IN (SELECT value FROM json_each(?))`, list(q.States))
	}
	if len(q.Gold) > 0 {
		add(goldState+` IN (SELECT value FROM json_each(?))`, list(q.Gold))
	}
	if q.Flagged {
		where += ` AND l.flagged`
	}
	if q.Assigned { // by the id that annotate.AssignmentID makes
		add(`EXISTS (SELECT 1 FROM thing WHERE kind = 'assignment' AND id = a.id || ' ' || ?)`, string(q.Person))
	}
	return from, where, args
}

// goldState is review.GoldState of the article a, as far as its conflicts are compared.
var goldState = `coalesce((
	SELECT CASE WHEN EXISTS (SELECT 1 FROM conflict c WHERE c.article = a.num
			AND (c.state = '` + string(review.Stale) + `' OR g.state = 'adjudicated' AND c.state IN (` + quoted(review.ToDo) + `))) THEN 'stale'
		ELSE coalesce(g.state, 'new') END
	FROM layer g JOIN person p ON p.num = g.annotator
	WHERE g.article = a.num AND g.kind = 'gold' AND (g.state IS NOT NULL OR EXISTS (SELECT 1 FROM annotation x WHERE x.layer = g.num))
	ORDER BY coalesce(CAST(json_extract(g.extra, '$.turn') AS INTEGER), 0) DESC, p.id LIMIT 1), 'new')`

// quoted are states as a list in SQL.
func quoted(states []review.State) string {
	var out []string
	for _, s := range states {
		out = append(out, "'"+string(s)+"'")
	}
	return strings.Join(out, ", ")
}

// Rows gives what a list shows of articles.
func (s *Store) Rows(ctx context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error) {
	rows, err := s.readers.QueryContext(ctx, `
		SELECT a.num, a.id, a.key, a.title, a.outlet, a.published, a.language, a.bytes, coalesce(l.state, 'new'), `+goldState+`, coalesce(l.flagged, 0), a.deleted
		FROM json_each(?) r JOIN article a ON a.num = r.value
		LEFT JOIN layer l ON l.article = a.num AND l.kind = 'human' AND l.annotator = (SELECT num FROM person WHERE id = ?)
		ORDER BY r.key`, list(refs), string(person))
	if err != nil {
		return nil, s.fail("listing", err)
	}
	out, err := collect(rows, func(r *annotate.Row) []any {
		return []any{&r.Ref, &r.ID, &r.Key, &r.Title, &r.Outlet, &r.Published, &r.Language, &r.Bytes, &r.State, &r.Gold, &r.Flagged, &r.Deleted}
	})
	return out, s.fail("listing", err)
}

// Ref is the place of an article in the lists of this store.
func (s *Store) Ref(ctx context.Context, article annotate.ID) (annotate.Ref, error) {
	var num int64
	err := s.readers.QueryRowContext(ctx, `SELECT num FROM article WHERE id = ?`, string(article)).Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("article %s: %w", article, annotate.ErrNotFound)
	}
	return annotate.Ref(num), s.fail("looking up an article", err)
}

// Known tells of each article that has one of the ids or one of the keys.
func (s *Store) Known(ctx context.Context, ids []annotate.ID, keys []string) ([]store.Known, error) {
	rows, err := s.readers.QueryContext(ctx, `
		SELECT a.id, a.key, lower(hex(b.digest)), a.deleted FROM article a JOIN body b ON b.num = a.body
		WHERE a.num IN (SELECT num FROM article WHERE id IN (SELECT value FROM json_each(?1))
		          UNION SELECT num FROM article WHERE deleted IN (0, 1) AND key IN (SELECT value FROM json_each(?2)))
		ORDER BY a.id`, list(ids), list(keys))
	if err != nil {
		return nil, s.fail("listing", err)
	}
	out, err := collect(rows, func(k *store.Known) []any { return []any{&k.ID, &k.Key, &k.Digest, &k.Deleted} })
	return out, s.fail("listing", err)
}

// Counts tells how much the articles that are not deleted hold.
func (s *Store) Counts(ctx context.Context) (store.Counts, error) {
	var c store.Counts
	err := s.readers.QueryRowContext(ctx, `
		SELECT (SELECT count(*) FROM article WHERE NOT deleted), (SELECT count(*) FROM article WHERE deleted), (SELECT count(*) FROM log)`).
		Scan(&c.Articles, &c.Deleted, &c.Transactions)
	if err != nil {
		return store.Counts{}, s.fail("counting", err)
	}
	rows, err := s.readers.QueryContext(ctx, `
		SELECT l.num, coalesce(n.kind, ''), count(n.kind) FROM layer l JOIN article a ON a.num = l.article
		LEFT JOIN annotation n ON n.layer = l.num
		WHERE NOT a.deleted AND (l.state IS NOT NULL OR n.kind IS NOT NULL) GROUP BY l.num, n.kind`)
	if err != nil {
		return store.Counts{}, s.fail("counting", err)
	}
	type group struct {
		layer int64
		kind  annotate.Kind
		n     int
	}
	groups, err := collect(rows, func(g *group) []any { return []any{&g.layer, &g.kind, &g.n} })
	if err != nil {
		return store.Counts{}, s.fail("counting", err)
	}
	layers := map[int64]bool{}
	of := map[annotate.Kind]*int{
		annotate.KindMention: &c.Mentions, annotate.KindEntity: &c.Entities, annotate.KindEvent: &c.Events,
		annotate.KindRelation: &c.Relations, annotate.KindLabel: &c.Labels, annotate.KindNote: &c.Notes,
	}
	for _, g := range groups {
		layers[g.layer] = true
		if n := of[g.kind]; n != nil {
			*n += g.n
		}
	}
	c.Layers = len(layers)
	return c, nil
}
