package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"galley/annotate"
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

// Items are the head of a layer and its annotations with the ids.
func (w *writer) Items(id annotate.LayerID, ids []annotate.ID) ([]annotate.Item, error) {
	rows, err := readLayerRows(w.ctx, w.tx, `article = ? AND annotator = ? AND kind = ?`, w.articles[id.Article], w.people[id.Annotator], string(id.Kind))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	w.knowLayer(id, rows[0].num)
	items, err := readItems(w.ctx, w.tx, []int64{rows[0].num}, ids)
	if err != nil {
		return nil, err
	}
	head, err := rows[0].head()
	if err != nil {
		return nil, err
	}
	out := items[rows[0].num]
	if head != nil {
		out = append(out, head)
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
