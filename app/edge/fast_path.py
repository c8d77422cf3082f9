"""The fast path: uvicorn's HTTP protocol class, which sends cached answers by itself.

As soon as the headers of a request have been read, `FastPathProtocol` looks for the answer in the
response cache of the Edge and writes it to the socket. No task, no ASGI message and no list of
headers are made, so a cached answer takes a third of the time. Every other request, and every
unusual one, goes to the Edge as an ASGI application, which gives the same answer; tests compare
both ways. The Edge sends a whole answer through this class too, in one write; a stream goes through
uvicorn. It does not change headers or bodies. It also encodes addresses that are not ASCII, and
refuses headers that do not end. It is an option, on by default: `stated serve --no-fast-path`
uses uvicorn's own protocol. It builds on uvicorn's HttpToolsProtocol, so pyproject.toml limits
uvicorn's version, and tests/edge/test_uvicorn.py says whether a new one may be allowed.
"""

import re
from asyncio import TimerHandle, Transport
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from time import perf_counter
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.edge.answers import Header, header_lines
from app.edge.exchange import MAX_SENT_AT_ONCE, WHOLE_ANSWER, WRITE_TIMEOUT
from app.edge.interfaces import ObservedRequest
from app.edge.middleware import Edge
from app.edge.request_headers import join_headers, raw_request_key, request_id_of, too_large
from app.edge.target import MAX_LENGTH
from app.problems import HeadersTooLarge

_METHODS = frozenset({b"GET", b"HEAD"})
# Requests with one of these headers take the ordinary way.
_UNUSUAL_HEADERS = frozenset(
    {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"range"}
)
# Bytes that are parsed at once, so that a request that is too large is noticed before all of it
# has been parsed. Of the requests of a connection, one is parsed in a round of the event loop, so
# that those of one client do not keep the others waiting.
_CHUNK = 16 * 1024
_END_OF_HEADERS = b"\r\n\r\n"
# Seconds that a client has for a request: for the first one since it connected, for the others
# since their first byte. One that sends more slowly only takes memory and a descriptor.
REQUEST_TIMEOUT = 10.0
# Bytes that may come before the headers end. An address and headers within the limits are shorter.
_MAX_HEAD = 64 * 1024
# Characters of an address that are given to uvicorn's URL parser, which fails beyond 65,535. An
# address of this length is refused.
_MAX_PARSED_URL = 60_000
# Bytes that a client may go on sending after it was refused, so that it can read the answer.
_MAX_DRAINED = 1024 * 1024
# Added to headers that were not read to their end, so that the Edge refuses them as too large.
_EXCESS: Header = (b"x-excess", bytes(HeadersTooLarge.most))
_CLOSE = b"connection: close\r\n"
_NEWLINE = 10
_LOG_INTERVAL = 1.0  # seconds between two lines about invalid requests
_LINE = re.compile(rb"[^\n]*\n?")
# The parser skips empty lines before a request (RFC 9112 section 2.2).
_FIRST_LINE = re.compile(rb"[\r\n]*[^\n]*\n?")
_PERCENT_ENCODED = {byte: f"%{byte:02X}" for byte in range(0x80, 0x100)}


