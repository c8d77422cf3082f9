"""Positions: filtered, listed, counted by stance, over time, and rendered with their evidence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import orjson
from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlmodel import col

from app.api.urls import Urls
from app.lookup.dataset import ACTOR_COLUMNS
from app.positions.facts import on_day, position_facts
from app.positions.render import position_page, render_position
from app.statements.facts import dataset_info
from app.statements.queries import rendered_statements
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Key, Listing, Row, in_memory
from app.store.rendered import PLACEHOLDER, as_json, rendered_here
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

    With `as_of`, each actor has the position that was its answer on that day. Without `as_of` and
    without `status`, it has its current one. Actors without such a position are listed too, unless
    `status` is given.
    """

    question: str
    actor: Sequence[str] = ()
    stance: Sequence[str] = ()
    view: Sequence[str] = ()
    participation: Sequence[str] = ()
    attribution: Sequence[str] = ()
    status: Sequence[str] = ()
    has_position: bool | None = None
    as_of: date | None = None


_stance, _view, _participation = (
    func.coalesce(axis, "not_stated")
    for axis in (col(Position.stance), col(Position.view), col(Position.participation))
)


def _filtered(*columns: Any) -> Select[Any]:
    """One row for each actor, by name: its position, or nulls if it has none.

    With `status` there is one row for each position of such a status, and none for other actors.
    The parameters are the fields of PositionFilters.
    """
    day, status = bindparam("as_of", type_=Date), col(Position.status)
    is_position = col(Position.id).is_not(None)
    has_position = bindparam("has_position", type_=Boolean)
    by_default = and_(is_empty("status"), or_(day.is_not(None), status == "current"))
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
                or_(by_default, in_list(status, "status")),
                or_(day.is_(None), col(Position.id) == col(ValidityInterval.position)),
            ),
        )
        .where(or_(is_empty("status"), is_position))
        .where(or_(has_position.is_(None), is_position == has_position))
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


