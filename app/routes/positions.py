"""Positions: the board, the counts by stance, and each one by its permanent id."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer, documents
from app.here import Here, HereNow
from app.position_lists import position_filters, positions_over_time
from app.queries import about, positions
from app.queries.listing import Row, in_memory
from app.serving import TABLES, DataRouter
from app.views import csl, jsonld, summaries
from app.views import positions as view
from app.views.shared import ListView, as_data

router = DataRouter(tags=["Positions"])
PositionId = Annotated[
    str, Path(description="Permanent id.", examples=["italy-peacekeeping-force-1"])
]


@router.list("/positions", ListView[view.PositionView], columns.POSITIONS, of="positions")
def list_positions(here: HereNow, ask: asking.PositionFilters) -> Listed:
    """One row an actor, all known actors: silent ones have no id. `has_position=true` is the board
    of those that spoke.
    """
    listing = here.ds.read(positions.listing, position_filters(here, ask))
    return documents(here, listing)


@router.data("/positions/summary", summaries.SummaryView, summary="Count positions by stance")
async def summarise_positions(
    here: HereNow, ask: Annotated[asking.PositionFilters, Query()]
) -> Response:
    """How many actors hold each stance, and which; same filters as the list."""
    filters = position_filters(here, ask)
    rows = here.ds.read(positions.by_stance, filters)
    question = here.ds.once(about.question, filters.question)
    return answer(
        here,
        summaries.summary(rows, _stances(here), question, here.urls, here.query, here.ds.version),
    )


def _stances(here: Here) -> list[Row]:
    return [term for term in here.ds.once(about.terms) if term["vocabulary"] == "stance"]


@router.data(
    "/positions/timeline",
    summaries.TimelineView,
    also=TABLES,
    summary="Count positions by stance over time",
)
async def get_timeline(here: HereNow, ask: Annotated[asking.TimelineFilters, Query()]) -> Response:
    """Counts by stance at the end of each step, up to the day of publication (or `as_of`), and who
    moved in between.
    """
    question, points = positions_over_time(here, ask)
    version = here.ds.version
    return answer(
        here,
        summaries.timeline(
            points, _stances(here), question, here.urls, here.query, ask.step, version
        ),
    )


@router.tables("/positions/timeline", columns.TIMELINE, of="positions over time")
def list_timeline(here: HereNow, ask: asking.TimelineFilters) -> Listed:
    """One row for each actor that held a position at the end of a step; same filters as the list of
    positions.
    """
    question, points = positions_over_time(here, ask)
    rows = [{**row, "day": point["day"]} for point in points for row in point["held"]]
    numbered = [{**row, "number": number} for number, row in enumerate(rows)]
    return Listed(
        in_memory(numbered, lambda row: (row["number"],)),
        lambda row: summaries.timeline_row(row, question["id"]),
    )


def _position(here: Here, name: str) -> dict[str, Any]:
    row = here.found(
        here.ds.read(positions.one, name), "position", name, "There is no position with this id."
    )
    return as_data(row, here.about)


@router.citation("/positions/{id}")
async def cite_position(
    here: HereNow, id: PositionId, ask: Annotated[asking.Ask, Query()]
) -> Response:
    """A position as CSL-JSON."""
    return answer(here, csl.position(_position(here, id), here.about), media="csl.json")


@router.linked("/positions/{id}", summary="Get a position as linked data")
async def get_position_jsonld(
    here: HereNow, id: PositionId, ask: Annotated[asking.Ask, Query()]
) -> Response:
    """A position in the words of schema.org, as JSON-LD, with the evidence in full."""
    return answer(
        here, jsonld.position(_position(here, id), here.about, here.codes), media="jsonld"
    )


@router.data(
    "/positions/{id}", view.PositionView, also=("csl.json", "jsonld"), summary="Get a position"
)
async def get_position(
    here: HereNow, id: PositionId, ask: Annotated[asking.Ask, Query()]
) -> Response:
    """One position, current or not, with its evidence in full."""
    body = _position(here, id)
    body["links"]["canonical"] = body["links"][
        "self"
    ]  # a current position moves on; this address does not
    return answer(here, body, canonical=body["links"]["self"])
