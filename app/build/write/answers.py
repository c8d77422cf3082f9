"""Storing the JSON of every statement and position in a dataset file."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

import orjson
from sqlalchemy import Connection, delete, func, select
from sqlmodel import col

from app.positions.queries import EVERY_STATUS, PositionFilters, places, rendered_positions
from app.statements.facts import dataset_info, statement_facts
from app.statements.render import render_statement
from app.store.listing import Row
from app.store.rendered import STAMP, forget_stamp
from app.store.tables.dataset import Question
from app.store.tables.positions import RenderedPosition
from app.store.tables.statements import RenderedStatement, Statement

T = TypeVar("T")

# how many are rendered at once; positions have many statements behind them
_STATEMENTS, _POSITIONS = 500, 50


def store_answers(connection: Connection) -> None:
    """Render every statement and position of a dataset whose version is known, and store them with
    the stamp of this release, in place of what is stored.
    """
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    connection.execute(delete(RenderedStatement))
    connection.execute(delete(RenderedPosition))
    driver.executemany(
        "INSERT INTO statement_document (number, id, sort_date, document) VALUES (?, ?, ?, ?)",
        _statements(connection),
    )
    # A PRAGMA takes no parameters. The positions are made of the statements that are stored now.
    stamped = f"PRAGMA user_version = {STAMP}"
    driver.execute(stamped)
    forget_stamp(connection)
    driver.executemany(
        "INSERT INTO position_document (question, actor, number, position, current, canonical, "
        "document) VALUES (?, ?, ?, ?, ?, ?, ?)",
        _positions(connection),
    )


def _statements(connection: Connection) -> Iterator[tuple[object, ...]]:
    info = dataset_info(connection)
    last: int = connection.execute(select(func.max(col(Statement.number)))).scalar() or 0
    for numbers in _batches(range(1, last + 1), _STATEMENTS):
        for facts in statement_facts(connection, numbers):
            rendered = orjson.dumps(render_statement(facts, info))
            yield facts["number"], facts["id"], facts["sort_date"], rendered


def _positions(connection: Connection) -> Iterator[tuple[object, ...]]:
    """All positions on each question, and the silence of actors without a current one."""
    for question in connection.execute(select(col(Question.id)).order_by(col(Question.number))):
        held = places(connection, PositionFilters(question.id, status=EVERY_STATUS))
        now = places(connection, PositionFilters(question.id))
        current = {place["id"] for place in now}
        silent = [place for place in now if place["id"] is None]
        for batch in _batches([*held, *silent], _POSITIONS):
            for row in rendered_positions(connection, question.id, batch, None):
                yield _stored(question.id, row, row["id"] in current)


def _stored(question: str, row: Row, current: bool) -> tuple[object, ...]:
    number, position = row["number"] or 0, row["id"]
    return question, row["actor"], number, position, current, row["canonical"], row["document"]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
