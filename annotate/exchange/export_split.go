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

// assign says which split an article is in; groups has the group of each. Groups are taken in the order of
// their hashes with the seed, each for the split that lacks most of its share,
// so that small corpora come out near the shares too.
func assign(opt annotate.Recipe, groups map[annotate.ID]string) func(annotate.ID) string {
	if len(opt.Splits) == 0 {
		return func(annotate.ID) string { return "" }
	}
	type hashed struct {
		sum  [sha256.Size]byte
		name string
	}
	sizes := map[string]int{}
	for _, name := range groups {
		sizes[name]++
	}
	order := make([]hashed, 0, len(sizes))
	for name := range sizes {
		seeded := binary.BigEndian.AppendUint64(nil, uint64(opt.Seed))
		order = append(order, hashed{sha256.Sum256(append(seeded, name...)), name})
	}
	slices.SortFunc(order, func(a, b hashed) int { return cmp.Or(slices.Compare(a.sum[:], b.sum[:]), cmp.Compare(a.name, b.name)) })

	split := make(map[string]string, len(sizes))
	lacks := make([]float64, len(opt.Splits))
	for i, s := range opt.Splits {
		lacks[i] = s.Share * float64(len(groups))
	}
	for _, g := range order {
		most := 0
		for i := range lacks {
			if lacks[i] > lacks[most] {
				most = i
			}
		}
		split[g.name] = opt.Splits[most].Name
		lacks[most] -= float64(sizes[g.name])
	}
	return func(article annotate.ID) string { return split[groups[article]] }
}
