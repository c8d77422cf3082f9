"""Problem details, as the API description shows them."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from app.api.parameters import OrNone
from app.api.schemas import Uri


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str = Field(description="The name of the parameter.")
    detail: str = Field(description="What is wrong with it, as a sentence.")


class Candidate(BaseModel):
    """One of the things that an ambiguous name can mean."""

    type: str = Field(description="The kind of thing: `country`, `person` …")
    id: str = Field(description="Its id.")
    name: str = Field(description="Its name.")
    url: Uri = Field(description="Its address.")


class AllowedRange(BaseModel):
    """The last day that is allowed."""

    to: date = Field(description="The last day.")


class ProblemView(BaseModel):
    """An error (RFC 9457, problem details). The members after `code` are present only if they
    help.
    """

    type: Uri = Field(description="A page that explains this kind of error.")
    title: str = Field(description="The kind of error, in a few words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was wrong with this request, as a sentence.")
    instance: str = Field(description="The path of the request.")
    code: str = Field(description="The name of the kind of error. It never changes.")
    errors: list[ParameterError] = Field([], description="The parameters that are wrong.")
    allowed: list[str] | AllowedRange = Field(
        [], description="The values that are allowed; of days, the last one."
    )
    did_you_mean: list[str] = Field([], description="Values or names that would work.")
    candidates: list[Candidate] = Field([], description="What an ambiguous name can mean.")
    reason: str = Field("", description="Why something was withdrawn (410).")
    replaced_by: Uri | None = Field(
        None, description="The address of what replaces it; null if nothing does."
    )
    removed_on: date | OrNone = Field(None, description="The day on which it was withdrawn.")


_MEANING = {
    400: "The Host header is not a host name.",
    404: "Unknown or ambiguous name in the path, or a format that this does not come in.",
    405: "Only GET, HEAD and OPTIONS are answered.",
    406: "Accept leaves nothing that this URL serves.",
    410: "Withdrawn, or pinned to a version of the dataset that is not kept here.",
    414: "The address is longer than 8,000 characters.",
    422: (
        "A parameter is unknown, repeated, of the wrong type or out of range, or there are more "
        "than 200."
    ),
    431: "The headers of the request are longer than 32 kB.",
    503: (
        "Over the time budget, too many whole lists at once, or no dataset is served; see "
        "Retry-After."
    ),
}


def documented(path: str) -> dict[int | str, dict[str, Any]]:
    """The problem answers of a data route for the API description; 404 only if the path has a
    name in it.
    """
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemView"}}}
    return {
        status: {"description": meaning, "content": content}
        for status, meaning in _MEANING.items()
        if status != 404 or "{" in path
    }
