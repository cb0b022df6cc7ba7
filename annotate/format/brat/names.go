package brat

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"galley/annotate"
)

var unsafe = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// names gives labels, roles and attributes the names that brat allows, ASCII
// letters, digits, - and _, each its own. visual.conf keeps the real ones.
type names struct {
	safe map[string]string // real -> safe
	real map[string]string // safe -> real
	list []string          // real names in order of first use
}

func newNames() *names { return &names{safe: map[string]string{}, real: map[string]string{}} }

// of is the safe name of a label or attribute.
func (n *names) of(real string) string {
	if s, ok := n.safe[real]; ok {
		return s
	}
	base := unsafe.ReplaceAllString(real, "_")
	if strings.Trim(base, "_-") == "" {
		base = "X"
	}
	if last := base[len(base)-1]; '0' <= last && last <= '9' {
		base += "_" // brat takes digits at the end of a role for its count
	}
	s := base
	for i := 2; n.real[s] != "" || reserved[s]; i++ {
		s = fmt.Sprintf("%s_%d_", base, i)
	}
	n.safe[real], n.real[s] = s, real
	n.list = append(n.list, real)
	return s
}

// reserved are names that mean something else in a .ann file.
var reserved = map[string]bool{"Equiv": true}

// display is name as visual.conf can hold it: it has no way to write bars,
// angle brackets, tabs and line breaks, and drops blanks around a name.
func display(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '|':
			return '/'
		case r == '<':
			return '('
		case r == '>':
			return ')'
		case breaks(r):
			return ' '
		}
		return r
	}, name))
}

// breaks tells whether r ends a line or a field for some reader of .ann files;
// Python, in which brat is written, ends lines at all of these.
func breaks(r rune) bool {
	switch r {
	case '\t', '\n', '\v', '\f', '\r', 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// number is the number of an id such as T12, or 0 if it is none of that kind.
func number(id annotate.ID, prefix string) int {
	digits, ok := strings.CutPrefix(string(id), prefix)
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n <= 0 || n > 1e9 || strconv.Itoa(n) != digits {
		return 0
	}
	return n
}
