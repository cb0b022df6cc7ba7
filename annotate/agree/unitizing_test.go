package agree

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"galley/annotate/span"
)

const textEnd = 30

func unit(start, end int, label string) Unit {
	return Unit{Span: span.Span{Start: start, End: end}, Label: label}
}

// section is a unit, or a gap between units, which has no label.
type section struct {
	Unit
	article, coder int
}

// sections are the units of a label and the gaps between them.
func sections(articles []Continuum, label string) []section {
	var out []section
	for i, a := range articles {
		for c, units := range a.Coders {
			at := a.Begin
			for _, u := range sorted(Only(units, label)) {
				if u.Start > at {
					out = append(out, section{unit(at, u.Start, ""), i, c})
				}
				out = append(out, section{u, i, c})
				at = u.End
			}
			if at < a.End {
				out = append(out, section{unit(at, a.End, ""), i, c})
			}
		}
	}
	return out
}

// by1995 are the disagreements of Krippendorff 2004, section by section.
func by1995(articles []Continuum, label string) (observed, expected float64) {
	m, length := float64(len(articles[0].Coders)), 0.0
	for _, a := range articles {
		length += float64(a.End - a.Begin)
	}
	all := sections(articles, label)
	pairs, number := m*length*(m*length-1), 0.0
	for _, x := range all {
		if x.Label != "" {
			number++
		}
	}
	for _, x := range all {
		l := float64(x.Len())
		if x.Label != "" {
			pairs -= l * (l - 1)
			expected += (number - 1) / 3 * (2*l*l*l - 3*l*l + l)
		}
		for _, y := range all {
			if x.Label != "" && y.Label == "" && y.Len() >= x.Len() {
				expected += l * l * (float64(y.Len()) - l + 1)
			}
			start, end := float64(x.Start-y.Start), float64(x.End-y.End)
			switch {
			case x.article != y.article || x.coder == y.coder:
			case x.Label != "" && y.Label != "" && x.Overlaps(y.Span):
				observed += start*start + end*end
			case x.Label != "" && y.Label == "" && y.Covers(x.Span):
				observed += 2 * l * l // and the same seen from the gap
			}
		}
	}
	return observed / (m * (m - 1) * length * length), expected * 2 / length / pairs
}

func TestAlphaU1995ByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := texts(rapid.IntRange(2, 4).Draw(t, "coders")).Draw(t, "articles")
		got := AlphaU1995(articles...)
		var observed, expected float64
		for label, v := range got.Labels {
			o, e := by1995(articles, label)
			if !near(v.Number, 1-o/e) {
				t.Fatalf("label %s: %+v, want %v", label, v, 1-o/e)
			}
			observed, expected = observed+o, expected+e
		}
		if got.All.Defined() && !near(got.All.Number, 1-observed/expected) {
			t.Fatalf("all: %+v, want %v", got.All, 1-observed/expected)
		}
	})
}

// by2016 is u-alpha and |u-alpha, counted position by position.
func by2016(coders [][]Unit) (nominal, binary Value) {
	labels := []string{"", "A", "B"}
	at := func(c, position int) string {
		for _, u := range coders[c] {
			if u.Contains(position) {
				return u.Label
			}
		}
		return ""
	}
	length := map[[2]string]float64{}
	row, self := map[string]float64{}, map[string]float64{}
	m := float64(len(coders))
	selfAll := 0.0
	for i := range coders {
		for p := range textEnd {
			for j := range coders {
				if i != j {
					length[[2]string{at(i, p), at(j, p)}] += 1 / (m - 1)
				}
			}
			row[at(i, p)]++
			if at(i, p) == "" {
				self[""]++
				selfAll++
			}
		}
		for _, u := range coders[i] {
			self[u.Label] += float64(u.Len() * u.Len())
			selfAll += float64(u.Len() * u.Len())
		}
	}
	total := m * textEnd
	var o, e, oBinary, eBinary float64
	for _, c := range labels {
		for _, k := range labels {
			expected := total * row[c] * row[k] / (total*total - selfAll)
			if c != k {
				o += length[[2]string{c, k}]
				e += expected
			}
			if (c == "") != (k == "") {
				oBinary += length[[2]string{c, k}]
				eBinary += expected
			}
		}
	}
	return number(1-o/e, 0), number(1-oBinary/eBinary, 0)
}

func TestAlpha2016ByDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders := disjoint(rapid.IntRange(2, 4).Draw(t, "coders"), 5).Draw(t, "units")
		got := Alpha2016(Continuum{0, textEnd, coders})
		if !got.Nominal.Defined() {
			t.Skip("nobody marked a unit")
		}
		nominal, binary := by2016(coders)
		if !near(got.Nominal.Number, nominal.Number) || !near(got.Binary.Number, binary.Number) {
			t.Fatalf("%+v, want %v and %v", got, nominal, binary)
		}
	})
}

// texts draws articles, some of them no longer than a unit.
func texts(coders int) *rapid.Generator[[]Continuum] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Continuum {
		if rapid.Bool().Draw(t, "short") {
			return Continuum{0, rapid.IntRange(1, 5).Draw(t, "end"), make([][]Unit, coders)}
		}
		return Continuum{0, textEnd, disjoint(coders, 5).Draw(t, "units")}
	}), 1, 5)
}

// sample draws a resample of things: their numbers, and the things themselves.
func sample[T any](t *rapid.T, all []T) (picks []int, picked []T) {
	picks = rapid.SliceOfN(rapid.IntRange(0, len(all)-1), 1, 8).Draw(t, "picks")
	for _, i := range picks {
		picked = append(picked, all[i])
	}
	return picks, picked
}

