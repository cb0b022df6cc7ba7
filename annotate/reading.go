package annotate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Reading proposes values for a mention of a value type, by what its text says:
// bounds of a count (attributes low, high, approx), or a date (attribute norm)
// counted from the day the article appeared. It is nil where the text is not
// understood, which takes English words, or the mention has a value already.
func (d *Document) Reading(m *Mention, t *EntityType) Attributes {
	if t == nil || t.Kind != ValueKind {
		return nil
	}
	has := func(name string) bool {
		return slices.ContainsFunc(t.Attributes, func(a AttributeType) bool { return a.Name == name })
	}
	given := func(name string) bool { return m.Attributes[name] != "" }
	words := strings.ToLower(d.Text(m))
	switch {
	case has("low") && has("high") && !given("low") && !given("high"):
		r, ok := ReadCount(words)
		if !ok {
			return nil
		}
		out := Attributes{}
		if r.Low != nil {
			out["low"] = ValueOf(*r.Low)
		}
		if r.High != nil {
			out["high"] = ValueOf(*r.High)
		}
		if r.Approx && has("approx") {
			out["approx"] = "true"
		}
		return out
	case has("norm") && !given("norm"):
		if date := ReadDate(words, d.Article.Published); date != "" {
			return Attributes{"norm": ValueOf(date)}
		}
	}
	return nil
}

// counts are the words of small numbers.
var counts = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90,
}

var scales = map[string]float64{"hundred": 100, "thousand": 1000, "million": 1e6, "billion": 1e9}

// number is digits with separators of thousands or a fraction, or a word.
var number = regexp.MustCompile(`\d+(?:[, \x{a0}\x{202f}]\d{3})*(?:\.\d+)?|\p{L}+`)

var (
	atLeast = regexp.MustCompile(`\b(at least|more than|over|above|no fewer than|no less than|upwards? of)\b`)
	atMost  = regexp.MustCompile(`\b(at most|up to|no more than|fewer than|less than|under|below|as many as)\b`)
	roughly = regexp.MustCompile(`\b(about|around|some|roughly|nearly|almost|approximately|an estimated|estimated|or so)\b`)
	dozens  = regexp.MustCompile(`\b(dozens|scores|hundreds|thousands|tens of thousands)\b`)
)

// ReadCount reads a count in English lower case: "253", "at least 1,200",
// "nearly 300", "12,000 to 17,500", "twenty-one", "dozens".
func ReadCount(words string) (Range, bool) {
	if least, ok := map[string]float64{"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens of thousands": 20000}[dozens.FindString(words)]; ok {
		return Range{Low: &least, Approx: true}, true
	}
	numbers := readNumbers(words)
	r := Range{Approx: roughly.MatchString(words)}
	switch {
	case len(numbers) == 2 && numbers[0] < numbers[1]:
		r.Low, r.High = &numbers[0], &numbers[1]
	case len(numbers) != 1:
		return Range{}, false
	case atLeast.MatchString(words):
		r.Low = &numbers[0]
	case atMost.MatchString(words):
		r.High = &numbers[0]
	default:
		r.Low, r.High = &numbers[0], &numbers[0]
	}
	return r, true
}

// readNumbers are the numbers in a text. Words of numbers that follow each other are one.
func readNumbers(words string) []float64 {
	var out []float64
	running := false // the last word belongs to the last number
	for _, w := range number.FindAllString(words, -1) {
		n, word := counts[w]
		scale, scaled := scales[w]
		switch {
		case w[0] >= '0' && w[0] <= '9':
			f, err := strconv.ParseFloat(strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "").Replace(w), 64)
			if err != nil {
				return nil
			}
			out, running = append(out, f), true
		case scaled && running:
			out[len(out)-1] *= scale
		case scaled:
			out, running = append(out, scale), true // "a hundred"
		case word && running:
			out[len(out)-1] += n
		case word:
			out, running = append(out, n), true
		case w == "and" && running: // "a hundred and six"
		default:
			running = false
		}
	}
	return out
}

var dateForms = []struct{ layout, norm string }{
	{"2006-01-02", time.DateOnly}, {"2 January 2006", time.DateOnly}, {"January 2, 2006", time.DateOnly}, {"2 Jan 2006", time.DateOnly},
	{"January 2006", "2006-01"}, {"2006", "2006"},
}

var dayForms = []string{"2 January", "January 2", "2 Jan"}

// ReadDate reads a date in English lower case as EDTF writes it (ISO 8601-2):
// "2 may 2016", "may 2016", "on monday", "yesterday". Relative dates are
// counted back from published, an ISO 8601 date; it is empty where that is not known or the text not understood.
func ReadDate(words, published string) string {
	for _, before := range []string{"on ", "in ", "since ", "by ", "early ", "late ", "last "} {
		words = strings.TrimPrefix(words, before)
	}
	for _, f := range dateForms {
		if t, err := time.Parse(f.layout, words); err == nil {
			return t.Format(f.norm)
		}
	}
	day, err := time.Parse(time.DateOnly, published[:min(len(published), len(time.DateOnly))])
	if err != nil {
		return ""
	}
	for _, layout := range dayForms {
		if t, err := time.Parse(layout, words); err == nil {
			in := time.Date(day.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
			if in.After(day.AddDate(0, 6, 0)) {
				in = in.AddDate(-1, 0, 0)
			}
			return in.Format(time.DateOnly)
		}
	}
	switch words {
	case "today", "tonight", "this morning", "this afternoon", "this evening":
		return day.Format(time.DateOnly)
	case "yesterday", "night":
		return day.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	for back := range 7 {
		if that := day.AddDate(0, 0, -back); strings.ToLower(that.Weekday().String()) == words {
			return that.Format(time.DateOnly)
		}
	}
	return ""
}
