package cas

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"galley/annotate/format"
	"galley/annotate/format/filename"
)

// TypeSystemFile lies beside the files and says their types.
const TypeSystemFile = "TypeSystem.xml"

// Write writes a file for each article, in a folder for each split, and the
// type system beside them, under the names of a variant; encode writes one.
func Write(ctx context.Context, out format.Output, set format.Set, variant, extension string, encode func(io.Writer, *CAS) error) error {
	n, ok := variants[variant]
	if !ok {
		return fmt.Errorf("there is no variant %q", variant)
	}
	w := &writer{names: n, ranges: rangesOf(set.Schema), taken: filename.Distinct{}, encode: encode}
	w.types = w.system()
	for _, own := range slices.Sorted(maps.Keys(w.ranges)) {
		for _, name := range slices.Sorted(maps.Keys(w.ranges[own])) {
			w.types.Merge(Type{Name: w.typ(own), Features: []FeatureType{{Name: name, Range: w.ranges[own][name]}}})
		}
	}
	for part, err := range set.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		name := filename.Fit(strings.ReplaceAll(part.Record.Article.Key, "/", "_"))
		if part.Split != "" {
			name = part.Split + "/" + name
		}
		name = w.taken.Of(name)
		if err := format.WriteFile(out, name+extension, func(f io.Writer) error { return w.article(f, part.Record) }); err != nil {
			return fmt.Errorf("writing article %s: %w", part.Record.Article.Key, err)
		}
	}
	if len(set.Splits) == 0 {
		return w.typeSystem(out, TypeSystemFile)
	}
	for _, split := range set.Splits {
		if err := w.typeSystem(out, filename.Of(split)+"/"+TypeSystemFile); err != nil {
			return err
		}
	}
	return nil
}

// writer writes the articles of a set.
type writer struct {
	*names
	ranges attributeRanges
	types  *Types // of all articles together
	taken  filename.Distinct
	encode func(io.Writer, *CAS) error
}

func (w *writer) article(out io.Writer, rec format.Record) error {
	c, err := encode(rec, w.names, w.ranges)
	if err != nil {
		return err
	}
	for _, t := range c.Types.List {
		w.types.Merge(t)
	}
	return w.encode(out, c)
}

func (w *writer) typeSystem(out format.Output, name string) error {
	return format.WriteFile(out, name, func(f io.Writer) error { return writeTypes(f, w.types) })
}
