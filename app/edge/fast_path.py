"""The shortest way for answers that are ready: uvicorn's protocol writes them as soon as it has
read a request's headers.

No task is made for them, no ASGI message and no list of headers. Whatever is not ready, or is out
of the ordinary, goes the long way, through the Edge as an ASGI application, which says the same (as
it does under any other server).

The protocol also takes addresses as people type them: curl and others send `?speaker=Макрон` as it
is, which the parser refuses. Bytes of a request line that are not ASCII are percent-encoded before
the parser sees them. Headers and bodies are never changed.
"""

import re
from asyncio import TimerHandle, Transport
from collections.abc import Iterator
from contextlib import suppress
from time import perf_counter
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.edge.answers import Header, lines
from app.edge.exchange import PATIENCE, chosen
from app.edge.middleware import Edge
from app.edge.request_headers import join_headers, raw_request_key, too_large
from app.edge.target import LONGEST
from app.problems import HeadersTooLarge

_METHODS = frozenset({b"GET", b"HEAD"})
_PIECE = (
    16 * 1024
    # bytes that are read at once, so that a request that is too large is noticed before it is all
    # read
)
_TOO_MUCH = (
    64 * 1024
    # bytes without an end of the headers: more than an address and headers that are answered can
    # have
)
# characters of an address that is parsed, which is refused then: the parser fails beyond 65,535
_PARSED = 60_000
_DRAINED = (
    1024 * 1024
)  # bytes that a client may go on sending once it was refused, so that it gets to read why
_EXCESS = (b"x-excess", bytes(HeadersTooLarge.most))  # stands for what was not kept of the headers
_SPECIAL = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})
_NEWLINE = 10
_LINE = re.compile(rb"[^\n]*\n?")
_FIRST_LINE = re.compile(rb"[\r\n]*[^\n]*\n?")  # the parser skips what is empty before a request
_ENCODED = {byte: f"%{byte:02X}" for byte in range(0x80, 0x100)}


