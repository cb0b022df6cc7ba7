// Package store says what keeps a project: the interface Store, what its
// methods take and give, and its errors. Package store/open opens one;
// store/sqlite and store/memory are the implementations, store/storetest the
// tests that any of them must pass.
package store

import (
	"context"
	"iter"
	"time"

	"galley/annotate"
	"galley/annotate/review"
	"galley/annotate/unite"
)

// Store keeps one project. The log of transactions is the truth; everything
// else that a Store tells is what the log comes to. Methods may be called by
// several goroutines; reading goes on while something is written.
//
// What is asked for by id and is not there gives annotate.ErrNotFound.
type Store interface {
	// Project is the project with its newest schema and its people.
	Project(ctx context.Context) (annotate.Project, error)

	// Find gives all articles that a query chooses, in its order.
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	// Rows gives what a list shows of articles, in the order of refs, with the
	// state that person's human layer is in. Refs that are no more are left out.
	Rows(ctx context.Context, person annotate.ID, refs []annotate.Ref) ([]annotate.Row, error)
	// Ref is the place of an article in the lists of this store.
	Ref(ctx context.Context, article annotate.ID) (annotate.Ref, error)
	// Article is an article with its body, also a deleted one.
	Article(ctx context.Context, id annotate.ID) (*annotate.Article, error)
	// ArticleByKey is the article with a key that is not deleted; of several the one with the smallest id.
	ArticleByKey(ctx context.Context, key string) (*annotate.Article, error)
	// Known tells of each article that has one of the ids or one of the keys, deleted ones too, in order of id.
	Known(ctx context.Context, ids []annotate.ID, keys []string) ([]Known, error)
	// Layers are the layers of an article that hold or held something, in order of annotator and kind.
	Layers(ctx context.Context, article annotate.ID) ([]annotate.Layer, error)
	// Layer is one layer; one that nobody touched is empty, not an error.
	Layer(ctx context.Context, id annotate.LayerID) (annotate.Layer, error)
	// Each gives all articles that a query chooses, in its order, with body and
	// layers. It keeps few of them in memory and shows the project as it was
	// when the loop began. An error ends it.
	Each(ctx context.Context, q annotate.Query) iter.Seq2[Entry, error]
	// Heads gives the same without bodies and, of layers, with nothing but their
	// heads. It takes a small part of the time.
	Heads(ctx context.Context, q annotate.Query) iter.Seq2[Entry, error]
	// Things are the things of a kind in order of id; with an article those about it.
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
	// Conflicts gives a page of the queue of adjudication: the sets on which coders
	// differ or somebody decided, as they were when their articles were last compared.
	Conflicts(ctx context.Context, q review.Query) (review.Page, error)
	// CompareDue compares at most n of the articles that were changed since they
	// were compared, the last changed first, and tells how many are left.
	CompareDue(ctx context.Context, n int) (left int, err error)
	// Counts tells how much the articles that are not deleted hold.
	Counts(ctx context.Context) (Counts, error)
	// Search finds articles by words of title and body, newest first. A hit is
	// an article, at the first place in it; total is the number of such articles.
	// Any string is a query: see words.ParseQuery.
	Search(ctx context.Context, query string, limit int) (hits []annotate.Hit, total int, err error)

	// Commit writes transactions, all of them or none. When it returns nil they
	// are on disk. New articles bear their Text; an article whose body the store
	// has already had (undo of an import, then redo) may come without. A deleted
	// article has Deleted set and stays; one whose After is nil goes, and
	// nothing may be on it any more. The schema's Before is the one that is there.
	//
	// An edit whose Before is not what is there, or that makes what is there
	// already, gives an *annotate.ItemError with annotate.ErrConflict; one that
	// refers to what is not there gives one with annotate.ErrNotFound.
	Commit(ctx context.Context, txs ...annotate.Transaction) error
	// Log gives transactions without their edits, newest first.
	Log(ctx context.Context, q annotate.LogQuery) ([]annotate.LogEntry, error)
	// Newest is the time of the newest act on each article.
	Newest(ctx context.Context) (map[annotate.ID]time.Time, error)
	// Transaction is a transaction with its edits. Articles in them have no Text.
	Transaction(ctx context.Context, id annotate.ID) (annotate.Transaction, error)

	// Acts gives the transactions but for those to skip (nil: none), with their
	// edits, in the order in which they take effect. Articles that one makes bear their Text.
	Acts(ctx context.Context, skip func(annotate.ID) bool) iter.Seq2[annotate.Logged, error]
	// Rank is the highest rank of the log; 0 where nothing was done yet.
	Rank(ctx context.Context) (int64, error)
	// Unite takes in acts of other copies of the project: the project then is what
	// the acts of all copies come to (package unite), in whatever order they are
	// taken in. Acts that are here already change nothing. All come in or none;
	// with dry none does, and the union tells what would be. An article that has
	// another text here gives a *unite.TextError, work on one that is nowhere
	// annotate.ErrNotFound.
	Unite(ctx context.Context, acts []annotate.Logged, dry bool) (unite.Union, error)

	// Check examines everything that is kept and tells what is wrong; nothing
	// found is a sound project. It may take minutes.
	Check(ctx context.Context, progress Progress) ([]Finding, error)
	// Rebuild makes everything anew from the log and the bodies, after a copy
	// of the project beside it, and gives the path of that copy. Refs given
	// before are no longer valid.
	Rebuild(ctx context.Context, progress Progress) (copied string, err error)
	// Copy writes the project as it is now to path, which must not exist. The
	// file appears when it is whole.
	Copy(ctx context.Context, path string, progress Progress) error

	// Close gives the project free.
	Close() error
}

// Options say how to open a project.
type Options struct {
	// ReadOnly takes no lock, writes nothing and goes beside a program that writes.
	ReadOnly bool
	// Program names this program to another one that finds the project locked: "Galley", "galleyctl".
	Program string
}

// Progress is told how far long work has come. A total of 0 is unknown.
type Progress func(done, total int64)

// Entry is an article with its layers, in order of annotator and kind.
type Entry = annotate.Entry

// Known is what an import must know of an article that is there.
type Known = annotate.Known

// Counts are numbers of things in a project.
type Counts struct {
	Articles, Deleted, Layers                            int
	Mentions, Entities, Events, Relations, Labels, Notes int
	Transactions                                         int
}

// Finding is something wrong in a project.
type Finding struct {
	Code    string // stable, for scripts: "table_differs", "digest_differs"
	Message string // a sentence
}
