"""Registering data routes and pages: their paths, formats and query models."""

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from app.api.context import RequestContext
from app.api.formats import LIST_FORMATS, MEDIA
from app.api.formats.list_format import Column
from app.api.parameters import QueryParams, page_of, table_of
from app.api.responses import ListResult, columns_answer, list_answer, table_answer
from app.api.routing import Route

Tag = dict[str, str]
DOWNLOADS: Tag = {
    "name": "Downloads",
    "description": (
        "Whole lists, streamed: CSV for spreadsheets, NDJSON for programs. They take the filters "
        "of their lists."
    ),
}
LINKED: Tag = {
    "name": "Linked data and citations",
    "description": (
        "Data in the vocabulary of schema.org (JSON-LD), and citations for Zotero, Pandoc and "
        "others (CSL-JSON)."
    ),
}
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

    def __init__(self, tag: str | None, about: str = "") -> None:
        super().__init__(
            include_in_schema=tag is not None,
            route_class=Route,
            generate_unique_id_function=lambda route: route.name,
        )
        self.tag: Tag | None = (tag and {"name": tag, "description": about}) or None

    def add(
        self,
        path: str,
        endpoint: E,
        *,
        suffix: str,
        media: str,
        shows: Sequence[str] = (),
        names: Mapping[str, str] | None = None,
        **options: Any,
    ) -> E:
        """Register an endpoint that answers one format of an address; `path` may end in its suffix.
        `media` is a key of MEDIA, `names` says what the API description calls parameters of the
        path, and `options` are those of FastAPI's routes. Raises TypeError if
        the API description would show it without a summary: FastAPI would make one of the name.
        """
        if self.tag and not options.get("summary"):
            raise TypeError(f"{path} needs a summary.")
        tags = options.pop("tags", [self.tag["name"]] if self.tag else None)
        self.add_api_route(path, endpoint, tags=tags, **options)
        route = self.routes[-1]
        assert isinstance(route, Route)
        route.address, route.suffix = path.removesuffix(f".{suffix}"), suffix
        route.is_data = self.is_data
        route.shows, route.media_type, route.names = shows, MEDIA[media], names or {}
        return endpoint


class DataRouter(NegotiatedRouter):
    """Registers data: things and lists, in all their formats.

    The API description shows its routes below the tag, with what the tag is about.
    """

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
        answer: str = "The data in this format.",
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
            responses={
                200: {"description": answer, "content": content},
                **options.pop("responses", {}),
            },
            **options,
        )

    def text(self, path: str, summary: str) -> Callable[[E], E]:
        """Register an endpoint that answers plain text, at an address that has no other format."""
        # No source of the first dataset may be given out, so the example is invented.
        example = "The ministers met in Paris.\nThey agreed on a common text.\n"
        content = {"text/plain": {"schema": {"type": "string"}, "example": example}}
        return lambda endpoint: self.add(
            path,
            endpoint,
            suffix="",
            media="text",
            response_class=Response,
            responses={200: {"description": "The text.", "content": content}},
            summary=summary,
        )

    def citation(self, path: str, summary: str) -> Callable[[E], E]:
        """Register an endpoint that answers a citation as CSL-JSON, at `path`.csl.json."""
        return self.form(
            path,
            "csl.json",
            "csl.json",
            schema={"type": "array", "items": {"type": "object"}},
            answer="A list of one CSL-JSON item.",
            tags=[LINKED["name"]],
            summary=summary,
        )

    def linked(
        self, path: str, summary: str, *, responses: dict[int | str, Any] | None = None
    ) -> Callable[[E], E]:
        """Register an endpoint that answers the data of `path` as JSON-LD, at `path`.jsonld."""
        return self.form(
            path,
            "jsonld",
            "jsonld",
            schema={"type": "object"},
            answer="The data as JSON-LD.",
            tags=[LINKED["name"]],
            summary=summary,
            responses=responses or {},
        )

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
                    tags=[DOWNLOADS["name"]],
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
    """Registers pages, and with `get` what is neither page nor data. The API description shows them
    only if there is a tag.
    """

    is_data = False

    def __init__(self, tag: str | None = None, about: str = "") -> None:
        super().__init__(tag, about)

    def page(
        self,
        path: str,
        *,
        of: Sequence[str] = (),
        summary: str | None = None,
        operation_id: str | None = None,
        names: Mapping[str, str] | None = None,
    ) -> Callable[[E], E]:
        """Register an endpoint that answers a page.

        `of` names the addresses of the data, with the same parameters in them, that the page shows:
        browsers that request those are sent here. The others are for the API description.
        """
        return lambda endpoint: self.add(
            path,
            endpoint,
            suffix="",
            media="html",
            shows=of,
            names=names,
            summary=summary,
            operation_id=operation_id,
            response_class=Response,
            responses=text_of("html", "The page."),
        )

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

    def form(
        self, path: str, suffix: str, *, summary: str, view: type[BaseModel] | None = None
    ) -> Callable[[E], E]:
        """Register an endpoint that answers, in one format, what has no address without suffix.
        It is a text, or JSON like `view`.
        """
        return lambda endpoint: self.add(
            f"{path}.{suffix}",
            endpoint,
            suffix=suffix,
            media=suffix,
            summary=summary,
            response_model=view,
            response_class=JSONResponse if view else Response,
            responses={} if view else text_of(suffix, "The picture."),
        )


def tags_of(routers: Iterable[APIRouter]) -> list[Tag]:
    """The tags of the API description: first those of the data, then the others."""
    given = [one for one in routers if isinstance(one, NegotiatedRouter)]
    tags = [(router.is_data, router.tag) for router in given if router.tag]
    return [
        *(tag for is_data, tag in tags if is_data),
        DOWNLOADS,
        LINKED,
        *(tag for is_data, tag in tags if not is_data and tag["description"]),
    ]


def text_of(media: str, description: str) -> dict[int | str, Any]:
    """How the API description shows a response that is text. `media` is a key of MEDIA."""
    content = {MEDIA[media].partition(";")[0]: {"schema": {"type": "string"}}}
    return {200: {"description": description, "content": content}}


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
