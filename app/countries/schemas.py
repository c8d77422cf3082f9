"""Countries and other actors."""

from datetime import date
from typing import Any

from pydantic import Field

from app.api.schemas import ActorRef, CorrectionView, ListView, Schema, Uri, actor_ref, day
from app.api.urls import Urls
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Certainty, MembershipClaim, Stance
from app.store.listing import Row


class ActorRowLinks(Schema):
    """Addresses of related data and pages."""

    self: Uri = Field(description="This actor.")
    position: Uri = Field(description="The position, with the evidence.")
    positions: Uri = Field(description="All positions that it has had.")
    statements: Uri = Field(
        description="Statements by its speakers or about it; for organisations and coalitions, "
        "about it."
    )
    page: Uri = Field(description="The page for readers.")


class ActorRow(ActorRef):
    """An actor in a list, with its stance on the first question."""

    official_name: str | None = Field(description="The official name; null if none is noted.")
    wikidata: str | None = Field(description="The Wikidata id; null if none was verified.")
    size: int | None = Field(
        description=(
            "The newest size of a coalition that sources state, or the newest by the day `as_of`; "
            "null for others."
        )
    )
    members: list[str] | None = Field(
        description="Ids of the members of a coalition; null if no source names them."
    )
    note: str | None = Field(
        description="A note for readers about this actor; null if there is none."
    )
    stance: Stance = Field(description="The stance of the actor on the first question.")
    position: str | None = Field(description="The id of its position; null if it has none.")
    as_of: date | None = Field(
        description="The day that was asked for; null if the current position was asked for."
    )
    as_of_certainty: Certainty | None = Field(
        description="How sure it is that the stance is right for that day; null without `as_of`, "
        "and for an actor without a position."
    )
    links: ActorRowLinks = Field(description="Where to find related data and pages.")


class ActorList(ListView[ActorRow]):
    """A page of a list of actors."""


class NameView(Schema):
    """One name of an actor, and what kind of name it is."""

    name: str = Field(description="The name as it is written.")
    kind: str = Field(description="The kind of name, as a code, a short name or a capital.")


class RoleHolder(Schema):
    """A person, office or body with a role for the actor."""

    id: str = Field(description="The id of the speaker.")
    name: str = Field(description="The name of the speaker.")
    role: str = Field(description="The role, in standard words.")
    held_from: DateObject = Field(description="When the role began.")
    held_to: DateObject | None = Field(description="When the role ended; null if no end is known.")
    url: Uri = Field(description="The address of the speaker.")


class ActorCounts(Schema):
    """The number of statements and positions. Each count of statements is the `total` of the list
    of the same name in `links`.
    """

    statements: int = Field(description="Statements by its speakers or about it.")
    statements_by: int = Field(description="Statements by its speakers.")
    statements_about: int = Field(description="Statements about it.")
    positions: int = Field(description="Positions on the first question, current and earlier.")


class ActorLinks(ActorRowLinks):
    """Addresses of related data and pages."""

    statements_by: Uri = Field(description="Statements by its speakers.")
    statements_about: Uri = Field(description="Statements about it.")
    canonical: Uri = Field(description="The canonical address of this response.")


class SizeView(Schema):
    """A size that sources state of a coalition."""

    value: int = Field(description="The number of members.")
    at_least: bool = Field(description="True if the source gives a lower bound.")
    said: DateObject = Field(description="When it was said.")
    evidence: list[str] = Field(description="Ids of the statements that say so.")


class MembershipView(Schema):
    """What sources say about the membership of an actor in a coalition. It makes no actor a
    member.
    """

    claim: MembershipClaim = Field(description="Whether the source calls the actor a member.")
    attribution: Attribution = Field(
        description="How the strongest of the statements relates to the actor."
    )
    said: DateObject = Field(description="When it was said.")
    evidence: list[str] = Field(description="Ids of the statements that say so.")


class MemberClaimView(MembershipView):
    """What sources say about the membership of one actor, on the coalition."""

    actor: str = Field(description="The id of the actor.")


class ClaimedMembershipView(MembershipView):
    """What sources say about the membership in one coalition, on the actor."""

    coalition: str = Field(description="The id of the coalition.")


class ActorView(ActorRow):
    """One actor. What had certainly not been said by the day `as_of` is left out."""

    sizes: list[SizeView] = Field(
        description="All stated sizes of a coalition by date, undated ones first."
    )
    membership_claims: list[MemberClaimView] = Field(
        description="Who belongs to a coalition, or does not, as sources say. They are not its "
        "`members`."
    )
    claimed_memberships: list[ClaimedMembershipView] = Field(
        description="To which coalitions it belongs, or does not, as sources say."
    )
    corrections: list[CorrectionView] = Field(
        description="What was corrected after publication, oldest first."
    )
    names: list[NameView] = Field(
        description="Names by which this service finds it, without translations."
    )
    speakers: list[RoleHolder] = Field(description="Who has or had a role for it.")
    counts: ActorCounts = Field(description="How many statements and positions it has.")
    links: ActorLinks = Field(description="Where to find related data and pages.")


class CountryView(ActorView):
    """One country, or another actor, found by a name."""

    matched_as: str = Field(description="What kind of name the request used.")


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
        "sizes": said_by_then(row["sizes"], row["as_of"]),
        "membership_claims": said_by_then(row["membership_claims"], row["as_of"]),
        "claimed_memberships": [
            {key: value for key, value in claim.items() if key != "actor"}
            for claim in said_by_then(row["claimed_memberships"], row["as_of"])
        ],
        "corrections": row["corrections"],
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


def said_by_then(claims: list[Row] | None, as_of: date | None) -> list[Row]:
    """The claims without those that had certainly not been made by a day."""
    return [
        claim
        for claim in claims or ()
        if as_of is None or (claim["said"]["earliest"] or "") <= as_of.isoformat()
    ]
