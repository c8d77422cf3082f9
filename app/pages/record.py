"""Pages for people: a statement inside its source, a speaker, a source."""

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, jsonld
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.dataset import queries as about
from app.embeds.snippets import snippets
from app.html import citations as citing
from app.html import text as words
from app.html.layout import Head, browse
from app.html.pages import sentences_of
from app.lookup import names as resolve
from app.positions import queries as positions
from app.sources import queries as sources
from app.sources.schemas import passage, source
from app.speakers import queries as people
from app.speakers.schemas import speaker
from app.statements import filters as statement_filters
from app.statements import queries as statements
from app.store.listing import Row

router = PageRouter()
Nothing = Annotated[QueryParams, Query()]
_SHOWN = 100  # statements on one page; the list holds all of them
_MOST = 20_000  # passages of a source


@router.page("/browse/statements/{id}", of=("/statements/{id}",))
async def browse_statement(context: Context, id: str, params: Nothing) -> Response:
    """A statement: its words inside the text of their source, who said them and when, and what
    rests on them.
    """
    row = context.row_or_404(
        context.dataset.read(statements.one, id),
        "statement",
        id,
        "There is no statement with this id.",
    )
    said = as_data(row, context.dataset_info)
    held = [
        {**row, "url": context.urls.base + row["page"]}
        for row in context.dataset.read(positions.resting_on, id)
    ]
    who = _who(said)
    head = Head(
        title=f"{who}: {said['summary'].rstrip('.')}",
        url=said["links"]["page"],
        kind="article",
        description=f"{said['summary']} ({_told(said)})",
        forms=(
            (f"{said['links']['self']}.json", MEDIA["json"]),
            (said["links"]["csl"], MEDIA["csl.json"]),
            (f"{said['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{said['links']['self']}/annotation", MEDIA["annotation"]),
        ),
    )
    text = context.dataset.read(sources.text, said["source"]["id"])
    lines = None
    if text is not None and said["selector"]["start"] is not None:
        lines = words.laid_out(
            text, _passages(context, said["source"]["id"]), said["selector"], said["quoted"]
        )
    topics = context.dataset.cached(about.topics)
    labels = {row["id"]: row["label"] for row in context.dataset.read(topics.page, None, _MOST)}
    known = context.actor_codes
    return browse(
        context,
        "statement",
        head,
        said=said,
        who=who,
        lines=lines,
        held=held,
        topics=labels,
        copies=citing.statement(said, context.dataset_info),
        embeds=snippets(
            context.urls,
            context.dataset.version,
            "statement",
            title=head.title,
            name=("statements", id),
            page=context.urls.live(head.url),
        ),
        actors=known,
        data=jsonld.statement(said, context.dataset_info, known),
    )


def _who(said: dict[str, Any]) -> str:
    """Whose claim it is, as a name."""
    if said["speaker"]:
        return str(said["speaker"]["name"])
    return str(said["source"]["publisher"]) if said["kind"] == "narration" else "An unnamed speaker"


def _told(said: dict[str, Any]) -> str:
    return (
        f"{'written' if said['kind'] == 'narration' else 'reported'} by "
        f"{said['source']['publisher']}"
    )


def _passages(context: RequestContext, source: str) -> list[Row]:
    listing = context.dataset.read(sources.passages, source)
    return [passage(row) for row in context.dataset.read(listing.page, None, _MOST)]


@router.page("/browse/speakers/{slug}", of=("/speakers/{slug}",))
async def browse_speaker(context: Context, slug: str, params: Nothing) -> Response:
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
    return browse(
        context,
        "speaker",
        head,
        one=one,
        said=said,
        actors=known,
        sentences=sentences_of(context, said),
        data=jsonld.person(one, context.dataset_info, known),
    )


@router.page("/browse/sources/{slug}", of=("/sources/{slug}",))
async def browse_source(context: Context, slug: str, params: Nothing) -> Response:
    """A document: its checksum, how much of it is used, every sentence, and what was cut from
    it.
    """
    row = context.row_or_404(
        context.dataset.read(sources.one, slug),
        "source",
        slug,
        "There is no source with this slug.",
    )
    one = source(row, context.urls, context.dataset_info)
    listing = statements.listing(statement_filters.StatementFilters(source=(slug,)), "newest")
    said = [
        as_data(row, context.dataset_info)
        for row in context.dataset.read(listing.page, None, _SHOWN)
    ]
    head = Head(
        embedded=False,
        title=f"{one['title']} ({one['publisher']})",
        url=one["links"]["page"],
        kind="article",
        description=(
            f"{one['title']}, {one['publisher']}: every passage with who speaks in it, and "
            "the statements cut from it."
        ),
        forms=(
            (f"{one['links']['self']}.json", MEDIA["json"]),
            (f"{one['links']['self']}.jsonld", MEDIA["jsonld"]),
            (f"{one['links']['passages']}.csv", "text/csv"),
            (one["links"]["csl"], MEDIA["csl.json"]),
        ),
    )
    kin = [
        {**other, "url": context.urls.page(context.urls.at("sources", other["id"]))}
        for other in context.dataset.read(sources.of_root, one["root"])
        if other["id"] != slug
    ]
    return browse(
        context,
        "source",
        head,
        one=one,
        passages=_passages(context, slug),
        said=said,
        kin=kin,
        copies=citing.source(one, context.dataset_info),
        sentences=sentences_of(context, said),
        data=jsonld.source(one, context.dataset_info),
    )
