"""The edge around small apps: in process through httpx, and through uvicorn on real sockets."""

import asyncio
import gc
import gzip
import json
import logging
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode
from weakref import ref

import brotli  # type: ignore[import-untyped]
import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, StreamingResponse
from hypothesis import given
from hypothesis import strategies as st

from app.edge.compression import compress, negotiate
from app.edge.conditional import matches
from app.edge.middleware import Edge
from app.edge.target import parse_target
from app.problems import NotReady, OverBudget, Problem
from app.settings import Settings

LONG = {"words": "Italy will not send troops. " * 200}
BIG = 3 * 1024 * 1024
PUBLIC = "https://stated.example"
DEFAULT_CSP = "default-src 'none'; frame-ancestors 'none'"


class Release:
    """A substitute for a dataset."""

    version = "0123456789abcdef"
    response_cache: Any = None


class Old(Release):
    """A substitute for an older dataset."""

    version = "fedcba9876543210"


class DatasetStore:
    """A substitute for the dataset store."""

    current: Release | None = Release()

    def get_open(self, version: str) -> Release | None:
        """No other dataset is open."""
        return None

    async def open_version(self, version: str) -> Release | None:
        """There is one more version."""
        return Old() if version == Old.version else None


class Reply(NamedTuple):
    """An answer as it was sent, not decompressed."""

    status: int
    headers: httpx.Headers
    body: bytes


def render(scope: Any, problem: Problem) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Errors as problem+json, with the headers of the problem."""
    content = problem.body(scope["state"]["base"], scope["path"])
    response = JSONResponse(content, problem.status, problem.headers, "application/problem+json")
    return problem.status, response.raw_headers, bytes(response.body)


def small_app() -> FastAPI:
    """One route for each kind of answer that an app gives."""
    app = FastAPI(openapi_url=None)
    app.state.closed = threading.Event()

    @app.get("/small")
    async def small(request: Request) -> Any:
        state = request.state
        return {
            "base": state.base,
            "id": state.request_id,
            "version": getattr(state.dataset, "version", None),
        }

    @app.get("/headers")
    async def headers(request: Request) -> Any:
        return list(request.headers)

    @app.get("/long")
    async def long() -> Any:
        return LONG

    @app.get("/names/{name}")
    async def named(name: str, q: str = "") -> Any:
        return {"name": name, "q": q}

    @app.get("/png")
    async def png() -> Response:
        return Response(b"\x89PNG" + bytes(4000), media_type="image/png")

    @app.get("/tagged")
    async def tagged() -> Response:
        return JSONResponse(
            LONG, headers={"ETag": '"mine"', "Vary": "Accept", "Content-Location": "/long"}
        )

    @app.get("/where/{name}")
    async def where(request: Request) -> Any:
        state = request.state
        return [
            request.scope["path"],
            request.scope["raw_path"].decode(),
            state.path_with_pin,
            state.base,
            state.root,
            state.pinned,
        ]

    @app.get("/asset")
    async def asset() -> Response:
        return Response(
            "a{}" * 400,
            headers={"Cache-Control": "public, max-age=9, immutable"},
            media_type="text/css",
        )

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response("x 1\n", headers={"Cache-Control": "no-store"}, media_type="text/plain")

    @app.get("/page")
    async def page(policy: str = "") -> Response:
        return HTMLResponse(
            "<p>" * 10, headers={"Content-Security-Policy": policy} if policy else {}
        )

    @app.get("/moved")
    async def moved(status: int) -> Response:
        return RedirectResponse("/small", status)

    @app.get("/coded")
    async def coded() -> Response:
        return Response(
            gzip.compress(b"x" * 4000),
            headers={"Content-Encoding": "gzip"},
            media_type="text/plain",
        )

    @app.get("/boom")
    async def boom() -> None:
        raise ValueError("secret\nFORGED line\x1b[31m")

    @app.get("/waiting")
    async def waiting(request: Request) -> None:
        dataset = request.state.dataset
        problem = NotReady(f"{dataset.version} is not ready.")
        raise problem  # its traceback refers to this frame, and the frame to the dataset

    @app.get("/slow")
    async def slow() -> None:
        raise OverBudget("Too slow.")

    @app.get("/empty")
    async def empty(request: Request) -> Any:
        if request.state.dataset is None:
            raise NotReady("Nothing is served.")

    @app.get("/stream")
    async def stream(size: int = BIG, fail_at: int = -1, plain: bool = False) -> Response:
        async def chunks() -> AsyncIterator[bytes]:
            try:
                for start in range(0, size, 16384):
                    if 0 <= fail_at <= start:
                        raise ValueError("broken in the middle")
                    yield piece(start)[: size - start]
                    await asyncio.sleep(0)
            finally:
                app.state.closed.set()

        headers = {"Content-Length": str(size)} if plain else {}
        return StreamingResponse(
            chunks(), headers=headers, media_type="image/png" if plain else "text/csv"
        )

    return app


def piece(start: int) -> bytes:
    """The 16 KiB of the streamed body from `start` on: text that differs from piece to piece."""
    return (b"%08d,Italy,will not send\r\n" % start * 640)[:16384]


WHOLE = b"".join(piece(start) for start in range(0, BIG, 16384))


def edge(
    app: Any = None, *, dataset_store: Any = None, render: Any = render, **settings: Any
) -> Edge:
    """An edge around `app`, or around the small app."""
    return Edge(
        app or small_app(),
        settings=Settings(**settings),
        dataset_store=dataset_store or DatasetStore(),
        render=render,
    )


def messages(to: Edge, **scope: Any) -> list[Any]:
    """The ASGI messages that the edge sends. httpx and uvicorn would drop the body of a HEAD."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return await asyncio.get_running_loop().create_future()

    usual = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(to({**usual, **scope}, receive, send))
    return sent


