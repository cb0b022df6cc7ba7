"""Made foreign.spacy with spaCy 3.8.18: what its own programs write, in ways that Galley's writer does not."""
import spacy
from spacy.tokens import Doc, DocBin, Span

nlp = spacy.blank("en")
first = nlp("Rebels struck  El Obeid.\n\nU.N. officials left for El Obeid.")
first.ents = [Span(first, 0, 1, "GROUP"), Span(first, 3, 5, "GPE", kb_id="Q1963"), Span(first, 11, 13, "GPE", kb_id="Q1963")]
first.spans["ruler"] = [Span(first, 3, 5, "GPE", span_id="city"), Span(first, 11, 13, "GPE", span_id="city"), Span(first, 4, 5, "PART")]
first.spans["same"] = list(first.spans["ruler"])
first.spans["triggers"] = [Span(first, 1, 2, "ATTACK")]
first.user_data["doc_id"] = "first"
first.user_data["desk"] = "world"
first.user_data["page"] = 5
Doc.set_extension("rel", default={})
first._.rel = {(0, 3): {"at": 1.0}}
first.cats = {"conflict": 1.0}
second = Doc(nlp.vocab, words=["It", "rained", ".", "Rebels", "left", "."], sent_starts=[True, False, False, True, False, False])
second.ents = [Span(second, 3, 4, "GROUP")]
docs = DocBin(docs=[first, second, nlp("")], store_user_data=True)
docs.to_disk("foreign.spacy")
