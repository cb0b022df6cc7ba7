-- +goose Up

-- The log and the bodies are the truth. Everything below "projection" follows from them.

CREATE TABLE project (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  id   TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE log (
  seq     INTEGER PRIMARY KEY, -- the order in which transactions came to this file
  id      TEXT NOT NULL UNIQUE,
  author  TEXT NOT NULL,       -- person.id; empty: the setting up of the project
  at      INTEGER NOT NULL,    -- milliseconds since 1970, UTC
  title   TEXT NOT NULL,
  reverts TEXT NOT NULL,       -- log.id, or empty
  edits   BLOB NOT NULL        -- JSON, compressed with Zstandard and the dictionary edits.dict
) STRICT;
CREATE INDEX log_author ON log (author);

CREATE TABLE log_article (      -- which transactions touched an article
  article TEXT NOT NULL,       -- article.id
  seq     INTEGER NOT NULL REFERENCES log,
  PRIMARY KEY (article, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE body (
  num    INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE, -- SHA-256 of text
  text   TEXT NOT NULL
) STRICT;

-- Projection

CREATE TABLE schema (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  content TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  num  INTEGER PRIMARY KEY,
  id   TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE article (
  num       INTEGER PRIMARY KEY, -- in the order of import
  id        TEXT NOT NULL UNIQUE,
  key       TEXT NOT NULL,
  title     TEXT NOT NULL,
  published TEXT NOT NULL,
  language  TEXT NOT NULL,
  outlet    TEXT NOT NULL,
  author    TEXT NOT NULL,
  url       TEXT NOT NULL,
  meta      TEXT,                -- JSON object
  extra     TEXT,                -- JSON object
  deleted   INTEGER NOT NULL,
  bytes     INTEGER NOT NULL,    -- length of the body
  body      INTEGER NOT NULL REFERENCES body,
  heading   TEXT NOT NULL        -- the folded words of title, outlet and key, for the filter of the list
) STRICT;
-- One for each order of the list, so that none has to be sorted.
CREATE INDEX article_key    ON article (deleted, key, id);
CREATE INDEX article_date   ON article (deleted, published DESC, key);
CREATE INDEX article_title  ON article (deleted, title COLLATE NOCASE, key);
CREATE INDEX article_outlet ON article (deleted, outlet COLLATE NOCASE, published DESC, key);

CREATE TABLE layer (
  num       INTEGER PRIMARY KEY,
  article   INTEGER NOT NULL REFERENCES article,
  annotator INTEGER NOT NULL REFERENCES person,
  kind      TEXT NOT NULL CHECK (kind IN ('human', 'gold', 'suggestion')),
  state     TEXT,                -- null: the layer has no head
  flagged   INTEGER NOT NULL DEFAULT 0,
  extra     TEXT,
  UNIQUE (article, annotator, kind)
) STRICT;

CREATE TABLE annotation (
  layer      INTEGER NOT NULL REFERENCES layer,
  id         TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('mention', 'entity', 'event', 'relation', 'label', 'note')),
  label      TEXT NOT NULL,      -- of an event or a note its type
  start      INTEGER,            -- bytes into the body: of a mention, an event's trigger, a note; null: none
  "end"      INTEGER,            -- where there are several fragments: the end of the last
  text       TEXT,               -- name of an entity, text of a note
  kb         TEXT,               -- of an entity
  entity     TEXT,               -- that a mention hangs on
  source     TEXT,               -- of a relation
  target     TEXT,               -- of a relation
  subject    TEXT,               -- that a note is on
  value      TEXT,               -- JSON, of a document label
  state      TEXT,               -- of a note
  attributes TEXT,               -- JSON object
  origin     TEXT,               -- JSON object: by, at, source, schema, unsure, extra
  PRIMARY KEY (layer, id),
  FOREIGN KEY (layer, entity)  REFERENCES annotation (layer, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layer, source)  REFERENCES annotation (layer, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layer, target)  REFERENCES annotation (layer, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (layer, subject) REFERENCES annotation (layer, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
-- These are for the foreign keys: what refers to an annotation that is deleted?
CREATE INDEX annotation_entity  ON annotation (layer, entity)  WHERE entity IS NOT NULL;
CREATE INDEX annotation_source  ON annotation (layer, source)  WHERE source IS NOT NULL;
CREATE INDEX annotation_target  ON annotation (layer, target)  WHERE target IS NOT NULL;
CREATE INDEX annotation_subject ON annotation (layer, subject) WHERE subject IS NOT NULL;

CREATE TABLE fragment (           -- where start and end of the annotation do not say it all
  layer      INTEGER NOT NULL,
  annotation TEXT NOT NULL,
  part       TEXT NOT NULL CHECK (part IN ('span', 'evidence')), -- span: all fragments, where there are several
  n          INTEGER NOT NULL,
  start      INTEGER NOT NULL,   -- bytes into the body
  "end"      INTEGER NOT NULL,
  PRIMARY KEY (layer, annotation, part, n),
  FOREIGN KEY (layer, annotation) REFERENCES annotation (layer, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE argument (           -- of events
  layer  INTEGER NOT NULL,
  event  TEXT NOT NULL,
  n      INTEGER NOT NULL,
  role   TEXT NOT NULL,
  target TEXT,
  value  TEXT,                   -- JSON
  extra  TEXT,                   -- JSON object
  PRIMARY KEY (layer, event, n),
  FOREIGN KEY (layer, event)  REFERENCES annotation (layer, id) ON DELETE CASCADE,
  FOREIGN KEY (layer, target) REFERENCES annotation (layer, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX argument_target ON argument (layer, target) WHERE target IS NOT NULL;

-- Without these numbers SQLite takes a layer for ten rows and, to see whether
-- something refers to an annotation, reads all of its layer instead of an index.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('annotation', 'annotation',         '1000000 1000 1'),
  ('annotation', 'annotation_entity',  '100000 1000 4'),
  ('annotation', 'annotation_source',  '100000 1000 4'),
  ('annotation', 'annotation_target',  '100000 1000 4'),
  ('annotation', 'annotation_subject', '100000 1000 4'),
  ('argument',   'argument',           '1000000 1000 4 1'),
  ('argument',   'argument_target',    '1000000 1000 4');

-- The words of the articles that are not deleted, as package store/words cuts
-- and folds them, separated by blanks. The rowid is article.num.
CREATE VIRTUAL TABLE words USING fts5 (
  title, body, content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- Each word of the index with its places, for checking.
CREATE VIRTUAL TABLE words_place USING fts5vocab (words, instance);

PRAGMA application_id = 1196182617; -- "GLLY"
PRAGMA user_version = 1;
