package hfparquet

import (
	"reflect"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"galley/annotate/format/hf"
)

// columns are those of a file beside those of hf.Row.
type columns struct {
	file    *parquet.Schema
	missing bool     // the file lacks some
	unread  []string // those that only the file has
}

func columnsOf(file *parquet.Schema) columns {
	c := columns{file: file}
	c.compare(reflect.TypeFor[hf.Row](), file, "")
	return c
}

// compare goes down both sides at a time.
func (c *columns) compare(t reflect.Type, node parquet.Node, path string) {
	if t.Kind() == reflect.Slice {
		t, node = t.Elem(), element(node)
	}
	switch {
	case t.Kind() != reflect.Struct:
		return
	case node == nil: // a list that is written in another way
		c.missing, c.unread = true, append(c.unread, strings.TrimSuffix(path, "."))
		return
	case node.Leaf(): // a list that was always empty may be one of nulls
		c.missing = true
		return
	}
	var known []string
	for i := range t.NumField() {
		name := columnOf(t.Field(i))
		known = append(known, name)
		switch child := childOf(node, name); {
		case name == "":
		case child == nil:
			c.missing = true
		default:
			c.compare(t.Field(i).Type, child, path+name+".")
		}
	}
	for _, f := range node.Fields() {
		if !slices.Contains(known, f.Name()) {
			c.unread = append(c.unread, path+f.Name())
		}
	}
}

// clear empties what the file has no column for: in lists the library puts an
// element there, as if it knew of one.
func (c *columns) clear(row *hf.Row) {
	if c.missing {
		clearMissing(reflect.ValueOf(row).Elem(), c.file)
	}
}

func clearMissing(v reflect.Value, node parquet.Node) {
	switch v.Kind() {
	case reflect.Slice:
		of := element(node)
		if v.Type().Elem().Kind() == reflect.Struct && (of == nil || of.Leaf()) {
			v.SetZero()
			return
		}
		for i := range v.Len() {
			clearMissing(v.Index(i), of)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch child := childOf(node, columnOf(v.Type().Field(i))); child {
			case nil:
				v.Field(i).SetZero()
			default:
				clearMissing(v.Field(i), child)
			}
		}
	}
}

// columnOf is the name of a field's column, empty if it has none.
func columnOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
	if name == "-" {
		return ""
	}
	return name
}

func childOf(node parquet.Node, name string) parquet.Node {
	if node == nil || node.Leaf() {
		return nil
	}
	for _, f := range node.Fields() {
		if f.Name() == name {
			return f
		}
	}
	return nil
}

// element is what a list is of: a group of a group, as lists are written.
func element(list parquet.Node) parquet.Node {
	return childOf(childOf(list, "list"), "element")
}
