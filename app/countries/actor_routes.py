"""Actors of all kinds: countries, organisations, coalitions."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.parameters import LONGEST_NAME
from app.api.responses import ListResult
from app.api.routers import DataRouter
from app.countries import columns
from app.countries import schemas as view
from app.countries.of_actor import (
    ActorQuery,
    PositionQuery,
    actor_answer,
    cited_position,
    history_of,
    linked_actor,
    linked_position,
    list_of,
    position_answer,
)
from app.lookup import names as resolve
from app.lookup.names import Match
from app.positions import columns as position_columns
from app.positions.schemas import NamedPosition, PositionList

router = DataRouter("Actors", "Countries, organisations and coalitions.")
ActorName = Annotated[
    str,
    Path(
        description="The id or any name of an actor.",
        max_length=LONGEST_NAME,
        examples=["coalition-of-26"],
    ),
]


@router.list("/actors", view.ActorList, columns.ACTORS, of="actors")
def list_actors(context: Context, params: asking.ActorListParams) -> ListResult:
    """All known actors by name: countries, organisations and coalitions."""
    return list_of(context, params, only_countries=False)


@router.linked("/actors/{name}", summary="Get an actor as linked data")
async def get_actor_jsonld(context: Context, name: ActorName, params: ActorQuery) -> Response:
    """An actor as JSON-LD, in the vocabulary of schema.org."""
    return linked_actor(context, _match(context, name), params)


@router.data("/actors/{name}", view.CountryView, summary="Get an actor")
async def get_actor(context: Context, name: ActorName, params: ActorQuery) -> Response:
    """One actor. The members of a coalition are null unless a source names them."""
    return actor_answer(context, _match(context, name), params)


def _match(context: RequestContext, name: str) -> Match:
    return context.match_or_404(context.dataset.resolve_cached(resolve.actor, name))


@router.citation("/actors/{name}/position", summary="Cite an actor's position")
async def cite_actor_position(context: Context, name: ActorName, params: PositionQuery) -> Response:
    """A citation of the position of an actor as CSL-JSON, also if it has no position."""
    return cited_position(context, _match(context, name), params)


@router.linked("/actors/{name}/position", summary="Get an actor's position as linked data")
async def get_actor_position_jsonld(
    context: Context, name: ActorName, params: PositionQuery
) -> Response:
    """The position of an actor as JSON-LD, in the vocabulary of schema.org, with its evidence."""
    return linked_position(context, _match(context, name), params)


@router.data("/actors/{name}/position", NamedPosition, summary="Get an actor's position")
async def get_actor_position(context: Context, name: ActorName, params: PositionQuery) -> Response:
    """The position of an actor, with the evidence in full."""
    return position_answer(context, _match(context, name), params)


@router.list(
    "/actors/{name}/positions",
    PositionList,
    position_columns.POSITIONS,
    of="positions that an actor has held",
)
def list_actor_positions(
    context: Context, name: ActorName, params: asking.QuestionParams
) -> ListResult:
    """The history of an actor on a question, oldest first: superseded, retracted and current
    positions.
    """
    return history_of(context, _match(context, name), params, below="/actors")
