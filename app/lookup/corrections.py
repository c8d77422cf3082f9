"""Corrections of what was published (docs/domain.md, rule corrections-owe-a-reason)."""

from sqlalchemy import JSON, Label, func, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.store.tables.dataset import Correction


def corrections_of(kind: str, thing_id: Mapped[str]) -> Label[list[dict[str, str]]]:
    """The column `corrections` of a SELECT: the corrections of each thing of this kind, oldest
    first, as answers show them.
    """
    ordered = (
        select(col(Correction.corrected_on), col(Correction.reason))
        .where(col(Correction.kind) == kind, col(Correction.id) == thing_id)
        .order_by(col(Correction.number))
        .correlate_except(Correction)
        .subquery()
        .c
    )
    shown = func.json_object("on", ordered.corrected_on, "reason", ordered.reason)
    corrections = select(func.json_group_array(shown)).scalar_subquery()
    return type_coerce(corrections, JSON).label("corrections")
