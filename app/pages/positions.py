"""The pages with all positions: the board (all actors by stance), and their counts over time."""

from collections import Counter
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.parameters import PositionListParams, Step, TimelineParams
from app.api.routers import NoParams, PageRouter
from app.api.schemas import JsonObject, as_data
from app.dataset import queries as dataset_queries
from app.embeds.embed import EmbedContent
from app.embeds.snippets import snippets
from app.embeds.timeline import timeline_chart, timeline_content, timeline_points
from app.html import claims
from app.html.layout import Head, archived_sentences, browse_page, by_stance, forms_of
from app.html.text import counted, format_day, legend_of
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.claims import claim_marks
from app.positions.lists import position_filters
from app.positions.queries import PositionFilters

router = PageRouter()
_BOARD, _TIMELINE = "/browse/positions", "/browse/positions/timeline"
_MOST = 1000  # questions
_MOST_MOVES = 30  # changes on the page of the timeline, the newest ones
_FEW = 12  # positions on the board whose summaries are not folded up
_MANY = 60  # positions on the board of which at first only the names are shown
_MOST_SUMMARIES = 400  # of more positions only the names are shown
_CHOICES: dict[str, str | None] = {
    "stance": "Stance",
    "view": None,  # the words of the question
    "participation": None,
    "attribution": "Who says so",
    "certainty": "How certain the date is",
    "status": "Status",
}
_LABELS = {
    "as_of": "Date",
    "actor": "Actor",
    "country": "Country",
    "commitment": "Commitment",
    "contribution": "Contribution",
    "condition": "Condition",
    "disputed": "Disputed",
    "has_position": "With a position",
}
_WITHOUT = {"as_of": None, "has_position": None}
_YES_NO = {"true": "yes", "false": "no"}
_FILTERS = (*_CHOICES, "commitment", "contribution", "condition", "disputed")
Pairs = list[tuple[str, str]]


class Layout(StrEnum):
    """How the board shows positions. `auto` is the list if there are many."""

    auto = "auto"
    summaries = "summaries"
    list = "list"


class BoardPageParams(PositionListParams):
    """Which positions, and how they are shown."""

    layout: Layout = Field(
        Layout.auto,
        description="With their summaries, or only the names; `auto`: the names if there are many.",
        examples=["list"],
    )


@router.page(_BOARD, of=("/positions",))
async def browse_positions(
    context: Context, params: Annotated[BoardPageParams, Query()]
) -> Response:
    """All known actors by stance, with the filters of the list. With many positions, their
    summaries are folded up.
    """
    filters = position_filters(context, params)
    question = context.dataset.cached(questions.question, filters.question)
    positions = context.dataset.read(position_queries.board, filters)
    await context.go_on()
    of_each_stance = context.dataset.read(position_queries.stances, replace(filters, stance=()))
    spoken = sum(1 for position in positions if position["position"])
    day = f" on {format_day(filters.as_of)}" if filters.as_of else ""
    query = _canonical_query(context, filters)
    usual = Layout.list if spoken > _MANY else Layout.summaries
    layout = usual if params.layout is Layout.auto else params.layout
    layout = layout if spoken <= _MOST_SUMMARIES else Layout.list

    def as_layout(one: Layout) -> Pairs:
        return [("layout", one.value)] if one is not usual else []

    await context.go_on()
    contested = claims.contested(context, positions, question)
    await context.go_on()
    groups = by_stance(context, positions, question)
    return await _positions_page(
        context,
        "board",
        filters,
        [*query, *as_layout(layout)],
        title=f"Where countries stand{day}",
        description=(
            f"{question['text']} {counted(spoken, 'position')}, by stance, each with the evidence."
        ),
        embed_query=[pair for pair in query if pair[0] in ("question", "as_of")],
        groups=groups,
        layout=layout.value,
        layouts=[
            (label, context.urls.list(_BOARD, [*query, *as_layout(one)]), one is layout)
            for label, one in (("With summaries", Layout.summaries), ("List", Layout.list))
            if spoken <= _MOST_SUMMARIES
        ],
        folded=spoken > _FEW,
        spoken_groups=[(term, [row for row in rows if row["position"]]) for term, rows in groups],
        silent=[row for row in positions if not row["position"]],
        silent_url=_with_filter(context, _BOARD, query, "has_position", "false"),
        fewer=[] if positions else _fewer(context, filters, query),
        counts=Counter(row["stance"] for row in of_each_stance),
        spoken=spoken,
        contested={one["position"]: one for one in contested},
        sentences=archived_sentences(
            context, [said for one in contested for said in one["claims"]["statements"]]
        ),
        over_time=_with_filter(context, _TIMELINE, query, "as_of", None),
    )


