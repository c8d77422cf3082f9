"""Countries and other actors."""

from typing import Any

from pydantic import Field

from app.api.schemas import ActorRef, ListView, Schema, actor_ref, day
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Certainty, Stance
from app.store.listing import Row


class ActorRowLinks(Schema):
    """Where to go on."""

    self: str
    position: str
    positions: str
    statements: str
    page: str = Field(description="Its page for people.")


class ActorRow(ActorRef):
    """An actor in a list, with its stance on the first question."""

    official_name: str | None
    wikidata: str | None = Field(description="Verified Wikidata id, else null.")
    size: int | None = Field(description="Stated size of a coalition; null for others.")
    members: list[str] | None = Field(description="Null: no source names them.")
    note: str | None
    stance: Stance
    position: str | None = Field(description="Id of its position; null if it has none.")
    as_of: str | None = Field(description="The day asked for; null: what is current.")
    as_of_certainty: Certainty | None = Field(
        description="Whether it held on that day; null without `as_of` and for silence."
    )
    links: ActorRowLinks


class ActorList(ListView[ActorRow]):
    """A page of a list."""


class NameView(Schema):
    """One name of an actor, and what kind of name it is."""

    name: str
    kind: str


class RoleHolder(Schema):
    """Somebody with a role for the actor."""

    id: str
    name: str
    role: str
    held_from: DateObject
    held_to: DateObject | None
    url: str


class ActorCounts(Schema):
    """Counts; each equals the list of the same name in `links`. Positions are those on the first
    question, whenever held.
    """

    statements: int
    statements_by: int
    statements_about: int
    positions: int


class ActorLinks(ActorRowLinks):
    """Where to go on."""

    statements_by: str
    statements_about: str
    canonical: str


class ActorView(ActorRow):
    """One actor."""

    names: list[NameView] = Field(
        description="Names under which it is found here, without translations."
    )
    speakers: list[RoleHolder]
    counts: ActorCounts
    links: ActorLinks


class CountryView(ActorView):
    """One country."""

    matched_as: str = Field(description="What kind of name the one in the path is.")


def actor_row(row: Row, urls: Urls) -> dict[str, Any]:
    """An actor in a list."""
    self = urls.actor(row["type"], row["id"])
    on = f"?as_of={day(row['as_of'])}" if row["as_of"] else ""
    about = urls.list("/statements", [("about", row["id"])])
    return {
        **actor_ref(row),
        "official_name": row["official_name"],
        "wikidata": row["wikidata"],
        "size": row["size"],
        "members": row["members"],
        "note": row["note"],
        "stance": row["stance"],
        "position": row["position"],
        "as_of": day(row["as_of"]),
        "as_of_certainty": row["as_of_certainty"],
        "links": {
            "self": self,
            "position": f"{self}/position{on}",
            "positions": f"{self}/positions",
            "statements": f"{self}/statements" if row["type"] == "country" else about,
            "page": urls.page(f"{self}{on}"),
        },
    }


def actor(row: Row, urls: Urls) -> dict[str, Any]:
    """One actor with its names, who speaks for it, and its counts."""
    shown, counts = actor_row(row, urls), row["counts"]
    links = shown["links"]
    if row["type"] == "country":
        by, about = (f"{links['statements']}?role={side}" for side in ("by", "about"))
    else:
        by, about = (urls.list("/statements", [(name, row["id"])]) for name in ("country", "about"))
        counts = counts | {"statements": counts["statements_about"]}
    return shown | {
        "names": row["names"],
        "speakers": [
            speaker | {"url": urls.at("speakers", speaker["id"])} for speaker in row["speakers"]
        ],
        "counts": counts,
        "links": {
            **links,
            "statements_by": by,
            "statements_about": about,
            "canonical": links["self"] + (f"?as_of={shown['as_of']}" if shown["as_of"] else ""),
        },
    }
