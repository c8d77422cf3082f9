"""The board: actors by stance."""

from pydantic import Field

from app.api.context import Context
from app.api.parameters import PositionListParams
from app.api.schemas import as_data
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, data_query, list_page
from app.html.text import format_day
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.lists import position_filters
from app.positions.queries import PositionFilters

_MOST = 1000  # actors on the board: more than there are


class BoardParams(EmbedParams, PositionListParams):
    """The board: the actors with a position, or only the silent ones."""

    has_position: bool = Field(
        True, description="Actors with a position, or the silent ones.", examples=[True]
    )


async def load(context: Context, params: BoardParams) -> EmbedContent:
    """The actors by stance, and how many more are silent."""
    filters = position_filters(context, params)
    listing = context.dataset.read(position_queries.listing, filters)
    rows = context.dataset.read(listing.page, None, _MOST)
    silent = PositionFilters(
        filters.question,
        filters.actor,
        filters.country,
        as_of=filters.as_of,
        has_position=False,
    )
    query = [pair for pair in data_query(context) if pair[0] != "has_position"]
    silent_query = [pair for pair in query if pair[0] in ("question", "as_of", "actor", "country")]
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
            "silent": len(context.dataset.read(position_queries.stances, silent)),
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
