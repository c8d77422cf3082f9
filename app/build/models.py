"""The seed format, one model for each kind of item (explained for people in seed/README.md)."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from app import vocabulary as v
from app.dates import UNKNOWN, DateObject

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Wikidata = Annotated[str, StringConstraints(pattern=r"^Q[1-9]\d*$")]
Known = Annotated[DateObject, BeforeValidator(lambda given: {} if given is None else given)]  # null: nothing is known


def _date_or_name(given: Any) -> Any:
    return DateObject.model_validate(given) if isinstance(given, str) and given[:4].isdigit() else given


NamedDate = Annotated[Slug | DateObject, BeforeValidator(_date_or_name)]  # a date, or the name of one in source.yaml


class Seed(BaseModel):
    """Base: an unknown key is a finding, not a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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


class Name(Seed):
    """A further name of an actor."""

    name: Text
    kind: Text


class Actor(Seed):
    """actors.yaml: an actor that is no country."""

    id: Slug
    type: v.ActorType
    name: Text
    official_name: Text | None = None
    wikidata: Wikidata | None = None
    size: int | None = Field(None, ge=1)
    members: list[Slug] | None = None
    note: Text | None = None
    names: list[Name] = []

    @model_validator(mode="after")
    def _no_country(self) -> Self:
        if self.type is v.ActorType.country:
            raise ValueError("countries stand in countries.csv")
        if self.type is v.ActorType.coalition and self.size is None:
            raise ValueError("a coalition has a stated size")
        return self


class Role(Seed):
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
        return self


class Person(Seed):
    """people.yaml: a speaker."""

    id: Slug
    name: Text
    family_name: Text | None = None
    other_names: list[Text] = []
    wikidata: Wikidata | None = None
    merged_into: Slug | None = None
    roles: list[Role] = []


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
    """tombstones.yaml: a published id that is withdrawn."""

    kind: Text
    id: Slug
    reason: Text
    replaced_by: Slug | None = None
    removed_on: date


class Source(Seed):
    """source.yaml"""

    id: Slug
    title: Text
    publisher: Text
    url: Url
    published: Known = UNKNOWN
    accessed: date | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    text: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")] | None = None
    text_access: v.TextAccess
    rights: Text
    via: Text | None = None
    copy_of: Slug | None = None
    dates: dict[Slug, DateObject] = {}
    passages: list[dict[v.Coding, Annotated[str, Field(min_length=1)]]] = []

    @model_validator(mode="after")
    def _text_where_full(self) -> Self:
        if (self.text_access is v.TextAccess.full) != (self.text is not None):
            raise ValueError("text_access full needs `text`, the name of the text file; excerpts have none")
        return self


class Statement(Seed):
    """statements.yaml: one claim. Without a speaker it is narration; `speaker: anonymous` is somebody unnamed."""

    id: Slug
    exact: Annotated[str, Field(min_length=1)]
    occurrence: int | None = Field(None, ge=1)
    quoted: list[Annotated[str, Field(min_length=1)]] = []
    speaker: Slug | None = None
    role: Slug | None = None
    role_as_printed: Text | None = None
    capacity: v.Capacity | None = None
    about: Annotated[list[Slug], Field(min_length=1)]
    signed_for: list[Slug] = []
    topics: list[Slug] = []
    questions: list[Slug] = []
    said: NamedDate = UNKNOWN
    summary: Text


class Condition(Seed):
    """Any one of these must be met; several conditions must all be met."""

    any_of: Annotated[tuple[v.Condition, ...], Field(min_length=1)]
    note: Text | None = None


class Contribution(Seed):
    """What is offered or ruled out. `alternatives`: this form or another of those so marked."""

    form: v.Form
    status: v.ContributionStatus
    place: v.Place = v.Place.unspecified
    alternatives: bool = False


class Evidence(Seed):
    """A statement, by its full id, and what it does for the entry."""

    statement: Slug
    relation: v.Relation


class Entry(Seed):
    """positions.yaml: what one source changes in an actor's stand on a question."""

    id: Slug
    actor: Slug
    question: Slug
    view: v.View = v.View.not_stated
    participation: v.Participation = v.Participation.not_stated
    commitment: v.Commitment | None = None
    conditions: list[Condition] = []
    drops: list[v.Condition] = []
    contributions: list[Contribution] = []
    disputes: list[Annotated[str, StringConstraints(pattern="^(view|participation)$")]] = []
    evidence: Annotated[list[Evidence], Field(min_length=1)]
    valid_from: NamedDate | None = None
    summary: Text
    not_supported: Text
    recorded_on: date
    coded_by: Text
    reviewed_by: Text | None = None
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _commitment(self) -> Self:
        promises = self.participation not in (v.Participation.not_stated, v.Participation.not_applicable)
        if promises != (self.commitment is not None):
            raise ValueError("commitment belongs to a participation that is stated and applicable, and only to that")
        if self.participation is v.Participation.undecided and self.conditions:
            raise ValueError("an undecided actor promises nothing, so there are no conditions")
        if (self.reviewed_by is None) != (self.reviewed_on is None):
            raise ValueError("reviewed_by and reviewed_on belong together")
        if not any(item.relation is v.Relation.supports for item in self.evidence):
            raise ValueError("a position needs at least one statement that supports it")
        return self


ABOUT = TypeAdapter(About)
ACTORS = TypeAdapter(list[Actor])
PEOPLE = TypeAdapter(list[Person])
QUESTIONS = TypeAdapter(list[Question])
TOPICS = TypeAdapter(list[Topic])
TERMS = TypeAdapter(dict[str, list[Term]])
TOMBSTONES = TypeAdapter(list[Tombstone])
SOURCE = TypeAdapter(Source)
STATEMENTS = TypeAdapter(list[Statement])
ENTRIES = TypeAdapter(list[Entry])
