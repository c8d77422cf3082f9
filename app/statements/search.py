"""The statements that pass filters: in which order, and how many.

Statements are numbered in the order of time, and the number is the rowid of the search index: 1 is
the newest statement, the dated ones come first, then the undated ones. So a list is one or two
segments of rowids with one full-text expression each, which are read in the order of rowids until
the page is full. A range of days is a range of rowids. Without a range, newest first, the list is
one segment. Otherwise there are two: the dated statements and the undated ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlmodel import col

from app.statements.filters import StatementFilters
from app.statements.search_terms import certainly_since, expression, single_term
from app.store.compiled import CompiledSelect, compiled
from app.store.tables.counts import COUNTED, FacetCount, TermCount, UndatedBounds
from app.store.tables.statements import Statement

_END = 2**62  # greater than every rowid
_INDEX: ColumnElement[Any] = literal_column("statement_words")
_WORDS = table("statement_words", column("rowid"))
_rowid = _WORDS.c.rowid

_earliest, _latest = col(UndatedBounds.said_earliest), col(UndatedBounds.said_latest)
_begin: BindParameter[str] = bindparam("begin", "0001-01-01")
_end: BindParameter[str] = bindparam("end", "9999-12-31")
_DAYS: dict[str, ColumnElement[bool]] = {
    "since": _earliest >= _begin,
    "until": _latest <= _end,
    "within": and_(_earliest >= _begin, _latest <= _end),
    "earliest": and_(_earliest.between(_begin, _end), _latest.is_(None)),
    "latest": and_(_latest.between(_begin, _end), _earliest.is_(None)),
}
"""Conditions for the days of undated statements. The last two: only that one day is known, and it
is within the range.
"""


@dataclass(slots=True)  # a frozen dataclass takes four times as long to make
class Segment:
    """The statements with a rowid in (low, high] that a full-text expression finds, in the order of
    rowids, or backwards. `days` is a key of _DAYS, for undated statements.
    """

    match: str
    low: int = 0
    high: int = _END
    backwards: bool = False
    days: str = ""
    begin: date | None = None
    end: date | None = None

    def parameters(self) -> dict[str, object]:
        """The parameters of `rowids`."""
        days = {"begin": self.begin, "end": self.end}
        return {"match": self.match, "low": self.low, "high": self.high} | {
            name: day for name, day in days.items() if day is not None
        }


def rowids(days: str) -> Select[int]:
    """The rowids of a segment with these `days`."""
    query = select(_rowid).where(
        _INDEX.op("MATCH")(bindparam("match")),
        _rowid > bindparam("low"),
        _rowid <= bindparam("high"),
    )
    if not days:
        return query
    # "+ 0" keeps SQLite from looking up each of these numbers in the full-text index.
    return query.where((_rowid + 0).in_(select(col(UndatedBounds.number)).where(_DAYS[days])))


@cache
def _numbers(days: str, backwards: bool) -> CompiledSelect:
    order = _rowid.desc() if backwards else _rowid
    return compiled(rowids(days).order_by(order).limit(bindparam("limit")))


@cache
def _ranks(days: str) -> CompiledSelect:
    rank = func.bm25(_INDEX, 1.0, 0.0)  # search terms do not change the rank
    query = rowids(days).with_only_columns(rank, _rowid).order_by(_rowid)
    return compiled(query.limit(bindparam("limit")))


@cache
def _count(days: str) -> CompiledSelect:
    some = rowids(days).limit(bindparam("most")).subquery()
    return compiled(select(func.count()).select_from(some))


_count_by_days = {
    days: compiled(
        select(func.count()).select_from(
            select(col(UndatedBounds.number)).where(condition).limit(bindparam("most")).subquery()
        )
    )
    for days, condition in _DAYS.items()
}
_known_count = compiled(
    select(col(TermCount.statements)).where(col(TermCount.term) == bindparam("term"))
)
_facet_values = compiled(
    select(col(FacetCount.number)).where(col(FacetCount.facet) == bindparam("name")).limit(1)
)


def has_filter(connection: Connection, name: str) -> bool:
    """Whether the statements of this dataset have search terms of a filter.

    A dataset that was built before the filter existed has none. The build writes one row into
    `facet_value` for every filter that it knows, whether or not a statement has a value.
    """
    return _facet_values.scalar(connection, name=name) is not None


def segments(
    connection: Connection, filters: StatementFilters, *, oldest: bool = False
) -> list[Segment]:
    """The segments of a list: the dated statements, newest or oldest first, then the undated ones
    in the order of their ids.
    """
    match, begin, end = expression(filters), filters.said_from, filters.said_to
    if not (begin or end):
        if not oldest:
            return [Segment(match)]
        dated = _last_dated(connection)
        return [Segment(match, high=dated, backwards=True), Segment(match, low=dated)]
    dated = _last_dated(connection)
    low = _last_after(connection, end) if end else 0
    high = (_last_since.scalar(connection, day=begin) or 0) if begin else dated
    # An undated statement passes if the days that are known say so.
    if begin and end:
        days, known = "within", ["bounds"]
    elif begin:
        days, known = "since", ["earliest", "bounds"]
    else:
        days, known = "until", ["latest", "bounds"]
    undated = " OR ".join(f"({expression(filters, each)})" for each in known)
    return [
        Segment(certainly_since(match, begin) if begin else match, low, high, oldest),
        Segment(undated, low=dated, days=days, begin=begin, end=end),
    ]


def numbers(connection: Connection, where: Iterable[Segment], limit: int) -> list[int]:
    """The numbers of the first `limit` statements of a list."""
    found: list[int] = []
    for segment in where:
        if len(found) < limit and segment.low < segment.high:
            query = _numbers(segment.days, segment.backwards)
            rest = limit - len(found)
            found += query.scalars(connection, limit=rest, **segment.parameters())
    return found


def ranked(connection: Connection, where: Iterable[Segment], limit: int) -> list[tuple[float, int]]:
    """Rank (BM25, a better match has a lower one) and number of the first `limit` statements of a
    list, newest first.
    """
    found: list[tuple[float, int]] = []
    for segment in where:
        if len(found) < limit and segment.low < segment.high:
            rest = limit - len(found)
            found += _ranks(segment.days).tuples(connection, limit=rest, **segment.parameters())
    return found


def after(
    connection: Connection, where: list[Segment], day: date | None, statement: str
) -> list[Segment]:
    """What is left of a list after a statement, which need not be in this dataset: `day` and id."""
    first = where[0]
    if first.backwards and day is not None:
        high = min(first.high, place(connection, day, statement, strictly=True))
        return [replace(first, high=high), *where[1:]]
    low = place(connection, day, statement)
    return [
        replace(segment, low=max(segment.low, low)) for segment in where if not segment.backwards
    ]


def count(connection: Connection, where: Iterable[Segment], most: int = _END) -> int:
    """How many statements are in segments; counting stops at `most`."""
    total = 0
    for segment in where:
        if total < most and segment.low < segment.high:
            query = _count(segment.days)
            total += query.scalar(connection, most=most - total, **segment.parameters())
    return total


def count_days(
    connection: Connection, days: str, begin: date | None, end: date | None, most: int
) -> int:
    """How many undated statements have such `days` (a key of _DAYS); counting stops at `most`."""
    given = {"begin": begin, "end": end}
    parameters = {name: day for name, day in given.items() if day is not None}
    return int(_count_by_days[days].scalar(connection, most=most, **parameters))


def known_count(connection: Connection, term: str | None) -> int | None:
    """How many statements have a word or a search term, if the build stored it: for the common
    ones.
    """
    return None if term is None else _known_count.scalar(connection, term=term)


def total(
    connection: Connection, filters: StatementFilters, where: list[Segment]
) -> tuple[int, bool]:
    """How many statements a list has, and whether that is exact: counting stops at COUNTED."""
    if not (filters.said_from or filters.said_to):
        known = known_count(connection, single_term(filters))
        if known is not None:
            return known, True
    number = count(connection, where, COUNTED + 1)
    return min(number, COUNTED), number <= COUNTED


def exactly(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass, however many they are. Fast only if the build counted them."""
    if not (filters.said_from or filters.said_to):
        known = known_count(connection, single_term(filters))
        if known is not None:
            return known
    return count(connection, segments(connection, filters))


