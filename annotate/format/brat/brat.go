// Package brat reads and writes brat stand-off (https://brat.nlplab.org/standoff.html):
// a .txt and a .ann file for each article, with annotation.conf and visual.conf.
//
// Offsets are code points; CRLF is two of them, as brat itself counts. A
// folder holds one layer. What brat has no place for, Fit names.
package brat

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"galley/annotate/format"
)

// Format is brat stand-off.
type Format struct{}

// Info describes the format.
func (Format) Info() format.Info {
	return format.Info{
		ID: "brat", Name: "brat stand-off", Unit: format.CodePoints,
		Holds: format.Holds{
			Text: true, Entities: true, Events: true, Relations: true, Attributes: true,
			Notes: true, Nested: true, Overlapping: true, Discontinuous: true,
		},
	}
}

const (
	textFile   = ".txt"
	annFile    = ".ann"
	confFile   = "annotation.conf"
	visualFile = "visual.conf"
)

// firstLine is how a .ann file may begin: an id and what has it.
var firstLine = regexp.MustCompile(`^(?:[TREAMN]\d+|#\d+|\*)\t\S`)

// Sniff is all but sure of a folder that holds a .ann file somewhere and
// nothing of another kind, and of a .ann file that is beside its text or begins
// as one does.
func (Format) Sniff(in format.Input, head []byte) float64 {
	const sure = 0.95
	info, err := fs.Stat(in.FS, in.Name)
	if err != nil {
		return 0
	}
	if !info.IsDir() {
		if path.Ext(in.Name) != annFile {
			return 0
		}
		if _, err := fs.Stat(in.FS, strings.TrimSuffix(in.Name, annFile)+textFile); err == nil || firstLine.Match(head) {
			return sure
		}
		return 0
	}
	files, ok := format.FilesOf(in, annFile, textFile, ".conf")
	if !ok || !slices.ContainsFunc(files, func(name string) bool { return path.Ext(name) == annFile }) {
		return 0
	}
	return sure
}
