"""The page of a source: the document, its passages, and the statements cut from it."""

from urllib.parse import quote

from fastapi.responses import RedirectResponse, Response

from app.api.context import Context, RequestContext
from app.api.formats import jsonld
from app.api.routers import NoParams, PageRouter
from app.html import citations
from app.html.layout import Head, archived_sentences, browse_page, forms_of, newest_statements
from app.html.text import source_title
from app.sources import queries as source_queries
from app.sources import schemas
from app.statements.filters import StatementFilters
from app.store.listing import Row

router = PageRouter()
_SHOWN = 100  # statements on one page; the list has all of them
_SHOWN_PASSAGES = 500  # the data have all of them
_SAME_ROOT = 50  # other documents of the same root


@router.page("/browse/sources/{id}", of=("/sources/{id}",))
async def browse_source(context: Context, id: str, params: NoParams) -> Response:
    """A source: its checksum, how much of it is used, every sentence, and the statements cut from
    it.
    """
    row = context.row_or_404(context.dataset.read(source_queries.by_id, id), "source", id)
    source = schemas.source(row, context.dataset_info)
    links, title = source["links"], source_title(source)
    named = f"{title}, {source['publisher']}" if source["title"] else title
    said = newest_statements(context, StatementFilters({"source": (id,)}), _SHOWN)
    head = Head(
        embedded=False,
        title=f"{title} ({source['publisher']})" if source["title"] else title,
        url=links["page"],
        kind="article",
        description=(
            f"{named}: every passage with who speaks in it, and the statements cut from it."
        ),
        forms=(
            *forms_of(links["self"], "json", "jsonld"),
            *forms_of(links["passages"], "csv"),
            (links["csl"], "csl.json"),
        ),
    )
    root = source["root"]
    # One more, because the source itself may be among them.
    of_root = context.dataset.read(source_queries.of_root, root, _SAME_ROOT + 1)
    same_root = [
        {**other, "url": context.urls.page(context.urls.at("sources", other["id"]))}
        for other in of_root
        if other["id"] != id
    ]
    return browse_page(
        context,
        "pages/source.html",
        head,
        one=source,
        passages=passages_of(context, id, _SHOWN_PASSAGES),
        said=said,
        same_root=same_root[:_SAME_ROOT],
        others_of_root=context.dataset.read(source_queries.number_of_root, root) - 1,
        copies=citations.source(source, context.dataset_info),
        sentences=archived_sentences(context, said),
        data=jsonld.source(source, context.dataset_info),
    )


def passages_of(context: RequestContext, source: str, most: int) -> list[Row]:
    """The passages of a source, in their order, up to `most`."""
    page = source_queries.passages(source).page
    return [schemas.passage(row) for row in context.dataset.read(page, None, most)]


@router.forward("/browse/sources/{id}/passages/{number}", of=("/sources/{id}/passages/{number}",))
async def browse_passage(context: Context, id: str, number: str, params: NoParams) -> Response:
    """A sentence of a source: the page of the source, at this sentence."""
    page = context.urls.page(context.urls.at("sources", id))
    return RedirectResponse(f"{page}#passage-{quote(number, safe='')}", status_code=303)
