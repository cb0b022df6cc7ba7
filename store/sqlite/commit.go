package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mattn/go-sqlite3"

	"galley/annotate"
	"galley/store"
	"galley/store/internal/plan"
	"galley/store/words"
)

// numbers are the next free keys of tables. They are not taken again while
// the project is open, so that an annotate.Ref means one article.
type numbers struct{ log, body, person, article, layer int64 }

func (s *Store) readNumbers(ctx context.Context) error {
	return s.writer.QueryRowContext(ctx, `
		SELECT (SELECT coalesce(max(seq), 0) + 1 FROM log), (SELECT coalesce(max(num), 0) + 1 FROM body),
		       (SELECT coalesce(max(num), 0) + 1 FROM person), (SELECT coalesce(max(num), 0) + 1 FROM article),
		       (SELECT coalesce(max(num), 0) + 1 FROM layer)`).
		Scan(&s.next.log, &s.next.body, &s.next.person, &s.next.article, &s.next.layer)
}

func take(next *int64) int64 {
	*next++
	return *next - 1
}

// Commit writes transactions, all of them or none.
func (s *Store) Commit(ctx context.Context, txs ...annotate.Transaction) error {
	if s.writer == nil {
		return s.fail("writing to", store.ErrReadOnly)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.committing.Lock()
	defer s.committing.Unlock()
	return s.fail("writing to", s.commit(txs))
}

func (s *Store) commit(txs []annotate.Transaction) error {
	packed := make(chan packedEdits, 1)
	go func() { packed <- packAll(txs) }() // beside the work with SQLite: it takes about as long

	// Without a context that can end: the driver would start a goroutine for each statement.
	ctx := context.Background()
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		<-packed
		return err
	}
	defer tx.Rollback()
	w := &writer{ctx: ctx, tx: tx, next: &s.next}
	changes, err := plan.Make(w, txs)
	p := <-packed
	if err = errors.Join(err, p.err); err != nil {
		return err
	}
	if err := w.append(txs, p.edits); err != nil {
		return err
	}
	if err := w.write(changes); err != nil {
		return err
	}
	err = tx.Commit()
	if isForeignKey(err) {
		return fmt.Errorf("something else refers to what is deleted: %w", annotate.ErrConflict)
	}
	return err
}

type packedEdits struct {
	edits [][]byte
	err   error
}

func packAll(txs []annotate.Transaction) packedEdits {
	var p packedEdits
	for _, tx := range txs {
		b, err := packEdits(tx.Edits)
		if err != nil {
			return packedEdits{err: fmt.Errorf("transaction %s: %w", tx.ID, err)}
		}
		p.edits = append(p.edits, b)
	}
	return p
}

func isForeignKey(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == sqlite3.ErrConstraintForeignKey
}

// writer brings the tables, in a transaction of the database, to a new state.
// It is the plan.Source of the present one.
type writer struct {
	ctx  context.Context
	tx   *sql.Tx
	next *numbers

	// Keys of what was seen, so that they need not be looked up again.
	articles, people map[annotate.ID]int64
	layers           map[annotate.LayerID]int64
}

func (w *writer) exec(query string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, query, args...)
	return err
}

