"""The facts from which positions are rendered, read in a few SELECTs for a whole list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    Case,
    ColumnElement,
    Connection,
    Date,
    ScalarSelect,
    and_,
    bindparam,
    case,
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
    AsOfAnswer,
    AsOfEvidence,
    AsOfUncounted,
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
    day: date | BindParameter[date] | ScalarSelect[date],
    interval: type[ValidityInterval] = ValidityInterval,
) -> ColumnElement[bool]:
    """The condition that a validity interval of an actor on a question covers a day."""
    return and_(
        col(interval.question) == question,
        col(interval.actor) == actor,
        col(interval.first_day) <= day,
        or_(col(interval.last_day).is_(None), col(interval.last_day) >= day),
    )


def held(name: str) -> Case[Any]:
    """What a position says, by the name of the column; as of a day what the answer for that day
    says, where that is another one. The SELECT joins AsOfAnswer by ValidityInterval.answer.
    """
    answer, own = getattr(AsOfAnswer, name), getattr(Position, name)
    return case((col(AsOfAnswer.id).is_not(None), col(answer)), else_=col(own))


_RENAMED = {"id", "actor", "question", "not_counted"}  # selected under another name
_OF_POSITION = {"id", "position", "not_counted"}  # of an answer
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
        col(ValidityInterval.view_certainty),
        col(ValidityInterval.participation_certainty),
        col(ValidityInterval.also),
        col(ValidityInterval.answer),
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
_answers = CompiledSelect(
    select(
        col(AsOfAnswer.id).label("answer"),
        *(column for column in inspect(AsOfAnswer).columns if column.key not in _OF_POSITION),
        col(AsOfAnswer.not_counted).label("not_counted_total"),
    ).where(in_list(col(AsOfAnswer.id), "answers"))
)


def _evidence_of(
    table: type[PositionEvidence | AsOfEvidence], owner: Mapped[str]
) -> CompiledSelect:
    """The evidence of positions or answers; the column `owner` of the table has the id of each."""
    return CompiledSelect(
        select(table, col(Statement.id), col(Statement.source), col(Source.root))
        .select_from(table)
        .join(Statement)
        .join(Source)
        .where(in_list(owner, "ids"))
        .order_by(owner, col(table.number))
    )


def _uncounted_of(
    table: type[UncountedStatement | AsOfUncounted], owner: Mapped[str]
) -> CompiledSelect:
    """What was not counted for positions or answers, as `_evidence_of`; on a day without what had
    certainly not been said by then.
    """
    query = select(table, col(Statement.id), col(StatementAbout.attribution)).select_from(table)
    if table is AsOfUncounted:
        query = query.join(AsOfAnswer)
    return CompiledSelect(
        query.join(Position)
        .join(Statement)
        .join(
            StatementAbout,
            and_(
                col(StatementAbout.statement) == col(Statement.number),
                col(StatementAbout.actor) == col(Position.actor),
            ),
        )
        .where(
            in_list(owner, "ids"),
            or_(
                _day.is_(None),
                col(Statement.said_earliest).is_(None),
                col(Statement.said_earliest) <= _day,
            ),
        )
        .order_by(owner, col(table.number))
    )


# Of positions, and of answers.
_evidence = (
    _evidence_of(PositionEvidence, col(PositionEvidence.position)),
    _evidence_of(AsOfEvidence, col(AsOfEvidence.answer)),
)
_uncounted = (
    _uncounted_of(UncountedStatement, col(UncountedStatement.position)),
    _uncounted_of(AsOfUncounted, col(AsOfUncounted.answer)),
)
_claimed = CompiledSelect(
    select(col(Statement.id), col(Statement.source), col(Source.root))
    .join(Source)
    .where(in_list(col(Statement.id), "ids"))
)


def position_facts(
    connection: Connection,
    question: str,
    holders: Sequence[Holder],
    as_of: date | None,
) -> list[Row]:
    """The facts of positions on a question, and of actors without one, in the order of `holders`.

    A row has also the columns `evidence` and `not_counted`, each a list of rows, and `claimed`:
    source and root of the statements behind its claims, by id. As of a day, each holder has the
    position that was its answer then.
    """
    ids = [position for _, position in holders if position is not None]
    actors = {actor for actor, _ in holders}
    rows = _positions.rows(connection, question=question, positions=ids, actors=actors, day=as_of)
    if answers := [row["answer"] for row in rows if row["answer"] is not None]:
        by_id = {row["answer"]: row for row in _answers.rows(connection, answers=answers)}
        for row in rows:
            row.update(by_id.get(row["answer"], {}))
        ids = [row["position"] for row in rows if row["position"] and row["answer"] is None]
    evidence = _by_owner(connection, _evidence, ids, answers)
    uncounted = _by_owner(connection, _uncounted, ids, answers, day=as_of)
    claimed = _sources_of_claims(connection, rows)
    facts = {(row["actor"], row["position"]): row for row in rows}
    for (_, position), row in facts.items():
        owner = row["answer"] or position
        row["evidence"], row["not_counted"] = evidence.get(owner, ()), uncounted.get(owner, ())
        row["claimed"] = claimed
    return [facts[holder] for holder in holders]


def _sources_of_claims(
    connection: Connection, rows: Iterable[Row]
) -> dict[str, tuple[str, str | None]]:
    """Source and root of each statement that claims what is disputed, by the id of the
    statement.
    """
    ids = {
        name
        for row in rows
        for disputed in row["disputed"] or ()
        for claim in disputed["claims"]
        for name in claim["evidence"]
    }
    found = _claimed.rows(connection, ids=ids) if ids else []
    return {row["id"]: (row["source"], row["root"]) for row in found}


def _by_owner(
    connection: Connection,
    queries: tuple[CompiledSelect, CompiledSelect],
    positions: list[str],
    answers: list[str],
    **parameters: object,
) -> dict[str | None, list[Row]]:
    """The rows of two queries, of positions and of answers, by the id of each. The id of an answer
    is never that of a position.
    """
    grouped: dict[str | None, list[Row]] = defaultdict(list)
    owners = (("position", positions), ("answer", answers))
    for query, (owner, ids) in zip(queries, owners, strict=True):
        for row in query.rows(connection, ids=ids, **parameters) if ids else ():
            grouped[row[owner]].append(row)
    return grouped
