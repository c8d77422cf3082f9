"""The contract over HTTP: every route, every list, every count, every error (docs/api.md).

Facts about what the launch article supports are in test_positions.py, names of people in
test_speakers.py.
"""

import csv
import importlib
import io
import json
import pkgutil
import re
import shutil
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import text

import app
from app.api.cursors import Cursor
from app.api.formats.csv import csv_lines
from app.api.formats.list_format import Column
from app.build.publish import point
from app.build.write.dataset_file import connect
from app.build.write.search_index import write_search_index
from app.countries import columns
from app.domain.names import fold
from app.problems import ALL, OverBudget
from app.statements.stems import stem_keys
from app.store.dataset import Reader
from tests.answers import PUBLIC, ask, lines, local, problem_of, suffixed, total, with_query
from tests.conftest import few
from tests.fixtures import Served
from tests.publishing import accept_doubts, published, report
from tests.tracing import queries

SOURCE = "rapala-26-nations"
CSV_TYPE = "text/csv; charset=utf-8; header=present"
NDJSON_TYPE = "application/x-ndjson"
FEED_TYPE = "application/feed+json"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
LINKED_TYPE = "application/ld+json"
ANNOTATION_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
FACETS = (
    "speaker",
    "country",
    "about",
    "topic",
    "attribution",
    "capacity",
    "kind",
    "source",
    "question",
)
Serve = Callable[..., Served]

# Every route and addresses of it that answer 200. A route without a row here fails a test.
LISTS: dict[str, tuple[str, ...]] = {
    "/countries": (
        "/countries",
        "/countries?limit=200",
        "/countries?stance=declines&has_position=true&q=ital",
        "/countries?as_of=2025-09-04&has_position=true",
    ),
    "/countries/{name}/positions": (
        "/countries/italy/positions",
        "/countries/Kremlin/positions?question=peacekeeping-force",
        "/countries/spain/positions",
    ),
    "/countries/{name}/statements": (
        "/countries/italy/statements",
        "/countries/ukraine/statements?role=about&limit=1",
        "/countries/France/statements?role=by&sort=oldest",
        "/countries/spain/statements",
    ),
    "/positions": (
        "/positions",
        "/positions?has_position=true",
        "/positions?country=Italia&country=FR&stance=declines&stance=supports",
        "/positions?status=current&attribution=self&view=opposes&participation=not_applicable",
        "/positions?status=retracted",
        "/positions?as_of=2025-09-03&has_position=true",
        "/positions?as_of=2025-02-01&stance=not_stated&limit=3",
    ),
    "/statements": (
        "/statements",
        "/statements?limit=3&sort=oldest",
        "/statements?q=troops&sort=relevance",
        "/statements?speaker=Macron&about=united-states&attribution=third_party&kind=paraphrase&capacity=government",
        "/statements?said_from=2025-09-01&said_to=2025-09-30&topic=force-goal&source=rapala-26-nations",
        "/statements?topic=negotiations&question=peacekeeping-force",
    ),
    "/speakers": ("/speakers", "/speakers?q=mel", "/speakers?country=Rome", "/speakers?q=nobody"),
    "/speakers/{name}/statements": (
        "/speakers/giorgia-meloni/statements",
        "/speakers/Zelenskyy/statements?limit=1",
    ),
    "/sources": ("/sources", "/sources?limit=1"),
    "/sources/{id}/passages": (
        f"/sources/{SOURCE}/passages",
        f"/sources/{SOURCE}/passages?limit=2",
    ),
    "/actors": (
        "/actors",
        "/actors?stance=willing",
        "/actors?q=nato",
        "/actors?as_of=2025-08-31&stance=opposes",
    ),
    "/actors/{name}/positions": (
        "/actors/coalition-of-26/positions",
        "/actors/nato/positions",
        "/actors/Italia/positions",
    ),
    "/questions": ("/questions",),
    "/topics": ("/topics", "/topics?limit=3"),
    "/dataset/versions": ("/dataset/versions",),
    "/changes": (
        "/changes",
        "/changes?limit=5&kind=position&change=changed",
        "/changes?since=2025-01-01&country=Italia&speaker=meloni",
        "/changes?change=withdrawn",
    ),
}
SINGLE: dict[str, tuple[str, ...]] = {
    "/countries/{name}": (
        "/countries/italy",
        "/countries/U.S.",
        "/countries/XK",
        "/countries/Deutschland",
        "/countries/france?as_of=2025-09-03",
    ),
    "/countries/{name}/position": (
        "/countries/italy/position",
        "/countries/Kremlin/position?question=peacekeeping-force",
        "/countries/spain/position",
        "/countries/Kremlin/position?as_of=2025-08-01",
        "/countries/france/position?as_of=2025-09-03",
    ),
    "/positions/summary": (
        "/positions/summary",
        "/positions/summary?has_position=true&view=supports",
        "/positions/summary?as_of=2025-09-04",
    ),
    "/positions/timeline": (
        "/positions/timeline",
        "/positions/timeline?step=year&as_of=2026-01-15&has_position=true",
        "/positions/timeline?country=Italia&country=FR&stance=declines&stance=not_stated",
    ),
    "/positions/{id}": (
        "/positions/italy-peacekeeping-force-1",
        "/positions/coalition-of-26-peacekeeping-force-1",
    ),
    "/statements/{id}": (
        f"/statements/{SOURCE}-zakharova-any-format",
        f"/statements/{SOURCE}-pledge",
    ),
    "/statements/{id}/annotation": (f"/statements/{SOURCE}-zakharova-any-format/annotation",),
    "/speakers/{name}": ("/speakers/giorgia-meloni", "/speakers/ZELENSKYY"),
    "/sources/{id}": (f"/sources/{SOURCE}",),
    "/sources/{id}/passages/{number}": (f"/sources/{SOURCE}/passages/3",),
    "/actors/{name}": (
        "/actors/coalition-of-26",
        "/actors/NATO",
        "/actors/italy",
        "/actors/the%2026?as_of=2025-09-04",
    ),
    "/actors/{name}/position": (
        "/actors/coalition-of-26/position",
        "/actors/european-union/position",
        "/actors/italy/position",
        "/actors/coalition-of-26/position?as_of=2025-09-03",
    ),
    "/vocabulary": ("/vocabulary",),
    "/quotes/check": (
        "/quotes/check?text=in+any+format&speaker=Zakharova",
        "/quotes/check?text=in+any+format&speaker=Macron",
        "/quotes/check?text=Italy+will+send+a+thousand+elephants",
    ),
    "/dataset": ("/dataset",),
    "/changes/feed": ("/changes/feed", "/changes/feed?country=IT&kind=position"),
}
TABLES: dict[str, tuple[str, ...]] = {
    "/countries.csv": ("/countries.csv", "/countries.csv?limit=3&excel=1"),
    "/countries.ndjson": ("/countries.ndjson?stance=open",),
    "/countries/{name}/positions.csv": ("/countries/italy/positions.csv",),
    "/countries/{name}/positions.ndjson": ("/countries/italy/positions.ndjson",),
    "/countries/{name}/statements.csv": ("/countries/italy/statements.csv",),
    "/countries/{name}/statements.ndjson": ("/countries/italy/statements.ndjson?role=by",),
    "/positions.csv": ("/positions.csv?has_position=true",),
    "/positions.ndjson": ("/positions.ndjson",),
    "/positions/timeline.csv": ("/positions/timeline.csv?step=year",),
    "/positions/timeline.ndjson": ("/positions/timeline.ndjson?as_of=2025-10-15&country=russia",),
    "/statements.csv": ("/statements.csv", "/statements.csv?q=troops&sort=relevance&limit=2"),
    "/statements.ndjson": ("/statements.ndjson?sort=oldest",),
    "/speakers.csv": ("/speakers.csv",),
    "/speakers.ndjson": ("/speakers.ndjson",),
    "/speakers/{name}/statements.csv": ("/speakers/macron/statements.csv",),
    "/speakers/{name}/statements.ndjson": ("/speakers/macron/statements.ndjson",),
    "/sources.csv": ("/sources.csv",),
    "/sources.ndjson": ("/sources.ndjson",),
    "/sources/{id}/passages.csv": (f"/sources/{SOURCE}/passages.csv",),
    "/sources/{id}/passages.ndjson": (f"/sources/{SOURCE}/passages.ndjson",),
    "/sources/{id}/text": (),  # this article may not be given out: tests/sources has one
    "/actors.csv": ("/actors.csv?has_position=true",),
    "/actors.ndjson": ("/actors.ndjson?has_position=false",),
    "/actors/{name}/positions.csv": ("/actors/coalition-of-26/positions.csv",),
    "/actors/{name}/positions.ndjson": ("/actors/coalition-of-26/positions.ndjson",),
    "/questions.csv": ("/questions.csv",),
    "/questions.ndjson": ("/questions.ndjson",),
    "/dataset/versions.csv": ("/dataset/versions.csv",),
    "/dataset/versions.ndjson": ("/dataset/versions.ndjson",),
    "/changes.csv": ("/changes.csv?country=italy&excel=1",),
    "/changes.ndjson": ("/changes.ndjson?kind=statement&change=added",),
    "/changes/feed.xml": ("/changes/feed.xml", "/changes/feed.xml?speaker=macron"),
    "/topics.csv": ("/topics.csv",),
    "/topics.ndjson": ("/topics.ndjson",),
    "/countries/{name}.jsonld": ("/countries/U.S..jsonld?as_of=2025-09-04",),
    "/countries/{name}/position.jsonld": (
        "/countries/Kremlin/position.jsonld?as_of=2025-08-01",
        "/countries/spain/position.jsonld",
    ),
    "/actors/{name}.jsonld": ("/actors/NATO.jsonld",),
    "/actors/{name}/position.jsonld": (
        "/actors/coalition-of-26/position.jsonld?question=peacekeeping-force",
    ),
    "/positions/{id}.jsonld": ("/positions/italy-peacekeeping-force-1.jsonld",),
    "/statements/{id}.jsonld": (f"/statements/{SOURCE}-zakharova-any-format.jsonld",),
    "/speakers/{name}.jsonld": ("/speakers/ZELENSKYY.jsonld",),
    "/sources/{id}.jsonld": (f"/sources/{SOURCE}.jsonld",),
    "/dataset.jsonld": ("/dataset.jsonld",),
    "/countries/{name}/position.csl.json": (
        "/countries/Kremlin/position.csl.json?as_of=2025-08-01",
    ),
    "/actors/{name}/position.csl.json": ("/actors/the%2026/position.csl.json",),
    "/positions/{id}.csl.json": ("/positions/italy-peacekeeping-force-1.csl.json",),
    "/statements/{id}.csl.json": (f"/statements/{SOURCE}-pledge.csl.json",),
    "/sources/{id}.csl.json": (f"/sources/{SOURCE}.csl.json",),
    "/dataset.csl.json": ("/dataset.csl.json",),
}
OTHERS: dict[str, tuple[str, ...]] = {
    "/": ("/", "/?utm_source=x&fbclid=y"),
    "/problems": ("/problems",),
    "/problems/{slug}": ("/problems/unknown-name", "/problems/over-budget?gclid=z"),
    "/docs": ("/docs",),
    "/assets/{name}": (),  # their names have hashes: test_pages_load_their_assets requests them
    "/images/{version}/{question}.png": (),  # test_share_pages requests them
    "/images/{version}/{question}/{actor}.png": (),
    "/health/live": ("/health/live",),
    "/health/ready": ("/health/ready",),
    "/metrics": ("/metrics",),
    "/openapi.json": ("/openapi.json",),
    "/.well-known/api-catalog": ("/.well-known/api-catalog",),
    "/dataset.sqlite": (),  # tests/export/test_files.py makes and requests these
    "/dataset.zip": (),
    "/dataset.ndjson": (),
    "/dataset/datapackage.json": (),
    "/dataset/{table}.parquet": (),
    "/sitemap.xml": ("/sitemap.xml",),
    "/sitemap/{part}.xml": ("/sitemap/pages.xml", "/sitemap/countries.xml"),
    "/robots.txt": ("/robots.txt",),
    "/llms.txt": ("/llms.txt",),
    "/favicon.ico": ("/favicon.ico",),
    "/apple-touch-icon.png": ("/apple-touch-icon.png",),
    "/browse/countries/{name}": (
        "/browse/countries/italy",
        "/browse/countries/france?as_of=2025-09-03",
    ),
    "/browse/actors/{name}": ("/browse/actors/coalition-of-26",),
    "/browse/positions": ("/browse/positions?as_of=2025-09-04",),
    "/browse/positions/timeline": ("/browse/positions/timeline?step=year",),
    "/browse/statements": ("/browse/statements?speaker=macron",),
    "/browse/dataset": ("/browse/dataset",),
    "/browse/sources": ("/browse/sources",),
    "/browse/speakers": ("/browse/speakers?q=mac",),
    "/browse/topics": ("/browse/topics?limit=3",),
    "/browse/changes": ("/browse/changes?kind=position&country=Italia",),
    "/browse/positions/{id}": (),  # these redirect: tests/pages/test_lists.py
    "/browse/sources/{id}/passages/{number}": (),
    "/browse/statements/{id}": (f"/browse/statements/{SOURCE}-pledge",),
    "/browse/speakers/{name}": ("/browse/speakers/giorgia-meloni",),
    "/browse/sources/{id}": (f"/browse/sources/{SOURCE}",),
    "/embed/countries/{country}": ("/embed/countries/italy",),
    "/embed/actors/{actor}": ("/embed/actors/coalition-of-26",),
    "/embed/positions": ("/embed/positions",),
    "/embed/statements": ("/embed/statements?speaker=macron",),
    "/embed/statements/{statement}": (f"/embed/statements/{SOURCE}-pledge",),
    "/embed/timeline": ("/embed/timeline",),
    "/embed/quote": ("/embed/quote?text=in+any+format",),
    "/check": ("/check", "/check?text=in+any+format&speaker=Zakharova"),
    "/embed.js": ("/embed.js",),
    "/embed.v1.{digest}.js": (),  # kept for ever, like assets
    "/oembed": (f"/oembed?{urlencode({'url': f'{PUBLIC}/browse/countries/italy'})}",),
    "/badges/{name}.svg": ("/badges/italy.svg",),
    "/badges/{name}.json": ("/badges/italy.json",),
}
DATA = LISTS | SINGLE
# Those of them that the API description has too, some with parameters of another name.
DESCRIBED = {
    "/health/live",
    "/health/ready",
    "/metrics",
    "/embed/countries/{name}",
    "/embed/actors/{name}",
    "/embed/positions",
    "/embed/statements",
    "/embed/statements/{id}",
    "/embed/timeline",
    "/embed/quote",
    "/oembed",
    "/badges/{name}.svg",
    "/badges/{name}.json",
}
# One address of each kind of answer, for what the edge does to all of them alike; `make long` asks
# it of every address.
KINDS = [
    "/countries",
    "/statements?q=troops&sort=relevance",
    "/positions?as_of=2025-09-03&has_position=true",
    "/countries/italy/position",
    "/positions/timeline",
    f"/statements/{SOURCE}-zakharova-any-format/annotation",
    "/changes/feed",
    "/dataset",
    "/statements.csv",
    "/positions.ndjson",
    "/changes/feed.xml",
    "/dataset.jsonld",
    "/dataset.csl.json",
    "/",
    "/docs",
    "/openapi.json",
    "/health/ready",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/browse/dataset",
    "/embed/timeline",
    "/embed.js",
    "/badges/italy.svg",
]
UNCACHED = ("/health/", "/metrics")


