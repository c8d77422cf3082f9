"""Rendered answers in a dataset file: the placeholder in them, and which release rendered them.

The build stores the JSON of every statement and position. Only a request knows the base URL of the
service, and whether it asks for a pinned version. So the rendering functions begin each address of
the service with PLACEHOLDER, and an address in the dataset's own version with PLACEHOLDER and
`/@<version>`. In the JSON, a control character has the place of PLACEHOLDER: JSON escapes those in
texts, so the character cannot mean anything else, and one byte is found 30 times as fast as three.

A file also keeps the STAMP of the code that rendered it. If that differs from the STAMP of this
release, stored answers are not used: the same functions render them for each request.
"""

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import orjson
from sqlalchemy import Connection

from app.domain.placeholder import PLACEHOLDER

_BYTE = b"\x1a"  # in its place in JSON

RENDERING = (
    "api/citations.py",
    "api/urls.py",
    "domain/placeholder.py",
    "lookup/corrections.py",
    "positions/facts.py",
    "positions/render.py",
    "statements/facts.py",
    "statements/render.py",
    "store/rendered.py",
)
"""The modules below app/ that decide what a stored answer looks like. A test compares them with
what the rendering modules import.
"""

_STAMP = "stated renderer stamp"  # its key in the information about a connection


def stamp(app: Path) -> int:
    """The first 31 bits of SHA-256 over the source of the rendering modules in a folder `app`.
    It is never 0, because that is the number in a file without a stamp.
    """
    digest = sha256()
    for name in RENDERING:
        digest.update((app / name).read_bytes())
    return int.from_bytes(digest.digest()[:4]) >> 1 or 1


STAMP = stamp(Path(__file__).parents[1])


def stamp_of(connection: Connection) -> int:
    """The stamp that a file keeps; 0 if none. It is read once for each connection."""
    info = connection.info
    if _STAMP not in info:
        driver = cast(sqlite3.Connection, connection.connection.driver_connection)
        [info[_STAMP]] = driver.execute("PRAGMA user_version").fetchone()
    return cast(int, info[_STAMP])


def forget_stamp(connection: Connection) -> None:
    """Read the stamp of a file again, because it was changed."""
    connection.info.pop(_STAMP, None)


def rendered_here(connection: Connection) -> bool:
    """Whether this release's code rendered the answers that are stored in a file."""
    return stamp_of(connection) == STAMP


def as_json(rendered: Mapping[str, Any]) -> bytes:
    """A rendered answer as JSON that `fill` completes. It may contain other such JSON, as
    `orjson.Fragment`.
    """
    return orjson.dumps(rendered).replace(PLACEHOLDER.encode(), _BYTE)


def fill(stored: bytes, base: str, root: str) -> bytes:
    """The JSON of `as_json` with the addresses of a request: `base` is the URL below which it asks,
    `root` the same without the pin, if it has one.
    """
    below = orjson.dumps(base)[1:-1]
    if base != root:
        pin = base.removeprefix(root)
        stored = stored.replace(_BYTE + pin.encode(), below)
    return stored.replace(_BYTE, below)
