"""Sitemaps, robots.txt, llms.txt, and the icons that browsers request by a fixed name."""

import json
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import httpx
import pytest

from app.api.urls import Urls
from app.build.publish import point
from app.discovery import render as view
from app.discovery import routes as discovery
from tests import browser, icons
from tests.conftest import few
from tests.fixtures import Served

PUBLIC = "https://stated.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KINDS = {
    "/sitemap.xml": "text/xml; charset=utf-8",
    "/sitemap/pages.xml": "text/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/llms.txt": "text/markdown; charset=utf-8",
    "/favicon.ico": "image/vnd.microsoft.icon",
    "/apple-touch-icon.png": "image/png",
}


def listed(client: httpx.Client, address: str) -> list[str]:
    """The addresses of a sitemap, or of an index of them; all last changed on the day of
    publication.
    """
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, KINDS["/sitemap.xml"]), (
        address
    )
    root = ElementTree.fromstring(answer.content)
    entry = {"urlset": "url", "sitemapindex": "sitemap"}[root.tag.removeprefix(SITEMAP)]
    assert {one.tag for one in root} == {f"{SITEMAP}{entry}"}
    assert {one.findtext(f"{SITEMAP}lastmod") for one in root} == {
        client.get("/dataset").json()["published"]
    }
    return [one.findtext(f"{SITEMAP}loc") or "" for one in root]


def whole(client: httpx.Client, base: str = PUBLIC) -> dict[str, list[str]]:
    """All sitemaps that the index names, by the name of each."""
    index = listed(client, base.removeprefix(PUBLIC) + "/sitemap.xml")
    names = [re.fullmatch(rf"{base}/sitemap/([a-z]+(-[0-9]+)?)\.xml", one) for one in index]
    return {
        found[1]: listed(client, base.removeprefix(PUBLIC) + f"/sitemap/{found[1]}.xml")
        for found in names
        if found
    }


@pytest.fixture(scope="module")
def maps(client: httpx.Client) -> dict[str, list[str]]:
    """All sitemaps of the launch dataset."""
    return whole(client)


# --- sitemaps -------------------------------------------------------------------------------------


def test_the_sitemaps_contain_every_thing_once(
    client: httpx.Client, maps: dict[str, list[str]]
) -> None:
    """A row for each thing with a page; no address twice; all of them absolute and ours."""
    counts = client.get("/dataset").json()["counts"]
    assert {kind: len(urls) for kind, urls in maps.items() if kind != "pages"} == {
        "countries": counts["countries"],
        "actors": counts["actors"] - counts["countries"],
        **{kind: counts[kind] for kind in ("speakers", "statements", "sources")},
    }
    every = [url for urls in maps.values() for url in urls]
    assert len(set(every)) == len(every)
    for kind, urls in maps.items():
        assert len(urls) <= 50_000
        for url in urls:
            pattern = r"/[a-z/]*" if kind == "pages" else rf"/browse/{kind}/[a-z0-9-]+"
            assert re.fullmatch(PUBLIC + pattern, url), url
    assert f"{PUBLIC}/" in maps["pages"]
    assert f"{PUBLIC}/browse/statements/rapala-26-nations-pledge" in maps["statements"]


def test_every_kind_with_a_page_has_a_sitemap(
    client: httpx.Client, maps: dict[str, list[str]]
) -> None:
    """The page of a noun is enough; no list of kinds has to be kept."""
    kinds = {
        urlsplit(row["links"]["page"]).path.split("/")[2]
        for path in client.get("/openapi.json").json()["paths"]
        if re.fullmatch(r"/[a-z]+\.ndjson", path)
        for row in map(json.loads, client.get(path, params={"limit": 1}).text.splitlines())
        if row.get("links", {}).get("page", "").count("/") > 4
    }
    assert {"countries", "speakers", "statements", "sources"} <= kinds <= maps.keys()


def test_countries_that_took_a_position_come_first(
    client: httpx.Client, maps: dict[str, list[str]]
) -> None:
    board = client.get("/countries", params={"has_position": True, "limit": 200}).json()["items"]
    held = [one["links"]["page"] for one in board]
    assert maps["countries"][: len(held)] == held
    assert f"{PUBLIC}/browse/countries/spain" in maps["countries"][len(held) :]


