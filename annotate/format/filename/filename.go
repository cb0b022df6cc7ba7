// Package filename makes names of files of keys of articles, for formats that
// keep each article in a file of its own.
package filename

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxName is the longest part of a file name, in bytes; file systems take 255.
const maxName = 200

// Of is the path of an article's files, without extension: its key, with what
// no file system takes escaped by percent signs. Key undoes it.
func Of(key string) string {
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
			Percent(&b, string(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Percent writes each byte of s as a percent sign and two hexadecimal digits.
func Percent(b *strings.Builder, s string) {
	for i := range len(s) {
		fmt.Fprintf(b, "%%%02X", s[i])
	}
}

// Key is the key that Of made name of, or name where nothing did.
func Key(name string) string {
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

// Fit shortens a key that gives names too long for a file system.
func Fit(key string) string {
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

// Distinct keeps apart file names that differ by case alone, or in how accents
// are composed, which many file systems take for one: it escapes letters of the
// later one.
type Distinct map[string]bool

// Of is the path of an article's files, as the function Of gives it, unless
// that is taken.
func (d Distinct) Of(key string) string {
	name := Of(key)
	for n := 1; d[folded(name)]; n++ {
		name = escapeLetters(Of(key), n)
	}
	d[folded(name)] = true
	return name
}

// folded is what file names have in common that some file system takes for one.
func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

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
			Percent(&b, string(r))
			n >>= 1
		default:
			b.WriteRune(r)
			n >>= 1
		}
	}
	return b.String()
}
