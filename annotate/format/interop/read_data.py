"""Readers of data sets, for read.py. Each reads a file, or hf a folder, with the program that is named, or
where there is none that can be had without a machine learning framework, by what the format's own code demands:
  bioes, nested  columns of tags, strict IOBES and IOB2 by the package seqeval
  conllu         CoNLL-U, by the package conllu
  labelstudio    tasks, which label-studio-sdk checks against config.xml beside them
  doccano        what doccano's importer demands; UTF-16 units as its page counts them
  prodigy        spaCy makes a document of the tokens and aligns each span with them
  webanno        the package web_anno_tsv, which checks each token's offsets and reads mentions
  spacy          spaCy loads the DocBin, and config.cfg beside it; writes what it loaded to roundtrip.spacy
  hf             load_dataset of the package datasets on the folder, and mlcroissant on croissant.json
  gliner, dygie, wikievents, oneie, chat
  events_csv, xlsx  event tables, by Python's csv and by openpyxl
  cassis         UIMA's CAS, by dkpro-cassis
Offsets of formats without texts are into the tokens joined without blanks.
"""
import hashlib, json, os, re
from collections import Counter


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:  # not splitlines: U+2028 may stand in a string
        return [json.loads(line) for line in f.read().split("\n") if line]


def span(text, label, fragments):
    fragments = sorted([a, b] for a, b in fragments)
    return {"label": label, "fragments": fragments, "text": " ".join(text[a:b] for a, b in fragments)}


def document(text, nodes, relations=(), events=(), warnings=()):
    """nodes {id: span}; relations [(type, head id, tail id)]; events [(id, [(role, id)])], whose triggers are nodes"""
    triggers = {e for e, _ in events}
    return {"text": text, "warnings": list(warnings), "spans": [s for k, s in nodes.items() if k not in triggers],
            "relations": [{"type": t, "head": nodes[h], "tail": nodes[g]} for t, h, g in relations],
            "events": [{"type": nodes[e]["label"], "trigger": nodes[e], "args": [{"role": r, "ref": nodes[x]} for r, x in args]} for e, args in events]}


def linked(text, nodes, triggers, links, warnings=()):
    """links [(label, from, to, is an argument)]; the further fragments of a node hang on it by links called _fragment"""
    gone = set()
    for label, head, tail, _ in links:
        if label == "_fragment":
            nodes[head] = span(text, nodes[head]["label"], nodes[head]["fragments"] + nodes[tail]["fragments"])
            gone.add(tail)
    nodes = {k: v for k, v in nodes.items() if k not in gone}
    links = [x for x in links if x[0] != "_fragment"]
    return document(text, nodes, [x[:3] for x in links if not x[3]],
                    [(e, [(label, g) for label, h, g, arg in links if arg and h == e]) for e in triggers if e in nodes], warnings)


# ---- columns

class Tokens:
    """The text of an article whose tokens are all that is known, joined without blanks."""

    def __init__(self):
        self.text, self.places, self.nodes = "", [], {}

    def add(self, word):
        if not word or word != "".join(word.split()):
            raise SystemExit(f"{word!r} is no token")
        self.places.append((len(self.text), len(self.text) + len(word)))
        self.text += word

    def name(self, label, first, end):
        """tokens first to end, which is not one of them"""
        self.nodes[len(self.nodes)] = span(self.text, label, [(self.places[first][0], self.places[end - 1][1])])


def tags(path, scheme):
    from seqeval.scheme import Entities
    articles, sentence = [], []

    def end_sentence():
        if not sentence:
            return
        t = articles[-1]
        for row in sentence:
            if len(row) != len(sentence[0]):
                raise SystemExit(f"{len(row)} columns where there were {len(sentence[0])}: {row}")
            t.add(row[0])
        for column in range(1, len(sentence[0])):
            for names in Entities([[r[column] for r in sentence]], scheme=scheme).entities:
                for e in names:
                    base = len(t.places) - len(sentence)
                    t.name(e.tag, base + e.start, base + e.end)
        sentence.clear()

    with open(path, encoding="utf-8", newline="") as f:
        for line in f.read().split("\n"):
            if line.startswith("-DOCSTART-"):
                end_sentence()
                articles.append(Tokens())
            elif line.strip():
                sentence.append(line.split("\t"))
            else:
                end_sentence()
    end_sentence()
    return [document(t.text, t.nodes) for t in articles]


