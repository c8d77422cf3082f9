"""The page of the dataset: what is published here, its licence, citation and versions."""

from fastapi import Request
from fastapi.responses import Response

from app.api.context import Context
from app.api.formats import jsonld
from app.api.routers import NoParams, PageRouter
from app.api.routing import whole_lists
from app.changes import queries as change_queries
from app.changes.schemas import version
from app.dataset import queries as dataset_queries
from app.dataset import schemas
from app.html import citations
from app.html.layout import Head, browse_page, forms_of
from app.sources import queries as source_queries
from app.sources.schemas import source
from app.speakers import queries as speaker_queries
from app.speakers.schemas import speaker
from app.store.listing import Listing, Row

router = PageRouter()
_MOST = 100  # rows of one list on a page
SOURCES, SPEAKERS = 20, 90  # on the page; the pages with the lists have all of them


@router.page("/browse/dataset", of=("/dataset",))
async def browse_dataset(request: Request, context: Context, params: NoParams) -> Response:
    """What is published here: version, counts, licence, citation, what was published before, every
    source and speaker.
    """
    dataset, urls, info = context.dataset, context.urls, context.dataset_info
    lists = whole_lists(request.app.routes)
    one = schemas.dataset(context.about_dataset, info, lists, dataset.whole_files.values())
    links = one["links"]

    def rows(listing: Listing, most: int = _MOST) -> list[Row]:
        return dataset.read(listing.page, None, most)

    head = Head(
        embedded=False,
        title=f"{one['description'].rstrip('.')}: the dataset",
        description=one["description"],
        url=links["page"],
        forms=(
            *forms_of(links["self"], "json", "jsonld", "csl.json"),
            (urls.at("changes", "feed"), "feed"),
            (urls.at("changes", "feed.xml"), "atom"),
        ),
    )
    return browse_page(
        context,
        "pages/dataset.html",
        head,
        data=jsonld.dataset(one, info, dataset.cached(dataset_queries.scope)),
        one=one,
        versions=[
            version(row, urls, dataset.version)
            for row in rows(dataset.read(change_queries.releases))
        ],
        copies=citations.dataset(one, info),
        sources=[source(row, info) for row in rows(source_queries.listing, SOURCES)],
        speakers=[speaker(row, urls) for row in rows(speaker_queries.everybody, SPEAKERS)],
        questions=rows(dataset.cached(dataset_queries.questions)),
        topics=rows(dataset.cached(dataset_queries.topics)),
    )