@router.page(_TIMELINE, of=("/positions/timeline",))
async def browse_timeline(context: Context, params: Annotated[TimelineParams, Query()]) -> Response:
    """How many actors held each stance at the end of each month or year, who moved, and the numbers
    as a table.
    """
    filters = position_filters(context, params)
    without_step = _canonical_query(context, filters)
    query = _with_step(without_step, params.step)
    question, points, answers = timeline_points(context, params, without_step)
    day = f" up to {format_day(filters.as_of)}" if filters.as_of else ""
    chart = timeline_chart(context, question, points, answers)
    moved, left = [], _MOST_MOVES
    for point in reversed(points):
        if (shown := point["moved"][: max(left, 0)]) and left > 0:
            moved.append({"date": point["date"], "moved": shown})
        left -= len(point["moved"])
    moved_on = {point["date"] for point in moved}
    held = {
        (point_day, row["id"]): row
        for one in answers
        if (point_day := one["day"].isoformat()) in moved_on
        for row in one["held"]
    }
    return await _positions_page(
        context,
        "timeline",
        filters,
        query,
        title=f"How positions changed{day}",
        description=(
            f"{question['text']} How many held each stance at the end of each {params.step}, how "
            "certain the dates are, and whose position changed."
        ),
        embed_query=query,
        content=timeline_content(
            context.urls.list(_TIMELINE, query), question, points, params.step, chart
        ),
        points=points,
        moved=moved[::-1],
        not_shown=max(-left, 0),
        **chart,
        answer=lambda day, actor: held.get((day, actor)),
        marks=claim_marks,
        step=params.step.value,
        steps=[
            (step.value, context.urls.list(_TIMELINE, _with_step(without_step, step)))
            for step in Step
        ],
        board=context.urls.list(_BOARD, without_step),
    )


@router.forward("/browse/positions/{id}", of=("/positions/{id}",))
async def browse_position(context: Context, id: str, params: NoParams) -> Response:
    """A position by its permanent id: the page of its actor, at this position."""
    row = context.row_or_404(context.dataset.read(position_queries.by_id, id), "position", id)
    page = as_data(row, context.dataset_info)["links"]["page"]
    return RedirectResponse(page, status_code=303)


def _canonical_query(context: RequestContext, filters: PositionFilters) -> Pairs:
    """The filters as the canonical query of the board. It does not name the first question."""
    query = []
    if filters.question != context.question(None):
        query.append(("question", filters.question))
    if filters.as_of is not None:
        query.append(("as_of", filters.as_of.isoformat()))
    query += [("actor", actor) for actor in filters.actor]
    query += [("country", country) for country in filters.country]
    query += [(name, value) for name in _FILTERS for value in getattr(filters, name)]
    if filters.has_position is not None:
        query.append(("has_position", str(filters.has_position).lower()))
    return query


