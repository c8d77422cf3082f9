"""How routes are found and called. FastAPI reads their declarations for the API description.

It would also call them; but looking at every route, and at every field of a query model, took
longer than most answers do, and preparing for it a third of the start. All our endpoints ask for
the same few things, so they are given them here.
"""

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, get_args, get_origin

from fastapi import FastAPI
from fastapi.params import Depends
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.convertors import StringConvertor
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from app.api.context import Call, RequestContext
from app.api.parameters import QueryParams
from app.domain.names import fold, suggest
from app.problems import InvalidParameter, Problem

_ERRORS, _SUGGESTIONS = (
    20,
    5,
)  # wrong parameters that are named, and those of them that are compared with the right ones


class Route(BaseRoute):
    """A route whose checks come first; one of them may answer already. Then its endpoint gets by
    name: `here`, `ask` (its query model), `request`, and the names in its path.
    """

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        dependencies: Sequence[Depends] = (),
        **described: Any,
    ) -> None:
        self.path, self.endpoint = path, endpoint
        self.path_regex, _, convertors = compile_path(path)
        assert all(type(one) is StringConvertor for one in convertors.values()), path
        self._described = described
        self._checks = [one.dependency for one in dependencies if one.dependency]
        self._asks = asks(endpoint)
        self._many = {
            name
            for name, field in self._asks.model_fields.items()
            if get_origin(field.annotation) is list
        }
        self._nothing: QueryParams | None = None  # what is asked without a query
        self._takes = inspect.signature(endpoint).parameters.keys() & {
            "context",
            "params",
            "request",
        }

    def described(self) -> APIRoute:
        """FastAPI's own form of it, for the API description; to make all of them takes longer than
        to start without.
        """
        return APIRoute(self.path, self.endpoint, **self._described)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Starlette's question whether to call it: never, for Rooms does."""
        return Match.NONE, {}

    async def call(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that the path of this route fits. Raises any Problem."""
        call = Call(scope, receive, send)
        response = self._checked(call) or await self.endpoint(**self._given(call))
        await response(scope, receive, send)

    def _checked(self, call: Call) -> Any:
        """The answer of a check that has one already."""
        for check in self._checks:
            answer = check(call)
            if answer is not None:
                return answer
        return None

    def _given(self, call: Call) -> dict[str, Any]:
        given: dict[str, Any] = {**call.scope["path_params"]}
        if "request" in self._takes:
            given["request"] = call
        if "context" in self._takes:
            given["context"] = RequestContext(call)
        if "params" in self._takes:
            given["params"] = self._asked(call.query)
        return given

    def _asked(self, query: list[tuple[str, str]]) -> QueryParams:
        """The query as the endpoint's model, which nobody may change. Raises InvalidParameter."""
        if not query and self._nothing is not None:
            return self._nothing
        values: dict[str, Any] = dict(query)
        for name in self._many & values.keys():
            values[name] = [value for other, value in query if other == name]
        try:
            asked = self._asks.model_validate(values)
        except ValidationError as error:
            raise refused(error.errors(include_url=False), self._asks) from None
        if not query:
            self._nothing = asked
        return asked


class Rooms:
    """In front of the app: calls the Route for a request, looked for among those whose paths begin
    alike.

    `nowhere` tells what to say of a path that none of them has; the app is left what is no request.
    """

    def __init__(self, app: FastAPI, nowhere: Callable[[str], Problem]) -> None:
        self._app, self._nowhere = app, nowhere
        self._rooms: defaultdict[str, list[Route]] = defaultdict(list)
        for route in app.routes:
            if isinstance(route, Route):
                begin = _begin(route.path)
                self._rooms["{" if "{" in begin else begin].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface, for GET alone. Raises any Problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        for route in self._rooms.get(_begin(path)) or self._rooms["{"]:
            found = route.path_regex.match(path)
            if found is not None:
                scope.update(app=self._app, route=route, path_params=found.groupdict())
                await route.call(scope, receive, send)
                return
        raise self._nowhere(path)


def _begin(path: str) -> str:
    return path[1:].partition("/")[0]


def asks(endpoint: Callable[..., Any]) -> type[QueryParams]:
    """The query model of an endpoint."""
    for parameter in inspect.signature(endpoint).parameters.values():
        for part in (parameter.annotation, *get_args(parameter.annotation)):
            if isinstance(part, type) and issubclass(part, QueryParams):
                return part
    return QueryParams


def refused(found: Iterable[Any], asked: type[QueryParams]) -> InvalidParameter:
    """What a query model refuses (pydantic's errors, located from the parameter on), in words for
    the person who asked.
    """
    fields = {name: field.annotation for name, field in asked.model_fields.items()}
    folded = {fold(field): field for field in fields}
    errors: list[dict[str, str]] = []
    allowed: list[str] = []
    meant: list[str] = []
    for item in found:
        if item["type"] == "none_required":  # the other half of “absent, or …”
            continue
        if len(errors) == _ERRORS:
            break
        name = str(item["loc"][0]) if item["loc"] else "query"
        detail = item["msg"].removeprefix("Value error, ")
        if item["type"] == "extra_forbidden":
            near = suggest(name, folded) if len(errors) < _SUGGESTIONS else []
            detail = (
                f"There is no such parameter here.{f' Did you mean {near[0]}?' if near else ''}"
            )
            allowed, meant = [*allowed, *sorted(fields)], [*meant, *near]
        elif item["type"] == "value_error" and name == "query":
            name, _, detail = detail.partition(": ")
        elif item["type"] == "enum" and (values := list(_closed(fields.get(name)))):
            near = (
                suggest(str(item["input"]), {fold(value): value for value in values})
                if len(errors) < _SUGGESTIONS
                else []
            )
            detail = f"Not one of the allowed values.{f' Did you mean {near[0]}?' if near else ''}"
            allowed, meant = [*allowed, *values], [*meant, *near]
        errors.append({"parameter": name, "detail": detail})
    sentence = "; ".join(
        f"{one['parameter'][:80]}: {one['detail'].rstrip('.')}" for one in errors[:_SUGGESTIONS]
    )
    sentence += "" if sentence.endswith("?") else "."
    unique = list(dict.fromkeys(allowed))
    return InvalidParameter(
        sentence, errors=errors, allowed=unique, did_you_mean=list(dict.fromkeys(meant))
    )


def _closed(annotation: Any) -> Iterable[str]:
    """The values of a closed vocabulary inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(value) for value in annotation]
    return (
        [value for part in get_args(annotation) for value in _closed(part)]
        if get_origin(annotation)
        else []
    )
