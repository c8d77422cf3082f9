"""The answers about actors, which are the same below /countries and /actors."""

from typing import Annotated, Any

import orjson
from fastapi import Query
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.formats import csl, jsonld
from app.api.parameters import ActorListParams, AsOfParams, PositionParams, QuestionParams
from app.api.responses import ListResult, answer
from app.api.schemas import as_data, written
from app.countries import queries as actors
from app.countries import schemas as view
from app.lookup.names import Match
from app.positions import queries as positions
from app.store.listing import Row

ActorQuery = Annotated[AsOfParams, Query()]
PositionQuery = Annotated[PositionParams, Query()]


def list_of(
    context: RequestContext, params: ActorListParams, *, only_countries: bool
) -> ListResult:
    """Actors by name, each with its stance on the day asked for."""
    listing = context.dataset.read(
        actors.listing,
        only_countries,
        params.stance,
        params.q,
        params.has_position,
        context.as_of(params.as_of),
    )
    return ListResult(listing, lambda row: view.actor_row(row, context.urls))


def _actor(context: RequestContext, match: Match, params: AsOfParams) -> dict[str, Any]:
    """The actor with its stance, on the day asked for. Raises InvalidParameter for a day before the
    first question.
    """
    row = context.dataset.read(actors.by_id, match.id, context.as_of(params.as_of))
    return view.actor(row, context.urls) | {"matched_as": match.matched_as}


def actor_answer(context: RequestContext, match: Match, params: AsOfParams) -> Response:
    """The actor as JSON."""
    body = _actor(context, match, params)
    return answer(context, body, canonical=body["links"]["canonical"])


def linked_actor(context: RequestContext, match: Match, params: AsOfParams) -> Response:
    """The actor as JSON-LD."""
    body = _actor(context, match, params)
    return answer(context, jsonld.actor(body, context.dataset_info))


def _position(context: RequestContext, match: Match, params: PositionParams) -> Row:
    """The row with the JSON of the position of an actor, or of its silence. Raises InvalidParameter
    for a day before the question.
    """
    question = context.question(params.question)
    return context.dataset.read(
        positions.of_actor, match.id, question, context.as_of(params.as_of, question)
    )


def position_of(context: RequestContext, match: Match, params: PositionParams) -> dict[str, Any]:
    """The position of an actor, or its silence. Raises InvalidParameter as `_position` does."""
    return as_data(_position(context, match, params), context.dataset_info) | {
        "matched_as": match.matched_as
    }


def position_answer(context: RequestContext, match: Match, params: PositionParams) -> Response:
    """The position as JSON."""
    row = _position(context, match, params)
    body = b'%b,"matched_as":%b}' % (
        written(row["document"], context.dataset_info)[:-1],
        orjson.dumps(match.matched_as),
    )
    return answer(context, body, canonical=context.urls.base + row["canonical"])


def cited_position(context: RequestContext, match: Match, params: PositionParams) -> Response:
    """The position as CSL-JSON."""
    body = csl.position(position_of(context, match, params), context.dataset_info)
    return answer(context, body)


def linked_position(context: RequestContext, match: Match, params: PositionParams) -> Response:
    """The position as JSON-LD."""
    body = jsonld.position(
        position_of(context, match, params), context.dataset_info, context.actor_codes
    )
    return answer(context, body)


def history_of(
    context: RequestContext, match: Match, params: QuestionParams, *, below: str
) -> ListResult:
    """All positions on a question, oldest first; `below` is `/countries` or `/actors`."""
    listing = context.dataset.read(positions.history, match.id, context.question(params.question))
    query = [("question", params.question)] if params.question else []
    canonical = context.urls.list(f"{below}/{match.id}/positions", query)
    return ListResult(listing, canonical=canonical)
