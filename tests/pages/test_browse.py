"""The pages below /browse: as a parser reads them, on the launch dataset and on the second corpus;
a browser's view of them stands in test_browse_shown.py.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, quote, urldefrag, urljoin, urlsplit

import httpx
import pytest
import yaml

from app.api.urls import Urls
from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from app.html import citations as citing
from app.html import templating as pages
from app.html import text as words
from app.html.claims import MOST_IN_FULL
from app.pages import positions as board_pages
from app.pages import source as source_pages
from app.pages import statement as statement_pages
from app.pages.errors import suggested_links
from app.problems import Gone, InvalidParameter, UnknownName
from app.sources import schemas as source_schemas
from tests.build import test_corpus
from tests.conftest import few
from tests.fixtures import SEED, Served
from tests.pages.test_pages import CLOSING, HEADINGS, OPENING, VOID, Reading, nasty, read

PUBLIC = "https://stated.example"
SOURCE = "rapala-26-nations"
PILLAR = f"/browse/statements/{SOURCE}-macron-pillar-of-guarantees"
# as browsers ask
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

# Every kind of page, and what its data URL is. A page without a row here is not tested: the last
# test of this file looks.
KINDS = {
    "/browse/countries/italy": "/countries/italy/position",
    "/browse/countries/russia?as_of=2025-08-01": "/countries/russia/position?as_of=2025-08-01",
    "/browse/countries/spain": "/countries/spain/position",
    "/browse/actors/coalition-of-26": "/actors/coalition-of-26/position",
    "/browse/actors/nato": "/actors/nato/position",
    PILLAR: PILLAR.replace("/browse", ""),
    f"/browse/statements/{SOURCE}-pledge": f"/statements/{SOURCE}-pledge",
    "/browse/speakers/emmanuel-macron": "/speakers/emmanuel-macron",
    f"/browse/sources/{SOURCE}": f"/sources/{SOURCE}",
    "/browse/positions": "/positions",
    "/browse/positions?as_of=2025-09-04&stance=willing": "/positions?as_of=2025-09-04&stance=willing",  # noqa: E501
    "/browse/dataset": "/dataset",
}


class Page(Reading):
    """A page whose pieces of text know the classes around them too."""

    def __init__(self, source: str) -> None:
        self.around: list[set[str]] = []
        self.classed: list[tuple[set[str], str]] = []
        super().__init__(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in VOID:
            self.around.append({tag, *(dict(attrs).get("class") or "").split()})

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if tag not in VOID:
            self.around.pop()

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        self.classed.append((set().union(*self.around), data))

    def text(self, *inside: str, outside: tuple[str, ...] = ()) -> str:
        """The text inside elements of all these names or classes, and outside of those."""
        return "".join(
            text
            for around, text in self.classed
            if set(inside) <= around and not around & set(outside)
        )

    def meta(self, name: str) -> str:
        """The content of a meta element."""
        [found] = [
            given["content"]
            for given in self.each("meta")
            if name in (given.get("name"), given.get("property"))
        ]
        return found

    def linked(self, relation: str, media: str | None = None) -> list[str]:
        """Where link elements of a relation (and media type) lead."""
        return [
            given["href"]
            for given in self.each("link")
            if given["rel"] == relation and media in (None, given.get("type"))
        ]


def page(client: httpx.Client, path: str) -> Page:
    """A page that must be there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text[:500])
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(answer.text)


