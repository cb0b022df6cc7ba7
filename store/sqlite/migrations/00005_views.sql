-- +goose Up

-- Views for researchers, described in docs/SQL.md. Places are code points of the
-- article's text, ends exclusive, as in R and Python. They are written for any
-- SQLite from 3.37 on: what an older one cannot parse would keep it from the whole file.

CREATE VIEW v_articles AS
SELECT a.id AS article, a.key, a.title, a.published, a.language, a.outlet, a.author, a.url, a.meta,
       lower(hex(b.digest)) AS sha256, length(b.text) AS length, b.text
FROM article a JOIN body b ON b.num = a.body
WHERE a.deleted = 0;

CREATE VIEW v_layers AS
SELECT l.num AS layer, a.id AS article, a.key, p.name AS annotator, p.id AS annotator_id, l.kind,
       coalesce(l.state, 'new') AS state, l.flagged
FROM layer l JOIN article a ON a.num = l.article JOIN person p ON p.num = l.annotator
WHERE a.deleted = 0;

-- Every annotation of whatever kind, with its place. The views below choose from it.
CREATE VIEW v_annotations AS
SELECT x.layer, a.id AS article, a.key, p.name AS annotator, l.kind AS layer_kind,
       x.id, x.kind, x.label,
       length(CAST(substr(CAST(b.text AS BLOB), 1, x.start) AS TEXT)) AS start,
       length(CAST(substr(CAST(b.text AS BLOB), 1, x."end") AS TEXT)) AS "end",
       coalesce(
         (SELECT group_concat(part, ' ') FROM (
            SELECT CAST(substr(CAST(b.text AS BLOB), f.start + 1, f."end" - f.start) AS TEXT) AS part
            FROM fragment f WHERE f.layer = x.layer AND f.annotation = x.id AND f.part = 'span' ORDER BY f.n)),
         CAST(substr(CAST(b.text AS BLOB), x.start + 1, x."end" - x.start) AS TEXT)) AS quote,
       (SELECT json_group_array(json(part)) FROM (
          SELECT json_array(length(CAST(substr(CAST(b.text AS BLOB), 1, f.start) AS TEXT)),
                            length(CAST(substr(CAST(b.text AS BLOB), 1, f."end") AS TEXT))) AS part
          FROM fragment f WHERE f.layer = x.layer AND f.annotation = x.id AND f.part = 'span' ORDER BY f.n)
        HAVING count(*) > 0) AS fragments,
       (SELECT group_concat(part, ' ') FROM (
          SELECT CAST(substr(CAST(b.text AS BLOB), f.start + 1, f."end" - f.start) AS TEXT) AS part
          FROM fragment f WHERE f.layer = x.layer AND f.annotation = x.id AND f.part = 'evidence' ORDER BY f.n)) AS evidence,
       x.text, x.kb, x.entity, x.source, x.target, x.subject, x.value, x.state, x.attributes,
       coalesce(json_extract(x.origin, '$.unsure'), 0) AS unsure,
       json_extract(x.origin, '$.by') AS made_by, json_extract(x.origin, '$.at') AS made_at,
       json_extract(x.origin, '$.source') AS made_from
FROM annotation x
JOIN layer l ON l.num = x.layer JOIN article a ON a.num = l.article
JOIN person p ON p.num = l.annotator JOIN body b ON b.num = a.body
WHERE a.deleted = 0;

CREATE VIEW v_mentions AS
SELECT m.layer, m.article, m.key, m.annotator, m.layer_kind, m.id, m.label, m.start, m."end", m.quote AS text, m.fragments,
       m.entity, (SELECT e.text FROM annotation e WHERE e.layer = m.layer AND e.id = m.entity) AS entity_name,
       (SELECT e.kb FROM annotation e WHERE e.layer = m.layer AND e.id = m.entity) AS kb,
       m.attributes, m.unsure, m.made_by, m.made_at, m.made_from
FROM v_annotations m WHERE m.kind = 'mention';

CREATE VIEW v_entities AS
SELECT e.layer, e.article, e.key, e.annotator, e.layer_kind, e.id, e.label, e.text AS name, e.kb,
       (SELECT count(*) FROM annotation m WHERE m.layer = e.layer AND m.entity = e.id) AS mentions,
       e.attributes, e.unsure, e.made_by, e.made_at, e.made_from
FROM v_annotations e WHERE e.kind = 'entity';

CREATE VIEW v_events AS
SELECT v.layer, v.article, v.key, v.annotator, v.layer_kind, v.id, v.label AS type,
       v.start, v."end", v.quote AS "trigger", v.fragments, v.evidence,
       (SELECT count(*) FROM argument a WHERE a.layer = v.layer AND a.event = v.id) AS arguments,
       v.attributes, v.unsure, v.made_by, v.made_at, v.made_from
