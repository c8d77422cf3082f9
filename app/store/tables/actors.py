"""Actors, the people who speak for them, and the names of both."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.store.tables.column_kinds import json_column


class Actor(SQLModel, table=True):
    """Whoever can have a position: country, organisation, coalition."""

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
    members: list[str] | None = json_column(nullable=True)
    note: str | None


class Person(SQLModel, table=True):
    """A speaker. A merged person keeps a row, with the id of the one into whom it was merged."""

    id: str = Field(primary_key=True)
    name: str
    sort_name: str = Field(index=True)
    other_names: list[str] = json_column()
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
    held_from: dict[str, Any] = json_column()
    held_to: dict[str, Any] | None = json_column(nullable=True)


class NameKey(SQLModel, table=True):
    """The table of names: a key at a level means its target. A key with several targets is
    ambiguous. One without a target is known to be no actor.
    """

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


_key = NameKey.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
Index("name_key_lookup", _key.key, _key.scope, _key.level)
