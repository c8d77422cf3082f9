"""The interactive API reference, and the pages that explain what each kind of error means."""

from fastapi import Request
from fastapi.responses import Response

from app.api.routers import NoParams, PageRouter
from app.html.layout import plain_page
from app.problems import ALL, NotFound

router = PageRouter()
_PROBLEMS = {problem.slug: problem for problem in ALL}


@router.page("/docs")
async def docs(request: Request, params: NoParams) -> Response:
    """The interactive API reference. All of its files come from this service."""
    return plain_page(request, "pages/docs.html", policy="reference")


@router.page("/problems")
async def list_problems(request: Request, params: NoParams) -> Response:
    """All kinds of errors."""
    return plain_page(request, "pages/problems.html", problems=_PROBLEMS)


@router.page("/problems/{slug}")
async def get_problem(request: Request, slug: str, params: NoParams) -> Response:
    """What one kind of error means."""
    if slug not in _PROBLEMS:
        raise NotFound("There is no such kind of problem.")
    return plain_page(request, "pages/problems.html", problems={slug: _PROBLEMS[slug]})
