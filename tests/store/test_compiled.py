"""Statements that are compiled once (app.store.compiled)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, NullPool, bindparam, create_engine, func, select
from sqlmodel import SQLModel, col

from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.tables.actors import Person
from app.store.tables.dataset import Question, Release


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A database with three people, a question and two releases."""
    engine = create_engine(f"sqlite:///{tmp_path}/some.sqlite", poolclass=NullPool)
    needed: Any = (Person, Question, Release)
    SQLModel.metadata.create_all(engine, [one.__table__ for one in needed])
    with engine.connect() as connection:
        connection.execute(
            Person.__table__.insert(),  # type: ignore[attr-defined]
            [
                {"id": name, "name": name.title(), "sort_name": name, "other_names": [name * 2]}
                for name in ("anna", "ben", "o'neil")
            ],
        )
        connection.execute(
            Question.__table__.insert(),  # type: ignore[attr-defined]
            [
                {
                    "id": "force",
                    "number": 1,
                    "text": "?",
                    "asked_from": date(2025, 1, 2),
                    "silence": "",
                }
            ],
        )
        connection.execute(
            Release.__table__.insert(),  # type: ignore[attr-defined]
            [
                {"version": "a", "number": 1, "published": date(2025, 3, 1)},
                {"version": "b", "number": 2, "published": date(2025, 4, 1)},
            ],
        )
        connection.commit()
        yield connection
    engine.dispose()


def test_rows_have_python_values_by_column_name(connection: Connection) -> None:
    people = CompiledSelect(select(Person).where(col(Person.id) == bindparam("id")))
    assert people.rows(connection, id="ben") == [
        {
            "id": "ben",
            "name": "Ben",
            "sort_name": "ben",
            "other_names": ["benben"],
            "wikidata": None,
            "merged_into": None,
            "kind": None,
        }
    ]
    assert people.first(connection, id="nobody") is None
    known = col(Question.number).in_((1, 2)).label("known")
    question = CompiledSelect(select(col(Question.asked_from), known.self_group().label("known")))
    assert question.first(connection) == {"asked_from": date(2025, 1, 2), "known": True}
    assert isinstance(known.type, Boolean)


def test_scalars_and_tuples_are_what_sqlite_stores(connection: Connection) -> None:
    releases = CompiledSelect(
        select(Release.version, Release.published).order_by(col(Release.number))
    )
    assert releases.scalar(connection) == "a"
    assert releases.scalars(connection) == ["a", "b"]
    assert releases.tuples(connection) == [("a", "2025-03-01"), ("b", "2025-04-01")]
    nobody = CompiledSelect(select(Person.id).where(col(Person.id) == "nobody"))
    assert nobody.scalar(connection) is None


def test_dates_and_lists_are_converted_when_passed(connection: Connection) -> None:
    since = CompiledSelect(
        select(Release.version).where(col(Release.published) >= bindparam("day")).order_by("number")
    )
    assert since.scalars(connection, day=date(2025, 3, 2)) == ["b"]
    some = CompiledSelect(select(Person.id).where(in_list(col(Person.id), "ids")).order_by("id"))
    assert some.scalars(connection, ids=("ben", "o'neil", "nobody")) == ["ben", "o'neil"]
    assert some.scalars(connection, ids={"anna": 1}.keys()) == ["anna"]
    assert some.scalars(connection, ids=[]) == []


def test_an_empty_list_may_filter_nothing(connection: Connection) -> None:
    query = CompiledSelect(
        select(func.count()).where(is_empty("ids") | in_list(col(Person.id), "ids"))
    )
    assert query.scalar(connection, ids=()) == 3
    assert query.scalar(connection, ids=["ben"]) == 1


def test_a_parameter_with_a_default_may_be_left_out(connection: Connection) -> None:
    day = bindparam("day", None)
    query = CompiledSelect(
        select(func.count()).where(day.is_(None) | (col(Release.published) >= day))
    )
    assert query.scalar(connection) == 2
    assert query.scalar(connection, day=date(2025, 3, 2)) == 1


def test_a_missing_or_unknown_parameter_is_an_error(connection: Connection) -> None:
    query = CompiledSelect(select(Person.id).where(col(Person.id) == bindparam("id")).limit(5))
    with pytest.raises(TypeError, match="missing parameters: id; in SELECT"):
        query.rows(connection)
    with pytest.raises(TypeError, match="unknown parameters: name; in"):
        query.scalar(connection, id="ben", name="Ben")
    with pytest.raises(TypeError, match="unknown parameters: param_1"):
        query.scalar(connection, id="ben", param_1=1)


def test_threads_may_share_a_statement_from_its_first_run_on(connection: Connection) -> None:
    query = CompiledSelect(select(Person.id).where(col(Person.id) == bindparam("id")))

    def read(name: str) -> object:
        with connection.engine.connect() as own:
            return query.scalar(own, id=name)

    names = ["anna", "ben", "nobody"] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, names)) == ["anna", "ben", None] * 20
