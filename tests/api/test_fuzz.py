"""The API description against the service, by Schemathesis: generated questions, good and bad, and
then real names.

Short here: every other operation is asked, and the boundary values of all parameters are tried in
some; the rest by `make long`; and STATED_FUZZ_EXAMPLES=500 (`make fuzz`) makes it long.
"""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test  # there is no public way

from app.main import create_app
from app.settings import ROOT, Settings
from tests.conftest import LONG, few
from tests.fixtures import Served

SHORT = 3
EXAMPLES = int(os.environ.get("STATED_FUZZ_EXAMPLES", SHORT))
REFUSED = ["404", "410", "414", "422"]
ACCEPTED = ["2xx", *REFUSED]
CONFIG: dict[str, Any] = {
    "seed": 1,
    "generation": {"max-examples": EXAMPLES, "deterministic": True, "database": "none"},
    "checks": {
        # Names are open strings: a well-formed one may mean nothing (404, in a parameter 422), be
        # withdrawn or be too long.
        "positive_data_acceptance": {"expected-statuses": ACCEPTED},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    },
    # oEmbed 1.0, section 2.3.4, asks for 501 where a format is not known.
    "operations": [
        {
            "include-path": "/oembed",
            "checks": {
                "not_a_server_error": {"expected-statuses": ["2xx", "3xx", "4xx", "501"]},
                "positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "501"]},
                "negative_data_rejection": {"expected-statuses": [*REFUSED, "501"]},
            },
        }
    ],
}
# Where the boundary values of all parameters are tried: in short in some operations; a table takes
# those of its list.
SOME = r"^(/speakers|/changes|/countries/\{name\}/position|/sources/\{id\}/passages|/actors/\{name\}/positions|/dataset)$"  # noqa: E501
BOUNDARIES = r"^((?!\.(csv|ndjson)$).)*$" if settings().max_examples == LONG else SOME
if EXAMPLES <= SHORT:
    CONFIG["operations"].append(
        {"exclude-path-regex": BOUNDARIES, "phases": {"coverage": {"enabled": False}}}
    )

PUBLIC = "https://stated.example"
# Real names by the path that takes them, and values that go together whichever are drawn.
COUNTRIES = [
    "italy",
    "IT",
    "ita",
    "380",
    "Italian Republic",
    "🇮🇹",
    "Česko",
    "U.K.",
    "côte d’ivoire",
    "Rome",
]
ACTORS = ["coalition-of-26", "france", "NATO", "European Union"]
STATEMENTS = ["rapala-26-nations-meloni-no-troops", "rapala-26-nations-pledge"]
NAMES = {
    "/countries/{name}": COUNTRIES,
    "/embed/countries/{name}": COUNTRIES,
    "/actors/{name}": ACTORS,
    "/embed/actors/{name}": ACTORS,
    "/badges/{name}": ACTORS,
    "/positions/{id}": ["italy-peacekeeping-force-1", "coalition-of-26-peacekeeping-force-1"],
    "/statements/{id}": STATEMENTS,
    "/embed/statements/{id}": STATEMENTS,
    "/speakers/{name}": ["giorgia-meloni", "Emmanuel Macron", "macron", "ZELENSKY"],
    "/sources/{id}": ["rapala-26-nations"],
    "/sources/{id}/passages/{number}": ["1", "3"],
}
VALUES: dict[str, list[Any]] = {
    "limit": [1, 7, 200],
    "q": ["france", "ita", "Ukraine"],
    "excel": ["true", "false"],
    "has_position": ["true", "false"],
    "country": [["italy"], ["FR", "🇩🇪", "Russia"]],
    "actor": [["NATO"], ["coalition-of-26", "france"]],
    "about": [["Ukraine"], ["coalition-of-26", "france"]],
    "speaker": [["macron"], ["giorgia-meloni", "Friedrich Merz"]],
    "topic": [["troop-deployment"], ["force-goal", "negotiations"]],
    "source": [["rapala-26-nations"]],
    "question": [["peacekeeping-force"]],
    "said_from": ["2025-01-01", "2025-09-04"],
    "said_to": ["2025-09-05", "2026-02-28"],
    "sort": ["newest", "oldest"],
    "as_of": ["2025-02-01", "2026-01-31"],
    "step": ["month", "year"],
    "text": ["in any format", "Italy would not send troops", "the weather in Lisbon"],
    "since": ["2025-01-01", "2026-11-23"],
    "theme": ["auto", "light", "dark"],
    "url": [f"{PUBLIC}/countries/italy", f"{PUBLIC}/embed/positions?stance=declines"],
    "maxwidth": [1, 500],
    "maxheight": [1, 400],
    "format": ["json", "xml"],
}


