"""The dataset, its closed lists, and what became of what was published."""

from datetime import date

from pydantic import Field

from app.build.seed.models.base import Seed, Slug, Text, Url


class Licence(Seed):
    """Under what our annotations may be used."""

    id: Text
    url: Url
    covers: Text


class Contact(Seed):
    """Whom to tell of a mistake; null where there is no address yet."""

    name: Text
    url: Url | None
    email: Text | None


class About(Seed):
    """dataset.yaml"""

    title: Text
    description: Text
    published: date
    language: Text
    licence: Licence
    contact: Contact
    stability: list[Text]


class Question(Seed):
    """questions.yaml"""

    id: Slug
    text: Text
    asked_from: date
    silence: Text


class Topic(Seed):
    """topics.yaml"""

    id: Slug
    label: Text
    definition: Text


class Term(Seed):
    """vocabularies.yaml: one value of a closed list."""

    id: Text
    label: Text
    definition: Text
    colour: str | None = Field(None, pattern=r"^#[0-9a-f]{6}$")
    colour_dark: str | None = Field(None, pattern=r"^#[0-9a-f]{6}$")


class Tombstone(Seed):
    """tombstones.yaml: a published id that is withdrawn; it never means anything else again."""

    kind: Text
    id: Slug
    reason: Text
    replaced_by: Slug | None = None
    removed_on: date


class Correction(Seed):
    """corrections.yaml: why a published thing was changed under its id."""

    kind: Text
    id: Slug
    on: date
    reason: Text
