"""The answers that data routes give: one thing as JSON, a page of a list, a whole list in
another format.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import orjson
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.cursors import cursor_of
from app.api.formats import MEDIA, csvw
from app.api.formats.list_format import Column, ListFormat
from app.api.parameters import PageParams, TableParams
from app.api.schemas import JsonObject, as_data, written
from app.api.streams import Table, batches_of, encoded_in_pieces
from app.store.listing import Key, Listing, Row

ViewOf = Callable[[Row], object]  # plain data, or JSON that is written already
T = TypeVar("T")

_AT_ONCE = 10  # rows that take long: two or three milliseconds


@dataclass(frozen=True)
class ListResult:
    """Which list is meant, and how its rows look."""

    listing: Listing
    view: ViewOf | None = None
    """What is shown of a row; unless given, the rendered answer that it contains."""
    flat: Callable[[Row], Row] | None = None
    """The rows of the CSV, where they need more than the view has."""
    more: Callable[[], Awaitable[JsonObject]] | None = None
    """Further members of the JSON envelope."""
    canonical: str | None = None
    """The canonical URL of a list below a name."""
    most: int | None = None
    """How many rows a page has at most, where a row takes long; they are read in steps."""
    feeds: Mapping[str, str] | None = None
    """The addresses of the newest rows as a feed, by format."""


class RawResponse(Response):
    """A response whose headers are bytes already: half of what a short answer's own would cost."""

    def __init__(self, body: bytes, media_type: str, headers: Mapping[str, str]) -> None:
        self.status_code, self.background, self.body = 200, None, body
        self.raw_headers = [
            (name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()
        ]
        self.raw_headers.append((b"content-type", media_type.encode()))


def answer(
    context: RequestContext,
    body: object,
    *,
    canonical: str | None = None,
    next_url: str | None = None,
) -> Response:
    """An answer in the media type of its route: plain data as JSON, or bytes as they are."""
    data = body if isinstance(body, bytes) else orjson.dumps(body)
    return RawResponse(data, context.media_type, _headers(context, canonical, next_url))


async def list_answer(context: RequestContext, listed: ListResult, params: PageParams) -> Response:
    """A page of a list as JSON."""
    listing = listed.listing
    rest = [pair for pair in context.query if pair[0] not in ("cursor", "limit")]
    cursor = cursor_of(context.path, rest)
    after = cursor.read(params.cursor, listing.is_key)
    limit = min(params.limit, listed.most or params.limit)
    if listed.most is None:
        rows = await read(context, listing, listing.page, after, limit + 1)
    else:
        rows = await _in_steps(context, listing, after, limit + 1)
    total, exact = await read(context, listing, listing.total)
    next_url = None
    if len(rows) > limit:
        rows = rows[:limit]
        place = [("limit", str(params.limit)), ("cursor", cursor.write(listing.key(rows[-1])))]
        next_url = context.urls.list(context.path, [*rest, *place])
    items: object
    if listed.view is None:  # at once, which is quicker than one by one
        rendered = b",".join([row["document"] for row in rows])
        items = orjson.Fragment(b"[%b]" % written(rendered, context.dataset_info))
    else:
        items = [listed.view(row) for row in rows]
    body = {
        "items": items,
        "total": total,
        "total_exact": exact,
        "next_url": next_url,
        **context.from_dataset,
        **(await listed.more() if listed.more else {}),
    }
    headers = _headers(context, listed.canonical, next_url)
    for media, url in (listed.feeds or {}).items():
        headers["Link"] += f', <{url}>; rel="alternate"; type="{MEDIA[media].partition(";")[0]}"'
    return RawResponse(orjson.dumps(body), context.media_type, headers)


async def _in_steps(
    context: RequestContext, listing: Listing, after: Key | None, limit: int
) -> list[Row]:
    """A page whose rows take long, read a few at once. Others go first in between."""
    rows: list[Row] = []
    while len(rows) < limit:
        await context.go_on()
        size = min(_AT_ONCE, limit - len(rows))
        some = await read(context, listing, listing.page, after, size)
        rows += some
        if len(some) < size:
            break
        after = listing.key(some[-1])
    return rows


async def table_answer(
    context: RequestContext,
    listed: ListResult,
    params: TableParams,
    columns: Sequence[Column],
    form: ListFormat,
) -> Response:
    """A whole list in one of LIST_FORMATS, sent while it is made.

    An error while the first rows are read keeps its status, for the Edge has sent nothing by then.
    """
    listing, in_turn, dataset_info = listed.listing, context.streams.in_turn, context.dataset_info

    async def page(after: Key | None, size: int) -> list[Row]:
        if listing.is_slow:
            return await read(context, listing, listing.page, after, size)
        return await in_turn(context.dataset.read, listing.page, after, size)

    view: ViewOf
    if form.is_flat:
        view = listed.flat or listed.view or (lambda row: as_data(row, dataset_info))
    else:
        view = listed.view or (lambda row: orjson.Fragment(written(row["document"], dataset_info)))
    total, _ = await read(context, listing, listing.total)
    body = encoded_in_pieces(
        batches_of(page, listing.key, params.limit, aside=listing.is_slow),
        form.lines(columns, params),
        view,
        in_turn,
    )
    path = re.sub(r"[^A-Za-z0-9.-]", "-", context.path)
    name = f"stated{path}-{context.dataset.version}.{form.suffix}"
    headers = _headers(context)
    headers["Content-Disposition"] = f'{form.disposition}; filename="{name}"'
    if form.is_described:
        described_by = context.urls.list(
            f"{context.path}.{form.suffix}-metadata.json", context.query_as_sent()
        )
        headers["Link"] += f', <{described_by}>; rel="describedby"; type="{MEDIA["csvm"]}"'
    rows = total if params.limit is None else min(total, params.limit)
    return Table(body, form.media_type, headers, context.streams.place(rows))


async def columns_answer(
    context: RequestContext,
    _listed: ListResult,  # looked up all the same, so that this address refuses what the table does
    _params: TableParams,
    columns: Sequence[Column],
    form: ListFormat,
) -> Response:
    """What the columns mean of the table whose address this one is, less `-metadata.json`."""
    path = context.path.removesuffix(f".{form.suffix}-metadata")
    # A program must ignore metadata that name another address than that of the table.
    url = context.urls.list(f"{path}.{form.suffix}", context.query_as_sent())
    licence = context.about_dataset["licence"]
    return answer(
        context,
        csvw.table(columns, url, context.dataset_info, path.strip("/"), licence),
    )


async def read(
    context: RequestContext, listing: Listing, query: Callable[..., T], *args: object
) -> T:
    """Run one of a listing's reads where it belongs: in the loop if it is short, else on a
    thread.
    """
    if listing.is_slow:
        return await context.dataset.read_in_thread(context.pool, query, *args)
    return context.dataset.read(query, *args)


def _headers(
    context: RequestContext, canonical: str | None = None, next_url: str | None = None
) -> dict[str, str]:
    """The Link header (RFC 8288), and Content-Location where the canonical URL is known."""
    links = _service_links(context.urls.base)
    if canonical:  # RFC 8574: what to cite, so that the reader finds what was cited
        pinned = context.dataset_info.pinned(canonical)
        links = f'<{canonical}>; rel="canonical", {links}, <{pinned}>; rel="cite-as"'
    if next_url:
        links = f'<{next_url}>; rel="next", {links}'
    headers = {"Link": links}
    return headers | {"Content-Location": canonical} if canonical else headers


@lru_cache(maxsize=64)
def _service_links(base: str) -> str:
    return f'<{base}/openapi.json>; rel="service-desc", <{base}/docs>; rel="service-doc"'
