"""The page of a speaker: dated roles and statements."""

from fastapi.responses import RedirectResponse, Response

from app.api.context import Context
from app.api.formats import jsonld
from app.api.routers import NoParams, PageRouter
from app.html.layout import (
    Head,
    archived_sentences,
    browse_page,
    forms_of,
    newest_statements,
    sole,
)
from app.html.text import counted
from app.lookup import names
from app.speakers import queries as speaker_queries
from app.speakers import schemas
from app.statements.filters import StatementFilters

router = PageRouter()
_SHOWN = 100  # statements on one page; the list has all of them


@router.page("/browse/speakers/{name}", of=("/speakers/{name}",))
async def browse_speaker(context: Context, name: str, params: NoParams) -> Response:
    """A person: dated roles and statements. If the person was merged into another one, the id
    redirects there.
    """
    merged = context.dataset.read(speaker_queries.merged_into, name)
    if merged is not None:
        return RedirectResponse(
            context.urls.page(context.urls.at("speakers", merged)), status_code=308
        )
    match = context.match_or_404(context.dataset.resolve_cached(names.person, name))
    speaker = schemas.speaker(context.dataset.read(speaker_queries.by_id, match.id), context.urls)
    links = speaker["links"]
    said = newest_statements(context, StatementFilters(by_person=speaker["id"]), _SHOWN)
    roles = "; ".join(role["title"] for role in speaker["roles"])
    head = Head(
        title=f"{speaker['name']}: roles and statements",
        url=links["page"],
        kind="profile",
        description=(
            f"{speaker['name']}{f', {roles}' if roles else ''}: "
            f"{counted(speaker['statements'], 'recorded statement')}, each with its words and its "
            "source."
        ),
        forms=(*forms_of(links["self"], "json", "jsonld"), *forms_of(links["statements"], "csv")),
        actor=sole(role["actor"] for role in speaker["roles"]),
    )
    return browse_page(
        context,
        "pages/speaker.html",
        head,
        one=speaker,
        said=said,
        actors=context.actor_codes,
        sentences=archived_sentences(context, said),
        data=jsonld.person(speaker, context.dataset_info, context.actor_codes),
    )
