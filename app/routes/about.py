"""The dataset and its closed lists."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app import asking
from app.queries import about
from app.serving import DataRouter, HereNow, answer
from app.views import about as view

router = DataRouter(tags=["Dataset"])
Nothing = Annotated[asking.Ask, Query()]


@router.data("/questions", view.QuestionsView, summary="List questions")
async def list_questions(here: HereNow, ask: Nothing) -> Response:
    """What positions answer."""
    return answer(here, view.questions(here.ds.read(about.questions), here.urls, here.ds.version))


@router.data("/topics", view.TopicsView, summary="List topics")
async def list_topics(here: HereNow, ask: Nothing) -> Response:
    """What statements are about."""
    return answer(here, view.topics(here.ds.read(about.topics), here.urls, here.ds.version))


@router.data("/vocabulary", view.VocabularyView, summary="List all closed vocabularies")
async def get_vocabulary(here: HereNow, ask: Nothing) -> Response:
    """Every closed list with definitions, labels and legend colours."""
    return answer(here, view.vocabulary(here.ds.read(about.terms), here.ds.version))


@router.data("/dataset", view.DatasetView, summary="Get the dataset")
async def get_dataset(here: HereNow, ask: Nothing) -> Response:
    """What answers here: version, date, counts, coverage, checksums, licence, citation, contact."""
    return answer(here, view.dataset(here.ds.read(about.dataset), here.urls, here.about))
