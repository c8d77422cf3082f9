"""The fast path: cached answers are the same as through ASGI, in the right order, and only for
ordinary requests.
"""

import contextlib
import json
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app import cli
from app.edge import fast_path
from app.edge.answers import Answer, CachedAnswer, message_head
from app.edge.fast_path import FastPathProtocol
from app.edge.middleware import Edge
from tests.fixtures import Served

_FIRST_LINE = b"HTTP/1.1 200 OK\r\n"
POSITION = b"/countries/Italy/position"
CLOSE = b"Connection: close"
BROWSER = b"Accept: text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture
def service(launch: Path, serve: Callable[..., Served]) -> Served:
    """A new service with an empty cache."""
    return serve(launch.parent, public_url="https://stated.example")


def request(
    target: bytes, *lines: bytes, method: bytes = b"GET", version: bytes = b"1.1", body: bytes = b""
) -> bytes:
    """The bytes of a request."""
    return b"\r\n".join(
        [b"%b %b HTTP/%b" % (method, target, version), b"Host: stated.example", *lines, b"", body]
    )


@contextlib.contextmanager
def connected(service: Served) -> Iterator[socket.socket]:
    """A connection to a service."""
    with socket.create_connection(
        ("127.0.0.1", int(service.url.rpartition(":")[2])), 10
    ) as connection:
        yield connection


def talk(service: Served, *requests: bytes) -> list[tuple[bytes, bytes]]:
    """Head and body of the answer to each request. They are sent on one connection, each after the
    answer to the one before.
    """
    with connected(service) as connection:
        return [reply(connection, one) for one in requests]


def more(connection: socket.socket) -> bytes:
    """The next bytes; fails if there are none."""
    part = connection.recv(65536)
    assert part, "the connection was closed"
    return part


def reply(connection: socket.socket, ask: bytes) -> tuple[bytes, bytes]:
    """Head and body of one answer."""
    connection.sendall(ask)
    got = b""
    while b"\r\n\r\n" not in got:
        got += more(connection)
    start, _, body = got.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", start)
    size = 0 if ask.startswith(b"HEAD") or length is None else int(length[1])
    while len(body) < size:
        body += more(connection)
    assert len(body) == size
    return start, body


def pipelined(service: Served, *requests: bytes) -> list[tuple[bytes, bytes]]:
    """Head and body of each answer to requests that are sent together on one connection. The last
    request must close it.
    """
    with connected(service) as connection:
        connection.sendall(b"".join(requests))
        return list(answers(b"".join(iter(lambda: connection.recv(65536), b"")), requests))


def answers(got: bytes, requests: tuple[bytes, ...]) -> Iterator[tuple[bytes, bytes]]:
    """The answers in a stream of bytes, in their order."""
    for request_bytes in requests:
        start, _, got = got.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", start)
        size = 0 if request_bytes.startswith(b"HEAD") or length is None else int(length[1])
        yield start, got[:size]
        got = got[size:]
    assert got == b""


def counted(service: Served) -> dict[str, float]:
    """Requests that were answered so far, by hit, miss or none."""
    requests = service.app.app.state.metrics._requests  # type: ignore[attr-defined]
    numbers_by_cache: dict[str, float] = {}
    for (_, _, cache), numbers in list(requests.items()):
        numbers_by_cache[cache] = numbers_by_cache.get(cache, 0.0) + sum(numbers[:-1])
    return numbers_by_cache


