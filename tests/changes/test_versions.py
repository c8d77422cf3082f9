"""Pins: `/@<version>/…` answers every path with the facts of that dataset, now and later
(docs/api.md, section Pins).
"""

import asyncio
import gc
import json
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from html.parser import HTMLParser
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import httpx
import pytest

from app.build.publish import point
from app.lookup import dataset as dataset_lookup
from app.problems import Gone, OverBudget
from app.store import dataset_store as shelves
from app.store.dataset import Dataset
from app.store.dataset_store import DatasetStore
from tests.conftest import few
from tests.editions import edition, held_open, small_dataset
from tests.fixtures import Served

PUBLIC = "https://stated.example"
FRESH = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
DAY = "public, max-age=86400"
ONE, TWO, LAST = f"{1:016x}", f"{2:016x}", f"{12:016x}"
PATHS = (
    "/positions?has_position=true",
    "/statements?limit=200",
    "/positions.csv",
    "/statements.ndjson",
    "/dataset.json",
    "/positions/italy-peacekeeping-force-1",
    "/countries/Italy",
    "/statements?q=troops&facets=speaker",
    "/",
    "/docs",
    "/openapi.json",
    "/problems/gone",
    "/.well-known/api-catalog",
)
HISTORY = (
    "/dataset/versions",
    "/changes",
)  # what was published when: other versions are what they name
LINKED_DATA = (
    ".jsonld",
    "/annotation",
)  # a thing has one name in every version; the tests of those look at them
OF_THE_SERVICE = (
    "/health",
    "/metrics",
)  # says how the process is now, so it is never stored
UNKNOWN = [f"{99:016x}", "f" * 16]
NO_VERSION = ["latest", "1", "A" * 16, "0" * 17, "é", "..%20", "", "%3Ci%3E" * 20]
needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the real source, without the long lists of names."""
    return small_dataset(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def dozen(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve editions; the last is published."""
    folder = tmp_path_factory.mktemp("dozen")
    for number in range(1, 13):
        edition(small, folder, number)
    point(folder, LAST)
    return folder


@pytest.fixture(scope="module")
def client(dozen: Path, serve: Callable[..., Served]) -> httpx.Client:
    """A client of a service on them, with a public URL as in production."""
    return serve(dozen, public_url=PUBLIC).client


@pytest.fixture(scope="module")
def private(dozen: Path, serve: Callable[..., Served]) -> httpx.Client:
    """A client of a service without a public URL."""
    return serve(dozen).client


@pytest.fixture
def folder(small: Path, tmp_path: Path) -> Path:
    """Two editions; the second is published."""
    folder = tmp_path / "datasets"
    for number in (1, 2):
        edition(small, folder, number)
    point(folder, TWO)
    return folder


def until(client: httpx.Client, version: str) -> None:
    """Wait until the service has followed."""
    end = time.monotonic() + 20
    while client.get("/health/ready").json()["dataset_version"] != version:
        assert time.monotonic() < end, f"the service did not follow to {version}"
        time.sleep(0.005)


def get(client: httpx.Client, address: str, **headers: str) -> httpx.Response:
    """An answer that must be good."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer


def addresses(answer: httpx.Response) -> list[str]:
    """Every URL of the service in a body and in the headers."""
    head = f"{answer.headers.get('Link', '')} {answer.headers.get('Content-Location', '')}"
    return re.findall(rf"{PUBLIC}[^\s\"'<>&;,]*", f"{head} {answer.text}")


class Page(HTMLParser):
    """Collects what a page loads or links to."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        self.found: list[str] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every attribute with an address."""
        self.found += [
            value or "" for name, value in attrs if name in ("href", "src", "data-openapi")
        ]


# --- every path -----------------------------------------------------------------------------------


def described(client: httpx.Client) -> list[str]:
    """Every path of the API description, filled with its examples, and the query it requires."""
    paths = []
    for path, item in client.get("/openapi.json").json()["paths"].items():
        query = {}
        for one in item["get"].get("parameters", []):
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", one["schema"]["examples"][0])
            elif one.get("required"):
                query[one["name"]] = one["example"]
        paths.append(f"{path}?{urlencode(query)}" if query else path)
    return paths


