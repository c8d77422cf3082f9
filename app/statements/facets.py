"""Counting statements by the values of a filter."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, Select, case, func, literal, select, union_all

from app.statements.filters import StatementFilters
from app.statements.search import Segment, exactly, found, segments
from app.store.compiled import CompiledQuery
from app.store.listing import Row
from app.store.tables import metadata
from app.store.tables.counts import FACETS, MOST_VALUES

_t = metadata.tables
_s, _about, _by, _topic, _question, _stored = (
    _t[name]
    for name in (
        "statement",
        "statement_about",
        "statement_by",
        "statement_topic",
        "statement_question",
        "facet_value",
    )
)

_VALUES: dict[str, Any] = {
    "speaker": _s.c.speaker,
    "country": _by.c.actor,
    "about": _about.c.actor,
    "topic": _topic.c.topic,
    "attribution": _about.c.attribution,
    "capacity": _s.c.capacity,
    "kind": _s.c.kind,
    "source": _s.c.source,
    "question": _question.c.question,
}
_CLOSED = ("topic", "attribution", "capacity", "kind", "question")
assert _VALUES.keys() == FACETS.keys() <= {field.name for field in fields(StatementFilters)}


def facet(connection: Connection, filters: StatementFilters, name: str) -> list[Row]:
    """The values of a facet with the total that the list has when this one filter is replaced by
    the value.
    """
    # FACETS names fields that are tuples
    others = replace(filters, **{name: ()})  # type: ignore[arg-type]
    if others == StatementFilters():
        return _KNOWN[name].rows(connection)
    if name in _CLOSED:  # each of the few values is a list of its own
        known = _KNOWN[name].rows(connection)
        for row in known:
            row["count"] = exactly(connection, replace(others, **{name: (row["value"],)}))  # type: ignore[arg-type]
        return sorted(
            (row for row in known if row["count"]),
            key=lambda row: (-row["count"], row["label"], row["value"]),
        )
    where = tuple(one for one in segments(connection, others) if one.low < one.high)
    return _COUNTED[name].rows(connection, where, others.about, others.attribution) if where else []


def _labelled(name: str, values: Any) -> tuple[Any, Any]:
    """Rows with a column `value` joined to what names it, and the label."""
    if not (label := FACETS[name]):
        return values, values.c.value
    table, _, column = label.partition(".")
    return values.join(_t[table], _t[table].c.id == values.c.value), _t[table].c[column]


def _known(name: str) -> Callable[[], Select[Any]]:
    """The facet over all statements, which the build has counted."""
    joined, label = _labelled(name, _stored)
    query = select(
        _stored.c.value, _stored.c.statements.label("count"), label.label("label")
    ).select_from(joined)
    return lambda: query.where(_stored.c.facet == literal(name)).order_by(_stored.c.number)


def _counted(name: str) -> Callable[..., Select[Any]]:
    """The facet over statements in segments. Of a pair (statement, actor) both halves count
    together.
    """
    value = _VALUES[name]

    def build(
        where: tuple[Segment, ...], about: tuple[str, ...], attribution: tuple[str, ...]
    ) -> Select[Any]:
        number = _s.c.number if value.table is _s else value.table.c.statement
        many = func.count(number.distinct()) if name == "attribution" else func.count()
        query = select(value.label("value"), many.label("count")).where(
            number.in_(union_all(*map(found, where)))
        )
        if value.table is _about and about:
            query = query.where(_about.c.actor.in_(about))
        if value.table is _about and attribution:
            query = query.where(_about.c.attribution.in_(attribution))
        counts = query.where(value.is_not(None)).group_by(value).subquery()
        joined, label = _labelled(name, counts)
        order = (
            counts.c["count"].desc(),
            case((label.is_(None), 1), else_=0),
            label,
            counts.c.value,
        )
        return (
            select(counts.c.value, counts.c["count"], label.label("label"))
            .select_from(joined)
            .order_by(*order)
            .limit(MOST_VALUES)
        )

    return build


_KNOWN = {name: CompiledQuery(_known(name)) for name in FACETS}
_COUNTED = {name: CompiledQuery(_counted(name)) for name in FACETS}
