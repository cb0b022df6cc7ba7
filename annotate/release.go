package annotate

// KindRelease is the kind of Release.
const KindRelease Kind = "release"

// Release says that annotators may see what became of their work in the
// articles that are adjudicated, or in one of them. As long as a project has
// none they may not.
type Release struct {
	By      ID     `json:"by"`                // Person.ID of who released it
	At      string `json:"at"`                // RFC 3339, UTC
	Article ID     `json:"article,omitempty"` // empty: all articles
}

// ItemKind is KindRelease.
func (r *Release) ItemKind() Kind { return KindRelease }

// ReleaseID is the id of the release of an article, or of all of them where it is empty.
func ReleaseID(article ID) ID {
	if article == "" {
		return "release"
	}
	return "release " + article
}

// ItemID is the same for each release of an article: it is released or not.
func (r *Release) ItemID() ID {
	if r == nil {
		return ReleaseID("")
	}
	return ReleaseID(r.Article)
}

// ItemArticle is the article that is released; empty for all.
func (r *Release) ItemArticle() ID { return r.Article }

func (r *Release) equal(x Item) bool { return *r == *x.(*Release) }

// Releases are what of a project is released.
type Releases map[ID]*Release // by article; "" for all

// NewReleases gathers the things that are releases.
func NewReleases(things []Thing) Releases {
	out := Releases{}
	for _, t := range things {
		if r, ok := t.(*Release); ok {
			out[r.Article] = r
		}
	}
	return out
}

// Covers tells whether an article is released.
func (r Releases) Covers(article ID) bool { return r[""] != nil || r[article] != nil }
