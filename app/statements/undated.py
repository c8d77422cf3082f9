"""How many statements a range of days leaves out only because a bound of theirs is unknown."""

from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select, true

from app.statements import search as walk
from app.statements.filters import StatementFilters, expression, single_term
from app.store.compiled import CompiledQuery
from app.store.tables import metadata

_by_day = metadata.tables["undated_count"]
_MOST = 10_000  # statements that are told to be left out


def undated(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass all other filters and fall to the date filter only because a bound
    is unknown.
    """
    begin, end = filters.said_from, filters.said_to
    if not (begin or end):
        return 0
    parts = [_told(filters, "nothing")]
    if begin:  # the first day must be known, and is not
        parts.append(_told(filters, "latest", walk.Days(last_from=begin, last_to=end, one=True)))
    if end:
        parts.append(
            _told(filters, "earliest", walk.Days(first_from=begin, first_to=end, one=True))
        )
    return min(int(_adding.scalar(connection, tuple(parts), _MOST)), _MOST)


# A word or mark whose count may be known, and the statements that are counted otherwise.
_Part = tuple[str, walk.Segment | walk.Days]


def _told(filters: StatementFilters, known: str, days: walk.Days | None = None) -> _Part:
    """The undated statements that pass all filters but the days, of which so much is known."""
    if days is not None and not filters.groups and not filters.match:
        return "", days
    return single_term(filters, known) or "", walk.Segment(expression(filters, known), days=days)


def _added(parts: tuple[_Part, ...], most: Any) -> Select[Any]:
    """How many statements all parts have; of each no more than `most` are counted."""
    counts = (_one_added(term, what, most).scalar_subquery() for term, what in parts)
    return select(reduce(add, counts))


def _one_added(term: Any, what: walk.Segment | walk.Days, most: Any) -> Select[Any]:
    if isinstance(what, walk.Days):
        return select(func.count()).select_from(walk.undated(what).limit(most).subquery())
    if what.days is None:
        return walk.known_or_counted(term, (what,), most)
    days = what.days  # of the day that is known
    begin = days.first_from if days.last_from is None else days.last_from
    end = days.first_to if days.last_to is None else days.last_to

    def so_far(condition: Any) -> Any:
        last = (
            select(_by_day.c.statements)
            .where(_by_day.c.term == term, condition)
            .order_by(_by_day.c.day.desc())
            .limit(1)
        )
        return func.coalesce(last.scalar_subquery(), 0)

    until = so_far(true() if end is None else _by_day.c.day <= end)
    many = until if begin is None else until - so_far(_by_day.c.day < begin)
    known = (
        select(many).where(exists(select(_by_day).where(_by_day.c.term == term))).scalar_subquery()
    )
    return select(func.coalesce(known, walk.number((what,), most).scalar_subquery()))


_adding = CompiledQuery(_added)
