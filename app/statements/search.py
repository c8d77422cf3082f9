"""The numbers of the statements that pass filters: walked in either order, and counted.

A number is a rowid: 1 is the newest statement, undated ones come last. So a list is a walk through
one or two segments of numbers with one full-text expression each, and a range of days is a range of
numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union_all,
)

from app.statements.filters import StatementFilters, certainly_since, expression, single_term
from app.store.compiled import CompiledQuery
from app.store.tables import metadata
from app.store.tables.counts import COUNTED

_s, _count, _bounds = (
    metadata.tables[name] for name in ("statement", "term_count", "undated_bounds")
)
WORDS = table("statement_words", column("rowid"))
_END = 2**62


@dataclass(slots=True)  # frozen ones take four times as long to make, and each page needs some
class Days:
    """Bounds of the first and the last day that a statement can have been said; `one`: the other
    day is unknown.
    """

    first_from: date | None = None
    first_to: date | None = None
    last_from: date | None = None
    last_to: date | None = None
    one: bool = False


@dataclass(slots=True)
class Segment:
    """Statements with numbers in (low, high] that an expression finds, in the order of the numbers
    or backwards.
    """

    match: str
    low: int = 0
    high: int = _END
    backwards: bool = False
    days: Days | None = None  # of undated statements alone


def found(segment: Segment) -> Select[Any]:
    """The rowids of a segment."""
    query = select(WORDS.c.rowid).where(
        literal_column("statement_words").op("MATCH")(segment.match),
        WORDS.c.rowid > segment.low,
        WORDS.c.rowid <= segment.high,
    )
    # The sum keeps SQLite from looking up each of the numbers in the index of words.
    return (
        query
        if segment.days is None
        else query.where((WORDS.c.rowid + 0).in_(undated(segment.days)))
    )


def undated(days: Days) -> Select[Any]:
    """The numbers of the undated statements that certainly were said within some days."""
    query = select(_bounds.c.number)
    for name, of in (("first", _bounds.c.said_earliest), ("last", _bounds.c.said_latest)):
        begin, end = getattr(days, f"{name}_from"), getattr(days, f"{name}_to")
        query = query if begin is None else query.where(of >= begin)
        query = query if end is None else query.where(of <= end)
        query = query.where(of.is_(None)) if days.one and begin is None and end is None else query
    return query


def walked(where: tuple[Segment, ...], limit: Any) -> Select[Any]:
    """The numbers of segments, one segment after the other: SQLite does not begin with the next
    before it has to.
    """
    parts = [_in_order(found(segment), segment, limit) for segment in where]
    return (
        parts[0]
        if len(parts) == 1
        else select(union_all(*(select(part.subquery()) for part in parts)).subquery()).limit(limit)
    )


def _ranked(segment: Segment, limit: Any) -> Select[Any]:
    rank = func.bm25(literal_column("statement_words"), 1.0, 0.0)  # marks weigh nothing
    return _in_order(found(segment).with_only_columns(rank, WORDS.c.rowid), segment, limit)


def _in_order(query: Select[Any], segment: Segment, limit: Any) -> Select[Any]:
    return query.order_by(WORDS.c.rowid.desc() if segment.backwards else WORDS.c.rowid).limit(limit)


def number(where: tuple[Segment, ...], most: Any) -> Select[Any]:
    """How many statements are in segments; no more than `most` are counted."""
    parts = [found(segment).with_only_columns(literal(1).label("one")) for segment in where]
    together: Any = parts[0] if len(parts) == 1 else select(union_all(*parts).subquery())
    return select(func.count()).select_from(together.limit(most).subquery())


def known_or_counted(term: Any, where: tuple[Segment, ...], most: Any) -> Select[Any]:
    """The same; what is known of a word or a mark is taken instead, if there is anything."""
    known = select(_count.c.statements).where(_count.c.term == term).scalar_subquery()
    return select(func.coalesce(known, number(where, most).scalar_subquery()))


_walk, _ranking, _counting, _telling = (
    CompiledQuery(walked),
    CompiledQuery(_ranked),
    CompiledQuery(number),
    CompiledQuery(known_or_counted),
)


def segments(
    connection: Connection, filters: StatementFilters, *, oldest: bool = False
) -> list[Segment]:
    """Where the statements are that pass, in their order: dated ones, then undated ones from the
    lowest number.
    """
    text, begin, end = expression(filters), filters.said_from, filters.said_to
    if not (begin or end):
        if not oldest:
            return [Segment(text)]
        dated = _between(connection, None, None)[0]
        return [Segment(text, high=dated, backwards=True), Segment(text, low=dated)]
    dated, low, high = _between(connection, begin, end)
    if begin:
        text = certainly_since(text, begin)
    # Undated statements pass where all bounds that matter are known.
    kinds = (
        ["bounds"] if begin and end else ["earliest", "bounds"] if begin else ["latest", "bounds"]
    )
    undated = " OR ".join(f"({expression(filters, known)})" for known in kinds)
    rest = Segment(undated, low=dated, days=Days(first_from=begin, last_to=end))
    return [Segment(text, low, high, oldest), rest]


def numbers(connection: Connection, where: Iterable[Segment], limit: int) -> list[int]:
    """The numbers of up to `limit` statements, in order."""
    some = not_empty(where)
    return _walk.scalars(connection, some, limit) if some else []


def not_empty(where: Iterable[Segment]) -> tuple[Segment, ...]:
    """Those of the segments that can hold something."""
    return tuple(segment for segment in where if segment.low < segment.high)


def ranked(connection: Connection, where: Iterable[Segment], limit: int) -> list[tuple[float, int]]:
    """Rank (BM25, the lower the better) and number of up to `limit` statements, in the order of
    their numbers.
    """
    out: list[tuple[float, int]] = []
    for segment in where:
        if len(out) < limit and segment.low < segment.high:
            out += _ranking.tuples(connection, segment, limit - len(out))
    return out


def after(
    connection: Connection, where: list[Segment], day: date | None, statement: str
) -> list[Segment]:
    """What remains of the segments behind the place of a statement, which need not be in this
    dataset.
    """
    if where[0].backwards and day is not None:
        return [
            replace(
                where[0], high=min(where[0].high, place(connection, day, statement, strictly=True))
            ),
            *where[1:],
        ]
    at = place(connection, day, statement)
    return [
        replace(segment, low=max(segment.low, at)) for segment in where if not segment.backwards
    ]


def total(
    connection: Connection, filters: StatementFilters, where: list[Segment]
) -> tuple[int, bool]:
    """How many statements pass that stand in these segments, and whether that is exact."""
    term = single_term(filters)
    if term is not None and not (filters.said_from or filters.said_to):
        return _telling.scalar(connection, term, (Segment(expression(filters)),), COUNTED + 1), True
    some = not_empty(where)
    many = _counting.scalar(connection, some, COUNTED + 1) if some else 0
    return min(many, COUNTED), many <= COUNTED


def exactly(connection: Connection, filters: StatementFilters) -> int:
    """How many statements pass, however many they are; short only where that is known."""
    term = None if filters.said_from or filters.said_to else single_term(filters)
    some = not_empty(segments(connection, filters))
    return int(_telling.scalar(connection, term or "", some, _END)) if some else 0


def _nearest(day: Any, *, or_newer: bool) -> Any:
    """The day on which there are statements that is the first from a day on."""
    newer = (
        _s.c.sort_date.is_not(None)
        if day is None
        else _s.c.sort_date >= day
        if or_newer
        else _s.c.sort_date > day
    )
    return select(func.min(_s.c.sort_date)).where(newer).scalar_subquery()


def _last(day: Any) -> Select[Any]:
    """The last of the statements of a day."""
    return select(_s.c.number).where(_s.c.sort_date == day).order_by(_s.c.id.desc()).limit(1)


def _limits(begin: Any, end: Any) -> Select[Any]:
    dated = _last(_nearest(None, or_newer=True)).scalar_subquery()
    newer = literal(0) if end is None else _last(_nearest(end, or_newer=False)).scalar_subquery()
    since = dated if begin is None else _last(_nearest(begin, or_newer=True)).scalar_subquery()
    return select(*(func.coalesce(one, 0) for one in (dated, newer, since)))


_limiting = CompiledQuery(_limits)


def _between(connection: Connection, begin: date | None, end: date | None) -> tuple[int, int, int]:
    """The last numbers of all dated statements, of those after a day (0: of none), and of those on
    another day or later.
    """
    [(dated, newer, since)] = _limiting.tuples(connection, begin, end)
    return dated, newer, since


def _up_to(day: Any, statement: Any, *, strictly: bool) -> Select[Any]:
    same = _s.c.sort_date.is_(None) if day is None else _s.c.sort_date == day
    ahead = _s.c.id < statement if strictly else _s.c.id <= statement
    return select(_s.c.number).where(same, ahead).order_by(_s.c.id.desc()).limit(1)


def _ahead(day: Any, statement: Any, strictly: bool) -> Select[Any]:
    before = _last(
        _nearest(day, or_newer=False)
    )  # of the days before; of all days, if it is undated
    return select(
        func.coalesce(
            _up_to(day, statement, strictly=strictly).scalar_subquery(), before.scalar_subquery(), 0
        )
    )


_place = CompiledQuery(_ahead)


def place(
    connection: Connection, day: date | None, statement: str, *, strictly: bool = False
) -> int:
    """The last number at or ahead of a key (day, id), or `strictly` ahead of it; newest first."""
    return int(_place.scalar(connection, day, statement, strictly))
