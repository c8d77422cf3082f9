"""Pages for people: all actors by stance, and the dataset itself."""

from collections import Counter
from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.asking import Ask, PositionFilters
from app.formats import MEDIA
from app.here import Here, HereNow
from app.pages import citing, words
from app.pages.browsing import Head, browse, suffixed
from app.pages.snippets import snippets
from app.position_lists import position_filters
from app.queries import about, changes, people, positions, sources
from app.queries.listing import Listing, Row
from app.serving import PageRouter
from app.views import about as about_view
from app.views import changes as changes_view
from app.views import jsonld
from app.views.people import speaker
from app.views.positions import position
from app.views.sources import source

router = PageRouter()
_MOST = 1000  # rows of one list on a page
_PATH = "/browse/positions"
_CHOICES = {
    "stance": "Stance", "view": "View of the force", "participation": "Own part", "attribution": "Who says so",
    "status": "Status",
}  # fmt: skip
Pairs = list[tuple[str, str]]


@router.page(_PATH, of=("/positions",))
async def board(here: HereNow, ask: Annotated[PositionFilters, Query()]) -> Response:
    """All known actors by stance, with the filters of the list."""
    filters = position_filters(here, ask)
    question, day = filters.question, filters.as_of
    held = [position(row, here.urls, here.about) for row in here.ds.read(positions.at_a_glance, filters)]
    questions = _all(here, here.ds.read(about.questions))
    asked = next(one for one in questions if one["id"] == question)
    query = _query(filters, questions[0]["id"])
    terms = here.ds.read(about.terms)
    groups = [(term, [one for one in held if one["stance"] == term["id"]]) for term in terms if term["vocabulary"] == "stance"]
    counts = Counter(row["stance"] for row in here.ds.read(positions.by_stance, replace(filters, stance=())))
    spoken = sum(1 for one in held if one["id"])
    title = f"Where everybody stands{f' on {words.day(day)}' if day else ''}"
    data = here.urls.list("/positions", query)
    head = Head(
        title=title, url=here.urls.list(_PATH, query),
        description=f"{asked['text']} {spoken} {'position' if spoken == 1 else 'positions'}, by stance, each with its proof.",
        forms=((suffixed(data, ".json"), MEDIA["json"]), (suffixed(data, ".csv"), "text/csv")),
    )  # fmt: skip
    return browse(
        here, "board", head, policy="asking", groups=groups, counts=counts, spoken=spoken, day=day, query=query, asked=asked,
        questions=[(one, here.urls.list(_PATH, [("question", one["id"])])) for one in questions],
        filters=[_choices(here, name, terms, query) for name in _CHOICES],
        speaking=_toggled(here, query, "has_position", "true"), now=_toggled(here, query, "as_of", None),
        everybody=_toggled(here, query, "country", None), named=[here.codes[one] for one in filters.actor],
        embeds=snippets(here.urls, here.ds.version, "board", title=title, page=here.urls.live(head.url),
                        query=[pair for pair in query if pair[0] in ("question", "as_of")]),
    )  # fmt: skip


def _query(filters: positions.Filters, first: str) -> Pairs:
    """The filters as the canonical query of the board."""
    query = [] if filters.question == first else [("question", filters.question)]
    if filters.as_of is not None:
        query.append(("as_of", filters.as_of.isoformat()))
    query += [("country", one) for one in filters.actor]
    query += [(name, value) for name in _CHOICES for value in getattr(filters, name)]
    return query if filters.has_position is None else [*query, ("has_position", str(filters.has_position).lower())]


def _toggled(here: Here, query: Pairs, name: str, value: str | None) -> str:
    """The board with one filter of this value alone, or without that filter."""
    rest = [pair for pair in query if pair[0] != name]
    return here.urls.list(_PATH, rest if value is None else [*rest, (name, value)])


def _choices(here: Here, name: str, terms: list[Row], query: Pairs) -> Row:
    """The values of a filter as links, and the link that takes it away."""
    values = [
        {**term, "url": _toggled(here, query, name, term["id"]), "on": (name, term["id"]) in query}
        for term in terms if term["vocabulary"] == name
    ]  # fmt: skip
    return {"name": name, "label": _CHOICES[name], "values": values, "all": _toggled(here, query, name, None)}


@router.page("/browse/dataset", of=("/dataset",))
async def browse_dataset(here: HereNow, ask: Annotated[Ask, Query()]) -> Response:
    """What is published here: version, counts, licence, citation, what was published before, every source and speaker."""
    one = about_view.dataset(here.ds.read(about.dataset), here.urls, here.about)
    releases = here.ds.read(changes.releases)
    versions = [changes_view.version(row, here.urls, here.ds.version) for row in here.ds.read(releases.page, None, _MOST)]
    data = one["links"]["self"]
    head = Head(
        embedded=False, title=f"Dataset {one['version']}", description=one["description"], url=one["links"]["page"],
        forms=((f"{data}.json", MEDIA["json"]), (f"{data}.jsonld", MEDIA["jsonld"]), (one["links"]["csl"], MEDIA["csl.json"]),
               (here.urls.at("changes", "feed"), MEDIA["feed"]), (here.urls.at("changes", "feed.xml"), "application/atom+xml")),
    )  # fmt: skip
    return browse(
        here, "dataset", head, data=jsonld.dataset(one, here.about, here.ds.read(about.scope)), one=one,
        versions=versions, copies=citing.dataset(one, here.about),
        sources=[source(row, here.urls, here.about) for row in _all(here, here.ds.read(sources.listing))],
        speakers=[speaker(row, here.urls) for row in _all(here, here.ds.read(people.listing, None, ()))],
        questions=_all(here, here.ds.read(about.questions)), topics=_all(here, here.ds.read(about.topics)),
    )  # fmt: skip


def _all(here: Here, listing: Listing) -> list[Row]:
    return here.ds.read(listing.page, None, _MOST)
