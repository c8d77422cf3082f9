"""Positions, with their evidence in full."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from app.queries.listing import Listing, Row, first, rows, whole
from app.queries.statements import COLUMNS, FROM
from app.tables import metadata

_t = metadata.tables
_p, _actor, _question, _entry, _evidence, _s = (
    _t[name] for name in ("position", "actor", "question", "entry", "position_evidence", "statement")
)
_stance = func.coalesce(_p.c.stance, "not_stated")
_view = func.coalesce(_p.c.view, "not_stated")
_participation = func.coalesce(_p.c.participation, "not_stated")


@dataclass(frozen=True)
class Filters:
    """Which positions. An empty filter lets all through; without `status`: the current ones and the silent actors."""

    question: str
    actor: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    view: tuple[str, ...] = ()
    participation: tuple[str, ...] = ()
    attribution: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    has_position: bool | None = None


def first_question(connection: Connection) -> str:
    """The question that is meant when none is named."""
    return str(connection.execute(select(_question.c.id).order_by(_question.c.number).limit(1)).scalar_one())


def _select(question: str, statuses: tuple[str, ...]) -> Select[Any]:
    """One row for each actor: its position on the question, or nulls where it is silent."""
    joined = and_(_p.c.actor == _actor.c.id, _p.c.question == _question.c.id, _p.c.status.in_(statuses))
    return (
        select(
            *(column for column in _p.c if column.name not in ("actor", "question", "stance", "view", "participation")),
            _stance.label("stance"), _view.label("view"), _participation.label("participation"),
            _actor.c.id.label("actor"), _actor.c.type, _actor.c.name, _actor.c.sort_name, _actor.c.iso2, _actor.c.iso3,
            _actor.c.numeric, _question.c.id.label("question"), _question.c.text.label("question_text"),
            _question.c.silence, _entry.c.coded_by, _entry.c.reviewed_by, _entry.c.reviewed_on,
        )
        .select_from(_actor.join(_question, _question.c.id == question).outerjoin(_p, joined)
                     .outerjoin(_entry, _entry.c.id == _p.c.id))
    )  # fmt: skip


def of_actor(connection: Connection, actor: str, question: str) -> Row:
    """Where a known actor stands now; a row without id if it is silent."""
    row = first(connection, _select(question, ("current",)).where(_actor.c.id == actor))
    assert row is not None  # actor and question were looked up before
    return _with_evidence(connection, [row])[0]


def one(connection: Connection, position: str) -> Row | None:
    """One position, current or not."""
    question = connection.execute(select(_p.c.question).where(_p.c.id == position)).scalar()
    if question is None:
        return None
    query = _select(question, ("current", "superseded", "retracted")).where(_p.c.id == position)
    row = first(connection, query)
    return row and _with_evidence(connection, [row])[0]


def listing(connection: Connection, filters: Filters) -> Listing:
    """One row an actor, by name; with `status` one row a position."""
    query = _filtered(filters).order_by(_actor.c.sort_name, _actor.c.id, _p.c.number)
    found = whole(connection, query, lambda row: (row["sort_name"], row["actor"], row["number"] or 0))

    def page(connection: Connection, after: Any, limit: int) -> list[Row]:
        return _with_evidence(connection, found.page(connection, after, limit))

    return Listing(page=page, key=found.key, total=found.total, fits=found.fits)


def by_stance(connection: Connection, filters: Filters) -> list[Row]:
    """The actors of each stance, by name."""
    query = _filtered(filters).with_only_columns(_stance.label("stance"), _actor.c.id, _actor.c.type, _actor.c.name,
                                                 _actor.c.iso2, _actor.c.iso3, _actor.c.numeric)  # fmt: skip
    return rows(connection, query.order_by(_actor.c.sort_name, _actor.c.id))


def _filtered(filters: Filters) -> Select[Any]:
    query = _select(filters.question, filters.status or ("current",))
    if filters.status:
        query = query.where(_p.c.id.is_not(None))
    for values, of in ((filters.actor, _actor.c.id), (filters.stance, _stance), (filters.view, _view),
                       (filters.participation, _participation), (filters.attribution, _p.c.attribution)):  # fmt: skip
        if values:
            query = query.where(of.in_(values))
    if filters.has_position is not None:
        query = query.where(_p.c.id.is_not(None) if filters.has_position else _p.c.id.is_(None))
    return query


def _with_evidence(connection: Connection, found: list[Row]) -> list[Row]:
    """Give each position its evidence, each piece with its whole statement, in one query for all."""
    ids = [row["id"] for row in found if row["id"] is not None]
    pieces: dict[str, list[Row]] = defaultdict(list)
    if ids:
        query = (
            select(_evidence.c.position, _evidence.c.relation, _evidence.c.attribution.label("towards_actor"), *COLUMNS)
            .select_from(FROM.join(_evidence, _evidence.c.statement == _s.c.number))
            .where(_evidence.c.position.in_(ids))
            .order_by(_evidence.c.position, _evidence.c.number)
        )
        for piece in rows(connection, query):
            pieces[piece["position"]].append(piece)
    return [{**row, "evidence": pieces.get(row["id"], [])} for row in found]
