"""Pages for people: all actors by stance, the same over time, and the dataset itself."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, jsonld
from app.api.parameters import PositionListParams, QueryParams, Step, TimelineParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.changes import queries as changes
from app.changes import schemas as changes_view
from app.dataset import queries as about
from app.dataset import schemas as about_view
from app.embeds.shared import bars
from app.embeds.snippets import snippets
from app.html import citations as citing
from app.html import text as words
from app.html.layout import Head, browse, suffixed
from app.lookup import dataset as dataset_lookup
from app.positions import queries as positions
from app.positions import summaries
from app.positions.lists import position_filters, positions_over_time
from app.sources import queries as sources
from app.sources.schemas import source
from app.speakers import queries as people
from app.speakers.schemas import speaker
from app.store.listing import Listing, Row

router = PageRouter()
_MOST = 1000  # rows of one list on a page
_PATH, _OVER_TIME = "/browse/positions", "/browse/positions/timeline"
_CHOICES = {
    "stance": "Stance",
    "view": "View of the force",
    "participation": "Own part",
    "attribution": "Who says so",
    "status": "Status",
}
Pairs = list[tuple[str, str]]


@router.page(_PATH, of=("/positions",))
async def board(context: Context, params: Annotated[PositionListParams, Query()]) -> Response:
    """All known actors by stance, with the filters of the list."""
    filters = position_filters(context, params)
    question, day = filters.question, filters.as_of
    held = [
        as_data(row, context.dataset_info)
        for row in context.dataset.read(positions.at_a_glance, filters)
    ]
    questions = _all(context, context.dataset.cached(about.questions))
    asked = next(one for one in questions if one["id"] == question)
    query = _query(filters, questions[0]["id"])
    groups = [
        (term, [one for one in held if one["stance"] == term["id"]]) for term in _legend(context)
    ]
    counts = Counter(
        row["stance"]
        for row in context.dataset.read(positions.by_stance, replace(filters, stance=()))
    )
    spoken = sum(1 for one in held if one["id"])
    title = f"Where everybody stands{f' on {words.day(day)}' if day else ''}"
    data = context.urls.list("/positions", query)
    head = Head(
        title=title,
        url=context.urls.list(_PATH, query),
        description=(
            f"{asked['text']} {spoken} {'position' if spoken == 1 else 'positions'}, by "
            "stance, each with its proof."
        ),
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )
    return browse(
        context,
        "board",
        head,
        policy="asking",
        groups=groups,
        counts=counts,
        spoken=spoken,
        asked=asked,
        **_narrowing(context, _PATH, filters, query, questions),
        over_time=_toggled(context, _OVER_TIME, query, "as_of", None),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "board",
            title=title,
            page=context.urls.live(head.url),
            query=[pair for pair in query if pair[0] in ("question", "as_of")],
        ),
    )


def _query(filters: positions.PositionFilters, first: str) -> Pairs:
    """The filters as the canonical query of the board."""
    query = [] if filters.question == first else [("question", filters.question)]
    if filters.as_of is not None:
        query.append(("as_of", filters.as_of.isoformat()))
    query += [("country", one) for one in filters.actor]
    query += [(name, value) for name in _CHOICES for value in getattr(filters, name)]
    return (
        query
        if filters.has_position is None
        else [*query, ("has_position", str(filters.has_position).lower())]
    )


def _toggled(context: RequestContext, path: str, query: Pairs, name: str, value: str | None) -> str:
    """The same page with one filter of this value alone, or without that filter."""
    rest = [pair for pair in query if pair[0] != name]
    return context.urls.list(path, rest if value is None else [*rest, (name, value)])


def _narrowing(
    context: RequestContext,
    path: str,
    filters: positions.PositionFilters,
    query: Pairs,
    questions: list[Row],
) -> Row:
    """What a page of positions can be narrowed to: days, questions, and the values of each filter
    as links.
    """
    terms = context.dataset.cached(about.terms)

    def choices(name: str) -> Row:
        values = [
            {
                **term,
                "url": _toggled(context, path, query, name, term["id"]),
                "on": (name, term["id"]) in query,
            }
            for term in terms
            if term["vocabulary"] == name
        ]
        return {
            "name": name,
            "label": _CHOICES[name],
            "values": values,
            "all": _toggled(context, path, query, name, None),
        }

    return {
        "path": path,
        "query": query,
        "day": filters.as_of,
        "filters": [choices(name) for name in _CHOICES],
        "questions": [
            (one, context.urls.list(path, [("question", one["id"])])) for one in questions
        ],
        "now": _toggled(context, path, query, "as_of", None),
        "everybody": _toggled(context, path, query, "country", None),
        "named": [context.actor_codes[one] for one in filters.actor],
    }


def _legend(context: RequestContext) -> list[Row]:
    stances: list[Row] = words.legend(context.dataset.cached(about.terms))["legend"]
    return stances


@router.page(_OVER_TIME, of=("/positions/timeline",))
async def browse_timeline(context: Context, params: Annotated[TimelineParams, Query()]) -> Response:
    """How many actors held each stance at the end of each month or year, who moved, and the numbers
    as a table.
    """
    filters = position_filters(context, params)
    asked, points = positions_over_time(context, params)
    questions = _all(context, context.dataset.cached(about.questions))
    query = _query(filters, questions[0]["id"])
    every = [*query, ("step", params.step.value)] if params.step is not Step.month else query
    shown = summaries.timeline(
        points, _legend(context), asked, context.urls, query, params.step, context.dataset.version
    )["points"]
    title = f"Positions over time{f' up to {words.day(filters.as_of)}' if filters.as_of else ''}"
    data = context.urls.list("/positions/timeline", every)
    head = Head(
        title=title,
        url=context.urls.list(_OVER_TIME, every),
        description=(
            f"{asked['text']} How many actors held each stance at the end of each "
            f"{params.step}, and who moved."
        ),
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )
    return browse(
        context,
        "timeline",
        head,
        policy="asking",
        asked=asked,
        points=shown,
        rows=bars(shown),
        step=params.step.value,
        steps=[
            (
                one.value,
                _toggled(
                    context, _OVER_TIME, query, "step", one.value if one is not Step.month else None
                ),
            )
            for one in Step
        ],
        board=context.urls.list(_PATH, query),
        **_narrowing(context, _OVER_TIME, filters, every, questions),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "timeline",
            title=title,
            query=every,
            page=context.urls.live(head.url),
        ),
    )


@router.page("/browse/dataset", of=("/dataset",))
async def browse_dataset(context: Context, params: Annotated[QueryParams, Query()]) -> Response:
    """What is published here: version, counts, licence, citation, what was published before, every
    source and speaker.
    """
    one = about_view.dataset(
        context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
    )
    releases = context.dataset.read(changes.releases)
    versions = [
        changes_view.version(row, context.urls, context.dataset.version)
        for row in context.dataset.read(releases.page, None, _MOST)
    ]
    data = one["links"]["self"]
    head = Head(
        embedded=False,
        title=f"{one['description'].rstrip('.')}: the dataset",
        description=one["description"],
        url=one["links"]["page"],
        forms=(
            (f"{data}.json", MEDIA["json"]),
            (f"{data}.jsonld", MEDIA["jsonld"]),
            (one["links"]["csl"], MEDIA["csl.json"]),
            (context.urls.at("changes", "feed"), MEDIA["feed"]),
            (context.urls.at("changes", "feed.xml"), "application/atom+xml"),
        ),
    )
    return browse(
        context,
        "dataset",
        head,
        data=jsonld.dataset(one, context.dataset_info, context.dataset.cached(about.scope)),
        one=one,
        versions=versions,
        copies=citing.dataset(one, context.dataset_info),
        sources=[
            source(row, context.urls, context.dataset_info)
            for row in _all(context, context.dataset.read(sources.listing))
        ],
        speakers=[
            speaker(row, context.urls)
            for row in _all(context, context.dataset.read(people.listing, None, ()))
        ],
        questions=_all(context, context.dataset.cached(about.questions)),
        topics=_all(context, context.dataset.cached(about.topics)),
    )


def _all(context: RequestContext, listing: Listing) -> list[Row]:
    return context.dataset.read(listing.page, None, _MOST)
