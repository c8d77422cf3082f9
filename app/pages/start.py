"""The start page."""

from fastapi.responses import Response

from app.api.context import Context
from app.api.routers import NoParams, PageRouter
from app.api.schemas import as_data
from app.html import claims
from app.html.layout import archived_sentences, dataset_page
from app.html.text import legend
from app.lookup import questions
from app.positions import queries as position_queries
from app.positions.claims import claim_marks
from app.positions.queries import PositionFilters
from app.positions.summaries import summary

router = PageRouter()
_MOST = 200  # positions


@router.page("/")
async def start(context: Context, params: NoParams) -> Response:
    """What this is, the positions at a glance with their words, and how to call it."""
    dataset = context.dataset
    question = dataset.cached(questions.question, context.question(None))
    listing = dataset.read(
        position_queries.listing, PositionFilters(question=question["id"], has_position=True)
    )
    held = [as_data(row, context.dataset_info) for row in dataset.read(listing.page, None, _MOST)]
    actors = dataset.read(position_queries.stances, PositionFilters(question=question["id"]))
    stances = dataset.cached(legend)["legend"]
    claimed = claims.with_claims(
        context, [(one["actor"]["id"], one) for one in held], question["subject"]
    )
    said = [item["statement"] for position in held for item in position["evidence"]]
    said += [statement for one in claimed for statement in one["statements"]]
    return dataset_page(
        context,
        "pages/start.html",
        positions=held,
        claimed=claimed,
        marks=claim_marks,
        page_of=context.urls.page,
        sentences=archived_sentences(context, said),
        stances=summary(actors, stances, question, context.urls, [], dataset.version)["stances"],
        question=question,
        subject=question["subject"],
    )
