package agree

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// measures are all measures of a table that do not name a coder.
func measures(t Table[string]) map[string]Value {
	m := map[string]Value{
		"percent": Percent(t), "alpha": NominalAlpha(t), "fleiss": FleissKappa(t), "scott": ScottPi(t),
		"ac1": GwetAC1(t), "mean cohen": MeanCohenKappa(t),
	}
	for code, label := range t.Book {
		m["alpha of "+label] = LabelAlpha(t, code)
		m["alpha against "+label] = NominalAlpha(t.Against(code))
	}
	return m
}

func TestItemsInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := table(rapid.IntRange(2, 4).Draw(t, "coders"), "A", "B", "C").Draw(t, "table")
		coders := shuffled(t, slices.Collect(rangeOf(table.Coders)))
		other := table.Pick(shuffled(t, slices.Collect(rangeOf(table.Items()))))
		for i := range other.Items() {
			row := slices.Clone(other.Row(i))
			for k, c := range coders {
				other.Row(i)[k] = row[c]
			}
		}
		got := measures(other)
		for name, want := range measures(table) {
			mustBe(t, name, got[name], want)
		}
	})
}

func rangeOf(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestItemsOfIdenticalCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := table(1, "A", "B", "C").Draw(t, "table")
		var codes []int32
		for _, c := range table.Codes {
			codes = append(codes, c, c, c)
		}
		table.Coders, table.Codes = 3, codes
		for name, v := range measures(table) {
			isOne(t, name, v)
		}
	})
}

// alphaByDefinition builds the coincidence matrix of Krippendorff 2011.
func alphaByDefinition(t Table[float64], difference func(c, k int, n []float64) float64) float64 {
	q := len(t.Book)
	o := make([][]float64, q)
	for c := range o {
		o[c] = make([]float64, q)
	}
	n, total := make([]float64, q), 0.0
	for u := range t.Items() {
		row := t.Row(u)
		m := values(row)
		for i, c := range row {
			for j, k := range row {
				if i != j && c != Missing && k != Missing {
					o[c][k] += 1 / float64(m-1)
					n[c] += 1 / float64(m-1)
					total += 1 / float64(m-1)
				}
			}
		}
	}
	var observed, expected float64
	for c := range q {
		for k := range q {
			observed += o[c][k] * difference(c, k, n)
			expected += n[c] * n[k] * difference(c, k, n)
		}
	}
	return 1 - (total-1)*observed/expected
}

func TestAlphaByDefinition(t *testing.T) {
	book := []float64{-2, 0.5, 1, 7}
	square := func(x float64) float64 { return x * x }
	rapid.Check(t, func(t *rapid.T) {
		drawn := table(rapid.IntRange(2, 4).Draw(t, "coders"), "w", "x", "y", "z").Draw(t, "table")
		table := Table[float64]{Book: book, Coders: drawn.Coders, Codes: drawn.Codes}
		for _, m := range []struct {
			name       string
			got        Value
			difference func(c, k int, n []float64) float64
		}{
			{"nominal", NominalAlpha(table), func(c, k int, _ []float64) float64 { return float64(min(1, max(c-k, k-c))) }},
			{"interval", IntervalAlpha(table), func(c, k int, _ []float64) float64 { return square(book[c] - book[k]) }},
			{"ratio", RatioAlpha(table), func(c, k int, _ []float64) float64 {
				return square((book[c] - book[k]) / (book[c] + book[k]))
			}},
			{"ordinal", OrdinalAlpha(table), func(c, k int, n []float64) float64 {
				between := -(n[c] + n[k]) / 2
				for g := min(c, k); g <= max(c, k); g++ {
					between += n[g]
				}
				if c == k {
					return 0
				}
				return square(between)
			}},
		} {
			want := alphaByDefinition(table, m.difference)
			if m.got.Defined() == math.IsNaN(want) || m.got.Defined() && !near(m.got.Number, want) {
				t.Fatalf("%s alpha = %+v, want %v", m.name, m.got, want)
			}
		}
	})
}

func TestItemsUndefined(t *testing.T) {
	rows := func(rows ...[]*float64) Table[float64] {
		t.Helper()
		table, err := NewTable(rows, cmp.Compare[float64])
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	x := func(x float64) *float64 { return &x }
	for _, c := range []struct {
		name string
		got  Value
	}{
		{"alpha of no items", NominalAlpha(rows())},
		{"alpha where one coder worked", NominalAlpha(rows([]*float64{x(1), nil}, []*float64{x(2), nil}))},
		{"label alpha where one coder worked", LabelAlpha(rows([]*float64{x(1), nil}, []*float64{x(2), nil}), 0)},
		{"ordinal alpha of one value", OrdinalAlpha(rows([]*float64{x(1), x(1)}))},
		{"ratio of opposite numbers", RatioAlpha(rows([]*float64{x(1), x(-1)}, []*float64{x(2), x(2)}))},
		{"interval of numbers too large to square", IntervalAlpha(rows([]*float64{x(1e300), x(-1e300)}))},
		{"AC1 of one value", GwetAC1(rows([]*float64{x(1), x(1)}))},
		{"pi of three coders", ScottPi(rows([]*float64{x(1), x(1), x(2)}))},
		{"kappa of nothing in common", CohenKappa(rows([]*float64{x(1), nil}, []*float64{nil, x(1)}), 0, 1)},
		{"Fleiss without a complete item", FleissKappa(rows([]*float64{x(1), nil}))},
		{"mean kappa of one coder", MeanCohenKappa(rows([]*float64{x(1)}))},
	} {
		if c.got.Defined() || c.got.Number != 0 {
			t.Errorf("%s = %+v, want undefined", c.name, c.got)
		}
	}
	if _, err := NewTable([][]*float64{{x(1), x(1)}, {x(1)}}, cmp.Compare[float64]); err == nil {
		t.Error("rows of different lengths made a table")
	}
}

func TestSetDistances(t *testing.T) {
	for _, c := range []struct {
		name          string
		a, b          Set
		jaccard, masi float64
	}{
		{"both empty", nil, nil, 0, 0},
		{"one empty", nil, Set{"A"}, 1, 1},
		{"equal", Set{"A", "B"}, Set{"A", "B"}, 0, 0},
		{"one within the other", Set{"A"}, Set{"A", "B"}, 0.5, 1 - 0.5*2/3},
		{"overlap", Set{"A", "B"}, Set{"B", "C"}, 1 - 1.0/3, 1 - 1.0/9},
		{"nothing in common", Set{"A"}, Set{"B"}, 1, 1},
	} {
		for _, swap := range []bool{false, true} {
			a, b := c.a, c.b
			if swap {
				a, b = b, a
			}
			if got := JaccardDistance(a, b); !near(got, c.jaccard) {
				t.Errorf("%s: Jaccard %v, want %v", c.name, got, c.jaccard)
			}
			if got := MASIDistance(a, b); !near(got, c.masi) {
				t.Errorf("%s: MASI %v, want %v", c.name, got, c.masi)
			}
		}
	}
}
