"""Positions: the board, the counts by stance, and each one by its permanent id."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import csl, jsonld
from app.api.parameters import LONGEST_NAME
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter, NoParams
from app.api.schemas import as_data
from app.dataset import queries as about
from app.lookup import questions
from app.positions import columns, summaries
from app.positions import queries as positions
from app.positions import schemas as view
from app.positions.lists import position_filters, positions_over_time
from app.store.listing import Row, in_memory

router = DataRouter("Positions", "The positions of countries and other actors, with all evidence.")
_MOST_RENDERED = 50  # positions as of a day on a page: each is rendered, in up to a millisecond
PositionId = Annotated[
    str,
    Path(
        description="The permanent id of a position.",
        max_length=LONGEST_NAME,
        examples=["italy-peacekeeping-force-1"],
    ),
]


@router.list("/positions", view.PositionList, columns.POSITIONS, of="positions")
def list_positions(context: Context, params: asking.PositionListParams) -> ListResult:
    """One row for each known actor: first those with a position, then those without one, which have
    no id; each part by name.
    """
    filters = position_filters(context, params)
    listing = context.dataset.read(positions.listing, filters)
    return ListResult(listing, most=_MOST_RENDERED if filters.as_of else None)


@router.data("/positions/summary", summaries.SummaryView, summary="Count positions by stance")
async def summarise_positions(
    context: Context, params: Annotated[asking.PositionListParams, Query()]
) -> Response:
    """How many actors have each stance, and which; same filters as the list."""
    filters = position_filters(context, params)
    rows = context.dataset.read(positions.stances, filters)
    question = context.dataset.cached(questions.question, filters.question)
    return answer(
        context,
        summaries.summary(
            rows, _stances(context), question, context.urls, context.query, context.from_dataset
        ),
    )


def _stances(context: RequestContext) -> list[Row]:
    return [term for term in context.dataset.cached(about.terms) if term["vocabulary"] == "stance"]


@router.data(
    "/positions/timeline",
    summaries.TimelineView,
    summary="Count positions by stance over time",
)
async def get_timeline(
    context: Context, params: Annotated[asking.TimelineParams, Query()]
) -> Response:
    """Counts by stance at the end of each step, up to the day of publication (or `as_of`), and the
    actors whose stance changed since the step before.
    """
    question, points = positions_over_time(context, params)
    return answer(
        context,
        summaries.timeline(
            points,
            _stances(context),
            question,
            context.urls,
            context.query,
            params.step,
            context.from_dataset,
        ),
    )


@router.tables("/positions/timeline", columns.TIMELINE, of="positions over time")
def list_timeline(context: Context, params: asking.TimelineParams) -> ListResult:
    """One row for each actor that held a position at the end of a step; same filters as the list of
    positions.
    """
    question, points = positions_over_time(context, params)
    rows = [row | {"day": point["day"]} for point in points for row in point["held"]]
    numbered = [row | {"number": number} for number, row in enumerate(rows)]
    return ListResult(
        in_memory(numbered, lambda row: (row["number"],)),
        lambda row: summaries.timeline_row(row, question["id"]),
    )


def _position(context: RequestContext, name: str) -> dict[str, Any]:
    row = context.row_or_404(context.dataset.read(positions.by_id, name), "position", name)
    return as_data(row, context.dataset_info)


@router.citation("/positions/{id}", summary="Cite a position")
async def cite_position(context: Context, id: PositionId, params: NoParams) -> Response:
    """A citation of a position as CSL-JSON."""
    return answer(context, csl.position(_position(context, id), context.dataset_info))


@router.linked("/positions/{id}", summary="Get a position as linked data")
async def get_position_jsonld(context: Context, id: PositionId, params: NoParams) -> Response:
    """A position as JSON-LD, in the vocabulary of schema.org, with all evidence."""
    return answer(
        context,
        jsonld.position(_position(context, id), context.dataset_info, context.actor_codes),
    )


@router.data("/positions/{id}", view.PositionView, summary="Get a position")
async def get_position(context: Context, id: PositionId, params: NoParams) -> Response:
    """One position, current or not, with its evidence in full."""
    body = _position(context, id)
    address = body["links"]["self"]
    body["links"]["canonical"] = address  # that of the actor's current position moves on
    return answer(context, body, canonical=address)
