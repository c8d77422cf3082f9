"""The statements that pass filters: in which order, and how many.

Statements are numbered in the order of time, and the number is the rowid of the search index: 1 is
the newest statement, the dated ones come first, then the undated ones. So a list is one or two
segments of rowids with one full-text expression each, which are read in the order of rowids until
the page is full. A range of days is a range of rowids. Without a range, newest first, the list is
one segment. Otherwise there are two: the dated statements and the undated ones.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
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
from app.statements.search_terms import certainly_since, expression, no_terms, single_term
from app.statements.search_words import FIELDS
from app.store.compiled import CompiledSelect
from app.store.tables.counts import COUNTED, FacetCount, TermCount, UndatedBounds, UndatedCount
from app.store.tables.statements import Statement

_END = 2**62  # greater than every rowid
_INDEX: ColumnElement[Any] = literal_column("statement_words")
_WORDS = table("statement_words", column("rowid"))
_rowid = _WORDS.c.rowid
# Of the claim, our summary, the speaker, the rest of the sentence; search terms change no rank.
_WEIGHTS = (4.0, 2.0, 2.0, 1.0, 0.0)

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
        words = {"match": self.match, "low": self.low, "high": self.high}
        return words | self.bounds()

    def bounds(self) -> dict[str, object]:
        """The parameters of _DAYS."""
        days = {"begin": self.begin, "end": self.end}
        return {name: day for name, day in days.items() if day is not None}


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
    return CompiledSelect(rowids(days).order_by(order).limit(bindparam("limit")))


@cache
def _ranks(days: str) -> CompiledSelect:
    rank = func.bm25(_INDEX, *_WEIGHTS)
    query = rowids(days).with_only_columns(rank, _rowid).order_by(_rowid)
    return CompiledSelect(query.limit(bindparam("limit")))


def _counted(query: Select[int]) -> CompiledSelect:
    """The number of rows of a query; counting stops at the parameter `most`."""
    return CompiledSelect(
        select(func.count()).select_from(query.limit(bindparam("most")).subquery())
    )


@cache
def _count(days: str) -> CompiledSelect:
    return _counted(rowids(days))


_count_by_days = {
    days: _counted(select(col(UndatedBounds.number)).where(condition))
    for days, condition in _DAYS.items()
}
_stored_count = CompiledSelect(
    select(col(TermCount.statements)).where(col(TermCount.term) == bindparam("term"))
)
_facet_values = CompiledSelect(
    select(col(FacetCount.number)).where(col(FacetCount.facet) == bindparam("name")).limit(1)
)


def has_filter(connection: Connection, name: str) -> bool:
    """Whether the statements of this dataset have search terms of a filter.

    A dataset that was built before the filter existed has none. The build writes one row into
    `facet_value` for every filter that it knows, whether or not a statement has a value.
    """
    return _facet_values.scalar(connection, name=name) is not None


def segments(
    connection: Connection,
    filters: StatementFilters,
    *,
    oldest: bool = False,
    only_exact: bool = False,
) -> list[Segment]:
    """The segments of a list: the dated statements, newest or oldest first, then the undated ones
    in the order of their ids. With `only_exact` without other forms of the words of a user.
    """
    match = expression(filters, only_exact=only_exact)
    begin, end = filters.said_from, filters.said_to
    if not filters.has_days:
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
    undated = " OR ".join(f"({expression(filters, each, only_exact=only_exact)})" for each in known)
    return [
        Segment(certainly_since(match, begin) if begin else match, low, high, oldest),
        Segment(undated, low=dated, days=days, begin=begin, end=end),
    ]


def numbers(connection: Connection, where: Iterable[Segment], limit: int) -> list[int]:
    """The numbers of the first `limit` statements of a list."""
    rows = _read(
        connection, where, limit, lambda segment: _numbers(segment.days, segment.backwards)
    )
    return [number for (number,) in rows]


def fields_of(
    connection: Connection, filters: StatementFilters, found: Sequence[int]
) -> dict[int, list[str]]:
    """In which texts each of these statements, which pass the filters, has words of a user: names
    of FIELDS, by number. Only the statements between the first and the last of them are read.
    """
    fields: dict[int, list[str]] = {number: [] for number in found}
    if filters.words is None:
        return fields
    where = expression(filters)
    for group in _close_together(sorted(found), filters.has_days):
        for field in FIELDS:
            match = f"({where}) AND ({filters.words.in_field(field)})"
            within = Segment(match, low=group[0] - 1, high=group[-1])
            for number in numbers(connection, [within], _END):
                if number in fields:
                    fields[number].append(field)
    return fields


def _close_together(numbers: list[int], in_two_parts: bool) -> list[list[int]]:
    """Numbers in order; in two parts if they are of dated and of undated statements, between which
    there may be many.
    """
    if len(numbers) < 2 or not in_two_parts:
        return [numbers] if numbers else []
    gaps = [after - before for before, after in pairwise(numbers)]
    widest = gaps.index(max(gaps)) + 1
    return [numbers[:widest], numbers[widest:]]


def ranked(connection: Connection, where: Iterable[Segment], limit: int) -> list[tuple[float, int]]:
    """Rank (BM25, a better match has a lower one) and number of the first `limit` statements of a
    list, newest first.
    """
    return _read(connection, where, limit, lambda segment: _ranks(segment.days))


def _read(
    connection: Connection,
    where: Iterable[Segment],
    limit: int,
    query_of: Callable[[Segment], CompiledSelect],
) -> list[tuple[Any, ...]]:
    """The rows of a query of each segment, up to `limit` together."""
    rows: list[tuple[Any, ...]] = []
    for segment in where:
        if len(rows) < limit:
            parameters = segment.parameters() | {"limit": limit - len(rows)}
            rows += query_of(segment).tuples(connection, **parameters)
    return rows


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
        if total < most:
            query = _count(segment.days)
            total += query.scalar(connection, most=most - total, **segment.parameters())
    return total


def _count_of_term(
    connection: Connection, filters: StatementFilters, known: str | None = None
) -> int | None:
    """How many statements pass, if that is the number of one common word or search term, which the
    build stored. With `known`, only those undated statements are meant of which that is known (see
    `expression`), whatever the days.
    """
    term = None if filters.has_days and not known else single_term(filters, known)
    return None if term is None else _stored_count.scalar(connection, term=term)


def total(
    connection: Connection, filters: StatementFilters, where: list[Segment]
) -> tuple[int, bool]:
    """How many statements a list has, and whether that is exact: counting stops at COUNTED."""
    stored = _count_of_term(connection, filters)
    if stored is not None:
        return stored, True
    number = count(connection, where, COUNTED + 1)
    return min(number, COUNTED), number <= COUNTED


def exactly(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass, however many they are. Fast only if the build counted them."""
    stored = _count_of_term(connection, filters)
    return count(connection, segments(connection, filters)) if stored is None else stored


