"""Actors, and the people who speak."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from app.build.seed.models.base import Known, SeedDoubtful, SeedModel, Slug, Text, Wikidata
from app.domain import vocabulary as v
from app.domain.dates import UNKNOWN, DateObject


class SeedActorName(SeedModel):
    """A further name of an actor."""

    name: Text
    kind: Text


class SeedSize(SeedModel):
    """A size that sources state of a coalition, by the full ids of the statements.

    `said` is when it was stated; without it, when the first of the statements was said.
    `at_least`: the source gives a lower bound.
    """

    value: Annotated[int, Field(ge=1)]
    at_least: bool = False
    said: DateObject | None = None
    statements: Annotated[list[Slug], Field(min_length=1)]


class SeedMembershipClaim(SeedModel):
    """What sources say of the membership of an actor in a coalition, by the full ids of the
    statements. It never makes the actor a member.
    """

    actor: Slug
    claim: v.MembershipClaim
    statements: Annotated[list[Slug], Field(min_length=1)]


class SeedActor(SeedModel):
    """actors.yaml: an actor that is no country."""

    id: Slug
    type: v.ActorType
    name: Text
    official_name: Text | None = None
    wikidata: Wikidata | None = None
    size: int | None = Field(None, ge=1)
    sizes: list[SeedSize] = []
    members: list[Slug] | None = None
    membership_claims: list[SeedMembershipClaim] = []
    note: Text | None = None
    names: list[SeedActorName] = []

    @model_validator(mode="after")
    def _no_country(self) -> Self:
        if self.type is v.ActorType.country:
            raise ValueError("countries are listed in countries.csv")
        if self.type is v.ActorType.coalition:
            if self.size is None and not self.sizes:
                raise ValueError("a coalition has a stated size")
        elif self.sizes or self.membership_claims:
            raise ValueError("only a coalition has sizes and membership_claims")
        return self


class SeedRole(SeedModel):
    """people.yaml: a dated role, for an actor or for an organisation that is no actor.

    `decides`: its holder is a body that decides for the state (docs/domain.md, rule attribution).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Slug
    title: Text
    actor: Slug | None = None
    organisation: Text | None = None
    capacity: v.Capacity
    decides: bool = False
    held_from: Known = Field(UNKNOWN, alias="from")
    held_to: DateObject | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _one_body(self) -> Self:
        if (self.actor is None) == (self.organisation is None):
            raise ValueError("a role is for an actor or for an organisation: give one of the two")
        if (
            self.held_to
            and self.held_from.earliest
            and self.held_to.latest
            and self.held_to.latest < self.held_from.earliest
        ):
            raise ValueError("the role ends before it begins")
        return self


class SeedPerson(SeedDoubtful):
    """people.yaml: a speaker: a person, or an office or body without a named person."""

    id: Slug
    kind: v.SpeakerKind = v.SpeakerKind.person
    name: Text
    family_name: Text | None = None
    other_names: list[Text] = []
    wikidata: Wikidata | None = None
    merged_into: Slug | None = None
    roles: list[SeedRole] = []

    @model_validator(mode="after")
    def _only_bodies_decide(self) -> Self:
        if self.kind is v.SpeakerKind.person and any(role.decides for role in self.roles):
            raise ValueError("`decides` belongs to a role of a body or office, not of a person")
        return self
