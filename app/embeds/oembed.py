"""oEmbed 1.0 (oembed.com): the frame to put in the place of a link to this service."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import orjson
from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema
from starlette.routing import compile_path

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, split_suffix
from app.api.formats.xml import flat_xml
from app.api.ignored import is_unknown
from app.api.openapi import BASE
from app.api.parameters import OrNone, Positive, QueryParams
from app.api.routers import PageRouter
from app.api.schemas import JsonObject, Schema, Uri, as_data
from app.domain.vocabulary import Status
from app.embeds import position
from app.embeds.embed import WIDTH, EmbedContent, EmbedKind, EmbedParams, loaded, measured
from app.embeds.kinds import KINDS
from app.embeds.snippets import framed_link
from app.html.layout import share_image
from app.html.templating import TRACKING
from app.positions import queries as positions
from app.problems import FormatNotImplemented, NotFound, Problem, TooManyParameters
from app.store.dataset import Dataset
from app.store.dataset_store import DatasetStore
from app.store.share_images import HEIGHT as IMAGE_HEIGHT
from app.store.share_images import WIDTH as IMAGE_WIDTH

router = PageRouter("Embeds")
_WIDEST = 800  # pixels; longer lines of text are hard to read
_CACHE_AGE = 86400  # seconds; hosts keep the frame, and its content is loaded anew each time
_PATTERNS = [
    (kind, compile_path(template)[0])
    for kind in KINDS.values()
    for template in (*(path.removeprefix("/embed") for path in kind.load), *kind.shows)
]
"""The paths of pages, data and embeds (without their prefix) that an embed shows."""
_POSITION = compile_path("/positions/{position}")[0]
"""The path of one position, which the embed of its actor shows."""
# Parameters of data that say how the answer is sent, not what it shows.
_OF_DATA = {"cursor", "excel", "facets", "limit"}
_EMPTY = BeforeValidator(lambda given: None if given == "" else given)
_PORTS = {"http": ":80", "https": ":443"}


class OembedParams(QueryParams):
    """What a consumer asks for; an empty value is as none. Other parameters are ignored (oEmbed,
    section 2.2); WordPress sends `dnt`.
    """

    url: str = Field(
        min_length=1,
        max_length=8000,
        description="The address of data, of a page or of an embed of this service.",
        examples=[f"{BASE}/countries/italy"],
    )
    maxwidth: Annotated[Positive | OrNone, _EMPTY] = Field(
        None, description="The largest width of the frame, in pixels.", examples=[500]
    )
    maxheight: Annotated[Positive | OrNone, _EMPTY] = Field(
        None, description="The largest height of the frame, in pixels.", examples=[400]
    )
    format: Annotated[str, BeforeValidator(lambda given: given or "json")] = Field(
        "json",
        max_length=200,
        description="`json` or `xml`; others are a 501.",
        examples=["json", "xml"],
    )


def _may_be_missing(schema: JsonObject) -> None:
    """Describe a key that is left out rather than null."""
    del schema["default"]


class OembedView(Schema):
    """A frame (oEmbed 1.0, section 2.3.4.4)."""

    # oEmbed leaves out the keys of a thumbnail where there is none.
    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    version: Literal["1.0"] = Field(description="The version of oEmbed.")
    type: Literal["rich"] = Field(description="The type of embed: HTML.")
    title: str = Field(description="The title of the frame.")
    provider_name: str = Field(description="The name of this service.")
    provider_url: Uri = Field(description="The start page of this service.")
    cache_age: int = Field(description="For how many seconds the response may be kept.")
    width: int = Field(description="The width of the frame, in pixels.")
    height: int = Field(description="The height of the frame, in pixels.")
    html: str = Field(description="The frame, as HTML.")
    thumbnail_url: Uri | SkipJsonSchema[None] = Field(
        None,
        description="The address of a picture (PNG) of the embed, if there is one that fits into "
        "`maxwidth` and `maxheight`.",
        json_schema_extra=_may_be_missing,
    )
    thumbnail_width: int | SkipJsonSchema[None] = Field(
        None,
        description="The width of the picture, in pixels.",
        json_schema_extra=_may_be_missing,
    )
    thumbnail_height: int | SkipJsonSchema[None] = Field(
        None,
        description="The height of the picture, in pixels.",
        json_schema_extra=_may_be_missing,
    )


@dataclass(frozen=True)
class EmbedAddress:
    """The embed that an address leads to: its kind, what its path names, its query, and the version
    of the dataset to which it is pinned.
    """

    kind: EmbedKind
    names: dict[str, str]
    query: list[tuple[str, str]]
    version: str | None


@router.get(
    "/oembed",
    tags=["Embeds"],
    operation_id="get_oembed",
    summary="Get the frame for an address of this service",
    response_model=OembedView,
    responses={
        200: {"content": {"text/xml": {"schema": {"type": "string"}}}},
        **{status: {"description": "As described."} for status in (404, 410, 501, 503)},
    },
)
async def oembed(
    request: Request, context: Context, params: Annotated[OembedParams, Query()]
) -> Response:
    """The frame for an address of this service, as JSON or XML (oEmbed, section 2.3.4.4). Width and
    height are at most `maxwidth` and `maxheight`.
    """
    if params.format not in ("json", "xml"):
        raise FormatNotImplemented("The formats are json and xml.", allowed=["json", "xml"])
    address = embed_address(params.url, context.urls.root)
    dataset, base = await _dataset_of(request, context, address.version)
    address = _of_actor(dataset, context, address)
    inside = context.for_address(dataset, base, address.kind.path_for(address.names), address.query)
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
    question = inside.question(dict(address.query).get("question"))
    fits = (params.maxwidth or IMAGE_WIDTH) >= IMAGE_WIDTH and (
        params.maxheight or IMAGE_HEIGHT
    ) >= IMAGE_HEIGHT
    if fits and (image := share_image(inside, question, content.actor)):
        body |= {
            "thumbnail_url": image["url"],
            "thumbnail_width": IMAGE_WIDTH,
            "thumbnail_height": IMAGE_HEIGHT,
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
        raise NotFound("The value of url is not an address.") from None
    own = urlsplit(root)
    path = given.path or "/"
    if (
        given.scheme not in _PORTS
        or _host(given) != _host(own)
        or not f"{path}/".startswith(f"{own.path}/")
    ):
        raise NotFound(f"The value of url must be an address that begins with {root}/")
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
        if folder == "embed" or name not in _OF_DATA
    ]
    shown = f"/{'/'.join(segments)}"
    # A router would read a slash or a suffix in a name otherwise, when it gets the frame's address.
    if not any("/" in segment for segment in segments) and split_suffix(shown)[1] is None:
        for kind, pattern in _PATTERNS:
            if match := pattern.fullmatch(shown):
                inside, rest = kind.split_names(match.groupdict())
                known = kind.params.model_fields
                kept = [pair for pair in query if not is_unknown(pair[0], known, TRACKING)]
                return EmbedAddress(kind, inside, [*kept, *rest.items()], version)
        if match := _POSITION.fullmatch(shown):
            return EmbedAddress(position.KIND, match.groupdict(), [], version)
    raise NotFound(
        "There is no embed for this address. There are embeds of countries, actors, positions, "
        "the timeline, statements, sources and checks of quotations."
    )


def _host(given: SplitResult) -> str:
    """Host and port without the usual port. A user name stays in it, so that no host differs from
    what a reader sees.
    """
    return given.netloc.lower().removesuffix(_PORTS.get(given.scheme, ":"))


async def _dataset_of(
    request: Request, context: RequestContext, version: str | None
) -> tuple[Dataset, str]:
    """The dataset of an address and the public URL with its pin. Raises NotFound if the version to
    which the address is pinned is not kept here.
    """
    if version is None:
        return context.dataset, context.urls.base
    dataset_store: DatasetStore = request.app.state.dataset_store
    pinned = await dataset_store.open_version(version)
    if pinned is None:
        raise NotFound("The version in this address is not available here.")
    return pinned, f"{context.urls.root}/@{version}"


def _of_actor(dataset: Dataset, context: RequestContext, address: EmbedAddress) -> EmbedAddress:
    """For the address of one position, that of its actor: as it is now, or on a day on which this
    was its position. Raises NotFound if there is none.
    """
    if "position" not in address.names:
        return address
    name = address.names["position"]
    row = context.row_or_404(dataset.read(positions.by_id, name), "position", name)
    body = as_data(row, context.dataset_info)
    actor, question = body["actor"], body["question"]["id"]
    names = {"country" if actor["type"] == "country" else "actor": actor["id"]}
    query = [("question", question)]
    if body["status"] == Status.current:
        return replace(address, names=names, query=query)
    for day in (body["valid_from"]["latest"], body["valid_from"]["earliest"]):
        as_of = day and date.fromisoformat(day)
        if as_of and dataset.read(positions.of_actor, actor["id"], question, as_of)["id"] == name:
            return replace(address, names=names, query=[("as_of", day), *query])
    raise NotFound("There is no embed of a position that was replaced on an unknown day.")


async def _loaded(
    context: RequestContext, address: EmbedAddress
) -> tuple[EmbedContent, EmbedParams]:
    """What the embed shows. Raises NotFound if the embed answers with an error."""
    try:
        return await loaded(address.kind, context, address.names, address.query)
    except Problem as problem:
        if problem.status >= 500:
            raise
        raise NotFound(f"There is no embed for this address. {problem.detail}") from None
