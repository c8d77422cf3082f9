"""Embeds: what other sites show in a frame. They are whole without JavaScript, and anybody may
frame them.
"""

from dataclasses import replace
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app import embeds
from app.answering import read
from app.embeds import embed, whole_list
from app.here import Here, HereNow
from app.of_actors import position_of
from app.pages import cards
from app.pages.showing import sentences_of
from app.pages.words import legend
from app.position_lists import position_filters, positions_over_time
from app.queries import about, positions, resolve, statements
from app.queries.resolve import Match
from app.serving import PageRouter
from app.statement_lists import statement_list
from app.views import summaries
from app.views.shared import as_data

router = PageRouter()
_MOST = 1000  # actors on the board: more than there are


@router.page("/embed/countries/{name}")
async def embed_country(
    here: HereNow, name: str, ask: Annotated[embeds.CardAsk, Query()]
) -> Response:
    """The card of a country: where it stands, and the words."""
    return _card(here, here.path_name(here.ds.meaning(resolve.country, name)), ask)


@router.page("/embed/actors/{id}")
async def embed_actor(here: HereNow, id: str, ask: Annotated[embeds.CardAsk, Query()]) -> Response:
    """The card of any actor."""
    return _card(here, here.path_name(here.ds.meaning(resolve.actor, id)), ask)


def _card(here: Here, match: Match, ask: embeds.CardAsk) -> Response:
    one = position_of(here, match, ask)
    terms = legend(here.ds.once(about.terms))["terms"]
    return embed(
        here,
        "card",
        ask,
        one["links"]["page"],
        one=one,
        evidence=cards.arranged(one),
        as_of=cards.as_of(one, terms),
        conditions=cards.conditions(one, terms),
        contributions=cards.contributions(one, terms),
        sentences=sentences_of(here, [item["statement"] for item in one["evidence"]]),
    )


@router.page("/embed/positions")
async def embed_positions(here: HereNow, ask: Annotated[embeds.BoardAsk, Query()]) -> Response:
    """The board: actors by stance."""
    filters = position_filters(here, ask)
    listing = here.ds.read(positions.listing, filters)
    held = [as_data(row, here.about) for row in here.ds.read(listing.page, None, _MOST)]
    everybody = replace(
        filters, stance=(), view=(), participation=(), attribution=(), status=(), has_position=False
    )
    asked = [pair for pair in embeds.filters_asked(here) if pair[0] != "has_position"]
    silent = [pair for pair in asked if pair[0] in ("question", "as_of", "country")]
    page = whole_list(here, "/positions", [*asked, ("has_position", str(ask.has_position).lower())])
    return embed(
        here,
        "board",
        ask,
        page,
        held=held,
        spoken=ask.has_position,
        day=filters.as_of,
        question=here.ds.once(about.question, filters.question),
        silent=len(here.ds.read(positions.by_stance, everybody)),
        silent_url=whole_list(here, "/positions", [*silent, ("has_position", "false")]),
    )


@router.page("/embed/statements")
async def embed_statements(
    here: HereNow, ask: Annotated[embeds.StatementsAsk, Query()]
) -> Response:
    """A list of statements with their words, how many there are, and where all of them stand."""
    listing = statement_list(here, ask, path="/statements").listing
    rows = await read(here, listing, listing.page, None, ask.limit)
    total, exact = await read(here, listing, listing.total)
    said = [as_data(row, here.about) for row in rows]
    page = whole_list(here, "/statements", embeds.filters_asked(here))
    return embed(
        here,
        "statements",
        ask,
        page,
        said=said,
        total=total,
        exact=exact,
        sort=ask.sort,
        speakers=embeds.speakers_asked(here, ask),
        sentences=sentences_of(here, said),
    )


@router.page("/embed/statements/{id}")
async def embed_statement(
    here: HereNow, id: str, ask: Annotated[embeds.Embedded, Query()]
) -> Response:
    """The card of a statement."""
    row = here.found(
        here.ds.read(statements.one, id), "statement", id, "There is no statement with this id."
    )
    said = as_data(row, here.about)
    sentences = sentences_of(here, [said])
    return embed(
        here,
        "statement",
        ask,
        said["links"]["page"],
        said=said,
        actors=here.codes,
        sentences=sentences,
    )


@router.page("/embed/timeline")
async def embed_timeline(here: HereNow, ask: Annotated[embeds.TimelineAsk, Query()]) -> Response:
    """Counts by stance over time, as a chart and as a table."""
    question, points = positions_over_time(here, ask)
    stances = [term for term in here.ds.once(about.terms) if term["vocabulary"] == "stance"]
    shown = summaries.timeline(
        points, stances, question, here.urls, here.query, ask.step, here.ds.version
    )["points"]
    page = whole_list(here, "/positions/timeline", embeds.filters_asked(here))
    return embed(
        here,
        "timeline",
        ask,
        page,
        question=question,
        points=shown,
        rows=embeds.bars(shown),
        step=ask.step,
    )
