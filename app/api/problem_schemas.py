"""Problem details, as the API description shows them."""

from typing import Any

from pydantic import BaseModel, Field


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    detail: str


class Candidate(BaseModel):
    """One of the things that an ambiguous name may mean."""

    type: str
    id: str
    name: str
    url: str


class AllowedRange(BaseModel):
    """The last value that is allowed."""

    to: str


class ProblemView(BaseModel):
    """RFC 9457 problem details. The members after `code` are there where they help."""

    type: str = Field(description="A page that explains this kind of problem.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="Path of the request.")
    code: str = Field(description="The name of the problem, which never changes.")
    errors: list[ParameterError] = []
    allowed: list[str] | AllowedRange = Field(
        [], description="The values that may be given; of days, the last one."
    )
    did_you_mean: list[str] = []
    candidates: list[Candidate] = []
    reason: str = Field("", description="Why something was withdrawn (410).")
    replaced_by: str | None = Field(
        None, description="URL of what stands in its place; null if nothing does."
    )
    removed_on: str = Field("", description="Day on which it was withdrawn.")


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
