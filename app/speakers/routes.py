"""Speakers: people, their dated roles and their statements."""

from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import RedirectResponse, Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import jsonld
from app.api.parameters import LONGEST_NAME
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter, NoParams
from app.lookup import names as resolve
from app.speakers import columns
from app.speakers import queries as people
from app.speakers.schemas import SpeakerList, SpeakerView, speaker
from app.statements import columns as statement_columns
from app.statements.lists import statement_list
from app.statements.parameters import StatementListParams
from app.statements.schemas import StatementList
from app.store.listing import Row

router = DataRouter(
    "Speakers", "People, and offices and bodies that speak, with their dated roles."
)
SpeakerName = Annotated[
    str,
    Path(
        description="The id or any name of a speaker.",
        max_length=LONGEST_NAME,
        examples=["giorgia-meloni"],
    ),
]


# of the id of a speaker who was merged into another one
_MERGED: dict[int | str, Any] = {308: {"description": "Merged into another speaker."}}


@router.list("/speakers", SpeakerList, columns.SPEAKERS, of="speakers")
def list_speakers(context: Context, params: asking.SpeakerListParams) -> ListResult:
    """The people, offices and bodies whose statements are recorded, by family name."""
    countries = context.resolve_ids("country", resolve.actor, params.country)
    listing = context.dataset.read(people.listing, params.q, countries)

    def flat(row: Row) -> Row:
        actors = (role["actor"] for role in row["roles"] if role["actor"])
        codes = context.actor_codes.get(next(actors, ""))
        return speaker(row, context.urls) | {"codes": codes}

    return ListResult(listing, lambda row: speaker(row, context.urls), flat)


def _speaker(context: RequestContext, name: str) -> dict[str, Any]:
    return speaker(context.dataset.read(people.by_id, _person(context, name)), context.urls)


def _person(context: RequestContext, name: str) -> str:
    return context.match_or_404(context.dataset.resolve_cached(resolve.person, name)).id


def _merged(context: RequestContext, name: str, suffix: str = "") -> Response | None:
    """The redirect for the id of somebody who was merged into another person; else None."""
    person = context.dataset.read(people.merged_into, name)
    if person is None:
        return None
    return RedirectResponse(context.urls.at("speakers", person, suffix=suffix), 308)


@router.linked("/speakers/{name}", "Get a speaker as linked data", responses=_MERGED)
async def get_speaker_jsonld(context: Context, name: SpeakerName, params: NoParams) -> Response:
    """One speaker as JSON-LD, in the vocabulary of schema.org."""
    if redirect := _merged(context, name, ".jsonld"):
        return redirect
    body = jsonld.person(_speaker(context, name), context.dataset_info, context.actor_codes)
    return answer(context, body)


@router.data("/speakers/{name}", SpeakerView, summary="Get a speaker", responses=_MERGED)
async def get_speaker(context: Context, name: SpeakerName, params: NoParams) -> Response:
    """One person with dated roles. The id of somebody merged into another record redirects
    there.
    """
    if redirect := _merged(context, name):
        return redirect
    body = _speaker(context, name)
    return answer(context, body, canonical=body["links"]["self"])


@router.list(
    "/speakers/{name}/statements",
    StatementList,
    statement_columns.STATEMENTS,
    of="statements of a speaker",
)
def list_speaker_statements(
    context: Context, name: SpeakerName, params: StatementListParams
) -> ListResult:
    """The statements of one person, with the filters of /statements."""
    person = _person(context, name)
    path = f"/speakers/{person}/statements"
    return statement_list(context, params, path=path, by_person=person)
