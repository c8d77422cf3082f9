"""The API description (OpenAPI 3.1) as clients read it.

FastAPI writes the paths, parameters and schemas. What all responses have in common is added here:
headers, redirects, errors, and examples. The examples are what this service itself answers, so they
are always right. They are asked once for each dataset.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.examples import ask, shown
from app.api.formats import LIST_FORMATS
from app.api.problem_schemas import ProblemView
from app.api.routing import Route
from app.api.schemas import JsonObject
from app.api.shared_responses import HEADERS, PROBLEMS, REDIRECTS, headers
from app.problems import Problem

BASE = "https://base.invalid"
"""In the place of the public URL while the document is made: no text can contain it, because no
such host exists (RFC 2606).
"""

DESCRIPTION = """
Who said what, and where countries stand on questions of international politics. Read-only.

- **Every statement can be checked.** It has its words, their place in the archived text of the
  source, and a link that opens the source at these words.
- **No position is also a result.** A known country without a position is a 200 with the stance
  `not_stated`. An unknown name is an error.
- **Nothing is guessed.** Unknown parameters, values and names are rejected. The error says what is
  allowed, and what was probably meant.
- **The suffix chooses the format.** All data have `.json`, lists also `.csv` and `.ndjson` (the
  whole list), other data `.jsonld` (schema.org) and `.csl.json` (citations). A browser that
  requests an address without a suffix is redirected (303) to its page.
- **Old data stay.** `/@<version>` before any path is that version of the dataset.
  `/dataset/versions` lists the versions.

`HEAD` works for every address. Responses have an `ETag`; a request with `If-None-Match` gets 304
if nothing changed. The `X-Request-ID` of a request is repeated in its response. A final slash, or
capitals in the fixed text of a path, redirect (308) to the right address.
"""
_KEPT = 3  # documents: that of the current dataset, and those of pinned ones

EdgeOf = Callable[[ASGIApp], ASGIApp]
"""Puts the edge around an application: with BASE as its public URL, without a cache and without
metrics.
"""


class ApiDescription:
    """Makes the document and keeps it, because it takes half a second of work.

    `public_url` and `contact` are those of the settings. `edge_of` is for the examples.
    """

    def __init__(self, api: FastAPI, edge_of: EdgeOf, *, public_url: str, contact: str) -> None:
        self._api, self._edge_of = api, edge_of
        self._public_url, self._contact = public_url, contact
        self._kept: OrderedDict[tuple[str | None, bool], bytes] = OrderedDict()
        self._lock = asyncio.Lock()
        self._outline: bytes = b""

    async def document(
        self, version: str | None, licence: Mapping[str, str] | None, base: str, root: str
    ) -> bytes:
        """The document as JSON, for a request below `base`; `root` is the same without the pin.

        `version` and `licence` are those of the dataset, None without one.
        """
        key = version, base != root
        async with self._lock:
            if key not in self._kept:
                self._kept[key] = await self._made(version if base != root else None, licence)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key].replace(BASE.encode(), orjson.dumps(root)[1:-1])

    async def _made(self, pin: str | None, licence: Mapping[str, str] | None) -> bytes:
        """The document with BASE in the place of the public URL."""
        if not self._outline:  # in a thread, because it takes long
            self._outline = await asyncio.to_thread(_outline, self._api)
        document = orjson.loads(self._outline)
        pinned = f"/@{pin}" if pin else ""
        info = document["info"]
        if self._contact:
            kind = "url" if self._contact.startswith("http") else "email"
            info["contact"] = {"name": "Reports of mistakes", kind: self._contact}
        if licence:
            info["license"] = {"name": licence["id"], "url": licence["url"]}
        # Without a public URL, the host is the one from which the document was fetched.
        server = f"{BASE}{pinned}" if self._public_url else pinned or "/"
        document["security"] = []  # nobody has to say who they are
        document["servers"] = [{"url": server, "description": "This service."}]
        edge = self._edge_of(self._api)
        seen = dict[str, str]()  # headers of responses
        for route in described(self._api):
            operation = document["paths"][_renamed(route, route.path_format)]["get"]
            content = operation["responses"]["200"]["content"]
            for target in targets_of(operation, route):
                asked = await ask(edge, pinned + target)
                if asked.status == 200 and asked.media_type in content:
                    example = shown(asked)
                    if pin and asked.headers.get("cache-control") == "no-store":
                        # It says which version is the current one; under a pin, nothing changes.
                        example = _with_version(example, pin)
                    content[asked.media_type]["example"] = example
                    seen = asked.headers | seen
                await asyncio.sleep(0)  # other requests come in between
        browser = await ask(
            edge, f"{pinned}/countries/italy", headers=[("accept", "application/xhtml+xml")]
        )
        seen = {key: value for key, value in browser.headers.items() if key == "location"} | seen
        for name, response in document["components"]["responses"].items():
            await self._add_samples(name, response, seen, pinned, edge)
        for name, header in document["components"]["headers"].items():
            if (value := seen.get(name.lower())) is not None:
                header["example"] = int(value) if value.isdigit() else value
        return orjson.dumps(document)

    async def _add_samples(
        self, name: str, response: JsonObject, seen: dict[str, str], pinned: str, edge: ASGIApp
    ) -> None:
        """Add an example of each kind of error to a response that several operations share."""
        for status, problem in PROBLEMS.items():
            kind = name.removeprefix(problem.name)
            if not name.startswith(problem.name) or kind not in KINDS:
                continue
            for code, sample in problem.samples.items():
                if isinstance(sample, Problem) and sample.status == 500:  # the edge would log it
                    body = sample.body(BASE, KINDS[kind].format("italy"))
                    _only(response["content"])["examples"] = {code: {"value": body}}
                    continue
                if isinstance(sample, Problem):
                    asked = await ask(self._edge_of(_raising(sample)), KINDS[kind].format("italy"))
                else:
                    target, sent, method = sample(KINDS[kind])
                    pin = "" if target.startswith("/@") else pinned
                    asked = await ask(edge, pin + target, method=method, headers=sent.items())
                if str(asked.status) == status and asked.media_type in response["content"]:
                    media = response["content"][asked.media_type]
                    media.setdefault("examples", {})[code] = {"value": shown(asked)}
                    seen |= {key: asked.headers[key] for key in asked.headers.keys() - seen.keys()}


def _with_version(example: object, version: str) -> object:
    """An example about the process, as if it served this version."""
    if isinstance(example, dict) and "dataset_version" in example:
        return example | {"dataset_version": version}
    return example


def _raising(problem: Problem) -> ASGIApp:
    """An application in which something goes wrong."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise problem

    return app