async def _document() -> dict[str, Any]:
    """The description of a service without any dataset, for it depends on none; so each operation
    is a test of its own.
    """
    transport = httpx.ASGITransport(app=create_app(Settings(datasets=ROOT / "nothing")))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return dict((await client.get("/openapi.json")).json())


schema = schemathesis.openapi.from_dict(
    asyncio.run(_document()), config=SchemathesisConfig.from_dict(CONFIG)
)
OPERATIONS = {operation.ok().path: operation.ok() for operation in schema.get_all_operations()}


@pytest.fixture(scope="module")
def url(launch: Path, serve: Callable[..., Served]) -> str:
    """A service with time to spare: client and server share one interpreter here, and 503 is for
    other tests.
    """
    return serve(launch.parent, public_url=PUBLIC, budget_ms=10_000).url


@pytest.mark.parametrize("path", few(OPERATIONS, list(OPERATIONS)[::2]))
def test_whatever_is_asked(path: str, url: str) -> None:
    """All checks: no 5xx, described statuses, types and schemas, bad questions refused, good ones
    not, other methods 405.

    Questions take long to make. `schema.parametrize` would have each worker make those of all
    operations when it collects the tests.
    """

    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=url)

    build_operation_test(
        config=schema.config,
        operation=OPERATIONS[path],
        test_func=ask,
        given_kwargs={},
        feedback=FeedbackSources(),
    )()


def values(parameter: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a query parameter: those of its enum, else the known ones up to its maximum."""
    enum = parameter["schema"].get("items", {}).get("$ref")
    if enum is None:
        most = parameter["schema"].get("maximum")
        known = VALUES[parameter["name"]]
        if parameter["schema"].get("type") == "string":  # lists are for those that take several
            known = [one[0] if isinstance(one, list) else one for one in known]
        return st.sampled_from([one for one in known if most is None or one <= most])
    choices = schema.raw_schema["components"]["schemas"][enum.rpartition("/")[2]]["enum"]
    return st.lists(st.sampled_from(choices), min_size=1, unique=True)


@st.composite
def questions(draw: st.DrawFn, path: str) -> schemathesis.Case:
    """A question to a path that must be answered."""
    parameters = schema.raw_schema["paths"][path]["get"].get("parameters", [])
    asked = [one for one in parameters if one["in"] == "query" and one["name"] != "cursor"]
    needed = {one["name"]: values(one) for one in asked if one["required"]}
    others = {one["name"]: values(one) for one in asked if not one["required"]}
    query = draw(st.fixed_dictionaries(needed, optional=others))
    if "/statements" in path and "q" in query and draw(st.booleans()):
        query["sort"] = "relevance"
    known = [(start, names) for start, names in NAMES.items() if path.startswith(start)]
    in_path = {
        start[start.rindex("{") + 1 : -1]: draw(st.sampled_from(names)) for start, names in known
    }
    return OPERATIONS[path].Case(path_parameters=in_path, query=query)


@pytest.mark.parametrize(
    "path", few(OPERATIONS, [one for one in OPERATIONS if not one.endswith((".csv", ".ndjson"))])
)
def test_real_names_are_answered(path: str, url: str) -> None:
    @settings(max_examples=2 * EXAMPLES, derandomize=True, database=None, deadline=None)
    @given(case=questions(path))
    def ask(case: schemathesis.Case) -> None:
        # The text of the launch article may not be given out.
        status = 404 if path.endswith("/text") else 200
        assert case.call_and_validate(base_url=url).status_code == status

    ask()
