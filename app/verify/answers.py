"""The claims in what the service answered: JSON, NDJSON, CSV, a page or a card. Pure."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from app.verify.words import Claim, of_row, of_statement

# The longest cell that is read: the words of a statement and a summary are far shorter.
csv.field_size_limit(1_000_000)
_STATEMENT = re.compile(r"(?P<base>.*?)(?:/browse|/embed)?/statements/(?P<id>[A-Za-z0-9_~-]+)")
_ACTOR = re.compile(
    r"(?P<base>.*?)(?:/browse|/embed)(?P<actor>/(?:countries|actors)/[A-Za-z0-9_.~%-]+)"
    r"(?P<query>\?[^#]*)?"
)


@dataclass
class Found:
    """What was found in an answer."""

    claims: list[Claim] = field(default_factory=list)
    """Statements with their words."""
    statements: dict[str, None] = field(default_factory=dict)
    """Addresses of data about statements that are only named, in their order: of a statement, or
    of the position of an actor whose page this is.
    """
    shown: list[str] = field(default_factory=list)
    """Words that a page shows as verbatim."""


def read(body: bytes, media_type: str, address: str) -> Found | None:
    """What was found in an answer; None if it is nothing that can be read. `address` is where it
    came from; of a file its path, whose suffix says what it is.
    """
    kind = media_type.partition(";")[0].strip().lower()
    text = body.decode("utf-8-sig", errors="replace")
    if kind == "text/html" or address.endswith((".html", ".htm")):
        return _from_page(text, address)
    if kind == "text/csv" or address.endswith(".csv"):
        return _from_table(text)
    try:
        if kind == "application/x-ndjson" or address.endswith(".ndjson"):
            return _from_values([json.loads(line) for line in text.splitlines() if line.strip()])
        return _from_values([json.loads(text)])
    except (ValueError, RecursionError):
        return None


def _from_values(values: list[Any]) -> Found:
    found = Found()
    for value in values:
        for body in _objects(value):
            if {"selector", "quoted", "source", "links"} <= body.keys():
                try:
                    found.claims.append(of_statement(body))
                except (KeyError, TypeError, AttributeError):
                    continue
    return found


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, itself included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += reversed(one.values())
        elif isinstance(one, list):
            waiting += reversed(one)


def _from_table(text: str) -> Found:
    """Of a table without words, such as positions, the statements that it names as evidence."""
    found = Found()
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if None in row or None in row.values():
            continue  # it has more or fewer cells than the header
        if "exact" in row and "source_id" in row:
            try:
                found.claims.append(of_row(row))
            except (KeyError, ValueError):
                continue
        elif row.get("evidence") and row.get("url"):
            base = re.split(r"/(?:positions|countries|actors)/", row["url"])[0]
            for name in row["evidence"].split(";"):
                found.statements[f"{base}/statements/{name}.json"] = None
    return found


def _from_page(text: str, address: str) -> Found:
    page = _Page()
    page.feed(text)
    page.close()
    found = Found(shown=[" ".join(words.split()) for words in page.shown if words.strip()])
    for link in page.links:
        match = _STATEMENT.fullmatch(urljoin(address, link).partition("#")[0].partition("?")[0])
        if match:
            found.statements[f"{match['base']}/statements/{match['id']}.json"] = None
    if match := _ACTOR.fullmatch(page.canonical):
        query = match["query"] or ""
        found.statements[f"{match['base']}{match['actor']}/position.json{query}"] = None
    return found


class _Page(HTMLParser):
    """The links of a page, its canonical address, and the words in its `blockquote` elements."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.shown: list[str] = []
        self.canonical = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, or the start of a quotation."""
        if tag == "blockquote":
            self._depth += 1
            self.shown.append("")
        target = dict(attrs).get("href")
        if tag in ("a", "link") and target:
            self.links.append(target)
            if dict(attrs).get("rel") == "canonical":
                self.canonical = target

    def handle_endtag(self, tag: str) -> None:
        """The end of a quotation."""
        if tag == "blockquote" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._depth:
            self.shown[-1] += data