def ask(
    target: str,
    headers: Any = (),
    *,
    to: Edge | None = None,
    method: str = "GET",
    client: str = "9.9.9.9",
    **settings: Any,
) -> Reply:
    """One request in process; without compression unless `headers` say otherwise."""

    async def run() -> Reply:
        transport = httpx.ASGITransport(to or edge(**settings), client=(client, 5))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://here.example"
        ) as session:
            request = session.build_request(
                method, target, headers={"accept-encoding": "identity", **dict(headers)}
            )
            reply = await session.send(request, stream=True)
            return Reply(
                reply.status_code,
                reply.headers,
                b"".join([part async for part in reply.aiter_raw()]),
            )

    return asyncio.run(run())


def decoded(reply: Reply) -> bytes:
    """The body, decompressed."""
    coding = reply.headers.get("content-encoding", "identity")
    plain: bytes = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding](
        reply.body
    )
    return plain


# --- every answer ---------------------------------------------------------------------------------

EVERY_STATUS = {
    200: ("GET", "/small", {}),
    204: ("OPTIONS", "/small", {}),
    303: ("GET", "/moved?status=303", {}),
    304: ("GET", "/small", {"if-none-match": "*"}),
    400: ("GET", "/small", {"host": "a b"}),
    404: ("GET", "/no", {}),
    405: ("POST", "/small", {}),
    414: ("GET", "/small?" + "a" * 8000, {}),
    422: ("GET", "/small?a=%zz", {}),
    431: ("GET", "/small", {"cookie": "a" * 32768}),
    500: ("GET", "/boom", {}),
    503: ("GET", "/slow", {}),
}


@pytest.mark.parametrize("status", EVERY_STATUS)
def test_every_answer_carries_cors_version_and_request_id(status: int) -> None:
    method, target, headers = EVERY_STATUS[status]
    reply = ask(
        target,
        {**headers, "x-request-id": "me-1", "origin": "https://other.example"},
        method=method,
    )
    assert reply.status == status
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in reply.headers
    exposed = (
        "ETag, Link, Content-Disposition, Content-Location, Dataset-Version, Retry-After, "
        "X-Request-ID"
    )
    assert reply.headers["access-control-expose-headers"] == exposed
    assert "origin" not in reply.headers.get("vary", "").lower()
    assert reply.headers["dataset-version"] == Release.version
    assert reply.headers["x-request-id"] == "me-1"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == DEFAULT_CSP
    if status >= 400 or status == 303:
        assert reply.headers["cache-control"] == "no-store"
        assert "etag" not in reply.headers
    names = [name for name, _ in reply.headers.raw]
    assert len(names) == len(set(names)), "a header was sent twice"


@pytest.mark.parametrize("sent", ["", "a" * 65, "a b", 'x"', "é"])
def test_unusable_request_id_is_replaced(sent: str) -> None:
    first, second = (
        ask("/small", {"x-request-id": sent.encode()}).headers["x-request-id"] for _ in range(2)
    )
    assert first != sent
    assert first != second
    assert len(first) == 16