// What is added up for a sample is what measuring the sample anew gives.
func TestUnitizingOfSamples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		articles := texts(rapid.IntRange(2, 3).Draw(t, "coders")).Draw(t, "articles")
		picks, picked := sample(t, articles)
		old, oldOf := AlphaU1995(picked...), AlphaU1995Of(articles)
		family, familyOf := Alpha2016(picked...), Alpha2016Of(articles)(picks)
		type sampled struct {
			name      string
			got, want Value
		}
		all, perLabel := oldOf(picks)
		values := []sampled{
			{"u", familyOf.Nominal, family.Nominal}, {"|u", familyOf.Binary, family.Binary}, {"cu", familyOf.Coded, family.Coded}, {"1995", all, old.All},
		}
		for i, label := range labelsOf(articles) {
			if want, ok := family.Labels[label]; ok { // some article picked has it
				values = append(values, sampled{"ku " + label, familyOf.Labels[label], want}, sampled{"1995 " + label, perLabel[i], old.Labels[label]})
			} else if perLabel[i].Defined() || familyOf.Labels[label].Defined() {
				t.Fatalf("%s is in none of %v, and its alphas are %v and %v", label, picks, perLabel[i], familyOf.Labels[label])
			}
		}
		for _, v := range values {
			if v.got.Defined() != v.want.Defined() || v.got.Defined() && (!near(v.got.Number, v.want.Number) || v.got.N != v.want.N) {
				t.Fatalf("%s of %v is %+v, want %+v", v.name, picks, v.got, v.want)
			}
		}
	})
}

func unitizingValues(articles ...Continuum) map[string]Value {
	old, family := AlphaU1995(articles...), Alpha2016(articles...)
	m := map[string]Value{"1995": old.All, "u": family.Nominal, "|u": family.Binary, "cu": family.Coded}
	for label, v := range old.Labels {
		m["1995 "+label] = v
	}
	for label, v := range family.Labels {
		m["ku "+label] = v
	}
	return m
}

func TestUnitizingInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 4).Draw(t, "coders")
		articles := rapid.SliceOfN(rapid.Map(disjoint(n, 5), func(c [][]Unit) Continuum { return Continuum{0, textEnd, c} }), 1, 3).Draw(t, "articles")
		places := shuffled(t, slices.Collect(rangeOf(n)))
		var others []Continuum
		for _, a := range shuffled(t, articles) {
			coders := make([][]Unit, n)
			for i, k := range places {
				coders[i] = shuffled(t, a.Coders[k])
			}
			others = append(others, Continuum{a.Begin, a.End, coders})
		}
		got := unitizingValues(others...)
		for name, want := range unitizingValues(articles...) {
			mustBe(t, name, got[name], want)
		}
	})
}

func TestUnitizingOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := disjoint(1, 6).Draw(t, "units")[0]
		for name, v := range unitizingValues(Continuum{0, textEnd, [][]Unit{units, units, units}}) {
			isOne(t, name, v)
		}
	})
}

func TestUnitizingRefuses(t *testing.T) {
	for _, c := range []struct {
		name     string
		articles []Continuum
		old, new string // parts of the reasons
	}{
		{"one coder", []Continuum{{0, 9, [][]Unit{{unit(0, 2, "A")}}}}, "fewer than two coders", "fewer than two coders"},
		{"nobody marked a unit", []Continuum{{0, 9, [][]Unit{nil, nil}}}, "nobody", "nobody"},
		{"one label overlaps itself", []Continuum{{0, 9, [][]Unit{{unit(0, 4, "A"), unit(2, 5, "A"), unit(3, 4, "A")}, nil}}}, "2 units overlap", "2 units overlap"},
		{"two labels overlap", []Continuum{{0, 9, [][]Unit{{unit(0, 4, "A"), unit(2, 5, "B")}, nil}}}, "", "1 units overlap"},
		{"outside", []Continuum{{0, 9, [][]Unit{{unit(0, 10, "A")}, {unit(3, 3, "A")}}}}, "2 units are empty or outside", "2 units are empty or outside"},
		{"other coders elsewhere", []Continuum{{0, 9, make([][]Unit, 2)}, {0, 9, make([][]Unit, 3)}}, "2 and 3 coders", "2 and 3 coders"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, v := range []struct {
				got  Value
				want string
			}{{AlphaU1995(c.articles...).All, c.old}, {Alpha2016(c.articles...).Nominal, c.new}} {
				if v.want == "" && !v.got.Defined() || !strings.Contains(v.got.Undefined, v.want) {
					t.Errorf("%+v, want undefined as %q", v.got, v.want)
				}
			}
		})
	}
}

// A label of which units overlap has no alpha of 1995, and takes those of no other label.
func TestOverlapsOfOneLabel(t *testing.T) {
	text := Continuum{End: 50, Coders: [][]Unit{
		{unit(0, 5, "A"), unit(3, 9, "A"), unit(20, 30, "B")}, {unit(0, 5, "A"), unit(20, 30, "B")},
	}}
	got := AlphaU1995(text)
	isUndefined := func(v Value) bool { return strings.HasPrefix(v.Undefined, "1 units overlap") }
	if !isUndefined(got.All) || !isUndefined(got.Labels["A"]) {
		t.Errorf("with an overlap the alphas are %v and %v", got.All, got.Labels["A"])
	}
	text.Coders[0] = text.Coders[0][2:]
	text.Coders[1] = text.Coders[1][1:]
	if want := AlphaU1995(text).Labels["B"]; got.Labels["B"] != want {
		t.Errorf("the other label has %v, want %v", got.Labels["B"], want)
	}
}
