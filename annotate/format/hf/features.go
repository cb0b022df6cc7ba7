package hf

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// features writes the types of the columns in the words of the card. Without
// them a list that happens to be empty has no type, and dates are taken for
// something else than text.
func features(w io.Writer, withoutTexts bool) {
	io.WriteString(w, "dataset_info:\n- config_name: default\n  features:\n") // to memory
	writeFields(w, reflect.TypeFor[Row](), "  ")
	if withoutTexts {
		io.WriteString(w, "  - name: sha256\n    dtype: string\n  - name: length\n    dtype: int64\n")
	}
}

func writeFields(w io.Writer, t reflect.Type, indent string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if rest != "" {
			continue // not in every row
		}
		fmt.Fprintf(w, "%s- name: %s\n", indent, name)
		switch f.Type.Kind() {
		case reflect.Slice:
			fmt.Fprintf(w, "%s  list:\n", indent)
			writeFields(w, f.Type.Elem(), indent+"  ")
		case reflect.Struct:
			fmt.Fprintf(w, "%s  struct:\n", indent)
			writeFields(w, f.Type, indent+"  ")
		default:
			fmt.Fprintf(w, "%s  dtype: %s\n", indent, f.Type.Kind())
		}
	}
}
