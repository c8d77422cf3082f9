"""What search engines are told of: the ids of everything that has a page, a file at a time."""

from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, select

from app.store.listing import Row, rows
from app.store.tables import metadata

_t = metadata.tables
_actor, _person, _s, _source, _position = (
    _t[name] for name in ("actor", "person", "statement", "source", "position")
)
_held = exists().where(_position.c.actor == _actor.c.id, _position.c.status == "current")
_actors = select(_actor.c.id).order_by(case((_held, 0), else_=1), _actor.c.sort_name, _actor.c.id)
_LISTS: dict[str, Select[Any]] = {
    "countries": _actors.where(_actor.c.type == "country"),
    "actors": _actors.where(_actor.c.type != "country"),
    "speakers": select(_person.c.id)
    .where(_person.c.merged_into.is_(None))
    .order_by(_person.c.sort_name, _person.c.id),
    "statements": select(_s.c.id).order_by(_s.c.number),
    "sources": select(_source.c.id).order_by(
        _source.c.id
    ),  # of all orders the one that an index gives without the rows
}


def sizes(connection: Connection) -> dict[str, int]:
    """How many things of each kind have a page."""
    many = {
        kind: select(func.count()).select_from(query.order_by(None).subquery())
        for kind, query in _LISTS.items()
    }
    many["statements"] = select(
        func.coalesce(func.max(_s.c.number), 0)
    )  # they are numbered from one on
    return {kind: connection.execute(query).scalar_one() for kind, query in many.items()}


def ids(connection: Connection, kind: str, start: int, most: int) -> list[Row]:
    """The ids of one kind, from a place on: holders of a position first, statements from the
    newest.
    """
    query = _LISTS[kind].limit(most)
    return rows(
        connection,
        query.where(_s.c.number > start) if kind == "statements" else query.offset(start),
    )