def test_errors_carry_their_own_headers_and_members() -> None:
    assert ask("/small", method="DELETE").headers["allow"] == "GET, HEAD, OPTIONS"
    assert ask("/slow").headers["retry-after"] == "2"
    reply = ask("/small?good=1&b%61d=%ff", public_url=PUBLIC)
    assert b'"parameter":"bad"' in reply.body
    assert b'"type":"https://stated.example/problems/invalid-parameter"' in reply.body


def test_parameters_and_headers_have_a_bound() -> None:
    usual = [(b"host", b"h.example")]
    left = 32 * 1024 - sum(len(name) + len(value) for name, value in usual)
    for extra, status in ((b"a" * (left - 1), 200), (b"a" * left, 431)):
        assert (
            messages(edge(), path="/small", raw_path=b"/small", headers=[*usual, (b"a", extra)])[0][
                "status"
            ]
            == status
        )
    for lines, status in ((499, 200), (500, 431)):
        sent = [*usual, *[(b"a", b"")] * lines]
        assert (
            messages(edge(), path="/small", raw_path=b"/small", headers=sent)[0]["status"] == status
        )
    assert ask("/names/a?" + "&".join(["x=1"] * 200)).status == 200
    reply = ask("/names/a?" + "&".join(["x=1"] * 201))
    assert (reply.status, json.loads(reply.body)["type"]) == (
        422,
        "http://here.example/problems/too-many-parameters",
    )
    assert ask("/names/a?" + "&" * 200).status == 422


@given(
    st.lists(st.tuples(st.text("aZ0 é€&=+%/~.-_*", max_size=4), st.text(max_size=4)), max_size=4)
)
def test_queries_are_written_as_the_standard_library_writes_them(
    pairs: list[tuple[str, str]],
) -> None:
    clean = [pair for pair in pairs if not re.search("[\x00-\x1f\x7f\ud800-\udfff]", "".join(pair))]
    read = parse_target("/", b"/", urlencode(clean).encode(), lambda *_: False)
    assert read.query_as_sent == urlencode(clean).encode()
    assert read.query == urlencode(sorted(clean)).encode()
    assert read.pairs == tuple(sorted(clean))


