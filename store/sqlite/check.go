package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"galley/annotate"
	"galley/annotate/unite"
	"galley/store"
	"galley/store/words"
)

// maxFindings is enough to see what is wrong; a damaged file has more than anybody reads.
const maxFindings = 100

// Check examines everything that is kept.
func (s *Store) Check(ctx context.Context, progress store.Progress) ([]store.Finding, error) {
	c := &check{ctx: ctx, progress: progress, sums: map[unite.Scope]sum{}}
	err := s.snapshot(ctx, func(tx *sql.Tx) error {
		c.tx = tx
		for _, part := range []func() error{c.file, c.bodies, c.log, c.tables, c.index, c.queue} {
			if err := part(); err != nil && !c.note("file_damaged", err) {
				return err
			}
		}
		return nil
	})
	return c.findings, s.fail("checking", err)
}

// The kinds under which check adds up the tables log_article and log_thing.
const (
	historyKind      annotate.Kind = "history"
	thingHistoryKind annotate.Kind = "history of a thing"
)

// historyOf is under what check adds up the transactions that touched what an
// edit changes and is about no article.
func historyOf(kind annotate.Kind, id annotate.ID) unite.Scope {
	return unite.Scope{Kind: thingHistoryKind, ID: annotate.ID(kind) + " " + id}
}

type check struct {
	ctx      context.Context
	tx       *sql.Tx
	progress store.Progress
	findings []store.Finding
	sums     map[unite.Scope]sum  // what the log comes to, less what the tables hold
	several  map[unite.Scope]bool // that were changed in several copies, as the table says
}

func (c *check) add(code, format string, args ...any) {
	if len(c.findings) < maxFindings {
		c.findings = append(c.findings, store.Finding{Code: code, Message: fmt.Sprintf(format, args...)})
	}
}

// note makes a finding of an error that comes of damage, and tells whether it was one.
func (c *check) note(code string, err error) bool {
	damaged := errors.Is(problem(err), store.ErrDamaged)
	if damaged {
		c.add(code, "%v", problem(err))
	}
	return damaged
}

