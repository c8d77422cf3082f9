"""The API description (OpenAPI 3.1) as clients read it."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.cursors import cursor_of
from app.api.formats import split_suffix
from app.api.problem_schemas import ProblemView
from app.api.routing import Route
from app.store.listing import Key

DESCRIPTION = """
Who said what, and where each country stands, on questions of international politics. \
Read-only.

- **Every answer can be checked** down to the words it rests on: each statement carries W3C Web \
Annotation selectors into the
  archived text of its source and a link that opens the source at those words.
- **Silence is told apart from refusal.** A known country without a position answers 200 with the \
stance `not_stated`; an
  unknown name is an error.
- **Nothing is guessed.** Unknown parameters, values and names are refused with what is allowed \
and what was probably meant.
- **Formats go by suffix**: `.json` everywhere, `.csv` and `.ndjson` (whole) for lists, `.jsonld` \
(schema.org) for the rest.
  A browser that asks for an address without a suffix is sent (303) to the page that shows the \
same; libraries get the data.
"""


def openapi(api: FastAPI) -> dict[str, Any]:
    """The document, made once. It names no server; see `below`."""
    if not api.openapi_schema:
        document = get_openapi(
            title=api.title,
            version=api.version,
            description=DESCRIPTION,
            routes=api.routes,
            tags=api.openapi_tags,
            openapi_version="3.1.0",
            separate_input_output_schemas=False,
        )
        document["info"]["license"] = {"name": "MIT (code), CC BY 4.0 (annotations)"}
        schemas = document["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        for schema in schemas.values():
            if "properties" in schema:
                schema["required"] = list(schema["properties"])  # all keys are always present
        problem = ProblemView.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs") | {"ProblemView": problem}
        for schema in schemas.values():
            for member in schema.get("properties", {}).values():
                # An answer has every member; a default would let generators fill it in.
                member.pop("default", None)
        cursors = {
            route.path: route.cursor_example for route in api.routes if isinstance(route, Route)
        }
        for path, item in document["paths"].items():
            _show_examples(path, item["get"].get("parameters", []), cursors.get(path))
        moved = {"description": "Merged into another person, whom Location names."}
        document["paths"]["/speakers/{name}"]["get"]["responses"]["308"] = moved
        api.openapi_schema = document
    return api.openapi_schema


def below(document: dict[str, Any], base: str) -> dict[str, Any]:
    """The document as it is answered under a base URL.

    Clients resolve its paths against the host that they fetched it from. If the public URL has a
    path, or the request a pin, the document names that as its server.
    """
    path = urlsplit(base).path
    if not path:
        return document
    start = {"openapi": document["openapi"], "info": document["info"], "servers": [{"url": path}]}
    return start | {key: value for key, value in document.items() if key not in start}


def _show_examples(path: str, parameters: list[dict[str, Any]], cursor_key: Key | None) -> None:
    """Give each path parameter an example where reference pages read it, and give the cursor one
    that this list takes.
    """
    for parameter in parameters:
        if parameter["in"] == "path":
            parameter["example"] = parameter["schema"]["examples"][0]
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
    cursor = cursor_of(split_suffix(path)[0], [])  # one of a list is taken in all of its formats
    for parameter in parameters:
        if parameter["name"] == "cursor" and cursor_key is not None:
            parameter["schema"]["examples"] = [cursor.write(cursor_key)]
