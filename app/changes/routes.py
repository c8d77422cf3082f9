"""What was published before, and what each publication changed: lists and feeds."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.cursors import cursor_of
from app.api.formats import MEDIA
from app.api.formats.xml import atom
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter
from app.api.validation import not_a_day
from app.changes import columns, feeds
from app.changes import queries as changes
from app.changes import schemas as view
from app.lookup import names as resolve
from app.problems import InvalidParameter
from app.store.listing import Row

router = DataRouter(
    "Changes", "What was published before, and what each publication changed; also as feeds."
)
Feed = Annotated[asking.FeedParams, Query()]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ENTRIES = 100  # on a page of a feed
_MOST_ALLOWED = 50  # versions; if there are more, an error names none of them


class FeedResponse(JSONResponse):
    """How the API description shows a JSON Feed."""

    media_type = MEDIA["feed"]


@router.list(
    "/dataset/versions",
    view.VersionList,
    columns.VERSIONS,
    of="published versions",
)
def list_versions(context: Context, params: asking.QueryParams) -> ListResult:
    """The published datasets up to the one that answers, newest first."""
    return ListResult(
        context.dataset.read(changes.releases),
        lambda row: view.version(row, context.urls, context.dataset.version),
    )


@router.list("/changes", view.ChangeList, columns.CHANGES, of="changes")
def list_changes(context: Context, params: asking.ChangeListParams) -> ListResult:
    """What each publication added, changed, corrected or withdrew, newest first."""

    def flat(row: Row) -> Row:
        actors = map(context.actor_codes.get, row["actors"])
        countries = (actor for actor in actors if actor and actor["iso2"])
        return view.change(row, context.urls) | {"codes": next(countries, None)}

    query = [pair for pair in context.query if pair[0] in asking.ChangeListParams.model_fields]
    alternate = {
        "feed": context.urls.list("/changes/feed", query),
        "atom": context.urls.list("/changes/feed.xml", query),
    }
    return ListResult(
        changes.listing(_filters(context, params)),
        lambda row: view.change(row, context.urls),
        flat,
        feeds=alternate,
    )


@router.form(
    "/changes/feed",
    "xml",
    "atom",
    summary="Follow the changes by Atom",
)
async def get_changes_atom(context: Context, params: Feed) -> Response:
    """The newest changes as an Atom feed, with the filters of the list. Older ones are on further
    pages (RFC 5005): follow the links `next`.
    """
    rows, filters, next_cursor = _page(context, params)
    feed = feeds.feed(rows, context.dataset_info, filters, next_cursor)
    head = feeds.atom_head(context.dataset_info, filters, params.cursor, next_cursor)
    return answer(context, atom(feed, head), next_url=head["links"].get("next"))


@router.data(
    "/changes/feed",
    feeds.FeedView,
    media="feed",
    response_class=FeedResponse,
    summary="Follow the changes by JSON Feed",
)
async def get_changes_feed(context: Context, params: Feed) -> Response:
    """The newest changes as a JSON Feed, with the filters of the list. Older ones are on further
    pages: follow `next_url`.
    """
    rows, filters, next_cursor = _page(context, params)
    feed = feeds.feed(rows, context.dataset_info, filters, next_cursor)
    return answer(context, feed, next_url=feed["next_url"])


def _page(
    context: RequestContext, params: asking.FeedParams
) -> tuple[list[dict[str, Any]], list[tuple[str, str]], str | None]:
    """The changes on one page of a feed, the filters of the request, and the cursor of the next
    page; None on the last one.

    A cursor names the last change of its page, so the pages after it stay the same when something
    is published meanwhile.
    """
    filters = [pair for pair in context.query if pair[0] != "cursor"]
    listing, cursor = changes.listing(_filters(context, params)), cursor_of(context.path, filters)
    after = cursor.read(params.cursor, listing.is_key)
    rows = context.dataset.read(listing.page, after, _ENTRIES + 1)
    next_cursor = cursor.write(listing.key(rows[_ENTRIES - 1])) if len(rows) > _ENTRIES else None
    return [view.change(row, context.urls) for row in rows[:_ENTRIES]], filters, next_cursor


def _filters(context: RequestContext, params: asking.ChangeListParams) -> dict[str, object]:
    return {
        **_since(context, params.since),
        "actor": context.resolve_ids("country", resolve.actor, params.country),
        "speaker": context.resolve_ids("speaker", resolve.person, params.speaker),
        "kind": params.kind,
        "change": params.change,
    }


def _since(context: RequestContext, given: str | None) -> dict[str, object]:
    """The filter for the day or the version that `since` names. Raises InvalidParameter for what is
    neither.
    """
    if given is None:
        return {}
    with suppress(ValueError):
        if _DAY.fullmatch(given):
            return {"since": date.fromisoformat(given)}
    number = context.dataset.read(changes.number_of, given)
    if number is None:
        listing = context.dataset.read(changes.releases)
        known = [
            row["version"] for row in context.dataset.read(listing.page, None, _MOST_ALLOWED + 1)
        ]
        wrong = not_a_day("since", given, or_else=", or a published version (/dataset/versions)")
        raise InvalidParameter.of(
            "since",
            wrong.detail,
            wrong_value=given,
            did_you_mean=wrong.meant,
            allowed=known if len(known) <= _MOST_ALLOWED else (),
        )
    return {"after_release": number}
