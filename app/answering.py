"""The answers that data routes give: one thing as JSON, a page of a list, a whole list as a
table.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi.responses import Response

from app import formats
from app.asking import Sheet, Walk, Whole
from app.formats import MEDIA, Column, Cursor
from app.here import Here
from app.queries import about
from app.queries.listing import Key, Listing, Row
from app.streams import Table
from app.views import csvw
from app.views.shared import as_data, in_json, list_in_json

ViewOf = Callable[[Row], Any]  # plain data, or JSON that is written already


@dataclass(frozen=True)
class Listed:
    """Which list is meant, and how its rows look."""

    listing: Listing
    view: ViewOf
    flat: Callable[[Row], Row] | None = (
        None  # the rows of the CSV, where they need more than the view has
    )
    more: Callable[[], Awaitable[dict[str, Any]]] | None = (
        None  # further members of the JSON envelope
    )
    canonical: str | None = None  # the canonical URL of a list below a name
    feeds: Mapping[str, str] | None = None  # where the newest rows stand as a feed: format → URL
    together: Callable[[list[Row]], Any] | None = (
        None  # the rows of a page at once, where that is quicker than `view` of each
    )


class Made(Response):
    """A response whose headers are bytes already: half of what a short answer's own would cost."""

    def __init__(self, body: bytes, media: str, headers: Mapping[str, str]) -> None:
        self.status_code, self.background, self.body = 200, None, body
        self.raw_headers = [
            (name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()
        ]
        self.raw_headers.append((b"content-type", MEDIA[media].encode()))


def documents(here: Here, listing: Listing, **more: Any) -> Listed:
    """A list whose rows are documents."""
    return Listed(
        listing,
        lambda row: in_json(row, here.about),
        together=lambda rows: list_in_json(rows, here.about),
        **{"flat": lambda row: as_data(row, here.about), **more},
    )


def answer(here: Here, body: Any, *, canonical: str | None = None, media: str = "json") -> Response:
    """A JSON answer, or another one that is bytes already."""
    return Made(
        body if isinstance(body, bytes) else orjson.dumps(body), media, _headers(here, canonical)
    )


async def list_answer(here: Here, listed: Listed, ask: Walk) -> Response:
    """A page of a list as JSON."""
    listing = listed.listing
    rest = [pair for pair in here.query if pair[0] not in ("cursor", "limit")]
    cursor = cursor_of(here.path, rest)
    after = cursor.read(ask.cursor, listing.fits) if ask.cursor else None
    rows = await read(here, listing, listing.page, after, ask.limit + 1)
    total, exact = await read(here, listing, listing.total)
    next_url = None
    if len(rows) > ask.limit:
        rows = rows[: ask.limit]
        place = [("limit", str(ask.limit)), ("cursor", cursor.write(listing.key(rows[-1])))]
        next_url = here.urls.list(here.path, [*rest, *place])
    items = listed.together(rows) if listed.together else [listed.view(row) for row in rows]
    body = {
        "items": items,
        "total": total,
        "total_exact": exact,
        "next_url": next_url,
        "dataset_version": here.ds.version,
        **(await listed.more() if listed.more else {}),
    }
    headers = _headers(here, listed.canonical, next_url, listed.feeds or {})
    return Made(orjson.dumps(body), "json", headers)


def cursor_of(path: str, query: Iterable[tuple[str, str]]) -> Cursor:
    """The cursors of a list: bound to its path and filters, whatever is counted besides and however
    long a page is.
    """
    filters = sorted(pair for pair in query if pair[0] not in ("cursor", "limit", "facets"))
    return Cursor(orjson.dumps([path, filters]).decode())


async def table_answer(
    here: Here, listed: Listed, ask: Whole, columns: Sequence[Column]
) -> Response:
    """A whole list, streamed, as CSV (where a Sheet was asked for) or NDJSON.

    Nothing has been sent when the first rows are read (see Exchange), so that an error keeps its
    status.
    """
    listing, in_turn = listed.listing, here.streams.in_turn
    media, view = "ndjson", listed.view
    lines: formats.Lines = formats.ndjson_lines
    if isinstance(ask, Sheet):
        media, view, lines = (
            "csv",
            listed.flat or listed.view,
            formats.csv_lines(columns, excel=ask.excel),
        )

    async def page(after: Key | None, size: int) -> Any:
        if listing.aside:
            return await read(here, listing, listing.page, after, size)
        return await in_turn(here.ds.read, listing.page, after, size)

    total, _ = await read(here, listing, listing.total)
    batches = formats.walked(page, listing.key, ask.limit, aside=listing.aside)
    body = formats.made_by_piece(batches, lines, view, in_turn)
    name = f"stated{here.path.replace('/', '-')}-{here.ds.version}.{media}"
    safe = "".join(
        char if char.isascii() and (char.isalnum() or char in "-.") else "-" for char in name
    )
    shown = "attachment" if media == "csv" else "inline"
    headers = _headers(here) | {"Content-Disposition": f'{shown}; filename="{safe}"'}
    if media == "csv":
        columns_url = here.urls.list(f"{here.path}.csv-metadata.json", here.query_as_sent())
        headers["Link"] += f', <{columns_url}>; rel="describedby"; type="{MEDIA["csvm"]}"'
    return Table(
        body,
        media,
        headers,
        here.streams.place(total if ask.limit is None else min(total, ask.limit)),
    )


def columns_answer(here: Here, columns: Sequence[Column]) -> Response:
    """What the columns mean of the CSV whose address this one is, less `-metadata.json`."""
    path = here.path.removesuffix(".csv-metadata")
    url = here.urls.list(
        f"{path}.csv", here.query_as_sent()
    )  # metadata with another address of the table must be ignored
    licence = here.ds.once(about.dataset)["licence"]
    return answer(
        here, csvw.table(columns, url, here.about, path.strip("/"), licence), media="csvm"
    )


async def read(here: Here, listing: Listing, query: Callable[..., Any], *args: Any) -> Any:
    """Run one of a listing's reads where it belongs: in the loop if it is short, else on a
    thread.
    """
    if listing.aside:
        return await here.ds.read_aside(here.pool, query, *args)
    return here.ds.read(query, *args)


def _headers(
    here: Here,
    canonical: str | None = None,
    next_url: str | None = None,
    feeds: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The Link header (RFC 8288), and Content-Location where the canonical URL is known."""
    links = [
        (next_url, "next"),
        (canonical, "canonical"),
        (here.urls.at("openapi.json"), "service-desc"),
        (here.urls.at("docs"), "service-doc"),
    ]
    if canonical:  # RFC 8574: what to cite, so that the reader finds what was cited
        links.append((here.urls.pinned(canonical, here.ds.version), "cite-as"))
    shown = [f'<{url}>; rel="{relation}"' for url, relation in links if url]
    for media, url in (feeds or {}).items():
        shown.append(f'<{url}>; rel="alternate"; type="{MEDIA[media].partition(";")[0]}"')
    headers = {"Link": ", ".join(shown)}
    return headers | {"Content-Location": canonical} if canonical else headers
