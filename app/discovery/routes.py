"""For machines that look around: sitemaps, robots.txt, llms.txt and the icons that browsers ask for
by a fixed name.
"""

import re
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.urls import Urls
from app.dataset.schemas import dataset
from app.discovery import queries as discovery
from app.discovery import render as view
from app.html import assets
from app.lookup import dataset as dataset_lookup
from app.problems import NotFound

router = PageRouter(include_in_schema=False)
Nothing = Annotated[QueryParams, Query()]
MOST = 5000  # addresses of one sitemap; 50,000 are allowed, but one answer stays below a megabyte
_PAGES = (
    "/",
    "/browse/positions",
    "/browse/positions/timeline",
    "/browse/statements",
    "/browse/dataset",
    "/docs",
    "/problems",
)
_PART = re.compile(r"([a-z]+)(?:-([1-9][0-9]{0,5}))?", re.ASCII)


@router.get("/sitemap.xml")
async def sitemap_index(context: Context, params: Nothing) -> Response:
    """The sitemaps: one of a kind, more where one would grow too long."""
    parts = ["pages"]
    for kind, size in context.dataset.read(discovery.sizes).items():
        parts += [
            kind if number == 1 else f"{kind}-{number}" for number in range(1, -(-size // MOST) + 1)
        ]
    addresses = (context.urls.at("sitemap", part, suffix=".xml") for part in parts)
    return Response(
        view.sitemap_index(addresses, context.dataset.published.isoformat()),
        media_type=MEDIA["xml"],
    )


@router.get("/sitemap/{part}.xml")
async def sitemap(context: Context, part: str, params: Nothing) -> Response:
    """The pages of one kind."""
    found = _PART.fullmatch(part)
    kind, number = (found[1], int(found[2] or 1)) if found else ("", 1)
    addresses = _pages(context, kind, (number - 1) * MOST)
    if not addresses or (found and found[2] == "1"):  # a sitemap has one address
        raise NotFound("There is no such sitemap; /sitemap.xml lists them.")
    return Response(
        view.sitemap(addresses, context.dataset.published.isoformat()), media_type=MEDIA["xml"]
    )


def _pages(context: RequestContext, kind: str, start: int) -> list[str]:
    if kind == "pages":
        return [f"{context.urls.base}{page}" for page in _PAGES] if start == 0 else []
    if kind not in context.dataset.read(discovery.sizes):
        return []
    ids = context.dataset.read(discovery.ids, kind, start, MOST)
    return [context.urls.page(context.urls.at(kind, one["id"])) for one in ids]


@router.get("/robots.txt")
async def robots(request: Request, params: Nothing) -> Response:
    """What crawlers may read."""
    return Response(
        view.robots(Urls(request.state.base, request.state.root)), media_type=MEDIA["text"]
    )


@router.get("/llms.txt")
async def llms(context: Context, params: Nothing) -> Response:
    """A guide for language models, in Markdown."""
    body = dataset(
        context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
    )
    return Response(view.guide(body, context.urls), media_type=MEDIA["markdown"])


@router.get("/favicon.ico")
async def favicon(params: Nothing) -> Response:
    """The icon for whoever asks without reading a page."""
    return _icon("favicon.ico")


@router.get("/apple-touch-icon.png")
async def touch_icon(params: Nothing) -> Response:
    """The icon on the home screen of a telephone."""
    return _icon("apple-touch-icon.png")


def _icon(name: str) -> Response:
    asset = assets.by_name()[name]
    return Response(asset.body, media_type=asset.media_type)
