package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"galley/annotate"
	"galley/annotate/exchange"
	"galley/annotate/format/formattest"
	"galley/annotate/span"
)

// TestViews compares what the views tell with the documents, for the made-up
// document of the formats and for random ones.
func TestViews(t *testing.T) {
	records := formattest.Records(1)
	var entries []annotate.Entry
	for i := range 60 {
		rec := formattest.Document()
		if i > 0 {
			rec = records.Example(i)
		}
		a := *rec.Article
		a.ID, a.Key = annotate.ID(fmt.Sprint("id", i)), fmt.Sprint("key", i)
		e := annotate.Entry{Article: &a}
		for _, l := range rec.Layers {
			layer := l.Layer
			layer.ID = annotate.LayerID{Article: a.ID, Annotator: "ada", Kind: annotate.Human}
			e.Layers = append(e.Layers, layer)
		}
		entries = append(entries, e)
	}
	s := newProject(t, setUp)
	if err := s.Commit(t.Context(), imports(entries, true)...); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, e := range entries {
		want = append(want, line("article", e.Article.Key, e.Article.Text.String(), int64(e.Article.Text.CodePoints()), e.Article.Digest))
		for _, l := range e.Layers {
			v := told{t, e.Article, l}
			l.Each(func(item annotate.Item) { want = append(want, v.lines(item)...) })
		}
	}
	got := slices.Concat(
		tell(t, s.readers, "article", "key, text, length, sha256", "v_articles"),
		tell(t, s.readers, "state", "key, state", "v_layers WHERE layer IN (SELECT num FROM layer WHERE state IS NOT NULL)"),
		tell(t, s.readers, "mention", "key, id, label, start, end, text, fragments, entity, entity_name, kb, unsure", "v_mentions"),
		tell(t, s.readers, "entity", "key, id, label, name, kb, mentions, unsure", "v_entities"),
		tell(t, s.readers, "event", `key, id, type, start, end, "trigger", fragments, evidence, arguments, unsure`, "v_events"),
		tell(t, s.readers, "argument", "key, event, n, role, target, target_kind, text, start, end, entity, value, low, high, approx, norm", "v_arguments"),
		tell(t, s.readers, "relation", `key, id, label, "from", from_text, "to", to_text`, "v_relations"),
		tell(t, s.readers, "label", "key, id, label, value", "v_labels"),
		tell(t, s.readers, "note", `key, id, type, text, state, "on", start, end, quote`, "v_notes"),
		tell(t, s.readers, "attribute", "key, id, name, value", "v_attributes WHERE typeof(value) = 'text'"),
	)
	slices.Sort(want)
	slices.Sort(got)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("(-documents +views)\n%s", diff)
	}
}

// told says in lines what the views should tell of a layer.
type told struct {
	t       *testing.T
	article *annotate.Article
	layer   annotate.Layer
}

func (v told) lines(item annotate.Item) []string {
	key, id := v.article.Key, string(item.ItemID())
	start, end, quote, fragments := v.place(annotate.SpansOf(item))
	var out []string
	switch x := item.(type) {
	case *annotate.Head:
		return []string{line("state", key, string(x.State))}
	case *annotate.Mention:
		var name, kb any
		if e, ok := v.layer.Entities.Get(x.Entity); ok {
			name, kb = orNull(e.Name), orNull(e.KB)
		}
		out = append(v.attributes(id, x.Attributes), line("mention", key, id, x.Label, start, end, quote, fragments, orNull(x.Entity), name, kb, flag(x.Unsure)))
	case *annotate.Entity:
		mentions := int64(0)
		for _, m := range v.layer.Mentions.All() {
			if m.Entity == x.ID {
				mentions++
			}
		}
		out = append(v.attributes(id, x.Attributes), line("entity", key, id, x.Label, orNull(x.Name), orNull(x.KB), mentions, flag(x.Unsure)))
	case *annotate.Event:
		start, end, trigger, fragments := v.place(x.Trigger)
		_, _, evidence, _ := v.place(x.Evidence)
		out = append(v.attributes(id, x.Attributes), line("event", key, id, x.Type, start, end, trigger, fragments, evidence, int64(len(x.Arguments)), flag(x.Unsure)))
		for n, a := range x.Arguments {
			out = append(out, v.argument(id, n, a))
		}
	case *annotate.Relation:
		from, to := v.text(x.From), v.text(x.To)
		out = append(v.attributes(id, x.Attributes), line("relation", key, id, x.Label, string(x.From), from, string(x.To), to))
	case *annotate.Label:
		out = append(out, line("label", key, id, x.Label, x.Value.Text()))
	case *annotate.Note:
		out = append(out, line("note", key, id, x.Type, orNull(x.Text), x.State, orNull(x.On), start, end, quote))
	}
	return out
}

func (v told) argument(event string, n int, a annotate.Argument) string {
	var target, kind, start, end, entity any
	reading := a.Value
	if a.Target != "" {
		item := v.layer.Find(a.Target)
		target, kind = string(a.Target), string(item.ItemKind())
		start, end, _, _ = v.place(ownSpans(item))
		switch x := item.(type) {
		case *annotate.Mention:
			entity = orNull(x.Entity)
			if reading == "" {
				reading = annotate.ValueOf(x.Attributes)
			}
		case *annotate.Entity:
			entity = string(x.ID)
		}
	}
	var low, high, approx, norm any
	var object map[string]any
	if r, ok := reading.Range(); ok {
		low, high = whole(r.Low), whole(r.High)
	}
	if json.Unmarshal([]byte(reading), &object) == nil {
		if b, ok := object["approx"].(bool); ok {
			approx = flag(b)
		}
		norm = object["norm"]
	}
	return line("argument", v.article.Key, event, int64(n), a.Role, target, kind, v.text(a.Target), start, end, entity, orNull(a.Value), low, high, approx, norm)
}

