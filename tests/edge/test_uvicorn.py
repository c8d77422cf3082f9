"""What the fast path relies on in uvicorn, beyond its documented interface.

If a test here fails after an update of uvicorn, compare uvicorn's
`protocols/http/httptools_impl.py` of both versions and change `app/edge/fast_path.py`. If all of
tests/edge passes, only the locked version has to be changed.
"""

import asyncio
import inspect
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from httptools import HttpRequestParser
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

# The methods that the fast path overrides or calls, with their parameters.
METHODS = {
    "data_received": ["data"],
    "connection_made": ["transport"],
    "connection_lost": ["exc"],
    "pause_writing": [],
    "resume_writing": [],
    "on_message_begin": [],
    "on_headers_complete": [],
    "on_message_complete": [],
    "on_response_complete": [],
    "handle_websocket_upgrade": [],
    "send_400_response": ["msg"],
    "_should_upgrade": [],
    "_unset_keepalive_if_required": [],
    "_unsupported_upgrade_warning": [],
}


class Transport(asyncio.Transport):
    """Collects what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closing = False

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def is_closing(self) -> bool:
        return self.closing

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closing = True

    def pause_reading(self) -> None:
        """Nothing comes by itself."""

    def resume_reading(self) -> None:
        """Nothing comes by itself."""


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers with an empty body."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def protocol() -> Iterator[HttpToolsProtocol]:
    """uvicorn's own protocol with a connection."""
    loop = asyncio.new_event_loop()
    config = uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False)
    config.load()
    made = HttpToolsProtocol(config, ServerState(), {}, _loop=loop)
    made.connection_made(Transport())
    yield made
    made._unset_keepalive_if_required()
    loop.close()


def answered(protocol: HttpToolsProtocol) -> None:
    """Wait until all requests have been answered."""
    while protocol.tasks:
        protocol.loop.run_until_complete(asyncio.gather(*protocol.tasks))


@pytest.mark.parametrize("name", METHODS)
def test_methods_have_the_same_parameters(name: str) -> None:
    method = getattr(HttpToolsProtocol, name)
    assert not inspect.iscoroutinefunction(method)
    assert list(inspect.signature(method).parameters)[1:] == METHODS[name]


def test_a_connection_has_the_same_attributes(protocol: HttpToolsProtocol) -> None:
    assert isinstance(protocol.parser, HttpRequestParser)
    assert isinstance(protocol.flow, FlowControl)
    assert isinstance(protocol.pipeline, deque)
    assert protocol.flow.write_paused is False
    assert protocol.limit_concurrency is None
    assert protocol.root_path == ""
    assert protocol.timeout_keep_alive_task is None
    assert protocol.cycle is None
    assert protocol.scope is None
    assert protocol.headers is None
    assert protocol in protocol.connections
    assert protocol.server_state.default_headers == []
    for callback in ("get_method", "get_http_version", "should_keep_alive", "feed_data"):
        assert callable(getattr(protocol.parser, callback))


def test_each_request_has_a_new_scope_and_a_new_list_of_headers(
    protocol: HttpToolsProtocol,
) -> None:
    """The fast path compares them by identity, to know whether it is between two requests."""
    protocol.data_received(b"GET /a?b=1 HTTP/1.1\r\nHost: h\r\n")
    scope, headers = protocol.scope, protocol.headers
    assert protocol.url == b"/a?b=1"
    assert "method" not in scope  # it is set when the headers end
    protocol.data_received(b"X-A: b\r\n\r\n")
    assert protocol.scope is scope
    assert scope["method"] == "GET"
    assert scope["headers"] is headers
    assert headers == [(b"host", b"h"), (b"x-a", b"b")]
    cycle = protocol.cycle
    assert isinstance(cycle, RequestResponseCycle)
    assert cycle.scope is scope
    assert cycle.transport is protocol.transport
    assert cycle.keep_alive is True
    assert (cycle.response_started, cycle.response_complete, cycle.disconnected) == (False,) * 3
    assert isinstance(cycle.message_event, asyncio.Event)
    assert cycle.on_response == protocol.on_response_complete
    assert "extensions" not in scope
    answered(protocol)
    assert cycle.response_complete is True
    assert protocol.timeout_keep_alive_task is not None
    assert protocol.server_state.total_requests == 1
    protocol.data_received(b"GET /c HTTP/1.1\r\n")
    assert protocol.timeout_keep_alive_task is None
    assert protocol.scope is not scope
    assert protocol.headers is not headers


def test_the_answer_goes_to_the_transport_of_the_cycle(protocol: HttpToolsProtocol) -> None:
    """The fast path replaces it when it refuses a request."""
    other = Transport()
    protocol.data_received(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    protocol.cycle.transport = other
    protocol.cycle.keep_alive = False
    answered(protocol)
    assert other.written.startswith(b"HTTP/1.1 204 ")
    assert b"\r\nconnection: close\r\n" in other.written
    assert other.closing
    assert not protocol.transport.written  # type: ignore[attr-defined]
