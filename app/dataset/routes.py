"""The dataset and its closed lists."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context
from app.api.formats import csl, jsonld
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter
from app.dataset import columns
from app.dataset import queries as about
from app.dataset import schemas as view
from app.lookup import dataset as dataset_lookup

router = DataRouter(tags=["Dataset"])
Nothing = Annotated[asking.QueryParams, Query()]


@router.list("/questions", view.QuestionList, columns.QUESTIONS, of="questions", start=(0,))
def list_questions(context: Context, params: asking.QueryParams) -> ListResult:
    """What positions answer."""
    return ListResult(
        context.dataset.cached(about.questions), lambda row: view.question(row, context.urls)
    )


@router.list("/topics", view.TopicList, columns.TOPICS, of="topics", start=(0,))
def list_topics(context: Context, params: asking.QueryParams) -> ListResult:
    """What statements are about."""
    return ListResult(
        context.dataset.cached(about.topics), lambda row: view.topic(row, context.urls)
    )


@router.data("/vocabulary", view.VocabularyView, summary="List all closed vocabularies")
async def get_vocabulary(context: Context, params: Nothing) -> Response:
    """Every closed list with definitions, labels and legend colours."""
    return answer(
        context, view.vocabulary(context.dataset.cached(about.terms), context.dataset.version)
    )


@router.citation("/dataset")
async def cite_dataset(context: Context, params: Nothing) -> Response:
    """The dataset as CSL-JSON."""
    body = view.dataset(
        context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
    )
    return answer(context, csl.dataset(body, context.dataset_info), media="csl.json")


@router.linked("/dataset", summary="Get the dataset as linked data")
async def get_dataset_jsonld(context: Context, params: Nothing) -> Response:
    """The dataset in the words of schema.org, as JSON-LD, as search engines for datasets read
    it.
    """
    body = view.dataset(
        context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
    )
    return answer(
        context,
        jsonld.dataset(body, context.dataset_info, context.dataset.cached(about.scope)),
        media="jsonld",
    )


@router.data("/dataset", view.DatasetView, summary="Get the dataset")
async def get_dataset(context: Context, params: Nothing) -> Response:
    """What answers here: version, date, counts, coverage, checksums, licence, citation, contact."""
    return answer(
        context,
        view.dataset(
            context.dataset.cached(dataset_lookup.dataset), context.urls, context.dataset_info
        ),
    )
