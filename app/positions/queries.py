"""Positions: filtered, listed, counted by stance, over time, and rendered with their evidence."""

from bisect import bisect_left, bisect_right
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
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.api.urls import Urls
from app.domain.placeholder import PLACEHOLDER
from app.domain.vocabulary import NotCounted
from app.lookup.dataset import ACTOR_COLUMNS
from app.positions.facts import held, on_day, position_facts
from app.positions.render import position_page, render_position
from app.statements.facts import dataset_info
from app.statements.queries import rendered_statements
from app.store.compiled import CompiledSelect, in_list, is_empty
from app.store.listing import Key, Listing, Row, in_memory
from app.store.rendered import as_json, rendered_here
from app.store.tables.actors import Actor
from app.store.tables.dataset import DatasetRow, Question
from app.store.tables.positions import (
    AsOfAnswer,
    Position,
    PositionEvidence,
    RenderedPosition,
    UncountedStatement,
    ValidityInterval,
)
from app.store.tables.statements import Statement

EVERY_STATUS = ("current", "superseded", "retracted")


@dataclass(frozen=True)
class PositionFilters:
    """Which positions. An empty filter lets all through.

    With `as_of`, each actor has the position that was its answer on that day. Without `as_of` and
    without `status`, it has its current one. Actors without such a position are listed too, unless
    `status` is given. They pass `stance`, `view` and `participation` as `not_stated`, and no other
    filter of what a position says.

    `contribution` are forms, `condition` terms. `disputed` are axes, `true` for any and `false` for
    none. `certainty` is that of the day `as_of`; without it, that of the current position on the
    day on which the dataset was published.
    """

    question: str
    actor: Sequence[str] = ()
    country: Sequence[str] = ()
    stance: Sequence[str] = ()
    view: Sequence[str] = ()
    participation: Sequence[str] = ()
    attribution: Sequence[str] = ()
    commitment: Sequence[str] = ()
    contribution: Sequence[str] = ()
    condition: Sequence[str] = ()
    disputed: Sequence[str] = ()
    certainty: Sequence[str] = ()
    status: Sequence[str] = ()
    has_position: bool | None = None
    as_of: date | None = None


_ANY, _NONE = "true", "false"  # values of `disputed` besides the axes
_stance, _view, _participation = (
    func.coalesce(held(axis), "not_stated") for axis in ("stance", "view", "participation")
)
_day = bindparam("as_of", type_=Date)
_published = select(col(DatasetRow.published)).scalar_subquery()
_then = aliased(ValidityInterval)  # on the day of publication
_certainty = case(
    (_day.is_not(None), col(ValidityInterval.certainty)),
    (
        col(Position.status) == "current",
        select(col(_then.certainty))
        .where(on_day(col(Question.id), col(Actor.id), _published, _then))
        .scalar_subquery(),
    ),
)


def _filtered(*columns: Any) -> Select[Any]:
    """One row for each actor: its position, or nulls if it has none. Those with a position come
    first, each part by name.

    With `status` there is one row for each position of such a status, and none for other actors.
    The parameters are the fields of PositionFilters.
    """
    status = col(Position.status)
    is_position = col(Position.id).is_not(None)
    has_position = bindparam("has_position", type_=Boolean)
    by_default = and_(is_empty("status"), or_(_day.is_not(None), status == "current"))
    query = (
        select(*columns)
        .select_from(Actor)
        .join(Question, col(Question.id) == bindparam("question"))
        .outerjoin(ValidityInterval, on_day(col(Question.id), col(Actor.id), _day))
        .outerjoin(AsOfAnswer, col(AsOfAnswer.id) == col(ValidityInterval.answer))
        .outerjoin(
            Position,
            and_(
                col(Position.question) == col(Question.id),
                col(Position.actor) == col(Actor.id),
                or_(by_default, in_list(status, "status")),
                or_(_day.is_(None), col(Position.id) == col(ValidityInterval.position)),
            ),
        )
        .where(or_(is_empty("status"), is_position))
        .where(or_(has_position.is_(None), is_position == has_position))
        .order_by(is_position.desc(), col(Actor.sort_name), col(Actor.id), col(Position.number))
    )
    contribution = func.json_each(held("contributions")).table_valued("value")
    condition = func.json_each(held("conditions")).table_valued("value")
    term = func.json_each(condition.c.value, "$.any_of").table_valued("value")
    axis = func.json_each(held("disputed")).table_valued("value")
    for name, is_wanted in (
        ("actor", in_list(col(Actor.id), "actor")),
        ("country", in_list(col(Actor.id), "country")),
        ("stance", in_list(_stance, "stance")),
        ("view", in_list(_view, "view")),
        ("participation", in_list(_participation, "participation")),
        ("attribution", in_list(held("attribution"), "attribution")),
        ("commitment", in_list(held("commitment"), "commitment")),
        (
            "contribution",
            exists()
            .select_from(contribution)
            .where(in_list(func.json_extract(contribution.c.value, "$.form"), "contribution")),
        ),
        (
            "condition",
            exists().select_from(condition, term).where(in_list(term.c.value, "condition")),
        ),
        (
            "disputed",
            or_(
                exists()
                .select_from(axis)
                .where(
                    or_(
                        in_list(literal(_ANY), "disputed"),
                        in_list(func.json_extract(axis.c.value, "$.axis"), "disputed"),
                    )
                ),
                and_(
                    in_list(literal(_NONE), "disputed"),
                    func.json_array_length(held("disputed")) == 0,
                ),
            ),
        ),
        ("certainty", in_list(_certainty, "certainty")),
    ):
        query = query.where(or_(is_empty(name), is_wanted))
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
        held("summary").label("summary"),
        held("attribution").label("attribution"),
        col(Position.status),
        held("disputed").label("disputed"),
        held("reported").label("reported"),
        held("stance_since").label("stance_since"),
        col(ValidityInterval.answer),
        _certainty.label("certainty"),
    )
)
_stances = CompiledSelect(_filtered(_stance.label("stance"), *ACTOR_COLUMNS))
_SILENT = {"stance": "not_stated", "view": "not_stated", "participation": "not_stated"}
_of_actors = and_(
    *(or_(is_empty(name), in_list(col(Actor.id), name)) for name in ("actor", "country"))
)
_number_of_actors = CompiledSelect(select(func.count()).select_from(Actor).where(_of_actors))
_SAID = ("stance", "view", "participation", "attribution", "commitment", "disputed", "reported")
_MORE_SAID = ("contributions", "conditions")  # JSON that only two filters need


