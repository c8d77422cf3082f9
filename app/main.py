"""The whole service on one screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app import RELEASE, describe
from app.edge import Edge
from app.errors import from_http, from_validation, raise_again, render, to_page
from app.metrics import Metrics
from app.pages import without_tracking
from app.problems import Problem
from app.routes import (
    about,
    actors,
    browse,
    browse_board,
    browse_record,
    changes,
    countries,
    discovery,
    embeds,
    hosting,
    operators,
    pages,
    positions,
    sources,
    speakers,
    statements,
)
from app.serving import ShownOnPageError
from app.settings import Settings
from app.shelf import Shelf


def create_app(settings: Settings) -> Edge:
    """The service as an ASGI application. The dataset that the pointer names is opened before this returns."""
    shelf = Shelf(settings.datasets, budget_ms=settings.budget_ms, threads=settings.threads, pins=settings.pins)
    shelf.look()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(shelf.follow(settings.poll_ms))
        yield
        following.cancel()
        shelf.close()

    api = FastAPI(
        title="Stated", version=RELEASE, description=describe.DESCRIPTION, openapi_tags=describe.TAGS, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    api.state.shelf = shelf
    api.state.metrics = Metrics(shelf)
    for room in (
        countries, positions, statements, speakers, sources, actors, about, changes, pages, browse,
        browse_board, browse_record, embeds, hosting, discovery, operators,
    ):  # fmt: skip
        api.include_router(room.router)
    api.openapi = lambda: describe.openapi(api)  # type: ignore[method-assign]
    api.exception_handler(RequestValidationError)(from_validation)
    api.exception_handler(HTTPException)(from_http)
    api.exception_handler(Problem)(raise_again)
    api.exception_handler(ShownOnPageError)(to_page)
    return Edge(api.state.metrics.around(without_tracking(api)), settings=settings, shelf=shelf, render=render)


def from_environment() -> Edge:
    """The service as the environment sets it up; what uvicorn starts."""
    return create_app(Settings())
