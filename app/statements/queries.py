"""Statements: filtered, searched, walked, counted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import orjson
from sqlalchemy import Connection, String, bindparam, select, type_coerce
from sqlmodel import col

from app.statements import search as walk
from app.statements.facts import dataset_info, statement_facts
from app.statements.filters import StatementFilters
from app.statements.render import render_statement
from app.statements.search_terms import takes_bounded_time
from app.store.compiled import compiled, in_list
from app.store.listing import Key, Listing, Row
from app.store.rendered import rendered_here
from app.store.tables.statements import RenderedStatement, Statement

RANKED = (
    1000  # the newest matches are ranked; ranking all would take the longer, the commoner a word is
)
UNRANKED = 0.0  # behind all others: a better match has a lower rank
_number = compiled(select(col(Statement.number)).where(col(Statement.id) == bindparam("statement")))
_numbers = compiled(select(col(Statement.number)).where(in_list(col(Statement.id), "ids")))
_stored = compiled(
    select(
        col(RenderedStatement.number),
        col(RenderedStatement.id),
        type_coerce(col(RenderedStatement.sort_date), String).label("sort_date"),
        col(RenderedStatement.document),
    ).where(in_list(col(RenderedStatement.number), "numbers"))
)


def rendered_statements(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """Statements by their numbers, in any order: `number`, `id`, `sort_date` as ISO 8601, and
    `document`, which is the one stored if this release rendered it.
    """
    if rendered_here(connection):
        return _stored.rows(connection, numbers=numbers)
    info = dataset_info(connection)
    return [
        {
            "number": facts["number"],
            "id": facts["id"],
            "sort_date": facts["sort_date"],
            "document": orjson.dumps(render_statement(facts, info)),
        }
        for facts in statement_facts(connection, numbers)
    ]


def one(connection: Connection, statement_id: str) -> Row | None:
    """One statement by its id."""
    number = _number.scalar(connection, statement=statement_id)
    return None if number is None else rendered_statements(connection, [number])[0]


def several(connection: Connection, ids: set[str]) -> dict[str, Row]:
    """Some statements by their ids."""
    numbers = _numbers.scalars(connection, ids=ids)
    return {row["id"]: row for row in rendered_statements(connection, numbers)}


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
        return _rows(connection, walk.numbers(connection, where, limit))

    return Listing(
        page=page,
        key=_relevance_key if by_rank else _key,
        total=lambda connection: walk.total(connection, filters, segments(connection)),
        fits=_relevance_fits if by_rank else _fits,
        aside=by_rank or not takes_bounded_time(filters),
    )


def _rows(connection: Connection, numbers: list[int]) -> list[Row]:
    """Whole statements, in the order of their numbers as given."""
    if not numbers:
        return []
    rows = {row["number"]: row for row in rendered_statements(connection, numbers)}
    return [rows[number] for number in numbers]


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
