"""What was published before, and what each publication changed: lists and feeds."""

import re
from datetime import date
from functools import cache
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from app import asking, columns, formats
from app.answering import Listed, answer
from app.formats import MEDIA
from app.here import Here, HereNow
from app.problems import InvalidParameter
from app.queries import changes, resolve
from app.queries.listing import Row
from app.serving import DataRouter
from app.views import changes as view
from app.views import feeds
from app.views.shared import ListView

router = DataRouter(tags=["Changes"])
Filtered = Annotated[asking.ChangeFilters, Query()]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ENTRIES = 100  # of a feed
_SHORT = 50  # a list of versions that an error may name whole


class FeedResponse(JSONResponse):
    """How the API description shows a JSON Feed."""

    media_type = MEDIA["feed"]


@router.list(
    "/dataset/versions", ListView[view.VersionView], columns.VERSIONS, of="published versions"
)
def list_versions(here: HereNow, ask: asking.Ask) -> Listed:
    """The published datasets up to the one that answers, newest first."""
    return Listed(
        here.ds.read(changes.releases), lambda row: view.version(row, here.urls, here.ds.version)
    )


@router.list("/changes", ListView[view.ChangeView], columns.CHANGES, of="changes")
def list_changes(here: HereNow, ask: asking.ChangeFilters) -> Listed:
    """What each publication added, changed, corrected or withdrew, newest first."""
    codes = cache(lambda: here.codes)  # only tables need them

    def flat(row: Row) -> Row:
        known = (codes()[actor] for actor in row["actors"] if actor in codes())
        return view.change(row, here.urls) | {
            "codes": next((one for one in known if one["iso2"]), None)
        }

    query = _query(here)
    alternate = {
        "feed": here.urls.list("/changes/feed", query),
        "atom": here.urls.list("/changes/feed.xml", query),
    }
    return Listed(
        changes.listing(_filters(here, ask)),
        lambda row: view.change(row, here.urls),
        flat,
        feeds=alternate,
    )


@router.form("/changes/feed", "xml", "atom", summary="Follow the changes by Atom")
async def get_changes_atom(here: HereNow, ask: Filtered) -> Response:
    """The newest changes as an Atom feed, with the filters of the list."""
    head = feeds.atom_head(here.about, here.urls, here.query)
    return answer(here, formats.atom(_feed(here, ask), head), media="atom")


@router.data(
    "/changes/feed",
    feeds.FeedView,
    also=("xml",),
    media="feed",
    response_class=FeedResponse,
    summary="Follow the changes by JSON Feed",
)
async def get_changes_feed(here: HereNow, ask: Filtered) -> Response:
    """The newest changes as a JSON Feed, with the filters of the list."""
    return answer(here, _feed(here, ask), media="feed")


def _feed(here: Here, ask: asking.ChangeFilters) -> dict[str, Any]:
    rows = here.ds.read(changes.listing(_filters(here, ask)).page, None, _ENTRIES)
    return feeds.feed(
        (view.change(row, here.urls) for row in rows), here.about, here.urls, here.query
    )


def _query(here: Here) -> list[tuple[str, str]]:
    return [pair for pair in here.query if pair[0] in asking.ChangeFilters.model_fields]


def _filters(here: Here, ask: asking.ChangeFilters) -> changes.Filters:
    after, since = _since(here, ask.since)
    return changes.Filters(
        after=after,
        since=since,
        actor=here.values("country", resolve.actor, ask.country),
        speaker=here.values("speaker", resolve.person, ask.speaker),
        kind=tuple(ask.kind),
        change=tuple(ask.change),
    )


def _since(here: Here, given: str | None) -> tuple[int | None, date | None]:
    """The number of the release or the day asked for; raises 422 for what is neither."""
    if given is None:
        return None, None
    try:
        if _DAY.fullmatch(given):
            return None, date.fromisoformat(given)
    except ValueError:
        detail = "No calendar has this day."
        raise InvalidParameter(
            f"since: {detail}", errors=[{"parameter": "since", "detail": detail}]
        ) from None
    number = here.ds.read(changes.number_of, given)
    if number is None:
        detail = (
            "Neither a day (YYYY-MM-DD) nor a version that was published before this dataset: "
            f"{here.urls.at('dataset', 'versions')} lists those."
        )
        listing = here.ds.read(changes.releases)
        known = [row["version"] for row in here.ds.read(listing.page, None, _SHORT + 1)]
        raise InvalidParameter(
            f"since: {detail}",
            errors=[{"parameter": "since", "detail": detail}],
            allowed=known if len(known) <= _SHORT else (),
        )
    return number, None
