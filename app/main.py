"""The whole service on one screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import chain

from fastapi import FastAPI

from app import RELEASE
from app.api.ignored import ignored_by
from app.api.openapi import BASE, ApiDescription
from app.api.problem_handlers import add_problem_handlers
from app.api.routers import tags_of
from app.api.routing import include
from app.api.streams import Streams
from app.changes import routes as change_routes
from app.countries import actor_routes
from app.countries import routes as country_routes
from app.dataset import files as dataset_files
from app.dataset import routes as dataset_routes
from app.discovery import routes as discovery_routes
from app.edge.middleware import Edge
from app.embeds import badges, kinds, oembed, script
from app.html import assets
from app.html.templating import TRACKING, ignores_unknown, load_each
from app.observability import routes as operator_routes
from app.observability.access_log import AccessLog
from app.observability.metrics import Metrics
from app.pages import (
    actor,
    check,
    dataset,
    lists,
    positions,
    reference,
    source,
    speaker,
    start,
    statement,
    statements,
)
from app.pages.errors import render
from app.positions import routes as position_routes
from app.quotes import routes as quote_routes
from app.settings import Settings
from app.sources import routes as source_routes
from app.speakers import routes as speaker_routes
from app.statements import routes as statement_routes
from app.store.compiled import compile_each
from app.store.dataset_store import DatasetStore

# They are tried in this order, so those that are requested most come first.
ROUTES = (
    # the data that are requested most, then the health, which monitors request every few seconds
    country_routes,
    statement_routes,
    position_routes,
    operator_routes,
    # other data
    speaker_routes,
    source_routes,
    actor_routes,
    dataset_routes,
    change_routes,
    dataset_files,
    quote_routes,
    # the pages
    start,
    positions,
    statements,
    dataset,
    lists,
    check,
    reference,
    assets,
    actor,
    speaker,
    statement,
    source,
    # what other sites embed
    kinds,
    oembed,
    badges,
    script,
    # for search engines
    discovery_routes,
)


_PAUSE = 0.005  # seconds, between two steps of `_warm_up`


async def _warm_up() -> None:
    """Do in small steps what the first requests for each page would otherwise wait for: a start
    page whose SELECTs are not yet compiled takes 0.2 s of the event loop.
    """
    for _ in chain(compile_each(), load_each()):
        await asyncio.sleep(_PAUSE)


def create_app(settings: Settings) -> Edge:
    """The service as an ASGI application. The dataset that the pointer names is opened before this
    returns.
    """
    dataset_store = DatasetStore(
        settings.datasets,
        budget_ms=settings.budget_ms,
        threads=settings.threads,
        pins=settings.pins,
        is_replica=bool(settings.follow),
        prepare=start.prepare,
    )
    dataset_store.refresh()
    log = AccessLog() if settings.access_log else None
    metrics = Metrics(dataset_store, log)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        following = dataset_store.follow(settings.poll_ms)
        tasks = [asyncio.create_task(following), asyncio.create_task(_warm_up())]
        if log:
            tasks.append(asyncio.create_task(log.follow()))
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        dataset_store.close()

    api = FastAPI(
        title="Stated",
        version=RELEASE,
        lifespan=lifespan,
        openapi_tags=tags_of(module.router for module in ROUTES),
        openapi_url=None,  # app.observability.routes answers it
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        # Looking for OpenTelemetry takes 10 µs of each request, so traces are an option. /metrics
        # and the access log are here in any case.
        telemetry={
            "tracing": settings.traces,
            "metrics": False,
            "logs": False,
            "auto_configure": settings.traces,
        },
    )
    api.state.dataset_store = dataset_store
    api.state.metrics = metrics
    api.state.contact = settings.contact
    api.state.streams = Streams(settings.streams)
    include(api, (module.router for module in ROUTES))
    add_problem_handlers(api, render)
    edge = partial(
        Edge,
        dataset_store=dataset_store,
        render=render,
        ignored=ignored_by(api.routes, ignores_unknown, TRACKING),
        urgent={"/health/live", "/health/ready", "/metrics"},
    )
    for_examples = settings.model_copy(update={"public_url": BASE, "cache_mb": 0})
    api.state.description = ApiDescription(
        api,
        partial(edge, settings=for_examples),
        public_url=settings.public_url,
        contact=settings.contact,
    )
    return edge(api, settings=settings, observe=metrics.observe)
