"""The interactive API reference."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.html.layout import plain_page

router = PageRouter()


@router.page("/docs")
async def docs(request: Request, params: Annotated[QueryParams, Query()]) -> Response:
    """The interactive API reference. All of its files come from this service."""
    return plain_page(request, "pages/docs.html", policy="reference")
