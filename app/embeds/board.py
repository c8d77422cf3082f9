"""The board: actors by stance."""

from pydantic import Field

from app.api.context import Context
from app.api.parameters import PositionListParams
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, data_query, list_page
from app.html import claims
from app.html.layout import archived_sentences
from app.html.text import format_day, legend_of
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.claims import claim_marks
from app.positions.lists import position_filters
from app.positions.queries import PositionFilters

_MOST = 1000  # actors on the board: more than there are


class BoardParams(EmbedParams, PositionListParams):
    """The board: the actors with a position, or only those without one."""

    has_position: bool = Field(
        True,
        description="True: actors with a position. False: actors without one.",
        examples=[True],
    )


async def load(context: Context, params: BoardParams) -> EmbedContent:
    """Show where countries stand in a frame. It has the actors by stance, and the number of those
    without a position.
    """
    filters = position_filters(context, params)
    question = context.dataset.cached(questions.question, filters.question)
    rows = context.dataset.read(position_queries.board, filters)[:_MOST]
    contested = claims.contested(context, rows, question)
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
        title=(
            f"Where countries stand{day}"
            if spoken
            else f"Countries of which we found no statement{day}"
        ),
        page=list_page(context, "/positions", [*query, ("has_position", str(spoken).lower())]),
        values={
            "positions": [row | {"marks": claim_marks(row)} for row in rows],
            "contested": contested,
            "sentences": archived_sentences(
                context, [said for one in contested for said in one["claims"]["statements"]]
            ),
            **context.dataset.cached(legend_of, question["id"]),
            "spoken": spoken,
            "day": filters.as_of,
            "question": question,
            "silent": len(context.dataset.read(position_queries.stances, silent)),
            "silent_url": list_page(
                context, "/positions", [*silent_query, ("has_position", "false")]
            ),
        },
    )


KIND = EmbedKind(
    tag="stated-board",
    heights=(1290, 1070, 950),
    params=BoardParams,
    template="embeds/board.html",
    load={"/embed/positions": load},
    shows=("/", "/positions/summary"),
)
