package brat

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"galley/annotate/format/filename"
)

// plainReference is an id that says which knowledge base it is of, such as Wikidata:Q42.
var plainReference = regexp.MustCompile(`^[^\s:]+:[^\s]+$`)

// ownBase is the name given to the knowledge base of ids that name none.
const ownBase = "KB:"

// reference writes the id of a knowledge base as BASE:ID without blanks.
func reference(kb string) string {
	odd := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }
	if plainReference.MatchString(kb) && !strings.HasPrefix(kb, ownBase) && !strings.ContainsFunc(kb, odd) {
		return kb
	}
	var b strings.Builder
	b.WriteString(ownBase)
	for _, r := range kb {
		if r == '%' || odd(r) {
			filename.Percent(&b, string(r))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// knowledgeBase is the id that reference wrote.
func knowledgeBase(reference string) string {
	id, own := strings.CutPrefix(reference, ownBase)
	if real, err := url.PathUnescape(id); own && err == nil {
		return real
	}
	return reference
}