FROM v_annotations v WHERE v.kind = 'event';

-- The numbers and dates of an argument stand in its value, or else with the mention that fills it.
CREATE VIEW v_arguments AS
SELECT g.layer, g.article, g.key, g.annotator, g.layer_kind, g.event, g.type, g.n, g.role,
       g.target, g.target_kind, g.target_label, g.text, g.start, g."end", g.entity, g.entity_name, g.kb, g.value,
       CASE json_type(g.reading) WHEN 'object' THEN json_extract(g.reading, '$.low')
                                 WHEN 'integer' THEN json_extract(g.reading, '$') WHEN 'real' THEN json_extract(g.reading, '$') END AS low,
       CASE json_type(g.reading) WHEN 'object' THEN json_extract(g.reading, '$.high')
                                 WHEN 'integer' THEN json_extract(g.reading, '$') WHEN 'real' THEN json_extract(g.reading, '$') END AS high,
       CASE json_type(g.reading) WHEN 'object' THEN json_extract(g.reading, '$.approx') END AS approx,
       CASE json_type(g.reading) WHEN 'object' THEN json_extract(g.reading, '$.norm') END AS norm
FROM (
  SELECT v.layer, v.article, v.key, v.annotator, v.layer_kind, v.id AS event, v.label AS type, a.n, a.role,
         a.target, t.kind AS target_kind, t.label AS target_label,
         coalesce((SELECT q.quote FROM v_annotations q WHERE q.layer = a.layer AND q.id = a.target),
                  CASE t.kind WHEN 'entity' THEN t.text END) AS text,
         (SELECT q.start FROM v_annotations q WHERE q.layer = a.layer AND q.id = a.target) AS start,
         (SELECT q."end" FROM v_annotations q WHERE q.layer = a.layer AND q.id = a.target) AS "end",
         e.id AS entity, e.text AS entity_name, e.kb, a.value,
         coalesce(a.value, CASE t.kind WHEN 'mention' THEN t.attributes END) AS reading
  FROM v_annotations v
  JOIN argument a ON a.layer = v.layer AND a.event = v.id
  LEFT JOIN annotation t ON t.layer = a.layer AND t.id = a.target
  LEFT JOIN annotation e ON e.layer = a.layer AND e.id = CASE t.kind WHEN 'entity' THEN t.id ELSE t.entity END
  WHERE v.kind = 'event') g;

CREATE VIEW v_relations AS
SELECT r.layer, r.article, r.key, r.annotator, r.layer_kind, r.id, r.label,
       r.source AS "from", f.kind AS from_kind, f.label AS from_label,
       coalesce((SELECT q.quote FROM v_annotations q WHERE q.layer = r.layer AND q.id = r.source),
                CASE f.kind WHEN 'entity' THEN f.text END) AS from_text,
       r.target AS "to", t.kind AS to_kind, t.label AS to_label,
       coalesce((SELECT q.quote FROM v_annotations q WHERE q.layer = r.layer AND q.id = r.target),
                CASE t.kind WHEN 'entity' THEN t.text END) AS to_text,
       r.attributes, r.unsure, r.made_by, r.made_at, r.made_from
FROM v_annotations r
JOIN annotation f ON f.layer = r.layer AND f.id = r.source
JOIN annotation t ON t.layer = r.layer AND t.id = r.target
WHERE r.kind = 'relation';

CREATE VIEW v_labels AS
SELECT x.layer, x.article, x.key, x.annotator, x.layer_kind, x.id, x.label,
       CASE json_type(x.value) WHEN 'text' THEN json_extract(x.value, '$') ELSE x.value END AS value,
       x.unsure, x.made_by, x.made_at, x.made_from
FROM v_annotations x WHERE x.kind = 'label';

CREATE VIEW v_notes AS
SELECT n.layer, n.article, n.key, n.annotator, n.layer_kind, n.id, n.label AS type, n.text, n.state,
       n.subject AS "on", n.start, n."end", n.quote, n.made_by, n.made_at
FROM v_annotations n WHERE n.kind = 'note';

-- One row for each attribute of each annotation; a list is JSON.
CREATE VIEW v_attributes AS
SELECT x.layer, x.article, x.key, x.annotator, x.layer_kind, x.id, x.kind, x.label, j.key AS name,
       CASE j.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE j.value END AS value
FROM v_annotations x, json_each(x.attributes) j;

PRAGMA user_version = 5;
