"""Counting statements by the values of a filter."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, literal, select
from sqlmodel import col

from app.statements import search
from app.statements.filters import BY_NAME, StatementFilters
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Row
from app.store.tables.counts import COUNTED, MOST_VALUES, FacetCount
from app.store.tables.dataset import Term

_OF_ONE_PAIR = {"about": "attribution", "attribution": "about"}
"""Both must be true of one pair of statement and actor."""


def facet(connection: Connection, filters: StatementFilters, name: str) -> list[Row]:
    """The values of a filter, each with its `label` and the `count` of statements that the list has
    if the value replaces this filter; the most common values first.

    If more than COUNTED statements pass the other filters, a count that would take long is that
    among the newest COUNTED, and `count_exact` is false. Only values of those are found, unless the
    filter has few.
    """
    others = filters.replaced(name)
    if others == StatementFilters():
        return [row | {"count_exact": True} for row in _over_all(name).rows(connection)]
    where = search.segments(connection, others)
    is_whole = search.count(connection, where, COUNTED + 1) <= COUNTED
    if BY_NAME[name].few:
        return _in_order(_each_counted(connection, others, name, where, is_whole=is_whole))
    rows = _counted(connection, others, name, where)
    narrowed = {row["value"]: others.replaced(name, row["value"]) for row in rows}
    stored = {} if is_whole else search.stored_counts(connection, narrowed)
    for row in rows:
        row["count"] = stored.get(row["value"], row["count"])
        row["count_exact"] = is_whole or row["value"] in stored
    return _in_order(rows)[:MOST_VALUES]


def _each_counted(
    connection: Connection,
    others: StatementFilters,
    name: str,
    where: list[search.Segment],
    *,
    is_whole: bool,
) -> list[Row]:
    """The values of a filter that has few, in any order: each is counted as a list of its own, if
    that is fast.
    """
    rows = _over_all(name).rows(connection)
    narrowed = [others.replaced(name, row["value"]) for row in rows]
    exact = [is_whole or search.is_counted_fast(each) for each in narrowed]
    newest: dict[str, int] = {}
    if not all(exact):
        found = _counted(connection, others, name, where)
        newest = {row["value"]: row["count"] for row in found}
    for row, filters, row["count_exact"] in zip(rows, narrowed, exact, strict=True):
        row["count"] = (
            search.exactly(connection, filters)
            if row["count_exact"]
            else newest.get(row["value"], 0)
        )
    return [row for row in rows if row["count"]]


def _counted(
    connection: Connection, others: StatementFilters, name: str, where: list[search.Segment]
) -> list[Row]:
    """The values over the newest COUNTED statements of segments, in any order."""
    merged: dict[str, Row] = {}
    for segment in where:
        parameters = segment.parameters() | {"most": COUNTED}
        if other := _OF_ONE_PAIR.get(name):
            parameters[other] = others.of(other)
        for row in _over_segment(name, segment.since is not None).rows(connection, **parameters):
            first = merged.setdefault(row["value"], row)
            if first is not row:
                first["count"] += row["count"]
    return list(merged.values())


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
    """The values over the newest statements of one segment, in any order."""
    value, number = BY_NAME[name].value, BY_NAME[name].number
    count = func.count(number.distinct()) if name == "attribution" else func.count()
    query: Select[Any, Any] = select(value.label("value"), count.label("count")).where(
        number.in_(search.numbered(since=since).limit(bindparam("most"))), value.is_not(None)
    )
    if other := _OF_ONE_PAIR.get(name):
        given = BY_NAME[other].value
        query = query.where(is_empty(other) | in_list(given, other))
    counts = query.group_by(value).subquery().c
    return CompiledSelect(
        BY_NAME[name].with_titles(select(counts.value, counts["count"]), counts.value)
    )
