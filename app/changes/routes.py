"""What was published before, and what each publication changed: lists and feeds."""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.cursors import cursor_of
from app.api.formats.xml import atom
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter
from app.changes import columns, feeds
from app.changes import queries as changes
from app.changes import schemas as view
from app.changes.lists import change_filters
from app.store.listing import Row

router = DataRouter(
    "Changes", "What was published before, and what each publication changed; also as feeds."
)
Feed = Annotated[asking.FeedParams, Query()]
_ENTRIES = 100  # on a page of a feed


@router.list(
    "/dataset/versions",
    view.VersionList,
    columns.VERSIONS,
    of="published versions",
)
def list_versions(context: Context, params: asking.QueryParams) -> ListResult:
    """The published versions, newest first; at a pinned address, up to the pinned one."""
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
        changes.listing(change_filters(context, params)),
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
    """The changes on one page of a feed, each with the `question` of a position, the filters of the
    request, and the cursor of the next page; None on the last one.

    A cursor names the last change of its page, so the pages after it stay the same when something
    is published meanwhile.
    """
    filters = [pair for pair in context.query if pair[0] != "cursor"]
    listing, cursor = (
        changes.listing(change_filters(context, params)),
        cursor_of(context.path, filters),
    )
    after = cursor.read(params.cursor, listing.is_key)
    rows = context.dataset.read(listing.page, after, _ENTRIES + 1)
    next_cursor = cursor.write(listing.key(rows[_ENTRIES - 1])) if len(rows) > _ENTRIES else None
    shown = [
        view.change(row, context.urls) | {"question": row["question"]} for row in rows[:_ENTRIES]
    ]
    return shown, filters, next_cursor