def _intervals_with(*names: str) -> CompiledSelect:
    """The validity intervals of actors, by name and first day, with these parts of what their
    answers say.
    """
    return CompiledSelect(
        select(
            col(ValidityInterval.first_day),
            col(ValidityInterval.last_day),
            col(ValidityInterval.certainty),
            col(Position.id).label("position"),
            col(Position.status),
            *(held(name).label(name) for name in (*names, "summary")),
            col(ValidityInterval.answer),
            *ACTOR_COLUMNS,
        )
        .select_from(ValidityInterval)
        .join(Position, col(Position.id) == col(ValidityInterval.position))
        .join(Actor, col(Actor.id) == col(ValidityInterval.actor))
        .outerjoin(AsOfAnswer, col(AsOfAnswer.id) == col(ValidityInterval.answer))
        .where(col(ValidityInterval.question) == bindparam("question"), _of_actors)
        .order_by(col(Actor.sort_name), col(Actor.id), col(ValidityInterval.first_day))
    )


_intervals, _intervals_in_full = _intervals_with(*_SAID), _intervals_with(*_SAID, *_MORE_SAID)
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
_given_day = bindparam("day", type_=Date)
_on_day = select(col(ValidityInterval.position)).where(
    on_day(bindparam("question"), bindparam("actor"), _given_day)
)
_held = CompiledSelect(
    select(col(Position.id)).where(
        col(Position.question) == bindparam("question"),
        col(Position.actor) == bindparam("actor"),
        or_(
            and_(_given_day.is_(None), col(Position.status) == "current"),
            col(Position.id) == _on_day.scalar_subquery(),
        ),
    )
)
_holder = CompiledSelect(
    select(
        col(Position.question), col(Position.actor), col(Position.id), col(Position.number)
    ).where(col(Position.id) == bindparam("position"))
)
_OF_STATEMENT: tuple[Any, ...] = (
    col(Position.id).label("position"),
    col(Position.actor),
    col(Position.question),
    col(Position.stance),
    col(Position.status),
    col(Position.summary),
    col(Position.disputed),
    col(Position.reported),
    col(Actor.name),
    col(Actor.type).label("actor_type"),
    col(Question.number).label("question_number"),
)
_by_actor = (
    col(Question.number),
    col(Actor.sort_name),
    col(Actor.id),
    col(Position.number).desc(),
)
_supported = CompiledSelect(
    select(
        *_OF_STATEMENT,
        col(PositionEvidence.relation),
        col(PositionEvidence.note).label("evidence_note"),
    )
    .select_from(Statement)
    .join(PositionEvidence)
    .join(Position)
    .join(Actor)
    .join(Question)
    .where(col(Statement.id) == bindparam("statement"))
    .order_by(*_by_actor)
)
_claimed = CompiledSelect(
    select(*_OF_STATEMENT, col(UncountedStatement.reason))
    .select_from(Statement)
    .join(UncountedStatement)
    .join(Position)
    .join(Actor)
    .join(Question)
    .where(
        col(Statement.id) == bindparam("statement"),
        col(Position.status) == "current",
        or_(
            *(
                col(UncountedStatement.reason) == reason
                for reason in (NotCounted.claim_in_dispute, NotCounted.reported, NotCounted.denies)
            )
        ),
    )
    .order_by(*_by_actor)
)

