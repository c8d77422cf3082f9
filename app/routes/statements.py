"""Statements: filtered by speaker, country, topic, words …"""

from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import HereNow
from app.queries import statements
from app.serving import DataRouter
from app.statement_lists import statement_list
from app.views.statements import StatementList, StatementView, statement

router = DataRouter(tags=["Statements"])
StatementId = Annotated[str, Path(description="Permanent id.", examples=["rapala-26-nations-meloni-no-troops"])]


@router.list("/statements", StatementList, columns.STATEMENTS, of="statements")
def list_statements(here: HereNow, ask: asking.StatementFilters) -> Listed:
    """Statements, newest first; undated ones last. Values of one filter are OR, filters are AND."""
    return statement_list(here, ask, lambda row: statement(row, here.urls, here.about), path="/statements")


@router.data("/statements/{id}", StatementView, summary="Get a statement")
async def get_statement(here: HereNow, id: StatementId, ask: Annotated[asking.Ask, Query()]) -> Response:
    """One statement with its words, their place in the archived text, and a citation."""
    row = here.found(here.ds.read(statements.one, id), "There is no statement with this id.")
    return answer(here, statement(row, here.urls, here.about), canonical=here.urls.at("statements", row["id"]))
