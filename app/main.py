"""The whole service on one screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app import RELEASE
from app.api import openapi as describe
from app.api.problem_handlers import add_problem_handlers
from app.api.routing import include
from app.api.streams import Streams
from app.changes import routes as changes
from app.countries import actor_routes as actors
from app.countries import routes as countries
from app.dataset import routes as about
from app.discovery import routes as discovery
from app.edge.middleware import Edge
from app.embeds import badges, oembed
from app.embeds import kinds as embed_kinds
from app.embeds import script as embed_script
from app.html import assets
from app.html.templating import is_ignored
from app.observability import routes as operators
from app.observability.access_log import AccessLog
from app.observability.metrics import Metrics
from app.pages import actor as actor_page
from app.pages import dataset as dataset_page
from app.pages import positions as positions_pages
from app.pages import reference as reference_pages
from app.pages import source as source_page
from app.pages import speaker as speaker_page
from app.pages import start as start_page
from app.pages import statement as statement_page
from app.pages import statements as statements_page
from app.pages.errors import render
from app.positions import routes as positions
from app.settings import Settings
from app.sources import routes as sources
from app.speakers import routes as speakers
from app.statements import routes as statements
from app.store.dataset_store import DatasetStore

ROUTES = (  # those asked for most come first, for they are tried in this order
    countries,
    statements,
    positions,
    speakers,
    sources,
    actors,
    about,
    changes,
    start_page,
    positions_pages,
    statements_page,
    dataset_page,
    reference_pages,
    assets,
    actor_page,
    speaker_page,
    statement_page,
    source_page,
    embed_kinds,
    oembed,
    badges,
    embed_script,
    discovery,
    operators,
)


def create_app(settings: Settings) -> Edge:
    """The service as an ASGI application. The dataset that the pointer names is opened before this
    returns.
    """
    dataset_store = DatasetStore(
        settings.datasets,
        budget_ms=settings.budget_ms,
        threads=settings.threads,
        pins=settings.pins,
    )
    dataset_store.refresh()
    log = AccessLog() if settings.access_log else None
    metrics = Metrics(dataset_store, log)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        work = [dataset_store.follow(settings.poll_ms), *([log.follow()] if log else [])]
        tasks = [asyncio.create_task(coroutine) for coroutine in work]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        dataset_store.close()

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
        # Looking for OpenTelemetry takes 10 µs of each request; /metrics and the access log are
        # what an operator has here.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    api.state.dataset_store = dataset_store
    api.state.metrics = metrics
    api.state.streams = Streams(settings.streams)
    include(api, (module.router for module in ROUTES))
    add_problem_handlers(api, render)
    api.openapi = lambda: describe.openapi(api)  # type: ignore[method-assign]
    return Edge(
        api,
        settings=settings,
        dataset_store=dataset_store,
        render=render,
        observe=metrics.observe,
        ignored=is_ignored,
    )
