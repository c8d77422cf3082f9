"""The dataset's own row, and its actors in short."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.store.compiled import CompiledSelect
from app.store.listing import Row
from app.store.tables.actors import Actor
from app.store.tables.dataset import DatasetRow
from app.store.tables.positions import Position
from app.store.tables.statements import Source, Statement

ACTOR_COLUMNS: tuple[Any, ...] = (
    col(Actor.id),
    col(Actor.type),
    col(Actor.name),
    col(Actor.iso2),
    col(Actor.iso3),
    col(Actor.numeric),
)
"""The columns of an actor in short (app.api.schemas.ActorRef)."""
MOST_CHECKSUMS = 1000
"""Checksums of texts that the dataset lists; every source has its own."""
_actors = CompiledSelect(select(*ACTOR_COLUMNS))
_dataset = CompiledSelect(select(DatasetRow))
_checksums = CompiledSelect(
    select(col(Source.id).label("source"), col(Source.text_sha256))
    .where(col(Source.text_sha256).is_not(None))
    .order_by(col(Source.id))
    .limit(MOST_CHECKSUMS)
)
_is_coded_twice = col(Source.double_coded).is_not(None)
_number_coded_twice = CompiledSelect(select(func.count()).where(_is_coded_twice))
_coded_twice = CompiledSelect(
    select(col(Source.id).label("source"), col(Source.double_coded))
    .where(_is_coded_twice)
    .order_by(col(Source.id))
    .limit(MOST_CHECKSUMS)
)
_actors_with_position = CompiledSelect(
    select(func.count(col(Position.actor).distinct())).where(col(Position.status) == "current")
)
_newest_day = CompiledSelect(select(func.max(col(Statement.sort_date)).label("day")))


def newest_day(connection: Connection) -> date | None:
    """The last day of the newest date that has a value; None if there is none."""
    row = _newest_day.first(connection)
    day: date | None = row["day"] if row else None
    return day


def facts_up_to(connection: Connection, published: date) -> date | None:
    """The day up to which a dataset of this day of publication has statements; None if no day is
    known. A month or year of which a statement is known may end after the day of publication.
    """
    newest = newest_day(connection)
    return newest and min(newest, published)


def dataset(connection: Connection) -> Row:
    """The dataset's own row, with the checksums of its archived texts (`texts`, at most
    MOST_CHECKSUMS), the number of
    actors with a current position (`with_position`), and the day up to which it has statements
    (`facts_up_to`), None if no day is known. `coded_twice` are the sources that two coders coded,
    at most MOST_CHECKSUMS of the `number_coded_twice`.
    """
    row = _dataset.first(connection)
    assert row is not None  # a dataset without this row is refused when it is opened
    return row | {
        "facts_up_to": facts_up_to(connection, row["published"]),
        "texts": _checksums.rows(connection),
        "with_position": _actors_with_position.scalar(connection),
        "number_coded_twice": _number_coded_twice.scalar(connection),
        "coded_twice": _coded_twice.rows(connection),
    }


def actors_in_short(connection: Connection) -> dict[str, Row]:
    """The type, name and ISO codes of every actor, by id."""
    return {row["id"]: row for row in _actors.rows(connection)}
