#!/usr/bin/env python3
"""time_writers.py WRITER DATA FILE

Times another program's writer for BenchmarkWriters, on what Galley wrote to DATA.
Loads it into memory and answers {}. Then, for each line that comes in, it writes
FILE once and answers with the seconds that took. WRITER is one of
  spacy     to_disk is DocBin.to_disk alone, of a DocBin to which all documents were added before, with the
            columns and user_data of DATA; add is what adding them took
  datasets  to_parquet is Dataset.to_parquet alone, of a data set whose columns are in memory; from_list is what
            making it of a list of rows took
  json      a line of json.dumps for each object, written to a file
"""
import json, os, sys, tempfile, time


def spacy(data, file):
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab
    read = DocBin().from_disk(data)
    docs = list(read.get_docs(Vocab()))

    def write():
        begun = time.perf_counter()
        docbin = DocBin(attrs=read.attrs, docs=docs, store_user_data=True)
        added = time.perf_counter()
        docbin.to_disk(file)
        return {"to_disk": time.perf_counter() - added, "add": added - begun}
    return write


def datasets(data, file):
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datasets import Dataset, disable_progress_bars
    disable_progress_bars()
    with tempfile.TemporaryDirectory() as cache:
        read = Dataset.from_parquet(data, cache_dir=cache, keep_in_memory=True)
    rows = read.to_list()

    def write():
        begun = time.perf_counter()
        columns = Dataset.from_list(rows, features=read.features)
        made = time.perf_counter()
        columns.to_parquet(file)
        return {"to_parquet": time.perf_counter() - made, "from_list": made - begun}
    return write


def json_lines(data, file):
    with open(data, encoding="utf-8", newline="\n") as f:
        objects = [json.loads(line) for line in f]

    def write():
        begun = time.perf_counter()
        with open(file, "w", encoding="utf-8", newline="\n") as f:
            for x in objects:
                f.write(json.dumps(x, ensure_ascii=False))
                f.write("\n")
        return {"dumps": time.perf_counter() - begun}
    return write


def main(writer, data, file):
    write = {"spacy": spacy, "datasets": datasets, "json": json_lines}[writer](data, file)
    print("{}", flush=True)
    for _ in sys.stdin:
        print(json.dumps(write()), flush=True)


main(*sys.argv[1:])