def test_preflight() -> None:
    asked = {
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    reply = ask("/anything", asked, method="OPTIONS")
    assert (reply.status, reply.body) == (204, b"")
    assert (
        reply.headers["allow"]
        == reply.headers["access-control-allow-methods"]
        == "GET, HEAD, OPTIONS"
    )
    assert {"Accept", "If-None-Match"} <= set(
        reply.headers["access-control-allow-headers"].split(", ")
    )
    assert int(reply.headers["access-control-max-age"]) > 0
    assert "content-length" not in reply.headers


def test_without_a_dataset_the_app_decides() -> None:
    empty = DatasetStore()
    empty.current = None
    reply = ask("/small", to=edge(dataset_store=empty))
    assert reply.status == 200
    assert "dataset-version" not in reply.headers
    assert ask("/empty", to=edge(dataset_store=empty)).status == 503


def test_dataset_is_taken_once() -> None:
    class Flipping:
        seen = 0

        @property
        def current(self) -> Any:
            self.seen += 1
            return type("D", (), {"version": f"{self.seen:016d}", "response_cache": None})()

    reply = ask("/small", to=edge(dataset_store=Flipping()))
    assert reply.headers["dataset-version"] == "0000000000000001"
    assert b'"version":"0000000000000001"' in reply.body


# --- caching and guards ---------------------------------------------------------------------------

FRESH = "max-age=300, stale-while-revalidate=86400, stale-if-error=604800"


@pytest.mark.parametrize(
    ("target", "public", "private"),
    [
        ("/small", f"public, {FRESH}", f"private, {FRESH}"),
        ("/moved?status=308", f"public, {FRESH}", f"private, {FRESH}"),
        ("/@fedcba9876543210/small", "public, max-age=86400", "private, max-age=86400"),
        ("/@fedcba9876543210/moved?status=308", "public, max-age=86400", "private, max-age=86400"),
        ("/@fedcba9876543210/moved?status=303", "no-store", "no-store"),
        ("/@fedcba9876543210/boom", "no-store", "no-store"),
        (
            "/@fedcba9876543210/asset",
            "public, max-age=9, immutable",
            "public, max-age=9, immutable",
        ),
        ("/@fedcba9876543210/metrics", "no-store", "no-store"),
        ("/asset", "public, max-age=9, immutable", "public, max-age=9, immutable"),
        ("/metrics", "no-store", "no-store"),
    ],
)
def test_cache_control_with_and_without_public_url(target: str, public: str, private: str) -> None:
    assert ask(target, public_url=PUBLIC).headers["cache-control"] == public
    assert ask(target).headers["cache-control"] == private


def test_the_edge_owns_the_etag() -> None:
    reply = ask("/tagged")
    assert reply.headers["etag"] != '"mine"'
    assert reply.headers["vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("policy", "framing"),
    [
        ("", "DENY"),
        ("default-src 'self'", "DENY"),
        ("frame-ancestors 'none'", "DENY"),
        ("frame-ancestors *", None),
    ],
)
def test_app_may_set_its_own_policy_and_allow_frames(policy: str, framing: str | None) -> None:
    reply = ask("/page", to=edge()) if not policy else ask(f"/page?policy={policy}")
    assert reply.headers["content-security-policy"] == (policy or DEFAULT_CSP)
    assert reply.headers.get("x-frame-options") == framing
    assert "camera=()" in reply.headers["permissions-policy"]
    assert "permissions-policy" not in ask("/small").headers


# --- pins -----------------------------------------------------------------------------------------

PIN = f"/@{Old.version}"


def test_the_app_sees_the_path_behind_a_pin_and_a_pinned_base() -> None:
    reply = ask(f"{PIN}/where/C%C3%B4te%20@x?q=1", public_url=f"{PUBLIC}/below")
    path, raw, asked, base, root, pinned = json.loads(reply.body)
    assert (path, raw) == ("/where/Côte @x", "/where/C%C3%B4te%20@x")
    assert (asked, pinned) == (f"{PIN}/where/Côte @x", True)
    assert (base, root) == (f"{PUBLIC}/below{PIN}", f"{PUBLIC}/below")
    assert reply.headers["dataset-version"] == Old.version
    *_, base, root, pinned = json.loads(ask("/where/@x").body)
    assert (base, root, pinned) == ("http://here.example", "http://here.example", False)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (PIN, 404),
        (f"{PIN}/", 404),
        (f"{PIN}/small", 200),
        (f"{PIN}{PIN}/small", 404),
        (f"{PIN}/@x", 404),
        ("/@/small", 404),
        ("/@latest/small", 404),
        ("/@0123456789abcdef/small", 410),
        ("/@FEDCBA9876543210/small", 404),
        (f"{PIN}0/small", 404),
        ("/small/@x", 404),
        (f"{PIN}/small?a=%zz", 422),
        (f"{PIN}%2Fsmall", 404),
        ("/@%ff/small", 404),
        (f"{PIN}/names/" + "a" * 7975, 200),
        (f"{PIN}/names/" + "a" * 7976, 414),
    ],
)
def test_pins_of_known_and_unknown_versions(target: str, status: int) -> None:
    for method in ("GET", "HEAD"):
        reply = ask(target, method=method)
        assert reply.status == status
        old = status == 200 or target in (PIN, f"{PIN}/")
        assert reply.headers["dataset-version"] == (Old.version if old else Release.version)
    body = ask(target).body
    names_none = status == 410 or b"is not a version" in body
    assert (b"/dataset/versions" in body) == names_none


def test_a_pinned_path_only_allows_reading() -> None:
    assert ask(f"{PIN}/small", method="POST").status == 405


def test_preflight_of_a_pinned_path_always_succeeds() -> None:
    for target, version in ((f"{PIN}/small", Old.version), ("/@x/small", Release.version)):
        reply = ask(target, method="OPTIONS")
        assert (reply.status, reply.headers["dataset-version"]) == (204, version)


def test_an_exception_does_not_keep_the_dataset_open() -> None:
    """Its traceback is removed, so the files are closed without the garbage collector."""
    made: list[Any] = []

    class Once(DatasetStore):
        async def open_version(self, version: str) -> Any:
            made.append(ref(old := Old()))
            return old

    gc.collect()
    gc.disable()
    try:
        for path in ("/waiting", "/boom", "/slow", "/no"):
            ask(f"{PIN}{path}", to=edge(dataset_store=Once()))
        assert [one() for one in made] == [None] * 4
    finally:
        gc.enable()


