package annotate

// KindRelease is the kind of Release.
const KindRelease Kind = "release"

// Release says that annotators may see what became of their work in the
// articles that are adjudicated. As long as a project has none they may not.
type Release struct {
	By ID     `json:"by"` // Person.ID of who released it
	At string `json:"at"` // RFC 3339, UTC
}

// ItemKind is KindRelease.
func (r *Release) ItemKind() Kind { return KindRelease }

// ItemID is the same for each release: a project is released or not.
func (r *Release) ItemID() ID { return "release" }

// ItemArticle is empty: a release is about all articles.
func (r *Release) ItemArticle() ID { return "" }

func (r *Release) equal(x Item) bool { return *r == *x.(*Release) }
