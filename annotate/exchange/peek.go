package exchange

import (
	"context"
	"slices"

	"galley/annotate/format"
)

// Sample is a first look into files that may be imported.
type Sample struct {
	Kinds    map[string]int // how many files or folders there are of each format, by its name
	Articles []format.Record
	Refused  []format.Issue // among what was looked at
	Variants []format.Named // as which the files can be read: see ImportOptions.Variant
}

// Peek reads the first n articles at paths, as Import would with the same options.
func Peek(ctx context.Context, paths []string, opt ImportOptions, n int) (*Sample, error) {
	w := &walk{columns: opt.Columns}
	defer w.close()
	if err := w.find(ctx, paths, opt); err != nil {
		return nil, err
	}
	s := &Sample{Kinds: map[string]int{}, Refused: w.refused}
	for _, j := range w.jobs {
		info := j.reader.Info()
		s.Kinds[info.Name]++
		for _, v := range info.ReadVariants() {
			if !slices.Contains(s.Variants, v) {
				s.Variants = append(s.Variants, v)
			}
		}
	}
	for _, j := range w.jobs {
		for result, err := range j.reader.Read(ctx, j.in, format.Options{Columns: opt.Columns}) {
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err != nil:
				s.Refused = append(s.Refused, format.Issue{Item: j.in.Path, Code: "unreadable", Message: plainError(err)})
			case result.Refused != nil:
				s.Refused = append(s.Refused, *result.Refused)
			case result.Record != nil:
				s.Articles = append(s.Articles, *result.Record)
			}
			if len(s.Articles) >= n || len(s.Refused) >= 10*n {
				return s, nil
			}
		}
	}
	return s, nil
}
