"""What sources change in the position of an actor, and its position after each change."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.store.tables.column_kinds import added_later, json_column


class Entry(SQLModel, table=True):
    """What one source changes in an actor's position on a question, as a curator wrote it. The fold
    makes positions of it.

    `summary` and `not_supported` are null where they are those of the position that it opens.
    """

    id: str = Field(primary_key=True)
    actor: str = Field(foreign_key="actor.id", index=True)
    question: str = Field(foreign_key="question.id", index=True)
    source: str = Field(foreign_key="source.id")
    changes: dict[str, Any] = json_column()
    coded_by: str
    reviewed_by: str | None
    reviewed_on: date | None
    recorded_on: date
    summary: str | None = added_later()
    not_supported: str | None = added_later()


class WhatIsServed(SQLModel):
    """What a position and the answer for some days have in common (docs/domain.md, rule
    what-is-served).

    `attribution` is null where no axis decides. `reported` is null if no claim is reported.
    `stance_since` is the `valid_from` of the first position in the unbroken run of the stance; it
    follows from the positions before, so it is one of app.store.tables.DERIVED.
    """

    stance: str
    view: str
    participation: str
    commitment: str | None
    attribution: str | None
    conditions: list[dict[str, Any]] = json_column()
    contributions: list[dict[str, Any]] = json_column()
    disputed: list[dict[str, Any]] = json_column()
    summary: str
    not_supported: str
    reported: list[dict[str, Any]] | None = json_column(nullable=True, added_later=True)
    stance_since: dict[str, Any] | None = json_column(nullable=True)


class Position(WhatIsServed, table=True):
    """The position of an actor after one entry, with the id of that entry. Its evidence is in
    PositionEvidence.
    """

    __table_args__ = (Index("position_of_actor", "question", "actor", "number"),)

    id: str = Field(primary_key=True, foreign_key="entry.id")
    actor: str = Field(foreign_key="actor.id")
    question: str = Field(foreign_key="question.id")
    number: int
    status: str
    valid_from: dict[str, Any] = json_column()
    valid_from_earliest: date | None
    valid_from_latest: date | None
    valid_to: dict[str, Any] | None = json_column(nullable=True)
    valid_to_earliest: date | None
    valid_to_latest: date | None
    recorded_on: date
    previous: str | None
    superseded_by: str | None
    retracted: dict[str, Any] | None = json_column(nullable=True)
    derivation: list[dict[str, Any]] | None = json_column(nullable=True)
    not_counted: int | None


class AsOfAnswer(WhatIsServed, table=True):
    """The answer for some days, where it differs from the position of its id, which is `position`.

    So it is where the order in which entries began is not known: the answer of a day is combined
    from those that count by then (docs/domain.md, rule as-of). What is left out here, it has in
    common with that position. AsOfEvidence has its evidence, AsOfUncounted what was not counted.
    """

    __tablename__ = "as_of_answer"
    id: str = Field(primary_key=True)  # that of the position, and the first day
    position: str = Field(foreign_key="position.id")
    derivation: list[dict[str, Any]] = json_column()
    not_counted: int


class RenderedPosition(SQLModel, table=True):
    """The JSON of a position, with the placeholder of app.store.rendered. Number 0 is the silence
    of an actor without a current position.

    `current` is whether it is the answer if no day is given. `canonical` is the path and query of
    its address. One of app.store.tables.DERIVED.
    """

    __tablename__ = "position_document"
    question: str = Field(primary_key=True, foreign_key="question.id")
    actor: str = Field(primary_key=True, foreign_key="actor.id")
    number: int = Field(primary_key=True)
    position: str | None = Field(foreign_key="position.id", unique=True)
    current: bool
    canonical: str
    document: bytes


class PositionEvidence(SQLModel, table=True):
    """A statement that is evidence of a position: those of the newest entry first, in the order in
    which the curator gave them.
    """

    __tablename__ = "position_evidence"
    position: str = Field(primary_key=True, foreign_key="position.id")
    number: int = Field(primary_key=True)
    statement: int = Field(foreign_key="statement.number", index=True)
    relation: str
    attribution: str
    note: str | None


class UncountedStatement(SQLModel, table=True):
    """A statement that was not counted for any field of a position, and why (docs/domain.md, rule
    not-counted).

    Those among the evidence come first, then the newest others. `position.not_counted` says how
    many there are in all.
    """

    __tablename__ = "passed_over"
    position: str = Field(primary_key=True, foreign_key="position.id")
    number: int = Field(primary_key=True)
    statement: int = Field(foreign_key="statement.number", index=True)
    reason: str
    note: str | None


class AsOfEvidence(SQLModel, table=True):
    """A statement that is evidence of the answer for some days, as in PositionEvidence."""

    __tablename__ = "as_of_evidence"
    answer: str = Field(primary_key=True, foreign_key="as_of_answer.id")
    number: int = Field(primary_key=True)
    statement: int = Field(foreign_key="statement.number")
    relation: str
    attribution: str
    note: str | None


class AsOfUncounted(SQLModel, table=True):
    """A statement that was not counted for the answer for some days, as in UncountedStatement."""

    __tablename__ = "as_of_passed_over"
    answer: str = Field(primary_key=True, foreign_key="as_of_answer.id")
    number: int = Field(primary_key=True)
    statement: int = Field(foreign_key="statement.number")
    reason: str
    note: str | None


class ValidityInterval(SQLModel, table=True):
    """A stretch of days, both ends included, with one answer to the question as of a day.

    On days without an interval the actor has no position. The answer is `position`, or `answer`
    where that is not null. `certainty` is the weaker one of those of the two axes, which are in
    app.store.tables.DERIVED, and null where an older release did not note them. `also` are the
    other positions that may have been its answer then (docs/domain.md, rules as-of and certainty).
    """

    __tablename__ = "spell"
    question: str = Field(primary_key=True, foreign_key="question.id")
    actor: str = Field(primary_key=True, foreign_key="actor.id")
    first_day: date = Field(primary_key=True)
    last_day: date | None
    position: str = Field(foreign_key="position.id")
    certainty: str
    also: list[str] = json_column()
    answer: str | None = added_later(foreign_key="as_of_answer.id")
    view_certainty: str | None
    participation_certainty: str | None
