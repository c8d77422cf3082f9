"""The dataset, its closed lists, and what became of what was published."""

from datetime import date

from pydantic import Field

from app.build.seed.models.base import SeedModel, Slug, Text, Url


class SeedLicence(SeedModel):
    """Under what our annotations may be used."""

    id: Text
    url: Url
    covers: Text


class SeedContact(SeedModel):
    """Whom to tell of a mistake; null where there is no address yet."""

    name: Text
    url: Url | None
    email: Text | None


class SeedDataset(SeedModel):
    """dataset.yaml"""

    title: Text
    description: Text
    published: date
    language: Text
    licence: SeedLicence
    contact: SeedContact
    stability: list[Text]


class SeedQuestion(SeedModel):
    """questions.yaml"""

    id: Slug
    text: Text
    asked_from: date
    silence: Text


class SeedTopic(SeedModel):
    """topics.yaml"""

    id: Slug
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
    """corrections.yaml: why a published thing was changed under its id."""

    kind: Text
    id: Slug
    on: date
    reason: Text
