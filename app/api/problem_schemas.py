"""Problem details, as the API description shows them."""

from datetime import date

from pydantic import BaseModel, Field

from app.api.parameters import OrNone
from app.api.schemas import Uri


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str = Field(description="The name of the parameter.")
    detail: str = Field(description="What is wrong with it, as a sentence.")


class Candidate(BaseModel):
    """One of the things that an ambiguous name can mean."""

    type: str = Field(description="The kind of thing, as `country` or `person`.")
    id: str = Field(description="The id of the thing.")
    name: str = Field(description="The name of the thing.")
    url: Uri = Field(description="The address of the thing.")


class AllowedRange(BaseModel):
    """The last day that is allowed."""

    to: date = Field(description="The last day.")


class ProblemView(BaseModel):
    """An error (RFC 9457, problem details). The members after `code` are present only if they
    help.
    """

    type: Uri = Field(description="The address of a page that explains this kind of error.")
    title: str = Field(description="The kind of error, in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong with this request, as a sentence.")
    instance: str = Field(description="The path of the request.")
    code: str = Field(description="The name of the kind of error. It never changes.")
    errors: list[ParameterError] = Field([], description="The parameters that are wrong.")
    allowed: list[str] | AllowedRange = Field(
        [], description="The allowed values or suffixes; for a day, the last one."
    )
    did_you_mean: list[str] = Field(
        [],
        description="Names, values, parameters or paths that would work. Paths begin with a slash.",
    )
    candidates: list[Candidate] = Field([], description="What an ambiguous name can mean.")
    reason: str = Field("", description="Why something was withdrawn (410).")
    replaced_by: Uri | None = Field(
        None, description="The address of what replaces it; null if nothing does."
    )
    removed_on: date | OrNone = Field(None, description="The day on which it was withdrawn.")
