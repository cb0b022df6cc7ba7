// Package annotate is the domain: articles, schemas, annotations, and the
// transactions that are the only way anything changes. It knows no window, no
// SQL and no network.
//
// A Document is one person's Layer on one Article, immutable. An act of the
// user is a Transaction: a list of edits, each with the state before and
// after. Document.Apply turns one document into the next, adds what the act
// takes along (a deleted mention leaves its events), and refuses what does not
// fit. Undoing an act is applying its inverse as a new act.
//
// All offsets are bytes into the article's UTF-8 body.
package annotate
