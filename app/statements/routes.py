"""Statements: filtered by speaker, country, topic, words …"""

from typing import Annotated, Any

from fastapi import Path
from fastapi.responses import Response

from app.api.context import Context, RequestContext
from app.api.formats import csl, jsonld
from app.api.parameters import LONGEST_NAME
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter, NoParams
from app.api.schemas import as_data, written
from app.problems import NoWordsKept
from app.statements import columns
from app.statements import queries as statements
from app.statements.annotation import AnnotationView, annotation
from app.statements.lists import statement_list
from app.statements.parameters import StatementListParams
from app.statements.schemas import StatementList, StatementView
from app.store.listing import Row

router = DataRouter("Statements", "Claims with their words and their exact place in the source.")
StatementId = Annotated[
    str,
    Path(
        description="The permanent id of a statement.",
        max_length=LONGEST_NAME,
        examples=["rapala-26-nations-meloni-no-troops"],
    ),
]


@router.list("/statements", StatementList, columns.STATEMENTS, of="statements")
def list_statements(context: Context, params: StatementListParams) -> ListResult:
    """Statements, newest first; undated ones last. Values of one filter are OR, filters are AND."""
    return statement_list(context, params, path="/statements")


def _row(context: RequestContext, name: str) -> Row:
    row = context.dataset.read(statements.by_id, name)
    return context.row_or_404(row, "statement", name)


def _statement(context: RequestContext, name: str) -> dict[str, Any]:
    return as_data(_row(context, name), context.dataset_info)


@router.citation("/statements/{id}", summary="Cite a statement")
async def cite_statement(context: Context, id: StatementId, params: NoParams) -> Response:
    """A citation of a statement as CSL-JSON."""
    return answer(context, csl.statement(_statement(context, id), context.dataset_info))


@router.linked("/statements/{id}", summary="Get a statement as linked data")
async def get_statement_jsonld(context: Context, id: StatementId, params: NoParams) -> Response:
    """A statement as JSON-LD, in the vocabulary of schema.org: a Claim, and a Quotation for words
    in quotation marks only.
    """
    return answer(
        context,
        jsonld.statement(_statement(context, id), context.dataset_info, context.actor_codes),
    )


@router.data(
    "/statements/{id}/annotation",
    AnnotationView,
    media="annotation",
    summary="Get a statement as a Web Annotation",
)
async def get_statement_annotation(context: Context, id: StatementId, params: NoParams) -> Response:
    """A statement in the W3C's Web Annotation Data Model, with both selectors of its words."""
    statement = _statement(context, id)
    if statement["selector"] is None:
        raise NoWordsKept(
            "No words of the source of this statement are kept, so there is nothing to annotate; "
            "the statement itself has our summary."
        )
    body = annotation(
        statement,
        context.dataset_info,
        context.about_dataset,
    )
    return answer(context, body)


@router.data("/statements/{id}", StatementView, summary="Get a statement")
async def get_statement(context: Context, id: StatementId, params: NoParams) -> Response:
    """One statement with its words, their place in the archived text, and a citation."""
    body = written(_row(context, id)["document"], context.dataset_info)
    return answer(context, body, canonical=context.urls.at("statements", id))
