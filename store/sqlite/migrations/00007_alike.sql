-- +goose Up

-- Relations and chains, too, are found again elsewhere: see review.Comparison.Alike.
INSERT INTO conflict_due (article, mark)
SELECT DISTINCT article, 0 FROM conflict WHERE kind IN ('relation', 'entity')
ON CONFLICT DO NOTHING;

PRAGMA user_version = 7;