def test_every_path_answers_under_a_pin_with_pinned_links_only(client: httpx.Client) -> None:
    paths = described(client)
    assert len(paths) > 20
    linked = 0
    for path in paths:
        if path.endswith("/text"):
            continue  # this text may not be given out
        answer = get(client, f"/@{ONE}{path}")
        assert answer.headers["Dataset-Version"] == ONE, path
        kept = "no-store" if path.startswith(OF_THE_SERVICE) else DAY
        assert answer.headers["Cache-Control"] == kept, path
        assert not re.search(r"Edition (?!1\b)", answer.text), path
        found = [
            one for one in addresses(answer) if one != f"{PUBLIC}/"
        ]  # the start page of the provider
        if path.endswith(LINKED_DATA):
            found = addresses(httpx.Response(200, headers={"Link": answer.headers["Link"]}))
        if path.startswith(HISTORY):
            found = [
                one
                for one in found
                if not re.match(rf"{PUBLIC}/@(?!{ONE})[0-9a-f]{{16}}(/|$)", one)
            ]
        assert [one for one in found if not one.startswith(f"{PUBLIC}/@{ONE}/")] == [], path
        assert [one for one in found if one.count("/@") > 1] == [], path
        linked += len(found)
    assert linked > 200


def test_pinned_links_lead_somewhere_and_stay_there(client: httpx.Client) -> None:
    seen = {
        one
        for path in (
            "/positions/italy-peacekeeping-force-1",
            "/countries/italy",
            "/sources",
            "/questions",
            "/statements?limit=2",
        )
        for one in addresses(client.get(f"/@{ONE}{path}"))
    }
    assert len(seen) > 20
    for url in seen:
        answer = get(client, url.removeprefix(PUBLIC))
        assert answer.headers["Dataset-Version"] == ONE


@pytest.mark.parametrize("pin", ["", f"/@{ONE}", f"/@{LAST}"])
def test_citations_name_the_pinned_address_however_they_were_asked_for(
    client: httpx.Client, pin: str
) -> None:
    version = pin.removeprefix("/@") or LAST
    for path in (
        "/positions/italy-peacekeeping-force-1",
        "/countries/italy/position",
        "/countries/poland/position",
        "/statements/rapala-26-nations-meloni-no-troops",
        "/sources/rapala-26-nations",
        "/dataset",
    ):
        body = get(client, f"{pin}{path}").json()
        live = body["links"]["self"].removeprefix(f"{PUBLIC}{pin}")
        assert body["citation"]["long"].endswith(f" {PUBLIC}/@{version}{live}"), path
        cited = json.dumps([one["statement"]["citation"] for one in body.get("evidence", [])])
        assert {
            urlsplit(one).path.split("/")[1] for one in re.findall(rf"{PUBLIC}[^\s\"]*", cited)
        } <= {f"@{version}"}
        assert get(client, f"/@{version}{live}").headers["Dataset-Version"] == version


def test_live_answers_link_to_live_ones(client: httpx.Client) -> None:
    """Only citations are pinned."""
    text = re.sub(r'"citation":\{[^}]*\}', "", get(client, "/positions?has_position=true").text)
    assert f"{PUBLIC}/@" not in text
    assert f"{PUBLIC}/positions/" in text


@pytest.mark.parametrize("path", ["", "/", "/?utm_source=x"])
def test_the_bare_pin_is_the_start_page(client: httpx.Client, path: str) -> None:
    page = Page(get(client, f"/@{ONE}{path}"))
    ours = [
        one
        for one in (urljoin(f"{PUBLIC}/@{ONE}/", one) for one in page.found)
        if one.startswith(PUBLIC)
    ]
    assert len(ours) > 20
    assert [one for one in ours if not one.startswith(f"{PUBLIC}/@{ONE}/")] == [
        f"{PUBLIC}/"  # the way to the current version
    ]


