"""What a dataset holds only to be read faster (app.tables.DERIVED, the search indexes), made from
its own rows.

A build and the adopting of an old dataset make it with the same functions.
"""

from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
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

from app.domain.names import words
from app.store.tables import metadata
from app.store.tables.counts import COUNTED, FACETS, MOST_VALUES, WALKED
from app.store.tables.search_terms import NAMES, among, marks

_t = metadata.tables
_s = _t["statement"]
_LISTS = ("about", "countries", "topics", "questions")
_READ = (
    "number",
    "exact",
    "speaker",
    "capacity",
    "kind",
    "source",
    "said_earliest",
    "said_latest",
    "sort_date",
    *_LISTS,
)
_MEMORY = 1 << 24  # bytes of the index that are gathered before they are written
_bounds, _words = _t["undated_bounds"], table("statement_words", column("rowid"))
_term = table("term", column("term"), column("doc"), schema="temp")


def search(connection: Connection) -> None:
    """Fill the search index of statements and what is read with it, and count by it."""
    for name in ("undated_bounds", "undated_count", "term_count", "facet_value"):
        connection.execute(delete(_t[name]))
    connection.execute(text("INSERT INTO statement_words (statement_words) VALUES ('delete-all')"))
    bounds = [_s.c.number, _s.c.said_earliest, _s.c.said_latest]
    some = or_(_s.c.said_earliest.is_not(None), _s.c.said_latest.is_not(None))
    undated = select(*bounds).where(_s.c.sort_date.is_(None), some)
    connection.execute(
        insert(_t["undated_bounds"]).from_select([column.name for column in bounds], undated)
    )
    # SQLite's own cursors, as in app.build.write.dataset_file.
    cursor: Any = connection.connection.cursor()
    said: Any = connection.connection.cursor()
    cursor.execute(
        "INSERT INTO statement_words (statement_words, rank) VALUES ('hashsize', ?)", (_MEMORY,)
    )
    said.execute(
        str(
            select(*(_s.c[name] for name in _READ))
            .order_by(_s.c.number)
            .compile(dialect=connection.dialect)
        )
    )

    def indexed(found: tuple[Any, ...]) -> tuple[int, str, str]:
        row = dict(zip(_READ, found, strict=True))
        for name in _LISTS:
            row[name] = _listed(row[name])
        return row["number"], " ".join(words(row["exact"])), " ".join(marks(row))

    cursor.executemany(
        "INSERT INTO statement_words (rowid, words, marks) VALUES (?, ?, ?)", map(indexed, said)
    )
    cursor.execute("INSERT INTO statement_words (statement_words) VALUES ('optimize')")
    connection.execute(
        text("CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, statement_words, 'row')")
    )
    common = select(_term.c.term, _term.c.doc).where(_term.c.doc > COUNTED)
    connection.execute(insert(_t["term_count"]).from_select(["term", "statements"], common))
    for known, day in (("earliest", _bounds.c.said_earliest), ("latest", _bounds.c.said_latest)):
        _count_by_day(connection, known, day)
    for facet in FACETS:
        connection.execute(
            insert(_t["facet_value"]).from_select(
                ["facet", "number", "value", "statements"], _most(facet)
            )
        )
    connection.execute(text("DROP TABLE temp.term"))


def _count_by_day(connection: Connection, known: str, day: Any) -> None:
    """Count the undated statements of which just this one day is known, for the common marks among
    them.
    """
    begin = among(known, "")
    common = select(_term.c.term).where(
        _term.c.term.between(begin, begin + "\uffff"), _term.c.doc > WALKED
    )
    for (term,) in connection.execute(common).all():
        so_far = func.sum(func.count()).over(order_by=day)
        marked = literal_column("statement_words").op("MATCH")(f'"{term}"')
        grown = select(literal(term), day, so_far).join_from(
            _words, _bounds, _bounds.c.number == _words.c.rowid
        )
        grown = grown.where(marked).group_by(day)
        connection.execute(
            insert(_t["undated_count"]).from_select(["term", "day", "statements"], grown)
        )


@lru_cache(maxsize=4096)
def _listed(json: str) -> list[Any]:
    """A list that belongs to a statement; the same ones come again and again."""
    listed: list[Any] = orjson.loads(json)
    return listed


def _most(facet: str) -> Select[Any]:
    """The most common values of a facet, numbered in the order in which they are shown."""
    begin = f"{NAMES[facet]}_"
    ours = _term.c.term.between(begin, begin + "\uffff") & (func.instr(_term.c.term, "__") == 0)
    values = (
        select(func.substr(_term.c.term, len(begin) + 1).label("value"), _term.c.doc)
        .where(ours)
        .subquery()
    )
    joined, label = values, values.c.value
    if FACETS[facet]:
        name, _, of = str(FACETS[facet]).partition(".")
        joined, label = values.join(_t[name], _t[name].c.id == values.c.value), _t[name].c[of]  # type: ignore[assignment]
    order = (values.c.doc.desc(), label, values.c.value)
    number = func.row_number().over(order_by=order)
    return (
        select(literal(facet), number, values.c.value, values.c.doc)
        .select_from(joined)
        .order_by(*order)
        .limit(MOST_VALUES)
    )
