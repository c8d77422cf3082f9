"""The fast path and uvicorn's own protocol: both get the same bytes and must answer the same."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st

from app.edge import fast_path
from app.edge.fast_path import FastPathProtocol
from app.edge.middleware import Edge
from app.settings import Settings
from tests.edge.test_edge import DatasetStore, Release, get, render, serving
from tests.edge.test_fast_path import reply

OURS, STOCK = "app.edge.fast_path:FastPathProtocol", "httptools"
PIECE = 65536
ASCII = bytes(range(128)).decode()
KEEP_ALIVE = 0.25  # seconds; the tests wait longer to see whether a connection was closed


async def small_app(scope: Any, receive: Any, send: Any) -> None:
    """Answers /kept/n and /made/n with n bytes; those of /kept may be cached. /echo answers with
    the body of the request, /seen with its User-Agent and query.
    """
    _, kind, *rest = scope["path"].split("/")
    if kind == "kept":
        scope["state"]["matches_accept"] = lambda _accept: True
    if kind == "echo":
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
    elif kind == "seen":
        body = b"%b %b" % (
            dict(scope["headers"]).get(b"user-agent", b"none"),
            scope["query_string"],
        )
    else:
        body = bytes(range(97, 123)) * (int(rest[0]) // 26 + 1)
        body = body[: int(rest[0])]
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/png")]}
    )
    for start in range(0, len(body), PIECE):
        await send(
            {"type": "http.response.body", "body": body[start : start + PIECE], "more_body": True}
        )
    await send({"type": "http.response.body", "body": b""})


class Server(NamedTuple):
    """A running server."""

    port: int
    running: uvicorn.Server


@contextmanager
def served(http: str, **options: Any) -> Iterator[Server]:
    """The small app behind a new edge with an empty cache."""
    dataset_store = DatasetStore()
    dataset_store.current = Release()
    one = Edge(
        small_app,
        settings=Settings(public_url="https://stated.example"),
        dataset_store=dataset_store,
        render=render,
    )
    with serving(one, http, lifespan="off", access_log=False, **options) as (port, running):
        yield Server(port, running)


@pytest.fixture(scope="module")
def both() -> Iterator[list[Server]]:
    """A server with our protocol and one with uvicorn's."""
    with served(OURS) as ours, served(STOCK) as stock:
        yield [ours, stock]


def connected(server: Server, size: int | None = None) -> socket.socket:
    """A connection that sends without delay. `size` is the size of its receive buffer in bytes."""
    connection = socket.socket()
    if size is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", server.port))
    return connection


def to_the_end(connection: socket.socket) -> bytes:
    """All bytes until the connection is closed."""
    return b"".join(iter(lambda: connection.recv(1 << 18), b""))


def answers(got: bytes, methods: list[str]) -> list[tuple[bytes, list[bytes], bytes]]:
    """Status line, sorted headers and body of each answer, without headers that always differ."""
    complete = []
    for method in methods:
        start = b"HTTP/1.1 100 "
        while start.startswith(b"HTTP/1.1 100 "):
            start, end, got = got.partition(b"\r\n\r\n")
            assert end, (methods, len(complete))
        first, *headers = start.split(b"\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", start)
        if method == "HEAD" or b" 304 " in first or b" 204 " in first:
            size = 0
        elif length is not None:
            size = int(length[1])
        else:
            assert b"transfer-encoding: chunked" in headers
            size = got.index(b"\r\n0\r\n\r\n") + 7  # no body of the small app contains that
        assert len(got) >= size, (methods, len(complete))
        complete.append(
            (
                first,
                sorted(one for one in headers if not one.startswith((b"date:", b"x-request-id:"))),
                got[:size],
            )
        )
        got = got[size:]
    assert got == b""
    return complete


# --- streams of requests --------------------------------------------------------------------------

