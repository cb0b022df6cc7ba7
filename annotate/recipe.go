package annotate

// KindRecipe is the kind of Recipe.
const KindRecipe Kind = "recipe"

// Recipe says how a data set is made of the project, so that the same one can
// be made again. Zero fields choose nothing out and change nothing.
type Recipe struct {
	Name   string `json:"name"`   // also its id
	Format string `json:"format"` // id
	// Layers are "gold", "all", or names of annotators with commas between
	// them. Empty: all for a format that holds layers; else gold if there is
	// any, else the only human layer, else nothing.
	Layers string  `json:"layers,omitempty"`
	Splits []Split `json:"splits,omitempty"` // none: one data set
	// Group is what splits must not part: "story", "outlet" or "date", or several
	// of them with commas between; empty or "none" parts any articles.
	Group string `json:"group,omitempty"`
	Seed  int64  `json:"seed,omitempty"` // of the splits
}

// Split is a part of a data set, with its share of the articles.
type Split struct {
	Name  string  `json:"name"`
	Share float64 `json:"share"` // above 0; those of a recipe sum to 1
}

// ItemKind is KindRecipe.
func (r *Recipe) ItemKind() Kind { return KindRecipe }

// ItemID is the recipe's name.
func (r *Recipe) ItemID() ID { return ID(r.Name) }

// ItemArticle is empty: a recipe is about no one article.
func (r *Recipe) ItemArticle() ID { return "" }

func (r *Recipe) equal(x Item) bool { return sameContent(r, x) }
