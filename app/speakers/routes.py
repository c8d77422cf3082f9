"""Speakers: people, their dated roles and their statements."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import RedirectResponse, Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import jsonld
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter
from app.lookup import names as resolve
from app.speakers import columns
from app.speakers import queries as people
from app.speakers.schemas import SpeakerList, SpeakerView, speaker
from app.statements import columns as statement_columns
from app.statements.lists import statement_list
from app.statements.parameters import StatementListParams
from app.statements.schemas import StatementList
from app.store.listing import Row

router = DataRouter(tags=["Speakers"])
SpeakerName = Annotated[
    str, Path(description="Slug or any name of the person.", examples=["giorgia-meloni"])
]


@router.list("/speakers", SpeakerList, columns.SPEAKERS, of="speakers")
def list_speakers(context: Context, params: asking.SpeakerListParams) -> ListResult:
    """Everybody whose statements are recorded, by family name."""
    listing = context.dataset.read(
        people.listing, params.q, context.resolve_ids("country", resolve.actor, params.country)
    )
    codes = context.actor_codes

    def flat(row: Row) -> Row:
        shown = speaker(row, context.urls)
        return shown | {
            "codes": next((codes[role["actor"]] for role in shown["roles"] if role["actor"]), None)
        }

    return ListResult(listing, lambda row: speaker(row, context.urls), flat)


def _speaker(context: RequestContext, name: str) -> dict[str, Any]:
    match = context.match_or_404(context.dataset.resolve_cached(resolve.person, name))
    row = context.row_or_404(
        context.dataset.read(people.one, match.id),
        "person",
        match.id,
        "There is no speaker with this slug.",
    )
    return speaker(row, context.urls)


@router.linked("/speakers/{slug}", summary="Get a speaker as linked data")
async def get_speaker_jsonld(
    context: Context, slug: SpeakerName, params: Annotated[asking.QueryParams, Query()]
) -> Response:
    """One person in the words of schema.org, as JSON-LD."""
    merged = context.dataset.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(
            context.urls.at("speakers", merged, suffix=".jsonld"), status_code=308
        )
    return answer(
        context,
        jsonld.person(_speaker(context, slug), context.dataset_info, context.actor_codes),
        media="jsonld",
    )


@router.data("/speakers/{slug}", SpeakerView, summary="Get a speaker")
async def get_speaker(
    context: Context, slug: SpeakerName, params: Annotated[asking.QueryParams, Query()]
) -> Response:
    """One person with dated roles. The slug of somebody merged into another record redirects
    there.
    """
    merged = context.dataset.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(context.urls.at("speakers", merged), status_code=308)
    body = _speaker(context, slug)
    return answer(context, body, canonical=body["links"]["self"])


@router.list(
    "/speakers/{slug}/statements",
    StatementList,
    statement_columns.STATEMENTS,
    of="statements of a speaker",
    start=(None, ""),
)
def list_speaker_statements(
    context: Context, slug: SpeakerName, params: StatementListParams
) -> ListResult:
    """The statements of one person, with the filters of /statements."""
    person = context.match_or_404(context.dataset.resolve_cached(resolve.person, slug)).id
    path = f"/speakers/{person}/statements"
    return statement_list(context, params, path=path, by_person=person)
