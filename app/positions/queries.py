"""Positions: filtered, listed, counted by stance, and rendered with their evidence in full."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import orjson
from sqlalchemy import Boolean, Connection, Date, Select, and_, bindparam, func, or_, select
from sqlmodel import col

from app.api.citations import DatasetInfo
from app.api.schemas import JsonObject
from app.api.urls import Urls
from app.positions.facts import on_day, position_facts
from app.positions.render import position_page, render_position
from app.statements.facts import dataset_info
from app.statements.queries import rendered_statements
from app.store.compiled import compiled, in_list, is_empty
from app.store.listing import Key, Listing, Row, in_memory
from app.store.rendered import PLACEHOLDER, rendered_here
from app.store.tables.actors import Actor
from app.store.tables.dataset import Question
from app.store.tables.positions import (
    Position,
    PositionEvidence,
    RenderedPosition,
    ValidityInterval,
)
from app.store.tables.statements import Statement

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

    def parameters(self) -> dict[str, object]:
        """The parameters of the SELECTs below."""
        statuses = self.status or (("current",) if self.as_of is None else EVERY_STATUS)
        return {
            "question": self.question,
            "actor": self.actor,
            "stance": self.stance,
            "view": self.view,
            "participation": self.participation,
            "attribution": self.attribution,
            "statuses": statuses,
            "held_only": bool(self.status),
            "has_position": self.has_position,
            "day": self.as_of,
        }


_stance, _view, _participation = (
    func.coalesce(axis, "not_stated")
    for axis in (col(Position.stance), col(Position.view), col(Position.participation))
)


def _filtered(*columns: Any) -> Select[Any]:
    """One row for each actor, by name: its position, or nulls where it is silent.

    With `status` there is a row for each of its positions of such a status, and none for silence.
    The parameters are those of PositionFilters.
    """
    day = bindparam("day", type_=Date)
    held, has_position = col(Position.id).is_not(None), bindparam("has_position", type_=Boolean)
    query = (
        select(*columns)
        .select_from(Actor)
        .join(Question, col(Question.id) == bindparam("question"))
        .outerjoin(ValidityInterval, on_day(col(Question.id), col(Actor.id), day))
        .outerjoin(
            Position,
            and_(
                col(Position.question) == col(Question.id),
                col(Position.actor) == col(Actor.id),
                in_list(col(Position.status), "statuses"),
                or_(day.is_(None), col(Position.id) == col(ValidityInterval.position)),
            ),
        )
        .where(or_(~bindparam("held_only", type_=Boolean), held))
        .where(or_(has_position.is_(None), held == has_position))
        .order_by(col(Actor.sort_name), col(Actor.id), col(Position.number))
    )
    for name, value in (
        ("actor", col(Actor.id)),
        ("stance", _stance),
        ("view", _view),
        ("participation", _participation),
        ("attribution", col(Position.attribution)),
    ):
        query = query.where(or_(is_empty(name), in_list(value, name)))
    return query


_places = compiled(
    _filtered(
        col(Actor.sort_name), col(Actor.id).label("actor"), col(Position.number), col(Position.id)
    )
)
_stances = compiled(
    _filtered(
        _stance.label("stance"),
        col(Actor.id),
        col(Actor.type),
        col(Actor.name),
        col(Actor.iso2),
        col(Actor.iso3),
        col(Actor.numeric),
    )
)
_STORED: tuple[Any, ...] = (
    col(RenderedPosition.actor),
    col(RenderedPosition.position).label("id"),
    col(RenderedPosition.document),
    col(RenderedPosition.canonical),
)
_stored_by_place = compiled(
    select(*_STORED).where(
        or_(
            in_list(col(RenderedPosition.position), "positions"),
            and_(
                col(RenderedPosition.question) == bindparam("question"),
                in_list(col(RenderedPosition.actor), "actors"),
                col(RenderedPosition.number) == 0,
            ),
        )
    )
)
_stored_current = compiled(
    select(*_STORED).where(
        col(RenderedPosition.question) == bindparam("question"),
        col(RenderedPosition.actor) == bindparam("actor"),
        col(RenderedPosition.current),
    )
)
_current = compiled(
    select(col(Position.id)).where(
        col(Position.question) == bindparam("question"),
        col(Position.actor) == bindparam("actor"),
        col(Position.status) == "current",
    )
)
_on_day = compiled(
    select(col(ValidityInterval.position)).where(
        on_day(bindparam("question"), bindparam("actor"), bindparam("day", type_=Date))
    )
)
_holder = compiled(
    select(
        col(Position.question), col(Position.actor), col(Position.id), col(Position.number)
    ).where(col(Position.id) == bindparam("position"))
)
_supported = compiled(
    select(
        col(Position.id).label("position"),
        col(Position.actor),
        col(Position.question),
        col(Position.stance),
        col(Position.status),
        col(Position.summary),
        col(Actor.name),
        col(Actor.type).label("actor_type"),
        col(Question.number).label("question_number"),
        col(PositionEvidence.relation),
        col(PositionEvidence.note).label("evidence_note"),
    )
    .select_from(Statement)
    .join(PositionEvidence, col(PositionEvidence.statement) == col(Statement.number))
    .join(Position, col(Position.id) == col(PositionEvidence.position))
    .join(Actor, col(Actor.id) == col(Position.actor))
    .join(Question, col(Question.id) == col(Position.question))
    .where(col(Statement.id) == bindparam("statement"))
    .order_by(
        col(Question.number), col(Actor.sort_name), col(Actor.id), col(Position.number).desc()
    )
)


def of_actor(connection: Connection, actor: str, question: str, as_of: date | None) -> Row:
    """The position of a known actor on a known question, now or on a day, or its silence: the
    `document`, and `canonical`, the path and query of its address.
    """
    if as_of is None and rendered_here(connection):
        row = _stored_current.first(connection, question=question, actor=actor)
        return cast(Row, row)  # the build stores one for every actor
    if as_of is None:
        position = _current.scalar(connection, question=question, actor=actor)
    else:
        position = _on_day.scalar(connection, question=question, actor=actor, day=as_of)
    place = {"actor": actor, "id": position}
    return rendered_positions(connection, question, [place], as_of)[0]


def one(connection: Connection, position: str) -> Row | None:
    """One position, current or not, by its id."""
    place = _holder.first(connection, position=position)
    if place is None:
        return None
    return _with_documents(connection, place["question"], [place], None)[0]


def resting_on(connection: Connection, statement: str) -> list[Row]:
    """The positions that have a statement among their evidence, by actor, each with what the
    statement does for it and `page`, the path and query of its page.
    """
    rows = _supported.rows(connection, statement=statement)
    return [{**row, "page": position_page(row, Urls(""))} for row in rows]


def listing(connection: Connection, filters: PositionFilters) -> Listing:
    """One row for each actor, by name; with `status` one row for each position."""
    return _listing(
        connection, filters, lambda row: (row["sort_name"], row["actor"], row["number"] or 0)
    )


def history(connection: Connection, actor: str, question: str) -> Listing:
    """All positions of a known actor on a question, oldest first."""
    filters = PositionFilters(question=question, actor=(actor,), status=EVERY_STATUS)
    return _listing(connection, filters, lambda row: (row["number"],))


def _listing(
    connection: Connection, filters: PositionFilters, key: Callable[[Row], Key]
) -> Listing:
    """The places of all rows are read at once, the documents for one page at a time."""
    places = in_memory(_places.rows(connection, **filters.parameters()), key)

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        rows = places.page(connection, after, limit)
        return _with_documents(connection, filters.question, rows, filters.as_of)

    return Listing(page=page, key=key, total=places.total, fits=places.fits)


def _with_documents(
    connection: Connection, question: str, places: Sequence[Row], as_of: date | None
) -> list[Row]:
    """The rows of `_places` with `document` and `canonical`: those stored, if this release rendered
    them and no day is asked for.
    """
    if as_of is not None or not rendered_here(connection):
        return rendered_positions(connection, question, places, as_of)
    stored = _stored_by_place.rows(
        connection,
        question=question,
        positions=[place["id"] for place in places if place["id"] is not None],
        actors=[place["actor"] for place in places if place["id"] is None],
    )
    documents = {(row["actor"], row["id"]): row for row in stored}
    return [{**place, **documents[place["actor"], place["id"]]} for place in places]


def rendered_positions(
    connection: Connection,
    question: str,
    places: Sequence[Row],
    as_of: date | None,
) -> list[Row]:
    """The rows of `_places` with `document` and `canonical`, rendered now."""
    info = dataset_info(connection)
    holders = [(place["actor"], place["id"]) for place in places]
    facts = position_facts(connection, question, holders, as_of)
    numbers = {piece["number"] for row in facts for piece in row["evidence"]}
    statements = {
        row["number"]: orjson.Fragment(row["document"])
        for row in rendered_statements(connection, numbers)
    }
    rows = []
    for place, row in zip(places, facts, strict=True):
        position = render_position(row, statements, info, as_of)
        canonical = position["links"]["canonical"].removeprefix(PLACEHOLDER)
        rows.append({**place, "document": orjson.dumps(position), "canonical": canonical})
    return rows


def at_a_glance(
    connection: Connection, filters: PositionFilters, info: DatasetInfo
) -> list[JsonObject]:
    """All positions and silences of the listing as plain data, without evidence and without what
    was not counted.
    """
    holders = [(place["actor"], place["id"]) for place in places(connection, filters)]
    facts = position_facts(connection, filters.question, holders, filters.as_of, at_a_glance=True)
    return [render_position(row, None, info, filters.as_of) for row in facts]


def by_stance(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The actors of each stance, by name."""
    return _stances.rows(connection, **filters.parameters())


def places(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The rows of the listing by their actor and the number and id of the position."""
    return _places.rows(connection, **filters.parameters())
