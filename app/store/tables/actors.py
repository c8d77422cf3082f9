"""Actors, the people who speak for them, and the names of both."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.store.tables.column_kinds import added_later, json_column


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
    # What sources say of a coalition; null where they say nothing.
    sizes: list[dict[str, Any]] | None = json_column(nullable=True, added_later=True)
    membership_claims: list[dict[str, Any]] | None = json_column(nullable=True, added_later=True)


class Person(SQLModel, table=True):
    """A speaker: a person, or an office or body that speaks without a named person. A merged person
    keeps a row, with the id of the one into whom it was merged.
    """

    id: str = Field(primary_key=True)
    name: str
    sort_name: str = Field(index=True)
    other_names: list[str] = json_column()
    wikidata: str | None
    merged_into: str | None = Field(foreign_key="person.id")
    kind: str | None = added_later()  # null: a person


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
    decides: bool | None = added_later()  # whether it is a body that decides for the state


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


class FurtherName(SQLModel, table=True):
    """Names that are looked up only where the table of names has none, so that it need not change:
    a folded key and what it means. With `matched_as` “candidate”: the key means no country, and
    this is one that a reader may have meant. One of app.store.tables.DERIVED.
    """

    __tablename__ = "further_name"
    id: int = Field(primary_key=True)
    key: str = Field(index=True)
    target: str
    matched_as: str
    name: str
