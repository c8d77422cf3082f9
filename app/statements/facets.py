"""Counting statements by the values of a filter."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select
from sqlmodel import col

from app.statements import search
from app.statements.filters import BY_NAME, StatementFilters
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Row
from app.store.tables.counts import MOST_VALUES, FacetCount
from app.store.tables.dataset import Term
from app.store.tables.statements import StatementAbout


def facet(connection: Connection, filters: StatementFilters, name: str) -> list[Row]:
    """The values of a filter, each with its `label` and the `count` of statements that the list has
    if the value replaces this filter; the most common values first.
    """
    others = filters.replaced(name)
    if others == StatementFilters():
        return _over_all(name).rows(connection)
    if BY_NAME[name].few:
        rows = _over_all(name).rows(connection)
        for row in rows:
            row["count"] = search.exactly(connection, others.replaced(name, row["value"]))
        return _in_order([row for row in rows if row["count"]])
    merged: dict[str, Row] = {}
    for segment in search.segments(connection, others):
        parameters = segment.parameters()
        if name == "about":
            parameters["attribution"] = others.of("attribution")
        for row in _over_segment(name, segment.since is not None).rows(connection, **parameters):
            first = merged.setdefault(row["value"], row)
            if first is not row:
                first["count"] += row["count"]
    return _in_order(list(merged.values()))[:MOST_VALUES]


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row["count"], row["label"], row["value"]))


def value_titles(connection: Connection, name: str, values: Sequence[str]) -> dict[str, str]:
    """What people call these values of a filter, by value: a name, the label of a term, or the
    value itself.
    """
    rows = _titles(name).tuples(connection, ids=values)
    return {str(value): str(value) for value in values} | dict(rows)


@cache
def _titles(name: str) -> CompiledSelect:
    title = BY_NAME[name].title
    if title is None:
        query = select(col(Term.id), col(Term.label)).where(col(Term.vocabulary) == name)
        return CompiledSelect(query.where(in_list(col(Term.id), "ids")))
    id_ = title.parent.columns["id"]
    other = BY_NAME[name].untitled
    shown = title if other is None else func.coalesce(title, literal("Untitled, ") + other)
    return CompiledSelect(select(id_, shown.label("title")).where(in_list(id_, "ids")))


@cache
def _over_all(name: str) -> CompiledSelect:
    """The values over all statements, which the build has counted."""
    value = col(FacetCount.value)
    query: Select[Any, Any] = select(value, col(FacetCount.statements).label("count")).where(
        col(FacetCount.facet) == name, col(FacetCount.number) > 0
    )
    return CompiledSelect(BY_NAME[name].with_titles(query.order_by(col(FacetCount.number)), value))


@cache
def _over_segment(name: str, since: bool) -> CompiledSelect:
    """The values over the statements of one segment, in any order."""
    value, number = BY_NAME[name].value, BY_NAME[name].number
    query: Select[Any, Any] = select(value.label("value"), func.count().label("count")).where(
        number.in_(search.rowids(since=since)), value.is_not(None)
    )
    if name == "about":  # both must be true of one pair of statement and actor
        how = col(StatementAbout.attribution)
        query = query.where(is_empty("attribution") | in_list(how, "attribution"))
    counts = query.group_by(value).subquery().c
    return CompiledSelect(
        BY_NAME[name].with_titles(select(counts.value, counts["count"]), counts.value)
    )
