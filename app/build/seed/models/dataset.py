"""The dataset, its questions, topics and vocabularies, and withdrawn or corrected things."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from app.build.seed.models.base import SeedItem, SeedModel, Slug, Text, ThingId, Url


class SeedLicence(SeedModel):
    """The licence under which our annotations may be used."""

    id: Text
    url: Url
    covers: Text


class SeedContact(SeedModel):
    """Whom to write to about a mistake; null if there is no address yet."""

    name: Text
    url: Url | None
    email: Text | None


class SeedDataset(SeedModel):
    """dataset.yaml: what the dataset is, and its day of publication."""

    title: Text
    description: Text
    published: date
    language: Text
    licence: SeedLicence
    contact: SeedContact
    stability: list[Text]


class SeedQuestion(SeedItem):
    """questions.yaml: a question that positions answer."""

    text: Text
    asked_from: date
    silence: Text
    subject: Text | None = None
    take_part: Text | None = None
    taking_part: Text | None = None

    @model_validator(mode="after")
    def _has_both_forms(self) -> Self:
        if (self.take_part is None) != (self.taking_part is None):
            raise ValueError("take_part and taking_part are given together, or neither is")
        return self


class SeedTopic(SeedItem):
    """topics.yaml: a subject of statements."""

    label: Text
    definition: Text


class SeedTerm(SeedModel):
    """vocabularies.yaml: one value of a closed list."""

    id: Text
    label: Text
    definition: Text
    colour: str | None = Field(None, pattern=r"^#[0-9a-f]{6}$")
    colour_dark: str | None = Field(None, pattern=r"^#[0-9a-f]{6}$")


class SeedTombstone(SeedModel):
    """tombstones.yaml: a published id that is withdrawn; it never means anything else again."""

    kind: Text
    id: Slug
    reason: Text
    replaced_by: Slug | None = None
    removed_on: date


class SeedCorrection(SeedModel):
    """corrections.yaml: why a published thing was changed under its id.

    With the id `*` it is the reason of each change of this kind that needs one.
    """

    kind: Text
    id: ThingId | Literal["*"]
    on: date
    reason: Text
