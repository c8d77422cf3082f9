"""Pages for people: the start page, what problems mean, and the interactive API reference."""

from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response

from app import pages
from app.asking import Ask
from app.dataset import Dataset
from app.formats import MEDIA
from app.here import HereNow
from app.pages import assets
from app.pages.showing import sentences_of, show
from app.problems import NotFound
from app.queries import about, positions
from app.serving import PageRouter
from app.views.shared import as_data
from app.views.summaries import summary

router = PageRouter()
Nothing = Annotated[Ask, Query()]


def _page(request: Request, template: str, **given: Any) -> Response:
    dataset: Dataset | None = request.state.dataset
    version = dataset.version if dataset else None
    body, headers = pages.page(template, base=request.state.base, version=version, **given)
    return Response(body, media_type=MEDIA["html"], headers=headers)


@router.page("/")
async def start(here: HereNow, ask: Nothing) -> Response:
    """What this is, the positions at a glance with their words, and how to call it."""
    question = here.ds.once(about.question, here.question(None))
    listing = here.ds.read(
        positions.listing, positions.Filters(question=question["id"], has_position=True)
    )
    held = [as_data(row, here.about) for row in here.ds.read(listing.page, None, 200)]
    rows = here.ds.read(positions.by_stance, positions.Filters(question=question["id"]))
    stances = [term for term in here.ds.once(about.terms) if term["vocabulary"] == "stance"]
    said = [item["statement"] for one in held for item in one["evidence"]]
    return show(
        here,
        "start.html",
        positions=held,
        sentences=sentences_of(here, said),
        stances=summary(rows, stances, question, here.urls, [], here.ds.version)["stances"],
        question=question,
        dataset=here.ds.once(about.dataset),
    )


@router.page("/problems")
async def list_problems(request: Request, ask: Nothing) -> Response:
    """All kinds of problems."""
    return _page(request, "problems.html", problems=pages.problems())


@router.page("/problems/{slug}")
async def get_problem(request: Request, slug: str, ask: Nothing) -> Response:
    """What one kind of problem means."""
    problem = pages.problems().get(slug)
    if problem is None:
        raise NotFound("There is no such kind of problem.")
    return _page(request, "problems.html", problems={slug: problem})


@router.page("/docs")
async def docs(request: Request, ask: Nothing) -> Response:
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
