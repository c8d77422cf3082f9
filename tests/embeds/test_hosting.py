"""What hosts use: oEmbed, badges, snippets, and our script in pages of another origin, in a real
browser.
"""

import csv
import gzip
import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha384
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.citations import DatasetInfo
from app.api.urls import Urls
from app.embeds import badges
from app.embeds.kinds import KINDS
from app.embeds.script import host_script
from app.embeds.snippets import SANDBOX, Snippets, made
from app.html import assets
from app.html.palette import shown as shown_colour
from app.settings import ROOT
from tests import browser as browsers
from tests.browser import until
from tests.conftest import few
from tests.fixtures import Served

PUBLIC = "https://stated.example"
SVG = "{http://www.w3.org/2000/svg}"
MELONI = "rapala-26-nations-meloni-no-troops"


# --- oEmbed ---------------------------------------------------------------------------------------


def oembed(client: httpx.Client, url: str, **more: str | int) -> httpx.Response:
    """The answer for an address; without a host it is one of ours."""
    return client.get(
        "/oembed", params={"url": f"{PUBLIC}{url}" if url.startswith("/") else url, **more}
    )


class Frames(HTMLParser):
    """The elements of a piece of HTML; text outside of a link is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        assert self.open[-1:] == ["a"], data
        self.text += data


def framed(body: dict[str, Any]) -> dict[str, str]:
    """The attributes of the frame of an answer. It comes after a link that WordPress shows until
    the frame works; neither has attributes that hosts do not know.
    """
    read = Frames(body["html"])
    quote_, link, (tag, pairs) = read.found
    assert quote_ == ("blockquote", [("class", "wp-embedded-content")])
    assert (link[0], [name for name, _ in link[1]]) == ("a", ["href"])
    assert (link[1][0][1] or "").startswith(f"{body['provider_url']}")
    assert re.search("/browse|/check", link[1][0][1] or "")
    assert read.text == body["title"]
    found = {name: value or "" for name, value in pairs}
    assert tag == "iframe"
    assert [name for name, _ in pairs] == [
        "class",
        "src",
        "title",
        "width",
        "height",
        "frameborder",
        "loading",
        "sandbox",
    ]
    assert body["html"].endswith("></iframe>")
    assert "'" not in body["html"]  # WordPress looks for the address between either quotation mark
    # What WordPress takes of it: wp_filter_oembed_result.
    assert re.search(
        r"<blockquote class=.wp-embedded-content.>.*?</blockquote>.*(<iframe.*?></iframe>)",
        body["html"],
        re.DOTALL,
    )
    assert (found["width"], found["height"]) == (str(body["width"]), str(body["height"]))
    assert found["title"] == body["title"]
    assert found["sandbox"] == SANDBOX
    assert "allow-same-origin" not in SANDBOX
    return found


ADDRESSES = [
    ("/countries/italy", "/embed/countries/italy"),
    ("/countries/Italia/position.json", "/embed/countries/Italia"),
    ("/countries/C%C3%B4te%20d%E2%80%99Ivoire", "/embed/countries/C%C3%B4te%20d%E2%80%99Ivoire"),
    ("/countries/U.S./position?as_of=2025-12-31", "/embed/countries/U.S.?as_of=2025-12-31"),
    ("/browse/countries/italy/position?utm_source=x&fbclid=1", "/embed/countries/italy"),
    ("/embed/countries/italy?theme=dark&utm_medium=y", "/embed/countries/italy?theme=dark"),
    ("/actors/coalition-of-26/position", "/embed/actors/coalition-of-26"),
    ("/", "/embed/positions"),
    ("", "/embed/positions"),
    (
        "/positions.csv?stance=declines&stance=open&excel=1",
        "/embed/positions?stance=declines&stance=open",
    ),
    ("/positions/summary.json", "/embed/positions"),
    ("/positions/timeline.ndjson?step=year", "/embed/timeline?step=year"),
    ("/browse/positions/timeline", "/embed/timeline"),
    ("/embed/timeline", "/embed/timeline"),
    ("/quotes/check?text=in+any+format", "/embed/quote?text=in+any+format"),
    (
        "/check?text=in+any+format&speaker=Zakharova",
        "/embed/quote?text=in+any+format&speaker=Zakharova",
    ),
    ("/statements.json?speaker=macron&limit=200&facets=topic", "/embed/statements?speaker=macron"),
    ("/embed/statements?speaker=macron&limit=2", "/embed/statements?speaker=macron&limit=2"),
    ("/speakers/giorgia-meloni", "/embed/statements?speaker=giorgia-meloni"),
    (
        "/browse/speakers/giorgia-meloni/statements?kind=paraphrase",
        "/embed/statements?kind=paraphrase&speaker=giorgia-meloni",
    ),
    (f"/statements/{MELONI}.json", f"/embed/statements/{MELONI}"),
    ("/sources/rapala-26-nations", "/embed/statements?source=rapala-26-nations"),
    ("/browse/sources/rapala-26-nations?igsh=1", "/embed/statements?source=rapala-26-nations"),
    (
        "/positions/italy-peacekeeping-force-1",
        "/embed/countries/italy?question=peacekeeping-force",
    ),
    (
        "/positions/coalition-of-26-peacekeeping-force-1.json?_=1",
        "/embed/actors/coalition-of-26?question=peacekeeping-force",
    ),
    ("/browse/positions?stance=declines&srsltid=x", "/embed/positions?stance=declines"),
    ("/embed/countries/italy?theme=dark&mtm_source=y&_=1", "/embed/countries/italy?theme=dark"),
    (f"/browse/statements/{MELONI}#words", f"/embed/statements/{MELONI}"),
]


@pytest.mark.parametrize(("given", "embed"), ADDRESSES)
def test_oembed_frames_the_embed_of_an_address(
    client: httpx.Client, given: str, embed: str
) -> None:
    answer = oembed(client, f"{PUBLIC}{given}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert (
        body.items()
        >= {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Stated",
            "provider_url": f"{PUBLIC}/",
        }.items()
    )
    assert body["cache_age"] > 0
    assert framed(body)["src"] == f"{PUBLIC}{embed}"
    shown = client.get(embed)
    assert shown.status_code == 200
    assert body["title"]
    assert "Stated" not in body["title"]


def test_oembed_follows_pins_schemes_and_ports(
    client: httpx.Client, served: Served, serve: Callable[..., Served], launch: Path
) -> None:
    pin = f"/@{launch.stem}"
    assert (
        framed(oembed(client, f"{pin}/countries/italy").json())["src"]
        == f"{PUBLIC}{pin}/embed/countries/italy"
    )
    within = client.get(f"{pin}/oembed", params={"url": f"{PUBLIC}/countries/italy"}).json()
    assert framed(within)["src"] == f"{PUBLIC}{pin}/embed/countries/italy"
    for same in (
        "http://stated.example/countries/it",
        "https://STATED.example:443/countries/it",
        "HTTPS://stated.example/countries/it",
    ):
        assert framed(oembed(client, same).json())["src"] == f"{PUBLIC}/embed/countries/it"
    below = serve(launch.parent, public_url="https://example.org/stated").client
    assert framed(oembed(below, "https://example.org/stated/countries/it").json())[
        "src"
    ].startswith("https://example.org/stated/embed/")
    for foreign in (
        "https://example.org/countries/it",
        "https://example.org/statedly/countries/it",
    ):
        assert oembed(below, foreign).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/countries/italy",
        "https://stated.example.evil.example/countries/italy",
        "https://stated.example@evil.example/countries/italy",
        "https://u:p@stated.example/countries/italy",
        "https://stated.example:444/countries/italy",
        "//stated.example/countries/italy",
        "javascript:alert(1)",
        "x",
        "https://[/",
        "/docs",
        "/openapi.json",
        "/sources/nothing",
        "/sources/rapala-26-nations/passages",
        "/browse/positions?stanse=declines",
        "/countries",
        "/countries/italy/statements",
        "/positions/italy-peacekeeping-force-9",
        "/countries/atlantis",
        "/countries/korea",
        "/countries/..",
        "/countries/%2e%2e/x",
        "/countries/it%2Faly",
        "/countries/Bosnia%2FHerzegovina/position",
        "/countries/%FF",
        "/statements/nothing",
        "/statements?speaker=nobody",
        "/statements?speeker=macron",
        "/positions?as_of=1999-01-01",
        "/@0000000000000000/countries/italy",
        "/@x",
        "/embed/countries/italy?as_off=2025-12-31",
        '/countries/"><script>alert(1)</script>',
        "/countries/italy?question=<b>",
    ],
)
def test_oembed_has_nothing_for_other_addresses(client: httpx.Client, url: str) -> None:
    answer = oembed(client, url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]


def test_oembed_keeps_within_the_size_asked_for(client: httpx.Client) -> None:
    usual = oembed(client, "/countries/italy").json()
    assert usual["width"] == 600
    for asked, got in ((300, 300), (1, 1), (600, 600), (700, 700), (5000, 800)):
        body = oembed(client, "/countries/italy", maxwidth=asked).json()
        assert body["width"] == got
        framed(body)
    assert oembed(client, "/countries/italy", maxwidth=300).json()["height"] > usual["height"]
    assert oembed(client, "/countries/italy", maxheight=200).json()["height"] == 200
    assert oembed(client, "/countries/italy", maxheight=20000).json()["height"] == usual["height"]
    for wrong in ("0", "-1", "1.5", "wide"):
        assert oembed(client, "/countries/italy", maxwidth=wrong).status_code == 422
    empty = oembed(client, "/countries/italy", maxwidth="", maxheight="", format="")
    assert (empty.status_code, empty.json()) == (200, usual)


def test_oembed_as_xml_says_the_same(client: httpx.Client) -> None:
    as_json = oembed(client, f"/statements/{MELONI}", format="json").json()
    answer = oembed(client, f"/statements/{MELONI}", format="xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {one.tag: one.text for one in root} == {
        key: str(value) for key, value in as_json.items()
    }


def test_oembed_refuses_other_formats_and_ignores_what_it_does_not_know(
    client: httpx.Client,
) -> None:
    unknown = oembed(client, "/countries/italy", format="yaml")
    assert (unknown.status_code, unknown.headers["Content-Type"]) == (
        501,
        "application/problem+json",
    )
    assert unknown.json()["allowed"] == ["json", "xml"]
    assert client.get("/problems/format-not-implemented").status_code == 200
    missing = client.get("/oembed")
    assert (missing.status_code, missing.json()["errors"][0]["parameter"]) == (422, "url")
    plain = oembed(client, "/countries/italy").content
    for more in ({"dnt": "1", "utm_source": "x"}, {"_": "1", "igsh": "2", "for": "3"}):
        assert oembed(client, "/countries/italy", **more).content == plain


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["italy", "Czech Republic", "🇮🇹", "U.S.", "Åland"]
)


@settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=NAMES, theme=st.sampled_from(["dark", "x", "<b>", '"']), width=st.integers(1, 2000))
def test_whatever_is_asked_the_html_is_one_frame_of_ours(
    client: httpx.Client, name: str, theme: str, width: int
) -> None:
    answer = oembed(
        client, f"/embed/countries/{quote(name, safe='')}?theme={theme}", maxwidth=width
    )
    assert answer.status_code in (200, 404, 422)
    if answer.status_code == 200:
        src = framed(answer.json())["src"]
        assert src.startswith(f"{PUBLIC}/embed/countries/")
        assert client.get(src.removeprefix(PUBLIC)).status_code == 200


# --- Badges ---------------------------------------------------------------------------------------


def drawn(answer: httpx.Response) -> ElementTree.Element:
    """A badge, well-formed and small, with a text for readers who do not see it."""
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert len(answer.content) < 4000
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-label")
    title = root.find(f"{SVG}title")
    assert title is not None
    assert (title.text or "").strip()
    # Opened by itself it runs and loads nothing, and needs no style that a policy would have to
    # allow.
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "title",
        "path",
        "circle",
        "g",
        "text",
    }
    assert not [
        name
        for one in root.iter()
        for name in one.attrib
        if name == "style" or name.startswith("on") or "href" in name
    ]
    width = float(root.get("width", "0"))
    left, right = (one for one in root.iter(f"{SVG}text"))
    for text in (left, right):
        assert float(text.get("x", "0")) + float(text.get("textLength", "0")) <= width - 10
    assert float(left.get("x", "0")) + float(left.get("textLength", "0")) < float(
        right.get("x", "0")
    )
    ground, colour = (path.get("fill", "") for path in root.findall(f"{SVG}path"))
    assert badges.contrast("#ffffff", ground) >= 4.5
    assert badges.contrast(right.get("fill", ""), colour) >= 4.5
    return root


@pytest.mark.parametrize(
    "name",
    [
        "italy",
        "russia",
        "ukraine",
        "united-states",
        "germany",
        "coalition-of-26",
        "BA",
        "Polska",
        "EU",
        "🇸🇭",
    ],
)
def test_a_badge_says_where_an_actor_stands(client: httpx.Client, name: str) -> None:
    kind = "countries" if client.get(f"/countries/{name}").status_code == 200 else "actors"
    position = client.get(f"/{kind}/{name}/position").json()
    terms = {
        term["id"]: term for term in client.get("/vocabulary").json()["vocabularies"]["stance"]
    }
    answer = client.get(f"/badges/{name}.svg")
    assert answer.status_code == 200
    root = drawn(answer)
    stance = terms[position["stance"]]
    assert root.get("aria-label") == f"{position['actor']['name']}: {stance['label']}"
    assert [one.text for one in root.iter(f"{SVG}text")] == [
        position["actor"]["name"],
        stance["label"],
    ]
    colour = shown_colour(stance["colour"])
    assert f'"{colour}"' in answer.text
    assert client.get(f"/badges/{name}.json").json() == {
        "schemaVersion": 1,
        "label": position["actor"]["name"],
        "message": stance["label"],
        "color": colour.removeprefix("#"),
        "cacheSeconds": 300,
    }


def test_a_badge_speaks_of_a_day_and_of_doubt(client: httpx.Client) -> None:
    then = drawn(client.get("/badges/russia.svg?as_of=2025-06-30&question=peacekeeping-force"))
    assert then.get("aria-label") == "Russia, 30 June 2025: Opposes · possible"
    assert client.get("/badges/france.json?as_of=2025-03-01").json()["message"] == "Not stated"
    assert (
        client.get("/badges/italy.json?as_of=2025-12-31").json()["message"] == "Declines · undated"
    )


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/badges/atlantis.svg", 404, "unknown"),
        ("/badges/korea.svg", 404, "ambiguous"),
        ("/badges/.svg", 404, "no badge"),
        ("/badges/%3Cscript%3E.svg", 404, "unknown"),
        ("/badges/italy.svg?as_of=1999-01-01", 422, "no badge"),
        ("/badges/italy.svg?colour=red", 422, "no badge"),
        ("/@0000000000000000/badges/italy.svg", 410, "withdrawn"),
    ],
)
def test_a_badge_that_fails_is_a_badge(
    client: httpx.Client, path: str, status: int, says: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
    assert drawn(answer).get("aria-label") == f"Stated: {says}"
    as_json = client.get(path.replace(".svg", ".json"))
    assert (as_json.status_code, as_json.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )


def test_badges_have_two_formats(client: httpx.Client) -> None:
    assert client.get("/badges/italy.png").json()["allowed"] == [".json", ".svg"]
    browser = {"Accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"}
    assert client.get("/badges/italy.svg", headers=browser).status_code == 200
    assert (
        "default-src 'none'" in client.get("/badges/italy.svg").headers["Content-Security-Policy"]
    )


HOSTILE = [
    "<script>alert(1)</script>\"'&]]>",
    "a\x00b\x1b[2J\ud800",
    "W" * 500,
    "",
    "\u202eevil",
    "مجموعة ٢٦",
    "日本国日本国",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_a_badge_are_words(text: str) -> None:
    made = badges.badge(badges.BadgeText(text, text, text or "-", "red}", 'x"><script>'))
    answer = httpx.Response(
        200, content=made, headers={"Content-Type": "image/svg+xml; charset=utf-8"}
    )
    root = drawn(answer) if text else ElementTree.fromstring(made)
    shown = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert all(len(one) <= 64 for one in shown)
    assert badges.GREY in made.decode()


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
@settings(deadline=None, derandomize=True, database=None)
def test_any_colour_leaves_words_readable(colour: str) -> None:
    assert badges.contrast(badges.readable_on(colour), colour) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(badges.contrast("#000000", "#ffffff"), 2) == 21
    assert round(badges.contrast("#777777", "#ffffff"), 2) == 4.48
    assert badges.contrast("#31549c", "#31549c") == 1


# --- Snippets and the script ----------------------------------------------------------------------


def test_the_script_stands_at_two_addresses(client: httpx.Client) -> None:
    script = host_script(Urls(f"{PUBLIC}/@x", PUBLIC))
    assert script.latest == f"{PUBLIC}/embed.js"
    latest, fixed = (client.get(url.removeprefix(PUBLIC)) for url in (script.latest, script.fixed))
    assert latest.status_code == fixed.status_code == 200
    assert latest.content == fixed.content == (ROOT / "app/html/static/embed.js").read_bytes()
    assert (
        latest.headers["Content-Type"]
        == fixed.headers["Content-Type"]
        == "text/javascript; charset=utf-8"
    )
    assert "immutable" in fixed.headers["Cache-Control"]
    assert latest.headers["Cache-Control"].startswith("public, max-age=300,")
    assert latest.headers["Access-Control-Allow-Origin"] == "*"
    assert script.integrity == f"sha384-{b64encode(sha384(latest.content).digest()).decode()}"
    assert client.get("/embed.v1.0000000000000000.js").status_code == 404
    assert len(gzip.compress(latest.content, 9, mtime=0)) < 3000


def test_scripts_that_were_given_out_are_kept_as_they_were() -> None:
    for name, asset in assets.by_name().items():
        if name.startswith("embed.v1."):
            assert name == f"embed.v1.{asset.name.split('.')[-2]}.js"


def test_the_script_passes_on_every_parameter_of_every_embed() -> None:
    script = (ROOT / "app/html/static/embed.js").read_text(encoding="utf-8")
    parameter = re.search(r"parameter = /(.*)/;", script)
    reserved = re.search(r"reserved =\s+/(.*)/;", script)
    assert parameter
    assert reserved
    for kind in KINDS.values():
        assert re.fullmatch(r"stated-[a-z]+", kind.tag)
        for name in kind.params.model_fields:
            assert re.search(parameter[1], name.replace("_", "-"))
            assert not re.search(reserved[1], name.replace("_", "-"))
    for name in ("class", "data-x", "aria-label", "onclick", "style", "width", "v-if", "itemprop"):
        assert re.search(reserved[1], name)


def test_snippets_lead_to_embeds_and_are_escaped(client: httpx.Client, launch: Path) -> None:
    urls = Urls(f"{PUBLIC}/@0123", PUBLIC)  # also on a page that is pinned, the live forms are live
    info = DatasetInfo("A title", launch.stem, date(2026, 1, 1), urls)

    def pasted(name: str, names: dict[str, str], query: list[tuple[str, str]]) -> Snippets:
        title = 'A "title" <b>'
        return made(
            info, KINDS[name], [900, 700, 500], title=title, names=names, page=None, query=query
        )

    for kind, names, query in (
        ("position", {"country": "italy"}, [("as_of", "2025-12-31"), ("theme", "dark")]),
        ("board", {}, []),
        ("position", {"actor": "coalition-of-26"}, []),
        ("statement", {"statement": MELONI}, []),
        ("statements", {}, [("speaker", "macron"), ("speaker", "merz")]),
        ("timeline", {}, [("step", "year")]),
    ):
        one = pasted(kind, names, query)
        for html, base in ((one.iframe, PUBLIC), (one.iframe_pinned, f"{PUBLIC}/@{launch.stem}")):
            ((_, pairs),) = Frames(html).found
            src = dict(pairs)["src"] or ""
            assert src.startswith(f"{base}/embed/")
            assert client.get(src.removeprefix(PUBLIC)).status_code == 200
            assert parse_qs(urlsplit(src).query) == {
                key: [v for k, v in query if k == key] for key, _ in query
            }
            assert dict(pairs)["title"] == 'A "title" <b>'
        assert f'<script src="{PUBLIC}/embed.js" async></script>\n<{KINDS[kind].tag}' in one.script
        assert f' version="{launch.stem}" height=' in one.script_pinned
        assert host_script(urls).integrity in one.script_pinned
        assert "<b>" not in one.script + one.script_pinned
    both = pasted("statements", {}, [("speaker", "macron"), ("speaker", "merz")])
    assert ' speaker="macron|merz" ' in both.script


# --- Data as other tools ask for them, and the examples -------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/positions.csv?has_position=true",
        "/countries.csv",
        "/statements.csv",
        "/positions/timeline.csv",
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": ""},
        {"Accept": "*/*"},
        {"Accept": "text/csv,text/plain,*/*"},
        {"Accept": "text/csv; charset=utf-8"},
        {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"},
        {"Range": "bytes=0-1023"},
        {"Origin": "https://vega.example", "Accept-Encoding": "gzip"},
        {"User-Agent": "", "Cookie": "a=b"},
    ],
)
def test_tables_are_there_for_whoever_asks(
    client: httpx.Client, path: str, headers: dict[str, str]
) -> None:
    """Spreadsheets, notebooks and dashboards ask plainly: no redirect, no cookie, the whole table,
    open to other origins.
    """
    answer = client.get(path, headers=headers, follow_redirects=False)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert None not in rows[0]
    head = client.head(path, headers={"Accept-Encoding": "identity"})
    assert int(head.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in (ROOT / "examples").iterdir() if path.is_file())
)
def test_every_address_in_the_examples_answers(client: httpx.Client, name: str) -> None:
    text = (ROOT / "examples" / name).read_text(encoding="utf-8")
    own = (
        r"(?:https://stated\.example|http://127\.0\.0\.1:8000|\{STATED\}|\$\{stated\})(/[\w./?=-]+)"
    )
    found = {path for path in re.findall(own, text) if not path.endswith(("=", "/"))}
    found |= (
        set(re.findall(r"`(/[a-z/]+\.(?:csv|json)[\w?=]*)`", text))
        if name == "README.md"
        else set()
    )
    assert found or name.endswith(".txt")  # an article has none
    for path in found:
        assert client.get(path).status_code == 200, path


# --- In a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def us(serve: Callable[..., Served], launch: Path) -> str:
    """The address of a service without a public URL: its links follow the Host header."""
    return serve(launch.parent).url


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a host page in a fresh context; nothing may go wrong in it."""
    contexts, wrong = [], []

    def opened(url: str, *, height: int = 900, may_fail: bool = False, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": 1000, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()

        def said(message: Any) -> None:
            if message.type in ("error", "warning"):
                wrong.append(message.text)

        def failed(request: Any) -> None:
            if (
                "/mark." not in request.url
            ):  # nobody waits for the icon: a test may have moved on while it is being fetched
                wrong.append(f"{request.url}: {request.failure}")

        page.on("pageerror", lambda error: wrong.append(str(error)))
        if not may_fail:
            page.on("console", said)
            page.on("requestfailed", failed)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


FRAMES = (
    "[...document.querySelectorAll('*')].map(one => "
    "one.shadowRoot?.querySelector('iframe')).filter(Boolean)"
)
SHOWN = f"{FRAMES}.every(one => !one.inert && one.style.height)"


def shown(page: Any, count: int) -> list[Any]:
    """The frames of our tags, once all of them have reported their height. Each is as tall as its
    content.
    """
    until(page, f"{FRAMES}.length === {count} && {SHOWN}")
    frames = [
        page.evaluate_handle(f"{FRAMES}[{number}]").as_element().content_frame()
        for number in range(count)
    ]
    for frame in frames:
        for _ in range(
            1000
        ):  # one with a new address reports its height a moment after it has changed
            if misses(frame) <= 3:
                break
            page.wait_for_timeout(20)
        assert misses(frame) <= 3
    return frames


def misses(frame: Any) -> float:
    """By how much a frame is taller or shorter than what it shows."""
    tall = frame.evaluate("document.documentElement.getBoundingClientRect().height")
    return abs(float(frame.frame_element().bounding_box()["height"] - tall))


def tagged(us: str, tags: str) -> str:
    return f'<script src="{us}/embed.js" async></script>{tags}'


def paper(host: browsers.Host, body: str, **headers: str) -> str:
    """The address of a host page with this body."""
    return host.add(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><body>{body}',
        **headers,
    )


@pytest.mark.long
def test_each_tag_shows_its_embed_in_a_closed_frame(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    tags = (
        '<stated-position country="Italy" theme="dark" class="x" '
        'data-colour="red"></stated-position>'
        '<stated-position actor="coalition-of-26" as-of="2025-12-31"></stated-position>'
        '<stated-board stance="declines|open" title="The '
        'board"></stated-board><stated-timeline></stated-timeline>'
        f'<stated-statement statement="{MELONI}"></stated-statement>'
        '<stated-statements speaker="Макрон" limit="1" '
        'as-of=""></stated-statements><stated-position></stated-position>'
    )
    page = tab(paper(host, tagged(us, tags)), height=5000)
    frames = shown(page, 6)
    assert [frame.url.removeprefix(us) for frame in frames] == [
        "/embed/countries/Italy?theme=dark",
        "/embed/actors/coalition-of-26?as_of=2025-12-31",
        "/embed/positions?stance=declines&stance=open",
        "/embed/timeline",
        f"/embed/statements/{MELONI}",
        f"/embed/statements?speaker={quote('Макрон')}&limit=1",
    ]
    elements = [frame.frame_element() for frame in frames]
    titles = [element.get_attribute("title") for element in elements]
    assert titles == [
        "Position: Italy",
        "Position: coalition-of-26",
        "The board",
        "Positions over time",
        f"Statement: {MELONI}",
        "Statements: Макрон",
    ]
    for element in elements:
        assert element.get_attribute("sandbox") == SANDBOX
        assert element.get_attribute("loading") == "lazy"
        assert element.get_attribute("referrerpolicy") == "no-referrer"
    assert "would not send troops" in frames[0].inner_text("body")
    assert frames[0].evaluate("document.referrer + origin") == "null"
    # The frame takes all of the width, and follows the text when it gets narrower.
    tall = elements[0].bounding_box()["height"]
    assert elements[0].bounding_box()["width"] == page.evaluate("document.body.clientWidth")
    page.set_viewport_size({"width": 320, "height": 5000})
    until(page, f"{FRAMES}[0].offsetHeight > {tall}")
    shown(page, 6)


def test_each_kind_of_embed_has_the_address_that_its_tag_asks_for(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    """The script derives the address from the tag, the service from its registry. Both agree."""
    urls, tags, expected = Urls(us), [], []
    for kind in KINDS.values():
        for path in kind.load:
            names = dict.fromkeys(re.findall(r"{(\w+)}", path), "x")
            attributes = "".join(f' {name}="{value}"' for name, value in names.items())
            tags.append(f"<{kind.tag}{attributes}></{kind.tag}>")
            expected.append(kind.address(urls, names, []))
    page = tab(paper(host, tagged(us, "".join(tags))), may_fail=True)
    until(page, f"{FRAMES}.length === {len(expected)}")
    assert page.evaluate(f"{FRAMES}.map(one => one.src)") == expected


def test_a_tag_that_the_script_does_not_know_is_a_frame_too(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    """A new kind of embed needs no new script."""
    page = tab(paper(host, tagged(us, '<stated-thing thing="x y"></stated-thing>')), may_fail=True)
    until(page, f"{FRAMES}.length === 1")
    assert page.evaluate(f"{FRAMES}[0].src") == f"{us}/embed/things/x%20y"
    assert page.evaluate(f"{FRAMES}[0].title") == "Thing: x y"
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p><stated-sums sort=up>')")
    until(page, f"{FRAMES}.length === 2")
    assert page.evaluate(f"{FRAMES}[1].src") == f"{us}/embed/sums?sort=up"


@pytest.mark.long
def test_a_strict_host_needs_to_allow_no_more_than_us(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    """Script and frames from us alone, no inline style, the script held to its checksum; included
    twice and as a module.
    """
    script = host_script(Urls(us))
    hashed = (
        f'<script src="{script.fixed}" integrity="{script.integrity}" crossorigin="anonymous" '
        "async></script>"
    )
    policy = (
        f"default-src 'none'; script-src {us}; frame-src {us}; style-src 'self'; "
        "trusted-types 'none'; require-trusted-types-for 'script'"
    )
    names = "JSON.stringify(Object.getOwnPropertyNames(window).sort())"
    plain = tab(paper(host, "", Content_Security_Policy=policy)).evaluate(names)
    thrice = f'{hashed}{hashed}<script src="{us}/embed.js"></script>'
    for scripts in (thrice, f'<script type="module" src="{us}/embed.js"></script>'):
        body = (
            f"{scripts}<stated-position "
            "country=italy><p>Wait</p></stated-position><stated-board></stated-board>"
        )
        page = tab(paper(host, body, Content_Security_Policy=policy), height=2000)
        shown(page, 2)
        assert not page.get_by_text("Wait").is_visible()
        assert page.evaluate("document.querySelectorAll('[style]').length") == 0
        assert page.evaluate(names) == plain  # no name of ours in the page


@pytest.mark.long
def test_what_stands_between_the_tags_is_read_until_the_embed_is_there(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    body = tagged(
        us, '<stated-position country="italy"><a href="/x">Where Italy stands</a></stated-position>'
    )
    assert tab(paper(host, body), java_script_enabled=False).get_by_role("link").is_visible()
    blocked = tab(paper(host, body, Content_Security_Policy="frame-src 'none'"), may_fail=True)
    until(blocked, f"{FRAMES}.length === 1")
    until(blocked, f"{FRAMES}.length === 0")  # longer than the script waits for a height
    assert blocked.get_by_role("link").is_visible()
    page = tab(paper(host, body))
    shown(page, 1)
    assert not page.get_by_role("link").is_visible()
    # A tag that names nothing any more is its own content again.
    page.evaluate("document.querySelector('stated-position').removeAttribute('country')")
    page.get_by_role("link").wait_for()
    assert page.evaluate(f"{FRAMES}.length") == 0


@pytest.mark.long
def test_a_tag_may_change_move_and_go(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    tags = '<p id="other"></p><stated-position id="tag" country="italy"></stated-position>'
    page = tab(paper(host, tagged(us, tags)), height=3000)
    shown(page, 1)
    entries = page.evaluate("history.length")
    page.evaluate("tag.setAttribute('country', 'france'), tag.setAttribute('theme', 'dark')")
    until(page, f"{FRAMES}[0].src.endsWith('/embed/countries/france?theme=dark')")
    page.frames[1].wait_for_url("**/embed/countries/france?theme=dark")
    assert "France" in shown(page, 1)[0].inner_text("body")
    assert page.evaluate("history.length") == entries
    page.evaluate("tag.setAttribute('title', 'Paris')")
    until(page, f"{FRAMES}[0].title === 'Paris'")
    # Moved as a whole it keeps its frame; moved the old way the browser loads that again.
    page.evaluate(f"kept = {FRAMES}[0].contentWindow, other.moveBefore(tag, null)")
    assert page.evaluate(f"{FRAMES}[0].contentWindow === kept")
    page.evaluate("document.body.append(tag)")
    assert "France" in shown(page, 1)[0].inner_text("body")
    # Taken out it hears nothing more; put back it is as before.
    page.evaluate(f"frame = {FRAMES}[0], frame.style.height = '7px', taken = tag, tag.remove()")
    page.evaluate("document.body.append(document.createElement('stated-board'))")
    shown(page, 1)
    assert page.evaluate("frame.style.height") == "7px"
    page.evaluate("document.body.append(taken)")
    until(page, "frame.style.height !== '7px'")
    shown(page, 2)


WRONG = [
    "{type: 'stated:height', height: '4321'}",
    "{type: 'stated:height', height: 1e9}",
    "{type: 'stated:height', height: -5}",
    "{type: 'stated:height', height: 12.5}",
    "{type: 'stated:height', height: NaN}",
    "{type: 'stated:height'}",
    "{type: 'other', height: 4321}",
    "null",
    "'4321'",
    "undefined",
    "[4321]",
]


def test_only_the_frame_itself_says_how_tall_it_is(
    tab: Callable[..., Any], host: browsers.Host, us: str
) -> None:
    forger = (
        "<script>for (const to of [parent, top]) to.postMessage({type: 'stated:height', "
        "height: 4321}, '*')</script>"
    )
    other = f'<iframe title="forger" src="{paper(host, forger)}"></iframe>'
    page = tab(
        paper(host, tagged(us, f'<stated-position country="italy"></stated-position>{other}')),
        height=2000,
    )
    (frame,) = shown(page, 1)
    tall = page.evaluate(f"{FRAMES}[0].style.height")
    page.evaluate("heard = [], addEventListener('message', one => heard.push(one.data))")
    page.evaluate("postMessage({type: 'stated:height', height: 4321}, '*')")
    page.locator("iframe[title=forger]").evaluate("one => { one.src += '?again' }")
    for data in WRONG:
        frame.evaluate(f"parent.postMessage({data}, '*')")
    until(
        page,
        (
            "heard.filter(one => one?.height === 4321).length >= 4 && heard.some(one => one?.[0] "
            "=== "
            "4321)"
        ),
    )
    assert page.evaluate(f"{FRAMES}[0].style.height") == tall
    frame.evaluate("parent.postMessage({type: 'stated:height', height: 432}, '*')")
    until(page, f"{FRAMES}[0].style.height === '432px'")


@pytest.mark.long
def test_a_version_pins_the_tag_or_the_script(
    tab: Callable[..., Any], host: browsers.Host, us: str, launch: Path
) -> None:
    pinned = f"{us}/@{launch.stem}"
    tag = f'<stated-position country="italy" version="{launch.stem}"></stated-position>'
    page = tab(paper(host, tagged(us, tag + "<stated-board></stated-board>")), height=3000)
    assert [one.url for one in shown(page, 2)] == [
        f"{pinned}/embed/countries/italy",
        f"{us}/embed/positions",
    ]
    page = tab(
        paper(host, tagged(pinned, tag + "<stated-board></stated-board>")),
        height=3000,
        may_fail=True,
    )
    assert [one.url for one in shown(page, 2)] == [
        f"{pinned}/embed/countries/italy",
        f"{pinned}/embed/positions",
    ]
    # A version that is not kept says so in the frame; one that is none stays where it belongs in
    # the address.
    page.evaluate(
        "document.querySelector('stated-position').setAttribute('version', '0000000000000000')"
    )
    until(page, f"{FRAMES}[0].src.includes('/@0000000000000000/')")
    assert "This version is no longer available" in shown(page, 2)[0].inner_text("body")
    page.evaluate("document.querySelector('stated-board').setAttribute('version', '../x?y')")
    until(page, f"{FRAMES}[1].src === '{us}/@..%2Fx%3Fy/embed/positions'")


@pytest.mark.long
@pytest.mark.parametrize("times", few([1, 4], [1]))
def test_many_on_a_page(tab: Callable[..., Any], host: browsers.Host, us: str, times: int) -> None:
    names = ["italy", "france", "germany", "russia", "ukraine"] * times
    page = tab(
        paper(
            host,
            tagged(
                us, "".join(f"<stated-position country={one}></stated-position>" for one in names)
            ),
        ),
        height=4000 * times,  # so that no frame is too far below to be loaded
    )
    frames = shown(page, len(names))
    assert [frame.url.rpartition("/")[2] for frame in frames] == names
