"""How statements look: the same as what is put together by hand, whatever the columns contain."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.citations import DatasetInfo
from app.api.schemas import as_data
from app.api.urls import Urls
from app.statements import queries as statements
from app.statements.filters import StatementFilters
from app.store import rendered
from app.store.dataset import Dataset
from app.store.rendered import PLACEHOLDER
from tests.by_hand import BASE, ODD, reading, statement_by_hand
from tests.editions import written_anew
from tests.fixtures import Served

TEXTS = ("summary", "exact", "prefix", "suffix", "role", "role_as_printed", "href_in_context")
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=PLACEHOLDER), max_size=40
)
OF_SOURCE = ("title", "publisher", "url", "root")


def shown(path: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every statement of a dataset: as it is answered, and as it is put together by hand."""
    dataset = Dataset(path, budget_ms=10_000, threads=1)
    try:
        about = DatasetInfo(dataset.title, dataset.version, dataset.published, Urls(BASE))
        listing = statements.listing(StatementFilters(), "newest")
        rows = dataset.read(listing.page, None, 10_000)
        with reading(path) as by_hand:
            return [
                (
                    as_data(row, about),
                    statement_by_hand(by_hand, row["number"], about) | {"matched_in": None},
                )
                for row in rows
            ]
    finally:
        dataset.close()


@pytest.mark.parametrize("stored", [True, False])
def test_statements_are_their_columns(
    launch: Path, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    if not stored:
        monkeypatch.setattr(rendered, "STAMP", 1)
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
            "INSERT INTO correction (kind, id, number, corrected_on, reason) "
            "SELECT 'statement', id, 9, '2026-12-01', '“x”' FROM statement"
        )
        connection.commit()
    written_anew(path)
    pairs = shown(path)
    assert {answered["verified"] for answered, _ in pairs} == {False}
    for answered, expected in pairs:
        assert answered == expected


@pytest.mark.long
@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(odd=st.lists(st.one_of(st.just(ODD), ANY_TEXT), min_size=1, max_size=5))
def test_odd_texts_stay_what_they_are(launch: Path, tmp_path: Path, odd: list[str]) -> None:
    """Quotation marks, control characters, formats: no text has a meaning for the rendering. Each
    text stands in all columns of some statements, and one in those of all else.
    """
    path = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(path)) as connection:
        for place, text in enumerate(odd):
            here = f"WHERE number % {len(odd)} = {place}"
            for column in TEXTS:
                connection.execute(f"UPDATE statement SET {column} = ? {here}", (text,))
            quoted = json.dumps([{"exact": text, "start": 1, "end": 2}] * 2, ensure_ascii=False)
            connection.execute(
                f"UPDATE statement SET quoted = ? {here} AND quoted <> '[]'", (quoted,)
            )
        for column in OF_SOURCE:
            connection.execute(f"UPDATE source SET {column} = ?", (odd[0],))
        connection.execute("UPDATE person SET name = ?", (odd[0],))
        connection.execute("UPDATE dataset SET title = ?", (odd[0],))
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
