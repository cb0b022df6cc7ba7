package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"galley/annotate"
	"galley/store"
	"galley/store/internal/plan"
)

// thingRow is a row of the table thing.
type thingRow struct {
	kind    annotate.Kind
	content string
}

const thingSelect = `SELECT kind, content FROM thing`

func (r *thingRow) fields() []any { return []any{&r.kind, &r.content} }

func (r *thingRow) thing() (annotate.Thing, error) {
	t := annotate.NewThing(r.kind)
	if t == nil {
		return nil, fmt.Errorf("%w: there are no things of kind %q", store.ErrDamaged, r.kind)
	}
	if err := json.Unmarshal([]byte(r.content), t); err != nil {
		return nil, fmt.Errorf("%w: a %s: %w", store.ErrDamaged, r.kind, err)
	}
	return t, nil
}

func readThings(ctx context.Context, q querier, where string, args ...any) ([]annotate.Thing, error) {
	rows, err := q.QueryContext(ctx, thingSelect+` WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	found, err := collect(rows, (*thingRow).fields)
	if err != nil {
		return nil, err
	}
	out := make([]annotate.Thing, len(found))
	for i := range found {
		if out[i], err = found[i].thing(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Things are the things of a kind in order of id; with an article those about it.
func (s *Store) Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error) {
	where, args := `kind = ?`, []any{string(kind)}
	if article != "" {
		where, args = where+` AND article = ?`, append(args, string(article))
	}
	out, err := readThings(ctx, s.readers, where+` ORDER BY id`, args...)
	return out, s.fail(fmt.Sprintf("reading each %s of", kind), err)
}

// Thing is the present state of a thing.
func (w *writer) Thing(kind annotate.Kind, id annotate.ID) (annotate.Thing, error) {
	found, err := readThings(w.ctx, w.tx, `kind = ? AND id = ?`, string(kind), string(id))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

func (w *writer) thing(c *plan.Change) error {
	kind, id := string(c.Item().ItemKind()), string(c.Item().ItemID())
	if c.Now == nil {
		return w.exec(`DELETE FROM thing WHERE kind = ? AND id = ?`, kind, id)
	}
	now := c.Now.(annotate.Thing)
	var content bytes.Buffer
	enc := json.NewEncoder(&content)
	enc.SetEscapeHTML(false) // an annotate.Value must stay as it is
	if err := enc.Encode(now); err != nil {
		return err
	}
	return w.exec(`INSERT INTO thing (kind, id, article, content) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET content = excluded.content`,
		kind, id, null(string(now.ItemArticle())), content.String())
}
