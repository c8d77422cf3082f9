"""What people see of claims that are disputed, reported or denied, and how certain the dates are:
on pages, embeds, badges and feeds (docs/domain.md, rules dispute, reported, denial and certainty).

The actors have the records of tests/positions/test_answers.py, and a coalition has those of
tests/sources/test_real_answers.py.
"""

import csv
import html
import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.html import claims
from app.pages import positions as position_pages
from tests import browser as browsers
from tests.fixtures import Served
from tests.pages import test_pages
from tests.pages.test_browse import page, spoken
from tests.positions.test_answers import RECORDS, with_records
from tests.publishing import accept_doubts, published
from tests.sources.test_real_answers import real_seed

tab, here = test_pages.tab, test_pages.here  # fixtures

# Norway has another record in the seed of real sources.
OF = {name: RECORDS[name] for name in ("spain", "netherlands", "poland", "sweden", "finland")}
OF["denmark"] = RECORDS["norway"]
# The words of both sides of each shape.
SPOKEN = {
    "poland": ["Sources disagree on whether Poland would take part"],
    "spain": ["What others claim of Spain", "Will contribute; only if a ceasefire holds"],
    "denmark": ["Rules out ground forces (Not in the first year.)"],
    "netherlands": ["Open", "Netherlands denies it."],
}
SHORT = {
    "poland": "disputed: will contribute / declined",
    "spain": "others claim: will contribute; only if a ceasefire holds",
    "denmark": "others claim: rules out ground forces (Not in the first year.)",
    "netherlands": "denies: open",
}
MARKS = {
    "poland": "disputed",
    "spain": "others claim otherwise",
    "denmark": "others claim otherwise",
    "netherlands": "denies claims",
}
LISTS = [
    "/",
    "/browse/positions",
    "/browse/positions?as_of=2026-01-31",
    "/embed/positions",
    "/browse/positions/timeline",
    "/embed/timeline",
]
FOR_ONE = ["/browse/countries/{}", "/embed/countries/{}"]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> httpx.Client:
    """The service on these records, published once."""
    seed = real_seed(tmp_path_factory.mktemp("claims"))
    with_records(seed, OF)
    accept_doubts(seed)
    published(seed, seed.parent / "datasets", "--first")
    return serve(seed.parent / "datasets").client


@pytest.mark.parametrize("path", [*LISTS, *FOR_ONE])
def test_both_sides_are_shown_with_their_words(records: httpx.Client, path: str) -> None:
    """Each source of these records says “It was said in …”: the words of both are there."""
    for actor, texts in SPOKEN.items():
        found = page(records, path.format(actor))
        text = spoken(found)
        words = {text for around, text in found.texts if "blockquote" in around}
        for number in (1, 2):
            assert f"It was said in {actor}-{number}." in words, (path, actor, number)
        assert [one for one in texts if one not in text] == [], (path, actor)


@pytest.mark.parametrize("path", ["/browse/statements/{}", "/embed/statements/{}"])
def test_a_statement_that_is_a_claim_has_both_sides(records: httpx.Client, path: str) -> None:
    """Also one that a country denies, and one that the position is based on."""
    for actor, words in SPOKEN.items():
        for number in (1, 2):
            found = page(records, path.format(f"{actor}-{number}-says"))
            text = spoken(found)
            shown = {text for around, text in found.texts if "blockquote" in around}
            for other in (1, 2):
                assert f"It was said in {actor}-{other}." in shown, (path, actor, number)
            assert [one for one in words if one not in text] == [], (path, actor)
    quiet = spoken(page(records, path.format("rapala-26-nations-meloni-no-troops")))
    assert "disagree" not in quiet
    assert "claim of" not in quiet


@pytest.mark.parametrize("actor", MARKS)
def test_what_is_claimed_is_marked(records: httpx.Client, actor: str) -> None:
    """Also in titles, which other sites show."""
    found = page(records, f"/browse/countries/{actor}")
    assert found.meta("og:title").endswith(f", {MARKS[actor]}")
    assert SHORT[actor] in found.meta("og:description").lower().replace("not in", "Not in")
    card = page(records, f"/embed/countries/{actor}")
    assert f", {MARKS[actor]}" in card.within("title")
    assert MARKS[actor] in spoken(card)
    badge = records.get(f"/badges/{actor}.json").json()["message"]
    assert badge.endswith(f" · {SHORT[actor]}")
    assert SHORT[actor].partition(":")[0] in records.get(f"/badges/{actor}.svg").text


def test_nothing_is_marked_where_nobody_says_more(records: httpx.Client) -> None:
    for path in ("/browse/countries/italy", "/embed/countries/italy", "/browse/countries/malta"):
        text = spoken(page(records, path))
        assert not [mark for mark in {*MARKS.values(), "What others claim"} if mark in text], path


