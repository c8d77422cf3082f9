"""Statements and positions put together by hand from the columns of a dataset file, as
docs/domain.md and docs/api.md describe them. Nothing here uses the service's SQL or its rendering.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app.api.citations import DatasetInfo

BASE = 'https://odd.example/"\\é'  # no base is so odd; it must be escaped in JSON all the same
ODD = 'a "b" \\ \x00 \x01 \x02 \x07 \x1f \x7f \u2028 é “x” 😀 %s %% \\u0002 </script>\r\n\t'


Rows = Callable[..., list[dict[str, Any]]]


@contextmanager
def reading(path: Path) -> Iterator[Rows]:
    """A function that returns the rows of a query, for a file that stays open."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield lambda query, *given: [dict(row) for row in connection.execute(query, given)]


def statement_by_hand(rows: Rows, number: int, about: DatasetInfo) -> dict[str, Any]:
    """A statement from its columns, as docs/domain.md and docs/api.md describe it; it knows nothing
    of the service's SQL.
    """
    [row] = rows("SELECT * FROM statement WHERE number = ?", number)
    [source] = rows("SELECT * FROM source WHERE id = ?", row["source"])
    [person] = rows("SELECT * FROM person WHERE id = ?", row["speaker"]) or [None]
    corrections = rows(
        "SELECT corrected_on AS 'on', reason FROM correction WHERE kind = 'statement' AND id = ? "
        "ORDER BY number",
        row["id"],
    )
    quoted, url = json.loads(row["quoted"]), f"{BASE}/statements/{row['id']}"
    dated = json.loads(source["published"])["value"] or "n.d."
    cited = f"{source['publisher']}, “{source['title']}” ({dated})"
    said = "; ".join(f"“{one['exact']}”" for one in quoted)
    joint = "A joint text" if json.loads(row["countries"]) else None
    who = person["name"] if person else joint
    if said:
        long = f"{source['publisher'] if who is None else who}: {said}, quoted in {cited}."
    else:
        long = f"{cited}." if who is None else f"{who}, as reported by {cited}."
    return {
        **{name: row[name] for name in ("id", "kind", "capacity")},
        "about": json.loads(row["about"]),
        "speaker": person
        and {
            "id": person["id"],
            "name": person["name"],
            "kind": person["kind"] or "person",
            "role": row["role"],
            "role_as_printed": row["role_as_printed"],
        },
        **{name: json.loads(row[name]) for name in ("countries", "topics", "questions", "said")},
        "summary": row["summary"],
        "quoted": quoted,
        "selector": {name: row[name] for name in ("exact", "prefix", "suffix", "start", "end")}
        | {"text_sha256": source["text_sha256"]},
        "passage": row["passage"],
        "last_passage": row["last_passage"] or row["passage"],
        "language": row["language"],
        "source": {
            name: source[name] for name in ("id", "title", "publisher", "url", "root", "caution")
        },
        "href_in_context": row["fragment_link"] or row["href_in_context"],
        "verified": row["start"] is not None,
        "corrections": [dict(one) for one in corrections],
        "citation": {
            "short": cited if who is None else f"{who}, in {cited}",
            "long": f"{long} {about.named} {BASE}/@{about.version}/statements/{row['id']}",
        },
        "links": {
            "self": url,
            "source": f"{BASE}/sources/{row['source']}",
            "passages": f"{BASE}/sources/{row['source']}/passages",
            "speaker": row["speaker"] and f"{BASE}/speakers/{row['speaker']}",
            "csl": f"{url}.csl.json",
            "page": f"{BASE}/browse/statements/{row['id']}",
        },
    }


