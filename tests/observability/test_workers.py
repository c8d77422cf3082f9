"""Several workers: `/metrics` of any of them has the requests of all, also of those that ended."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector

from app.observability.shared_metrics import add_up_dead_workers
from app.settings import ROOT

PATIENCE = 30.0  # seconds


def dead_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def counted(folder: Path) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """The sums of all files, as `/metrics` shows them."""
    metrics = MultiProcessCollector(None, str(folder)).collect()  # type: ignore[no-untyped-call]
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for metric in metrics
        for sample in metric.samples
    }


def test_the_counts_of_workers_that_ended_stay(tmp_path: Path) -> None:
    """Their files are added up, and removed."""
    for number in range(3):
        process = os.getpid() if number == 2 else dead_process()
        for kind, metric, name, labels in (
            ("counter", "stated_requests", "stated_requests_total", {"route": "/a"}),
            ("histogram", "stated_request_seconds", "stated_request_seconds_sum", {"route": "/a"}),
            (
                "histogram",
                "stated_request_seconds",
                "stated_request_seconds_bucket",
                {"route": "/a", "le": "0.1"},
            ),
        ):
            path = str(tmp_path / f"{kind}_{process}.db")
            file = MmapedDict(path)  # type: ignore[no-untyped-call]
            key = mmap_key(metric, name, list(labels), list(labels.values()), "Help.")
            file.write_value(key, number + 1.0, 0)  # type: ignore[no-untyped-call]
            file.close()  # type: ignore[no-untyped-call]
    before = counted(tmp_path)
    assert before[("stated_requests_total", (("route", "/a"),))] == 6
    for _ in range(2):
        add_up_dead_workers(tmp_path)
        assert counted(tmp_path) == before
        assert sorted(one.name for one in tmp_path.glob("*.db")) == sorted(
            f"{kind}_{end}.db"
            for kind in ("counter", "histogram")
            for end in ("ended", os.getpid())
        )


@pytest.fixture
def two_workers(launch: Path) -> Iterator[str]:
    """The address of a service with two workers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "STATED_DATASETS": str(launch.parent)}
    command = [sys.executable, "-m", "app.cli", "serve", "--workers", "2", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0


def total(address: str) -> float:
    """How many requests for Italy all workers have answered, as one of them says."""
    text = httpx.get(f"{address}/metrics").text
    pattern = r'^stated_requests_total\{.*route="/countries/\{name\}".*\} ([0-9.]+)$'
    return sum(float(value) for value in re.findall(pattern, text, re.MULTILINE))


@pytest.mark.long
def test_metrics_of_two_workers(two_workers: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if httpx.get(f"{two_workers}/health/ready").status_code == 200:
                break
        except httpx.TransportError:
            assert time.monotonic() < end
            time.sleep(0.1)
    for _ in range(40):  # each on a connection of its own, so both workers get some
        assert httpx.get(f"{two_workers}/countries/italy").status_code == 200
    for _ in range(10):
        assert total(two_workers) == 40
    samples = httpx.get(f"{two_workers}/metrics").text
    assert samples.count("# TYPE stated_requests_total counter") == 1
    assert "process_open_fds" in samples
    assert "stated_degraded 0.0" in samples