def test_what_sources_claim_is_not_what_the_actor_says(records: httpx.Client) -> None:
    """A stance that only others report says so, and an answer that a dispute leaves open too."""
    assert "Reported as open to taking part." in spoken(
        page(records, "/embed/countries/netherlands?as_of=2025-03-15")
    )
    assert "Reported as" not in spoken(page(records, "/embed/countries/spain"))
    assert "No settled answer" in spoken(page(records, "/embed/countries/poland"))
    assert "No settled answer" not in spoken(page(records, "/embed/countries/malta"))


def test_names_of_actors_are_used(records: httpx.Client) -> None:
    text = spoken(page(records, "/browse/countries/spain"))
    assert "Speaking for Spain" in text
    assert "Not a spokesperson for Spain" in text
    assert "this actor" not in text.replace("will this actor take part", "")


def test_who_belongs_to_a_coalition_is_claimed_by_both_sides(records: httpx.Client) -> None:
    """With the words, and who says them."""
    text = spoken(page(records, "/browse/actors/coalition-of-26"))
    for one in (
        "Speaking for Japan",
        "Not a spokesperson for Italy",
        "No source names its members",
    ):
        assert one in text, one
    assert "Not a spokesperson for Italy" in spoken(page(records, "/browse/countries/italy"))


def test_a_card_shows_who_is_said_to_belong(records: httpx.Client) -> None:
    """Both sides in short, and the words of each; only what was said by a day."""
    for path, texts in {
        "/embed/actors/coalition-of-26": ("Japan : not a member.", "Italy : member."),
        "/embed/countries/italy": ("Coalition of 26 countries : member.", "Not a spokesperson for"),
        "/embed/countries/japan": ("Coalition of 26 countries : not a member.", "for Japan"),
    }.items():
        text = spoken(page(records, path))
        assert [one for one in ("Said to belong, or not", *texts) if one not in text] == [], path
    assert "Said to belong" not in spoken(page(records, "/embed/countries/malta"))
    before = page(records, "/embed/countries/japan?as_of=2025-12-01")
    assert "Said to belong" not in spoken(before)


def test_the_feed_has_both_sides(records: httpx.Client) -> None:
    found: dict[str, Any] = {}
    address = "/changes/feed.json?kind=position"
    while address:
        body = records.get(address).json()
        found |= {actor: item for item in body["items"] for actor in item["tags"][2:]}
        address = (body["next_url"] or "").partition("//")[2].partition("/")[2]
        address = address and f"/{address}"
    for actor, mark in {"poland": "disputed", "spain": "others claim otherwise"}.items():
        assert found[actor]["title"].endswith(f", {mark}")
    assert found["netherlands"]["title"].endswith(", denies claims")
    poland = found["poland"]["content_text"]
    for number, value in ((1, "will contribute"), (2, "declined")):
        assert f"Disputed: participation: {value}. As poland-{number} says." in poland
    spain = found["spain"]["content_text"]
    assert "Claimed by others: participation: will contribute. As spain-2 says." in spain
    assert "Claimed by others: conditions: ceasefire." in spain
    assert (
        "Claimed by others and denied: participation: open." in found["netherlands"]["content_text"]
    )
    assert records.get("/changes/feed.xml?kind=position").status_code == 200


@pytest.mark.parametrize(
    ("actor", "day", "certainty"),
    [
        ("finland", "2025-09-01", "possible"),
        ("italy", "2025-09-01", "undated"),
        ("spain", "2025-09-01", "certain"),
        ("malta", "2025-09-01", None),
    ],
)
def test_a_day_is_shown_with_its_certainty(
    records: httpx.Client, actor: str, day: str, certainty: str | None
) -> None:
    """In the title, in what other sites show of the page, on the card and on the badge."""
    query = f"{actor}?as_of={day}"
    said = f"on 1 September 2025{f' ({certainty})' if certainty else ''}"
    found, card = (
        page(records, f"{path}/{query}") for path in ("/browse/countries", "/embed/countries")
    )
    assert found.meta("og:title").endswith(said)
    assert said in card.within("title")
    assert (certainty or "Not stated") in spoken(card)
    badge = records.get(f"/badges/{actor}.json?as_of={day}").json()["message"]
    assert badge.split(" · ")[-1] == (certainty or "Not stated")


def test_since_when_is_shown_with_its_certainty(records: httpx.Client) -> None:
    for actor, since in {
        "spain": "Since 2 May 2025",
        "italy": "Undated: no source says since when",
        "russia": "Since 4 September 2025 or earlier (date uncertain)",
    }.items():
        assert since in spoken(page(records, f"/browse/countries/{actor}"))
        assert since in spoken(page(records, f"/embed/countries/{actor}"))
        assert since in page(records, f"/browse/countries/{actor}").meta("og:description")


