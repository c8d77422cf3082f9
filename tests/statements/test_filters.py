"""The registry of statement filters (app.statements.filters)."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from app.build.publish import point
from app.statements.filters import STATEMENT_FILTERS
from app.statements.parameters import StatementListParams
from tests.fixtures import Served


def test_each_filter_has_a_parameter_and_a_prefix_of_its_own() -> None:
    assert {each.name for each in STATEMENT_FILTERS} <= StatementListParams.model_fields.keys()
    prefixes = [each.prefix for each in STATEMENT_FILTERS]
    assert len(set(prefixes)) == len(prefixes)
    assert "ac" not in prefixes  # search terms of actors, whether by them or about them


@pytest.mark.parametrize("name", [each.name for each in STATEMENT_FILTERS])
def test_an_unknown_value_is_an_error(client: httpx.Client, name: str) -> None:
    """No empty list, which would mean that nobody said anything."""
    answer = client.get(f"/statements?{name}=nothing-is-called-so")
    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == [name]


def test_a_dataset_older_than_a_filter_refuses_it(
    launch: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    """No empty list, which would mean that nobody said anything."""
    older = Path(shutil.copy(launch, tmp_path / launch.name))
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("DELETE FROM facet_value WHERE facet = 'kind'")
        connection.commit()
    point(tmp_path, older.stem)
    client = serve(tmp_path).client
    detail = f"The dataset {older.stem} was built before there was a filter `kind`."
    for query, parameter in (("kind=quote", "kind"), ("facets=topic&facets=kind", "facets")):
        answer = client.get(f"/statements?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"parameter": parameter, "detail": detail}]
    assert client.get("/statements.csv?kind=quote").status_code == 422
    assert client.get("/embed/statements?kind=quote").status_code == 422
    page = client.get("/browse/statements", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "kind=quote" not in page.text


def test_a_filter_without_a_value_is_no_missing_filter(launch: Path) -> None:
    """The build marks every filter, also one of which no statement has a value."""
    with closing(sqlite3.connect(launch)) as connection:
        marked = connection.execute("SELECT facet FROM facet_value WHERE number = 0")
        assert {name for (name,) in marked} == {each.name for each in STATEMENT_FILTERS}
