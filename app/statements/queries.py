"""Statements: filtered, searched, walked, counted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

import orjson
from sqlalchemy import Connection, String, select, type_coerce
from sqlmodel import col

from app.statements import search
from app.statements.facts import dataset_info, statement_facts
from app.statements.filters import StatementFilters
from app.statements.render import render_statement
from app.statements.search_terms import takes_bounded_time
from app.statements.search_words import fields_of
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Key, Listing, Row
from app.store.rendered import as_json, rendered_here
from app.store.tables.statements import RenderedStatement, Statement

# Only the newest matches are ranked: ranking all takes the longer, the more statements have a word.
RANKED = 1000
UNRANKED = 0.0  # behind all others: a better match has a lower rank
_BETTER = 1e6  # more than any difference of ranks
_numbers = CompiledSelect(select(col(Statement.number)).where(in_list(col(Statement.id), "ids")))
_STORED = select(
    col(RenderedStatement.number),
    col(RenderedStatement.id),
    type_coerce(col(RenderedStatement.list_day), String).label("list_day"),
    col(RenderedStatement.document),
)
_stored = CompiledSelect(_STORED.where(in_list(col(RenderedStatement.number), "numbers")))


@cache
def _stored_in_order(since: bool, backwards: bool) -> CompiledSelect:
    """The stored statements of a segment, in its order. One SELECT takes two thirds of the time of
    one for the numbers and one for their statements.
    """
    first = search.first_rowids(since=since, backwards=backwards)
    return CompiledSelect(
        first.with_only_columns(*_STORED.selected_columns).where(
            col(RenderedStatement.number) == search.rowid
        )
    )


def rendered_statements(connection: Connection, numbers: Iterable[int]) -> list[Row]:
    """Statements by their numbers, in any order: `number`, `id`, `list_day` as ISO 8601, and
    `document`, which is the one stored if this release rendered it.
    """
    if rendered_here(connection):
        return _stored.rows(connection, numbers=numbers)
    info = dataset_info(connection)
    return [
        facts | {"document": as_json(render_statement(facts, info))}
        for facts in statement_facts(connection, numbers)
    ]


def by_id(connection: Connection, statement_id: str) -> Row | None:
    """One statement by its id; None if there is none."""
    return by_ids(connection, [statement_id]).get(statement_id)


def by_ids(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    """Statements by their ids; those that do not exist are left out."""
    numbers = _numbers.scalars(connection, ids=ids)
    return {row["id"]: row for row in rendered_statements(connection, numbers)}


def listing(filters: StatementFilters, sort: str) -> Listing:
    """The statements that pass the filters, in the order `newest`, `oldest` or `relevance`."""
    by_rank = sort == "relevance"
    known: list[search.Segment] = []

    def segments(connection: Connection) -> list[search.Segment]:
        if not known:  # the page and the total need the same
            known.extend(search.segments(connection, filters, oldest=sort == "oldest"))
        return known

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        where = segments(connection)
        if by_rank:
            return _best_match(connection, filters, where, after, limit)
        if after is not None:
            where = search.after(connection, where, *_place(after))
        return _matched(connection, filters, _first(connection, where, limit))

    return Listing(
        page=page,
        key=_relevance_key if by_rank else _key,
        total=lambda connection: search.total(connection, filters, segments(connection)),
        is_key=_is_relevance_key if by_rank else _is_key,
        is_slow=by_rank or not takes_bounded_time(filters),
    )


def _first(connection: Connection, where: list[search.Segment], limit: int) -> list[Row]:
    """The first statements of a list, as `rendered_statements` gives them, in its order."""
    if not rendered_here(connection):
        return _ordered(connection, search.numbers(connection, where, limit))
    return search.read(
        connection,
        where,
        limit,
        lambda segment: _stored_in_order(segment.since is not None, segment.backwards).rows,
    )


def _ordered(connection: Connection, numbers: list[int]) -> list[Row]:
    """The statements with these numbers, in this order."""
    rows = {row["number"]: row for row in rendered_statements(connection, numbers)}
    return [rows[number] for number in numbers]


def _matched(connection: Connection, filters: StatementFilters, rows: list[Row]) -> list[Row]:
    """The same statements, each with `matched_in` as a last member."""
    if filters.words is None:
        member = dict.fromkeys((row["number"] for row in rows), b',"matched_in":null}')
    else:
        fields = fields_of(connection, filters.words, [row["number"] for row in rows])
        member = {
            number: b',"matched_in":' + orjson.dumps(found) + b"}"
            for number, found in fields.items()
        }
    for row in rows:  # nobody else has these rows, and copies take as long again
        row["document"] = row["document"][:-1] + member[row["number"]]
    return rows


def _key(row: Row) -> Key:
    return row["list_day"], row["id"]


def _place(key: Key) -> tuple[date | None, str]:
    return (None if key[0] is None else date.fromisoformat(key[0])), key[1]


def _relevance_key(row: Row) -> Key:
    return (row["rank"], *_key(row))


def _is_key(key: Key) -> bool:
    if len(key) != 2 or not isinstance(key[1], str) or not isinstance(key[0], str | None):
        return False
    try:
        return key[0] is None or date.fromisoformat(key[0]).isoformat() == key[0]
    except ValueError:
        return False


def _is_relevance_key(key: Key) -> bool:
    return len(key) == 3 and isinstance(key[0], float) and _is_key(key[1:])


def _best_match(
    connection: Connection,
    filters: StatementFilters,
    where: list[search.Segment],
    after: Key | None,
    limit: int,
) -> list[Row]:
    """Of the newest RANKED matches the best first: those with the very words that were given before
    those with other forms of them, then by BM25, equal ones newest first. Then the others, newest
    first.
    """
    newest = search.ranked(connection, where, RANKED)
    last = max((number for _, number in newest), default=0)
    exact = search.segments(connection, filters, only_exact=True)
    very = set(search.numbers(connection, exact, RANKED))
    order = sorted((rank - (number in very) * _BETTER, number) for rank, number in newest)
    if after is not None:
        place = (after[0], search.place(connection, *_place(after[1:])))
        order = [ranked for ranked in order if ranked > place]
        last = max(last, place[1]) if after[0] == UNRANKED else last
    order = order[:limit]
    if len(newest) == RANKED and len(order) < limit:
        rest = [replace(segment, low=max(segment.low, last)) for segment in where]
        numbers = search.numbers(connection, rest, limit - len(order))
        order += [(UNRANKED, number) for number in numbers]
    rows = _matched(connection, filters, _ordered(connection, [number for _, number in order]))
    return [row | {"rank": rank} for row, (rank, _) in zip(rows, order, strict=True)]