def test_the_timeline_says_how_certain_its_dates_are(records: httpx.Client) -> None:
    """The numbers, the pictures in words, who moved, the legend, and the table for programs."""
    for path in ("/browse/positions/timeline", "/embed/timeline"):
        found = page(records, path)
        text = spoken(found)
        assert "Outlined: date uncertain, because a source does not say since when" in text
        assert re.search(r"\d 1 undated", text)
        pictures = [one["aria-label"] for one in found.each("svg") if one.get("role") == "img"]
        assert any("1 undated" in one for one in pictures)
    moved = spoken(page(records, "/browse/positions/timeline?as_of=2025-09-30"))
    assert "Ukraine Not stated → Supports possible" in moved
    assert "Sweden Not stated → Declines certain" in moved
    table = list(csv.DictReader(io.StringIO(records.get("/positions/timeline.csv").text)))
    assert {row["certainty"] for row in table} == {"certain", "possible", "undated"}
    last = {row["actor_id"]: row for row in table}
    assert last["poland"]["disputed"] == "participation"
    assert last["spain"]["reported"] == "participation:will_contribute;conditions:ceasefire"


def test_no_bar_is_solid_after_the_last_dated_source(records: httpx.Client) -> None:
    """The last dated source of a position is of December 2025, the dataset of November 2026."""
    text = spoken(page(records, "/browse/positions/timeline"))
    assert "no dated source is newer than 31 December 2025" in text
    early = spoken(page(records, "/browse/positions/timeline?as_of=2025-12-31"))
    assert "no dated source" not in early


def test_positions_can_be_narrowed_by_certainty(records: httpx.Client) -> None:
    """On the pages with filters; what is listed is what the data list."""
    for path in ("/browse/positions", "/browse/positions/timeline"):
        links = [one["href"] for one in page(records, path).each("a")]
        for certainty in ("certain", "possible", "undated"):
            assert any(one.endswith(f"{path}?certainty={certainty}") for one in links)
    text = spoken(page(records, "/browse/positions?certainty=undated"))
    assert "Italy" in text
    assert "Germany" in text
    assert "Undated: no source says since when" in text
    assert "Spain" not in text


SHAPES = [
    "/embed/countries/poland",
    "/browse/countries/netherlands",
    "/browse/countries/spain",
    "/embed/countries/netherlands",
    "/browse/countries/finland?as_of=2025-09-01",
    "/embed/countries/finland?as_of=2025-09-01",
    "/browse/countries/poland",
    "/embed/countries/spain",
    "/browse/countries/italy",
    "/embed/countries/italy",
    "/browse/countries/malta",
    "/embed/countries/malta",
    "/browse/actors/coalition-of-26",
    "/embed/actors/coalition-of-26",
    "/browse/statements/poland-1-says",
    "/embed/statements/netherlands-1-says",
    "/browse/positions",
    "/embed/positions",
    "/browse/positions/timeline",
    "/embed/timeline",
    "/",
]


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "width", "paths"), browsers.looks(SHAPES[:2], SHAPES[2:]))
def test_claims_are_calm_and_accessible(
    tab: Callable[..., Any], records: httpx.Client, scheme: str, width: int, paths: list[str]
) -> None:
    """Nothing overflows at any width, unfolded too."""
    at = str(records.base_url).rstrip("/")
    shown = tab(paths[0], at=at)
    for path in paths:
        shown.goto(f"{at}{path}")
        browsers.calm(shown, scheme, width)


@pytest.mark.parametrize(
    "path",
    [
        "/browse/positions?as_of=2026-01-30",  # addresses that no other test requests: not cached
        "/browse/positions/timeline?as_of=2026-01-30",
        "/embed/positions?as_of=2026-01-30",
        "/embed/timeline?as_of=2026-01-30",
    ],
)
def test_the_words_of_many_disputes_are_on_the_pages_of_their_actors(
    records: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A page shows the words of a few, and names the others with a link to all sides."""
    monkeypatch.setattr(claims, "MOST_IN_FULL", 1)
    found = re.sub(r"\s+", " ", records.get(path).text)
    folded = set(re.findall(r'<details class="sides"> <summary><b>([^<]+)</b>: ', found))
    named = dict(re.findall(r'<p class="brief"><a href="([^"]+)"><b>([^<]+)</b></a>: ', found))
    assert len(folded) == 1
    assert {name.lower() for name in (*folded, *named.values())} == {*SHORT}
    for url, name in named.items():
        assert SPOKEN[name.lower()][0] in html.unescape(records.get(url).text), url
        assert SHORT[name.lower()] in html.unescape(found).lower().replace("not in", "Not in")


def test_the_timeline_shows_the_newest_changes(
    records: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says how many earlier ones there are, with a link to all of them."""

    def moved(path: str) -> list[str]:
        text = records.get(path).text
        return re.findall(r'<p class="moved"><a class="name"[^>]*>([^<]+)</a>', text)

    every = moved("/browse/positions/timeline?as_of=2026-01-29")
    assert len(every) > 4
    monkeypatch.setattr(position_pages, "_MOST_MOVES", 3)
    path = "/browse/positions/timeline?as_of=2026-01-28"
    points = records.get(path.replace("/browse", "").replace("timeline", "timeline.json")).json()
    of_points = [[one["actor"]["name"] for one in point["moved"]] for point in points["points"]]
    shown, newest = moved(path), [names for names in of_points if names][::-1]
    assert len(shown) == 3
    assert set(shown) <= {name for names in newest[:3] for name in names}
    assert f"{sum(map(len, of_points)) - 3} earlier changes are in" in records.get(path).text
