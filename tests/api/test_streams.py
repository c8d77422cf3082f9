"""Whole lists that are sent while they are made: nobody waits for them, they end with their
readers, and are bounded in number.
"""

import asyncio
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Message
from uvicorn.server import ServerState

from app import cli
from app.api import streams as sending
from app.api.formats import ndjson
from app.api.streams import SHORT, Streams, Table
from app.build.publish import point
from app.edge.answers import Answer
from app.edge.exchange import ClientGoneError, Exchange
from app.edge.fast_path import FastPathProtocol
from app.main import create_app
from app.problems import OverBudget
from app.settings import ROOT, Settings
from tests.conftest import few
from tests.editions import small_dataset, written_anew
from tests.fixtures import Served

LIST = "/statements.ndjson"
PATIENCE = 20.0  # seconds until a test gives up waiting for the service
ROWS = 16  # of the list


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset whose list of statements is too large for the buffers between the
    service and its reader.
    """
    folder = tmp_path_factory.mktemp("large")
    made = Path(shutil.copy(small_dataset(tmp_path_factory.mktemp("small")), folder))
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("UPDATE statement SET summary = ?", ("many words " * 100_000,))
        connection.commit()
        assert connection.execute("SELECT count(*) FROM statement").fetchone() == (ROWS,)
    written_anew(made)
    point(folder, made.stem)
    return folder


@pytest.fixture
def rows_made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each piece had. Each row is read on its own, and every list of more than three
    rows takes a place.
    """
    made: list[int] = []
    lines = ndjson.ndjson_lines

    def noted(rows: Any) -> bytes:
        piece = None if rows is None else list(rows)
        made.extend([len(piece)] if piece else [])
        return lines(piece)

    monkeypatch.setattr(ndjson, "ndjson_lines", noted)
    monkeypatch.setattr(sending, "_BATCH", 1)
    monkeypatch.setattr("app.api.streams.SHORT", 3)
    return made


def streams(service: Served) -> Streams:
    """The places of a service."""
    kept: Streams = service.app.app.state.streams  # type: ignore[attr-defined]
    return kept