def bioes(path):
    from seqeval.scheme import IOBES
    return tags(path, IOBES)


def nested(path):
    from seqeval.scheme import IOB2
    return tags(path, IOB2)


def conllu(path):
    import conllu
    from seqeval.scheme import Entities, IOB2
    escapes = {"s": " ", "t": "\t", "r": "\r", "n": "\n", "p": "|", "\\": "\\"}

    def spaces(s):
        return re.sub(r"\\(u[0-9A-F]{4}|.)", lambda m: chr(int(m[1][1:], 16)) if len(m[1]) > 1 else escapes[m[1]], s)

    docs = []
    with open(path, encoding="utf-8", newline="") as f:
        sentences = conllu.parse(f.read())
    for sentence in sentences:
        if any(k == "newdoc" or k.startswith("newdoc ") for k in sentence.metadata):
            docs.append({"text": "", "nodes": {}, "warnings": []})
        doc, places, line = docs[-1], [], ""
        doc["text"] += spaces(sentence.metadata.get("spaces", ""))
        for token in sentence:
            misc = token["misc"]
            doc["text"] += spaces(misc.get("SpacesBefore", ""))
            places.append((len(doc["text"]), len(doc["text"]) + len(token["form"])))
            if misc["Offset"] != "%d:%d" % places[-1]:
                doc["warnings"].append(f"{token['form']} is at {places[-1]}, not at {misc['Offset']}")
            after = spaces(misc.get("SpacesAfter", "")) or ("" if misc.get("SpaceAfter") == "No" else " ")
            doc["text"] += token["form"] + after
            line += token["form"] + ("" if misc.get("SpaceAfter") == "No" else " ")
        if places and line.strip() != sentence.metadata["text"]:
            doc["warnings"].append(f"its forms are {line!r}, its text {sentence.metadata['text']!r}")
        for names in Entities([[t["misc"]["NER"] for t in sentence]], scheme=IOB2).entities:
            for e in names:
                doc["nodes"][len(doc["nodes"])] = span(doc["text"], e.tag, [(places[e.start][0], places[e.end - 1][1])])
    return [document(d["text"], d["nodes"], warnings=d["warnings"]) for d in docs]


# ---- labelling tools

def labelstudio(path):
    from label_studio_sdk.label_interface import LabelInterface
    with open(os.path.join(os.path.dirname(path), "config.xml"), encoding="utf-8") as f:
        interface = LabelInterface(f.read())
    with open(path, encoding="utf-8") as f:
        tasks = json.load(f)
    docs = []
    for task in tasks:
        text, warnings = task["data"]["text"], []
        results = []
        for a in task["annotations"] + task["predictions"]:
            warnings += [str(e) for e in interface._validate_object(a, return_errors=True) or []]  # validate_task() of 2.1.2 calls this without its argument
            results += a["result"]
        nodes, triggers, links = {}, [], []
        for r in results:
            if r["type"] == "labels":
                v = r["value"]
                nodes[r["id"]] = span(text, v["labels"][0], [(v["start"], v["end"])])
                if v["text"] != nodes[r["id"]]["text"]:
                    warnings.append(f"{r['id']} says {v['text']!r}, its offsets {nodes[r['id']]['text']!r}")
                if r["from_name"] == "trigger":
                    triggers.append(r["id"])
            elif r["type"] == "relation":
                links.append((r["labels"][0], r["from_id"], r["to_id"], r["from_id"] in triggers and "id" not in r))
        docs.append(linked(text, nodes, triggers, links, warnings))
    return docs


