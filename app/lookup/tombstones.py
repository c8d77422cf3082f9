"""Tombstones: why a published thing is gone (docs/domain.md, rule tombstone)."""

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from app.store.compiled import compiled
from app.store.listing import Row
from app.store.tables.dataset import Tombstone

_tombstone = compiled(
    select(Tombstone).where(
        col(Tombstone.kind) == bindparam("kind"), col(Tombstone.id) == bindparam("id")
    )
)


def tombstone(connection: Connection, kind: str, thing_id: str) -> Row | None:
    """The tombstone of a thing of this kind (`statement`, `person` …) that was withdrawn; None if
    there is none.
    """
    return _tombstone.first(connection, kind=kind, id=thing_id)
