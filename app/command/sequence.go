package command

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSequence is the most keys that a label may take.
const MaxSequence = 3

// Binding is a label with its keys, pressed one after the other: "eva".
type Binding struct {
	Keys  string
	Label string
}

// SequenceError says why the keys of a schema cannot be used together.
type SequenceError struct {
	Binding, Other Binding // Other is empty when Binding is wrong by itself
	Reason         string
}

func (e *SequenceError) Error() string {
	if e.Other == (Binding{}) {
		return fmt.Sprintf("key %q of %s %s", e.Binding.Keys, e.Binding.Label, e.Reason)
	}
	return fmt.Sprintf("key %q of %s %s %q of %s",
		e.Binding.Keys, e.Binding.Label, e.Reason, e.Other.Keys, e.Other.Label)
}

// Sequences are the keys of a schema's labels: none begins with another, so that
// a label is known with its last key and nothing waits for a time to pass.
type Sequences struct {
	bindings []Binding // in lower case, in the order given
	runes    map[rune]bool
}

// NewSequences checks the bindings and returns them for use; bindings without
// keys are left out. The error is a *SequenceError and names both labels.
func NewSequences(bindings []Binding) (*Sequences, error) {
	s := &Sequences{runes: make(map[rune]bool)}
	for _, b := range bindings {
		b.Keys = fold(b.Keys)
		if b.Keys == "" {
			continue
		}
		if utf8.RuneCountInString(b.Keys) > MaxSequence {
			return nil, &SequenceError{Binding: b, Reason: fmt.Sprintf("has more than %d keys", MaxSequence)}
		}
		for _, r := range b.Keys {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return nil, &SequenceError{Binding: b, Reason: "may have letters and digits only"}
			}
			s.runes[r] = true
		}
		s.bindings = append(s.bindings, b)
	}
	if err := s.checkPrefixes(); err != nil {
		return nil, err
	}
	return s, nil
}

// checkPrefixes sorts the bindings: keys that begin with other keys then stand
// right behind them.
func (s *Sequences) checkPrefixes() error {
	sorted := slices.Clone(s.bindings)
	slices.SortStableFunc(sorted, func(a, b Binding) int { return cmp.Compare(a.Keys, b.Keys) })
	for i, b := range sorted[min(1, len(sorted)):] {
		before := sorted[i]
		if before.Keys == b.Keys {
			return &SequenceError{Binding: b, Other: before, Reason: "is the same as"}
		}
		if strings.HasPrefix(b.Keys, before.Keys) {
			return &SequenceError{Binding: before, Other: b, Reason: "is the beginning of"}
		}
	}
	return nil
}

func fold(s string) string { return strings.ToLower(s) }

// Uses reports whether a label's keys have the character, in lower case.
func (s *Sequences) Uses(r rune) bool { return s.runes[r] }

// Progress says what a key did to a sequence.
type Progress int

// What a key can do.
const (
	Dead    Progress = iota // no label's keys go on like that; the sequence is over
	Pending                 // more keys are wanted
	Matched                 // a label's keys are complete; the sequence is over
)

// Sequence is the keys pressed so far. Its zero value over a schema's Sequences
// is ready; there is no time limit.
type Sequence struct {
	Of      *Sequences
	pressed string
}

// Press adds a character. When the label's keys are complete it returns it; when
// no label goes on like that, the sequence begins anew and nothing is done.
func (s *Sequence) Press(r rune) (Progress, Binding) {
	s.pressed += fold(string(r))
	for _, b := range s.Of.bindings {
		if b.Keys == s.pressed {
			s.Reset()
			return Matched, b
		}
	}
	if len(s.Continuations()) == 0 {
		s.Reset()
		return Dead, Binding{}
	}
	return Pending, Binding{}
}

// Reset forgets the keys pressed, as Esc does.
func (s *Sequence) Reset() { s.pressed = "" }

// Pressed returns the keys pressed so far.
func (s *Sequence) Pressed() string { return s.pressed }

// Continuation is a key that may come next, and the labels behind it.
type Continuation struct {
	Key    rune
	Labels []Binding
}

// Continuations lists the keys that may come next, in the order of the labels.
func (s *Sequence) Continuations() []Continuation {
	var list []Continuation
	for _, b := range s.Of.bindings {
		rest, ok := strings.CutPrefix(b.Keys, s.pressed)
		if !ok || rest == "" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(rest)
		at := slices.IndexFunc(list, func(c Continuation) bool { return c.Key == r })
		if at < 0 {
			at, list = len(list), append(list, Continuation{Key: r})
		}
		list[at].Labels = append(list[at].Labels, b)
	}
	return list
}
