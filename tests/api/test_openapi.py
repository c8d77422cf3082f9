"""The API description: valid, readable, and true of what the service answers."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import jsonschema_specifications
import pytest
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import (
    OPENAPI_31,
)  # the meta-schema of the OpenAPI Initiative, as published

from app.problems import ALL
from app.settings import ROOT
from tests.conftest import few
from tests.fixtures import Served

NAME = re.compile(r"[A-Z][A-Za-z0-9]+")
TEXT = "/sources/{id}/text"  # has no other format; the launch article may not be given out
ALWAYS = {"400", "405", "406", "410", "414", "422", "431", "503"}
PROBLEM = {"$ref": "#/components/schemas/ProblemView"}
# The members of a problem that are there where they help, and what oEmbed 1.0 (section 2.3.4)
# leaves out where there is no picture.
SOMETIMES = {
    "ProblemView": {
        "allowed",
        "candidates",
        "did_you_mean",
        "errors",
        "reason",
        "removed_on",
        "replaced_by",
    },
    "OembedView": {"thumbnail_url", "thumbnail_width", "thumbnail_height"},
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
    used = {one["$ref"] for _, one in inside(document) if isinstance(one.get("$ref"), str)}
    assert used == {
        f"#/components/{kind}/{name}"
        for kind, components in document["components"].items()
        for name in components
    }, "all references lead somewhere, all schemas are used"


def keywords() -> set[str]:
    """The keywords of JSON Schema 2020-12, and those that OpenAPI 3.1 adds (section 4.8.24)."""
    vocabularies = jsonschema_specifications.REGISTRY
    names = set[str]()
    for uri in vocabularies:
        if "/draft/2020-12/" in uri:
            names |= vocabularies.contents(uri).get("properties", {}).keys()
    return names | {"discriminator", "xml", "externalDocs", "example"}


def schema_objects(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of the document with its place: those below `schema` and among the components,
    and the schemas inside them.
    """

    def parts(place: str, schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if not isinstance(schema, dict):
            return
        yield place, schema
        for key in ("properties", "$defs", "patternProperties"):
            for name, member in schema.get(key, {}).items():
                yield from parts(f"{place}/{name}", member)
        for key in ("items", "additionalProperties", "propertyNames", "not"):
            yield from parts(f"{place}/{key}", schema.get(key))
        for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
            for number, member in enumerate(schema.get(key, [])):
                yield from parts(f"{place}/{key}/{number}", member)

    for name, schema in document["components"]["schemas"].items():
        yield from parts(name, schema)
    for place, one in inside({**document, "components": {**document["components"], "schemas": {}}}):
        if "schema" in one:
            yield from parts(place, one["schema"])


def test_every_keyword_of_a_schema_exists(document: dict[str, Any]) -> None:
    """A validator ignores what it does not know: `ge` for `minimum` allows any number."""
    known = keywords()
    wrong = {
        (place, key)
        for place, schema in schema_objects(document)
        for key in schema
        if key not in known
    }
    assert wrong == set()


def test_limits_in_the_description_are_those_of_the_service(
    document: dict[str, Any], operations: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    for path, operation in operations.items():
        for one in operation.get("parameters", []):
            if one["name"] == "limit":
                schema = resolved(one["schema"], document)
                assert not Draft202012Validator(schema).is_valid(0), path
                refused = client.get(filled(path, operation), params={"limit": 0})
                assert refused.status_code == 422, path


def test_texts_that_anybody_can_send_have_a_longest_length(
    document: dict[str, Any], operations: dict[str, dict[str, Any]]
) -> None:
    free = [
        (path, one["name"])
        for path, operation in operations.items()
        for one in operation.get("parameters", [])
        for _, schema in parameter_schemas(one["schema"], document)
        if schema.get("type") == "string"
        and "enum" not in schema
        and "format" not in schema
        and "maxLength" not in schema
    ]
    assert free == []


def parameter_schemas(
    schema: dict[str, Any], document: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A schema, and those in it; references are followed."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    yield "", schema
    if "items" in schema:
        yield from parameter_schemas(schema["items"], document)


def test_the_example_of_a_cursor_works_beside_all_other_examples(
    operations: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    """`*` is the first page of every list, whatever its filters are."""
    for path, operation in operations.items():
        examples = {
            one["name"]: one["schema"]["examples"][0]
            for one in operation.get("parameters", [])
            if one["in"] == "query"
        }
        if "cursor" in examples:
            assert client.get(filled(path, operation), params=examples).status_code == 200, path
            whole = client.get(filled(path, operation))
            first = client.get(filled(path, operation), params={"cursor": examples["cursor"]})
            if path != "/changes/feed.xml":  # which has its own address in it
                assert first.content == whole.content, path


def test_every_property_says_what_it_is_and_names_are_not_repeated_as_titles(
    document: dict[str, Any],
) -> None:
    for name, schema in document["components"]["schemas"].items():
        for key, member in schema.get("properties", {}).items():
            assert len(member.get("description", "")) > 3, (name, key)
            assert "title" not in member, (name, key)


ALONE = re.compile(r"(It|Its|They|Their|Theirs|Ours|The same|This one|Also)\b")


def test_every_description_can_be_read_alone(document: dict[str, Any]) -> None:
    """Generated clients show each one by itself: whole sentences that begin with what they are
    about. An operation says more than its title and its address.
    """
    found = {
        (place.rpartition("/")[2], text)
        for place, one in inside({**document, "examples": None})
        if "/example" not in place
        for text in [one.get("description")]
        if isinstance(text, str)
    }
    wrong = {(place, text) for place, text in found if ALONE.match(text) or text.strip()[-1] != "."}
    assert wrong == set()
    assert "Successful Response" not in {text for _, text in found}, "FastAPI's own"
    for path, item in document["paths"].items():
        operation = item["get"]
        words = {*re.findall(r"\w+", operation["description"].lower())}
        title = {*re.findall(r"\w+", f"{operation['summary']} {path}".lower())}
        assert len(words - title) > 1, path


def test_every_header_says_what_it_is_and_has_an_example(document: dict[str, Any]) -> None:
    for name, header in document["components"]["headers"].items():
        assert len(header["description"]) > 15, name
        assert "example" in header, name
        assert "type" in header["schema"], name


DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986


def formats(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> None:
    """Compare the texts of a response with the formats that its schema gives, both ways: an
    address has `uri`, a day `date` and a time `date-time`, and what has them is one.
    """
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema or "oneOf" in schema:
        options = schema.get("anyOf") or schema["oneOf"]
        for option in options:
            if Draft202012Validator(resolved(option, document)).is_valid(value):
                return formats(value, option, document, at)
        raise AssertionError(at)
    if isinstance(value, dict):
        for key, member in value.items():
            inner = schema.get("properties", {}).get(key) or schema.get("additionalProperties")
            if isinstance(inner, dict):
                formats(member, inner, document, f"{at}.{key}")
    elif isinstance(value, list):
        for member in value:
            formats(member, schema["items"], document, f"{at}[]")
    elif isinstance(value, str):
        form = schema.get("format")
        for pattern, name in ((DATE, "date"), (TIME, "date-time"), (URI, "uri")):
            if form == name:
                assert pattern.fullmatch(value), (at, value)
        if re.match(r"https?://", value):
            assert form == "uri", (at, value)
        if TIME.fullmatch(value):
            assert form == "date-time", (at, value)
        # A date object has `value`, which may be a year; a term may be a version or a day.
        if DATE.fullmatch(value) and not at.endswith(".value"):
            assert form == "date", (at, value)
    return None


@pytest.mark.long
def test_it_says_who_serves_it_under_which_licence(
    client: httpx.Client, document: dict[str, Any], serve: Any, served: Served
) -> None:
    """The server is the public URL, with the pin of the request; without one it is relative, for
    then the host is only known to who fetched the document.
    """
    assert [one["url"] for one in document["servers"]] == ["https://stated.example"]
    assert document["info"]["license"] == {
        "name": "CC-BY-4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert "contact" not in document["info"]
    version = client.get("/dataset").json()["version"]
    pinned = client.get(f"/@{version}/openapi.json").json()
    assert pinned["servers"][0]["url"] == f"https://stated.example/@{version}"
    example = pinned["paths"]["/countries"]["get"]["responses"]["200"]["content"]
    link = example["application/json"]["example"]["items"][0]["links"]["self"]
    assert link.startswith(f"https://stated.example/@{version}/countries/")

    private = serve(served.datasets, contact="reports@example.org")
    found = private.client.get("/openapi.json").json()
    assert found["servers"][0]["url"] == "/"
    assert found["info"]["contact"]["email"] == "reports@example.org"
    text = private.client.get("/openapi.json").text
    assert "base.invalid" not in text
    assert f"{private.url}/countries" in text


def test_it_shows_nothing_of_the_inside(client: httpx.Client) -> None:
    text = client.get("/openapi.json").text
    for word in ("127.0.0.1", "app__", "app.api", "ListView", "HTTPValidationError", "sqlite"):
        assert word not in text, word
    assert str(ROOT) not in text


def test_operations_have_names_of_one_style_and_stand_under_a_known_tag(
    document: dict[str, Any], operations: dict[str, dict[str, Any]]
) -> None:
    ids = [operation["operationId"] for operation in operations.values()]
    assert len(set(ids)) == len(ids)
    assert [
        one for one in ids if not re.fullmatch(r"(list|get|summarise|cite|check)(_[a-z]+)+", one)
    ] == []
    tags = {tag["name"] for tag in document["tags"]}
    for operation in operations.values():
        assert operation["description"]
        assert {*operation["tags"]} <= tags
        # FastAPI's own are the name of the function in capitals
        made = operation["operationId"].replace("_", " ").title()
        assert operation["summary"] not in ("", made)
    assert len({operation["summary"] for operation in operations.values()}) == len(operations)
    assert {tag for operation in operations.values() for tag in operation["tags"]} == tags


def test_formats_do_not_repeat_the_list_of_a_noun(
    operations: dict[str, dict[str, Any]],
) -> None:
    """Reference pages group by tag: tables and linked data have tags of their own."""
    apart = {
        "Downloads": (".csv", ".ndjson"),
        "Linked data and citations": (".jsonld", ".csl.json"),
    }
    for path, operation in operations.items():
        tag = next((tag for tag, ends in apart.items() if path.endswith(ends)), None)
        assert (operation["tags"] == [tag]) == (tag is not None), path


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
        if not suffix and path != TEXT and not {*operation["tags"]} & {"Embeds", "Operators"}:
            needed = needed_by(operation)
            answer = client.get(f"{filled(path, operation)}.json", params=needed)
            assert answer.status_code == 200, path


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
            if name.endswith("Content"):  # a correction has only the members that differ
                assert "required" not in schema, name
                continue
            optional = SOMETIMES.get(name, set())
            assert {*schema["required"]} == schema["properties"].keys() - optional, name
            assert optional <= schema["properties"].keys(), name
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
    document: dict[str, Any], operations: dict[str, dict[str, Any]]
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
        "/metrics": "text/plain",
        ".svg": "image/svg+xml",
    }
    for path, operation in operations.items():
        answers = operation["responses"]
        right = next(
            (kind for suffix, kind in kinds.items() if path.endswith(suffix)), "application/json"
        )
        embed = path.startswith("/embed/")
        media = {"text/html" if embed else right} | ({"text/xml"} if path == "/oembed" else set())
        assert answers["200"]["content"].keys() == media, path
        if right in ("application/json", "application/feed+json") and not embed:
            assert answers["200"]["content"][right]["schema"].keys() == {"$ref"}, path
        problems = {status for status in answers if status >= "400"}
        if "Operators" in operation["tags"]:
            assert problems >= {"400", "405", "414", "422", "431"}
        elif path != "/oembed":
            expected = ALWAYS | {"404"} if "{" in path else ALWAYS
            assert problems - {"500"} == expected, path
        assert {"304"} <= answers.keys()
        for status in problems - {"503" if path == "/health/ready" else ""}:
            kind = "Page" if embed else "Picture" if path.endswith(".svg") else ""
            assert answers[status].keys() == {"$ref"}, path
            assert answers[status]["$ref"].endswith(kind)
    for name, response in document["components"]["responses"].items():
        for media, content in response.get("content", {}).items():
            is_problem = media == "application/problem+json"
            assert is_problem == ("Page" not in name and "Picture" not in name)
            assert (content["schema"] == PROBLEM) == is_problem, name


def test_redirects_are_described(operations: dict[str, dict[str, Any]], served: Served) -> None:
    """303 where a browser is sent to a page, and 308 for merged speakers."""
    for path, operation in operations.items():
        asked = served.client.get(
            filled(path, operation),
            headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.1"},
        )
        assert ("303" in operation["responses"]) == (asked.status_code == 303), path
    merged = {path for path, operation in operations.items() if "308" in operation["responses"]}
    assert merged == {"/speakers/{name}", "/speakers/{name}.jsonld"}


def test_every_response_has_an_example_that_the_service_gives(
    document: dict[str, Any], operations: dict[str, dict[str, Any]], client: httpx.Client
) -> None:
    """Of JSON with short lists; it fits the schema, and the headers are those described."""
    for path, operation in operations.items():
        right = operation["responses"]["200"]
        (media, content), *others = right["content"].items()
        for other, its in others:  # only oEmbed has another one
            assert (path, other) == ("/oembed", "text/xml")
            assert its["example"].startswith("<?xml")
        validator = Draft202012Validator(resolved(content["schema"], document))
        validator.validate(content["example"])
        given = needed_by(operation)
        if any(one["name"] == "limit" for one in operation["parameters"]):
            given["limit"] = 2 if path.endswith(".csv") else 1
        answer = client.get(filled(path, operation), params=given)
        if path == TEXT:  # invented: the launch article may not be given out
            continue
        if media.endswith("json") and media != "application/x-ndjson":
            whole = answer.json()
            assert content["example"] == short(whole), path
        elif media == "application/x-ndjson":
            lines = content["example"].splitlines()
            assert [json.loads(one) for one in lines] == [short(json.loads(answer.text))], path
        elif media not in ("text/plain", "application/atom+xml"):
            assert answer.text.startswith(content["example"].rstrip("…")[:300]), path
        described = {name.lower() for name in right["headers"]} - {"etag", "content-location"}
        told = {name.lower() for name in document["components"]["headers"]}
        assert described == {*answer.headers} & told - {"etag", "content-location"}, path
        if "content-location" in answer.headers:
            assert "Content-Location" in right["headers"], path


def needed_by(operation: dict[str, Any]) -> dict[str, Any]:
    """The examples of the query parameters without which an operation is refused."""
    return {
        one["name"]: one["example"]
        for one in operation["parameters"]
        if one["in"] == "query" and one.get("required")
    }


def short(value: Any) -> Any:
    """JSON with at most one item in each list."""
    if isinstance(value, dict):
        return {key: short(member) for key, member in value.items()}
    return [short(member) for member in value[:1]] if isinstance(value, list) else value


def test_every_kind_of_error_has_an_example(document: dict[str, Any], client: httpx.Client) -> None:
    """By its code; all but a few that no request is sure to cause are what a request is told."""
    found = dict[str, dict[str, Any]]()
    validator = Draft202012Validator(resolved(PROBLEM, document))
    for name, response in document["components"]["responses"].items():
        for content in response.get("content", {}).values():
            assert content["examples"], name
            for code, example in content["examples"].items():
                if content["schema"] == PROBLEM:
                    validator.validate(example["value"])
                    assert example["value"]["code"] == code
                    found[code] = example["value"]
    described = {problem.slug for problem in ALL} - {
        *("not-found", "text-not-given-out", "files-not-made")
    }
    assert found.keys() == described
    unknown = client.get("/countries/itly").json()
    assert found["unknown-name"] == unknown
    assert unknown["did_you_mean"]
    assert found["ambiguous-name"]["candidates"]


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
        "passages": {"number"},
        "badges": {"name"},
    }


def filled(path: str, operation: dict[str, Any]) -> str:
    """A path with the examples of its names."""
    for one in operation.get("parameters", []):
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", one["schema"]["examples"][0])
    return path


@pytest.mark.long
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
        needed = needed_by(operation)
        questions: list[dict[str, Any]] = [{}]
        for one in operation.get("parameters", []):
            if one["in"] == "query":
                questions += [{one["name"]: example} for example in one["schema"]["examples"]]
        (first, described), *_ = operation["responses"]["200"]["content"].items()
        validator = Draft202012Validator(resolved(described["schema"], document))
        for question in questions:
            answer = client.get(filled(path, operation), params=needed | question)
            assert answer.status_code == 200, (path, question, answer.text)
            kind = answer.headers["content-type"].partition(";")[0]
            assert kind == ("text/xml" if question.get("format") == "xml" else first)
            if kind in ("application/json", "application/feed+json"):
                validator.validate(answer.json())
                formats(answer.json(), described["schema"], document, path)
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