@pytest.fixture
def on_fast_path(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each request: whether the fast path answered it."""
    seen: list[bool] = []
    answered = FastPathProtocol._send_cached

    def noted(self: FastPathProtocol, edge: Edge) -> bool:
        seen.append(answered(self, edge))
        return seen[-1]

    monkeypatch.setattr(FastPathProtocol, "_send_cached", noted)
    return seen


def undated(start: bytes) -> tuple[bytes, list[bytes]]:
    """Status line and sorted headers of an answer, without those that belong to one request or
    connection.
    """
    first, *lines = start.split(b"\r\n")
    own = (b"date:", b"x-request-id:", b"connection:")
    return first, sorted(line for line in lines if not line.lower().startswith(own))


@pytest.mark.parametrize(
    "target", [POSITION, b"/statements?limit=5", b"/countries/atlantis", b"/embed/countries/italy"]
)
@pytest.mark.parametrize(
    "lines", [(), (b"Accept-Encoding: gzip",), (b"Accept: */*", b"Accept-Encoding: br, gzip")]
)
def test_the_fast_path_sends_the_same_as_the_edge(
    service: Served, target: bytes, lines: tuple[bytes, ...], on_fast_path: list[bool]
) -> None:
    ask = request(target, *lines)
    first, *again = talk(
        service,
        ask,
        ask,
        ask,
        request(target, *lines, method=b"HEAD"),
        request(target, *lines, CLOSE),
    )
    assert on_fast_path[0] is False
    assert True in on_fast_path
    assert on_fast_path[-1] is False  # a request to close the connection is not ordinary
    for one in again:
        assert undated(one[0]) == undated(first[0])
    assert [body for _, body in again] == [first[1], first[1], b"", first[1]]
    ids = [
        re.search(rb"\r\nx-request-id: ([0-9a-f]{16})", start + b"\r\n")
        for start, _ in (first, *again)
    ]
    assert len({one and one[1] for one in ids}) == 5


def test_a_304_on_the_fast_path(service: Served, on_fast_path: list[bool]) -> None:
    ask = request(POSITION)
    (start, body), _ = talk(service, ask, request(POSITION, CLOSE))
    talk(service, ask, ask, request(POSITION, CLOSE))
    tag = re.search(rb"\r\netag: (\S+)", start)
    assert tag is not None
    on_fast_path.clear()
    same, other, weak, _ = talk(
        service,
        request(POSITION, b"If-None-Match: " + tag[1]),
        request(POSITION, b'If-None-Match: "no"'),
        request(POSITION, b'If-None-Match: "no"', b"If-None-Match: W/" + tag[1]),
        request(POSITION, CLOSE),
    )
    assert on_fast_path == [True, True, True, False]
    assert same[0].startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert not re.search(rb"\r\n(content-(length|type|encoding)|link):", same[0])
    assert same[1] == b""
    assert (other[0].split(b" ")[1], other[1]) == (b"200", body)
    assert weak[0].startswith(b"HTTP/1.1 304 ")


@pytest.mark.parametrize(
    "special",
    [
        request(POSITION, version=b"1.0"),
        request(POSITION, CLOSE),
        request(POSITION, b"Content-Length: 3", CLOSE, body=b"abc"),
        request(POSITION, b"Transfer-Encoding: chunked", CLOSE, body=b"3\r\nabc\r\n0\r\n\r\n"),
        request(POSITION, b"Expect: 100-continue", CLOSE),
        request(POSITION, b"Upgrade: h2c", b"Connection: Upgrade, close"),
        request(POSITION, CLOSE, method=b"OPTIONS"),
        request(POSITION, CLOSE, method=b"POST"),
        request(POSITION, BROWSER, CLOSE),
        request(POSITION, b"Accept: text/csv", CLOSE),
        request(POSITION, b"Host: elsewhere.example", CLOSE),
    ],
)
def test_unusual_requests_do_not_take_the_fast_path(
    service: Served, special: bytes, on_fast_path: list[bool]
) -> None:
    talk(service, *[request(POSITION)] * 3, request(POSITION, CLOSE))
    on_fast_path.clear()
    with connected(service) as connection:
        connection.sendall(special)
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    assert re.match(rb"HTTP/1\.1 (100|200|204|303|400|405|406) ", got)
    assert True not in on_fast_path


@pytest.mark.parametrize("target", [POSITION, "/countries/Türkiye".encode()])
def test_a_request_behind_an_upgrade_that_is_not_supported_is_answered(
    service: Served, target: bytes
) -> None:
    """HTTP/2 without TLS (h2c) is offered by some clients on their first request."""
    upgrade = request(target, b"Upgrade: h2c", b"Connection: Upgrade, HTTP2-Settings")
    answers = pipelined(service, upgrade, request(target), upgrade, request(target, CLOSE))
    assert [start.split(b" ")[1] for start, _ in answers] == [b"200"] * 4
    assert len({body for _, body in answers}) == 1


def test_trailers_are_not_headers(launch: Path, serve: Callable[..., Served]) -> None:
    """RFC 9110 section 6.5.1. A trailer of the client must not replace the header of the proxy."""
    service = serve(launch.parent, trusted_proxies="127.0.0.1")
    proxy = b"X-Forwarded-Host: stated.example"
    trailer = b"0\r\nX-Forwarded-Host: evil.example\r\n\r\n"
    body = b"3\r\nabc\r\n" + trailer
    ask = request(POSITION, b"Transfer-Encoding: chunked", proxy, CLOSE, body=body)
    ((_, answer),) = pipelined(service, ask)
    assert json.loads(answer)["links"]["self"].startswith("http://stated.example/")


RAW = [
    ("/statements?speaker=Макрон&kind=quote", 200),
    ("/statements?country=Türkiye", 200),
    ("/countries/Türkiye/position", 200),
    ("/countries/日本", 200),
    ("/speakers/Макрон", 200),
    ("/countries/атлантида", 404),
    ("/statements?спикер=Макрон", 422),
    (b"/countries/\xff/position", 404),
    (b"/countries/\xed\xa0\x80", 404),
    (b"/statements?speaker=\xff", 422),
    (b"/statements?\xc3=1", 422),
    ("/countries/" + "é" * 1331, 404),
    ("/countries/" + "é" * 1332, 414),
    ("/statements?q=" + "é" * 1332, 414),
]


def coded(target: bytes) -> bytes:
    """An address with all bytes that are not ASCII percent-encoded."""
    return b"".join(b"%c" % byte if byte < 128 else b"%%%02X" % byte for byte in target)


def unlike(answer: tuple[bytes, bytes]) -> tuple[Any, bytes]:
    """An answer without the date."""
    return undated(answer[0]), answer[1]


@pytest.mark.parametrize(("target", "status"), RAW)
def test_addresses_need_not_be_percent_encoded(
    served: Served, target: str | bytes, status: int
) -> None:
    """curl sends them so. Bytes that are not UTF-8 get the same answer as when they are encoded."""
    raw = target.encode() if isinstance(target, str) else target
    lines = (b"X-Request-ID: mine", b"User-Agent: \xd0\xff")
    plain, encoded, head = talk(
        served,
        request(raw, *lines),
        request(coded(raw), *lines),
        request(raw, *lines, method=b"HEAD"),
    )
    assert plain[0].split(b" ")[1] == b"%d" % status
    assert b"\r\nx-request-id: mine" in plain[0]
    assert unlike(plain) == unlike(encoded) == (undated(head[0]), plain[1])
    assert head[1] == b""


def test_an_address_that_is_not_encoded_takes_the_fast_path(
    service: Served, on_fast_path: list[bool]
) -> None:
    raw = "/statements?speaker=Макрон&kind=quote".encode()
    talk(service, *[request(coded(raw))] * 2)
    on_fast_path.clear()
    (_, body), _ = talk(service, request(raw), request(POSITION, CLOSE))
    assert on_fast_path == [True, False]
    assert json.loads(body)["total"] == 1


@settings(deadline=None)
@given(
    before=st.sampled_from(
        [
            b"/",
            b"/statements?",
            b"/statements?speaker=",
            b"/countries/",
            b"/@",
            b"//",
            b"",
            b"http://a/",
        ]
    ),
    typed=st.binary(max_size=40)
    | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
def test_any_bytes_get_the_same_answer_as_when_encoded(
    served: Served, before: bytes, typed: bytes
) -> None:
    raw = before + re.sub(rb"[\r\n]", b"", typed)  # those end a line
    asks = [request(one, CLOSE, b"X-Request-ID: mine") for one in (raw, coded(raw))]
    plain, encoded = (pipelined(served, ask)[0] for ask in asks)
    assert unlike(plain) == unlike(encoded)


def test_answers_are_sent_in_order(service: Served, on_fast_path: list[bool]) -> None:
    """Pipelined requests (RFC 9112 section 9.3.2): a cached answer waits for the one before it."""
    ready, other = (
        request(POSITION),
        [request(b"/statements?limit=%d" % number) for number in range(1, 6)],
    )
    talk(service, ready, ready, request(POSITION, CLOSE))
    on_fast_path.clear()
    together = [part for one in other for part in (ready, one, ready)]
    got = pipelined(service, *together, request(POSITION, CLOSE))
    kinds = [json.loads(body).get("items", "position") for _, body in got]
    assert [one if one == "position" else len(one) for one in kinds] == [
        part for number in range(1, 6) for part in ("position", number, "position")
    ] + ["position"]
    assert on_fast_path[0] is True
    assert False in on_fast_path


def test_a_client_that_does_not_read_gets_no_more_answers(service: Served) -> None:
    """The client sends many requests and reads no answers: the server stops answering, and goes on
    when they are read.
    """
    page = request(b"/statements?limit=50")
    talk(service, page, page, request(b"/statements?limit=50", CLOSE))
    many = 1500
    with connected(service) as connection:
        connection.settimeout(0.5)
        with contextlib.suppress(TimeoutError):
            connection.sendall(page * many)
        before = counted(service)["hit"]
        assert before < many / 2  # as many as fit into the buffers
        connection.settimeout(10)
        got = 0
        while got < 2_000_000:
            got += len(connection.recv(1 << 20))
    assert service.client.get("/health/live").status_code == 200


def test_the_log_and_the_metrics_include_the_fast_path(
    capfdbinary: Any, launch: Path, serve: Callable[..., Served]
) -> None:
    service = serve(launch.parent, public_url="https://stated.example", access_log=True)
    talk(
        service,
        *[request(b"/countries/It%61ly/position?", b"X-Request-ID: mine")] * 2,
        request(POSITION, CLOSE),
    )
    ask = request(b"/countries/It%61ly/position", b"X-Request-ID: mine")
    talk(service, ask, ask, ask, request(POSITION, CLOSE))
    service.app.app.state.metrics._log.write()  # type: ignore[attr-defined]
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    short = [line for line in lines if line["id"] == "mine" and line["cache"] == "hit"]
    assert short[-1]["path"] == "/countries/Italy/position"
    assert (short[-1]["method"], short[-1]["query"], short[-1]["status"]) == ("GET", "", 200)
    assert short[-1]["route"] == "/countries/{name}/position"
    metrics = service.client.get("/metrics").text
    assert re.search(
        (
            r'stated_requests_total\{cache="hit",route="/countries/\{name\}/position",status="200"\} '  # noqa: E501
            r"[3-9]"
        ),
        metrics,
    )


def test_a_connection_with_only_cached_answers_can_end(service: Served) -> None:
    ask = request(POSITION)
    talk(service, ask, ask, request(POSITION, CLOSE))
    with connected(service) as connection:
        connection.sendall(ask)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
        connection.sendall(b"nonsense\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 400 ")
    with connected(service) as connection:
        connection.sendall(ask)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")
    assert service.client.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("variable", "options", "fast"),
    [
        (None, [], True),
        ("false", [], False),
        ("false", ["--fast-path"], True),
        (None, ["--no-fast-path"], False),
    ],
)
def test_the_fast_path_is_an_option(
    launch: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str | None,
    options: list[str],
    fast: bool,
) -> None:
    started: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _app, **options: started.update(options))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setenv("STATED_DATASETS", str(launch.parent))
    if variable is not None:
        monkeypatch.setenv("STATED_FAST_PATH", variable)
    assert CliRunner().invoke(cli.app, ["serve", *options]).exit_code == 0
    config = uvicorn.Config(lambda: None, http=started["http"])
    config.load()
    assert config.http_protocol_class is (FastPathProtocol if fast else HttpToolsProtocol)


LONG = b"Accept: " + b"a/b," * 10_000
FILLER = b"".join(b"x-%06d: y\r\n" % number for number in range(20_000))  # 240 kB


def test_headers_that_are_too_large_are_refused_also_for_a_cached_answer(
    service: Served, on_fast_path: list[bool]
) -> None:
    many = [b"a: b"] * 600
    fine, long, lines, again = talk(
        service,
        *[request(POSITION)] * 3,
        request(POSITION, LONG),
        request(POSITION, *many),
        request(POSITION, CLOSE),
    )[2:]
    assert on_fast_path == [False, False, True, False, False, False]
    assert fine[0].startswith(b"HTTP/1.1 200 ")
    for start, body in (long, lines):
        assert start.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
        assert json.loads(body)["type"] == "https://stated.example/problems/headers-too-large"
    assert again[1] == fine[1]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (request(POSITION, b"X-Request-ID: mine", b"Accept: " + b"a" * 200_000), 431),
        (request(POSITION, b"X-Request-ID: mine", LONG * 5), 431),
        (request(POSITION, b"X-Request-ID: mine")[:-2] + FILLER, 431),  # the headers never end
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"a" * 200_000, 414),
        (b"GET /" + b"a" * 65_600 + b" HTTP/1.1\r\nConnection: close\r\n\r\n", 414),
    ],
    ids=["one", "listed", "many", "address", "endless address", "shorter address"],
)
def test_what_is_too_long_is_refused_before_its_end(
    service: Served, sent: bytes, status: int
) -> None:
    """The client can read the answer before it has sent all; then the connection is closed."""
    with connected(service) as connection:
        connection.sendall(sent)
        start, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
    assert start.startswith(b"HTTP/1.1 %d " % status)
    for line in (
        b"access-control-allow-origin: *",
        b"cache-control: no-store",
        b"connection: close",
    ):
        assert line in start.split(b"\r\n")
    assert status == 414 or b"x-request-id: mine" in start.split(b"\r\n")
    assert json.loads(body)["status"] == status
    assert service.client.get("/health/live").status_code == 200


def test_refusals_are_sent_in_order(service: Served) -> None:
    others = [request(b"/statements?limit=%d" % number) for number in range(1, 4)]
    with connected(service) as connection:
        connection.sendall(b"".join(others) + request(POSITION)[:-2] + FILLER)
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    pairs = list(answers(got, (*others, b"")))
    assert [start.split(b" ")[1] for start, _ in pairs] == [b"200"] * 3 + [b"431"]


def test_a_client_that_never_stops_sending_headers_is_cut_off(service: Served) -> None:
    with connected(service) as connection, pytest.raises(ConnectionError):
        connection.sendall(
            request(POSITION)[:-2] + FILLER * 250
        )  # 60 MB; a part of it is in the kernel's buffers
    assert service.client.get("/health/live").status_code == 200


@pytest.mark.parametrize(
    ("began", "status"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\nHost: a.example\r\n\r\n", b"400"),
        (
            b"POST /statements HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n"
            b"Content-Length: 100000\r\n\r\n",
            b"405",
        ),
    ],
)
def test_a_refused_client_can_read_the_answer_while_it_still_sends(
    service: Served, began: bytes, status: bytes
) -> None:
    """If the connection were closed at once, what is sent next would reset it."""
    with connected(service) as connection:
        connection.sendall(began)
        for _ in range(3):
            time.sleep(0.05)
            connection.sendall(b"more\r\n")
        assert more(connection).startswith(b"HTTP/1.1 " + status)
        while connection.recv(1 << 16):
            pass


def test_pipelined_requests_and_bodies_are_counted_separately(service: Served) -> None:
    """The limit is that of one request; more bytes may come at once."""
    asks = [request(POSITION, b"X-Much: " + b"x" * 20_000)] * 20
    body = request(POSITION, b"Content-Length: 300000", method=b"POST", body=bytes(300_000))
    pairs = pipelined(service, *asks, body, *asks, request(POSITION, CLOSE))
    assert [start.split(b" ")[1] for start, _ in pairs] == [b"200"] * 20 + [b"405"] + [b"200"] * 21


def test_a_header_with_a_line_break_is_not_written() -> None:
    bad = Answer(200, ((b"link", b"x\r\nset-cookie: y"), (b"etag", b'"a"')), b"")
    assert message_head(bad) == b""
    assert CachedAnswer(bad, "/", None, lambda _: True).head == b""


def closed_after(connection: socket.socket) -> float:
    """Seconds until the other side closes a connection; fails after ten."""
    began = time.monotonic()
    with contextlib.suppress(ConnectionResetError):
        while connection.recv(65536):
            pass
    return time.monotonic() - began


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-",
        request(POSITION) + b"GET / HTTP/1.1\r\nHo",
        request(POSITION, b"Content-Length: 1000", body=b"a"),
        request(POSITION, b"Transfer-Encoding: chunked", body=b"1\r\na\r\n"),
    ],
    ids=["nothing", "half a line", "half a head", "half of the second", "half a body", "chunks"],
)
def test_a_request_has_to_end(
    service: Served, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    """Else a thousand clients could keep a thousand connections open by a byte now and then."""
    monkeypatch.setattr(fast_path, "REQUEST_TIMEOUT", 0.2)
    with connected(service) as connection:
        connection.sendall(sent)
        stop = threading.Event()

        def drip() -> None:
            while sent and not stop.wait(0.05):
                with contextlib.suppress(OSError):
                    connection.sendall(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert closed_after(connection) < 3
        finally:
            stop.set()
            thread.join()


def test_a_slow_answer_is_not_a_slow_request(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has sent a whole request waits and reads as long as it takes."""
    monkeypatch.setattr(fast_path, "REQUEST_TIMEOUT", 0.1)
    with connected(service) as connection:
        for _ in range(3):
            reply(connection, request(POSITION))
            time.sleep(0.25)


def test_requests_that_wait_are_bounded(service: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that sends thousands at once has one of them parsed, and gets all answers."""
    waiting: list[int] = []
    at_once: list[int] = []
    parse = FastPathProtocol._receive

    def noted(self: FastPathProtocol, data: bytes) -> None:
        parse(self, data)
        waiting.append(len(self.pipeline))
        at_once.append(data.count(b"\r\n\r\n"))

    monkeypatch.setattr(FastPathProtocol, "_receive", noted)
    one = request(b"/statements?limit=%d")
    requests = [one % (number % 9 + 1) for number in range(3000)]
    with connected(service) as connection:
        sender = threading.Thread(target=connection.sendall, args=(b"".join(requests),))
        sender.start()
        rest, answered = b"", 0
        while answered < len(requests):
            rest += more(connection)
            answered += rest.count(_FIRST_LINE)
            rest = rest[-len(_FIRST_LINE) + 1 :]
        sender.join()
    assert max(waiting) == 0
    assert max(at_once) == 1


def test_invalid_requests_do_not_fill_the_log(
    service: Served, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(20):
        with connected(service) as connection:
            connection.sendall(b"\x16\x03\x01 this is TLS\r\n\r\n")
            closed_after(connection)
    said = [one for one in caplog.records if "Invalid HTTP" in one.getMessage()]
    assert 1 <= len(said) <= 3


def test_a_request_of_http_1_1_has_a_host(launch: Path, serve: Callable[..., Served]) -> None:
    """RFC 9112 section 3.2; else the links of the answer would name any address of ours."""
    service = serve(launch.parent)
    ask = b"GET /countries/italy HTTP/1.1\r\nConnection: close\r\n\r\n"
    for sent, status in ((ask, 400), (ask.replace(b"HTTP/1.1", b"HTTP/1.0"), 200)):
        [(start, _)] = talk(service, sent)
        assert start.startswith(b"HTTP/1.1 %d" % status)


def test_head_is_logged_with_the_bytes_that_were_sent(
    service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(service.app, "observe", lambda one: seen.append(one.size))
    for _ in range(3):
        talk(service, request(POSITION, method=b"HEAD"))
    while len(seen) < 3:
        time.sleep(0.01)
    assert seen == [0, 0, 0]