def doccano(path):
    docs = []
    for row in rows(path):
        text = row["text"]
        units = text.encode("utf-16-le")
        at = lambda n: len(units[:2 * n].decode("utf-16-le"))  # fails inside a character
        nodes, triggers = {}, []
        for e in row["entities"]:
            assert isinstance(e["id"], int) and e["id"] not in nodes and e["label"] and 0 <= e["start_offset"] < e["end_offset"] <= len(units) // 2, e
            nodes[e["id"]] = span(text, e["label"], [(at(e["start_offset"]), at(e["end_offset"]))])
            if e.get("event"):
                triggers.append(e["id"])
        ids = [r["id"] for r in row["relations"]]
        assert len(ids) == len(set(ids)) and all(isinstance(i, int) for i in ids), ids
        docs.append(linked(text, nodes, triggers, [(r["type"], r["from_id"], r["to_id"], r.get("role", False)) for r in row["relations"]]))
    return docs


def prodigy(path):
    import spacy
    from spacy.tokens import Doc
    blank = spacy.blank("xx")
    docs = []
    for task in rows(path):
        text, warnings = task["text"], []
        doc = Doc(blank.vocab, words=[t["text"] for t in task["tokens"]], spaces=[t["ws"] for t in task["tokens"]])
        if doc.text != text:
            warnings.append("its tokens do not make up its text")
        for i, t in enumerate(task["tokens"]):
            if (t["id"], t["start"], t["end"]) != (i, doc[i].idx, doc[i].idx + len(doc[i])):
                warnings.append(f"token {i} is not where it says")
        nodes, first, triggers = {}, {}, []
        for s in task["spans"]:
            aligned = doc.char_span(s["start"], s["end"])
            if aligned is None or (aligned.start, aligned.end - 1) != (s["token_start"], s["token_end"]):
                warnings.append(f"span {s['id']} is off the tokens")
            before = nodes.get(s["id"], {"fragments": []})["fragments"]
            nodes[s["id"]] = span(text, s["label"], before + [[s["start"], s["end"]]])
            first.setdefault(s["id"], s)
            if s.get("event") and s["id"] not in triggers:
                triggers.append(s["id"])
        links = []
        for r in task["relations"]:
            for end in ("head", "child"):
                s = r[end + "_span"]
                if r[end] != s["token_end"] or any(s[k] != first[s["id"]][k] for k in ("start", "end", "label", "token_start", "token_end")):
                    warnings.append(f"relation {r['label']}: its {end} is not its span")
            links.append((r["label"], r["head_span"]["id"], r["child_span"]["id"], r["head_span"]["id"] in triggers and "id" not in r))
        docs.append(linked(text, nodes, triggers, links, warnings))
    return docs


def webanno(path):
    from web_anno_tsv import open_web_anno_tsv
    text, nodes = "", {}
    with open_web_anno_tsv(path) as f:
        for sentence in f:
            for a in sentence.annotations:
                label = re.sub(r"\\\\(.)", r"\1", a.label)
                nodes[len(nodes)] = span(text + sentence.text, label, [(len(text) + a.start, len(text) + a.stop)])
            text += sentence.text and sentence.text + "\n"
    return [document(text, nodes)]


# ---- spaCy