// query calls do with each row, whose columns go to fields.
func (c *check) query(do func() error, fields []any, query string, args ...any) error {
	rows, err := c.tx.QueryContext(c.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(fields...); err != nil {
			return err
		}
		if err := do(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// file lets SQLite examine pages, indexes and references.
func (c *check) file() error {
	var message, table, parent string
	var row sql.NullInt64
	var key int
	return errors.Join(
		c.query(func() error {
			if message != "ok" {
				c.add("file_damaged", "%s", message)
			}
			return nil
		}, []any{&message}, `PRAGMA integrity_check`),
		c.query(func() error {
			c.add("reference_missing", "a row of %s refers to a row of %s that is not there", table, parent)
			return nil
		}, []any{&table, &row, &parent, &key}, `PRAGMA foreign_key_check`))
}

// bodies compares each text with its digest.
func (c *check) bodies() error {
	var digest []byte
	var text string
	return c.query(func() error {
		if sha := sha256.Sum256([]byte(text)); string(sha[:]) != string(digest) {
			c.add("digest_differs", "the text with the digest %x is not what was imported", digest)
		}
		return nil
	}, []any{&digest, &text}, `SELECT digest, text FROM body`)
}

// log adds up what the log comes to.
func (c *check) log() (err error) {
	if c.several, err = (&writer{ctx: c.ctx, tx: c.tx}).readSeveral(); err != nil {
		return err
	}
	return eachLogged(c.ctx, c.tx, c.progress, func(seq int64, tx annotate.Transaction) error {
		for _, e := range tx.Edits {
			p := unite.ScopeOf(e)
			if e.Before != nil {
				c.sums[p] = c.sums[p].minus(sumOf(e.Before))
			}
			if e.After != nil {
				c.sums[p] = c.sums[p].plus(sumOf(e.After))
			}
		}
		for _, a := range tx.Articles() {
			p := unite.Scope{Kind: historyKind, ID: a}
			c.sums[p] = c.sums[p].plus(sum{uint64(seq), 1})
		}
		c.things(seq, tx)
		return nil
	})
}

// things adds up which transactions touched what is about no article.
func (c *check) things(seq int64, tx annotate.Transaction) {
	if c.several[unknownSeveral] {
		return // the table does not say yet
	}
	seen := map[unite.Scope]bool{}
	for _, e := range tx.Edits {
		if p := historyOf(e.Kind(), e.Target()); e.Article() == "" && !seen[p] {
			seen[p] = true
			c.sums[p] = c.sums[p].plus(sum{uint64(seq), 1})
		}
	}
}

// tables takes away from the sums what the tables hold. What is left differs.
func (c *check) tables() error {
	if err := errors.Join(c.layers(), c.project(), c.history()); err != nil {
		return err
	}
	differ := map[string]bool{}
	several := map[unite.Scope]bool{} // may be so because several copies wrote them
	for p, left := range c.sums {
		switch {
		case left == (sum{}):
		case p.Kind == historyKind || p.Kind == thingHistoryKind:
			differ[p.String()] = true
		default:
			several[p] = true
			if !c.several[p] && !c.several[unknownSeveral] {
				differ[p.String()] = true
			}
		}
	}
	if len(several) > 0 {
		done, err := (&writer{ctx: c.ctx, tx: c.tx}).settle(several, nil)
		if err != nil {
			return err
		}
		for _, e := range done.changes {
			differ[unite.ScopeOf(e).String()] = true
		}
	}
	for _, p := range slices.Sorted(maps.Keys(differ)) {
		c.add("table_differs", "%s is not what the log comes to", p)
	}
	return nil
}

func (c *check) take(p unite.Scope, s sum) { c.sums[p] = c.sums[p].minus(s) }

func (c *check) layers() error {
	rows, err := readLayerRows(c.ctx, c.tx, `true`)
	if err != nil {
		return err
	}
	for _, r := range rows {
		head, err := r.head()
		if err != nil {
			return err
		}
		if head != nil {
			c.take(unite.Scope{Layer: r.id}, sumOf(head))
		}
		items, err := readItems(c.ctx, c.tx, selection{layers: []int64{r.num}})
		if err != nil {
			return err
		}
		for _, item := range items[r.num] {
			c.take(unite.Scope{Layer: r.id}, sumOf(item))
		}
	}
	return nil
}

func (c *check) project() error {
	s, err := readSchema(c.ctx, c.tx)
	if err != nil {
		return err
	}
	if s != nil {
		c.take(unite.Scope{Kind: annotate.KindSchema}, sumOf(s))
	}
	var p annotate.Person
	err = c.query(func() error {
		c.take(unite.Scope{Kind: annotate.KindPerson, ID: p.ID}, sumOf(&p))
		return nil
	}, []any{&p.ID, &p.Name}, `SELECT id, name FROM person`)
	if err != nil {
		return err
	}
	var t thingRow
	err = c.query(func() error {
		thing, err := t.thing()
		if err == nil {
			c.take(unite.Scope{Kind: thing.ItemKind(), ID: thing.ItemID()}, sumOf(thing))
		}
		return err
	}, t.fields(), thingSelect)
	if err != nil {
		return err
	}
	var r articleRow
	return c.query(func() error {
		a, err := r.article()
		if err == nil {
			c.take(unite.Scope{Kind: annotate.KindArticle, ID: a.ID}, sumOf(a))
		}
		return err
	}, r.fields(), articleSelect)
}

func (c *check) history() error {
	p := unite.Scope{Kind: historyKind}
	var kind annotate.Kind
	var seq uint64
	err := c.query(func() error {
		c.take(p, sum{seq, 1})
		return nil
	}, []any{&p.ID, &seq}, `SELECT article, seq FROM log_article`)
	if err != nil || c.several[unknownSeveral] {
		return err
	}
	return c.query(func() error {
		c.take(historyOf(kind, p.ID), sum{seq, 1})
		return nil
	}, []any{&kind, &p.ID, &seq}, `SELECT kind, id, seq FROM log_thing`)
}

// index compares each word of the texts, with its place, with the index.
func (c *check) index() error {
	seed := maphash.MakeSeed()
	left := map[int64]uint64{} // by article.num
	key := func(word, column string, n int64) uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		h.WriteString(word)
		h.WriteString(column)
		_ = binary.Write(&h, binary.LittleEndian, n) // a hash never fails
		return h.Sum64()
	}
	var num, n int64
	var title, body, word, column string
	err := c.query(func() error {
		for column, text := range map[string]string{"title": title, "body": body} {
			s := words.NewScanner(text)
			for n := int64(0); s.Next(); n++ {
				left[num] += key(string(s.Word), column, n)
			}
		}
		return nil
	}, []any{&num, &title, &body}, `SELECT a.num, a.title, b.text FROM article a JOIN body b ON b.num = a.body WHERE NOT a.deleted`)
	if err != nil {
		return err
	}
	err = c.query(func() error {
		left[num] -= key(word, column, n)
		return nil
	}, []any{&word, &num, &column, &n}, `SELECT term, doc, col, "offset" FROM words_place`)
	if err != nil {
		return err
	}
	for _, num := range slices.Sorted(maps.Keys(left)) {
		if left[num] != 0 {
			id := fmt.Sprint("number ", num)
			// Without a row the number must do.
			_ = c.tx.QueryRowContext(c.ctx, `SELECT id FROM article WHERE num = ?`, num).Scan(&id)
			c.add("index_differs", "the search does not know article %s as it is", id)
		}
	}
	return nil
}

// sum adds up digests of items, so that a layer is compared in any order and
// without keeping it: two that hold the same have the same sum.
type sum [2]uint64

func (s sum) plus(t sum) sum  { return sum{s[0] + t[0], s[1] + t[1]} }
func (s sum) minus(t sum) sum { return sum{s[0] - t[0], s[1] - t[1]} }

// sumOf is the digest of an item. Annotations count as the rows they make, in
// which nil and empty lists are the same.
func sumOf(item annotate.Item) sum {
	var form any = item
	switch x := item.(type) {
	case *annotate.Schema:
		form = string(x.Encode())
	case *annotate.Article, *annotate.Person, *annotate.Head, annotate.Thing:
	default:
		r := rowOf(0, item)
		form = []any{r.appendValues(nil), r.appendFragments(nil), r.appendArguments(nil)}
	}
	b, err := json.Marshal(form)
	if err != nil {
		panic(err) // it came out of JSON
	}
	d := sha256.Sum256(append(b, item.ItemKind()...))
	return sum{binary.LittleEndian.Uint64(d[:]), binary.LittleEndian.Uint64(d[8:])}
}
