package hf

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// context is that of Croissant 1.0, https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
const context = `{"@language":"en","@vocab":"https://schema.org/","citeAs":"cr:citeAs","column":"cr:column","conformsTo":"dct:conformsTo","cr":"http://mlcommons.org/croissant/","rai":"http://mlcommons.org/croissant/RAI/","data":{"@id":"cr:data","@type":"@json"},"dataType":{"@id":"cr:dataType","@type":"@vocab"},"dct":"http://purl.org/dc/terms/","equivalentProperty":"cr:equivalentProperty","examples":{"@id":"cr:examples","@type":"@json"},"extract":"cr:extract","field":"cr:field","fileProperty":"cr:fileProperty","fileObject":"cr:fileObject","fileSet":"cr:fileSet","format":"cr:format","includes":"cr:includes","isLiveDataset":"cr:isLiveDataset","jsonPath":"cr:jsonPath","key":"cr:key","md5":"cr:md5","parentField":"cr:parentField","path":"cr:path","recordSet":"cr:recordSet","references":"cr:references","regex":"cr:regex","repeated":"cr:repeated","replace":"cr:replace","samplingRate":"cr:samplingRate","sc":"https://schema.org/","separator":"cr:separator","source":"cr:source","subField":"cr:subField","transform":"cr:transform"}`

type dataset struct {
	Context      jsontext.Value `json:"@context"`
	Type         string         `json:"@type"`
	Name         string         `json:"name"`
	ConformsTo   string         `json:"conformsTo"`
	Description  string         `json:"description"`
	Distribution []fileObject   `json:"distribution"`
	RecordSet    []recordSet    `json:"recordSet"`
}

type fileObject struct {
	Type           string `json:"@type"`
	ID             string `json:"@id"`
	Name           string `json:"name"`
	ContentURL     string `json:"contentUrl"`
	EncodingFormat string `json:"encodingFormat"`
	SHA256         string `json:"sha256"`
}

type recordSet struct {
	Type  string  `json:"@type"`
	ID    string  `json:"@id"`
	Name  string  `json:"name"`
	Field []field `json:"field"`
}

type field struct {
	Type     string `json:"@type"`
	ID       string `json:"@id"`
	Name     string `json:"name"`
	DataType string `json:"dataType"`
	Source   source `json:"source"`
}

type source struct {
	FileObject reference `json:"fileObject"`
	Extract    extract   `json:"extract"`
}

type reference struct {
	ID string `json:"@id"`
}

type extract struct {
	Column string `json:"column"`
}

// croissant describes each data file with its columns of text. Columns of
// lists are left out, since nested lists are beyond readers of Croissant 1.0.
func (c *Card) croissant() ([]byte, error) {
	d := dataset{
		Context: jsontext.Value(context), Type: "sc:Dataset", Name: "annotated-articles", ConformsTo: "http://mlcommons.org/croissant/1.0",
		Description: c.title() + ", with entities, relations and events.",
	}
	for _, split := range c.names() {
		name := c.set.DataName(split, c.extension)
		d.Distribution = append(d.Distribution, fileObject{"cr:FileObject", name, name, name, c.mediaType, c.sum(name)})
		records := recordSet{Type: "cr:RecordSet", ID: shown(split), Name: shown(split)}
		for _, column := range []string{"id", "key", "title", "published", "language", "outlet", "author", "url", "text"} {
			id := shown(split) + "/" + column
			records.Field = append(records.Field, field{"cr:Field", id, id, "sc:Text", source{reference{name}, extract{column}}})
		}
		d.RecordSet = append(d.RecordSet, records)
	}
	data, err := json.Marshal(d, jsontext.WithIndent(" "))
	if err != nil {
		return nil, fmt.Errorf("describing the data set: %w", err)
	}
	return append(data, '\n'), nil
}
