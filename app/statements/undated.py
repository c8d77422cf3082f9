"""How many statements a range of days leaves out only because a day of theirs is not known."""

from datetime import date

from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from app.statements import search
from app.statements.filters import StatementFilters
from app.statements.search import Segment
from app.statements.search_terms import expression, no_terms, single_term
from app.store.compiled import compiled
from app.store.tables.counts import UndatedCount

_MOST = 10_000  # counting stops here

_count, _day = col(UndatedCount.statements), col(UndatedCount.day)
_of_term = select(_count).where(col(UndatedCount.term) == bindparam("term"))
_is_counted = compiled(_of_term.limit(1))
_until = compiled(_of_term.where(_day <= bindparam("day")).order_by(_day.desc()).limit(1))
_before = compiled(_of_term.where(_day < bindparam("day")).order_by(_day.desc()).limit(1))


def undated(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass all other filters and fail the days only because a day of theirs is
    not known. Counting stops at 10,000.
    """
    begin, end = filters.said_from, filters.said_to
    if not (begin or end):
        return 0
    total = _number(connection, filters, "nothing", None, None)
    if begin:
        total += _number(connection, filters, "latest", begin, end)
    if end:
        total += _number(connection, filters, "earliest", begin, end)
    return min(total, _MOST)


def _number(
    connection: Connection,
    filters: StatementFilters,
    known: str,
    begin: date | None,
    end: date | None,
) -> int:
    """The number of undated statements of which only `known` is known: `nothing`, the `earliest` or
    the `latest` day, and that day is in the range. They pass the other filters.
    """
    term = single_term(filters, known)
    if known == "nothing":
        stored = search.known_count(connection, term)
        segment = Segment(expression(filters, known))
        return search.count(connection, [segment], _MOST) if stored is None else stored
    if no_terms(filters):
        return search.count_days(connection, known, begin, end, _MOST)
    if term is not None and _is_counted.scalar(connection, term=term) is not None:
        until = _until.scalar(connection, term=term, day=end or date.max) or 0
        before = _before.scalar(connection, term=term, day=begin) or 0 if begin else 0
        return int(until - before)
    segment = Segment(expression(filters, known), days=known, begin=begin, end=end)
    return search.count(connection, [segment], _MOST)
