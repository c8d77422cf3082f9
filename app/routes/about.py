"""The dataset and its closed lists."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app import asking, columns
from app.answering import Listed, answer
from app.here import HereNow
from app.queries import about
from app.serving import DataRouter
from app.views import about as view
from app.views import csl, jsonld
from app.views.shared import ListView

router = DataRouter(tags=["Dataset"])
Nothing = Annotated[asking.Ask, Query()]


@router.list("/questions", ListView[view.QuestionView], columns.QUESTIONS, of="questions")
def list_questions(here: HereNow, ask: asking.Ask) -> Listed:
    """What positions answer."""
    return Listed(here.ds.once(about.questions), lambda row: view.question(row, here.urls))


@router.list("/topics", ListView[view.TopicView], columns.TOPICS, of="topics")
def list_topics(here: HereNow, ask: asking.Ask) -> Listed:
    """What statements are about."""
    return Listed(here.ds.once(about.topics), lambda row: view.topic(row, here.urls))


@router.data("/vocabulary", view.VocabularyView, summary="List all closed vocabularies")
async def get_vocabulary(here: HereNow, ask: Nothing) -> Response:
    """Every closed list with definitions, labels and legend colours."""
    return answer(here, view.vocabulary(here.ds.once(about.terms), here.ds.version))


@router.citation("/dataset")
async def cite_dataset(here: HereNow, ask: Nothing) -> Response:
    """The dataset as CSL-JSON."""
    body = view.dataset(here.ds.once(about.dataset), here.urls, here.about)
    return answer(here, csl.dataset(body, here.about), media="csl.json")


@router.linked("/dataset", summary="Get the dataset as linked data")
async def get_dataset_jsonld(here: HereNow, ask: Nothing) -> Response:
    """The dataset in the words of schema.org, as JSON-LD, as search engines for datasets read
    it.
    """
    body = view.dataset(here.ds.once(about.dataset), here.urls, here.about)
    return answer(here, jsonld.dataset(body, here.about, here.ds.once(about.scope)), media="jsonld")


@router.data("/dataset", view.DatasetView, also=("csl.json", "jsonld"), summary="Get the dataset")
async def get_dataset(here: HereNow, ask: Nothing) -> Response:
    """What answers here: version, date, counts, coverage, checksums, licence, citation, contact."""
    return answer(here, view.dataset(here.ds.once(about.dataset), here.urls, here.about))