def plain(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def spoken(found: Reading) -> str:
    """The content of a page as one line, with a space between the texts of different elements."""
    return plain(" ".join(text for around, text in found.texts if "main" in around))


def rows(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """A whole list."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """The service on the second corpus: disputes, retractions, two questions, excerpts, copies,
    twenty languages.
    """
    seed = test_corpus.lay_out(tmp_path_factory.mktemp("corpus"))
    path = test_corpus.build(seed, seed.parent / "datasets")
    point(path.parent, path.stem)
    return serve(path.parent, public_url=PUBLIC).client


# --- heads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_well_formed_and_outlined(client: httpx.Client, path: str) -> None:
    found = page(client, path)
    levels = [HEADINGS.index(tag) for tag, _ in found.elements if tag in HEADINGS]
    assert levels.count(0) == 1
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(found.each("main")) == 1
    assert all(
        given["aria-labelledby"] in found.ids
        for tag, given in found.elements
        if "aria-labelledby" in given
    )


@pytest.mark.parametrize(("path", "data"), KINDS.items())
def test_the_head_says_what_the_page_is(client: httpx.Client, path: str, data: str) -> None:
    found = page(client, path)
    title = found.within("head", "title")
    assert title.endswith(" · Stated")
    assert found.meta("og:title") == title.removesuffix(" · Stated")
    assert found.meta("description") == found.meta("og:description") != ""
    assert found.linked("canonical") == [found.meta("og:url")] == [PUBLIC + path]
    version = client.get(path).headers["Dataset-Version"]
    assert found.linked("cite-as") == [f"{PUBLIC}/@{version}{path}"]
    assert client.get(f"/@{version}{path}").status_code == 200
    assert found.meta("og:site_name") == "Stated"
    assert found.meta("og:type") in ("website", "article", "profile")
    assert found.meta("twitter:card") == "summary"
    [as_json] = found.linked("alternate", "application/json")
    bare, _, query = data.partition("?")
    assert as_json == f"{PUBLIC}{bare}.json{'?' if query else ''}{query}"
    for given in found.each("link"):
        if given["rel"] == "alternate":
            answer = client.get(given["href"].removeprefix(PUBLIC))
            assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (
                200,
                given["type"].partition(";")[0].removesuffix("+oembed"),
            ), given


def test_every_page_has_its_own_title_and_description(client: httpx.Client) -> None:
    found = [page(client, path) for path in KINDS]
    assert len({one.within("head", "title") for one in found}) == len(KINDS)
    assert (
        len({one.meta("description") for one in found}) >= len(KINDS) - 1
    )  # silence says the same of every silent actor


@pytest.mark.parametrize("path", KINDS)
def test_an_embed_is_discovered_where_there_is_one(client: httpx.Client, path: str) -> None:
    found = page(client, path)
    for form in ("json", "xml"):
        addresses = found.linked(
            "alternate", f"{'application/json' if form == 'json' else 'text/xml'}+oembed"
        )
        assert len(addresses) == (
            0 if path.startswith(("/browse/sources", "/browse/dataset")) else 1
        )
        for address in addresses:
            parts = urlsplit(address)
            assert (parts.path, parse_qs(parts.query)) == (
                "/oembed",
                {"url": [PUBLIC + path], "format": [form]},
            )


@pytest.mark.parametrize(("path", "data"), KINDS.items())
def test_the_head_contains_the_linked_data(client: httpx.Client, path: str, data: str) -> None:
    """The same as the data URL gives; as a block of data, in which no string can end the
    element.
    """
    answer = client.get(path)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    if path.startswith("/browse/positions"):
        assert blocks == []
        return
    [block] = blocks
    assert "<" not in block
    bare, _, query = data.partition("?")
    assert json.loads(block) == client.get(f"{bare}.jsonld", params=parse_qs(query)).json()


@pytest.mark.parametrize("path", KINDS)
def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    client: httpx.Client, path: str
) -> None:
    answer = client.get(path)
    found = Page(answer.text)
    assert all(address.startswith("/assets/") for address in found.loaded)
    assert all(client.get(address).status_code == 200 for address in found.loaded)
    policy = {
        part.split()[0]: part.split()[1:]
        for part in answer.headers["Content-Security-Policy"].split(";")
    }
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["form-action"] == (["'self'"] if found.each("form") else ["'none'"])
    assert all(
        given.get("type") == "application/ld+json" or "src" in given
        for given in found.each("script")
    )
    for _, given in found.elements:
        assert not [name for name in given if name.startswith("on") or name == "style"]
        assert not given.get("href", "").lower().startswith(("javascript:", "data:"))


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/browse/countries/ITALIA", "/browse/countries/italy"),
        ("/browse/countries/U.S.", "/browse/countries/united-states"),
        ("/browse/actors/Kremlin", "/browse/countries/russia"),
        ("/browse/countries/italy?question=peacekeeping-force", "/browse/countries/italy"),
        ("/browse/speakers/Zelenskyy", "/browse/speakers/volodymyr-zelensky"),
        (
            "/browse/positions?country=Italia&country=IT&question=peacekeeping-force",
            "/browse/positions?country=italy",
        ),
    ],
)
def test_a_page_has_one_canonical_address(client: httpx.Client, path: str, canonical: str) -> None:
    found = page(client, path)
    assert found.linked("canonical") == [PUBLIC + canonical]
    assert found.within() == page(client, canonical).within()


@pytest.mark.parametrize("path", KINDS)
def test_parameters_that_hosts_add_are_dropped(client: httpx.Client, path: str) -> None:
    plain_answer = client.get(path)
    added = "&".join(
        f"{name}=a+b" for name in (*sorted(pages.TRACKING), "utm_source", "utm_anything")
    )
    answer = client.get(f"{path}{'&' if '?' in path else '?'}{added}")
    assert answer.content == plain_answer.content
    assert answer.headers["ETag"] == plain_answer.headers["ETag"]


# --- what pages show ------------------------------------------------------------------------------


def blockquotes(found: Page) -> list[list[tuple[set[str], str]]]:
    """The pieces of each block of a source's words."""
    blocks: list[list[tuple[set[str], str]]] = []
    inside = False
    for around, text in found.classed:
        if "blockquote" in around:
            if not inside:
                blocks.append([])
            blocks[-1].append((around, text))
        inside = "blockquote" in around
    return blocks


def check_words(statement: dict[str, Any], pieces: list[tuple[set[str], str]]) -> None:
    """The words of a statement are its selector's, and of them those marked that are quoted."""
    assert (
        "".join(text for around, text in pieces if "around" not in around)
        == statement["selector"]["exact"]
    )
    assert [text for around, text in pieces if "mark" in around] == [
        one["exact"] for one in statement["quoted"]
    ]


def of_actor(one: dict[str, Any]) -> str:
    """The page of a position's actor."""
    return f"/browse/{'countries' if one['actor']['type'] == 'country' else 'actors'}/{one['actor']['id']}"  # noqa: E501


def check_position(
    client: httpx.Client, one: dict[str, Any], terms: dict[tuple[str, str], dict[str, Any]]
) -> None:
    """The page of an actor shows its position in full."""
    found = page(client, one["links"]["page"].removeprefix(PUBLIC))
    text = spoken(found)
    questions = {row["id"]: row for row in client.get("/questions").json()["items"]}
    has_own_words = questions[one["question"]["id"]]["take_part"] is not None
    assert plain(one["summary"]) in text
    assert plain(f"What this does not mean {one['not_supported']}") in text
    shown = blockquotes(found)
    said = {
        row["id"]: row for row in rows(client, f"/statements.ndjson?about={one['actor']['id']}")
    }
    claimed = [claim for axis in one["disputed"] for claim in axis["claims"]]
    by_entry = {(claim["position"], *claim["evidence"]): claim for claim in one["reported"]}
    words_of = [
        said[name] for claim in (*claimed, *by_entry.values()) for name in claim["evidence"]
    ]
    beside = shown[len(one["evidence"]) :]
    if not any(claim["denied_by"] for claim in one["reported"]):
        assert len(beside) == len(words_of)
        for statement, pieces in zip(words_of, beside, strict=True):
            check_words(statement, pieces)
    for item, pieces in zip(one["evidence"], shown, strict=False):
        check_words(item["statement"], pieces)
        assert item["note"] is None or plain(f"Our note: {item['note']}") in text
    for vocabulary in ("view", "participation", "commitment", "attribution"):
        if one[vocabulary]:
            term = terms[vocabulary, one[vocabulary]]
            assert term["definition"] in text or (term["label"] in text and has_own_words)
    for condition in one["conditions"]:
        assert condition["note"] is None or plain(condition["note"]) in text
    for part in one["contributions"]:
        assert terms["contribution_form", part["form"]]["label"].lower() in text
    sources = one["independence"]
    assert f"{sources['sources']} document" in text
    assert f"{sources['independent']} independent" in text
    assert ("Sources disagree on" in text) == bool(one["disputed"])
    for axis in one["disputed"]:
        for claim in axis["claims"]:
            documents = "document" if claim["sources"] == 1 else "documents"
            label = terms[axis["axis"], claim["value"]]["label"]
            assert re.search(
                rf"{label}[\w ]*? {claim['sources']} {documents}, "
                rf"{claim['independent_sources']} independent",
                text,
            )
            assert all(plain(said[name]["summary"]) in text for name in claim["evidence"])
    derived = text.partition("How it was derived")[2].partition("Statements by and about")[0]
    for ground in one["derivation"]["fields"]:
        rule = terms["rule", ground["rule"]]
        assert (
            f"{rule['label']}. {rule['definition'].replace('_', ' ')}" in derived
        )  # values in plain words
        assert all(plain(said[name]["summary"]) in derived for name in ground["statements"])
    for passed in one["derivation"]["not_counted"]:
        reason = terms["not_counted", passed["reason"]]
        assert (
            plain(
                f"{said[passed['statement']]['summary']} {reason['label']}. {reason['definition']}"
            )
            in derived
        )
    assert (
        not (total := one["derivation"]["not_counted_total"]) or f"Not counted: {total}" in derived
    )


def terms_of(client: httpx.Client) -> dict[tuple[str, str], dict[str, Any]]:
    """All closed lists."""
    lists = client.get("/vocabulary.json").json()["vocabularies"]
    return {(name, term["id"]): term for name, terms in lists.items() for term in terms}


def test_a_page_shows_its_position_in_full(client: httpx.Client) -> None:
    terms = terms_of(client)
    held = rows(client, "/positions.ndjson?has_position=true")
    assert len(held) == 7
    for one in held:
        check_position(client, one, terms)


@pytest.mark.long
def test_a_page_shows_positions_of_many_sources_in_full(corpus: httpx.Client) -> None:
    terms = terms_of(corpus)
    held = [
        one
        for one in rows(corpus, "/positions.ndjson?has_position=true")
        if one["disputed"] or one["conditions"]
    ][:12]
    held += rows(corpus, "/positions.ndjson?has_position=true&question=frozen-assets")[:3]
    assert {bool(one["disputed"]) for one in held} == {True, False}
    for one in held:
        check_position(corpus, one, terms)


def test_disputed_claims_look_different_from_what_is_counted(corpus: httpx.Client) -> None:
    """Three sites print one agency text: that is one source; and no claim is among the words on
    which the position rests, unless its value is served.
    """
    day = "?as_of=2025-12-01"
    one = corpus.get(f"/countries/hungary/position.json{day}").json()
    [axis] = one["disputed"]
    assert [
        (claim["value"], claim["sources"], claim["independent_sources"]) for claim in axis["claims"]
    ] == [
        ("opposes", 1, 1),
        ("supports", 3, 1),
    ]
    text = spoken(page(corpus, f"/browse/countries/hungary{day}"))
    _, _, disagreement = text.partition("A disputed answer is not averaged")
    assert re.search(r"Supports [\w ]+ 3 documents, 1 independent", disagreement)
    counted = {item["statement"]["id"] for item in one["evidence"]}
    assert not counted & set(axis["claims"][1]["evidence"])


def test_silence_looks_different_from_a_refusal(client: httpx.Client) -> None:
    silent, declined = (
        spoken(page(client, f"/browse/countries/{name}")) for name in ("spain", "italy")
    )
    silence = client.get("/questions.json").json()["items"][0]["silence"]
    assert silence in silent
    assert "Not stated" in silent
    assert silence not in declined
    assert not {"What was said", "What this does not mean", "How it was derived"} & set(
        silent.split("  ")
    )
    assert "What was said" not in silent


def test_a_coalition_is_never_expanded(client: httpx.Client) -> None:
    text = spoken(page(client, "/browse/actors/coalition-of-26"))
    assert "Stated size: 26." in text
    assert "No source names its members, so none are listed here." in text


def test_the_history_shows_every_position(corpus: httpx.Client) -> None:
    for name in ("norway", "austria", "slovakia"):
        held = corpus.get(f"/countries/{name}/positions.json").json()["items"]
        found = page(corpus, f"/browse/countries/{name}")
        text = spoken(found)
        assert [
            given["id"] for given in found.each("li") if given.get("id", "").startswith("position-")
        ] == [f"position-{one['id']}" for one in held]
        places = [text.index(plain(one["summary"]), text.index("oldest first.")) for one in held]
        assert places == sorted(places)
        for one in held:
            address, fragment = urldefrag(one["links"]["page"])
            assert address == f"{PUBLIC}/browse/countries/{name}"
            assert (fragment == "") == (one["status"] == "current")
            assert not fragment or fragment in found.ids
            assert one["retracted"] is None or plain(one["retracted"]["reason"]) in text
    assert "Retracted on 10 June 2026" in spoken(page(corpus, "/browse/countries/austria"))


def test_a_day_and_a_question_can_be_chosen(corpus: httpx.Client) -> None:
    path = "/browse/countries/france?question=frozen-assets&as_of=2026-01-31"
    found, now = page(corpus, path), page(corpus, "/browse/countries/france")
    one = corpus.get(path.replace("/browse", "").replace("france?", "france/position.json?")).json()
    assert one["links"]["page"] == PUBLIC + path
    text = spoken(found)
    assert plain(one["summary"]) in text
    assert "On 31 January 2026." in text
    [form] = found.each("form")
    assert (form["action"], form["method"]) == ("/browse/countries/france", "get")
    given = {one["name"]: one.get("value") for one in found.each("input")}
    assert given == {"question": "frozen-assets", "as_of": "2026-01-31"}
    [day] = [one for one in found.each("input") if one["type"] == "date"]
    questions = {row["id"]: row for row in corpus.get("/questions.json").json()["items"]}
    assert day["min"] == questions["frozen-assets"]["asked_from"]
    addresses = {urljoin(PUBLIC, one["href"]) for one in found.each("a")}
    assert {
        f"{PUBLIC}/browse/countries/france",
        f"{PUBLIC}/browse/countries/france?question=frozen-assets",
    } <= addresses
    assert f"{PUBLIC}/browse/countries/france?question=frozen-assets" in {
        one["href"] for one in now.each("a")
    }
    early = corpus.get("/browse/countries/france?as_of=2020-01-01")
    assert early.status_code == 422
    assert "no position is known before that day" in read(early).within("main")


def test_what_may_have_held_is_named(corpus: httpx.Client) -> None:
    """As-of answers that the dates do not settle say so, and name the others."""
    asked = "/positions.ndjson?has_position=true&as_of=2025-10-10"
    unsure = [
        one
        for one in rows(corpus, asked)
        if one["may_also_hold"] and one["actor"]["type"] == "country"
    ]
    assert unsure
    for one in unsure[:3]:
        found = page(corpus, one["links"]["page"].removeprefix(PUBLIC))
        linked = {given["href"] for given in found.each("a")}
        assert {f"#position-{name}" for name in one["may_also_hold"]} <= linked
        assert {f"position-{name}" for name in one["may_also_hold"]} <= found.ids


def test_the_highlighted_words_are_the_selectors(client: httpx.Client) -> None:
    """Each statement is underlined in the text of its source, of which no character is missing."""
    [path] = (SEED / "sources" / SOURCE).glob("*.txt")
    text = path.read_text(encoding="utf-8").removeprefix("\n")
    statements = rows(client, "/statements.ndjson")
    assert len(statements) == 16
    for one in statements:
        found = page(client, one["links"]["page"].removeprefix(PUBLIC))
        assert found.text("div", "text", "claim") == one["selector"]["exact"]
        assert found.text("div", "text", "mark") == "".join(each["exact"] for each in one["quoted"])
        assert found.text("div", "text").split() == text.split()
        [block] = blockquotes(found)
        check_words(one, block)
        assert one["href_in_context"] in [given["href"] for given in found.each("a")]
        assert one["selector"]["text_sha256"] in found.within("main")
        assert plain(f"Our summary {one['summary']}") in spoken(found)


def test_the_highlighted_words_are_the_selectors_in_any_script(corpus: httpx.Client) -> None:
    """Emoji, combining characters, the same words twice, headings: full texts of five languages;
    and excerpts.
    """
    everything = rows(corpus, "/statements.ndjson")
    placed = [one for one in everything if one["verified"]]
    chosen = [
        one
        for one in placed
        if one["source"]["id"] in ("ankara-eylul", "kyiv-hvylia", "herbstgespraech", "palac-maj")
    ]
    assert len(chosen) > 10
    for one in chosen:
        found = page(corpus, one["links"]["page"].removeprefix(PUBLIC))
        assert found.text("div", "text", "claim") == one["selector"]["exact"]
        assert found.text("div", "text", "mark") == "".join(each["exact"] for each in one["quoted"])
        passages = corpus.get(f"/sources/{one['source']['id']}/passages.json?limit=200").json()[
            "items"
        ]
        assert (
            found.text("div", "text").split()
            == " ".join(each["exact"] for each in passages).split()
        )
    for one in [one for one in everything if not one["verified"]][:5]:
        found = page(corpus, one["links"]["page"].removeprefix(PUBLIC))
        assert found.text("div", "text") == ""
        assert "Only excerpts" in found.within("main")
        check_words(one, blockquotes(found)[0])


def test_an_archived_text_is_laid_out_in_lines() -> None:
    text = "Ab cd.\n\nEf “gh” ij, kl. \nEnd"
    passages = [
        {"start": 0, "end": 6, "coding": "heading"},
        {"start": 8, "end": 23, "coding": "statement"},
    ]
    claim, quoted = {"start": 11, "end": 19}, [{"start": 12, "end": 14}]
    lines = words.text_lines(text, passages, claim, quoted)
    assert lines == [
        (True, [("Ab cd.", "around")]),
        (
            False,
            [
                ("Ef ", "around"),
                ("“", "claim"),
                ("gh", "quoted"),
                ("” ij,", "claim"),
                (" kl.", "around"),
                (" ", "around"),
            ],
        ),
        (False, [("End", "around")]),
    ]
    assert "".join(piece for _, pieces in lines for piece, _ in pieces) == text.replace("\n", "")
    across = words.text_lines(text, passages, {"start": 3, "end": 10}, [])
    assert (
        "".join(piece for _, pieces in across for piece, kind in pieces if kind == "claim")
        == "cd.Ef"
    )


@pytest.mark.parametrize(
    ("date", "text"),
    [
        (None, ""),
        ({"value": "2025-09"}, "September 2025"),
        ({"earliest": "2025-02-01"}, "1 February 2025 or later"),
        ({"latest": "2025-12-31"}, "31 December 2025 or earlier"),
        ({}, ""),
        (
            {"earliest": "2025-02-01", "latest": "2025-12-31"},
            "some day between 1 February 2025 and 31 December 2025",
        ),
    ],
)
def test_what_is_known_of_a_date_in_words(date: dict[str, str] | None, text: str) -> None:
    unknown = {"value": None, "earliest": None, "latest": None}
    assert words.known_date(None if date is None else unknown | date) == text


def test_what_rests_on_a_statement(corpus: httpx.Client) -> None:
    """Exactly the positions that have it among their evidence, whatever their status."""
    everything = rows(corpus, "/positions.ndjson?status=current&status=superseded&status=retracted")
    everything += rows(
        corpus, "/positions.ndjson?question=frozen-assets&status=current&status=superseded"
    )
    for name in (
        "haugsbakk-interview-no-open",
        "assets-december-pl-together",
        "graz-round-no-welcomes",
        "delft-soundings-be-not-looked",
    ):
        resting = [
            one
            for one in everything
            if name in [item["statement"]["id"] for item in one["evidence"]]
        ]
        found = page(corpus, f"/browse/statements/{name}")
        text = spoken(found)
        part = text[text.index("What is based on it") : text.index("In the text of its source")]
        assert Counter(part.count(f"{one['actor']['name']} ") > 0 for one in resting)[True] == len(
            resting
        )
        assert {one["links"]["page"] for one in resting} <= {
            given["href"] for given in found.each("a")
        }
        assert ("No position rests on this statement." in part) == (resting == [])


def test_a_correction_is_shown(corpus: httpx.Client) -> None:
    found = page(corpus, "/browse/statements/rome-after-aarhus-it-giusta")
    [one] = corpus.get("/statements/rome-after-aarhus-it-giusta.json").json()["corrections"]
    assert plain(f"Corrections {words.format_day(one['on'])} : {one['reason']}") in spoken(found)


def test_a_speaker_has_dated_roles_and_statements(corpus: httpx.Client) -> None:
    one = corpus.get("/speakers/annelore-vanderstraeten.json").json()
    found = page(corpus, "/browse/speakers/annelore-vanderstraeten")
    text = spoken(found)
    assert len(one["roles"]) > 1
    assert all(role["title"] in text for role in one["roles"])
    assert "to 31 March 2025" in text
    said = rows(corpus, "/speakers/annelore-vanderstraeten/statements.ndjson")
    assert len(blockquotes(found)) == len(said) == one["statements"]
    for statement, pieces in zip(said, blockquotes(found), strict=True):
        check_words(statement, pieces)


def test_a_source_is_accounted_for(client: httpx.Client, corpus: httpx.Client) -> None:
    one = client.get(f"/sources/{SOURCE}.json").json()
    found = page(client, f"/browse/sources/{SOURCE}")
    passages = client.get(f"/sources/{SOURCE}/passages.json?limit=200").json()["items"]
    assert [
        given["id"] for given in found.each("li") if given.get("id", "").startswith("passage-")
    ] == [f"passage-{passage['number']}" for passage in passages]
    assert [text for around, text in found.classed if {"passages", "exact"} <= around] == [
        one["exact"] for one in passages
    ]
    assert one["text_sha256"] in found.within("main")
    assert "29 passages: 8 headings, 12 with a reporting verb, 9 of narration" in spoken(found)
    linked = {given["href"] for given in found.each("a")}
    assert {row["links"]["page"] for row in rows(client, "/statements.ndjson")} <= linked
    # Copies of one agency text name each other.
    kin = {row["id"] for row in rows(corpus, "/sources.ndjson") if row["root"] == "Nordfax"}
    for name in sorted(kin):
        others = {f"{PUBLIC}/browse/sources/{other}" for other in kin - {name}}
        assert others <= {
            given["href"] for given in page(corpus, f"/browse/sources/{name}").each("a")
        }


def on_the_board(found: Page) -> Counter[str]:
    """The pages of actors that the board links to, apart from its navigation."""
    places = (given["href"].removeprefix(PUBLIC) for given in found.each("a"))
    return Counter(
        re.sub(r"[?#].*", "", place)
        for place in places
        if re.match(r"/browse/(countries|actors)/", place)
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?has_position=true",
        "?has_position=false&stance=not_stated",
        "?stance=open&stance=declines",
        "?attribution=narrator",
        "?country=NO&country=France",
        "?as_of=2025-10-10&has_position=true",
        "?question=frozen-assets&has_position=true",
        "?status=retracted",
        "?view=supports&participation=declined",
        "?stance=opposes&participation=open",
    ],
)
def test_the_board_shows_what_the_list_contains(corpus: httpx.Client, query: str) -> None:
    listed = rows(corpus, f"/positions.ndjson{query}")
    found = page(corpus, f"/browse/positions{query}{'&' if query else '?'}layout=summaries")
    contested = [one for one in listed if one["disputed"] or one["reported"]]
    in_full, in_short = contested[:MOST_IN_FULL], contested[MOST_IN_FULL:]
    assert on_the_board(found) == Counter(of_actor(one) for one in [*listed, *in_short])
    assert ("No country passes these filters." in found.within("main")) == (listed == [])
    text = spoken(found)
    assert all(plain(one["summary"]) in text for one in listed if one["id"])
    assert text.count("Sources disagree on") == sum(len(one["disputed"]) for one in in_full)


def test_the_counts_of_the_filters_are_those_of_the_boards_that_they_lead_to(
    corpus: httpx.Client,
) -> None:
    path = "/browse/positions?attribution=self&as_of=2026-02-01"
    found = page(corpus, path)
    links = [given["href"].removeprefix(PUBLIC) for given in found.each("a")]
    chips = [
        one
        for one in dict.fromkeys(links)
        if re.fullmatch(r"/browse/positions\?.*&stance=\w+.*", one)
    ]
    assert len(chips) == 7
    counts = re.findall(r"(\d+)</a></li>", corpus.get(path).text)
    for chip, count in zip(chips, counts, strict=True):
        assert {"attribution=self", "as_of=2026-02-01"} <= set(urlsplit(chip).query.split("&"))
        assert sum(on_the_board(page(corpus, chip)).values()) == int(count)
    hidden = {one["name"]: one.get("value") for one in found.each("input")}
    assert hidden == {"attribution": "self", "as_of": "2026-02-01"}


def test_the_dataset_page_leads_to_everything(client: httpx.Client) -> None:
    one = client.get("/dataset.json").json()
    found = page(client, "/browse/dataset")
    text = spoken(found)
    assert all(
        part in text for part in (one["version"], one["licence"]["covers"], *one["stability"])
    )
    linked = {given["href"] for given in found.each("a")}
    for address in ("/speakers.ndjson", "/sources.ndjson"):
        assert {row["links"]["page"] for row in rows(client, address)} <= linked
    assert {
        f"{PUBLIC}/changes/feed.json",
        f"{PUBLIC}/changes/feed.xml",
        one["licence"]["url"],
    } <= linked
    for version in client.get("/dataset/versions.json").json()["items"]:
        assert f"{version['url']}/" in linked


def test_only_quoted_words_are_in_quotation_marks(client: httpx.Client) -> None:
    """There are no others outside a source's own text and what can be copied; citations contain
    titles, questions and quotes.
    """
    quoted = {one["exact"] for row in rows(client, "/statements.ndjson") for one in row["quoted"]}
    titles = {row["title"] for row in rows(client, "/sources.ndjson")}
    titles |= {row["text"] for row in rows(client, "/questions.ndjson")}
    for path in KINDS:
        found = page(client, path)
        ours = found.text(
            "body", outside=("blockquote", "text", "verbatim", "exact", "pre", "style", "script")
        )
        assert not set(ours) & set(OPENING + CLOSING), path
        cited = found.text("pre")
        cited = re.sub(r"<[^<>]*>", "", cited)  # attributes of what is to be pasted
        if path.startswith(
            "/browse/statements"
        ):  # the Markdown contains the words themselves, as a block
            cited = re.sub(r"^> .*$", "", cited, flags=re.MULTILINE)
        assert set(re.findall("“(.*?)”", cited)) <= quoted | titles, path
    css = pages.assets.by_name()["browse.css"].body.decode()
    assert not re.search(r"[\s{;]content:|quotes:(?! none)", css)


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", few([1, 6], [6]))
@pytest.mark.long
def test_every_link_leads_somewhere(client: httpx.Client, step: int) -> None:
    """From all pages of the launch dataset, but only some of the pages of actors without a
    position, which are alike.
    """
    paths = [*KINDS, "/"]
    for address in (
        "/statements.ndjson",
        "/speakers.ndjson",
        "/sources.ndjson",
        "/positions.ndjson?has_position=true",
    ):
        paths += [
            row["links"]["page"].removeprefix(PUBLIC) for row in rows(client, address)[::step]
        ]
    silent = {of_actor(one) for one in rows(client, "/positions.ndjson?has_position=false")}
    answers: dict[str, httpx.Response] = {}
    for path in dict.fromkeys(paths):
        found = page(client, path)
        for given in found.each("a"):  # for those of the head see above
            address, fragment = urldefrag(urljoin(PUBLIC + path, given["href"]))
            if not address.startswith(PUBLIC):
                assert urlsplit(address).scheme == "https"
                continue
            inside = address.removeprefix(PUBLIC)
            if fragment and inside == path:
                assert fragment in found.ids, given["href"]
            if inside.partition("?")[0] in silent and inside not in paths:
                continue
            answer = answers.setdefault(inside, answers.get(inside) or client.get(inside))
            assert answer.status_code == 200, (path, given["href"])
            assert not fragment or fragment in read(answer).ids, given["href"]
    board = on_the_board(page(client, "/browse/positions"))
    assert silent <= set(board)
    assert len(answers) > 150 / step


def test_a_pinned_page_has_pinned_links(client: httpx.Client) -> None:
    """But the one to what is current, and what is to be copied."""
    version = client.get("/dataset.json").json()["version"]
    for path in KINDS:
        found = page(client, f"/@{version}{path}")
        addresses = [given["href"] for given in [*found.each("a"), *found.each("link")]]
        ours = [
            urljoin(PUBLIC, one) for one in addresses if urljoin(PUBLIC, one).startswith(PUBLIC)
        ]
        assert [
            one for one in ours if not one.startswith(f"{PUBLIC}/@{version}/") and "#" not in one
        ] == [PUBLIC + path]
        assert all(one["action"].startswith(f"/@{version}/browse/") for one in found.each("form"))
        assert found.meta("robots") == "noindex"
        assert "See the current version" in found.within("main")
        assert found.linked("canonical") == [f"{PUBLIC}/@{version}{path}"]
    assert "See the current version" not in page(client, "/browse/dataset").within("main")


def test_what_is_to_be_pasted_names_the_public_address(client: httpx.Client) -> None:
    version = client.get("/dataset.json").json()["version"]
    for path in (
        "/browse/countries/italy",
        PILLAR,
        "/browse/positions",
        "/browse/actors/coalition-of-26",
    ):
        live, pinned = (page(client, f"{pin}{path}").text("code") for pin in ("", f"/@{version}"))
        for text in (live, pinned):
            assert f'<script src="{PUBLIC}/embed.js" async></script>' in text
            assert f'<iframe src="{PUBLIC}/embed/' in text
            assert f'<iframe src="{PUBLIC}/@{version}/embed/' in text
            for address in re.findall(r'<iframe src="([^"]*)"', text):
                assert (
                    client.get(address.removeprefix(PUBLIC).replace("&amp;", "&")).status_code
                    == 200
                )


def test_what_is_to_be_copied_is_what_the_data_say(client: httpx.Client) -> None:
    for path, data in KINDS.items():
        if path.startswith(("/browse/positions", "/browse/speakers")):
            continue
        one = client.get(data).json()
        found = page(client, path)
        copied = [text for around, text in found.classed if {"copied", "code"} <= around]
        assert copied[:2] == [one["citation"]["short"], one["citation"]["long"]]
        version = client.get(path).headers["Dataset-Version"]
        assert f"({PUBLIC}/@{version}{path})" in copied[2]
        assert one["links"]["csl"] in {given["href"] for given in found.each("a")}
        buttons = found.each("button")
        assert {given["data-copies"] for given in buttons if "data-copies" in given} <= found.ids
        assert all("hidden" in given for given in buttons if "data-copies" in given)


def test_text_of_others_is_no_markdown() -> None:
    class About:
        title, version, urls = "A *set*", "0" * 16, Urls("https://x.example")

    said = {
        "kind": "paraphrase",
        "citation": {"short": "s", "long": "l"},
        "selector": {"exact": "1. # <b>[a](javascript:x)`_*\n- ![x](y) \\ |"},
        "source": {"publisher": "Pa[per](x)"},
        "href_in_context": "https://y.example/a(b)#:~:text=x%20y,z",
        "links": {"page": "https://x.example/browse/statements/s"},
    }
    name, text = citing.statement(said, About())[2]  # type: ignore[arg-type]
    assert name == "Markdown"
    assert text == (
        "According to Pa\\[per\\]\\(x\\):\n\n"
        "> 1\\. \\# \\<b\\>\\[a\\]\\(javascript:x\\)\\`\\_\\*\n> \\- \\!\\[x\\]\\(y\\) \\\\ \\|\n\n"
        "[In the source](https://y.example/a%28b%29#:~:text=x%20y,z). "
        "[A \\*set\\*, dataset "
        "0000000000000000](https://x.example/@0000000000000000/browse/statements/s)."
    )


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "leads"),
    [
        ("/browse/countries/Itlay", 404, ["/browse/countries/Italy"]),
        (
            "/browse/countries/Itlay?as_of=2025-10-01",
            404,
            ["/browse/countries/Italy?as_of=2025-10-01"],
        ),
        (
            "/browse/countries/Congo",
            404,
            [
                "/browse/countries/democratic-republic-of-the-congo",
                "/browse/countries/republic-of-the-congo",
            ],
        ),
        ("/browse/countries/EU", 404, ["/browse/actors/european-union"]),
        ("/browse/speakers/Macrn", 404, ["/browse/speakers/Macron"]),
        ("/browse/positions?stance=wiling", 422, ["/browse/positions?stance=willing"]),
        (
            "/browse/positions?stanse=willing&view=supports",
            422,
            ["/browse/positions?stance=willing&view=supports"],
        ),
        (
            "/browse/positions?country=France&country=Itlay",
            422,
            ["/browse/positions?country=France&country=Italy"],
        ),
        ("/browse/positions?country=NATO", 422, ["/browse/actors/nato"]),
        (
            "/browse/countries/italy?question=peacekeping-force",
            422,
            ["/browse/countries/italy?question=peacekeeping-force"],
        ),
        ("/browse/countries/Atlantis", 404, []),
        ("/browse/statements/nothing", 404, []),
        ("/browse/nothing", 404, []),
        ("/browse/countries", 404, []),
        ("/browse/countries/italy?as_of=tomorrow", 422, []),
        ("/browse/statements?topc=troop-deployment", 422, []),
        ("/browse/countries/italy?as_of=2025-10-01&as_of=2025-10-02", 422, []),
        ("/browse/countries/italy/position", 404, []),
        ("/browse/countries/italy.csv", 404, []),
    ],
)
def test_errors_are_pages_with_ways_out(
    client: httpx.Client, path: str, status: int, leads: list[str]
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
    found = Page(answer.text)
    assert found.meta("robots") == "noindex"
    meant = [
        given["href"].removeprefix(PUBLIC)
        for given in found.each("a")
        if re.match(f"{PUBLIC}/browse/(?!positions$|statements$|dataset$)", given["href"])
    ]
    assert meant[: len(leads)] == leads
    assert all(client.get(one).status_code == 200 for one in meant)
    assert not set(found.text("main")) & set("“”")


def test_what_was_withdrawn_says_why_and_what_replaces_it(corpus: httpx.Client) -> None:
    for path, reason, instead in (
        (
            "/browse/statements/april-athens-gr-frigate-open",
            "it says that no frigate goes",
            "april-athens-gr-no-frigate",
        ),
        (
            "/browse/statements/copenhagen-remarks-dk-numbers",
            "The publisher took the sentence back.",
            None,
        ),
        ("/browse/sources/gull-gazette", "The page turned out to be satire.", None),
        (
            "/browse/speakers/pip-larkspur",
            "Nobody of this name exists; the source was satire.",
            None,
        ),
    ):
        answer = corpus.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
        found = Page(answer.text)
        assert reason in found.within("main")
        linked = {given["href"] for given in found.each("a")}
        assert (f"{PUBLIC}/browse/statements/{instead}" in linked) == (instead is not None)
        assert ("Instead:" in found.within("main")) == (instead is not None)


def test_a_merged_speaker_redirects(corpus: httpx.Client) -> None:
    version = corpus.get("/dataset.json").json()["version"]
    for pin in ("", f"/@{version}"):
        answer = corpus.get(f"{pin}/browse/speakers/walter-t-hargrove?utm_source=x")
        assert (answer.status_code, answer.headers["Location"]) == (
            308,
            f"{PUBLIC}{pin}/browse/speakers/walter-hargrove",
        )


def test_an_unknown_pin_leads_to_what_is_current(client: httpx.Client) -> None:
    answer = client.get(f"/@{'0' * 16}/browse/countries/italy?as_of=2025-10-01")
    assert answer.status_code == 410
    assert f"{PUBLIC}/browse/countries/italy?as_of=2025-10-01" in {
        given["href"] for given in Page(answer.text).each("a")
    }


def test_suggested_links_lead_nowhere_else() -> None:
    urls = Urls("https://x.example")
    problem = UnknownName("No.", did_you_mean=["//evil.example", "a/../b", "a?b#c"])
    links = suggested_links(problem, "/browse/countries/x", [("as_of", "<>&")], urls)
    assert all(url.startswith("https://x.example/browse/countries/") for _, url in links)
    assert list(suggested_links(problem, "/problems/x", [], urls)) == []
    assert list(suggested_links(problem, "/browse/x", [], urls)) == []
    gone = Gone("It was withdrawn.", reason="r", replaced_by=None)
    assert list(suggested_links(gone, "/browse/x/y", [], urls)) == []


def test_a_name_of_several_speakers_is_chosen_where_it_was_given() -> None:
    urls = Urls("https://x.example")
    both = [{"type": "person", "id": one, "name": one, "url": "/x"} for one in ("a", "b")]
    problem = InvalidParameter.of("speaker", "S may mean a or b.", candidates=both)
    links = suggested_links(problem, "/check", [("text", "x y z"), ("speaker", "S")], urls)
    assert list(links) == [
        ("a", "https://x.example/check?text=x+y+z&speaker=a"),
        ("b", "https://x.example/check?text=x+y+z&speaker=b"),
    ]


def test_only_the_wrong_value_of_a_filter_is_replaced(client: httpx.Client) -> None:
    answer = client.get("/browse/positions?stance=opposes&stance=opn")
    assert answer.status_code == 422
    links = {link["href"] for link in Page(answer.text).each("a")}
    assert f"{PUBLIC}/browse/positions?stance=open&stance=opposes" in links


# --- the 303 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/countries/italy", "/browse/countries/italy"),
        ("/countries/italy/position", "/browse/countries/italy"),
        ("/countries/U.S.?as_of=2025-10-01", "/browse/countries/U.S.?as_of=2025-10-01"),
        (
            "/countries/C%C3%B4te%20d'Ivoire/position?question=peacekeeping-force",
            "/browse/countries/C%C3%B4te%20d%27Ivoire?question=peacekeeping-force",
        ),
        ("/actors/the%2026", "/browse/actors/the%2026"),
        ("/actors/nato/position", "/browse/actors/nato"),
        ("/speakers/Macron", "/browse/speakers/Macron"),
        (f"/sources/{SOURCE}", f"/browse/sources/{SOURCE}"),
        (f"/statements/{SOURCE}-pledge", f"/browse/statements/{SOURCE}-pledge"),
        (
            "/positions?stance=open&country=Italia&country=FR&has_position=true",
            "/browse/positions?country=FR&country=Italia&has_position=true&stance=open",
        ),
        ("/dataset?utm_source=x", "/browse/dataset"),
        ("/dataset?igsh=x", "/browse/dataset?igsh=x"),
        ("/countries/a%3Fb", "/browse/countries/a%3Fb"),
        ("/countries/italy?colour=red%26", "/browse/countries/italy?colour=red%26"),
    ],
)
def test_a_browser_is_sent_to_the_page(client: httpx.Client, address: str, leads: str) -> None:
    """With its name and question as they were written; the page itself says what is wrong with
    them.
    """
    version = client.get("/dataset.json").json()["version"]
    for pin in ("", f"/@{version}"):
        answer = client.get(f"{pin}{address}", headers={"Accept": BROWSER})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{PUBLIC}{pin}{leads}")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Vary"] == "Accept"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert (
            "<"
            not in client.get(f"{pin}{leads}", headers={"Accept": BROWSER}).headers["Content-Type"]
        )
    head = client.head(address, headers={"Accept": BROWSER})
    assert (head.status_code, head.headers["Location"]) == (303, f"{PUBLIC}{leads}")


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        *(
            (address, accept)
            for address in ("/countries/italy", "/positions", "/dataset")
            for accept in (
                "*/*",
                "application/json",
                "text/html, */*;q=0.1",
                "",
                "application/xhtml+xml;q=0, */*",
                "application/xhtml+xml, nonsense",
                "application/json, application/xhtml;q=0.9",
            )
        ),
        ("/countries/italy.json", BROWSER),
        ("/countries/italy/position.csl.json", BROWSER),
        ("/positions.csv", BROWSER),
        ("/countries", BROWSER),
        ("/positions/summary", BROWSER),
        ("/countries/italy/positions", BROWSER),
        ("/positions?limit=5", BROWSER),
        (f"/statements/{SOURCE}-pledge/annotation", BROWSER),
        ("/openapi.json", BROWSER),
    ],
)
def test_data_stay_data(client: httpx.Client, address: str, accept: str) -> None:
    """Libraries, addresses with a format, what no page shows, and a page of a list."""
    answer = client.get(address, headers={"Accept": accept})
    assert answer.status_code == 200
    assert not answer.headers["Content-Type"].startswith("text/html")
    assert answer.content == client.get(address).content


