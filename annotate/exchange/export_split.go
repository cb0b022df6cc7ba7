package exchange

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"galley/annotate"
)

// What splits must not part.
const (
	GroupNone   = "none"   // each article for itself; the default
	GroupOutlet = "outlet" // articles of one outlet stay together
	GroupDate   = "date"   // articles of one day stay together
	GroupStory  = "story"  // copies of one story stay together
)

var splitName = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// ParseSplits reads "train=0.8,dev=0.1,test=0.1". The shares must sum to 1.
func ParseSplits(s string) ([]annotate.Split, error) {
	var out []annotate.Split
	sum := 0.0
	for part := range strings.SplitSeq(s, ",") {
		name, share, ok := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.ParseFloat(share, 64)
		switch {
		case !ok || err != nil || !(n > 0 && n <= 1):
			return nil, &UsageError{fmt.Sprintf("split %q is not of the form NAME=SHARE with a share between 0 and 1", part)}
		case !splitName.MatchString(name):
			return nil, &UsageError{fmt.Sprintf("split name %q is not of small letters, digits, - and _", name)}
		case slices.ContainsFunc(out, func(s annotate.Split) bool { return s.Name == name }):
			return nil, &UsageError{fmt.Sprintf("split %q stands twice", name)}
		}
		sum += n
		out = append(out, annotate.Split{Name: name, Share: n})
	}
	if sum < 0.999 || sum > 1.001 {
		return nil, &UsageError{fmt.Sprintf("the shares of the splits sum to %.3g, not 1", sum)}
	}
	return out, nil
}

func checkSplits(opt annotate.Recipe) error {
	switch opt.Group {
	case "", GroupNone, GroupOutlet, GroupDate:
		return nil
	case GroupStory:
		return &UsageError{"articles cannot be grouped by story yet; group by outlet, date or none"}
	}
	return &UsageError{fmt.Sprintf("articles cannot be grouped by %q, but by outlet, date or none", opt.Group)}
}

// groupOf is what an article must stay together with. One whose outlet or date
// is not known stands for itself.
func groupOf(group string, a *annotate.Article) string {
	switch {
	case group == GroupOutlet && a.Outlet != "":
		return "outlet " + a.Outlet
	case group == GroupDate && a.Published != "":
		return "date " + a.Published[:min(len(a.Published), len("2016-05-02"))]
	}
	return "article " + string(a.ID)
}

// assign says which split an article is in. Groups are taken in the order of
// their hashes with the seed, each for the split that lacks most of its share,
// so that small corpora come out near the shares too.
func assign(opt annotate.Recipe, groups map[string]int) func(*annotate.Article) string {
	if len(opt.Splits) == 0 {
		return func(*annotate.Article) string { return "" }
	}
	type hashed struct {
		sum  [sha256.Size]byte
		name string
	}
	order := make([]hashed, 0, len(groups))
	all := 0
	for name, n := range groups {
		all += n
		seeded := binary.BigEndian.AppendUint64(nil, uint64(opt.Seed))
		order = append(order, hashed{sha256.Sum256(append(seeded, name...)), name})
	}
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Or(slices.Compare(a.sum[:], b.sum[:]), cmp.Compare(a.name, b.name)) })

	split := make(map[string]string, len(groups))
	lacks := make([]float64, len(opt.Splits))
	for i, s := range opt.Splits {
		lacks[i] = s.Share * float64(all)
	}
	for _, g := range order {
		most := 0
		for i := range lacks {
			if lacks[i] > lacks[most] {
				most = i
			}
		}
		split[g.name] = opt.Splits[most].Name
		lacks[most] -= float64(groups[g.name])
	}
	return func(a *annotate.Article) string { return split[groupOf(opt.Group, a)] }
}