def addresses(*tables: dict[str, tuple[str, ...]]) -> list[str]:
    """All addresses of tables of routes."""
    return [address for table in tables for row in table.values() for address in row]


def walk(client: httpx.Client, address: str, size: int) -> tuple[list[dict[str, Any]], set[int]]:
    """All items of a list by next_url with pages of one size, and the totals that the pages
    named.
    """
    items: list[dict[str, Any]] = []
    totals: set[int] = set()
    url: str | None = with_query(address, limit=size)
    for _ in range(400):
        page = ask(client, url).json()
        assert len(page["items"]) <= size
        assert page["total_exact"] is True
        items += page["items"]
        totals.add(page["total"])
        if page["next_url"] is None:
            return items, totals
        assert len(page["items"]) == size, "only the last page may be short"
        url = local(page["next_url"])
    raise AssertionError(f"{address} does not end")


class Raw(NamedTuple):
    """An answer as it came over the socket."""

    status: int
    headers: httpx.Headers
    body: bytes


def raw(
    served: Served,
    target: bytes | str,
    *header_lines: str,
    method: str = "GET",
    host: str = "stated.example",
) -> Raw:
    """Send a request byte by byte, because clients tidy up what they send."""
    target = target.encode() if isinstance(target, str) else target
    head = [f"Host: {host}", "Connection: close", *header_lines]
    port = urlsplit(served.url).port
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(
            method.encode()
            + b" "
            + target
            + b" HTTP/1.1\r\n"
            + "\r\n".join(head).encode("latin-1")
            + b"\r\n\r\n"
        )
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    top, _, body = received.partition(b"\r\n\r\n")
    status, *fields = top.split(b"\r\n")
    pairs = [
        (name, value.strip()) for name, _, value in (field.partition(b":") for field in fields)
    ]
    return Raw(int(status.split()[1]), httpx.Headers(pairs), body)


@pytest.fixture(scope="module")
def plain(launch: Path, serve: Serve) -> Served:
    """The service without a public URL: its links follow the Host header."""
    return serve(launch.parent)


@pytest.fixture(scope="module")
def description(client: httpx.Client) -> dict[str, Any]:
    """The API description as served."""
    return ask(client, "/openapi.json").json()


@pytest.fixture(scope="module")
def schemas(description: dict[str, Any]) -> dict[str, Any]:
    """The schemas of the description, refusing unknown keys and missing ones."""
    found: dict[str, Any] = json.loads(json.dumps(description["components"]["schemas"]))
    for name, schema in found.items():
        if "properties" in schema:
            schema["additionalProperties"] = False
            # the last members of a problem are there where they help; a correction has what differs
            if name != "ProblemView" and not name.endswith("Content"):
                schema["required"] = list(schema["properties"])
    return found


@pytest.fixture(scope="module")
def rows(client: httpx.Client) -> list[dict[str, Any]]:
    """All statements, newest first."""
    return lines(client, "/statements.ndjson")


# --- every route ----------------------------------------------------------------------------------


def registered() -> set[str]:
    """The path of every route of every router."""
    found: set[str] = set()
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.build"):
            router = getattr(importlib.import_module(module.name), "router", None)
            found |= {route.path for route in router.routes} if router else set()
    return found


def test_every_route_has_a_row(description: dict[str, Any]) -> None:
    """A route that no row here visits, or a row of a route that is gone, is a mistake."""
    known = {*DATA, *TABLES, *OTHERS}
    assert set(description["paths"]) == {*DATA, *TABLES, *DESCRIBED}
    aliases = {f"{path}.json" for path in DATA} | {
        f"{path}-metadata.json" for path in TABLES if path.endswith(".csv")
    }
    assert registered() == known | aliases


@pytest.mark.parametrize("address", addresses(LISTS, SINGLE, TABLES, OTHERS))
def test_every_answer_carries_the_shared_headers(
    client: httpx.Client, launch: Path, address: str
) -> None:
    """CORS without credentials, Dataset-Version, a validator, one cache policy; data also their
    type and two links.
    """
    answer = ask(client, address)
    headers = answer.headers
    assert headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in headers
    exposed = {name.strip().lower() for name in headers["access-control-expose-headers"].split(",")}
    assert exposed >= {
        "etag",
        "link",
        "content-disposition",
        "content-location",
        "dataset-version",
        "retry-after",
    }
    assert "origin" not in headers.get("vary", "").lower()
    assert headers["dataset-version"] == launch.stem
    assert re.fullmatch(r'"[^"]+"', headers["etag"])
    if address.startswith(UNCACHED):
        assert headers["cache-control"] == "no-store"
    else:
        fresh = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
        assert headers["cache-control"] == fresh
    if address not in addresses(OTHERS):
        path = address.partition("?")[0]
        types = {
            ".csv": CSV_TYPE,
            ".ndjson": NDJSON_TYPE,
            "/feed": FEED_TYPE,
            ".xml": ATOM_TYPE,
            ".jsonld": LINKED_TYPE,
            "/annotation": ANNOTATION_TYPE,
            ".csl.json": "application/vnd.citationstyles.csl+json",
        }
        expected = next(
            (media for end, media in types.items() if path.endswith(end)), "application/json"
        )
        assert headers["content-type"] == expected
        assert answer.links["service-desc"]["url"] == f"{PUBLIC}/openapi.json"
        assert answer.links["service-doc"]["url"] == f"{PUBLIC}/docs"


@pytest.mark.parametrize(
    "address", few(addresses(LISTS, SINGLE, TABLES, OTHERS), [*KINDS, "/metrics"])
)
def test_head_is_get_without_a_body(client: httpx.Client, address: str) -> None:
    """HEAD wherever GET, with the same headers."""
    if address == "/metrics":
        assert client.head(address).status_code == 200  # what it counts changes with every request
        return
    own = {"date", "x-request-id"}
    get, head = client.get(address), client.head(address)
    assert (get.status_code, head.status_code) == (200, 200), get.text[:300]
    assert head.content == b""
    assert {name: value for name, value in head.headers.items() if name not in own} == {
        name: value for name, value in get.headers.items() if name not in own
    }


@pytest.mark.parametrize(
    "address", ["/", "/countries", "/countries/atlantis", "/statements.csv?nonsense=1", "/nothing"]
)
def test_options(client: httpx.Client, address: str) -> None:
    """OPTIONS is 204 anywhere; a preflight allows what clients send."""
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(address, headers=asked)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["access-control-allow-origin"] == "*"
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
    }
    allowed = {
        name.strip().lower() for name in answer.headers["access-control-allow-headers"].split(",")
    }
    assert allowed >= {"if-none-match", "accept"}


@pytest.mark.parametrize(
    "address", few([a for a in addresses(LISTS, SINGLE, TABLES, OTHERS) if a != "/metrics"], KINDS)
)
def test_an_unchanged_answer_is_304(client: httpx.Client, address: str) -> None:
    """If-None-Match with the tag, a weak tag, a list or * is 304 without a body; another tag is
    200.
    """
    tag = ask(client, address).headers["etag"]
    for value in (
        (tag, f"W/{tag}", f'"other", {tag}', "*")
        if address in ("/statements", "/")
        else (f'"other", W/{tag}',)
    ):
        answer = ask(client, address, 304, **{"if-none-match": value})
        assert answer.content == b""
        assert answer.headers["etag"] == tag
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "dataset-version" in answer.headers
        assert "cache-control" in answer.headers
    assert ask(client, address, **{"if-none-match": '"other"'}).headers["etag"] == tag


@pytest.mark.parametrize(
    "garbage", ["", '"', "W/", ",,,", '"a', "\xe9\xff", "*, *", '"' + "x" * 5000 + '"', "'; --"]
)
def test_a_garbled_if_none_match_is_no_match(served: Served, garbage: str) -> None:
    """What is no entity tag matches nothing."""
    assert raw(served, "/dataset", f"If-None-Match: {garbage}").status == 200


@pytest.mark.parametrize(
    "address", few(addresses(DATA), [a for a in KINDS if a in addresses(DATA)])
)
def test_the_suffix_json_is_the_same_answer(client: httpx.Client, address: str) -> None:
    """Every data URL also answers at .json, byte for byte."""
    bare, with_suffix = ask(client, address), ask(client, suffixed(address, "json"))
    assert with_suffix.content == bare.content
    assert with_suffix.headers["etag"] == bare.headers["etag"]
    assert with_suffix.headers["link"] == bare.headers["link"]


# --- the description ------------------------------------------------------------------------------


def validate(schemas: dict[str, Any], schema: dict[str, Any], body: Any) -> None:
    """Hold a body against a schema of the description."""
    whole = {**schema, "components": {"schemas": schemas}}
    errors = [
        f"{error.json_path}: {error.message[:200]}"
        for error in Draft202012Validator(whole).iter_errors(body)
    ]
    assert errors == []


@pytest.mark.parametrize(("template", "address"), [(t, a) for t, row in DATA.items() for a in row])
def test_json_answers_are_as_described(
    client: httpx.Client,
    description: dict[str, Any],
    schemas: dict[str, Any],
    template: str,
    address: str,
) -> None:
    """Every key is there, and no other."""
    content = description["paths"][template]["get"]["responses"]["200"]["content"]
    media = {"feed": FEED_TYPE, "annotation": LINKED_TYPE}.get(
        template.rpartition("/")[2], "application/json"
    )
    validate(schemas, content[media]["schema"], ask(client, address).json())


