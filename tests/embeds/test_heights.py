"""The heights that hosts are given for embeds, beside those of a real browser (if there is one; see
browser.py).
"""

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.embeds.embed import WIDTHS
from app.embeds.height import heights
from app.embeds.kinds import KINDS
from app.settings import ROOT
from tests.embeds.test_embeds import BOARD, CARD, COALITION, SILENT, STATEMENT, STATEMENTS, TIMELINE
from tests.fixtures import Served

EVERY_WIDTH = (320, 390, 480, 600, 700, 800, 1000)
SHORT, TALL = -0.1, 0.14  # by which share a height may be wrong


def misses(page: Any, url: str, client: httpx.Client, widths: tuple[int, ...]) -> list[str]:
    """Where the height of an embed is not that of the browser."""
    page.goto(url)
    wrong = []
    for width, tall in zip(widths, heights(client.get(url).text, widths), strict=True):
        page.set_viewport_size({"width": width, "height": 300})
        real = page.evaluate("document.documentElement.getBoundingClientRect().height")
        if not SHORT <= tall / real - 1 <= TALL:
            wrong.append(f"{url} at {width}: {tall} instead of {real}")
    return wrong


def test_a_height_is_that_of_a_browser(
    chromium: Any, serve: Callable[..., Served], served: Served
) -> None:
    us = serve(served.datasets)
    page = chromium.new_page()
    assert misses(page, f"{us.url}{CARD}", us.client, (320, 600)) == []
    page.close()


@pytest.mark.long
def test_every_height_is_that_of_a_browser(
    chromium: Any, serve: Callable[..., Served], served: Served
) -> None:
    us = serve(served.datasets)
    page = chromium.new_page()
    held = us.client.get("/positions.json?has_position=true&limit=200").json()["items"]
    said = us.client.get("/statements.json?limit=40").json()["items"]
    paths = [
        *(one["links"]["embed"].removeprefix(us.url) for one in held),
        *(f"/embed/statements/{one['id']}" for one in said),
        *(COALITION, SILENT, BOARD, STATEMENT, STATEMENTS, TIMELINE),
        f"{BOARD}?as_of=2025-10-01",
        f"{TIMELINE}?step=year",
        "/embed/statements?limit=1",
        "/embed/quote?text=in+any+format",
        "/embed/quote?text=Italy+will+send+a+thousand+elephants",
    ]
    wrong = [one for path in paths for one in misses(page, us.url + path, us.client, EVERY_WIDTH)]
    page.close()
    assert wrong == []


def test_the_script_has_the_usual_heights_of_each_kind() -> None:
    script = (ROOT / "app/html/static/embed.js").read_text(encoding="utf-8")
    [listed] = re.findall(r"usual = {(.*?)};", script, re.DOTALL)
    found = {
        f"stated-{noun}": tuple(map(int, numbers.split(",")))
        for noun, numbers in re.findall(r"(\w+): \[([\d, ]+)\]", listed)
    }
    # A kind that the script does not list has the heights of a position.
    usual = {kind.tag: found.get(kind.tag, found["stated-position"]) for kind in KINDS.values()}
    assert usual == {kind.tag: kind.heights for kind in KINDS.values()}
    [by_name] = re.findall(r"usualOf = {(.*?)};", script)
    assert {
        name: tuple(map(int, numbers.split(",")))
        for name, numbers in re.findall(r"(\w+): \[([\d, ]+)\]", by_name)
    } == {name: tall for kind in KINDS.values() for name, tall in kind.heights_by_name.items()}
    assert found.keys() <= usual.keys()
    assert f"(width - {WIDTHS[0]}) / {WIDTHS[1] - WIDTHS[0]}" in script
    assert f"(width - {WIDTHS[1]}) / {WIDTHS[2] - WIDTHS[1]}" in script


@given(st.text(max_size=300), st.text(max_size=300), st.integers(-5, 3000))
def test_more_text_is_no_shorter_and_nothing_is_too_strange(
    text: str, more: str, width: int
) -> None:
    def tall(words: str) -> int:
        plain = words.replace("<", "").replace("&", "")
        page = f'<body><main class="card"><div><p>{plain}</p><p>x</p></div></main></body>'
        return heights(page, [width])[0]

    assert 0 < tall(text) <= tall(f"{text} {more}") < 100_000
