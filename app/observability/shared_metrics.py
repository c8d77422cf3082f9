"""Metrics of several workers, which are added up in files (prometheus_client's multiprocess mode).

Only `stated serve --workers` above 1 uses this: a counter of the client library takes as long as a
cached answer. Each worker writes files of its own, and `/metrics` of any worker reads all of them.
"""

import fcntl
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector

from app.edge.interfaces import ObservedRequest


class SharedMetrics:
    """Counts requests in the files of this process."""

    def __init__(self, folder: Path, bounds: Sequence[float]) -> None:
        add_up_dead_workers(folder)
        self._folder = folder
        registry = CollectorRegistry()
        self._requests = Counter(
            "stated_requests",
            "Requests by route template, status (0: broken off) and cache (hit, miss, none).",
            ["route", "status", "cache"],
            registry=registry,
        )
        self._seconds = Histogram(
            "stated_request_seconds",
            "Time until the answer was complete.",
            ["route"],
            buckets=bounds,
            registry=registry,
        )
        self._dropped = Counter(
            "stated_access_log_dropped",
            "Lines of the access log that could not be written.",
            registry=registry,
        )
        self._dropped_so_far = 0
        # Finding the child of a label takes longer than counting.
        self._counters: dict[tuple[str, int, str], tuple[Counter, Histogram]] = {}

    def observe(self, request: ObservedRequest, seconds: float, dropped: int) -> None:
        """Count a request, and the lines of the access log that this process has dropped so far."""
        key = request.route, request.status, request.cache
        children = self._counters.get(key)
        if children is None:
            children = self._counters[key] = (
                self._requests.labels(request.route, str(request.status), request.cache),
                self._seconds.labels(request.route),
            )
        counter, histogram = children
        counter.inc()
        histogram.observe(seconds)
        if dropped > self._dropped_so_far:
            self._dropped.inc(dropped - self._dropped_so_far)
            self._dropped_so_far = dropped

    def text(self) -> bytes:
        """The sums of all workers, also of those that have ended, in the Prometheus text format."""
        registry = CollectorRegistry()
        cast(Any, MultiProcessCollector)(registry, str(self._folder))
        return generate_latest(registry)


def add_up_dead_workers(folder: Path) -> None:
    """Add the files of workers that have ended to one file of each kind, and remove them. Their
    counts must stay, because a counter that falls looks like a restart of the service.
    """
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        by_kind: dict[str, list[Path]] = defaultdict(list)
        for file in folder.glob("*.db"):
            kind, _, process = file.stem.rpartition("_")
            if process.isdigit() and not _is_running(int(process)):
                by_kind[kind].append(file)
        for kind, dead in by_kind.items():
            total = folder / f"{kind}_ended.db"
            files = [str(file) for file in (*dead, total) if file.exists()]
            draft = folder / f"{kind}_draft"
            draft.unlink(missing_ok=True)
            # prometheus_client has no types here.
            merged: Any = cast(Any, MultiProcessCollector).merge(files, accumulate=False)
            written = cast(Any, MmapedDict)(str(draft))
            for metric in merged:
                for sample in metric.samples:
                    key = mmap_key(
                        metric.name,
                        sample.name,
                        list(sample.labels),
                        list(sample.labels.values()),
                        metric.documentation,
                    )
                    written.write_value(key, sample.value, 0)
            written.close()
            os.replace(draft, total)
            for file in dead:
                file.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    with suppress(ProcessLookupError):
        with suppress(PermissionError):  # it runs as another user
            os.kill(process, 0)
        return True
    return False
