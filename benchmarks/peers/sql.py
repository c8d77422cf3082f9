"""What the peers that answer from tables are asked: the same rows as ours, in one SELECT each, on
the indexes that we use.
"""

_STATEMENT = """
    s.number, s.id, s.kind, s.speaker, p.name AS speaker_name, s.role, s.role_as_printed, \
s.capacity, s.summary, s.language,
    s.said, s.sort_date, s.start, s."end", s.exact, s.prefix, s.suffix, s.quoted, s.href_in_context,
    d.id AS source, d.title AS source_title, d.publisher, d.url AS source_url, d.text_sha256, \
d.published AS source_published,
    (SELECT json_group_array(json_object('actor', a.actor, 'attribution', a.attribution))
     FROM statement_about a WHERE a.statement = s.number) AS about,
    (SELECT json_group_array(b.actor) FROM statement_by b WHERE b.statement = s.number) AS \
countries,
    (SELECT json_group_array(t.topic) FROM statement_topic t WHERE t.statement = s.number) AS \
topics,
    (SELECT json_group_array(q.question) FROM statement_question q WHERE q.statement = s.number) \
AS questions
"""
_FROM = "statement s JOIN source d ON d.id = s.source LEFT JOIN person p ON p.id = s.speaker"

PAGE = f"SELECT {_STATEMENT} FROM {_FROM} ORDER BY s.number LIMIT 50"
SEARCH = f"""
SELECT {_STATEMENT} FROM statement_words w JOIN \
{_FROM.replace("statement s", "statement s ON s.number = w.rowid")}
WHERE statement_words MATCH :q ORDER BY w.rowid LIMIT 50
"""
POSITION = f"""
SELECT o.id AS position, o.actor, o.question, o.status, o.stance, o.view, o.participation, \
o.commitment, o.attribution,
    o.conditions, o.contributions, o.disputed, o.summary AS position_summary, o.not_supported, \
o.valid_from, o.valid_to,
    o.previous, o.retracted, o.derivation, e.relation, e.attribution AS towards, {_STATEMENT}
FROM position o JOIN position_evidence e ON e.position = o.id
JOIN {_FROM.replace("statement s", "statement s ON s.number = e.statement")}
WHERE o.question = :question AND o.actor = :actor AND o.status = 'current' ORDER BY e.number
"""
POSITIONS = POSITION.replace("o.question = :question AND o.actor = :actor AND ", "").replace(
    "ORDER BY", "ORDER BY o.actor, o.question,"
)
