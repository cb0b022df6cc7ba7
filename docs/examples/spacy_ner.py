"""Trains a small spaCy model on names of an export, and labels a sentence with it.

    galleyctl export sample.galley out/spacy --format spacy --layers ada
    python spacy_ner.py out/spacy/articles.spacy "Rana Tebbane went to Osmarra." --out out/model

doc.ents of the export are the names that do not overlap; spaCy's own command
`spacy train` with the config.cfg beside them does the same for real work.
"""
import argparse
import random

import spacy
from spacy.tokens import DocBin
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("export", help="a .spacy file")
    options.add_argument("sentence")
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--out", help="folder for the model")
    args = options.parse_args()

    fix_random_seed(17)
    random.seed(17)
    nlp = spacy.blank("xx")
    docs = list(DocBin().from_disk(args.export).get_docs(nlp.vocab))
    # A sentence is enough to learn a name from, and many short examples are learned sooner than few long ones.
    sentences = [s.as_doc() for doc in docs for s in doc.sents if s.ents]
    examples = [Example(nlp.make_doc(s.text), s) for s in sentences]
    names = nlp.add_pipe("ner")
    for s in sentences:
        for entity in s.ents:
            names.add_label(entity.label_)
    nlp.initialize(lambda: examples)
    losses = {}
    for _ in range(args.rounds):
        random.shuffle(examples)
        losses = {}
        for batch in minibatch(examples, 32):
            nlp.update(batch, losses=losses, drop=0.1)
    print(f"learned from {len(examples)} sentences of {len(docs)} articles; loss {losses['ner']:.0f}")
    for entity in nlp(args.sentence).ents:
        print(f"{entity.label_}\t{entity.start_char}\t{entity.end_char}\t{entity.text}")
    if args.out:
        nlp.to_disk(args.out)


if __name__ == "__main__":
    main()