KINDS = {"": "/countries/{}", "Page": "/embed/countries/{}", "Picture": "/badges/{}.svg"}
"""The address of a country where errors are problem details, pages or pictures, by what the names
of their components end in.
"""
_MEDIA_OF_ERRORS = {"": "application/problem+json", "Page": "text/html", "Picture": "image/svg+xml"}


def _only(content: JsonObject) -> JsonObject:
    """The description of a response that has one media type."""
    [description] = content.values()
    return description  # type: ignore[no-any-return]


def _kind_of(route: Route) -> str:
    media = route.media_type.partition(";")[0]
    return {"text/html": "Page", "image/svg+xml": "Picture"}.get(media, "")


def described(api: FastAPI) -> list[Route]:
    """The routes that the document has."""
    return [route for route in api.routes if isinstance(route, Route) and route.include_in_schema]


def _outline(api: FastAPI) -> bytes:
    """The document without examples of responses and without addresses."""
    document = get_openapi(
        title=api.title,
        version=api.version,
        summary="Who said what, and where countries stand.",
        description=DESCRIPTION,
        routes=api.routes,
        tags=api.openapi_tags,
        openapi_version="3.1.0",
    )
    schemas = document["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = ProblemView.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"ProblemView": problem}
    for schema in schemas.values():
        for member in schema.get("properties", {}).values():
            # A response has every member; a default would let generators fill it in.
            member.pop("default", None)
            member.pop("title", None)  # machine-made, of the name
    used = set[str]()
    for route in described(api):
        operation = document["paths"][route.path_format]["get"]
        _complete(operation, route)
        _say_what_it_is(operation["responses"]["200"], schemas)
        used |= {
            response["$ref"].rpartition("/")[2]
            for response in operation["responses"].values()
            if "$ref" in response
        }
    responses = {**REDIRECTS, **_problem_responses()}
    document["components"] |= {
        "responses": {name: one for name, one in responses.items() if name in used},
        "headers": {name: dict(header) for name, header in HEADERS.items()},
    }
    ours = {route.path_format: _renamed(route, route.path_format) for route in described(api)}
    plain = {path: item for path, item in document["paths"].items() if path not in ours}
    refused = {"$ref": f"#/components/responses/{PROBLEMS['422'].name}"}
    for item in plain.values():  # FastAPI describes errors as it would answer them itself
        for operation in item.values():
            if "422" in operation["responses"]:
                operation["responses"]["422"] = refused
    document["paths"] = {renamed: document["paths"][path] for path, renamed in ours.items()} | plain
    return orjson.dumps(document)


def _say_what_it_is(response: JsonObject, schemas: JsonObject) -> None:
    """Describe a response by its schema, if FastAPI only says that it is a successful one."""
    if response["description"] == "Successful Response":
        for content in response.get("content", {}).values():
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if text := schemas.get(name, {}).get("description"):
                response["description"] = text.partition("\n\n")[0]


def _problem_responses() -> dict[str, JsonObject]:
    schema_of = {"": {"$ref": "#/components/schemas/ProblemView"}}
    return {
        f"{problem.name}{kind}": {
            "description": problem.meaning,
            "headers": headers(*problem.headers),
            "content": {media: {"schema": schema_of.get(kind, {"type": "string"})}},
        }
        for problem in PROBLEMS.values()
        for kind, media in _MEDIA_OF_ERRORS.items()
    }


def _complete(operation: JsonObject, route: Route) -> None:
    """Give an operation what FastAPI does not know: headers, media types, redirects and errors."""
    operation["parameters"] = operation.get("parameters", [])
    for parameter in operation["parameters"]:
        parameter["schema"].pop("title", None)
        if parameter["in"] == "path":
            parameter["name"] = route.names.get(parameter["name"], parameter["name"])
        examples = parameter["schema"].get("examples")  # plain routes may have none
        if examples and (parameter["in"] == "path" or parameter.get("required")):
            parameter["example"] = examples[0]
    given = operation["responses"]
    right = given["200"]
    if route.media_type:
        media = route.media_type.partition(";")[0]
        right["content"] = {media: _only(right["content"])}
    named = "{" in route.path
    is_data = route.is_data and route.address is not None
    is_table = route.suffix in {form.suffix for form in LIST_FORMATS}
    if is_table:
        operation["description"] += " The response is the whole list, without pages."
    right["headers"] = headers(
        "ETag",
        *(["Link"] if is_data else []),
        *(["Content-Location"] if is_data and route.response_field else []),
        *(["Content-Disposition"] if is_table else []),
    )
    kind = _kind_of(route)
    statuses = ["400", "405", "414", "422", "431", *(["500"] if not kind else [])]
    if route.address is not None:
        statuses += ["406", "410", "503", *(["404"] if named else [])]
    statuses += [str(status) for status in given if str(status) in PROBLEMS]
    shared = {"304": "NotModified"}
    if route.page is not None and route.path == route.address:
        shared["303"] = "SeeOther"
    if "308" in given:
        shared["308"] = "Moved"
    shared |= {status: f"{PROBLEMS[status].name}{kind}" for status in statuses}
    rest = {
        status: response
        for status, response in given.items()
        if status not in shared or ("content" in response and status == "503")
    }
    refs = {status: {"$ref": f"#/components/responses/{name}"} for status, name in shared.items()}
    operation["responses"] = dict(sorted({**refs, **rest}.items()))


def _renamed(route: Route, path: str) -> str:
    for name, other in route.names.items():
        path = path.replace(f"{{{name}}}", f"{{{other}}}")
    return path


def targets_of(operation: JsonObject, route: Route) -> list[str]:
    """The paths and queries of the requests whose responses are the examples of an operation: one,
    or one for each `format`. None at all if a parameter that it needs has no example.
    """
    formats = list[str]()
    path, query = _renamed(route, route.path_format), dict[str, str]()
    for parameter in operation["parameters"]:
        name = parameter["name"]
        if parameter.get("required") and "example" not in parameter:
            return []
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", quote(parameter["example"], safe=""))
        elif name == "limit":
            query[name] = "2" if route.suffix == "csv" else "1"
        elif name == "format":
            formats = parameter["schema"]["examples"]
        elif parameter.get("required"):
            query[name] = parameter["example"]
    queries = [query | {"format": one} for one in formats] or [query]
    return [f"{path}?{urlencode(one)}" if one else path for one in queries]
