-- +goose Up

-- The logical clock of an act, by which the logs of several copies are put in
-- one order: see package unite. The acts so far were made one after another.
ALTER TABLE log ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
UPDATE log SET rank = seq;
CREATE INDEX log_rank ON log (rank, id);

PRAGMA user_version = 4;
