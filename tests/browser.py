"""A real browser for the tests of pages: the Chromium of the system, driven by playwright. What it
shows is looked at with axe-core, and framed by another site.
"""

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import Any, NoReturn

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)

WIDTHS = (1280, 768, 320)
LOOKS = [
    ("light", 1280),
    ("dark", 320),
    ("dark", 1280),
    ("light", 320),
]  # a scheme and a width; the first two are short


def find() -> str | None:
    """The path of a Chromium: what CHROMIUM names, else the first one on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started() -> Iterator[Any]:
    """A running browser. Where there is none the test is skipped, and where CI is set it fails."""
    if find_spec("playwright") is None:
        _missing("playwright is not installed")
    from playwright.sync_api import sync_playwright

    path = find()
    if path is None:
        _missing(f"no browser is installed ({', '.join(NAMES)}; or set CHROMIUM to its path)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must not go without", pytrace=False)
    pytest.skip(reason)


def looks(paths: Sequence[str], more: Sequence[str] = ()) -> list[Any]:
    """A scheme, a width and the pages to look at so: two pages wide and light and two narrow and
    dark, taking turns; all else, and `more` pages of the same kinds, are `long`.
    """
    short = [(*look, paths[turn:4:2]) for turn, look in enumerate(LOOKS[:2])]
    rest = [
        (*look, [*(path for path in paths if turn > 1 or path not in paths[turn:4:2]), *more])
        for turn, look in enumerate(LOOKS)
    ]
    every = [
        *(pytest.param(*one) for one in short),
        *(pytest.param(*one, marks=pytest.mark.long) for one in rest),
    ]
    return [
        pytest.param(*one.values, marks=one.marks, id=f"{one.values[0]}-{one.values[1]}")
        for one in every
    ]


def fits(page: Any, width: int) -> bool:
    """Whether nothing scrolls sideways at that width."""
    page.set_viewport_size({"width": width, "height": 900})
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def violations(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = (
        Axe()
        .run(page, options={"runOnly": tags, "resultTypes": ["violations"]})
        .response["violations"]
    )
    return [f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:200]}" for one in found]


def until(page: Any, condition: str) -> None:
    """Wait for a condition; playwright's own way is forbidden by strict policies, as ours is."""
    for _ in range(1000):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    raise AssertionError(condition)


def calm(page: Any, scheme: str, width: int) -> None:
    """Nothing scrolls sideways at any width; with all of it unfolded, axe-core finds nothing in
    that look.
    """
    assert [width for width in WIDTHS if not fits(page, width)] == [], page.url
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    page.emulate_media(color_scheme=scheme)
    assert fits(page, width), page.url
    assert violations(page) == [], page.url


class Host:
    """Another site: its pages by path, each with the headers that it sends."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        pages = self.pages

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                html, headers = pages.get(self.path.partition("?")[0], ("", {}))
                self.send_response(200)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        # another site than 127.0.0.1, not just another port
        self.url = f"http://localhost:{self.server.server_port}"

    def add(self, html: str, **headers: str) -> str:
        """The address of a page of this HTML; the names of headers are written with underscores."""
        path = f"/{len(self.pages)}"
        self.pages[path] = (
            html,
            {name.replace("_", "-"): value for name, value in headers.items()},
        )
        return self.url + path

    def close(self) -> None:
        """The end."""
        self.server.shutdown()
        self.server.server_close()
