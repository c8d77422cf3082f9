"""Why what was published is gone (docs/domain.md, rule tombstone)."""

from sqlalchemy import Connection, select

from app.store.compiled import CompiledQuery
from app.store.listing import Row
from app.store.tables import metadata

_tombstone = metadata.tables["tombstone"]
_stone = CompiledQuery(
    lambda kind, name: select(*_tombstone.c).where(
        _tombstone.c.kind == kind, _tombstone.c.id == name
    )
)


def tombstone(connection: Connection, kind: str, name: str) -> Row | None:
    """Why a published thing of that kind and id was withdrawn; None if it was not."""
    return _stone.first(connection, kind, name)
