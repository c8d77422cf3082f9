"""Sources and their passages."""

from typing import Any

from sqlalchemy import JSON, Connection, func, select, tuple_, type_coerce

from app.store.listing import Listing, Row, first, rows, whole
from app.store.tables import metadata

_t = metadata.tables
_source, _passage, _s, _evidence, _correction = (
    _t[name] for name in ("source", "passage", "statement", "position_evidence", "correction")
)

_cited = select(_evidence.c.statement)


def _count(table: str, *where: Any) -> Any:
    of = _t[table]
    return (
        select(func.count())
        .select_from(of)
        .where(of.c.source == _source.c.id, *where)
        .correlate(_source)
        .scalar_subquery()
    )


def _corrections() -> Any:
    """The corrections of a source, oldest first: `[{on, reason}]`."""
    given = (
        select(_correction.c.corrected_on, _correction.c.reason)
        .where(_correction.c.kind == "source", _correction.c.id == _source.c.id)
        .order_by(_correction.c.number)
        .correlate(_source)
        .subquery()
    )
    pieces = func.json_group_array(
        func.json_object("on", given.c.corrected_on, "reason", given.c.reason)
    )
    return type_coerce(select(pieces).scalar_subquery(), JSON)


_columns = (
    *(column for column in _source.c if column.name != "text"),
    func.length(_source.c.text).label("characters"),
    *(
        _count("passage", _passage.c.coding == coding).label(coding)
        for coding in ("heading", "statement", "narration")
    ),
    _count("statement").label("statements"),
    _count("statement", _s.c.number.in_(_cited)).label("statements_cited"),
    select(func.count(_s.c.passage.distinct()))
    .where(_s.c.source == _source.c.id)
    .correlate(_source)
    .scalar_subquery()
    .label("passages_used"),
    _corrections().label("corrections"),
)


def listing(connection: Connection) -> Listing:
    """Sources by title."""
    query = select(*_columns).order_by(_source.c.sort_title, _source.c.id)
    return whole(connection, query, lambda row: (row["sort_title"], row["id"]))


def one(connection: Connection, source: str) -> Row | None:
    """One source with its coverage."""
    return first(connection, select(*_columns).where(_source.c.id == source))


def passages(connection: Connection, source: str) -> Listing:
    """Every sentence of an archived source in the order of the text, with the statements cut from
    it.
    """
    cut = (
        select(_s.c.id.label("id"))
        .where(_s.c.source == _passage.c.source, _s.c.passage == _passage.c.number)
        .order_by(_s.c.start)
        .correlate(_passage)
        .subquery()
    )
    query = (
        select(
            *_passage.c,
            type_coerce(select(func.json_group_array(cut.c.id)).scalar_subquery(), JSON).label(
                "statements"
            ),
        )
        .where(_passage.c.source == source)
        .order_by(_passage.c.number)
    )
    return whole(connection, query, lambda row: (row["number"],))


def text(connection: Connection, source: str) -> str | None:
    """The archived text; None where only excerpts are kept."""
    return connection.execute(select(_source.c.text).where(_source.c.id == source)).scalar()


def of_root(connection: Connection, root: str) -> list[Row]:
    """The sources that go back to one agency or document, by title: they are not independent of
    each other.
    """
    columns = (_source.c.id, _source.c.title, _source.c.publisher, _source.c.via, _source.c.copy_of)
    return rows(
        connection,
        select(*columns).where(_source.c.root == root).order_by(_source.c.sort_title, _source.c.id),
    )


def sentences(connection: Connection, wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Row]:
    """Single passages, by source and number."""
    if not wanted:
        return {}
    query = select(*_passage.c).where(
        tuple_(_passage.c.source, _passage.c.number).in_(sorted(wanted))
    )
    return {(row["source"], row["number"]): row for row in rows(connection, query)}