BODY = "Тело и\r\n\r\nGET /kept/9?ещё HTTP/1.1\r\n\r\nещё\n".encode() + b"\xff\x00"
WITH_BODY = [
    b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY,
    b"Transfer-Encoding: chunked\r\n\r\n5\r\n"
    + BODY[:5]
    + b"\r\n%x\r\n" % len(BODY[5:])
    + BODY[5:]
    + b"\r\n0\r\n\r\n",
]
TARGETS = [
    "/kept/5",
    "/kept/5",
    "/kept/200",
    "/kept/70000",
    "/made/7",
    "/made/90000",
    "/made/1200000",
    "/seen?a=1",
    "/@no/x",
]
RAW = [
    "/seen?q=Ü",
    "/seen?日本=ß&%C3=",
    "/kept/5?é",
    "/kept/5?é",
    "/kept/5?%C3%A9",
    "/@нет/x",
    "/Ж%zz",
]
HEADERS = [
    b"User-Agent: \xd0\x9c\xff\r\n",
    b"If-None-Match: *\r\n",
    b"Accept: image/png\r\n",
    b"X-Long: " + b"x" * 900 + b"\r\n",
    b"Connection: keep-alive\r\n",
    b"Expect: 100-continue\r\n",
]


class Stream(NamedTuple):
    """Requests for one connection: their methods, the parts in which they are sent, and whether the
    answers are read slowly.
    """

    methods: list[str]
    parts: list[bytes]
    slow: bool = False


@st.composite
def streams(draw: Any, raw: bool = False) -> Stream:
    """Requests, cut at any byte; the last one closes the connection. `raw`: addresses that are not
    encoded, and no bodies.
    """
    methods, sent = [], []
    for _ in range(draw(st.integers(0, 7))):
        method = draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS"]))
        lines = b"".join(draw(st.lists(st.sampled_from(HEADERS), unique=True, max_size=2)))
        target, end = draw(st.sampled_from([*TARGETS, *RAW] if raw else TARGETS)), b"\r\n"
        if not raw and draw(st.integers(0, 5)) == 0:
            target, end = (
                draw(st.sampled_from([*TARGETS, "/echo", "/echo"])),
                draw(st.sampled_from(WITH_BODY)),
            )
        methods.append(method)
        sent.append(
            b"%b %b HTTP/1.1\r\nHost: h.example\r\n%b%b"
            % (method.encode(), target.encode(), lines, end)
        )
    whole = b"".join([*sent, get(b"/kept/5")])
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=4)))
    parts = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    return Stream([*methods, "GET"], [part for part in parts if part], draw(st.booleans()))


def exchanged(server: Server, stream: Stream) -> bytes:
    """All bytes of the answers to a stream."""
    with connected(server, 4096 if stream.slow else None) as connection:
        for part in stream.parts:
            connection.sendall(part)
            time.sleep(0.001)  # otherwise the parts would come together
        if stream.slow:
            time.sleep(0.01)
            # With so small a window, the kernel sometimes sends 2 kB every 0.2 s.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        return to_the_end(connection)


def encoded(whole: bytes) -> bytes:
    """A stream with the addresses of its requests percent-encoded, and BODY unchanged."""
    parts = whole.split(BODY[5:])
    return BODY[5:].join(
        re.sub(rb"(?m)^\w+ \S+ HTTP/1.1\r$", lambda line: quote(line[0], ASCII).encode(), one)
        for one in parts
    )


def same(both: list[Server], stream: Stream) -> None:
    """Both servers give the same answers to a stream, and count the same number of requests.
    uvicorn's own protocol gets it with all addresses encoded.
    """
    before = [one.running.server_state.total_requests for one in both]
    whole = b"".join(stream.parts)
    coded = encoded(whole)
    sent = [stream, stream if coded == whole else stream._replace(parts=[coded])]
    ours, stock = (answers(exchanged(*one), stream.methods) for one in zip(both, sent, strict=True))
    assert ours == stock
    counted = [
        one.running.server_state.total_requests - old for one, old in zip(both, before, strict=True)
    ]
    assert counted == [len(stream.methods)] * 2


@settings(deadline=None)
@given(stream=streams())
def test_the_same_bytes_get_the_same_answers(both: list[Server], stream: Stream) -> None:
    same(both, stream)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(stream=streams())
