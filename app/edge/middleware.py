"""The edge: the ASGI layer around the application. It works on bytes and headers and does not know
what they mean.
"""

import re
import sys
from collections.abc import Callable, Container, Iterable
from functools import lru_cache, partial
from time import perf_counter
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from app.edge.answers import (
    NO_STORE,
    PREFLIGHT,
    Answer,
    CachedAnswer,
    Header,
    matches_nothing,
    with_service_headers,
)
from app.edge.cache import Cache, Key
from app.edge.compression import negotiate
from app.edge.exchange import MAX_SENT_AT_ONCE, Exchange, send_answer
from app.edge.failures import drop_tracebacks, is_disconnect, log_exception
from app.edge.files import send_file
from app.edge.interfaces import (
    DatasetSource,
    Observe,
    ObservedRequest,
    ServedDataset,
)
from app.edge.request_headers import (
    join_headers,
    raw_request_key,
    request_id_of,
    too_large,
    visible_headers,
)
from app.edge.target import VERSION, RequestTarget, base_url, parse_target, split_pin
from app.edge.turns import Turns
from app.problems import (
    Busy,
    Gone,
    HeadersTooLarge,
    InvalidParameter,
    MethodNotAllowed,
    NotFound,
    Problem,
    RenderProblem,
)
from app.settings import Settings

_MEGABYTE = 1024 * 1024
_CACHED_METHODS = frozenset({"GET", "HEAD"})
# Cached answers that are looked for in a round of the event loop.
_FOUND_AT_ONCE = 8
# Bytes of large cached answers that are sent in a round of the event loop.
_BYTES_AT_ONCE = _MEGABYTE
# Parsed targets that are remembered, and the characters they may have: ten megabytes at most.
_TARGETS = 1024
_MAX_TARGET_LENGTH = 300
# The cache of a pinned dataset has one in so many of the bytes that the current one has.
_PINNED_PART = 8


