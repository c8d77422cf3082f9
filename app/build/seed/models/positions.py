"""Entries: what a source changes in the position of an actor."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from app.build.seed.models.base import NamedDate, SeedDoubtful, SeedModel, Slug, Text
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
    note: Text | None = None


class SeedDroppedContribution(SeedModel):
    """A contribution that an entry ends; the note says which one only where the form is `other`."""

    form: v.Form
    place: v.Place = v.Place.unspecified
    note: Text | None = None

    @model_validator(mode="after")
    def _note(self) -> Self:
        if self.note is not None and self.form is not v.Form.other:
            raise ValueError("a dropped contribution has a note only where its form is other")
        return self


class SeedDroppedCondition(SeedCondition):
    """A condition that an entry ends; the note says which one only where `any_of` has `other`."""

    @model_validator(mode="after")
    def _note(self) -> Self:
        if self.note is not None and v.Condition.other not in self.any_of:
            raise ValueError("a dropped condition has a note only where any_of includes other")
        return self


class SeedDrops(SeedModel):
    """The conditions and contributions that an entry ends (docs/domain.md, rule supersession)."""

    conditions: list[SeedDroppedCondition] = []
    contributions: list[SeedDroppedContribution] = []


class SeedAfter(SeedModel):
    """An entry of the same actor and question behind which this one is folded, and why
    (docs/domain.md, rule order).
    """

    entry: Slug
    reason: Text


class SeedDenial(SeedModel):
    """A value that the actor denies (docs/domain.md, rule denial)."""

    axis: Literal["view", "participation"]
    value: v.View | v.Participation

    @model_validator(mode="after")
    def _value_of_axis(self) -> Self:
        values = v.View if self.axis == "view" else v.Participation
        if self.value not in list(values):
            raise ValueError(f"{self.value} is no value of {self.axis}")
        if self.value == v.View.not_stated:
            raise ValueError("not_stated claims nothing, so it cannot be denied")
        return self


class SeedEvidence(SeedModel):
    """A statement, by its full id, and its relation to the entry (docs/domain.md, rule evidence).

    `fields` are those for which it is counted; none: all that the entry sets (see
    `SeedEntry.counted_for`). `note` says why.
    """

    statement: Slug
    relation: v.Relation
    fields: list[Annotated[str, StringConstraints(pattern=f"^({'|'.join(FIELDS)})$")]] = []
    note: Text | None = None


class SeedEntry(SeedDoubtful):
    """positions.yaml: what one source changes in the position of an actor on a question."""

    id: Slug
    actor: Slug
    question: Slug
    view: v.View = v.View.not_stated
    participation: v.Participation = v.Participation.not_stated
    commitment: v.Commitment | None = None
    conditions: list[SeedCondition] = []
    # The plain list is the old form: it ends each condition that contains one of the terms.
    drops: Annotated[
        Annotated[list[v.Condition], Tag("terms")] | Annotated[SeedDrops, Tag("identities")],
        Discriminator(lambda given: "terms" if isinstance(given, list) else "identities"),
    ] = []
    contributions: list[SeedContribution] = []
    disputes: list[Annotated[str, StringConstraints(pattern="^(view|participation)$")]] = []
    after: list[SeedAfter] = []
    denies: list[SeedDenial] = []
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
    def _consistent(self) -> Self:
        promises = self.participation not in (
            v.Participation.not_stated,
            v.Participation.not_applicable,
        )
        if promises != (self.commitment is not None):
            raise ValueError(
                "commitment belongs to a participation that is stated and applicable, and only to "
                "that"
            )
        if (self.reviewed_by is None) != (self.reviewed_on is None):
            raise ValueError("reviewed_by and reviewed_on belong together")
        relations = {item.relation for item in self.evidence}
        if self.denies:  # docs/domain.md, rule denial
            if self.sets or self.drops or self.disputes:
                raise ValueError(
                    "a denial is an entry of its own: it sets, drops, disputes nothing"
                )
            if v.Relation.denies not in relations or v.Relation.supports in relations:
                raise ValueError("the evidence of a denial has the relation denies, not supports")
        elif v.Relation.supports not in relations:
            raise ValueError("a position needs at least one statement that supports it")
        elif v.Relation.denies in relations:
            raise ValueError("a statement denies only for an entry with `denies`")
        for item in self.after:
            if item.entry == self.id:
                raise ValueError("an entry cannot come after itself")
        for axis in self.disputes:
            if getattr(self, axis) == "not_stated":
                raise ValueError(f"an entry that leaves {axis} out cannot dispute it")
        return self

    def counted_for(self, item: SeedEvidence) -> frozenset[str]:
        """The fields for which a statement of the evidence is counted; empty: all that this entry
        sets (docs/domain.md, rule evidence).
        """
        fields = frozenset(item.fields)
        supports = (other for other in self.evidence if other.relation is v.Relation.supports)
        named = {name for other in supports for name in other.fields}
        if "participation" in fields and self.commitment and "commitment" not in named:
            return fields | {"commitment"}
        return fields

    @property
    def sets(self) -> set[str]:
        """The fields that this entry sets."""
        return {name for name in FIELDS if getattr(self, name) not in (None, [], "not_stated")}
