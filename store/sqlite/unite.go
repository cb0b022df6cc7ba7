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
			logged, err := readOrder(ctx, tx, nil)
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

// logged is the place of a transaction in the log and in the order of all copies.
type logged struct {
	seq, rank int64
	id        annotate.ID
}

// readOrder gives the log in the order in which transactions take effect: all
// of it, or what touches articles.
func readOrder(ctx context.Context, q querier, articles []annotate.ID) ([]logged, error) {
	query, args := `SELECT seq, rank, id FROM log`, []any{}
	if articles != nil {
		query += ` WHERE seq IN (SELECT seq FROM log_article WHERE article IN (SELECT value FROM json_each(?)))`
		args = append(args, list(articles))
	}
	rows, err := q.QueryContext(ctx, query+` ORDER BY rank, id`, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(l *logged) []any { return []any{&l.seq, &l.rank, &l.id} })
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
		var u unite.Union
		err := s.snapshot(ctx, func(tx *sql.Tx) (err error) {
			_, u, err = (&writer{ctx: ctx, tx: tx}).union(acts)
			return err
		})
		return u, s.fail("reading", err)
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
	acts, u, err := w.union(acts)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || len(acts) == 0 {
		return u, err
	}
	if err := w.keepBodies(acts); err != nil {
		return u, err
	}
	if err := w.write(changesOf(u.Changes)); err != nil {
		return u, err
	}
	if err := w.appendActs(acts); err != nil {
		return u, err
	}
	return u, tx.Commit()
}

