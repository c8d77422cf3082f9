"""The pages of lists: statements with their filters, walked by the cursor of the data, and
positions over time.
"""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.problems import OverBudget
from app.statements import facets
from tests.pages import test_browse
from tests.pages.test_browse import BROWSER, PUBLIC, Page, page, plain, rows, spoken
from tests.pages.test_pages import _blockquotes as quotations
from tests.pages.test_pages import nasty, read

STATEMENTS, TIMELINE = "/browse/statements", "/browse/positions/timeline"
# Pages of lists, and what their data URLs are.
KINDS = {
    path: path.removeprefix("/browse")
    for path in (
        STATEMENTS,
        f"{STATEMENTS}?speaker=emmanuel-macron&about=ukraine",
        f"{STATEMENTS}?kind=quote&q=format&sort=relevance",
        f"{STATEMENTS}?said_from=2025-09-01&said_to=2025-09-30&sort=oldest",
        TIMELINE,
        f"{TIMELINE}?as_of=2025-10-31&country=france&country=italy",
        f"{TIMELINE}?step=year",
    )
}
FILTERS = {
    "speaker": "Макрон",
    "country": "Italy",
    "about": "the 26",
    "topic": "troop-deployment",
    "attribution": "self",
    "capacity": "government",
    "kind": "quote",
    "source": "rapala-26-nations",
    "question": "peacekeeping-force",
    "said_from": "2025-09-01",
    "said_to": "2025-12-31",
    "q": "ukraine",
    "sort": "oldest",
}


def shown(found: Page) -> list[str]:
    """The claims that a page shows, without the rest of their sentences."""
    return [
        "".join(text for around, text in pieces if "span" not in around)
        for pieces in quotations(found)
    ]


def same(one: str, other: str) -> bool:
    """Whether two addresses are one, whatever the order of their parameters."""
    first, second = urlsplit(one), urlsplit(other)
    return (first[:3], sorted(parse_qsl(first.query))) == (
        second[:3],
        sorted(parse_qsl(second.query)),
    )


def addresses(found: Page, start: str) -> list[str]:
    """Where the links of a page lead, of those that begin so."""
    return [
        given["href"].removeprefix(PUBLIC)
        for given in found.each("a")
        if given["href"].startswith(PUBLIC + start)
    ]


@pytest.mark.long
@pytest.mark.parametrize(("path", "data"), KINDS.items())
def test_they_are_pages_like_the_others(client: httpx.Client, path: str, data: str) -> None:
    test_browse.test_a_page_is_well_formed_and_outlined(client, path)
    test_browse.test_the_head_says_what_the_page_is(client, path, data)
    test_browse.test_an_embed_is_discovered_where_there_is_one(client, path)
    test_browse.test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(client, path)
    test_browse.test_parameters_that_hosts_add_are_dropped(client, path)
    found, version = page(client, path), client.get(path).headers["Dataset-Version"]
    for address in re.findall(r'<iframe src="([^"]*)"', found.text("code")):
        assert client.get(address.removeprefix(PUBLIC).replace("&amp;", "&")).status_code == 200
    lists = [one for one in addresses(found, "/browse/") if "?" in one]
    alike = {
        (urlsplit(one).path, *(name for name, _ in parse_qsl(urlsplit(one).query))): one
        for one in lists
    }
    assert [one for one in alike.values() if client.get(one).status_code != 200] == []
    pinned = page(client, f"/@{version}{path}")
    beyond = [one for one in addresses(pinned, "") if not one.startswith(f"/@{version}/")]
    assert beyond == [path]  # what is current


def test_their_titles_are_different(client: httpx.Client) -> None:
    titles = [page(client, path).meta("og:title") for path in KINDS]
    assert titles == [
        "Statements",
        "Statements by Emmanuel Macron about Ukraine",
        "Statements: Quote, with the words format",
        "Statements",
        "How positions changed",
        "How positions changed up to 31 October 2025",
        "How positions changed",
    ]
    many = page(
        client,
        f"{STATEMENTS}?speaker=macron&speaker=merz&speaker=meloni&speaker=zakharova&country=de",
    )
    assert re.fullmatch(
        r"Statements by [A-Z]\w+ \w+, [A-Z]\w+ \w+ and 2 others for Germany", many.meta("og:title")
    )
    dataset = page(client, "/browse/dataset")
    assert dataset.meta("og:title").endswith(
        "on an international peacekeeping force for Ukraine: the dataset"
    )
    assert dataset.within("h1") + ": the dataset" == dataset.meta("og:title")


