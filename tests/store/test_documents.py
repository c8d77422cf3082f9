"""Statements and positions as SQLite writes them: the same as rows put together by hand, whatever
stands in the columns.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from app.api.citations import DatasetInfo
from app.api.schemas import as_data
from app.api.urls import Urls
from app.build.write.schema import revisions
from app.positions import queries as positions
from app.statements import queries as statements
from app.statements.filters import StatementFilters
from app.store.dataset import Dataset
from app.store.tables import REVISION
from app.store.tables.documents import POSITIONS, SILENCES, STATEMENTS
from tests.conftest import Served
from tests.editions import written_anew

BASE = 'https://odd.example/"\\é'  # no base is so odd; it stands in JSON all the same
ODD = 'a "b" \\ \x00 \x01 \x02 \x07 \x1f \x7f \u2028 é “x” 😀 %s %% \\u0002 </script>\r\n\t'
TEXTS = ("summary", "exact", "prefix", "suffix", "role", "role_as_printed", "href_in_context")
DAYS = ("2025-09-04", "2025-09-05", "2025-12-31")
OF_SOURCE = ("title", "publisher", "url", "root")


def by_hand(path: Path, number: int, about: DatasetInfo) -> dict[str, Any]:
    """A statement from its columns, as docs/domain.md and docs/api.md describe it; it knows nothing
    of the service's SQL.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        row = connection.execute("SELECT * FROM statement WHERE number = ?", (number,)).fetchone()
        source = connection.execute(
            "SELECT * FROM source WHERE id = ?", (row["source"],)
        ).fetchone()
        person = connection.execute(
            "SELECT * FROM person WHERE id = ?", (row["speaker"],)
        ).fetchone()
    quoted, url = json.loads(row["quoted"]), f"{BASE}/statements/{row['id']}"
    dated = json.loads(source["published"])["value"] or "n.d."
    cited = f"{source['publisher']}, “{source['title']}” ({dated})"
    said = "; ".join(f"“{one['exact']}”" for one in quoted)
    if said:
        told = f"{person['name'] if person else source['publisher']}: {said}, quoted in {cited}."
    else:
        told = f"{person['name']}, as reported by {cited}." if person else f"{cited}."
    return {
        **{name: row[name] for name in ("id", "kind", "capacity")},
        "about": json.loads(row["about"]),
        "speaker": person
        and {
            "id": person["id"],
            "name": person["name"],
            "role": row["role"],
            "role_as_printed": row["role_as_printed"],
        },
        **{name: json.loads(row[name]) for name in ("countries", "topics", "questions", "said")},
        "summary": row["summary"],
        "quoted": quoted,
        "selector": {name: row[name] for name in ("exact", "prefix", "suffix", "start", "end")}
        | {"text_sha256": source["text_sha256"]},
        **{name: row[name] for name in ("passage", "language")},
        "source": {name: source[name] for name in ("id", "title", "publisher", "url", "root")},
        "href_in_context": row["href_in_context"],
        "verified": row["start"] is not None,
        "corrections": json.loads(row["corrections"]),
        "citation": {
            "short": f"{person['name']}, in {cited}" if person else cited,
            "long": f"{told} {about.named} {BASE}/@{about.version}/statements/{row['id']}",
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


def shown(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every statement of a dataset, as it is answered and as it is put together by hand."""
    dataset = Dataset(path, budget_ms=10_000, threads=1)
    try:
        about = DatasetInfo(ODD, dataset.version, dataset.published, Urls(BASE))
        listing = statements.listing(StatementFilters(), "newest")
        rows = dataset.read(listing.page, None, 10_000)
        return [(as_data(row, about), by_hand(path, row["number"], about)) for row in rows]
    finally:
        dataset.close()


def rows_of(path: Path, query: str, *given: Any) -> list[dict[str, Any]]:
    """Rows of a file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, given)]


def stand_by_hand(
    path: Path, actor: str, question: str, position: str | None, day: str | None, about: DatasetInfo
) -> dict[str, Any]:
    """Where an actor stands, or its silence, from columns, as docs/domain.md and docs/api.md
    describe it; it knows nothing of our SQL.

    `position` is the id of the one that is meant, `day` the one asked for.
    """
    [a], [q] = (
        rows_of(path, "SELECT * FROM actor WHERE id = ?", actor),
        rows_of(path, "SELECT * FROM question WHERE id = ?", question),
    )
    [p] = rows_of(
        path,
        (
            "SELECT p.*, coded_by, reviewed_by, reviewed_on FROM position p JOIN entry USING (id) "
            "WHERE p.id = ?"
        ),
        position,
    ) or [{}]
    [spell] = rows_of(
        path,
        (
            "SELECT * FROM spell WHERE actor = ? AND question = ? AND ? BETWEEN first_day AND "
            "coalesce(last_day, '9999')"
        ),
        actor,
        question,
        day,
    ) or [{}]
    evidence = rows_of(
        path,
        "SELECT e.*, s.id, s.source, root FROM position_evidence e JOIN statement s ON s.number = "
        "e.statement "
        "JOIN source ON source.id = s.source WHERE position = ? ORDER BY e.number",
        position,
    )
    passed = rows_of(
        path,
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
    dated, held = f"?{dated}" if dated else "", "" if first else f"?question={question}"
    kind = "countries" if a["type"] == "country" else "actors"
    at, shown = f"{BASE}/{kind}/{actor}", f"/{kind}/{actor}"
    canonical = f"{shown}/position{dated}"
    own = f"/positions/{position}" if position else canonical
    earlier = day is None and p.get("status") in ("superseded", "retracted")
    stance = (p.get("stance") or "not_stated").replace("_", " ")
    supports = {(one["source"], one["root"]) for one in evidence if one["relation"] == "supports"}

    def parsed(name: str, nothing: Any) -> Any:
        return nothing if p.get(name) is None else json.loads(p[name])

    def of_claim(claim: dict[str, Any]) -> dict[str, Any]:
        behind = [one for one in evidence if one["id"] in claim["evidence"]]
        return {
            **claim,
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
        "summary": p.get("summary"),
        "note": None if position else q["silence"],
        **{name: parsed(name, []) for name in ("contributions", "conditions")},
        **{name: p.get(name) for name in ("commitment", "attribution", "status")},
        **{name: parsed(name, None) for name in ("valid_from", "valid_to")},
        "undated": p.get("valid_from_earliest") is None and p.get("valid_from_latest") is None,
        "evidence": [
            {
                **{name: one[name] for name in ("relation", "attribution", "note")},
                "statement": by_hand(path, one["statement"], about),
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
            for one in rows_of(
                path,
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
        "as_of_certainty": spell.get("certainty"),
        "may_also_hold": json.loads(spell.get("also", "[]")),
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
            "history": f"{at}/positions{held}",
            "statements": f"{at}/statements"
            if kind == "countries"
            else f"{BASE}/statements?about={actor}",
            "page": f"{BASE}/browse{shown}{dated}" + (f"#position-{position}" if earlier else ""),
            "embed": None if earlier else f"{BASE}/embed{shown}{dated}",
            "csl": f"{BASE}{own}.csl.json" if position else f"{at}/position.csl.json{dated}",
        },
    }


def stands(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every position and silence of a dataset, now and on three days, as it is answered and as it
    is put together by hand.
    """
    dataset = Dataset(path, budget_ms=10_000, threads=1)
    pairs = []
    try:
        about = DatasetInfo(ODD, dataset.version, dataset.published, Urls(BASE))
        for one in rows_of(path, "SELECT id, actor, question FROM position"):
            row = dataset.read(positions.one, one["id"])
            assert row is not None
            pairs.append(
                (
                    as_data(row, about),
                    stand_by_hand(path, one["actor"], one["question"], one["id"], None, about),
                )
            )
        spoken = {one["actor"] for one in rows_of(path, "SELECT actor FROM position")}
        for actor in [*sorted(spoken), "malta", "european-union"]:
            for question in [one["id"] for one in rows_of(path, "SELECT id FROM question")]:
                for day in (None, *DAYS):
                    meant = rows_of(
                        path,
                        (
                            "SELECT id AS position FROM position WHERE actor = ? AND question = ? "
                            "AND "
                            "status = 'current'"
                        )
                        if day is None
                        else "SELECT position FROM spell WHERE actor = ? AND question = ? AND ? "
                        "BETWEEN "
                        "first_day AND coalesce(last_day, '9999')",
                        actor,
                        question,
                        *([day] if day else []),
                    )
                    position = meant[0]["position"] if meant else None
                    row = dataset.read(
                        positions.of_actor,
                        actor,
                        question,
                        date.fromisoformat(day) if day else None,
                    )
                    pairs.append(
                        (
                            as_data(row, about),
                            stand_by_hand(path, actor, question, position, day, about),
                        )
                    )
        return pairs
    finally:
        dataset.close()


def test_positions_are_their_columns(launch: Path) -> None:
    pairs = stands(launch)
    assert {bool(answered["id"]) for answered, _ in pairs} == {True, False}
    for answered, expected in pairs:
        assert answered == expected
        assert list(answered) == list(expected)


def test_a_position_with_all_that_can_stand_in_it(launch: Path, tmp_path: Path) -> None:
    """Disputes over words of several sources, corrections, a retraction, a second question, odd
    texts wherever there is one.
    """
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    ids = [one["id"] for one in rows_of(path, "SELECT id FROM statement ORDER BY number")]
    claims = [
        {"value": "declines", "evidence": ids[:9]},
        {"value": ODD.replace("\0", ""), "evidence": [*ids[9:], "gone"]},
    ]
    disputed = json.dumps(
        [{"axis": "stance", "claims": claims}, {"axis": "view", "claims": claims[:1]}],
        ensure_ascii=False,
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            (
                "INSERT INTO question SELECT 'second', text || ?, asked_from, silence || ?, 2 FROM "
                "question"
            ),
            (ODD, ODD),
        )
        connection.execute(
            "UPDATE position SET disputed = ?, summary = summary || ?", (disputed, ODD)
        )
        connection.execute("UPDATE position SET not_supported = ?, not_counted = NULL", (ODD,))
        connection.execute(
            "UPDATE position SET retracted = ?, status = 'retracted' WHERE actor = 'italy'",
            ('{"on":"2025-10-01","reason":"x"}',),
        )
        connection.execute("UPDATE position SET question = 'second' WHERE actor = 'france'")
        connection.execute(
            "UPDATE spell SET question = 'second', also = '[\"a\",\"b\"]' WHERE actor = 'france'"
        )
        connection.execute("UPDATE position SET derivation = NULL WHERE actor = 'russia'")
        connection.execute(
            "UPDATE position_evidence SET note = ?, relation = 'qualifies' WHERE number % 2 = 0",
            (ODD,),
        )
        connection.execute("UPDATE passed_over SET note = ?", (ODD,))
        connection.execute("UPDATE entry SET reviewed_by = ?, reviewed_on = '2025-10-02'", (ODD,))
        connection.execute("UPDATE actor SET name = ? WHERE id <> 'malta'", (ODD,))
        connection.execute(
            "INSERT INTO source SELECT 'other', title, sort_title, publisher, url, published, "
            "accessed, language, text, "
            "text_sha256, text_access, rights, via, copy_of, 'other root' FROM source"
        )
        connection.execute("UPDATE statement SET source = 'other' WHERE number % 2 = 0")
        connection.executemany(
            (
                "INSERT INTO correction (kind, id, number, corrected_on, reason) VALUES "
                "('position', "
                "?, ?, '2025-10-03', ?)"
            ),
            [
                (one["id"], number, f"{number}{ODD}")
                for one in rows_of(path, "SELECT id FROM position")
                for number in (2, 1)
            ],
        )
        connection.commit()
    written_anew(path)
    pairs = stands(path)
    assert {answered["question"]["id"] for answered, _ in pairs} == {"peacekeeping-force", "second"}
    counts = {
        (claim["sources"], claim["independent_sources"])
        for answered, _ in pairs
        for one in answered["disputed"]
        for claim in one["claims"]
    }
    assert max(counts) == (2, 2)
    for answered, expected in pairs:
        assert answered == expected


def test_other_documents_are_another_revision() -> None:
    """Datasets keep their statements as they are answered; `stated adopt` writes them anew for a
    release that asks for it.
    """
    written = [one.compile(dialect=sqlite.dialect()) for one in (STATEMENTS, POSITIONS, SILENCES)]
    digest = sha256(repr([(str(one), one.params) for one in written]).encode()).hexdigest()[:16]
    assert revisions()[-1] == REVISION
    assert (REVISION, digest) == ("0004", "caa596111c80c72e"), (
        "Documents are written in another way: add a migration (it may do nothing), then put its "
        "revision here and into "
        "app/tables/__init__.py, so that no dataset is served with documents in the old way."
    )


def test_statements_are_their_columns(launch: Path) -> None:
    pairs = shown(launch)
    assert len(pairs) == 16
    for answered, expected in pairs:
        assert answered == expected
        assert list(answered) == list(expected)


def test_what_is_kept_as_excerpts_has_no_place(launch: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            'UPDATE statement SET start = NULL, "end" = NULL, prefix = NULL, suffix = NULL, '
            "passage = NULL"
        )
        connection.execute(
            "UPDATE source SET text_sha256 = NULL, published = json_set(published, '$.value', "
            "'2025-09')"
        )
        connection.execute("UPDATE statement SET speaker = NULL, role = NULL WHERE number % 3 = 0")
        connection.execute(
            "UPDATE statement SET corrections = ?", ('[{"on":"2025-10-01","reason":"“x”"}]',)
        )
        connection.commit()
    written_anew(path)
    pairs = shown(path)
    assert {answered["verified"] for answered, _ in pairs} == {False}
    for answered, expected in pairs:
        assert answered == expected


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(odd=st.one_of(st.just(ODD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)))
def test_odd_texts_stay_what_they_are(launch: Path, tmp_path: Path, odd: str) -> None:
    """Quotation marks, control characters (those too that stand for the base and the citation),
    formats: nothing is read.
    """
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        for column in TEXTS:
            connection.execute(f"UPDATE statement SET {column} = ?", (odd,))
        for column in OF_SOURCE:
            connection.execute(f"UPDATE source SET {column} = ?", (odd,))
        connection.execute("UPDATE person SET name = ?", (odd,))
        # SQLite ends a text inside JSON at NUL; the build lets none in (test_seed.py).
        quoted = json.dumps(
            [{"exact": odd.replace("\0", ""), "start": 1, "end": 2}] * 2, ensure_ascii=False
        )
        connection.execute("UPDATE statement SET quoted = ? WHERE quoted <> '[]'", (quoted,))
        connection.commit()
    written_anew(path)
    for answered, expected in shown(path):
        assert answered == expected


def test_pages_and_pins_name_their_own_addresses(served: Served) -> None:
    version = served.app.dataset_store.current.version  # type: ignore[union-attr]
    for prefix in ("", f"/@{version}"):
        answer = served.client.get(f"{prefix}/statements?limit=1").json()["items"][0]
        assert (
            answer["links"]["self"] == f"https://stated.example{prefix}/statements/{answer['id']}"
        )
        assert answer["citation"]["long"].endswith(
            f" https://stated.example/@{version}/statements/{answer['id']}"
        )
