// Package brat reads and writes brat stand-off (https://brat.nlplab.org/standoff.html):
// a .txt and a .ann file for each article, with annotation.conf and visual.conf.
//
// Offsets are code points; CRLF is two of them, as brat itself counts. A
// folder holds one layer. What brat has no place for, Fit names.
package brat

import (
	"io/fs"
	"path"
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

// Sniff is all but sure of a folder that holds a .ann file somewhere and
// nothing of another kind, and of a .ann file beside its text. A folder with
// other things besides is none, lest they be passed over in silence.
func (Format) Sniff(in format.Input, _ []byte) float64 {
	const sure = 0.95
	info, err := fs.Stat(in.FS, in.Name)
	if err != nil {
		return 0
	}
	if !info.IsDir() {
		if _, err := fs.Stat(in.FS, strings.TrimSuffix(in.Name, annFile)+textFile); path.Ext(in.Name) == annFile && err == nil {
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
