"""Pages for people: the start page, what problems mean, and the interactive API reference."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app import pages
from app.dataset import Dataset
from app.formats import MEDIA, accepts
from app.problems import InvalidParameter, NotAcceptable, NotFound, NotReady
from app.queries import about, positions, sources
from app.urls import Urls
from app.views.positions import position
from app.views.shared import Published
from app.views.summaries import summary


async def check(request: Request) -> None:
    """Pages drop the parameters that hosts add, and refuse all others."""
    unknown = [name for name in request.query_params if not pages.is_tracking(name)]
    if unknown:
        raise InvalidParameter(
            f"{unknown[0][:80]}: there is no such parameter here.",
            errors=[{"parameter": name, "detail": "There is no such parameter here."} for name in unknown[:20]],
        )
    if not accepts(request.headers.get("accept"), MEDIA["html"]):
        raise NotAcceptable("This is a page; it answers text/html.", allowed=[".html"])


router = APIRouter(include_in_schema=False)
Checked = Annotated[None, Depends(check)]


def _page(request: Request, template: str, **given: Any) -> Response:
    dataset: Dataset | None = request.state.dataset
    version = dataset.version if dataset else None
    body, headers = pages.page(template, base=request.state.base, version=version, **given)
    return Response(body, media_type=MEDIA["html"], headers=headers)


@router.get("/")
async def start(request: Request, checked: Checked) -> Response:
    """What this is, the positions at a glance with their words, and how to call it."""
    dataset: Dataset | None = request.state.dataset
    if dataset is None:
        raise NotReady("No dataset is published here yet.")
    urls = Urls(request.state.base, request.state.root)
    published = Published(dataset.title, dataset.version, dataset.published, urls)
    everything = dataset.read(about.terms)
    terms = {(term["vocabulary"], term["id"]): term for term in everything}
    stances = [term for term in everything if term["vocabulary"] == "stance"]
    question = dataset.read(about.question, dataset.read(positions.first_question))
    filters = positions.Filters(question=question["id"], has_position=True)
    listing = dataset.read(positions.listing, filters)
    held = [position(row, urls, published) for row in dataset.read(listing.page, None, 200)]
    by_stance = dataset.read(positions.by_stance, positions.Filters(question=question["id"]))
    return _page(
        request, "start.html", style=pages.stance_style(stances), positions=held, sentences=_sentences(dataset, held),
        stances=summary(by_stance, stances, question, urls, [], dataset.version)["stances"],
        question=question, terms=terms, dataset=dataset.read(about.dataset),
    )  # fmt: skip


def _sentences(dataset: Dataset, held: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The archived sentences of the sources that the positions rest on, by source and number."""
    said = [item["statement"] for one in held for item in one["evidence"]]
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for source in {one["source"]["id"] for one in said if one["passage"] is not None}:
        passages = dataset.read(sources.passages, source)
        found |= {(source, row["number"]): row for row in dataset.read(passages.page, None, 10_000)}
    return found


@router.get("/problems")
async def list_problems(request: Request, checked: Checked) -> Response:
    """All kinds of problems."""
    return _page(request, "problems.html", problems=pages.problems())


@router.get("/problems/{slug}")
async def get_problem(request: Request, slug: str, checked: Checked) -> Response:
    """What one kind of problem means."""
    problem = pages.problems().get(slug)
    if problem is None:
        raise NotFound("There is no such kind of problem.")
    return _page(request, "problems.html", problems={slug: problem})


@router.get("/docs")
async def docs(request: Request, checked: Checked) -> Response:
    """The interactive API reference; every file of it comes from here."""
    return _page(request, "docs.html", scripted=True)


@router.get("/assets/{name}")
async def get_asset(name: str) -> Response:
    """A file that pages need. Its name holds a hash of its bytes, so it may be kept for ever."""
    asset = pages.assets_by_address().get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.body, media_type=asset.media_type, headers=headers)
