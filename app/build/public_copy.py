"""The copy of a dataset file that anybody may download: without the texts that may not be given
out. The version of such a copy needs those texts again (docs/verification.md).
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from app.build.snapshot import open_read_only
from app.build.write.dataset_file import version_of


def write_public_copy(dataset: Path, target: Path) -> None:
    """Write a dataset file again, without the archived texts that may not be given out.

    The same file gives the same bytes: it is written in the order of its tables, and nothing of the
    texts is left in unused pages.
    """
    with closing(_copy(dataset, target)) as connection:
        connection.execute("UPDATE source SET text = NULL WHERE redistribute IS NOT 1")
        connection.commit()
        connection.execute("VACUUM")


def version_with(dataset: Path, texts: Mapping[str, str]) -> str:
    """The version of the facts in a file, if `texts` are the archived texts of these sources."""
    if not texts:
        with open_read_only(dataset) as connection:
            return version_of(connection)
    with TemporaryDirectory(prefix="stated-") as folder:
        restored = Path(folder) / "restored.sqlite"
        with closing(_copy(dataset, restored)) as connection:
            connection.executemany(
                "UPDATE source SET text = ? WHERE id = ?",
                [(text, source) for source, text in texts.items()],
            )
            connection.commit()
        with open_read_only(restored) as read:
            return version_of(read)


def _copy(dataset: Path, target: Path) -> sqlite3.Connection:
    """A connection to a new copy of a dataset file."""
    uri = f"file:{quote(str(dataset.resolve()))}?mode=ro&immutable=1"
    connection = sqlite3.connect(target)
    with closing(sqlite3.connect(uri, uri=True)) as original:
        original.backup(connection)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    return connection
