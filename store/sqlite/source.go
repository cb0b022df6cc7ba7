package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"

	"galley/annotate"
	"galley/store/internal/plan"
)

// Schema is the present schema.
func (w *writer) Schema() (*annotate.Schema, error) { return readSchema(w.ctx, w.tx) }

// Person is the present state of a person.
func (w *writer) Person(id annotate.ID) (*annotate.Person, error) {
	p := &annotate.Person{ID: id}
	var num int64
	err := w.tx.QueryRowContext(w.ctx, `SELECT num, name FROM person WHERE id = ?`, string(id)).Scan(&num, &p.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	w.know(&w.people, id, num)
	return p, err
}

// Articles are the present states of articles, without their texts.
func (w *writer) Articles(ids []annotate.ID) ([]*annotate.Article, error) {
	rows, err := w.tx.QueryContext(w.ctx, articleSelect+` WHERE a.id IN (SELECT value FROM json_each(?))`, list(ids))
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, (*articleRow).fields)
	if err != nil {
		return nil, err
	}
	out := make([]*annotate.Article, len(found))
	for i := range found {
		if out[i], err = found[i].article(); err != nil {
			return nil, err
		}
		w.know(&w.articles, out[i].ID, found[i].num)
	}
	return out, nil
}

// Items are, for each layer, its head and its annotations with the ids.
func (w *writer) Items(wanted []plan.Wanted) ([][]annotate.Item, error) {
	places := make(map[annotate.LayerID]int, len(wanted))
	articles := make([]int64, len(wanted))
	for i, x := range wanted {
		places[x.Layer], articles[i] = i, w.articles[x.Layer.Article]
	}
	rows, err := readLayerRows(w.ctx, w.tx, `l.article IN (SELECT value FROM json_each(?))`, list(articles))
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r layerRow) bool { _, asked := places[r.id]; return !asked })
	which := selection{only: map[int64][]annotate.ID{}}
	for _, r := range rows {
		which.only[r.num] = wanted[places[r.id]].IDs
	}
	held, err := w.contents(rows, which)
	if err != nil {
		return nil, err
	}
	out := make([][]annotate.Item, len(wanted))
	for i, r := range rows {
		out[places[r.id]] = held[i]
	}
	return out, nil
}

// whole is all that a layer holds.
func (w *writer) whole(id annotate.LayerID) ([]annotate.Item, error) {
	rows, err := readLayerRows(w.ctx, w.tx, `article = ? AND annotator = ? AND kind = ?`, w.articles[id.Article], w.people[id.Annotator], string(id.Kind))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	held, err := w.contents(rows, selection{layers: []int64{rows[0].num}})
	if err != nil {
		return nil, err
	}
	return held[0], nil
}

// contents are the chosen annotations of layers and, last, their heads, in the order of rows.
func (w *writer) contents(rows []layerRow, which selection) ([][]annotate.Item, error) {
	items, err := readItems(w.ctx, w.tx, which)
	if err != nil {
		return nil, err
	}
	out := make([][]annotate.Item, len(rows))
	for i, r := range rows {
		w.knowLayer(r.id, r.num)
		head, err := r.head()
		if err != nil {
			return nil, err
		}
		out[i] = items[r.num]
		if head != nil {
			out[i] = append(out[i], head)
		}
	}
	return out, nil
}

// articleRow is a row of the table article with the digest of its body, and the body where it was asked for.
type articleRow struct {
	num               int64
	a                 annotate.Article
	meta, extra, text string
	digest            []byte
}

const (
	articleColumns = `a.num, a.id, a.key, a.title, a.published, a.language, a.outlet, a.author, a.url,
		coalesce(a.meta, ''), coalesce(a.extra, ''), a.deleted, b.digest`
	articleSelect     = `SELECT ` + articleColumns + ` FROM article a JOIN body b ON b.num = a.body`
	articleTextSelect = `SELECT ` + articleColumns + `, b.text FROM article a JOIN body b ON b.num = a.body`
)

func (r *articleRow) fields() []any {
	a := &r.a
	return []any{&r.num, &a.ID, &a.Key, &a.Title, &a.Published, &a.Language, &a.Outlet, &a.Author, &a.URL, &r.meta, &r.extra, &a.Deleted, &r.digest}
}

func (r *articleRow) textFields() []any { return append(r.fields(), &r.text) }

// article is the article without its text.
func (r *articleRow) article() (*annotate.Article, error) {
	a := r.a
	a.Digest = hex.EncodeToString(r.digest)
	return &a, errors.Join(parseObject(r.meta, &a.Meta), parseObject(r.extra, &a.Extra))
}

func readSchema(ctx context.Context, q querier) (*annotate.Schema, error) {
	var content string
	err := q.QueryRowContext(ctx, `SELECT content FROM schema`).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := new(annotate.Schema)
	return s, json.Unmarshal([]byte(content), s)
}
