"""Start page and board stay a glance with forty countries and 141 statements (in a real browser, if
there is one; see browser.py).
"""

import html
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from app.pages import positions, start
from app.positions import queries as position_queries
from app.positions.queries import PositionFilters
from app.store.listing import Row
from tests import forty_countries
from tests.embeds.test_heights import EVERY_WIDTH, misses
from tests.fixtures import Served

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> Served:
    """The service on such a record."""
    folder: Path = tmp_path_factory.mktemp("forty")
    forty_countries.forty_countries(folder / "seed", 1)
    path = write(check(load(folder / "seed")), folder / "datasets")
    point(path.parent, path.stem)
    return serve(folder / "datasets")


@pytest.mark.long
def test_a_page_is_a_glance(chromium: Any, forty: Served) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    for path in ("/", "/browse/positions"):
        page.goto(forty.url + path)
        tall = page.evaluate("document.documentElement.getBoundingClientRect().height")
        assert tall <= 3000, (path, tall)
    page.close()


@pytest.mark.long
def test_a_printed_page_is_short(chromium: Any, forty: Served) -> None:
    """Paper has who takes which position, but not all words of all disputes."""
    page = chromium.new_page()
    for path, most in (("/", 3), ("/browse/positions", 5), ("/browse/positions/timeline", 6)):
        page.goto(forty.url + path)
        sheets = re.findall(rb"/Type /Page\b", page.pdf(format="A4"))
        assert len(sheets) <= most, path
    page.close()


@pytest.mark.long
def test_the_list_fits_one_screen_of_a_phone(chromium: Any, forty: Served) -> None:
    page = chromium.new_page(viewport=PHONE)
    page.goto(f"{forty.url}/browse/positions?layout=list")
    end = page.evaluate("document.querySelector('.names').getBoundingClientRect().bottom")
    assert end <= PHONE["height"]
    assert page.locator(".names a").count() > 40
    page.close()


@pytest.mark.long
def test_heights_of_embeds_are_right_for_other_records(chromium: Any, forty: Served) -> None:
    page = chromium.new_page()
    held = forty.client.get("/positions.json?has_position=true&limit=200").json()["items"]
    paths = [one["links"]["embed"].removeprefix(forty.url) for one in held[::4]]
    paths += ["/embed/positions", "/embed/timeline", "/embed/statements"]
    wrong = [
        one for path in paths for one in misses(page, forty.url + path, forty.client, EVERY_WIDTH)
    ]
    page.close()
    assert wrong == []


def test_sentences_of_a_coalition_have_spaces_between_them(client: httpx.Client) -> None:
    page = client.get("/browse/actors/coalition-of-26").text
    about = re.sub(r"<[^>]+>", "", page.partition('id="body"')[2].partition("</p>")[0])
    assert "Stated size: 26." in about
    assert not re.search(r"\.[A-Z]", about)


def test_the_start_page_names_some_of_many(
    serve: Callable[..., Served], launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And links to the list of all. With 249 countries it would be no glance, and 81 kB."""
    monkeypatch.setattr(start, "NAMES", 1)
    client = serve(launch.parent).client
    glance = client.get("/").text.partition('<dl class="glance">')[2].partition("</dl>")[0]
    assert glance.count("/browse/countries/") + glance.count("/browse/actors/") == 6
    [(more, number)] = re.findall(r'href="([^"]+)">(\d+) more<span class="unseen">: Supp', glance)
    held = client.get("/positions.json?stance=supports").json()["items"]
    assert int(number) == len(held) - 1 == 1
    page = client.get(html.unescape(more)).text
    assert all(f">{one['actor']['name']}</a>" in page for one in held)


def test_the_list_names_whom_the_board_shows(client: httpx.Client) -> None:
    board, names = (client.get(f"/browse/positions{query}").text for query in ("", "?layout=list"))
    for one in client.get("/positions.json?has_position=true&limit=200").json()["items"]:
        assert f">{one['actor']['name']}</a>" in board
        assert f">{one['actor']['name']}</a>" in names
        assert one["summary"] in board
        assert one["summary"] not in names
    assert "layout" not in names.split('type="text/csv"')[0].rsplit("<link", 1)[1]
    assert client.get("/browse/positions?layout=tiles").status_code == 422


def test_the_first_request_finds_all_of_it_read_before(
    serve: Callable[..., Served], launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine, the first query on a file took longer than a query may."""
    read_before: set[int] = set()
    board = position_queries.board

    def slow_at_first(connection: Connection, filters: PositionFilters) -> list[Row]:
        if id(connection) not in read_before:
            read_before.add(id(connection))
            time.sleep(0.3)
        return board(connection, filters)

    monkeypatch.setattr(position_queries, "board", slow_at_first)
    assert serve(launch.parent, budget_ms=250).client.get("/").status_code == 200
    assert read_before


def test_a_board_of_many_positions_begins_with_their_names(
    serve: Callable[..., Served], launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 249 positions it was 8,112 pixels high, and is 2,209. The summaries are a link away."""
    monkeypatch.setattr(positions, "_MANY", 6)
    client = serve(launch.parent).client
    board = client.get("/browse/positions").text
    held = client.get("/positions.json?has_position=true").json()["items"]
    assert all(f">{one['actor']['name']}</a>" in board for one in held)
    assert not any(one["summary"] in board for one in held)
    [more] = re.findall(r'<a href="([^"]+)">With summaries</a>', board)
    assert more.endswith("/browse/positions?layout=summaries")
    in_full = client.get(more).text
    assert all(one["summary"] in in_full for one in held)
    assert re.findall(r'<link rel="canonical" href="[^"]+/browse/positions([^"]*)"', in_full) == [
        "?layout=summaries"
    ]
    assert "With summaries" not in client.get("/browse/positions?country=italy").text
