// Package reschema changes a schema while a project is annotated by it:
// renames, merges, splits, retires and removes labels, and redefines them. A
// Plan is a list of changes. It makes the next revision of the schema and, layer
// by layer, the edits by which the annotations follow it, and counts what
// happens to them. So what a preview tells and what the act does come from one place.
package reschema
