"""Speakers."""

from typing import Any

from pydantic import Field

from app.api.schemas import CorrectionView, ListView, Schema, Uri
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Capacity, SpeakerKind
from app.store.listing import Row


class RoleView(Schema):
    """A dated role."""

    title: str = Field(description="The role, in standard words.")
    actor: str | None = Field(
        description=(
            "The id of the actor for which the role is; null for a role in an organisation that is "
            "not an actor."
        )
    )
    organisation: str | None = Field(
        description="The name of that organisation; null for a role for an actor."
    )
    capacity: Capacity = Field(description="The function in which its holder speaks.")
    decides: bool = Field(description="True for a body that decides for the state.")
    held_from: DateObject = Field(description="When the role began.")
    held_to: DateObject | None = Field(description="When the role ended; null if no end is known.")


class SpeakerLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This speaker.")
    statements: Uri = Field(description="The statements of this speaker.")
    page: Uri = Field(description="The page for readers.")


class SpeakerView(Schema):
    """A person, office or body whose statements are recorded."""

    id: str = Field(description="The permanent id of the speaker.")
    name: str = Field(description="The name of the speaker.")
    kind: SpeakerKind = Field(
        description="A person, or an office or body that speaks without a named person."
    )
    other_names: list[str] = Field(
        description="Other spellings and names by which this service finds the speaker."
    )
    wikidata: str | None = Field(description="The Wikidata id; null if none was verified.")
    roles: list[RoleView] = Field(description="The roles of the speaker.")
    statements: int = Field(
        description="The number of statements, and the `total` of the list in `links`."
    )
    corrections: list[CorrectionView] = Field(
        description="What was corrected after publication, oldest first."
    )
    links: SpeakerLinks = Field(description="Where to find related data and pages.")


class SpeakerList(ListView[SpeakerView]):
    """A page of a list of speakers."""


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
        "corrections": row["corrections"],
        "links": {"self": self, "statements": f"{self}/statements", "page": urls.page(self)},
    }
