"""What programs read that explore the service or show links to it: sitemaps, robots.txt, llms.txt,
share images, and the icons that browsers request by a fixed name.
"""

import re

from fastapi import Request
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA
from app.api.routers import NoParams, PageRouter
from app.api.routing import Route, whole_lists
from app.api.urls import Urls
from app.dataset.schemas import dataset
from app.discovery import queries, render
from app.html.assets import IMMUTABLE, asset_response, by_name
from app.problems import NotFound
from app.store.dataset_store import DatasetStore
from app.store.share_images import BOARD

router = PageRouter()
MOST = 5000  # addresses of one sitemap; 50,000 are allowed, but one answer stays below a megabyte
_THING = re.compile(r"/browse/([a-z]+)/{[a-z]+}")
_PART = re.compile(r"([a-z]+)(?:-([2-9]|[1-9][0-9]{1,5}))?", re.ASCII)


@router.get("/sitemap.xml")
async def sitemap_index(request: Request, context: Context, params: NoParams) -> Response:
    """The sitemaps: one of each kind, more where one would grow too long."""
    paths, kinds = _pages(request)
    sizes = {"pages": len(paths)}
    sizes |= {kind: context.dataset.read(queries.size, kind) for kind in kinds}
    addresses = [
        context.urls.at("sitemap", f"{kind}-{start // MOST + 1}" if start else kind, suffix=".xml")
        for kind, size in sizes.items()
        for start in range(0, size, MOST)
    ]
    return _sitemap(context, "sitemapindex", addresses)


@router.get("/sitemap/{part}.xml")
async def sitemap(request: Request, context: Context, part: str, params: NoParams) -> Response:
    """The pages of one kind."""
    match = _PART.fullmatch(part)
    kind, start = (match[1], (int(match[2] or 1) - 1) * MOST) if match else ("", 0)
    paths, kinds = _pages(request)
    addresses = []
    if kind == "pages":
        addresses = [context.urls.base + path for path in paths[start : start + MOST]]
    elif kind in kinds:
        rows = context.dataset.read(queries.ids, kind, start, MOST)
        addresses = [context.urls.page(context.urls.at(kind, row["id"])) for row in rows]
    if not addresses:
        raise NotFound("There is no such sitemap; /sitemap.xml lists them.")
    return _sitemap(context, "urlset", addresses)


def _pages(request: Request) -> tuple[list[str], list[str]]:
    """The paths of the pages that show no single thing, and the kinds of things that have a page
    each (`countries`).
    """
    paths = [
        route.path
        for route in request.app.routes
        if isinstance(route, Route) and route.media_type == MEDIA["html"]
        if not route.forwards and not route.path.startswith("/embed/")
    ]
    things = [match for path in paths if (match := _THING.fullmatch(path))]
    return [path for path in paths if "{" not in path], [match[1] for match in things]


def _sitemap(context: RequestContext, kind: str, addresses: list[str]) -> Response:
    body = render.sitemap(kind, addresses, context.dataset.published.isoformat())
    return Response(body, media_type=MEDIA["xml"])


@router.get("/robots.txt")
async def robots(request: Request, params: NoParams) -> Response:
    """What crawlers may read."""
    urls = Urls(request.state.base, request.state.root)
    return Response(render.robots(urls), media_type=MEDIA["text"])


@router.get("/llms.txt")
async def llms(request: Request, context: Context, params: NoParams) -> Response:
    """A guide for language models, in Markdown."""
    lists = whole_lists(request.app.routes)
    files = context.dataset.whole_files.values()
    body = dataset(context.about_dataset, context.dataset_info, lists, files)
    return Response(render.guide(body, context.urls), media_type=MEDIA["markdown"])


@router.get("/favicon.ico")
@router.get("/apple-touch-icon.png")
async def icon(request: Request, params: NoParams) -> Response:
    """The icons of browsers and of the home screen of a telephone."""
    return asset_response(by_name()[request.scope["path"].removeprefix("/")])


@router.get("/images/{version}/{question}.png")
async def board_image(request: Request, version: str, question: str, params: NoParams) -> Response:
    """The image that networks show beside a link to the board, or to a page without its own."""
    return await _image(request, version, question, BOARD)


@router.get("/images/{version}/{question}/{actor}.png")
async def actor_image(
    request: Request, version: str, question: str, actor: str, params: NoParams
) -> Response:
    """The image that networks show beside a link to the page of an actor."""
    return await _image(request, version, question, actor)


async def _image(request: Request, version: str, question: str, actor: str) -> Response:
    """An image of a published version, which need not be the current one."""
    dataset_store: DatasetStore = request.app.state.dataset_store
    dataset = await dataset_store.open_version(version)
    png = dataset.share_images.png(question, actor) if dataset else None
    if png is None:
        raise NotFound("There is no such image.")
    return Response(png, media_type="image/png", headers=IMMUTABLE)