# --- base URL -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "here.example",
        "Here.Example:8000",
        "127.0.0.1:1",
        "[::1]:65535",
        "localhost",
        "a-b.c.",
        "xn--trkiye-3ya.example",
    ],
)
def test_base_follows_a_plain_host(host: str) -> None:
    assert f'"base":"http://{host.lower()}"'.encode() in ask("/small", {"host": host}).body
    assert f'"base":"{PUBLIC}"'.encode() in ask("/small", {"host": host}, public_url=PUBLIC).body


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "a/b",
        "a@b",
        "a,b",
        "-a",
        "a..b",
        "a:0",
        "a:65536",
        "a:",
        "[::1",
        "[:::1]",
        "1.2.3.256",
        "1.2.3",
        "é",
        "a" * 64,
        "a?",
        "a#b",
        "a\\b",
        "a<script>",
        ".a",
    ],
)
def test_other_hosts_are_refused(host: str) -> None:
    reply = ask("/small", {"host": host.encode()})
    assert reply.status == 400
    assert b'"type":"/problems/invalid-host"' in reply.body


def test_forwarded_headers_count_only_from_a_proxy() -> None:
    sent = {"x-forwarded-proto": "https", "x-forwarded-host": "evil.example, stated.example"}
    trusted = "10.0.0.0/8, ::1"
    assert b'"base":"http://here.example"' in ask("/small", sent).body
    assert (
        b'"base":"http://here.example"'
        in ask("/small", sent, client="11.0.0.1", trusted_proxies=trusted).body
    )
    for peer in ("10.1.2.3", "::1", "::ffff:10.1.2.3"):
        assert (
            b'"base":"https://stated.example"'
            in ask("/small", sent, client=peer, trusted_proxies=trusted).body
        )
    for bad in ({"x-forwarded-proto": "ftp"}, {"x-forwarded-host": "a b"}):
        assert ask("/small", bad, client="10.1.2.3", trusted_proxies=trusted).status == 400
        assert ask("/small", bad, client="11.1.2.3", trusted_proxies=trusted).status == 200


# --- codings, validators, conditions --------------------------------------------------------------


def test_each_coding_has_its_own_etag_and_its_own_304() -> None:
    replies = {
        coding: ask("/long", {"accept-encoding": coding}) for coding in ("identity", "gzip", "br")
    }
    tags = {coding: reply.headers["etag"] for coding, reply in replies.items()}
    assert len(set(tags.values())) == 3
    for coding, reply in replies.items():
        assert reply.headers.get("content-encoding", "identity") == coding
        assert reply.headers["vary"] == "Accept-Encoding"
        assert int(reply.headers["content-length"]) == len(reply.body)
        assert decoded(reply) == decoded(replies["identity"])
        for other, tag in tags.items():
            again = ask("/long", {"accept-encoding": coding, "if-none-match": tag})
            assert again.status == (304 if other == coding else 200)
    assert len(replies["br"].body) < len(replies["gzip"].body) < len(replies["identity"].body) / 4


def test_not_modified_repeats_only_the_headers_that_caches_update() -> None:
    full = ask("/tagged", {"accept-encoding": "br"})
    for condition in (full.headers["etag"], f'"x", W/{full.headers["etag"]}', "*"):
        reply = ask("/tagged", {"accept-encoding": "br", "if-none-match": condition})
        assert (reply.status, reply.body) == (304, b"")
        for name in (
            "etag",
            "cache-control",
            "content-location",
            "vary",
            "content-security-policy",
        ):
            assert reply.headers[name] == full.headers[name]
        assert not {"content-length", "content-type", "content-encoding"} & set(reply.headers)


def test_if_none_match_has_no_effect_on_errors_and_other_methods() -> None:
    assert ask("/no", {"if-none-match": "*"}).status == 404
    assert ask("/boom", {"if-none-match": "*"}).status == 500
    assert ask("/moved?status=308", {"if-none-match": "*"}).status == 308
    assert ask("/small", {"if-none-match": "*"}, method="OPTIONS").status == 204
    assert ask("/small", {"if-none-match": "*"}, method="HEAD").status == 304


def test_small_and_binary_bodies_are_not_compressed() -> None:
    every = {"accept-encoding": "br, gzip"}
    small, png, coded = ask("/small", every), ask("/png", every), ask("/coded", every)
    assert "content-encoding" not in small.headers
    assert small.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in png.headers
    assert "vary" not in png.headers
    assert coded.headers["content-encoding"] == "gzip"
    assert decoded(coded) == b"x" * 4000


