"""The API description: valid, readable, and true of what the service answers."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import (
    OPENAPI_31,
)  # the meta-schema of the OpenAPI Initiative, as published

from app.settings import ROOT
from tests.conftest import few

NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
TEXT = "/sources/{id}/text"  # has no other format; the launch article may not be given out
ALWAYS = {"400", "405", "406", "410", "414", "422", "431", "503"}
# The members of a problem that are there where they help.
SOMETIMES = {
    "allowed",
    "candidates",
    "did_you_mean",
    "errors",
    "reason",
    "removed_on",
    "replaced_by",
}


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """The description as clients get it."""
    answer = client.get("/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    return answer.json()


@pytest.fixture(scope="module")
def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by its path; all are GET."""
    assert all(item.keys() == {"get"} for item in document["paths"].values())
    return {path: item["get"] for path, item in document["paths"].items()}


def inside(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document and its place."""
    if isinstance(value, dict):
        yield place, value
        for key, member in value.items():
            yield from inside(member, f"{place}/{key}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from inside(member, f"{place}/{number}")


def resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """A schema with the components that it may refer to."""
    return {"$ref": "#/the", "the": schema, "components": document["components"]}


@pytest.mark.long
def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    Draft202012Validator(OPENAPI_31).validate(document)
    schemas = document["components"]["schemas"]
    others = [one["schema"] for _, one in inside(document["paths"]) if "schema" in one]
    for schema in {
        str(one): one for one in (*schemas.values(), *others)
    }.values():  # many parameters have the same one
        Draft202012Validator.check_schema(schema)
    used = {one["$ref"] for _, one in inside(document) if "$ref" in one}
    assert used == {f"#/components/schemas/{name}" for name in schemas}, (
        "all references lead somewhere, all schemas are used"
    )


def test_it_names_no_server_and_nothing_of_the_inside(
    client: httpx.Client, document: dict[str, Any]
) -> None:
    assert "servers" not in document
    text = client.get("/openapi.json").text
    for word in (
        "://",
        "127.0.0.1",
        "app__",
        "app.",
        "ListView",
        "HTTPValidationError",
        "sqlite",
        str(ROOT),
    ):
        assert word not in text, word


def test_operations_have_names_of_one_style_and_stand_under_a_known_tag(
    document: dict[str, Any], operations: dict[str, dict[str, Any]]
) -> None:
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(set(ids)) == len(ids)
    assert [
        one for one in ids if not re.fullmatch(r"(list|get|summarise|cite)(_[a-z]+)+", one)
    ] == []
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations.values():
        assert operation["summary"]
        assert operation["description"]
        assert {*operation["tags"]} <= tags


def test_every_data_path_of_the_service_is_described(
    operations: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    """A list has its three formats, and a resource is also at .json, which is no operation of its
    own.
    """
    for path, operation in operations.items():
        bare, _, suffix = path.partition(".")
        if operation["operationId"].startswith("list_") and "total" in str(
            operation["responses"]["200"]
        ):
            assert {bare, f"{bare}.csv", f"{bare}.ndjson"} <= operations.keys()
        if not suffix and path != TEXT:
            assert client.get(f"{filled(path, operation)}.json").status_code == 200


def test_schemas_have_readable_names_and_enums_are_among_them(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if not NAME.fullmatch(name)] == []
    assert [
        name
        for name, schema in schemas.items()
        if schema["title"] != name or not schema["description"]
    ] == []
    named = {name for name, schema in schemas.items() if "enum" in schema}
    assert {place for place, one in inside(document) if "enum" in one} == {
        f"/components/schemas/{name}" for name in named
    }


def test_every_key_of_an_answer_is_required(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if "properties" in schema:
            optional = SOMETIMES if name == "ProblemView" else set()
            assert {*schema["required"]} == schema["properties"].keys() - optional, name
            assert not any("default" in member for member in schema["properties"].values()), name


def test_parameters_are_described_exemplified_and_never_nullable(
    document: dict[str, Any], operations: dict[str, dict[str, Any]]
) -> None:
    for path, operation in operations.items():
        for one in operation.get("parameters", []):
            where, schema = f"{path} {one['name']}", one["schema"]
            assert one["description"], where
            assert "anyOf" not in schema, where
            assert "null" not in str(schema.get("type")), where
            assert schema["examples"], where
            for example in (
                *schema["examples"],
                *([schema["default"]] if "default" in schema else []),
            ):
                Draft202012Validator(resolved(schema, document)).validate(example)


def test_answers_have_the_right_types_and_all_problems_are_described(
    operations: dict[str, dict[str, Any]],
) -> None:
    kinds = {
        ".csl.json": "application/vnd.citationstyles.csl+json",
        ".csv": "text/csv",
        ".ndjson": "application/x-ndjson",
        "/feed": "application/feed+json",
        "/feed.xml": "application/atom+xml",
        ".jsonld": "application/ld+json",
        "/annotation": "application/ld+json",
        "/text": "text/plain",
    }
    for path, operation in operations.items():
        answers = operation["responses"]
        right = next(
            (kind for suffix, kind in kinds.items() if path.endswith(suffix)), "application/json"
        )
        assert answers["200"]["content"].keys() == {right}, path
        if right in ("application/json", "application/feed+json"):
            assert answers["200"]["content"][right]["schema"].keys() == {"$ref"}, path
        problems = {status for status in answers if status >= "400"}
        assert problems == (ALWAYS | {"404"} if "{" in path else ALWAYS), path
        for status in problems:
            assert answers[status]["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemView"}}
            }


def test_one_idea_has_one_name_in_paths(operations: dict[str, dict[str, Any]]) -> None:
    """`name` where any name of a thing is taken, `id` where only its exact id is."""
    by_noun: dict[str, set[str]] = {}
    for path in operations:
        for noun, parameter in re.findall(r"/(\w+)/\{(\w+)\}", path):
            by_noun.setdefault(noun, set()).add(parameter)
    assert by_noun == {
        "countries": {"name"},
        "actors": {"name"},
        "speakers": {"name"},
        "positions": {"id"},
        "statements": {"id"},
        "sources": {"id"},
    }


def filled(path: str, operation: dict[str, Any]) -> str:
    """A path with the examples of its names."""
    for one in operation.get("parameters", []):
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", one["schema"]["examples"][0])
    return path


@pytest.mark.parametrize(("tables", "least"), few([(False, 100), (True, 100)], [(False, 100)]))
def test_every_example_answers_and_the_answer_is_as_described(
    document: dict[str, Any],
    operations: dict[str, dict[str, Any]],
    client: httpx.Client,
    tables: bool,
    least: int,
) -> None:
    """Each example of each parameter by itself, and each operation without any; tables take what
    their lists take.
    """
    asked = 0
    for path, operation in operations.items():
        if path.endswith((".csv", ".ndjson")) != tables or path == TEXT:
            continue
        questions: list[dict[str, Any]] = [{}]
        for one in operation.get("parameters", []):
            if one["in"] == "query":
                questions += [{one["name"]: example} for example in one["schema"]["examples"]]
        ((kind, described),) = operation["responses"]["200"]["content"].items()
        validator = Draft202012Validator(resolved(described["schema"], document))
        for question in questions:
            answer = client.get(filled(path, operation), params=question)
            assert answer.status_code == 200, (path, question, answer.text)
            assert answer.headers["content-type"].partition(";")[0] == kind
            if kind in ("application/json", "application/feed+json"):
                validator.validate(answer.json())
            asked += 1
    assert asked > least


class Addresses(HTMLParser):
    """Collects what a page loads or links to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every attribute whose value is an address."""
        self.found += [
            value or ""
            for name, value in attrs
            if name in ("href", "src", "srcset", "action", "data-openapi")
        ]


def test_the_reference_page_asks_nobody_else(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    found = [urljoin(str(page.url), one) for one in Addresses(page.text).found]
    ours = ("https://stated.example/", str(client.base_url))
    assert [one for one in found if not one.startswith(ours)] == []
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert re.findall(r"https?:|\*", policy) == []
    assets = [urlsplit(one).path for one in found if "/assets/" in one]
    assert len(assets) >= 4
    for asset in assets:
        answer = client.get(asset)
        assert answer.status_code == 200, asset
        if asset.endswith(".css"):
            assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//", answer.text) == [], asset
    start = client.get(next(one for one in assets if "/docs." in one and one.endswith(".js"))).text
    assert "validatorUrl: null" in start, "else Swagger UI asks a validator of its makers"
    assert "//" not in re.sub(r"/\*.*?\*/", "", start)