def test_paths_and_queries_arrive_as_they_were_sent(client: httpx.Client) -> None:
    assert (
        get(client, f"/%40{ONE}/countries/C%C3%B4te%20d%27Ivoire").json()["id"] == "cote-d-ivoire"
    )
    found = get(client, f"/@{ONE}/statements?speaker=Emmanuel%20Macron&kind=quote").json()
    assert (found["total"], found["dataset_version"]) == (1, ONE)


def test_a_person_who_was_merged_redirects_within_the_pin(
    small: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    edition(small, tmp_path, 1)
    with closing(sqlite3.connect(tmp_path / f"{ONE}.sqlite")) as connection:
        connection.execute(
            (
                "INSERT INTO person (id, name, sort_name, other_names, merged_into) VALUES ('old', "
                "'O', 'o', '[]', ?)"
            ),
            ("giorgia-meloni",),
        )
        connection.commit()
    edition(small, tmp_path, 2)
    point(tmp_path, TWO)
    answer = serve(tmp_path, public_url=PUBLIC).client.get(f"/@{ONE}/speakers/old")
    assert (answer.status_code, answer.headers["Location"]) == (
        308,
        f"{PUBLIC}/@{ONE}/speakers/giorgia-meloni",
    )
    assert answer.headers["Cache-Control"] == DAY


# --- for ever -------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("later_ones", few([3, 10], [3]))
def test_a_pin_answers_the_same_bytes_after_later_versions(
    small: Path, tmp_path: Path, serve: Callable[..., Served], later_ones: int
) -> None:
    """First asked while it is the current one, then while it is an old one, then by a service that
    never served it.
    """
    edition(small, tmp_path, 1)
    point(tmp_path, ONE)
    client = serve(tmp_path, public_url=PUBLIC, poll_ms=10).client
    first = {path: get(client, f"/@{ONE}{path}") for path in PATHS}
    for number in range(2, 2 + later_ones):
        version = edition(small, tmp_path, number)
        point(tmp_path, version)
        until(client, version)
        assert get(client, "/dataset").headers["Dataset-Version"] == version
    later = serve(tmp_path, public_url=PUBLIC).client
    for path in PATHS:
        for one in (client, later):
            again = get(one, f"/@{ONE}{path}")
            assert (again.content, again.headers.get("ETag")) == (
                first[path].content,
                first[path].headers.get("ETag"),
            ), path
            assert again.headers["Dataset-Version"] == ONE


@pytest.mark.long
def test_walks_under_a_pin_stay_in_its_data_and_others_go_on_in_the_new(
    small: Path, folder: Path, serve: Callable[..., Served]
) -> None:
    client = serve(folder, public_url=PUBLIC, poll_ms=10).client

    def page(url: str) -> dict[str, Any]:
        found: dict[str, Any] = get(client, url.removeprefix(PUBLIC)).json()
        return found

    ids = [row["id"] for row in page("/statements?limit=200")["items"]]
    pages = {
        start: [page(start)] for start in ("/statements?limit=5", f"/@{TWO}/statements?limit=5")
    }
    point(folder, edition(small, folder, 3))
    until(client, f"{3:016x}")
    for start, seen in pages.items():
        while (url := seen[-1]["next_url"]) is not None:
            assert url.startswith(f"{PUBLIC}{start.partition('?')[0]}?")
            seen.append(page(url))
        assert [row["id"] for one in seen for row in one["items"]] == ids
    live, pinned = pages.values()
    assert {one["dataset_version"] for one in pinned} == {TWO}
    assert [one["dataset_version"] for one in live] == [TWO, *[f"{3:016x}"] * (len(live) - 1)]
    assert {row["summary"] for one in live[1:] for row in one["items"]} == {"Edition 3."}
    cursor = live[0]["next_url"].partition("?")[2]  # bound to the path without the pin
    assert page(f"/@{ONE}/statements?{cursor}")["items"][0]["id"] == ids[5]


# --- HTTP -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/positions", DAY),
        ("/statements.csv", DAY),
        ("/", DAY),
        ("/docs", DAY),
        ("/openapi.json", DAY),
        ("/health/ready", "no-store"),
        ("/metrics", "no-store"),
        ("/countries/atlantis", "no-store"),
        ("/browse/x", "no-store"),
    ],
)
def test_pinned_answers_are_fresh_for_a_day(
    client: httpx.Client, private: httpx.Client, path: str, caching: str
) -> None:
    assert client.get(f"/@{ONE}{path}").headers["Cache-Control"] == caching
    if caching == DAY:
        assert client.get(path).headers["Cache-Control"] == FRESH
        assert private.get(f"/@{ONE}{path}").headers["Cache-Control"] == "private, max-age=86400"


