package xlsx

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"galley/annotate/internal/spool"
)

// What a sheet and a cell of Excel hold.
const (
	maxRows = 1 << 20
	maxCell = 32767 // UTF-16 units
)

// workbook writes a workbook (ECMA-376, SpreadsheetML) whose sheets grow side by
// side. Each is compressed as it comes and waits in a temporary file for its turn
// in the archive, so that what is kept in memory is small.
//
// Galley reads workbooks with excelize but does not write them with it: its
// parts come in another order each time, and it replaces the control characters
// that SpreadsheetML has an escape for.
type workbook struct {
	sheets []*sheet
}

// sheet is one sheet; its first row is a header.
type sheet struct {
	name    string
	numbers []bool // of each column whether its cells are numbers
	rows    int
	part
}

// part is a file of the archive that is compressed ahead of its turn.
type part struct {
	data spool.Spool
	flat *flate.Writer
	text *bufio.Writer
	sum  hash.Hash32
	size uint64
}

func (p *part) begin() error {
	var err error
	p.flat, err = flate.NewWriter(&p.data, flate.DefaultCompression)
	p.sum = crc32.NewIEEE()
	p.text = bufio.NewWriterSize(p, 32<<10)
	return err
}

// Write compresses what the buffer of text gives.
func (p *part) Write(b []byte) (int, error) {
	p.sum.Write(b)
	p.size += uint64(len(b))
	return p.flat.Write(b)
}

// end ends the part; what is left of it is in data.
func (p *part) end() error {
	err := errors.Join(p.text.Flush(), p.flat.Close())
	p.flat, p.text = nil, nil // a compressor takes a megabyte
	return err
}

const xmlHeader = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const mainNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// beginSheet begins a sheet with a header, which stays in view.
func beginSheet(name string, header []string, numbers []bool) (*sheet, error) {
	s := &sheet{name: name, numbers: numbers}
	if err := s.begin(); err != nil {
		return nil, err
	}
	s.text.WriteString(xmlHeader + `<worksheet xmlns="` + mainNamespace + `"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><sheetData>`)
	return s, s.row(header, true)
}

// row writes a row. A cell of a column of numbers is one, unless it cannot be.
func (s *sheet) row(cells []string, header bool) error {
	s.rows++
	style := ""
	if header {
		style = ` s="1"`
	}
	fmt.Fprintf(s.text, `<row r="%d">`, s.rows)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		place := columnName(i) + strconv.Itoa(s.rows)
		if _, err := strconv.ParseFloat(cell, 64); !header && s.numbers[i] && err == nil {
			fmt.Fprintf(s.text, `<c r="%s"><v>%s</v></c>`, place, cell)
			continue
		}
		fmt.Fprintf(s.text, `<c r="%s" t="inlineStr"%s><is><t xml:space="preserve">`, place, style)
		if err := xml.EscapeText(s.text, []byte(escape(fit(cell)))); err != nil {
			return err
		}
		s.text.WriteString(`</t></is></c>`)
	}
	_, err := s.text.WriteString("</row>\n")
	return err
}

// columnName is A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// fit is what a cell can hold of a text: all of it, or as much as there is
// place for, with an ellipsis.
func fit(text string) string {
	if len(text) <= maxCell {
		return text
	}
	units := 0
	cut := 0 // bytes that leave room for the ellipsis
	for i, r := range text {
		if units < maxCell {
			cut = i
		}
		if units += utf16.RuneLen(r); units > maxCell {
			return text[:cut] + "…"
		}
	}
	return text
}

// pieces cuts a text into such as cells can hold.
func pieces(text string) []string {
	var out []string
	units, from := 0, 0
	for i, r := range text {
		if units += utf16.RuneLen(r); units > maxCell {
			out = append(out, text[from:i])
			units, from = utf16.RuneLen(r), i
		}
	}
	return append(out, text[from:])
}

// escape writes characters that XML has no place for as _xHHHH_ (ECMA-376,
// ST_Xstring), and the underscore of what looks like that. CR is a character
// reference, which every XML parser reads: many programs do not undo _x000D_, and
// in a text of theirs offsets would be wrong after the first CRLF.
func escape(text string) string {
	if !strings.ContainsFunc(text, unsafe) && !strings.Contains(text, "_x") {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		if unsafe(r) || r == '_' && isEscape(text[i:]) {
			fmt.Fprintf(&b, "_x%04X_", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func unsafe(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// isEscape tells whether a reader would take the start of text for an escape: it
// ends in an underscore, or in a character whose own escape begins with one.
func isEscape(text string) bool {
	if len(text) < len("_x0000_") || text[1] != 'x' {
		return false
	}
	if last, _ := utf8.DecodeRuneInString(text[6:]); last != '_' && !unsafe(last) {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// writeTo writes the archive of sheets that have ended. Nothing in it says when.
func (w *workbook) writeTo(out io.Writer) error {
	archive := zip.NewWriter(out)
	for _, p := range w.parts() {
		f, err := archive.Create(p.name)
		if err == nil {
			_, err = io.WriteString(f, xmlHeader+p.content)
		}
		if err != nil {
			return err
		}
	}
	for i, s := range w.sheets {
		if err := s.writeTo(archive, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return archive.Close()
}

// end writes what stands behind the rows.
func (s *sheet) end() error {
	s.text.WriteString("</sheetData>")
	if len(s.numbers) > 0 {
		fmt.Fprintf(s.text, `<autoFilter ref="A1:%s%d"/>`, columnName(len(s.numbers)-1), s.rows)
	}
	s.text.WriteString("</worksheet>")
	return s.part.end()
}

func (s *sheet) writeTo(archive *zip.Writer, name string) error {
	f, err := archive.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: s.sum.Sum32(),
		CompressedSize64: uint64(s.data.Len()), UncompressedSize64: s.size,
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(f, s.data.Reader())
	return err
}

type packagePart struct{ name, content string }

// parts are the files of the archive besides the sheets: what there is, how it
// hangs together, and two styles, of which the second is the header's.
func (w *workbook) parts() []packagePart {
	const (
		contentTypes  = "application/vnd.openxmlformats-officedocument.spreadsheetml."
		relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		packages      = "http://schemas.openxmlformats.org/package/2006/"
	)
	var types, sheets, links strings.Builder
	for i, s := range w.sheets {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, contentTypes)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, s.name, i+1, i+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relationships, i+1)
	}
	return []packagePart{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + contentTypes + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + contentTypes + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relationships + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + mainNamespace + `" xmlns:r="` + relationships + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `relationships">` + links.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(w.sheets)+1, relationships)},
		{"xl/styles.xml", `<styleSheet xmlns="` + mainNamespace + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
			`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`},
	}
}
