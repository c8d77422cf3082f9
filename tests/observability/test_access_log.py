"""The access log when standard output fails: the service goes on, memory is bounded, and lines stay
whole.
"""

import asyncio
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.edge.interfaces import ObservedRequest
from app.observability import access_log
from app.observability.access_log import MAX_WAITING_BYTES, AccessLog
from app.settings import ROOT

REQUEST = ObservedRequest(
    0.0,
    b"GET",
    b"/countries/italy",
    b"q=1",
    b"id",
    route="/countries/{name}",
    status=200,
    size=100,
    cache="hit",
    version="0123456789abcdef",
)


@pytest.fixture(autouse=True)
def short_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write waits only for a short time."""
    monkeypatch.setattr(access_log, "_WRITE_TIMEOUT", 0.005)


@contextmanager
def standard_output(path: Path) -> Iterator[None]:
    """Use a file or pipe as standard output. Not a fixture: pytest replaces standard output when a
    test begins.
    """
    with path.open("wb", buffering=0) as out, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        yield


@pytest.fixture
def fifo(tmp_path: Path) -> Path:
    """A named pipe, which can be opened for reading again after its reader has closed it."""
    path = tmp_path / "log"
    os.mkfifo(path)
    return path


def reading(fifo: Path) -> int:
    """Open a named pipe for reading."""
    return os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)


def log_requests(log: AccessLog, count: int) -> None:
    """Log a number of requests."""
    for _ in range(count):
        log.add(REQUEST, 0.001)


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for a condition, for ten seconds at most."""
    for _ in range(1000):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


def read(reader: int) -> bytes:
    """All bytes in a pipe."""
    got = b""
    while True:
        try:
            part = os.read(reader, 1 << 20)
        except BlockingIOError:
            return got
        if not part:
            return got
        got += part


def test_a_reader_that_comes_back_gets_whole_lines(
    fifo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log, reader = AccessLog(), reading(fifo)
    with standard_output(fifo):
        log_requests(log, 3)
        log.write()
        assert len(read(reader).splitlines()) == 3
        log_requests(log, 2000)  # more than fits into a pipe
        log.write()
        os.close(reader)
        for _ in range(3):
            log_requests(log, 10)
            log.write()
        before, reader, got = log.dropped, reading(fifo), b""
        assert before > 0
        for _ in range(3):
            log_requests(log, 10)
            log.write()
            got += read(reader)
        os.close(reader)
    assert log.dropped == before
    lines = [json.loads(line) for line in got.splitlines()]
    assert got.endswith(b"\n")
    assert len(lines) + before == 2000 + 3 * 10 + 3 * 10
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]


def test_a_pipe_that_nobody_reads_keeps_a_bounded_number_of_lines(
    fifo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, reader, most = AccessLog(), reading(fifo), 2000  # more than fits into a pipe
    monkeypatch.setattr(access_log, "MAX_WAITING", most)
    with standard_output(fifo):
        for _ in range(4):
            log_requests(log, most)
            log.write()
        assert len(log._waiting) <= most
        assert log._unwritten.count(b"\n") <= most
        assert log.dropped == 2 * most
        got = b""
        while part := read(reader):
            got += part
            log.write()
    os.close(reader)
    assert len([json.loads(line) for line in got.splitlines()]) == 2 * most


def test_long_addresses_are_bounded_by_their_bytes() -> None:
    log = AccessLog()
    for _ in range(3000):
        log.add(REQUEST._replace(path=b"/" + bytes(4000), query=bytes(4000)), 0.001)
    assert (
        sum(len(request.path) + len(request.query) for _, _, request in log._waiting)
        <= MAX_WAITING_BYTES + 8001
    )
    assert log.dropped == 3000 - len(log._waiting)


def test_a_full_disk_is_logged_once_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log, full, usual = AccessLog(), Path("/dev/full"), tmp_path / "log"
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    async def followed() -> None:
        monkeypatch.setattr(access_log, "_INTERVAL", 0.01)
        task = asyncio.create_task(log.follow())
        with standard_output(full):
            log_requests(log, 5)
            await until(lambda: log.dropped == 5)
            log_requests(log, 5)
            await until(lambda: log.dropped == 10)
        assert not task.done()
        with standard_output(usual):
            log_requests(log, 5)
            await until(lambda: usual.stat().st_size > 0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(followed())
    assert len([json.loads(line) for line in usual.read_bytes().splitlines()]) == 5
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]
    assert "No space left on device" in caplog.text


@pytest.mark.parametrize("out", [None, "closed"])
def test_without_standard_output_nothing_is_written_anywhere(
    out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File descriptor 1 may belong to another file by then."""
    log = AccessLog()
    if out == "closed":
        with Path(os.devnull).open("wb", buffering=0) as out:
            pass
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        log_requests(log, 2)
        log.write()
    assert log.dropped == 2


@pytest.mark.long
def test_the_service_goes_on_when_the_reader_of_its_log_ends(launch: Path) -> None:
    """Requests are answered, dropped lines are counted, and the service ends without an error."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    machine = {
        **os.environ,
        "STATED_DATASETS": str(launch.parent),
        "STATED_ACCESS_LOG": "true",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", "from app.cli import app; app()", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=machine, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10, verify=False) as client:
            for _ in range(200):
                try:
                    client.get("/health/live")
                    break
                except httpx.TransportError:
                    time.sleep(0.05)
            assert json.loads(process.stdout.readline())["path"] == "/health/live"
            process.stdout.close()
            dropped: list[float] = []
            for _ in range(100):
                assert client.get("/countries/italy").status_code == 200
                found = re.search(
                    r"^stated_access_log_dropped_total (\S+)$",
                    client.get("/metrics").text,
                    re.MULTILINE,
                )
                dropped += (
                    [float(found[1])] if found and float(found[1]) not in (0, *dropped) else []
                )
                if len(dropped) > 1:  # so the log is tried again
                    break
                time.sleep(0.05)
        assert len(dropped) > 1
    finally:
        process.send_signal(signal.SIGTERM)
        with process:
            said = process.stderr.read().decode() if process.stderr else ""
            process.wait(10)
    assert said.count("The access log cannot be written (Broken pipe)") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        (b"/countries/t%C3%BCrkiye", b"q=%E2%80%AE", ("/countries/türkiye", "q=%E2%80%AE")),
        (b"/a%E2%80%AEb", b"", (r"/a\u202eb", "")),
        (b"/a%1b%5b2J", b"", (r"/a\x1b[2J", "")),
        (b"/a%0A%0Db", b"a\x9b", (r"/a\n\rb", r"a\x9b")),
        (b"/%E2%81%A6", b"", (r"/\u2066", "")),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(
    path: bytes, query: bytes, expected: tuple[str, str]
) -> None:
    """Control characters, and those that change the direction of a text."""
    text = access_log._line(0.0, 0.0, REQUEST._replace(path=path, query=query)).decode()
    assert text.removesuffix("\n").isprintable()
    line = json.loads(text)
    assert (line["path"], line["query"]) == expected
