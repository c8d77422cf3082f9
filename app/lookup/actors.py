"""The ISO codes of actors."""

from sqlalchemy import Connection, select
from sqlmodel import col

from app.store.compiled import compiled
from app.store.listing import Row
from app.store.tables.actors import Actor

_actors = compiled(
    select(
        col(Actor.id),
        col(Actor.type),
        col(Actor.name),
        col(Actor.iso2),
        col(Actor.iso3),
        col(Actor.numeric),
    )
)


def codes(connection: Connection) -> dict[str, Row]:
    """The type, name and ISO codes of every actor, by id."""
    return {row["id"]: row for row in _actors.rows(connection)}