def test_gzip_is_deterministic() -> None:
    assert compress(WHOLE, b"gzip") == compress(WHOLE, b"gzip")
    assert compress(WHOLE, b"gzip")[4:8] == bytes(4), "the time of day is in the header"


@pytest.mark.parametrize(
    "target",
    ["/small", "/long", "/png", "/no", "/boom", "/stream", "/stream?plain=1", "/stream?size=99"],
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_head_has_the_headers_of_get_and_no_body(target: str, coding: str) -> None:
    sent = {"accept-encoding": coding, "x-request-id": "same"}
    get, head = (ask(target, sent, method=method) for method in ("GET", "HEAD"))
    assert head.status == get.status
    assert head.headers.raw == get.headers.raw
    assert get.body
    assert not head.body


def test_head_sends_no_body_and_stops_a_stream_after_its_headers() -> None:
    assert [
        m.get("body") for m in messages(edge(), method="HEAD", path="/long", raw_path=b"/long")
    ] == [None, b""]
    made = 0

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        nonlocal made
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"text/csv")],
            }
        )
        while made < 1000:
            made += 1
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})

    start, end = messages(edge(endless), method="HEAD")
    assert start["status"] == 200
    assert end == {"type": "http.response.body"}
    assert made == 17, "one piece more than a mebibyte"


def test_app_sees_neither_conditions_nor_ranges() -> None:
    hidden = {
        "range": "bytes=0-1",
        "if-range": '"a"',
        "if-none-match": '"a"',
        "if-modified-since": "x",
        "if-match": "*",
    }
    names = set(json.loads(ask("/headers", {**hidden, "accept": "a/b"}).body))
    assert not names & set(hidden)
    assert {"accept", "host"} <= names


def test_old_name_of_gzip() -> None:
    assert negotiate(b"x-gzip") == b"gzip"


_OWS = st.sampled_from(["", " ", "\t", "  "])
_WEIGHTS = {
    "": 1.0,
    ";q=1": 1.0,
    " ; Q=1.000": 1.0,
    ";q=0": 0.0,
    ";q=0.000": 0.0,
    ";q=0.5": 0.5,
    "; q=0.25": 0.25,
    ";q=0.001": 0.001,
}
_CODINGS = st.dictionaries(
    st.sampled_from(["br", "gzip", "identity", "*", "zstd", "deflate"]),
    st.sampled_from(sorted(_WEIGHTS)),
    min_size=1,
)


@given(
    _CODINGS,
    _OWS,
    st.booleans(),
    st.sampled_from(["", "br;q=x,", "gzip;q=2,", ",,", "gzip;level=9,", ";q=1,"]),
)
def test_negotiation_agrees_with_a_simple_reading_of_the_rfc(
    members: dict[str, str], space: str, shout: bool, garbage: str
) -> None:
    header = garbage + ",".join(
        space + (name.upper() if shout else name) + q + space for name, q in members.items()
    )
    weights = {name: _WEIGHTS[q] for name, q in members.items()}
    ranked = [
        (weights.get(coding, weights.get("*", 0.0)), preference, coding)
        for preference, coding in enumerate(["identity", "gzip", "br"])
    ]
    acceptable = [entry for entry in ranked if entry[0] > 0]
    expected = max(acceptable)[2] if acceptable else "identity"
    assert negotiate(header.encode()).decode() == expected


_TAG = st.text(st.sampled_from("abW/,;*'\\é!"), max_size=5)
_GARBAGE = st.text(st.sampled_from("ab W/*;="), min_size=1, max_size=5)
_LIST = st.lists(
    st.one_of(st.tuples(st.sampled_from(['"', 'W/"']), _TAG), _GARBAGE), min_size=1, max_size=5
)


@given(_LIST, _TAG, _OWS)
def test_if_none_match_finds_a_tag_exactly_when_it_is_listed(
    members: list[str | tuple[str, str]], mine: str, space: str
) -> None:
    written = [
        member if isinstance(member, str) else f'{member[0]}{member[1]}"' for member in members
    ]
    listed = any(not isinstance(member, str) and member[1] == mine for member in members)
    alone = len(members) == 1 and isinstance(members[0], str) and members[0].strip() == "*"
    header = f"{space},{space}".join(written).encode("latin-1")
    assert matches(header, f'"{mine}"'.encode("latin-1")) == (listed or alone)


