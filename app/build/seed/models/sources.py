"""Sources, and the statements cut from them."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from app.build.seed.models.base import Known, NamedDate, SeedModel, Slug, Text, Url
from app.domain import vocabulary as v
from app.domain.dates import UNKNOWN, DateObject


class SeedSource(SeedModel):
    """source.yaml: one document."""

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
            raise ValueError(
                "text_access full needs `text`, the name of the text file; excerpts have none"
            )
        return self


class SeedStatement(SeedModel):
    """statements.yaml: one claim.

    Without a speaker it is narration. `speaker: anonymous` is a speaker whom the source does not
    name.
    """

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
