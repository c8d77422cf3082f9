"""What hosts use: the script that puts embeds into their pages, oEmbed, and badges."""

import re
from html import unescape
from typing import Annotated, Any
from urllib.parse import parse_qsl

import orjson
from fastapi import Query, Request
from fastapi.responses import Response
from starlette.types import Message

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, flat_xml
from app.api.parameters import PositionParams
from app.api.routers import PageRouter
from app.api.urls import Urls
from app.countries.of_actor import position_of
from app.dataset import queries as about
from app.embeds.badges import badge, legend_colour
from app.embeds.oembed import Embed, OembedParams, answer, embed_of
from app.embeds.snippets import script_names
from app.html import assets
from app.html.text import format_day, legend
from app.lookup import names as resolve
from app.problems import FormatNotImplemented, NotFound, Problem
from app.store.dataset_store import DatasetStore

router = PageRouter()
Asked = Annotated[PositionParams, Query()]
_PASSED_ON = (
    "type",
    "asgi",
    "http_version",
    "method",
    "scheme",
    "server",
    "client",
    "root_path",
    "extensions",
    "app",
)
_TITLE = re.compile(r"<title>(.*?)( · Stated)?</title>", re.DOTALL)


@router.get("/embed.js", include_in_schema=False)
async def host_script() -> Response:
    """The script for hosts, as it is now."""
    return _script("embed.js", {})


@router.get("/embed.v1.{digest}.js", include_in_schema=False)
async def fixed_host_script(digest: str) -> Response:
    """The script for hosts under a name that holds a hash of its bytes.

    Hosts write that name into their pages, with a checksum, and never look again. So what was once
    given out is kept: before the script is changed, it is copied within app/html/static to this
    very name.
    """
    name = f"embed.v1.{digest}.js"
    name = "embed.js" if name == script_names()[1] else name
    return _script(name, {"Cache-Control": "public, max-age=31536000, immutable"})


def _script(name: str, headers: dict[str, str]) -> Response:
    asset = assets.by_name().get(name)
    if asset is None:
        raise NotFound("There is no such script.")
    return Response(asset.body, media_type=asset.media_type, headers=headers)


@router.get("/oembed", include_in_schema=False)
async def oembed(
    request: Request, context: Context, params: Annotated[OembedParams, Query()]
) -> Response:
    """oEmbed 1.0: the frame to put where a link to us stands. The embed's own page says whether
    there is one.
    """
    if params.format not in ("json", "xml"):
        raise FormatNotImplemented("The formats are json and xml.", allowed=["json", "xml"])
    embed = embed_of(params.url, context.urls.root)
    src, title = await _shown(request, embed)
    body = answer(embed, params, src=src, title=title, root=context.urls.root)
    if params.format == "xml":
        return Response(flat_xml("oembed", body), media_type=MEDIA["xml"])
    return Response(orjson.dumps(body), media_type=MEDIA["json"])


async def _shown(request: Request, embed: Embed) -> tuple[str, str]:
    """Where an embed stands and how it calls itself. Raises NotFound if it does not answer."""
    state = dict(request.scope["state"])
    if embed.version is not None:
        dataset_store: DatasetStore = request.app.state.dataset_store
        state["dataset"], state["base"] = (
            await dataset_store.open_version(embed.version),
            f"{state['root']}/@{embed.version}",
        )
        if state["dataset"] is None:
            raise NotFound("No dataset of the version in this address is kept here.")
    src = embed.address(Urls(state["base"]))
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {key: request.scope[key] for key in _PASSED_ON if key in request.scope}
    query = src.partition("?")[2]
    state["query_pairs"] = parse_qsl(query, keep_blank_values=True)
    scope |= {"path": embed.path, "query_string": query.encode(), "headers": [], "state": state}
    try:
        await request.app.router(scope, request.receive, send)  # problems are raised to here
    except Problem as problem:
        if problem.status >= 500:
            raise
        raise NotFound(f"The embed of this address does not answer. {problem.detail}") from None
    html = b"".join(message.get("body", b"") for message in sent).decode()
    title = _TITLE.search(html)
    if sent[0]["status"] != 200 or title is None:
        raise NotFound("There is no embed of what this address answers.")
    return src, " ".join(unescape(title[1]).split())


def _badge(context: RequestContext, name: str, params: PositionParams) -> dict[str, Any]:
    """What a badge says: the name, the stance with what has to be known about it, and its
    colour.
    """
    one = position_of(
        context, context.match_or_404(context.dataset.resolve_cached(resolve.actor, name)), params
    )
    terms = legend(context.dataset.cached(about.terms))["terms"]
    stance = terms["stance", one["stance"]]
    message = [stance["label"]]
    if one["disputed"]:
        message.append("disputed")
    if one["as_of_certainty"] in ("possible", "undated"):
        message.append(terms["certainty", one["as_of_certainty"]]["label"].lower())
    name = (
        f"{one['actor']['name']}, {format_day(one['as_of'])}"
        if one["as_of"]
        else one["actor"]["name"]
    )
    told = f"{name}: {' · '.join(message)}. {one['question']['text']}"
    return {
        "name": name,
        "message": " · ".join(message),
        "told": told,
        "colour": stance["colour"],
        "stance": one["stance"],
    }


@router.form("/badges/{name}", "svg")
async def get_badge(context: Context, name: str, params: Asked) -> Response:
    """Where an actor stands, as a small picture."""
    return Response(badge(**_badge(context, name, params)), media_type=MEDIA["svg"])


@router.form("/badges/{name}", "json")
async def get_badge_values(context: Context, name: str, params: Asked) -> Response:
    """What shields.io needs to draw the badge in a style of its own (shields.io, Endpoint
    Badge).
    """
    shown = _badge(context, name, params)
    body = {
        "schemaVersion": 1,
        "label": shown["name"],
        "message": shown["message"],
        "color": legend_colour(shown["colour"]).removeprefix("#"),
        "cacheSeconds": 300,
    }
    return Response(orjson.dumps(body), media_type=MEDIA["json"])