_BYTES = st.binary(max_size=40) | st.text(
    st.sampled_from('aB0*,;="W/q.[]:-% \t\x00\r\n'), max_size=40
).map(str.encode)
_NAMES = st.sampled_from(
    [
        b"accept",
        b"accept-encoding",
        b"host",
        b"if-none-match",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-request-id",
        b"range",
        b"x-any",
    ]
)


@given(st.lists(st.tuples(_NAMES, _BYTES), max_size=6), _BYTES, _BYTES)
def test_no_bytes_in_a_request_make_a_500(
    headers: list[tuple[bytes, bytes]], path: bytes, query: bytes
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"text/plain")],
            }
        )
        await send({"type": "http.response.body", "body": b"x" * 600})

    raw, text = b"/" + path, "/" + path.decode("utf-8", "replace")
    to = edge(app, trusted_proxies="127.0.0.1")
    sent = messages(to, path=text, raw_path=raw, query_string=query, headers=headers)
    assert sent[0]["status"] in {200, 304, 400, 404, 422}
    for name, value in sent[0]["headers"]:
        assert not set(b"\r\n\x00") & set(name + value), (
            "a request wrote into the head of its answer"
        )


# --- failures -------------------------------------------------------------------------------------


def test_500_has_no_details_and_the_log_has_them_without_forged_lines(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "stated")
    reply = ask("/boom", {"x-request-id": "find-me"})
    assert reply.status == 500
    assert reply.headers["content-type"] == "application/problem+json"
    assert b"secret" not in reply.body
    assert b"Internal Server Error" not in reply.body
    (record,) = [record for record in caplog.records if record.name == "stated"]
    lines = record.getMessage().split("\n")
    assert any("ValueError: secret" in line for line in lines)
    assert all(line.startswith("find-me ") for line in lines)
    assert "\x1b" not in record.getMessage()


def test_problem_that_the_app_raises_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert ask("/slow").status == 503
    assert not [record for record in caplog.records if record.name == "stated"]


def test_even_a_failing_renderer_leaves_a_clean_500() -> None:
    def broken(scope: Any, problem: Problem) -> Any:
        raise KeyError(problem)

    reply = ask("/boom", to=edge(render=broken))
    assert (reply.status, reply.body) == (500, b"")
    assert reply.headers["access-control-allow-origin"] == "*"


def test_app_that_returns_without_an_answer_is_a_500() -> None:
    async def without_answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    assert ask("/small", to=edge(without_answer)).status == 500


def test_lifespan_reaches_the_app_and_websockets_are_closed() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    assert messages(edge(app), type="lifespan") == []
    assert messages(edge(app), type="websocket") == [{"type": "websocket.close", "code": 1000}]
    assert seen == ["lifespan"]


# --- streams --------------------------------------------------------------------------------------


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_large_answers_stream_whole_and_compressed(coding: str) -> None:
    reply = ask("/stream", {"accept-encoding": coding, "if-none-match": "*"})
    assert reply.status == 200
    assert "etag" not in reply.headers
    assert reply.headers.get("content-encoding", "identity") == coding
    assert decoded(reply) == WHOLE
    assert coding == "identity" or len(reply.body) < BIG / 10


@pytest.mark.parametrize(("size", "tagged"), [(1024 * 1024, True), (1024 * 1024 + 1, False)])
def test_one_mebibyte_is_the_limit(size: int, tagged: bool) -> None:
    reply = ask(f"/stream?size={size}", {"accept-encoding": "br"})
    assert ("etag" in reply.headers) is tagged
    assert decoded(reply) == WHOLE[:size]


def test_failure_before_the_limit_is_a_clean_500_and_beyond_it_breaks_off() -> None:
    assert ask("/stream?fail_at=500000").status == 500
    with pytest.raises(ValueError, match="broken in the middle"):
        ask("/stream?fail_at=2000000")


# --- a real server --------------------------------------------------------------------------------


@contextmanager
def serving(app: Any, http: Any, **options: Any) -> Iterator[tuple[int, uvicorn.Server]]:
    """uvicorn on a free port of loopback, for as long as the block lasts."""
    config = uvicorn.Config(app, http=http, log_level="critical", proxy_headers=False, **options)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield listener.getsockname()[1], server
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
    assert not thread.is_alive()


