package brat

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

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

// maxName is the longest part of a file name, in bytes; file systems take 255.
const maxName = 200

// fileName is the path of an article's files, without extension: its key, with
// what no file system takes escaped by percent signs. keyOf undoes it.
func fileName(key string) string {
	parts := strings.Split(key, "/")
	for i, p := range parts {
		parts[i] = escape(p, i < len(parts)-1)
	}
	return strings.Join(parts, "/")
}

var (
	windows   = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`)
	otherFile = regexp.MustCompile(`(?i)\.(txt|ann|conf)$`)
)

func escape(part string, folder bool) string {
	if part == "" {
		return "%"
	}
	var b strings.Builder
	device := windows.MatchString(part)
	stop := -1 // where a stop must not stand
	if folder && otherFile.MatchString(part) {
		stop = strings.LastIndexByte(part, '.')
	}
	for i, r := range part {
		first, last := i == 0, i+len(string(r)) == len(part)
		odd := strings.ContainsRune(`%\:*?"<>|`, r) || !unicode.IsPrint(r) ||
			r == '.' && (first || last || i == stop) || r == ' ' && (first || last) || first && device
		if odd {
			percent(&b, string(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func percent(b *strings.Builder, s string) {
	for i := range len(s) {
		fmt.Fprintf(b, "%%%02X", s[i])
	}
}

// keyOf is the key that fileName made name of, or name where nothing did.
func keyOf(name string) string {
	parts := strings.Split(name, "/")
	for i, p := range parts {
		if p == "%" {
			parts[i] = ""
			continue
		}
		real, err := url.PathUnescape(p)
		if err != nil {
			return name
		}
		parts[i] = real
	}
	return strings.Join(parts, "/")
}

// fitKey shortens a key that gives names too long for a file system.
func fitKey(key string) string {
	parts := strings.Split(key, "/")
	for i, p := range parts {
		if len(escape(p, true)) <= maxName {
			continue
		}
		short := p
		for len(escape(short, true)) > maxName-9 {
			r := []rune(short)
			short = string(r[:len(r)*9/10])
		}
		parts[i] = fmt.Sprintf("%s~%x", short, sha256.Sum256([]byte(p)))[:len(short)+9]
	}
	return strings.Join(parts, "/")
}

// caseless keeps apart file names that differ by case alone, on which many
// file systems agree: it escapes letters of the later one.
type caseless map[string]bool

func (c caseless) name(key string) string {
	name := fileName(key)
	for n := 1; c[strings.ToLower(name)]; n++ {
		name = escapeLetters(fileName(key), n)
	}
	c[strings.ToLower(name)] = true
	return name
}

// escapeLetters escapes letters of the last part of a name in the pattern of
// the bits of n, so that every n gives another name.
func escapeLetters(name string, n int) string {
	slash := strings.LastIndexByte(name, '/') + 1
	var b strings.Builder
	b.WriteString(name[:slash])
	skip := 0
	for _, r := range name[slash:] {
		switch {
		case skip > 0: // within an escape
			skip--
			b.WriteRune(r)
		case r == '%':
			skip = 2
			b.WriteRune(r)
		case n&1 == 1:
			percent(&b, string(r))
			n >>= 1
		default:
			b.WriteRune(r)
			n >>= 1
		}
	}
	return b.String()
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
