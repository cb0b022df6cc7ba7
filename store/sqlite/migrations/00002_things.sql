-- +goose Up

-- Things of the project that stand in no layer: see annotate.Thing.
CREATE TABLE thing (
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  article TEXT,            -- article.id; null: it is about none
  content TEXT NOT NULL,   -- JSON object
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thing_article ON thing (article, kind) WHERE article IS NOT NULL;

PRAGMA user_version = 2;
