"""Prometheus metrics: requests by route template, and what the served dataset contains."""

import os
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from operator import add
from pathlib import Path
from time import perf_counter

from prometheus_client import ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from app.dataset import queries as dataset_queries
from app.edge.interfaces import ObservedRequest
from app.observability.access_log import AccessLog
from app.observability.shared_metrics import SharedMetrics
from app.settings import METRICS_FOLDER
from app.store.dataset_store import DatasetStore

# Upper bounds of the histogram's buckets, in seconds.
_BOUNDS = (0.0001, 0.0005, 0.001, 0.005, 0.02, 0.1, 0.25, 1.0, 5.0)

_process = ProcessCollector(registry=None)  # processor time, memory, open files (Linux)


class Metrics(Collector):
    """Counts requests, and passes them on to the access log if there is one.

    It keeps plain numbers and makes metrics of them on request: the counters of the client library
    take as much time as a cached answer.
    """

    def __init__(self, dataset_store: DatasetStore, log: AccessLog | None = None) -> None:
        self._log = log
        self._shared: SharedMetrics | None = None
        if folder := os.environ.get(METRICS_FOLDER):
            self._shared = SharedMetrics(Path(folder), _BOUNDS)
        self._dataset_store = dataset_store
        # By route, status and cache: how many requests are in each bucket and above the last one,
        # then the sum of their seconds.
        self._requests: dict[tuple[str, int, str], list[float]] = {}

    def observe(self, request: ObservedRequest) -> None:
        """Count a request that has just been answered, and pass it on."""
        seconds = perf_counter() - request.began
        if self._shared is not None:
            self._shared.observe(request, seconds, self._log.dropped if self._log else 0)
        else:
            key = request.route, request.status, request.cache
            counts = self._requests.get(key)
            if counts is None:
                counts = self._requests[key] = [0] * (len(_BOUNDS) + 2)
            counts[bisect_left(_BOUNDS, seconds)] += 1
            counts[-1] += seconds
        if self._log is not None:
            self._log.add(request, seconds)

    def collect(self) -> Iterator[Metric]:
        """All metrics; prometheus_client calls this."""
        if self._shared is None:
            yield from self._collect_requests()
            yield CounterMetricFamily(
                "stated_access_log_dropped",
                "Lines of the access log that could not be written.",
                value=self._log.dropped if self._log else 0,
            )
        yield CounterMetricFamily(
            "stated_swaps", "Datasets opened since the start.", value=self._dataset_store.swaps
        )
        yield GaugeMetricFamily(
            "stated_degraded",
            "1 if the pointer names something that cannot be served, or the file that is served is "
            "damaged; 0 if not.",
            value=self._dataset_store.refusal is not None,
        )
        yield GaugeMetricFamily(
            "stated_open_datasets",
            "Datasets whose files are open: served, pinned or still being read.",
            value=self._dataset_store.datasets_open,
        )
        yield from self._collect_dataset()

    def _collect_requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "stated_requests",
            "Requests by route template, status (0: broken off) and cache (hit, miss, none).",
            labels=["route", "status", "cache"],
        )
        by_route: dict[str, list[float]] = {}
        for (route, status, cache), counts in list(self._requests.items()):
            requests.add_metric([route, str(status), cache], sum(counts[:-1]))
            before = by_route.get(route, [0.0] * len(counts))
            by_route[route] = list(map(add, before, counts))
        yield requests
        seconds = HistogramMetricFamily(
            "stated_request_seconds", "Time until the answer was complete.", labels=["route"]
        )
        bounds = [*map(str, _BOUNDS), "+Inf"]
        for route, (*buckets, total) in by_route.items():
            cumulative = list(zip(bounds, accumulate(buckets), strict=True))
            seconds.add_metric([route], cumulative, total)
        yield seconds

    def _collect_dataset(self) -> Iterator[Metric]:
        dataset = self._dataset_store.current
        served = GaugeMetricFamily(
            "stated_dataset", "The dataset that is served.", labels=["version"]
        )
        if dataset is None:
            yield served
            return
        served.add_metric([dataset.version], 1)
        yield served
        cache = dataset.response_cache
        kept = (
            {"bytes": cache.bytes, "answers": len(cache)} if cache else {"bytes": 0, "answers": 0}
        )
        for unit, value in kept.items():
            yield GaugeMetricFamily(
                f"stated_cache_{unit}",
                f"Ready answers of the current dataset, in {unit}.",
                value=value,
            )
        state = dataset.read(dataset_queries.state)
        positions = GaugeMetricFamily(
            "stated_positions", "Current positions by stance.", labels=["question", "stance"]
        )
        for row in state["positions"]:
            positions.add_metric([row["question"], row["stance"]], row["value"])
        yield positions
        for name, description in (
            ("disputed", "Current positions on which sources disagree."),
            ("unreviewed", "Current positions that nobody but their coder has read."),
            (
                "coverage",
                "Countries with a current position, as a part of all countries, from 0 to 1.",
            ),
        ):
            gauge = GaugeMetricFamily(f"stated_{name}", description, labels=["question"])
            for row in state["questions"]:
                gauge.add_metric([row["question"]], row[name])
            yield gauge
        if state["newest"] is not None:
            midnight = datetime.combine(state["newest"], datetime.min.time(), UTC)
            yield GaugeMetricFamily(
                "stated_newest_statement_timestamp_seconds",
                "Last possible day of the newest statement.",
                value=midnight.timestamp(),
            )

    def text(self) -> bytes:
        """All metrics in the Prometheus text format: requests of all workers, and datasets, memory
        and open files of this one.
        """
        shared = self._shared.text() if self._shared is not None else b""
        return shared + generate_latest(self) + generate_latest(_process)
