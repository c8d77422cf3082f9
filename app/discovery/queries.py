"""The ids of everything that has a page, for sitemaps."""

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, select
from sqlmodel import col

from app.store.compiled import compiled
from app.store.listing import Row
from app.store.tables.actors import Actor, Person
from app.store.tables.positions import Position
from app.store.tables.statements import Source, Statement

_has_position = exists().where(
    col(Position.actor) == col(Actor.id), col(Position.status) == "current"
)
_actors = select(col(Actor.id)).order_by(_has_position.desc(), col(Actor.sort_name), col(Actor.id))
_IDS = {
    "countries": _actors.where(col(Actor.type) == "country"),
    "actors": _actors.where(col(Actor.type) != "country"),
    "speakers": select(col(Person.id))
    .where(col(Person.merged_into).is_(None))
    .order_by(col(Person.sort_name), col(Person.id)),
    "statements": select(col(Statement.id)).order_by(col(Statement.number)),
    # the only order that an index gives without reading the rows
    "sources": select(col(Source.id)).order_by(col(Source.id)),
}
_start: BindParameter[int] = bindparam("start")
_most: BindParameter[int] = bindparam("most")
_PARTS = {
    kind: compiled(
        # statements are numbered from one, so that no row before the part is read
        query.where(col(Statement.number) > _start).limit(_most)
        if kind == "statements"
        else query.offset(_start).limit(_most)
    )
    for kind, query in _IDS.items()
}
_SIZES = {
    kind: compiled(
        select(func.coalesce(func.max(col(Statement.number)), 0))
        if kind == "statements"
        else select(func.count()).select_from(query.order_by(None).subquery())
    )
    for kind, query in _IDS.items()
}


def sizes(connection: Connection) -> dict[str, int]:
    """How many things of each kind have a page."""
    return {kind: query.scalar(connection) for kind, query in _SIZES.items()}


def ids(connection: Connection, kind: str, start: int, most: int) -> list[Row]:
    """The ids of up to `most` things of one kind, without the first `start`. Actors with a position
    come first, and statements are sorted from the newest.
    """
    return _PARTS[kind].rows(connection, start=start, most=most)
