"""Pages for people: all actors by stance, the same over time, and the dataset itself."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.asking import Ask, PositionFilters, Step, TimelineFilters
from app.embeds import bars
from app.formats import MEDIA
from app.here import Here, HereNow
from app.pages import citing, words
from app.pages.browsing import Head, browse, suffixed
from app.pages.snippets import snippets
from app.position_lists import position_filters, positions_over_time
from app.queries import about, changes, people, positions, sources
from app.queries.listing import Listing, Row
from app.serving import PageRouter
from app.views import about as about_view
from app.views import changes as changes_view
from app.views import jsonld, summaries
from app.views.people import speaker
from app.views.shared import as_data
from app.views.sources import source

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
async def board(here: HereNow, ask: Annotated[PositionFilters, Query()]) -> Response:
    """All known actors by stance, with the filters of the list."""
    filters = position_filters(here, ask)
    question, day = filters.question, filters.as_of
    held = [as_data(row, here.about) for row in here.ds.read(positions.at_a_glance, filters)]
    questions = _all(here, here.ds.once(about.questions))
    asked = next(one for one in questions if one["id"] == question)
    query = _query(filters, questions[0]["id"])
    groups = [
        (term, [one for one in held if one["stance"] == term["id"]]) for term in _legend(here)
    ]
    counts = Counter(
        row["stance"] for row in here.ds.read(positions.by_stance, replace(filters, stance=()))
    )
    spoken = sum(1 for one in held if one["id"])
    title = f"Where everybody stands{f' on {words.day(day)}' if day else ''}"
    data = here.urls.list("/positions", query)
    head = Head(
        title=title,
        url=here.urls.list(_PATH, query),
        description=(
            f"{asked['text']} {spoken} {'position' if spoken == 1 else 'positions'}, by "
            "stance, each with its proof."
        ),
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )
    return browse(
        here,
        "board",
        head,
        policy="asking",
        groups=groups,
        counts=counts,
        spoken=spoken,
        asked=asked,
        **_narrowing(here, _PATH, filters, query, questions),
        over_time=_toggled(here, _OVER_TIME, query, "as_of", None),
        embeds=snippets(
            here.urls,
            here.ds.version,
            "board",
            title=title,
            page=here.urls.live(head.url),
            query=[pair for pair in query if pair[0] in ("question", "as_of")],
        ),
    )


def _query(filters: positions.Filters, first: str) -> Pairs:
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


def _toggled(here: Here, path: str, query: Pairs, name: str, value: str | None) -> str:
    """The same page with one filter of this value alone, or without that filter."""
    rest = [pair for pair in query if pair[0] != name]
    return here.urls.list(path, rest if value is None else [*rest, (name, value)])


def _narrowing(
    here: Here, path: str, filters: positions.Filters, query: Pairs, questions: list[Row]
) -> Row:
    """What a page of positions can be narrowed to: days, questions, and the values of each filter
    as links.
    """
    terms = here.ds.once(about.terms)

    def choices(name: str) -> Row:
        values = [
            {
                **term,
                "url": _toggled(here, path, query, name, term["id"]),
                "on": (name, term["id"]) in query,
            }
            for term in terms
            if term["vocabulary"] == name
        ]
        return {
            "name": name,
            "label": _CHOICES[name],
            "values": values,
            "all": _toggled(here, path, query, name, None),
        }

    return {
        "path": path,
        "query": query,
        "day": filters.as_of,
        "filters": [choices(name) for name in _CHOICES],
        "questions": [(one, here.urls.list(path, [("question", one["id"])])) for one in questions],
        "now": _toggled(here, path, query, "as_of", None),
        "everybody": _toggled(here, path, query, "country", None),
        "named": [here.codes[one] for one in filters.actor],
    }


def _legend(here: Here) -> list[Row]:
    stances: list[Row] = words.legend(here.ds.once(about.terms))["legend"]
    return stances


@router.page(_OVER_TIME, of=("/positions/timeline",))
async def browse_timeline(here: HereNow, ask: Annotated[TimelineFilters, Query()]) -> Response:
    """How many actors held each stance at the end of each month or year, who moved, and the numbers
    as a table.
    """
    filters = position_filters(here, ask)
    asked, points = positions_over_time(here, ask)
    questions = _all(here, here.ds.once(about.questions))
    query = _query(filters, questions[0]["id"])
    every = [*query, ("step", ask.step.value)] if ask.step is not Step.month else query
    shown = summaries.timeline(
        points, _legend(here), asked, here.urls, query, ask.step, here.ds.version
    )["points"]
    title = f"Positions over time{f' up to {words.day(filters.as_of)}' if filters.as_of else ''}"
    data = here.urls.list("/positions/timeline", every)
    head = Head(
        title=title,
        url=here.urls.list(_OVER_TIME, every),
        description=(
            f"{asked['text']} How many actors held each stance at the end of each "
            f"{ask.step}, and who moved."
        ),
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )
    return browse(
        here,
        "timeline",
        head,
        policy="asking",
        asked=asked,
        points=shown,
        rows=bars(shown),
        step=ask.step.value,
        steps=[
            (
                one.value,
                _toggled(
                    here, _OVER_TIME, query, "step", one.value if one is not Step.month else None
                ),
            )
            for one in Step
        ],
        board=here.urls.list(_PATH, query),
        **_narrowing(here, _OVER_TIME, filters, every, questions),
        embeds=snippets(
            here.urls,
            here.ds.version,
            "timeline",
            title=title,
            query=every,
            page=here.urls.live(head.url),
        ),
    )


@router.page("/browse/dataset", of=("/dataset",))
async def browse_dataset(here: HereNow, ask: Annotated[Ask, Query()]) -> Response:
    """What is published here: version, counts, licence, citation, what was published before, every
    source and speaker.
    """
    one = about_view.dataset(here.ds.once(about.dataset), here.urls, here.about)
    releases = here.ds.read(changes.releases)
    versions = [
        changes_view.version(row, here.urls, here.ds.version)
        for row in here.ds.read(releases.page, None, _MOST)
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
            (here.urls.at("changes", "feed"), MEDIA["feed"]),
            (here.urls.at("changes", "feed.xml"), "application/atom+xml"),
        ),
    )
    return browse(
        here,
        "dataset",
        head,
        data=jsonld.dataset(one, here.about, here.ds.once(about.scope)),
        one=one,
        versions=versions,
        copies=citing.dataset(one, here.about),
        sources=[
            source(row, here.urls, here.about) for row in _all(here, here.ds.read(sources.listing))
        ],
        speakers=[
            speaker(row, here.urls) for row in _all(here, here.ds.read(people.listing, None, ()))
        ],
        questions=_all(here, here.ds.once(about.questions)),
        topics=_all(here, here.ds.once(about.topics)),
    )


def _all(here: Here, listing: Listing) -> list[Row]:
    return here.ds.read(listing.page, None, _MOST)
