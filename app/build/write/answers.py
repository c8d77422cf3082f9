"""Storing the JSON of every statement and position in a dataset file."""

from collections.abc import Iterator

from sqlalchemy import Connection, delete, func, select
from sqlmodel import col

from app.build.write.insert import cursor, insert_rows
from app.build.write.second_process import SecondProcess, in_turns
from app.positions.queries import EVERY_STATUS, PositionFilters, places, rendered_positions
from app.statements.facts import dataset_info, statement_facts
from app.statements.render import render_statement
from app.store.listing import Row
from app.store.rendered import STAMP, as_json, forget_stamp
from app.store.tables.dataset import Question
from app.store.tables.positions import RenderedPosition
from app.store.tables.statements import RenderedStatement, Statement

# how many are rendered at once; positions have many statements behind them
_STATEMENTS, _POSITIONS = 500, 50


def store_answers(connection: Connection, second: SecondProcess | None = None) -> None:
    """Render every statement and position of a dataset whose version is known, and store them with
    the stamp of this release, in place of what is stored. With a second process, everything that
    they are made of is committed.
    """
    connection.execute(delete(RenderedStatement))
    connection.execute(delete(RenderedPosition))
    last: int = connection.execute(select(func.max(col(Statement.number)))).scalar() or 0
    batches = [range(first, first + _STATEMENTS) for first in range(1, last + 1, _STATEMENTS)]
    for rows in in_turns(second, connection, _statements, batches):
        insert_rows(connection, "statement_document", rows)
    # A PRAGMA takes no parameters. The positions are made of the statements that are stored now.
    stamped = f"PRAGMA user_version = {STAMP}"
    cursor(connection).execute(stamped)
    forget_stamp(connection)
    insert_rows(connection, "position_document", _positions(connection))


def _statements(connection: Connection, numbers: range) -> list[Row]:
    info = dataset_info(connection)
    return [
        {
            "number": facts["number"],
            "id": facts["id"],
            "list_day": facts["list_day"],
            "document": as_json(render_statement(facts, info)),
        }
        for facts in statement_facts(connection, numbers)
    ]


def _positions(connection: Connection) -> Iterator[Row]:
    """All positions on each question, and the silence of actors without a current one."""
    for question in connection.execute(select(col(Question.id)).order_by(col(Question.number))):
        held = places(connection, PositionFilters(question.id, status=EVERY_STATUS))
        now = places(connection, PositionFilters(question.id))
        current = {place["id"] for place in now}
        # An actor whose positions were all retracted is in both lists, and a batch has an actor
        # either with its positions or without one.
        without = [place for place in now if place["id"] is None]
        for batch in (*_batches(held), *_batches(without)):
            for row in rendered_positions(connection, question.id, batch, None):
                yield {
                    "question": question.id,
                    "actor": row["actor"],
                    "number": row["number"] or 0,
                    "position": row["id"],
                    "current": row["id"] in current,
                    "canonical": row["canonical"],
                    "document": row["document"],
                }


def _batches(places: list[Row]) -> Iterator[list[Row]]:
    for first in range(0, len(places), _POSITIONS):
        yield places[first : first + _POSITIONS]
