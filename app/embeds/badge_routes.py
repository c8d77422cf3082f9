"""The addresses of badges: a picture, and the same for shields.io."""

from typing import Annotated

import orjson
from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA
from app.api.parameters import PositionParams
from app.api.routers import PageRouter
from app.countries.of_actor import position_of
from app.dataset import queries as dataset_queries
from app.embeds.badges import BadgeText, badge, legend_colour
from app.html.text import format_day, legend
from app.lookup import names as name_lookup

router = PageRouter()


def _badge(context: RequestContext, name: str, params: PositionParams) -> BadgeText:
    """What a badge says: the name, the stance, and how sure it is."""
    match = context.match_or_404(context.dataset.resolve_cached(name_lookup.actor, name))
    position = position_of(context, match, params)
    terms = legend(context.dataset.cached(dataset_queries.terms))["terms"]
    stance = terms["stance", position["stance"]]
    message = [stance["label"]]
    if position["disputed"]:
        message.append("disputed")
    if position["as_of_certainty"] in ("possible", "undated"):
        message.append(terms["certainty", position["as_of_certainty"]]["label"].lower())
    day = f", {format_day(position['as_of'])}" if position["as_of"] else ""
    label, shown = position["actor"]["name"] + day, " · ".join(message)
    return BadgeText(
        label=label,
        message=shown,
        title=f"{label}: {shown}. {position['question']['text']}",
        colour=stance["colour"],
        stance=position["stance"],
    )


@router.form("/badges/{name}", "svg")
async def get_badge(
    context: Context, name: str, params: Annotated[PositionParams, Query()]
) -> Response:
    """The stance of an actor, as a small picture."""
    return Response(badge(_badge(context, name, params)), media_type=MEDIA["svg"])


@router.form("/badges/{name}", "json")
async def get_badge_values(
    context: Context, name: str, params: Annotated[PositionParams, Query()]
) -> Response:
    """What shields.io needs to draw the badge in a style of its own (shields.io, Endpoint
    Badge).
    """
    text = _badge(context, name, params)
    body = {
        "schemaVersion": 1,
        "label": text.label,
        "message": text.message,
        "color": legend_colour(text.colour).removeprefix("#"),
        "cacheSeconds": 300,
    }
    return Response(orjson.dumps(body), media_type=MEDIA["json"])
