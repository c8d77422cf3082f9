"""Asking the service itself, in the same process, for the examples of the API description."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

import orjson
from starlette.types import ASGIApp, Message

REQUEST_ID = "a1b2c3d4e5f60718"  # of every example, so that the description is always the same
_MOST_ITEMS = 1  # of a list in an example
_MOST_TEXT = 600  # characters of a page, and of a text that is no data


@dataclass(frozen=True)
class Asked:
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


async def ask(
    app: ASGIApp, target: str, *, method: str = "GET", headers: Iterable[tuple[str, str]] = ()
) -> Asked:
    """Send a request for a path and query to an ASGI application, and collect what it answers."""
    path, _, query = target.partition("?")
    sent = [("host", "localhost"), ("x-request-id", REQUEST_ID), *headers]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    status, got, body, received = 0, dict[str, str](), bytearray(), list[bool]()

    async def receive() -> Message:
        if not received:
            received.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()  # the client does not leave before the response is complete
        raise AssertionError

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            got.update((name.decode(), value.decode()) for name, value in message["headers"])
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Asked(status, got, bytes(body))


def shown(asked: Asked) -> object:
    """The body as an example: JSON as data whose lists are short; of NDJSON and Atom the first
    row; a table as it is; the beginning of any other long text.
    """
    media = asked.media_type
    if media == "application/json" or media.endswith("+json"):
        return shortened(orjson.loads(asked.body))
    text = asked.body.decode()
    if media == "application/x-ndjson":
        return "".join(
            orjson.dumps(shortened(orjson.loads(line)), option=orjson.OPT_APPEND_NEWLINE).decode()
            for line in text.splitlines()[:_MOST_ITEMS]
        )
    if media == "application/atom+xml":
        first, found, rest = text.partition("</entry>")
        return first + found + ("</feed>" if found else "") if found else first + rest
    if text.startswith("# HELP"):  # metrics: what they are, and no numbers
        text = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    if media == "text/csv" or len(text) <= _MOST_TEXT:
        return text
    return f"{text[:_MOST_TEXT]}…"


def shortened(value: object) -> object:
    """JSON with at most one item in each list. It fits every schema that the whole fits."""
    if isinstance(value, dict):
        return {key: shortened(member) for key, member in value.items()}
    if isinstance(value, list):
        return [shortened(member) for member in value[:_MOST_ITEMS]]
    return value
