"""Counts of positions by stance over time, as a chart and as a table."""

from app.api.context import Context, RequestContext
from app.api.parameters import TimelineParams
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, data_query, list_page
from app.html.text import legend
from app.positions import summaries
from app.positions.lists import positions_over_time
from app.store.listing import Row


class TimelineEmbedParams(EmbedParams, TimelineParams):
    """Counts by stance over time."""


async def load(context: Context, params: TimelineEmbedParams) -> EmbedContent:
    """The counts at the end of each step."""
    question, points = timeline_points(context, params, context.query)
    return EmbedContent(
        title="Positions over time",
        page=list_page(context, "/positions/timeline", data_query(context)),
        values={
            "question": question,
            "points": points,
            "rows": bars(points),
            "step": params.step,
        },
    )


def timeline_points(
    context: RequestContext, params: TimelineParams, query: list[tuple[str, str]]
) -> tuple[Row, list[Row]]:
    """The question, and the points of its timeline (`PointView`) with links that keep `query`."""
    question, points = positions_over_time(context, params)
    stances, version = context.dataset.cached(legend)["legend"], context.dataset.version
    timeline = summaries.timeline(
        points, stances, question, context.urls, query, params.step, version
    )
    return question, timeline["points"]


def bars(points: list[Row]) -> list[Row]:
    """The bars of the chart: one row for each stance that any actor had at any point.

    A bar is (index of the point, lower end, upper end), in actors. `solid` are the actors that
    certainly held the stance; `hollow`, above them, those that may have held it. `first`, `last`
    and `most` are counts. Silence has no row, because it is larger than all others together. Pure.
    """
    rows = []
    for counts in zip(*(point["stances"] for point in points), strict=True):
        stance, heights = counts[0]["stance"], [count["count"] for count in counts]
        if any(heights) and stance != "not_stated":
            rows.append(
                {
                    "stance": stance,
                    "first": heights[0],
                    "last": heights[-1],
                    "most": max(heights),
                    "solid": [(i, 0, count["certain"]) for i, count in enumerate(counts)],
                    "hollow": [
                        (i, count["certain"], count["count"]) for i, count in enumerate(counts)
                    ],
                }
            )
    return rows


KIND = EmbedKind(
    tag="stated-timeline",
    heights=(830, 1110),
    params=TimelineEmbedParams,
    template="embeds/timeline.html",
    load={"/embed/timeline": load},
    shows=("/positions/timeline",),
)
