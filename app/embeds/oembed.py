"""oEmbed 1.0 (oembed.com): the frame to put in the place of a link to this service."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import orjson
from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import ConfigDict, Field
from starlette.routing import compile_path

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, split_suffix
from app.api.formats.xml import flat_xml
from app.api.parameters import OrNone, Positive, QueryParams
from app.api.routers import PageRouter
from app.embeds.embed import WIDTH, EmbedContent, EmbedKind, EmbedParams, loaded, measured
from app.embeds.kinds import KINDS
from app.embeds.snippets import framed_link
from app.html.templating import is_tracking
from app.problems import FormatNotImplemented, NotFound, Problem, TooManyParameters
from app.store.dataset_store import DatasetStore

router = PageRouter()
_WIDEST = 800  # pixels; longer lines of text are hard to read
_CACHE_AGE = 86400  # seconds; hosts keep the frame, and its content is loaded anew each time
_PATTERNS = [
    (kind, compile_path(template)[0])
    for kind in KINDS.values()
    for template in (*(path.removeprefix("/embed") for path in kind.load), *kind.shows)
]
"""The paths of pages, data and embeds (without their prefix) that an embed shows."""
# Parameters of data that say how the answer is sent, not what it shows.
_OF_DATA = {"cursor", "excel", "facets", "limit"}
_PORTS = {"http": ":80", "https": ":443"}


class OembedParams(QueryParams):
    """What a consumer asks for. Other parameters are ignored (oEmbed, section 2.2); WordPress sends
    `dnt`.
    """

    model_config = ConfigDict(extra="ignore")
    url: str = Field(min_length=1)
    maxwidth: Positive | OrNone = Field(None)
    maxheight: Positive | OrNone = Field(None)
    format: str = "json"


@dataclass(frozen=True)
class EmbedAddress:
    """The embed that an address leads to: its kind, what its path names, its query, and the version
    of the dataset to which it is pinned.
    """

    kind: EmbedKind
    names: dict[str, str]
    query: list[tuple[str, str]]
    version: str | None


@router.get("/oembed")
async def oembed(
    request: Request, context: Context, params: Annotated[OembedParams, Query()]
) -> Response:
    """The frame for an address of this service, as JSON or XML (oEmbed, section 2.3.4.4). Width and
    height keep within what the consumer asked for.
    """
    if params.format not in ("json", "xml"):
        raise FormatNotImplemented("The formats are json and xml.", allowed=["json", "xml"])
    address = embed_address(params.url, context.urls.root)
    inside = await _context_of(request, context, address)
    content, shown = await _loaded(inside, address)
    width = min(params.maxwidth, _WIDEST) if params.maxwidth else WIDTH
    [height] = measured(address.kind, inside, content, shown, [width])
    height = min(height, params.maxheight or height)
    src = address.kind.address(inside.urls, address.names, address.query)
    title = " ".join(content.title.split())
    body = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Stated",
        "provider_url": f"{context.urls.root}/",
        "cache_age": _CACHE_AGE,
        "width": width,
        "height": height,
        "html": framed_link(src, content.page, title, width, height),
    }
    if params.format == "xml":
        return Response(flat_xml("oembed", body), media_type=MEDIA["xml"])
    return Response(orjson.dumps(body), media_type=MEDIA["json"])


def embed_address(url: str, root: str) -> EmbedAddress:
    """The embed that shows the same as this address of data, of a page or of an embed. `root` is
    the public URL.

    Raises NotFound for addresses of other sites and for addresses without an embed, and
    TooManyParameters like the Edge.
    """
    try:
        given = urlsplit(url)
    except ValueError:
        raise NotFound("This is no URL.") from None
    own = urlsplit(root)
    path = given.path or "/"
    if (
        given.scheme not in _PORTS
        or _host(given) != _host(own)
        or not f"{path}/".startswith(f"{own.path}/")
    ):
        raise NotFound(f"Only addresses below {root}/ have an embed here.")
    segments = [unquote(part) for part in path.removeprefix(own.path).split("/")[1:] if part]
    version = segments.pop(0)[1:] if segments and segments[0].startswith("@") else None
    folder = segments.pop(0) if segments and segments[0] in ("browse", "embed") else ""
    if segments:
        segments[-1] = split_suffix(f"/{segments[-1]}")[0][1:]
    if given.query.count("&") >= TooManyParameters.most:
        raise TooManyParameters(
            f"The address in url has more than {TooManyParameters.most:,} parameters."
        )
    query = [
        (name, value)
        for name, value in parse_qsl(given.query, keep_blank_values=True)
        if not is_tracking(name) and (folder == "embed" or name not in _OF_DATA)
    ]
    shown = f"/{'/'.join(segments)}"
    # A router would read a slash or a suffix in a name otherwise, when it gets the frame's address.
    if not any("/" in segment for segment in segments) and split_suffix(shown)[1] is None:
        for kind, pattern in _PATTERNS:
            if match := pattern.fullmatch(shown):
                inside, rest = kind.split_names(match.groupdict())
                return EmbedAddress(kind, inside, [*query, *rest.items()], version)
    raise NotFound("There is no embed of what this address answers.")


def _host(given: SplitResult) -> str:
    """Host and port without the usual port. A user name stays in it, so that no host differs from
    what a reader sees.
    """
    return given.netloc.lower().removesuffix(_PORTS.get(given.scheme, ":"))


async def _context_of(
    request: Request, context: RequestContext, address: EmbedAddress
) -> RequestContext:
    """The context of a request for the embed itself. Raises NotFound if the version to which the
    address is pinned is not kept here.
    """
    dataset, base = context.dataset, context.urls.base
    if address.version is not None:
        dataset_store: DatasetStore = request.app.state.dataset_store
        pinned = await dataset_store.open_version(address.version)
        if pinned is None:
            raise NotFound("No dataset of the version in this address is kept here.")
        dataset, base = pinned, f"{context.urls.root}/@{address.version}"
    return context.for_address(dataset, base, address.kind.path_for(address.names), address.query)


async def _loaded(
    context: RequestContext, address: EmbedAddress
) -> tuple[EmbedContent, EmbedParams]:
    """What the embed shows. Raises NotFound if the embed answers with an error."""
    try:
        return await loaded(address.kind, context, address.names, address.query)
    except Problem as problem:
        if problem.status >= 500:
            raise
        raise NotFound(f"The embed of this address does not answer. {problem.detail}") from None