class FastPathProtocol(HttpToolsProtocol):
    """uvicorn's protocol over httptools, with ready answers of an Edge sent at once."""

    _in_line = False  # whether a request line has begun and not ended
    _over: list[Header] | None = (
        # the headers of the last request that has ended; uvicorn makes a new list for the next
        None
    )
    _first: tuple[list[Header], bytes] = (
        [],
        b"",
    )  # what uvicorn puts before all headers (the date), and its bytes

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # Ready answers are kept by the path that the application sees, which a root path makes
        # another one than is sent.
        plain = isinstance(self.app, Edge) and self.limit_concurrency is None and not self.root_path
        self._edge: Edge | None = self.app if plain else None

        self._cut: TimerHandle | None = None
        self._read: Any = None  # the scope of the last request whose headers have all come
        self._came = 0  # bytes since then, as pieces: up to one piece more or less
        self._drained: int | None = None  # bytes that were passed over since a request was refused

    def data_received(self, data: bytes) -> None:
        """Bytes have come. Headers that do not end are not waited for."""
        if self._drained is not None:
            self._drain(data)
        elif len(data) > _PIECE:
            for start in range(0, len(data), _PIECE):
                if (
                    self in self.connections and not self.transport.is_closing()
                ):  # else nobody listens any more
                    self.data_received(data[start : start + _PIECE])
        else:
            if self.scope is self._read:  # no headers are being received
                self._came = 0
                if (
                    self._over is not self.headers
                ):  # a body is: what follows it (trailers) is no header
                    self.headers = []
            self._came += len(data)
            self._feed(data)
            if self._came > _TOO_MUCH and self.scope is not self._read:
                self._refuse()

    def _feed(self, data: bytes) -> None:
        """Give bytes to the parser, with request lines percent-encoded."""
        self._unset_keepalive_if_required()
        try:
            if (
                data.isascii() and data[-1] == _NEWLINE
            ):  # nothing has to be encoded, and no request line is left unfinished
                self._in_line = False
                self.parser.feed_data(data)
            else:
                for part in self._parts(data):
                    self.parser.feed_data(part)
        except HttpParserError:  # this and the next as uvicorn does
            message = "Invalid HTTP request received."
            self.logger.warning(message)
            self.send_400_response(message)
        except HttpParserUpgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._unsupported_upgrade_warning()

    def _parts(self, data: bytes) -> Iterator[bytes]:
        """The same bytes in parts, with request lines encoded. The parser must read each part
        before the next one is made.

        Request lines and headers come line by line, so it is known at the start of each line
        whether the parser is between two requests. If it is, the line is a request line. A body,
        and all that follows it in the same packet, is one part and stays as it is: nothing here
        knows where a body ends.
        """
        at = 0
        while at < len(data):
            between = self._over is self.headers
            if (
                not between and not self._in_line and "method" in self.scope
            ):  # uvicorn sets it at the end of the headers
                yield data[at:]
                return
            kind = _FIRST_LINE if between and not self._in_line else _LINE
            line = kind.match(data, at)[0]  # type: ignore[index]  # it matches anything
            at += len(line)
            if between or self._in_line:
                self._in_line = not line.endswith(b"\n")
                line = (
                    line if line.isascii() else line.decode("latin-1").translate(_ENCODED).encode()
                )
            yield line

    def pause_writing(self) -> None:
        """The transport's word that the client does not keep up; one that takes nothing for long is
        cut off.

        Closing would not do: it waits until the client has taken what is in the buffer.
        """
        super().pause_writing()
        self._cut = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """The transport's word that the client has caught up."""
        super().resume_writing()
        self._keep()

    def connection_lost(self, exc: Exception | None) -> None:
        """The transport's word that the connection has ended."""
        self._keep()
        super().connection_lost(exc)

    def _keep(self) -> None:
        """Do not cut off the client."""
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None

    def on_headers_complete(self) -> None:
        """The parser's word that all headers have come, and nothing of a body yet."""
        self._read = self.scope
        if self._edge is None or not self._answered(self._edge):
            # uvicorn unsets the timer of idle connections when bytes come, before any answer. An
            # answer that was ready has set it again since, if it came in the same packet; it must
            # not run out while this request is being answered.
            self._unset_keepalive_if_required()
            self.url = self.url[:_PARSED]
            super().on_headers_complete()
        self._came = 0

    def on_message_complete(self) -> None:
        """The parser's word that the request has ended."""
        self._over = self.headers
        if (
            self.cycle is not None
        ):  # uvicorn counts on one; a connection that only got ready answers has none
            super().on_message_complete()

    def _answered(self, edge: Edge) -> bool:
        """Send the answer if it is ready and it is its turn: none before it is being sent, and the
        reader keeps up.
        """
        current = edge.dataset_store.current
        many = (
            self._came > HeadersTooLarge.most - _PIECE
            or len(self.headers) > HeadersTooLarge.most_fields
        )
        if many and too_large(self.headers):
            return False
        if (
            current is None
            or current.answers is None
            or self.flow.write_paused
            or self.transport.is_closing()
        ):
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        parser, began, given = self.parser, perf_counter(), join_headers(self.headers)
        method = parser.get_method()
        if (
            method not in _METHODS
            or not _SPECIAL.isdisjoint(given)
            or not parser.should_keep_alive()
            or parser.get_http_version() != "1.1"
        ):
            return False
        path, _, query = self.url.partition(b"?")
        ready = current.answers.by_raw_request.get(raw_request_key(path, query, given))
        if ready is None or not ready.head:
            return False
        unchanged = chosen(ready, given) is not ready.answer
        body = b"" if unchanged else ready.answer.body
        request_id = edge.ids.of(given)
        head = b"".join(
            (
                ready.unchanged_head if unchanged else ready.head,
                self._before(),
                request_id,
                b"\r\n\r\n",
            )
        )
        self.transport.writelines((head,) if method == b"HEAD" or unchanged else (head, body))
        status = 304 if unchanged else ready.answer.status
        edge.observer.seen(
            (method, path, query),
            request_id,
            ready.route,
            status,
            len(body),
            "hit",
            ready.version,
            began,
        )
        self.on_response_complete()
        return True

    def _refuse(self) -> None:
        """Answer a request whose address or headers are too long before they have ended, and listen
        no more.
        """
        if self.transport.is_closing():
            return
        self._drained = 0
        if len(self.url) <= LONGEST:  # else that is what is wrong
            self.headers.append(_EXCESS)
        self.url = self.url[:_PARSED]
        with suppress(HttpParserError):  # its address may be none
            super().on_headers_complete()
        if self.cycle is None or self.cycle.scope is not self.scope:
            self.transport.close()
            return
        self.cycle.keep_alive = False
        # as much of one as it uses
        self.cycle.transport = _Draining(self.transport)  # type: ignore[assignment]

    def _drain(self, data: bytes) -> None:
        """Pass over what a refused client still sends: closing at once would take from it the
        answer that it has not read.

        The keep-alive timer closes the connection.
        """
        self._drained = len(data) + (self._drained or 0)
        if self._drained > _DRAINED:
            self.transport.close()

    def _before(self) -> bytes:
        """The lines of uvicorn's own headers, and the name of the one that comes last."""
        headers = self.server_state.default_headers
        if FastPathProtocol._first[0] is not headers:  # a new list every second
            FastPathProtocol._first = (headers, lines(headers) + b"x-request-id: ")
        return FastPathProtocol._first[1]


class _Draining:
    """A connection whose closing waits for what the client still sends: first only the way to it is
    closed.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.write, self.is_closing = transport.write, transport.is_closing

    def close(self) -> None:
        """Tell the client that nothing more comes."""
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()
