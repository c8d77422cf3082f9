"""Countries and other actors."""

from typing import Any

from pydantic import Field

from app.dates import DateObject
from app.queries.listing import Row
from app.urls import Urls
from app.views.shared import View, day
from app.vocabulary import ActorType, Certainty, Stance


class ActorRef(View):
    """An actor, in short. Codes are null for what is no country; Kosovo has no numeric code."""

    type: ActorType
    id: str
    iso2: str | None = Field(description="ISO 3166-1 alpha-2.")
    iso3: str | None = Field(description="ISO 3166-1 alpha-3.")
    numeric: str | None = Field(description="ISO 3166-1 numeric, with zeros.")
    name: str


class PositionLinks(View):
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
    position: str | None = Field(description="Id of its position; null if it is silent.")
    as_of: str | None = Field(description="The day asked for; null: what is current.")
    as_of_certainty: Certainty | None = Field(
        description="Whether it held on that day; null without `as_of` and for silence."
    )
    links: PositionLinks


class NameView(View):
    """One name of an actor, and what kind of name it is."""

    name: str
    kind: str


class RoleHolder(View):
    """Somebody with a role for the actor."""

    id: str
    name: str
    role: str
    held_from: DateObject
    held_to: DateObject | None
    url: str


class ActorCounts(View):
    """Counts; each equals the list of the same name in `links`. Positions are those on the first
    question, whenever held.
    """

    statements: int
    statements_by: int
    statements_about: int
    positions: int


class ActorLinks(PositionLinks):
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


def ref(row: Row, key: str = "id") -> dict[str, Any]:
    """An actor in short, from a row whose column `key` holds its id."""
    return {
        "type": row["type"],
        "id": row[key],
        "iso2": row["iso2"],
        "iso3": row["iso3"],
        "numeric": row["numeric"],
        "name": row["name"],
    }


def actor_row(row: Row, urls: Urls) -> dict[str, Any]:
    """An actor in a list."""
    self = urls.actor(row["type"], row["id"])
    on = f"?as_of={day(row['as_of'])}" if row["as_of"] else ""
    about = urls.list("/statements", [("about", row["id"])])
    return {
        **ref(row),
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


def actor(
    row: Row, names: list[Row], speakers: list[Row], counts: Row, urls: Urls
) -> dict[str, Any]:
    """One actor, whole."""
    out = actor_row(row, urls)
    links = out["links"]
    if row["type"] == "country":
        by, about = (f"{links['statements']}?role={side}" for side in ("by", "about"))
    else:
        by, about = (urls.list("/statements", [(name, row["id"])]) for name in ("country", "about"))
        counts = {**counts, "statements": counts["statements_about"]}
    return out | {
        "names": names,
        "speakers": [
            {key: one[key] for key in ("id", "name", "role", "held_from", "held_to")}
            | {"url": urls.at("speakers", one["id"])}
            for one in speakers
        ],
        "counts": counts,
        "links": {
            **links,
            "statements_by": by,
            "statements_about": about,
            "canonical": links["self"] + (f"?as_of={out['as_of']}" if out["as_of"] else ""),
        },
    }
