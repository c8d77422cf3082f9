"""Prometheus metrics: requests by route template, and what is served."""

from collections.abc import Awaitable, Callable, Iterator
from time import perf_counter
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.shelf import Shelf


class Metrics:
    """One registry for one app, so that two apps in one process do not share counts."""

    def __init__(self, shelf: Shelf) -> None:
        self.registry = CollectorRegistry()
        self._shelf = shelf
        self._requests = Counter("stated_requests", "Requests by route template and status.", ["route", "status"],
                                 registry=self.registry)  # fmt: skip
        self._seconds = Histogram("stated_request_seconds", "Time until the answer was complete.", ["route"],
                                  buckets=(0.001, 0.005, 0.02, 0.1, 0.25, 1, 5), registry=self.registry)  # fmt: skip
        self.registry.register(self)

    def collect(self) -> Iterator[Metric]:
        """What is served now (called by the registry)."""
        swaps = CounterMetricFamily("stated_swaps", "Datasets opened since the start.")
        swaps.add_metric([], self._shelf.swaps)
        yield swaps
        served = GaugeMetricFamily("stated_dataset", "The dataset that is served.", labels=["version"])
        if self._shelf.current is not None:
            served.add_metric([self._shelf.current.version], 1)
        yield served
        held = GaugeMetricFamily("stated_open_datasets", "Datasets that hold files open: served, pinned or still being read.")
        held.add_metric([], self._shelf.datasets_open)
        yield held

    def text(self) -> bytes:
        """All metrics in the text format."""
        return generate_latest(self.registry)

    def around(self, app: ASGIApp) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
        """The app, counted. A status of 0 means that the app raised; the edge answers then."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            status = 0
            start = perf_counter()

            async def seen(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            try:
                await app(scope, receive, seen)
            except Exception as error:
                status = getattr(error, "status", 500)
                raise
            finally:
                route: Any = scope.get("route")
                template = getattr(route, "path", "none")
                self._requests.labels(template, status).inc()
                self._seconds.labels(template).observe(perf_counter() - start)

        return counted
