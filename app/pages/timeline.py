"""The page with the counts of positions over time."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.parameters import Step, TimelineParams
from app.api.routers import PageRouter
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.embeds.timeline import bars
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
from app.positions import summaries
from app.positions.lists import position_filters, positions_over_time

router = PageRouter()


@router.page(TIMELINE, of=("/positions/timeline",))
async def browse_timeline(context: Context, params: Annotated[TimelineParams, Query()]) -> Response:
    """How many actors held each stance at the end of each month or year, who moved, and the numbers
    as a table.
    """
    filters = position_filters(context, params)
    asked, points = positions_over_time(context, params)
    questions = whole_list(context, context.dataset.cached(about.questions))
    query = canonical_query(filters, questions[0]["id"])
    every = [*query, ("step", params.step.value)] if params.step is not Step.month else query
    shown = summaries.timeline(
        points, stances(context), asked, context.urls, query, params.step, context.dataset.version
    )["points"]
    title = (
        f"Positions over time{f' up to {words.format_day(filters.as_of)}' if filters.as_of else ''}"
    )
    data = context.urls.list("/positions/timeline", every)
    head = Head(
        title=title,
        url=context.urls.list(TIMELINE, every),
        description=(
            f"{asked['text']} How many actors held each stance at the end of each "
            f"{params.step}, and who moved."
        ),
        forms=list_forms(data),
    )
    return browse_page(
        context,
        "pages/timeline.html",
        head,
        policy="asking",
        asked=asked,
        points=shown,
        rows=bars(shown),
        step=params.step.value,
        steps=[
            (
                one.value,
                toggled(
                    context, TIMELINE, query, "step", one.value if one is not Step.month else None
                ),
            )
            for one in Step
        ],
        board=context.urls.list(BOARD, query),
        **narrowing(context, TIMELINE, filters, every, questions),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "timeline",
            title=title,
            query=every,
            page=context.urls.live(head.url),
        ),
    )
