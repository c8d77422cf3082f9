"""Positions, with their evidence in full."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Select, and_, func, or_, select

from app.store.compiled import CompiledQuery
from app.store.listing import Key, Listing, Row, in_memory, rows
from app.store.tables import metadata
from app.store.tables.documents import positions as documents
from app.store.tables.documents.positions import (
    ACTOR,
    ENTRY,
    PARTICIPATION,
    POSITION,
    QUESTION,
    SPELL,
    STANCE,
    VIEW,
)

_p, _actor, _question, _spell = POSITION.c, ACTOR.c, QUESTION.c, SPELL.c
_evidence, _s = metadata.tables["position_evidence"], metadata.tables["statement"]
_d = metadata.tables["position_document"].c
EVERY_STATUS = ("current", "superseded", "retracted")


@dataclass(frozen=True)
class PositionFilters:
    """Which positions. An empty filter lets all through.

    `as_of`: of each actor the position that held on that day; without it and without `status` the
    current one. Actors without such a position are silent, and listed unless `status` asks for
    positions alone.
    """

    question: str
    actor: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    participation: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    has_position: bool | None = None
    as_of: date | None = None


def on_day(question: Any, actor: Any, day: date) -> Any:
    """The condition that a spell of an actor on a question covers a day."""
    return and_(
        _spell.question == question,
        _spell.actor == actor,
        _spell.first_day <= day,
        or_(_spell.last_day.is_(None), _spell.last_day >= day),
    )


def _select(
    columns: Any, question: Any, statuses: tuple[str, ...], as_of: date | None = None
) -> Select[Any]:
    """One row for each actor: its position on the question, or nulls where it is silent."""
    source: Any = ACTOR.join(QUESTION, _question.id == question)
    if as_of is None:
        joined = and_(
            _p.actor == _actor.id,
            _p.question == _question.id,
            _p.status.in_(statuses or ("current",)),
        )
    else:
        source = source.outerjoin(SPELL, on_day(_question.id, _actor.id, as_of))
        joined = and_(_p.id == _spell.position, _p.status.in_(statuses or EVERY_STATUS))
    return select(*columns).select_from(
        source.outerjoin(POSITION, joined).outerjoin(ENTRY, ENTRY.c.id == _p.id)
    )


def _on_day(actor: Any, question: Any, day: Any) -> Select[Any]:
    shown = documents.position(day).label("document"), documents.canonical(day).label("canonical")
    return _select(shown, question, (), day).where(_actor.id == actor)


def _now(actor: Any, question: Any) -> Select[Any]:
    return select(_d.document, _d.canonical).where(
        _d.question == question, _d.actor == actor, _d.current
    )


_held_on, _held = CompiledQuery(_on_day), CompiledQuery(_now)
_one = CompiledQuery(lambda position: select(_d.document).where(_d.position == position))


def of_actor(connection: Connection, actor: str, question: str, as_of: date | None) -> Row:
    """Where a known actor stands, or stood on a day, or that it is silent."""
    asked = (actor, question)
    row = (
        _held.first(connection, *asked)
        if as_of is None
        else _held_on.first(connection, *asked, as_of)
    )
    assert row is not None  # actor and question were looked up before
    return row


def one(connection: Connection, position: str) -> Row | None:
    """One position, current or not."""
    return _one.first(connection, position)


def resting_on(connection: Connection, statement: str) -> list[Row]:
    """The positions that have a statement among their evidence, by actor, each with its page and
    what it does for them.
    """
    query = (
        select(
            _p.id,
            _p.actor,
            _p.question,
            _p.stance,
            _p.status,
            _p.summary,
            _actor.name,
            _actor.type,
            documents.page(None).label("page"),
            _evidence.c.relation,
            _evidence.c.note.label("evidence_note"),
        )
        .join_from(_evidence, POSITION, _p.id == _evidence.c.position)
        .join(_s, _s.c.number == _evidence.c.statement)
        .join(ACTOR, _actor.id == _p.actor)
        .join(QUESTION, _question.id == _p.question)
        .where(_s.c.id == statement)
        .order_by(_question.number, _actor.sort_name, _actor.id, _p.number.desc())
    )
    return rows(connection, query)


def listing(connection: Connection, filters: PositionFilters) -> Listing:
    """One row an actor, by name; with `status` one row a position."""
    return _listing(
        connection, filters, lambda row: (row["sort_name"], row["actor"], row["number"] or 0)
    )


def history(connection: Connection, actor: str, question: str) -> Listing:
    """All positions of a known actor on a question, oldest first."""
    held = PositionFilters(question=question, actor=(actor,), status=EVERY_STATUS)
    return _listing(connection, held, lambda row: (row["number"],))


_PLACE = (_actor.sort_name, _actor.id.label("actor"), _p.number, _p.id)
_places = CompiledQuery(lambda filters: _ordered(_filtered(_PLACE, filters)))


def _listing(connection: Connection, filters: PositionFilters, by: Callable[[Row], Key]) -> Listing:
    """All are read for their places, those on a page for what they say."""
    found = in_memory(_places.rows(connection, filters), by)

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        places = found.page(connection, after, limit)
        names = [orjson.dumps([row[name] for row in places]).decode() for name in ("actor", "id")]
        return _placed.rows(connection, filters, *names)

    return Listing(page=page, key=by, total=found.total, fits=found.fits)


def _of_places(filters: PositionFilters, actors: Any, ids: Any) -> Select[Any]:
    among = [select(func.json_each(one).table_valued("value").c.value) for one in (actors, ids)]
    kept = documents.position(filters.as_of)
    if filters.as_of is None:
        there = (
            _d.question == _question.id,
            _d.actor == _actor.id,
            _d.number == func.coalesce(_p.number, 0),
        )
        kept = (
            select(_d.document).where(*there).correlate(QUESTION, ACTOR, POSITION).scalar_subquery()
        )
    query = _filtered((*_PLACE, kept.label("document")), filters)
    return _ordered(query.where(_actor.id.in_(among[0]), or_(_p.id.is_(None), _p.id.in_(among[1]))))


def _glance(filters: PositionFilters) -> Select[Any]:
    return _ordered(
        _filtered([documents.position(filters.as_of, at_a_glance=True).label("document")], filters)
    )


_placed, _glanced = CompiledQuery(_of_places), CompiledQuery(_glance)


def at_a_glance(connection: Connection, filters: PositionFilters) -> list[Row]:
    """All rows of the listing, without evidence and what was not counted."""
    return _glanced.rows(connection, filters)


def by_stance(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The actors of each stance, by name."""
    return _stances.rows(connection, filters)


_STANCE = (
    STANCE.label("stance"),
    *(_actor[name] for name in ("id", "type", "name", "iso2", "iso3", "numeric")),
)
_stances = CompiledQuery(
    lambda filters: _filtered(_STANCE, filters).order_by(_actor.sort_name, _actor.id)
)


def _ordered(query: Select[Any]) -> Select[Any]:
    return query.order_by(_actor.sort_name, _actor.id, _p.number)


def _filtered(columns: Any, filters: PositionFilters) -> Select[Any]:
    query = _select(columns, filters.question, filters.status, filters.as_of)
    if filters.status:
        query = query.where(_p.id.is_not(None))
    for values, of in (
        (filters.actor, _actor.id),
        (filters.stance, STANCE),
        (filters.view, VIEW),
        (filters.participation, PARTICIPATION),
        (filters.attribution, _p.attribution),
    ):
        if values:
            query = query.where(of.in_(values))
    if filters.has_position is not None:
        query = query.where(_p.id.is_not(None) if filters.has_position else _p.id.is_(None))
    return query
