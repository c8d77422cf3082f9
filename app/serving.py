"""What all data routes share: the request's surroundings, the checks before a route runs, and the answers that it gives."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin

import orjson
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.routing import compile_path

from app import formats
from app.asking import Ask, Sheet, Walk, Whole
from app.dataset import Dataset, Shelf
from app.formats import MEDIA, Column, Cursor, split_suffix
from app.problems import AmbiguousName, FormatNotServed, InvalidParameter, NotAcceptable, NotReady, UnknownName
from app.queries import actors, positions, resolve
from app.queries.listing import Listing, Row
from app.queries.resolve import Match, Miss
from app.urls import Urls
from app.views.problem import documented
from app.views.shared import Published

ViewOf = Callable[[Row], dict[str, Any]]

E = TypeVar("E", bound=Callable[..., Any])


@dataclass(frozen=True)
class Listed:
    """Which list is meant, and how its rows look."""

    listing: Listing
    view: ViewOf
    flat: ViewOf | None = None  # the rows of the CSV, where they need more than the view has
    more: Callable[[], Awaitable[dict[str, Any]]] | None = None  # further members of the JSON envelope
    canonical: str | None = None  # the canonical URL of a list below a name


L = TypeVar("L", bound=Callable[..., Listed])


class Here:
    """A request's surroundings: the dataset that answers it, taken once, and where it was asked."""

    __slots__ = ("ds", "path", "pool", "query", "urls")

    def __init__(self, request: Request) -> None:
        dataset: Dataset | None = request.state.dataset
        if dataset is None:
            raise NotReady("No dataset is published here yet.")
        shelf: Shelf = request.app.state.shelf
        self.ds, self.pool = dataset, shelf.pool
        self.urls = Urls(request.state.base)
        self.path = split_suffix(request.scope["path"])[0]
        self.query = request.query_params.multi_items()

    @property
    def about(self) -> Published:
        """What citations say of the dataset."""
        return Published(self.ds.title, self.ds.version, self.ds.published)

    @property
    def codes(self) -> dict[str, Row]:
        """The ISO codes of every actor, by id."""
        return self.ds.read(actors.codes)

    def question(self, given: str | None) -> str:
        """The question asked for, or the first one."""
        if given is None:
            return self.ds.read(positions.first_question)
        return self.values("question", resolve.of["question"], [given])[0]

    def path_name(self, found: Match | Miss) -> Match:
        """A name in the path; raises 404 with what was probably meant."""
        if isinstance(found, Match):
            return found
        kind = AmbiguousName if len(found.candidates) > 1 else UnknownName
        raise kind(found.detail, did_you_mean=found.did_you_mean, candidates=self._linked(found))

    def values(self, parameter: str, resolve: Callable[..., Match | Miss], given: Iterable[str]) -> tuple[str, ...]:
        """Names in a parameter as ids, each once; raises 422 with what was probably meant."""
        ids: dict[str, None] = {}
        for name in given:
            found = self.ds.read(resolve, name)
            if isinstance(found, Miss):
                raise InvalidParameter(
                    f"{parameter}: {found.detail}", errors=[{"parameter": parameter, "detail": found.detail}],
                    did_you_mean=found.did_you_mean, candidates=self._linked(found), allowed=found.allowed,
                )  # fmt: skip
            ids[found.id] = None
        return tuple(ids)

    def _linked(self, miss: Miss) -> list[Mapping[str, Any]]:
        return [{**one, "url": self.urls.named(one["type"], one["id"])} for one in miss.candidates]

    def found(self, row: Row | None, detail: str) -> Row:
        """A row that must be there; raises 404 if it is not."""
        if row is None:
            raise UnknownName(detail)
        return row


def here(request: Request) -> Here:
    """FastAPI's way to Here."""
    return Here(request)


