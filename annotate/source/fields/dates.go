package fields

import (
	"fmt"
	"strings"
	"time"
)

// layouts are the dates that are understood, in the ways in which news and
// spreadsheets write them without doubt, with the form that each is given; an
// empty form leaves it as it stands. 5/2/2016 is not among them, nor are zones
// by other names than GMT.
var layouts = []struct{ in, out string }{
	{time.RFC3339Nano, ""},
	{"2006-01-02T15:04Z07:00", ""},
	{"2006-01-02T15:04:05Z0700", time.RFC3339},
	{"2006-01-02T15:04:05", ""},
	{"2006-01-02T15:04", ""},
	{"2006-01-02 15:04:05", ""},
	{"2006-01-02 15:04", ""},
	{"2006-01-02 15:04:05Z07:00", ""},
	{time.DateOnly, ""},
	{"2006-01", ""},
	{"2006", ""},
	{"20060102", time.DateOnly},
	{"2.1.2006", time.DateOnly},
	{"2 January 2006", time.DateOnly},
	{"2 Jan 2006", time.DateOnly},
	{"January 2, 2006", time.DateOnly},
	{"Jan 2, 2006", time.DateOnly},
	{"Monday, January 2, 2006", time.DateOnly},
	{"Monday, 2 January 2006", time.DateOnly},
	{"Mon, 2 Jan 2006 15:04:05 -0700", time.RFC3339},
	{"Mon, 2 Jan 2006 15:04:05 GMT", time.RFC3339},
	{"Mon Jan 2 15:04:05 -0700 2006", time.RFC3339},
}

// Dates reads dates and counts those that it cannot read. Its zero value is ready.
type Dates struct {
	unread       int
	first, where string
}

// Read gives a date in ISO 8601. One that already is stays as it is; one that
// cannot be read stays as it is and is counted.
func (d *Dates) Read(s, where string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	for _, l := range layouts {
		t, err := time.Parse(l.in, s)
		switch {
		case err != nil:
			continue
		case l.out == "":
			return s
		}
		return t.Format(l.out)
	}
	if d.unread++; d.unread == 1 {
		d.first, d.where = s, where
	}
	return s
}

// Warning is a sentence on the dates that could not be read; empty if all could.
func (d *Dates) Warning() string {
	switch d.unread {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("the date %q of %s could not be read and is kept as it stands", shorten(d.first), d.where)
	}
	return fmt.Sprintf("%d dates could not be read and are kept as they stand, the first %q of %s", d.unread, shorten(d.first), d.where)
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