def test_many_streams_get_the_same_answers(both: list[Server], stream: Stream) -> None:
    same(both, stream)


def test_the_fast_path_is_used_in_these_tests(
    both: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise both servers would do the same, and comparing them would prove nothing."""
    kept = b"GET /kept/200 HTTP/1.1\r\nHost: h.example\r\n\r\n"
    same(both, Stream(["GET"] * 4, [kept, kept, kept, get(b"/kept/5")]))
    sent: list[bool] = []
    answered = FastPathProtocol._send_cached
    monkeypatch.setattr(
        FastPathProtocol, "_send_cached", lambda *given: sent.append(answered(*given)) or sent[-1]
    )
    same(both, Stream(["GET"] * 4, [kept + kept, kept + get(b"/kept/5")]))
    assert sent == [True, True, True, False]


# --- addresses that are not encoded ---------------------------------------------------------------


@settings(deadline=None)
@given(stream=streams(raw=True))
def test_raw_addresses_get_the_same_answers_as_encoded_ones(
    both: list[Server], stream: Stream
) -> None:
    same(both, stream)


@pytest.mark.long
@settings(max_examples=1000, deadline=None)
@given(stream=streams(raw=True))
def test_many_raw_addresses_get_the_same_answers_as_encoded_ones(
    both: list[Server], stream: Stream
) -> None:
    same(both, stream)


THREE = b"".join(
    b"%b /seen?q=%b HTTP/1.1\r\nUser-Agent: \xd0\x9c\xff GET /\xd0 HTTP/1.1\r\nHost: h.example\r\n\r\n"  # noqa: E501
    % one
    for one in [
        (b"GET", "Макрон".encode()),
        (b"\r\n\r\nHEAD", b"\xff\xc3"),
        (b"GET", "日本".encode()),
    ]
) + get("/kept/5?é".encode())


@pytest.mark.parametrize("step", [1, 2, 3])
def test_addresses_may_come_in_parts(both: list[Server], step: int) -> None:
    """Also cut inside a character."""
    parts = [THREE[start : start + step] for start in range(0, len(THREE), step)]
    with connected(both[0]) as connection:
        for part in parts:
            connection.sendall(part)
        got = to_the_end(connection)
    methods = ["GET", "HEAD", "GET", "GET"]
    assert answers(got, methods) == answers(
        exchanged(both[1], Stream(methods, [encoded(THREE)])), methods
    )


def test_addresses_may_be_cut_at_any_byte(both: list[Server]) -> None:
    methods = ["GET", "HEAD", "GET", "GET"]
    whole = answers(exchanged(both[1], Stream(methods, [encoded(THREE)])), methods)
    assert whole[0][2] == b"\xd0\x9c\xff GET /\xd0 HTTP/1.1 q=" + quote("Макрон").encode()
    for cut in range(1, len(THREE)):
        assert (
            answers(exchanged(both[0], Stream(methods, [THREE[:cut], THREE[cut:]])), methods)
            == whole
        )


@pytest.mark.parametrize("end", WITH_BODY)
def test_bodies_are_not_changed(both: list[Server], end: bytes) -> None:
    ask = "GET /echo?Ж HTTP/1.1\r\nHost: h.example\r\n".encode() + end
    with connected(both[0]) as connection:
        for cut in range(1, len(ask)):
            connection.sendall(ask[:cut])
            time.sleep(0.001)
            assert reply(connection, ask[cut:])[1] == BODY
            assert (
                reply(connection, "GET /kept/5?é HTTP/1.1\r\nHost: h.example\r\n\r\n".encode())[1]
                == b"abcde"
            )


NO_REQUESTS = [
    b"\x16\x03\x01\x02\x00\n\x01\n\xff\n",
    "ПОЛУЧИ / HTTP/1.1\r\n\r\n".encode() + THREE,
    b"GET \xff HTTP/1.1\r\n\r\n",
]


@pytest.mark.parametrize("sent", NO_REQUESTS)
def test_bytes_that_are_no_request_are_refused_once(both: list[Server], sent: bytes) -> None:
    with connected(both[0]) as connection:
        connection.sendall(sent)
        got = to_the_end(connection)
    assert got.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert got.count(b"HTTP/1.1") == 1


def test_a_websocket_is_handed_over(both: list[Server]) -> None:
    """The bytes behind the upgrade belong to the WebSocket protocol."""
    upgrade = [
        b"Upgrade: websocket",
        b"Connection: Upgrade",
        b"Sec-WebSocket-Version: 13",
        b"User-Agent: \xff",
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    with connected(both[0]) as connection:
        connection.sendall(get("/Ж".encode(), *upgrade) + b"\x81\n\x80\n")
        assert to_the_end(connection).startswith(b"HTTP/1.1 403 ")


# --- the keep-alive timer -------------------------------------------------------------------------

READY, LARGE = (
    b"GET /%b HTTP/1.1\r\nHost: h.example\r\n\r\n" % target
    for target in (b"kept/200", b"made/6000000")
)


@pytest.fixture(params=[OURS, STOCK])
def hasty(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that closes idle connections soon, with a cached answer."""
    with served(request.param, timeout_keep_alive=KEEP_ALIVE) as server:
        with connected(server) as connection:
            connection.sendall(READY + READY + get(b"/kept/5"))
            answers(to_the_end(connection), ["GET"] * 3)
        yield server


@pytest.mark.parametrize("before", [[READY], [READY, READY]])
def test_a_stream_behind_a_cached_answer_is_complete(hasty: Server, before: list[bytes]) -> None:
    """The keep-alive timer does not run while an answer is sent, even if it is read slowly."""
    with connected(hasty, 4096) as connection:
        connection.sendall(b"".join([*before, LARGE]))
        time.sleep(3 * KEEP_ALIVE)
        connection.sendall(get(b"/kept/5"))
        *_, (status, _, body), _ = answers(to_the_end(connection), ["GET"] * (len(before) + 2))
    assert status == b"HTTP/1.1 200 OK"
    assert body.endswith(b"\r\n0\r\n\r\n")
    assert body.count(b"a") > 6_000_000 // 26


@pytest.mark.parametrize(
    "sent",
    [
        [READY],
        [READY + READY],
        [READY, READY],
        [LARGE],
        [READY + LARGE],
        [LARGE + READY],
        [READY + READY[:20]],
        [READY[:20], READY[20:]],
        [READY + READY[:20], READY[20:]],
    ],
)
def test_an_idle_connection_is_closed(
    hasty: Server, sent: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is closed after the last answer, also if a part of another request has come."""
    monkeypatch.setattr(fast_path, "REQUEST_TIMEOUT", 2 * KEEP_ALIVE)
    with connected(hasty) as connection:
        for part in sent:
            connection.sendall(part)
            time.sleep(0.01)
        answers(to_the_end(connection), ["GET"] * b"".join(sent).count(b"\r\n\r\n"))


def test_a_request_that_comes_in_parts_is_waited_for(hasty: Server) -> None:
    with connected(hasty) as connection:
        connection.sendall(READY)
        time.sleep(KEEP_ALIVE / 2)
        connection.sendall(READY[:20])
        time.sleep(3 * KEEP_ALIVE)
        connection.sendall(READY[20:] + get(b"/kept/5"))
        answers(to_the_end(connection), ["GET"] * 3)


@pytest.mark.parametrize("http", [OURS, STOCK])
def test_a_root_path_is_added_to_the_path(http: str) -> None:
    """Behind the root path /kept the application sees /kept/7 for /7, and something else for
    /kept/7.
    """
    with served(http, root_path="/kept") as server, connected(server) as connection:
        starts = [
            reply(connection, READY.replace(b"/kept/200", target))[0]
            for target in [b"/7"] * 3 + [b"/kept/7"]
        ]
    assert [start.split(b" ")[1] for start in starts] == [b"200"] * 3 + [b"500"]
