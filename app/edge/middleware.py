"""The edge: one ASGI layer around the app. It knows bytes and headers, and nothing of what they
say.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge.answers import (
    METHODS,
    NO_STORE,
    PREFLIGHT,
    Answer,
    CachedResponse,
    Header,
    dressed,
    nobody,
)
from app.edge.cache import Cache
from app.edge.compression import negotiate
from app.edge.exchange import Exchange, deliver
from app.edge.failures import hung_up, let_go, write_down
from app.edge.interfaces import Asked, Dataset, DatasetStore, NullObserver, Observer, Render
from app.edge.request_headers import Ids, join_headers, raw_request_key, shown, too_large
from app.edge.target import Target, base_url, split_pin, target
from app.problems import (
    Gone,
    HeadersTooLarge,
    InvalidParameter,
    MethodNotAllowed,
    NotFound,
    Problem,
)
from app.settings import Settings

_MEGABYTE = 1024 * 1024
_KEPT_METHODS = frozenset({"GET", "HEAD"})
_TARGETS, _SHORT = (
    1024,
    300,
)  # addresses remembered as they were read, and their characters: ten megabytes at the most
_PINNED_SHARE = (
    8  # a pinned dataset has one part in so many of the room for answers of the current one
)


class Edge:
    """Runs `app` for GET and HEAD and turns what it answers into what is sent.

    Each request finds in `scope["state"]`: `dataset` (as `shelf.current` was when it came, or
    None), `base` (absolute URL of this service without trailing slash; empty while the Host header
    is being refused), `asked` (the path) and `request_id`. A path `/@<version>/…` is answered as
    the path behind the pin: `dataset` is then the one of that version, `base` ends in the pin, so
    that links stay pinned, `root` is the base without it, and `pinned` is true. The query comes
    with its parameters in order and without those that are `ignored` on that path, so no answer can
    depend on them; read, they are `pairs`, and `sent` is the query in the order in which it came.
    An app that uses that says so by putting `as_sent` into the state.

    An app that puts `fits` into the state says: others who ask for this get the same answer, if
    `fits(accept)` is true of their Accept header. Such answers are kept with the dataset, ready to
    be sent (see Cache and Ready). If it puts `not_whole` there, a part of this answer is missing:
    it is never kept, neither here nor by the caches on its way.

    The app may raise any Problem. Any other exception is logged under the request id and answered
    as the base Problem; once a streamed answer has begun it is raised again, so that the server
    breaks the connection off.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        dataset_store: DatasetStore,
        render: Render,
        observer: Observer | None = None,
        ignored: Callable[[str, str], bool] = lambda path, parameter: False,
    ) -> None:
        self.app, self.dataset_store, self.render = app, dataset_store, render
        self.observer: Observer = observer or NullObserver()
        self._public_url, self._proxies = settings.public_url, settings.proxies
        self._behind_proxies = bool(
            self._proxies and not self._public_url
        )  # then the base URL depends on who sends
        self._room = settings.cache_mb * _MEGABYTE
        self._read = partial(target, ignored=ignored)
        self._remembered = lru_cache(maxsize=_TARGETS)(self._read)
        # The long address that was read last, for one request needs it twice.
        self._last: tuple[tuple[str, bytes | None, bytes], Target] | None = None
        self.ids = Ids()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Websockets are refused."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        given = join_headers(scope["headers"])
        request_id = self.ids.of(given)
        current = self.dataset_store.current  # taken once, so that no answer mixes two
        ready = None if too_large(scope["headers"]) else self._ready(scope, given, current)
        if ready is None:
            await self._make(scope, receive, send, given, request_id, current, began)
        else:
            answer = await deliver(
                ready, send, given, request_id, head_only=scope["method"] == "HEAD"
            )
            self.observer.seen(
                _asked(scope),
                request_id,
                ready.route,
                answer.status,
                len(answer.body),
                "hit",
                ready.version,
                began,
            )

    def _ready(
        self, scope: Scope, given: dict[bytes, bytes], current: Dataset | None
    ) -> CachedResponse | None:
        """The answer to a request if it is kept."""
        if scope["method"] not in _KEPT_METHODS:
            return None
        accept, coding = given.get(b"accept"), given.get(b"accept-encoding")
        request = None
        if (
            current is not None
            and current.answers is not None
            and "raw_path" in scope
            and not self._behind_proxies
        ):
            request = raw_request_key(scope["raw_path"], scope["query_string"], given)
            ready = current.answers.by_raw_request.get(request)
            if ready is not None:
                return ready
        try:
            asked = self._target(scope["path"], scope.get("raw_path"), scope["query_string"])
            root = self._public_url or base_url(scope, given, self._proxies)
        except Problem:
            return None  # it is raised again where problems are answered
        dataset = current if asked.pin is None else self.dataset_store.get_open(asked.pin)
        if dataset is None or dataset.answers is None:
            return None
        key = (root, negotiate(coding), asked.pin, asked.raw_path)
        ready = dataset.answers.get((*key, False, asked.query)) or dataset.answers.get(
            (*key, True, asked.sent)
        )
        if ready is None or not ready.fits(accept):
            return None
        if request is not None and dataset is current:
            dataset.answers.spell(request, ready)
        return ready

    def _target(self, path: str, raw_path: bytes | None, query: bytes) -> Target:
        """What a request asks for. Short ones are remembered, as the same are asked for again and
        again; of others the last.
        """
        if len(path) + len(query) <= _SHORT:
            return self._remembered(path, raw_path, query)
        if self._last is None or self._last[0] != (path, raw_path, query):
            self._last = (path, raw_path, query), self._read(path, raw_path, query)
        return self._last[1]

    def _answers(self, dataset: Dataset, current: Dataset | None) -> Cache:
        if dataset.answers is None:
            dataset.answers = Cache(
                self._room if dataset is current else self._room // _PINNED_SHARE
            )
        return dataset.answers

    async def _make(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        given: dict[bytes, bytes],
        request_id: bytes,
        current: Dataset | None,
        began: float,
    ) -> None:
        """Let the app answer."""
        base = self._public_url
        path = split_pin(scope["path"])[1] if scope["path"].startswith("/@") else scope["path"]
        state: dict[str, Any] = {
            **scope.get("state", {}),
            "request_id": request_id.decode(),
            "asked": scope["path"],
        }
        state.update(dataset=current, base=base, root=base, pinned=False)
        head_only = scope["method"] == "HEAD"
        inner = {
            **scope,
            "path": path,
            "method": "GET" if head_only else scope["method"],
            "headers": shown(scope["headers"], given),
            "state": state,
            # what a server can do besides (send a file by its path) would pass us by
            "extensions": {},
        }
        dress = partial(self._dressed, inner)
        exchange = Exchange(
            receive, send, given=given, request_id=request_id, head_only=head_only, dress=dress
        )
        asked = None
        try:
            asked = self._aim(inner, given)
            answer = await self._answer(inner, exchange, asked.pin)
        except Exception as error:
            if not (isinstance(error, Problem) and error.status != 500) and not (
                exchange.over and hung_up(error)
            ):
                write_down(inner, error)
            if exchange.streaming and not exchange.over:
                self.observer.seen(
                    _asked(scope),
                    request_id,
                    "none",
                    0,
                    exchange.size,
                    "none",
                    _version(state),
                    began,
                )
                raise
            answer = self._failed(inner, error)
            let_go(error)
        route = getattr(inner.get("route"), "path", "none")
        status, size = exchange.status, exchange.size
        if not exchange.over:
            ready = CachedResponse(
                await exchange.coded(answer), route, _version(state), state.get("fits", nobody)
            )
            dataset: Dataset | None = state["dataset"]
            if dataset is not None and asked is not None and "fits" in state and self._room:
                key = (
                    state["root"],
                    negotiate(given.get(b"accept-encoding")),
                    asked.pin,
                    asked.raw_path,
                )
                by_raw_request = (True, asked.sent) if "as_sent" in state else (False, asked.query)
                self._answers(dataset, current).put((*key, *by_raw_request), ready)
            answer = await deliver(ready, send, given, request_id, head_only=head_only)
            status, size = answer.status, len(answer.body)
        cache = "miss" if "fits" in state else "none"
        self.observer.seen(
            _asked(scope), request_id, route, status, size, cache, _version(state), began
        )

    def _aim(self, scope: Scope, given: dict[bytes, bytes]) -> Target:
        """Read the address of a request into its scope. Raises the problems of a base URL, of
        headers and of a target.
        """
        if not self._public_url:
            base = base_url(scope, given, self._proxies)
            scope["state"].update(base=base, root=base)
        sent, scope["query_string"] = (
            scope["query_string"],
            b"",
        )  # nothing reads one that is refused
        if too_large(scope["headers"]):
            raise HeadersTooLarge(
                f"The headers of a request may have {HeadersTooLarge.most:,} bytes in "
                f"{HeadersTooLarge.most_fields} lines."
            )
        try:
            asked = self._target(scope["state"]["asked"], scope.get("raw_path"), sent)
        except (NotFound, InvalidParameter):
            scope["query_string"] = sent  # it is short enough for the links of an error page
            raise
        scope["query_string"] = asked.query
        scope["state"].update(pairs=asked.pairs, sent=asked.sent)
        if "raw_path" in scope:
            scope["raw_path"] = asked.raw_path
        return asked

    async def _answer(self, scope: Scope, exchange: Exchange, pin: str | None) -> Answer:
        """The dressed answer to a request; it says nothing once the exchange is over.

        Raises the problems of a pin, MethodNotAllowed, and whatever the app raises.
        """
        if pin is not None:
            await self._turn_to(scope, pin)
        if scope["method"] == "OPTIONS":
            return self._dressed(scope, 204, PREFLIGHT)
        if scope["method"] != "GET":
            raise MethodNotAllowed("This service only reads.", headers={"Allow": METHODS.decode()})
        await self.app(scope, exchange.receive, exchange.send)
        if "not_whole" in scope["state"]:
            scope["state"].pop("fits", None)
        # Only now that the app has returned is an answer sure: Starlette sends a 500 of its own
        # before it raises.
        if not exchange.complete and not exchange.gone:
            raise RuntimeError("the app returned before its answer was complete")
        return self._dressed(scope, exchange.status, exchange.headers, exchange.body)

    async def _turn_to(self, scope: Scope, version: str) -> None:
        """Let a request be answered by a version. Raises Gone for one that is not here."""
        state = scope["state"]
        dataset = await self.dataset_store.open_version(version)
        if dataset is not None:
            state.update(dataset=dataset, base=f"{state['root']}/@{version}", pinned=True)
        elif (
            scope["method"] != "OPTIONS"
        ):  # a preflight must pass, or browsers would not show the 410 to who asked
            raise Gone(
                f"No dataset of the version “{version[:80]}” is kept here. "
                f"{state['root']}/dataset/versions lists those that "
                "were published; without /@version the path answers from the current one."
            )

    def _dressed(
        self, scope: Scope, status: int, headers: Iterable[Header], body: bytes = b""
    ) -> Answer:
        state, private = scope["state"], not self._public_url
        if "not_whole" in state:
            headers = [
                *(one for one in headers if one[0].lower() != b"cache-control"),
                (b"cache-control", NO_STORE),
            ]
        return dressed(
            status, headers, body, version=_version(state), private=private, pinned=state["pinned"]
        )

    def _failed(self, scope: Scope, error: Exception) -> Answer:
        """The answer to an error; a bare 500 if even that cannot be rendered."""
        problem = (
            error
            if isinstance(error, Problem)
            else Problem("The cause is in our log, under the request id.")
        )
        try:
            return self._dressed(scope, *self.render(scope, problem))
        except Exception as worse:  # whatever it is, CORS and the request id must still go out
            write_down(scope, worse)
            return self._dressed(scope, 500, ())


def _asked(scope: Scope) -> Asked:
    """What was asked, for those who watch."""
    path = scope.get("raw_path") or scope["path"].encode()
    return scope["method"].encode("latin-1"), path, scope["query_string"]


def _version(state: dict[str, Any]) -> str | None:
    dataset: Dataset | None = state["dataset"]
    return dataset.version if dataset else None
