"""The history of a dataset as rows of its own file: what was published before, and the changes.

These tables (`app.store.tables.HISTORY`) are no part of the version, so that a build gives the same
file before and after it is published.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.build.ledger import LedgerLine, next_line
from app.build.snapshot import snapshot_of
from app.store.listing import Row
from app.store.tables import metadata

_release = metadata.tables["release"]


def history(connection: Connection, lines: list[LedgerLine], version: str) -> list[LedgerLine]:
    """The ledger lines up to an open dataset's own, which is the last one.

    If the dataset was not published yet, its line is the one that it would have. `version` is the
    dataset's, which must be written into it already.
    """
    for number, line in enumerate(lines):
        if line.version == version:
            return lines[: number + 1]
    return [*lines, next_line(lines, snapshot_of(connection))[0]]


def rows(past: list[LedgerLine]) -> Iterator[tuple[str, list[Row]]]:
    """The tables of a history: names and rows. Changes are numbered from the newest release on."""
    yield (
        "release",
        [
            {"version": line.version, "number": number, "published": line.published}
            for number, line in enumerate(past, 1)
        ],
    )
    changes: list[Row] = []
    for line in reversed(past):
        for change in line.model_dump(mode="json", include={"changes"})["changes"]:
            changes.append({"number": len(changes) + 1, "release": line.version, **change})
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
