"""The board: actors by stance."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.parameters import PositionListParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.embeds.embed import (
    EmbedContent,
    EmbedKind,
    EmbedParams,
    data_query,
    embed_response,
    list_page,
)
from app.html.text import format_day
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.lists import position_filters

router = PageRouter()
_MOST = 1000  # actors on the board: more than there are


class BoardParams(EmbedParams, PositionListParams):
    """The board: those that spoke, unless the silent ones are asked for."""

    has_position: bool = Field(
        True, description="Actors with a position, or the silent ones.", examples=[True]
    )


async def load(context: RequestContext, params: BoardParams) -> EmbedContent:
    """The actors by stance, and how many more are silent."""
    filters = position_filters(context, params)
    listing = context.dataset.read(position_queries.listing, filters)
    rows = context.dataset.read(listing.page, None, _MOST)
    everybody = replace(
        filters, stance=(), view=(), participation=(), attribution=(), status=(), has_position=False
    )
    query = [pair for pair in data_query(context) if pair[0] != "has_position"]
    silent_query = [pair for pair in query if pair[0] in ("question", "as_of", "country")]
    spoken = params.has_position
    day = f" on {format_day(filters.as_of)}" if filters.as_of else ""
    return EmbedContent(
        title=f"Where {'everybody' if spoken else 'silence'} stands{day}",
        page=list_page(context, "/positions", [*query, ("has_position", str(spoken).lower())]),
        values={
            "positions": [as_data(row, context.dataset_info) for row in rows],
            "spoken": spoken,
            "day": filters.as_of,
            "question": context.dataset.cached(questions.question, filters.question),
            "silent": len(context.dataset.read(position_queries.by_stance, everybody)),
            "silent_url": list_page(
                context, "/positions", [*silent_query, ("has_position", "false")]
            ),
        },
    )


KIND = EmbedKind(
    tag="stated-board",
    heights=(1090, 1270),
    params=BoardParams,
    template="embeds/board.html",
    load={"/embed/positions": load},
    shows=("/", "/positions/summary"),
)


@router.page("/embed/positions")
async def embed_positions(context: Context, params: Annotated[BoardParams, Query()]) -> Response:
    """The board."""
    return embed_response(context, KIND, params, await load(context, params))
