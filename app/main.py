"""The whole service on one screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import RELEASE, describe
from app.accesslog import AccessLog
from app.calling import Rooms
from app.edge import Edge
from app.errors import nowhere, render
from app.metrics import Metrics
from app.pages import is_ignored
from app.routes import (
    about,
    actors,
    browse,
    browse_board,
    browse_record,
    browse_statements,
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
from app.settings import Settings
from app.shelf import Shelf
from app.streams import Streams


def create_app(settings: Settings) -> Edge:
    """The service as an ASGI application. The dataset that the pointer names is opened before this
    returns.
    """
    shelf = Shelf(
        settings.datasets,
        budget_ms=settings.budget_ms,
        threads=settings.threads,
        pins=settings.pins,
    )
    shelf.look()
    log = AccessLog() if settings.access_log else None
    metrics = Metrics(shelf, log)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        work = [shelf.follow(settings.poll_ms), *([log.follow()] if log else [])]
        tasks = [asyncio.create_task(one) for one in work]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        shelf.close()

    api = FastAPI(
        title="Stated",
        version=RELEASE,
        description=describe.DESCRIPTION,
        openapi_tags=describe.TAGS,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: route.name,
    )
    api.state.shelf = shelf
    api.state.metrics = metrics
    api.state.streams = Streams(settings.streams)
    for room in (
        countries,
        positions,
        statements,
        speakers,
        sources,
        actors,
        about,
        changes,
        pages,
        browse,
        browse_board,
        browse_record,
        browse_statements,
        embeds,
        hosting,
        discovery,
        operators,
    ):
        api.router.routes.extend(room.router.routes)
    api.openapi = lambda: describe.openapi(api)  # type: ignore[method-assign]
    api.state.rooms = Rooms(api, nowhere)
    return Edge(
        api.state.rooms,
        settings=settings,
        shelf=shelf,
        render=render,
        watch=metrics,
        ignored=is_ignored,
    )
