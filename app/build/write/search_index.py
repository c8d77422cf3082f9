"""The search index of statements, and the counts that are made from it.

A build and the adopting of an old dataset make it with the same function.
"""

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Select,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.build.write.insert import cursor
from app.domain.names import words
from app.statements.filters import STATEMENT_FILTERS, StatementFilter
from app.statements.search import has_filter
from app.statements.search_terms import among_undated, terms_of
from app.store.tables.counts import (
    COUNTED,
    MOST_VALUES,
    WALKED,
    FacetCount,
    TermCount,
    UndatedBounds,
    UndatedCount,
)
from app.store.tables.statements import Statement

_MEMORY = 1 << 24  # bytes of the index that are gathered before they are written
_COLUMNS = dict.fromkeys(
    ("number", "exact", "said_earliest", "said_latest", "sort_date", "about", "countries")
) | dict.fromkeys(each.column for each in STATEMENT_FILTERS)
_words = table("statement_words", column("rowid"))
_term = table("term", column("term"), column("doc"), schema="temp")
_FACET_COLUMNS = ["facet", "number", "value", "statements"]


def write_search_index(connection: Connection) -> None:
    """Fill the search index, the days of undated statements and the counts by search terms."""
    for model in (UndatedBounds, UndatedCount, TermCount, FacetCount):
        connection.execute(delete(model))
    connection.execute(text("INSERT INTO statement_words (statement_words) VALUES ('delete-all')"))
    _write_undated_bounds(connection)
    _write_terms(connection)
    connection.execute(
        text("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, statement_words, 'row')")
    )
    common = select(_term.c.term, _term.c.doc).where(_term.c.doc > COUNTED)
    connection.execute(insert(TermCount).from_select(["term", "statements"], common))
    _count_by_day(connection, "earliest", col(UndatedBounds.said_earliest))
    _count_by_day(connection, "latest", col(UndatedBounds.said_latest))
    for each in STATEMENT_FILTERS:
        # The number 0 says that the statements have the search terms of this filter, even if no
        # statement has a value (app.statements.search.has_filter).
        known = insert(FacetCount).values(facet=each.name, number=0, value="", statements=0)
        connection.execute(known)
        values = insert(FacetCount).from_select(_FACET_COLUMNS, _most_common(each))
        connection.execute(values)
    connection.execute(text("DROP TABLE temp.term"))


def has_all_filters(connection: Connection) -> bool:
    """Whether the statements of a dataset have the search terms of all filters of this release."""
    return all(has_filter(connection, each.name) for each in STATEMENT_FILTERS)


def _write_undated_bounds(connection: Connection) -> None:
    columns = [col(Statement.number), col(Statement.said_earliest), col(Statement.said_latest)]
    some_day = or_(columns[1].is_not(None), columns[2].is_not(None))
    undated = select(*columns).where(col(Statement.sort_date).is_(None), some_day)
    connection.execute(insert(UndatedBounds).from_select(columns, undated))


def _write_terms(connection: Connection) -> None:
    index, statements = cursor(connection), cursor(connection)
    index.execute(
        "INSERT INTO statement_words (statement_words, rank) VALUES ('hashsize', ?)", (_MEMORY,)
    )
    columns = [Statement.metadata.tables["statement"].c[name] for name in _COLUMNS]
    lists = [each.key for each in columns if isinstance(each.type, JSON)]
    query = select(*columns).order_by(col(Statement.number))
    statements.execute(str(query.compile(dialect=connection.dialect)))

    def indexed(values: tuple[Any, ...]) -> tuple[int, str, str]:
        row = dict(zip(_COLUMNS, values, strict=True))
        for name in lists:
            row[name] = _parsed(row[name])
        return row["number"], " ".join(words(row["exact"] or "")), " ".join(terms_of(row))

    index.executemany(
        "INSERT INTO statement_words (rowid, words, marks) VALUES (?, ?, ?)",
        map(indexed, statements),
    )
    index.execute("INSERT INTO statement_words (statement_words) VALUES ('optimize')")


@lru_cache(maxsize=4096)
def _parsed(json: str) -> Any:
    """A list of a statement; the same ones come again and again."""
    return orjson.loads(json)


def _count_by_day(connection: Connection, known: str, day: Mapped[Any]) -> None:
    """Count the undated statements of which only this one day is known, for the search terms that
    more than WALKED of them have.
    """
    begin = among_undated(known, "")
    common = select(_term.c.term).where(
        _term.c.term.between(begin, begin + "\uffff"), _term.c.doc > WALKED
    )
    for (term,) in connection.execute(common).all():
        so_far = func.sum(func.count()).over(order_by=day)
        has_term = literal_column("statement_words").op("MATCH")(f'"{term}"')
        by_day = (
            select(literal(term), day, so_far)
            .join_from(_words, UndatedBounds, col(UndatedBounds.number) == _words.c.rowid)
            .where(has_term)
            .group_by(day)
        )
        connection.execute(insert(UndatedCount).from_select(["term", "day", "statements"], by_day))


def _most_common(filter_: StatementFilter) -> Select[Any, Any, Any, Any]:
    """The most common values of a filter, numbered in the order in which a facet shows them."""
    begin = f"{filter_.prefix}_"
    of_filter = _term.c.term.between(begin, begin + "\uffff")
    values = (
        select(func.substr(_term.c.term, len(begin) + 1).label("value"), _term.c.doc.label("count"))
        .where(of_filter, func.instr(_term.c.term, "__") == 0)
        .subquery()
        .c
    )
    titled = filter_.with_titles(select(values.value, values["count"]), values.value).subquery().c
    order = (titled["count"].desc(), titled.label, titled.value)
    number = func.row_number().over(order_by=order)
    return (
        select(literal(filter_.name), number, titled.value, titled["count"])
        .order_by(*order)
        .limit(MOST_VALUES)
    )
