"""How positions and silences look: the same as what is put together by hand, whatever the columns
contain.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.api.citations import DatasetInfo
from app.api.schemas import as_data
from app.api.urls import Urls
from app.positions import queries as positions
from app.store import rendered
from app.store.dataset import Dataset
from tests.by_hand import BASE, ODD, position_by_hand, reading
from tests.editions import written_anew

DAYS = ("2025-09-04", "2025-09-05", "2025-12-31")


def shown(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every position and silence of a dataset, now and on three days: as it is answered, and as it
    is put together by hand.
    """
    pairs = []
    with closing(Dataset(path, budget_ms=10_000, threads=1)) as dataset, reading(path) as rows:
        about = DatasetInfo(dataset.title, dataset.version, dataset.published, Urls(BASE))
        for one in rows("SELECT id, actor, question FROM position"):
            row = dataset.read(positions.by_id, one["id"])
            assert row is not None
            pairs.append(
                (
                    as_data(row, about),
                    position_by_hand(rows, one["actor"], one["question"], one["id"], None, about),
                )
            )
        spoken = {one["actor"] for one in rows("SELECT actor FROM position")}
        for actor in [*sorted(spoken), "malta", "european-union"]:
            for question in [one["id"] for one in rows("SELECT id FROM question")]:
                for day in (None, *DAYS):
                    meant = rows(
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
                            position_by_hand(rows, actor, question, position, day, about),
                        )
                    )
    return pairs


@pytest.mark.parametrize("stored", [True, False])
def test_positions_are_their_columns(
    launch: Path, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    if not stored:
        monkeypatch.setattr(rendered, "STAMP", 1)
    pairs = shown(launch)
    assert {bool(answered["id"]) for answered, _ in pairs} == {True, False}
    for answered, expected in pairs:
        assert answered == expected
        assert list(answered) == list(expected)


def test_a_position_with_all_that_can_stand_in_it(launch: Path, tmp_path: Path) -> None:
    """Disputes over words of several sources, corrections, a retraction, a second question, odd
    texts wherever there is one.
    """
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with reading(path) as rows:
        ids = [one["id"] for one in rows("SELECT id FROM statement ORDER BY number")]
        positions_before = [one["id"] for one in rows("SELECT id FROM position")]
    claims = [
        {"value": "declines", "evidence": ids[:9]},
        {"value": ODD, "evidence": [*ids[9:], "gone"]},
    ]
    disputed = json.dumps(
        [{"axis": "stance", "claims": claims}, {"axis": "view", "claims": claims[:1]}],
        ensure_ascii=False,
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            (
                "INSERT INTO question (id, number, text, asked_from, silence) SELECT 'second', 2, "
                "text || ?, asked_from, silence || ? FROM question"
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
        connection.execute("UPDATE dataset SET title = ?", (ODD,))
        connection.execute("UPDATE entry SET reviewed_by = ?, reviewed_on = '2025-10-02'", (ODD,))
        connection.execute("UPDATE actor SET name = ? WHERE id <> 'malta'", (ODD,))
        connection.execute(
            "INSERT INTO source (id, title, sort_title, publisher, url, published, accessed, "
            "language, text, text_sha256, text_access, rights, via, copy_of, root) "
            "SELECT 'other', title, sort_title, publisher, url, published, "
            "accessed, language, text, "
            "text_sha256, text_access, rights, via, copy_of, 'other root' FROM source"
        )
        connection.execute("UPDATE statement SET source = 'other' WHERE number % 2 = 0")
        connection.executemany(
            (
                "INSERT OR REPLACE INTO correction (kind, id, number, corrected_on, reason) VALUES "
                "('position', "
                "?, ?, '2025-10-03', ?)"
            ),
            [(name, number, f"{number}{ODD}") for name in positions_before for number in (2, 1)],
        )
        connection.commit()
    written_anew(path)
    pairs = shown(path)
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
