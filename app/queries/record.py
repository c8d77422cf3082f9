"""What became of what was published: why it was corrected, and why it is gone (DOMAIN.md, rule 6)."""

from typing import Any

from sqlalchemy import JSON, Connection, func, select, type_coerce

from app.queries.listing import Row
from app.queries.prepared import Prepared
from app.tables import metadata

_t = metadata.tables
_correction, _tombstone = _t["correction"], _t["tombstone"]


def corrections(kind: str, of: Any) -> Any:
    """The corrections of each row of the table `of`, oldest first, as a column of its SELECT: `[{on, reason}]`."""
    given = (
        select(_correction.c.corrected_on, _correction.c.reason)
        .where(_correction.c.kind == kind, _correction.c.id == of.c.id)
        .order_by(_correction.c.number).correlate(of).subquery()
    )  # fmt: skip
    pieces = func.json_group_array(func.json_object("on", given.c.corrected_on, "reason", given.c.reason))
    return type_coerce(select(pieces).scalar_subquery(), JSON).label("corrections")


_stone = Prepared(lambda kind, name: select(*_tombstone.c).where(_tombstone.c.kind == kind, _tombstone.c.id == name))


def tombstone(connection: Connection, kind: str, name: str) -> Row | None:
    """Why a published thing of that kind and id was withdrawn; None if it was not."""
    return _stone.first(connection, kind, name)
