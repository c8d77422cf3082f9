"""The pages that explain what each kind of error means."""

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.html.layout import plain_page
from app.problems import ALL, NotFound

router = PageRouter()
_PROBLEMS = {problem.slug: problem for problem in ALL}


@router.page("/problems")
async def list_problems(request: Request, params: Annotated[QueryParams, Query()]) -> Response:
    """All kinds of errors."""
    return plain_page(request, "pages/problems.html", problems=_PROBLEMS)


@router.page("/problems/{slug}")
async def get_problem(
    request: Request, slug: str, params: Annotated[QueryParams, Query()]
) -> Response:
    """What one kind of error means."""
    if slug not in _PROBLEMS:
        raise NotFound("There is no such kind of problem.")
    return plain_page(request, "pages/problems.html", problems={slug: _PROBLEMS[slug]})