@pytest.mark.parametrize("step", few([1, 10], [10]))
def test_every_address_of_the_sitemaps_is_a_page(
    client: httpx.Client, maps: dict[str, list[str]], step: int
) -> None:
    """Of the countries, whose pages are alike, each tenth in short."""
    assert 250 < sum(map(len, maps.values())) < 300
    asked = [
        url
        for name, urls in maps.items()
        for url in (urls[::step] if name == "countries" else urls)
    ]
    wrong = {}
    for url in asked:
        answer = client.get(url.removeprefix(PUBLIC), headers={"Accept": "text/html"})
        if (answer.status_code, answer.headers["Content-Type"]) != (
            200,
            "text/html; charset=utf-8",
        ):
            wrong[url] = answer.status_code
    assert wrong == {}


def test_long_lists_are_cut(
    client: httpx.Client, maps: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No sitemap is longer than the limit, and together they contain the same."""
    monkeypatch.setattr(discovery, "MOST", 100)
    cut = whole(client)
    assert [name for name in cut if name.startswith("countries")] == [
        "countries",
        "countries-2",
        "countries-3",
    ]
    assert max(map(len, cut.values())) == 100
    assert [url for name in cut if name.startswith("countries") for url in cut[name]] == maps[
        "countries"
    ]
    assert client.get("/sitemap/countries-4.xml").status_code == 404


@pytest.mark.parametrize(
    "part",
    [
        "countries-1",
        "countries-2",
        "countries-0",
        "countries-02",
        "pages-2",
        "questions",
        "Countries",
        "-2",
        "countries-",
        "positions",
        "countries-9999999",
        "a%20b",
        "..%2Fpages",
    ],
)
def test_there_are_no_other_sitemaps(client: httpx.Client, part: str) -> None:
    assert client.get(f"/sitemap/{part}.xml").status_code == 404


# --- robots.txt -----------------------------------------------------------------------------------


def test_robots_may_read_all_but_pins(client: httpx.Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    rules = RobotFileParser()
    rules.parse(lines)
    for path in (
        "/",
        "/browse/countries/italy",
        "/embed/countries/italy",
        "/positions.csv",
        "/statements?q=a",
        "/assets/x.css",
    ):
        assert rules.can_fetch("Anybot/1.0", f"{PUBLIC}{path}"), path
    assert not rules.can_fetch("Anybot/1.0", f"{PUBLIC}/@0123456789abcdef/browse/countries/italy")
    assert rules.site_maps() == [f"{PUBLIC}/sitemap.xml"]


def test_robots_below_a_path() -> None:
    """The rules name paths from the root of the host."""
    text = view.robots(
        Urls("https://a.example/stated/@0123456789abcdef", "https://a.example/stated")
    )
    assert text.splitlines()[1:] == [
        "Disallow: /stated/@",
        "Allow: /stated/",
        "",
        "Sitemap: https://a.example/stated/sitemap.xml",
    ]


# --- llms.txt -------------------------------------------------------------------------------------


def test_the_guide_has_the_form_that_llmstxt_asks_for(client: httpx.Client) -> None:
    """A heading, a quotation, text without headings, then sections that are lists of links; every
    link answers.
    """
    text = client.get("/llms.txt").text
    blocks = text.split("\n\n")
    assert blocks[0] == f"# {client.get('/dataset').json()['title']}"
    assert blocks[1].startswith("> Who said what")
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    assert len(re.findall(r"^#", head, re.MULTILINE)) == 1
    assert [section.splitlines()[0] for section in sections] == [
        "Ask",
        "Whole lists",
        "Reference",
        "Optional",
    ]
    for section in sections:
        rows = [line for line in section.splitlines()[1:] if line]
        assert rows
        assert all(re.match(rf"- \[[^\]]+\]\({PUBLIC}/[!-~]+\): ", row) for row in rows)
    links = re.findall(r"\]\((https?://[^)]+)\)", text)
    assert len(links) > 12
    dead = {url for url in links if client.get(url.removeprefix(PUBLIC)).status_code != 200}
    assert dead == set()


def test_the_guide_names_only_what_there_is(client: httpx.Client) -> None:
    """Each path, each parameter, each member and each value in it is one of the API description,
    the relation of a link apart.
    """
    text = client.get("/llms.txt").text.replace("`describedby`", "")
    description = client.get("/openapi.json").text
    named = {
        one.rstrip("=")
        for word in re.findall(r"`([^`]+)`", text)
        for one in re.split(r"[.?&]|=[^&]*", word)
        if one
    }
    assert {"quoted", "not_stated", "as_of", "speaker"} <= named
    assert [one for one in sorted(named) if f'"{one}"' not in description] == []


def test_hostile_text_stays_on_its_line(
    launch: Path, serve: Callable[..., Served], tmp_path: Path
) -> None:
    path = Path(shutil.copy(launch, tmp_path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE dataset SET title = ?, description = ?",
            ("A\n# B <b>", "x\n\n## Ask\n- [a](https://evil.example)"),
        )
        connection.commit()
    point(path.parent, path.stem)
    text = serve(path.parent, public_url=PUBLIC).client.get("/llms.txt").text
    assert text.startswith(
        "# A \\# B \\<b\\>\n\n> x \\#\\# Ask - \\[a\\](https://evil.example) A read-only API"
    )
    assert len(re.findall("^#", text, re.MULTILINE)) == 5


# --- icons ----------------------------------------------------------------------------------------


def drawn(data: bytes) -> tuple[int, int]:
    """The size of a PNG."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pictures(data: bytes) -> dict[int, bytes]:
    """The pictures of an icon file by size."""
    reserved, kind, count = struct.unpack("<HHH", data[:6])
    assert (reserved, kind) == (0, 1)
    found = {}
    for number in range(count):
        width, height, _, _, _, bits, length, start = struct.unpack(
            "<BBBBHHII", data[6 + 16 * number :][:16]
        )
        assert (height, bits) == (width, 32)
        found[width] = data[start : start + length]
    return found


def test_icons_are_what_they_say(client: httpx.Client) -> None:
    icon = client.get("/favicon.ico").content
    assert {size: drawn(picture) for size, picture in pictures(icon).items()} == {
        size: (size, size) for size in icons.SIZES
    }
    assert drawn(client.get("/apple-touch-icon.png").content) == (icons.TOUCH, icons.TOUCH)
    assert len(icon) < 4096


@pytest.mark.long
def test_icons_show_the_mark(client: httpx.Client) -> None:
    """As a browser shows them, they are still what is made of mark.svg: else `make icons`."""
    files = {
        size: ("image/png", picture)
        for size, picture in pictures(client.get("/favicon.ico").content).items()
    }
    files[icons.TOUCH] = ("image/png", client.get("/apple-touch-icon.png").content)
    with browser.started() as chromium:
        page = chromium.new_page(color_scheme="light")
        for size, (kind, data) in files.items():
            shown, made = icons.pixels(page, kind, data, size), icons.painted(page, size)
            assert len(set(made)) > 10
            # Another version of the browser may round the edges otherwise.
            assert sum(abs(a - b) for a, b in zip(shown, made, strict=True)) / len(made) < 4, size


# --- all of them ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "kind"), KINDS.items())
def test_kinds_and_caching(client: httpx.Client, launch: Path, address: str, kind: str) -> None:
    for pin, fresh in (("", "public, max-age=300"), (f"/@{launch.stem}", "public, max-age=86400")):
        answer = client.get(pin + address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["Cache-Control"].startswith(fresh)
        assert answer.headers["ETag"]
        again = client.get(pin + address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert client.get(pin + address, params={"colour": "red"}).status_code == 422


def test_under_a_pin_all_links_stay_pinned(
    client: httpx.Client, launch: Path, maps: dict[str, list[str]]
) -> None:
    base = f"{PUBLIC}/@{launch.stem}"
    assert whole(client, base) == {
        kind: [url.replace(PUBLIC, base) for url in urls] for kind, urls in maps.items()
    }
    assert f"({base}/statements)" in client.get(f"/@{launch.stem}/llms.txt").text
    assert client.get(f"/@{launch.stem}/robots.txt").text == client.get("/robots.txt").text


def test_they_are_no_data(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()["paths"]
    assert [
        path
        for path in described
        if path.startswith(("/sitemap", "/robots", "/llms", "/favicon", "/apple"))
    ] == []


def test_without_a_dataset(serve: Callable[..., Served], tmp_path: Path) -> None:
    empty = serve(tmp_path).client
    answers = {address: empty.get(address).status_code for address in KINDS}
    assert answers == {
        "/sitemap.xml": 503,
        "/sitemap/pages.xml": 503,
        "/robots.txt": 200,
        "/llms.txt": 503,
        "/favicon.ico": 200,
        "/apple-touch-icon.png": 200,
    }
