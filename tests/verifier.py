"""A second verifier, by docs/verification.md and the standard library only:
python verifier.py dataset.sqlite [source=text.txt …]; give the texts that the file leaves out.
"""

import json
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

TABLES = """
actor as_of_answer as_of_evidence as_of_passed_over correction dataset entry name_key passage
passed_over person position position_evidence question role source spell statement statement_about
statement_by statement_question statement_topic term tombstone topic
"""
NOT_COVERED = """
dataset.version passage.search_number position.stance_since spell.participation_certainty
spell.view_certainty statement.about statement.corrections statement.countries
statement.fragment_link statement.list_day statement.questions statement.topics
"""
LEFT_OUT_IF_NULL = """
actor.membership_claims actor.sizes as_of_answer.reported entry.not_supported entry.summary
person.kind position.reported question.subject question.take_part question.taking_part role.decides
source.caution source.double_coded source.redistribute source.via_chain spell.answer
statement.last_passage
"""
CANONICAL: Any = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
COLUMNS = "SELECT name, type, pk FROM pragma_table_info(?)"
BY_DATE = "SELECT number FROM statement ORDER BY sort_date IS NULL, sort_date DESC, id"
COVERED_NEVER, COVERED_IF_GIVEN = set(NOT_COVERED.split()), set(LEFT_OUT_IF_NULL.split())
SELECTOR = ("exact", "start", "end", "prefix", "suffix", "text_sha256")
WORDS = """
SELECT statement.id, source, exact, start, "end", prefix, suffix, quoted, text_sha256
FROM statement JOIN source ON source.id = source WHERE exact IS NOT NULL
"""


def version(file: sqlite3.Connection, texts: dict[str, str]) -> str:
    """The version of a dataset file. `texts` are those that the file leaves out, by source."""
    digest = sha256()
    first = {number: place for place, (number,) in enumerate(file.execute(BY_DATE), 1)}
    for table in TABLES.split():
        columns = file.execute(COLUMNS, [table]).fetchall()
        key = [name for _, name in sorted((pk, name) for name, _, pk in columns if pk)]
        number = "number" if table == "statement" else "statement"
        rows = []
        for values in file.execute(f"SELECT * FROM {table}"):
            row = dict(zip([name for name, _, _ in columns], values, strict=True))
            if number in row:
                row[number] = first[row[number]]
            if table == "source" and row["text"] is None:
                row["text"] = texts.get(row["id"])
            place = [row[name] for name in key]
            for name, kind, _ in columns:
                full = f"{table}.{name}"
                if full in COVERED_NEVER or (full in COVERED_IF_GIVEN and row[name] is None):
                    del row[name]
                elif kind == "JSON" and row[name] is not None:
                    row[name] = json.loads(row[name])
            rows.append((place, row))
        for _, row in sorted(rows, key=lambda one: one[0]):
            digest.update(json.dumps([table, row], **CANONICAL).encode() + b"\n")
    return digest.hexdigest()[:16]


def faults(selector: dict[str, Any], quoted: list[dict[str, Any]], text: str) -> list[str]:
    """What is wrong with the words of a statement, as the API has its `selector` and `quoted`."""
    found = []
    if sha256(text.encode()).hexdigest() != selector["text_sha256"]:
        found.append("the text has another hash")
    for words in (selector, *quoted):
        start, end, exact = words["start"], words["end"], words["exact"]
        if not exact or (exact not in text if start is None else text[start:end] != exact):
            found.append(f"not at its place: {exact}")
    start, end = selector["start"], selector["end"]
    if start is not None:
        around = text[max(0, start - 32) : start], text[end : end + 32]
        if around != (selector["prefix"], selector["suffix"]):
            found.append("other words before or after it")
    return found


def wrong(file: sqlite3.Connection, texts: dict[str, str]) -> list[str]:
    """What is wrong with a dataset file."""
    texts = {**texts, **dict(file.execute("SELECT id, text FROM source WHERE text IS NOT NULL"))}
    stated = file.execute("SELECT version FROM dataset").fetchall()
    found = [] if stated == [(version(file, texts),)] else ["another version"]
    for name, source, *values, quoted, digest in file.execute(WORDS):
        selector = dict(zip(SELECTOR, [*values, digest], strict=True))
        about = faults(selector, json.loads(quoted), texts[source]) if digest else ()
        found += [f"{name}: {one}" for one in about]
    return found


if __name__ == "__main__":
    PAIRS = (argument.split("=", 1) for argument in sys.argv[2:])
    TEXTS = {name: Path(path).read_text("utf-8") for name, path in PAIRS}
    OPEN = sqlite3.connect(f"{Path(sys.argv[1]).absolute().as_uri()}?mode=ro", uri=True)
    sys.exit("\n".join(wrong(OPEN, TEXTS)) or 0)