def test_head_options_and_conditions(client: httpx.Client) -> None:
    address = f"/@{ONE}/countries/italy/position"
    answer = get(client, address)
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Length", "Dataset-Version", "Cache-Control", "Content-Location"):
        assert head.headers[name] == answer.headers[name]
    unchanged = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["Cache-Control"]) == (
        304,
        b"",
        DAY,
    )
    assert unchanged.headers["Content-Location"] == f"{PUBLIC}{address}"
    assert (
        client.get(
            address.replace(ONE, TWO), headers={"If-None-Match": answer.headers["ETag"]}
        ).status_code
        == 200
    )
    options = client.options(address)
    assert (options.status_code, options.headers["Dataset-Version"]) == (204, ONE)
    assert (
        client.options(f"/@{99:016x}/dataset").status_code == 204
    )  # else a browser would hide the 410 behind it
    assert client.post(address).status_code == 405


def test_a_table_is_named_after_its_dataset(client: httpx.Client) -> None:
    named = get(client, f"/@{ONE}/positions.csv").headers["Content-Disposition"]
    assert named == f'attachment; filename="stated-positions-{ONE}.csv"'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/countries/atlantis", 404),
        ("/nothing", 404),
        ("/statements?speker=x", 422),
        ("/statements?q=%FF", 422),
        ("/positions?limit=0", 422),
        ("/positions/x%2Fy", 404),
        ("/statements?q=" + "x" * 8000, 414),
    ],
)
def test_errors_under_a_pin_are_problems_that_say_the_whole_path(
    client: httpx.Client, path: str, status: int
) -> None:
    answer = client.get(f"/@{ONE}{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    assert answer.headers["Cache-Control"] == "no-store"
    problem = answer.json()
    assert problem["instance"] == f"/@{ONE}{path.partition('?')[0].replace('%2F', '/')}"
    assert problem["title"] in get(client, problem["type"].removeprefix(PUBLIC)).text


@pytest.mark.parametrize(
    "path",
    ["/browse/nothing", "/problems/none", "/browse/statements?limit=0", "/docs?q=%FF", "/embed/x"],
)
def test_errors_of_pages_are_pages_under_a_pin(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/@{ONE}{path}")
    assert answer.status_code == client.get(path).status_code >= 400
    for address in Page(answer).found:
        assert client.get(address.removeprefix(PUBLIC)).status_code == 200 or address == "#main"


def servers(document: dict[str, Any]) -> list[str]:
    """The addresses of the service in an API description."""
    return [one["url"] for one in document["servers"]]


def without_examples(value: Any) -> Any:
    """An API description without what it shows of the data."""
    if isinstance(value, dict):
        shown = ("example", "examples")
        return {key: without_examples(one) for key, one in value.items() if key not in shown}
    return [without_examples(one) for one in value] if isinstance(value, list) else value


@pytest.mark.long  # three services, and the description of the API four times
def test_the_reference_under_a_pin_loads_and_asks_it(
    client: httpx.Client, dozen: Path, serve: Callable[..., Served]
) -> None:
    page = Page(get(client, f"/@{ONE}/docs"))
    assert len([one for one in page.found if "/assets/" in one]) >= 4
    for address in page.found:
        answer = get(client, address.removeprefix(PUBLIC))
        if "/assets/" in address:
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert f"/@{ONE}/openapi.json" in page.found
    document = get(client, f"/@{ONE}/openapi.json").json()
    assert servers(document) == [f"{PUBLIC}/@{ONE}"]
    plain = get(client, "/openapi.json").json()
    assert servers(plain) == [PUBLIC]
    assert without_examples({**plain, "servers": document["servers"]}) == without_examples(document)
    local = serve(dozen).client
    assert servers(get(local, f"/@{ONE}/openapi.json").json()) == [f"/@{ONE}"]
    below = serve(dozen, public_url="https://example.org/stated").client
    root = "https://example.org/stated"
    assert servers(below.get("/openapi.json").json()) == [root]
    assert servers(below.get(f"/@{ONE}/openapi.json").json()) == [f"{root}/@{ONE}"]
    assert all(
        one.startswith("/stated/@")
        for one in Page(below.get(f"/@{ONE}/docs")).found
        if "/assets/" in one
    )
    assert (
        below.get("/dataset")
        .json()["citation"]["long"]
        .endswith(f" https://example.org/stated/@{LAST}/dataset")
    )


# --- versions that are not here -------------------------------------------------------------------


@pytest.mark.parametrize("version", UNKNOWN)
def test_an_unknown_pin_is_gone(client: httpx.Client, version: str) -> None:
    answer = client.get(f"/@{version}/countries/italy")
    assert (answer.status_code, answer.headers["Content-Type"]) == (410, "application/problem+json")
    assert (answer.headers["Cache-Control"], answer.headers["Dataset-Version"]) == (
        "no-store",
        LAST,
    )
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (410, f"{PUBLIC}/problems/gone")
    assert problem.keys() == {"type", "title", "status", "detail", "instance", "code"}
    assert f"{PUBLIC}/dataset/versions" in problem["detail"]
    assert version in problem["detail"]
    assert problem["instance"] == f"/@{version}/countries/italy"
    page = client.get(f"/@{version}/browse/countries")
    assert page.status_code == 410
    assert f"{PUBLIC}/" in Page(page).found
    assert client.head(f"/@{version}/countries/italy").status_code == 410


@pytest.mark.parametrize("text", NO_VERSION)
def test_a_pin_that_is_no_version_is_nothing(client: httpx.Client, text: str) -> None:
    """Such a version never was, so it is not gone; the response names the path without it."""
    answer = client.get(f"/@{text}/countries/italy")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert (answer.headers["Cache-Control"], answer.headers["Dataset-Version"]) == (
        "no-store",
        LAST,
    )
    problem = answer.json()
    assert problem["type"] == f"{PUBLIC}/problems/not-found"
    assert f"Leave out /@{unquote(text)[:80]} " in problem["detail"]
    assert problem["did_you_mean"] == ["/countries/italy"]
    assert problem["instance"].startswith("/@")
    assert problem["instance"].endswith("/countries/italy")
    page = client.get(f"/@{text}/browse/countries")
    assert page.status_code == 404
    assert f"{PUBLIC}/browse/countries" in Page(page).found
    assert "<i>" not in page.text.partition("<main")[2]
    assert client.head(f"/@{text}/countries/italy").status_code == 404


@pytest.mark.parametrize(
    "path",
    [f"/@{ONE}/@{TWO}/dataset", f"/@{ONE}/@{ONE}", f"/@{99:016x}/@{ONE}/", f"/@{ONE}/%40{TWO}/"],
)
def test_a_pin_inside_a_pin_is_nothing(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "not-found")


def test_what_was_withdrawn_says_why() -> None:
    """The members of a tombstone are there for one, all three, and for nothing else."""
    plain = Gone("No such version.").body("", "/x")
    assert plain.keys() == {"type", "title", "status", "detail", "instance", "code"}
    stone = Gone("It was withdrawn.", reason="Coded twice.", removed_on="2026-11-23").body("", "/x")
    assert {key: stone[key] for key in stone.keys() - plain.keys()} == {
        "reason": "Coded twice.",
        "replaced_by": None,
        "removed_on": "2026-11-23",
    }


# --- how many are open ----------------------------------------------------------------------------


class Opened:
    """Stands for app.shelf.Dataset and notes what is opened, and how many at once at the most."""

    def __init__(self, delay: float = 0) -> None:
        self.versions: list[str] = []
        self.at_once = self.most = 0
        self._delay, self._lock = delay, Lock()

    def __call__(self, path: Path, **given: Any) -> Dataset:
        with self._lock:
            self.versions.append(path.stem)
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            time.sleep(self._delay)
            return Dataset(path, **given)
        finally:
            with self._lock:
                self.at_once -= 1


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What is opened from now on, each a little slowly."""
    opened = Opened(0.05)
    monkeypatch.setattr(shelves, "Dataset", opened)
    return opened


@asynccontextmanager
async def shelf_of(folder: Path, pins: int = 8) -> AsyncIterator[DatasetStore]:
    """A shelf without a service around it."""
    dataset_store = DatasetStore(folder, budget_ms=10_000, threads=1, pins=pins)
    dataset_store.refresh()
    yield dataset_store
    dataset_store.close()


@needs_proc
@pytest.mark.parametrize("many", few([8, 30], [8]))
@pytest.mark.long
def test_many_versions_in_turn_hold_a_few_open(
    small: Path, tmp_path: Path, serve: Callable[..., Served], many: int
) -> None:
    """Also where answers are errors, whose frames hold on to things, and without the garbage
    collector.
    """
    folder = tmp_path / "many"
    versions = [edition(small, folder, number) for number in range(1, many + 1)]
    point(folder, versions[-1])
    served = serve(folder, threads=2, pins=3)
    dataset_store = served.app.dataset_store
    assert isinstance(dataset_store, DatasetStore)
    asked = (
        "/dataset",
        "/statements?q=troops",
        "/positions.csv",
        "/countries/atlantis",
        "/statements?limit=0",
        "/",
    )
    gc.collect()
    gc.disable()
    try:
        for turn in range(2):
            for number, version in enumerate(versions, 1):
                for path in asked[turn::2]:
                    answer = served.client.get(f"/@{version}{path}")
                    assert answer.headers["Dataset-Version"] == version
                    assert set(re.findall(r"Edition (\d+)\.", answer.text)) <= {str(number)}
                assert dataset_store.datasets_open <= 1 + 3
                assert held_open(folder) <= (1 + 3) * (1 + 2)
    finally:
        gc.enable()
    assert "stated_open_datasets 4.0" in served.client.get("/metrics").text


def test_the_last_ones_asked_for_stay_open(dozen: Path, opened: Opened) -> None:
    async def run() -> None:
        async with shelf_of(dozen, pins=2) as dataset_store:
            opened.versions.clear()
            for number in (
                1,
                2,
                1,
                3,
                1,
                2,
                12,
            ):  # the third one shuts the second one, which was asked for before the first
                dataset = await dataset_store.open_version(f"{number:016x}")
                assert dataset is not None
                assert dataset.version == f"{number:016x}"
            assert opened.versions == [f"{number:016x}" for number in (1, 2, 3, 2)]

    asyncio.run(run())


@needs_proc
def test_a_dataset_stays_open_while_somebody_reads_it(dozen: Path) -> None:
    async def run() -> None:
        async with shelf_of(dozen, pins=1) as dataset_store:
            before = held_open(dozen)
            first = await dataset_store.open_version(ONE)
            assert first is not None
            assert await dataset_store.open_version(TWO) is not None
            assert (dataset_store.datasets_open, held_open(dozen)) == (3, before + 4)
            for _ in range(3):
                assert first.read(dataset_lookup.dataset)["version"] == ONE
                assert (await first.read_in_thread(dataset_store.pool, dataset_lookup.dataset))[
                    "version"
                ] == ONE
            del first
            dataset_store.pool.submit(int).result()  # the one thread has let go of its last job
            assert (dataset_store.datasets_open, held_open(dozen)) == (2, before + 2)

    asyncio.run(run())


def test_first_requests_at_once_open_a_version_once(
    dozen: Path, opened: Opened, serve: Callable[..., Served]
) -> None:
    served = serve(dozen)
    opened.versions.clear()
    versions = [ONE] * 12 + [TWO] * 12 + [f"{3:016x}"] * 12
    with ThreadPoolExecutor(len(versions)) as pool:
        answers = list(
            pool.map(
                lambda version: httpx.get(
                    f"{served.url}/@{version}/dataset", timeout=20, verify=False
                ),
                versions,
            )
        )
    assert [one.json()["version"] for one in answers] == versions
    assert sorted(opened.versions) == [ONE, TWO, f"{3:016x}"]
    assert opened.most == 1


def test_the_loop_goes_on_while_a_pin_is_opened(
    folder: Path, opened: Opened, serve: Callable[..., Served]
) -> None:
    served = serve(folder)
    opened._delay = 1.0
    with ThreadPoolExecutor(1) as pool:
        pinned = pool.submit(httpx.get, f"{served.url}/@{ONE}/dataset", timeout=20, verify=False)
        while not opened.at_once:
            time.sleep(0.01)
        assert get(served.client, "/dataset").headers["Dataset-Version"] == TWO
        assert served.client.get(f"/@{99:016x}/dataset").status_code == 410
        assert opened.at_once, "nobody had to wait"
        assert pinned.result().json()["version"] == ONE


def test_a_broken_file_is_gone_until_it_is_mended(
    small: Path, folder: Path, opened: Opened, serve: Callable[..., Served]
) -> None:
    """And strangers cannot make us open it over and over."""
    served = serve(folder)
    three = f"{3:016x}"
    opened.versions.clear()
    for content in (
        b"",
        b"broken",
        small.read_bytes()[:50_000],
        small.read_bytes(),
    ):  # the last one is not what it is named
        (folder / f"{three}.sqlite").write_bytes(content)
        for path in ("/dataset", "/positions.csv", "/browse/x"):
            assert served.client.get(f"/@{three}{path}").status_code == 410
    assert opened.versions == [three] * 4
    assert held_open(folder) == 3
    edition(small, folder, 3)
    for _ in range(2):
        assert get(served.client, f"/@{three}/dataset").json()["version"] == three
    assert opened.versions == [three] * 5
    assert get(served.client, "/dataset").headers["Dataset-Version"] == TWO


def test_what_is_remembered_of_broken_files_is_bounded(
    folder: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_MOST_REFUSED", 3)
    broken = [f"{number:016x}" for number in range(20, 25)]
    for version in broken:
        (folder / f"{version}.sqlite").write_bytes(b"broken")

    async def run() -> None:
        async with shelf_of(folder) as dataset_store:
            opened.versions.clear()
            for version in (*broken, *broken[-3:], broken[0], f"{99:016x}"):
                assert await dataset_store.open_version(version) is None
            assert opened.versions == [*broken, broken[0]]

    asyncio.run(run())


def test_a_machine_too_busy_to_open_a_version_says_so(
    folder: Path, serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no fault of the file: 503, not remembered, and the pointer is followed later."""
    client = serve(folder, poll_ms=10).client

    def busy(path: Path, **given: Any) -> Dataset:
        raise OverBudget("Too long.")

    with monkeypatch.context() as patch:
        patch.setattr(shelves, "Dataset", busy)
        answer = client.get(f"/@{ONE}/dataset")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        point(folder, ONE)
        time.sleep(0.1)
        assert get(client, "/dataset").headers["Dataset-Version"] == TWO
    until(client, ONE)
    assert get(client, f"/@{TWO}/dataset").json()["version"] == TWO


def test_pins_work_before_anything_is_published(folder: Path, serve: Callable[..., Served]) -> None:
    (folder / "current").unlink()
    client = serve(folder).client
    assert client.get("/dataset").status_code == 503
    assert get(client, f"/@{ONE}/dataset").json()["version"] == ONE
    gone = client.get(f"/@{99:016x}/dataset")
    assert (gone.status_code, "Dataset-Version" in gone.headers) == (410, False)
