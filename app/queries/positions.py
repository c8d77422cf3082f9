"""Positions, with their evidence in full."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, func, null, or_, select

from app.queries.listing import Listing, Row, rows, whole
from app.queries.prepared import Prepared
from app.queries.record import corrections
from app.queries.statements import DOCUMENT
from app.tables import metadata

_t = metadata.tables
_p, _actor, _question, _entry, _evidence, _s, _source, _spell, _passed, _about = (
    _t[name]
    for name in ("position", "actor", "question", "entry", "position_evidence", "statement", "source", "spell", "passed_over",
                 "statement_about")
)  # fmt: skip
EVERY_STATUS = ("current", "superseded", "retracted")
_stance = func.coalesce(_p.c.stance, "not_stated")
_view = func.coalesce(_p.c.view, "not_stated")
_participation = func.coalesce(_p.c.participation, "not_stated")


@dataclass(frozen=True)
class Filters:
    """Which positions. An empty filter lets all through.

    `as_of`: of each actor the position that held on that day; without it and without `status` the current one. Actors
    without such a position are silent, and listed unless `status` asks for positions alone.
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


def first_question(connection: Connection) -> str:
    """The question that is meant when none is named."""
    return str(connection.execute(select(_question.c.id).order_by(_question.c.number).limit(1)).scalar_one())


def on_day(question: Any, actor: Any, day: date) -> Any:
    """The condition that a spell of an actor on a question covers a day."""
    return and_(
        _spell.c.question == question, _spell.c.actor == actor, _spell.c.first_day <= day,
        or_(_spell.c.last_day.is_(None), _spell.c.last_day >= day),
    )  # fmt: skip


def _select(question: Any, statuses: tuple[str, ...], as_of: date | None = None) -> Select[Any]:
    """One row for each actor: its position on the question, or nulls where it is silent."""
    source: Any = _actor.join(_question, _question.c.id == question)
    if as_of is None:
        joined = and_(_p.c.actor == _actor.c.id, _p.c.question == _question.c.id, _p.c.status.in_(statuses or ("current",)))
        dated = (null().label("as_of_certainty"), null().label("may_also_hold"))
    else:
        source = source.outerjoin(_spell, on_day(_question.c.id, _actor.c.id, as_of))
        joined = and_(_p.c.id == _spell.c.position, _p.c.status.in_(statuses or EVERY_STATUS))
        dated = (_spell.c.certainty.label("as_of_certainty"), _spell.c.also.label("may_also_hold"))
    return (
        select(
            *(column for column in _p.c if column.name not in ("actor", "question", "stance", "view", "participation")),
            _stance.label("stance"), _view.label("view"), _participation.label("participation"),
            _actor.c.id.label("actor"), _actor.c.type, _actor.c.name, _actor.c.sort_name, _actor.c.iso2, _actor.c.iso3,
            _actor.c.numeric, _question.c.id.label("question"), _question.c.text.label("question_text"),
            _question.c.number.label("question_number"),
            _question.c.silence, _entry.c.coded_by, _entry.c.reviewed_by, _entry.c.reviewed_on,
            corrections("position", _p), *dated,
        )
        .select_from(source.outerjoin(_p, joined).outerjoin(_entry, _entry.c.id == _p.c.id))
    )  # fmt: skip


_of_actor = Prepared(lambda actor, question, as_of: _select(question, (), as_of).where(_actor.c.id == actor))
_one = Prepared(lambda position: _select(_p.c.question, EVERY_STATUS).where(_p.c.id == position))


def of_actor(connection: Connection, actor: str, question: str, as_of: date | None) -> Row:
    """Where a known actor stands, or stood on a day; a row without id if it is silent."""
    row = _of_actor.first(connection, actor, question, as_of)
    assert row is not None  # actor and question were looked up before
    return with_evidence(connection, [row], as_of)[0]


def history(connection: Connection, actor: str, question: str) -> Listing:
    """All positions of a known actor on a question, oldest first."""
    query = _select(question, EVERY_STATUS).where(_actor.c.id == actor, _p.c.id.is_not(None)).order_by(_p.c.number)
    return _with_page(whole(connection, query, lambda row: (row["number"],)), None)


def one(connection: Connection, position: str) -> Row | None:
    """One position, current or not."""
    row = _one.first(connection, position)
    return row and with_evidence(connection, [row], None)[0]