def test_the_list_is_that_of_the_data_for_every_filter(client: httpx.Client) -> None:
    for query in (
        {},
        *({name: value} for name, value in FILTERS.items()),
        {"q": "format", "sort": "relevance"},
        {"speaker": ["macron", "merz"], "topic": "security-guarantees"},
    ):
        data = client.get("/statements.json", params={**query, "limit": 20}).json()
        answer = client.get(STATEMENTS, params=query)
        assert answer.status_code == 200, query
        found = Page(answer.text)
        assert shown(found) == [one["selector"]["exact"] for one in data["items"]], query
        text = spoken(found)
        assert text.startswith(f"{data['total']} recorded statement")
        assert ("no date exact enough" in text) == (data["undated_left_out"] > 0)
    nothing = page(client, f"{STATEMENTS}?q=xyzzy")
    assert "That does not mean that nothing was said." in spoken(nothing)


def test_the_cursor_of_the_data_leads_to_the_next_page(client: httpx.Client) -> None:
    everything = [
        row["selector"]["exact"] for row in rows(client, "/statements.ndjson?sort=oldest")
    ]
    path, walked, seen = f"{STATEMENTS}?limit=6&sort=oldest", [], []
    while path:
        found = page(client, path)
        assert found.linked("canonical")[0].count("cursor=") == (1 if seen else 0)
        assert ("Back to the first" in spoken(found)) == bool(seen)
        walked += shown(found)
        seen.append(found.meta("og:title"))
        path = next(
            (
                given["href"].removeprefix(PUBLIC)
                for given in found.each("a")
                if given.get("rel") == "next"
            ),
            "",
        )
    assert walked == everything
    assert seen == ["Statements", "Statements, continued", "Statements, continued"]
    # However the filters were written, the same cursor goes on in the data and on the page.
    first = client.get("/statements.json", params={"speaker": "Макрон", "limit": 4}).json()
    on = urlsplit(first["next_url"])
    landed = client.get(f"/statements?{on.query}", headers={"Accept": BROWSER})
    assert same(landed.headers["Location"], f"{PUBLIC}{STATEMENTS}?{on.query}")
    following = page(client, f"{STATEMENTS}?{on.query}")
    assert shown(following) == [
        one["selector"]["exact"]
        for one in client.get(f"/statements.json?{on.query}").json()["items"]
    ]
    canonical = following.linked("canonical")[0].removeprefix(PUBLIC)
    assert "emmanuel-macron" in canonical
    assert shown(page(client, canonical)) == shown(following)
    assert client.get(f"{STATEMENTS}?cursor=x").status_code == 422


def links_by_text(client: httpx.Client, path: str) -> dict[str, str]:
    """The addresses of the links of a page, by their text."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', client.get(path).text, re.DOTALL)
    return {
        plain(re.sub("<[^>]+>", "", text)): unescape(address).removeprefix(PUBLIC)
        for address, text in found
    }


def test_the_list_can_be_narrowed_to_values_with_statements(client: httpx.Client) -> None:
    """Each value with the count of the list that it leads to; what is chosen can be taken away."""
    links = links_by_text(client, f"{STATEMENTS}?speaker=macron&about=france")
    narrowing = {
        text: address
        for text, address in links.items()
        if re.search(r" \d+$", text) and address.startswith(STATEMENTS)
    }
    assert len(narrowing) >= 5
    for text, address in narrowing.items():
        assert client.get(address.replace(STATEMENTS, "/statements.json")).json()["total"] == int(
            text.split()[-1]
        ), text
    assert links["Speaker Emmanuel Macron ×, take this away"] == f"{STATEMENTS}?about=france"
    assert links["About France ×, take this away"] == f"{STATEMENTS}?speaker=emmanuel-macron"
    query = f"{STATEMENTS}?q=format&sort=relevance&kind=quote"
    words = page(client, query)
    assert links_by_text(client, query)["Any words"] == f"{STATEMENTS}?kind=quote"
    kept = {
        given["name"]: given.get("value")
        for given in words.each("input")
        if given.get("type") == "hidden"
    }
    assert kept == {"q": "format", "kind": "quote", "sort": "relevance"}


def test_the_filters_come_in_the_order_of_a_reader(client: httpx.Client) -> None:
    """How the words are in the source comes before the capacity of the speaker."""
    html = client.get(STATEMENTS, params={"capacity": "government"}).text
    names = re.findall(r'id="by-([a-z]+)"', html)
    assert names == ["speaker", "about", "topic", "kind", "capacity", "order"]


def test_counting_that_takes_too_long_is_left_out(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words are there all the same."""

    def slow(*_: object) -> None:
        raise OverBudget("too long")

    monkeypatch.setattr(facets, "facets", slow)
    found = page(client, f"{STATEMENTS}?speaker=macron")
    assert len(shown(found)) == 6
    assert "Emmanuel Macron" in spoken(found)


