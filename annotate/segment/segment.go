// Package segment exchanges the acts of a project through a folder that several
// people share, by whatever service. Nobody writes the same file twice, and no
// two people write the same one, so nothing can be overwritten: a segment holds
// the acts that were in no segment yet when it was written, and its name ends in
// a digest of what is in it, which tells a file that has come in part.
//
// A segment names those that it was written after, as a commit of a version
// control system names its parents. It is taken when all of these are there, so
// that no act comes before what its author had seen.
package segment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"galley/annotate"
)

// Extension is that of a segment's file.
const Extension = ".segment"

// version is the newest form of segments that this program knows.
const version = 1

// header is the first line of a segment, a JSON object.
type header struct {
	Version int         `json:"galley_segment"`
	Project annotate.ID `json:"project"`
	Name    string      `json:"name"` // of the project
	// After are the digests of the segments that were there and that none of them names.
	After []string `json:"after"`
	Acts  int      `json:"acts"`
	// IDs are those of its acts, in their order, so that who has them all need not read them. Old segments do not say.
	IDs []annotate.ID `json:"ids,omitempty"`
}

// act is one of the further lines.
type act struct {
	ID      annotate.ID            `json:"id"`
	Author  annotate.ID            `json:"author,omitempty"`
	At      int64                  `json:"at"` // in milliseconds since 1970
	Title   string                 `json:"title"`
	Reverts annotate.ID            `json:"reverts,omitempty"`
	Rank    int64                  `json:"rank"`
	Edits   json.RawMessage        `json:"edits"`
	Texts   map[annotate.ID]string `json:"texts,omitempty"` // of the articles that it makes
}

func wire(a annotate.Logged) (act, error) {
	edits, err := annotate.MarshalEdits(a.Edits)
	out := act{ID: a.ID, Author: a.Author, At: a.At.UnixMilli(), Title: a.Title, Reverts: a.Reverts, Rank: a.Rank, Edits: edits}
	for _, e := range a.Edits {
		if made, ok := e.After.(*annotate.Article); ok && e.Before == nil && made.Text != nil {
			if out.Texts == nil {
				out.Texts = map[annotate.ID]string{}
			}
			out.Texts[made.ID] = made.Text.String()
		}
	}
	return out, err
}

func (w act) logged() (annotate.Logged, error) {
	a := annotate.Logged{Rank: w.Rank, Transaction: annotate.Transaction{ID: w.ID, Author: w.Author, At: time.UnixMilli(w.At).UTC(), Title: w.Title, Reverts: w.Reverts}}
	if w.ID == "" || w.Rank <= 0 {
		return a, errors.New("an act has no id or no rank")
	}
	var err error
	if a.Edits, err = annotate.UnmarshalEdits(w.Edits); err != nil {
		return a, fmt.Errorf("act %s: %w", w.ID, err)
	}
	for i, e := range a.Edits {
		if err := e.Check(); err != nil {
			return a, fmt.Errorf("act %s: %s %s: %w", w.ID, e.Kind(), e.Target(), err)
		}
		made, ok := e.After.(*annotate.Article)
		if !ok || e.Before != nil {
			continue
		}
		text, ok := w.Texts[made.ID]
		if !ok {
			return a, fmt.Errorf("act %s makes article %s without its text", w.ID, made.ID)
		}
		whole := annotate.NewArticle(*made, text)
		if made.Digest != "" && whole.Digest != made.Digest {
			return a, fmt.Errorf("act %s: the text of article %s is another one", w.ID, made.ID)
		}
		a.Edits[i].After = whole
	}
	return a, nil
}

// digestLength is how many hexadecimal digits of the SHA-256 of a file its name has.
const digestLength = 24

func digest(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])[:digestLength]
}

// named is the name of a segment: whose it is, its number and its digest.
var named = regexp.MustCompile(`^(.+)-([0-9]{6,})-([0-9a-f]{24})\.segment$`)

// fileName is the name of a file on any system.
func fileName(author string, number int, digest string) string {
	author = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return '_'
	}, author)
	const longest = 24 // characters
	if short := []rune(author); len(short) > longest {
		author = string(short[:longest])
	}
	if author == "" {
		author = "project"
	}
	return fmt.Sprintf("%s-%06d-%s%s", author, number, digest, Extension)
}
