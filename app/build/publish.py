"""Publishing: the pointer file that the service follows, and the ledger that remembers what was published."""

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from app.build.write import connect
from app.tables import metadata

POINTER = "current"
LEDGER = "ledger.jsonl"
KINDS = ("statement", "position", "source", "person")


class NoSuchVersion(Exception):
    """There is no dataset file of that version."""


def point(datasets: Path, version: str) -> None:
    """Let the service follow to `version`; atomic, because the pointer is replaced and never rewritten.

    Raises NoSuchVersion.
    """
    if not (datasets / f"{version}.sqlite").exists():
        raise NoSuchVersion(version)
    draft = datasets / f".{POINTER}-{os.getpid()}"
    draft.write_text(f"{version}\n", encoding="ascii")
    os.replace(draft, datasets / POINTER)


def record(seed: Path, dataset: Path) -> bool:
    """Append a published dataset to the ledger; False if its last line is this version already."""
    path = seed / LEDGER
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    with connect(dataset).connect() as connection:
        line = _line(connection)
    if lines and json.loads(lines[-1])["version"] == line["version"]:
        return False
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n")
    return True


def _line(connection: Connection) -> dict[str, Any]:
    """Version, date, and for each public id a hash of its content; the tombstones."""
    dataset, tombstone = metadata.tables["dataset"], metadata.tables["tombstone"]
    about = connection.execute(select(dataset.c.version, dataset.c.published)).one()
    ids: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        table = metadata.tables[kind]
        columns = [column for column in table.columns if column.name != "number"]
        rows = connection.execute(select(*columns).order_by(table.c.id)).mappings()
        ids[kind] = {row["id"]: _hash(dict(row)) for row in rows}
    stones = connection.execute(select(tombstone.c.kind, tombstone.c.id).order_by(tombstone.c.kind, tombstone.c.id)).all()
    return {
        "version": about.version, "published": about.published.isoformat(), "ids": ids,
        "tombstones": [f"{kind}:{name}" for kind, name in stones],
    }  # fmt: skip


def _hash(row: dict[str, Any]) -> str:
    return sha256(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:16]
