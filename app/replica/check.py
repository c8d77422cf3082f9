"""Checks of a dataset file that came from another machine, before anything is read from it.

SQLite runs nothing that the schema of the file says (`trusted_schema=OFF`), and the first thing
that is read is the schema itself.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import quote

from app.replica.pointer import NotFollowed, ReplicaPointer

Schema = frozenset[tuple[str, str, str, str]]
"""Kind, name, table and SQL of everything in a file; the SQL as `_normal` writes it."""

# Written by ANALYZE, so a file may have them or not.
_STATISTICS = {"sqlite_stat1", "sqlite_stat4"}
_CONSTRAINT = re.compile(r", (?=(?:FOREIGN KEY|PRIMARY KEY|UNIQUE|CHECK|CONSTRAINT)\b)")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def _normal(sql: str | None) -> str:
    """SQL with single spaces, and the constraints of a table in the order of the alphabet: Alembic
    writes them in any order when it makes a table again.
    """
    inside, end, after = " ".join((sql or "").split()).rpartition(")")
    columns, *constraints = (part.strip() for part in _CONSTRAINT.split(inside))
    return ", ".join([columns, *sorted(constraints)]) + end + after


def schema_in(connection: sqlite3.Connection) -> Schema:
    """The schema of an open file."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return frozenset(
        (kind, name, table, _normal(sql))
        for kind, name, table, sql in rows
        if table not in _STATISTICS
    )


def check_images(path: Path, version: str) -> None:
    """Raise NotFollowed if a file is not one of share images."""
    try:
        with _opened(path) as connection:
            kinds = {(kind, name) for kind, name, _, sql in schema_in(connection) if sql}
    except sqlite3.Error:
        kinds = set()
    if kinds != {("table", "share_image")}:
        raise NotFollowed("the file of share images is not one", version)


def check(path: Path, pointer: ReplicaPointer, expected: Schema) -> None:
    """Raise NotFollowed if a file has another schema than `expected`, or is not the dataset that a
    pointer names. Its SHA-256 was checked before.
    """
    try:
        with _opened(path) as connection:
            if schema_in(connection) != expected:
                raise NotFollowed(
                    "the file has other tables than this release makes", pointer.version
                )
            rows = connection.execute("SELECT version, published FROM dataset").fetchall()
    except sqlite3.Error:
        raise NotFollowed("the file is damaged, or is no dataset", pointer.version) from None
    if rows != [(pointer.version, pointer.published.isoformat())]:
        raise NotFollowed(
            "the file contains another dataset than the pointer says", pointer.version
        )


def published_in(path: Path) -> date:
    """The day on which the dataset of a file was published. Raises sqlite3.Error or ValueError if
    the file does not say it.
    """
    with _opened(path) as connection:
        row = connection.execute("SELECT published FROM dataset").fetchone()
    if row is None:
        raise ValueError("no dataset")
    return date.fromisoformat(row[0])
