"""Statements: filtered by speaker, country, topic, words …"""

from typing import Annotated, Any

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import Here, HereNow
from app.queries import statements
from app.serving import DataRouter
from app.statement_lists import statement_list
from app.views import csl
from app.views.statements import StatementList, StatementView, statement

router = DataRouter(tags=["Statements"])
Nothing = Annotated[asking.Ask, Query()]
StatementId = Annotated[str, Path(description="Permanent id.", examples=["rapala-26-nations-meloni-no-troops"])]


@router.list("/statements", StatementList, columns.STATEMENTS, of="statements")
def list_statements(here: HereNow, ask: asking.StatementFilters) -> Listed:
    """Statements, newest first; undated ones last. Values of one filter are OR, filters are AND."""
    return statement_list(here, ask, lambda row: statement(row, here.urls, here.about), path="/statements")


def _statement(here: Here, name: str) -> dict[str, Any]:
    row = here.found(here.ds.read(statements.one, name), "There is no statement with this id.")
    return statement(row, here.urls, here.about)


@router.citation("/statements/{id}")
async def cite_statement(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """A statement as CSL-JSON."""
    return answer(here, csl.statement(_statement(here, id), here.about), media="csl.json")


@router.data("/statements/{id}", StatementView, also=("csl.json",), summary="Get a statement")
async def get_statement(here: HereNow, id: StatementId, ask: Nothing) -> Response:
    """One statement with its words, their place in the archived text, and a citation."""
    body = _statement(here, id)
    return answer(here, body, canonical=body["links"]["self"])
