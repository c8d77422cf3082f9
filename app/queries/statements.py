"""Statements: filtered, searched, walked, counted."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Select,
    and_,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    type_coerce,
)  # fmt: skip

from app.queries.listing import Key, Listing, Row, counted, rows
from app.queries.prepared import Prepared
from app.queries.record import corrections
from app.queries.statement_filters import Filters, filtered
from app.tables import metadata

_t = metadata.tables
_s, _about, _by, _topic, _question, _source, _person, _actor = (
    _t[name]
    for name in ("statement", "statement_about", "statement_by", "statement_topic", "statement_question", "source",
                 "person", "actor")
)  # fmt: skip
_words = table("statement_words", column("rowid"), column("rank"))


def _pairs(source: Select[Any], name: str) -> Any:
    """A JSON array made of a subquery's rows, as a column."""
    return type_coerce(source.scalar_subquery(), JSON).label(name)


def _listed(pairs: Any, value: Any, name: str) -> Any:
    inner = select(value.label("value")).where(pairs.c.statement == _s.c.number).order_by(value).correlate(_s).subquery()
    return _pairs(select(func.json_group_array(inner.c.value)), name)


_about_rows = (
    select(_about.c.actor, _about.c.attribution).where(_about.c.statement == _s.c.number)
    .order_by(_about.c.actor).correlate(_s).subquery()
)  # fmt: skip
COLUMNS = (
    *(column for column in _s.c if column.name not in ("said_earliest", "said_latest")),
    _source.c.title.label("source_title"), _source.c.publisher, _source.c.url.label("source_url"),
    _source.c.root.label("source_root"),
    _source.c.text_sha256, _source.c.published.label("source_published"), _person.c.name.label("speaker_name"),
    _pairs(
        select(func.json_group_array(func.json_object("actor", _about_rows.c.actor, "attribution", _about_rows.c.attribution))),
        "about",
    ),
    _listed(_by, _by.c.actor, "countries"),
    _listed(_topic, _topic.c.topic, "topics"),
    _listed(_question, _question.c.question, "questions"),
    corrections("statement", _s),
)  # fmt: skip
_numbers = select(_s.c.number).select_from(_s)  # a FROM of its own, because counting drops the columns
FROM = _s.join(_source, _source.c.id == _s.c.source).outerjoin(_person, _person.c.id == _s.c.speaker)


_one = Prepared(lambda statement: select(*COLUMNS).select_from(FROM).where(_s.c.id == statement))


def one(connection: Connection, statement_id: str) -> Row | None:
    """One statement, whole."""
    return _one.first(connection, statement_id)


def several(connection: Connection, ids: set[str]) -> dict[str, Row]:
    """Some statements, whole, by id."""
    if not ids:
        return {}
    return {row["id"]: row for row in rows(connection, select(*COLUMNS).select_from(FROM).where(_s.c.id.in_(sorted(ids))))}


def listing(filters: Filters, sort: str) -> Listing:
    """The statements that pass the filters, in the order `newest`, `oldest` or `relevance`."""
    page = {"newest": _newest, "oldest": _oldest, "relevance": _relevance}[sort]
    return Listing(
        page=lambda connection, after, limit: page(connection, filters, after, limit),
        key=_relevance_key if sort == "relevance" else _key,
        total=lambda connection: counted(connection, filtered(_numbers, filters)),
        fits=_relevance_fits if sort == "relevance" else _fits,
        aside=filters.match is not None,
    )


def undated_left_out(connection: Connection, filters: Filters) -> int:
    """How many statements pass all other filters and fall to the date filter only because a bound is unknown."""
    if not (filters.said_from or filters.said_to):
        return 0
    first, last, begin, end = _s.c.said_earliest, _s.c.said_latest, filters.said_from, filters.said_to
    unknown = or_(*([first.is_(None)] if begin else []), *([last.is_(None)] if end else []))
    inside = [or_(bound.is_(None), bound >= begin) for bound in (first, last) if begin]
    inside += [or_(bound.is_(None), bound <= end) for bound in (first, last) if end]
    others = replace(filters, said_from=None, said_to=None)
    return counted(connection, filtered(_numbers, others).where(unknown, *inside))[0]


def _key(row: Row) -> Key:
    return (row["sort_date"].isoformat() if row["sort_date"] else None, row["id"])


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


def _newest(connection: Connection, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Newest first is the order of the rowids; undated ones have the highest."""
    query = filtered(select(*COLUMNS).select_from(FROM), filters).order_by(_s.c.number).limit(limit)
    if after is not None:
        query = query.where(_s.c.number > _place(connection, *after))
    return rows(connection, query)


def _oldest(connection: Connection, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Dated ones from the highest rowid down, then the undated ones upwards."""
    query = filtered(select(*COLUMNS).select_from(FROM), filters)
    dated = query.where(_s.c.sort_date.is_not(None)).order_by(_s.c.number.desc())
    undated = query.where(_s.c.sort_date.is_(None)).order_by(_s.c.number)
    found: list[Row] = []
    if after is None or after[0] is not None:
        if after is not None:
            dated = dated.where(_s.c.number < _place(connection, *after, before=True))
        found = rows(connection, dated.limit(limit))
        after = None
    if len(found) < limit:
        if after is not None:
            undated = undated.where(_s.c.number > _place(connection, *after))
        found += rows(connection, undated.limit(limit - len(found)))
    return found


def _relevance(connection: Connection, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Best match first (BM25), equal ones newest first."""
    rank: Any = literal_column("statement_words.rank")
    query = filtered(
        select(*COLUMNS, rank.label("rank")).select_from(FROM.join(_words, _words.c.rowid == _s.c.number)), filters
    )
    query = query.where(text("statement_words MATCH :match").bindparams(match=filters.match))
    if after is not None:
        place = _place(connection, *after[1:])
        query = query.where(or_(rank > after[0], and_(rank == after[0], _s.c.number > place)))
    return rows(connection, query.order_by(rank, _s.c.number).limit(limit))


def _place(connection: Connection, day: str | None, statement_id: str, *, before: bool = False) -> int:
    """The rowid at a key, or where it would stand in this dataset.

    Without `before`: the last rowid at or ahead of the key. With it: the first rowid at or behind it.
    """
    if day is None:
        same: Any = _s.c.sort_date.is_(None)
        ahead: Any = _s.c.sort_date.is_not(None)
        behind: Any = and_(same, _s.c.id > statement_id)
    else:
        on = date.fromisoformat(day)
        same = _s.c.sort_date == on
        ahead = _s.c.sort_date > on
        behind = or_(_s.c.sort_date < on, _s.c.sort_date.is_(None), and_(same, _s.c.id > statement_id))
    if before:
        at = select(func.min(_s.c.number)).where(or_(and_(same, _s.c.id == statement_id), behind))
        return connection.execute(at).scalar() or 2**62
    at = select(func.max(_s.c.number)).where(or_(ahead, and_(same, _s.c.id <= statement_id)))
    return connection.execute(at).scalar() or 0
