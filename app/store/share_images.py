"""The share images of a dataset: pictures that networks show beside a link to a page.

They are in a file of their own beside the dataset file, an SQLite file too, that `stated publish`
writes once. A dataset may have none: then pages name no image.
"""

import logging
import sqlite3
from pathlib import Path
from typing import cast
from urllib.parse import quote

log = logging.getLogger("stated")
WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph and X want them
BOARD = ""
"""In place of the id of an actor: the image of the board of a question."""


def images_file(dataset: Path) -> Path:
    """The file with the share images of a dataset file."""
    return dataset.with_suffix(".images")


class ShareImages:
    """The share images of an open dataset; none if there is no such file, or it is damaged."""

    def __init__(self, dataset: Path) -> None:
        path = images_file(dataset)
        self._connection: sqlite3.Connection | None = None
        if path.is_file():
            uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._value("alt, png", "", BOARD)  # a damaged file is found here

    def alt(self, question: str, actor: str) -> str | None:
        """What the image of an actor, or of the board, shows, in words; None if there is none."""
        return cast(str | None, self._value("alt", question, actor))

    def png(self, question: str, actor: str) -> bytes | None:
        """The image of an actor, or of the board; None if there is none."""
        return cast(bytes | None, self._value("png", question, actor))

    def _value(self, columns: str, question: str, actor: str) -> object:
        if self._connection is None:
            return None
        query = f"SELECT {columns} FROM share_image WHERE question = ? AND actor = ?"  # noqa: S608
        try:
            row = self._connection.execute(query, (question, actor)).fetchone()
        except sqlite3.DatabaseError:
            # Pages do without them; the facts are in another file.
            log.error("the share images of a dataset cannot be read; pages name none")
            self.close()
            return None
        return row and row[0]

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
