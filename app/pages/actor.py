"""The pages of countries and other actors: the position with its evidence, its history, and the
lines with which other sites cite and embed it.
"""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import jsonld
from app.api.parameters import PositionParams
from app.api.routers import PageRouter
from app.api.schemas import JsonObject, as_data
from app.countries import queries as actor_queries
from app.countries.schemas import actor as actor_schema
from app.dataset import queries as dataset_queries
from app.embeds.snippets import snippets
from app.html import citations, claims, position_card
from app.html.layout import Head, archived_sentences, browse_page, forms_of
from app.html.text import legend_of, on_day
from app.lookup import names, questions
from app.lookup.names import Match, Miss
from app.positions import queries as position_queries
from app.positions.claims import claim_marks
from app.statements import queries as statement_queries
from app.statements.filters import StatementFilters
from app.statements.schemas import country_statement
from app.store.share_images import BOARD

router = PageRouter()
_SHOWN = 30  # statements on the page of an actor; the list has all of them
_MOST = 500  # positions in a history, and questions


@router.page("/browse/countries/{name}", of=("/countries/{name}", "/countries/{name}/position"))
async def browse_country(
    context: Context, name: str, params: Annotated[PositionParams, Query()]
) -> Response:
    """A country: its position, the words, what may not be concluded, how it was derived, its
    history.
    """
    return await _actor(context, context.dataset.resolve_cached(names.country, name), params)


@router.page("/browse/actors/{name}", of=("/actors/{name}", "/actors/{name}/position"))
async def browse_actor(
    context: Context, name: str, params: Annotated[PositionParams, Query()]
) -> Response:
    """A coalition or an organisation. A country is shown here too, with its canonical address below
    /browse/countries.
    """
    return await _actor(context, context.dataset.resolve_cached(names.actor, name), params)


async def _actor(context: RequestContext, match: Match | Miss, params: PositionParams) -> Response:
    actor_id = context.match_or_404(match).id
    dataset, info = context.dataset, context.dataset_info
    question_id = context.question(params.question)
    day = context.as_of(params.as_of, question_id)
    position = as_data(dataset.read(position_queries.of_actor, actor_id, question_id, day), info)
    actor = actor_schema(dataset.read(actor_queries.by_id, actor_id, day), context.urls)
    history = dataset.read(position_queries.history, actor_id, question_id)
    by_or_about = statement_queries.listing(StatementFilters(actor=actor_id), "newest")
    statements = [
        country_statement(row, info, actor_id)
        for row in dataset.read(by_or_about.page, None, _SHOWN)
    ]
    in_words = dataset.cached(legend_of, question_id)
    terms = in_words["terms"]
    stance = terms["stance", position["stance"]]["label"]
    question = dataset.cached(questions.question, question_id)
    every_question = dataset.cached(dataset_queries.questions)
    query = [("question", question_id)] if question["number"] > 1 else []
    if day is not None:
        query.append(("as_of", day.isoformat()))
    links, name, subject = position["links"], actor["name"], question["subject"]
    history_rows = [as_data(row, info) for row in dataset.read(history.page, None, _MOST)]
    [claimed] = claims.with_claims(context, [(actor_id, position)], question)
    marks = claim_marks(position)
    then = on_day(day, position["as_of_certainty"])
    head = Head(
        title=f"{name}: {', '.join([stance.lower(), *marks])}{then}",
        url=links["page"],
        kind="article",
        description=f"{claims.described(position, terms, subject)} {question['text']}",
        forms=(
            *forms_of(links["canonical"], "json"),
            *forms_of(links["history"], "csv"),
            (links["csl"], "csl.json"),
            *forms_of(links["canonical"], "jsonld"),
        ),
        actor=actor_id if day is None else BOARD,  # the images show the latest positions
        question=question_id,
    )
    evidence = [item["statement"] for item in position["evidence"]]
    grounds = _grounds(context, position, actor)
    of_members = [
        grounds[name]
        for claim in (*actor["membership_claims"], *actor["claimed_memberships"])
        for name in claim["evidence"]
        if name in grounds
    ]
    return browse_page(
        context,
        "pages/actor.html",
        head,
        policy="asking",
        one=position,
        actor=actor,
        codes=context.actor_codes,
        history=history_rows,
        marks=marks,
        claims=claimed,
        words=[claims.words(one, terms, subject) for one in history_rows],
        meaning=position_card.meaning(position, terms, question),
        said=statements,
        total=dataset.read(by_or_about.total)[0],
        question=question,
        **in_words,
        questions=dataset.read(every_question.page, None, _MOST),
        conditions=position_card.conditions(position, terms),
        contributions=position_card.contributions(position, terms),
        grounds=grounds,
        copies=citations.position(position, stance, info),
        embeds=await snippets(
            context,
            "position",
            title=f"{name}: {', '.join([stance, *marks])}{then}",
            names={"country" if actor["type"] == "country" else "actor": actor["id"]},
            page=head.url,
            query=query,
        ),
        sentences=archived_sentences(
            context, [*evidence, *statements, *of_members, *claimed["statements"]]
        ),
        data=jsonld.position(position, info, context.actor_codes),
    )


def _grounds(
    context: RequestContext, position: JsonObject, actor: JsonObject
) -> dict[str, JsonObject]:
    """The statements that a derivation names, and claims of the size or the members of a coalition,
    by id.
    """
    derivation = position["derivation"] or {"fields": [], "not_counted": []}
    ids = {passed["statement"] for passed in derivation["not_counted"]}
    for field in derivation["fields"]:
        ids.update(field["statements"])
    for name in ("sizes", "membership_claims", "claimed_memberships"):
        for claim in actor[name]:
            ids.update(claim["evidence"])
    rows = context.dataset.read(statement_queries.by_ids, ids)
    return {name: as_data(row, context.dataset_info) for name, row in rows.items()}
