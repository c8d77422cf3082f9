"""Verifying a dataset file: its version, and the words of each of its statements.

docs/verification.md, section The version of a dataset.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from app.build.failures import CommandError
from app.build.public_copy import version_with
from app.verify.words import Claim, WordsAt

SQLITE = b"SQLite format 3\x00"
_STATEMENTS = (
    'SELECT id, source, exact, start, "end", prefix, suffix, quoted, text_sha256 FROM statement '
    "JOIN (SELECT id AS source_id, text_sha256 FROM source) ON source_id = source ORDER BY id"
)


@dataclass(frozen=True)
class DatasetFile:
    """A dataset file, read only."""

    path: Path
    version: str
    """The version that it says it has."""
    texts: Mapping[str, bytes]
    """The archived texts that it contains, by source."""
    left_out: Mapping[str, str]
    """The SHA-256 of the archived texts that it does not contain, by source."""

    def computed_version(self, given: Mapping[str, bytes]) -> str:
        """The version of its facts. `given` has the texts that it does not contain, by source."""
        texts = {source: given[source].decode("utf-8") for source in self.left_out}
        return version_with(self.path, texts)

    def claims(self) -> Iterator[Claim]:
        """What it says of the words of each statement."""
        with closing(_open(self.path)) as connection:
            for row in connection.execute(_STATEMENTS):
                name, source, exact, start, end, prefix, suffix, quoted, sha256 = row
                spans = [WordsAt(**one) for one in json.loads(quoted)]
                whole = WordsAt(exact, start, end) if exact is not None else None
                around = None if prefix is None or suffix is None else (prefix, suffix)
                yield Claim(name, source, "", sha256, whole, spans, around)


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)


def read_dataset(path: Path) -> DatasetFile:
    """A dataset file. Raises CommandError if it is none, or damaged."""
    try:
        with closing(_open(path)) as connection:
            [(version,)] = connection.execute("SELECT version FROM dataset").fetchall()
            rows = connection.execute(
                "SELECT id, text, text_sha256 FROM source WHERE text_sha256 IS NOT NULL"
            ).fetchall()
    except (sqlite3.Error, ValueError) as error:
        raise CommandError(f"{path} is no dataset file, or it is damaged.") from error
    texts = {source: text.encode() for source, text, _ in rows if text is not None}
    left_out = {source: sha256 for source, text, sha256 in rows if text is None}
    return DatasetFile(path, version, texts, left_out)
