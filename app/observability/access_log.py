"""The access log: a line of JSON for each request, written in batches."""

import asyncio
import logging
import os
import sys
from datetime import UTC, datetime
from select import select
from threading import Lock
from time import monotonic, time
from typing import Any
from urllib.parse import unquote

import orjson

Asked = tuple[bytes, bytes, bytes]  # method, path as it was sent, query (see app.edge.interfaces)
MOST = 10_000  # requests that wait to be written: at two writes a second, 20,000 requests a second
# of their paths and queries, so that a few thousand long addresses do not fill the memory
MOST_BYTES = 4_000_000
_EVERY = 0.5  # seconds between two writes
_PATIENCE = 0.5  # seconds that one write may wait for a reader who does not read
# bytes: a pipe that has room at all takes so many without blocking the thread (Linux: one page,
# PIPE_BUF)
_PIECE = 4096

log = logging.getLogger("stated")


class AccessLog:
    """Remembers what was asked and writes it to standard output twice a second.

    A request costs as much as one tuple; the lines are made on a thread. When standard output fails
    or nobody reads it, the service goes on: that is said once, lines are dropped and counted, and
    writing is tried again each time.
    """

    def __init__(self) -> None:
        self._seen: list[tuple[Any, ...]] = []
        self._size = 0  # bytes of their paths and queries
        self._refused = 0  # counted by who adds
        self._lost = 0  # counted by who writes
        # what must be written first: the end of a line that was begun, or of a batch that nobody
        # has read
        self._rest = b""
        self._midway = False  # whether the last byte written stands inside a line
        self._stuck = False  # whether a batch waits for its reader
        self._fault = ""  # what was said of standard output; empty while it works
        self._writing = Lock()

    @property
    def dropped(self) -> int:
        """How many lines were never written."""
        return self._refused + self._lost

    def add(self, asked: Asked, *told: Any) -> None:
        """Remember a request: `told` are request id, route, status, size, cache, version and
        seconds.
        """
        if len(self._seen) >= MOST or self._size >= MOST_BYTES:
            self._refused += 1
            return
        self._size += len(asked[1]) + len(asked[2])
        self._seen.append((time(), *asked, *told))

    async def follow(self) -> None:
        """Write again and again until cancelled; then the rest."""
        try:
            while True:
                await asyncio.sleep(_EVERY)
                await asyncio.to_thread(self._write, self._taken())
        finally:
            self.write()

    def write(self) -> None:
        """Write what was asked since the last time."""
        self._write(self._taken())

    def _taken(self) -> list[tuple[Any, ...]]:
        """What is to be written now: nothing while a batch waits for its reader. Called where
        requests are added.
        """
        if self._stuck:
            return []
        seen, self._seen, self._size = self._seen, [], 0
        return seen

    def _write(self, seen: list[tuple[Any, ...]]) -> None:
        with self._writing:  # the last write may meet one that is still under way
            data, self._rest = self._rest + b"".join(map(_line, seen)), b""
            if not data:
                return
            done, fault = self._put(data)
            if done:
                self._midway = not data.endswith(b"\n", 0, done)
            self._stuck = done < len(data) and not fault
            # all lines that were not begun are dropped; the end of one that was comes first the
            # next time
            if fault:
                end = data.index(b"\n", done) + 1 if self._midway else done
                self._rest = data[done:end]
                self._lost += data.count(b"\n", end)
            elif self._stuck:
                self._rest, fault = data[done:], self._fault if done else "nobody reads it"
            self._say(fault)

    def _put(self, data: bytes) -> tuple[int, str]:
        """Write until all is written, it fails, or its reader takes too long: how many bytes, and
        what failed.

        It goes past the buffer of `sys.stdout`, which would not tell how much of a batch was
        written.
        """
        done, until = 0, monotonic() + _PATIENCE
        try:
            if sys.stdout is None:
                return 0, "there is no standard output"
            file = sys.stdout.fileno()
            while done < len(data) and select((), (file,), (), max(0, until - monotonic()))[1]:
                done += os.write(file, data[done : done + _PIECE])
        except (OSError, ValueError) as error:  # ValueError: it was closed
            return done, getattr(error, "strerror", None) or type(error).__name__
        return done, ""

    def _say(self, fault: str) -> None:
        """Tell the operator once when it stops working, and once when it works again."""
        if fault and not self._fault:
            log.error(
                "The access log cannot be written (%s). Lines are dropped and counted until it can.",  # noqa: E501
                fault,
            )
        elif self._fault and not fault:
            log.warning(
                "The access log is written again; %d lines have been dropped since the start.",
                self.dropped,
            )
        self._fault = fault


def _line(seen: tuple[Any, ...]) -> bytes:
    """One line. It holds no address of a reader, and JSON escapes whatever was sent, so that no
    line can be forged.
    """
    at, method, path, query, request_id, route, status, size, cache, version, seconds = seen
    line = {
        "time": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"),
        "id": request_id.decode("latin-1"),
        "method": method.decode("latin-1"),
        "path": unquote(path),
        "query": query.decode("latin-1"),
        "route": route,
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000, 3),
        "cache": cache,
        "dataset": version,
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
