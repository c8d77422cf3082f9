"""The schema of a dataset file, as SQLModel tables. Words and rules are those of DOMAIN.md.

Date objects, conditions, contributions and disputes are JSON: they are read whole and never searched. What is searched
stands in columns of its own (`said_earliest`, `said_latest` …). The two search indexes are virtual tables, made by
hand-written SQL in the migrations: `statement_words` (FTS5 over folded words) and `name_gram` (FTS5 trigrams of names).
Rows pass through plain models before they come here, because a table model does not validate on construction.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel


def _json(nullable: bool = False) -> Any:
    return Field(sa_column=Column(JSON(none_as_null=True), nullable=nullable))


class Dataset(SQLModel, table=True):
    """One row: what this file is."""

    version: str = Field(primary_key=True)
    title: str
    description: str
    published: date
    language: str
    licence: dict[str, Any] = _json()
    contact: dict[str, Any] = _json()
    stability: list[str] = _json()
    counts: dict[str, int] = _json()


class Actor(SQLModel, table=True):
    """Whoever can hold a position: country, organisation, coalition."""

    id: str = Field(primary_key=True)
    type: str = Field(index=True)
    name: str
    sort_name: str = Field(index=True)
    official_name: str | None
    iso2: str | None = Field(unique=True)
    iso3: str | None = Field(unique=True)
    numeric: str | None = Field(unique=True)
    wikidata: str | None
    size: int | None
    members: list[str] | None = _json(nullable=True)
    note: str | None


class Person(SQLModel, table=True):
    """A speaker. A merged person stays as a row that points to the one who stands for both."""

    id: str = Field(primary_key=True)
    name: str
    sort_name: str = Field(index=True)
    other_names: list[str] = _json()
    wikidata: str | None
    merged_into: str | None = Field(foreign_key="person.id")


class Role(SQLModel, table=True):
    """A dated role of a person, for an actor or for an organisation that is no actor."""

    person: str = Field(primary_key=True, foreign_key="person.id")
    number: int = Field(primary_key=True)
    title: str
    actor: str | None = Field(foreign_key="actor.id", index=True)
    organisation: str | None
    capacity: str
    held_from: dict[str, Any] = _json()
    held_to: dict[str, Any] | None = _json(nullable=True)


class Question(SQLModel, table=True):
    """What a position answers."""

    id: str = Field(primary_key=True)
    number: int
    text: str
    asked_from: date
    silence: str


class Topic(SQLModel, table=True):
    """What a statement is about."""

    id: str = Field(primary_key=True)
    number: int
    label: str
    definition: str


class Term(SQLModel, table=True):
    """One value of a closed vocabulary, with its definition and, for stances, its legend colours."""

    vocabulary: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: int
    label: str
    definition: str
    colour: str | None
    colour_dark: str | None


class Source(SQLModel, table=True):
    """One document. `root` is the source at the end of its `copy_of`/`via` chain: independent sources have distinct roots."""

    id: str = Field(primary_key=True)
    title: str
    sort_title: str = Field(index=True)
    publisher: str
    url: str
    published: dict[str, Any] = _json()
    accessed: date | None
    language: str
    text: str | None
    text_sha256: str | None
    text_access: str
    rights: str
    via: str | None
    copy_of: str | None = Field(foreign_key="source.id")
    root: str


class Passage(SQLModel, table=True):
    """One sentence of an archived source, coded by who speaks in it."""

    source: str = Field(primary_key=True, foreign_key="source.id")
    number: int = Field(primary_key=True)
    coding: str
    start: int
    end: int
    exact: str | None


class Statement(SQLModel, table=True):
    """One claim. `number` is the rowid: 1 is the newest, undated ones come last, so that newest-first walks rowids."""

    __table_args__ = (Index("statement_by_date", "sort_date", "id"),)

    number: int = Field(primary_key=True)
    id: str = Field(unique=True)
    source: str = Field(foreign_key="source.id", index=True)
    passage: int | None
    kind: str = Field(index=True)
    speaker: str | None = Field(foreign_key="person.id", index=True)
    role: str | None
    role_as_printed: str | None
    capacity: str | None = Field(index=True)
    summary: str
    language: str
    said: dict[str, Any] = _json()
    said_earliest: date | None = Field(index=True)
    said_latest: date | None = Field(index=True)
    sort_date: date | None
    start: int | None
    end: int | None
    exact: str
    prefix: str | None
    suffix: str | None
    quoted: list[dict[str, Any]] = _json()
    href_in_context: str


class StatementAbout(SQLModel, table=True):
    """The pair (statement, actor) and its attribution."""

    __tablename__ = "statement_about"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    actor: str = Field(primary_key=True, foreign_key="actor.id", index=True)
    attribution: str = Field(index=True)


class StatementBy(SQLModel, table=True):
    """The actors for whom the speaker of a statement spoke."""

    __tablename__ = "statement_by"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    actor: str = Field(primary_key=True, foreign_key="actor.id", index=True)


class StatementTopic(SQLModel, table=True):
    """The topics of a statement."""

    __tablename__ = "statement_topic"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    topic: str = Field(primary_key=True, foreign_key="topic.id", index=True)


class StatementQuestion(SQLModel, table=True):
    """The questions that a statement bears on."""

    __tablename__ = "statement_question"
    statement: int = Field(primary_key=True, foreign_key="statement.number")
    question: str = Field(primary_key=True, foreign_key="question.id", index=True)


class Entry(SQLModel, table=True):
    """What one source changes in an actor's stand on a question, as it was curated; the fold makes positions of it."""

    id: str = Field(primary_key=True)
    actor: str = Field(foreign_key="actor.id", index=True)
    question: str = Field(foreign_key="question.id", index=True)
    source: str = Field(foreign_key="source.id")
    changes: dict[str, Any] = _json()
    coded_by: str
    reviewed_by: str | None
    reviewed_on: date | None
    recorded_on: date


