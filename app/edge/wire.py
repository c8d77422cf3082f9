"""The shortest way for answers that are ready: uvicorn's protocol writes them as soon as it has read a request's headers.

No task is made for them, no ASGI message and no list of headers. Whatever is not ready, or is out of the ordinary, goes the
long way, through the Edge as an ASGI application, which says the same (as it does under any other server).
"""

from asyncio import TimerHandle
from time import perf_counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.edge import Edge
from app.edge.answers import Header, lines
from app.edge.asked import headers_of, spelling
from app.edge.exchange import PATIENCE, chosen

_METHODS = frozenset({b"GET", b"HEAD"})
_SPECIAL = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})


class Wire(HttpToolsProtocol):
    """uvicorn's protocol over httptools, with ready answers of an Edge sent at once."""

    _first: tuple[list[Header], bytes] = ([], b"")  # what uvicorn puts before all headers (the date), and its bytes

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._cut: TimerHandle | None = None
        self._edge = self.app if isinstance(self.app, Edge) and self.limit_concurrency is None else None

    def pause_writing(self) -> None:
        """The transport's word that the client does not keep up; one that takes nothing for long is cut off.

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
        if self._edge is None or not self._answered(self._edge):
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The parser's word that the request is over."""
        if self.cycle is not None:  # uvicorn counts on one; a connection that only got ready answers has none
            super().on_message_complete()

    def _answered(self, edge: Edge) -> bool:
        """Send the answer if it is ready and it is its turn: none before it is being sent, and the reader keeps up."""
        current = edge.shelf.current
        if current is None or current.answers is None or self.flow.write_paused or self.transport.is_closing():
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        parser, began, given = self.parser, perf_counter(), headers_of(self.headers)
        method = parser.get_method()
        if (
            method not in _METHODS or not _SPECIAL.isdisjoint(given)
            or not parser.should_keep_alive() or parser.get_http_version() != "1.1"
        ):  # fmt: skip
            return False
        path, _, query = self.url.partition(b"?")
        ready = current.answers.spelt.get(spelling(path, query, given))
        if ready is None or not ready.head:
            return False
        unchanged = chosen(ready, given) is not ready.answer
        body = b"" if unchanged else ready.answer.body
        request_id = edge.ids.of(given)
        head = b"".join((ready.unchanged_head if unchanged else ready.head, self._before(), request_id, b"\r\n\r\n"))
        self.transport.writelines((head,) if method == b"HEAD" or unchanged else (head, body))
        status = 304 if unchanged else ready.answer.status
        edge.watch.seen((method, path, query), request_id, ready.route, status, len(body), "hit", ready.version, began)
        self.on_response_complete()
        return True

    def _before(self) -> bytes:
        """The lines of uvicorn's own headers, and the name of the one that comes last."""
        headers = self.server_state.default_headers
        if Wire._first[0] is not headers:  # a new list every second
            Wire._first = (headers, lines(headers) + b"x-request-id: ")
        return Wire._first[1]
