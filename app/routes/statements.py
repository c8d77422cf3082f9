"""Statements: filtered by speaker, country, topic, words …"""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import JSONResponse, Response

from app import asking, columns
from app.answering import Listed, answer
from app.formats import MEDIA
from app.here import Here, HereNow
from app.queries import about, statements
from app.serving import DataRouter
from app.statement_lists import statement_list
from app.views import csl, jsonld
from app.views.annotation import AnnotationView, annotation
from app.views.shared import as_data
from app.views.statements import StatementList, StatementView

router = DataRouter(tags=["Statements"])
Nothing = Annotated[asking.Ask, Query()]
StatementId = Annotated[
    str, Path(description="Permanent id.", examples=["rapala-26-nations-meloni-no-troops"])
]


class AnnotationResponse(JSONResponse):
    """How the API description shows a Web Annotation."""

    media_type = MEDIA["annotation"].partition(";")[0]


@router.list("/statements", StatementList, columns.STATEMENTS, of="statements")
def list_statements(here: HereNow, ask: asking.StatementFilters) -> Listed:
    """Statements, newest first; undated ones last. Values of one filter are OR, filters are AND."""
    return statement_list(here, ask, path="/statements")


def _statement(here: Here, name: str) -> dict[str, Any]:
    row = here.found(
        here.ds.read(statements.one, name), "statement", name, "There is no statement with this id."
    )
    return as_data(row, here.about)


@router.citation("/statements/{id}")
async def cite_statement(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """A statement as CSL-JSON."""
    return answer(here, csl.statement(_statement(here, id), here.about), media="csl.json")


@router.linked("/statements/{id}", summary="Get a statement as linked data")
async def get_statement_jsonld(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """A statement in the words of schema.org, as JSON-LD: a Claim, and a Quotation for words in
    quotation marks only.
    """
    return answer(
        here, jsonld.statement(_statement(here, id), here.about, here.codes), media="jsonld"
    )


@router.data(
    "/statements/{id}/annotation",
    AnnotationView,
    media="annotation",
    response_class=AnnotationResponse,
    summary="Get a statement as a Web Annotation",
)
async def get_statement_annotation(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """A statement in the W3C's Web Annotation Data Model, with both selectors of its words."""
    body = annotation(_statement(here, id), here.about, here.ds.once(about.dataset))
    return answer(here, body, media="annotation")


@router.data(
    "/statements/{id}", StatementView, also=("csl.json", "jsonld"), summary="Get a statement"
)
async def get_statement(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """One statement with its words, their place in the archived text, and a citation."""
    body = _statement(here, id)
    return answer(here, body, canonical=body["links"]["self"])
