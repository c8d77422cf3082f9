"""The pages below /browse as a real browser shows them (if there is one; see browser.py)."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests import browser as browsers
from tests.fixtures import Served
from tests.pages import test_browse, test_pages
from tests.pages.test_browse import BROWSER, PILLAR, SOURCE

here, tab = test_pages.here, test_pages.tab  # fixtures
corpus, hostile = test_browse.corpus, test_browse.hostile


# Pages that differ most, and those that only `make long` looks at.
LAUNCH = [
    "/browse/countries/italy",
    PILLAR,
    "/browse/positions?has_position=true",
    f"/browse/sources/{SOURCE}",
    "/browse/statements?about=ukraine&said_to=2025-12-31&q=ukraine&limit=2",
]
MORE = [
    "/browse/actors/coalition-of-26",
    "/browse/speakers/emmanuel-macron",
    "/browse/dataset",
    "/browse/positions/timeline",
    "/browse/sources",
    "/browse/speakers?q=m",
    "/browse/topics",
    "/browse/changes?limit=5",
    "/browse/countries/Itlay",
    "/browse/countries/russia?as_of=2025-08-01",
    "/browse/countries/spain",
    "/check?text=Italy+would+not+send+troops",
    "/check?text=Italy+would+send+troops&speaker=Meloni",
    "/check?text=in+any+format&speaker=nobody",
]
CORPUS = ["/browse/statements/ankara-eylul-kz-gozlemci", "/browse/countries/norway"]


@pytest.mark.long
@pytest.mark.parametrize(("scheme", "width", "paths"), browsers.looks(LAUNCH, MORE))
def test_pages_are_calm_and_accessible(
    tab: Callable[..., Any], here: str, scheme: str, width: int, paths: list[str]
) -> None:
    page = tab(paths[0])
    for path in paths:
        page.goto(f"{here}{path}")
        browsers.calm(page, scheme, width)


@pytest.mark.long
@pytest.mark.parametrize(
    ("scheme", "width", "paths"),
    browsers.looks(CORPUS, ["/browse/positions?as_of=2025-10-10&view=supports"]),
)
def test_pages_of_many_sources_are_calm_and_accessible(
    tab: Callable[..., Any], corpus: httpx.Client, scheme: str, width: int, paths: list[str]
) -> None:
    at = str(corpus.base_url).rstrip("/")
    page = tab(paths[0], at=at)
    for path in paths:
        page.goto(f"{at}{path}")
        browsers.calm(page, scheme, width)


def test_a_button_copies_what_it_shows(tab: Callable[..., Any]) -> None:
    page = tab("/browse/countries/italy", permissions=["clipboard-read", "clipboard-write"])
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    buttons = page.locator("button[data-copies]")
    assert buttons.count() == 7  # three citations, four embeds
    for number in range(buttons.count()):
        button = buttons.nth(number)
        shown = page.locator(f"#{button.get_attribute('data-copies')}").text_content()
        button.click()
        browsers.until(page, "document.querySelector('[role=status]').textContent === 'Copied'")
        assert button.text_content() == "Copied"
        assert page.evaluate("navigator.clipboard.readText()") == shown


@pytest.mark.long
def test_what_cannot_be_copied_is_selected(tab: Callable[..., Any]) -> None:
    """Where the clipboard is refused, as in frames and without https."""
    page = tab("/browse/dataset")
    page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => "
        "Promise.reject(new Error('no'))}});"
        "document.execCommand = () => false"
    )
    page.locator("summary", has_text="Copy with source").click()
    button = page.locator("button[data-copies]").first
    button.focus()
    page.keyboard.press("Enter")
    browsers.until(
        page, "document.querySelector('[role=status]').textContent.startsWith('Selected')"
    )
    shown = page.locator(f"#{button.get_attribute('data-copies')}").text_content()
    assert page.evaluate("getSelection().toString()") == shown


@pytest.mark.long
def test_pages_are_complete_without_javascript(tab: Callable[..., Any]) -> None:
    page = tab("/browse/countries/italy", java_script_enabled=False)
    assert page.locator("button[data-copies]").count() == 7
    assert not any(button.is_visible() for button in page.locator("button[data-copies]").all())
    for name in ("Copy with source", "Embed", "On another date"):
        page.locator("summary", has_text=name).click()
    assert page.locator(".copied code").first.is_visible()
    pinned = page.locator("#embed details details")
    pinned.locator("summary").click()
    assert pinned.locator("code").first.is_visible()
    page.locator("input[type=date]").fill("2025-10-01")
    page.locator("form button").click()
    assert page.url.endswith("/browse/countries/italy?as_of=2025-10-01")
    assert page.locator(".notice", has_text="On 1 October 2025.").is_visible()


@pytest.mark.long
def test_the_board_can_show_another_day(tab: Callable[..., Any]) -> None:
    """With the filters kept; the policy of the page lets the form go to its own origin."""
    page = tab("/browse/positions?has_position=true")
    page.locator("input[type=date]").fill("2025-09-03")
    page.locator("form button").click()
    page.wait_for_url("**/browse/positions?has_position=true&as_of=2025-09-03")
    assert page.locator("h3 a", has_text="Russia").is_visible()
    assert page.locator("h3 a", has_text="France").count() == 0
    page.locator(".choices a", has_text="Opposes").first.click()
    page.wait_for_url("**/browse/positions?as_of=2025-09-03&*stance=opposes*")
    page.locator("a", has_text="See the latest").click()
    assert "as_of" not in page.url


@pytest.mark.long
def test_the_form_takes_no_day_before_the_question(tab: Callable[..., Any]) -> None:
    page = tab("/browse/countries/italy")
    page.locator("summary", has_text="On another date").click()
    before = page.url
    page.locator("input[type=date]").fill("2020-01-01")
    page.locator("form button").click()
    assert page.url == before
    assert page.evaluate("document.querySelector('input[type=date]').validity.rangeUnderflow")


@pytest.mark.long
def test_the_words_are_shown_in_their_text(tab: Callable[..., Any], here: str) -> None:
    """Underlined, so that no colour is needed; the link from above leads there."""
    page = tab(PILLAR)
    page.locator("a", has_text="Read them in the archived text").click()
    claim = page.locator(".text .claim")
    said = httpx.get(f"{here}{PILLAR.replace('/browse', '')}.json", verify=False).json()
    assert "".join(claim.all_text_contents()) == said["selector"]["exact"]
    assert all(claim.nth(number).is_visible() for number in range(claim.count()))
    line = "all => all.map(one => getComputedStyle(one).textDecorationLine)"
    page.emulate_media(forced_colors="active")
    assert set(claim.evaluate_all(line)) == {"underline"}


@pytest.mark.long
def test_a_fragment_leads_into_the_history(tab: Callable[..., Any], corpus: httpx.Client) -> None:
    at = str(corpus.base_url).rstrip("/")
    page = tab(
        "/browse/countries/norway#position-norway-peacekeeping-force-1",
        at=at,
        reduced_motion="reduce",
    )
    assert page.evaluate("document.querySelector(':target h3').textContent.trim()") == "Supports"
    assert page.evaluate(
        "Math.abs(document.querySelector(':target').getBoundingClientRect().top) < innerHeight"
    )


@pytest.mark.long
def test_the_linked_data_are_left_alone_by_the_policy(tab: Callable[..., Any], here: str) -> None:
    """A block of data is no script: the browser reports nothing (see `tab`), and the data can be
    read.
    """
    page = tab(PILLAR)
    data = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"
    )
    assert data == httpx.get(f"{here}{PILLAR.replace('/browse', '')}.jsonld", verify=False).json()


@pytest.mark.long
def test_a_data_address_opens_as_a_page(tab: Callable[..., Any], here: str) -> None:
    """A browser sends the Accept header BROWSER, so a click on a link of the API opens a page."""
    page = tab("/countries/Italia/position?as_of=2025-10-01")
    assert page.url == f"{here}/browse/countries/Italia?as_of=2025-10-01"
    assert page.locator("h1").text_content() == "Italy"
    assert "application/xhtml+xml" in BROWSER


@pytest.mark.long
def test_print_leaves_out_what_only_a_screen_needs(tab: Callable[..., Any]) -> None:
    page = tab("/browse/countries/italy")
    page.emulate_media(media="print")
    for needless in ("form", ".copied", "#data", "#cite", "#day", "[data-verifies]"):
        assert not page.locator(needless).first.is_visible(), needless
    assert page.locator("blockquote").first.is_visible()
    for address in ("footer p a", ".hero .actions a"):
        page.goto(f"{page.url.partition('/browse')[0]}/browse/sources/{SOURCE}")
        page.emulate_media(media="print")
        printed = f"getComputedStyle(document.querySelector('{address}'), '::after').content"
        assert "attr(href)" in page.evaluate(printed) or "http" in page.evaluate(printed)
        assert page.locator(address).first.is_visible()


def test_hostile_text_does_nothing_in_a_browser(
    tab: Callable[..., Any], hostile: tuple[Served, list[str]]
) -> None:
    served, planted = hostile
    paths = [
        "/browse/countries/italy",
        "/browse/actors/coalition-of-26",
        f"/browse/statements/{SOURCE}-zakharova-any-format",
        "/browse/speakers/emmanuel-macron",
        f"/browse/sources/{SOURCE}",
        "/browse/positions",
        "/browse/dataset",
    ]
    page = tab(paths[0], at=served.url)
    for path in paths:
        page.goto(f"{served.url}{path}")
        text = page.evaluate("document.documentElement.textContent")
        assert sum(one in text for one in planted) > 3, path
        kinds = page.eval_on_selector_all(
            "script", "all => all.map(one => one.type || new URL(one.src).pathname)"
        )
        assert all(
            kind == "application/ld+json" or kind.startswith(("/assets/copy.", "/assets/verify."))
            for kind in kinds
        )
        assert page.locator("[onclick]").count() == 0
        for data in page.eval_on_selector_all(
            "script[type]", "all => all.map(one => one.textContent)"
        ):
            json.loads(data)
