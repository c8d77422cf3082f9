"""Statements: filtered, searched, walked, counted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Select,
    and_,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    type_coerce,
)  # fmt: skip

from app.names import words
from app.queries.listing import Key, Listing, Row, counted, first, rows
from app.tables import metadata

_t = metadata.tables
_s, _about, _by, _topic, _question, _source, _person, _actor = (
    _t[name]
    for name in ("statement", "statement_about", "statement_by", "statement_topic", "statement_question", "source",
                 "person", "actor")
)  # fmt: skip
_words = table("statement_words", column("rowid"), column("rank"))


@dataclass(frozen=True)
class Filters:
    """Which statements, by ids. Values of one filter are OR, filters are AND; an empty filter lets all through.

    `attribution` belongs to the pair (statement, actor): together with `about` both must hold of one pair.
    `side` (with `actor`): by the actor's speakers, about the actor, or either.
    """

    speaker: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    question: tuple[str, ...] = ()
    said_from: date | None = None
    said_to: date | None = None
    match: str | None = None  # an FTS5 expression made by `matching`, never a user's text
    actor: str | None = None
    side: tuple[str, ...] = ()
    by_person: str | None = None


def matching(q: str) -> str | None:
    """The FTS5 expression for a user's words: every word and every “quoted phrase” must occur; None if q has no word.

    Each word is folded and then quoted, so that nothing in it is read as an operator.
    """
    parts = re.findall(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\S+)", q)
    phrases = [" ".join(words(phrase or word)) for phrase, word in parts]
    quoted = ['"' + phrase.replace('"', '""') + '"' for phrase in phrases if phrase]
    return " AND ".join(quoted) or None


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
    _source.c.text_sha256, _source.c.published.label("source_published"), _person.c.name.label("speaker_name"),
    _pairs(
        select(func.json_group_array(func.json_object("actor", _about_rows.c.actor, "attribution", _about_rows.c.attribution))),
        "about",
    ),
    _listed(_by, _by.c.actor, "countries"),
    _listed(_topic, _topic.c.topic, "topics"),
    _listed(_question, _question.c.question, "questions"),
)  # fmt: skip
_numbers = select(_s.c.number).select_from(_s)  # a FROM of its own, because counting drops the columns
FROM = _s.join(_source, _source.c.id == _s.c.source).outerjoin(_person, _person.c.id == _s.c.speaker)


def one(connection: Connection, statement_id: str) -> Row | None:
    """One statement, whole."""
    return first(connection, select(*COLUMNS).select_from(FROM).where(_s.c.id == statement_id))


def listing(filters: Filters, sort: str) -> Listing:
    """The statements that pass the filters, in the order `newest`, `oldest` or `relevance`."""
    page = {"newest": _newest, "oldest": _oldest, "relevance": _relevance}[sort]
    return Listing(
        page=lambda connection, after, limit: page(connection, filters, after, limit),
        key=_relevance_key if sort == "relevance" else _key,
        total=lambda connection: counted(connection, _filtered(_numbers, filters)),
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
    return counted(connection, _filtered(_numbers, others).where(unknown, *inside))[0]


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
    query = _filtered(select(*COLUMNS).select_from(FROM), filters).order_by(_s.c.number).limit(limit)
    if after is not None:
        query = query.where(_s.c.number > _place(connection, *after))
    return rows(connection, query)


def _oldest(connection: Connection, filters: Filters, after: Key | None, limit: int) -> list[Row]:
    """Dated ones from the highest rowid down, then the undated ones upwards."""
    query = _filtered(select(*COLUMNS).select_from(FROM), filters)
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
    query = _filtered(
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


def _filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    for name, of in (("speaker", _s.c.speaker), ("capacity", _s.c.capacity), ("kind", _s.c.kind), ("source", _s.c.source)):
        if values := getattr(filters, name):
            query = query.where(of.in_(values))
    for name, pairs, of in (("country", _by, _by.c.actor), ("topic", _topic, _topic.c.topic),
                            ("question", _question, _question.c.question)):  # fmt: skip
        if values := getattr(filters, name):
            query = query.where(_has(pairs, of.in_(values)))
    if filters.about or filters.attribution:
        query = query.where(_has(_about, *_pair(filters)))
    if filters.said_from:
        query = query.where(_s.c.said_earliest >= filters.said_from)
    if filters.said_to:
        query = query.where(_s.c.said_latest <= filters.said_to)
    if filters.match:
        found = select(_words.c.rowid).where(text("statement_words MATCH :words").bindparams(words=filters.match))
        query = query.where(_s.c.number.in_(found))
    if filters.by_person:
        query = query.where(_s.c.speaker == filters.by_person)
    if filters.actor:
        sides = {"by": _by, "about": _about}
        query = query.where(or_(*(
            _has(sides[side], sides[side].c.actor == filters.actor)
            for side in (filters.side or sides)
        )))  # fmt: skip
    return query


def _has(pairs: Any, *where: Any) -> Any:
    """Whether a statement has such a pair; tied to the statement alone, also where the query around it reads the same pairs."""
    return exists().where(pairs.c.statement == _s.c.number, *where).correlate(_s)


def _pair(filters: Filters) -> Iterable[Any]:
    """What must hold of one pair (statement, actor)."""
    if filters.about:
        yield _about.c.actor.in_(filters.about)
    if filters.attribution:
        yield _about.c.attribution.in_(filters.attribution)


FACETS: dict[str, tuple[Any, Any]] = {
    # facet: (the column of its value, the table of pairs that it stands in)
    "speaker": (_s.c.speaker, None), "country": (_by.c.actor, _by), "about": (_about.c.actor, _about),
    "topic": (_topic.c.topic, _topic), "attribution": (_about.c.attribution, _about), "capacity": (_s.c.capacity, None),
    "kind": (_s.c.kind, None), "source": (_s.c.source, None), "question": (_question.c.question, _question),
}  # fmt: skip
assert FACETS.keys() <= {field.name for field in fields(Filters)}


def facet(connection: Connection, filters: Filters, name: str) -> list[Row]:
    """The values of a facet with the total that the list has when this one filter is replaced by the value."""
    value, pairs = FACETS[name]
    others = replace(filters, **{name: ()})  # type: ignore[arg-type]  # FACETS names fields that are tuples
    query = _filtered(select(value.label("value"), func.count(_s.c.number.distinct()).label("count")), others)
    query = query.select_from(_s if pairs is None else _s.join(pairs, pairs.c.statement == _s.c.number))
    if pairs is _about:  # the value must come from the very pair that the other half of the pair's filter is about
        query = query.where(*_pair(others))
    query = query.where(value.is_not(None)).group_by(value)
    found = query.subquery()
    labels = {"speaker": _person, "country": _actor, "about": _actor, "topic": _t["topic"]}
    label: Any = found.c.value
    joined: Any = found
    if name in labels:
        named = labels[name]
        joined = found.join(named, named.c.id == found.c.value)
        label = named.c.label if name == "topic" else named.c.name
    order = (found.c.count.desc(), case((label.is_(None), 1), else_=0), label, found.c.value)
    return rows(
        connection,
        select(found.c.value, found.c["count"], label.label("label")).select_from(joined).order_by(*order).limit(200),
    )
