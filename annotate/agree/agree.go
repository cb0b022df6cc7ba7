// Package agree measures how far coders agree on items, spans, events and
// chains, with the definitions of the papers named at each measure.
//
// A measure is a Value: a number, or undefined with the reason. Where chance
// leaves no room to disagree, or nobody marked anything, there is no agreement
// to speak of, and neither 0 nor 1 is said in its place.
//
// The order in which coders, articles and units are given changes no value,
// but for the sides of a recall and a precision.
package agree

import (
	"cmp"
	"fmt"
	"slices"

	"galley/annotate/span"
)

// Value is what a measure says of some data.
type Value struct {
	Number    float64
	Undefined string // why there is no number; empty where there is one
	N         int    // how many items, units, links or articles the number rests on
}

// Defined tells whether the value is a number.
func (v Value) Defined() bool { return v.Undefined == "" }

func number(x float64, n int) Value { return Value{Number: x, N: n} }

func undefined(format string, args ...any) Value {
	return Value{Undefined: fmt.Sprintf(format, args...)}
}

// Mean is the mean of the values that are defined; N is how many those are.
// It is undefined where none is.
func Mean(values ...Value) Value {
	sum, n, reason := 0.0, 0, ""
	for _, v := range values {
		switch {
		case v.Defined():
			sum += v.Number
			n++
		case reason == "" || v.Undefined < reason: // one of the reasons, whatever the order
			reason = v.Undefined
		}
	}
	if n == 0 {
		return undefined("%s", cmp.Or(reason, "there is nothing to take the mean of"))
	}
	return number(sum/float64(n), n)
}

// f1 is 2m/(a+b) of m matched among a and b, symmetric in a and b.
func f1(m float64, a, b int, what string) Value {
	if a+b == 0 {
		return undefined("nobody marked %s", what)
	}
	return number(2*m/float64(a+b), a+b)
}

// Unit is a labelled stretch of a text, counted in anything as long as all
// coders count alike: bytes, code points or tokens. A mention in several
// fragments is the stretch from its first to its last, less its Gaps.
type Unit struct {
	span.Span
	Label string
	// Gaps tells the fragments of a unit that has several, in any form that is
	// the same for the same fragments. Where equal spans are asked for, these
	// must be equal too; else a unit is the whole stretch.
	Gaps string
}

// compareUnits orders by start, end, gaps, label.
func compareUnits(a, b Unit) int {
	return cmp.Or(compareSpans(a, b), cmp.Compare(a.Label, b.Label))
}

func compareSpans(a, b Unit) int {
	return cmp.Or(span.Compare(a.Span, b.Span), cmp.Compare(a.Gaps, b.Gaps))
}

// sorted is units in order; the argument is left as it is, and is the result if it is in order.
func sorted(units []Unit) []Unit {
	if slices.IsSortedFunc(units, compareUnits) {
		return units
	}
	units = slices.Clone(units)
	slices.SortFunc(units, compareUnits)
	return units
}

// Only are the units with a label, so that any measure can be had label by label.
func Only(units []Unit, label string) []Unit {
	var only []Unit
	for _, u := range units {
		if u.Label == label {
			only = append(only, u)
		}
	}
	return only
}

// Labels are the labels of all units, each once, in alphabetical order.
func Labels(units ...[]Unit) []string {
	seen := map[string]bool{}
	var labels []string
	for _, list := range units {
		for _, u := range list {
			if !seen[u.Label] {
				seen[u.Label] = true
				labels = append(labels, u.Label)
			}
		}
	}
	slices.Sort(labels)
	return labels
}
