// Package exchange takes articles and annotations into a project and gives
// them out as data sets. It knows projects by the few methods that it needs,
// and files by the formats.
package exchange

import "galley/annotate"

// UsageError says that something was asked for that cannot be done: an unknown
// format or annotator, options that contradict each other. Nothing was changed.
type UsageError struct{ Msg string }

func (e *UsageError) Error() string { return e.Msg }

// Counts are numbers of annotations.
type Counts struct {
	Mentions  int `json:"mentions"`
	Entities  int `json:"entities"`
	Events    int `json:"events"`
	Relations int `json:"relations"`
	Labels    int `json:"labels"`
}

// Add counts the annotations of a layer.
func (c *Counts) Add(l annotate.Layer) {
	c.Mentions += l.Mentions.Len()
	c.Entities += l.Entities.Len()
	c.Events += l.Events.Len()
	c.Relations += l.Relations.Len()
	c.Labels += l.Labels.Len()
}
