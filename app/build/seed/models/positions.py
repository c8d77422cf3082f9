"""Entries: what a source changes in the position of an actor."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from app.build.seed.models.base import NamedDate, SeedModel, Slug, Text
from app.domain import vocabulary as v

# The fields that an entry may set, and for which a statement may be counted.
FIELDS = ("view", "participation", "commitment", "conditions", "contributions")


class SeedRetraction(SeedModel):
    """Why an entry no longer counts, and since when (docs/domain.md, rule retraction)."""

    on: date
    reason: Text


class SeedCondition(SeedModel):
    """A condition: any one of `any_of` must be met (docs/domain.md, rule conditions)."""

    any_of: Annotated[tuple[v.Condition, ...], Field(min_length=1)]
    note: Text | None = None


class SeedContribution(SeedModel):
    """What is offered or ruled out (docs/domain.md, rule contributions).

    `alternatives`: this form, or another one that is marked so.
    """

    form: v.Form
    status: v.ContributionStatus
    place: v.Place = v.Place.unspecified
    alternatives: bool = False


class SeedEvidence(SeedModel):
    """A statement, by its full id, and its relation to the entry (docs/domain.md, rule evidence).

    `fields` are those for which it is counted; none: all that the entry sets. `note` says why.
    """

    statement: Slug
    relation: v.Relation
    fields: list[Annotated[str, StringConstraints(pattern=f"^({'|'.join(FIELDS)})$")]] = []
    note: Text | None = None


class SeedEntry(SeedModel):
    """positions.yaml: what one source changes in the position of an actor on a question."""

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
                "commitment belongs to a participation that is stated and applicable, and only to "
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