class FastPathProtocol(HttpToolsProtocol):
    """uvicorn's protocol over httptools; it sends cached answers of an Edge directly."""

    _in_request_line = False  # whether a request line has begun and not ended
    # The list of headers of the last request that has ended. uvicorn makes a new list for each
    # request, so `self._ended_headers is self.headers` means: between two requests.
    _ended_headers: list[Header] | None = None
    # When an invalid request was last logged, and how many came since. Shared by all connections.
    _logged_at, _not_logged = -1.0, 0
    # uvicorn's default headers (the date), and the same as bytes. Shared by all connections.
    _default_headers: tuple[list[Header], bytes] = ([], b"")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The cache's keys are paths as the application sees them; with a root path, the client
        # sends others.
        supported = (
            isinstance(self.app, Edge) and self.limit_concurrency is None and not self.root_path
        )
        self._edge: Edge | None = self.app if supported else None
        self._abort_timer: TimerHandle | None = None
        self._request_timer: TimerHandle | None = None
        self._began = perf_counter()  # when the client connected, or began its last request
        self._unparsed = b""  # what has come and is parsed in the next turn of the event loop
        # The scope of the last request whose headers have ended. uvicorn makes a new scope for
        # each request, so `self.scope is self._complete_scope` means: no headers are being read.
        self._complete_scope: Any = None
        self._last_cached = 0.0  # when a cached answer was last sent, by `perf_counter`
        self._received = 0  # bytes since the headers began; up to one chunk more or less
        self._drained: int | None = None  # bytes that were ignored since a request was refused

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """asyncio's callback: a client has connected."""
        super().connection_made(transport)
        self._request_timer = self.loop.call_later(REQUEST_TIMEOUT, self._check_request)

    def _check_request(self) -> None:
        """Close the connection if the client takes too long for a request. Called at intervals."""
        between = self._ended_headers is self.headers
        served = self.cycle is not None or self._last_cached
        # Between two requests, uvicorn's keep-alive timer counts.
        waiting = (not between or not served) and not self._unparsed
        if waiting and perf_counter() - self._began >= REQUEST_TIMEOUT:
            self.transport.close()
            return
        self._request_timer = self.loop.call_later(REQUEST_TIMEOUT, self._check_request)

    def data_received(self, data: bytes) -> None:
        """asyncio's callback: bytes have come. Headers that do not end are refused."""
        if self._drained is not None:
            self._drain(data)
            return
        if self._unparsed or self._must_wait():
            self._unparsed += data
            self.flow.pause_reading()
            return
        end = data.find(_END_OF_HEADERS, 0, _CHUNK)
        part = data[: end + len(_END_OF_HEADERS) if end >= 0 else _CHUNK]
        self._receive(part)
        if len(part) < len(data) and self._drained is None:
            self._unparsed = data[len(part) :]
            self.flow.pause_reading()
            self.loop.call_soon(self._parse_more)

    def _must_wait(self) -> bool:
        """Whether the last request has ended and is not answered yet. The requests behind it are
        kept as bytes, so that a client can take no memory with them.
        """
        return (
            self._ended_headers is self.headers
            and self.cycle is not None
            and not self.cycle.response_complete
        )

    def _parse_more(self) -> None:
        """Parse the next bytes of those that have come, unless a request must be answered before.
        The answer to it calls this again.
        """
        if self._must_wait() and not self.transport.is_closing():
            return
        data, self._unparsed = self._unparsed, b""
        # Otherwise another protocol (WebSocket) has taken over, or the connection ends.
        if data and self in self.connections and not self.transport.is_closing():
            self.flow.resume_reading()
            self.data_received(data)

    def on_response_complete(self) -> None:
        """uvicorn's callback: a response has been sent."""
        super().on_response_complete()
        if self._unparsed:
            self.flow.pause_reading()  # uvicorn has resumed it
            self.loop.call_soon(self._parse_more)

    def _receive(self, data: bytes) -> None:
        """Parse bytes, which are not more than a chunk."""
        if self._ended_headers is self.headers:
            self._began = perf_counter()
        if self.scope is self._complete_scope:
            self._received = 0
            # In a body: its trailers are not kept, so that the list stays short.
            if self._ended_headers is not self.headers:
                self.headers = []
        self._received += len(data)
        last_cached = self._last_cached
        self._feed(data)
        if self._last_cached == last_cached and self._drained is None:
            # uvicorn does so when bytes come; a cached answer needs the timer at once again.
            self._unset_keepalive_if_required()
        if self._received > _MAX_HEAD and self.scope is not self._complete_scope:
            self._refuse()

    def timeout_keep_alive_handler(self) -> None:
        """The event loop's callback: the keep-alive timer has ended. A cached answer does not start
        it again, because that takes longer than to find the answer; the rest is waited for here.
        """
        rest = self._last_cached + self.timeout_keep_alive - perf_counter()
        if rest > 0:
            self.timeout_keep_alive_task = self.loop.call_later(
                rest, self.timeout_keep_alive_handler
            )
        else:
            super().timeout_keep_alive_handler()

    def _feed(self, data: bytes) -> None:
        """Give bytes to the parser, with request lines percent-encoded."""
        # Nothing has to be encoded, and no request line is left unfinished.
        simple = data.isascii() and data[-1] == _NEWLINE
        if simple:
            self._in_request_line = False
        for part in (data,) if simple else self._encoded_parts(data):
            while part:
                try:
                    self.parser.feed_data(part)
                    break
                except HttpParserError:  # the same as uvicorn does
                    message = "Invalid HTTP request received."
                    self._log_invalid(message)
                    self.send_400_response(message)
                    return
                except HttpParserUpgrade as upgrade:
                    if self._should_upgrade():
                        self.handle_websocket_upgrade()
                        return
                    # The request is answered as if it had no Upgrade (RFC 9110 section 7.8), and
                    # so are those behind it, of which uvicorn loses what has come with it.
                    self._unsupported_upgrade_warning()
                    part = part[upgrade.args[0] :]

    def _log_invalid(self, message: str) -> None:
        """Log a request that is no HTTP: one line a second, so that nobody can fill the log."""
        cls, now = FastPathProtocol, perf_counter()
        cls._not_logged += 1
        if now - cls._logged_at >= _LOG_INTERVAL:
            self.logger.warning("%s (%d since the last such line)", message, cls._not_logged)
            cls._logged_at, cls._not_logged = now, 0

    def _encoded_parts(self, data: bytes) -> Iterator[bytes]:
        """The same bytes in parts, with request lines percent-encoded: curl and others send
        `?speaker=Макрон` as it is typed, which the parser refuses. The parser must read each part
        before the next one is made.

        Request lines and headers are made line by line, so it is known at the start of each line
        whether the parser is between two requests. If it is, the line is a request line. A body
        and all that follows it in the same data are one part and stay unchanged, because only the
        parser knows where a body ends.
        """
        position = 0
        while position < len(data):
            between = self._ended_headers is self.headers
            # uvicorn sets "method" when the headers end, so this is a body.
            if not between and not self._in_request_line and "method" in self.scope:
                yield data[position:]
                return
            pattern = _FIRST_LINE if between and not self._in_request_line else _LINE
            line = pattern.match(data, position)[0]  # type: ignore[index]  # it always matches
            position += len(line)
            if between or self._in_request_line:
                self._in_request_line = not line.endswith(b"\n")
                if not line.isascii():
                    line = line.decode("latin-1").translate(_PERCENT_ENCODED).encode()
            yield line

    def pause_writing(self) -> None:
        """asyncio's callback: the write buffer is full. If the client does not read for
        WRITE_TIMEOUT seconds, the connection is cut off. Closing it would not do, because that
        waits until the client has read the buffer.
        """
        super().pause_writing()
        self._abort_timer = self.loop.call_later(WRITE_TIMEOUT, self.transport.abort)

    def resume_writing(self) -> None:
        """asyncio's callback: the client has read the write buffer."""
        super().resume_writing()
        self._cancel_abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio's callback: the connection has ended."""
        self._cancel_abort()
        if self._request_timer is not None:
            self._request_timer.cancel()
        self._unparsed = b""
        super().connection_lost(exc)

    def _cancel_abort(self) -> None:
        if self._abort_timer is not None:
            self._abort_timer.cancel()
            self._abort_timer = None

    def on_headers_complete(self) -> None:
        """The parser's callback: all headers have been read, and nothing of a body."""
        self._complete_scope = self.scope
        if self._edge is None or not self._send_cached(self._edge):
            # uvicorn stops the keep-alive timer when bytes come, before any answer. A cached answer
            # in the same data has started it again; it must not end while this request is answered.
            self._unset_keepalive_if_required()
            self.url = self.url[:_MAX_PARSED_URL]
            scope = self.scope
            super().on_headers_complete()
            if self._edge is not None and self.cycle is not None and self.cycle.scope is scope:
                send_whole = partial(self._send_whole, self.cycle)
                scope["extensions"] = {WHOLE_ANSWER: send_whole}  # type: ignore[dict-item]
            # The scope has the old list. The parser's callback appends trailers to the new one, so
            # they are not merged into the headers (RFC 9110 section 6.5.1).
            self.headers = self.headers.copy()
            if self.cycle is not None and not self.cycle.keep_alive and _has_body(scope["headers"]):
                # The parser ignores the body once the answer has been sent.
                self.cycle.transport = _DrainingTransport(self.transport)  # type: ignore[assignment]
        self._received = 0

    def on_message_complete(self) -> None:
        """The parser's callback: the request has ended."""
        self._ended_headers = self.headers
        # uvicorn's method needs a cycle; there is none if all answers so far came from the cache.
        if self.cycle is not None:
            super().on_message_complete()

    def _send_cached(self, edge: Edge) -> bool:
        """Send the answer to the request if it is cached, the request is an ordinary one, no answer
        before it is still being sent, and the client keeps reading. Returns whether it was sent.
        """
        current = edge.dataset_store.current
        perhaps_too_large = (
            self._received > HeadersTooLarge.most - _CHUNK
            or len(self.headers) > HeadersTooLarge.most_fields
        )
        if perhaps_too_large and too_large(self.headers):
            return False
        if (
            current is None
            or current.response_cache is None
            or self.flow.write_paused
            or self.transport.is_closing()
        ):
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        parser, began, headers = self.parser, perf_counter(), join_headers(self.headers)
        method = parser.get_method()
        if (
            method not in _METHODS
            or not _UNUSUAL_HEADERS.isdisjoint(headers)
            or not parser.should_keep_alive()
            or parser.get_http_version() != "1.1"
        ):
            return False
        path, _, query = self.url.partition(b"?")
        raw_key = raw_request_key(path, query, headers)
        cached = current.response_cache.by_raw_request.get(raw_key)
        if cached is None or not cached.head:
            return False
        answer, request_id = cached.for_headers(headers), request_id_of(headers)
        body = b"" if method == b"HEAD" else answer.body
        if len(body) > MAX_SENT_AT_ONCE and not edge.turns_to_send.start(len(body)):
            return False
        self._write(cached.head_of(answer), request_id, body)
        edge.observe(
            ObservedRequest(
                began,
                method,
                path,
                query,
                request_id,
                cached.route,
                answer.status,
                len(body),
                "hit",
                cached.version,
            )
        )
        self._last_cached = began
        if self.timeout_keep_alive_task is None:
            self.on_response_complete()  # starts the keep-alive timer
        else:
            self.server_state.total_requests += 1
        return True

    def _send_whole(
        self, cycle: RequestResponseCycle, head: bytes, request_id: bytes, body: bytes
    ) -> bool:
        """Send the whole answer of the request of a cycle in one write. Returns False, and sends
        nothing, if the cycle must send it: the client has gone, does not read, or was refused.

        The Edge calls this instead of the cycle's `send`, which would check each header, and write
        the headers and the body one after the other.
        """
        if self.flow.write_paused or cycle.disconnected or cycle.transport is not self.transport:
            return False
        cycle.response_started = cycle.response_complete = True
        self._write(head, request_id, body, b"" if cycle.keep_alive else _CLOSE)
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def _write(self, head: bytes, request_id: bytes, body: bytes, more: bytes = b"") -> None:
        """Write an answer at once; `more` are header lines for this connection."""
        head = b"".join((head, self._default_header_lines(), request_id, b"\r\n", more, b"\r\n"))
        self.transport.writelines((head, body) if body else (head,))

    def _refuse(self) -> None:
        """Answer a request whose address or headers are too long, before they have ended. What
        else the client sends is ignored.
        """
        if self.transport.is_closing():
            return
        self._drained, self._unparsed = 0, b""
        if len(self.url) <= MAX_LENGTH:  # otherwise the address is refused, and not the headers
            self.headers.append(_EXCESS)
        self.url = self.url[:_MAX_PARSED_URL]
        with suppress(HttpParserError):  # the address may be invalid
            super().on_headers_complete()
        if self.cycle is None or self.cycle.scope is not self.scope:
            self.transport.close()
            return
        self.cycle.keep_alive = False
        # It has only those methods of a transport that the cycle calls.
        self.cycle.transport = _DrainingTransport(self.transport)  # type: ignore[assignment]

    def send_400_response(self, msg: str) -> None:
        """uvicorn's method: answer what is no HTTP with 400, and close the connection. What else
        the client sends is ignored, unless an answer before it is still being sent.
        """
        if self.cycle is not None and not self.cycle.response_complete:
            super().send_400_response(msg)
            return
        self._drained, self._unparsed = 0, b""
        transport = self.transport
        self.transport = _DrainingTransport(transport)  # type: ignore[assignment]
        try:
            super().send_400_response(msg)
        finally:
            self.transport = transport
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def _drain(self, data: bytes) -> None:
        """Ignore what a refused client still sends. Closing at once would reset the connection, and
        the client would lose the answer that it has not read yet. The keep-alive timer closes it.
        """
        self._drained = len(data) + (self._drained or 0)
        if self._drained > _MAX_DRAINED:
            self.transport.close()

    def _default_header_lines(self) -> bytes:
        """uvicorn's default headers as lines, and the name of the header that follows them."""
        headers = self.server_state.default_headers
        if FastPathProtocol._default_headers[0] is not headers:  # uvicorn makes it every second
            lines = header_lines(headers) + b"x-request-id: "
            FastPathProtocol._default_headers = (headers, lines)
        return FastPathProtocol._default_headers[1]


def _has_body(headers: Iterable[Header]) -> bool:
    """Whether a request has a body (RFC 9112 section 6.3)."""
    return any(
        name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
        for name, value in headers
    )


class _DrainingTransport:
    """A transport whose `close` only ends the sending side, so that the client can read the answer
    while it still sends.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.write, self.is_closing = transport.write, transport.is_closing

    def close(self) -> None:
        """Send the end of the stream."""
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()
