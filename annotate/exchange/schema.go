package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"galley/annotate"
	"galley/annotate/format/brat"
	"galley/annotate/format/labelstudio"
	"galley/annotate/source/decode"
)

// ReadSchema reads a schema from a file: one of Galley's own, brat's
// annotation.conf with the visual.conf beside it, or Label Studio's labelling
// configuration. What the file holds decides, not its name. What is wrong in it
// gives an error that names the file and the place, and no schema.
func ReadSchema(path string) (*annotate.Schema, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, _, err := decode.Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	data = []byte(text)
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var schema *annotate.Schema
	switch start := bytes.TrimLeft(data, " \t\r\n"); {
	case bytes.HasPrefix(start, []byte("<")):
		schema, err = labelstudio.ReadSchema(name, data)
	case bytes.HasPrefix(start, []byte("{")) || !brat.IsSchema(data):
		schema, err = annotate.ParseSchema(data)
	default:
		if name == "annotation" {
			name = inFolder(path)
		}
		var visual []byte
		visual, err = os.ReadFile(filepath.Join(filepath.Dir(path), "visual.conf"))
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			schema, err = brat.ReadSchema(name, data, visual)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return schema, nil
}

// inFolder is what the folder of a file is called.
func inFolder(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	return filepath.Base(filepath.Dir(path))
}
