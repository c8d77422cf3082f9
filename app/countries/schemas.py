"""Countries and other actors."""

from datetime import date
from typing import Any

from pydantic import Field

from app.api.schemas import ActorRef, ListView, Schema, actor_ref, day
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Certainty, MembershipClaim, Stance
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
    size: int | None = Field(
        description=(
            "Stated size of a coalition, the last by date, or the last by the day asked for; null "
            "for others."
        )
    )
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


class SizeView(Schema):
    """A size that sources state of a coalition."""

    value: int
    at_least: bool = Field(description="The source gives a lower bound.")
    said: DateObject
    evidence: list[str] = Field(description="Ids of statements.")


class MembershipView(Schema):
    """What sources say of the membership of an actor in a coalition. It makes nobody a member."""

    claim: MembershipClaim
    attribution: Attribution = Field(
        description="How the strongest of the statements relates to the actor."
    )
    said: DateObject
    evidence: list[str] = Field(description="Ids of statements.")


class MemberClaimView(MembershipView):
    """A claim of membership, on the coalition."""

    actor: str = Field(description="Id of the actor.")


class ClaimedMembershipView(MembershipView):
    """A claim of membership, on the actor."""

    coalition: str = Field(description="Id of the coalition.")


class ActorView(ActorRow):
    """One actor. What had certainly not been said by the day asked for is left out."""

    sizes: list[SizeView] = Field(
        description="All stated sizes of a coalition by date, undated ones first."
    )
    membership_claims: list[MemberClaimView] = Field(
        description="Who belongs to a coalition, or does not, as sources say; never its `members`."
    )
    claimed_memberships: list[ClaimedMembershipView] = Field(
        description="To which coalitions it belongs, or does not, as sources say."
    )

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
        "size": _size(row),
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
        "sizes": _said_by_then(row, row["sizes"]),
        "membership_claims": _said_by_then(row, row["membership_claims"]),
        "claimed_memberships": [
            {key: value for key, value in claim.items() if key != "actor"}
            for claim in _said_by_then(row, row["claimed_memberships"])
        ],
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


def _size(row: Row) -> int | None:
    """The stated size of a coalition, the last by date; with a day, the last that was certainly
    stated by then. The size without a date is that of the days before.
    """
    as_of: date | None = row["as_of"]
    for size in reversed(row["sizes"] or ()):
        since = size["said"]["latest"] or size["said"]["earliest"]
        if as_of is None or since is None or since <= as_of.isoformat():
            return int(size["value"])
    stated: int | None = row["size"]
    return stated


def _said_by_then(row: Row, claims: list[Row] | None) -> list[Row]:
    """The claims without those that had certainly not been made by the day asked for."""
    as_of: date | None = row["as_of"]
    return [
        claim
        for claim in claims or ()
        if as_of is None or (claim["said"]["earliest"] or "") <= as_of.isoformat()
    ]
