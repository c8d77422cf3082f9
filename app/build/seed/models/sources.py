"""Sources, and the statements cut from them."""

from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from app.build.seed.models.base import (
    Known,
    NamedDate,
    SeedDoubtful,
    SeedModel,
    Slug,
    Text,
    Url,
)
from app.domain import vocabulary as v
from app.domain.dates import UNKNOWN, DateObject
from app.domain.names import fold


def _names(given: object) -> object:
    return [] if given is None else given if isinstance(given, list) else [given]


Words = Annotated[str, Field(min_length=1)]


class SeedPassage(SeedDoubtful):
    """One sentence of a text, under the key of its coding."""

    heading: Words | None = None
    statement: Words | None = None
    narration: Words | None = None

    @model_validator(mode="after")
    def _one_sentence(self) -> Self:
        if sum(getattr(self, coding) is not None for coding in v.Coding) != 1:
            raise ValueError("a passage is one sentence: `heading`, `statement` or `narration`")
        return self

    @property
    def coding(self) -> v.Coding:
        """Who speaks in the sentence."""
        return next(coding for coding in v.Coding if getattr(self, coding) is not None)

    @property
    def exact(self) -> str:
        """The sentence."""
        return self.heading or self.statement or self.narration or ""


class SeedAgreement(SeedModel):
    """How often two coders agreed on one field, and Krippendorff's alpha; None where alpha is
    undefined.
    """

    units: int = Field(ge=0)
    agreed: int = Field(ge=0)
    alpha: float | None = Field(None, ge=-1, le=1, allow_inf_nan=False)

    @model_validator(mode="after")
    def _no_more_than_units(self) -> Self:
        if self.agreed > self.units:
            raise ValueError("`agreed` cannot be more than `units`")
        return self


class SeedDoubleCoding(SeedModel):
    """The comparison of two codings of a source, as `stated compare` gave it."""

    coders: Annotated[list[Text], Field(min_length=2, max_length=2)]
    on: date
    agreement: Annotated[dict[v.ComparedField, SeedAgreement], Field(min_length=1)]

    @model_validator(mode="after")
    def _two_coders(self) -> Self:
        if len(set(map(fold, self.coders))) < 2:
            raise ValueError("`coders` must be two different ones")
        return self


class SeedSource(SeedDoubtful):
    """source.yaml: one document.

    `title` is null where the document has none. `text` is the file with the archived text, or with
    the archived excerpts. `caution` is what readers must know of the source.
    `via` is the agency whose text it is, or several names where the text went through several
    hands: the nearest first, the origin last. `redistribute`: its text may be given out.
    `double_coded`: how well two people agreed who coded it without seeing each other's work.
    """

    id: Slug
    title: Text | None = None
    publisher: Text
    url: Url
    published: Known = UNKNOWN
    accessed: date | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    text: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")] | None = None
    text_access: v.TextAccess
    rights: Text
    redistribute: bool = False
    caution: Text | None = None
    via: Annotated[list[Text], BeforeValidator(_names)] = []
    copy_of: Slug | None = None
    dates: dict[Slug, DateObject] = {}
    double_coded: SeedDoubleCoding | None = None
    passages: list[SeedPassage] = []

    @model_validator(mode="after")
    def _text_where_kept(self) -> Self:
        if self.text_access is v.TextAccess.full and self.text is None:
            raise ValueError("text_access full needs `text`, the name of the text file")
        if self.text_access is v.TextAccess.none and self.text is not None:
            raise ValueError("text_access none: no words are kept, so there is no `text`")
        if self.text is None and self.redistribute:
            raise ValueError("redistribute: there is no archived text that could be given out")
        return self


class SeedAgency(SeedModel):
    """An agency or a platform: the one name that is written here, and other spellings of it."""

    name: Text
    other_names: list[Text] = []


class SeedOrigins(SeedModel):
    """agencies.yaml: the agencies that `via` may name, and platforms, which are no agencies."""

    agencies: list[SeedAgency]
    platforms: list[SeedAgency] = []


class SeedStatement(SeedDoubtful):
    """statements.yaml: one claim.

    Without a speaker it is narration, or a joint text if it is signed for somebody. `speaker:
    anonymous` is a speaker whom the source does not name. `exact` is left out exactly where no
    words of the source are kept.
    """

    id: Slug
    exact: Words | None = None
    occurrence: int | None = Field(None, ge=1)
    quoted: list[Words] = []
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
