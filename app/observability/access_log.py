"""The access log: a line of JSON for each request, written to standard output in batches."""

import asyncio
import logging
import os
import re
import sys
from datetime import UTC, datetime
from itertools import starmap
from select import select
from threading import Lock
from time import monotonic, time
from urllib.parse import unquote

import orjson

from app.edge.interfaces import ObservedRequest

# Requests that may wait to be written: with two writes a second, 20,000 requests a second.
MAX_WAITING = 10_000
# Bytes of their paths and queries, so that a few thousand long addresses do not fill the memory.
MAX_WAITING_BYTES = 4_000_000
_INTERVAL = 0.5  # seconds between two writes
_WRITE_TIMEOUT = 0.5  # seconds that one write may wait for a reader that does not read
# Bytes: a pipe that is not full accepts so many without blocking the thread (Linux: one page;
# PIPE_BUF).
_CHUNK = 4096

# Parts of the paths of checks of quotations, and of misspellings of them.
_CHECKING = re.compile(b"quot|check|chek", re.IGNORECASE)
_HAS_TEXT = re.compile(r"(?:^|[?&;])te?xt=|embed/quot|quotes/", re.IGNORECASE)

_Logged = tuple[float, float, ObservedRequest]
"""When a request ended (seconds since the epoch), how many seconds it took, and the request."""

log = logging.getLogger("stated")


def _line(ended: float, seconds: float, request: ObservedRequest) -> bytes:
    """The line for a request that took so many seconds and ended at a time since the epoch.

    It has no address of a client, and no text of a quotation that somebody checks. What the client
    sent is escaped, so nobody can forge a line, or
    change how a terminal shows it.
    """
    line = {
        "time": datetime.fromtimestamp(ended, UTC).isoformat(timespec="milliseconds"),
        "id": request.request_id.decode("latin-1"),
        "method": _printable(request.method.decode("latin-1")),
        "path": _printable(unquote(request.path)),
        "query": "" if _is_private(request) else _printable(request.query.decode("latin-1")),
        "route": request.route,
        "status": request.status,
        "bytes": request.size,
        "ms": round(seconds * 1000, 3),
        "cache": request.cache,
        "dataset": request.version,
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _is_private(request: ObservedRequest) -> bool:
    """Whether the query has, or may have, a text that somebody checks: at the addresses of checks,
    also misspelt ones, and wherever it is in another address, as in `/oembed?url=…`.
    """
    if _CHECKING.search(request.path):
        return True
    return _HAS_TEXT.search(unquote(unquote(request.query.decode("latin-1")))) is not None


def _printable(text: str) -> str:
    """A text without characters that a terminal does not show as they are: those that control it,
    or the direction of the text. They are written as in Python, such as \\u202e.
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


class AccessLog:
    """Collects requests and writes them to standard output twice a second.

    A request costs two tuples; the lines are made in a thread. If standard output fails or nobody
    reads it, the service goes on: an error is logged once, lines are dropped and counted, and
    writing is tried again each time.
    """

    def __init__(self) -> None:
        self._waiting: list[_Logged] = []
        self._waiting_bytes = 0  # of their paths and queries
        # Two counters, because they are changed in two threads.
        self._dropped_in_loop = 0
        self._dropped_in_writer = 0
        # What must be written first: the rest of a line that was begun, or of a batch that nobody
        # has read yet.
        self._unwritten = b""
        self._in_line = False  # whether the last byte written is inside a line
        self._blocked = False  # whether a batch waits for its reader
        self._failure = ""  # why standard output does not work; empty while it does
        self._lock = Lock()  # taken while writing

    @property
    def dropped(self) -> int:
        """How many lines were never written."""
        return self._dropped_in_loop + self._dropped_in_writer

    def add(self, request: ObservedRequest, seconds: float) -> None:
        """Collect a request that took so many seconds, or drop it if too many wait."""
        if len(self._waiting) >= MAX_WAITING or self._waiting_bytes >= MAX_WAITING_BYTES:
            self._dropped_in_loop += 1
            return
        self._waiting_bytes += len(request.path) + len(request.query)
        self._waiting.append((time(), seconds, request))

    async def follow(self) -> None:
        """Write at each interval until cancelled; then write the rest."""
        try:
            while True:
                await asyncio.sleep(_INTERVAL)
                await asyncio.to_thread(self._write, self._take())
        finally:
            self.write()

    def write(self) -> None:
        """Write the collected requests."""
        self._write(self._take())

    def _take(self) -> list[_Logged]:
        """The requests to write now; none while a batch waits for its reader. Called in the event
        loop, as `add` is.
        """
        if self._blocked:
            return []
        requests, self._waiting, self._waiting_bytes = self._waiting, [], 0
        return requests

    def _write(self, requests: list[_Logged]) -> None:
        with self._lock:  # the last write may come while another one is still running
            lines = b"".join(starmap(_line, requests))
            data, self._unwritten = self._unwritten + lines, b""
            if not data:
                return
            done, failure = self._write_bytes(data)
            if done:
                self._in_line = not data.endswith(b"\n", 0, done)
            self._blocked = done < len(data) and not failure
            if failure:
                # Drop all lines that were not begun. The rest of one that was comes next time.
                end = data.index(b"\n", done) + 1 if self._in_line else done
                self._unwritten = data[done:end]
                self._dropped_in_writer += data.count(b"\n", end)
            elif self._blocked:
                self._unwritten, failure = data[done:], self._failure if done else "nobody reads it"
            self._report(failure)

    def _write_bytes(self, data: bytes) -> tuple[int, str]:
        """Write until all is written, writing fails, or the reader takes too long. Returns how many
        bytes were written, and what failed.

        It does not use the buffer of `sys.stdout`, which does not say how much was written.
        """
        done, deadline = 0, monotonic() + _WRITE_TIMEOUT
        try:
            if sys.stdout is None:
                return 0, "there is no standard output"
            file = sys.stdout.fileno()
            while done < len(data) and select((), (file,), (), max(0, deadline - monotonic()))[1]:
                done += os.write(file, data[done : done + _CHUNK])
        except (OSError, ValueError) as error:  # ValueError: it was closed
            return done, getattr(error, "strerror", None) or type(error).__name__
        return done, ""

    def _report(self, failure: str) -> None:
        """Log once when standard output stops working, and once when it works again."""
        if failure and not self._failure:
            log.error(
                "The access log cannot be written (%s). "
                "Lines are dropped and counted until it can.",
                failure,
            )
        elif self._failure and not failure:
            log.warning(
                "The access log is written again; %d lines have been dropped since the start.",
                self.dropped,
            )
        self._failure = failure