def test_every_key_is_described_as_always_present(description: dict[str, Any]) -> None:
    """All keys are always present, and generated clients learn it only from `required`. oEmbed 1.0
    (section 2.3.4) leaves out the three keys of a picture where there is none.
    """
    optional = {
        name: sorted(set(schema["properties"]) - set(schema.get("required", [])))
        for name, schema in description["components"]["schemas"].items()
        if "properties" in schema and name != "ProblemView" and not name.endswith("Content")
    }
    assert {name: keys for name, keys in optional.items() if keys} == {
        "OembedView": ["thumbnail_height", "thumbnail_url", "thumbnail_width"]
    }


# --- canonical addresses --------------------------------------------------------------------------


@pytest.mark.parametrize("address", [a for a in addresses(SINGLE) if not a.startswith("/speakers")])
def test_the_body_names_the_canonical_address_of_the_header(
    client: httpx.Client, address: str
) -> None:
    """links.canonical, the canonical link and Content-Location agree, and it answers 200."""
    answer = ask(client, address)
    named = answer.json().get("links", {}).get("canonical") if "links" in answer.json() else None
    if named is None:
        assert "canonical" not in answer.links or address.startswith(("/statements/", "/sources/"))
        return
    assert answer.headers["content-location"] == answer.links["canonical"]["url"] == named
    ask(client, local(named))


def links_of(value: Any) -> Iterator[str]:
    """Every URL of this service inside a body."""
    if isinstance(value, dict):
        for item in value.values():
            yield from links_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from links_of(item)
    elif isinstance(value, str) and re.match(rf"{PUBLIC}/\S*$", value):
        yield value


def shape(url: str) -> tuple[str, ...]:
    """What links of one kind have in common: the first and the last parts of the path, and the
    names of the parameters.
    """
    address = urlsplit(url.replace(f"/{SOURCE}", "/_"))
    first, *rest = [*address.path.split("/")[1:], ""]
    last = [
        part
        for part in rest
        if part in ("position", "positions", "statements", "passages", "annotation", "timeline")
    ]
    return (
        first,
        str(len(rest)),
        *last,
        *Path(address.path).suffixes,
        *sorted({name for name, _ in parse_qsl(address.query)}),
    )


@pytest.mark.parametrize("of_each_shape", few([2, 1000], [2]))
def test_no_link_is_dead(client: httpx.Client, of_each_shape: int) -> None:
    """Every address of this service in a body answers 200."""
    found: set[str] = set()
    for address in [
        *addresses(SINGLE),
        "/positions?has_position=true",
        "/statements",
        "/speakers",
        "/sources",
        "/countries/italy/positions",
        "/actors?as_of=2025-09-04&has_position=true",
    ]:
        found |= set(links_of(ask(client, address).json()))
    taken = Counter[tuple[str, ...]]()
    asked = [
        url
        for url in sorted(found)
        if not taken.update([shape(url)]) and taken[shape(url)] <= of_each_shape
    ]
    dead = {url: status for url in asked if (status := client.get(local(url)).status_code) != 200}
    assert dead == {}
    assert len(found) > len(asked) / 2 > 25


# --- lists ----------------------------------------------------------------------------------------

WALKS = [
    "/countries",
    "/countries?q=guinea",
    "/actors?has_position=true",
    "/topics",
    "/positions?has_position=true",
    "/countries?as_of=2025-09-04&has_position=true",
    "/positions?as_of=2025-09-04&has_position=true",
    "/countries/italy/positions",
    "/positions?stance=supports&stance=opposes&status=current",
    "/statements",
    "/statements?sort=oldest",
    "/statements?q=troops&sort=relevance",
    "/statements?q=Ukraine&sort=oldest",
    "/statements?q=Ukraine",
    "/statements?topic=troop-deployment&sort=oldest",
    "/statements?attribution=self&about=germany&about=italy",
    "/statements?said_from=2025-09-04",
    "/statements?kind=narration&kind=quote&sort=oldest",
    "/statements?country=russia&speaker=zakharova",
    "/countries/ukraine/statements",
    "/countries/france/statements?q=security&sort=relevance&role=by",
    "/speakers/emmanuel-macron/statements?sort=oldest",
    "/speakers",
    "/speakers?q=ma",
    "/sources",
    f"/sources/{SOURCE}/passages",
    "/changes",
    "/changes?country=italy&kind=statement",
]


# Every walk in pages of seven; of those of one and two, and of those that are one page, some.
SHORT_WALKS = [(7, address) for address in WALKS] + [
    (1, "/countries?q=guinea"),
    (1, "/positions?has_position=true"),
    (1, "/speakers/emmanuel-macron/statements?sort=oldest"),
    (2, "/statements?q=troops&sort=relevance"),
    (2, "/speakers"),
    (50, "/countries"),
    (50, "/changes"),
    (200, "/statements"),
]


@pytest.mark.parametrize(("size", "address"), few(product((1, 2, 7, 50, 200), WALKS), SHORT_WALKS))
def test_a_walk_meets_each_item_once(client: httpx.Client, size: int, address: str) -> None:
    """Whatever the page size: each item once, in the order of the whole list, and as many as
    `total` says.
    """
    if size < 7 and address == "/countries":
        address += "?q=ita"  # a page of one of 250 countries takes its time
    items, totals = walk(client, address, size)
    whole = lines(client, suffixed(address, "ndjson"))
    assert items == whole
    assert len(items) > 0
    assert totals == {len(items)}
    names = [
        json.dumps(item.get("id") or item.get("number") or item["actor"]["id"]) for item in items
    ]
    assert len(set(names)) == len(names)


def test_a_walk_of_the_silent(client: httpx.Client) -> None:
    """The board of all known actors: one row an actor, silent ones too."""
    items, totals = walk(client, "/positions", 50)
    assert totals == {len(items)}
    assert (
        len({item["actor"]["id"] for item in items})
        == len(items)
        == ask(client, "/dataset").json()["counts"]["actors"]
    )


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_statements_are_listed_by_the_last_day_on_which_they_can_have_been_said(
    client: httpx.Client, sort: str
) -> None:
    """If only the first day is known, by that one: undated ones stand among the others."""
    said = [row["said"] for row in lines(client, f"/statements.ndjson?sort={sort}")]
    days = [one["latest"] or one["earliest"] for one in said]
    known = [day for day in days if day]
    assert days == sorted(known, reverse=sort == "newest") + [None] * days.count(None)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_statements_without_any_day_come_last(
    seed: Path, datasets: Path, serve: Serve, sort: str
) -> None:
    """Whether the newest or the oldest come first; on every page."""
    for name, said in (("a", "{}"), ("b", "2020"), ("c", "{}"), ("d", "2026-11-01")):
        report(seed, name, "friedrich-merz", "austria", said)
    accept_doubts(seed)
    published(seed, datasets)
    client = serve(datasets).client
    found: list[str] = []
    address: str | None = f"/statements?sort={sort}&about=austria&limit=2"
    while address:
        page = client.get(address).json()
        found += [row["id"] for row in page["items"]]
        address = page["next_url"]
    assert found[-2:] == ["a-says", "c-says"]
    dated = [found[0], found[-3]]
    assert dated == (["d-says", "b-says"] if sort == "newest" else ["b-says", "d-says"])


def test_the_next_link_is_the_next_url(client: httpx.Client) -> None:
    """The Link header and the body agree; the last page has neither."""
    for address in (
        "/countries?limit=1",
        "/statements?limit=5",
        "/speakers/macron/statements?limit=2",
    ):
        answer = ask(client, address)
        assert answer.links["next"]["url"] == answer.json()["next_url"]
    last = ask(client, "/statements?limit=200")
    assert last.json()["next_url"] is None
    assert "next" not in last.links


@pytest.mark.parametrize(
    "address",
    [
        "/countries/%D0%A3%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0/statements?limit=1",  # Україна
        "/countries/Italian%20Republic/statements?limit=1",
        "/countries/Allemagne%3F/statements?limit=1",
        "/speakers/%D0%9C%D0%B0%D0%BA%D1%80%D0%BE%D0%BD/statements?limit=2",  # Макрон
        "/statements?limit=1&speaker=%D0%9C%D0%B0%D0%BA%D1%80%D0%BE%D0%BD",
        "/statements?limit=1&q=%EF%BC%B4roops",  # a full-width T
        f"/sources/{SOURCE}/passages?limit=20",
    ],
)
def test_next_url_is_a_url_whatever_was_asked(client: httpx.Client, address: str) -> None:
    """A list that was requested by any name goes on: next_url is plain ASCII and answers 200."""
    url = ask(client, address).json()["next_url"]
    assert re.fullmatch(r"[!-~]+", url), url
    assert ask(client, local(url)).json()["items"]


def test_limit_and_facets_may_change_on_the_way(client: httpx.Client) -> None:
    """A cursor belongs to path, filters and sort; not to the page size, the order of parameters or
    the facets.
    """
    address = "/statements?topic=troop-deployment&kind=paraphrase"
    whole = lines(client, suffixed(address, "ndjson"))
    cursor = dict(parse_qsl(urlsplit(ask(client, f"{address}&limit=2").json()["next_url"]).query))[
        "cursor"
    ]
    assert (
        ask(
            client, f"/statements?limit=50&cursor={cursor}&kind=paraphrase&topic=troop-deployment"
        ).json()["items"]
        == whole[2:]
    )
    assert ask(client, f"{address}&cursor={cursor}&facets=kind").json()["items"] == whole[2:]


def cursor_of(client: httpx.Client, address: str) -> str:
    """The cursor after the first item of a list."""
    url = ask(client, with_query(address, limit=1)).json()["next_url"]
    return dict(parse_qsl(urlsplit(url).query))["cursor"]


CURSOR_LISTS = [
    "/countries?q=guinea",
    "/countries?stance=not_stated&q=guinea",
    "/actors?q=guinea",
    "/positions?has_position=true",
    "/countries?q=guinea&as_of=2025-09-03",
    "/countries?q=guinea&as_of=2025-09-04",
    "/positions?has_position=true&as_of=2026-01-01",
    "/statements",
    "/statements?sort=oldest",
    "/statements?q=troops",
    "/statements?q=troops&sort=relevance",
    "/statements?speaker=macron",
    "/countries/france/statements",
    "/countries/france/statements?role=by",
    "/speakers/emmanuel-macron/statements",
    "/speakers",
    f"/sources/{SOURCE}/passages",
    "/changes",
    "/changes?kind=statement",
]


@pytest.mark.parametrize("others", few([3, len(CURSOR_LISTS)], [3]))
def test_a_cursor_of_one_list_is_refused_by_all_others(client: httpx.Client, others: int) -> None:
    """Bound to path, filters and sort: no other list takes it, not even one with the same rows. Its
    neighbours are alike.
    """
    cursors = {address: cursor_of(client, address) for address in CURSOR_LISTS}
    for number, (made_by, cursor) in enumerate(cursors.items()):
        for address in (CURSOR_LISTS * 2)[number : number + others]:
            answer = client.get(with_query(address, cursor=cursor))
            assert answer.status_code == (200 if address == made_by else 422), (made_by, address)
            if answer.status_code == 422:
                assert [one["parameter"] for one in answer.json()["errors"]] == ["cursor"]


