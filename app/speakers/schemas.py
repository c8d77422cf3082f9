"""Speakers."""

from typing import Any

from pydantic import Field

from app.api.schemas import ListView, Schema
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Capacity, SpeakerKind
from app.store.listing import Row


class RoleView(Schema):
    """A dated role."""

    title: str
    actor: str | None = Field(
        description=(
            "Id of the actor it is for; null for a role in an organisation that is no actor."
        )
    )
    organisation: str | None = Field(
        description="Name of that organisation; null for a role for an actor."
    )
    capacity: Capacity
    decides: bool = Field(description="Whether it is a body that decides for the state.")
    held_from: DateObject
    held_to: DateObject | None = Field(description="Null: no end is known.")


class SpeakerLinks(Schema):
    """Where to go on."""

    self: str
    statements: str
    page: str = Field(description="The page for people.")


class SpeakerView(Schema):
    """A person, office or body whose statements are recorded."""

    id: str
    name: str
    kind: SpeakerKind = Field(
        description="A person, or an office or body that speaks without a named person."
    )
    other_names: list[str]
    wikidata: str | None = Field(description="Verified Wikidata id, else null.")
    roles: list[RoleView]
    statements: int = Field(
        description="How many statements are recorded; the total of the list in `links`."
    )
    links: SpeakerLinks


class SpeakerList(ListView[SpeakerView]):
    """A page of a list."""


def speaker(row: Row, urls: Urls) -> dict[str, Any]:
    """One speaker from a row."""
    self = urls.at("speakers", row["id"])
    kept = ("title", "actor", "organisation", "capacity", "held_from", "held_to")
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"] or "person",
        "other_names": row["other_names"],
        "wikidata": row["wikidata"],
        "roles": [
            {key: role[key] for key in kept} | {"decides": bool(role["decides"])}
            for role in row["roles"]
        ],
        "statements": row["statements"],
        "links": {"self": self, "statements": f"{self}/statements", "page": urls.page(self)},
    }
