"""Actors of all kinds: countries, organisations, coalitions."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.queries import actors, positions, resolve
from app.serving import DataRouter
from app.views import actors as view
from app.views import csl, jsonld
from app.views.positions import NamedPosition, PositionView, position
from app.views.shared import ListView

router = DataRouter(tags=["Actors"])
ActorName = Annotated[str, Path(description="Id or any name of an actor.", examples=["coalition-of-26"])]


@router.list("/actors", ListView[view.ActorRow], columns.ACTORS, of="actors")
def list_actors(here: HereNow, ask: asking.CountryFilters) -> Listed:
    """All known actors by name: countries, organisations and coalitions."""
    day = here.as_of(ask.as_of)
    listing = here.ds.read(actors.listing, False, tuple(ask.stance), ask.q, ask.has_position, day)
    return Listed(listing, lambda row: view.actor_row(row, here.urls))


def _actor(here: Here, name: str, ask: asking.AsOf) -> dict[str, Any]:
    match = here.path_name(here.ds.read(resolve.actor, name))
    row, names, speakers, counts = here.ds.read(actors.whole, match.id, here.as_of(ask.as_of))
    return view.actor(row, names, speakers, counts, here.urls) | {"matched_as": match.matched_as}


@router.linked("/actors/{id}", summary="Get an actor as linked data")
async def get_actor_jsonld(here: HereNow, id: ActorName, ask: Annotated[asking.AsOf, Query()]) -> Response:
    """An actor in the words of schema.org, as JSON-LD."""
    return answer(here, jsonld.actor(_actor(here, id, ask), here.about), media="jsonld")


@router.data("/actors/{id}", view.CountryView, also=("jsonld",), summary="Get an actor")
async def get_actor(here: HereNow, id: ActorName, ask: Annotated[asking.AsOf, Query()]) -> Response:
    """One actor. The members of a coalition are null unless a source names them."""
    body = _actor(here, id, ask)
    return answer(here, body, canonical=body["links"]["canonical"])


def _position(here: Here, name: str, ask: asking.PositionAsk) -> dict[str, Any]:
    match = here.path_name(here.ds.read(resolve.actor, name))
    question = here.question(ask.question)
    row = here.ds.read(positions.of_actor, match.id, question, here.as_of(ask.as_of, question))
    return position(row, here.urls, here.about) | {"matched_as": match.matched_as}


@router.citation("/actors/{id}/position")
async def cite_actor_position(here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]) -> Response:
    """Where an actor stands as CSL-JSON; its silence can be cited too."""
    return answer(here, csl.position(_position(here, id, ask), here.about), media="csl.json")


@router.linked("/actors/{id}/position", summary="Get an actor's position as linked data")
async def get_actor_position_jsonld(here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]) -> Response:
    """Where an actor stands in the words of schema.org, as JSON-LD, with the evidence in full."""
    return answer(here, jsonld.position(_position(here, id, ask), here.about, here.codes), media="jsonld")


@router.data("/actors/{id}/position", NamedPosition, also=("csl.json", "jsonld"), summary="Get an actor's position")
async def get_actor_position(here: HereNow, id: ActorName, ask: Annotated[asking.PositionAsk, Query()]) -> Response:
    """Where an actor stands, with the evidence in full."""
    body = _position(here, id, ask)
    return answer(here, body, canonical=body["links"]["canonical"])


@router.list("/actors/{id}/positions", ListView[PositionView], columns.POSITIONS, of="positions that an actor has held")
def list_actor_positions(here: HereNow, id: ActorName, ask: asking.QuestionAsk) -> Listed:
    """The history of an actor on a question, oldest first: superseded, retracted and current positions."""
    actor = here.path_name(here.ds.read(resolve.actor, id)).id
    listing = here.ds.read(positions.history, actor, here.question(ask.question))
    canonical = here.urls.list(f"/actors/{actor}/positions", [("question", ask.question)] if ask.question else [])
    return Listed(listing, lambda row: position(row, here.urls, here.about), canonical=canonical)
