"""What operators see, as Prometheus metrics: requests by route template, and the data that are
served.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from time import perf_counter

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)

from app.dataset import queries as about
from app.observability.access_log import AccessLog, Asked
from app.store.dataset_store import DatasetStore

_BOUNDS = (0.0001, 0.0005, 0.001, 0.005, 0.02, 0.1, 0.25, 1.0, 5.0)  # seconds


class Metrics:
    """Counts of one app, told by its edge; what is told is passed on to the access log, if there is
    one.

    Plain numbers, made into metrics when they are asked for: counters of the client library cost as
    much as a ready answer.
    """

    def __init__(self, dataset_store: DatasetStore, log: AccessLog | None = None) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(self)
        self._dataset_store = dataset_store
        self._log = log
        self._told: dict[
            tuple[str, int, str], list[float]
        ] = {}  # requests by bounds of their time, and their seconds

    def seen(
        self,
        asked: Asked,
        request_id: bytes,
        route: str,
        status: int,
        size: int,
        cache: str,
        version: str | None,
        began: float,
        /,
    ) -> None:
        """Count an answered request (see app.edge.interfaces.Observer)."""
        seconds = perf_counter() - began
        told = self._told.get((route, status, cache))
        if told is None:
            told = self._told[route, status, cache] = [0] * (len(_BOUNDS) + 2)
        told[bisect_left(_BOUNDS, seconds)] += 1
        told[-1] += seconds
        if self._log is not None:
            self._log.add(asked, request_id, route, status, size, cache, version, seconds)

    def collect(self) -> Iterator[Metric]:
        """Everything (called by the registry)."""
        requests = CounterMetricFamily(
            "stated_requests",
            "Requests by route template, status (0: broken off) and cache (hit, miss, none).",
            labels=["route", "status", "cache"],
        )
        took: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * (len(_BOUNDS) + 2))
        for (route, status, cache), told in list(self._told.items()):
            requests.add_metric([route, str(status), cache], sum(told[:-1]))
            took[route] = [before + more for before, more in zip(took[route], told, strict=True)]
        yield requests
        seconds = HistogramMetricFamily(
            "stated_request_seconds", "Time until the answer was complete.", labels=["route"]
        )
        for route, (*counts, total) in took.items():
            seconds.add_metric(
                [route],
                list(zip([*map(str, _BOUNDS), "+Inf"], accumulate(counts), strict=True)),
                total,
            )
        yield seconds
        dropped = CounterMetricFamily(
            "stated_access_log_dropped", "Lines of the access log that could not be written."
        )
        dropped.add_metric([], self._log.dropped if self._log else 0)
        yield dropped
        swaps = CounterMetricFamily("stated_swaps", "Datasets opened since the start.")
        swaps.add_metric([], self._dataset_store.swaps)
        yield swaps
        yield GaugeMetricFamily(
            "stated_open_datasets",
            "Datasets that hold files open: served, pinned or still being read.",
            value=self._dataset_store.datasets_open,
        )
        yield from self._of_the_data()

    def _of_the_data(self) -> Iterator[Metric]:
        dataset = self._dataset_store.current
        served = GaugeMetricFamily(
            "stated_dataset", "The dataset that is served.", labels=["version"]
        )
        if dataset is None:
            yield served
            return
        served.add_metric([dataset.version], 1)
        yield served
        kept = dataset.answers
        for name, value in (
            ("bytes", kept.bytes if kept else 0),
            ("answers", len(kept) if kept else 0),
        ):
            yield GaugeMetricFamily(
                f"stated_cache_{name}",
                f"Ready answers of the current dataset, in {name}.",
                value=value,
            )
        state = dataset.read(about.state)
        held = GaugeMetricFamily(
            "stated_positions", "Current positions by stance.", labels=["question", "stance"]
        )
        for row in state["positions"]:
            held.add_metric([row["question"], row["stance"]], row["value"])
        yield held
        for name, meaning in (
            ("disputed", "Current positions on which sources disagree."),
            ("unreviewed", "Current positions that nobody but their coder has read."),
            (
                "coverage",
                "Countries with a current position, as a part of all countries, from 0 to 1.",
            ),
        ):
            gauge = GaugeMetricFamily(f"stated_{name}", meaning, labels=["question"])
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
        """All metrics in the text format."""
        return generate_latest(self.registry)
