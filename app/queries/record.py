"""Why what was published is gone (DOMAIN.md, rule 6)."""

from sqlalchemy import Connection, select

from app.queries.listing import Row
from app.queries.prepared import Prepared
from app.tables import metadata

_tombstone = metadata.tables["tombstone"]
_stone = Prepared(
    lambda kind, name: select(*_tombstone.c).where(
        _tombstone.c.kind == kind, _tombstone.c.id == name
    )
)


def tombstone(connection: Connection, kind: str, name: str) -> Row | None:
    """Why a published thing of that kind and id was withdrawn; None if it was not."""
    return _stone.first(connection, kind, name)
