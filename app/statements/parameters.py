"""The query models of lists of statements. The data, pages and embeds take the same filters."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from app.api.parameters import OrNone, QueryParams, Value, Values, list_field
from app.domain.dates import Day
from app.domain.vocabulary import Attribution, Capacity, Kind
from app.statements.filters import STATEMENT_FILTERS


class Sort(StrEnum):
    """Order of statements: by the last day on which they can have been said, or else the first.
    Those of which no day is known come last either way.

    `relevance` needs `q`: of the newest 1,000 matches the best come first (those with the very
    words before those with other forms of them), then the others, the newest first.
    """

    newest = "newest"
    oldest = "oldest"
    relevance = "relevance"


Facet = StrEnum("Facet", {each.name: each.name for each in STATEMENT_FILTERS})  # type: ignore[misc]
Facet.__doc__ = "What statements can be counted by."


class Side(StrEnum):
    """How a statement belongs to a country: `by` its speakers, or `about` it."""

    by = "by"
    about = "about"


class FacetParams(QueryParams):
    """Counting."""

    facets: list[Facet] = list_field(
        description="Count the statements for each value of these fields too.",
        examples=[["topic"]],
    )


class StatementListParams(QueryParams):
    """Which statements. Values of one filter are OR, filters are AND."""

    with_pages = (FacetParams,)

    speaker: Values = list_field(
        description="Only statements by this speaker: the id, or any name in any spelling.",
        examples=[["macron"]],
    )
    country: Values = list_field(
        description="Only statements by speakers who had a role for this actor (any of its names).",
        examples=[["italy"]],
    )
    about: Values = list_field(
        description="Only statements about this country or other actor, by any name.",
        examples=[["France"]],
    )
    topic: Values = list_field(
        description="Only statements with this topic: the id.", examples=[["troop-deployment"]]
    )
    attribution: list[Attribution] = list_field(
        description="Only statements with this attribution to an actor, or to that in `about`.",
        examples=[["self"]],
    )
    capacity: list[Capacity] = list_field(
        description="Only statements of speakers who spoke in this function.",
        examples=[["government"]],
    )
    kind: list[Kind] = list_field(
        description="Only statements that are a quotation, a paraphrase or narration.",
        examples=[["quote"]],
    )
    source: Values = list_field(
        description="Only statements from this source: the id.", examples=[["rapala-26-nations"]]
    )
    question: Values = list_field(
        description="Only statements on this question: the id.", examples=[["peacekeeping-force"]]
    )
    said_from: Day | OrNone = Field(
        None,
        description="Only what was certainly said on or after this day.",
        examples=["2025-09-01"],
    )
    said_to: Day | OrNone = Field(
        None,
        description="Only what was certainly said on or before this day.",
        examples=["2025-12-31"],
    )
    q: Value | OrNone = Field(
        None,
        description=(
            "Only statements that contain all these words, in any spelling and form: in the claim, "
            "our summary, a name of the speaker, or the rest of the sentence. Words in quotation "
            "marks are a phrase."
        ),
        examples=["front lines"],
    )
    sort: Sort = Field(
        Sort.newest,
        description=(
            "The order, by the last possible day, or else by the first. Statements of which no day "
            "is known always come last. `relevance` needs `q`."
        ),
        examples=["oldest"],
    )

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.sort is Sort.relevance and self.q is None:
            raise ValueError("sort: relevance works only together with q")
        if self.said_from and self.said_to and self.said_from > self.said_to:
            raise ValueError("said_from: Must not be after said_to")
        return self


class CountryStatementListParams(StatementListParams):
    """Which statements by or about one country."""

    role: list[Side] = list_field(
        description="Only statements by its speakers, or about it. Default: both.",
        examples=[["by"]],
        max_length=2,
    )