def spacy(path):
    import numpy, spacy
    from spacy.tokens import DocBin
    folder = os.path.dirname(path)
    config = spacy.util.load_config(os.path.join(folder, "config.cfg"))
    nlp = spacy.util.load_model_from_config(config, auto_fill=False, validate=True)
    spacy.util.registry.resolve(config.interpolate()["training"], schema=spacy.schemas.ConfigSchemaTraining)
    loaded = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    DocBin(docs=loaded, store_user_data=True).to_disk(os.path.join(folder, "roundtrip.spacy"))
    docs = []
    for d in loaded:
        nodes, triggers, warnings = {}, set(), []
        key = lambda s: (s.id_, s.label_, s.start, s.end)
        groups = {name: [key(s) for s in g] for name, g in d.spans.items()}
        assert "sc" in groups and set(groups) <= {"sc", "triggers"} and set(groups.get("triggers", [])) <= set(groups["sc"]), groups
        for s in d.spans["sc"]:
            before = nodes[s.id_]["fragments"] if s.id_ in nodes else []
            nodes[s.id_] = span(d.text, s.label_, before + [[s.start_char, s.end_char]])
            if key(s) in groups.get("triggers", []):
                triggers.add(s.id_)
            if d.char_span(s.start_char, s.end_char) is None:
                warnings.append(f"{s.text!r} is off the tokens")
        ents = [span(d.text, e.label_, [[e.start_char, e.end_char]]) for e in d.ents]
        names = [n for k, n in nodes.items() if k not in triggers]
        if any(e not in names for e in ents):
            warnings.append(f"doc.ents are {ents}")
        covered = {i for e in d.ents for i in range(e.start_char, e.end_char)}
        for n in names:  # each is in doc.ents, or another that is shares a character with it
            if len(n["fragments"]) == 1 and n not in ents and not covered & set(range(*n["fragments"][0])):
                warnings.append(f"{n} is not in doc.ents")
        kb = {s.kb_id_ for s in d.spans["sc"]} - {""}
        if not {e.kb_id_ for e in d.ents} - {""} <= kb:
            warnings.append("ids of a knowledge base differ")
        if d.text.strip() and not all(s.text.strip() for s in d.sents):
            warnings.append("a sentence holds no text")
        spacy.training.Example(nlp.make_doc(d.text), d)  # as training makes them
        docs.append(document(d.text, nodes, events=[(t, []) for t in triggers], warnings=warnings))
    return docs


# ---- Hugging Face

def hf(folder):
    os.environ["HF_HUB_OFFLINE"] = "1"
    import logging, tempfile
    import datasets, mlcroissant
    from huggingface_hub import DatasetCard
    logging.disable(logging.WARNING)  # what Croissant recommends and a project does not know, such as a licence
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        loaded = datasets.load_dataset(folder, cache_dir=cache)
        table = [row for split in loaded.values() for row in split]
        for split in loaded.values():
            assert "null" not in str(split.features), split.features
    card = DatasetCard.load(os.path.join(folder, "README.md")).data.to_dict()
    assert card["pretty_name"] and card["task_categories"] and card["size_categories"], card
    croissant = mlcroissant.Dataset(jsonld=os.path.join(folder, "croissant.json"))
    assert not croissant.metadata.issues.errors, croissant.metadata.issues.errors
    texts = [r[f"{s.uuid}/text"].decode() for s in croissant.metadata.record_sets for r in croissant.records(s.uuid)]
    assert Counter(texts) == Counter(row["text"] for row in table), "Croissant sees other texts"
    return [hf_row(row) for row in table]


def hf_row(row):
    text = row["text"]
    fragments = lambda list: [(f["start"], f["end"]) for f in list]
    nodes = {e["id"]: span(text, e["label"], fragments(e["fragments"])) for e in row["entities"]}
    warnings = [f"{e['id']} says {e['text']!r}" for e in row["entities"] if e["text"] != nodes[e["id"]]["text"]]
    mentions = set(nodes)
    nodes |= {c["id"]: span(text, c["label"], []) for c in row["clusters"]}
    events = []
    for e in row["events"] + row["document_events"]:
        place = e.get("trigger") or {"fragments": e["evidence"]}
        nodes[e["id"]] = span(text, e["type"], fragments(place["fragments"]))
        assert all(a["ref"] in mentions for a in e["arguments"]), e
        events.append((e["id"], [(a["role"], a["cluster"] or a["ref"]) for a in e["arguments"]] + [(a["role"], a["target"]) for a in e["other_arguments"] if a["target"]]))
    assert all({r["head"], r["tail"]} <= mentions for r in row["relations"]), row["relations"]
    relations = [(r["type"], r["head_cluster"] or r["head"], r["tail_cluster"] or r["tail"]) for r in row["relations"]]
    relations += [(r["type"], r["from"], r["to"]) for r in row["other_relations"]]
    d = document(text, nodes, relations, events, warnings)
    d["spans"] = [nodes[i] for i in mentions]
    return d


