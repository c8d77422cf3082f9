"""Speakers: people, their dated roles and their statements."""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import RedirectResponse, Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import HereNow
from app.queries import people, resolve
from app.queries.listing import Row
from app.serving import DataRouter
from app.statement_lists import statement_list
from app.views.people import SpeakerView, speaker
from app.views.shared import ListView
from app.views.statements import StatementList, statement

router = DataRouter(tags=["Speakers"])
SpeakerName = Annotated[str, Path(description="Slug or any name of the person.", examples=["giorgia-meloni"])]


@router.list("/speakers", ListView[SpeakerView], columns.SPEAKERS, of="speakers")
def list_speakers(here: HereNow, ask: asking.SpeakerFilters) -> Listed:
    """Everybody whose statements are recorded, by family name."""
    listing = here.ds.read(people.listing, ask.q, here.values("country", resolve.actor, ask.country))
    codes = here.codes

    def flat(row: Row) -> Row:
        shown = speaker(row, here.urls)
        return shown | {"codes": next((codes[role["actor"]] for role in shown["roles"] if role["actor"]), None)}

    return Listed(listing, lambda row: speaker(row, here.urls), flat)


@router.data("/speakers/{slug}", SpeakerView, summary="Get a speaker")
async def get_speaker(here: HereNow, slug: SpeakerName, ask: Annotated[asking.Ask, Query()]) -> Response:
    """One person with dated roles. The slug of somebody merged into another record redirects there."""
    merged = here.ds.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(here.urls.at("speakers", merged), status_code=308)
    match = here.path_name(here.ds.read(resolve.person, slug))
    row = here.found(here.ds.read(people.one, match.id), "There is no speaker with this slug.")
    return answer(here, speaker(row, here.urls), canonical=here.urls.at("speakers", match.id))


@router.list("/speakers/{slug}/statements", StatementList, columns.STATEMENTS, of="statements of a speaker")
def list_speaker_statements(here: HereNow, slug: SpeakerName, ask: asking.StatementFilters) -> Listed:
    """The statements of one person, with the filters of /statements."""
    person = here.path_name(here.ds.read(resolve.person, slug)).id
    path = f"/speakers/{person}/statements"
    return statement_list(here, ask, lambda row: statement(row, here.urls, here.about), path=path, by_person=person)
