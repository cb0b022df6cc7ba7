// Package reliability measures how far the annotators of a project agree: it
// takes what they marked from their layers, in the terms of package agree, and
// gives each measure with what it rests on and how sure it is.
//
// People are measured against people. Machines' proposals and the adjudicated
// result are compared with people, and never counted among them. An article
// counts for two people if both have finished it. What began as a suggestion is
// told apart from independent work, and so is the work of who could see that of others.
package reliability

import (
	"context"
	"iter"
	"time"

	"galley/annotate"
	"galley/annotate/agree"
)

// Corpus is what is needed of a project.
type Corpus interface {
	Project(ctx context.Context) (annotate.Project, error)
	// Find gives the articles that a query chooses; here it only tells how many.
	Find(ctx context.Context, q annotate.Query) ([]annotate.Ref, error)
	// Each gives articles with their layers; of a zero query all that are not deleted.
	Each(ctx context.Context, q annotate.Query) iter.Seq2[annotate.Entry, error]
	// Things are the things of a kind; here the assignments of all articles.
	Things(ctx context.Context, kind annotate.Kind, article annotate.ID) ([]annotate.Thing, error)
}

// Options say what is measured, and how.
type Options struct {
	Annotators []string // names or ids of people; none: everybody
	Unfinished bool     // layers in any state count, not only finished ones
	// Independent leaves layers out that began as suggestions, or whose annotator
	// was assigned the article openly.
	Independent bool
	Seed        uint64 // of resamples and of samples of chance
	Resamples   int    // of an interval; 0: agree.Resamples
	Samples     int    // of chance, for gamma; 0: agree.DefaultSamples
	// First leaves all out but the measures that are shown first, of all people and
	// articles at once. It is for Read and for Measure, and takes a fraction of the time.
	First bool
	// Progress, if any, is told now and then how far the work is, in articles read
	// or steps of measuring; a total of 0 is unknown.
	Progress func(done, total int64)
}

// Coder is somebody or something whose layers are measured.
type Coder struct {
	ID   annotate.ID
	Name string
	Kind annotate.LayerKind
	// What there is on the articles that the coder shares with another.
	Articles, Mentions, Events, Chains, Labels int
}

// The kinds of annotation that are measured.
const (
	Mentions          = "mentions"
	MentionAttributes = "mention_attributes" // on mentions that two coders have in common
	Events            = "events"
	EventAttributes   = "event_attributes" // on events that two coders have in common
	Relations         = "relations"
	Chains            = "chains"         // mentions of one entity
	Labels            = "labels"         // of documents
	Clusters          = "clusters"       // chains of several articles with one id in a knowledge base
	EventClusters     = "event_clusters" // events of several articles with one value of an attribute of that type
)

// Kinds are all kinds, in the order in which they are shown.
var Kinds = []string{Mentions, Events, Relations, Chains, Clusters, EventClusters, Labels, MentionAttributes, EventAttributes}

// Measure is one number.
type Measure struct {
	Of    string // kind of annotation, such as Mentions
	Label string // of the annotations; empty: all
	Name  string // such as "strict_f1": the names of the published test cases
	agree.Value
	Interval agree.Interval
	Articles int   // shared ones
	Units    []int // per coder: annotations; of items: those with a value of two coders
}

// Pair is what two coders have in common.
type Pair struct {
	A, B     int // numbers of coders
	Articles int // shared ones
	// Dependent is on how many of them the work is not independent, as in Report.
	Dependent int
	Measures  []Measure
	Labels    []Measure // per label
	Confusion []Confusion
}

// Confusion tells which labels A and B gave to the same things.
type Confusion struct {
	Of    string // Mentions, Events, or Labels
	Label string // of Labels, the name of the label
	Cells []agree.Confused
}

// Week is what people agreed on in articles whose newest act is of one week.
type Week struct {
	Monday   time.Time
	Articles int
	Schema   int // newest revision that was in use
	Changed  bool
	Measures []Measure // the headline
	Labels   []Measure // per label
}

// Article is what people agreed on in one article.
type Article struct {
	ID        annotate.ID
	Key       string
	Title     string
	Coders    []int // people who did it
	Dependent bool
	Measures  []Measure // the headline
}

// Report is all that is measured of a project.
type Report struct {
	Project    string
	Options    Options
	Coders     []Coder // people, machines, adjudicators, each by name
	People     int     // how many of Coders are people
	Articles   int     // shared by two people or more
	Complete   int     // shared by all of them
	Suggested  int     // of Articles, those on which somebody began with suggestions
	Open       int     // of Articles, those on which somebody could see the others' work
	Dependent  int     // of Articles, those of one or both of these sorts
	Empty      int     // of Articles, those in which nobody marked a mention or an event
	Undated    int     // of Articles, those that tell no time
	Measures   []Measure
	Labels     []Measure // per label
	Pairs      []Pair    // of people first
	Weeks      []Week
	PerArticle []Article
	Others     []Other // of three people or more
	Gamma      agree.Gamma
	// Refused says in a sentence why there is nothing to measure; empty where there is.
	Refused string
}

// Other is the agreement of a person with what more than half of the others said.
type Other struct {
	Coder int
	Label string // name of the document label
	agree.Value
	Ties int // items that the others did not decide
}
