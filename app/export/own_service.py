"""The service in the same process: what it answers at an address, without a socket."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote_to_bytes

from fastapi import FastAPI
from starlette.types import Message

from app.build.failures import CommandError
from app.edge.middleware import Edge
from app.main import create_app
from app.settings import Settings

T = TypeVar("T")
Headers = tuple[tuple[str, str], ...]
NO_ADDRESS = "http://localhost"
"""How addresses begin if there is no public one."""
# Of the answers that a browser gets, some belong to one request only.
OF_ONE_REQUEST = frozenset({"x-request-id"})


@dataclass(frozen=True)
class Response:
    """What the service answered."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header; empty if there is none."""
        return next((value for key, value in self.headers if key == name), "")


class OwnService:
    """The service on a folder of datasets."""

    def __init__(self, edge: Edge, base: str) -> None:
        self.edge = edge
        self.base = base
        """How its addresses begin."""

    @property
    def api(self) -> FastAPI:
        """The application behind the edge."""
        app = self.edge.app
        assert isinstance(app, FastAPI)
        return app

    async def get(self, target: str) -> Response:
        """The whole response at a path and query, without a content coding."""
        parts: list[bytes] = []
        status, headers = await self.stream(target, parts.append)
        return Response(status, headers, b"".join(parts))

    async def stream(self, target: str, take: Callable[[bytes], object]) -> tuple[int, Headers]:
        """Status and headers of a response, whose body is given to `take` in parts."""
        path, _, query = target.partition("?")
        raw_path = quote(path, safe="/%:@!$&'()*+,;=-._~").encode()
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote_to_bytes(raw_path).decode("utf-8", errors="replace"),
            "raw_path": raw_path,
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost")],
            "client": ("127.0.0.1", 0),
            "server": ("127.0.0.1", 80),
        }
        status, got = 0, list[tuple[str, str]]()
        asked = False

        async def receive() -> Message:
            nonlocal asked
            if asked:
                await asyncio.Event().wait()  # the client does not leave
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                got.extend((key.decode(), value.decode()) for key, value in message["headers"])
            elif message.get("body"):
                take(bytes(message["body"]))

        await self.edge(scope, receive, send)
        headers = (pair for pair in got if pair[0] not in OF_ONE_REQUEST)
        return status, tuple(headers)

    async def body(self, target: str) -> bytes:
        """The body of a response. Raises CommandError unless it is a 200."""
        response = await self.get(target)
        if response.status != 200:
            raise CommandError(f"The service answered {response.status} at {target}.")
        return response.body


@contextmanager
def own_service(datasets: Path, public_url: str) -> Iterator[OwnService]:
    """The service on what is published in a folder. Raises CommandError if nothing is."""
    settings = Settings(
        datasets=datasets,
        public_url=public_url,
        cache_mb=0,
        budget_ms=600_000,  # nobody waits, and a large dataset is exported too
        access_log=False,
    )
    with service_of(settings) as service:
        yield service


@contextmanager
def service_of(settings: Settings) -> Iterator[OwnService]:
    """The service with these settings. Raises CommandError if no dataset is published."""
    service = OwnService(create_app(settings), settings.public_url or NO_ADDRESS)
    store = service.api.state.dataset_store
    try:
        if store.current is None:
            where = settings.datasets
            raise CommandError(f"No dataset that can be served is published in {where}.")
        yield service
    finally:
        store.close()


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Run a coroutine function in an event loop of its own."""

    async def awaited() -> T:
        return await work()

    return asyncio.run(awaited())
