"""The API description (OpenAPI 3.1) as clients read it."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.views.problem import ProblemView

DESCRIPTION = """
Who said what, and where each country stands, on an international peacekeeping force for Ukraine. Read-only.

- **Every answer can be checked** down to the words it rests on: each statement carries W3C Web Annotation selectors into the
  archived text of its source and a link that opens the source at those words.
- **Silence is told apart from refusal.** A known country without a position answers 200 with the stance `not_stated`; an
  unknown name is an error.
- **Nothing is guessed.** Unknown parameters, values and names are refused with what is allowed and what was probably meant.
- **Formats go by suffix**: `.json` everywhere, `.csv` and `.ndjson` (whole) for lists.
"""

TAGS = [
    {"name": "Countries", "description": "By code, name, local or former name, demonym, capital or flag, in any spelling."},
    {"name": "Positions", "description": "Where actors stand, with the evidence in full."},
    {"name": "Statements", "description": "Claims with their words and their exact place in the source."},
    {"name": "Speakers", "description": "People and their dated roles."},
    {"name": "Sources", "description": "Documents, their checksums, their coverage and every sentence."},
    {"name": "Actors", "description": "Countries, organisations and coalitions."},
    {"name": "Dataset", "description": "What answers here, and its closed lists."},
]


def openapi(api: FastAPI) -> dict[str, Any]:
    """The document, made once. It names no server: clients resolve paths against the address that they fetched it from."""
    if not api.openapi_schema:
        document = get_openapi(
            title=api.title, version=api.version, description=api.description, routes=api.routes, tags=api.openapi_tags,
            openapi_version="3.1.0", separate_input_output_schemas=False,
        )  # fmt: skip
        document["info"]["license"] = {"name": "MIT (code), CC BY 4.0 (annotations)"}
        schemas = document["components"]["schemas"]
        problem = ProblemView.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs") | {"ProblemView": problem}
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        api.openapi_schema = document
    return api.openapi_schema