_MOST_UNDATED = 10_000  # counting those that a range of days leaves out stops here
_undated = col(UndatedCount.statements)
_undated_day = col(UndatedCount.day)
_of_term = select(_undated).where(col(UndatedCount.term) == bindparam("term"))
_has_counts = CompiledSelect(_of_term.limit(1))
_of_term_by_day = _of_term.order_by(_undated_day.desc()).limit(1)
_until_day = CompiledSelect(_of_term_by_day.where(_undated_day <= bindparam("day")))
_before_day = CompiledSelect(_of_term_by_day.where(_undated_day < bindparam("day")))


def undated_left_out(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass all other filters and fail the days only because a day of theirs is
    not known. Counting stops at 10,000.
    """
    if not filters.has_days:
        return 0
    number = _count_of_term(connection, filters, "nothing")
    if number is None:
        number = count(connection, [Segment(expression(filters, "nothing"))], _MOST_UNDATED)
    if filters.said_from:
        number += _with_one_day(connection, filters, "latest")
    if filters.said_to:
        number += _with_one_day(connection, filters, "earliest")
    return min(number, _MOST_UNDATED)


def _with_one_day(connection: Connection, filters: StatementFilters, known: str) -> int:
    """How many undated statements pass the other filters, if only their `earliest` or `latest` day
    is known and is in the range.
    """
    begin, end = filters.said_from, filters.said_to
    segment = Segment(expression(filters, known), days=known, begin=begin, end=end)
    if no_terms(filters):
        query = _count_by_days[known]
        return int(query.scalar(connection, most=_MOST_UNDATED, **segment.bounds()))
    term = single_term(filters, known)
    if term is None or _has_counts.scalar(connection, term=term) is None:
        return count(connection, [segment], _MOST_UNDATED)
    until = _until_day.scalar(connection, term=term, day=end or date.max) or 0
    before = _before_day.scalar(connection, term=term, day=begin) or 0 if begin else 0
    return int(until - before)


_number, _day = col(Statement.number), col(Statement.sort_date)


def _last_of(day: Select[date | None]) -> CompiledSelect:
    """The number of the last statement of a day."""
    query = select(_number).where(_day == day.scalar_subquery())
    return CompiledSelect(query.order_by(col(Statement.id).desc()).limit(1))


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
    CompiledSelect(
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
