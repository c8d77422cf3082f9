"""The page of a source: the document, its passages, and the statements cut from it."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import MEDIA, jsonld
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.html import citations as citing
from app.html.layout import Head, archived_sentences, browse_page
from app.sources import queries as sources
from app.sources.schemas import passage, source
from app.statements import filters as statement_filters
from app.statements import queries as statements
from app.store.listing import Row

router = PageRouter()
_SHOWN = 100  # statements on one page; the list holds all of them
_MOST = 20_000  # passages of a source


@router.page("/browse/sources/{slug}", of=("/sources/{slug}",))
async def browse_source(
    context: Context, slug: str, params: Annotated[QueryParams, Query()]
) -> Response:
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
    listing = statements.listing(statement_filters.StatementFilters({"source": (slug,)}), "newest")
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
    return browse_page(
        context,
        "pages/source.html",
        head,
        one=one,
        passages=passages_of(context, slug),
        said=said,
        kin=kin,
        copies=citing.source(one, context.dataset_info),
        sentences=archived_sentences(context, said),
        data=jsonld.source(one, context.dataset_info),
    )


def passages_of(context: RequestContext, source: str) -> list[Row]:
    """All passages of a source, in their order."""
    listing = context.dataset.read(sources.passages, source)
    return [passage(row) for row in context.dataset.read(listing.page, None, _MOST)]
