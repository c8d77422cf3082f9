"""What a source changes in the stand of an actor."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from app.build.seed.models.base import NamedDate, SeedModel, Slug, Text
from app.domain import vocabulary as v

FIELDS = (
    "view",
    "participation",
    "commitment",
    "conditions",
    "contributions",
)  # what an entry may set


class SeedRetraction(SeedModel):
    """Why an entry no longer counts, and since when. It stays to be seen, with the status
    retracted.
    """

    on: date
    reason: Text


class SeedCondition(SeedModel):
    """Any one of these must be met; several conditions must all be met."""

    any_of: Annotated[tuple[v.Condition, ...], Field(min_length=1)]
    note: Text | None = None


class SeedContribution(SeedModel):
    """What is offered or ruled out. `alternatives`: this form or another of those so marked."""

    form: v.Form
    status: v.ContributionStatus
    place: v.Place = v.Place.unspecified
    alternatives: bool = False


class SeedEvidence(SeedModel):
    """A statement, by its full id, and what it does for the entry.

    `fields` are those for which it is counted, if not for all that the entry sets; `note` says why,
    where that helps.
    """

    statement: Slug
    relation: v.Relation
    fields: list[Annotated[str, StringConstraints(pattern=f"^({'|'.join(FIELDS)})$")]] = []
    note: Text | None = None


class SeedEntry(SeedModel):
    """positions.yaml: what one source changes in an actor's stand on a question."""

    id: Slug
    actor: Slug
    question: Slug
    view: v.View = v.View.not_stated
    participation: v.Participation = v.Participation.not_stated
    commitment: v.Commitment | None = None
    conditions: list[SeedCondition] = []
    drops: list[v.Condition] = []
    contributions: list[SeedContribution] = []
    disputes: list[Annotated[str, StringConstraints(pattern="^(view|participation)$")]] = []
    evidence: Annotated[list[SeedEvidence], Field(min_length=1)]
    valid_from: NamedDate | None = None
    retracted: SeedRetraction | None = None
    summary: Text
    not_supported: Text
    recorded_on: date
    coded_by: Text
    reviewed_by: Text | None = None
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _commitment(self) -> Self:
        promises = self.participation not in (
            v.Participation.not_stated,
            v.Participation.not_applicable,
        )
        if promises != (self.commitment is not None):
            raise ValueError(
                "commitment belongs to a participation that is stated and applicable, and only "
                "to "
                "that"
            )
        if self.participation is v.Participation.undecided and self.conditions:
            raise ValueError("an undecided actor promises nothing, so there are no conditions")
        if (self.reviewed_by is None) != (self.reviewed_on is None):
            raise ValueError("reviewed_by and reviewed_on belong together")
        if not any(item.relation is v.Relation.supports for item in self.evidence):
            raise ValueError("a position needs at least one statement that supports it")
        for axis in self.disputes:
            if getattr(self, axis) == "not_stated":
                raise ValueError(f"an entry that leaves {axis} out cannot dispute it")
        return self

    @property
    def sets(self) -> set[str]:
        """The fields that this entry sets."""
        return {name for name in FIELDS if getattr(self, name) not in (None, [], "not_stated")}
