"""The API description (OpenAPI 3.1) as clients read it."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.problem_schemas import ProblemView

DESCRIPTION = """
Who said what, and where countries stand, on questions of international politics. \
Read-only.

- **Every answer can be checked** against the words that it is based on: each statement has W3C \
Web Annotation selectors into the
  archived text of its source and a link that opens the source at those words.
- **A missing answer is not a refusal.** A known country without a position answers 200 with the \
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
        )
        document["info"]["license"] = {"name": "MIT (code), CC BY 4.0 (annotations)"}
        schemas = document["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        problem = ProblemView.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs") | {"ProblemView": problem}
        for schema in schemas.values():
            for member in schema.get("properties", {}).values():
                # An answer has every member; a default would let generators fill it in.
                member.pop("default", None)
                member.pop("title", None)  # machine-made, of the name
        for item in document["paths"].values():
            for parameter in item["get"].get("parameters", []):
                parameter["schema"].pop("title", None)
                if parameter["in"] == "path":  # where reference pages read it
                    parameter["example"] = parameter["schema"]["examples"][0]
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
