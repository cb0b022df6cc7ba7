"""Looks through an export for GLiNER, and goes on training a GLiNER model with it.

    galleyctl export sample.galley out/gliner --format gliner --layers ada
    python gliner_names.py out/gliner/articles.json
    python gliner_names.py out/gliner/articles.json --train urchade/gliner_small-v2.1 --out out/model

Without --train nothing but Python is needed; with it the package gliner is.
"""
import argparse
import json
from collections import Counter

LONGEST = 384  # tokens that GLiNER's usual models read at a time


def pieces(article):
    """an article in pieces that fit, each with the names that lie in it whole"""
    tokens = article["tokenized_text"]
    for start in range(0, len(tokens), LONGEST):
        end = min(start + LONGEST, len(tokens))
        names = [[a - start, b - start, label] for a, b, label in article["ner"] if start <= a and b < end]
        yield {"tokenized_text": tokens[start:end], "ner": names}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("export", help="a .json file")
    options.add_argument("--train", metavar="MODEL")
    options.add_argument("--out", default="model")
    args = options.parse_args()
    with open(args.export, encoding="utf-8") as f:
        articles = json.load(f)
    data = [p for a in articles for p in pieces(a)]
    for p in data:
        for a, b, label in p["ner"]:
            assert 0 <= a <= b < len(p["tokenized_text"]), f"{label} lies outside its text"
    counts = Counter(label for p in data for _, _, label in p["ner"])
    cut = sum(len(a["ner"]) for a in articles) - counts.total()
    print(f"{len(articles)} articles in {len(data)} pieces, {counts.total()} names, {cut} cut by the end of a piece, {counts.most_common(3)}")
    if args.train:
        from gliner import GLiNER

        model = GLiNER.from_pretrained(args.train)
        held = max(1, len(data) // 10)
        model.train_model(train_dataset=data[held:], eval_dataset=data[:held], output_dir=args.out)


if __name__ == "__main__":
    main()
