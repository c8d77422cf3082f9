"""Pieces of the seed format."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from app.domain.dates import DateObject

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
Wikidata = Annotated[str, StringConstraints(pattern=r"^Q[1-9]\d*$")]
Known = Annotated[
    DateObject, BeforeValidator(lambda given: {} if given is None else given)
]  # null: nothing is known


def _date_or_name(given: Any) -> Any:
    return (
        DateObject.model_validate(given)
        if isinstance(given, str) and given[:4].isdigit()
        else given
    )


NamedDate = Annotated[
    Slug | DateObject, BeforeValidator(_date_or_name)
]  # a date, or the name of one in source.yaml


class SeedModel(BaseModel):
    """Base: an unknown key is a finding, not a silent nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