@contextmanager
def requested(port: int, target: str = LIST, method: str = "GET") -> Iterator[socket.socket]:
    """A connection on which a request was sent and nothing is read, with a small buffer."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        one.settimeout(PATIENCE)
        one.connect(("127.0.0.1", port))
        one.sendall(f"{method} {target} HTTP/1.1\r\nHost: stated.example\r\n\r\n".encode())
        yield one


def port_of(service: Served) -> int:
    """Where a service listens."""
    return int(service.url.rpartition(":")[2])


def wait(until: Callable[[], bool]) -> None:
    """Wait for something to come true."""
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.005)


def test_one_piece_is_worked_on_in_each_round() -> None:
    """Whatever else the event loop has to do comes between any two pieces, however many lists are
    being made.
    """
    rounds, seen = [0], []

    async def others() -> None:
        while True:
            rounds[0] += 1
            await asyncio.sleep(0)

    async def work() -> None:
        lists = Streams(8)
        ticking = asyncio.create_task(others())

        async def one() -> None:
            for _ in range(5):
                await lists.in_turn(lambda: seen.append(rounds[0]))

        await asyncio.gather(*[one() for _ in range(4)])
        ticking.cancel()

    asyncio.run(work())
    assert len(seen) == 20
    assert len(set(seen)) == 20


def test_rows_that_take_long_are_pieces_of_their_own() -> None:
    async def work() -> tuple[int, bytes]:
        pieces = 0

        async def in_turn(work: Callable[..., bytes], *args: Any) -> bytes:
            nonlocal pieces
            pieces += 1
            return work(*args)

        async def page(after: Any, size: int) -> list[dict[str, Any]]:
            return [{"n": number} for number in range((after or (0,))[0] + 1, 251)][:size]

        def slow(row: dict[str, Any]) -> dict[str, Any]:
            time.sleep(0.001)
            return row

        batches = sending.batches_of(page, lambda row: (row["n"],), None, aside=False)
        body = b"".join(
            [
                part
                async for part in sending.encoded_in_pieces(
                    batches, ndjson.ndjson_lines, slow, in_turn
                )
            ]
        )
        return pieces, body

    pieces, body = asyncio.run(work())
    assert body == b"".join(b'{"n":%d}\n' % number for number in range(1, 251))
    assert pieces == 250


def test_a_list_ends_with_its_reader(
    large: Path, serve: Callable[..., Served], rows_made: list[int]
) -> None:
    """Nothing more is made for who has hung up: at once, or after a while without reading."""
    service = serve(large, streams=2)
    with requested(port_of(service)):
        pass
    wait(lambda: bool(rows_made))
    wait(lambda: streams(service).free == 2)
    assert len(rows_made) < ROWS / 2
    rows_made.clear()
    with requested(port_of(service)) as one:
        one.recv(100)
        assert streams(service).free == 1
    wait(lambda: streams(service).free == 2)
    assert len(rows_made) < ROWS


def test_the_number_of_lists_at_once_is_bounded(
    large: Path, serve: Callable[..., Served], rows_made: list[int]
) -> None:
    """The next one learns it before anything is read for it; short lists and pages are answered
    all the same.
    """
    service = serve(large, streams=1)
    with requested(port_of(service)) as one:
        one.recv(100)
        for method in ("GET", "HEAD"):
            refused = service.client.request(method, LIST)
            assert (refused.status_code, refused.headers["Content-Type"]) == (
                503,
                "application/problem+json",
            )
            assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == (
                "5",
                "no-store",
            )
        assert service.client.get(LIST).json()["type"].endswith("/problems/busy")
        assert service.client.get("/problems/busy").status_code == 200
        for fine in (
            f"{LIST}?limit=3",
            "/statements?limit=1",
            "/statements.ndjson?topic=troop-deployment&limit=1",
        ):
            assert service.client.get(fine).status_code == 200
    wait(lambda: streams(service).free == 1)
    for _ in range(2):  # who has read all of a list may ask for the next one
        whole = service.client.get(LIST)
        assert (whole.status_code, whole.text.count("\n")) == (200, ROWS)


@pytest.mark.parametrize("fails_at", [0, ROWS - 1])
def test_a_list_that_fails_leaves_its_place(
    large: Path,
    serve: Callable[..., Served],
    rows_made: list[int],
    monkeypatch: pytest.MonkeyPatch,
    fails_at: int,
) -> None:
    """Before anything was sent the answer is the problem; afterwards the connection is broken
    off.
    """
    service = serve(large, streams=1)
    dataset = service.app.dataset_store.current
    read, reads = dataset.read, [0]  # type: ignore[union-attr]

    def failing(query: Callable[..., Any], *args: Any) -> Any:
        if query.__qualname__.endswith("listing.<locals>.page"):
            reads[0] += 1
            if reads[0] > fails_at:
                raise OverBudget("Too long.")
        return read(query, *args)

    monkeypatch.setattr(dataset, "read", failing)
    if fails_at == 0:
        assert service.client.get(LIST).status_code == 503
    else:
        with pytest.raises(httpx.RemoteProtocolError):
            service.client.get(LIST)
    wait(lambda: streams(service).free == 1)


def test_the_place_is_free_before_the_last_part_is_sent() -> None:
    """So whoever has read all of a list may ask for the next one at once."""
    lists, free = Streams(1), []

    async def body() -> AsyncIterator[bytes]:
        yield b"all"

    async def send(message: Message) -> None:
        free.append((message.get("body"), lists.free))

    async def receive() -> Message:
        await asyncio.sleep(PATIENCE)
        return {"type": "http.disconnect"}

    asyncio.run(Table(body(), "csv", {}, lists.place(SHORT + 1))({"type": "http"}, receive, send))
    assert free == [(None, 0), (b"all", 0), (b"", 1)]


def test_a_head_request_takes_no_place(
    large: Path, serve: Callable[..., Served], rows_made: list[int]
) -> None:
    service = serve(large, streams=1)
    head = service.client.head(LIST)
    assert (head.status_code, head.content) == (200, b"")
    wait(lambda: streams(service).free == 1)
    assert len(rows_made) < ROWS


def test_a_reader_who_takes_nothing_is_cut_off(
    large: Path, serve: Callable[..., Served], rows_made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is free for the next list, and the reader sees that the answer is not complete."""
    for where in ("exchange", "fast_path"):
        monkeypatch.setattr(f"app.edge.{where}.WRITE_TIMEOUT", 0.2)
    service = serve(large, streams=1)
    with requested(port_of(service)) as one:
        assert one.recv(100).startswith(b"HTTP/1.1 200 ")
        wait(lambda: streams(service).free == 1)
        got = b""
        with suppress(ConnectionResetError):
            while more := one.recv(1 << 20):
                got = (got + more)[-100:]
        assert not got.endswith(b"\r\n0\r\n\r\n")
    assert len(rows_made) < ROWS


