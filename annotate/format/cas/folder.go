package cas

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"

	"galley/annotate/format"
)

// SniffFolder tells whether in is a folder of files that end in extension. Type
// systems may lie in it under any name.
func SniffFolder(in format.Input, extension string) bool {
	files, ok := format.FilesOf(in, extension, ".xml")
	return ok && slices.ContainsFunc(files, func(name string) bool { return strings.HasSuffix(name, extension) })
}

// Files reads a file, or those of a folder that end in extension. read makes
// results of one; key is that of its article where it does not say it.
func Files(ctx context.Context, in format.Input, extension string, read func(data []byte, name, called, key string) []format.Result) iter.Seq2[format.Result, error] {
	return func(yield func(format.Result, error) bool) {
		var bytes int64
		file := func(name, called, key string) error {
			data, err := fs.ReadFile(in.FS, name)
			if err != nil {
				return err
			}
			bytes += int64(len(data))
			for _, r := range read(data, name, called, key) {
				r.Bytes = bytes
				if !yield(r, nil) {
					return fs.SkipAll
				}
			}
			return nil
		}
		info, err := fs.Stat(in.FS, in.Name)
		switch {
		case err != nil:
		case !info.IsDir():
			err = file(in.Name, in.Path, strings.TrimSuffix(path.Base(in.Name), extension))
		default:
			err = fs.WalkDir(in.FS, in.Name, func(name string, d fs.DirEntry, err error) error {
				if err := cmp.Or(err, ctx.Err()); err != nil || !d.Type().IsRegular() || !strings.HasSuffix(name, extension) {
					return err
				}
				below := strings.TrimPrefix(strings.TrimPrefix(name, in.Name), "/")
				return file(name, path.Join(in.Path, below), strings.TrimSuffix(below, extension))
			})
		}
		if err != nil && !errors.Is(err, fs.SkipAll) {
			yield(format.Result{}, fmt.Errorf("reading %s: %w", in.Path, err))
		}
	}
}
