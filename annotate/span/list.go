package span

import "slices"

// Union is what any of the spans covers: in order, without empty ones, those
// that overlap or touch in one.
func Union(spans ...Span) []Span {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return s.Len() <= 0 })
	slices.SortFunc(spans, Compare)
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Without is what is left of spans where s is taken out of them.
func Without(spans []Span, s Span) []Span {
	var out []Span
	for _, t := range spans {
		if s.Len() <= 0 || !t.Overlaps(s) {
			out = append(out, t)
			continue
		}
		for _, part := range []Span{{t.Start, s.Start}, {s.End, t.End}} {
			if part.Len() > 0 {
				out = append(out, part)
			}
		}
	}
	return out
}