# ---- what models are trained on

def gliner(path):
    with open(path, encoding="utf-8") as f:
        examples = json.load(f)
    docs = []
    for x in examples:
        words = x["tokenized_text"]
        # WordsSplitter of gliner 0.2.29, data_processing/tokenizer.py
        assert re.findall(r"\w+(?:[-_]\w+)*|\S", " ".join(words)) == words, words
        t = Tokens()
        for w in words:
            t.add(w)
        for first, last, label in x["ner"]:
            t.name(label, first, last + 1)
        docs.append(document(t.text, t.nodes, [(label, h, g) for h, g, label in x["relations"]]))
    return docs


def dygie(path):
    docs = []
    for x in rows(path):
        assert x["doc_key"] and len(x["sentences"]) == len(x["ner"]) == len(x["relations"]) == len(x["events"]), x
        t, sentence = Tokens(), []
        for i, words in enumerate(x["sentences"]):
            for w in words:
                t.add(w)
                sentence.append(i)
        at = {}
        for i, names in enumerate(x["ner"]):
            for first, last, label in names:
                assert sentence[first] == sentence[last] == i and (first, last) not in at, (first, last)
                at[first, last] = len(t.nodes)
                t.name(label, first, last + 1)
        relations = [(label, at[a, b], at[c, d]) for list in x["relations"] for a, b, c, d, label in list]
        events = []
        for i, list in enumerate(x["events"]):
            for (trigger, label), *args in list:
                assert all(sentence[k] == i for k in [trigger] + [k for a in args for k in a[:2]]), "an event crosses its sentence"
                event = len(t.nodes)
                t.name(label, trigger, trigger + 1)
                events.append((event, [(role, at[a, b]) for a, b, role in args]))
        docs.append(document(t.text, t.nodes, relations, events))
    return docs


def mentions(x, name):
    """entities, relations and events of OneIE and WikiEvents; name makes a span of a label and two token numbers"""
    nodes, warnings = {}, []

    def node(id, label, place):
        assert id not in nodes, id
        nodes[id] = name(label, place["start"], place["end"])
        if "".join(place["text"].split()) != "".join(nodes[id]["text"].split()):
            warnings.append(f"{id} says {place['text']!r}")

    for e in x["entity_mentions"]:
        node(e["id"], e["entity_type"], e)
    relations = []
    for r in x["relation_mentions"]:
        ends = {a["role"]: a["entity_id"] for a in r["arguments"]}
        relations.append((r["relation_type"], ends["Arg-1"], ends["Arg-2"]))
    events = []
    for e in x["event_mentions"]:
        node(e["id"], e["event_type"], e["trigger"])
        events.append((e["id"], [(a["role"], a["entity_id"]) for a in e["arguments"]]))
    return nodes, relations, events, warnings


def wikievents(path):
    docs = []
    for x in rows(path):
        text, places = x["text"], [(a, b) for words, _ in x["sentences"] for _, a, b in words]
        assert [text[a:b] for a, b in places] == x["tokens"] == [w for words, _ in x["sentences"] for w, _, _ in words]
        docs.append(document(text, *mentions(x, lambda label, first, end: span(text, label, [(places[first][0], places[end - 1][1])]))))
    return docs


