"""What the last whole check saw of the texts of a seed: hashes and sketches, so that the check of
one source compares it with all others and reads none of them.

They are in a file of SQLite beside the datasets. It has nothing that the texts do not give, so it
may be deleted at any time. It is never needed: if it cannot be read or written, nothing is
compared.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from app.build.check.near_texts import NEAR, bands, likeness
from app.domain.selectors import digest

_FORMAT = 1  # of the tables and of the sketches, as _TABLES notes it
_MOST = 200_000  # sources of all seeds in one file
_COMPARED = 50
_TABLES = """
CREATE TABLE source (
    seed TEXT, id TEXT, file TEXT, state TEXT, text TEXT, sha256 TEXT, address TEXT, root TEXT,
    PRIMARY KEY (seed, id)
) WITHOUT ROWID;
CREATE INDEX source_text ON source (text);
CREATE INDEX source_address ON source (address);
CREATE INDEX source_sha256 ON source (sha256);
CREATE TABLE sketch (sha256 TEXT PRIMARY KEY, sketch BLOB) WITHOUT ROWID;
CREATE TABLE band (band INTEGER, sha256 TEXT, PRIMARY KEY (band, sha256)) WITHOUT ROWID;
PRAGMA user_version = 1;
"""
_WITH_TEXT = """
SELECT id, file, state FROM source WHERE seed = ? AND id != ? AND root != ? AND text = ?
"""
_WITH_ADDRESS = """
SELECT id, file, state FROM source WHERE seed = ? AND id != ? AND root != ? AND address = ?
"""
_WITH_SHA256 = """
SELECT id, file, state FROM source WHERE seed = ? AND id != ? AND root != ? AND sha256 = ?
"""


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A source: its id, the file of its text (None: no text is archived), the text, its address as
    `address_of` gives it, its root, and the sketch of its text.
    """

    id: str
    file: str | None
    text: str | None
    address: str
    root: str
    sketch: bytes | None


@dataclass(frozen=True, slots=True)
class Like:
    """Another source with the same text (`likeness` is 1), nearly the same, or the same address
    (None).
    """

    id: str
    likeness: float | None


class TextsSeen:
    """The file for the seed in the folder `seed`; it is made when something is noted."""

    def __init__(self, folder: Path, seed: Path) -> None:
        self.path = folder / "cache" / "texts.sqlite"
        self.seed = seed.resolve()

    def note(self, sources: list[SeenSource]) -> None:
        """Keep what is known of all sources of the seed, and nothing else of it."""
        with suppress(OSError, sqlite3.Error):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._write(sources)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):  # somebody else writes into it
                    return
                self.path.unlink(missing_ok=True)  # it is damaged
                self._write(sources)

    def like(self, one: SeenSource) -> list[Like]:
        """Other sources with the text or the address of one, as far as their files are still those
        that were seen. Sources of the same root are left out.
        """
        try:
            if not self.path.exists():
                return []
            with closing(self._open()) as connection:
                return list(self._like(connection, one))
        except (OSError, sqlite3.Error):
            return []

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=2)
        if connection.execute("PRAGMA user_version").fetchone() != (_FORMAT,):
            connection.close()
            self.path.unlink(missing_ok=True)
            connection = sqlite3.connect(self.path, timeout=2)
            connection.executescript(_TABLES)
        return connection

    def _write(self, sources: list[SeenSource]) -> None:
        with closing(self._open()) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")  # it may be lost
            others = connection.execute("SELECT count(*) FROM source WHERE seed != ?", [self._key])
            if others.fetchone()[0] + len(sources) > _MOST:
                connection.execute("DELETE FROM source")
            connection.execute("DELETE FROM source WHERE seed = ?", [self._key])
            known = {name for (name,) in connection.execute("SELECT sha256 FROM sketch")}
            rows: list[tuple[str | None, ...]] = []
            sketches: dict[str, bytes] = {}
            for one in sources[:_MOST]:
                sha256 = digest(one.text) if one.text is not None else None
                row = (one.id, one.file, self._state(one.id, one.file), _plain(one.text), sha256)
                rows.append((self._key, *row, one.address, one.root))
                if sha256 is not None and sha256 not in known and one.sketch is not None:
                    sketches[sha256] = one.sketch
            in_bands = sorted(
                (band, name) for name, made in sketches.items() for band in bands(made)
            )
            for statement, many in (
                ("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows),
                ("INSERT INTO sketch VALUES (?, ?)", sorted(sketches.items())),
                ("INSERT OR IGNORE INTO band VALUES (?, ?)", in_bands),
            ):
                connection.executemany(statement, many)
            connection.execute(
                "DELETE FROM sketch WHERE sha256 NOT IN (SELECT sha256 FROM source WHERE sha256 "
                "IS NOT NULL)"
            )
            connection.execute("DELETE FROM band WHERE sha256 NOT IN (SELECT sha256 FROM sketch)")

    @property
    def _key(self) -> str:
        return str(self.seed)

    def _state(self, id: str, file: str | None) -> str:
        """Sizes and times of change of the files of a source; without them if they are gone."""
        parts = []
        for name in ("source.yaml", file):
            if name is not None:
                with suppress(OSError):
                    found = os.stat(f"{self._key}/sources/{id}/{name}")
                    parts.append(f"{found.st_size}-{found.st_mtime_ns}")
        return " ".join(parts)

    def _like(self, connection: sqlite3.Connection, one: SeenSource) -> Iterator[Like]:
        mine = (self._key, one.id, one.root)
        if one.text is not None:
            same = connection.execute(_WITH_TEXT, (*mine, _plain(one.text)))
            found = list(self._unchanged(same))
            yield from (Like(name, 1.0) for name in found)
            if not found and one.sketch is not None:
                yield from self._nearly(connection, mine, one.sketch)
        same = connection.execute(_WITH_ADDRESS, (*mine, one.address))
        yield from (Like(name, None) for name in self._unchanged(same))

    def _nearly(
        self, connection: sqlite3.Connection, mine: tuple[str, str, str], own: bytes
    ) -> Iterator[Like]:
        candidates = connection.execute(
            "SELECT sha256, sketch FROM sketch WHERE sha256 IN "
            "(SELECT sha256 FROM band WHERE band IN (SELECT value FROM json_each(?)) "
            "GROUP BY sha256 ORDER BY count(*) DESC LIMIT ?)",
            (json.dumps(list(bands(own))), _COMPARED),
        )
        near = [(likeness(own, other), sha256) for sha256, other in candidates]
        for share, sha256 in sorted(near, reverse=True):
            if share >= NEAR:
                of = connection.execute(_WITH_SHA256, (*mine, sha256))
                yield from (Like(name, share) for name in self._unchanged(of))

    def _unchanged(self, rows: sqlite3.Cursor) -> Iterator[str]:
        for name, file, state in rows.fetchmany(_COMPARED):
            if self._state(name, file) == state:
                yield name


def _plain(text: str | None) -> str | None:
    """A hash of a text in which white space does not count; None for a short one, which may be the
    same by chance.
    """
    if text is None or len(text) <= 200:
        return None
    return digest(" ".join(text.split()))
