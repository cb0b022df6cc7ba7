// Package fields says which columns and JSON fields are which property of an
// article, and makes an article of them. The readers of tables and of JSON
// have it in common.
package fields

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
	"galley/annotate/source/decode"
)

// Field is a property of an article. The empty Field is metadata.
type Field string

// The properties of an article.
const (
	ID       Field = "id"
	Key      Field = "key"
	Title    Field = "title"
	Body     Field = "body"
	Date     Field = "date"
	Outlet   Field = "outlet"
	Author   Field = "author"
	URL      Field = "url"
	Language Field = "language"
	Meta     Field = "meta"
)

// names are the names of columns that map by themselves, the first of a field
// before the second where a file has both.
var names = []struct {
	field Field
	names []string
}{
	{ID, []string{"id"}},
	{Key, []string{"key"}},
	{Title, []string{"title", "headline"}},
	{Body, []string{"text", "body", "content"}},
	{Date, []string{"date", "published"}},
	{Outlet, []string{"source", "outlet"}},
	{Language, []string{"lang", "language"}},
	{Author, []string{"author", "byline"}},
	{URL, []string{"url", "link"}},
}

// Parse reads a field's name, or one of the names that map to it, in any case;
// "meta" keeps a column from mapping by itself.
func Parse(name string) (Field, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == string(Meta) {
		return Meta, nil
	}
	for _, n := range names {
		if name == string(n.field) || slices.Contains(n.names, name) {
			return n.field, nil
		}
	}
	return "", fmt.Errorf("%q is no field of an article: use id, key, title, body, date, outlet, author, url, language or meta", name)
}

// byName finds the field that a name maps to, and its rank among the names of that field.
var byName = func() map[string]place {
	out := map[string]place{}
	for _, n := range names {
		for rank, name := range n.names {
			out[name] = place{n.field, rank}
		}
	}
	return out
}()

type place struct {
	field Field
	rank  int
}

// Mapping says what each column is.
type Mapping struct {
	Fields []Field // of each column; Meta for those that are metadata
	Passed []Passed
}

// Passed is a column that is metadata only because another one came first.
type Passed struct {
	Column, For string
	Field       Field
}

func (p Passed) String() string {
	return fmt.Sprintf("%q was taken for the %s, so %q is kept as metadata", p.For, p.Field, p.Column)
}

// TwiceError says that two columns of one name could both be a field.
type TwiceError struct {
	Column string
	Field  Field
}

func (e *TwiceError) Error() string {
	return fmt.Sprintf("%q stands twice, so it is not clear which is the %s; say which by its number, such as --map '#2=%s'", e.Column, e.Field, e.Field)
}

// Map tells what columns are. chosen maps names of columns, or "#N" for the
// Nth, to fields and goes before what maps by itself.
func Map(columns []string, chosen map[string]string) (Mapping, error) {
	m := Mapping{Fields: make([]Field, len(columns))}
	holder := map[Field]int{} // field -> column that has it
	for i, name := range columns {
		want, ok := chosen["#"+strconv.Itoa(i+1)]
		if !ok {
			want, ok = chosen[name]
		}
		if !ok {
			continue
		}
		f, err := Parse(want)
		if err != nil {
			return Mapping{}, err
		}
		if j, taken := holder[f]; taken && f != Meta {
			if columns[j] == name {
				return Mapping{}, &TwiceError{name, f}
			}
			return Mapping{}, fmt.Errorf("both %q and %q were chosen for the %s", columns[j], name, f)
		}
		m.Fields[i], holder[f] = f, i
	}
	return m, m.byThemselves(columns, holder)
}

// byThemselves maps the columns that nobody chose for anything. A column
// stands back behind one with an earlier name of the same field; two columns
// with the same name are an error.
func (m *Mapping) byThemselves(columns []string, chosen map[Field]int) error {
	best := map[Field]int{}
	for i, name := range columns {
		p, known := byName[normal(name)]
		if m.Fields[i] != "" || !known {
			continue
		}
		if _, taken := chosen[p.field]; taken {
			continue
		}
		j, rival := best[p.field]
		if rival && normal(columns[j]) == normal(name) {
			return &TwiceError{name, p.field}
		}
		if !rival || p.rank < byName[normal(columns[j])].rank {
			best[p.field] = i
		}
	}
	for f, i := range best {
		m.Fields[i] = f
	}
	for i, name := range columns {
		if m.Fields[i] != "" {
			continue
		}
		m.Fields[i] = Meta
		if j, lost := best[byName[normal(name)].field]; lost {
			m.Passed = append(m.Passed, Passed{name, columns[j], m.Fields[j]})
		}
	}
	return nil
}

// Knows tells whether a name maps by itself.
func Knows(name string) bool {
	_, ok := byName[normal(name)]
	return ok
}

func normal(name string) string {
	if len(name) > 32 {
		return "" // no name of ours is so long
	}
	return strings.ToLower(strings.TrimSpace(name))
}

// Row is what one record says of an article.
type Row struct {
	values map[Field]string
	Meta   annotate.Fields
}

// Set gives a field its value.
func (r *Row) Set(f Field, value string) {
	if r.values == nil {
		r.values = make(map[Field]string, len(names))
	}
	r.values[f] = value
}

// Keep keeps a value as metadata.
func (r *Row) Keep(name string, v annotate.Value) {
	if r.Meta == nil {
		r.Meta = annotate.Fields{}
	}
	r.Meta[name] = v
}

// Has tells whether the record gives the field.
func (r *Row) Has(f Field) bool { _, ok := r.values[f]; return ok }

// Article is the article that the record at where makes. One with neither id
// nor key gets place as its key. Ids and keys are kept as given; the date is
// made ISO 8601 where dates can read it. What keeps the record from being an
// article is a *decode.Error.
func (r *Row) Article(place, where string, dates *Dates) (*annotate.Article, error) {
	body := r.values[Body]
	if err := decode.CheckText(body); err != nil {
		return nil, err
	}
	for _, n := range names {
		if err := decode.CheckUTF8(r.values[n.field]); err != nil {
			return nil, &decode.Error{Code: decode.NUL, Msg: fmt.Sprintf("its %s holds a NUL, which no text holds", n.field)}
		}
	}
	a := annotate.Article{
		ID:        annotate.ID(r.values[ID]),
		Key:       r.values[Key],
		Title:     r.values[Title],
		Published: dates.Read(r.values[Date], where),
		Language:  r.values[Language],
		Outlet:    r.values[Outlet],
		Author:    r.values[Author],
		URL:       r.values[URL],
		Meta:      r.Meta,
	}
	switch {
	case a.Key == "" && a.ID != "":
		a.Key = string(a.ID)
	case a.Key == "":
		a.Key = place
	}
	return annotate.NewArticle(a, body), nil
}
