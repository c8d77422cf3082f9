"""Actors in short, with their ISO codes."""

from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from app.store.compiled import compiled
from app.store.listing import Row
from app.store.tables.actors import Actor

ACTOR_COLUMNS: tuple[Any, ...] = (
    col(Actor.id),
    col(Actor.type),
    col(Actor.name),
    col(Actor.iso2),
    col(Actor.iso3),
    col(Actor.numeric),
)
"""The columns of an actor in short (app.api.schemas.ActorRef)."""
_actors = compiled(select(*ACTOR_COLUMNS))


def codes(connection: Connection) -> dict[str, Row]:
    """The type, name and ISO codes of every actor, by id."""
    return {row["id"]: row for row in _actors.rows(connection)}
