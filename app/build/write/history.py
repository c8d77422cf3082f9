"""The history of a dataset as rows of its own file: what was published before, and the changes.

These tables (`app.store.tables.HISTORY`) are no part of the version, so that a build gives the same
file before and after it is published.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from app.build.ledger import LedgerLine, next_line, unrecorded
from app.build.snapshot import Contents, read_snapshot, snapshot_of
from app.build.write.adopt import is_readable
from app.store.listing import Row
from app.store.tables import metadata

_release, _change = metadata.tables["release"], metadata.tables["change"]
_OF_CHANGE = ("kind", "change", "id", "before", "after", "reason", "replaced_by")


def history(
    connection: Connection, lines: list[LedgerLine], version: str, datasets: Path
) -> list[LedgerLine]:
    """The ledger lines up to an open dataset's own, which is the last one.

    If the dataset was not published yet, its line is the one that it would have. `version` is the
    dataset's, which must be written into it already. `datasets` is the folder in which the file of
    the last publication may be.
    """
    for number, line in enumerate(lines):
        if line.version == version:
            return lines[: number + 1]
    snapshot = snapshot_of(connection)
    last = contents_of_last(lines, snapshot.contents, datasets)
    return [*lines, next_line(lines, snapshot, last)[0]]


def contents_of_last(lines: list[LedgerLine], new: Contents, datasets: Path) -> Contents | None:
    """The contents of the dataset file that was published last. None if the ledger has all of them,
    or if the file is not in this folder or not in this release's schema.
    """
    if not unrecorded(lines, new):
        return None
    version = lines[-1].version
    path = datasets / f"{version}.sqlite"
    return read_snapshot(path).contents if is_readable(path, version) else None


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


def has_changes(connection: Connection, line: LedgerLine) -> bool:
    """Whether the changes of this line are those that an open dataset has of its version."""
    of_release = _change.c.release == line.version
    query = select(*(_change.c[name] for name in _OF_CHANGE)).where(of_release)
    rows = connection.execute(query.order_by(_change.c.number)).mappings()
    changes = line.model_dump(mode="json", include={"changes"})["changes"]
    return [dict(row) for row in rows] == [
        {name: change[name] for name in _OF_CHANGE} for change in changes
    ]
