"""Sources: the documents, what they cover, and every sentence of an archived one."""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.queries import sources
from app.serving import DataRouter
from app.views import csl, jsonld
from app.views.shared import ListView
from app.views.sources import PassageView, SourceView, passage, source

router = DataRouter(tags=["Sources"])
Nothing = Annotated[asking.Ask, Query()]
SourceSlug = Annotated[str, Path(description="Slug of a source.", examples=["rapala-26-nations"])]
_NONE = "There is no source with this slug."


@router.list("/sources", ListView[SourceView], columns.SOURCES, of="sources")
def list_sources(here: HereNow, ask: asking.Ask) -> Listed:
    """All documents by title."""
    return Listed(here.ds.read(sources.listing), lambda row: source(row, here.urls, here.about))


def _source(here: Here, slug: str) -> dict[str, Any]:
    return source(
        here.found(here.ds.read(sources.one, slug), "source", slug, _NONE), here.urls, here.about
    )


@router.citation("/sources/{slug}")
async def cite_source(here: HereNow, slug: SourceSlug, ask: Nothing) -> Response:
    """A document as CSL-JSON."""
    return answer(here, csl.source(_source(here, slug), here.about), media="csl.json")


@router.linked("/sources/{slug}", summary="Get a source as linked data")
async def get_source_jsonld(here: HereNow, slug: SourceSlug, ask: Nothing) -> Response:
    """A document in the words of schema.org, as JSON-LD."""
    return answer(here, jsonld.source(_source(here, slug), here.about), media="jsonld")


@router.data("/sources/{slug}", SourceView, also=("csl.json", "jsonld"), summary="Get a source")
async def get_source(here: HereNow, slug: SourceSlug, ask: Nothing) -> Response:
    """One document, its checksum, and how much of it is accounted for."""
    body = _source(here, slug)
    return answer(here, body, canonical=body["links"]["self"])


@router.list(
    "/sources/{slug}/passages", ListView[PassageView], columns.PASSAGES, of="passages of a source"
)
def list_passages(here: HereNow, slug: SourceSlug, ask: asking.Ask) -> Listed:
    """Every sentence of an archived source in the order of the text, coded by who speaks in it."""
    row = here.found(here.ds.read(sources.one, slug), "source", slug, _NONE)
    return Listed(here.ds.read(sources.passages, row["id"]), passage)
