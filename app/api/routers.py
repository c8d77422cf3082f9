"""Registering data routes and pages: their paths, formats and query models."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.api.context import RequestContext
from app.api.formats import MEDIA, Column
from app.api.negotiation import FORMATS, PAGES, Check, asked_of
from app.api.parameters import CsvParams, QueryParams, TableParams, page_of, table_of
from app.api.problem_schemas import documented
from app.api.responses import ListResult, columns_answer, list_answer, table_answer
from app.api.routing import Route

E = TypeVar("E", bound=Callable[..., Any])
TABLES = ("csv", "ndjson")

L = TypeVar("L", bound=Callable[..., ListResult])


class DataRouter(APIRouter):
    """Registers a route under its path, under `.json`, and checks each request before the route
    runs.
    """

    def __init__(self, **options: Any) -> None:
        # As much of a route as a router asks for.
        super().__init__(
            generate_unique_id_function=lambda route: route.name,
            route_class=Route,  # type: ignore[arg-type]
            **options,
        )

    def data(
        self, path: str, view: Any, *, also: Sequence[str] = (), media: str = "json", **options: Any
    ) -> Callable[[E], E]:
        """Register an endpoint that answers `view` as JSON at `path` and `path`.json.

        `also` names the other formats of the URL, for 406 and for a suffix that it does not have.
        `media` is the kind of JSON, if it has a media type of its own.
        """

        def register(endpoint: E) -> E:
            FORMATS[path] = ("json", *also)
            check = Depends(Check(endpoint, "json", ("json", *also), media, path))
            self.add_api_route(
                f"{path}.json", endpoint, dependencies=[check], include_in_schema=False, **options
            )
            self.add_api_route(
                path,
                endpoint,
                dependencies=[check],
                response_model=view,
                responses=documented(path),
                **options,
            )
            return endpoint

        return register

    def form(
        self, path: str, suffix: str, media: str, *, kind: str = "string", **options: Any
    ) -> Callable[[E], E]:
        """Register an endpoint that answers what stands at `path` in one more format, at
        `path`.`suffix`, as a text.

        `kind` is the type in the API description. It comes before the endpoint of `path` itself,
        which may end in a name.
        """

        def register(endpoint: E) -> E:
            check = Depends(Check(endpoint, suffix, ("json", suffix), media))
            content = {MEDIA[media].partition(";")[0]: {"schema": {"type": kind}}}
            self.add_api_route(
                f"{path}.{suffix}",
                endpoint,
                dependencies=[check],
                response_class=Response,
                responses={
                    200: {"description": "The same in this format.", "content": content},
                    **documented(path),
                },
                **options,
            )
            return endpoint

        return register

    def citation(self, path: str) -> Callable[[E], E]:
        """Register an endpoint that answers a citation as CSL-JSON at `path`.csl.json; before the
        one of `path` itself.
        """

        def register(endpoint: E) -> E:
            check = Depends(Check(endpoint, "csl.json", ("json", "csl.json")))
            content = {
                MEDIA["csl.json"]: {"schema": {"type": "array", "items": {"type": "object"}}}
            }
            self.add_api_route(
                f"{path}.csl.json",
                endpoint,
                dependencies=[check],
                response_class=Response,
                responses={
                    200: {"description": "A list of one CSL-JSON item.", "content": content},
                    **documented(path),
                },
            )
            return endpoint

        return register

    def linked(self, path: str, summary: str) -> Callable[[E], E]:
        """Register an endpoint that answers what stands at `path` as JSON-LD, at `path`.jsonld."""
        return self.form(path, "jsonld", "jsonld", kind="object", summary=summary)

    def list(
        self,
        path: str,
        view: Any,
        columns: Sequence[Column],
        *,
        of: str,
        params: type[QueryParams] = QueryParams,
    ) -> Callable[[L], L]:
        """Register a list at `path` (JSON, page by page), `path`.csv and `path`.ndjson (whole).

        The decorated function says which list is meant. Of its parameter `ask`, the filters, each
        format gets a query model of its own, so that each address refuses what it does not know.
        `of` names the rows in the API description.
        """

        def register(which: L) -> L:
            async def as_page(params: Any, context: RequestContext, **names: str) -> Response:
                return await list_answer(
                    context, which(context=context, params=params, **names), params
                )

            asked = _asking(as_page, which, page_of(_filters(which)))
            options: dict[str, Any] = {
                "description": inspect.getdoc(which),
                "operation_id": which.__name__,
            }
            self.data(path, view, also=TABLES, summary=f"List {of}", **options)(asked)
            return self.tables(path, columns, of=of)(which)

        return register

    def tables(self, path: str, columns: Sequence[Column], *, of: str) -> Callable[[L], L]:
        """Register the whole of a list at `path`.csv and `path`.ndjson."""

        def register(which: L) -> L:
            async def as_table(params: Any, context: RequestContext, **names: str) -> Response:
                return await table_answer(
                    context, which(context=context, params=params, **names), params, columns
                )

            for media, table in (("csv", CsvParams), ("ndjson", TableParams)):
                endpoint = _asking(as_table, which, table_of(_filters(which), table))
                check = Depends(Check(endpoint, media, ("json", *TABLES)))
                content = {MEDIA[media].partition(";")[0]: {"schema": {"type": "string"}}}
                self.add_api_route(
                    f"{path}.{media}",
                    endpoint,
                    dependencies=[check],
                    response_class=Response,
                    responses={
                        200: {"description": "The whole list.", "content": content},
                        **documented(path),
                    },
                    description=inspect.getdoc(which),
                    operation_id=f"{which.__name__}_{media}",
                    summary=f"List {of} as {media.upper()}",
                )
            self._columns(path, columns, which)
            return which

        return register

    def _columns(
        self, path: str, columns: Sequence[Column], which: Callable[..., ListResult]
    ) -> None:
        """Register what the columns of the CSV mean at `path`.csv-metadata.json, where CSV on the
        Web looks for it.
        """

        async def as_columns(params: Any, context: RequestContext, **names: str) -> Response:
            which(context=context, params=params, **names)  # refuses what the CSV refuses
            return columns_answer(context, columns)

        endpoint = _asking(as_columns, which, table_of(_filters(which), CsvParams))
        check = Depends(Check(endpoint, "json", ("json",), "csvm"))
        self.add_api_route(
            f"{path}.csv-metadata.json", endpoint, dependencies=[check], include_in_schema=False
        )


class PageRouter(APIRouter):
    """Registers pages, each request for which is checked before the page is made, and what is
    neither page nor data.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=Route, **options)  # type: ignore[arg-type]  # as above

    def page(self, path: str, *, of: Sequence[str] = ()) -> Callable[[E], E]:
        """Register an endpoint that answers a page.

        `of` names the data paths, with the same names in them, that it shows: browsers that ask for
        those are sent here.
        """

        def register(endpoint: E) -> E:
            PAGES.update(dict.fromkeys(of, (path, frozenset(asked_of(endpoint)))))
            self.add_api_route(
                path,
                endpoint,
                dependencies=[Depends(Check(endpoint, "html", ()))],
                include_in_schema=False,
            )
            return endpoint

        return register

    def form(self, path: str, suffix: str, *, of: Sequence[str]) -> Callable[[E], E]:
        """Register an endpoint that answers one of the formats `of` what has no address without a
        suffix.
        """

        def register(endpoint: E) -> E:
            FORMATS[path] = tuple(of)
            check = Depends(Check(endpoint, suffix, tuple(of)))
            self.add_api_route(
                f"{path}.{suffix}", endpoint, dependencies=[check], include_in_schema=False
            )
            return endpoint

        return register


def _filters(which: Callable[..., Any]) -> type[QueryParams]:
    params: type[QueryParams] = inspect.signature(which).parameters["params"].annotation
    return params


def _asking(
    endpoint: Callable[..., Any], which: Callable[..., Any], model: type[QueryParams]
) -> Callable[..., Any]:
    """The endpoint with the signature of `which`, its parameter `ask` being the query model of one
    format.
    """
    signature = inspect.signature(which)
    params = signature.parameters["params"].replace(annotation=Annotated[model, Query()])
    parameters = [params if one.name == "params" else one for one in signature.parameters.values()]

    async def asked(**given: Any) -> Any:
        return await endpoint(**given)

    asked.__signature__ = signature.replace(parameters=parameters, return_annotation=Response)  # type: ignore[attr-defined]
    return asked
