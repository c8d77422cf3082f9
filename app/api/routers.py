"""Registering data routes and pages: their paths, formats and query models."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from app.api.context import RequestContext
from app.api.formats import LIST_FORMATS, MEDIA
from app.api.formats.list_format import Column
from app.api.parameters import QueryParams, page_of, table_of
from app.api.problem_schemas import documented
from app.api.responses import ListResult, columns_answer, list_answer, table_answer
from app.api.routing import Route

NoParams = Annotated[QueryParams, Query()]
"""The query of an address that takes no parameters: each one is refused."""

E = TypeVar("E", bound=Callable[..., Any])
L = TypeVar("L", bound=Callable[..., ListResult])
P = TypeVar("P", bound=QueryParams)
R = TypeVar("R")


class NegotiatedRouter(APIRouter):
    """A router whose routes check the suffix, the Accept header and the parameters of a request."""

    is_data = True
    """Whether programs read what its routes answer; else people do."""

    def __init__(
        self, *, tags: list[str | Enum] | None = None, include_in_schema: bool = True
    ) -> None:
        super().__init__(
            tags=tags,
            include_in_schema=include_in_schema,
            route_class=Route,
            generate_unique_id_function=lambda route: route.name,
        )

    def add(
        self,
        path: str,
        endpoint: E,
        *,
        suffix: str,
        media: str,
        shows: Sequence[str] = (),
        **options: Any,
    ) -> E:
        """Register an endpoint that answers one format of an address; `path` may end in its suffix.
        `media` is a key of MEDIA, and `options` are those of FastAPI's routes.
        """
        self.add_api_route(path, endpoint, **options)
        route = self.routes[-1]
        assert isinstance(route, Route)
        route.address, route.suffix = path.removesuffix(f".{suffix}"), suffix
        route.is_data = self.is_data
        route.shows, route.media_type = shows, MEDIA[media]
        return endpoint


class DataRouter(NegotiatedRouter):
    """Registers data: things and lists, in all their formats.

    The API description shows its routes below the tag, with what the tag is about.
    """

    def __init__(self, tag: str, about: str) -> None:
        super().__init__(tags=[tag])
        self.tag = {"name": tag, "description": about}

    def data(
        self, path: str, view: type[BaseModel], *, media: str = "json", **options: Any
    ) -> Callable[[E], E]:
        """Register an endpoint that answers `view` as JSON at `path` and `path`.json.

        `media` is the kind of JSON, if it has a media type of its own.
        """

        def register(endpoint: E) -> E:
            self.add(
                path,
                endpoint,
                suffix="json",
                media=media,
                response_model=view,
                responses=documented(path),
                **options,
            )
            route = self.routes[-1]
            assert isinstance(route, Route)
            self.routes.append(route.at(f"{path}.json"))
            return endpoint

        return register

    def form(
        self,
        path: str,
        suffix: str,
        media: str,
        *,
        schema: dict[str, Any] | None = None,
        answer: str = "The same in this format.",
        **options: Any,
    ) -> Callable[[E], E]:
        """Register an endpoint that answers the data of `path` in one more format, at
        `path`.`suffix`. `schema` describes the answer; it is a text unless given.
        """
        content = {MEDIA[media].partition(";")[0]: {"schema": schema or {"type": "string"}}}
        return lambda endpoint: self.add(
            f"{path}.{suffix}",
            endpoint,
            suffix=suffix,
            media=media,
            response_class=Response,
            responses={200: {"description": answer, "content": content}, **documented(path)},
            **options,
        )

    def text(self, path: str, summary: str) -> Callable[[E], E]:
        """Register an endpoint that answers plain text, at an address that has no other format."""
        content = {"text/plain": {"schema": {"type": "string"}}}
        return lambda endpoint: self.add(
            path,
            endpoint,
            suffix="",
            media="text",
            response_class=Response,
            responses={200: {"description": "The text.", "content": content}, **documented(path)},
            summary=summary,
        )

    def citation(self, path: str) -> Callable[[E], E]:
        """Register an endpoint that answers a citation as CSL-JSON, at `path`.csl.json."""
        return self.form(
            path,
            "csl.json",
            "csl.json",
            schema={"type": "array", "items": {"type": "object"}},
            answer="A list of one CSL-JSON item.",
        )

    def linked(self, path: str, summary: str) -> Callable[[E], E]:
        """Register an endpoint that answers the data of `path` as JSON-LD, at `path`.jsonld."""
        return self.form(path, "jsonld", "jsonld", schema={"type": "object"}, summary=summary)

    def list(
        self,
        path: str,
        view: type[BaseModel],
        columns: Sequence[Column],
        *,
        of: str,
    ) -> Callable[[L], L]:
        """Register a list at `path` (JSON, page by page), and all of it in every other format.

        The decorated function returns which list is meant. Its parameter `params` has the filters;
        each format adds its own parameters to them, so that each address refuses what it does not
        know. `of` names the rows in the API description.
        """

        def register(function: L) -> L:
            self.data(path, view, summary=f"List {of}")(
                endpoint_of(function, page_of(_filters(function)), list_answer)
            )
            return self.tables(path, columns, of=of)(function)

        return register

    def tables(self, path: str, columns: Sequence[Column], *, of: str) -> Callable[[L], L]:
        """Register all of a list in each of LIST_FORMATS, at `path`.`suffix`."""

        def register(function: L) -> L:
            for form in LIST_FORMATS:
                suffix, model = form.suffix, table_of(_filters(function), form.params)
                as_table = partial(table_answer, columns=columns, form=form)
                self.form(
                    path,
                    suffix,
                    suffix,
                    answer="The whole list.",
                    operation_id=f"{function.__name__}_{suffix}",
                    summary=f"List {of} as {suffix.upper()}",
                )(endpoint_of(function, model, as_table))
                if form.is_described:
                    described = partial(columns_answer, columns=columns, form=form)
                    table = self.routes[-1]
                    assert isinstance(table, Route)
                    metadata = table.at(
                        f"{path}.{suffix}-metadata.json", endpoint_of(function, model, described)
                    )
                    metadata.address, metadata.suffix = f"{path}.{suffix}-metadata", "json"
                    metadata.media_type = MEDIA["csvm"]
                    self.routes.append(metadata)
            return function

        return register


class PageRouter(NegotiatedRouter):
    """Registers what the API description does not show: pages, and with `get` what is neither page
    nor data.
    """

    is_data = False

    def __init__(self) -> None:
        super().__init__(include_in_schema=False)

    def page(self, path: str, *, of: Sequence[str] = ()) -> Callable[[E], E]:
        """Register an endpoint that answers a page.

        `of` names the addresses of the data, with the same parameters in them, that the page shows:
        browsers that request those are sent here.
        """
        return lambda endpoint: self.add(path, endpoint, suffix="", media="html", shows=of)

    def forward(self, path: str, *, of: Sequence[str]) -> Callable[[E], E]:
        """Register an endpoint that redirects to the page that shows the data at `of`, where that
        page belongs to something else. Sitemaps leave it out.
        """

        def register(endpoint: E) -> E:
            self.page(path, of=of)(endpoint)
            route = self.routes[-1]
            assert isinstance(route, Route)
            route.forwards = True
            return endpoint

        return register

    def form(self, path: str, suffix: str) -> Callable[[E], E]:
        """Register an endpoint that answers, in one format, what has no address without suffix."""
        return lambda endpoint: self.add(f"{path}.{suffix}", endpoint, suffix=suffix, media=suffix)


def _filters(function: Callable[..., ListResult]) -> type[QueryParams]:
    model: type[QueryParams] = inspect.signature(function).parameters["params"].annotation
    return model


def endpoint_of(
    function: Callable[..., R],
    model: type[P],
    respond: Callable[[RequestContext, R, P], Awaitable[Response]],
) -> Callable[..., Awaitable[Response]]:
    """An endpoint that takes what `function` takes, but with `model` as its query, and answers what
    `respond` makes of the result of `function`.
    """

    async def endpoint(context: RequestContext, params: P, **names: str) -> Response:
        return await respond(context, function(context=context, params=params, **names), params)

    # FastAPI reads from these what the endpoint is called, what it does, and what it takes.
    endpoint.__name__, endpoint.__doc__ = function.__name__, function.__doc__
    signature = inspect.signature(function)
    query = signature.parameters["params"].replace(annotation=Annotated[model, Query()])
    endpoint.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=list({**signature.parameters, "params": query}.values()),
        return_annotation=Response,
    )
    return endpoint
