"""Types of values in seed files, and the base of their models."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.build.findings import DoubtCode, ErrorCode
from app.domain.dates import DateObject

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
# The id of any published thing. That of a term is its vocabulary and value, that of a passage its
# source and number, both with a slash between.
ThingId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-_/][a-z0-9]+)*$", max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Wikidata = Annotated[str, StringConstraints(pattern=r"^Q[1-9]\d*$")]
# A date; null means that nothing is known.
Known = Annotated[DateObject, BeforeValidator(lambda given: {} if given is None else given)]


def _date_or_name(given: object) -> object:
    is_date = isinstance(given, str) and given[:4].isdigit()
    return DateObject.model_validate(given) if is_date else given


# A date, or the name of one in source.yaml.
NamedDate = Annotated[Slug | DateObject, BeforeValidator(_date_or_name)]


class SeedModel(BaseModel):
    """The base of all models of seed files. An unknown key is an error, so it becomes a finding."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SeedDraft(SeedModel):
    """The base of what `stated new` proposes. A draft is refused until a person has confirmed it by
    removing the mark, which is about the work on the data and no part of them.
    """

    draft: bool = Field(False, exclude=True)


def _doubt(given: object) -> object:
    if isinstance(given, str) and given in set(ErrorCode):
        raise ValueError("this is an error, which must be corrected; only a doubt can be accepted")
    return given


class SeedAcceptance(SeedModel):
    """Why what `stated check` doubts is right nevertheless, and who says so."""

    doubt: Annotated[DoubtCode, BeforeValidator(_doubt)]
    reason: Text
    by: Text


class SeedDoubtful(SeedDraft):
    """The base of items about which the check may have doubts. What was accepted is about the work
    on the data, and no part of them.
    """

    accepted: list[SeedAcceptance] = Field([], exclude=True)


class SeedItem(SeedModel):
    """The base of items of a list that have an id, which is unique in the list."""

    id: Slug