// union works out what acts change, without writing. It gives those that are not in the log yet.
func (w *writer) union(acts []annotate.Logged) ([]annotate.Logged, unite.Union, error) {
	acts, err := w.unknown(acts)
	if err != nil {
		return nil, unite.Union{}, err
	}
	touched := map[unite.Scope]bool{}
	articles := map[annotate.ID]bool{}
	whole := false // the log has to be read whole, not only what touches articles
	for _, a := range acts {
		for _, e := range a.Edits {
			touched[unite.ScopeOf(e)] = true
			about := annotate.Transaction{Edits: []annotate.Edit{e}}.Articles()
			for _, id := range about {
				articles[id] = true
			}
			whole = whole || len(about) == 0
		}
	}
	if err := w.comparable(acts); err != nil {
		return nil, unite.Union{}, err
	}
	if whole {
		articles = nil
	}
	changes, conflicts, err := w.settle(touched, articles, acts)
	return acts, unite.Union{Acts: len(acts), Changes: changes, Conflicts: conflicts}, err
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

// settle compares what the log and further acts come to with what the tables
// hold, in some scopes and what these need, and gives the edits from the one to
// the other, and the conflicts that come of the acts. Of the log it reads what
// touches articles; all of it where they are nil.
func (w *writer) settle(touched map[unite.Scope]bool, articles map[annotate.ID]bool, acts []annotate.Logged) ([]annotate.Edit, []unite.Conflict, error) {
	for scope := range touched {
		if scope.Kind != "" {
			continue
		}
		touched[unite.Scope{Kind: annotate.KindArticle, ID: scope.Layer.Article}] = true
		person, err := w.Person(scope.Layer.Annotator)
		if err != nil {
			return nil, nil, err
		}
		if person == nil { // who was it? Any act may tell.
			touched[unite.Scope{Kind: annotate.KindPerson, ID: scope.Layer.Annotator}] = true
			articles = nil
		}
	}
	before, now, err := w.steps(touched, articles, acts)
	if err != nil {
		return nil, nil, err
	}
	results := map[unite.Scope]unite.Result{}
	var old []unite.Conflict
	for scope := range touched {
		results[scope] = unite.Of(scope, now[scope])
		if len(acts) > 0 {
			old = append(old, unite.Of(scope, before[scope]).Conflicts...)
		}
	}
	var problem error
	held := func(scope unite.Scope) bool {
		is, err := w.held(scope, touched)
		problem = errors.Join(problem, err)
		return is
	}
	want, conflicts := unite.Settle(results, held)
	if problem != nil {
		return nil, nil, problem
	}
	have := map[unite.Scope][]annotate.Item{}
	for scope := range want {
		if scope.Kind == "" && len(now[unite.Scope{Kind: annotate.KindArticle, ID: scope.Layer.Article}]) == 0 {
			if len(acts) > 0 {
				return nil, nil, fmt.Errorf("article %s: %w", scope.Layer.Article, annotate.ErrNotFound)
			}
			want[scope] = nil // a log of which something is missing
		}
		if have[scope], err = w.have(scope); err != nil {
			return nil, nil, err
		}
	}
	return unite.Differences(have, want), unite.Fresh(old, conflicts), nil
}

// steps gathers the edits of scopes from the log, and the same with further acts.
func (w *writer) steps(touched map[unite.Scope]bool, articles map[annotate.ID]bool, acts []annotate.Logged) (before, now map[unite.Scope][]unite.Step, err error) {
	var ids []annotate.ID
	if articles != nil {
		ids = make([]annotate.ID, 0, len(articles))
		for id := range articles {
			ids = append(ids, id)
		}
	}
	order, err := readOrder(w.ctx, w.tx, ids)
	if err != nil {
		return nil, nil, err
	}
	before, now = map[unite.Scope][]unite.Step{}, map[unite.Scope][]unite.Step{}
	add := func(to map[unite.Scope][]unite.Step, tx annotate.ID, edits []annotate.Edit) {
		for _, e := range edits {
			if scope := unite.ScopeOf(e); touched[scope] {
				to[scope] = append(to[scope], unite.Step{Tx: tx, Edit: e})
			}
		}
	}
	for _, l := range order {
		place := annotate.Logged{Transaction: annotate.Transaction{ID: l.id}, Rank: l.rank}
		for len(acts) > 0 && unite.Compare(acts[0], place) < 0 {
			add(now, acts[0].ID, acts[0].Edits)
			acts = acts[1:]
		}
		tx, _, err := readLogged(w.tx, l.seq)
		if err != nil {
			return nil, nil, err
		}
		add(before, tx.ID, tx.Edits)
		add(now, tx.ID, tx.Edits)
	}
	for _, a := range acts {
		add(now, a.ID, a.Edits)
	}
	return before, now, nil
}

// held tells whether a layer of an article or of a person, not among those
// touched, has something in it.
func (w *writer) held(scope unite.Scope, touched map[unite.Scope]bool) (bool, error) {
	column := "a"
	if scope.Kind == annotate.KindPerson {
		column = "p"
	}
	rows, err := readLayerRows(w.ctx, w.tx, column+`.id = ? AND (l.state IS NOT NULL OR EXISTS (SELECT 1 FROM annotation x WHERE x.layer = l.num))`, string(scope.ID))
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(rows, func(r layerRow) bool { return !touched[unite.Scope{Layer: r.id}] }), nil
}

// have is what the tables hold of a scope.
func (w *writer) have(scope unite.Scope) ([]annotate.Item, error) {
	one := func(item annotate.Item, there bool, err error) ([]annotate.Item, error) {
		if err != nil || !there {
			return nil, err
		}
		return []annotate.Item{item}, nil
	}
	switch scope.Kind {
	case "":
		if _, err := w.Articles([]annotate.ID{scope.Layer.Article}); err != nil {
			return nil, err
		}
		if _, err := w.Person(scope.Layer.Annotator); err != nil {
			return nil, err
		}
		return w.whole(scope.Layer)
	case annotate.KindArticle:
		return w.haveArticle(scope.ID)
	case annotate.KindPerson:
		p, err := w.Person(scope.ID)
		return one(p, p != nil, err)
	case annotate.KindSchema:
		s, err := w.Schema()
		return one(s, s != nil, err)
	}
	t, err := w.Thing(scope.Kind, scope.ID)
	return one(t, t != nil, err)
}

func (w *writer) haveArticle(id annotate.ID) ([]annotate.Item, error) {
	found, err := w.Articles([]annotate.ID{id})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return []annotate.Item{found[0]}, nil
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