class Position(SQLModel, table=True):
    """The stand of an actor after one entry; its id is the entry's. The evidence stands in PositionEvidence."""

    __table_args__ = (Index("position_of_actor", "question", "actor", "number"),)

    id: str = Field(primary_key=True, foreign_key="entry.id")
    actor: str = Field(foreign_key="actor.id")
    question: str = Field(foreign_key="question.id")
    number: int
    status: str
    stance: str
    view: str
    participation: str
    commitment: str | None
    attribution: str
    conditions: list[dict[str, Any]] = _json()
    contributions: list[dict[str, Any]] = _json()
    disputed: list[dict[str, Any]] = _json()
    summary: str
    not_supported: str
    valid_from: dict[str, Any] = _json()
    valid_from_earliest: date | None
    valid_from_latest: date | None
    valid_to: dict[str, Any] | None = _json(nullable=True)
    valid_to_earliest: date | None
    valid_to_latest: date | None
    recorded_on: date
    previous: str | None
    superseded_by: str | None


class PositionEvidence(SQLModel, table=True):
    """A statement behind a position; newest entry first, then in the order in which the curator gave them."""

    __tablename__ = "position_evidence"
    position: str = Field(primary_key=True, foreign_key="position.id")
    number: int = Field(primary_key=True)
    statement: int = Field(foreign_key="statement.number", index=True)
    relation: str
    attribution: str


class Tombstone(SQLModel, table=True):
    """A published id that was withdrawn, corrected away or merged; it never means anything else again."""

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    reason: str
    replaced_by: str | None
    removed_on: date


class NameKey(SQLModel, table=True):
    """The merged table of names: a key at a level means its target. Several targets: ambiguous. No target: no actor."""

    __tablename__ = "name_key"
    __table_args__ = (Index("name_key_target", "scope", "target"),)

    id: int = Field(primary_key=True)
    scope: str
    level: int
    key: str
    target: str | None
    matched_as: str
    name: str
    note: str | None


Index("name_key_lookup", NameKey.__table__.c.key, NameKey.__table__.c.scope, NameKey.__table__.c.level)  # type: ignore[attr-defined]

metadata = SQLModel.metadata
VIRTUAL = ("statement_words", "name_gram")  # made by hand-written SQL; excluded from the drift test by this name
