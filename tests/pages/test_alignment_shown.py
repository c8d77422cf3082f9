"""What belongs on one line is on one line, and nothing is cut (in a real browser, if there is one;
see browser.py).
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures import Served
from tests.pages.test_glance import forty

__all__ = ["forty"]  # a fixture

BOARD, TIMELINE = "/browse/positions", "/browse/positions/timeline"
# How far the baselines of texts that share a line are apart, in pixels.
BASELINES = """(lines) => lines.map(parts => {
  const at = parts.map(part => {
    const mark = document.createElement("span");
    mark.style.cssText = "display:inline-block;width:0;height:0";
    const [words] = [...part.childNodes].filter(one => one.nodeType == 3 && one.data.trim());
    const line = document.createElement("span"); // in a flex box, text is in a box of its own
    words.replaceWith(line);
    line.append(words, mark);
    const { bottom } = mark.getBoundingClientRect();
    line.replaceWith(words);
    return bottom;
  });
  return Math.max(...at) - Math.min(...at);
})"""
HEADS = """() => [...document.querySelectorAll("h2")].map(one => {
  const [chip, count] = [one.querySelector(".chip"), one.querySelector(".count")];
  return chip && count && [chip, count];
}).filter(Boolean)"""
GROUPS = """() => [...document.querySelectorAll(".groups dt p")].map(one => [
  one.querySelector(".chip"), one.querySelector("b")])"""
# Where the arrows of the changes begin, and the boxes of everything that could be cut.
MOVED = """() => [...document.querySelectorAll(".moved > span")].map(
  one => one.getBoundingClientRect().left)"""
CUT = """(chosen) => [...document.querySelectorAll(chosen)].filter(one => {
  const box = one.getBoundingClientRect();
  const clips = getComputedStyle(one).overflowX != "visible";
  return one.scrollWidth > one.clientWidth + 1 && clips || box.right > innerWidth + 1;
}).map(one => one.className + one.scrollWidth)"""
PAPER = 718  # pixels between the margins of a sheet of A4


def apart(page: Any, lines: str) -> list[float]:
    """How far the baselines of each line are apart."""
    found: list[float] = page.evaluate(f"({BASELINES})(({lines})())")
    return found


def is_aligned(page: Any, url: str, width: int) -> None:
    """Names, counts and changes of a page are on lines; tables are whole."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    lines = [*apart(page, HEADS), *apart(page, GROUPS)]
    assert all(one <= 1 for one in lines), (url, width, lines)
    tables = ", .wide, table" if width >= 1280 else ""  # elsewhere they scroll
    assert page.evaluate(f"({CUT})('.moved, .board p{tables}')") == [], (url, width)
    lefts = page.evaluate(MOVED)
    assert width < 768 or len({round(one) for one in lefts}) <= 1, (url, lefts)


@pytest.mark.long
def test_counts_are_on_the_line_of_what_they_count(
    chromium: Any, serve: Callable[..., Served], served: Served
) -> None:
    page = chromium.new_page()
    is_aligned(page, serve(served.datasets).url + BOARD, 1280)
    assert len(apart(page, HEADS)) >= 4
    page.close()


@pytest.mark.long
def test_changes_begin_at_one_place_and_tables_are_whole(
    chromium: Any, serve: Callable[..., Served], served: Served
) -> None:
    page = chromium.new_page()
    is_aligned(page, serve(served.datasets).url + TIMELINE, 1280)
    assert page.evaluate(MOVED)
    page.close()


@pytest.mark.long
def test_they_are_aligned_with_forty_countries(chromium: Any, forty: Served) -> None:
    page = chromium.new_page()
    for width in (320, 768, 1280):
        for path in (BOARD, TIMELINE, "/embed/positions", "/embed/timeline"):
            is_aligned(page, forty.url + path, width)
    page.close()


@pytest.mark.long
def test_paper_has_whole_lines(chromium: Any, forty: Served) -> None:
    """Who says so, and since when, is below each name."""
    page = chromium.new_page(viewport={"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    page.goto(forty.url + BOARD)
    assert page.evaluate(f"({CUT})('.board p, .board h3, .board summary, h2, .note')") == []
    lines = page.locator(".board .small")
    assert lines.count() > 30
    page.close()
