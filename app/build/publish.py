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
_PAIRS = ("statement_about", "statement_by", "statement_topic", "statement_question")
# What belongs to a published thing besides its own row: table → the column that points to it, and the column pointed at.
KINDS: dict[str, dict[str, tuple[str, str]]] = {
    "statement": dict.fromkeys(_PAIRS, ("statement", "number")),
    "position": {"position_evidence": ("position", "id")},
    "source": {"passage": ("source", "id")},
    "person": {"role": ("person", "id")},
}


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
    dataset, tombstone, statement = (metadata.tables[name] for name in ("dataset", "tombstone", "statement"))
    about = connection.execute(select(dataset.c.version, dataset.c.published)).one()
    ids: dict[str, dict[str, str]] = {}
    names = {row.number: row.id for row in connection.execute(select(statement.c.number, statement.c.id))}
    for kind, parts in KINDS.items():
        table = metadata.tables[kind]
        whole = {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
        for row in whole.values():
            row |= {part: [] for part in parts}
        numbers = {row.get("number"): row["id"] for row in whole.values()}
        for part, (column, pointed) in parts.items():
            pieces = metadata.tables[part]
            for piece in connection.execute(select(pieces).order_by(*pieces.primary_key.columns)).mappings():
                owner = numbers[piece[column]] if pointed == "number" else piece[column]
                # Numbers follow dates and move when something is added; ids stay.
                whole[owner][part].append(dict(piece) | {"statement": names.get(piece.get("statement"))})
        ids[kind] = {name: _hash({key: row[key] for key in row if key != "number"}) for name, row in sorted(whole.items())}
    stones = connection.execute(select(tombstone.c.kind, tombstone.c.id).order_by(tombstone.c.kind, tombstone.c.id)).all()
    return {
        "version": about.version, "published": about.published.isoformat(), "ids": ids,
        "tombstones": [f"{kind}:{name}" for kind, name in stones],
    }  # fmt: skip


def _hash(row: dict[str, Any]) -> str:
    return sha256(json.dumps(row, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:16]
