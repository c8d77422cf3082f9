"""Embeds: what other sites show in a frame. They are whole without JavaScript, and anybody may
frame them.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.responses import read
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.countries.of_actor import position_of
from app.dataset import queries as about
from app.embeds import shared as embeds
from app.embeds.shared import embed, whole_list
from app.html import position_card as cards
from app.html.layout import archived_sentences
from app.html.text import legend
from app.lookup import names as resolve
from app.lookup import questions
from app.lookup.names import Match
from app.positions import queries as positions
from app.positions import summaries
from app.positions.lists import position_filters, positions_over_time
from app.statements import queries as statements
from app.statements.lists import statement_list

router = PageRouter()
_MOST = 1000  # actors on the board: more than there are


@router.page("/embed/countries/{name}")
async def embed_country(
    context: Context, name: str, params: Annotated[embeds.CardParams, Query()]
) -> Response:
    """The card of a country: where it stands, and the words."""
    return _card(
        context, context.match_or_404(context.dataset.resolve_cached(resolve.country, name)), params
    )


@router.page("/embed/actors/{id}")
async def embed_actor(
    context: Context, id: str, params: Annotated[embeds.CardParams, Query()]
) -> Response:
    """The card of any actor."""
    return _card(
        context, context.match_or_404(context.dataset.resolve_cached(resolve.actor, id)), params
    )


def _card(context: RequestContext, match: Match, params: embeds.CardParams) -> Response:
    one = position_of(context, match, params)
    terms = legend(context.dataset.cached(about.terms))["terms"]
    return embed(
        context,
        "position",
        params,
        one["links"]["page"],
        one=one,
        evidence=cards.arranged(one),
        as_of=cards.as_of(one, terms),
        conditions=cards.conditions(one, terms),
        contributions=cards.contributions(one, terms),
        sentences=archived_sentences(context, [item["statement"] for item in one["evidence"]]),
    )


@router.page("/embed/positions")
async def embed_positions(
    context: Context, params: Annotated[embeds.BoardParams, Query()]
) -> Response:
    """The board: actors by stance."""
    filters = position_filters(context, params)
    listing = context.dataset.read(positions.listing, filters)
    held = [
        as_data(row, context.dataset_info)
        for row in context.dataset.read(listing.page, None, _MOST)
    ]
    everybody = replace(
        filters, stance=(), view=(), participation=(), attribution=(), status=(), has_position=False
    )
    asked = [pair for pair in embeds.filters_asked(context) if pair[0] != "has_position"]
    silent = [pair for pair in asked if pair[0] in ("question", "as_of", "country")]
    page = whole_list(
        context, "/positions", [*asked, ("has_position", str(params.has_position).lower())]
    )
    return embed(
        context,
        "board",
        params,
        page,
        held=held,
        spoken=params.has_position,
        day=filters.as_of,
        question=context.dataset.cached(questions.question, filters.question),
        silent=len(context.dataset.read(positions.by_stance, everybody)),
        silent_url=whole_list(context, "/positions", [*silent, ("has_position", "false")]),
    )


@router.page("/embed/statements")
async def embed_statements(
    context: Context, params: Annotated[embeds.StatementsEmbedParams, Query()]
) -> Response:
    """A list of statements with their words, how many there are, and where all of them stand."""
    listing = statement_list(context, params, path="/statements").listing
    rows = await read(context, listing, listing.page, None, params.limit)
    total, exact = await read(context, listing, listing.total)
    said = [as_data(row, context.dataset_info) for row in rows]
    page = whole_list(context, "/statements", embeds.filters_asked(context))
    return embed(
        context,
        "statements",
        params,
        page,
        said=said,
        total=total,
        exact=exact,
        sort=params.sort,
        speakers=embeds.speakers_asked(context, params),
        sentences=archived_sentences(context, said),
    )


@router.page("/embed/statements/{id}")
async def embed_statement(
    context: Context, id: str, params: Annotated[embeds.EmbedParams, Query()]
) -> Response:
    """The card of a statement."""
    row = context.row_or_404(
        context.dataset.read(statements.one, id),
        "statement",
        id,
        "There is no statement with this id.",
    )
    said = as_data(row, context.dataset_info)
    sentences = archived_sentences(context, [said])
    return embed(
        context,
        "statement",
        params,
        said["links"]["page"],
        said=said,
        actors=context.actor_codes,
        sentences=sentences,
    )


@router.page("/embed/timeline")
async def embed_timeline(
    context: Context, params: Annotated[embeds.TimelineEmbedParams, Query()]
) -> Response:
    """Counts by stance over time, as a chart and as a table."""
    question, points = positions_over_time(context, params)
    stances = [
        term for term in context.dataset.cached(about.terms) if term["vocabulary"] == "stance"
    ]
    shown = summaries.timeline(
        points, stances, question, context.urls, context.query, params.step, context.dataset.version
    )["points"]
    page = whole_list(context, "/positions/timeline", embeds.filters_asked(context))
    return embed(
        context,
        "timeline",
        params,
        page,
        question=question,
        points=shown,
        rows=embeds.bars(shown),
        step=params.step,
    )
