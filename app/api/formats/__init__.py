"""From plain data to bytes: JSON, and whole lists as CSV and NDJSON; cursors; which formats a URL
has and accepts.
"""

import base64
import csv
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from time import perf_counter
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

from app.problems import InvalidParameter
from app.store.listing import Key, Row

SUFFIXES = (".csl.json", ".json", ".csv", ".ndjson", ".jsonld", ".geojson", ".svg", ".png", ".xml")
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "jsonld": "application/ld+json",
    "annotation": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "csvm": "application/csvm+json",
    "text": "text/plain; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "feed": "application/feed+json",
    "atom": "application/atom+xml; charset=utf-8",
    "xml": "text/xml; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}
_BATCH = 100  # rows that are read at once: the read takes about half a millisecond
# the same on a thread, where others do not wait for it and each read has to find its place anew
_BATCH_ASIDE = 500
# seconds after which formatting stops to let others go first; a row takes a tenth of a millisecond
_PIECE = 0.0005


def split_suffix(path: str) -> tuple[str, str | None]:
    """A path without the format at the end of its last segment, and that format. Any other dot
    belongs to a name.
    """
    last = path.rpartition("/")[2]
    if "." not in last:
        return path, None
    for suffix in SUFFIXES:
        if last.endswith(suffix) and last != suffix:
            return path.removesuffix(suffix), suffix[1:]
    return path, None


@dataclass(frozen=True)
class Cursor:
    """Opaque places in a list. Bound to the list's path, filters and order, not to a dataset; a
    forged one is refused.
    """

    bound_to: str

    def write(self, key: Key) -> str:
        """The cursor for a key."""
        body = orjson.dumps(key)
        return base64.urlsafe_b64encode(self._mark(body) + body).decode().rstrip("=")

    def read(self, given: str, fits: Callable[[Key], bool]) -> Key:
        """The key of a cursor. Raises InvalidParameter for one that this list did not make or whose
        key does not fit it.
        """
        try:
            raw = base64.urlsafe_b64decode(given.encode("ascii") + b"=" * (-len(given) % 4))
            if (
                len(raw) < 9
                or self._mark(raw[8:]) != raw[:8]
                or self.write(key := tuple(orjson.loads(raw[8:]))) != given
                or not fits(key)
            ):
                raise ValueError
        except (ValueError, TypeError):
            detail = "Not a cursor of this list with these filters; take next_url as it is."
            raise InvalidParameter(
                detail, errors=[{"parameter": "cursor", "detail": detail}]
            ) from None
        return key

    def _mark(self, body: bytes) -> bytes:
        return blake2b(
            self.bound_to.encode() + b"\0" + body, digest_size=8, person=b"stated-cursor"
        ).digest()


@dataclass(frozen=True)
class Column:
    """One column of a CSV: only ever appended, never renamed or moved.

    `kind` says what its cells hold: a datatype of CSV on the Web, or `list`, whose values `;`
    parts.
    """

    name: str
    of: Callable[[Row], Any]
    description: str
    kind: str = "string"


Lines = Callable[[Iterable[Row] | None], bytes]


def csv_lines(columns: Iterable[Column], *, excel: bool) -> Lines:
    """A function that makes CSV (RFC 4180, CRLF) of rows; of None it makes the header.

    With `excel` a byte order mark comes first and cells that a spreadsheet would run as a formula
    get an apostrophe.
    """
    columns = list(columns)

    def lines(rows: Iterable[Row] | None) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        if rows is None:
            writer.writerow(column.name for column in columns)
            return (b"\xef\xbb\xbf" if excel else b"") + out.getvalue().encode()
        writer.writerows([_cell(column.of(row), excel) for column in columns] for row in rows)
        return out.getvalue().encode()

    return lines


def _cell(value: Any, excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        value = ";".join("" if one is None else str(one) for one in value)
    text = str(value)
    return f"'{text}" if excel and text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


_NO_XML = re.compile(
    r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, production 2


def atom(feed: Row, head: Row) -> bytes:
    """A JSON Feed as an Atom feed (RFC 4287). `head` has what only Atom asks for: `author`, `id`,
    `self` and `updated`.
    """

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        plain = {key: _NO_XML.sub("", value) for key, value in attributes.items()}
        child = SubElement(parent, name, plain)
        child.text = text and _NO_XML.sub("", text)
        return child

    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    add(root, "id", head["id"])
    add(root, "title", feed["title"])
    add(root, "subtitle", feed["description"])
    add(
        root,
        "updated",
        max([item["date_published"] for item in feed["items"]], default=head["updated"]),
    )
    add(add(root, "author"), "name", head["author"])
    add(root, "link", rel="self", href=head["self"], type="application/atom+xml")
    add(root, "link", rel="alternate", href=feed["home_page_url"], type="application/json")
    for item in feed["items"]:
        entry = add(root, "entry")
        add(entry, "id", item["id"])
        add(entry, "title", item["title"])
        add(entry, "updated", item["date_published"])
        add(entry, "link", rel="alternate", href=item["url"], type="application/json")
        add(entry, "content", item["content_text"], type="text")
        for tag in item["tags"]:
            add(entry, "category", term=tag)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def xml_text(text: str) -> str:
    """Text without the characters that XML cannot hold, not even escaped."""
    return _NO_XML.sub("", text)


def flat_xml(name: str, values: Row) -> bytes:
    """An XML document of one element, which has an element for each value."""
    root = Element(name)
    for key, value in values.items():
        SubElement(root, key).text = xml_text(str(value))
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


async def made_by_piece(
    batches: AsyncIterator[list[Row]],
    lines: Lines,
    view: Callable[[Row], Any],
    in_turn: Callable[..., Awaitable[bytes]],
) -> AsyncIterator[bytes]:
    """The bytes of each batch; `in_turn` runs the work on a few rows, and lets others go first in
    between.
    """

    def few(rest: list[Row]) -> Iterator[Any]:
        until = perf_counter() + _PIECE
        while rest:
            yield view(rest.pop())
            if perf_counter() > until:
                return

    yield lines(None)
    async for rows in batches:
        rest, parts = rows[::-1], []
        while rest:
            parts.append(await in_turn(lambda rest: lines(few(rest)), rest))
        yield b"".join(parts)


def ndjson_lines(rows: Iterable[Row] | None) -> bytes:
    """One JSON object a line."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows or ())


async def walked(
    page: Callable[[Key | None, int], Any],
    key: Callable[[Row], Key],
    limit: int | None,
    *,
    aside: bool,
) -> AsyncIterator[list[Row]]:
    """A whole list in batches, each read on its own, so that no connection is held while a client
    is slow.
    """
    after: Key | None = None
    left = limit
    most = _BATCH_ASIDE if aside else _BATCH
    while True:
        size = most if left is None else min(most, left)
        rows: list[Row] = await page(after, size)
        if rows:
            yield rows
            after = key(rows[-1])
        left = None if left is None else left - len(rows)
        if len(rows) < size or left == 0:
            return