class Edge:
    """Runs `app` for GET and HEAD, and turns its answer into the one that is sent: with CORS,
    security and caching headers, ETag, compression, 304, cache, and X-Request-ID.

    Requests that are not in the cache start one after the other, except those to `urgent` paths;
    if too many wait, the next one gets 503. Few large cached answers are sent, and few answers are
    looked for, at once.

    The edge sets these keys of `scope["state"]` for the application:

    - `dataset`: the current dataset when the request came, or None; of a pinned path
      `/@<version>/…`, the dataset of that version. `scope["path"]` is then the path behind the pin.
    - `base`: the absolute URL of this service without a trailing slash; it ends in the pin if there
      is one, so that links stay pinned. Empty while an error about the Host header is rendered.
    - `root`: `base` without the pin. `pinned`: whether the path had a pin.
    - `path_with_pin`: the path of the request, decoded. `request_id`: its id.
    - `query_pairs`: the query parameters, decoded and sorted, without those that `ignored` names
      for the path. `scope["query_string"]` is the same, encoded, so no answer can depend on the
      order or on ignored parameters. `query_as_sent`: the same in the order of the request.
    - `go_on`: `await go_on()` lets others go first in the middle of an answer that takes long.

    The application may set these keys:

    - `matches_accept`: a function from an Accept header (or None) to a bool. It says: every request
      for this address gets this same answer if the function is true for its Accept header. Such
      answers are cached.
    - `query_order_matters`: the answer depends on `query_as_sent`.
    - `file`: the body is this file (FileToSend), and not what the application sent.
    - `incomplete`: a part of this answer is missing. It is not cached, here or elsewhere.

    The application may raise any Problem. Any other exception is logged with the request id, and
    the answer is the base Problem (500). If a streamed answer has begun, the exception is raised
    again, so that the server closes the connection.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        dataset_store: DatasetSource,
        render: RenderProblem,
        observe: Observe = lambda request: None,
        ignored: Callable[[str, str], bool] = lambda path, parameter: False,
        urgent: Container[str] = (),
    ) -> None:
        self.app = app
        self.dataset_store = dataset_store
        self.render = render
        self.observe = observe
        self._urgent = urgent
        self._turns = Turns(settings.waiting)
        # In these, only as many wait as there are connections.
        self._turns_to_find = Turns(sys.maxsize, at_once=_FOUND_AT_ONCE, rounds=1)
        self.turns_to_send = Turns(sys.maxsize, at_once=_BYTES_AT_ONCE, rounds=1)
        """The turns of large cached answers. What they cost is their length in bytes."""
        self._public_url = settings.public_url
        self._proxies = settings.proxies
        # Then the base URL depends on the sender, and the raw request alone does not give it.
        self._behind_proxies = bool(self._proxies and not self._public_url)
        self._cache_bytes = settings.cache_mb * _MEGABYTE
        parse = partial(parse_target, ignored=ignored)
        self._parse_short_target = lru_cache(maxsize=_TARGETS)(parse)
        self._parse_long_target = lru_cache(maxsize=1)(parse)  # one request needs it twice

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. WebSocket connections are refused."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, headers = perf_counter(), join_headers(scope["headers"])
        request_id = request_id_of(headers)
        current = self.dataset_store.current  # read once, so that no answer mixes two datasets
        is_large = too_large(scope["headers"])
        await self._turns_to_find.wait()
        cached = None if is_large else self._find_cached(scope, headers, current)
        busy = None
        if cached is None and scope["method"] in _CACHED_METHODS and not is_large:
            try:
                # Those before it may have asked for the same.
                if scope["path"] not in self._urgent and await self._turns.wait():
                    cached = self._find_cached(scope, headers, current)
            except Busy as error:
                busy = error
        if cached is None:
            request = ObservedRequest(began, *_request_line(scope), request_id)
            await self._run_app(scope, receive, send, headers, current, request, is_large, busy)
            return
        if (length := len(cached.answer.body)) > MAX_SENT_AT_ONCE:
            await self.turns_to_send.wait(length)
        answer = await send_answer(cached, scope, send, headers, request_id)
        self.observe(
            ObservedRequest(
                began,
                *_request_line(scope),
                request_id,
                cached.route,
                answer.status,
                0 if scope["method"] == "HEAD" else len(answer.body),
                "hit",
                cached.version,
            )
        )

    def _find_cached(
        self, scope: Scope, headers: dict[bytes, bytes], current: ServedDataset | None
    ) -> CachedAnswer | None:
        """The cached answer for a request, or None."""
        if scope["method"] not in _CACHED_METHODS:
            return None
        raw_key: Key | None = None
        if (
            current is not None
            and current.response_cache is not None
            and "raw_path" in scope
            and not self._behind_proxies
        ):
            raw_key = raw_request_key(scope["raw_path"], scope["query_string"], headers)
            cached = current.response_cache.by_raw_request.get(raw_key)
            if cached is not None:
                return cached
        try:
            target = self._target(scope["path"], scope.get("raw_path"), scope["query_string"])
            root = self._public_url or base_url(scope, headers, self._proxies)
        except Problem:
            return None  # `_run_app` raises it again, and renders it
        dataset = current if target.pin is None else self.dataset_store.get_open(target.pin)
        if dataset is None or dataset.response_cache is None:
            return None
        cache = dataset.response_cache
        cached = cache.get(_cache_key(root, headers, target, ordered=False)) or cache.get(
            _cache_key(root, headers, target, ordered=True)
        )
        if cached is None or not cached.matches_accept(headers.get(b"accept")):
            return None
        if raw_key is not None and dataset is current:
            cache.remember_raw_request(raw_key, cached)
        return cached

    def _target(self, path: str, raw_path: bytes | None, query: bytes) -> RequestTarget:
        """The parsed target of a request. Short ones are remembered, because the same ones are
        requested again; of the long ones only the last.
        """
        is_short = len(path) + len(query) <= _MAX_TARGET_LENGTH
        parse = self._parse_short_target if is_short else self._parse_long_target
        return parse(path, raw_path, query)

    def _cache_of(self, dataset: ServedDataset, current: ServedDataset | None) -> Cache:
        """The response cache of a dataset, made if necessary."""
        if dataset.response_cache is None:
            part = 1 if dataset is current else _PINNED_PART
            dataset.response_cache = Cache(self._cache_bytes // part)
        return dataset.response_cache

    async def _run_app(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        headers: dict[bytes, bytes],
        current: ServedDataset | None,
        request: ObservedRequest,
        is_large: bool,
        busy: Busy | None,
    ) -> None:
        """Let the application answer, cache the answer if it may be cached, and send it. If `busy`
        is given, that problem is the answer.
        """
        base, request_id = self._public_url, request.request_id
        state: dict[str, Any] = {
            **scope.get("state", {}),
            "request_id": request_id.decode(),
            "path_with_pin": scope["path"],
            "dataset": current,
            "base": base,
            "root": base,
            "pinned": False,
            "go_on": self._turns.go_on,
        }
        head_only = scope["method"] == "HEAD"
        app_scope = {
            **scope,
            "path": split_pin(scope["path"])[1],
            "method": "GET" if head_only else scope["method"],
            "headers": visible_headers(scope["headers"], headers),
            "state": state,
            # With a server's extensions (such as sending a file by its path) the application could
            # answer without the edge.
            "extensions": {},
        }
        exchange = Exchange(
            receive,
            send,
            request_headers=headers,
            request_id=request_id,
            head_only=head_only,
            add_headers=partial(self._add_headers, app_scope),
        )
        target = None
        try:
            target = self._read_target(app_scope, headers, is_large)
            if busy is not None:
                raise busy
            answer = await self._call_app(app_scope, exchange, target.pin)
            if "file" in state and answer.status == 200:
                await send_file(exchange, answer, state["file"])
        except Exception as error:
            expected = isinstance(error, Problem) and error.status != 500
            if not expected and not (exchange.finished and is_disconnect(error)):
                log_exception(app_scope, error)
            if exchange.streaming and not exchange.finished:
                self.observe(request._replace(size=exchange.size, version=_version(state)))
                raise
            answer = self._render_error(app_scope, error)
            drop_tracebacks(error)
        route = getattr(app_scope.get("route"), "path", "none")
        status, size = exchange.status, exchange.size
        if not exchange.finished:
            cached = CachedAnswer(
                await exchange.encode(answer),
                route,
                _version(state),
                state.get("matches_accept", matches_nothing),
            )
            dataset: ServedDataset | None = state["dataset"]
            if (
                dataset is not None
                and target is not None
                and "matches_accept" in state
                and self._cache_bytes
            ):
                ordered = "query_order_matters" in state
                key = _cache_key(state["root"], headers, target, ordered=ordered)
                self._cache_of(dataset, current).put(key, cached)
            answer = await send_answer(cached, scope, send, headers, request_id)
            status, size = answer.status, 0 if head_only else len(answer.body)
        self.observe(
            request._replace(
                route=route,
                status=status,
                size=size,
                cache="miss" if "matches_accept" in state else "none",
                version=_version(state),
            )
        )

    def _read_target(
        self, scope: Scope, headers: dict[bytes, bytes], is_large: bool
    ) -> RequestTarget:
        """Parse the target of a request into its scope. Raises InvalidHost, HeadersTooLarge, or
        what `parse_target` raises.
        """
        state = scope["state"]
        if not self._public_url:
            state["base"] = state["root"] = base_url(scope, headers, self._proxies)
        # An error page must not read a query that is refused for its length.
        query, scope["query_string"] = scope["query_string"], b""
        if is_large:
            raise HeadersTooLarge(
                f"The headers of a request may have {HeadersTooLarge.most:,} bytes in "
                f"{HeadersTooLarge.most_fields} lines."
            )
        try:
            target = self._target(state["path_with_pin"], scope.get("raw_path"), query)
        except (NotFound, InvalidParameter):
            scope["query_string"] = query  # it is short enough for the links of an error page
            raise
        scope["query_string"] = target.query
        state["query_pairs"] = target.pairs
        state["query_as_sent"] = target.query_as_sent
        if "raw_path" in scope:
            scope["raw_path"] = target.raw_path
        return target

    async def _call_app(self, scope: Scope, exchange: Exchange, pin: str | None) -> Answer:
        """Call the application and return its answer with the service headers. The result has no
        meaning once the exchange is finished.

        Raises Gone for a version that is not kept, MethodNotAllowed, and whatever the application
        raises.
        """
        if pin is not None:
            await self._use_version(scope, pin)
        if scope["method"] == "OPTIONS":
            return self._add_headers(scope, 204, PREFLIGHT)
        if scope["method"] != "GET":
            raise MethodNotAllowed("This API is read-only: use GET, HEAD or OPTIONS.")
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except RuntimeError as error:
            # This is how Starlette raises a Problem that comes after the start of an answer.
            if isinstance(error.__cause__, Problem):
                raise error.__cause__ from None
            raise
        if "incomplete" in scope["state"]:
            scope["state"].pop("matches_accept", None)
        # An answer is only certain once the application has returned: Starlette sends a 500 of its
        # own before it raises an exception.
        if not exchange.complete and not exchange.client_gone:
            raise RuntimeError("the app returned before its answer was complete")
        return self._add_headers(scope, exchange.status, exchange.headers, exchange.body)

    async def _use_version(self, scope: Scope, version: str) -> None:
        """Answer a request from the dataset of a version. Raises Gone if it is not kept, and
        NotFound for a text that no version has.
        """
        state = scope["state"]
        dataset = await self.dataset_store.open_version(version)
        if dataset is not None:
            state.update(dataset=dataset, base=f"{state['root']}/@{version}", pinned=True)
        # A preflight must succeed, or browsers would not show the error that follows.
        elif scope["method"] != "OPTIONS":
            if not VERSION.fullmatch(version):
                path = quote(scope["path"][:500], safe="/@")
                detail = (
                    f"“{version[:80]}” is not a version of the dataset; /dataset/versions lists "
                    f"them. Leave out /@{version[:80]} for the current one."
                )
                if re.fullmatch(r"\d{4}-\d\d-\d\d", version, re.ASCII):
                    detail += f" For the positions on a day use as_of={version}."
                raise NotFound(detail, did_you_mean=[path])
            raise Gone(
                f"The version “{version}” of the dataset is not available here. "
                f"{state['root']}/dataset/versions lists the published versions. Leave out "
                f"/@{version} for the current one."
            )

    def _add_headers(
        self, scope: Scope, status: int, headers: Iterable[Header], body: bytes = b""
    ) -> Answer:
        """The application's answer with the service headers."""
        state = scope["state"]
        if "incomplete" in state:
            headers = [
                *(header for header in headers if header[0].lower() != b"cache-control"),
                (b"cache-control", NO_STORE),
            ]
        return with_service_headers(
            status,
            headers,
            body,
            version=_version(state),
            private=not self._public_url,
            pinned=state["pinned"],
        )

    def _render_error(self, scope: Scope, error: Exception) -> Answer:
        """The answer to an exception; a 500 without a body if even that cannot be rendered."""
        problem = (
            error
            if isinstance(error, Problem)
            else Problem("The cause is in our log, under the request id.")
        )
        try:
            return self._add_headers(scope, *self.render(scope, problem))
        except Exception as second_error:  # CORS headers and the request id must still be sent
            log_exception(scope, second_error)
            return self._add_headers(scope, 500, ())


def _cache_key(
    root: str, headers: dict[bytes, bytes], target: RequestTarget, *, ordered: bool
) -> Key:
    """The key of an answer in the cache; `ordered` if it depends on the order of the query."""
    coding = negotiate(headers.get(b"accept-encoding"))
    query = target.query_as_sent if ordered else target.query
    return root, coding, target.pin, target.raw_path, ordered, query


def _request_line(scope: Scope) -> tuple[bytes, bytes, bytes]:
    """Method, path as it was sent, and query."""
    path = scope.get("raw_path") or scope["path"].encode()
    return scope["method"].encode("latin-1"), path, scope["query_string"]


def _version(state: dict[str, Any]) -> str | None:
    dataset: ServedDataset | None = state["dataset"]
    return dataset.version if dataset else None
