"""The ISO codes of actors."""

from sqlalchemy import Connection, select

from app.store.listing import Row, rows
from app.store.tables import metadata

_actor = metadata.tables["actor"]


def codes(connection: Connection) -> dict[str, Row]:
    """The ISO codes of every actor, by id; with its type and name."""
    columns = [_actor.c[name] for name in ("id", "type", "name", "iso2", "iso3", "numeric")]
    return {row["id"]: row for row in rows(connection, select(*columns))}
