"""Pages for people: the start page, what problems mean, and the interactive API reference."""

from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from app.api.context import Context
from app.api.formats import MEDIA
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.dataset import queries as about
from app.html import assets
from app.html import templating as pages
from app.html.pages import sentences_of, show
from app.lookup import dataset as dataset_lookup
from app.lookup import questions
from app.positions import queries as positions
from app.positions.summaries import summary
from app.problems import NotFound
from app.store.dataset import Dataset

router = PageRouter()
Nothing = Annotated[QueryParams, Query()]


def _page(request: Request, template: str, **given: Any) -> Response:
    dataset: Dataset | None = request.state.dataset
    version = dataset.version if dataset else None
    body, headers = pages.page(template, base=request.state.base, version=version, **given)
    return Response(body, media_type=MEDIA["html"], headers=headers)


@router.page("/")
async def start(context: Context, params: Nothing) -> Response:
    """What this is, the positions at a glance with their words, and how to call it."""
    question = context.dataset.cached(questions.question, context.question(None))
    listing = context.dataset.read(
        positions.listing, positions.PositionFilters(question=question["id"], has_position=True)
    )
    held = [
        as_data(row, context.dataset_info) for row in context.dataset.read(listing.page, None, 200)
    ]
    rows = context.dataset.read(
        positions.by_stance, positions.PositionFilters(question=question["id"])
    )
    stances = [
        term for term in context.dataset.cached(about.terms) if term["vocabulary"] == "stance"
    ]
    said = [item["statement"] for one in held for item in one["evidence"]]
    return show(
        context,
        "start.html",
        positions=held,
        sentences=sentences_of(context, said),
        stances=summary(rows, stances, question, context.urls, [], context.dataset.version)[
            "stances"
        ],
        question=question,
        dataset=context.dataset.cached(dataset_lookup.dataset),
    )


@router.page("/problems")
async def list_problems(request: Request, params: Nothing) -> Response:
    """All kinds of problems."""
    return _page(request, "problems.html", problems=pages.problems())


@router.page("/problems/{slug}")
async def get_problem(request: Request, slug: str, params: Nothing) -> Response:
    """What one kind of problem means."""
    problem = pages.problems().get(slug)
    if problem is None:
        raise NotFound("There is no such kind of problem.")
    return _page(request, "problems.html", problems={slug: problem})


@router.page("/docs")
async def docs(request: Request, params: Nothing) -> Response:
    """The interactive API reference; every file of it comes from here."""
    return _page(request, "docs.html", policy="reference")


@router.get("/assets/{name}", include_in_schema=False)
async def get_asset(name: str) -> Response:
    """A file that pages need. Its name holds a hash of its bytes, so it may be kept for ever."""
    asset = assets.by_address().get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.body, media_type=asset.media_type, headers=headers)
