"""Sources: the documents, what they cover, and every sentence of an archived one."""

import re
from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import csl, jsonld
from app.api.parameters import LONGEST_NAME
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter, NoParams
from app.problems import TextNotGivenOut, UnknownName
from app.sources import columns
from app.sources import queries as sources
from app.sources.schemas import (
    PassageInContextView,
    PassageList,
    SourceList,
    SourceView,
    passage,
    passage_in_context,
    source,
)
from app.store.listing import Row

router = DataRouter("Sources", "Documents, their checksums, their coverage and every sentence.")
SourceId = Annotated[
    str,
    Path(
        description="The id of a source.",
        max_length=LONGEST_NAME,
        examples=["rapala-26-nations"],
    ),
]
PassageNumber = Annotated[
    str,
    Path(description="The place of a sentence in the text, from 1.", max_length=9, examples=["3"]),
]


@router.list("/sources", SourceList, columns.SOURCES, of="sources")
def list_sources(context: Context, params: asking.QueryParams) -> ListResult:
    """All documents by title."""
    return ListResult(
        sources.listing,
        lambda row: source(row, context.dataset_info),
    )


def _row(context: RequestContext, id: str) -> Row:
    row = context.dataset.read(sources.by_id, id)
    return context.row_or_404(row, "source", id)


def _source(context: RequestContext, id: str) -> dict[str, Any]:
    return source(_row(context, id), context.dataset_info)


@router.citation("/sources/{id}", summary="Cite a source")
async def cite_source(context: Context, id: SourceId, params: NoParams) -> Response:
    """A citation of a document as CSL-JSON."""
    return answer(context, csl.source(_source(context, id), context.dataset_info))


@router.linked("/sources/{id}", summary="Get a source as linked data")
async def get_source_jsonld(context: Context, id: SourceId, params: NoParams) -> Response:
    """A document as JSON-LD, in the vocabulary of schema.org."""
    return answer(context, jsonld.source(_source(context, id), context.dataset_info))


@router.data("/sources/{id}", SourceView, summary="Get a source")
async def get_source(context: Context, id: SourceId, params: NoParams) -> Response:
    """One document: where it was published, the checksum of its text, and how many of its sentences
    are annotated and used.
    """
    body = _source(context, id)
    return answer(context, body, canonical=body["links"]["self"])


@router.text("/sources/{id}/text", summary="Get the archived text of a source")
async def get_source_text(context: Context, id: SourceId, params: NoParams) -> Response:
    """The archived text or excerpts, with exactly the bytes from which `text_sha256` was computed.
    404 if the text may not be given out (`redistribute` of the source is false).
    """
    source = _row(context, id)
    text = context.dataset.read(sources.text, source["id"])
    if text is None:
        raise TextNotGivenOut("No text of this source is archived as a file.")
    if not source["redistribute"]:
        raise TextNotGivenOut(
            "The text is archived and may not be given out; `rights` of the source says why it is "
            "kept."
        )
    return answer(context, text.encode())


@router.data(
    "/sources/{id}/passages/{number}", PassageInContextView, summary="Get a sentence of a source"
)
async def get_passage(
    context: Context, id: SourceId, number: PassageNumber, params: NoParams
) -> Response:
    """One sentence of an archived source, with the sentences before and after it."""
    source = _row(context, id)["id"]
    # No text has so many sentences; SQLite takes no number that is much longer.
    place = int(number) if re.fullmatch(r"[1-9][0-9]{0,8}", number) else 0
    rows = context.dataset.read(sources.around, source, place)
    if place not in rows:
        raise UnknownName(
            f"The source {source} has no passage with this number. All of its passages are at "
            f"/sources/{source}/passages."
        )
    body = passage_in_context(source, place, rows, context.urls)
    return answer(context, body, canonical=body["links"]["self"])


@router.list("/sources/{id}/passages", PassageList, columns.PASSAGES, of="passages of a source")
def list_passages(context: Context, id: SourceId, params: asking.QueryParams) -> ListResult:
    """Every sentence of an archived source, in the order of the text. `coding` says whether it is a
    heading, reports what somebody said, or is the article's own.
    """
    return ListResult(sources.passages(_row(context, id)["id"]), passage)
