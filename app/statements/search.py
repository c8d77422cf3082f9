"""The statements that pass filters: in which order, and how many.

Statements are numbered in the order of lists, and the number is the rowid of the search index: 1 is
the newest statement. Those without any day come last, newest or oldest first. So a list is one or
two segments of rowids with one full-text expression each, which are read in the order of rowids
until the page is full. A range of days is a range of rowids, in which a few search terms leave out
what was not certainly said within the days. Only oldest first, without a range, there are two
segments: the statements with a day and those without.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlmodel import col

from app.statements.filters import StatementFilters
from app.statements.search_terms import certainly_within, expression, single_term
from app.store.compiled import CompiledSelect, in_list
from app.store.tables.counts import COUNTED, FacetCount, TermCount, UndatedBounds, UndatedCount
from app.store.tables.statements import Statement

T = TypeVar("T")

_END = 2**62  # greater than every rowid
_INDEX: ColumnElement[Any] = literal_column("statement_words")
_WORDS = table("statement_words", column("rowid"))
rowid = _WORDS.c.rowid
"""The number of a statement, in the search index."""
# Of the claim, our summary, the speaker, the rest of the sentence; search terms change no rank.
_WEIGHTS = (4.0, 2.0, 2.0, 1.0, 0.0)


@dataclass(slots=True)  # a frozen dataclass takes four times as long to make
class Segment:
    """The statements with a rowid in (low, high] that a full-text expression finds, in the order of
    rowids, or backwards. `since`: without undated ones of which the first possible day is earlier.
    """

    match: str
    low: int = 0
    high: int = _END
    backwards: bool = False
    since: date | None = None

    def parameters(self) -> dict[str, object]:
        """The parameters of `rowids`."""
        given: dict[str, object] = {"match": self.match, "low": self.low, "high": self.high}
        return given | {"since": self.since} if self.since else given


def rowids(*, since: bool) -> Select[int]:
    """The rowids of a segment, which may have a day `since`."""
    query = select(rowid).where(
        _INDEX.op("MATCH")(bindparam("match")),
        rowid > bindparam("low"),
        rowid <= bindparam("high"),
    )
    if not since:
        return query
    begun = select(col(UndatedBounds.number)).where(
        col(UndatedBounds.number) == rowid, col(UndatedBounds.said_earliest) < bindparam("since")
    )
    return query.where(~begun.exists())


def first_rowids(*, since: bool, backwards: bool) -> Select[int]:
    """The first `limit` rowids of a segment, in its order."""
    order = rowid.desc() if backwards else rowid
    return rowids(since=since).order_by(order).limit(bindparam("limit"))


@cache
def _numbers(since: bool, backwards: bool) -> CompiledSelect:
    return CompiledSelect(first_rowids(since=since, backwards=backwards))


@cache
def _ranks(since: bool) -> CompiledSelect:
    rank = func.bm25(_INDEX, *_WEIGHTS)
    query = rowids(since=since).with_only_columns(rank, rowid).order_by(rowid)
    return CompiledSelect(query.limit(bindparam("limit")))


def _counted(query: Select[int]) -> CompiledSelect:
    """The number of rows of a query; counting stops at the parameter `most`."""
    return CompiledSelect(
        select(func.count()).select_from(query.limit(bindparam("most")).subquery())
    )


@cache
def _count(since: bool) -> CompiledSelect:
    return _counted(rowids(since=since))


_stored_count = CompiledSelect(
    select(col(TermCount.statements)).where(col(TermCount.term) == bindparam("term"))
)
_stored_counts = CompiledSelect(
    select(col(TermCount.term), col(TermCount.statements)).where(
        in_list(col(TermCount.term), "terms")
    )
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
    """The segments of a list, newest or oldest first. With `only_exact` without other forms of the
    words of a user.
    """
    match = expression(filters, only_exact=only_exact)
    if not filters.has_days:
        if not oldest:
            return [Segment(match)]
        last = _last_with_a_day(connection)
        return [Segment(match, high=last, backwards=True), Segment(match, low=last)]
    low, high = _between(connection, filters)
    match = certainly_within(match, filters.said_from, filters.said_to)
    return [Segment(match, low, high, oldest, filters.said_from)]


def _between(connection: Connection, filters: StatementFilters) -> tuple[int, int]:
    """The range of the rowids (low, high] of the statements whose place in lists is within the days
    of the filters. Those without any day are outside.
    """
    begin, end = filters.said_from, filters.said_to
    low = _last_after(connection, end) if end else 0
    if begin:
        return low, _last_since.scalar(connection, day=begin) or 0
    return low, _last_with_a_day(connection)


def numbers(connection: Connection, where: Iterable[Segment], limit: int) -> list[int]:
    """The numbers of the first `limit` statements of a list."""
    return read(
        connection,
        where,
        limit,
        lambda segment: _numbers(segment.since is not None, segment.backwards).scalars,
    )


def ranked(connection: Connection, where: Iterable[Segment], limit: int) -> list[tuple[float, int]]:
    """Rank (BM25, a better match has a lower one) and number of the first `limit` statements of a
    list, newest first.
    """
    return read(connection, where, limit, lambda segment: _ranks(segment.since is not None).tuples)


def read(
    connection: Connection,
    where: Iterable[Segment],
    limit: int,
    query_of: Callable[[Segment], Callable[..., list[T]]],
) -> list[T]:
    """What a query of each segment finds, up to `limit` rows together. It takes the parameters of
    `first_rowids`.
    """
    found: list[T] = []
    for segment in where:
        if len(found) < limit:
            parameters = segment.parameters() | {"limit": limit - len(found)}
            found += query_of(segment)(connection, **parameters)
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
        if total < most:
            query = _count(segment.since is not None)
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


def stored_counts(connection: Connection, lists: Mapping[str, StatementFilters]) -> dict[str, int]:
    """How many statements pass, of those lists of which the build stored it (see
    `_count_of_term`).
    """
    terms = {
        key: term
        for key, filters in lists.items()
        if not filters.has_days and (term := single_term(filters))
    }
    found = dict(_stored_counts.tuples(connection, terms=[*terms.values()]))
    return {key: found[term] for key, term in terms.items() if term in found}


def total(
    connection: Connection, filters: StatementFilters, where: list[Segment]
) -> tuple[int, bool]:
    """How many statements a list has, and whether that is exact: counting stops at COUNTED."""
    stored = _count_of_term(connection, filters)
    if stored is not None:
        return stored, True
    number = count(connection, where, COUNTED + 1)
    return min(number, COUNTED), number <= COUNTED


DAYS = "days"
"""The name that `totals_without` has for the range of days."""


def totals_without(
    connection: Connection, filters: StatementFilters
) -> list[tuple[str, int, bool]]:
    """For each filter of a list that is empty: its name, how many statements pass all others, and
    whether that is exact. Filters without which the list is empty too are left out.

    The filters are those by values and the range of days, so there are at most ten.
    """
    fewer = {name: filters.replaced(name) for name in filters.values}
    if filters.has_days:
        fewer[DAYS] = replace(filters, said_from=None, said_to=None)
    totals = {
        name: total(connection, one, segments(connection, one)) for name, one in fewer.items()
    }
    return [(name, number, exact) for name, (number, exact) in totals.items() if number]


def is_counted_fast(filters: StatementFilters) -> bool:
    """Whether `exactly` takes a time that does not grow with the number of statements."""
    return not filters.has_days and single_term(filters) is not None


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
    term = single_term(filters, known)
    if term is None or _has_counts.scalar(connection, term=term) is None:
        low, high = _between(connection, filters)
        return count(connection, [Segment(expression(filters, known), low, high)], _MOST_UNDATED)
    until = _until_day.scalar(connection, term=term, day=end or date.max) or 0
    before = _before_day.scalar(connection, term=term, day=begin) or 0 if begin else 0
    return int(until - before)


_number, _day = col(Statement.number), col(Statement.list_day)


def _last_of(day: Select[date | None]) -> CompiledSelect:
    """The number of the last statement of a day."""
    query = select(_number).where(_day == day.scalar_subquery())
    return CompiledSelect(query.order_by(col(Statement.id).desc()).limit(1))


_first_day = select(func.min(_day))
_last = _last_of(_first_day.where(_day.is_not(None)))
_last_later = _last_of(_first_day.where(_day > bindparam("day")))
_last_since = _last_of(_first_day.where(_day >= bindparam("day")))


def _last_with_a_day(connection: Connection) -> int:
    """The number of the last statement of which a day is known, the oldest one; 0 if there is
    none.
    """
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
    return _last_with_a_day(connection) if day is None else _last_after(connection, day)
