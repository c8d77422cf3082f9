"""Counting statements by the values of a filter."""

from collections.abc import Hashable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select
from sqlmodel import col

from app.statements import search
from app.statements.filters import BY_NAME, StatementFilters
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Row
from app.store.tables.counts import COUNTED, MOST_VALUES, FacetCount
from app.store.tables.dataset import Term

_OF_ONE_PAIR = {"about": "attribution", "attribution": "about"}
"""Both must be true of one pair of statement and actor."""


def facets(
    connection: Connection, filters: StatementFilters, names: Sequence[str]
) -> dict[str, list[Row]]:
    """The values of filters, by name, each with its `label` and the `count` of statements that the
    list has if the value replaces this filter; the most common values first.

    If more than COUNTED statements pass the other filters, a count that would take long is that
    among the newest COUNTED, and `count_exact` is false. Only values of those are found, unless the
    filter has few.
    """
    newest: dict[Hashable, list[int]] = {}  # by the filters: most facets need the same list
    return {name: _facet(connection, filters.replaced(name), name, newest) for name in names}


def _facet(
    connection: Connection,
    others: StatementFilters,
    name: str,
    newest: dict[Hashable, list[int]],
) -> list[Row]:
    """The values of one filter over a list without this filter."""
    if others == StatementFilters():
        return [row | {"count_exact": True} for row in _over_all(name).rows(connection)]
    key = tuple(others.values.items())
    if key not in newest:
        where = search.segments(connection, others)
        newest[key] = search.numbers(connection, where, COUNTED + 1)
    numbers, is_whole = newest[key][:COUNTED], len(newest[key]) <= COUNTED
    given = {other: others.of(other) for other in [_OF_ONE_PAIR.get(name)] if other}
    rows = _over_numbers(name).rows(connection, numbers=numbers, **given)
    if is_whole:
        return _in_order([row | {"count_exact": True} for row in rows])[:MOST_VALUES]
    if BY_NAME[name].few:
        counts = {row["value"]: row["count"] for row in rows}
        rows = [
            row | {"count": counts.get(row["value"], 0)} for row in _over_all(name).rows(connection)
        ]
    rows = _in_order(rows)[:MOST_VALUES]
    lists = {row["value"]: others.replaced(name, row["value"]) for row in rows}
    stored = search.stored_counts(connection, lists)
    for row in rows:
        value = row["value"]
        row["count_exact"] = value in stored
        if value in stored:
            row["count"] = stored[value]
        elif BY_NAME[name].few and search.is_counted_fast(lists[value]):
            row |= {"count": search.exactly(connection, lists[value]), "count_exact": True}
    return _in_order([row for row in rows if row["count"]])


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
def _over_numbers(name: str) -> CompiledSelect:
    """The values over the statements with these numbers, in any order."""
    value, number = BY_NAME[name].value, BY_NAME[name].number
    count = func.count(number.distinct()) if name == "attribution" else func.count()
    query: Select[Any, Any] = select(value.label("value"), count.label("count")).where(
        in_list(number, "numbers"), value.is_not(None)
    )
    if other := _OF_ONE_PAIR.get(name):
        query = query.where(is_empty(other) | in_list(BY_NAME[other].value, other))
    counts = query.group_by(value).subquery().c
    return CompiledSelect(
        BY_NAME[name].with_titles(select(counts.value, counts["count"]), counts.value)
    )
