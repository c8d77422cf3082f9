"""Countries, by whatever name people write."""

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
from app.statement_lists import statement_list
from app.views import actors as view
from app.views import csl, jsonld
from app.views.positions import NamedPosition, PositionView
from app.views.shared import ListView
from app.views.statements import CountryStatementList, country_statement

router = DataRouter(tags=["Countries"])
CountryName = Annotated[
    str,
    Path(
        description=(
            "A country by code, name, local or former name, demonym, capital or flag, in "
            "any spelling."
        ),
        examples=["italy"],
    ),
]


@router.list("/countries", ListView[view.ActorRow], columns.ACTORS, of="countries")
def list_countries(here: HereNow, ask: asking.CountryFilters) -> Listed:
    """All countries by name, each with its stance on the first question. A country without a
    position is listed too.
    """
    day = here.as_of(ask.as_of)
    listing = here.ds.read(actors.listing, True, tuple(ask.stance), ask.q, ask.has_position, day)
    return Listed(listing, lambda row: view.actor_row(row, here.urls))


@router.linked("/countries/{name}", summary="Get a country as linked data")
async def get_country_jsonld(
    here: HereNow, name: CountryName, ask: Annotated[asking.AsOf, Query()]
) -> Response:
    """A country in the words of schema.org, as JSON-LD."""
    return answer(
        here, jsonld.actor(actor_of(here, _match(here, name), ask), here.about), media="jsonld"
    )


@router.data("/countries/{name}", view.CountryView, also=("jsonld",), summary="Get a country")
async def get_country(
    here: HereNow, name: CountryName, ask: Annotated[asking.AsOf, Query()]
) -> Response:
    """One country: codes, names, who speaks for it, counts and links."""
    body = actor_of(here, _match(here, name), ask)
    return answer(here, body, canonical=body["links"]["canonical"])


def _match(here: Here, name: str) -> Match:
    return here.path_name(here.ds.meaning(resolve.country, name))


@router.citation("/countries/{name}/position")
async def cite_country_position(
    here: HereNow, name: CountryName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where a country stands as CSL-JSON; its silence can be cited too."""
    return answer(
        here, csl.position(position_of(here, _match(here, name), ask), here.about), media="csl.json"
    )


@router.linked("/countries/{name}/position", summary="Get a country's position as linked data")
async def get_country_position_jsonld(
    here: HereNow, name: CountryName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where a country stands in the words of schema.org, as JSON-LD, with the evidence in full."""
    return answer(
        here,
        jsonld.position(position_of(here, _match(here, name), ask), here.about, here.codes),
        media="jsonld",
    )


@router.data(
    "/countries/{name}/position",
    NamedPosition,
    also=("csl.json", "jsonld"),
    summary="Get a country's position",
)
async def get_country_position(
    here: HereNow, name: CountryName, ask: Annotated[asking.PositionAsk, Query()]
) -> Response:
    """Where a country stands, with the evidence in full. A known country that has said nothing
    answers 200 and says so.
    """
    return position_answer(here, _match(here, name), ask)


@router.list(
    "/countries/{name}/positions",
    ListView[PositionView],
    columns.POSITIONS,
    of="positions that a country has held",
)
def list_country_positions(here: HereNow, name: CountryName, ask: asking.QuestionAsk) -> Listed:
    """The history of a country on a question, oldest first: superseded, retracted and current
    positions.
    """
    return history_of(here, _match(here, name), ask, below="/countries")


@router.list(
    "/countries/{name}/statements",
    CountryStatementList,
    columns.STATEMENTS,
    of="statements by or about a country",
)
def list_country_statements(
    here: HereNow, name: CountryName, ask: asking.CountryStatementFilters
) -> Listed:
    """Statements by a country's speakers, about it, or both; each row says which."""
    country = here.path_name(here.ds.meaning(resolve.country, name)).id
    return statement_list(
        here,
        ask,
        path=f"/countries/{country}/statements",
        view=lambda row: country_statement(row, here.about, country),
        actor=country,
        side=tuple(ask.role),
    )
