package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"galley/annotate"
	"galley/store"
)

// Project is the project with its newest schema and its people.
func (s *Store) Project(ctx context.Context) (annotate.Project, error) {
	var p annotate.Project
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, `SELECT id, name FROM project`).Scan(&p.ID, &p.Name); err != nil {
			return err
		}
		var err error
		if p.Schema, err = readSchema(ctx, tx); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT id, name FROM person ORDER BY name, id`)
		if err != nil {
			return err
		}
		p.People, err = collect(rows, func(p *annotate.Person) []any { return []any{&p.ID, &p.Name} })
		return err
	})
	return p, s.fail("reading", err)
}

// snapshot calls read with the project as it is now; what is committed meanwhile does not show.
func (s *Store) snapshot(ctx context.Context, read func(*sql.Tx) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing was written
	return read(tx)
}

// Article is an article with its body.
func (s *Store) Article(ctx context.Context, id annotate.ID) (*annotate.Article, error) {
	a, err := s.articleWhere(ctx, `a.id = ?`, string(id))
	return a, s.fail(fmt.Sprintf("reading article %s of", id), err)
}

// ArticleByKey is the article with a key that is not deleted; of several the one with the smallest id.
func (s *Store) ArticleByKey(ctx context.Context, key string) (*annotate.Article, error) {
	a, err := s.articleWhere(ctx, `a.deleted = 0 AND a.key = ? ORDER BY a.id LIMIT 1`, key)
	return a, s.fail(fmt.Sprintf("reading article %s of", key), err)
}

func (s *Store) articleWhere(ctx context.Context, where string, arg any) (*annotate.Article, error) {
	var r articleRow
	err := s.readers.QueryRowContext(ctx, articleTextSelect+` WHERE `+where, arg).Scan(r.textFields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, annotate.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return r.withText()
}

func (r *articleRow) withText() (*annotate.Article, error) {
	a, err := r.article()
	if err != nil {
		return nil, err
	}
	digest := a.Digest
	a = annotate.NewArticle(*a, r.text)
	if a.Digest != digest {
		return nil, fmt.Errorf("%w: the text of article %s is not what it was", store.ErrDamaged, a.ID)
	}
	return a, nil
}

// layerRow is a row of the table layer.
type layerRow struct {
	num     int64
	article int64
	id      annotate.LayerID
	state   annotate.State // empty: the layer has no head
	flagged bool
	extra   string
}

func (r *layerRow) head() (*annotate.Head, error) {
	if r.state == "" {
		return nil, nil
	}
	h := &annotate.Head{State: r.state, Flagged: r.flagged}
	return h, parseObject(r.extra, &h.Extra)
}

func readLayerRows(ctx context.Context, q querier, where string, args ...any) ([]layerRow, error) {
	rows, err := q.QueryContext(ctx, `
		SELECT l.num, l.article, a.id, p.id, l.kind, coalesce(l.state, ''), l.flagged, coalesce(l.extra, '')
		FROM layer l JOIN article a ON a.num = l.article JOIN person p ON p.num = l.annotator
		WHERE `+where+` ORDER BY l.article, p.id, l.kind`, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, func(r *layerRow) []any {
		return []any{&r.num, &r.article, &r.id.Article, &r.id.Annotator, &r.id.Kind, &r.state, &r.flagged, &r.extra}
	})
}

// readLayers fills layers with what they hold. Those without anything are left out.
func readLayers(ctx context.Context, q querier, rows []layerRow) (map[int64][]annotate.Layer, error) {
	nums := make([]int64, len(rows))
	for i, r := range rows {
		nums[i] = r.num
	}
	items, err := readItems(ctx, q, selection{layers: nums})
	if err != nil {
		return nil, err
	}
	out := map[int64][]annotate.Layer{}
	for _, r := range rows {
		held := items[r.num]
		head, err := r.head()
		if err != nil {
			return nil, err
		}
		if head != nil {
			held = append(held, head)
		}
		if len(held) > 0 {
			out[r.article] = append(out[r.article], annotate.NewLayer(r.id, held))
		}
	}
	return out, nil
}

// Layers are the layers of an article that hold something.
func (s *Store) Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error) {
	layers, err := s.layersWhere(ctx, `a.id = ?`, string(article))
	return layers, s.fail(fmt.Sprintf("reading the layers of article %s in", article), err)
}

// Layer is one layer; one that nobody touched is empty.
func (s *Store) Layer(ctx context.Context, id annotate.LayerID) (annotate.Layer, error) {
	layers, err := s.layersWhere(ctx, `a.id = ? AND p.id = ? AND l.kind = ?`, string(id.Article), string(id.Annotator), string(id.Kind))
	if err != nil {
		return annotate.Layer{}, s.fail(fmt.Sprintf("reading a layer of article %s in", id.Article), err)
	}
	if len(layers) == 0 {
		return annotate.Layer{ID: id}, nil
	}
	return layers[0], nil
}

func (s *Store) layersWhere(ctx context.Context, where string, args ...any) (layers []annotate.Layer, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx) error {
		rows, err := readLayerRows(ctx, tx, where, args...)
		if err != nil {
			return err
		}
		byArticle, err := readLayers(ctx, tx, rows)
		for _, l := range byArticle {
			layers = l // all rows are of one article
		}
		return err
	})
	return layers, err
}

// Each gives all articles that a query chooses with body and layers.
func (s *Store) Each(ctx context.Context, q annotate.Query) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		s.each(ctx, q, readEntries, yield)
	}
}

// Heads gives the same without bodies and, of layers, with nothing but their heads.
func (s *Store) Heads(ctx context.Context, q annotate.Query) iter.Seq2[store.Entry, error] {
	return func(yield func(store.Entry, error) bool) {
		s.each(ctx, q, readHeads, yield)
	}
}

var errStopped = errors.New("the loop was left")

// perBatch is how many articles Each holds at a time: enough that queries cost little.
const perBatch = 64

// reader reads articles with their layers, in the order of refs.
type reader func(ctx context.Context, tx *sql.Tx, refs []annotate.Ref) ([]store.Entry, error)

func (s *Store) each(ctx context.Context, q annotate.Query, read reader, yield func(store.Entry, error) bool) {
	err := s.snapshot(ctx, func(tx *sql.Tx) error { return each(ctx, tx, q, read, yield) })
	if err != nil && !errors.Is(err, errStopped) {
		yield(store.Entry{}, s.fail("reading", err))
	}
}

func each(ctx context.Context, tx *sql.Tx, q annotate.Query, read reader, yield func(store.Entry, error) bool) error {
	refs, err := find(ctx, tx, q)
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(refs, perBatch) {
		entries, err := read(ctx, tx, batch)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !yield(e, nil) {
				return errStopped
			}
		}
	}
	return nil
}

func readEntries(ctx context.Context, tx *sql.Tx, refs []annotate.Ref) ([]store.Entry, error) {
	rows, err := tx.QueryContext(ctx, articleTextSelect+` JOIN json_each(?) r ON r.value = a.num ORDER BY r.key`, list(refs))
	if err != nil {
		return nil, err
	}
	articles, err := collect(rows, (*articleRow).textFields)
	if err != nil {
		return nil, err
	}
	layerRows, err := readLayerRows(ctx, tx, `l.article IN (SELECT value FROM json_each(?))`, list(refs))
	if err != nil {
		return nil, err
	}
	layers, err := readLayers(ctx, tx, layerRows)
	if err != nil {
		return nil, err
	}
	entries := make([]store.Entry, len(articles))
	for i := range articles {
		a, err := articles[i].withText()
		if err != nil {
			return nil, err
		}
		entries[i] = store.Entry{Ref: annotate.Ref(articles[i].num), Article: a, Layers: layers[articles[i].num]}
	}
	return entries, nil
}

func readHeads(ctx context.Context, tx *sql.Tx, refs []annotate.Ref) ([]store.Entry, error) {
	rows, err := tx.QueryContext(ctx, articleSelect+` JOIN json_each(?) r ON r.value = a.num ORDER BY r.key`, list(refs))
	if err != nil {
		return nil, err
	}
	articles, err := collect(rows, (*articleRow).fields)
	if err != nil {
		return nil, err
	}
	layerRows, err := readLayerRows(ctx, tx, `l.article IN (SELECT value FROM json_each(?))
		AND (l.state IS NOT NULL OR EXISTS (SELECT 1 FROM annotation WHERE layer = l.num))`, list(refs))
	if err != nil {
		return nil, err
	}
	layers := map[int64][]annotate.Layer{}
	for _, r := range layerRows {
		head, err := r.head()
		if err != nil {
			return nil, err
		}
		layers[r.article] = append(layers[r.article], annotate.Layer{ID: r.id, Head: head})
	}
	entries := make([]store.Entry, len(articles))
	for i := range articles {
		a, err := articles[i].article()
		if err != nil {
			return nil, err
		}
		entries[i] = store.Entry{Ref: annotate.Ref(articles[i].num), Article: a, Layers: layers[articles[i].num]}
	}
	return entries, nil
}
