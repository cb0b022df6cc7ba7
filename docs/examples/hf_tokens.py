"""Makes a token classifier's data of an export for Hugging Face, and trains one on it.

    galleyctl export sample.galley out/hf --format hf-jsonl --layers ada --split train=0.8,test=0.2 --group story
    python hf_tokens.py out/hf
    python hf_tokens.py out/hf --train distilbert-base-multilingual-cased --out out/model

Without --train it loads the data, tags the tokens and counts them, for which
the package datasets is enough; with it transformers and torch are needed.
"""
import argparse
import re
from collections import Counter

from datasets import load_dataset


def tagged(row):
    """tokens of a row with BIO tags; of names that share a token the longest stays"""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", row["text"])]
    tags = ["O"] * len(tokens)
    whole = [(e["fragments"][0]["start"], e["fragments"][0]["end"], e["label"]) for e in row["entities"] if len(e["fragments"]) == 1]
    for start, end, label in sorted(whole, key=lambda e: e[0] - e[1]):
        inside = [i for i, (a, b) in enumerate(tokens) if a < end and start < b]
        if inside and all(tags[i] == "O" for i in inside):
            for i in inside:
                tags[i] = "I-" + label
            tags[inside[0]] = "B-" + label
    return {"tokens": [row["text"][a:b] for a, b in tokens], "tags": tags}


def train(data, model_name, out):
    from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer, TrainingArguments

    names = sorted({t for split in data.values() for tags in split["tags"] for t in tags})
    number = {t: i for i, t in enumerate(names)}
    tokenizer = AutoTokenizer.from_pretrained(model_name)

    def encode(row):
        pieces = tokenizer(row["tokens"], is_split_into_words=True, truncation=True)
        before, labels = None, []
        for word in pieces.word_ids():
            # Only the first piece of a word counts.
            labels.append(-100 if word is None or word == before else number[row["tags"][word]])
            before = word
        return {**pieces, "labels": labels}

    encoded = data.map(encode, remove_columns=["tokens", "tags"])
    model = AutoModelForTokenClassification.from_pretrained(model_name, num_labels=len(names), id2label=dict(enumerate(names)), label2id=number)
    Trainer(model=model, args=TrainingArguments(out, num_train_epochs=5, seed=17), train_dataset=encoded["train"],
            data_collator=DataCollatorForTokenClassification(tokenizer)).train()
    model.save_pretrained(out)
    tokenizer.save_pretrained(out)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("export", help="a folder")
    options.add_argument("--train", metavar="MODEL")
    options.add_argument("--out", default="model")
    args = options.parse_args()
    data = load_dataset(args.export)
    data = data.map(tagged, remove_columns=next(iter(data.values())).column_names)
    for split, rows in data.items():
        counts = Counter(t[2:] for tags in rows["tags"] for t in tags if t[0] == "B")
        print(f"{split}: {len(rows)} articles, {sum(map(len, rows['tags']))} tokens, {sum(counts.values())} names, {counts.most_common(3)}")
    if args.train:
        train(data, args.train, args.out)


if __name__ == "__main__":
    main()