def test_the_timeline_has_the_numbers_of_the_data(client: httpx.Client) -> None:
    for path, data in KINDS.items():
        if not path.startswith(TIMELINE):
            continue
        found, body = (
            page(client, path),
            client.get(data.replace("timeline", "timeline.json", 1)).json(),
        )
        counts = [one for point in body["points"] for one in point["stances"]]
        cells = [
            text
            for around, text in found.texts
            if "td" in around and re.fullmatch(r"\d+", text.strip())
        ]
        assert [int(one) for one in cells] == [one["count"] for one in counts]
        moved = [one for point in body["points"] for one in point["moved"]]
        text = spoken(found)
        assert len(re.findall(" → ", text)) == len(moved)
        assert all(one["actor"]["name"] in text for one in moved)
        assert ("No position changed." in text) == (not moved)
        led = {one["url"].replace(PUBLIC, "/browse") for one in counts if one["count"]}
        assert led <= set(addresses(found, ""))  # each number leads to the actors that it counts


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/statements", STATEMENTS),
        ("/statements?speaker=Макрон&limit=3", f"{STATEMENTS}?speaker=Макрон&limit=3"),
        ("/positions/timeline?step=year", f"{TIMELINE}?step=year"),
        ("/statements?facets=topic", None),
        ("/statements.json", None),
        ("/positions/timeline.csv", None),
        ("/speakers/emmanuel-macron/statements", None),
    ],
)
def test_a_browser_is_sent_there(client: httpx.Client, address: str, leads: str | None) -> None:
    answer = client.get(address, headers={"Accept": BROWSER})
    assert answer.status_code == (200 if leads is None else 303)
    assert leads is None or same(answer.headers["Location"], PUBLIC + leads)


def test_oembed_takes_their_addresses(client: httpx.Client) -> None:
    for path in KINDS:
        [address] = page(client, path).linked("alternate", "application/json+oembed")
        body = client.get(address.removeprefix(PUBLIC)).json()
        src = re.findall(r'src="([^"]*)"', body["html"])[0].replace("&amp;", "&")
        assert same(
            src,
            PUBLIC
            + path.replace(STATEMENTS, "/embed/statements").replace(TIMELINE, "/embed/timeline"),
        )
        [leads] = [
            one["href"]
            for one in read(client.get(src.removeprefix(PUBLIC))).each("link")
            if one["rel"] == "canonical"
        ]
        assert same(leads, PUBLIC + path)


def test_other_pages_lead_to_them(client: httpx.Client) -> None:
    sitemap = client.get("/sitemap/pages.xml").text
    assert {STATEMENTS, TIMELINE} <= {
        one.removeprefix(PUBLIC) for one in re.findall("<loc>([^<]*)", sitemap)
    }
    for path, leads in (
        ("/", STATEMENTS),
        ("/", TIMELINE),
        ("/browse/positions?country=italy", f"{TIMELINE}?country=italy"),
        ("/browse/countries/italy", f"{STATEMENTS}?about=italy"),
        ("/browse/countries/italy", f"{STATEMENTS}?country=italy"),
        ("/browse/speakers/friedrich-merz", f"{STATEMENTS}?speaker=friedrich-merz"),
        ("/browse/sources/rapala-26-nations", f"{STATEMENTS}?source=rapala-26-nations"),
        ("/browse/statements/rapala-26-nations-pledge", f"{STATEMENTS}?topic=troop-deployment"),
    ):
        assert leads in addresses(page(client, path), leads), path


def test_no_page_shows_the_values_of_closed_lists_as_programs_write_them(
    client: httpx.Client,
) -> None:
    paths = [
        *KINDS,
        "/",
        "/browse/positions",
        "/browse/dataset",
        "/embed/positions",
        "/embed/timeline",
    ]
    paths += [
        row["links"]["page"].removeprefix(PUBLIC)
        for row in rows(client, "/positions.ndjson?has_position=true")
    ]
    for path in paths:
        said = [
            text
            for around, text in page(client, path).texts
            if not {"code", "pre", "script", "style"} & set(around)
        ]
        assert [text for text in said if re.search("[a-z]_[a-z]", text)] == [], path


def test_hostile_requests_stay_text(client: httpx.Client) -> None:
    for query in (
        {"q": nasty(1)},
        {"q": nasty(2), "speaker": "macron"},
        {"speaker": nasty(3)},
        {nasty(4): "1"},
    ):
        answer = client.get(STATEMENTS, params=query)
        found = read(answer)
        assert answer.status_code in (200, 422)
        assert found.each("b onclick") == []
        assert len(found.each("script")) <= 1
        shown = found.within("main") + "".join(
            given.get("value", "") for given in found.each("input")
        )
        # A parameter that a page does not know is ignored.
        assert ("alert(" in shown) == (nasty(4) not in query)
