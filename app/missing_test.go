package app

import (
	"errors"
	"testing"
)

func TestMissingText(t *testing.T) {
	many := make([]rune, 14)
	for i := range many {
		many[i] = 0x12000 + rune(i)
	}
	for _, c := range []struct {
		chars []rune
		err   error
		want  string
	}{
		{[]rune{0x12000}, nil, "1 character has no font here: U+12000"},
		{[]rune{0x12000, 0xFFFF0}, nil, "2 characters have no font here: U+12000, U+FFFF0"},
		{many, nil, "14 characters have no font here: U+12000, U+12001, U+12002, U+12003, U+12004, U+12005, U+12006, U+12007, U+12008, U+12009, U+1200A, U+1200B, and 2 more"},
		{many[:1], errors.New("disk full"), "1 character has no font here: U+12000 (the system's fonts could not be asked: disk full)"},
	} {
		if got := missingText(c.chars, c.err); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestMissingCharactersAreSaid(t *testing.T) {
	d := openDesk(t, "Signs \U000FFFF0 of nothing.", "All is well.")
	d.until("the strip", func() bool { return len(d.open.page.stack.Objects) == 2 })
	d.load("a2")
	if n := len(d.open.page.stack.Objects); n != 1 {
		t.Errorf("%d things lie where the next article is", n)
	}
}