def oneie(path):
    articles = {}
    for x in rows(path):
        t, nodes, relations, events, warnings = articles.setdefault(x["doc_id"], (Tokens(), {}, [], [], []))
        assert x["sent_id"].startswith(x["doc_id"] + "-") and len(x["tokens"]) == len(x["token_lens"]) and sum(x["token_lens"]) == len(x["pieces"]), x
        base = len(t.places)
        for w in x["tokens"]:
            t.add(w)

        def name(label, first, end):
            assert 0 <= first < end <= len(x["tokens"])
            return span(t.text, label, [(t.places[base + first][0], t.places[base + end - 1][1])])

        for into, more in zip((nodes, relations, events, warnings), mentions(x, name)):
            into.update(more) if isinstance(into, dict) else into.extend(more)
    return [document(t.text, *rest) for t, *rest in articles.values()]


def chat(path):
    docs = []
    for x in rows(path):
        assert [m["role"] for m in x["messages"]] == ["system", "user", "assistant"]
        text, answer = x["messages"][1]["content"], json.loads(x["messages"][2]["content"])
        nodes, at = {}, {}

        def place(quote):
            start = -1
            for _ in range(quote.get("occurrence", 1)):
                start = text.index(quote["text"], start + 1)  # fails where it is not verbatim
            fragments, parts = [], quote.get("fragments", [quote["text"]])
            from_ = start
            for i, part in enumerate(parts):
                from_ = start + len(quote["text"]) - len(part) if i + 1 == len(parts) else text.index(part, from_)
                fragments.append((from_, from_ + len(part)))
                from_ += len(part)
            return fragments

        for i, e in enumerate(answer["entities"]):
            nodes[i] = span(text, e["type"], place(e))
            at[str(place(e))] = i
        ref = lambda quote: at[str(place(quote))]
        events = []
        for e in answer["events"]:
            events.append((len(nodes), [(a["role"], ref(a)) for a in e["arguments"]]))
            nodes[len(nodes)] = span(text, e["type"], place({**e, "text": e["trigger"]}))
        docs.append(document(text, nodes, [(r["type"], ref(r["head"]), ref(r["tail"])) for r in answer["relations"]], events))
    return docs


# ---- event tables

def event_tables(tables):
    """tables {name: [{column: cell}]}, cells as text"""
    def at(row):
        if row["fragments"]:
            return json.loads(row["fragments"])
        return [[int(row["start"]), int(row["end"])]] if row["start"] else json.loads(row.get("evidence_fragments") or "[]")

    docs = []
    for d in tables["documents"]:
        own = {name: [r for r in rows if r["document"] == d["document"]] for name, rows in tables.items() if name != "codebook"}
        text = "".join(r["text"] for r in own["texts"])
        warnings = []

        def check(what, *cells):
            if len(set(cells)) > 1:
                warnings.append(f"{what}: {cells}")

        check("sha256", hashlib.sha256(text.encode()).hexdigest(), d["sha256"])
        check("length", str(len(text)), d["length"])
        nodes = {e["entity"]: span("", e["label"], []) for e in own["entities"]}
        names = {e["entity"]: e["name"] for e in own["entities"]}
        for table, key, label, words in (("mentions", "mention", "label", "text"), ("events", "event", "type", "trigger")):
            for r in own[table]:
                nodes[r[key]] = span(text, r[label], at(r))
                names[r[key]] = r[words]
                check(f"{table} {r[key]}", r[words], nodes[r[key]]["text"] if r["start"] else "")
                check(f"sentence of {r[key]}", r["sentence"] in text, True)
                check(f"layer of {r[key]}", *(x["annotator"] for x in own["layers"] if x["layer"] == r["layer"]), r["annotator"])
        events = []
        for e in own["events"]:
            args = [a for a in own["arguments"] if a["event"] == e["event"]]
            for role in {a["role"] for a in args if f"role_{a['role']}_text" in e}:
                check(f"{role} of {e['event']}", e[f"role_{role}_text"], "; ".join(a["text"] for a in args if a["role"] == role))
            for a in args:
                if a["target"]:
                    check(f"argument {a['target']}", a["text"], names[a["target"]])
            events.append({"type": e["type"], "trigger": nodes[e["event"]], "args": [{"role": a["role"], "ref": nodes[a["target"]]} for a in args if a["target"]]})
        docs.append({"text": text, "warnings": warnings, "spans": [nodes[m["mention"]] for m in own["mentions"]], "events": events,
                     "relations": [{"type": r["label"], "head": nodes[r["from"]], "tail": nodes[r["to"]]} for r in own["relations"]]})
    known = {(c["table"], c["column"]) for c in tables["codebook"]}
    for name, rows in tables.items():
        if name != "codebook" and rows and {(name, c) for c in rows[0]} - known:
            raise SystemExit(f"the codebook does not tell {[c for c in rows[0] if (name, c) not in known]} of {name}")
    return docs


