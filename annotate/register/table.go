package register

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/source/decode"
)

// columns are those of the table, in the order in which they are written, with
// other names that files give them.
var columns = []struct {
	name  string
	other []string
	get   func(*annotate.Registered) string
	set   func(*annotate.Registered, string)
}{
	{"label", []string{"type", "kind"},
		func(e *annotate.Registered) string { return e.Label }, func(e *annotate.Registered, s string) { e.Label = s }},
	{"name", []string{"entity", "actor", "title"},
		func(e *annotate.Registered) string { return e.Name }, func(e *annotate.Registered, s string) { e.Name = s }},
	{"aliases", []string{"alias", "also", "alternate names"},
		func(e *annotate.Registered) string { return strings.Join(e.Aliases, between) },
		func(e *annotate.Registered, s string) { e.Aliases = splitAliases(s) }},
	{"kb", []string{"qid", "wikidata", "kb_id", "kb id"},
		func(e *annotate.Registered) string { return e.KB }, func(e *annotate.Registered, s string) { e.KB = s }},
	{"note", []string{"notes", "comment", "description"},
		func(e *annotate.Registered) string { return e.Note }, func(e *annotate.Registered, s string) { e.Note = s }},
}

// between parts aliases in their cell.
const between = "|"

func splitAliases(s string) []string {
	var out []string
	for a := range strings.SplitSeq(s, between) {
		if a = strings.TrimSpace(a); a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Write writes entries as CSV (RFC 4180) in UTF-8, by label and name, with a
// row of column names first. Aliases stand in one cell with "|" between them.
func Write(w io.Writer, entries []*annotate.Registered) error {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b *annotate.Registered) int {
		return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Name, b.Name), cmp.Compare(a.KB, b.KB), cmp.Compare(a.ID, b.ID))
	})
	out := csv.NewWriter(w)
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	err := out.Write(row)
	for _, e := range entries {
		for i, c := range columns {
			row[i] = c.get(e)
		}
		err = cmp.Or(err, out.Write(row))
	}
	out.Flush()
	return cmp.Or(err, out.Error())
}

// Row is an entry of a table with the line that it begins in, from 1. Its ID is empty.
type Row struct {
	Line  int
	Entry *annotate.Registered
}

// Read reads a table of entries: the first row names the columns, among them
// label and name; cells stand between commas, semicolons or tabs. A row that
// cannot be read is refused by its line; an error means that nothing can be
// read. path is how the file is called in messages.
func Read(data []byte, path string) (rows []Row, refused []format.Issue, err error) {
	body, _, err := decode.Bytes(data)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the register from %s: %w", path, err)
	}
	in := csv.NewReader(strings.NewReader(body))
	in.Comma, in.FieldsPerRecord = delimiter(body), -1
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("reading the register from %s: it is empty", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the register from %s: %w", path, err)
	}
	set, err := columnsOf(head)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the register from %s, line 1: %w", path, err)
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, refused, nil
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			refused = append(refused, format.Issue{Item: fmt.Sprintf("%s, line %d", path, bad.StartLine), Code: "bad_row", Message: bad.Err.Error()})
			continue
		}
		if err != nil {
			return rows, refused, fmt.Errorf("reading the register from %s: %w", path, err)
		}
		line, _ := in.FieldPos(0)
		e, problem := entryOf(cells, set)
		if problem != "" {
			refused = append(refused, format.Issue{Item: fmt.Sprintf("%s, line %d", path, line), Code: "bad_row", Message: problem})
			continue
		}
		rows = append(rows, Row{line, e})
	}
}

// delimiter is what the first line has most of.
func delimiter(body string) rune {
	first, _, _ := strings.Cut(body, "\n")
	best := ','
	for _, r := range ";\t" {
		if strings.Count(first, string(r)) > strings.Count(first, string(best)) {
			best = r
		}
	}
	return best
}

type setter = func(*annotate.Registered, string)

// columnsOf says what each column sets; nil for one that means nothing here.
func columnsOf(head []string) ([]setter, error) {
	set := make([]setter, len(head))
	found := map[string]bool{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		for _, c := range columns {
			if h != c.name && !slices.Contains(c.other, h) {
				continue
			}
			if found[c.name] {
				return nil, fmt.Errorf("two columns say the %s", c.name)
			}
			found[c.name], set[i] = true, c.set
		}
	}
	for _, need := range []string{"label", "name"} {
		if !found[need] {
			return nil, fmt.Errorf("no column is called %s; there are %s", need, strings.Join(head, ", "))
		}
	}
	return set, nil
}

func entryOf(cells []string, set []setter) (*annotate.Registered, string) {
	if len(cells) > len(set) {
		return nil, fmt.Sprintf("%d cells where there are %d columns", len(cells), len(set))
	}
	e := new(annotate.Registered)
	for i, cell := range cells {
		if set[i] != nil {
			set[i](e, strings.TrimSpace(cell))
		}
	}
	switch {
	case e.Name == "":
		return nil, "it has no name"
	case e.Label == "":
		return nil, fmt.Sprintf("%s has no label", e.Name)
	}
	return e, ""
}

// Taken says what came of the rows of a table.
type Taken struct {
	New, Changed, Same int
	Edits              []annotate.Edit
}

// Take makes the edits that take rows into a register: an actor that is there,
// by id or by name, gets the names it lacks, others are added.
func Take(entries []*annotate.Registered, rows []Row, newID func() annotate.ID) Taken {
	var t Taken
	x := NewIndex(entries)
	at := map[annotate.ID]int{} // place in Edits of an entry that this table touched
	for _, r := range rows {
		e, changes := x.taking(r.Entry, newID)
		if !changes {
			t.Same++
			continue
		}
		now := e.After.(*annotate.Registered)
		i, touched := at[now.ID]
		switch {
		case touched:
			t.Edits[i].After = now
		case e.Before == nil:
			t.New++
		default:
			t.Changed++
		}
		if !touched {
			at[now.ID] = len(t.Edits)
			t.Edits = append(t.Edits, e)
		}
		x.put(now)
	}
	return t
}
