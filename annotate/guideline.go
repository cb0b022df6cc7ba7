package annotate

// KindGuideline is the kind of Guideline.
const KindGuideline Kind = "guideline"

// Guideline is the document that tells annotators how to decide, in Markdown
// (CommonMark). A project has at most one.
type Guideline struct {
	Text string `json:"text"`
	Name string `json:"name,omitempty"` // of the file that it came from
}

// ItemKind is KindGuideline.
func (g *Guideline) ItemKind() Kind { return KindGuideline }

// ItemID is the same for each guideline: there is one.
func (g *Guideline) ItemID() ID { return "guideline" }

// ItemArticle is empty: the guideline is about none.
func (g *Guideline) ItemArticle() ID { return "" }

func (g *Guideline) equal(x Item) bool { return *g == *x.(*Guideline) }
