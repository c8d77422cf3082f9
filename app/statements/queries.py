"""Statements: filtered, searched, walked, counted."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Select, String, func, select, type_coerce

from app.statements import search as walk
from app.statements.filters import StatementFilters, offered
from app.store.compiled import CompiledQuery
from app.store.listing import Key, Listing, Row
from app.store.tables import metadata

_s, DOCUMENT = (metadata.tables[name] for name in ("statement", "statement_document"))
RANKED = (
    1000  # the newest matches are ranked; ranking all would take the longer, the commoner a word is
)
UNRANKED = 0.0  # behind all others: a better match has a lower rank
_d = DOCUMENT.c
_COLUMNS = (
    _d.number,
    _d.id,
    type_coerce(_d.sort_date, String).label("sort_date"),
    _d.document,
)  # the day as it stands in keys


def _of(values: Any, column: Any) -> Select[Any]:
    """The statements whose `column` is in a JSON array."""
    return select(*_COLUMNS).where(
        column.in_(select(func.json_each(values).table_valued("value").c.value))
    )


_at = DOCUMENT.join(_s, _s.c.number == _d.number)  # `id` has an index there
_one = CompiledQuery(
    lambda statement: select(*_COLUMNS).select_from(_at).where(_s.c.id == statement)
)
_several = CompiledQuery(lambda ids: _of(ids, _s.c.id).select_from(_at))
_numbered = CompiledQuery(lambda numbers: _of(numbers, _d.number))
_newest = CompiledQuery(
    lambda where, limit: (
        select(*_COLUMNS).where(_d.number.in_(walk.walked(where, limit))).order_by(_d.number)
    )
)


def one(connection: Connection, statement_id: str) -> Row | None:
    """One statement, whole."""
    return _one.first(connection, statement_id)


def several(connection: Connection, ids: set[str]) -> dict[str, Row]:
    """Some statements, whole, by id."""
    if not ids:
        return {}
    return {row["id"]: row for row in _several.rows(connection, orjson.dumps(sorted(ids)).decode())}


def listing(filters: StatementFilters, sort: str) -> Listing:
    """The statements that pass the filters, in the order `newest`, `oldest` or `relevance`."""
    by_rank = sort == "relevance"
    found: list[walk.Segment] = []  # looked up once for the page and the total

    def segments(connection: Connection) -> list[walk.Segment]:
        if not found:
            found.extend(walk.segments(connection, filters, oldest=sort == "oldest"))
        return found

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        where = segments(connection)
        if by_rank:
            return _best_match(connection, where, after, limit)
        if after is not None:
            where = walk.after(connection, where, *_place(after))
        if sort == "oldest":
            return _rows(connection, walk.numbers(connection, where, limit))
        some = walk.not_empty(where)
        return _newest.rows(connection, some, limit) if some else []

    return Listing(
        page=page,
        key=_relevance_key if by_rank else _key,
        total=lambda connection: walk.total(connection, filters, segments(connection)),
        fits=_relevance_fits if by_rank else _fits,
        aside=by_rank or not offered(filters),
    )


def _rows(connection: Connection, numbers: list[int]) -> list[Row]:
    """Whole statements, in the order of their numbers as given."""
    if not numbers:
        return []
    found = {
        row["number"]: row for row in _numbered.rows(connection, orjson.dumps(numbers).decode())
    }
    return [found[number] for number in numbers]


def _key(row: Row) -> Key:
    return row["sort_date"], row["id"]


def _place(key: Key) -> tuple[date | None, str]:
    return (None if key[0] is None else date.fromisoformat(key[0])), key[1]


def _relevance_key(row: Row) -> Key:
    return (row["rank"], *_key(row))


def _fits(key: Key) -> bool:
    if len(key) != 2 or not isinstance(key[1], str) or not isinstance(key[0], str | None):
        return False
    try:
        return key[0] is None or date.fromisoformat(key[0]).isoformat() == key[0]
    except ValueError:
        return False


def _relevance_fits(key: Key) -> bool:
    return len(key) == 3 and isinstance(key[0], float) and _fits(key[1:])


def _best_match(
    connection: Connection, where: list[walk.Segment], after: Key | None, limit: int
) -> list[Row]:
    """Of the newest RANKED matches the best first (BM25), equal ones newest first; then the others,
    newest first.
    """
    found = walk.ranked(connection, where, RANKED)
    order, last = sorted(found), max((number for _, number in found), default=0)
    if after is not None:
        behind = (after[0], walk.place(connection, *_place(after[1:])))
        order = [one for one in order if one > behind]
        last = max(last, behind[1]) if after[0] == UNRANKED else last
    order = order[:limit]
    if len(found) == RANKED and len(order) < limit:
        rest = [replace(segment, low=max(segment.low, last)) for segment in where]
        order += [
            (UNRANKED, number) for number in walk.numbers(connection, rest, limit - len(order))
        ]
    rows = _rows(connection, [number for _, number in order])
    return [{**row, "rank": rank} for row, (rank, _) in zip(rows, order, strict=True)]
