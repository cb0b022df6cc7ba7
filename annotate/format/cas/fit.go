package cas

import (
	"galley/annotate"
	"galley/annotate/format"
	"galley/annotate/format/cut"
	"galley/annotate/format/wire"
)

// Fit cuts rec down to what a CAS can say.
func Fit(rec format.Record, lost *format.Losses) format.Record {
	return cut.Record(rec, lost, cut.Rules{
		Article: wire.KeptOf, Layer: true, Events: cut.AllEvents, ToEvents: true, Values: true, Relations: true, Entities: true,
		Labels: true, Notes: true, OfRelations: true, Unsure: true,
		Attributes: func(a annotate.Attributes) annotate.Attributes { return a },
	})
}
