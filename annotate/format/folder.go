package format

import (
	"io/fs"
	"slices"
	"strings"
)

// companions are the files that go with data without being any.
var companions = []string{
	"README.md", "schema.json", "datasheet.json", "losses.json", "croissant.json", "TypeSystem.xml",
	"config.xml", "annotation.conf", "visual.conf", "config.cfg",
}

// Companion tells whether a file of that name lies beside data without being any.
func Companion(name string) bool {
	return strings.HasSuffix(name, ".schema.json") || slices.Contains(companions, name)
}

// FilesOf are the files of a folder and below it that end in one of extensions.
// ok is false for what is no folder, and where there are others that do not go
// with an export: such a folder is no data set as a whole, lest these be passed
// over in silence. Hidden files do not count.
func FilesOf(in Input, extensions ...string) (files []string, ok bool) {
	if info, err := fs.Stat(in.FS, in.Name); err != nil || !info.IsDir() {
		return nil, false
	}
	ok = true
	err := fs.WalkDir(in.FS, in.Name, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() || strings.HasPrefix(d.Name(), ".") || Companion(d.Name()):
		case slices.ContainsFunc(extensions, func(e string) bool { return strings.HasSuffix(d.Name(), e) }):
			files = append(files, name)
		default:
			ok = false
			return fs.SkipAll
		}
		return nil
	})
	return files, ok && err == nil
}
