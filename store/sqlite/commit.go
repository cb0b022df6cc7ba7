package sqlite

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/internal/plan"
	"galley/store/words"
)

// numbers are the next free keys of tables. They are not taken again while
// the project is open, so that an annotate.Ref means one article.
type numbers struct{ log, rank, body, person, article, layer int64 }

func (s *Store) readNumbers(ctx context.Context) error {
	return s.writer.QueryRowContext(ctx, `
		SELECT (SELECT coalesce(max(seq), 0) + 1 FROM log), (SELECT coalesce(max(rank), 0) + 1 FROM log), (SELECT coalesce(max(num), 0) + 1 FROM body),
		       (SELECT coalesce(max(num), 0) + 1 FROM person), (SELECT coalesce(max(num), 0) + 1 FROM article),
		       (SELECT coalesce(max(num), 0) + 1 FROM layer)`).
		Scan(&s.next.log, &s.next.rank, &s.next.body, &s.next.person, &s.next.article, &s.next.layer)
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
	if err == nil {
		err = w.write(changes)
	}
	p := <-packed
	if err = errors.Join(err, p.err); err != nil {
		return err
	}
	if err := w.append(txs, p.edits); err != nil {
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

	// unfit are the scopes that have to be united, found while a log is replayed; else nil.
	unfit map[unite.Scope]bool

	// Keys of what was seen, so that they need not be looked up again.
	articles, people map[annotate.ID]int64
	layers           map[annotate.LayerID]int64

	// Rows that wait to be written many at a time.
	annotations          map[annotate.Kind]*inserter
	fragments, arguments []any
	texts                []text
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
		if err := w.appendAct(annotate.Logged{Transaction: tx, Rank: w.next.rank}, edits[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) appendAct(a annotate.Logged, edits []byte) error {
	seq := take(&w.next.log)
	w.next.rank = max(w.next.rank, a.Rank+1)
	if err := w.exec(`INSERT INTO log (seq, id, author, at, title, reverts, edits, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		seq, string(a.ID), string(a.Author), a.At.UnixMilli(), a.Title, string(a.Reverts), edits, a.Rank); err != nil {
		return err
	}
	return w.appendHistory(seq, a.Transaction)
}

// appendHistory notes what a transaction touched, for finding it.
func (w *writer) appendHistory(seq int64, tx annotate.Transaction) error {
	for _, article := range tx.Articles() {
		if err := w.exec(`INSERT INTO log_article (article, seq) VALUES (?, ?)`, string(article), seq); err != nil {
			return err
		}
	}
	return w.appendThings(seq, tx)
}

// appendThings notes what a transaction touched that is about no article.
func (w *writer) appendThings(seq int64, tx annotate.Transaction) error {
	for _, e := range tx.Edits {
		if e.Article() != "" {
			continue
		}
		if err := w.exec(`INSERT OR IGNORE INTO log_thing (kind, id, seq) VALUES (?, ?, ?)`, string(e.Kind()), string(e.Target()), seq); err != nil {
			return err
		}
	}
	return nil
}

// write brings the tables to what the changes say.
func (w *writer) write(changes []*plan.Change) error {
	heads := map[annotate.LayerID]*annotate.Head{} // of new layers: written with them
	for _, c := range changes {
		if h, ok := c.Now.(*annotate.Head); ok && c.Was == nil {
			heads[c.Layer] = h
		}
	}
	var gone []*plan.Change // articles and people, after the annotations that refer to them
	for _, c := range changes {
		var err error
		switch c.Item().(type) {
		case *annotate.Schema:
			err = w.schema(c.Now)
		case *annotate.Person, *annotate.Article:
			if c.Now == nil {
				gone = append(gone, c)
			} else {
				err = w.personOrArticle(c)
			}
		case annotate.Thing:
			err = w.thing(c)
		case *annotate.Head:
			err = w.head(c, heads)
		default:
			var layer int64
			if layer, err = w.layer(c.Layer, heads); err != nil {
				break
			}
			if c.Was != nil {
				err = w.clear(rowOf(layer, c.Was), c.Now == nil || c.Now.ItemKind() != c.Was.ItemKind())
			}
			if err == nil && c.Now != nil {
				err = w.put(rowOf(layer, c.Now))
			}
		}
		if err != nil {
			return refused(c, err)
		}
	}
	if err := w.flush(); err != nil {
		return err
	}
	if err := w.due(changes); err != nil {
		return err
	}
	for _, c := range gone {
		err := w.remove(c)
		if w.unfit != nil && errors.Is(err, annotate.ErrConflict) {
			w.unfit[c.Scope()] = true
			err = nil
		}
		if err != nil {
			return refused(c, err)
		}
	}
	return w.index()
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
	sameWords := was != nil && was.Title == now.Title && was.Deleted == now.Deleted
	body, err := w.body(now, !sameWords)
	if err != nil {
		return err
	}
	values := []any{now.Key, now.Title, now.Published, now.Language, now.Outlet, now.Author, now.URL,
		null(jsonObject(now.Meta)), null(jsonObject(now.Extra)), now.Deleted, words.Fold(now.Title + " " + now.Outlet + " " + now.Key), string(now.ID)}
	if was != nil {
		err = w.exec(`UPDATE article SET key = ?, title = ?, published = ?, language = ?, outlet = ?, author = ?, url = ?,
			meta = ?, extra = ?, deleted = ?, heading = ? WHERE id = ?`, values...)
	} else {
		w.know(&w.articles, now.ID, take(&w.next.article))
		err = w.exec(`INSERT INTO article (key, title, published, language, outlet, author, url, meta, extra, deleted, heading, id, num, body, bytes)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, w.articles[now.ID], body.num, body.bytes)...)
	}
	if err == nil && !sameWords {
		w.texts = append(w.texts, text{w.articles[now.ID], was != nil, !now.Deleted, now.Title, body.text})
	}
	return err
}

// text is what the index of words is told of an article.
type text struct {
	num               int64
	wasThere, isThere bool
	title, body       string
}

// index brings the index of words up to date. It is the last to be written:
// FTS5 keeps what is new in memory until another statement of several rows
// begins, and writing it out for each article takes longer than all the rest.
func (w *writer) index() error {
	for _, t := range w.texts {
		if t.wasThere {
			if err := w.exec(`DELETE FROM words WHERE rowid = ?`, t.num); err != nil {
				return err
			}
		}
		if t.isThere {
			if err := w.exec(`INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)`, t.num, words.Fold(t.title), words.Fold(t.body)); err != nil {
				return err
			}
		}
	}
	w.texts = nil
	return nil
}

// bodyRow is a row of the table body.
type bodyRow struct {
	num, bytes int64
	text       string // where it was asked for
}

// body keeps the text of a new article, or finds that of one that was here before.
func (w *writer) body(a *annotate.Article, withText bool) (bodyRow, error) {
	digest, err := hex.DecodeString(a.Digest)
	if err != nil {
		return bodyRow{}, fmt.Errorf("its digest: %w", err)
	}
	if a.Text != nil {
		b := bodyRow{w.next.body, int64(a.Text.Len()), a.Text.String()}
		done, err := w.tx.ExecContext(w.ctx, `INSERT OR IGNORE INTO body (num, digest, text) VALUES (?, ?, ?)`, b.num, digest, b.text)
		if err != nil {
			return bodyRow{}, err
		}
		if n, err := done.RowsAffected(); err != nil || n == 1 {
			w.next.body++
			return b, err
		}
	}
	var b bodyRow
	err = w.tx.QueryRowContext(w.ctx, `SELECT num, octet_length(text), iif(?, text, '') FROM body WHERE digest = ?`, withText, digest).
		Scan(&b.num, &b.bytes, &b.text)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("its text: %w", annotate.ErrNotFound)
	}
	return b, err
}

