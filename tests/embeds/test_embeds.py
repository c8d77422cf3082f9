"""Embeds: first as a parser reads them, then framed by another site in a real browser (where one is
found; see browser.py).
"""

import json
import re
import shutil
import sqlite3
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from app.build.publish import point
from app.embeds.embed import EmbedParams, Theme
from app.embeds.kinds import KINDS
from app.embeds.timeline import bars
from app.html import assets
from app.html import position_card as cards
from app.html import text as words
from app.html.palette import shown
from tests import browser as browsers
from tests.conftest import few
from tests.editions import written_anew
from tests.fixtures import Served
from tests.pages.test_pages import CLOSING, OPENING, Reading, nasty, read
from tests.pages.test_pages import _blockquotes as quotations

PUBLIC = "https://stated.example"
CARD, SILENT, BOARD = "/embed/countries/Italy", "/embed/countries/spain", "/embed/positions"
STATEMENTS, TIMELINE = "/embed/statements?speaker=macron", "/embed/timeline"
QUOTE = "/embed/quote?text=in+any+format"
STATEMENT = "/embed/statements/rapala-26-nations-zakharova-any-format"
COALITION = "/embed/actors/coalition-of-26"
EMBEDS = [
    CARD,
    SILENT,
    COALITION,
    "/embed/countries/russia?as_of=2025-09-02",
    BOARD,
    STATEMENTS,
    STATEMENT,
    TIMELINE,
    QUOTE,
]
ERRORS = {
    "/embed/countries/Atlantis": 404,
    "/embed/countries/Itly?theme=dark": 404,
    "/embed/countries/Korea?as_of=2025-10-01": 404,
    "/embed/actors/nobody": 404,
    "/embed/statements/none": 404,
    "/embed": 404,
    "/embed/nothing": 404,
    "/embed/countries": 404,
    "/embed/countries/italy.csv": 404,
    "/embed/countries/Italy?theme=pink": 422,
    "/embed/countries/Italy?them=dark": 422,
    "/embed/countries/Italy?as_of=2024-01-01": 422,
    "/embed/countries/Italy?as_of=today": 422,
    "/embed/positions?country=NATO&theme=dark": 422,
    "/embed/positions?stance=decline": 422,
    "/embed/statements?speaker=Melony&limit=3": 422,
    "/embed/statements?limit=51": 422,
    "/embed/statements?speeker=x": 422,
    f"/@{'0' * 16}/embed/countries/Italy?theme=dark": 410,
}


def text_of(page: Reading, *tags: str) -> str:
    """The text of a page inside some elements, with single spaces."""
    return " ".join(page.within(*tags).split())


