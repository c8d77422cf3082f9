"""The access log: a line of JSON for each request, written in batches."""

import asyncio
import sys
from datetime import UTC, datetime
from time import time
from typing import Any
from urllib.parse import unquote

import orjson

Asked = tuple[bytes, bytes, bytes]  # method, path as it was sent, query (see app.edge.neighbours)
_EVERY = 0.5  # seconds between two writes


class AccessLog:
    """Remembers what was asked and writes it to standard output twice a second.

    A request costs as much as one tuple; the lines are made on a thread.
    """

    def __init__(self) -> None:
        self._seen: list[tuple[Any, ...]] = []

    def add(self, asked: Asked, *told: Any) -> None:
        """Remember a request: `told` are request id, route, status, size, cache, version and seconds."""
        self._seen.append((time(), *asked, *told))

    async def follow(self) -> None:
        """Write again and again until cancelled; then the rest."""
        try:
            while True:
                await asyncio.sleep(_EVERY)
                await asyncio.to_thread(self.write)
        finally:
            self.write()

    def write(self) -> None:
        """Write what was asked since the last time."""
        seen, self._seen = self._seen, []
        if seen:
            sys.stdout.buffer.write(b"".join(map(_line, seen)))
            sys.stdout.buffer.flush()


def _line(seen: tuple[Any, ...]) -> bytes:
    """One line. It holds no address of a reader, and JSON escapes whatever was sent, so that no line can be forged."""
    at, method, path, query, request_id, route, status, size, cache, version, seconds = seen
    line = {
        "time": datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds"), "id": request_id.decode("latin-1"),
        "method": method.decode("latin-1"), "path": unquote(path), "query": query.decode("latin-1"),
        "route": route, "status": status, "bytes": size,
        "ms": round(seconds * 1000, 3), "cache": cache, "dataset": version,
    }  # fmt: skip
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
