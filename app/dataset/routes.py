"""The dataset and its closed lists."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from app.api import parameters as asking
from app.api.context import Context, RequestContext
from app.api.formats import csl, jsonld
from app.api.responses import ListResult, answer
from app.api.routers import DataRouter, NoParams
from app.api.routing import whole_lists
from app.dataset import columns
from app.dataset import queries as about
from app.dataset import schemas as view

router = DataRouter("Dataset", "The dataset that this service publishes, and its closed lists.")


@router.list("/questions", view.QuestionList, columns.QUESTIONS, of="questions")
def list_questions(context: Context, params: asking.QueryParams) -> ListResult:
    """The questions on which countries and other actors take positions."""
    return ListResult(
        context.dataset.cached(about.questions), lambda row: view.question(row, context.urls)
    )


@router.list("/topics", view.TopicList, columns.TOPICS, of="topics")
def list_topics(context: Context, params: asking.QueryParams) -> ListResult:
    """The subjects of statements, each with its definition and the number of its statements."""
    return ListResult(
        context.dataset.cached(about.topics), lambda row: view.topic(row, context.urls)
    )


@router.data("/vocabulary", view.VocabularyView, summary="List all closed vocabularies")
async def get_vocabulary(context: Context, params: NoParams) -> Response:
    """The values of each closed list with label and definition, and the colours of the stances."""
    return answer(
        context, view.vocabulary(context.dataset.cached(about.terms), context.from_dataset)
    )


def _dataset(request: Request, context: RequestContext) -> dict[str, Any]:
    lists = whole_lists(request.app.routes)
    files = context.dataset.whole_files.values()
    return view.dataset(context.about_dataset, context.dataset_info, lists, files)


@router.citation("/dataset", summary="Cite the dataset")
async def cite_dataset(request: Request, context: Context, params: NoParams) -> Response:
    """A citation of the dataset as CSL-JSON."""
    body = csl.dataset(_dataset(request, context), context.dataset_info)
    return answer(context, body)


@router.linked("/dataset", summary="Get the dataset as linked data")
async def get_dataset_jsonld(request: Request, context: Context, params: NoParams) -> Response:
    """The dataset as JSON-LD, in the vocabulary of schema.org, as search engines for datasets read
    it.
    """
    scope = context.dataset.cached(about.scope)
    body = jsonld.dataset(_dataset(request, context), context.dataset_info, scope)
    return answer(context, body)


@router.data("/dataset", view.DatasetView, summary="Get the dataset")
async def get_dataset(request: Request, context: Context, params: NoParams) -> Response:
    """The dataset: version, day of publication, counts, coverage, checksums, licence, citation,
    contact, and the addresses of all whole lists and files.
    """
    return answer(context, _dataset(request, context))
