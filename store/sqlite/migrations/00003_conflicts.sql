-- +goose Up

-- The queue of adjudication: what review.Queue makes of each article. It
-- follows from the tables above, and is brought up to date apart from commits.
CREATE TABLE conflict (
  article  INTEGER NOT NULL REFERENCES article (num) ON DELETE CASCADE,
  n        INTEGER NOT NULL,  -- in the order of the article
  state    TEXT NOT NULL,
  severity INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  label    TEXT NOT NULL,
  waiting  INTEGER NOT NULL,  -- whether somebody is still at work on the article
  quote    TEXT NOT NULL,
  alike    TEXT NOT NULL,
  facets   TEXT NOT NULL,     -- labels, differences and pairs of coders, to be found by instr
  content  TEXT NOT NULL,     -- JSON object, all of it
  PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;
-- In the order of the queue, with all that filters mostly ask for.
CREATE INDEX conflict_queue ON conflict (severity DESC, article, n, state, kind, waiting, label, facets);
CREATE INDEX conflict_alike ON conflict (alike, state) WHERE alike <> '';
CREATE INDEX conflict_quote ON conflict (quote, state) WHERE quote <> '';

-- Articles of which conflict is out of date.
CREATE TABLE conflict_due (
  article INTEGER PRIMARY KEY REFERENCES article (num) ON DELETE CASCADE,
  mark    INTEGER NOT NULL    -- log.seq of the last change: another mark, another change
) STRICT;
INSERT INTO conflict_due (article, mark) SELECT DISTINCT article, 0 FROM layer WHERE kind = 'human';

PRAGMA user_version = 3;
