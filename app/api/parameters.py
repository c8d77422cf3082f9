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

from app.api.cursors import START
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
LONGEST_NAME = 200  # characters; no name or id is longer
Value = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
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
# The limit comes first. Behind the function, pydantic would call it `ge`, which is no keyword.
Positive = Annotated[int, Field(ge=1), BeforeValidator(_only_digits)]
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
    """The models of what the pages of a list also take, and its tables do not."""


P = TypeVar("P", bound=QueryParams)


class CursorParams(QueryParams):
    """Which page."""

    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | OrNone = Field(
        None,
        description=(
            "Where the page begins. Take it from `next_url`; do not build it. The first page "
            "needs no cursor, or `*`."
        ),
        examples=[START],
    )


class PageParams(CursorParams):
    """Which page of a list, and how long."""

    limit: Number = Field(
        50, ge=1, le=200, description="The largest number of rows on a page.", examples=[10]
    )


class TableParams(QueryParams):
    """The whole list as a table."""

    limit: Positive | OrNone = Field(
        None, description="The largest number of rows. Default: all rows.", examples=[10]
    )


class AsOfParams(QueryParams):
    """On which day."""

    as_of: Day | OrNone = Field(
        None,
        description=(
            "The day for which positions are asked, from the day on which the question was first "
            "asked to the day on which the dataset was published. Default: current positions."
        ),
        examples=["2025-12-31"],
    )


class ActorListParams(AsOfParams):
    """Which countries."""

    stance: list[Stance] = list_field(
        description="Only countries or actors with these stances.", examples=[["declines"]]
    )
    q: NamePart | OrNone = Field(
        None, description="Part of a name, in any spelling.", examples=["ital"]
    )
    has_position: bool | OrNone = Field(
        None, description="Only those with a position, or only those without one.", examples=[True]
    )


class QuestionParams(QueryParams):
    """On which question."""

    question: Value | OrNone = Field(
        None,
        description="The id of the question. Default: the first one.",
        examples=["peacekeeping-force"],
    )


class PositionParams(QuestionParams, AsOfParams):
    """A position on a question, on a day."""


class PositionListParams(PositionParams):
    """Which positions. Values of one filter are OR, filters are AND."""

    country: Values = list_field(
        description="Only these countries, by any of their names or codes.", examples=[["italy"]]
    )
    actor: Values = list_field(
        description="Only these countries, organisations or coalitions, by any of their names.",
        examples=[["coalition-of-26"]],
    )
    stance: list[Stance] = list_field(
        description="Only positions with these stances.", examples=[["declines"]]
    )
    view: list[View] = list_field(
        description="Only positions with these views of the proposal.", examples=[["opposes"]]
    )
    participation: list[Participation] = list_field(
        description="Only positions with these values of `participation`.", examples=[["declined"]]
    )
    attribution: list[Attribution] = list_field(
        description="Only positions whose stance has this attribution.", examples=[["self"]]
    )
    commitment: list[Commitment] = list_field(
        description="Only positions with these values of `commitment`.", examples=[["stated"]]
    )
    contribution: list[Form] = list_field(
        description="Only positions that offer or rule out one of these forms.",
        examples=[["troops"]],
    )
    condition: list[Condition] = list_field(
        description="Only positions that depend on one of these conditions.",
        examples=[["ceasefire"]],
    )
    disputed: list[Disputed] = list_field(
        description="Only positions that are disputed on this axis; `true`: on any axis; `false`: "
        "on none.",
        examples=[["false"]],
    )
    certainty: list[Certainty] = list_field(
        description=(
            "Only positions with this certainty on the day `as_of`. Default: on the day on which "
            "the dataset was published."
        ),
        examples=[["undated"]],
    )
    status: list[Status] = list_field(
        description="Only positions with this status. Default: current positions, and actors "
        "without one.",
        examples=[["current"]],
    )
    has_position: bool | OrNone = Field(
        None, description="Only actors with a position, or only those without one.", examples=[True]
    )


class TimelineParams(PositionListParams):
    """Which positions, over time; `as_of` is the last day shown."""

    step: Step = Field(
        Step.month, description="The time between two points of the timeline.", examples=["month"]
    )


class ChangeListParams(QueryParams):
    """Which changes. Values of one filter are OR, filters are AND."""

    since: Value | OrNone = Field(
        None,
        description="Only changes after this version, or published on this day (YYYY-MM-DD) or "
        "later.",
        examples=["2025-01-01"],
    )
    country: Values = list_field(
        description="Only changes that concern this country or other actor, by any name.",
        examples=[["italy"]],
    )
    speaker: Values = list_field(
        description="Only changes of this speaker, or of what this speaker said.",
        examples=[["macron"]],
    )
    kind: list[ChangeKind] = list_field(
        description="Only changes of this kind of thing.", examples=[["position"]]
    )
    change: list[ChangeType] = list_field(
        description="Only changes of this type.", examples=[["added"]]
    )


class FeedParams(ChangeListParams, CursorParams):
    """Which changes, and which page of the feed."""


class SpeakerListParams(QueryParams):
    """Which speakers."""

    q: NamePart | OrNone = Field(
        None, description="Part of a name, in any spelling.", examples=["mel"]
    )
    country: Values = list_field(
        description="Only speakers who have or had a role for this country.", examples=[["italy"]]
    )


def page_of(params: type[QueryParams]) -> type[PageParams]:
    """The query model of a list's pages: its filters, what its pages also take, and walking."""
    return table_of(params, PageParams, *params.with_pages)


@cache
def table_of(params: type[QueryParams], own: type[P], *others: type[QueryParams]) -> type[P]:
    """The query model of a list in one format: its filters, and what the format takes."""
    if params is QueryParams:
        return own
    return create_model(f"{params.__name__}{own.__name__}", __base__=(params, *others, own))  # type: ignore[arg-type]
