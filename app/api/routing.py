"""The routes of the service: FastAPI's own, with content negotiation and a shorter way to call an
endpoint.

FastAPI takes 60 to 120 µs to work out the arguments of an endpoint, which is longer than most
answers take. Nearly all our endpoints take the same few arguments, so `Route` gives them those by
itself, in some 10 µs. `APIRoute.get_route_handler` is FastAPI's documented place for that.
"""

import re
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from copy import copy
from functools import cache, lru_cache, partial
from inspect import iscoroutinefunction, signature
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from app.api.context import RequestContext, request_context
from app.api.formats import LIST_FORMATS, split_suffix
from app.api.near_paths import canonical_path
from app.api.negotiation import accepts, gets_same_answer, wants_page
from app.api.parameters import QueryParams
from app.api.validation import Address, list_fields, validated
from app.problems import FormatNotServed, InvalidParameter, NotAcceptable, Problem, one_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_NO_MATCH: tuple[Match, Scope] = (Match.NONE, {})


class Route(APIRoute):
    """A route whose endpoint is called directly if it takes only what this class provides.

    That is: parameters of the path as `str`, one query model
    (`params: Annotated[SomeParams, Query()]`), the request context (`context: Context`) and the
    `Request`; and it is a coroutine function that returns a `Response`. FastAPI calls any other
    endpoint, so that everything that FastAPI can do works.
    """

    address: str | None = None
    """The template of the address without the suffix; None: the route is not negotiated."""
    suffix: str = ""
    """The format, as a suffix of the address has it. Empty for a page."""
    media_type: str = ""
    """What the route answers; a request whose Accept header excludes it is refused."""
    page: "Route | None" = None
    """The page that shows the same. Browsers that request the address are sent there."""
    shows: Sequence[str] = ()
    """The addresses of the data that this page shows."""
    forwards: bool = False
    """Whether it only redirects to a page."""
    names: Mapping[str, str] = MappingProxyType({})
    """What the API description calls parameters of the path that have another name in it."""
    is_data: bool = True
    """Whether programs read it; else it is a page, an embed or a badge."""
    query_model: type[QueryParams] = QueryParams
    """The query parameters."""
    _query_name: str | None = None  # the argument of the endpoint that gets them
    is_direct: bool = False
    """Whether the endpoint takes only what this class provides."""

    def at(self, path: str, endpoint: Callable[..., Any] | None = None) -> "Route":
        """This route at a second path, which the API description does not show. `endpoint` is
        another one that takes the same. FastAPI does not analyse it again: that takes a millisecond
        at the start. Raises TypeError for another endpoint of a route that is not direct.
        """
        route = copy(self)
        route.path, route.include_in_schema = path, False
        route.path_regex, route.path_format, route.param_convertors = compile_path(path)
        route.endpoint = endpoint or self.endpoint
        route.get_route_handler()
        if endpoint and not route.is_direct:
            raise TypeError(f"FastAPI must analyse the endpoint of {path}.")
        return route

    def _set_ends(self) -> None:
        """Keep the text of the path before its first parameter and after its last one."""
        self._start, self._end = self.path.partition("{")[0], self.path.rpartition("}")[2]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether this route answers a request. Starlette asks one route after the other.

        Nearly always the answer is no. To compare the text before the first parameter of the path
        and after its last one takes a sixth of the time that the regular expression takes.
        """
        path: str = scope["path"]
        if path.startswith(self._start) and path.endswith(self._end):
            return super().matches(scope)
        return _NO_MATCH

    def get_route_handler(self) -> Handler:
        """The function that answers a request. Raises TypeError for an endpoint with a parameter
        that nothing can provide.
        """
        self._set_ends()
        self._check_parameters()
        self._fields = frozenset(self.query_model.model_fields)
        self._single = self._fields - list_fields(self.query_model)
        direct = self._direct_handler()
        self.is_direct = direct is not None
        call = direct or super().get_route_handler()

        async def negotiated(request: Request) -> Response:
            response = self._negotiate(request) or await call(request)
            if "by_accept" in request.scope["state"]:
                response.headers["Vary"] = "Accept"
            return response

        self._handler = negotiated
        return negotiated

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that this route matches.

        FastAPI opens two exit stacks for the dependencies of an endpoint, and looks for exception
        handlers once more than the application does. An endpoint that is called directly needs
        neither; that saves 15 µs.
        """
        if self.is_direct and scope["method"] == "GET":
            response = await self._handler(Request(scope, receive, send))
            await response(scope, receive, send)
        else:
            await super().handle(scope, receive, send)

    def _negotiate(self, request: Request) -> Response | None:
        """The redirect to the page, if a browser requests data that a page shows; else None.

        Raises FormatNotServed for another suffix, NotAcceptable for an Accept header that excludes
        the answer, and InvalidParameter for a parameter that takes one value and has several.
        """
        if self.address is None:
            return None
        scope = request.scope
        bare, suffix = split_suffix(scope["path"])
        if suffix is not None and suffix != self.suffix:
            if redirect := canonical_redirect(request):
                return redirect
            problem = data_of_page(request, bare, suffix)
            raise problem or format_not_served(suffix, formats_of(request.app.routes, bare))
        if suffix is None and self.is_data:
            if redirect := _in_small_letters(request):
                return redirect
            scope["state"]["by_accept"] = True
        accept = ", ".join(
            [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"]
        )
        names = [name for name, _ in scope["state"]["query_pairs"]]
        given = set(names)
        # A page does not take what only the data have, as a cursor.
        page = self.page if suffix is None else None
        if page and given & (self._fields - page._fields):
            page = None
        if page and wants_page(accept):
            return canonical_redirect(request) or _see_other(request, page.path)
        if not accepts(accept, self.media_type):
            served = [f".{suffix}" for suffix in formats_of(request.app.routes, bare)]
            detail = f"This address returns {self.media_type.partition(';')[0]}."
            if len(served) > 1:
                detail += f" Add a suffix to the path to choose a format: {one_of(served)}."
            raise NotAcceptable(detail, allowed=served)
        if len(given) < len(names):
            for name in names:
                if name in self._single and names.count(name) > 1:
                    raise InvalidParameter.of(name, "Takes one value, and was sent several times.")
        if given <= self._fields:  # the Edge may keep the answer
            scope["state"]["matches_accept"] = partial(
                gets_same_answer, self.media_type, page is not None
            )
        return None

    def _check_parameters(self) -> None:
        """Raise TypeError for parameters that FastAPI would read from where nothing is."""
        query = self.dependant.query_params
        models = [field for field in query if _is_query_model(field.field_info.annotation)]
        if models:
            self.query_model = models[0].field_info.annotation  # type: ignore[assignment]
            self._query_name = models[0].name
        if models and len(query) > 1:
            names = ", ".join(field.name for field in query if field is not models[0])
            raise TypeError(
                f"The endpoint of {self.path} takes the query model “{models[0].name}” and "
                f"also: {names}. Nothing provides that. Make it a field of the model, a parameter "
                "of the path or a dependency."
            )
        if self.body_field is not None and self.methods == {"GET"}:
            raise TypeError(
                f"The endpoint of {self.path} takes “{self.body_field.name}” from the body of a "
                "request, and a GET request has none."
            )

    def _direct_handler(self) -> Handler | None:
        """A handler that calls the endpoint directly, or None if the endpoint takes more than this
        class provides.
        """
        needs, endpoint = self.dependant, self.endpoint
        takes, returned = signature(endpoint).parameters, signature(endpoint).return_annotation
        contexts = [
            sub.name for sub in needs.dependencies if sub.call is request_context and sub.name
        ]
        query_name, request_name = self._query_name, needs.request_param_name
        provided = {*self.param_convertors, *contexts, query_name, request_name} - {None}
        if not (
            iscoroutinefunction(endpoint)
            and isinstance(returned, type)
            and issubclass(returned, Response)
            and all(field.field_info.annotation is str for field in needs.path_params)
            and len(contexts) == len(needs.dependencies)
            and takes.keys() == provided
        ):
            return None
        # Nobody changes a model, so all requests without a query share one.
        without_query = cache(lambda: validated(self.query_model, []))

        async def call(request: Request) -> Response:
            arguments: dict[str, Any] = {**request.scope["path_params"]}
            for name in contexts:
                arguments[name] = RequestContext(request)
            if query_name:
                pairs = request.scope["state"]["query_pairs"]
                arguments[query_name] = (
                    validated(self.query_model, pairs, partial(address_of, request))
                    if pairs
                    else without_query()
                )
            if request_name:
                arguments[request_name] = request
            response: Response = await endpoint(**arguments)
            return response

        return call


def address_of(request: Request) -> Address:
    """The address of a request, for the errors about its parameters."""
    state, routes = request.scope["state"], request.app.routes
    path = split_suffix(request.scope["path"])[0]
    pin = state["base"].removeprefix(state["root"])
    return Address(path, formats_of(routes, path), state["query_pairs"], routes, pin)


def canonical_redirect(request: Request) -> Response | None:
    """The redirect for final slashes, and for capitals in the fixed text of a path; None for a path
    without them. `/positions/Timeline` is no id of a position.
    """
    path = canonical_path(request.app.routes, request.scope["path"])
    if path is None:
        return None
    query = request.state.query_as_sent.decode("latin-1")
    location = f"{request.state.base}{path}{'?' if query else ''}{query}"
    return RedirectResponse(location, 308, headers={"Cache-Control": "no-store"})


def _in_small_letters(request: Request) -> Response | None:
    """The redirect to the same path with its format in small letters; None if it has none in
    capitals.
    """
    path: str = request.scope["path"]
    before, dot, last = path.rpartition(".")
    if not dot or "/" in last or last == last.lower():
        return None
    bare, suffix = split_suffix(f"{before}.{last.lower()}")
    if suffix not in formats_of(request.app.routes, bare):
        return None
    query = request.state.query_as_sent.decode("latin-1")
    location = f"{request.state.base}{quote(bare)}.{suffix}{'?' if query else ''}{query}"
    return RedirectResponse(location, 308, headers={"Cache-Control": "no-store"})


def _see_other(request: Request, page: str) -> Response:
    """The redirect to a page, with the same names and the same query."""
    path = page.format_map(
        {name: quote(value, safe="") for name, value in request.path_params.items()}
    )
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(
        f"{request.state.base}{path}{'?' if query else ''}{query}", status_code=303
    )


def formats_of(routes: Iterable[BaseRoute], path: str) -> list[str]:
    """The formats of the data with this address (a path without suffix), JSON first; none if there
    is no such address.
    """
    data = [route for route in routes if isinstance(route, Route) and route.suffix]
    for route in data:
        if _pattern(route.address or "").match(path):
            formats = {other.suffix for other in data if other.address == route.address}
            return sorted(formats, key=lambda suffix: (suffix != "json", suffix))
    return []


def whole_lists(routes: Iterable[BaseRoute]) -> list[str]:
    """The names of the lists of all things of a kind, as in `/positions`, in the order of the
    routes.
    """
    return [
        route.address[1:]
        for route in routes
        if isinstance(route, Route) and route.suffix == LIST_FORMATS[0].suffix
        if route.address and re.fullmatch(r"/[a-z]+", route.address)
    ]


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    return compile_path(template)[0]


def data_of_page(request: Request, path: str, suffix: str) -> Problem | None:
    """The problem of a page with a suffix that its data have; None for all other addresses."""
    data = re.sub(r"^/(?:browse|embed)/", "/", path)
    if data == path or suffix not in formats_of(request.app.routes, data):
        return None
    problem = format_not_served(suffix, [])
    pin = request.state.base.removeprefix(request.state.root)
    problem.members["did_you_mean"] = [f"{pin}{quote(data)}.{suffix}"]
    return problem


def format_not_served(suffix: str, served: list[str]) -> Problem:
    """The problem of a suffix that an address does not have; `served` are those that it has."""
    allowed = [f".{one}" for one in served]
    detail = f"This address does not have the format .{suffix}."
    if allowed:  # pages have none
        detail += f" It has {one_of(allowed)}."
    return FormatNotServed(detail, allowed=allowed)


def _is_query_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, QueryParams)


def include(api: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Add the routes of the routers to the application, those of the first router first.

    Within a router the more specific path comes first, so that `/positions/{id}.csv` never counts
    as a `/positions/{id}`, in whichever order they were registered. Paths with more segments come
    before those with fewer: nothing is both, and `/countries/{name}/position` is requested most.

    `api.include_router` would do, but it tries every router twice for each request and makes every
    route a second time at the start.
    """
    for router in routers:
        api.router.routes.extend(sorted(router.routes, key=_generality))
    routes = [route for route in api.routes if isinstance(route, Route)]
    pages = {address: route for route in routes for address in route.shows}
    for route in routes:
        if route.suffix and route.address is not None:
            route.page = pages.get(route.address)


def _generality(route: BaseRoute) -> tuple[int, list[tuple[bool, int]]]:
    """A key that sorts a route behind those whose paths are more specific: more segments before
    fewer, fixed text before a parameter, and a parameter with more fixed text around it before one
    with less.
    """
    segments = getattr(route, "path", "").split("/")
    return -len(segments), [
        ("{" in segment, -len(re.sub(r"\{.*?\}", "", segment)) if "{" in segment else 0)
        for segment in segments
    ]