def events_csv(path):
    import csv
    csv.field_size_limit(1 << 30)
    tables = {}
    for name in os.listdir(path):
        with open(os.path.join(path, name), encoding="utf-8", newline="") as f:
            table = list(csv.DictReader(f, strict=True))
        for row in table:
            for column, cell in row.items():
                if cell[:1] in tuple("=+-@\t\r") and not re.fullmatch(r"-?[0-9.]+", cell):
                    raise SystemExit(f"a spreadsheet takes {cell!r} for a formula")
                row[column] = re.sub(r"^'(?='*[=+\-@\t\r])", "", cell)
        tables[name.removesuffix(".csv")] = table
    return event_tables(tables)


def xlsx(path):
    import openpyxl
    from openpyxl.utils.escape import unescape
    tables = {}
    for sheet in openpyxl.load_workbook(path, read_only=True):
        rows = sheet.iter_rows()
        columns, table = [c.value for c in next(rows)], []
        for row in rows:
            if any(c.data_type == "f" for c in row):
                raise SystemExit(f"there is a formula in {sheet.title}")
            cells = ["" if c.value is None else c.value if isinstance(c.value, str) else "%.15g" % c.value for c in row]
            table.append(dict(zip(columns, map(unescape, cells + [""] * (len(columns) - len(cells))))))
        tables.setdefault(sheet.title.split(" ")[0], []).extend(table)
    return event_tables(tables)


def cassis(path):
    """XMI with TypeSystem.xml beside it, or CAS JSON, by dkpro-cassis, which turns UTF-16 units into code points itself"""
    from cassis import load_cas_from_json, load_cas_from_xmi, load_typesystem
    with open(path, "rb") as f:
        if path.endswith(".json"):
            cas = load_cas_from_json(f)
        else:
            with open(os.path.join(os.path.dirname(path), "TypeSystem.xml"), "rb") as types:
                cas = load_cas_from_xmi(f, typesystem=load_typesystem(types))
    def all_of(*types):
        """annotations of the first of some types that the file has"""
        return cas.select(next(t for t in types if cas.typesystem.contains_type(t)))

    text, parts, nodes, links = cas.sofa_string, {}, {}, []
    for a in all_of("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "news.Span"):
        parts.setdefault(a.uid, []).append(a)
    for uid, fragments in parts.items():
        first = fragments[0]
        nodes[uid] = span(text, first.label if hasattr(first, "label") else first.value, [(a.begin, a.end) for a in fragments])
    more = {}
    for a in all_of("news.Fragment"):
        if a.of == "trigger":
            more.setdefault(a.uid, []).append((a.begin, a.end))
    for e in all_of("webanno.custom.Event", "news.Event"):
        nodes[e.uid] = span(text, e.label, [(e.begin, e.end)] + more.get(e.uid, []))
        found = getattr(e.arguments, "elements", e.arguments) or []
        links.append((e.uid, [(link.role, link.target.uid) for link in found]))
    relations = [(r.label, r.Governor.uid, r.Dependent.uid) for r in all_of("webanno.custom.Relation", "news.Relation")]
    return [document(text, nodes, relations, links)]


READERS = {f.__name__: f for f in (bioes, nested, conllu, labelstudio, doccano, prodigy, webanno, spacy, hf, gliner, dygie, wikievents, oneie, chat, events_csv, xlsx, cassis)}
