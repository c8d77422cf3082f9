"""Corrections of what was published (docs/domain.md, rule corrections)."""

from sqlalchemy import JSON, ColumnElement, Label, and_, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.domain.vocabulary import ChangeType
from app.store.tables.dataset import Change, Correction

WHOLE_KIND = "*"  # the id of a correction that is the reason of all changes of its kind


def corrections_of(
    kind: str, thing_id: Mapped[str] | ColumnElement[str]
) -> Label[list[dict[str, str]]]:
    """The column `corrections` of a SELECT: the corrections of each thing of this kind, oldest
    first, as answers show them. Those of the whole kind belong to the things for whose changes they
    were the reason.
    """
    explained = exists().where(
        col(Change.kind) == kind,
        col(Change.id) == thing_id,
        col(Change.change) == ChangeType.corrected,
        # Reasons that were given together are one text.
        func.instr(col(Change.reason), col(Correction.reason)) > 0,
    )
    of_this = or_(
        col(Correction.id) == thing_id,
        and_(col(Correction.id) == WHOLE_KIND, explained.correlate_except(Change)),
    )
    ordered = (
        select(col(Correction.corrected_on), col(Correction.reason))
        .where(col(Correction.kind) == kind, of_this)
        .order_by(col(Correction.corrected_on), col(Correction.id), col(Correction.number))
        .correlate_except(Correction)
        .subquery()
        .c
    )
    shown = func.json_object("on", ordered.corrected_on, "reason", ordered.reason)
    corrections = select(func.json_group_array(shown)).scalar_subquery()
    return type_coerce(corrections, JSON).label("corrections")