def test_the_walk_of_a_list_is_data_in_a_browser_too(client: httpx.Client) -> None:
    first = client.get("/positions?limit=5", headers={"Accept": BROWSER}).json()
    following = client.get(first["next_url"].removeprefix(PUBLIC), headers={"Accept": BROWSER})
    assert following.json()["items"][0] != first["items"][0]


def test_an_error_of_data_leads_a_browser_to_a_page(client: httpx.Client) -> None:
    answer = client.get("/countries/Itlay", headers={"Accept": BROWSER}, follow_redirects=False)
    landed = client.get(
        answer.headers["Location"].removeprefix(PUBLIC), headers={"Accept": BROWSER}
    )
    assert (landed.status_code, landed.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


# --- hostile text ---------------------------------------------------------------------------------

# Text that the seed format takes as it is. What it checks otherwise (ids, days, addresses, colours,
# codes) stays as it is.
FREE = {
    "dataset": ("title", "description", "covers", "name", "stability"),
    "questions": ("text", "silence"),
    "topics": ("label", "definition"),
    "vocabularies": ("label", "definition"),
    "actors": ("name", "official_name", "note"),
    "people": ("name", "family_name", "other_names", "title"),
    "source": ("title", "publisher", "rights", "note"),
    "statements": ("summary",),
    "positions": ("summary", "not_supported", "note", "coded_by", "reviewed_by"),
}


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]
) -> tuple[Served, list[str]]:
    """The service on a seed with markup in every text, and what was planted."""
    seed = tmp_path_factory.mktemp("hostile") / "seed"
    shutil.copytree(SEED, seed, ignore=shutil.ignore_patterns("names", "ledger.jsonl"))
    (seed / "names").mkdir()
    (seed / "names/aliases.csv").write_text("iso2,name,kind\n")
    (seed / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
    (seed / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    planted: list[str] = []

    def plant() -> str:
        planted.append(nasty(len(planted)))
        return planted[-1]

    def turned(value: Any, free: tuple[str, ...], key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: turned(part, free, name) for name, part in value.items()}
        if isinstance(value, list):
            return [turned(part, free, key) for part in value]
        return plant() if key in free and isinstance(value, str) else value

    in_text, in_marks = plant(), plant()
    # A quotation mark inside would end the quotation.
    in_marks = planted[-1] = in_marks.replace('"', "&quot;").replace("'", "&#39;")

    def printed(text: str) -> str:
        return text.replace("welcomed the announcement", f"welcomed {in_text}").replace(
            "“in any format", f"“{in_marks}"
        )

    for path in sorted(seed.rglob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem in ("source", "statements"):
            content = yaml.safe_load(
                json.dumps(content, ensure_ascii=False, default=str)
                .replace("welcomed the announcement", f"welcomed {json.dumps(in_text)[1:-1]}")
                .replace("“in any format", f"“{json.dumps(in_marks)[1:-1]}")
                .replace('"in any format"', json.dumps(in_marks))
            )
        content = turned(content, FREE.get(path.stem, ()))
        if path.stem == "dataset":
            content["contact"] |= {"url": "https://x.example/'onclick=alert(1)", "email": plant()}
        path.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
    for text in (seed / "sources" / SOURCE).glob("*.txt"):
        text.write_text(printed(text.read_text(encoding="utf-8")), encoding="utf-8")
    corrected = {
        "kind": "statement",
        "id": f"{SOURCE}-pledge",
        "on": date(2026, 11, 22),
        "reason": plant(),
    }
    (seed / "corrections.yaml").write_text(yaml.safe_dump([corrected]), encoding="utf-8")
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, tmp_path_factory.mktemp("datasets"))
    point(path.parent, path.stem)
    return serve(path.parent, public_url=PUBLIC), planted


def every_page(client: httpx.Client) -> Iterator[str]:
    """The pages of all statements, speakers and sources, and the two overviews."""
    yield from ("/browse/positions", "/browse/dataset", "/browse/countries/spain")
    for address in (
        "/statements.ndjson",
        "/speakers.ndjson",
        "/sources.ndjson",
        "/positions.ndjson?has_position=true",
    ):
        for row in rows(client, address):
            yield row["links"]["page"].removeprefix(PUBLIC)


def test_hostile_text_stays_text(hostile: tuple[Served, list[str]], client: httpx.Client) -> None:
    served, planted = hostile
    shown = ""  # all text of the pages
    held = served.client.get("/positions.ndjson?has_position=true").text
    kinds: list[Counter[Any]] = [Counter(), Counter()]
    paths = list(every_page(client))
    for path in paths:
        answer = served.client.get(path)
        assert answer.status_code == 200
        one = Page(answer.text)
        shown += one.within() + "".join(
            value for _, given in one.elements for value in given.values()
        )
        for found, kind in zip((one, page(client, path)), kinds, strict=True):
            kind.update((tag, *sorted(given)) for tag, given in found.elements)
    unseen = [one for one in planted if one not in shown]
    # Definitions of values that nothing in this dataset has are on no page, and family names only
    # sort.
    assert [one for one in unseen if json.dumps(one, ensure_ascii=False)[1:-1] in held] == []
    assert len(planted) - len(unseen) > 150
    # The elements are those of the pages on real data, except the contact for mistakes: nothing
    # planted became one.
    correction = Counter(
        [
            ("section", "aria-labelledby", "class"),
            ("h2", "id"),
            ("div",),
            ("ul", "class"),
            ("li",),
            ("time", "datetime"),
        ]
    )
    extra, missing = kinds[0] - kinds[1] - correction, kinds[1] - kinds[0]
    assert extra == {("a", "href"): len(paths), ("a", "href", "rel"): len(paths)}
    # The real data have more corrections.
    assert {one for one in missing if one not in correction} == {("code",)}
    assert missing["code",] == len(paths)


@pytest.mark.parametrize("where", ["name", "value", "parameter"])
def test_hostile_requests_stay_text(client: httpx.Client, where: str) -> None:
    given = nasty(1)
    path = {
        "name": f"/browse/countries/{quote(given, safe='')}".replace("%2F", ""),
        "value": f"/browse/positions?country={quote(given, safe='')}",
        "parameter": f"/browse/positions?{quote('stan<e', safe='')}=1",
    }[where]
    answer = client.get(path)
    assert answer.status_code in (404, 422)
    found = read(answer)
    assert ("stan<e" if where == "parameter" else "<script>alert(1)") in found.within("main")
    assert found.each("script") == found.each("b onclick") == []


PARTICIPATION = "guarantee a share of the loan"


def test_data_have_the_words_of_a_question(corpus: httpx.Client, client: httpx.Client) -> None:
    first, second = corpus.get("/questions").json()["items"]
    names = ("subject", "take_part", "taking_part")
    assert [second[name] for name in names] == [
        "the loan",
        PARTICIPATION,
        "guaranteeing a share of the loan",
    ]
    assert [first[name] for name in names] == [None, None, None]
    assert PARTICIPATION in corpus.get("/questions.csv").text
    (launch,) = client.get("/questions").json()["items"]
    assert launch["take_part"] is None
    assert launch["subject"] == "the force"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/browse/countries/poland?question=frozen-assets",
            f"whether Poland would {PARTICIPATION}",
        ),
        ("/browse/countries/poland?question=frozen-assets", f"<dt>Whether to {PARTICIPATION}</dt>"),
        ("/browse/countries/belgium?question=frozen-assets", "Supports the loan."),
        ("/browse/positions?question=frozen-assets", f"Reported as willing to {PARTICIPATION}."),
        ("/browse/positions?question=frozen-assets", f"Whether to {PARTICIPATION}"),
        ("/browse/positions/timeline?question=frozen-assets", f"Whether to {PARTICIPATION}"),
        ("/embed/countries/poland?question=frozen-assets", f"whether Poland would {PARTICIPATION}"),
        (
            "/embed/countries/france?question=frozen-assets",
            "open to guaranteeing a share of the loan,",
        ),
        ("/embed/positions?question=frozen-assets", f"Reported as willing to {PARTICIPATION}."),
        ("/browse/countries/croatia", "whether Croatia would take part"),
        (
            "/browse/positions?layout=summaries",
            "Reported as willing to take part with forces of its own.",
        ),
    ],
)
def test_taking_part_is_named_by_the_words_of_the_question(
    corpus: httpx.Client, path: str, words: str
) -> None:
    shown = " ".join(corpus.get(path).text.split())
    assert words in shown
    if "question=" in path and "/browse/countries" not in path:  # which has summaries of statements
        others = shown.replace("will this actor take part?", "")  # the text of the first question
        assert not re.search("tak(e|es|ing) part", others)