@pytest.mark.parametrize("path", [*EMBEDS, *ERRORS])
def test_an_embed_is_a_whole_page_that_anybody_may_frame(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == ERRORS.get(path, 200)
    page = read(answer)
    assert [given["lang"] for given in page.each("html")] == ["en"]
    assert [tag for tag, _ in page.elements].count("h1") == len(page.each("main")) == 1
    title = page.within("title")
    assert title.endswith(" · Stated")
    assert not title.startswith(" ")
    names = {given["name"]: given["content"] for given in page.each("meta") if "name" in given}
    assert names["robots"] == "noindex"
    assert all(
        link["target"] == "_blank" and "noopener" in link["rel"].split() for link in page.each("a")
    )
    assert all(link["href"].startswith("https://") for link in page.each("a"))
    # Chrome keeps no files of sandboxed frames, so there are none: only an icon, which no frame
    # loads.
    assert [address.split(".")[0] for address in page.loaded] == ["/assets/mark"]
    assert page.each("script") == [{}]
    assert page.within("script") == assets.inline("frame.js")
    assert page.within("style").startswith(assets.inline("embed.css"))
    assert not [
        name
        for _, given in page.elements
        for name in given
        if name.startswith("on") or name == "style"
    ]


@pytest.mark.parametrize("path", [*EMBEDS, *ERRORS])
def test_the_headers_of_an_embed(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    sent = answer.headers
    policy = {
        part.split()[0]: part.split()[1:] for part in sent["Content-Security-Policy"].split(";")
    }
    page = read(answer)
    style, script = (
        [f"'sha256-{b64encode(sha256(page.within(tag).encode()).digest()).decode()}'"]
        for tag in ("style", "script")
    )
    assert policy == {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "img-src": ["'self'"],
        "script-src": script,
        "style-src": style,
        "frame-ancestors": ["*"],
    }
    assert "X-Frame-Options" not in sent
    assert "Set-Cookie" not in sent
    assert sent["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert sent["Cross-Origin-Embedder-Policy"] == "require-corp"
    fresh = client.get("/countries/italy/position.json").headers["Cache-Control"]
    assert sent["Cache-Control"] == ("no-store" if path in ERRORS else fresh)
    assert ("ETag" in sent) == (path not in ERRORS)


def test_other_pages_are_not_framed(client: httpx.Client) -> None:
    for path in ("/", "/problems", "/embedded", "/browse/nothing"):
        sent = client.get(path).headers
        assert sent["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in sent["Content-Security-Policy"]


def test_each_embed_leads_to_its_page_for_people(client: httpx.Client) -> None:
    titles = set()
    for path in EMBEDS:
        page = read(client.get(path))
        titles.add(page.within("title"))
        [canonical] = [given["href"] for given in page.each("link") if given["rel"] == "canonical"]
        assert canonical in [given["href"] for given in page.each("a")]
        assert canonical.startswith((f"{PUBLIC}/browse/", f"{PUBLIC}/check?"))
        assert client.get(canonical.removeprefix(PUBLIC)).status_code == 200
    assert len(titles) == len(EMBEDS)
    assert not [
        read(client.get(path)) for path in ERRORS if b'rel="canonical"' in client.get(path).content
    ]


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    seen: set[str] = set()
    for path in [*EMBEDS, *ERRORS]:
        for given in read(client.get(path)).each("a"):
            if given["href"].startswith(PUBLIC) and given["href"] not in seen:
                seen.add(given["href"])
                assert client.get(given["href"].removeprefix(PUBLIC)).status_code == 200, (
                    path,
                    given["href"],
                )
    assert len(seen) > 20


@pytest.mark.parametrize("path", ["/countries/{id}", "/actors/{id}"])
def test_a_card_shows_the_words_and_what_they_mean(client: httpx.Client, path: str) -> None:
    held = client.get("/positions.json?has_position=true&limit=200").json()["items"]
    for one in held:
        if path.startswith("/countries") and one["actor"]["type"] != "country":
            continue
        page = read(client.get(f"/embed{path.format(id=one['actor']['id'])}"))
        main = text_of(page, "main")
        label = client.get("/vocabulary.json").json()["vocabularies"]["stance"]
        assert (
            f"{one['actor']['name']} "
            f"{next(term['label'] for term in label if term['id'] == one['stance'])}"
        ) in main
        assert f"Our summary {one['summary']}" in main
        assert f"What this does not mean {one['not_supported']}" in main
        assert one["question"]["text"] in main
        carrying = [item["statement"] for item in one["evidence"] if item["relation"] != "context"]
        said = {statement["selector"]["exact"]: statement for statement in carrying}
        shown = quotations(page)
        assert len(shown) == len(said)
        assert [given["lang"] for given in page.each("blockquote")] == ["en"] * len(said)
        assert all(given["dir"] == "auto" for given in page.each("blockquote"))
        for pieces in shown:
            statement = said.pop("".join(text for around, text in pieces if "span" not in around))
            assert [text for around, text in pieces if "mark" in around] == [
                part["exact"] for part in statement["quoted"]
            ]
            assert statement["href_in_context"] in [given["href"] for given in page.each("a")]
            assert words.date_said(statement["said"]) in main
            if statement["speaker"]:
                assert f"{statement['speaker']['name']}, {statement['speaker']['role']}" in main
        footer = text_of(page, "footer")
        version = client.get("/dataset.json").json()["version"]
        assert version not in footer  # which is for people; the link on the day has it
        assert "29 November 2026" in footer
        pinned = f"{PUBLIC}/@{version}{one['links']['page'].removeprefix(PUBLIC)}"
        assert pinned in [given["href"] for given in page.each("a")]


def test_only_quoted_words_stand_in_quotation_marks(client: httpx.Client) -> None:
    for path in [*EMBEDS, *ERRORS]:
        page = read(client.get(path))
        ours = "".join(
            text
            for around, text in page.texts
            if not {"blockquote", "style", "script"} & set(around)
        )
        assert not set(ours) & set(OPENING + CLOSING), path
    css = assets.by_name()["embed.css"].body.decode()
    assert set(re.findall(r"[\s{;](content: [^;]+|quotes: [^;]+)", css)) == {
        'content: ""',
        "quotes: none",
    }


def test_silence_is_neither_no_nor_yes(client: httpx.Client) -> None:
    page = read(client.get(SILENT))
    main = text_of(page, "main")
    assert client.get("/questions.json").json()["items"][0]["silence"] in main
    assert "Spain Not stated" in main
    assert main.count("neither yes nor no") == 1
    assert not quotations(page)
    assert "Our summary" not in main


def test_a_card_says_for_which_day_and_how_surely(client: httpx.Client) -> None:
    def main(path: str) -> str:
        return text_of(read(client.get(path)), "main")

    assert "As of" not in main("/embed/countries/france")
    assert "As of 1 October 2025: certain. According" in main(
        "/embed/countries/france?as_of=2025-10-01"
    )
    assert "As of 2 September 2025: possible. The known dates" in main(
        "/embed/countries/russia?as_of=2025-09-02"
    )
    assert "As of 1 October 2025: undated. We do not know when" in main(
        "/embed/countries/italy?as_of=2025-10-01"
    )
    assert "France Not stated" in main("/embed/countries/france?as_of=2025-03-01")


def test_offers_and_conditions_in_plain_words(client: httpx.Client) -> None:
    main = text_of(read(client.get(COALITION)), "main")
    assert "Offers troops in Ukraine; ground forces or naval forces or air forces" in main
    assert (
        "Only if a ceasefire is achieved or a peace deal is achieved (once a peace deal or a "
        "ceasefire "
        "with Russia"
    ) in main
    assert "Rules out troops in Ukraine" in text_of(read(client.get(CARD)), "main")


TERMS = {
    ("condition", "mandate"): {"definition": "An international mandate is given."},
    ("condition", "russian_consent"): {"definition": "Russia agrees."},
    ("contribution_form", "troops"): {"label": "Troops"},
    ("contribution_form", "training"): {"label": "Training"},
    ("certainty", "possible"): {"label": "May have held", "definition": "It may."},
}


def test_plain_words_for_any_position() -> None:
    parts = [
        ("troops", "ruled_out", "neighbouring", False),
        ("training", "offered", "elsewhere", False),
        ("troops", "offered", "black_sea", True),
        ("training", "offered", "unspecified", True),
    ]
    one = {
        "contributions": [
            dict(zip(("form", "status", "place", "alternatives"), part, strict=True))
            for part in parts
        ],
        "conditions": [
            {"any_of": ["mandate", "russian_consent"], "note": None},
            {"any_of": ["other"], "note": "it is May"},
            {"any_of": ["mandate", "other"], "note": "it is June"},
            {"any_of": ["mandate"], "note": "of the UN"},
        ],
        "actor": {"name": "Malta"},
        "as_of": "2025-09-02",
        "as_of_certainty": "possible",
        "may_also_hold": ["x"],
        "superseded_by": "y",
    }
    assert cards.contributions(one, TERMS) == {
        "offered": ["training elsewhere", "troops in the Black Sea or training"],
        "ruled_out": ["troops in a neighbouring country"],
    }
    assert cards.conditions(one, TERMS) == [
        "an international mandate is given or Russia agrees",
        "it is May",
        "an international mandate is given or it is June",
        "an international mandate is given (of the UN)",
    ]
    text = cards.as_of(one, TERMS)
    assert text.startswith("As of 2 September 2025: possible. It may. Another position of Malta")
    assert text.endswith("A later position has replaced it since.")


def _item(
    name: str, relation: str = "supports", attribution: str = "self", quoted: bool = False
) -> dict[str, Any]:
    return {
        "relation": relation,
        "attribution": attribution,
        "statement": {"id": name, "quoted": ["x"] if quoted else []},
    }


def test_the_order_of_a_card() -> None:
    items = [
        _item("third", attribution="third_party", quoted=True),
        _item("plain"),
        _item("quoted", quoted=True),
        _item("limits", "qualifies"),
        _item("against", "disputes"),
        _item("beside", "context"),
    ]
    one: dict[str, Any] = {"evidence": items, "disputed": [], "derivation": None}
    got = cards.arranged(one)
    assert got["hero"] is items[2]
    assert got["limits"] == [("qualifies", [items[3]]), ("disputes", [items[4]])]
    assert got["more"] == [items[0], items[1]]
    # What the stance was derived from goes before what else supports the position.
    one["derivation"] = {
        "fields": [
            {"field": "stance", "statements": ["plain"]},
            {"field": "view", "statements": ["quoted"]},
        ]
    }
    assert cards.arranged(one)["hero"] is items[1]


def test_claims_in_dispute_are_no_words_of_the_card() -> None:
    """They are shown as claims, also where one of them goes on being served."""
    items = [_item("yes"), _item("no"), _item("copy"), _item("else")]
    claims = [
        {"value": "open", "evidence": ["yes"]},
        {"value": "declined", "evidence": ["no", "copy"]},
    ]
    one = {
        "evidence": items,
        "disputed": [{"axis": "participation", "claims": claims}],
        "derivation": None,
    }
    got = cards.arranged(one)
    assert (got["hero"], got["more"]) == (items[3], [])
    assert cards.arranged({**one, "evidence": items[:3]})["hero"] is None


def test_the_board_is_the_list_by_stance(client: httpx.Client) -> None:
    for query in (
        "",
        "?stance=declines&stance=opposes",
        "?as_of=2025-03-01",
        "?country=IT&country=Deutschland",
        "?has_position=false&country=spain",
        "?has_position=false",
    ):
        page = read(client.get(BOARD + query))
        rest = query if "has_position" in query else f"{query or '?'}&has_position=true"
        rows = client.get(f"/positions.json{rest}&limit=200").json()
        names = [row["actor"]["name"] for row in rows["items"]]
        assert len(names) == min(rows["total"], 200)
        shown = [text for around, text in page.texts if {"dd", "a"} <= set(around)]
        assert len(shown) == rows["total"]
        assert set(names) <= set(shown)
        groups = {
            given["class"].removeprefix("s-")
            for given in page.each("div")
            if given.get("class", "").startswith("s-")
        }
        assert {row["stance"] for row in rows["items"]} == groups
    assert "We found no statement from 246 others" in text_of(read(client.get(BOARD)), "main")
    assert "We found no statement from 1 other." in text_of(
        read(client.get(f"{BOARD}?country=spain&country=italy")), "main"
    )
    uncertain = text_of(read(client.get(f"{BOARD}?as_of=2025-03-01")), "main")
    assert "As of 1 March 2025." in uncertain
    assert "Russia date uncertain" in uncertain
    assert "Italy undated" in uncertain
    nothing = text_of(read(client.get(f"{BOARD}?country=spain")), "main")
    assert "No country passes these filters. That does not mean that nothing was said." in nothing
    nothing = text_of(read(client.get("/embed/statements?country=germany&about=japan")), "main")
    assert "No recorded statement passes these filters. That does not mean" in nothing


def test_a_list_of_statements_says_how_many_there_are(client: httpx.Client) -> None:
    for query in (
        "speaker=macron",
        "about=russia&kind=quote",
        "topic=troop-deployment&sort=oldest",
        "limit=50",
        "q=send",
        "",
    ):
        page = read(client.get(f"/embed/statements?{query}"))
        limit = "" if "limit" in query else "&limit=5"
        rows = client.get(f"/statements.json?{query}{limit}").json()
        shown = [
            "".join(text for around, text in pieces if "span" not in around)
            for pieces in quotations(page)
        ]
        assert shown == [one["selector"]["exact"] for one in rows["items"]]
        main = text_of(page, "main")
        said = f"{len(shown)} of {rows['total']} statements on record"
        assert (said if len(shown) < rows["total"] else "on record.") in main
        assert shown
    assert "Statements by Emmanuel Macron" in text_of(read(client.get(STATEMENTS)), "main")
    assert "No recorded statement matches this search." in text_of(
        read(client.get("/embed/statements?q=xyzzy")), "main"
    )
    speaker = read(client.get(f"{STATEMENTS}&limit=1&theme=dark"))
    assert f"{PUBLIC}/browse/statements?speaker=macron" in [
        given["href"] for given in speaker.each("a")
    ]
    assert "All 6 statements" in text_of(speaker, "footer")


def test_a_statement_as_a_card(client: httpx.Client) -> None:
    page = read(client.get(STATEMENT))
    [pieces] = quotations(page)
    assert [text for around, text in pieces if "mark" in around] == ["in any format"]
    main = text_of(page, "main")
    assert "Our summary Zakharova says that" in main
    assert "On Russia Speaking for Russia" in main
    assert "Narrator" in text_of(
        read(client.get("/embed/statements/rapala-26-nations-pledge")), "main"
    )


def test_the_timeline_has_the_numbers_of_the_data(client: httpx.Client) -> None:
    for query in (
        "",
        "?step=year",
        "?as_of=2025-09-30",
        "?question=peacekeeping-force&country=italy",
    ):
        page = read(client.get(TIMELINE + query))
        points = client.get(f"/positions/timeline.json{query}").json()["points"]
        cells = [
            int(text.split()[0])
            for around, text in page.texts
            if around[-1:] == ("td",) and text.strip()
        ]
        assert cells == [count["count"] for point in points for count in point["stances"]]
        held = {one["stance"] for point in points for one in point["stances"] if one["count"]} - {
            "not_stated"
        }
        images = [given for given in page.each("svg") if given.get("role") == "img"]
        assert len(images) == len(held)
        assert all(given["aria-label"].split()[-1] == "most." for given in images)
        assert {given["viewbox"].split()[2] for given in images} == {str(len(points))}


def test_bars() -> None:
    """Solid is what is certain, and nothing after the step with the last dated source."""

    def point(day: str, **counts: tuple[int, int]) -> dict[str, Any]:
        return {
            "date": day,
            "stances": [
                {
                    "stance": name,
                    "count": all_,
                    "certain": sure,
                    "possible": all_ - sure,
                    "undated": 0,
                }
                for name, (all_, sure) in counts.items()
            ],
        }

    points = [
        point("2025-02-28", open=(0, 0), declines=(0, 0), not_stated=(9, 0)),
        point("2025-03-31", open=(3, 1), declines=(0, 0), not_stated=(6, 0)),
        point("2025-04-30", open=(3, 2), declines=(0, 0), not_stated=(6, 0)),
    ]
    [row] = bars(points, date(2025, 3, 20))
    assert (row["stance"], row["first"], row["last"], row["most"]) == ("open", 0, 3, 3)
    assert row["solid"] == [(0, 0, 0), (1, 0, 1), (2, 0, 0)]
    assert row["hollow"] == [(0, 0, 0), (1, 1, 3), (2, 0, 3)]
    assert row["sure"] == "2 certain, 1 possible"
    assert bars(points, date(2025, 4, 1))[0]["solid"][2] == (2, 0, 2)
    assert {bar[2] for bar in bars(points, None)[0]["solid"]} == {0}
    assert bars([], None) == []


def test_themes(client: httpx.Client) -> None:
    legend = {
        term["id"]: term for term in client.get("/vocabulary.json").json()["vocabularies"]["stance"]
    }
    light, dark = (shown(legend["declines"][name]) for name in ("colour", "colour_dark"))
    for path in EMBEDS:
        pages = {}
        for theme in ("auto", "light", "dark"):
            page = read(client.get(path, params={**parse_qs(urlsplit(path).query), "theme": theme}))
            pages[theme] = page
            assert page.each("html")[0].get("data-theme", "auto") == theme
            schemes = [
                given["content"]
                for given in page.each("meta")
                if given.get("name") == "color-scheme"
            ]
            assert schemes == ["light dark" if theme == "auto" else theme]
        assert dark not in pages["light"].within("style")
        assert light in pages["dark"].within("style")  # for paper
        assert (
            f"@media screen{{.s-opposes{{--stance:{shown(legend['opposes']['colour_dark'])}}}"
            in pages["dark"].within("style")
        )
        assert pages["auto"].within("body") == pages["dark"].within("body")


def test_what_hosts_add_is_dropped_and_pins_hold(client: httpx.Client) -> None:
    plain = client.get(CARD)
    added = client.get(
        f"{CARD}?childId=pym-1&initialWidth=600&parentTitle=a&parentUrl=b&utm_source=c&fbclid=d"
    )
    assert added.content == plain.content
    assert added.headers["ETag"] == plain.headers["ETag"]
    version = client.get("/dataset.json").json()["version"]
    for path in EMBEDS:
        answer = client.get(f"/@{version}{path}")
        page = read(answer)
        own = [
            given["href"]
            for given in page.each("a") + page.each("link")
            if given["href"].startswith(PUBLIC)
        ]
        assert own
        assert all(address.startswith(f"{PUBLIC}/@{version}/") for address in own)
        assert answer.headers["Cache-Control"] == "public, max-age=86400"


def test_data_name_their_embed(client: httpx.Client) -> None:
    for one in client.get("/positions.json?limit=200").json()["items"][:40]:
        address = one["links"]["embed"]
        folder = "countries" if one["actor"]["type"] == "country" else "actors"
        assert address == f"{PUBLIC}/embed/{folder}/{one['actor']['id']}"
    dated = client.get("/countries/italy/position.json?as_of=2025-12-31").json()["links"]["embed"]
    assert dated == f"{PUBLIC}/embed/countries/italy?as_of=2025-12-31"
    assert "As of 31 December 2025" in client.get(dated.removeprefix(PUBLIC)).text


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "says", "meant"),
    [
        (
            "/embed/countries/Itly?theme=dark",
            "“Itly” is not a name of a country",
            {"Italy": "/embed/countries/Italy?theme=dark"},
        ),
        (
            "/embed/countries/Korea?as_of=2025-10-01&theme=light",
            "“Korea” may mean",
            {
                "North Korea": "/embed/countries/north-korea?as_of=2025-10-01&theme=light",
                "South Korea": "/embed/countries/south-korea?as_of=2025-10-01&theme=light",
            },
        ),
        (
            "/embed/countries/NATO?theme=dark",
            "NATO is not a country",
            {"NATO": "/embed/actors/nato?theme=dark"},
        ),
        ("/embed/countries/Atlantis", "“Atlantis” is not a name of a country", {}),
        (
            "/embed/statements?limit=3&speaker=Melony&theme=dark",
            "speaker: “Melony” is not the name of a speaker",
            {"Meloni": "/embed/statements?limit=3&speaker=Meloni&theme=dark"},
        ),
        (
            "/embed/statements?speaker=macron&speaker=Melony",
            "speaker: “Melony” is not",
            {"Meloni": "/embed/statements?speaker=Meloni&speaker=macron"},
        ),
        (
            "/embed/positions?country=Korea&stance=declines",
            "country: “Korea” may mean",
            {
                "North Korea": "/embed/positions?country=north-korea&stance=declines",
                "South Korea": "/embed/positions?country=south-korea&stance=declines",
            },
        ),
        (
            "/embed/positions?country=NATO&theme=dark",
            "country: NATO is not a country",
            {"NATO": "/embed/actors/nato?theme=dark"},
        ),
        (
            "/embed/positions?stance=decline&theme=dark",
            "is not one of the allowed values. Did you mean declines?",
            {"declines": "/embed/positions?stance=declines&theme=dark"},
        ),
        (
            "/embed/countries/Italy?them=dark&as_of=2025-10-01",
            "them: There is no such parameter here. Did you mean theme?",
            {"theme": "/embed/countries/Italy?as_of=2025-10-01&theme=dark"},
        ),
        (
            "/embed/countries/Italy?as_of=2024-01-01",
            "Invalid parameter. as_of: The question",
            {},
        ),
        (
            "/embed/countries/Italy?asof=red&theem=2",
            "theem: There is no such parameter here.",
            {},
        ),
        (
            f"/@{'0' * 16}/embed/countries/Italy?theme=dark&utm_source=x",
            "The version “0000000000000000” of the dataset is not available",
            {"The same of the current dataset": "/embed/countries/Italy?theme=dark"},
        ),
    ],
)
def test_an_error_tells_the_console_what_was_probably_meant(
    client: httpx.Client, path: str, says: str, meant: dict[str, str]
) -> None:
    """Readers of another site can do nothing about it, so they get one line."""
    page = read(client.get(path))
    said = page.each("html")[0]["data-problem"]
    assert says in said
    addresses = list(meant.values())
    assert re.findall(rf"{PUBLIC}(/embed/\S+[^\s?])", said) == addresses
    assert all(client.get(address).status_code == 200 for address in addresses)
    gone = path.startswith("/@")
    line = "This version is no longer available See the current version"
    assert text_of(page, "main") == (line if gone else "This information is not available")
    links = {"/", "/#mistake", *(addresses if gone else ())}
    assert {given["href"] for given in page.each("a")} == {f"{PUBLIC}{link}" for link in links}


def test_an_address_without_an_embed_says_so(client: httpx.Client) -> None:
    """It suggests only embeds that there are."""
    for path in ("/embed", "/embed/", "/embed/nothing", "/embed/countries"):
        page = read(client.get(path))
        assert text_of(page, "h1") == "This information is not available"
        said = page.each("html")[0]["data-problem"]
        assert "Nothing is at this address" in said
        links = re.findall(rf"{PUBLIC}(/embed/\S*[^\s?])", said)
        assert all(client.get(link).status_code == 200 for link in links)


def test_what_was_withdrawn_says_why(altered: httpx.Client) -> None:
    answer = altered.get("/embed/statements/gone-one?theme=dark")
    assert answer.status_code == 410
    page = read(answer)
    assert "This was withdrawn The source was a hoax." in text_of(page, "main")
    assert "withdrawn on 2026-12-01" in page.each("html")[0]["data-problem"]
    assert "/embed/statements/rapala-26-nations-pledge?theme=dark" in page.each("a")[0]["href"]
    assert page.each("html")[0]["data-theme"] == "dark"


def test_an_earlier_position_has_no_card_of_its_own(altered: httpx.Client) -> None:
    assert (
        altered.get("/positions/germany-peacekeeping-force-1.json").json()["links"]["embed"] is None
    )
    assert "Germany Not stated" in text_of(read(altered.get("/embed/countries/germany")), "main")


def test_errors_of_the_edge_are_cards_too(
    client: httpx.Client, serve: Callable[..., Served], tmp_path: Path
) -> None:
    posted = client.post(CARD)
    line = "This information is not available"
    assert (posted.status_code, text_of(read(posted), "h1")) == (405, line)
    refused = client.get(CARD, headers={"Accept": "application/json"})
    assert (refused.status_code, "X-Frame-Options" in refused.headers) == (406, False)
    assert (
        len(read(client.get(f"/embed/countries/{'x' * 9000}")).each("html")[0]["data-problem"])
        < 999
    )
    empty = serve(tmp_path).client.get(CARD)
    assert empty.status_code == 503
    assert text_of(read(empty), "main") == f"{line} at the moment"
    assert "There is no dataset at the moment" in read(empty).each("html")[0]["data-problem"]
    hostless = serve(tmp_path).client.get(CARD, headers={"Host": "a b<c>"})
    assert (
        hostless.status_code,
        "frame-ancestors *" in hostless.headers["Content-Security-Policy"],
    ) == (400, True)


# --- Hostile text ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted() -> list[str]:
    """The texts that were planted in the altered dataset, in their order."""
    return []


@pytest.fixture(scope="module")
def altered(
    planted: list[str],
    launch: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serve: Callable[..., Served],
) -> httpx.Client:
    """A client of a service on the launch dataset with markup in each text that embeds show, and a
    few other changes.
    """
    folder = tmp_path_factory.mktemp("altered")
    path = Path(shutil.copy(launch, folder / launch.name))

    def plant() -> str:
        planted.append(nasty(len(planted)))
        return planted[-1]

    with closing(sqlite3.connect(path)) as connection:

        def put(table: str, column: str, where: str, value: str | None = None) -> None:
            found = connection.execute(
                f"UPDATE {table} SET {column} = ? WHERE {where}", (value or plant(),)
            )
            assert found.rowcount > 0, (table, column, where)

        put("question", "text", "true")
        put("question", "silence", "true")
        put("actor", "name", "id = 'coalition-of-26'")
        put("person", "name", "id = 'emmanuel-macron'")
        put("source", "publisher", "true")
        put("source", "url", "true", f"https://x.example/{plant()}")
        put("statement", "role", "speaker = 'emmanuel-macron'")
        put("statement", "language", "id LIKE '%-land-sea-air'")
        put("statement", "summary", "id LIKE '%-land-sea-air'")
        said = {
            "value": None,
            "precision": "unknown",
            "earliest": None,
            "latest": None,
            "basis": "none",
            "note": plant(),
        }
        put("statement", "said", "id LIKE '%-land-sea-air'", json.dumps(said))
        put("statement", "href_in_context", "true", f"https://x.example/#:~:text={plant()}")
        exact = plant()
        marked = json.dumps([{"exact": exact[1:], "start": 1, "end": len(exact)}])
        put("statement", "exact", "id LIKE '%-land-sea-air'", exact)
        put("statement", "quoted", "id LIKE '%-land-sea-air'", marked)
        put("statement", "start", "id LIKE '%-land-sea-air'", "0")
        put("position", "summary", "actor = 'coalition-of-26'")
        put("position", "not_supported", "actor = 'coalition-of-26'")
        put(
            "position",
            "conditions",
            "actor = 'coalition-of-26'",
            json.dumps([{"any_of": ["mandate"], "note": plant()}]),
        )
        for vocabulary, name in (
            ("stance", "willing"),
            ("relation", "qualifies"),
            ("condition", "mandate"),
        ):
            put("term", "definition", f"vocabulary = '{vocabulary}' AND id = '{name}'")
        for vocabulary, name in (
            ("stance", "willing"),
            ("relation", "qualifies"),
            ("contribution_form", "ground"),
        ):
            put("term", "label", f"vocabulary = '{vocabulary}' AND id = '{name}'")
        put("position", "status", "actor = 'germany'", "superseded")
        connection.execute(
            "INSERT INTO tombstone VALUES ('statement', 'gone-one', 'The source was a hoax.', "
            "'rapala-26-nations-pledge', "
            "'2026-12-01')"
        )
        connection.commit()
    written_anew(path)
    point(folder, path.stem)
    return serve(folder).client


def kinds(page: Reading) -> Counter[tuple[str, ...]]:
    """The elements of a page, each with the names of its attributes."""
    return Counter((tag, *sorted(given)) for tag, given in page.elements)


def test_hostile_text_stays_text(
    altered: httpx.Client, planted: list[str], client: httpx.Client
) -> None:
    shown = ""
    for path in (
        COALITION,
        "/embed/statements?speaker=emmanuel-macron&limit=50",
        "/embed/timeline?step=year",
        "/embed/statements/rapala-26-nations-macron-land-sea-air",
        BOARD,
    ):
        answer = altered.get(path)
        assert answer.status_code == 200
        page = read(answer)
        shown += page.within() + "".join(
            value for _, given in page.elements for value in given.values()
        )
        # Nothing that was planted became an element; the one statement now has marks, a note and a
        # rest around them.
        more = kinds(page) - kinds(read(client.get(path)))
        assert set(more) <= {("mark",), ("details",), ("summary",), ("p",), ("span", "class")}, path
    assert planted
    assert [one for one in planted if one.lower() not in shown.lower()] == []


def test_hostile_requests_stay_text(client: httpx.Client) -> None:
    given = f"{nasty(1)}\u202e'"
    unknown = read(client.get("/embed/countries/Atlantis"))
    for path in ("/embed/countries/", "/embed/actors/", "/embed/statements/"):
        page = read(client.get(path + quote(given.replace("/", ""), safe="")))
        assert set(kinds(page)) == set(kinds(unknown))
        said = page.each("html")[0]["data-problem"]
        assert "\u202e" not in said
        assert "“N1<script>alert(1)<script>" in said
    for path, model in (
        (CARD, KINDS["position"].params),
        (BOARD, KINDS["board"].params),
        ("/embed/statements", KINDS["statements"].params),
        (TIMELINE, KINDS["timeline"].params),
        (STATEMENT, EmbedParams),
    ):
        for name in (*model.model_fields, given):
            answer = client.get(path, params={name: given})
            ignored = name == given
            assert answer.status_code == (200 if name == "q" or ignored else 422), (path, name)
            if ignored:
                assert answer.content == client.get(path).content
                continue
            page = read(answer)
            assert {tag for tag, _ in page.elements} <= {
                "html",
                "head",
                "meta",
                "title",
                "link",
                "script",
                "body",
                "main",
                "h1",
                "p",
                "b",
                "ul",
                "li",
                "code",
                "a",
                "footer",
                "style",
                "ol",
                "time",
                "details",
                "summary",
            }, (path, name)
            assert len(page.each("script")) == 1
            assert all(link["href"].startswith("https://") for link in page.each("a"))


def test_the_script_is_small_and_listens_to_little() -> None:
    script = assets.by_name()["frame.js"].body.decode()
    assert len(script) < 2500
    assert script.count("new ResizeObserver") == script.count('addEventListener("message"') == 1
    for word in (
        "eval",
        "innerHTML",
        "Function",
        "document.write",
        "cookie",
        "Storage",
        "fetch",
        "XMLHttp",
        "import",
    ):
        assert word not in script


# --- In a browser, framed by another site ---------------------------------------------------------

FRAMED = [
    CARD,
    SILENT,
    COALITION,
    BOARD,
    STATEMENTS,
    STATEMENT,
    TIMELINE,
    "/embed/countries/Atlantis",
]
WIDTHS = (240, 320, 600, 1200)
SANDBOX = 'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
LISTENS = """<script>
const got = [];
addEventListener("message", ({source, data}) => {
  got.push([[...document.querySelectorAll("iframe")].findIndex((one) => one.contentWindow === \
source), data]);
});
const heights = () => got.filter(([, data]) => /^stated:(height|error)$/.test(data.type));
const heard = () => new Set(heights().map(([place]) => place)).size;
</script>"""


def paper(host: browsers.Host, *frames: str, script: str = "", **headers: str) -> str:
    """The address of a page with these frames, which keeps their messages in `got`."""
    style = (
        "<style>iframe{display:block;border:0;height:60px}</style><meta name=color-scheme "
        "content='light dark'>"
    )
    start = (
        f"<!doctype html><title>A paper</title><link rel=icon href=data:,>{style}{LISTENS}{script}"
    )
    return host.add(start + "".join(frames), **headers)


def frame(address: str, width: int = 600, more: str = SANDBOX) -> str:
    """A frame as hosts paste it."""
    return f'<iframe src="{escape(address)}" width="{width}" title="Stated" {more}></iframe>'


@pytest.fixture(scope="module")
def here(chromium: Any, serve: Callable[..., Served], launch: Path) -> str:
    """The address of a service without a public URL: its links follow the Host header."""
    return serve(launch.parent).url


@pytest.fixture
def tab(chromium: Any, here: str, host: browsers.Host) -> Iterator[Callable[..., Any]]:
    """Opens a page in a fresh context; at the end nothing may have gone wrong, or elsewhere, or
    been kept.
    """
    contexts, wrong = [], []

    def opened(address: str, *, width: int = 1280, may_fail: bool = False, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()

        def said(message: Any) -> None:
            asked_for = may_fail or any(
                path in message.location["url"] or message.text.startswith("Stated: ")
                for path in ERRORS
            )
            if message.type in ("error", "warning") and not asked_for:
                wrong.append(message.text)

        def asked(request: Any) -> None:
            if not request.url.startswith((here, host.url, "data:")):
                wrong.append(request.url)

        def failed(request: Any) -> None:
            if (
                "/mark." not in request.url
            ):  # nobody waits for the icon: a test may have moved on while it is being fetched
                wrong.append(f"{request.url}: {request.failure}")

        def opened_dialog(dialog: Any) -> None:
            wrong.append(dialog.message)
            dialog.dismiss()

        page.on("console", said)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", opened_dialog)
        page.on("request", asked)
        page.on("requestfailed", failed)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        wrong += [str(cookie) for cookie in context.cookies()]
        context.close()
    assert wrong == []


@pytest.mark.parametrize(
    ("scheme", "widths"),
    [("light", WIDTHS), ("dark", WIDTHS)],
)
@pytest.mark.long
def test_each_frame_reports_its_height(
    tab: Callable[..., Any], here: str, host: browsers.Host, scheme: str, widths: tuple[int, ...]
) -> None:
    """All kinds of frames on a page, at several widths; most of them are out of sight, so nothing
    is drawn in them yet.
    """
    frames = [(path, width) for width in widths for path in FRAMED]
    address = paper(host, *(frame(f"{here}{path}", width) for path, width in frames))
    page = tab(address, color_scheme=scheme)
    page.wait_for_function(f"heard() === {len(frames)}")
    said = dict(page.evaluate("heights().map(([place, data]) => [place, data.height])"))
    assert all(isinstance(height, int) for height in said.values())
    ground = "rgb(251, 250, 247)" if scheme == "light" else "rgb(20, 23, 27)"
    measure = """[document.documentElement.scrollHeight, document.documentElement.scrollWidth, \
self.origin,
                  getComputedStyle(document.documentElement).backgroundColor]"""
    for place, one in enumerate(page.frames[1:]):
        # The frames are shorter than their content, so the height of the content can be measured.
        tall, *rest = one.evaluate(measure)
        assert abs(said[place] - tall) <= 3, frames[place]
        assert rest == [frames[place][1], "null", ground], frames[place]
    assert page.evaluate("got.length") == 4 * len(frames)  # four ways of saying it, once each


def test_a_frame_reports_when_its_height_changes(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    page = tab(paper(host, frame(f"{here}/embed/countries/russia")))
    page.wait_for_function("heights().length === 1")
    inside = page.frames[1]
    inside.locator("details.more > summary").click()
    page.wait_for_function("heights().length === 2")
    page.locator("iframe").evaluate("(one) => one.width = 300")
    page.wait_for_function("heights().length === 3")
    first, opened, narrow = (data["height"] for _, data in page.evaluate("heights()"))
    assert first < opened < narrow
    assert abs(inside.evaluate("document.documentElement.scrollHeight") - narrow) <= 3


def test_a_frame_reports_no_height_before_it_has_one(
    tab: Callable[..., Any], host: browsers.Host
) -> None:
    """A browser with much to do runs the script before it has laid out the page. A host would make
    the frame 0 pixels tall.
    """
    script = assets.by_name()["frame.js"].body.decode()
    inside = host.add(
        "<!doctype html><html style='display:none'><title>A frame</title>"
        f"<link rel=icon href=data:,><script>{script}</script><p>Words"
    )
    page = tab(paper(host, frame(inside, more="")))
    page.frames[1].wait_for_load_state("load")
    page.wait_for_timeout(200)
    assert page.evaluate("heights()") == []
    page.frames[1].evaluate("document.documentElement.style.display = ''")
    page.wait_for_function("heights().length === 1")


@pytest.mark.long
def test_a_hidden_frame_reports_nothing_until_it_is_shown(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    """Hosts keep frames in tabs and folds; there they have no width, and would be as tall as their
    words are many.
    """
    page = tab(
        paper(
            host, frame(here + CARD, more=f'{SANDBOX} style="display:none"'), frame(here + SILENT)
        )
    )
    page.wait_for_function("heard() === 1")
    page.locator("iframe").first.evaluate("(one) => one.style.display = ''")
    page.wait_for_function("heard() === 2")
    last = page.evaluate(
        "heights().filter(([place]) => place === 0).map(([, data]) => data.height)"
    )
    assert len(last) == 1
    assert abs(page.frames[1].evaluate("document.documentElement.scrollHeight") - last[0]) <= 3


def test_each_kind_of_host_gets_its_own_message(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    """Messages as each host script reads them: those of Datawrapper, AMP, Embedly, pym.js,
    WordPress, iframe-resizer.
    """
    speaks = """<script>
    addEventListener("load", () => {
      const all = document.querySelectorAll("iframe");
      const say = (place, text) => all[place].contentWindow.postMessage(text, "*");
      say(1, "[iFrameSizer]frame-1:8:false:false:32:true:true:null:bodyOffset:null:null:0:false:parent:scroll:true");
      say(1, "[iFrameSizer]resize");
      say(1, '[iFrameSizer]message:{"a": 1}');
      say(2, "[iFrameSizer]<b>:8:false:false");
      say(2, {type: "[iFrameSizer]frame-2:8:false:"});
    });</script>"""  # noqa: E501
    path = "/embed/countries/Italy"
    hostile = f"{path}?childId=%3Cb%3E&theme=light#?secret=a-b"
    asked = f"{path}?initialWidth=600&childId=pym-1&parentTitle=A&parentUrl=b#?secret=a1B2"
    page = tab(paper(host, *(frame(here + one) for one in (asked, path, hostile)), script=speaks))
    page.wait_for_function(
        "heard() === 3 && got.some(([, data]) => String(data).startsWith('[iFrameSizer]'))"
    )
    height = page.evaluate("heights()[0][1].height")
    common = [
        {"type": "stated:height", "height": height},
        {"datawrapper-height": {path: height}},
        {"sentinel": "amp", "type": "embed-size", "height": height},
    ]

    def heard(place: int) -> list[Any]:
        found: list[Any] = page.evaluate(
            "(place) => got.filter(([one]) => one === place).map(([, data]) => data)", place
        )
        return found

    embedly = {"src": here + asked, "context": "iframe.resize", "height": height}
    pym, wordpress = (
        f"pymxPYMxpym-1xPYMxheightxPYMx{height}",
        {"message": "height", "value": height, "secret": "a1B2"},
    )
    first = heard(0)
    assert json.loads(first.pop(3)) == embedly
    assert first == [*common, pym, wordpress]
    # The expression that pym.js builds for its frame, and what it takes from it.
    found = re.fullmatch(r"pymxPYMxpym-1xPYMx(\S+)xPYMx(.*)", pym)
    assert found
    assert found.groups() == ("height", str(height))
    assert [one for one in heard(1) if isinstance(one, str) and one[0] == "["] == [
        f"[iFrameSizer]frame-1:{height}:600:init"
    ]
    assert len(heard(2)) == 4


def test_a_host_that_asks_before_there_is_a_height_hears_it_later(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    """iframe-resizer sends its first message when a frame has loaded; a hidden one has no height
    then.
    """
    asks = """<script>
    addEventListener("load", () => document.querySelector("iframe").contentWindow.postMessage(
      "[iFrameSizer]frame-1:8:false:false:32:true:true:null", "*"));</script>"""
    hidden = frame(here + SILENT, more=f'{SANDBOX} style="display:none"')
    page = tab(paper(host, hidden, script=asks))
    page.evaluate("new Promise((done) => setTimeout(done, 200))")  # the message has come
    assert page.evaluate("got") == []
    page.locator("iframe").evaluate("(one) => one.style.display = ''")
    page.wait_for_function("got.some(([, data]) => String(data).startsWith('[iFrameSizer]'))")
    [said] = page.evaluate("got.map(([, data]) => data).filter((data) => data[0] === '[')")
    assert re.fullmatch(r"\[iFrameSizer\]frame-1:\d+:600:init", said)


@pytest.mark.long
def test_hosts_of_all_kinds(tab: Callable[..., Any], here: str, host: browsers.Host) -> None:
    """Without a sandbox, in an isolated host (COEP), with the bare minimum of a sandbox, without a
    referrer.
    """
    isolated = {
        "Cross_Origin_Embedder_Policy": "require-corp",
        "Cross_Origin_Opener_Policy": "same-origin",
    }
    kinds = [
        "",
        'sandbox="allow-scripts"',
        'referrerpolicy="no-referrer"',
        "loading=lazy scrolling=no",
    ]
    for headers in ({}, isolated):
        page = tab(paper(host, *(frame(here + CARD, 600, kind) for kind in kinds), **headers))
        page.wait_for_function(f"heard() === {len(kinds)}")
    alone = tab(here + CARD)
    assert alone.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]


def test_a_link_opens_a_page_of_its_own(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    page = tab(paper(host, frame(here + CARD)))
    page.frames[1].locator("a.go").focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Enter")
    new = opened.value
    new.wait_for_load_state()
    assert new.url == f"{here}/browse/countries/italy"
    assert new.evaluate("[opener, origin]") == [None, here]  # no sandbox there, and no way back


@pytest.mark.long
def test_embeds_work_without_javascript(
    tab: Callable[..., Any], here: str, host: browsers.Host
) -> None:
    page = tab(paper(host, *(frame(f"{here}{path}") for path in FRAMED)), java_script_enabled=False)
    for path, one in zip(FRAMED, page.frames[1:], strict=True):
        one.wait_for_load_state()
        assert one.locator("h1").is_visible(), path
        assert one.locator("footer a").first.is_visible(), path
    summary = page.frames[1 + FRAMED.index(TIMELINE)].locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.frames[1 + FRAMED.index(TIMELINE)].locator("table").is_visible()


@pytest.mark.parametrize(
    "path", few([CARD, COALITION, BOARD, TIMELINE], [COALITION, TIMELINE])
)  # the largest of them
def test_the_first_view_is_light(
    tab: Callable[..., Any], here: str, host: browsers.Host, path: str
) -> None:
    """Page, style and script as they go over the wire, with their headers: at most 10 kB."""
    page = tab("about:blank")
    sent: list[Any] = []

    def finished(request: Any) -> None:
        if request.url.startswith(here):
            sent.append(request)

    page.on("requestfinished", finished)
    page.goto(paper(host, frame(f"{here}{path}")))
    page.wait_for_function("heard() === 1")
    for _ in range(500):  # the message comes a little later
        if sent:
            break
        page.wait_for_timeout(20)
    sizes = {urlsplit(one.url).path.rpartition(".")[2]: one.sizes() for one in sent}
    assert len(sizes) == len(sent) == 1
    total = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes.values())
    print(path, total)  # noqa: T201
    assert total <= 10_000
    assert all("content-encoding" in one.response().headers for one in sent)


@pytest.mark.long
@pytest.mark.parametrize(
    ("scheme", "width", "paths"),
    browsers.looks(
        [COALITION, BOARD, TIMELINE],
        [STATEMENTS, STATEMENT, SILENT, QUOTE, "/embed/countries/Korea"],
    ),
)
def test_embeds_are_accessible(
    tab: Callable[..., Any], here: str, scheme: str, width: int, paths: list[str]
) -> None:
    page = tab("about:blank")
    for path in paths:
        page.goto(f"{here}{path}")
        browsers.calm(page, scheme, width)


@pytest.mark.long
def test_the_keyboard_reaches_everything_visibly(tab: Callable[..., Any], here: str) -> None:
    for path in (COALITION, TIMELINE):
        page = tab(f"{here}{path}", width=320)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        stops = page.locator("a, summary, [tabindex]").count()
        seen = []
        for _ in range(stops):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate(
                    "(e => [[...document.querySelectorAll('*')].indexOf(e), "
                    "getComputedStyle(e).outlineStyle])"
                    "(document.activeElement)"
                )
            )
        assert len({place for place, _ in seen}) == stops
        assert {outline for _, outline in seen} == {"solid"}


@pytest.mark.long
def test_wishes_of_the_reader_and_of_the_host_are_kept(tab: Callable[..., Any], here: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page = tab(f"{here}{CARD}")
    colours = {}
    for theme in Theme:
        page.goto(f"{here}{TIMELINE}?theme={theme}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            colours[theme.value, scheme] = page.evaluate(ground)
    light, dark = colours["light", "light"], colours["dark", "dark"]
    assert light != dark
    assert {
        pair: light if "light" in (pair[0], pair[0] == "auto" and pair[1]) else dark
        for pair in colours
    } == colours
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light
    page.emulate_media(media="screen", forced_colors="active", reduced_motion="reduce")
    bar, paper = page.evaluate(
        f"[getComputedStyle(document.querySelector('svg[role=img] path')).fill, {ground}]"
    )
    assert bar != paper
    page.goto(f"{here}{STATEMENT}")
    assert page.evaluate(
        "(s => s.color !== s.backgroundColor)(getComputedStyle(document.querySelector('mark')))"
    )


def test_hostile_text_does_nothing_in_a_browser(tab: Callable[..., Any], here: str) -> None:
    page = tab(f"{here}/embed/countries/{quote(nasty(7).replace('/', ''), safe='')}", may_fail=True)
    assert page.locator("script").count() == 1
    said = page.evaluate("document.documentElement.dataset.problem")
    assert "<script>alert(7)<script>" in said