HereNow = Annotated[Here, Depends(here)]


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

    def list(
        self, path: str, view: Any, columns: Sequence[Column], *, page: type[Walk], whole: type[Whole], sheet: type[Sheet],
        of: str,
    ) -> Callable[[L], L]:  # fmt: skip
        """Register a list at `path` (JSON, page by page), `path`.csv and `path`.ndjson (whole).

        The decorated function says which list is meant. Its parameter `ask` takes the query model of each format, so each
        address refuses what it does not know. `of` names the rows in the API description.
        """
        also = ("csv", "ndjson")

        def register(which: L) -> L:
            async def as_page(ask: Any, here: Here, **names: str) -> Response:
                return await list_answer(here, which(here=here, ask=ask, **names), ask)

            async def as_table(ask: Any, here: Here, **names: str) -> Response:
                return await table_answer(here, which(here=here, ask=ask, **names), ask, columns)

            name = which.__name__
            options: dict[str, Any] = {"description": inspect.getdoc(which), "operation_id": name}
            self.data(path, view, also=also, summary=f"List {of}", **options)(_asking(as_page, which, page))
            for media, model in (("csv", sheet), ("ndjson", whole)):
                endpoint = _asking(as_table, which, model)
                check = Depends(_Check(endpoint, media, ("json", *also)))
                content = {MEDIA[media].partition(";")[0]: {"schema": {"type": "string"}}}
                self.add_api_route(
                    f"{path}.{media}", endpoint, dependencies=[check], response_class=Response,
                    responses={200: {"description": "The whole list.", "content": content}, **documented(path)},
                    **options | {"operation_id": f"{name}_{media}"}, summary=f"List {of} as {media.upper()}",
                )  # fmt: skip
            return which

        return register


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
            raise NotAcceptable(f"This URL answers {MEDIA[self._media].partition(';')[0]}; add a suffix for another: {served}.",
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


def answer(here: Here, body: Any, *, canonical: str | None = None) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), media_type=MEDIA["json"], headers=_headers(here, canonical))


async def list_answer(here: Here, listed: Listed, ask: Walk) -> Response:
    """A page of a list as JSON."""
    listing = listed.listing
    rest = [pair for pair in here.query if pair[0] not in ("cursor", "limit")]
    cursor = Cursor(orjson.dumps([here.path, sorted(pair for pair in rest if pair[0] != "facets")]).decode())
    after = cursor.read(ask.cursor, listing.fits) if ask.cursor else None
    rows = await read(here, listing, listing.page, after, ask.limit + 1)
    total, exact = await read(here, listing, listing.total)
    next_url = None
    if len(rows) > ask.limit:
        rows = rows[: ask.limit]
        place = [("limit", str(ask.limit)), ("cursor", cursor.write(listing.key(rows[-1])))]
        next_url = here.urls.list(here.path, [*rest, *place])
    body = {
        "items": [listed.view(row) for row in rows], "total": total, "total_exact": exact, "next_url": next_url,
        "dataset_version": here.ds.version, **(await listed.more() if listed.more else {}),
    }  # fmt: skip
    return Response(orjson.dumps(body), media_type=MEDIA["json"], headers=_headers(here, listed.canonical, next_url))


async def table_answer(here: Here, listed: Listed, ask: Whole, columns: Sequence[Column]) -> Response:
    """A whole list, streamed, as CSV (where a Sheet was asked for) or NDJSON.

    The first rows are read before the answer starts, so that an error keeps its status.
    """
    listing = listed.listing
    media, view = "ndjson", listed.view
    lines: formats.Lines = formats.ndjson_lines
    if isinstance(ask, Sheet):
        media, view, lines = "csv", listed.flat or listed.view, formats.csv_lines(columns, excel=ask.excel)
    batches = formats.walked(lambda after, size: read(here, listing, listing.page, after, size), listing.key, ask.limit)
    start: list[Row] = await anext(batches, [])

    async def body() -> AsyncIterator[bytes]:
        yield lines(None) + lines(map(view, start))
        async for rows in batches:
            yield lines(map(view, rows))

    name = f"stated{here.path.replace('/', '-')}-{here.ds.version}.{media}"
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-.") else "-" for char in name)
    shown = "attachment" if media == "csv" else "inline"
    headers = _headers(here) | {"Content-Disposition": f'{shown}; filename="{safe}"'}
    return StreamingResponse(body(), media_type=MEDIA[media], headers=headers)


async def read(here: Here, listing: Listing, query: Callable[..., Any], *args: Any) -> Any:
    """Run one of a listing's reads where it belongs: in the loop if it is short, else on a thread."""
    if listing.aside:
        return await here.ds.read_aside(here.pool, query, *args)
    return here.ds.read(query, *args)


def _headers(here: Here, canonical: str | None = None, next_url: str | None = None) -> dict[str, str]:
    """The Link header (RFC 8288), and Content-Location where the canonical URL is known."""
    links = [(next_url, "next"), (canonical, "canonical"), (here.urls.at("openapi.json"), "service-desc"),
             (here.urls.at("docs"), "service-doc")]  # fmt: skip
    headers = {"Link": ", ".join(f'<{url}>; rel="{relation}"' for url, relation in links if url)}
    return headers | {"Content-Location": canonical} if canonical else headers