_number, _day = col(Statement.number), col(Statement.sort_date)


def _last_of(day: Select[date | None]) -> CompiledSelect:
    """The number of the last statement of a day."""
    query = select(_number).where(_day == day.scalar_subquery())
    return compiled(query.order_by(col(Statement.id).desc()).limit(1))


_first_day = select(func.min(_day))
_last = _last_of(_first_day.where(_day.is_not(None)))
_last_later = _last_of(_first_day.where(_day > bindparam("day")))
_last_since = _last_of(_first_day.where(_day >= bindparam("day")))


def _last_dated(connection: Connection) -> int:
    """The number of the last dated statement, which is the oldest one; 0 if there is none."""
    return _last.scalar(connection) or 0


def _last_after(connection: Connection, day: date) -> int:
    """The number of the last statement, newest first, of a later day than this; 0 if there is
    none.
    """
    return _last_later.scalar(connection, day=day) or 0


_up_to, _before = (
    compiled(
        select(_number)
        .where(_day.is_(bindparam("day")), condition)
        .order_by(col(Statement.id).desc())
        .limit(1)
    )
    for condition in (
        col(Statement.id) <= bindparam("id"),
        col(Statement.id) < bindparam("id"),
    )
)


def place(
    connection: Connection, day: date | None, statement: str, *, strictly: bool = False
) -> int:
    """The number of the last statement up to a day and id, newest first; with `strictly`, before
    them. 0 if there is none.
    """
    query = _before if strictly else _up_to
    number = query.scalar(connection, day=day, id=statement)
    if number is not None:
        return int(number)
    return _last_dated(connection) if day is None else _last_after(connection, day)
