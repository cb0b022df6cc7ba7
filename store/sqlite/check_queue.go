package sqlite

import (
	"encoding/json"
	"slices"

	"galley/annotate"
	"galley/annotate/review"
)

// queue compares again what was compared, article by article, with the queue of
// adjudication that is kept. A change of what review.Queue gives must come with a
// migration that makes all articles due, or this finds them different.
func (c *check) queue() error {
	kept := map[annotate.Ref][]string{}
	var article annotate.Ref
	var content string
	err := c.query(func() error {
		kept[article] = append(kept[article], content)
		return nil
	}, []any{&article, &content}, `SELECT article, content FROM conflict WHERE article NOT IN (SELECT article FROM conflict_due) ORDER BY article, n`)
	if err != nil {
		return err
	}
	rows, err := c.tx.QueryContext(c.ctx, `SELECT num FROM article WHERE num NOT IN (SELECT article FROM conflict_due) ORDER BY num`)
	if err != nil {
		return err
	}
	refs, err := collect(rows, func(r *annotate.Ref) []any { return []any{r} })
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(refs, perBatch) {
		found, err := compareArticles(c.ctx, c.tx, batch)
		if err != nil {
			return err
		}
		for _, f := range found {
			if same, err := sameConflicts(kept[f.article], f.conflicts); err != nil {
				return err
			} else if !same {
				c.add("queue_differs", "the queue of conflicts is not what layers and decisions of article %s come to", f.id)
			}
		}
	}
	return nil
}

func sameConflicts(kept []string, now []review.Conflict) (bool, error) {
	if len(kept) != len(now) {
		return false, nil
	}
	for i, k := range now {
		content, err := json.Marshal(k)
		if err != nil || string(content) != kept[i] {
			return false, err
		}
	}
	return true, nil
}