// append writes transactions to the log.
func (w *writer) append(txs []annotate.Transaction, edits [][]byte) error {
	for i, tx := range txs {
		var taken bool
		if err := w.tx.QueryRowContext(w.ctx, `SELECT EXISTS (SELECT 1 FROM log WHERE id = ?)`, string(tx.ID)).Scan(&taken); err != nil {
			return err
		}
		if taken {
			return fmt.Errorf("transaction %s is there already: %w", tx.ID, annotate.ErrConflict)
		}
		seq := take(&w.next.log)
		if err := w.exec(`INSERT INTO log (seq, id, author, at, title, reverts, edits) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			seq, string(tx.ID), string(tx.Author), tx.At.UnixMilli(), tx.Title, string(tx.Reverts), edits[i]); err != nil {
			return err
		}
		for _, article := range tx.Articles() {
			if err := w.exec(`INSERT INTO log_article (article, seq) VALUES (?, ?)`, string(article), seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// write brings the tables to what the changes say.
func (w *writer) write(changes []*plan.Change) error {
	var put []annotationRow
	var gone []*plan.Change // articles and people, after the annotations that refer to them
	for _, c := range changes {
		var err error
		switch item := c.Item().(type) {
		case *annotate.Schema:
			err = w.schema(c.Now)
		case *annotate.Person, *annotate.Article:
			if c.Now == nil {
				gone = append(gone, c)
			} else {
				err = w.personOrArticle(c)
			}
		case *annotate.Head:
			err = w.head(c)
		default:
			var layer int64
			if layer, err = w.layer(c.Layer); err != nil {
				break
			}
			if c.Now != nil {
				put = append(put, rowOf(layer, c.Now))
			}
			if c.Was != nil {
				err = w.clear(layer, item.ItemID(), c.Now == nil)
			}
		}
		if err != nil {
			return refused(c, err)
		}
	}
	if err := w.annotations(put); err != nil {
		return err
	}
	for _, c := range gone {
		if err := w.remove(c); err != nil {
			return refused(c, err)
		}
	}
	return nil
}

func refused(c *plan.Change, err error) error {
	return &annotate.ItemError{Kind: c.Item().ItemKind(), ID: c.Item().ItemID(), Err: problem(err)}
}

func (w *writer) schema(now annotate.Item) error {
	if now == nil {
		return w.exec(`DELETE FROM schema`)
	}
	return w.exec(`INSERT INTO schema (one, content) VALUES (1, ?) ON CONFLICT DO UPDATE SET content = excluded.content`,
		string(now.(*annotate.Schema).Encode()))
}

func (w *writer) personOrArticle(c *plan.Change) error {
	if p, ok := c.Now.(*annotate.Person); ok {
		if c.Was != nil {
			return w.exec(`UPDATE person SET name = ? WHERE id = ?`, p.Name, string(p.ID))
		}
		w.know(&w.people, p.ID, take(&w.next.person))
		return w.exec(`INSERT INTO person (num, id, name) VALUES (?, ?, ?)`, w.people[p.ID], string(p.ID), p.Name)
	}
	was, _ := c.Was.(*annotate.Article)
	return w.article(was, c.Now.(*annotate.Article))
}

func (w *writer) know(table *map[annotate.ID]int64, id annotate.ID, num int64) {
	if *table == nil {
		*table = map[annotate.ID]int64{}
	}
	(*table)[id] = num
}

func (w *writer) article(was, now *annotate.Article) error {
	num := w.articles[now.ID]
	if was == nil {
		num = take(&w.next.article)
		w.know(&w.articles, now.ID, num)
	}
	body, text, err := w.body(now, was != nil && wordsEqual(was, now))
	if err != nil {
		return err
	}
	heading := words.Fold(now.Title + " " + now.Outlet + " " + now.Key)
	if err := w.exec(`
		INSERT INTO article (num, id, key, title, published, language, outlet, author, url, meta, extra, deleted, heading, body, bytes)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, (SELECT octet_length(text) FROM body WHERE num = ?14))
		ON CONFLICT (num) DO UPDATE SET key = ?3, title = ?4, published = ?5, language = ?6, outlet = ?7, author = ?8, url = ?9,
		       meta = ?10, extra = ?11, deleted = ?12, heading = ?13`,
		num, string(now.ID), now.Key, now.Title, now.Published, now.Language, now.Outlet, now.Author, now.URL,
		null(jsonObject(now.Meta)), null(jsonObject(now.Extra)), now.Deleted, heading, body); err != nil {
		return err
	}
	switch {
	case was != nil && wordsEqual(was, now):
		return nil
	case now.Deleted:
		return w.exec(`DELETE FROM words WHERE rowid = ?`, num)
	}
	return w.exec(`INSERT OR REPLACE INTO words (rowid, title, body) VALUES (?, ?, ?)`, num, words.Fold(now.Title), words.Fold(text))
}

// wordsEqual tells whether the index of words stays as it is.
func wordsEqual(a, b *annotate.Article) bool { return a.Title == b.Title && a.Deleted == b.Deleted }

// body keeps the text of a new article, or finds that of one that was here
// before. The text itself is read only if it is needed.
func (w *writer) body(a *annotate.Article, numOnly bool) (num int64, text string, err error) {
	digest, err := hex.DecodeString(a.Digest)
	if err != nil {
		return 0, "", fmt.Errorf("its digest: %w", err)
	}
	query := `SELECT num, text FROM body WHERE digest = ?`
	if numOnly || a.Text != nil {
		query = `SELECT num, '' FROM body WHERE digest = ?`
	}
	err = w.tx.QueryRowContext(w.ctx, query, digest).Scan(&num, &text)
	if a.Text != nil {
		text = a.Text.String()
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return num, text, err
	}
	if a.Text == nil {
		return 0, "", fmt.Errorf("its text: %w", annotate.ErrNotFound)
	}
	num = take(&w.next.body)
	return num, text, w.exec(`INSERT INTO body (num, digest, text) VALUES (?, ?, ?)`, num, digest, text)
}

// layer is the key of a layer, which is made if it is not there.
func (w *writer) layer(id annotate.LayerID) (int64, error) {
	if num, ok := w.layers[id]; ok {
		return num, nil
	}
	num := take(&w.next.layer)
	w.knowLayer(id, num)
	return num, w.exec(`INSERT INTO layer (num, article, annotator, kind) VALUES (?, ?, ?, ?)`,
		num, w.articles[id.Article], w.people[id.Annotator], string(id.Kind))
}

func (w *writer) knowLayer(id annotate.LayerID, num int64) {
	if w.layers == nil {
		w.layers = map[annotate.LayerID]int64{}
	}
	w.layers[id] = num
}

func (w *writer) head(c *plan.Change) error {
	num, err := w.layer(c.Layer)
	if err != nil {
		return err
	}
	h, ok := c.Now.(*annotate.Head)
	if !ok {
		return w.exec(`UPDATE layer SET state = NULL, flagged = 0, extra = NULL WHERE num = ?`, num)
	}
	return w.exec(`UPDATE layer SET state = ?, flagged = ?, extra = ? WHERE num = ?`, string(h.State), h.Flagged, null(jsonObject(h.Extra)), num)
}

// clear takes out what belongs to an annotation, and with whole the annotation itself.
func (w *writer) clear(layer int64, id annotate.ID, whole bool) error {
	if whole {
		return w.exec(`DELETE FROM annotation WHERE layer = ? AND id = ?`, layer, string(id))
	}
	return errors.Join(
		w.exec(`DELETE FROM fragment WHERE layer = ? AND annotation = ?`, layer, string(id)),
		w.exec(`DELETE FROM argument WHERE layer = ? AND event = ?`, layer, string(id)))
}

// annotations writes rows that are new or take the place of others.
func (w *writer) annotations(put []annotationRow) error {
	var rows, fragments, arguments [][]any
	for _, r := range put {
		rows = append(rows, r.values())
		fragments = append(fragments, r.fragmentValues()...)
		arguments = append(arguments, r.argumentValues()...)
	}
	return errors.Join(
		w.insert(`INSERT INTO annotation VALUES `, rows, `
			ON CONFLICT DO UPDATE SET kind = excluded.kind, label = excluded.label, text = excluded.text, kb = excluded.kb,
			entity = excluded.entity, source = excluded.source, target = excluded.target, subject = excluded.subject,
			value = excluded.value, state = excluded.state, attributes = excluded.attributes, made_by = excluded.made_by,
			made_at = excluded.made_at, made_with = excluded.made_with, schema = excluded.schema, unsure = excluded.unsure,
			extra = excluded.extra`),
		w.insert(`INSERT INTO fragment VALUES `, fragments, ``),
		w.insert(`INSERT INTO argument VALUES `, arguments, ``))
}

// insert writes rows many at a time, with two statements that stay prepared.
func (w *writer) insert(head string, rows [][]any, tail string) error {
	const many = 32
	for len(rows) > 0 {
		n := 1
		if len(rows) >= many {
			n = many
		}
		row := `(?` + strings.Repeat(`, ?`, len(rows[0])-1) + `)`
		if err := w.exec(head+row+strings.Repeat(`, `+row, n-1)+tail, slices.Concat(rows[:n]...)...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// remove takes out an article or a person with the layers that have become
// empty. Nothing may refer to it any more.
func (w *writer) remove(c *plan.Change) error {
	id := string(c.Was.ItemID())
	table, column := "person", "annotator"
	if a, ok := c.Was.(*annotate.Article); ok {
		table, column = "article", "article"
		if err := w.exec(`DELETE FROM words WHERE rowid = ?`, w.articles[a.ID]); err != nil {
			return err
		}
	}
	err := w.exec(`DELETE FROM layer WHERE state IS NULL AND `+column+` = (SELECT num FROM `+table+` WHERE id = ?)
		AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.layer = layer.num)`, id)
	if err == nil {
		err = w.exec(`DELETE FROM `+table+` WHERE id = ?`, id)
	}
	if isForeignKey(err) {
		return fmt.Errorf("there still are annotations of it: %w", annotate.ErrConflict)
	}
	return err
}
