"""The card of an actor: its position on a question, with the words that it rests on."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.parameters import PositionParams
from app.api.routers import PageRouter
from app.countries.of_actor import position_of
from app.dataset import queries as dataset_queries
from app.embeds.embed import EmbedContent, EmbedKind, EmbedParams, embed_response
from app.html import position_card
from app.html.layout import archived_sentences
from app.html.text import format_day, legend
from app.lookup import names as name_lookup
from app.lookup import questions
from app.lookup.names import Match

router = PageRouter()


class CardParams(EmbedParams, PositionParams):
    """The card of an actor: its position on a question, on a day."""


async def load_country(context: RequestContext, params: CardParams, country: str) -> EmbedContent:
    """The card of a country, by any of its names."""
    match = context.dataset.resolve_cached(name_lookup.country, country)
    return _load(context, context.match_or_404(match), params)


async def load_actor(context: RequestContext, params: CardParams, actor: str) -> EmbedContent:
    """The card of any actor, by any of its names."""
    match = context.dataset.resolve_cached(name_lookup.actor, actor)
    return _load(context, context.match_or_404(match), params)


def _load(context: RequestContext, match: Match, params: CardParams) -> EmbedContent:
    position = position_of(context, match, params)
    terms = legend(context.dataset.cached(dataset_queries.terms))["terms"]
    stance = terms["stance", position["stance"]]["label"].lower()
    day = f" on {format_day(position['as_of'])}" if position["as_of"] else ""
    question = context.dataset.cached(questions.question, position["question"]["id"])
    statements = [item["statement"] for item in position["evidence"]]
    return EmbedContent(
        title=f"{position['actor']['name']}: {stance}{day}",
        page=position["links"]["page"],
        values={
            "position": position,
            "evidence": position_card.arranged(position, question["subject"]),
            "as_of": position_card.as_of(position, terms),
            "conditions": position_card.conditions(position, terms),
            "contributions": position_card.contributions(position, terms),
            "sentences": archived_sentences(context, statements),
        },
    )


KIND = EmbedKind(
    tag="stated-position",
    heights=(700, 920),
    params=CardParams,
    template="embeds/position.html",
    load={"/embed/countries/{country}": load_country, "/embed/actors/{actor}": load_actor},
    shows=("/countries/{country}/position", "/actors/{actor}/position"),
)


@router.page("/embed/countries/{country}")
async def embed_country(
    context: Context, country: str, params: Annotated[CardParams, Query()]
) -> Response:
    """The card of a country."""
    return embed_response(context, KIND, params, await load_country(context, params, country))


@router.page("/embed/actors/{actor}")
async def embed_actor(
    context: Context, actor: str, params: Annotated[CardParams, Query()]
) -> Response:
    """The card of any actor."""
    return embed_response(context, KIND, params, await load_actor(context, params, actor))
