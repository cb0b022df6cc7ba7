-- +goose Up

-- The log of adjudication, for whoever asks a project with SQL: a row for each
-- decision. Readings are those of coders, by name.
CREATE VIEW v_decisions AS
SELECT t.id, a.id AS article, a.key,
       (SELECT name FROM person p WHERE p.id = json_extract(t.content, '$.by')) AS decided_by,
       json_extract(t.content, '$.at') AS decided_at,
       json_extract(t.content, '$.kind') AS kind,
       json_extract(t.content, '$.label') AS label,
       length(CAST(substr(CAST(b.text AS BLOB), 1, json_extract(t.content, '$.spans[0][0]')) AS TEXT)) AS start,
       length(CAST(substr(CAST(b.text AS BLOB), 1, json_extract(t.content, '$.spans[#-1][1]')) AS TEXT)) AS "end",
       json_extract(t.content, '$.act') AS act,
       (SELECT json_group_array(p.name) FROM json_each(t.content, '$.of') o JOIN person p ON p.id = json_extract(o.value, '$.coder')) AS coders,
       (SELECT json_group_array(p.name) FROM json_each(t.content, '$.took') o JOIN person p ON p.id = o.value) AS took,
       (SELECT json_group_array(p.name) FROM json_each(t.content, '$.right') o JOIN person p ON p.id = o.value) AS "right",
       json_extract(t.content, '$.gold') AS gold,
       json_extract(t.content, '$.rule') AS rule,
       coalesce(json_extract(t.content, '$.review'), 0) AS review,
       json_extract(t.content, '$.cause') AS cause,
       json_extract(t.content, '$.confidence') AS confidence,
       coalesce(json_extract(t.content, '$.guideline'), 0) AS guideline,
       json_extract(t.content, '$.comment') AS comment
FROM thing t JOIN article a ON a.id = t.article JOIN body b ON b.num = a.body
WHERE t.kind = 'decision' AND NOT a.deleted;

PRAGMA user_version = 6;