_places = CompiledSelect(
    _filtered(
        col(Actor.sort_name), col(Actor.id).label("actor"), col(Position.number), col(Position.id)
    )
)
_board = CompiledSelect(
    _filtered(
        col(Actor.id).label("actor"),
        col(Actor.type).label("actor_type"),
        col(Actor.name),
        col(Question.id).label("question"),
        col(Question.number).label("question_number"),
        col(Position.id).label("position"),
        _stance.label("stance"),
        col(Position.summary),
        col(Position.attribution),
        col(Position.status),
        col(Position.disputed),
        col(Position.valid_from),
        col(Position.valid_from_earliest),
        col(Position.valid_from_latest),
        col(ValidityInterval.certainty),
    )
)
_stances = CompiledSelect(_filtered(_stance.label("stance"), *ACTOR_COLUMNS))
_SILENT = {"stance": "not_stated", "view": "not_stated", "participation": "not_stated"}
_of_actors = or_(is_empty("actors"), in_list(col(Actor.id), "actors"))
_number_of_actors = CompiledSelect(select(func.count()).select_from(Actor).where(_of_actors))
_intervals = CompiledSelect(
    select(
        col(ValidityInterval.first_day),
        col(ValidityInterval.last_day),
        col(ValidityInterval.certainty),
        col(Position.id).label("position"),
        col(Position.stance),
        col(Position.view),
        col(Position.participation),
        col(Position.attribution),
        col(Position.status),
        *ACTOR_COLUMNS,
    )
    .select_from(ValidityInterval)
    .join(Position)
    .join(Actor)
    .where(col(ValidityInterval.question) == bindparam("question"), _of_actors)
    .order_by(col(Actor.sort_name), col(Actor.id), col(ValidityInterval.first_day))
)
_stored: Select[*tuple[Any, ...]] = select(
    col(RenderedPosition.actor),
    col(RenderedPosition.position).label("id"),
    col(RenderedPosition.document),
    col(RenderedPosition.canonical),
)
_stored_by_place = CompiledSelect(
    _stored.where(
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
_stored_by_id = CompiledSelect(
    _stored.where(col(RenderedPosition.position) == bindparam("position"))
)
_stored_current = CompiledSelect(
    _stored.where(
        col(RenderedPosition.question) == bindparam("question"),
        col(RenderedPosition.actor) == bindparam("actor"),
        col(RenderedPosition.current),
    )
)
_day = bindparam("day", type_=Date)
_on_day = select(col(ValidityInterval.position)).where(
    on_day(bindparam("question"), bindparam("actor"), _day)
)
_held = CompiledSelect(
    select(col(Position.id)).where(
        col(Position.question) == bindparam("question"),
        col(Position.actor) == bindparam("actor"),
        or_(
            and_(_day.is_(None), col(Position.status) == "current"),
            col(Position.id) == _on_day.scalar_subquery(),
        ),
    )
)
_holder = CompiledSelect(
    select(
        col(Position.question), col(Position.actor), col(Position.id), col(Position.number)
    ).where(col(Position.id) == bindparam("position"))
)
_supported = CompiledSelect(
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
    .join(PositionEvidence)
    .join(Position)
    .join(Actor)
    .join(Question)
    .where(col(Statement.id) == bindparam("statement"))
    .order_by(
        col(Question.number), col(Actor.sort_name), col(Actor.id), col(Position.number).desc()
    )
)


def of_actor(connection: Connection, actor: str, question: str, as_of: date | None) -> Row:
    """The position of a known actor on a known question, now or on a day, or its silence: its JSON
    as `document`, and the path and query of its address as `canonical`.
    """
    if as_of is None and rendered_here(connection):
        row = _stored_current.first(connection, question=question, actor=actor)
        return cast(Row, row)  # the build stores one for every actor
    position = _held.scalar(connection, question=question, actor=actor, day=as_of)
    place = {"actor": actor, "id": position}
    return rendered_positions(connection, question, [place], as_of)[0]


def by_id(connection: Connection, position: str) -> Row | None:
    """One position, current or not, by its id."""
    if rendered_here(connection):
        return _stored_by_id.first(connection, position=position)
    place = _holder.first(connection, position=position)
    return place and rendered_positions(connection, place["question"], [place], None)[0]


def with_evidence(connection: Connection, statement: str) -> list[Row]:
    """The positions that have a statement among their evidence, by actor, each with what the
    statement does for it and `page`, the path and query of its page.
    """
    rows = _supported.rows(connection, statement=statement)
    return [row | {"page": position_page(row, Urls(""))} for row in rows]


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
    """The places of all rows are read at once, and the JSON for one page at a time."""
    return in_memory(
        places(connection, filters),
        key,
        lambda connection, rows: _with_documents(connection, filters.question, rows, filters.as_of),
    )


def _with_documents(
    connection: Connection, question: str, places: Sequence[Row], as_of: date | None
) -> list[Row]:
    """The rows of `_places` with `document` and `canonical`: as they are stored, if this release
    rendered them and no day is given.
    """
    if as_of is not None or not rendered_here(connection):
        return rendered_positions(connection, question, places, as_of)
    stored = _stored_by_place.rows(
        connection,
        question=question,
        positions=[place["id"] for place in places if place["id"] is not None],
        actors=[place["actor"] for place in places if place["id"] is None],
    )
    by_place = {(row["actor"], row["id"]): row for row in stored}
    return [place | by_place[place["actor"], place["id"]] for place in places]


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
    numbers = {piece["statement"] for row in facts for piece in row["evidence"]}
    statements = {
        row["number"]: orjson.Fragment(row["document"])
        for row in rendered_statements(connection, numbers)
    }
    rows = []
    for place, row in zip(places, facts, strict=True):
        position = render_position(row, statements, info, as_of)
        canonical = position["links"]["canonical"].removeprefix(PLACEHOLDER)
        rows.append(place | {"document": as_json(position), "canonical": canonical})
    return rows


def board(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The rows of the listing with what a board shows of each, and `page`: the path and query of
    the page on which people read it.
    """
    rows = _board.rows(connection, **vars(filters))
    return [row | {"page": position_page(row, Urls(""), filters.as_of)} for row in rows]


def stances(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The actors of each stance, by name."""
    return _stances.rows(connection, **vars(filters))


def places(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The rows of the listing by their actor and the number and id of the position."""
    return _places.rows(connection, **vars(filters))


def points(connection: Connection, filters: PositionFilters, days: Iterable[date]) -> list[Row]:
    """For each day, the rows of the actors that had a position then (`held`), and the number of the
    other actors (`silent`). Together they are the list of positions as of that day.

    `filters.as_of` is not used.
    """
    intervals = _intervals.rows(connection, question=filters.question, actors=filters.actor)
    # Silence has neither a status nor an attribution, so it never passes those filters.
    with_silence = not filters.has_position and _passes(_SILENT, filters)
    actors = _number_of_actors.scalar(connection, actors=filters.actor) if with_silence else 0
    out = []
    for day in days:
        on_day = [
            row
            for row in intervals
            if row["first_day"] <= day and (row["last_day"] is None or row["last_day"] >= day)
        ]
        silent = actors - len(on_day) if with_silence else 0
        shown = [] if filters.has_position is False else on_day
        held = [row for row in shown if _passes(row, filters)]
        out.append({"day": day, "held": held, "silent": silent})
    return out


def _passes(row: Row, filters: PositionFilters) -> bool:
    names = ("stance", "view", "participation", "attribution", "status")
    given = {name: values for name in names if (values := getattr(filters, name))}
    return all(row.get(name) in values for name, values in given.items())