// text is what a target is called.
func (v told) text(id annotate.ID) any {
	switch x := v.layer.Find(id).(type) {
	case nil:
		return nil
	case *annotate.Entity:
		return orNull(x.Name)
	default:
		_, _, quote, _ := v.place(ownSpans(x))
		return quote
	}
}

// ownSpans are those of a trigger even where there is only evidence.
func ownSpans(item annotate.Item) []span.Span {
	if v, ok := item.(*annotate.Event); ok {
		return v.Trigger
	}
	return annotate.SpansOf(item)
}

// place is a place in code points, with its text and, where there are several, its fragments.
func (v told) place(spans []span.Span) (start, end, quote, fragments any) {
	if len(spans) == 0 {
		return nil, nil, nil, nil
	}
	var points [][2]int
	for _, s := range spans {
		from, err := v.article.Text.CodePoint(s.Start)
		to, err2 := v.article.Text.CodePoint(s.End)
		if err := cmp.Or(err, err2); err != nil {
			v.t.Fatal(err)
		}
		points = append(points, [2]int{from, to})
	}
	if len(points) > 1 {
		fragments = string(annotate.ValueOf(points))
	}
	return int64(points[0][0]), int64(points[len(points)-1][1]), v.article.Quote(spans), fragments
}

func (v told) attributes(id string, attributes annotate.Attributes) []string {
	var out []string
	for name, value := range attributes {
		if _, number := value.Range(); number && value[0] != '{' {
			continue // of which SQL has its own idea of the digits
		}
		out = append(out, line("attribute", v.article.Key, id, name, value.Text()))
	}
	return out
}

func orNull[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// whole is a number as SQLite gives it.
func whole(f *float64) any {
	switch {
	case f == nil:
		return nil
	case *f == float64(int64(*f)):
		return int64(*f)
	}
	return *f
}

// tell are the rows of a query in lines.
func tell(t *testing.T, db *sql.DB, what, columns, from string) []string {
	t.Helper()
	_, rows := query(t, db, "SELECT "+columns+" FROM "+from)
	var out []string
	for _, row := range rows {
		out = append(out, line(what, row...))
	}
	return out
}

// line says values as SQL shows them; nil is NULL.
func line(what string, values ...any) string {
	for i, v := range values {
		switch x := v.(type) {
		case nil:
			values[i] = "NULL"
		case string:
			values[i] = fmt.Sprintf("%q", x)
		}
	}
	return what + " " + strings.TrimSuffix(fmt.Sprintln(values...), "\n")
}

func query(t testing.TB, db *sql.DB, text string) (columns []string, out [][]any) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer rows.Close()
	if columns, err = rows.Columns(); err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return columns, out
}

// TestDocumentedQueries asks the questions of docs/SQL.md of the sample project:
// each has an answer. And it names every view with its columns.
func TestDocumentedQueries(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "SQL.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := newProject(t, setUp)
	sample := filepath.Join("..", "..", "assets", "sample", "sample.jsonl")
	opt := exchange.ImportOptions{Now: func() time.Time { return time.UnixMilli(1e12) }, IDs: annotate.NewIDs(time.Now, rand.NewChaCha8([32]byte{}))}
	if _, err := exchange.Import(t.Context(), s, []string{sample}, opt); err != nil {
		t.Fatal(err)
	}
	questions := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(doc), -1)
	if len(questions) < 5 {
		t.Fatalf("there are only %d questions", len(questions))
	}
	for _, q := range questions {
		if _, rows := query(t, s.readers, q[1]); len(rows) == 0 {
			t.Errorf("no answer to\n%s", q[1])
		}
	}
	for _, q := range regexp.MustCompile(`"(SELECT [^\n]*?)"[,)]`).FindAllStringSubmatch(string(doc), -1) {
		if _, rows := query(t, s.readers, q[1]); len(rows) == 0 {
			t.Errorf("no answer to %s", q[1])
		}
	}
	_, views := query(t, s.readers, `SELECT name FROM sqlite_schema WHERE type = 'view'`)
	for _, v := range views {
		columns, _ := query(t, s.readers, fmt.Sprintf("SELECT * FROM %s LIMIT 0", v[0]))
		for _, name := range append(columns, v[0].(string)) {
			known := strings.HasPrefix(name, "to_") || v[0] == "v_annotations" // told as a whole
			if !known && !strings.Contains(string(doc), "`"+name+"`") {
				t.Errorf("docs/SQL.md does not name %s of %s", name, v[0])
			}
		}
	}
}

// BenchmarkViews reads all rows of a view.
func BenchmarkViews(b *testing.B) {
	s := newProject(b, setUp)
	for _, tx := range imports(makeCorpus(corpusSize()), true) {
		if err := s.Commit(b.Context(), tx); err != nil {
			b.Fatal(err)
		}
	}
	for _, view := range []string{"v_mentions", "v_arguments"} {
		b.Run(view, func(b *testing.B) {
			n := 0
			for b.Loop() {
				_, rows := query(b, s.readers, "SELECT * FROM "+view)
				n += len(rows)
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
