"""Registering data routes: their formats, and the checks before one of them runs."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.routing import compile_path

from app import formats
from app.answering import Listed, list_answer, table_answer
from app.asking import Ask, Sheet, Whole, page_of, table_of
from app.formats import MEDIA, Column, split_suffix
from app.here import Here
from app.problems import FormatNotServed, InvalidParameter, NotAcceptable
from app.views.problem import documented

E = TypeVar("E", bound=Callable[..., Any])
TABLES = ("csv", "ndjson")

L = TypeVar("L", bound=Callable[..., Listed])


class DataRouter(APIRouter):
    """Registers a route under its path, under `.json`, and checks each request before the route runs."""

    formats: ClassVar[dict[str, tuple[str, ...]]] = {}  # of every path, for the error about a format that it lacks

    def data(self, path: str, view: Any, *, also: Sequence[str] = (), **options: Any) -> Callable[[E], E]:
        """Register an endpoint that answers `view` as JSON at `path` and `path`.json.

        `also` names the other formats of the URL, for 406 and for a suffix that it does not have.
        """

        def register(endpoint: E) -> E:
            self.formats[path] = ("json", *also)
            check = Depends(_Check(endpoint, "json", ("json", *also)))
            self.add_api_route(f"{path}.json", endpoint, dependencies=[check], include_in_schema=False, **options)
            self.add_api_route(path, endpoint, dependencies=[check], response_model=view, responses=documented(path), **options)
            return endpoint

        return register

    def citation(self, path: str) -> Callable[[E], E]:
        """Register an endpoint that answers a citation as CSL-JSON at `path`.csl.json; before the one of `path` itself."""

        def register(endpoint: E) -> E:
            check = Depends(_Check(endpoint, "csl.json", ("json", "csl.json")))
            content = {MEDIA["csl.json"]: {"schema": {"type": "array", "items": {"type": "object"}}}}
            self.add_api_route(
                f"{path}.csl.json", endpoint, dependencies=[check], response_class=Response,
                responses={200: {"description": "A list of one CSL-JSON item.", "content": content}, **documented(path)},
            )  # fmt: skip
            return endpoint

        return register

    def list(self, path: str, view: Any, columns: Sequence[Column], *, of: str, ask: type[Ask] = Ask) -> Callable[[L], L]:
        """Register a list at `path` (JSON, page by page), `path`.csv and `path`.ndjson (whole).

        The decorated function says which list is meant. Of its parameter `ask`, the filters, each format gets a query model
        of its own, so that each address refuses what it does not know. `of` names the rows in the API description.
        """

        def register(which: L) -> L:
            async def as_page(ask: Any, here: Here, **names: str) -> Response:
                return await list_answer(here, which(here=here, ask=ask, **names), ask)

            asked = _asking(as_page, which, page_of(_filters(which)))
            options: dict[str, Any] = {"description": inspect.getdoc(which), "operation_id": which.__name__}
            self.data(path, view, also=TABLES, summary=f"List {of}", **options)(asked)
            return self.tables(path, columns, of=of)(which)

        return register

    def tables(self, path: str, columns: Sequence[Column], *, of: str) -> Callable[[L], L]:
        """Register the whole of a list at `path`.csv and `path`.ndjson."""

        def register(which: L) -> L:
            async def as_table(ask: Any, here: Here, **names: str) -> Response:
                return await table_answer(here, which(here=here, ask=ask, **names), ask, columns)

            for media, table in (("csv", Sheet), ("ndjson", Whole)):
                endpoint = _asking(as_table, which, table_of(_filters(which), table))
                check = Depends(_Check(endpoint, media, ("json", *TABLES)))
                content = {MEDIA[media].partition(";")[0]: {"schema": {"type": "string"}}}
                self.add_api_route(
                    f"{path}.{media}", endpoint, dependencies=[check], response_class=Response,
                    responses={200: {"description": "The whole list.", "content": content}, **documented(path)},
                    description=inspect.getdoc(which), operation_id=f"{which.__name__}_{media}",
                    summary=f"List {of} as {media.upper()}",
                )  # fmt: skip
            return which

        return register


class PageRouter(APIRouter):
    """Registers pages; each request is checked before the page is made."""

    def page(self, path: str) -> Callable[[E], E]:
        """Register an endpoint that answers a page."""

        def register(endpoint: E) -> E:
            self.add_api_route(path, endpoint, dependencies=[Depends(_Check(endpoint, "html", ()))], include_in_schema=False)
            return endpoint

        return register


def _filters(which: Callable[..., Any]) -> type[Ask]:
    ask: type[Ask] = inspect.signature(which).parameters["ask"].annotation
    return ask


def _asking(endpoint: Callable[..., Any], which: Callable[..., Any], model: type[Ask]) -> Callable[..., Any]:
    """The endpoint with the signature of `which`, its parameter `ask` being the query model of one format."""
    signature = inspect.signature(which)
    ask = signature.parameters["ask"].replace(annotation=Annotated[model, Query()])
    parameters = [ask if one.name == "ask" else one for one in signature.parameters.values()]

    async def asked(**given: Any) -> Any:
        return await endpoint(**given)

    asked.__signature__ = signature.replace(parameters=parameters, return_annotation=Response)  # type: ignore[attr-defined]
    return asked


def formats_of(path: str) -> tuple[str, ...]:
    """The formats of the data URL with this path (without suffix); none if there is no such URL."""
    return next((formats for template, formats in DataRouter.formats.items() if compile_path(template)[0].match(path)), ())


class _Check:
    """Before a route: the format is one that the URL has, Accept leaves it, and no single-valued parameter is repeated."""

    def __init__(self, endpoint: Callable[..., Any], media: str, served: tuple[str, ...]) -> None:
        self._media, self._served = media, served
        self._single = {name for name, kind in asked_of(endpoint).items() if get_origin(kind) is not list}

    async def __call__(self, request: Request) -> None:
        suffix = split_suffix(request.scope["path"])[1]
        if suffix is not None and suffix != self._media:
            raise FormatNotServed(f"There is no .{suffix} of this.", allowed=[f".{one}" for one in self._served])
        if not formats.accepts(", ".join(request.headers.getlist("accept")), MEDIA[self._media]):
            served = ", ".join(f".{one}" for one in self._served)
            others = f"; add a suffix for another: {served}" if served else ""
            raise NotAcceptable(f"This URL answers {MEDIA[self._media].partition(';')[0]}{others}.",
                                allowed=[f".{one}" for one in self._served])  # fmt: skip
        seen: set[str] = set()
        for name, _ in request.query_params.multi_items():
            if name in seen and name in self._single:
                detail = "Takes one value and was given several."
                raise InvalidParameter(f"{name}: {detail}", errors=[{"parameter": name, "detail": detail}])
            seen.add(name)


def asked_of(endpoint: Callable[..., Any]) -> dict[str, Any]:
    """The query parameters of an endpoint and their types."""
    found: dict[str, Any] = {}
    for parameter in inspect.signature(endpoint).parameters.values():
        for part in (parameter.annotation, *get_args(parameter.annotation)):
            if isinstance(part, type) and issubclass(part, Ask):
                found |= {name: field.annotation for name, field in part.model_fields.items()}
    return found
