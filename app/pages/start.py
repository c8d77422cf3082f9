"""The start page."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api.context import Context
from app.api.parameters import QueryParams
from app.api.routers import PageRouter
from app.api.schemas import as_data
from app.dataset import queries as about
from app.html.layout import archived_sentences, dataset_page
from app.lookup import questions
from app.positions import queries as positions
from app.positions.summaries import summary

router = PageRouter()


@router.page("/")
async def start(context: Context, params: Annotated[QueryParams, Query()]) -> Response:
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
    return dataset_page(
        context,
        "pages/start.html",
        positions=held,
        sentences=archived_sentences(context, said),
        stances=summary(rows, stances, question, context.urls, [], context.dataset.version)[
            "stances"
        ],
        question=question,
        subject=question["subject"],
    )
