"""Learns a small event extractor from an export, and tells how good it is.

    galleyctl export sample.galley out/events --format wikievents --layers ada --split train=0.8,test=0.2 --group story
    python event_baseline.py out/events/train.jsonl out/events/test.jsonl

It is what a real extractor has to beat: a word is a trigger of the type that it
mostly was in training, and a name near it fills the role that names of its type
at its side mostly filled, by naive Bayes. Names are taken as given. Nothing but
Python is needed; larger models read the same file.
"""
import argparse
import json
import math
from collections import Counter, defaultdict

NEAR = 40  # tokens between a trigger and what may fill its roles
NONE = ""  # the role of a name that fills none


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def features(event_type, trigger, name):
    distance = name["start"] - trigger
    return [f"type {event_type}", f"name {event_type} {name['entity_type']}", f"side {event_type} {name['entity_type']} {distance > 0}",
            f"far {abs(distance).bit_length()}"]


def near(article, trigger):
    return [n for n in article["entity_mentions"] if abs(n["start"] - trigger) <= NEAR]


class Extractor:
    def __init__(self, articles):
        self.words, self.roles, self.seen = defaultdict(Counter), Counter(), defaultdict(Counter)
        for a in articles:
            triggers = {e["trigger"]["start"]: e["event_type"] for e in a["event_mentions"]}
            for i, word in enumerate(a["tokens"]):
                self.words[word.lower()][triggers.get(i, NONE)] += 1
            for e in a["event_mentions"]:
                roles = {x["entity_id"]: x["role"] for x in e["arguments"]}
                for n in near(a, e["trigger"]["start"]):
                    self.learn(roles.get(n["id"], NONE), features(e["event_type"], e["trigger"]["start"], n))

    def learn(self, role, found):
        self.roles[role] += 1
        self.seen[role].update(found)

    def role(self, found):
        def score(role):
            n = self.roles[role]
            return math.log(n) + sum(math.log((self.seen[role][f] + 0.1) / (n + 0.2)) for f in found)
        return max(self.roles, key=score, default=NONE)

    def events(self, article):
        """(trigger, type, {(role, name)}) for each event that is found"""
        for i, word in enumerate(article["tokens"]):
            kinds = self.words.get(word.lower())
            kind = kinds.most_common(1)[0][0] if kinds else NONE
            if kind:
                filled = ((self.role(features(kind, i, n)), n["id"]) for n in near(article, i))
                yield i, kind, {(role, name) for role, name in filled if role}


def f1(found, right):
    same = len(found & right)
    return 2 * same / (len(found) + len(right)) if found or right else float("nan")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("train", help="a .jsonl file")
    options.add_argument("test", help="a .jsonl file")
    args = options.parse_args()
    train, test = read(args.train), read(args.test)
    extractor = Extractor(train)
    triggers, arguments = (set(), set()), (set(), set())
    for a in test:
        for i, kind, filled in extractor.events(a):
            triggers[0].add((a["doc_id"], i, kind))
            arguments[0].update((a["doc_id"], i, kind, role, name) for role, name in filled)
        for e in a["event_mentions"]:
            at = (a["doc_id"], e["trigger"]["start"], e["event_type"])
            triggers[1].add(at)
            arguments[1].update((*at, x["role"], x["entity_id"]) for x in e["arguments"])
    print(f"learned from {sum(len(a['event_mentions']) for a in train)} events of {len(train)} articles")
    print(f"triggers: F1 {f1(*triggers):.2f} of {len(triggers[1])}; arguments, attached: F1 {f1(*arguments):.2f} of {len(arguments[1])}")


if __name__ == "__main__":
    main()