# --- pages have a bound ---------------------------------------------------------------------------


def test_the_page_of_a_long_source_shows_its_passages_in_parts(
    corpus: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source may have thousands of passages, and as many copies."""
    monkeypatch.setattr(source_schemas, "PASSAGES_OF_PAGE", 2)
    monkeypatch.setattr(source_pages, "_SAME_ROOT", 1)
    version = corpus.get("/dataset").json()["version"]
    path = f"/@{version}/browse/sources/harbour-oslo"  # not cached yet
    total = corpus.get("/sources/harbour-oslo/passages").json()["total"]
    assert total > 4
    seen: list[str] = []
    for part in range(1, total + 1, 2):
        found = page(corpus, f"{path}?passage={part}")
        last = min(part + 1, total)
        assert f"Passages {part} to {last} of {total}" in found.within("main")
        seen += [
            given["id"] for given in found.each("li") if given.get("id", "").startswith("passage-")
        ]
        following = {given["href"] for given in found.each("a") if "?passage=" in given["href"]}
        assert last == total or any(f"?passage={last + 1}#" in one for one in following)
    assert seen == [f"passage-{number}" for number in range(1, total + 1)]
    # Each sentence leads to its part.
    for number in (1, 2, 3, total):
        part_of = f"?passage={number}" if number > 2 else ""
        sent = corpus.get(f"{path}/passages/{number}", follow_redirects=False)
        assert sent.headers["Location"].endswith(f"/sources/harbour-oslo{part_of}#passage-{number}")
        shown = page(corpus, f"{path}{part_of}")
        assert f"passage-{number}" in {given.get("id") for given in shown.each("li")}
    # A number behind the end shows the last part.
    assert f"passage-{total}" in corpus.get(f"{path}?passage=999999").text
    assert corpus.get(f"{path}?passage=0").status_code == 422

    found = page(corpus, path)
    text = found.within("main")
    assert "The first 1:" in text
    roots = {one["id"]: one["root"] for one in rows(corpus, "/sources.ndjson")}
    same_root = [one for one in roots if roots[one] == roots["harbour-oslo"]]
    others = len(same_root) - 1
    assert others > 1
    assert f"{others} other documents go back to the same root" in text


def test_the_page_of_a_statement_shows_a_long_text_in_part(
    corpus: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement_pages, "_AROUND", 1)
    version = corpus.get("/dataset").json()["version"]
    placed = [
        one
        for one in rows(corpus, "/statements.ndjson")
        if one["selector"] and one["selector"]["start"] is not None
    ]
    cut = 0
    for said in placed[:40]:
        found = page(corpus, f"/@{version}/browse/statements/{said['id']}")
        passages = rows(corpus, f"/sources/{said['source']['id']}/passages.ndjson")
        near = passages[max(0, said["passage"] - 2) : said["last_passage"] + 1]
        shown = " ".join(
            "".join(text for around, text in found.classed if "text" in around).split()
        )
        for one in near:
            assert " ".join(one["exact"].split()) in shown, said["id"]
        marked = "".join(text for around, text in found.classed if "claim" in around)
        assert "".join(said["selector"]["exact"].split()) in "".join(marked.split()), said["id"]
        whole = len(near) == len(passages)
        cut += not whole
        assert ("The whole archived text" in found.within("main")) == whole
        assert ("The archived text around it" in found.within("main")) == (not whole)
    assert cut > 5


def test_of_very_many_positions_the_board_has_the_names(
    corpus: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_pages, "_MOST_SUMMARIES", 3)
    version = corpus.get("/dataset").json()["version"]
    board = f"/@{version}/browse/positions"  # not cached yet
    for path in (board, f"{board}?layout=summaries"):
        found = page(corpus, path)
        assert not [one for one in found.elements if one[0] == "summary" and "Summary" in str(one)]
        assert "layout=summaries" not in corpus.get(path).text
    held = rows(corpus, "/positions.ndjson?has_position=true")
    names = {one["actor"]["name"] for one in held}
    assert len(names) > 60
    assert all(name in found.within("main") for name in names)
