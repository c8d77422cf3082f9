"""The facts from which positions are rendered, read in a few SELECTs for a whole list."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    and_,
    bindparam,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.lookup.corrections import corrections_of
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import Actor
from app.store.tables.dataset import Question
from app.store.tables.positions import (
    Entry,
    Position,
    PositionEvidence,
    UncountedStatement,
    ValidityInterval,
)
from app.store.tables.statements import Source, Statement, StatementAbout

Holder = tuple[str, str | None]
"""The id of an actor, and the id of its position; None if it has none."""


def on_day(
    question: ColumnElement[str] | Mapped[str],
    actor: ColumnElement[str] | Mapped[str],
    day: date | BindParameter[date],
) -> ColumnElement[bool]:
    """The condition that a validity interval of an actor on a question covers a day."""
    return and_(
        col(ValidityInterval.question) == question,
        col(ValidityInterval.actor) == actor,
        col(ValidityInterval.first_day) <= day,
        or_(col(ValidityInterval.last_day).is_(None), col(ValidityInterval.last_day) >= day),
    )


_RENAMED = {"id", "actor", "question", "not_counted"}  # selected under another name
_day: BindParameter[date] = bindparam("day", type_=Date)
_positions = CompiledSelect(
    select(
        col(Actor.id).label("actor"),
        col(Actor.type).label("actor_type"),
        col(Actor.iso2),
        col(Actor.iso3),
        col(Actor.numeric),
        col(Actor.name).label("actor_name"),
        col(Question.id).label("question"),
        col(Question.number).label("question_number"),
        col(Question.text).label("question_text"),
        col(Question.silence),
        col(Position.id).label("position"),
        *(column for column in inspect(Position).columns if column.key not in _RENAMED),
        col(Entry.coded_by),
        col(Entry.reviewed_by),
        col(Entry.reviewed_on),
        col(Position.not_counted).label("not_counted_total"),
        col(ValidityInterval.certainty),
        col(ValidityInterval.also),
        corrections_of("position", col(Position.id)),
    )
    .select_from(Actor)
    .join(Question, col(Question.id) == bindparam("question"))
    .outerjoin(
        Position,
        and_(
            col(Position.question) == col(Question.id),
            col(Position.actor) == col(Actor.id),
            in_list(col(Position.id), "positions"),
        ),
    )
    .outerjoin(Entry)
    .outerjoin(
        ValidityInterval,
        on_day(col(Question.id), col(Actor.id), _day),
    )
    .where(in_list(col(Actor.id), "actors"))
)
_evidence = CompiledSelect(
    select(PositionEvidence, col(Statement.id), col(Statement.source), col(Source.root))
    .select_from(PositionEvidence)
    .join(Statement)
    .join(Source)
    .where(in_list(col(PositionEvidence.position), "positions"))
    .order_by(col(PositionEvidence.position), col(PositionEvidence.number))
)
_not_counted = CompiledSelect(
    select(UncountedStatement, col(Statement.id), col(StatementAbout.attribution))
    .select_from(UncountedStatement)
    .join(Position)
    .join(Statement)
    .join(
        StatementAbout,
        and_(
            col(StatementAbout.statement) == col(Statement.number),
            col(StatementAbout.actor) == col(Position.actor),
        ),
    )
    .where(
        in_list(col(UncountedStatement.position), "positions"),
        # On a day, what had certainly not been said by then is left out.
        or_(
            _day.is_(None),
            col(Statement.said_earliest).is_(None),
            col(Statement.said_earliest) <= _day,
        ),
    )
    .order_by(col(UncountedStatement.position), col(UncountedStatement.number))
)


def position_facts(
    connection: Connection,
    question: str,
    holders: Sequence[Holder],
    as_of: date | None,
) -> list[Row]:
    """The facts of positions on a question, and of actors without one, in the order of `holders`.

    A row has besides the columns `evidence` and `not_counted`, each a list of rows.
    """
    ids = [position for _, position in holders if position is not None]
    actors = {actor for actor, _ in holders}
    rows = _positions.rows(connection, question=question, positions=ids, actors=actors, day=as_of)
    evidence = _by_position(_evidence, connection, ids)
    not_counted = _by_position(_not_counted, connection, ids, day=as_of)
    facts = {(row["actor"], row["position"]): row for row in rows}
    for (_, position), row in facts.items():
        row["evidence"] = evidence.get(position, ())
        row["not_counted"] = not_counted.get(position, ())
    return [facts[holder] for holder in holders]


def _by_position(
    query: CompiledSelect, connection: Connection, positions: list[str], **parameters: object
) -> dict[str, list[Row]]:
    """The rows of a query about positions, by the id of the position."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    if positions:
        for row in query.rows(connection, positions=positions, **parameters):
            grouped[row["position"]].append(row)
    return grouped
