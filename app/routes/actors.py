"""Actors of all kinds: countries, organisations, coalitions."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.of_actors import actor_of, history_of, position_answer, position_of
from app.queries import actors, resolve
from app.queries.resolve import Match
from app.serving import DataRouter
from app.views import actors as view
from app.views import csl, jsonld
from app.views.positions import NamedPosition, PositionView
from app.views.shared import ListView

router = DataRouter(tags=["Actors"])
ActorName = Annotated[
    str, Path(description="Id or any name of an actor.", examples=["coalition-of-26"])
]


@router.list("/actors", ListView[view.ActorRow], columns.ACTORS, of="actors")
def list_actors(here: HereNow, ask: asking.CountryFilters) -> Listed:
    """All known actors by name: countries, organisations and coalitions."""
    day = here.as_of(ask.as_of)
    listing = here.ds.read(actors.listing, False, tuple(ask.stance), ask.q, ask.has_position, day)
    return Listed(listing, lambda row: view.actor_row(row, here.urls))


@router.linked("/actors/{id}", summary="Get an actor as linked data")
async def get_actor_jsonld(
    here: HereNow, id: ActorName, ask: Annotated[asking.AsOf, Query()]
) -> Response:
    """An actor in the words of schema.org, as JSON-LD."""
    return answer(
        here, jsonld.actor(actor_of(here, _match(here, id), ask), here.about), media="jsonld"
    )


@router.data("/actors/{id}", view.CountryView, also=("jsonld",), summary="Get an actor")
async def get_actor(here: HereNow, id: ActorName, ask: Annotated[asking.AsOf, Query()]) -> Response:
    """One actor. The members of a coalition are null unless a source names them."""
    body = actor_of(here, _match(here, id), ask)
    return answer(here, body, canonical=body["links"]["canonical"])


def _match(here: Here, name: str) -> Match:
    return here.path_name(here.ds.meaning(resolve.actor, name))


@router.citation("/actors/{id}/position")
async def cite_actor_position(
    here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where an actor stands as CSL-JSON; its silence can be cited too."""
    return answer(
        here, csl.position(position_of(here, _match(here, id), ask), here.about), media="csl.json"
    )


@router.linked("/actors/{id}/position", summary="Get an actor's position as linked data")
async def get_actor_position_jsonld(
    here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where an actor stands in the words of schema.org, as JSON-LD, with the evidence in full."""
    return answer(
        here,
        jsonld.position(position_of(here, _match(here, id), ask), here.about, here.codes),
        media="jsonld",
    )


@router.data(
    "/actors/{id}/position",
    NamedPosition,
    also=("csl.json", "jsonld"),
    summary="Get an actor's position",
)
async def get_actor_position(
    here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where an actor stands, with the evidence in full."""
    return position_answer(here, _match(here, id), ask)


@router.list(
    "/actors/{id}/positions",
    ListView[PositionView],
    columns.POSITIONS,
    of="positions that an actor has held",
)
def list_actor_positions(here: HereNow, id: ActorName, ask: asking.QuestionAsk) -> Listed:
    """The history of an actor on a question, oldest first: superseded, retracted and current
    positions.
    """
    return history_of(here, _match(here, id), ask, below="/actors")
