"""From plain data to bytes: JSON, and whole lists as CSV and NDJSON; cursors; which formats a URL has and accepts."""

import base64
import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

from app.problems import InvalidParameter
from app.queries.listing import Key, Row

SUFFIXES = (".csl.json", ".json", ".csv", ".ndjson", ".jsonld", ".geojson", ".svg", ".png", ".xml")
MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "ndjson": "application/x-ndjson",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "html": "text/html; charset=utf-8",
}
_BATCH = 500
# A media range with its weight; other parameters are let through unread (RFC 9110 sections 12.4.2 and 12.5.1).
_NAME = r"[a-z0-9!#$%&'*+.^_`|~-]+"
_RANGE = re.compile(
    rf"(?P<name>{_NAME}/{_NAME})(\s*;\s*(q=(?P<quality>0(\.\d{{0,3}})?|1(\.0{{0,3}})?)|(?!q=){_NAME}=({_NAME}|\"[^\"]*\")))*\s*;?"
)


def split_suffix(path: str) -> tuple[str, str | None]:
    """A path without the format at the end of its last segment, and that format. Any other dot belongs to a name."""
    last = path.rpartition("/")[2]
    for suffix in SUFFIXES:
        if last.endswith(suffix) and last != suffix:
            return path.removesuffix(suffix), suffix[1:]
    return path, None


def accepts(header: str | None, media: str) -> bool:
    """Whether an Accept header (RFC 9110 section 12.5.1) leaves this media type; an unparsable one counts as */*."""
    if header is None or not header.strip():
        return True
    kind = media.partition(";")[0].strip()
    best: tuple[int, float] | None = None
    for part in filter(None, (part.strip().lower() for part in header.split(","))):
        parsed = _RANGE.fullmatch(part)
        if parsed is None:
            return True
        specific = {kind: 2, f"{kind.partition('/')[0]}/*": 1, "*/*": 0}.get(parsed["name"])
        quality = float(parsed["quality"] or 1)
        if specific is not None and (best is None or (specific, quality) > best):
            best = (specific, quality)
    return best is not None and best[1] > 0


@dataclass(frozen=True)
class Cursor:
    """Opaque places in a list. Bound to the list's path, filters and order, not to a dataset; a forged one is refused."""

    bound_to: str

    def write(self, key: Key) -> str:
        """The cursor for a key."""
        body = orjson.dumps(key)
        return base64.urlsafe_b64encode(self._mark(body) + body).decode().rstrip("=")

    def read(self, given: str, fits: Callable[[Key], bool]) -> Key:
        """The key of a cursor. Raises InvalidParameter for one that this list did not make or whose key does not fit it."""
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
            raise InvalidParameter(detail, errors=[{"parameter": "cursor", "detail": detail}]) from None
        return key

    def _mark(self, body: bytes) -> bytes:
        return blake2b(self.bound_to.encode() + b"\0" + body, digest_size=8, person=b"stated-cursor").digest()


@dataclass(frozen=True)
class Column:
    """One column of a CSV: only ever appended, never renamed or moved."""

    name: str
    of: Callable[[Row], Any]
    description: str


Lines = Callable[[Iterable[Row] | None], bytes]


def csv_lines(columns: Iterable[Column], *, excel: bool) -> Lines:
    """A function that makes CSV (RFC 4180, CRLF) of rows; of None it makes the header.

    With `excel` a byte order mark comes first and cells that a spreadsheet would run as a formula get an apostrophe.
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
        value = ";".join(map(str, value))
    text = str(value)
    return f"'{text}" if excel and text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


def ndjson_lines(rows: Iterable[Row] | None) -> bytes:
    """One JSON object a line."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows or ())


async def walked(
    page: Callable[[Key | None, int], Any], key: Callable[[Row], Key], limit: int | None
) -> AsyncIterator[list[Row]]:
    """A whole list in batches, each read on its own, so that no connection is held while a client is slow."""
    after: Key | None = None
    left = limit
    while True:
        size = _BATCH if left is None else min(_BATCH, left)
        rows: list[Row] = await page(after, size)
        if rows:
            yield rows
            after = key(rows[-1])
        left = None if left is None else left - len(rows)
        if len(rows) < size or left == 0:
            return