// layer is the key of a layer, which is made, with its head, if it is not there.
func (w *writer) layer(id annotate.LayerID, heads map[annotate.LayerID]*annotate.Head) (int64, error) {
	if num, ok := w.layers[id]; ok {
		return num, nil
	}
	num := take(&w.next.layer)
	w.knowLayer(id, num)
	state, flagged, extra := headValues(heads[id])
	return num, w.exec(`INSERT INTO layer (num, article, annotator, kind, state, flagged, extra) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		num, w.articles[id.Article], w.people[id.Annotator], string(id.Kind), state, flagged, extra)
}

func headValues(h *annotate.Head) (state any, flagged bool, extra any) {
	if h == nil {
		return nil, false, nil
	}
	return string(h.State), h.Flagged, null(jsonObject(h.Extra))
}

func (w *writer) knowLayer(id annotate.LayerID, num int64) {
	if w.layers == nil {
		w.layers = map[annotate.LayerID]int64{}
	}
	w.layers[id] = num
}

func (w *writer) head(c *plan.Change, heads map[annotate.LayerID]*annotate.Head) error {
	if _, there := w.layers[c.Layer]; !there {
		_, err := w.layer(c.Layer, heads)
		return err
	}
	now, _ := c.Now.(*annotate.Head)
	state, flagged, extra := headValues(now)
	return w.exec(`UPDATE layer SET state = ?, flagged = ?, extra = ? WHERE num = ?`, state, flagged, extra, w.layers[c.Layer])
}

// clear takes out what belongs to an annotation, and with whole the annotation
// itself. It asks for nothing that is not there: changes of many mentions would take twice as long.
func (w *writer) clear(was annotationRow, whole bool) error {
	if whole {
		return w.exec(`DELETE FROM annotation WHERE layer = ? AND id = ?`, was.layer, string(was.id))
	}
	var err error
	if len(was.appendFragments(nil)) > 0 {
		err = w.exec(`DELETE FROM fragment WHERE layer = ? AND annotation = ?`, was.layer, string(was.id))
	}
	if err == nil && len(was.arguments) > 0 {
		err = w.exec(`DELETE FROM argument WHERE layer = ? AND event = ?`, was.layer, string(was.id))
	}
	return err
}

// remove takes out an article or a person with the layers that have become
// empty. Nothing may refer to it any more.
func (w *writer) remove(c *plan.Change) error {
	id := string(c.Was.ItemID())
	table, column := "person", "annotator"
	if a, ok := c.Was.(*annotate.Article); ok {
		table, column = "article", "article"
		w.texts = append(w.texts, text{num: w.articles[a.ID], wasThere: true})
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
