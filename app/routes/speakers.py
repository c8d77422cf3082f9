"""Speakers: people, their dated roles and their statements."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import RedirectResponse, Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.queries import people, resolve
from app.queries.listing import Row
from app.serving import DataRouter
from app.statement_lists import statement_list
from app.views import jsonld
from app.views.people import SpeakerView, speaker
from app.views.shared import ListView
from app.views.statements import StatementList

router = DataRouter(tags=["Speakers"])
SpeakerName = Annotated[
    str, Path(description="Slug or any name of the person.", examples=["giorgia-meloni"])
]


@router.list("/speakers", ListView[SpeakerView], columns.SPEAKERS, of="speakers")
def list_speakers(here: HereNow, ask: asking.SpeakerFilters) -> Listed:
    """Everybody whose statements are recorded, by family name."""
    listing = here.ds.read(
        people.listing, ask.q, here.values("country", resolve.actor, ask.country)
    )
    codes = here.codes

    def flat(row: Row) -> Row:
        shown = speaker(row, here.urls)
        return shown | {
            "codes": next((codes[role["actor"]] for role in shown["roles"] if role["actor"]), None)
        }

    return Listed(listing, lambda row: speaker(row, here.urls), flat)


def _speaker(here: Here, name: str) -> dict[str, Any]:
    match = here.path_name(here.ds.meaning(resolve.person, name))
    row = here.found(
        here.ds.read(people.one, match.id),
        "person",
        match.id,
        "There is no speaker with this slug.",
    )
    return speaker(row, here.urls)


@router.linked("/speakers/{slug}", summary="Get a speaker as linked data")
async def get_speaker_jsonld(
    here: HereNow, slug: SpeakerName, ask: Annotated[asking.Ask, Query()]
) -> Response:
    """One person in the words of schema.org, as JSON-LD."""
    merged = here.ds.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(here.urls.at("speakers", merged, suffix=".jsonld"), status_code=308)
    return answer(here, jsonld.person(_speaker(here, slug), here.about, here.codes), media="jsonld")


@router.data("/speakers/{slug}", SpeakerView, also=("jsonld",), summary="Get a speaker")
async def get_speaker(
    here: HereNow, slug: SpeakerName, ask: Annotated[asking.Ask, Query()]
) -> Response:
    """One person with dated roles. The slug of somebody merged into another record redirects
    there.
    """
    merged = here.ds.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(here.urls.at("speakers", merged), status_code=308)
    body = _speaker(here, slug)
    return answer(here, body, canonical=body["links"]["self"])


@router.list(
    "/speakers/{slug}/statements", StatementList, columns.STATEMENTS, of="statements of a speaker"
)
def list_speaker_statements(
    here: HereNow, slug: SpeakerName, ask: asking.StatementFilters
) -> Listed:
    """The statements of one person, with the filters of /statements."""
    person = here.path_name(here.ds.meaning(resolve.person, slug)).id
    path = f"/speakers/{person}/statements"
    return statement_list(here, ask, path=path, by_person=person)