@pytest.fixture(scope="module", params=["app.edge.fast_path:FastPathProtocol", "httptools", "h11"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """The small app behind the edge, with the fast path and with each of uvicorn's protocols."""
    with serving(edge(), request.param) as (number, _):
        yield number


def wire(port: int, head: bytes) -> bytes:
    """All that the server sends for these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(head)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def get(target: bytes, *extra: bytes, method: bytes = b"GET") -> bytes:
    """A request that asks for its connection to be closed."""
    return b"\r\n".join(
        [
            method + b" " + target + b" HTTP/1.1",
            b"Host: h.example",
            b"Connection: close",
            *extra,
            b"",
            b"",
        ]
    )


@pytest.mark.parametrize(
    ("target", "status"),
    [
        (b"/names/caf%C3%A9?q=%C3%A9", 200),
        (b"/names%2Fa", 404),
        (b"/names/a%2fb", 404),
        (b"/names/%ff", 404),
        (b"/names/%00", 404),
        (b"/names/a%0Ab", 404),
        (b"/names/%zz", 404),
        (b"/names/%ED%A0%80", 404),
        (b"/names/a?q=%ff", 422),
        (b"/names/a?q=%00", 422),
        (b"/names/a?q=%1f", 422),
        (b"/names/a?q=100%", 422),
        (b"/names/a?%zz=1", 422),
        (b"//names/a", 404),
        (b"/names/../small", 404),
        (b"/names/%2e%2e", 200),
        (b"/names/" + b"a" * 7993, 200),
        (b"/names/" + b"a" * 7994, 414),
        (b"/names/" + b"a" * 10_000, 414),
        (b"/names/a?" + b"b" * 7991, 200),
        (b"/names/a?" + b"b" * 7992, 414),
    ],
)
def test_addresses_through_a_server(port: int, target: bytes, status: int) -> None:
    reply = wire(port, get(target))
    assert reply.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\naccess-control-allow-origin: *\r\n" in reply
    assert (b"\r\ncache-control: no-store\r\n" in reply) is (status != 200)


def test_hosts_through_a_server(port: int) -> None:
    bad = wire(port, b"GET /small HTTP/1.1\r\nHost: a<b\r\nConnection: close\r\n\r\n")
    assert bad.startswith(b"HTTP/1.1 400 ")
    old = wire(port, b"GET /small HTTP/1.0\r\n\r\n")
    assert old.startswith(b"HTTP/1.1 200 ")
    assert b'"base":"http://127.0.0.1:%d"' % port in old


def test_head_and_304_through_a_server(port: int) -> None:
    full = wire(port, get(b"/long", b"Accept-Encoding: gzip", b"X-Request-ID: i"))
    head = wire(port, get(b"/long", b"Accept-Encoding: gzip", b"X-Request-ID: i", method=b"HEAD"))
    lines, _, body = full.partition(b"\r\n\r\n")
    undated = [
        [line for line in part.split(b"\r\n") if line[:5].lower() != b"date:"]
        for part in (lines, head.rstrip())
    ]
    assert undated[0] == undated[1]
    assert head.endswith(b"\r\n\r\n")
    assert b"content-length: %d" % len(body) in lines
    tag = lines.partition(b"\r\netag: ")[2].partition(b"\r\n")[0]
    same = wire(port, get(b"/long", b"Accept-Encoding: gzip", b"If-None-Match: " + tag))
    assert same.startswith(b"HTTP/1.1 304 ")
    assert same.endswith(b"\r\n\r\n")
    assert b"content-length" not in same
    assert b"transfer-encoding" not in same


def test_broken_stream_has_no_regular_end(port: int) -> None:
    reply = wire(port, get(b"/stream?fail_at=2000000"))
    assert reply.startswith(b"HTTP/1.1 200 ")
    assert not reply.endswith(b"0\r\n\r\n")
    assert b"problem" not in reply
    assert wire(port, get(b"/stream")).endswith(b"0\r\n\r\n")


@pytest.mark.parametrize("coding", [b"identity", b"br"])
def test_stream_ends_when_the_client_disconnects(
    coding: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    app = small_app()
    with serving(edge(app), "httptools") as (number, server):
        with socket.create_connection(("127.0.0.1", number), 10) as connection:
            connection.sendall(get(b"/stream?size=%d" % 10**12, b"Accept-Encoding: " + coding))
            assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")
        for _ in range(200):
            # anyio keeps a cancelled task in a reference cycle, and with it the suspended generator
            gc.collect()
            if app.state.closed.is_set() and not server.server_state.tasks:
                break
            time.sleep(0.05)
        assert app.state.closed.is_set(), "the stream goes on without a client"
        assert not server.server_state.tasks
    assert not [record for record in caplog.records if record.name == "stated"]
