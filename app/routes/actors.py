"""Actors of all kinds: countries, organisations, coalitions."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import HereNow
from app.queries import actors, positions, resolve
from app.serving import DataRouter
from app.views import actors as view
from app.views.positions import NamedPosition, position
from app.views.shared import ListView

router = DataRouter(tags=["Actors"])
ActorName = Annotated[str, Path(description="Id or any name of an actor.", examples=["coalition-of-26"])]


@router.list("/actors", ListView[view.ActorRow], columns.ACTORS, of="actors")
def list_actors(here: HereNow, ask: asking.CountryFilters) -> Listed:
    """All known actors by name: countries, organisations and coalitions."""
    listing = here.ds.read(actors.listing, False, tuple(ask.stance), ask.q, ask.has_position)
    return Listed(listing, lambda row: view.actor_row(row, here.urls))


@router.data("/actors/{id}", view.CountryView, summary="Get an actor")
async def get_actor(here: HereNow, id: ActorName, ask: Annotated[asking.Ask, Query()]) -> Response:
    """One actor. The members of a coalition are null unless a source names them."""
    match = here.path_name(here.ds.read(resolve.actor, id))
    row, names, speakers, counts = here.ds.read(actors.whole, match.id)
    body = view.actor(row, names, speakers, counts, here.urls) | {"matched_as": match.matched_as}
    return answer(here, body, canonical=here.urls.actor(row["type"], match.id))


@router.data("/actors/{id}/position", NamedPosition, summary="Get an actor's position")
async def get_actor_position(here: HereNow, id: ActorName, ask: Annotated[asking.QuestionAsk, Query()]) -> Response:
    """Where an actor stands, with the evidence in full."""
    match = here.path_name(here.ds.read(resolve.actor, id))
    row = here.ds.read(positions.of_actor, match.id, here.question(ask.question))
    body = position(row, here.urls, here.about) | {"matched_as": match.matched_as}
    return answer(here, body, canonical=body["links"]["canonical"])