@pytest.mark.parametrize(
    "address", ["/statements", "/countries", "/statements?q=troops&sort=relevance"]
)
def test_a_damaged_cursor_is_refused(client: httpx.Client, address: str) -> None:
    """Truncated, lengthened, or with any one character changed: 422, never a guess."""
    cursor = cursor_of(client, address)
    places = range(0, len(cursor), 1 if address == "/statements" else 6)
    swapped = [cursor[:i] + ("A" if cursor[i] != "A" else "B") + cursor[i + 1 :] for i in places]
    cut = [cursor[:length] for length in (1, 4, 8, 11, 12, len(cursor) // 2, len(cursor) - 1)]
    for damaged in (
        *swapped,
        *cut,
        cursor + "A",
        cursor + "=",
        f" {cursor}",
        cursor + "\n",
        "é",
        "null",
        "[]",
        "0",
        "-" * 2000,
    ):
        answer = client.get(with_query(address, cursor=damaged))
        assert answer.status_code == 422, damaged
    assert client.get(with_query(address, cursor=cursor)).status_code == 200


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("/statements", [1]),
        ("/statements", []),
        ("/statements", ["x", "y"]),
        ("/statements", ["2025-13-45", "x"]),
        ("/statements", ["2025-09-04", None]),
        ("/statements?sort=oldest", ["2025-09-04", "x", "y"]),
        ("/statements?q=troops&sort=relevance", [None, None, "y"]),
        ("/statements?q=troops&sort=relevance", ["x", None, "y"]),
        ("/changes", [1]),
        ("/changes", [1, "x"]),
        ("/changes", [True, 1]),
        ("/changes", [-1, 1]),
        ("/changes", [2**40, 1]),
        ("/countries", [1, 2]),
        ("/countries", [None, None]),
        ("/positions", ["a", "b", "c"]),
        ("/speakers", [[], {}]),
        (f"/sources/{SOURCE}/passages", ["x"]),
        ("/statements", {"a": 1}),
    ],
)
def test_a_forged_cursor_is_refused(client: httpx.Client, address: str, key: Any) -> None:
    """The mark of a cursor is no secret: one whose key is no place in the list is refused like any
    other forgery.
    """
    path, _, query = address.partition("?")
    bound = orjson.dumps([path, sorted(parse_qsl(query))]).decode()
    cursor = Cursor(bound).write(key)
    genuine = json.loads(json.dumps(cursor_of(client, address)))
    assert Cursor(bound).read(genuine, lambda key: True), (
        "this test makes marks as the service does"
    )
    answer = client.get(with_query(address, cursor=cursor))
    assert answer.status_code == 422, answer.text[:200]
    assert answer.json()["errors"][0]["parameter"] == "cursor"


def republished(launch: Path, folder: Path, version: str, *statements: str) -> None:
    """The launch dataset under another version, changed by SQL; what is derived from statements is
    made anew.
    """
    path = folder / f"{version}.sqlite"
    shutil.copyfile(launch, path)
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("UPDATE dataset SET version = :version", *statements):
            connection.execute(statement, {"version": version} if ":version" in statement else {})
        if statements:
            connection.execute(
                "INSERT INTO statement_words (statement_words) VALUES ('delete-all')"
            )
            for table in ("term_count", "facet_value", "undated_bounds"):
                connection.execute(f"DELETE FROM {table}")
        connection.commit()
    if statements:
        with connect(path).connect() as written:
            write_search_index(written)
            written.commit()


def switched(served: Served, version: str) -> None:
    """Publish a version and wait until it answers."""
    point(served.datasets, version)
    deadline = time.monotonic() + 20
    while ask(served.client, "/topics").headers["dataset-version"] != version:
        assert time.monotonic() < deadline, "the service does not follow the pointer"
        time.sleep(0.01)


@pytest.mark.parametrize(
    "address",
    few(
        [
            "/statements",
            "/statements?sort=oldest",
            "/countries?q=ar",
            "/countries/russia/statements",
        ],
        ["/statements?sort=oldest", "/countries?q=ar"],
    ),
)
def test_a_walk_goes_on_in_the_next_dataset(
    launch: Path, serve: Serve, tmp_path: Path, address: str
) -> None:
    """A cursor is a place, not a version: after a swap the walk goes on, even where its last item
    is gone.
    """
    republished(launch, tmp_path, "a" * 16)
    republished(launch, tmp_path, "b" * 16)
    point(tmp_path, "a" * 16)
    served = serve(tmp_path, public_url=PUBLIC, poll_ms=10)
    whole = lines(served.client, suffixed(address, "ndjson"))
    first = ask(served.client, with_query(address, limit=2)).json()
    switched(served, "b" * 16)
    second = ask(served.client, local(first["next_url"])).json()
    assert (first["dataset_version"], second["dataset_version"]) == ("a" * 16, "b" * 16)
    assert [item["id"] for item in first["items"] + second["items"]] == [
        item["id"] for item in whole[:4]
    ]

    last = second["items"][-1]["id"]
    table = "actor" if "q=" in address else "statement"
    republished(launch, tmp_path, "c" * 16, f"DELETE FROM {table} WHERE id = '{last}'")
    switched(served, "c" * 16)
    if second["next_url"]:
        third = ask(
            served.client, with_query(local(second["next_url"]).replace("limit=2&", ""), limit=200)
        ).json()
        assert [item["id"] for item in third["items"]] == [item["id"] for item in whole[4:]]
    else:
        assert len(whole) <= 4


# --- statements: filters, dates, facets, against a model ------------------------------------------


def passes(row: dict[str, Any], asked: dict[str, list[str]]) -> bool:
    """What the contract says of filters, in plain Python: OR within one, AND between them, one pair
    for two.
    """
    own = {
        "speaker": [row["speaker"]["id"]] if row["speaker"] else [],
        "country": row["countries"],
        "topic": row["topics"],
        "question": row["questions"],
        "source": [row["source"]["id"]],
        "kind": [row["kind"]],
        "capacity": [row["capacity"]],
    }
    if any(not set(values) & set(asked[name]) for name, values in own.items() if asked.get(name)):
        return False
    about, attribution = asked.get("about"), asked.get("attribution")
    pairs = [
        pair
        for pair in row["about"]
        if (not about or pair["actor"] in about)
        and (not attribution or pair["attribution"] in attribution)
    ]
    return bool(pairs) or not (about or attribution)


def values_of(row: dict[str, Any], facet: str) -> set[str]:
    """The values of a facet that a row shows."""
    if facet in ("about", "attribution"):
        return {pair["actor" if facet == "about" else "attribution"] for pair in row["about"]}
    if facet == "speaker":
        return {row["speaker"]["id"]} if row["speaker"] else set()
    plural = {"country": "countries", "topic": "topics", "question": "questions"}
    if facet in plural:
        return set(row[plural[facet]])
    return {row["source"]["id"]} if facet == "source" else {row[facet]} - {None}


def counts_of(
    rows: list[dict[str, Any]], asked: dict[str, list[str]], facet: str
) -> dict[str, int]:
    """What each value of a facet counts: the rows left when this one filter is replaced by the
    value.
    """
    every = {value for row in rows for value in values_of(row, facet)}
    counted = {value: sum(passes(row, asked | {facet: [value]}) for row in rows) for value in every}
    return {value: count for value, count in counted.items() if count}


COMBINATIONS: list[dict[str, list[str]]] = [
    {},
    {"speaker": ["emmanuel-macron"]},
    {"country": ["germany", "italy"]},
    {"about": ["russia"]},
    {"attribution": ["self"]},
    {"about": ["russia"], "attribution": ["third_party"]},
    {"about": ["germany", "russia"], "attribution": ["self"]},
    {"about": ["ukraine"], "attribution": ["self", "third_party"], "speaker": ["emmanuel-macron"]},
    {"topic": ["security-guarantees", "negotiations"], "kind": ["paraphrase"]},
    {"question": ["peacekeeping-force"], "capacity": ["government"], "source": [SOURCE]},
    {"kind": ["narration"]},
    {"kind": ["quote"], "topic": ["pressure-on-russia"]},
]


@pytest.mark.parametrize(
    "asked",
    few(COMBINATIONS, COMBINATIONS[::3]),
    ids=lambda asked: urlencode(asked, doseq=True) or "all",
)
def test_facets_count_the_lists_that_they_link_to(
    client: httpx.Client, rows: list[dict[str, Any]], asked: dict[str, list[str]]
) -> None:
    """All nine facets: a value's count is the total of the list at its URL; no value with rows is
    missing.
    """
    page = ask(client, with_query("/statements", **asked, facets=FACETS)).json()
    assert set(page["facets"]) == set(FACETS)
    for facet, values in page["facets"].items():
        assert {one["value"]: one["count"] for one in values} == counts_of(rows, asked, facet), (
            facet
        )
        assert [one["count"] for one in values] == sorted(
            (one["count"] for one in values), reverse=True
        )
        for one in values:
            query = parse_qsl(urlsplit(one["url"]).query)
            assert [value for name, value in query if name == facet] == [one["value"]]
            assert sorted(pair for pair in query if pair[0] != facet) == sorted(
                (name, value) for name, chosen in asked.items() if name != facet for value in chosen
            )
            if len(asked) != 1:
                assert total(client, one["url"]) == one["count"], one


@pytest.mark.parametrize(
    "address",
    [
        "/countries/russia/statements",
        "/countries/france/statements?role=by",
        "/speakers/friedrich-merz/statements",
        "/statements?q=Ukraine",
        "/statements?q=Ukraine&sort=relevance&topic=troop-deployment",
        "/statements?said_to=2025-09-04&sort=oldest",
    ],
)
def test_facets_of_other_lists(client: httpx.Client, address: str) -> None:
    """The same is true below a country and a person, with words and with days."""
    page = ask(client, with_query(address, facets=FACETS)).json()
    assert set(page["facets"]) == set(FACETS)
    assert page["facets"]["topic"]
    for facet in FACETS:
        for one in page["facets"][facet]:
            assert total(client, one["url"]) == one["count"] > 0, one


