"""Positions: the board, the counts by stance, and each one by its permanent id."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.queries import about, positions, resolve
from app.serving import DataRouter
from app.views import positions as view
from app.views.shared import ListView

router = DataRouter(tags=["Positions"])
PositionId = Annotated[str, Path(description="Permanent id.", examples=["italy-peacekeeping-force-1"])]


def _filters(here: Here, ask: asking.PositionFilters) -> positions.Filters:
    return positions.Filters(
        question=here.question(ask.question), actor=here.values("country", resolve.country, ask.country),
        stance=tuple(ask.stance), view=tuple(ask.view), participation=tuple(ask.participation),
        attribution=tuple(ask.attribution), status=tuple(ask.status), has_position=ask.has_position,
    )  # fmt: skip


@router.list("/positions", ListView[view.PositionView], columns.POSITIONS, of="positions")
def list_positions(here: HereNow, ask: asking.PositionFilters) -> Listed:
    """One row an actor, all known actors: silent ones have no id. `has_position=true` is the board of those that spoke."""
    listing = here.ds.read(positions.listing, _filters(here, ask))
    return Listed(listing, lambda row: view.position(row, here.urls, here.about))


@router.data("/positions/summary", view.SummaryView, summary="Count positions by stance")
async def summarise_positions(here: HereNow, ask: Annotated[asking.PositionFilters, Query()]) -> Response:
    """How many actors hold each stance, and which; same filters as the list."""
    filters = _filters(here, ask)
    rows = here.ds.read(positions.by_stance, filters)
    terms = [term for term in here.ds.read(about.terms) if term["vocabulary"] == "stance"]
    question = here.ds.read(about.question, filters.question)
    return answer(here, view.summary(rows, terms, question, here.urls, here.query, here.ds.version))


@router.data("/positions/{id}", view.PositionView, summary="Get a position")
async def get_position(here: HereNow, id: PositionId, ask: Annotated[asking.Ask, Query()]) -> Response:
    """One position, current or not, with its evidence in full."""
    row = here.found(here.ds.read(positions.one, id), "There is no position with this id.")
    body = view.position(row, here.urls, here.about)
    body["links"]["canonical"] = body["links"]["self"]  # a current position moves on; this address does not
    return answer(here, body, canonical=body["links"]["self"])
