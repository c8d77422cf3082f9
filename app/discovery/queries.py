"""The ids of everything that has a page, for sitemaps."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, exists, func, select
from sqlmodel import col

from app.store.compiled import CompiledSelect
from app.store.listing import Row
from app.store.tables import metadata
from app.store.tables.actors import Actor, Person
from app.store.tables.positions import Position
from app.store.tables.statements import Source, Statement

_has_position = exists().where(
    col(Position.actor) == col(Actor.id), col(Position.status) == "current"
)
_actors = select(col(Actor.id)).order_by(_has_position.desc(), col(Actor.sort_name), col(Actor.id))
_IDS: dict[str, Select[Any]] = {
    "countries": _actors.where(col(Actor.type) == "country"),
    "actors": _actors.where(col(Actor.type) != "country"),
    "speakers": select(col(Person.id))
    .where(col(Person.merged_into).is_(None))
    .order_by(col(Person.sort_name), col(Person.id)),
    # the only order that an index gives without reading the rows
    "sources": select(col(Source.id)).order_by(col(Source.id)),
}
"""The kinds whose ids are not simply those of their table, in the order of `number`."""


def _ids(kind: str) -> Select[Any]:
    if kind in _IDS:
        return _IDS[kind]
    table = metadata.tables[kind.removesuffix("s")]
    return select(table.c.id).order_by(table.c.number)


@cache
def _part(kind: str) -> CompiledSelect:
    query = _ids(kind).limit(bindparam("most"))
    start: BindParameter[int] = bindparam("start")
    if kind == "statements":  # numbered from one, so that no row before the part is read
        return CompiledSelect(query.where(col(Statement.number) > start))
    return CompiledSelect(query.offset(start))


@cache
def _size(kind: str) -> CompiledSelect:
    if kind == "statements":
        return CompiledSelect(select(func.coalesce(func.max(col(Statement.number)), 0)))
    return CompiledSelect(select(func.count()).select_from(_ids(kind).order_by(None).subquery()))


def size(connection: Connection, kind: str) -> int:
    """How many things of a kind have a page."""
    return int(_size(kind).scalar(connection))


def ids(connection: Connection, kind: str, start: int, most: int) -> list[Row]:
    """The ids of up to `most` things of one kind, without the first `start`. Actors with a position
    come first, and statements are sorted from the newest.
    """
    return _part(kind).rows(connection, start=start, most=most)