def test_facets_are_counted_over_the_whole_list(client: httpx.Client) -> None:
    """Neither the page size nor the cursor changes a facet; requested twice, it comes once."""
    whole = ask(client, "/statements?facets=speaker").json()["facets"]
    first = ask(client, "/statements?facets=speaker&facets=speaker&limit=2").json()
    assert first["facets"] == whole
    assert ask(client, local(first["next_url"])).json()["facets"] == whole
    assert ask(client, "/statements").json()["facets"] == {}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_filters_keep_what_the_model_keeps(
    client: httpx.Client, rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Any filters together give exactly the rows that the contract says, and their number."""
    some = {
        facet: sorted({value for row in rows for value in values_of(row, facet)})
        for facet in FACETS
    }
    asked = {
        facet: data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True))
        for facet, values in some.items()
        if data.draw(st.integers(0, 2)) == 0
    }
    page = ask(client, with_query("/statements", **asked)).json()
    kept = [row["id"] for row in rows if passes(row, asked)]
    assert [row["id"] for row in page["items"]] == kept
    assert page["total"] == len(kept)


DAYS = [None, "2025-01-01", "2025-08-01", "2025-09-03", "2025-09-04", "2025-09-05", "2026-01-01"]


SPANS = [
    (first, last) for first in DAYS for last in DAYS if not (first and last and first > last)
]  # else 422: see the errors


@pytest.mark.parametrize(("said_from", "said_to"), few(SPANS, SPANS[::3]))
def test_days_keep_what_lies_wholly_inside(
    client: httpx.Client, rows: list[dict[str, Any]], said_from: str | None, said_to: str | None
) -> None:
    """A row stays if its span lies wholly inside; `undated_left_out` counts those that only an
    unknown bound left out.
    """
    kept, unknown = [], 0
    for row in rows:
        first, last = row["said"]["earliest"], row["said"]["latest"]
        if (not said_from or (first and first >= said_from)) and (
            not said_to or (last and last <= said_to)
        ):
            kept.append(row["id"])
            continue
        outside = (first and said_from and first < said_from) or (
            last and said_to and last > said_to
        )
        outside = (
            outside
            or (first and said_to and first > said_to)
            or (last and said_from and last < said_from)
        )
        unknown += not outside
    asked = {
        name: value for name, value in (("said_from", said_from), ("said_to", said_to)) if value
    }
    page = ask(client, with_query("/statements", **asked)).json()
    assert [row["id"] for row in page["items"]] == kept
    assert page["total"] == len(kept)
    assert page["undated_left_out"] == (unknown if asked else 0)


# --- counts ---------------------------------------------------------------------------------------


SUMMARIES = [
    "",
    "?has_position=true",
    "?has_position=false",
    "?view=supports",
    "?participation=not_applicable&attribution=self",
    "?status=current",
    "?country=italy&country=FR&country=spain",
    "?stance=open",
    "?stance=supports&stance=declines",
    "?as_of=2025-02-01",
    "?as_of=2025-09-04&has_position=true",
    "?as_of=2025-09-03&attribution=self",
    "?as_of=2025-12-31&status=current&stance=supports&stance=not_stated",
    "?question=peacekeeping-force&view=opposes",
]


@pytest.mark.parametrize("query", few(SUMMARIES, ["", *SUMMARIES[6::2]]))
def test_the_summary_counts_the_lists_that_it_links_to(client: httpx.Client, query: str) -> None:
    """Each stance: count, actors and the list at its URL; together as many as the list with the
    same filters.
    """
    summary = ask(client, f"/positions/summary{query}").json()
    asked = [value for name, value in parse_qsl(query.removeprefix("?")) if name == "stance"]
    all_seven = ["opposes", "willing", "open", "undecided", "declines", "supports", "not_stated"]
    assert [one["stance"] for one in summary["stances"]] == [
        one for one in all_seven if not asked or one in asked
    ]
    for one in summary["stances"]:
        listed = lines(client, suffixed(local(one["url"]), "ndjson"))
        assert (
            ask(client, local(one["url"])).json()["total"]
            == len(listed)
            == one["count"]
            == len(one["actors"])
        ), one["url"]
        assert {row["actor"]["id"] for row in listed} == {actor["id"] for actor in one["actors"]}
        assert {row["stance"] for row in listed} <= {one["stance"]}
    assert summary["total"] == sum(one["count"] for one in summary["stances"])
    assert summary["as_of"] == dict(parse_qsl(query.removeprefix("?"))).get("as_of")


TIMELINES = [
    "",
    "?step=year",
    "?has_position=true&as_of=2025-12-24",
    "?attribution=self&step=year&as_of=2026-02-02",
    "?country=italy&country=FR&country=spain&step=year",
    "?stance=not_stated&stance=opposes&as_of=2025-09-30",
    "?status=current&as_of=2025-09-15",
    "?has_position=false&step=year",
]


@pytest.mark.parametrize("query", few(TIMELINES, ["?step=year", *TIMELINES[4:7]]))
def test_the_timeline_counts_the_lists_that_it_links_to(client: httpx.Client, query: str) -> None:
    """Each stance of each point: its count is the total of the list at its URL; the rows of the
    table are those that hold.
    """
    timeline = ask(client, f"/positions/timeline{query}").json()
    table = lines(client, f"/positions/timeline.ndjson{query}")
    for shown in timeline["points"]:
        holding = set()
        for one in shown["stances"]:
            url = local(one["url"])
            listed = lines(client, suffixed(url, "ndjson"))
            assert (
                ask(client, with_query(url, limit=1)).json()["total"] == len(listed) == one["count"]
            ), url
            assert {(row["stance"], row["as_of"]) for row in listed} <= {
                (one["stance"], shown["date"])
            }
            sure = Counter(row["as_of_certainty"] if row["id"] else "certain" for row in listed)
            assert {name: one[name] for name in ("certain", "possible", "undated")} == {
                name: sure[name] for name in ("certain", "possible", "undated")
            }
            holding |= {
                (row["actor"]["id"], row["id"], row["stance"], row["as_of_certainty"])
                for row in listed
                if row["id"]
            }
        assert shown["total"] == sum(one["count"] for one in shown["stances"])
        rows = [row for row in table if row["date"] == shown["date"]]
        assert {
            (row["id"], row["position"], row["stance"], row["certainty"]) for row in rows
        } == holding
        assert len(rows) == len(holding)
    assert {row["date"] for row in table} <= {shown["date"] for shown in timeline["points"]}


# --- errors ---------------------------------------------------------------------------------------


def check_problem(
    schemas: dict[str, Any],
    client: httpx.Client,
    answer: httpx.Response | Raw,
    status: int,
    slug: str,
) -> dict[str, Any]:
    """A problem as the contract has it: status, type, headers, members, and a page that explains
    it.
    """
    found = answer.status if isinstance(answer, Raw) else answer.status_code
    body = answer.body if isinstance(answer, Raw) else answer.content
    assert found == status, body[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Retry-After" in answer.headers["access-control-expose-headers"]
    assert "etag" not in answer.headers
    problem = json.loads(body)
    validate(schemas, {"$ref": "#/components/schemas/ProblemView"}, problem)
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].strip()
    assert urlsplit(problem["type"]).path == f"/problems/{slug}"
    assert problem["code"] == slug
    if slug not in EXPLAINED:
        page = ask(client, urlsplit(problem["type"]).path)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert problem["title"] in page.text
        EXPLAINED.add(slug)
    assert slug in {kind.slug for kind in ALL if kind.status == status}
    for text_of in ("Traceback", "sqlite3", "sqlalchemy", "/app/"):
        assert text_of not in body.decode()
    return problem


EXPLAINED: set[str] = set()  # the types whose page a test has read
MANY = "&".join
ERRORS: list[tuple[str, int, str]] = [
    # not found
    ("/countries/atlantis", 404, "unknown-name"),
    ("/countries/USSR", 404, "unknown-name"),
    ("/countries/Texas/position", 404, "unknown-name"),
    ("/countries/%20/statements", 404, "unknown-name"),
    ("/countries/uk-raine/statements.csv", 404, "unknown-name"),
    ("/countries/NATO", 404, "unknown-name"),
    ("/countries/korea", 404, "ambiguous-name"),
    ("/countries/Congo/position", 404, "ambiguous-name"),
    ("/countries/Virgin%20Islands/statements", 404, "ambiguous-name"),
    ("/actors/brussels", 404, "ambiguous-name"),
    ("/actors/atlantis/position", 404, "unknown-name"),
    ("/speakers/nobody", 404, "unknown-name"),
    ("/speakers/nobody/statements.ndjson", 404, "unknown-name"),
    ("/statements/nothing", 404, "unknown-name"),
    ("/positions/nothing", 404, "unknown-name"),
    ("/sources/nothing", 404, "unknown-name"),
    ("/sources/nothing/passages", 404, "unknown-name"),
    (f"/sources/{SOURCE}/passages/999", 404, "unknown-name"),
    (f"/sources/{SOURCE}/passages/0", 404, "unknown-name"),
    (f"/sources/{SOURCE}/passages/x", 404, "unknown-name"),
    ("/nothing", 404, "not-found"),
    ("/countries/italy/nothing", 404, "not-found"),
    ("/assets/nothing", 404, "not-found"),
    ("/.json", 404, "not-found"),
    # formats
    ("/statements.geojson", 404, "format-not-served"),
    ("/countries.xml", 404, "format-not-served"),
    ("/countries/italy.csv", 404, "format-not-served"),
    ("/countries/italy/position.ndjson", 404, "format-not-served"),
    ("/dataset.csv", 404, "format-not-served"),
    ("/positions/summary.csv", 404, "format-not-served"),
    ("/positions/timeline.geojson", 404, "format-not-served"),
    ("/countries/atlantis/positions", 404, "unknown-name"),
    ("/actors/atlantis/positions.csv", 404, "unknown-name"),
    (f"/statements/{SOURCE}-pledge.png", 404, "format-not-served"),
    # unknown and repeated parameters
    ("/statements?speeker=macron", 422, "invalid-parameter"),
    ("/countries/italy?limit=1", 422, "invalid-parameter"),
    ("/countries/italy/position?as=1", 422, "invalid-parameter"),
    ("/dataset?fbclid=x", 422, "invalid-parameter"),
    ("/statements.csv?cursor=abc", 422, "invalid-parameter"),
    ("/statements.ndjson?facets=topic", 422, "invalid-parameter"),
    ("/statements.ndjson?excel=1", 422, "invalid-parameter"),
    ("/statements?excel=1", 422, "invalid-parameter"),
    ("/statements?limit=1&limit=2", 422, "invalid-parameter"),
    ("/statements?q=a&q=b", 422, "invalid-parameter"),
    ("/statements?sort=newest&sort=newest", 422, "invalid-parameter"),
    ("/countries?has_position=true&has_position=true", 422, "invalid-parameter"),
    (
        "/positions?question=peacekeeping-force&question=peacekeeping-force",
        422,
        "invalid-parameter",
    ),
    ("/statements.csv?excel=1&excel=0", 422, "invalid-parameter"),
    ("/health/live?x=1", 422, "invalid-parameter"),
    # types and ranges
    ("/statements?limit=ten", 422, "invalid-parameter"),
    ("/statements?limit=0", 422, "invalid-parameter"),
    ("/statements?limit=201", 422, "invalid-parameter"),
    ("/statements?limit=-1", 422, "invalid-parameter"),
    ("/statements?limit=1e9", 422, "invalid-parameter"),
    ("/statements?limit=1.5", 422, "invalid-parameter"),
    ("/statements?limit=", 422, "invalid-parameter"),
    ("/statements?limit=9999999999999999999999", 422, "invalid-parameter"),
    ("/statements.csv?limit=0", 422, "invalid-parameter"),
    ("/statements.csv?limit=-1", 422, "invalid-parameter"),
    ("/countries?limit=201", 422, "invalid-parameter"),
    ("/sources?limit=0", 422, "invalid-parameter"),
    ("/countries?has_position=perhaps", 422, "invalid-parameter"),
    ("/countries.csv?excel=x", 422, "invalid-parameter"),
    ("/statements?said_from=yesterday", 422, "invalid-parameter"),
    ("/statements?said_from=2025-02-30", 422, "invalid-parameter"),
    ("/statements?said_to=2025", 422, "invalid-parameter"),
    ("/statements?said_to=", 422, "invalid-parameter"),
    ("/statements?said_from=0", 422, "invalid-parameter"),
    ("/statements?said_from=1756944000", 422, "invalid-parameter"),
    ("/statements?said_to=2025-09-04T00:00:00", 422, "invalid-parameter"),
    ("/positions?as_of=2025-09", 422, "invalid-parameter"),
    ("/countries?as_of=1738368000", 422, "invalid-parameter"),
    ("/countries/italy/position?as_of=2025-02-30", 422, "invalid-parameter"),
    ("/countries/italy/position?as_of=2025-09-04&as_of=2025-09-05", 422, "invalid-parameter"),
    ("/positions?as_of=2025-01-31", 422, "invalid-parameter"),
    ("/countries/italy/positions?as_of=2025-09-04", 422, "invalid-parameter"),
    ("/positions/timeline?step=day", 422, "invalid-parameter"),
    ("/positions/timeline?step=month&step=year", 422, "invalid-parameter"),
    ("/positions/timeline?limit=1", 422, "invalid-parameter"),
    ("/positions/timeline?cursor=x", 422, "invalid-parameter"),
    ("/positions/timeline.csv?as_of=2025-01-31", 422, "invalid-parameter"),
    ("/statements?q=" + "a" * 201, 422, "invalid-parameter"),
    ("/statements?cursor=" + "a" * 2001, 422, "invalid-parameter"),
    # closed vocabularies
    ("/positions?stance=yes", 422, "invalid-parameter"),
    ("/statements?kind=Quote", 422, "invalid-parameter"),
    ("/statements?sort=date", 422, "invalid-parameter"),
    ("/statements?facets=year", 422, "invalid-parameter"),
    ("/countries/italy/statements?role=of", 422, "invalid-parameter"),
    ("/statements?attribution=", 422, "invalid-parameter"),
    # names and ids
    ("/statements?speaker=nobody", 422, "invalid-parameter"),
    ("/statements?country=atlantis", 422, "invalid-parameter"),
    ("/statements?country=korea", 422, "invalid-parameter"),
    ("/statements?about=Congo", 422, "invalid-parameter"),
    ("/positions?country=korea", 422, "invalid-parameter"),
    ("/positions?country=EU", 422, "invalid-parameter"),
    ("/speakers?country=Dominican", 422, "invalid-parameter"),
    ("/statements?topic=peace", 422, "invalid-parameter"),
    ("/statements?source=nothing", 422, "invalid-parameter"),
    ("/statements?question=nothing", 422, "invalid-parameter"),
    ("/changes?since=yesterday", 422, "invalid-parameter"),
    ("/changes?since=2025-02-30", 422, "invalid-parameter"),
    ("/changes?since=0123456789abcdef", 422, "invalid-parameter"),
    ("/changes.csv?since=", 422, "invalid-parameter"),
    ("/changes/feed?since=2025", 422, "invalid-parameter"),
    ("/changes/feed.xml?country=Korea", 422, "invalid-parameter"),
    ("/changes?kind=country", 422, "invalid-parameter"),
    ("/changes?change=removed", 422, "invalid-parameter"),
    ("/changes?speaker=nobody", 422, "invalid-parameter"),
    ("/changes/feed?limit=3", 422, "invalid-parameter"),
    ("/changes?since=2025-01-01&since=2025-01-02", 422, "invalid-parameter"),
    ("/changes/feed.csv", 404, "format-not-served"),
    ("/changes.xml", 404, "format-not-served"),
    ("/dataset/versions.xml", 404, "format-not-served"),
    ("/positions?question=nothing", 422, "invalid-parameter"),
    ("/countries/italy/position?question=x", 422, "invalid-parameter"),
    ("/statements?speaker=", 422, "invalid-parameter"),
    ("/statements?country=", 422, "invalid-parameter"),
    ("/statements?topic=", 422, "invalid-parameter"),
    ("/statements?q=", 422, "invalid-parameter"),
    ("/countries?q=", 422, "invalid-parameter"),
    ("/statements?cursor=", 422, "invalid-parameter"),
    # what makes no sense
    ("/statements?sort=relevance", 422, "invalid-parameter"),
    ("/statements?q=%21%3F", 422, "invalid-parameter"),
    ("/statements?q=%22%22", 422, "invalid-parameter"),
    ("/statements?q=%20", 422, "invalid-parameter"),
    ("/countries?q=%21", 422, "invalid-parameter"),
    ("/actors?q=%20", 422, "invalid-parameter"),
    ("/speakers?q=%2A", 422, "invalid-parameter"),
    ("/statements?said_from=2025-09-05&said_to=2025-09-04", 422, "invalid-parameter"),
    ("/statements?" + MANY(["topic=negotiations"] * 21), 422, "invalid-parameter"),
    ("/statements?" + MANY(["attribution=self"] * 21), 422, "invalid-parameter"),
    ("/positions?" + MANY(["country=italy"] * 21), 422, "invalid-parameter"),
    # too long
    ("/statements?q=" + "a" * 9990, 414, "uri-too-long"),
    ("/countries/" + "a" * 9990, 414, "uri-too-long"),
]


@pytest.mark.parametrize(
    ("address", "status", "slug"), ERRORS, ids=[address[:60] for address, _, _ in ERRORS]
)
def test_errors_are_problem_details(
    client: httpx.Client, schemas: dict[str, Any], address: str, status: int, slug: str
) -> None:
    """Every error has the members of RFC 9457, CORS and no-store, and its type is a page."""
    answer = client.get(address)
    problem = check_problem(schemas, client, answer, status, slug)
    path = unquote(address.partition("?")[0])
    assert unquote(problem["instance"]) in (path, path[:500]), (
        "the instance is the path of the request"
    )
    if status == 422:
        named = {one["parameter"] for one in problem["errors"]}
        assert named & {
            name for name, _ in parse_qsl(urlsplit(address).query, keep_blank_values=True)
        }
    head = client.head(address)
    assert head.status_code == status
    assert head.headers["content-type"] == answer.headers["content-type"]


def test_errors_name_each_parameter_once(client: httpx.Client) -> None:
    """One sentence a fault, in words of this service: no inner alternatives of a type, no second
    guess.
    """
    for address, status, _ in ERRORS:
        if status == 422:
            errors = problem_of(client, address).get("errors", [])
            assert errors or client.get(address).status_code != 422, address
            names = [one["parameter"] for one in errors]
            assert len(names) == len(set(names)), (address[:80], errors)
            assert not any("None" in one["detail"] for one in errors), (address[:80], errors)


def test_an_instance_is_a_uri_reference(client: httpx.Client) -> None:
    """RFC 9457: `instance` is a URI reference, so a name in any alphabet is in it
    percent-encoded.
    """
    for name in ("Атлантида", "no where", "a%25b"):
        instance = problem_of(client, f"/countries/{quote(name, safe='%')}")["instance"]
        assert re.fullmatch(r"(?:[!$&-;=@-Z_a-z~]|%[0-9A-F]{2})+", instance), instance


def test_an_unknown_parameter_is_told_what_there_is(client: httpx.Client) -> None:
    """`allowed` lists the parameters, `did_you_mean` the near one, which works."""
    problem = problem_of(client, "/statements?speeker=macron")
    assert problem["did_you_mean"] == ["speaker"]
    assert {"speaker", "country", "about", "q", "sort", "limit", "cursor", "facets"} <= set(
        problem["allowed"]
    )
    assert problem["errors"][0]["parameter"] == "speeker"
    assert "speaker" in problem["detail"]
    assert (
        set(problem_of(client, "/statements.csv?cursor=x")["allowed"]) & {"cursor", "facets"}
        == set()
    )


@pytest.mark.parametrize(
    ("address", "allowed", "meant"),
    [
        (
            "/positions?stance=declined",
            ["opposes", "willing", "open", "undecided", "declines", "supports", "not_stated"],
            "declines",
        ),
        ("/statements?kind=paraphrased", ["quote", "paraphrase", "narration"], "paraphrase"),
        (
            "/statements?attribution=thirdparty",
            ["self", "collective", "third_party", "anonymous", "narrator"],
            "third_party",
        ),
        ("/statements?sort=newst", ["newest", "oldest", "relevance"], "newest"),
        ("/statements?facets=speakers", list(FACETS), "speaker"),
        ("/countries/italy/statements?role=abut", ["by", "about"], "about"),
        ("/positions/timeline?step=months", ["month", "year"], "month"),
    ],
)
def test_a_closed_list_says_its_values(
    client: httpx.Client, address: str, allowed: list[str], meant: str
) -> None:
    """An unknown value of a closed vocabulary: what may be given, and what was probably meant."""
    problem = problem_of(client, address)
    assert problem["allowed"] == allowed
    assert problem["did_you_mean"] == [meant]
    [name] = [name for name, _ in parse_qsl(urlsplit(address).query)]
    assert [one["parameter"] for one in problem["errors"]] == [name]
    ask(
        client,
        f"{address.partition('=')[0]}={meant}"
        if "sort" not in address
        else "/statements?sort=newest",
    )


def test_too_many_values_are_called_that(client: httpx.Client) -> None:
    """Twenty values are the most, for names as for closed lists; each value may be right."""
    for name, value in (
        ("topic", "negotiations"),
        ("attribution", "self"),
        ("facets", "topic"),
        ("speaker", "macron"),
    ):
        fine = client.get("/statements", params=[(name, value)] * 20)
        assert fine.status_code == 200 or name == "facets"
        problem = client.get("/statements", params=[(name, value)] * 21).json()
        assert problem["status"] == 422
        assert "20" in problem["detail"], problem["detail"]


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/statements.geojson", {".json", ".csv", ".ndjson"}),
        ("/countries/italy/statements.xml", {".json", ".csv", ".ndjson"}),
        ("/countries.svg", {".json", ".csv", ".ndjson"}),
        ("/countries/italy.csv", {".json", ".jsonld"}),
        ("/dataset.csv", {".json", ".csl.json", ".jsonld"}),
        ("/positions/summary.ndjson", {".json"}),
        (f"/sources/{SOURCE}.png", {".json", ".csl.json", ".jsonld"}),
        ("/positions/timeline.xml", {".json", ".csv", ".ndjson"}),
        ("/countries/italy/positions.png", {".json", ".csv", ".ndjson"}),
    ],
)
def test_a_format_that_is_not_served_names_those_that_are(
    client: httpx.Client, address: str, allowed: set[str]
) -> None:
    """404 with the suffixes, each of which answers."""
    problem = problem_of(client, address)
    assert set(problem.get("allowed", [])) == allowed
    for suffix in allowed:
        ask(client, address.rpartition(".")[0] + suffix)


def test_a_dot_may_belong_to_a_name(client: httpx.Client) -> None:
    """Only the known suffixes at the very end are formats."""
    assert (
        ask(client, "/countries/U.S.").json()["id"]
        == ask(client, "/countries/U.S..json").json()["id"]
        == "united-states"
    )
    assert ask(client, "/countries/U.S.A./position.json").json()["actor"]["iso3"] == "USA"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "LINK"])
@pytest.mark.parametrize(
    "address", ["/statements", "/countries/italy/position.json", "/health/live", "/nothing"]
)
def test_other_methods_are_405(
    served: Served, schemas: dict[str, Any], method: str, address: str
) -> None:
    """405 with Allow, on every path."""
    answer = raw(served, address, method=method)
    check_problem(schemas, served.client, answer, 405, "method-not-allowed")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        ("/statements", "text/csv"),
        ("/statements", "text/html"),
        ("/statements", "application/json;q=0"),
        ("/statements", "application/json;q=0, */*"),
        ("/statements.csv", "application/json"),
        ("/statements.ndjson", "text/csv"),
        ("/statements.json", "application/xhtml+xml"),
        ("/countries/italy", "image/*"),
        ("/dataset", "*/*;q=0"),
    ],
)
def test_an_accept_that_leaves_nothing_is_406(
    client: httpx.Client, schemas: dict[str, Any], address: str, accept: str
) -> None:
    """406 names the suffixes that there are."""
    problem = check_problem(
        schemas, client, client.get(address, headers={"accept": accept}), 406, "not-acceptable"
    )
    expected = {".json", ".csv", ".ndjson"} if "statements" in address else {".json", ".jsonld"}
    expected |= {".csl.json"} if address == "/dataset" else set()
    assert set(problem["allowed"]) == expected
    assert all(suffix in problem["detail"] for suffix in expected)


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/*",
        "application/json",
        "text/html, */*;q=0.1",
        "APPLICATION/JSON; charset=utf-8",
        "",
        "nonsense",
        ";;;,,,",
        "text/html;q=high",
        "a/b/c",
        "application/json;q=nan",
        "/",
        "application/json;q=0.001",
        "\xe9",
    ],
)
def test_an_accept_that_leaves_json_or_cannot_be_read_is_served(
    served: Served, accept: str
) -> None:
    """An unparsable Accept counts as */*."""
    assert raw(served, "/dataset", f"Accept: {accept}").status == 200


def test_accept_may_come_in_several_lines(served: Served) -> None:
    """RFC 9110, section 5.3: repeated header lines are one list."""
    assert raw(served, "/dataset", "Accept: text/html", "Accept: application/json").status == 200


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [
        ("/problems/nothing", "GET", 404),
        ("/browse/nothing", "GET", 404),
        ("/embed/nothing", "GET", 404),
        ("/browse/positions?stanse=1", "GET", 422),
        ("/embed/positions?contry=1", "GET", 422),
        ("/", "POST", 405),
        ("/problems", "DELETE", 405),
        ("/problems/" + "a" * 9000, "GET", 414),
    ],
)
def test_pages_answer_errors_as_pages(
    client: httpx.Client, address: str, method: str, status: int
) -> None:
    """Same status, HTML, no-store, CORS."""
    answer = client.request(method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "<h1" in answer.text
    assert f"{PUBLIC}/problems/" in answer.text or 'href="/problems/' in answer.text
    assert "x=1" not in answer.text


def test_a_page_refuses_an_accept_without_html(client: httpx.Client) -> None:
    """406 for pages as for data."""
    answer = client.get("/", headers={"accept": "application/json"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "evil.example/path",
        "user@evil.example",
        '"><script>',
        "x:99999",
        "a_b:x",
        "[::1",
        "1.2.3.999",
    ],
)
def test_a_hostile_host_is_400(plain: Served, schemas: dict[str, Any], host: str) -> None:
    """Without a public URL links follow the Host header, so it must be a plain one."""
    check_problem(schemas, plain.client, raw(plain, "/statements", host=host), 400, "invalid-host")


def test_links_follow_a_plain_host(plain: Served) -> None:
    """And such answers are private."""
    answer = raw(plain, "/countries/italy", host="Data.Example:8080")
    assert json.loads(answer.body)["links"]["self"] == "http://data.example:8080/countries/italy"
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["content-location"] == "http://data.example:8080/countries/italy"


@pytest.mark.parametrize(
    "host", ["evil.example/x", "evil.example?x", "evil.example#", "evil.example", "a b", ""]
)
def test_a_public_url_makes_the_host_meaningless(served: Served, host: str) -> None:
    """Nobody gets an answer with somebody else's links in it."""
    usual = raw(served, "/statements?limit=2")
    answer = raw(served, "/statements?limit=2", f"X-Forwarded-Host: {host or 'x'}", host=host)
    assert (answer.status, answer.body, answer.headers["link"]) == (
        200,
        usual.body,
        usual.headers["link"],
    )


def test_a_query_over_its_budget_is_503(
    launch: Path, serve: Serve, tmp_path: Path, schemas: dict[str, Any], client: httpx.Client
) -> None:
    """A source of 40,000 sentences within one millisecond: 503 with Retry-After; the service goes
    on answering.
    """
    heavy = tmp_path / launch.name
    shutil.copyfile(launch, heavy)
    with closing(sqlite3.connect(heavy)) as connection:
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 41000) "
            "INSERT INTO passage "
            "(source, number, coding, start, \"end\", exact) SELECT ?, i, 'narration', 0, 0, 'x' "
            "FROM n",
            [SOURCE],
        )
        connection.commit()
    point(tmp_path, launch.stem)
    slow = serve(tmp_path, public_url=PUBLIC, budget_ms=1)
    for address in (
        f"/sources/{SOURCE}/passages",
        f"/sources/{SOURCE}/passages.csv",
        f"/sources/{SOURCE}/passages.ndjson",
    ):
        answer = slow.client.get(address)
        check_problem(schemas, client, answer, 503, "over-budget")
        assert int(answer.headers["retry-after"]) > 0
    ask(slow.client, "/topics")


def test_a_reader_stops_a_query_over_its_budget(launch: Path) -> None:
    """The budget ends an endless query, and the same connection answers the next one."""
    reader = Reader(launch, 0.005)
    endless = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    try:
        with pytest.raises(OverBudget) as raised:
            reader.run(lambda connection: connection.execute(endless).all())
        assert raised.value.headers["Retry-After"]
        assert reader.run(lambda connection: connection.execute(text("SELECT 1")).scalar_one()) == 1
    finally:
        reader.close()


def test_no_dataset_is_503(
    serve: Serve, tmp_path: Path, schemas: dict[str, Any], client: httpx.Client
) -> None:
    """Nothing published yet: 503 with Retry-After on data, and the process still says that it
    lives.
    """
    empty = serve(tmp_path, public_url=PUBLIC)
    for address in ("/countries", "/statements.csv", "/dataset"):
        answer = empty.client.get(address)
        check_problem(schemas, client, answer, 503, "not-ready")
        assert int(answer.headers["retry-after"]) > 0
    assert empty.client.get("/").status_code == empty.client.get("/health/ready").status_code == 503
    ask(empty.client, "/health/live")


# --- hostile input --------------------------------------------------------------------------------

FINE = {200, 308, 404, 406, 414, 422}
PATHS = (
    "/countries/{}",
    "/countries/{}/position",
    "/countries/{}/positions",
    "/countries/{}/statements",
    "/actors/{}",
    "/speakers/{}",
    "/speakers/{}/statements",
    "/statements/{}",
    "/positions/{}",
    "/sources/{}",
    "/sources/{}/passages.csv",
    "/problems/{}",
    "/assets/{}",
)
QUERIES = (
    "/statements?q={}",
    "/statements?q={}&sort=relevance",
    "/statements.csv?q={}",
    "/statements?speaker={}",
    "/statements?country={}",
    "/statements?about={}",
    "/statements?topic={}",
    "/statements?source={}",
    "/statements?question={}",
    "/statements?kind={}",
    "/statements?said_from={}",
    "/statements?cursor={}",
    "/statements?limit={}",
    "/statements?facets={}",
    "/statements?{}=1",
    "/countries?q={}",
    "/countries?has_position={}",
    "/speakers?q={}",
    "/actors?q={}",
    "/positions?country={}",
    "/positions?question={}",
    "/positions/summary?stance={}",
    "/countries/italy/statements?role={}",
    "/statements.csv?excel={}",
    "/?{}=1",
    "/countries/italy/position?as_of={}",
    "/positions/timeline?as_of={}",
    "/positions/timeline?step={}",
)


def sane(answer: httpx.Response | Raw) -> None:
    """Whatever was requested: a status of the contract, and a problem where it is not 200."""
    status = answer.status if isinstance(answer, Raw) else answer.status_code
    body = answer.body if isinstance(answer, Raw) else answer.content
    assert status in FINE, (status, body[:300])
    assert answer.headers["access-control-allow-origin"] == "*"
    if status != 200:
        assert answer.headers["cache-control"] == "no-store"
        if status == 308:
            assert answer.headers["location"].startswith(f"{PUBLIC}/")
        elif answer.headers["content-type"] == "application/problem+json":
            assert {"type", "title", "status", "detail", "instance", "code"} <= set(
                json.loads(body)
            )
        else:
            assert answer.headers["content-type"] == "text/html; charset=utf-8"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    | st.lists(
        st.sampled_from(
            [
                '"',
                "AND",
                "NEAR(",
                "*",
                ":",
                "^",
                "-",
                "(",
                ")",
                "troops",
                "'",
                "{",
                "\\",
                "%",
                "é",
                "‘",
            ]
        ),
        max_size=8,
    ).map(" ".join),
    where=st.sampled_from(PATHS + QUERIES),
)
def test_any_text_anywhere_is_answered_in_kind(
    client: httpx.Client, words: str, where: str
) -> None:
    """Random text in every path and parameter: never a 500."""
    sane(client.get(where.format(quote(words, safe=""))))


SQL = [
    "' OR '1'='1",
    "1; DROP TABLE statement;--",
    "italy' --",
    'italy" --',
    "%",
    "_",
    "italy%",
    "x') UNION SELECT text FROM source--",
    "\\",
]


@pytest.mark.parametrize("words", SQL)
def test_sql_is_only_text(client: httpx.Client, words: str) -> None:
    """Metacharacters match nothing, and everything is still there afterwards."""
    for where in PATHS[:10]:
        answer = client.get(where.format(quote(words, safe="")))
        folded = fold(words)
        assert answer.status_code == 404 or (folded == "italy" and answer.status_code == 200), (
            where,
            answer.text[:200],
        )
    for name in ("topic", "source", "question", "speaker"):
        assert client.get("/statements", params={name: words}).status_code == 422
    assert ask(client, "/statements").json()["total"] == 16


FTS = [
    "AND",
    "NOT troops",
    "troops NOT Italy",
    "troops AND",
    "NEAR(troops Ukraine)",
    "NEAR",
    "troops*",
    "tro*",
    "words:troops",
    "words : troops",
    "^Macron",
    "-troops",
    "(troops)",
    "troops)",
    "(((",
    '"troops',
    'tro"ops',
    '"" troops',
    "troops OR Italy",
    "{words}: troops",
    "troops + Italy",
    "%",
    "troops;",
    "'troops'",
    "“front lines”",
    '"front lines" *',
    "*",
    "a:b:c",
    "\\",
    "rowid",
    "rank",
    "statement_words",
]


@pytest.mark.parametrize("words", FTS)
@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_search_operators_are_only_words(
    client: httpx.Client, rows: list[dict[str, Any]], words: str, sort: str
) -> None:
    """No operator of FTS5 works: every hit contains every requested word in some form and text, and
    every row that does is a hit.
    """
    answer = client.get("/statements", params={"q": words, "sort": sort})
    wanted = set(fold(words).split())
    if not wanted:
        assert answer.status_code == 422
        return
    assert answer.status_code == 200
    hits = {item["id"] for item in answer.json()["items"]}
    passages = ask(client, "/sources/rapala-26-nations/passages?limit=200").json()["items"]
    sentences = {one["number"]: one["exact"] for one in passages}

    def forms(row: dict[str, Any]) -> set[str]:
        speaker = row["speaker"] and row["speaker"]["name"]
        first, last = row["passage"], row["last_passage"]
        around = [sentences[number] for number in range(first, last + 1)]
        text = " ".join([row["selector"]["exact"], row["summary"], speaker or "", *around])
        return {key for word in re.findall(r"\w+", text) for key in stem_keys("en", word)}

    keys = [stem_keys("en", word) for word in wanted]
    holding = {row["id"] for row in rows if all(forms(row) & of_word for of_word in keys)}
    assert hits <= holding
    if len(wanted) == 1:
        assert hits == holding
    assert answer.json()["total"] == len(hits)


def test_quoted_words_are_a_phrase(client: httpx.Client) -> None:
    """Quotation marks of any kind ask for words in a row; without them in any place."""
    for quoted in ('"front lines"', "“front lines”", "«front lines»", "„front lines“"):
        assert ask(client, with_query("/statements", q=quoted)).json()["total"] == 1
        assert (
            ask(
                client, with_query("/statements", q=quoted.replace("front lines", "lines front"))
            ).json()["total"]
            == 0
        )
    assert ask(client, with_query("/statements", q="lines front")).json()["total"] == 1
    assert ask(client, with_query("/statements", q="UKRAINE’S")).json()["total"] > 0


@pytest.mark.parametrize(
    "target",
    [
        b"/countries/%00",
        b"/countries/italy%00",
        b"/countries/italy%0d%0aX-Evil:1",
        b"/countries/%ff%fe",
        b"/countries/%c3%28/position",
        b"/countries/%ed%a0%80",
        b"/countries/italy%2Fposition",
        b"/countries%2fitaly",
        b"/countries/%2e%2e%2fdataset",
        b"/countries/..",
        b"/countries/../dataset",
        b"/countries/./italy",
        b"/countries/%2e%2e/dataset",
        b"/..%2f..%2fetc%2fpasswd",
        b"//countries",
        b"/countries//italy",
        b"/assets/../pages.py",
        b"/assets/..%2fpages.py",
        b"/countries/%",
        b"/countries/%zz",
        b"/countries/%e2%80%ae%59%4c%41%54%49",
        b"/countries/italy;a=b",
        b"/countries/" + b"%41" * 3000,
        b"/" + b"a/" * 2000,
    ],
)
def test_hostile_paths_are_404(served: Served, target: bytes) -> None:
    """Control characters, broken UTF-8, encoded slashes, dot segments: not found, and never another
    resource.
    """
    answer = raw(served, target)
    sane(answer)
    assert answer.status in (404, 414), answer.body[:200]


@pytest.mark.parametrize(
    "query",
    [
        b"q=%00",
        b"q=%ff",
        b"q=%c3%28",
        b"speaker=%00macron",
        b"%00=1",
        b"%ff=1",
        b"q=%zz",
        b"q=%",
        b"q=a%0d%0ab",
        b"limit=%31%00",
        b"&&&=",
        b"=",
        b"q",
        b"speaker=macron&speaker=%fe",
        b"facets[]=topic",
        b"q=%ed%a0%80",
        b"limit=+5+",
        b"topic[0]=x",
        b"cursor=%2e%2e%2f",
    ],
)
def test_hostile_queries_are_422(served: Served, query: bytes) -> None:
    """What cannot be read, or is no parameter, is refused; it is never left out silently."""
    answer = raw(served, b"/statements?" + query)
    sane(answer)
    assert answer.status == 422 or (query == b"limit=+5+" and answer.status == 200), answer.body[
        :200
    ]


@pytest.mark.parametrize(
    "name",
    [
        "ｉｔａｌｙ",
        "ＩＴ",
        "Côte d’Ivoire",
        "Co\u0302te d'Ivoire",
        "co\u0301te divoire",
        "İtalya",
        "ITALY",
        "ｉｔａｌｙ" * 40,
        "é" * 200,
    ],
)
def test_odd_spellings_are_answered_or_refused(client: httpx.Client, name: str) -> None:
    """Full-width, NFD and other spellings: the same country under its canonical address, or 404."""
    answer = client.get(f"/countries/{quote(name)}")
    sane(answer)
    if answer.status_code == 200:
        again = ask(client, f"/countries/{quote(answer.json()['id'])}").json()
        assert {**again, "matched_as": ""} == {**answer.json(), "matched_as": ""}


def test_huge_numbers_are_refused_or_mean_everything(client: httpx.Client) -> None:
    """A limit beyond the list of a whole table gives the table; pages go up to 200."""
    assert len(lines(client, "/statements.ndjson?limit=99999999999999999999")) == 16
    for value in ("1e9", "0x10", "१", "--5", "1,000", "9" * 500):
        assert client.get(f"/statements?limit={quote(value)}").status_code == 422, value


# --- CSV and NDJSON -------------------------------------------------------------------------------

# The contract: columns keep their names and order; new ones come at the end.
HEADERS = {
    "actors": "iso2,iso3,numeric,id,type,name,official_name,wikidata,size,stance,position_id,url,"
    "as_of,as_of_certainty",
    "positions": "iso2,iso3,numeric,actor_id,actor_type,actor_name,question_id,id,stance,view,participation,commitment,"  # noqa: E501
    "attribution,status,disputed,conditions,contributions,valid_from_value,valid_from_precision,valid_from_earliest,"
    "valid_from_latest,valid_from_basis,valid_to_value,undated,summary,not_supported,note,evidence,url,"
    "as_of,as_of_certainty,may_also_hold,previous,superseded_by,independent_sources,reported",
    "timeline": "iso2,iso3,numeric,date,actor_id,actor_type,actor_name,question_id,stance,position_id,certainty,"  # noqa: E501
    "disputed,reported",
    "statements": "iso2,iso3,numeric,about_iso2,about_iso3,about_numeric,id,kind,speaker_id,speaker_name,speaker_role,"  # noqa: E501
    "role_as_printed,capacity,countries,about,attribution,topics,questions,said_value,said_precision,said_earliest,said_latest,"
    "said_basis,exact,quoted,summary,source_id,source_title,publisher,source_url,start,end,text_sha256,"
    "href_in_context,url,speaker_kind,source_caution,matched_in",
    "speakers": "iso2,iso3,numeric,id,name,other_names,wikidata,roles,statements,url,kind",
    "sources": "id,title,publisher,source_url,published_value,published_precision,published_earliest,published_latest,"  # noqa: E501
    "published_basis,language,text_access,text_sha256,copy_of,root,statements,url,"
    "via,via_chain,caution,redistribute",
    "passages": "number,coding,start,end,exact,statements",
    "questions": "id,text,asked_from,silence,positions,url,subject,take_part,taking_part",
    "topics": "id,label,definition,statements,url",
    "versions": "version,published,current,url,changes_url",
    "changes": "iso2,iso3,numeric,kind,change,id,release_version,release_published,actors,speaker,summary,stance_before,"  # noqa: E501
    "stance_after,before,after,reason,replaced_by,url,differs,before_text,after_text",
}
SHEETS = [
    ("/countries", "actors"),
    ("/actors", "actors"),
    ("/positions", "positions"),
    ("/statements", "statements"),
    ("/countries?as_of=2025-09-03", "actors"),
    ("/positions?as_of=2025-09-04&has_position=true", "positions"),
    ("/countries/italy/positions", "positions"),
    ("/actors/the%2026/positions", "positions"),
    ("/statements?q=troops&sort=relevance", "statements"),
    ("/countries/italy/statements?role=by", "statements"),
    ("/speakers/macron/statements", "statements"),
    ("/speakers", "speakers"),
    ("/sources", "sources"),
    (f"/sources/{SOURCE}/passages", "passages"),
    ("/questions", "questions"),
    ("/topics", "topics"),
    ("/dataset/versions", "versions"),
    ("/changes", "changes"),
    ("/changes?country=italy", "changes"),
]


def sheet(body: bytes) -> list[dict[str, str]]:
    """The rows of a CSV, by the names of its columns."""
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline=""), strict=True))


@pytest.mark.parametrize(("address", "kind"), SHEETS)
def test_csv(client: httpx.Client, address: str, kind: str) -> None:
    """RFC 4180 with CRLF, the frozen columns, one row an item, a filename with the version, no byte
    order mark.
    """
    answer = ask(client, suffixed(address, "csv"))
    assert answer.headers["content-type"] == CSV_TYPE
    assert answer.content.startswith(HEADERS[kind].encode() + b"\r\n")
    assert answer.content.endswith(b"\r\n")
    records = list(csv.reader(io.StringIO(answer.text, newline=""), strict=True))
    assert {len(record) for record in records} == {len(HEADERS[kind].split(","))}
    unquoted = re.sub(rb'"(?:[^"]|"")*"', b"", answer.content)
    assert unquoted.count(b"\n") == unquoted.count(b"\r\n") == len(records)
    items = lines(client, suffixed(address, "ndjson"))
    assert len(records) - 1 == len(items)
    for cells, item in zip(sheet(answer.content), items, strict=True):
        if "id" in cells:
            assert cells["id"] == (item["id"] or "")
        if "url" in cells:
            assert cells["url"] == (item["links"]["self"] if "links" in item else item["url"])
    name = re.fullmatch(
        r'attachment; filename="([a-z0-9.-]+)"', answer.headers["content-disposition"]
    )
    assert name is not None
    assert name[1].endswith(".csv")
    assert answer.headers["dataset-version"] in name[1]


def test_the_timeline_as_csv(client: httpx.Client) -> None:
    """The same rows as its NDJSON, with the frozen columns."""
    answer = ask(client, "/positions/timeline.csv?as_of=2025-10-15")
    assert answer.headers["content-type"] == CSV_TYPE
    assert answer.content.startswith(HEADERS["timeline"].encode() + b"\r\n")
    items = lines(client, "/positions/timeline.ndjson?as_of=2025-10-15")
    assert [
        (
            row["date"],
            row["iso3"],
            row["actor_id"],
            row["question_id"],
            row["stance"],
            row["position_id"],
            row["certainty"],
        )
        for row in sheet(answer.content)
    ] == [
        (
            row["date"],
            row["iso3"] or "",
            row["id"],
            row["question"],
            row["stance"],
            row["position"],
            row["certainty"],
        )
        for row in items
    ]
    assert {row["date"] for row in items} == {
        f"2025-{month}"
        for month in (
            "02-28",
            "03-31",
            "04-30",
            "05-31",
            "06-30",
            "07-31",
            "08-31",
            "09-30",
            "10-15",
        )
    }
    assert re.search(
        r'filename="[a-z0-9.-]*timeline[a-z0-9.-]*\.csv"', answer.headers["content-disposition"]
    )


def test_csv_rows_carry_the_codes_of_their_country(client: httpx.Client) -> None:
    """ISO 2, 3 and numeric (with zeros) come first, on every row that belongs to a country."""
    countries = {one["id"]: one for one in lines(client, "/countries.ndjson")}
    for address, of in (
        ("/countries.csv", lambda row: row["id"]),
        ("/positions.csv", lambda row: row["actor_id"]),
        ("/statements.csv", lambda row: row["countries"]),
    ):
        for record in sheet(ask(client, address).content):
            country = countries.get(of(record))
            expected = [
                "" if country is None else country[code] or ""
                for code in ("iso2", "iso3", "numeric")
            ]
            assert [record["iso2"], record["iso3"], record["numeric"]] == expected
    assert {
        record["numeric"] for record in sheet(ask(client, "/countries.csv?q=afghanistan").content)
    } == {"004"}
    speakers = {
        record["id"]: record["iso3"] for record in sheet(ask(client, "/speakers.csv").content)
    }
    assert speakers["maria-zakharova"] == "RUS"
    by_id = {record["id"]: record for record in sheet(ask(client, "/statements.csv").content)}
    merz = by_id[f"{SOURCE}-merz-pressure"]
    assert (merz["iso2"], merz["about"], merz["about_iso3"], merz["attribution"]) == (
        "DE",
        "germany;russia",
        "DEU;RUS",
        "self;third_party",
    )
    assert by_id[f"{SOURCE}-zakharova-any-format"]["quoted"] == "in any format"
    assert by_id[f"{SOURCE}-zakharova-rejects"]["quoted"] == ""


def test_csv_for_excel(client: httpx.Client) -> None:
    """`excel=1` adds a byte order mark and nothing else where no cell could run as a formula."""
    for address, _ in SHEETS:
        plain, excel = (
            ask(client, with_query(suffixed(address, "csv"), **more)).content
            for more in ({}, {"excel": 1})
        )
        assert excel == b"\xef\xbb\xbf" + plain
        assert ask(client, with_query(suffixed(address, "csv"), excel=0)).content == plain


@pytest.mark.parametrize(
    "text_of",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "=cmd|' /C calc'!A0",
        *("＝1", "＋1", "－1", "＠1", "﹢1", "﹫1"),
        " =1",
        "\u3000＝1",
    ],
)
def test_formulas_are_guarded_in_excel_only(text_of: str) -> None:
    """A cell that a spreadsheet would run gets an apostrophe; without `excel` the data stay as they
    are.
    """
    column = [Column("a", lambda row: row["a"], ""), Column("b", lambda row: row["b"], "")]
    rows = [{"a": text_of, "b": [text_of, "x"]}]
    plain = csv_lines(column, excel=False)(rows).decode()
    excel = csv_lines(column, excel=True)(rows).decode()
    assert next(csv.reader(io.StringIO(plain, newline=""))) == [text_of, f"{text_of};x"]
    assert next(csv.reader(io.StringIO(excel, newline=""))) == [f"'{text_of}", f"'{text_of};x"]


@given(st.lists(st.text(st.sampled_from(";%3B25 a\\") | st.characters(exclude_categories=["Cs"]))))
def test_a_list_in_a_cell_can_be_read_back(values: list[str]) -> None:
    """Cut at the separator that the metadata name, and percent-decoded, whatever the values are.
    One empty value and no value are the same.
    """
    made = csv_lines([Column("x", lambda row: row["x"], "", "list")], excel=False)
    [[cell]] = csv.reader(io.StringIO(made([{"x": values}]).decode(), newline=""))
    assert [unquote(value) for value in cell.split(";")] == (values or [""])


def test_cells_of_every_kind() -> None:
    """Null is empty, booleans are words, lists are joined, quotes and line breaks are quoted."""
    values: list[Any] = [
        None,
        True,
        False,
        0,
        26,
        [],
        ["a", "b"],
        'say "no"',
        "a,b",
        "two\r\nlines",
        "two\nlines",
        "é",
    ]
    made = csv_lines([Column("x", lambda row: row["x"], "")], excel=False)
    body = made(None) + made({"x": value} for value in values)
    cells = [
        '""',
        "true",
        "false",
        "0",
        "26",
        '""',
        "a;b",
        '"say ""no"""',
        '"a,b"',
        '"two\r\nlines"',
        '"two\nlines"',
        "é",
    ]
    assert body.decode() == "".join(f"{cell}\r\n" for cell in ["x", *cells])
    assert (
        csv_lines(columns.ACTORS, excel=True)(None)
        == b"\xef\xbb\xbf" + HEADERS["actors"].encode() + b"\r\n"
    )


@pytest.mark.parametrize(("address", "kind"), SHEETS)
def test_ndjson(client: httpx.Client, address: str, kind: str) -> None:
    """One JSON object a line, the same as the items of the list; a filename; `limit` cuts."""
    answer = ask(client, suffixed(address, "ndjson"))
    assert answer.content.endswith(b"\n")
    items, _ = walk(client, address, 200)
    assert [json.loads(line) for line in answer.content.split(b"\n")[:-1]] == items
    assert re.fullmatch(
        r'inline; filename="[a-z0-9.-]+\.ndjson"', answer.headers["content-disposition"]
    )
    assert lines(client, with_query(suffixed(address, "ndjson"), limit=1)) == items[:1]
    assert len(sheet(ask(client, with_query(suffixed(address, "csv"), limit=1)).content)) == 1


def test_an_empty_list_is_a_list(client: httpx.Client) -> None:
    """No rows are an answer: no items, a header alone, an empty file."""
    query = "?kind=quote&topic=negotiations"
    page = ask(client, f"/statements{query}").json()
    assert (page["items"], page["total"], page["total_exact"], page["next_url"]) == (
        [],
        0,
        True,
        None,
    )
    assert (
        ask(client, f"/statements.csv{query}").content == HEADERS["statements"].encode() + b"\r\n"
    )
    assert ask(client, f"/statements.ndjson{query}").content == b""


# --- statements to the database -------------------------------------------------------------------


# The most SQL statements that an address may cost. Eight are enough for any answer in data.
@contextmanager
def counted(served: Served) -> Iterator[list[str]]:
    """The SQL statements that the service runs meanwhile."""
    dataset: Any = served.app.dataset_store.current
    dataset.response_cache = None  # what was answered before would cost nothing
    with queries(dataset) as seen:
        yield seen


def test_the_cost_does_not_grow_with_the_page(served: Served) -> None:
    """No query for each row."""
    for address in (
        "/statements",
        "/positions?has_position=true",
        "/positions?has_position=true&as_of=2025-09-04",
        "/countries",
        "/speakers",
        f"/sources/{SOURCE}/passages",
    ):
        costs = set()
        for limit in (1, 200):
            with counted(served) as seen:
                ask(served.client, with_query(address, limit=limit))
            costs.add(len(seen))
        assert max(costs) - min(costs) <= 1, address
