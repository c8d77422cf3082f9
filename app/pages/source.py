"""The page of a source: the document, its passages, and the statements cut from it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from fastapi.responses import RedirectResponse, Response
from pydantic import Field

from app.api.context import Context, RequestContext
from app.api.formats import jsonld
from app.api.parameters import QueryParams
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
_LONGEST_TEXT = 1_000_000  # passages
_SAME_ROOT = 50  # other documents of the same root


class SourcePageParams(QueryParams):
    """Which part of a long text is shown."""

    passage: int = Field(
        1,
        ge=1,
        le=_LONGEST_TEXT,
        description="The number of a passage. The page shows the part of the text that it is in.",
        examples=[501],
    )


@router.page("/browse/sources/{id}", of=("/sources/{id}",))
async def browse_source(
    context: Context, id: str, params: Annotated[SourcePageParams, Query()]
) -> Response:
    """A source: its checksum, how much of it is used, its sentences, at most some hundred on one
    page, and the statements cut from it.
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
    size, total = schemas.PASSAGES_OF_PAGE, source["coverage"]["passages"] or 0
    first = min(params.passage - 1, max(0, total - 1)) // size * size
    return browse_page(
        context,
        "pages/source.html",
        head,
        one=source,
        passages=passages_of(context, id, first, size),
        parts_of_text=[
            {
                "first": start + 1,
                "last": min(start + size, total),
                "url": schemas.passage_page(context.urls, id, start + 1).partition("#")[0],
                "shown": start == first,
            }
            for start in range(0, total, size)
            if start in (0, first - size, first, first + size, (total - 1) // size * size)
        ],
        said=said,
        same_root=same_root[:_SAME_ROOT],
        others_of_root=context.dataset.read(source_queries.number_of_root, root) - 1,
        copies=citations.source(source, context.dataset_info),
        sentences=archived_sentences(context, said),
        data=jsonld.source(source, context.dataset_info),
    )


def passages_of(context: RequestContext, source: str, after: int, most: int) -> list[Row]:
    """The passages of a source behind the number `after`, in their order, up to `most`."""
    page = source_queries.passages(source).page
    return [schemas.passage(row) for row in context.dataset.read(page, (after,), most)]


@router.forward("/browse/sources/{id}/passages/{number}", of=("/sources/{id}/passages/{number}",))
async def browse_passage(context: Context, id: str, number: str, params: NoParams) -> Response:
    """A sentence of a source: the page of the source, at this sentence."""
    if number.isascii() and number.isdigit() and len(number) < 7:
        page = schemas.passage_page(context.urls, id, int(number))
    else:
        page = context.urls.page(context.urls.at("sources", id))
        page += f"#passage-{quote(number, safe='')}"
    return RedirectResponse(page, status_code=303)
