-- +goose Up

-- Which transactions touched what log_article does not tell of: people, the
-- schema, and things that are about no article.
CREATE TABLE log_thing (
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  seq  INTEGER NOT NULL REFERENCES log,
  PRIMARY KEY (kind, id, seq)
) STRICT, WITHOUT ROWID;

-- Layers, and what stands in none, whose edits do not simply add up to what the
-- tables hold, since several copies changed them at the same time.
CREATE TABLE several (
  article   TEXT NOT NULL, -- of a layer, as are the next two; else all are empty
  annotator TEXT NOT NULL,
  layer     TEXT NOT NULL,
  kind      TEXT NOT NULL, -- of what stands in no layer; else empty, as is the next
  id        TEXT NOT NULL,
  PRIMARY KEY (article, annotator, layer, kind, id)
) STRICT, WITHOUT ROWID;
-- Of a log from before these tables nobody knows it: uniting finds it out once.
INSERT INTO several (article, annotator, layer, kind, id) SELECT '', '', '', 'log', '' WHERE EXISTS (SELECT 1 FROM log);

PRAGMA user_version = 8;
