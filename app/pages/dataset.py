"""The page of the dataset: what is published here, its licence, citation and versions."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.formats import MEDIA, jsonld
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.changes import queries as changes
from app.changes import schemas as changes_view
from app.dataset import queries as about
from app.dataset import schemas as about_view
from app.html import citations as citing
from app.html.layout import Head, browse_page
from app.lookup import dataset as dataset_lookup
from app.pages.position_filters import whole_list
from app.sources import queries as sources
from app.sources.schemas import source
from app.speakers import queries as people
from app.speakers.schemas import speaker

router = PageRouter()
_MOST = 1000  # rows of one list on a page


@router.page("/browse/dataset", of=("/dataset",))
async def browse_dataset(context: Context, params: Annotated[QueryParams, Query()]) -> Response:
    """What is published here: version, counts, licence, citation, what was published before, every
    source and speaker.
    """
    one = about_view.dataset(
        context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
    )
    releases = context.dataset.read(changes.releases)
    versions = [
        changes_view.version(row, context.urls, context.dataset.version)
        for row in context.dataset.read(releases.page, None, _MOST)
    ]
    data = one["links"]["self"]
    head = Head(
        embedded=False,
        title=f"{one['description'].rstrip('.')}: the dataset",
        description=one["description"],
        url=one["links"]["page"],
        forms=(
            (f"{data}.json", MEDIA["json"]),
            (f"{data}.jsonld", MEDIA["jsonld"]),
            (one["links"]["csl"], MEDIA["csl.json"]),
            (context.urls.at("changes", "feed"), MEDIA["feed"]),
            (context.urls.at("changes", "feed.xml"), "application/atom+xml"),
        ),
    )
    return browse_page(
        context,
        "pages/dataset.html",
        head,
        data=jsonld.dataset(one, context.dataset_info, context.dataset.cached(about.scope)),
        one=one,
        versions=versions,
        copies=citing.dataset(one, context.dataset_info),
        sources=[
            source(row, context.urls, context.dataset_info)
            for row in whole_list(context, context.dataset.read(sources.listing))
        ],
        speakers=[
            speaker(row, context.urls)
            for row in whole_list(context, context.dataset.read(people.listing, None, ()))
        ],
        questions=whole_list(context, context.dataset.cached(about.questions)),
        topics=whole_list(context, context.dataset.cached(about.topics)),
    )
