"""Actors, and the people who speak."""

from typing import Self

from pydantic import ConfigDict, Field, model_validator

from app.build.seed.models.base import Known, SeedModel, Slug, Text, Wikidata
from app.domain import vocabulary as v
from app.domain.dates import UNKNOWN, DateObject


class SeedActorName(SeedModel):
    """A further name of an actor."""

    name: Text
    kind: Text


class SeedActor(SeedModel):
    """actors.yaml: an actor that is no country."""

    id: Slug
    type: v.ActorType
    name: Text
    official_name: Text | None = None
    wikidata: Wikidata | None = None
    size: int | None = Field(None, ge=1)
    members: list[Slug] | None = None
    note: Text | None = None
    names: list[SeedActorName] = []

    @model_validator(mode="after")
    def _no_country(self) -> Self:
        if self.type is v.ActorType.country:
            raise ValueError("countries are listed in countries.csv")
        if self.type is v.ActorType.coalition and self.size is None:
            raise ValueError("a coalition has a stated size")
        return self


class SeedRole(SeedModel):
    """people.yaml: a dated role, for an actor or for an organisation that is no actor."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Slug
    title: Text
    actor: Slug | None = None
    organisation: Text | None = None
    capacity: v.Capacity
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


class SeedPerson(SeedModel):
    """people.yaml: a speaker."""

    id: Slug
    name: Text
    family_name: Text | None = None
    other_names: list[Text] = []
    wikidata: Wikidata | None = None
    merged_into: Slug | None = None
    roles: list[SeedRole] = []
