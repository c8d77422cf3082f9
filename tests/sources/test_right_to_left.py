"""Texts that are written from right to left: their words, titles and names have their own direction
on every page and in every embed.
"""

import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.fixtures import Served, bare_seed
from tests.publishing import add, published

TITLE = "لن ترسل مصر قوات"
WORDS = "قال الوزير إيمانويل ماكرون: لن ترسل فرنسا قوات إلى هناك."
CLAIM = "لن ترسل فرنسا قوات إلى هناك"
PAGES = [
    "/browse/statements/arabic-no",
    "/browse/statements?source=arabic",
    "/browse/statements?source=arabic&about=italy",
    "/browse/statements?q=فرنسا",
    "/browse/sources",
    "/browse/sources/arabic",
    "/browse/speakers/emmanuel-macron",
    "/check?text=" + CLAIM.replace(" ", "+"),
    "/embed/statements/arabic-no",
    "/embed/statements?source=arabic",
    "/embed/quote?text=" + CLAIM.replace(" ", "+"),
]


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Served]) -> Served:
    """A service with a source in Arabic."""
    folder: Path = tmp_path_factory.mktemp("arabic")
    seed = bare_seed(folder / "seed")
    add(
        seed,
        "sources/arabic/source.yaml",
        f"id: arabic\ntitle: {TITLE}\npublisher: Somebody\nurl: https://example.org/ar\n"
        "language: ar\ntext: text.txt\ntext_access: full\nrights: None of ours.\n"
        f'passages:\n  - heading: "{TITLE}"\n  - statement: "{WORDS}"\n',
    )
    add(seed, "sources/arabic/text.txt", f"{TITLE}\n{WORDS}\n")
    add(
        seed,
        "sources/arabic/statements.yaml",
        f"- id: no\n  exact: {CLAIM}\n  speaker: emmanuel-macron\n  about: [france]\n"
        "  questions: [peacekeeping-force]\n  summary: Macron says that France sends no troops.\n",
    )
    published(seed, folder / "datasets", "--preview")
    return serve(folder / "datasets")


class Undirected(HTMLParser):
    """The texts of a page that begin from right to left, where nothing gives them a direction."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.feed(html.partition("<body")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "link", "path", "circle", "input", "br"):
            # what is copied is no text for readers
            own = tag in ("bdi", "code", "textarea", "script") or "dir" in given
            self.open.append((tag, own or "unseen" in (given.get("class") or "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        strong = [kind for kind in map(unicodedata.bidirectional, data) if kind in ("L", "R", "AL")]
        if strong and strong[0] != "L" and not any(own for _, own in self.open):
            self.found.append(data)


@pytest.mark.parametrize("path", PAGES)
def test_every_text_has_its_own_direction(arabic: Served, path: str) -> None:
    text = arabic.client.get(path).text
    assert Undirected(text).found == []
    assert "ا" in text
