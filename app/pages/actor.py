"""Pages for people: where an actor stands, with its proof, its history and what to paste
elsewhere.
"""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, jsonld
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.countries import queries as actors
from app.countries import schemas as actor_view
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.html import citations as citing
from app.html import position_card as cards
from app.html import text as words
from app.html.layout import Head, archived_sentences, browse_page, with_suffix
from app.lookup import names as resolve
from app.lookup import questions
from app.lookup.names import Match
from app.positions import queries as positions
from app.statements import filters as statement_filters
from app.statements import queries as statements
from app.statements.schemas import country_statement

router = PageRouter()
Asked = Annotated[asking.PositionParams, Query()]
_SHOWN = 30  # statements on the page of an actor; the list holds all of them
_MOST = 500  # positions in a history


@router.page("/browse/countries/{name}", of=("/countries/{name}", "/countries/{name}/position"))
async def browse_country(context: Context, name: str, params: Asked) -> Response:
    """A country: where it stands, the words, what may not be concluded, how it was derived, its
    history.
    """
    return _actor(
        context, context.match_or_404(context.dataset.resolve_cached(resolve.country, name)), params
    )


@router.page("/browse/actors/{id}", of=("/actors/{id}", "/actors/{id}/position"))
async def browse_actor(context: Context, id: str, params: Asked) -> Response:
    """A coalition or an organisation; a country is found here too, and its page says where it
    belongs.
    """
    return _actor(
        context, context.match_or_404(context.dataset.resolve_cached(resolve.actor, id)), params
    )


def _actor(context: RequestContext, match: Match, params: asking.PositionParams) -> Response:
    question = context.question(params.question)
    day = context.as_of(params.as_of, question)
    one = as_data(
        context.dataset.read(positions.of_actor, match.id, question, day), context.dataset_info
    )
    row, names, speakers, counts = context.dataset.read(actors.whole, match.id, None)
    actor = actor_view.actor(row, names, speakers, counts, context.urls)
    held = context.dataset.read(positions.history, match.id, question)
    history = [
        as_data(row, context.dataset_info) for row in context.dataset.read(held.page, None, _MOST)
    ]
    said, total = _statements(context, match.id)
    terms = words.legend(context.dataset.cached(about.terms))["terms"]
    stance = terms["stance", one["stance"]]["label"]
    asked = context.dataset.cached(questions.question, question)
    every_question = context.dataset.cached(about.questions)
    listed = context.dataset.read(every_question.page, None, _MOST)
    query = [("question", question)] if listed[0]["id"] != question else []
    if day is not None:
        query.append(("as_of", day.isoformat()))
    named_by = "country" if actor["type"] == "country" else "actor"
    links, name = one["links"], actor["name"]
    head = Head(
        title=f"{name}: {stance.lower()}{f' on {words.format_day(day)}' if day else ''}",
        url=links["page"],
        kind="article",
        description=f"{one['summary'] or one['note']} {asked['text']}",
        forms=(
            (with_suffix(links["canonical"], ".json"), MEDIA["json"]),
            (with_suffix(links["history"], ".csv"), "text/csv"),
            (links["csl"], MEDIA["csl.json"]),
            (with_suffix(links["canonical"], ".jsonld"), MEDIA["jsonld"]),
        ),
    )
    shown, codes = [*(item["statement"] for item in one["evidence"]), *said], context.actor_codes
    return browse_page(
        context,
        "pages/actor.html",
        head,
        policy="asking",
        one=one,
        actor=actor,
        codes=codes,
        history=history,
        said=said,
        total=total,
        asked=asked,
        subject=asked["subject"],
        questions=listed,
        conditions=cards.conditions(one, terms),
        contributions=cards.contributions(one, terms),
        grounds=_grounds(context, one),
        copies=citing.position(one, stance, context.dataset_info),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "position",
            title=f"{name}: {stance}",
            names={named_by: actor["id"]},
            page=context.urls.live(head.url),
            query=query,
        ),
        sentences=archived_sentences(context, shown),
        data=jsonld.position(one, context.dataset_info, codes),
    )


def _statements(context: RequestContext, actor: str) -> tuple[list[dict[str, Any]], int]:
    """The newest statements by or about an actor, and how many there are."""
    listing = statements.listing(statement_filters.StatementFilters(actor=actor), "newest")
    rows = context.dataset.read(listing.page, None, _SHOWN)
    return [
        country_statement(row, context.dataset_info, actor) for row in rows
    ], context.dataset.read(listing.total)[0]


def _grounds(context: RequestContext, one: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The statements that a derivation and a dispute name, by id."""
    derivation = one["derivation"] or {"fields": [], "not_counted": []}
    ids = {name for ground in derivation["fields"] for name in ground["statements"]}
    ids |= {passed["statement"] for passed in derivation["not_counted"]}
    ids |= {
        name for axis in one["disputed"] for claim in axis["claims"] for name in claim["evidence"]
    }
    return {
        name: as_data(row, context.dataset_info)
        for name, row in context.dataset.read(statements.several, ids).items()
    }