def test_a_reader_who_takes_nothing_is_left_under_any_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Other servers do not cut the connection by themselves."""
    monkeypatch.setattr("app.edge.exchange.WRITE_TIMEOUT", 0.05)

    async def never(*_: Any) -> Any:
        await asyncio.sleep(PATIENCE)

    async def send_much() -> None:
        plain = Answer(200, ())
        exchange = Exchange(
            never,
            never,
            request_headers={},
            request_id=b"x",
            head_only=False,
            add_headers=lambda *_: plain,
        )
        await exchange.send({"type": "http.response.start", "status": 200, "headers": []})
        with pytest.raises(ClientGoneError):
            await exchange.send(
                {"type": "http.response.body", "body": bytes(2_000_000), "more_body": True}
            )
        assert exchange.finished

    asyncio.run(send_much())


class Transport(asyncio.Transport):
    """Takes nothing."""

    cut = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def abort(self) -> None:
        self.cut = True


@pytest.mark.parametrize(
    "takes", ["nothing", "all in the end", "nothing any more, for it has hung up"]
)
def test_a_connection_that_is_not_read_is_cut(
    launch: Path, monkeypatch: pytest.MonkeyPatch, takes: str
) -> None:
    """It is not only closed: that would wait for the client to take what has been written."""
    monkeypatch.setattr("app.edge.fast_path.WRITE_TIMEOUT", 0.05)
    edge = create_app(Settings(datasets=launch.parent))

    async def connect() -> bool:
        config = uvicorn.Config(
            edge,
            http=FastPathProtocol,
            log_level="critical",
            lifespan="off",
            access_log=False,
            proxy_headers=False,
        )
        config.load()
        wire, transport = (
            FastPathProtocol(config=config, server_state=ServerState(), app_state={}),
            Transport(),
        )
        wire.connection_made(transport)
        wire.pause_writing()
        if takes == "all in the end":
            wire.resume_writing()
        elif takes != "nothing":
            wire.connection_lost(ConnectionResetError())
        await asyncio.sleep(0.1)
        return transport.cut

    assert asyncio.run(connect()) is (takes == "nothing")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def process(datasets: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`stated serve` as a process that lets answers end for one second, and its port."""
    port = free_port()
    code = (
        f"from app import cli; cli.DRAIN = 1; cli.app(['serve', '--port', '{port}', "
        f"*{list(options)!r}])"
    )
    environment = {**os.environ, "STATED_DATASETS": str(datasets), "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", verify=False) as client:

            def ready() -> bool:
                assert run.poll() is None, run.stderr and run.stderr.read()
                with suppress(httpx.TransportError):
                    return client.get("/health/ready").status_code == 200
                return False

            wait(ready)
        yield run, port
    finally:
        if run.poll() is None:
            run.kill()
        run.communicate()


@pytest.mark.long
@pytest.mark.parametrize("options", few([[], ["--workers", "2"]], [[]]))
def test_a_reader_who_stopped_reading_does_not_keep_the_service_from_ending(
    large: Path, options: list[str]
) -> None:
    """What can end ends; then the service does, and says that all is well."""
    with process(large, *options) as (run, port), requested(port) as one:
        assert one.recv(100).startswith(b"HTTP/1.1 200 ")
        run.send_signal(signal.SIGTERM)
        assert run.wait(PATIENCE) == 0
        got = b""
        with suppress(ConnectionResetError):
            while more := one.recv(1 << 20):
                got = (got + more)[-100:]
        assert not got.endswith(b"\r\n0\r\n\r\n")
    assert cli.DRAIN + 1.5 < 10  # what uvicorn itself takes, before supervisors kill