_derivations = CompiledSelect(
    select(col(Position.id), col(Position.derivation)).where(in_list(col(Position.id), "ids"))
)
_derivations_of_answers = CompiledSelect(
    select(col(AsOfAnswer.id), col(AsOfAnswer.derivation)).where(in_list(col(AsOfAnswer.id), "ids"))
)
_denials = CompiledSelect(
    select(col(UncountedStatement.position), col(Statement.id))
    .select_from(UncountedStatement)
    .join(Statement)
    .where(
        in_list(col(UncountedStatement.position), "positions"),
        col(UncountedStatement.reason) == NotCounted.denies,
    )
    .order_by(col(UncountedStatement.position), col(UncountedStatement.number))
)
_last_day = func.coalesce(col(Position.valid_from_latest), col(Position.valid_from_earliest))
# A bound after the day of publication is no date of a source: the end of a speaker's role is one.
_last_dated = CompiledSelect(
    select(func.max(_last_day)).where(
        col(Position.question) == bindparam("question"), _last_day <= _published
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
    return _with_page(_supported.rows(connection, statement=statement))


def with_claim(connection: Connection, statement: str) -> list[Row]:
    """The current positions beside which a statement is shown as a claim, or as what denies one, by
    actor; each with the `reason` why it is not counted, and `page`.
    """
    return _with_page(_claimed.rows(connection, statement=statement))


def _with_page(rows: list[Row]) -> list[Row]:
    return [row | {"page": position_page(row, Urls(""))} for row in rows]


def listing(connection: Connection, filters: PositionFilters) -> Listing:
    """One row for each actor, those with a position first, each part by name; with `status` one row
    for each position.
    """
    return _listing(
        connection,
        filters,
        lambda row: (int(row["id"] is None), row["sort_name"], row["actor"], row["number"] or 0),
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


def behind_stance(connection: Connection, ids: Iterable[str]) -> dict[str, list[str]]:
    """The statements that were counted for the stance, by the id of the position or answer."""
    found = list(ids)
    rows = [*_derivations.rows(connection, ids=found)]
    rows += _derivations_of_answers.rows(connection, ids=found)
    return {
        row["id"]: field["statements"]
        for row in rows
        for field in row["derivation"] or ()
        if field["field"] == "stance"
    }


def denials(connection: Connection, positions: Iterable[str]) -> dict[str, list[str]]:
    """The statements that deny a claim, by the id of the position whose entry names them."""
    found: dict[str, list[str]] = {}
    for position, statement in _denials.tuples(connection, positions=positions):
        found.setdefault(position, []).append(statement)
    return found


def last_dated(connection: Connection, question: str) -> date | None:
    """The day of the last dated source behind the positions on a question; None if none has a
    date.
    """
    day = _last_dated.scalar(connection, question=question)
    return None if day is None else date.fromisoformat(str(day))


def stances(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The actors of each stance, by name."""
    return _stances.rows(connection, **vars(filters))


def places(connection: Connection, filters: PositionFilters) -> list[Row]:
    """The rows of the listing by their actor and the number and id of the position."""
    return _places.rows(connection, **vars(filters))


def points(connection: Connection, filters: PositionFilters, days: Sequence[date]) -> list[Row]:
    """For each day, the rows of the actors that had a position then (`held`), and the number of the
    other actors (`silent`). Together they are the list of positions as of that day. Days are in
    their order.

    `filters.as_of` is not used.
    """
    of_actors = {"actor": filters.actor, "country": filters.country}
    in_full = filters.contribution or filters.condition
    intervals = _intervals_in_full if in_full else _intervals
    # Silence has no status, attribution or certainty, so it never passes those filters.
    wanted = [(name, given) for name in _OF_WHAT_IS_SAID if (given := getattr(filters, name))]
    with_silence = not filters.has_position and _passes(_SILENT, wanted)
    actors = _number_of_actors.scalar(connection, **of_actors) if with_silence else 0
    out: list[Row] = [{"day": day, "held": [], "silent": actors} for day in days]
    shown = filters.has_position is not False
    for row in intervals.rows(connection, question=filters.question, **of_actors):
        last = len(days) if row["last_day"] is None else bisect_right(days, row["last_day"])
        covered = out[bisect_left(days, row["first_day"]) : last]
        # What a position says is the same on all days of its interval.
        passes = shown and _passes(row, wanted)
        for point in covered:
            point["silent"] -= with_silence
            if passes:
                point["held"].append(row)
    return out


def _passes(row: Row, wanted: list[tuple[str, Sequence[str]]]) -> bool:
    """Whether a position passes filters as `_filtered` lets it pass; `row` is one of `_intervals`,
    or a silence.
    """
    return all(not _values(row, name).isdisjoint(values) for name, values in wanted)


def _values(row: Row, name: str) -> set[str | None]:
    """What a position has of a filter."""
    if name in _PLAIN:
        return {row.get(name)}
    if name == "contribution":
        return {item["form"] for item in row.get("contributions") or ()}
    if name == "condition":
        return {term for item in row.get("conditions") or () for term in item["any_of"]}
    disputed = {item["axis"] for item in row.get("disputed") or ()}
    return disputed | {_ANY} if disputed else {_NONE} if "disputed" in row else set()


_PLAIN = (
    "stance",
    "view",
    "participation",
    "attribution",
    "commitment",
    "certainty",
    "status",
)
_OF_WHAT_IS_SAID = (*_PLAIN, "contribution", "condition", "disputed")
