"""Counts of positions by stance over time, as a chart and as a table."""

from datetime import date

from app.api.context import Context, RequestContext
from app.api.parameters import TimelineParams
from app.api.schemas import JsonObject
from app.domain.vocabulary import Certainty
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, data_query, list_page
from app.html import claims
from app.html.layout import archived_sentences
from app.html.text import legend, legend_of
from app.positions import queries as position_queries
from app.positions import summaries
from app.positions.lists import positions_over_time
from app.store.listing import Row


class TimelineEmbedParams(EmbedParams, TimelineParams):
    """Counts by stance over time."""


async def load(context: Context, params: TimelineEmbedParams) -> EmbedContent:
    """Show how positions changed in a frame. It has a chart and a table."""
    question, points, answers = timeline_points(context, params, context.query)
    chart = timeline_chart(context, question, points, answers)
    page = list_page(context, "/positions/timeline", data_query(context))
    return timeline_content(page, question, points, params.step, chart)


def timeline_content(
    page: str, question: Row, points: list[Row], step: str, chart: JsonObject
) -> EmbedContent:
    """What the embed shows of points (`timeline_points`) and their chart (`timeline_chart`)."""
    values = {"question": question, "points": points, "step": step, **chart}
    return EmbedContent("How positions changed", page, values)


def timeline_points(
    context: RequestContext, params: TimelineParams, query: list[tuple[str, str]]
) -> tuple[Row, list[Row], list[Row]]:
    """The question, the points of its timeline (`PointView`) with links that keep `query`, and the
    answers of each point (`app.positions.queries.points`).
    """
    question, answers = positions_over_time(context, params)
    stances = context.dataset.cached(legend)["legend"]
    timeline = summaries.timeline(
        answers, stances, question, context.urls, query, params.step, context.from_dataset
    )
    return question, timeline["points"], answers


def timeline_chart(
    context: RequestContext, question: Row, points: list[Row], answers: list[Row]
) -> JsonObject:
    """What the chart shows: its bars (`rows`), `last_dated`, the day of the last dated source, why
    there are outlined bars, and the actors on which sources disagree on the last day.
    """
    last = context.dataset.cached(position_queries.last_dated, question["id"])
    rows = bars(points, last)
    held = [row | {"actor": row["id"]} for row in answers[-1]["held"]] if answers else []
    contested = claims.contested(context, held, question)
    return {
        "rows": rows,
        "last_dated": last,
        "is_later": bool(points) and not _has_source(len(points) - 1, points, last),
        "unsure": any(
            count["possible"] or count["undated"] for point in points for count in point["stances"]
        ),
        "contested": contested,
        **context.dataset.cached(legend_of, question["id"]),
        "sentences": archived_sentences(
            context, [said for one in contested for said in one["claims"]["statements"]]
        ),
    }


def bars(points: list[Row], last_dated: date | None) -> list[Row]:
    """The bars of the chart: one row for each stance that any actor had at any point.

    A bar is (index of the point, lower end, upper end), in actors. `solid` are the actors that
    certainly held the stance; `hollow`, above them, those of which the date is uncertain. No bar is
    solid after the step with the last dated source: nobody knows what was said since. `first`,
    `last` and `most` are counts, and `sure` words on how certain the last one is. Silence has no
    row, because it is larger than all others together. Pure.
    """
    rows = []
    for counts in zip(*(point["stances"] for point in points), strict=True):
        stance, heights = counts[0]["stance"], [count["count"] for count in counts]
        if any(heights) and stance != "not_stated":
            solid = [
                count["certain"] if _has_source(i, points, last_dated) else 0
                for i, count in enumerate(counts)
            ]
            rows.append(
                {
                    "stance": stance,
                    "first": heights[0],
                    "last": heights[-1],
                    "most": max(heights),
                    "sure": ", ".join(
                        f"{counts[-1][name]} {name}" for name in Certainty if counts[-1][name]
                    ),
                    "solid": [(i, 0, sure) for i, sure in enumerate(solid)],
                    "hollow": [
                        (i, sure, count["count"])
                        for i, (sure, count) in enumerate(zip(solid, counts, strict=True))
                    ],
                }
            )
    return rows


def _has_source(place: int, points: list[Row], last_dated: date | None) -> bool:
    """Whether the step that ends at a point has the last dated source, or one before it."""
    if last_dated is None:
        return False
    return place == 0 or points[place - 1]["date"] < last_dated.isoformat()


KIND = EmbedKind(
    tag="stated-timeline",
    heights=(1210, 870, 810),
    params=TimelineEmbedParams,
    template="embeds/timeline.html",
    load={"/embed/timeline": load},
    shows=("/positions/timeline",),
)
