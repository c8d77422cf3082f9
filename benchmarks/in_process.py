"""What one answer costs in process, without a socket, and how much of it is SQL.

It runs in a process of its own on core 0 for each dataset, so that no dataset fills the caches of
another one. `python -m benchmarks.in_process <statements> <seconds> <limits.json or ->
<pages|searches|facets|depths|own> …` prints JSON. `limits.json` gives for names of pages how many
rows to ask for, so that pages of the same length are compared.
"""

import asyncio
import json
import os
import re
import sqlite3
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from benchmarks import addresses
from benchmarks.datasets import dataset, file

MOST = 400  # repetitions of one address
BUDGET = 5_000  # ms, so that a busy machine or a missing index is seen as its time and not as a 503
_SHADOW = re.compile(
    r"'main'\.'"
)  # what FTS5 asks of its own tables, which is part of the statement around it

_opened: list[sqlite3.Connection] = []
_connect = sqlite3.connect


def _remembering(*arguments: Any, **named: Any) -> sqlite3.Connection:
    connection = _connect(*arguments, **named)
    _opened.append(connection)
    return connection


class InProcess:
    """An app over one dataset, without its cache of answers; each address is asked for up to
    `patience` seconds.
    """

    def __init__(self, datasets: Path, patience: float) -> None:
        self._patience = patience
        sqlite3.connect = _remembering  # type: ignore[assignment]
        from app.main import create_app
        from app.settings import Settings

        self._loop = asyncio.new_event_loop()
        settings = Settings(
            datasets=datasets, cache_mb=0, budget_ms=BUDGET, public_url="https://stated.example"
        )
        self._app = create_app(settings)
        sqlite3.connect = _connect
        self._inbox: asyncio.Queue[Any] = asyncio.Queue()
        self._outbox: asyncio.Queue[Any] = asyncio.Queue()
        self._loop.run_until_complete(self._start())
        status, body = self._loop.run_until_complete(self._ask("/health/ready"))
        if status != 200:
            raise SystemExit(
                f"{datasets} is not served ({body.decode()}): make it anew with python -m "
                "benchmarks.datasets"
            )

    async def _start(self) -> None:
        self._life = self._loop.create_task(
            self._app(
                {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}},
                self._inbox.get,
                self._outbox.put,
            )
        )
        await self._inbox.put({"type": "lifespan.startup"})
        with suppress(TimeoutError):
            await asyncio.wait_for(self._outbox.get(), 30)

    @property
    def routes(self) -> list[Any]:
        """The routes of the app."""
        return list(self._app.app.routes)

    def ask(self, address: str, *, whole: bool = True) -> tuple[int, int]:
        """Ask once: the status, and how many bytes came. Without `whole`, the reader leaves when
        the first of them are there.
        """
        status, body = self._loop.run_until_complete(self._ask(address, whole=whole))
        return status, len(body)

    def close(self) -> None:
        """End the app."""
        self._loop.run_until_complete(self._inbox.put({"type": "lifespan.shutdown"}))
        self._loop.run_until_complete(self._life)

    async def _ask(self, address: str, *, whole: bool = True) -> tuple[int, bytes]:
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"stated.example")],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
            "state": {},
        }
        status, parts = 0, []

        messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                parts.append(message.get("body", b""))
                if not whole and parts[-1]:
                    messages.put_nowait({"type": "http.disconnect"})

        await self._app(scope, messages.get, send)
        return status, b"".join(parts)

    def cost(self, address: str) -> dict[str, Any]:
        """The least CPU time of an answer in µs, over all threads; its status, bytes, rows, and how
        often it was asked.

        The loop is entered once for all: to enter and leave it takes 40 µs, which no server spends
        on a request.
        """
        return self._loop.run_until_complete(self._cost(address))

    async def _cost(self, address: str) -> dict[str, Any]:
        status, body = 0, b""
        took: list[int] = []
        end = time.perf_counter() + self._patience
        while len(took) < 2 or (time.perf_counter() < end and len(took) < MOST):
            began = time.process_time_ns()
            status, body = await self._ask(address)
            took.append(time.process_time_ns() - began)
        rows = len(json.loads(body).get("items", ()))
        return {
            "us": min(took) / 1000,
            "status": status,
            "bytes": len(body),
            "rows": rows,
            "times": len(took),
        }

    def statements(self, address: str) -> list[str]:
        """The SQL that an answer runs, with its values in place."""
        seen: list[str] = []
        for connection in _opened:
            connection.set_trace_callback(seen.append)
        self._loop.run_until_complete(self._ask(address))
        for connection in _opened:
            connection.set_trace_callback(None)
        return [one for one in seen if not _SHADOW.search(one) and not one.startswith("--")]


def sql_cost(path: Path, statements: list[str], patience: float) -> float:
    """The least CPU time in µs of running and fetching these statements alone, prepared before."""
    with closing(
        _connect(f"file:{path}?mode=ro&immutable=1", uri=True, cached_statements=256)
    ) as connection:
        took: list[int] = []
        end = time.perf_counter() + patience
        while len(took) < 3 or (time.perf_counter() < end and len(took) < MOST):
            began = time.process_time_ns()
            for statement in statements:
                connection.execute(statement).fetchall()
            took.append(time.process_time_ns() - began)
    return min(took) / 1000


def main() -> None:
    """Run the command."""
    with suppress(OSError):
        os.sched_setaffinity(0, {0})
    size, seconds, limits, *kinds = sys.argv[1:]
    patience = float(seconds)
    wanted: dict[str, int] = {} if limits == "-" else json.loads(Path(limits).read_text())
    values, service = addresses.Values(file(int(size))), InProcess(dataset(int(size)), patience)
    found: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        costs = found[kind] = {}
        for name, address in (addresses.pages if kind == "own" else getattr(addresses, kind))(
            values
        ).items():
            limit = (
                f"{'&' if '?' in address else '?'}limit={max(1, wanted[name])}"
                if name in wanted
                else ""
            )
            costs[name] = service.cost(address + limit)
            if kind == "own":
                selects = service.statements(address)
                alone = sql_cost(file(int(size)), selects, patience)
                costs[name] |= {
                    "sql_us": alone,
                    "above_us": costs[name]["us"] - alone,
                    "selects": len(selects),
                }
    service.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
