package webannotsv

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// escapeValue writes a value of a cell.
var escapeValue = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `|`, `\|`, `_`, `\_`, `->`, `\->`, `;`, `\;`, "\t", `\t`, "\n", `\n`, `*`, `\*`).Replace

// escapeText writes a text: its control characters and backslashes.
func escapeText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unescape undoes both; a backslash before anything else stands for that.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		if r != '\\' || len(s) == 1 {
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		r, n = utf8.DecodeRuneInString(s[1:])
		next := s[1 : 1+n]
		s = s[1+n:]
		switch r {
		case 't':
			next = "\t"
		case 'n':
			next = "\n"
		case 'r':
			next = "\r"
		case 'b':
			next = "\b"
		case 'f':
			next = "\f"
		case 'u':
			if len(s) >= 4 {
				if code, err := strconv.ParseUint(s[:4], 16, 16); err == nil {
					next, s = string(rune(code)), s[4:]
				}
			}
		}
		b.WriteString(next)
	}
	return b.String()
}

// split cuts s at a separator that no backslash stands before.
func split(s string, at byte) []string {
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case at:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// numberOf takes the number in brackets off the end of a value; 0 where there is none.
func numberOf(s string) (value string, number int) {
	open := strings.LastIndexByte(s, '[')
	if open < 0 || !strings.HasSuffix(s, "]") || open > 0 && s[open-1] == '\\' {
		return s, 0
	}
	n, err := strconv.Atoi(s[open+1 : len(s)-1])
	if err != nil || n < 0 {
		return s, 0
	}
	return s[:open], n
}