def resting_on(connection: Connection, statement: str) -> list[Row]:
    """The positions that have a statement among their evidence, by actor, each with what it does for them."""
    query = (
        select(_p.c.id, _p.c.actor, _p.c.question, _p.c.stance, _p.c.status, _p.c.summary, _actor.c.name, _actor.c.type,
               _question.c.number.label("question_number"), null().label("as_of"), _evidence.c.relation,
               _evidence.c.note.label("evidence_note"))
        .join(_p, _p.c.id == _evidence.c.position).join(_s, _s.c.number == _evidence.c.statement)
        .join(_actor, _actor.c.id == _p.c.actor).join(_question, _question.c.id == _p.c.question)
        .where(_s.c.id == statement)
        .order_by(_question.c.number, _actor.c.sort_name, _actor.c.id, _p.c.number.desc())
    )  # fmt: skip
    return rows(connection, query)


def listing(connection: Connection, filters: Filters) -> Listing:
    """One row an actor, by name; with `status` one row a position."""
    query = _filtered(filters).order_by(_actor.c.sort_name, _actor.c.id, _p.c.number)
    found = whole(connection, query, lambda row: (row["sort_name"], row["actor"], row["number"] or 0))
    return _with_page(found, filters.as_of)


def at_a_glance(connection: Connection, filters: Filters) -> list[Row]:
    """All rows of the listing, without evidence and what was not counted."""
    query = _filtered(filters).order_by(_actor.c.sort_name, _actor.c.id, _p.c.number)
    return [{**row, "as_of": filters.as_of, "evidence": [], "passed_over": []} for row in rows(connection, query)]


def _with_page(found: Listing, as_of: date | None) -> Listing:
    def page(connection: Connection, after: Any, limit: int) -> list[Row]:
        return with_evidence(connection, found.page(connection, after, limit), as_of)

    return Listing(page=page, key=found.key, total=found.total, fits=found.fits)


def by_stance(connection: Connection, filters: Filters) -> list[Row]:
    """The actors of each stance, by name."""
    query = _filtered(filters).with_only_columns(_stance.label("stance"), _actor.c.id, _actor.c.type, _actor.c.name,
                                                 _actor.c.iso2, _actor.c.iso3, _actor.c.numeric)  # fmt: skip
    return rows(connection, query.order_by(_actor.c.sort_name, _actor.c.id))


def _filtered(filters: Filters) -> Select[Any]:
    query = _select(filters.question, filters.status, filters.as_of)
    if filters.status:
        query = query.where(_p.c.id.is_not(None))
    for values, of in ((filters.actor, _actor.c.id), (filters.stance, _stance), (filters.view, _view),
                       (filters.participation, _participation), (filters.attribution, _p.c.attribution)):  # fmt: skip
        if values:
            query = query.where(of.in_(values))
    if filters.has_position is not None:
        query = query.where(_p.c.id.is_not(None) if filters.has_position else _p.c.id.is_(None))
    return query


def _pieces(positions: tuple[str, ...]) -> Select[Any]:
    return (
        select(_evidence.c.position, _evidence.c.relation, _evidence.c.note.label("evidence_note"),
               _evidence.c.attribution.label("towards_actor"), _source.c.id.label("source"),
               _source.c.root.label("source_root"), DOCUMENT.c.id, DOCUMENT.c.document)
        .select_from(
            _evidence.join(DOCUMENT, DOCUMENT.c.number == _evidence.c.statement).join(_s, _s.c.number == DOCUMENT.c.number)
            .join(_source, _source.c.id == _s.c.source)
        )
        .where(_evidence.c.position.in_(positions))
        .order_by(_evidence.c.position, _evidence.c.number)
    )  # fmt: skip


def _left_out(positions: tuple[str, ...], as_of: date | None) -> Select[Any]:
    others = (
        select(_passed.c.position, _passed.c.reason, _passed.c.note, _s.c.id.label("statement"), _about.c.attribution)
        .join(_p, _p.c.id == _passed.c.position)
        .join(_s, _s.c.number == _passed.c.statement)
        .join(_about, and_(_about.c.statement == _s.c.number, _about.c.actor == _p.c.actor))
        .where(_passed.c.position.in_(positions))
        .order_by(_passed.c.position, _passed.c.number)
    )
    if as_of is not None:  # on that day it had certainly not been said
        others = others.where(or_(_s.c.said_earliest.is_(None), _s.c.said_earliest <= as_of))
    return others


_evidence_of, _passed_over_by = Prepared(_pieces), Prepared(_left_out)


def with_evidence(connection: Connection, found: list[Row], as_of: date | None) -> list[Row]:
    """Give each position its evidence, each piece with its whole statement, and what was not counted, in two queries."""
    ids = tuple(row["id"] for row in found if row["id"] is not None)
    pieces, left_out = defaultdict(list), defaultdict(list)
    if ids:
        for piece in _evidence_of.rows(connection, ids):
            pieces[piece["position"]].append(piece)
        for one in _passed_over_by.rows(connection, ids, as_of):
            left_out[one["position"]].append(one)
    return [{**row, "as_of": as_of, "evidence": pieces[row["id"]], "passed_over": left_out[row["id"]]} for row in found]
