"""The page with the board: all actors by stance."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.parameters import PositionListParams
from app.api.routers import PageRouter
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.html import text as words
from app.html.layout import Head, browse_page, list_forms
from app.pages.position_filters import (
    BOARD,
    TIMELINE,
    canonical_query,
    narrowing,
    stances,
    toggled,
    whole_list,
)
from app.positions import queries as positions
from app.positions.lists import position_filters

router = PageRouter()


@router.page(BOARD, of=("/positions",))
async def board(context: Context, params: Annotated[PositionListParams, Query()]) -> Response:
    """All known actors by stance, with the filters of the list."""
    filters = position_filters(context, params)
    question, day = filters.question, filters.as_of
    held = context.dataset.read(positions.at_a_glance, filters, context.dataset_info)
    questions = whole_list(context, context.dataset.cached(about.questions))
    asked = next(one for one in questions if one["id"] == question)
    query = canonical_query(filters, questions[0]["id"])
    groups = [
        (term, [one for one in held if one["stance"] == term["id"]]) for term in stances(context)
    ]
    counts = Counter(
        row["stance"]
        for row in context.dataset.read(positions.by_stance, replace(filters, stance=()))
    )
    spoken = sum(1 for one in held if one["id"])
    title = f"Where everybody stands{f' on {words.format_day(day)}' if day else ''}"
    data = context.urls.list("/positions", query)
    head = Head(
        title=title,
        url=context.urls.list(BOARD, query),
        description=(
            f"{asked['text']} {spoken} {'position' if spoken == 1 else 'positions'}, by "
            "stance, each with its proof."
        ),
        forms=list_forms(data),
    )
    return browse_page(
        context,
        "pages/board.html",
        head,
        policy="asking",
        groups=groups,
        counts=counts,
        spoken=spoken,
        asked=asked,
        **narrowing(context, BOARD, filters, query, questions),
        over_time=toggled(context, TIMELINE, query, "as_of", None),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "board",
            title=title,
            page=context.urls.live(head.url),
            query=[pair for pair in query if pair[0] in ("question", "as_of")],
        ),
    )
