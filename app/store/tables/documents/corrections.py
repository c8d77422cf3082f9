"""Why what was published was changed (docs/domain.md, rule corrections-owe-a-reason)."""

from typing import Any

from sqlalchemy import JSON, func, select, type_coerce

from app.store.tables import metadata

_correction = metadata.tables["correction"].c


def corrections(kind: str, of: Any) -> Any:
    """The corrections of each row of the table `of`, oldest first, as JSON: `[{on, reason}]`."""
    given = (
        select(_correction.corrected_on, _correction.reason)
        .where(_correction.kind == kind, _correction.id == of.c.id)
        .order_by(_correction.number)
        .correlate(of)
        .subquery()
    )
    pieces = func.json_group_array(
        func.json_object("on", given.c.corrected_on, "reason", given.c.reason)
    )
    return type_coerce(select(pieces).scalar_subquery(), JSON)
