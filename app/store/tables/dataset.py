"""What this dataset is, its closed lists, and what became of what was published."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.store.tables.column_kinds import added_later, json_column


class DatasetRow(SQLModel, table=True):
    """One row: what this file is."""

    __tablename__ = "dataset"

    version: str = Field(primary_key=True)
    title: str
    description: str
    published: date
    language: str
    licence: dict[str, Any] = json_column()
    contact: dict[str, Any] = json_column()
    stability: list[str] = json_column()
    counts: dict[str, int] = json_column()


class Question(SQLModel, table=True):
    """What a position answers."""

    id: str = Field(primary_key=True)
    number: int
    text: str
    asked_from: date
    silence: str
    subject: str | None = added_later()  # what it asks about, as a sentence names it: "the force"
    take_part: str | None = added_later()  # what an actor may do: "guarantee a share of it"
    taking_part: str | None = added_later()  # the same as a noun: "guaranteeing a share of it"


class Topic(SQLModel, table=True):
    """What a statement is about."""

    id: str = Field(primary_key=True)
    number: int
    label: str
    definition: str


class Term(SQLModel, table=True):
    """One value of a closed vocabulary, with its definition and, for stances, its legend
    colours.
    """

    vocabulary: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: int
    label: str
    definition: str
    colour: str | None
    colour_dark: str | None


class Tombstone(SQLModel, table=True):
    """A published id that was withdrawn, corrected away or merged; it never means anything else
    again.
    """

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    reason: str
    replaced_by: str | None
    removed_on: date


class Correction(SQLModel, table=True):
    """Why the content of a published thing was changed under its id (docs/domain.md, rule
    corrections). The id `*` means all things of the kind that were changed for this reason.
    """

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    corrected_on: date
    reason: str


class Release(SQLModel, table=True):
    """A published dataset, oldest first; the last one is this file's own."""

    version: str = Field(primary_key=True)
    number: int = Field(unique=True)
    published: date


class Change(SQLModel, table=True):
    """What one release changed in one published thing, with its content before and after."""

    __table_args__ = (Index("change_of_thing", "kind", "id"),)
    number: int = Field(primary_key=True)
    release: str = Field(foreign_key="release.version", index=True)
    kind: str
    change: str
    id: str
    actors: list[str] = json_column()
    speaker: str | None = Field(index=True)
    before: dict[str, Any] | None = json_column(nullable=True)
    after: dict[str, Any] | None = json_column(nullable=True)
    reason: str | None
    replaced_by: str | None


class ChangeActor(SQLModel, table=True):
    """The actors that a change concerns."""

    __tablename__ = "change_actor"
    change: int = Field(primary_key=True, foreign_key="change.number")
    actor: str = Field(primary_key=True, index=True)
