"""What was published before a dataset, and what each publication changed, as rows of it.

They are no part of its version (app.tables.HISTORY), so that a build gives the same file before and
after it is published.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from app.build.ledger import LedgerLine, next_line
from app.build.snapshot import snapshot_of
from app.build.write.rows.plain import Row
from app.store.tables import metadata

_release = metadata.tables["release"]


class OtherHistoryError(Exception):
    """A dataset file of this version, at `path`, holds another history than the ledger now
    gives.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def history(connection: Connection, lines: list[LedgerLine], version: str) -> list[LedgerLine]:
    """The lines of an open dataset's own history, its own last; where it was not published yet,
    that is as it would be.
    """
    for number, line in enumerate(lines):
        if line.version == version:
            return lines[: number + 1]
    return [*lines, next_line(lines, snapshot_of(connection))[0]]


def rows(past: list[LedgerLine]) -> Iterator[tuple[str, list[Row]]]:
    """The tables of a history. Changes are numbered from those of the newest release."""
    releases = enumerate(past, 1)
    yield (
        "release",
        [
            {"version": line.version, "number": number, "published": line.published}
            for number, line in releases
        ],
    )
    changes = [
        {"number": number, "release": version, **change.model_dump(mode="json")}
        for number, (version, change) in enumerate(
            ((line.version, change) for line in reversed(past) for change in line.changes), 1
        )
    ]
    yield "change", changes
    yield (
        "change_actor",
        [{"change": row["number"], "actor": actor} for row in changes for actor in row["actors"]],
    )


def published_before(connection: Connection) -> list[str]:
    """The versions in the history of an open dataset, oldest first, its own last."""
    return list(
        connection.execute(select(_release.c.version).order_by(_release.c.number)).scalars()
    )
