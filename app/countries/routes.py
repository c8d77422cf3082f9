"""Countries, by whatever name people write."""

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
from app.statements import columns as statement_columns
from app.statements.lists import statement_list
from app.statements.parameters import CountryStatementListParams
from app.statements.schemas import CountryStatementList, country_statement

router = DataRouter(
    "Countries",
    "Countries, found by code, name, former name, demonym, capital or flag, in any spelling.",
)
CountryName = Annotated[
    str,
    Path(
        description=(
            "A country by code, name, local or former name, demonym, capital or flag, in "
            "any spelling."
        ),
        max_length=LONGEST_NAME,
        examples=["italy"],
    ),
]


@router.list("/countries", view.ActorList, columns.ACTORS, of="countries")
def list_countries(context: Context, params: asking.ActorListParams) -> ListResult:
    """All countries by name, each with its stance on the first question. A country without a
    position is listed too.
    """
    return list_of(context, params, only_countries=True)


@router.linked("/countries/{name}", summary="Get a country as linked data")
async def get_country_jsonld(context: Context, name: CountryName, params: ActorQuery) -> Response:
    """A country as JSON-LD, in the vocabulary of schema.org."""
    return linked_actor(context, _match(context, name), params)


@router.data("/countries/{name}", view.CountryView, summary="Get a country")
async def get_country(context: Context, name: CountryName, params: ActorQuery) -> Response:
    """One country: codes, names, who speaks for it, counts and links."""
    return actor_answer(context, _match(context, name), params)


def _match(context: RequestContext, name: str) -> Match:
    return context.match_or_404(context.dataset.resolve_cached(resolve.country, name))


@router.citation("/countries/{name}/position", summary="Cite a country's position")
async def cite_country_position(
    context: Context, name: CountryName, params: PositionQuery
) -> Response:
    """A citation of the position of a country as CSL-JSON, also if it has no position."""
    return cited_position(context, _match(context, name), params)


@router.linked("/countries/{name}/position", summary="Get a country's position as linked data")
async def get_country_position_jsonld(
    context: Context, name: CountryName, params: PositionQuery
) -> Response:
    """The position of a country as JSON-LD, in the vocabulary of schema.org, with its evidence."""
    return linked_position(context, _match(context, name), params)


@router.data("/countries/{name}/position", NamedPosition, summary="Get a country's position")
async def get_country_position(
    context: Context, name: CountryName, params: PositionQuery
) -> Response:
    """The position of a country on a question, with all evidence. A known country without a
    position is a 200 too, with the stance `not_stated` and a `note` that says what this means.
    """
    return position_answer(context, _match(context, name), params)


@router.list(
    "/countries/{name}/positions",
    PositionList,
    position_columns.POSITIONS,
    of="positions that a country has held",
)
def list_country_positions(
    context: Context, name: CountryName, params: asking.QuestionParams
) -> ListResult:
    """The history of a country on a question, oldest first: superseded, retracted and current
    positions.
    """
    return history_of(context, _match(context, name), params, below="/countries")


@router.list(
    "/countries/{name}/statements",
    CountryStatementList,
    statement_columns.STATEMENTS,
    of="statements by or about a country",
)
def list_country_statements(
    context: Context, name: CountryName, params: CountryStatementListParams
) -> ListResult:
    """Statements by a country's speakers, about it, or both; each row says which."""
    country = _match(context, name).id
    return statement_list(
        context,
        params,
        path=f"/countries/{country}/statements",
        view=lambda row: country_statement(row, context.dataset_info, country),
        actor=country,
        side=tuple(params.role),
    )
