"""The edge: one ASGI layer around the app. It knows bytes and headers, and nothing of what they say."""

import logging
import re
import secrets
import traceback
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge.addresses import base_url, check_target, split_pin
from app.edge.answers import METHODS, PREFLIGHT, Answer, Header, dressed
from app.edge.exchange import Exchange
from app.problems import Gone, MethodNotAllowed, NotFound, Problem
from app.settings import Settings

log = logging.getLogger("stated")

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_READ = frozenset({b"accept-encoding", b"host", b"if-none-match", b"x-forwarded-host", b"x-forwarded-proto", b"x-request-id"})
# Preconditions and ranges speak of bytes as sent, which only the edge knows; the app always gives the whole answer.
_HIDDEN = frozenset(
    {b"if-match", b"if-modified-since", b"if-none-match", b"if-range", b"if-unmodified-since", b"range"}
)  # fmt: skip


class Dataset(Protocol):
    """As much of a dataset as the edge knows."""

    @property
    def version(self) -> str:
        """Sixteen hexadecimal digits."""


class Shelf(Protocol):
    """Where datasets stand."""

    @property
    def current(self) -> Dataset | None:
        """The dataset now served, or None."""

    async def pinned(self, version: str) -> Dataset | None:
        """The dataset of a version, or None; `version` is what a request names, whatever that is."""


Render = Callable[[Scope, Problem], tuple[int, list[Header], bytes]]
"""Makes the answer for an error: status, headers (with those of the problem: Allow, Retry-After) and body."""


class Edge:
    """Runs `app` for GET and HEAD and turns what it answers into what is sent.

    Each request finds in `scope["state"]`: `dataset` (as `shelf.current` was when it came, or None), `base` (absolute
    URL of this service without trailing slash; empty while the Host header is being refused), `asked` (the path) and
    `request_id`. A path `/@<version>/…` is answered as the path behind the pin: `dataset` is then the one of that version,
    `base` ends in the pin, so that links stay pinned, `root` is the base without it, and `pinned` is true.

    The app may raise any Problem. Any other exception is logged under the request id and answered as the base Problem;
    once a streamed answer has begun it is raised again, so that the server breaks the connection off.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings, shelf: Shelf, render: Render) -> None:
        self.app = app
        self.settings = settings
        self.shelf = shelf
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Websockets are refused."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = _headers(scope)
        request_id = _request_id(given)
        base = self.settings.public_url
        state: dict[str, Any] = {**scope.get("state", {}), "request_id": request_id, "asked": scope["path"]}
        state.update(dataset=self.shelf.current, base=base, root=base, pinned=False)
        head_only = scope["method"] == "HEAD"
        pin, path = split_pin(scope["path"])
        inner = {
            **scope,
            "path": path,
            "method": "GET" if head_only else scope["method"],
            "headers": [header for header in scope["headers"] if header[0] not in _HIDDEN],
            "state": state,
            "extensions": {},  # what a server can do besides (send a file by its path) would pass us by
        }
        dress = partial(self._dressed, inner)
        exchange = Exchange(receive, send, given=given, request_id=request_id, head_only=head_only, dress=dress)
        try:
            answer = await self._answer(inner, exchange, given, pin)
        except Exception as error:
            if not (isinstance(error, Problem) and error.status != 500) and not (exchange.over and _hung_up(error)):
                _log(inner, error)
            if exchange.streaming and not exchange.over:
                raise
            answer = self._failed(inner, error)
            _let_go(error)
        if not exchange.over:
            await exchange.finish(answer)

    async def _answer(self, scope: Scope, exchange: Exchange, given: dict[bytes, bytes], pin: str | None) -> Answer:
        """The dressed answer to a request; it says nothing once the exchange is over.

        Raises the problems of an address and of a pin, MethodNotAllowed, and whatever the app raises.
        """
        if not self.settings.public_url:
            base = base_url(scope, given, self.settings.proxies)
            scope["state"].update(base=base, root=base)
        check_target(scope)
        if pin is not None:
            await self._turn_to(scope, pin)
        if scope["method"] == "OPTIONS":
            return self._dressed(scope, 204, PREFLIGHT)
        if scope["method"] != "GET":
            raise MethodNotAllowed("This service only reads.", headers={"Allow": METHODS.decode()})
        await self.app(scope, exchange.receive, exchange.send)
        # Only now that the app has returned is an answer sure: Starlette sends a 500 of its own before it raises.
        if not exchange.complete and not exchange.gone:
            raise RuntimeError("the app returned before its answer was complete")
        return self._dressed(scope, exchange.status, exchange.headers, exchange.body)

    async def _turn_to(self, scope: Scope, version: str) -> None:
        """Let a request, whose path is already the one behind the pin, be answered by a version.

        Raises NotFound for a pin inside a pin, and Gone for a version that is not here.
        """
        if split_pin(scope["path"])[0] is not None:
            raise NotFound("A path is pinned to one version: /@version stands once, at its start.")
        raw: bytes | None = scope.get("raw_path")
        if raw is not None:
            scope["raw_path"] = b"/" + b"".join(raw.split(b"/", 2)[2:])
        state = scope["state"]
        dataset = await self.shelf.pinned(version)
        if dataset is not None:
            state.update(dataset=dataset, base=f"{state['root']}/@{version}", pinned=True)
        elif scope["method"] != "OPTIONS":  # a preflight must pass, or browsers would not show the 410 to who asked
            raise Gone(
                f"No dataset of the version “{version[:80]}” is kept here. {state['root']}/dataset/versions lists those that "
                "were published; without /@version the path answers from the current one."
            )

    def _dressed(self, scope: Scope, status: int, headers: Iterable[Header], body: bytes = b"") -> Answer:
        dataset: Dataset | None = scope["state"]["dataset"]
        version = dataset.version if dataset else None
        private, pinned = not self.settings.public_url, scope["state"]["pinned"]
        return dressed(status, headers, body, version=version, private=private, pinned=pinned)

    def _failed(self, scope: Scope, error: Exception) -> Answer:
        """The answer to an error; a bare 500 if even that cannot be rendered."""
        problem = error if isinstance(error, Problem) else Problem("The cause is in our log, under the request id.")
        try:
            return self._dressed(scope, *self.render(scope, problem))
        except Exception as worse:  # whatever it is, CORS and the request id must still go out
            _log(scope, worse)
            return self._dressed(scope, 500, ())


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """The request headers that the edge reads; repeated ones are joined by commas (RFC 9110 section 5.3)."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            found[name] = found[name] + b"," + value if name in found else value
    return found


def _request_id(given: dict[bytes, bytes]) -> str:
    sent = given.get(b"x-request-id", b"")
    return sent.decode() if _REQUEST_ID.fullmatch(sent) else secrets.token_hex(8)


def _hung_up(error: Exception) -> bool:
    """How an app ends when nobody listens any more."""
    return isinstance(error, OSError | ClientDisconnect)


def _let_go(error: BaseException | None) -> None:
    """Cut the circles of exceptions and the frames that they passed: those hold a dataset, whose files would stay open."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _log(scope: Scope, error: Exception) -> None:
    """Every line carries the request id and shows control characters escaped: no input can forge a line of its own."""
    prefix = scope["state"]["request_id"]
    lines = "".join(traceback.format_exception(error)).splitlines()
    lines.insert(0, f"{scope['method']} {scope['state']['asked']} failed")
    log.error("%s", "\n".join(f"{prefix} {repr(line)[1:-1]}" for line in lines))