def position_by_hand(
    rows: Rows, actor: str, question: str, position: str | None, day: str | None, about: DatasetInfo
) -> dict[str, Any]:
    """The position of an actor on a question, or its silence.

    `position` is the id of the one that is meant, `day` the one asked for.
    """
    [a], [q] = (
        rows("SELECT * FROM actor WHERE id = ?", actor),
        rows("SELECT * FROM question WHERE id = ?", question),
    )
    [p] = rows(
        (
            "SELECT p.*, coded_by, reviewed_by, reviewed_on FROM position p JOIN entry USING (id) "
            "WHERE p.id = ?"
        ),
        position,
    ) or [{}]
    [interval] = rows(
        (
            "SELECT * FROM spell WHERE actor = ? AND question = ? AND ? BETWEEN first_day AND "
            "coalesce(last_day, '9999')"
        ),
        actor,
        question,
        day,
    ) or [{}]
    evidence = rows(
        "SELECT e.*, s.id, s.source, root FROM position_evidence e JOIN statement s ON s.number = "
        "e.statement "
        "JOIN source ON source.id = s.source WHERE position = ? ORDER BY e.number",
        position,
    )
    passed = rows(
        "SELECT o.*, s.id, s.said_earliest, (SELECT attribution FROM statement_about t WHERE "
        "t.statement = o.statement "
        "AND t.actor = ?) AS attribution FROM passed_over o JOIN statement s ON s.number = "
        "o.statement WHERE position = ? "
        "ORDER BY o.number",
        actor,
        position,
    )
    known = [
        one for one in passed if not (day and one["said_earliest"] and one["said_earliest"] > day)
    ]
    first = q["number"] == 1
    dated = (
        "&".join([] if first else [f"question={question}"])
        if day is None
        else "&".join([*([] if first else [f"question={question}"]), f"as_of={day}"])
    )
    dated, question_query = f"?{dated}" if dated else "", "" if first else f"?question={question}"
    kind = "countries" if a["type"] == "country" else "actors"
    at, shown = f"{BASE}/{kind}/{actor}", f"/{kind}/{actor}"
    canonical = f"{shown}/position{dated}"
    own = f"/positions/{position}" if position else canonical
    earlier = day is None and p.get("status") in ("superseded", "retracted")
    stance = (p.get("stance") or "not_stated").replace("_", " ")
    stance_from = [
        field["statements"]
        for field in json.loads(p.get("derivation") or "[]")
        if field["field"] == "stance"
    ]
    supports = {
        (one["source"], one["root"])
        for one in evidence
        if one["relation"] == "supports"
        and all(one["id"] in statements for statements in stance_from)
    }

    def parsed(name: str, nothing: Any) -> Any:
        return nothing if p.get(name) is None else json.loads(p[name])

    def of_claim(claim: dict[str, Any]) -> dict[str, Any]:
        behind = [
            source
            for name in claim["evidence"]
            for source in rows(
                "SELECT s.source, root FROM statement s JOIN source ON source.id = s.source "
                "WHERE s.id = ?",
                name,
            )
        ]
        return {
            **{name: claim.get(name) for name in ("value", "attribution", "summary", "evidence")},
            "sources": len({one["source"] for one in behind}),
            "independent_sources": len({one["root"] for one in behind}),
        }

    return {
        "id": position,
        "actor": {name: a[name] for name in ("type", "id", "iso2", "iso3", "numeric", "name")},
        "question": {"id": question, "text": q["text"]},
        **{name: p.get(name) or "not_stated" for name in ("stance", "view", "participation")},
        "disputed": [
            {"axis": one["axis"], "claims": list(map(of_claim, one["claims"]))}
            for one in parsed("disputed", [])
        ],
        "reported": parsed("reported", []),
        "summary": p.get("summary"),
        "note": None if position else q["silence"],
        "contributions": [{"note": None} | one for one in parsed("contributions", [])],
        "conditions": parsed("conditions", []),
        **{name: p.get(name) for name in ("commitment", "attribution", "status")},
        **{name: parsed(name, None) for name in ("valid_from", "valid_to", "stance_since")},
        "undated": p.get("valid_from_earliest") is None and p.get("valid_from_latest") is None,
        "evidence": [
            {
                **{name: one[name] for name in ("relation", "attribution", "note")},
                "statement": statement_by_hand(rows, one["statement"], about),
            }
            for one in evidence
        ],
        **{
            name: p.get(name)
            for name in (
                "not_supported",
                "previous",
                "superseded_by",
                "recorded_on",
                "coded_by",
                "reviewed_by",
                "reviewed_on",
            )
        },
        "corrections": [
            {"on": one["corrected_on"], "reason": one["reason"]}
            for one in rows(
                "SELECT * FROM correction WHERE kind = 'position' AND id = ? ORDER BY number",
                position,
            )
        ],
        "retracted": parsed("retracted", None),
        "independence": {
            "sources": len({source for source, _ in supports}),
            "independent": len({root for _, root in supports}),
            "roots": sorted({root for _, root in supports}),
        },
        "as_of": day,
        "as_of_certainty": interval.get("certainty"),
        "certainty_by_axis": {
            axis: interval[f"{axis}_certainty"] for axis in ("view", "participation")
        }
        if interval
        else None,
        "may_also_hold": json.loads(interval.get("also", "[]")),
        "derivation": None
        if p.get("derivation") is None
        else {
            "fields": json.loads(p["derivation"]),
            "not_counted": [
                {
                    "statement": one["id"],
                    "attribution": one["attribution"],
                    "reason": one["reason"],
                    "note": one["note"],
                    "url": f"{BASE}/statements/{one['id']}",
                }
                for one in known
            ],
            "not_counted_total": p["not_counted"],
            "statements": f"{BASE}/statements?about={actor}&question={question}",
        },
        "citation": {
            "short": f"{a['name']}: {stance} ({about.title}, dataset {about.version})",
            "long": f"Position of {a['name']} on the question “{q['text']}”: {stance}. "
            f"{about.named} {BASE}/@{about.version}{own}",
        },
        "links": {
            "self": BASE + own,
            "canonical": BASE + canonical,
            "actor": at,
            "history": f"{at}/positions{question_query}",
            "statements": f"{at}/statements"
            if kind == "countries"
            else f"{BASE}/statements?about={actor}",
            "page": f"{BASE}/browse{shown}{dated}" + (f"#position-{position}" if earlier else ""),
            "embed": None if earlier else f"{BASE}/embed{shown}{dated}",
            "csl": f"{BASE}{own}.csl.json" if position else f"{at}/position.csl.json{dated}",
        },
    }
