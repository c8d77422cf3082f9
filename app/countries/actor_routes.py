"""Actors of all kinds: countries, organisations, coalitions."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import csl, jsonld
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter
from app.countries import columns
from app.countries import queries as actors
from app.countries import schemas as view
from app.countries.of_actor import actor_of, history_of, position_answer, position_of
from app.lookup import names as resolve
from app.lookup.names import Match
from app.positions import columns as position_columns
from app.positions.schemas import NamedPosition, PositionList

router = DataRouter(tags=["Actors"])
ActorName = Annotated[
    str, Path(description="Id or any name of an actor.", examples=["coalition-of-26"])
]


@router.list("/actors", view.ActorList, columns.ACTORS, of="actors")
def list_actors(context: Context, params: asking.ActorListParams) -> ListResult:
    """All known actors by name: countries, organisations and coalitions."""
    day = context.as_of(params.as_of)
    listing = context.dataset.read(
        actors.listing, False, tuple(params.stance), params.q, params.has_position, day
    )
    return ListResult(listing, lambda row: view.actor_row(row, context.urls))


@router.linked("/actors/{id}", summary="Get an actor as linked data")
async def get_actor_jsonld(
    context: Context, id: ActorName, params: Annotated[asking.AsOfParams, Query()]
) -> Response:
    """An actor in the words of schema.org, as JSON-LD."""
    return answer(
        context,
        jsonld.actor(actor_of(context, _match(context, id), params), context.dataset_info),
        media="jsonld",
    )


@router.data("/actors/{id}", view.CountryView, summary="Get an actor")
async def get_actor(
    context: Context, id: ActorName, params: Annotated[asking.AsOfParams, Query()]
) -> Response:
    """One actor. The members of a coalition are null unless a source names them."""
    body = actor_of(context, _match(context, id), params)
    return answer(context, body, canonical=body["links"]["canonical"])


def _match(context: RequestContext, name: str) -> Match:
    return context.match_or_404(context.dataset.resolve_cached(resolve.actor, name))


@router.citation("/actors/{id}/position")
async def cite_actor_position(
    context: Context, id: ActorName, params: Annotated[asking.PositionParams, Query()]
) -> Response:
    """Where an actor stands as CSL-JSON; its silence can be cited too."""
    return answer(
        context,
        csl.position(position_of(context, _match(context, id), params), context.dataset_info),
        media="csl.json",
    )


@router.linked("/actors/{id}/position", summary="Get an actor's position as linked data")
async def get_actor_position_jsonld(
    context: Context, id: ActorName, params: Annotated[asking.PositionParams, Query()]
) -> Response:
    """Where an actor stands in the words of schema.org, as JSON-LD, with the evidence in full."""
    return answer(
        context,
        jsonld.position(
            position_of(context, _match(context, id), params),
            context.dataset_info,
            context.actor_codes,
        ),
        media="jsonld",
    )


@router.data(
    "/actors/{id}/position",
    NamedPosition,
    summary="Get an actor's position",
)
async def get_actor_position(
    context: Context, id: ActorName, params: Annotated[asking.PositionParams, Query()]
) -> Response:
    """Where an actor stands, with the evidence in full."""
    return position_answer(context, _match(context, id), params)


@router.list(
    "/actors/{id}/positions",
    PositionList,
    position_columns.POSITIONS,
    of="positions that an actor has held",
    start=(0,),
)
def list_actor_positions(
    context: Context, id: ActorName, params: asking.QuestionParams
) -> ListResult:
    """The history of an actor on a question, oldest first: superseded, retracted and current
    positions.
    """
    return history_of(context, _match(context, id), params, below="/actors")