def _fewer(
    context: RequestContext, filters: PositionFilters, query: Pairs
) -> list[tuple[str, str, str, str]]:
    """The filters without which an empty board is not (see `nothing_passes` in _parts.html)."""
    in_words = context.dataset.cached(legend_of, filters.question)
    fewer = []
    for name in dict.fromkeys(name for name, _ in query if name != "question"):
        given_up: dict[str, Any] = {name: _WITHOUT.get(name, ())}
        without = replace(filters, **given_up)
        if number := len(context.dataset.read(position_queries.stances, without)):
            given = [value for key, value in query if key == name]
            label = _CHOICES.get(name) or in_words["labels"].get(name) or _LABELS[name]
            fewer.append(
                (
                    counted(number, "actor"),
                    _with_filter(context, _BOARD, query, name, None),
                    label,
                    ", ".join(_in_words(context, in_words, name, value) for value in given),
                )
            )
    return fewer


def _in_words(context: RequestContext, in_words: JsonObject, name: str, value: str) -> str:
    """A value of a filter as people say it. `in_words` are the words for the question."""
    if name in ("actor", "country"):
        return str(context.actor_codes[value]["name"])
    if name == "as_of":
        return format_day(value)
    vocabulary = "contribution_form" if name == "contribution" else name
    term = in_words["terms"].get((vocabulary, value))
    label: str = term["label"] if term else in_words["labels"].get(value) or _YES_NO[value]
    return label


def _with_step(query: Pairs, step: Step) -> Pairs:
    """A canonical query with the step, unless it is the usual one."""
    return query if step is Step.month else [*query, ("step", step.value)]


def _with_filter(
    context: RequestContext, path: str, query: Pairs, name: str, value: str | None
) -> str:
    """The address of a page with this value alone of a filter, or (None) without the filter."""
    rest = [pair for pair in query if pair[0] != name]
    return context.urls.list(path, rest if value is None else [*rest, (name, value)])


async def _positions_page(
    context: RequestContext,
    embed: str,
    filters: PositionFilters,
    query: Pairs,
    *,
    title: str,
    description: str,
    embed_query: Pairs,
    content: EmbedContent | None = None,
    **values: object,
) -> Response:
    """One of the two pages. Both offer days, questions and the values of each filter as links.

    `embed` names the kind of embed with the same, and the template. `query` is the canonical one,
    `content` what the embed shows, if it is known.
    """
    question = context.dataset.cached(questions.question, filters.question)
    path, in_words = context.path, context.dataset.cached(legend_of, question["id"])
    every_question = context.dataset.cached(dataset_queries.questions)

    def choices(name: str, label: str | None) -> dict[str, object]:
        return {
            "name": name,
            "label": label or in_words["labels"][name],
            "values": [
                {
                    **term,
                    # as titles and cards say it
                    "label": value.capitalize() if name == "certainty" else term["label"],
                    "url": _with_filter(context, path, query, name, value),
                    "on": (name, value) in query,
                }
                for (vocabulary, value), term in in_words["terms"].items()
                if vocabulary == name
            ],
            "all": _with_filter(context, path, query, name, None),
        }

    head = Head(
        title=title,
        url=context.urls.list(path, query),
        description=description,
        forms=forms_of(
            context.urls.list(
                path.removeprefix("/browse"), [pair for pair in query if pair[0] != "layout"]
            ),
            "json",
            "csv",
        ),
        question=filters.question,
    )
    return browse_page(
        context,
        f"pages/{embed}.html",
        head,
        data=None,
        policy="asking",
        question=question,
        path=path,
        query=query,
        day=filters.as_of,
        filters=[choices(name, label) for name, label in _CHOICES.items()],
        questions=[
            (one, context.urls.list(path, [("question", one["id"])]))
            for one in context.dataset.read(every_question.page, None, _MOST)
        ],
        now=_with_filter(context, path, query, "as_of", None),
        everybody=context.urls.list(
            path, [pair for pair in query if pair[0] not in ("actor", "country")]
        ),
        named=[context.actor_codes[actor] for actor in (*filters.actor, *filters.country)],
        embeds=await snippets(
            context,
            embed,
            title=title,
            query=embed_query,
            page=head.url,
            content=content,
        ),
        **{**in_words, **values},
    )
