"""The query parameters: a query model for each kind of route, with shared fields in base classes.
Any other parameter is refused.

Field descriptions and examples here are what the API description shows; each example answers 200 on
the launch dataset.
"""

import re
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    create_model,
)
from pydantic.json_schema import SkipJsonSchema

from app.domain.dates import Day
from app.domain.names import fold
from app.domain.vocabulary import (
    Attribution,
    Certainty,
    ChangeKind,
    ChangeType,
    Commitment,
    Condition,
    Form,
    Participation,
    Stance,
    Status,
    View,
)

MOST_VALUES = 20  # of one repeated filter
Value = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Values = list[Value]


def _with_letters(given: str) -> str:
    if not fold(given):
        raise ValueError("Contains no letter or digit to look for.")
    return given


def _only_digits(given: object) -> object:
    if isinstance(given, str) and not re.fullmatch(r"-?\d{1,40}", given, re.ASCII):
        raise ValueError("Must be a whole number.")
    return given


def list_field(*, max_length: int = MOST_VALUES, **options: Any) -> Any:
    """A field for a list of up to MOST_VALUES values, which is empty unless given; pydantic would
    copy a default for each request.
    """
    return Field(default_factory=list, max_length=max_length, **options)


Number = Annotated[int, BeforeValidator(_only_digits)]  # pydantic alone would take 1_0 and 10.0 too
NamePart = Annotated[Value, AfterValidator(_with_letters)]
OrNone = SkipJsonSchema[None]  # absent, and never a nullable parameter in the API description


class Disputed(StrEnum):
    """Which axis is disputed; `true`: any, `false`: none."""

    true = "true"
    false = "false"
    view = "view"
    participation = "participation"


class Step(StrEnum):
    """Distance between the points of a timeline."""

    month = "month"
    year = "year"


class QueryParams(BaseModel):
    """No parameters; the base of all query models."""

    model_config = ConfigDict(extra="forbid", defer_build=True)
    with_pages: ClassVar[tuple[type["QueryParams"], ...]] = ()
    """The models of what the pages of a list take besides, and its tables do not."""


P = TypeVar("P", bound=QueryParams)


class CursorParams(QueryParams):
    """Walking page by page."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | OrNone = Field(
        None, description="Where the last page ended; taken from `next_url`, never made."
    )


class PageParams(CursorParams):
    """Walking a list page by page."""

    limit: Number = Field(50, ge=1, le=200, description="Rows on a page.", examples=[10])


class TableParams(QueryParams):
    """The whole list as a table."""

    limit: Number | OrNone = Field(
        None, ge=1, description="At most so many rows; all without it.", examples=[10]
    )


class AsOfParams(QueryParams):
    """On which day."""

    as_of: Day | OrNone = Field(
        None,
        description=(
            "What held on this day, instead of what is current; not before the question was asked."
        ),
        examples=["2025-12-31"],
    )


class ActorListParams(AsOfParams):
    """Which countries."""

    stance: list[Stance] = list_field(description="Only these stances.", examples=[["declines"]])
    q: NamePart | OrNone = Field(
        None, description="Part of a name, in any spelling.", examples=["ital"]
    )
    has_position: bool | OrNone = Field(
        None, description="Only those with (or without) a position.", examples=[True]
    )


class QuestionParams(QueryParams):
    """On which question."""

    question: Value | OrNone = Field(
        None,
        description="Id of the question; the first one without it.",
        examples=["peacekeeping-force"],
    )


class PositionParams(QuestionParams, AsOfParams):
    """A position on a question, on a day."""


class PositionListParams(PositionParams):
    """Which positions. Values of one filter are OR, filters are AND."""

    country: Values = list_field(
        description="Only these countries, by any of their names.", examples=[["italy"]]
    )
    actor: Values = list_field(
        description="Only these actors, countries or not, by any of their names.",
        examples=[["coalition-of-26"]],
    )
    stance: list[Stance] = list_field(description="Only these stances.", examples=[["declines"]])
    view: list[View] = list_field(
        description="Only these views of what the question asks about.", examples=[["opposes"]]
    )
    participation: list[Participation] = list_field(
        description="Only these participations.", examples=[["declined"]]
    )
    attribution: list[Attribution] = list_field(
        description="Only positions whose stance is so attributed.", examples=[["self"]]
    )
    commitment: list[Commitment] = list_field(
        description="Only these commitments.", examples=[["stated"]]
    )
    contribution: list[Form] = list_field(
        description="Only who offers or rules out one of these forms.", examples=[["troops"]]
    )
    condition: list[Condition] = list_field(
        description="Only who names one of these conditions.", examples=[["ceasefire"]]
    )
    disputed: list[Disputed] = list_field(
        description="Only positions of which this axis is disputed; `true`: any, `false`: none.",
        examples=[["false"]],
    )
    certainty: list[Certainty] = list_field(
        description=(
            "Only positions that so certainly held on the day `as_of`; without `as_of`, on the day "
            "on which the dataset was published."
        ),
        examples=[["undated"]],
    )
    status: list[Status] = list_field(
        description="Only these; without it the current positions and the silent actors.",
        examples=[["current"]],
    )
    has_position: bool | OrNone = Field(
        None, description="Only actors with (or without) a position.", examples=[True]
    )


class TimelineParams(PositionListParams):
    """Which positions, over time; `as_of` is the last day shown."""

    step: Step = Field(Step.month, description="One point at the end of each.", examples=["month"])


class ChangeListParams(QueryParams):
    """Which changes. Values of one filter are OR, filters are AND."""

    since: Value | OrNone = Field(
        None,
        description="After this version, or published on or after this day (YYYY-MM-DD).",
        examples=["2025-01-01"],
    )
    country: Values = list_field(
        description="What concerns this country or other actor, by any name.", examples=[["italy"]]
    )
    speaker: Values = list_field(
        description="What this person said, and the person.", examples=[["macron"]]
    )
    kind: list[ChangeKind] = list_field(description="What was changed.", examples=[["position"]])
    change: list[ChangeType] = list_field(description="What became of it.", examples=[["added"]])


class FeedParams(ChangeListParams, CursorParams):
    """Which changes, and which page of the feed."""


class SpeakerListParams(QueryParams):
    """Which speakers."""

    q: NamePart | OrNone = Field(
        None, description="Part of a name, in any spelling.", examples=["mel"]
    )
    country: Values = list_field(
        description="Those who hold or held a role for this country.", examples=[["italy"]]
    )


def page_of(params: type[QueryParams]) -> type[PageParams]:
    """The query model of a list's pages: its filters, what its pages take besides, and walking."""
    return table_of(params, PageParams, *params.with_pages)


@cache
def table_of(params: type[QueryParams], own: type[P], *others: type[QueryParams]) -> type[P]:
    """The query model of a list in one format: its filters, and what the format takes."""
    if params is QueryParams:
        return own
    return create_model(f"{params.__name__}{own.__name__}", __base__=(params, *others, own))  # type: ignore[arg-type]
