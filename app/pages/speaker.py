"""The page of a speaker: dated roles and statements."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from app.api.context import Context
from app.api.formats import MEDIA, jsonld
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.html.layout import Head, archived_sentences, browse_page
from app.lookup import names as resolve
from app.speakers import queries as people
from app.speakers.schemas import speaker
from app.statements import filters as statement_filters
from app.statements import queries as statements

router = PageRouter()
_SHOWN = 100  # statements on one page; the list holds all of them


@router.page("/browse/speakers/{slug}", of=("/speakers/{slug}",))
async def browse_speaker(
    context: Context, slug: str, params: Annotated[QueryParams, Query()]
) -> Response:
    """A person: dated roles and statements. The slug of somebody merged into another record
    redirects there.
    """
    merged = context.dataset.read(people.merged_into, slug)
    if merged is not None:
        return RedirectResponse(
            context.urls.page(context.urls.at("speakers", merged)), status_code=308
        )
    match = context.match_or_404(context.dataset.resolve_cached(resolve.person, slug))
    row = context.row_or_404(
        context.dataset.read(people.one, match.id),
        "person",
        match.id,
        "There is no speaker with this slug.",
    )
    one = speaker(row, context.urls)
    listing = statements.listing(statement_filters.StatementFilters(by_person=one["id"]), "newest")
    said = [
        as_data(row, context.dataset_info)
        for row in context.dataset.read(listing.page, None, _SHOWN)
    ]
    roles = "; ".join(role["title"] for role in one["roles"])
    count = (
        f"{one['statements']} recorded {'statement' if one['statements'] == 1 else 'statements'}"
    )
    head = Head(
        title=f"{one['name']}: roles and statements",
        url=one["links"]["page"],
        kind="profile",
        description=(
            f"{one['name']}{f', {roles}' if roles else ''}: {count}, each with its words "
            "and its source."
        ),
        forms=(
            (f"{one['links']['self']}.json", MEDIA["json"]),
            (f"{one['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{one['links']['statements']}.csv", "text/csv"),
        ),
    )
    known = context.actor_codes
    return browse_page(
        context,
        "pages/speaker.html",
        head,
        one=one,
        said=said,
        actors=known,
        sentences=archived_sentences(context, said),
        data=jsonld.person(one, context.dataset_info, known),
    )
