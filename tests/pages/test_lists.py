"""The pages with plain lists, and the pages of permanent addresses."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.pages import dataset
from tests.answers import PUBLIC, ask, local, with_query
from tests.fixtures import Served
from tests.pages.test_browse import BROWSER, page

LISTS = ("/sources", "/speakers", "/topics", "/changes")


def shown(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """All items of a list of the data."""
    items: list[dict[str, Any]] = [
        json.loads(line) for line in client.get(f"{address}.ndjson").text.splitlines()
    ]
    return items


@pytest.mark.parametrize("address", LISTS)
def test_a_page_shows_its_whole_list(client: httpx.Client, address: str) -> None:
    """In its order, page by page; browsers that ask for the data are sent there."""
    items = shown(client, address)
    found: list[str] = []
    url = f"/browse{address}?limit=7"
    for _ in range(200):
        reading = page(client, url)
        following = [given["href"] for given in reading.each("a") if given.get("rel") == "next"]
        text = reading.within("main")
        found += [text]
        if not following:
            break
        url = local(following[0])
    together = " ".join(found)
    for item in items:
        name = item.get("title") or item.get("name") or item.get("label") or item["summary"]
        assert name in together
    assert len(found) == max(1, -(-len(items) // 7))
    answer = client.get(address, headers={"accept": BROWSER})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PUBLIC}/browse{address}")


@pytest.mark.parametrize("address", LISTS)
def test_a_cursor_of_the_data_is_right_on_the_page(client: httpx.Client, address: str) -> None:
    """A browser that follows `next_url` reads on."""
    following = ask(client, f"{address}?limit=1").json()["next_url"]
    if following is None:
        return
    answer = client.get(local(following), headers={"accept": BROWSER})
    assert answer.status_code == 303
    assert ask(client, local(answer.headers["location"])).status_code == 200


def test_lists_are_reached_from_every_page(client: httpx.Client) -> None:
    links = {given["href"] for given in page(client, "/browse/countries/italy").each("a")}
    assert {f"{PUBLIC}/browse{address}" for address in LISTS} <= links
    pages = ask(client, "/sitemap/pages.xml").text
    assert all(f"{PUBLIC}/browse{address}<" in pages for address in LISTS)
    assert "/browse/positions/" not in ask(client, "/sitemap.xml").text


def test_speakers_are_found_by_name_and_country(client: httpx.Client) -> None:
    reading = page(client, "/browse/speakers?q=mel&country=Rome").within("main")
    assert "Giorgia Meloni" in reading
    assert "Macron" not in reading
    nobody = page(client, "/browse/speakers?q=nobody").within("main")
    assert "No speaker passes these filters." in nobody


def test_changes_are_narrowed_down_by_kind(client: httpx.Client) -> None:
    every = client.get("/changes", params={"limit": 200}).json()["items"]
    kinds = {item["kind"] for item in every}
    for kind in ("statement", "position"):
        summaries = [item["summary"] for item in every if item["kind"] == kind]
        text = page(client, with_query("/browse/changes", kind=kind, limit=200)).within("main")
        assert all(summary in text for summary in summaries)
    others = [item["summary"] for item in every if item["kind"] != "position"]
    text = page(client, "/browse/changes?kind=position&limit=200").within("main")
    assert others
    assert not any(summary in text for summary in others)
    assert len(kinds) > 1
    feeds = {given["href"] for given in page(client, "/browse/changes?kind=position").each("a")}
    assert f"{PUBLIC}/changes/feed?kind=position" in feeds


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("/browse/sources?limit=0", 422),
        ("/browse/sources?cursor=x", 422),
        ("/browse/speakers?q=%21", 422),
        ("/browse/changes?since=7d", 422),
        ("/browse/changes?kind=nothing", 422),
        ("/browse/changes?since=2025-01-01&utm_source=x", 200),
        ("/browse/positions/nothing", 404),
    ],
)
def test_what_a_list_does_not_take_is_a_page_too(
    client: httpx.Client, sent: str, status: int
) -> None:
    answer = client.get(sent)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_permanent_address_opens_its_page_in_a_browser(client: httpx.Client) -> None:
    """Every address that a citation names: positions, statements, sources, the dataset."""
    cited = [
        ask(client, address).json()["citation"]["long"]
        for address in (
            "/countries/italy/position",
            "/countries/spain/position?as_of=2025-12-31",
            "/statements/rapala-26-nations-pledge",
            "/sources/rapala-26-nations",
            "/dataset",
        )
    ]
    version = ask(client, "/dataset").json()["version"]
    for address in (re.findall(r"https://\S+[a-z0-9]", one)[-1] for one in cited):
        url = local(address)
        for _ in range(3):
            answer = client.get(url, headers={"accept": BROWSER})
            if answer.status_code != 303:
                break
            assert answer.headers["location"].startswith(f"{PUBLIC}/@{version}/browse/")
            url = local(answer.headers["location"])
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        data = client.get(local(address), headers={"accept": "application/json"})
        assert data.headers["content-type"] == "application/json"


def test_a_position_opens_at_its_place(client: httpx.Client) -> None:
    for position in shown(client, "/positions")[:8]:
        if position["id"] is None:
            continue
        answer = client.get(f"/browse/positions/{position['id']}")
        assert answer.status_code == 303
        assert answer.headers["location"] == position["links"]["page"]


def test_a_sentence_opens_at_its_place(client: httpx.Client) -> None:
    address = "/sources/rapala-26-nations/passages/3"
    page_of = ask(client, address).json()["links"]["page"]
    answer = client.get(address, headers={"accept": BROWSER})
    assert answer.status_code == 303
    answer = client.get(local(answer.headers["location"]))
    assert (answer.status_code, answer.headers["location"]) == (303, page_of)
    path, _, place = local(page_of).partition("#")
    assert f'id="{place}"' in ask(client, path).text


OTHERS = ["japan", "spain", "norway", "canada", "brazil", "india", "kenya", "chile", "peru", "fiji"]
# A list that is empty, and the filters without which it is not: the name of each, and its values.
EMPTY = [
    (
        "/browse/statements?speaker=macron&topic=troop-deployment&said_from=2030-01-01",
        {"said_from": "said on or after 1 January 2030"},
    ),
    (
        "/browse/statements?speaker=macron&speaker=merz&about=italy",
        {"speaker": "Emmanuel Macron, Friedrich Merz", "about": "Italy"},
    ),
    ("/browse/statements?source=rapala-26-nations&about=japan", {"about": "Japan"}),
    ("/browse/statements?country=germany&topic=force-goal&kind=quote", {}),
    ("/browse/positions?stance=opposes&country=italy", {"stance": "Opposes", "country": "Italy"}),
    (
        "/browse/positions?certainty=undated&stance=opposes&as_of=2025-10-01",
        {"certainty": "Undated", "stance": "Opposes"},
    ),
    (
        "/browse/positions?has_position=true&country=spain",
        {"has_position": "yes", "country": "Spain"},
    ),
    ("/browse/positions?disputed=view&has_position=true", {"disputed": "View of the force"}),
    ("/browse/positions?contribution=troops&attribution=anonymous", None),
    ("/browse/speakers?q=xyz&country=italy", {"q": "xyz"}),
    ("/browse/speakers?q=macron&country=italy", {"q": "macron", "country": "Italy"}),
    # With many values, nothing else is counted.
    (f"/browse/speakers?q=macron&{'&'.join(f'country={one}' for one in OTHERS)}", {}),
    (f"/browse/statements?speaker=macron&{'&'.join(f'about={one}' for one in OTHERS)}", {}),
    ("/browse/changes?kind=topic&country=italy", None),
    ("/browse/changes?kind=position&change=withdrawn&speaker=macron", None),
]


@pytest.mark.parametrize(("address", "fewer"), EMPTY, ids=[address for address, _ in EMPTY])
def test_an_empty_list_says_which_filter_leaves_nothing(
    client: httpx.Client, address: str, fewer: dict[str, str] | None
) -> None:
    """And how many rows there are without it, at an address that has as many."""
    text = client.get(address).text
    assert re.search(r"No (?:recorded statement|country|speaker|change) passes", text)
    if "/statements" in address or "/positions" in address:
        assert "That does not mean that nothing was said." in text
    found = {}
    for url, many, label, values in re.findall(
        r'<li><a href="([^"]+)">([^<]+)</a> without <span class="small">([^<]+)</span> '
        r"<bdi>([^<]+)</bdi></li>",
        text,
    ):
        path, _, query = html.unescape(local(url)).partition("?")
        left = dict(parse_qsl(urlsplit(address).query)).keys() - dict(parse_qsl(query)).keys()
        [name] = left
        found[name] = html.unescape(values)
        data = client.get(f"{path.removeprefix('/browse')}.json?{query}").json()
        assert many.split()[0] == str(data["total"]) != "0"
        assert label
    if fewer is not None:
        assert found == fewer


def test_a_search_says_whether_other_filters_leave_nothing(client: httpx.Client) -> None:
    for query, begin in (
        ("q=elephants", "No recorded statement has these words."),
        ("q=troops&about=japan", "No recorded statement that passes the other filters has these"),
    ):
        body = client.get(f"/statements.json?{query}").json()
        assert body["total"] == 0
        assert body["search"]["note"].startswith(begin)
        assert "no evidence that nobody said it" in body["search"]["note"]


def test_the_page_of_the_dataset_names_some_of_many(
    serve: Callable[..., Served], launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 130 sources it was 10,647 pixels high. It links to the lists of all."""
    client = serve(launch.parent).client
    monkeypatch.setattr(dataset, "SPEAKERS", 2)
    text = client.get("/browse/dataset").text
    names = [one["name"] for one in shown(client, "/speakers")]
    assert [name for name in names if f">{name}</a> <span" in text] == names[:2]
    assert f'/browse/speakers">All {len(names)} speakers</a>' in text
