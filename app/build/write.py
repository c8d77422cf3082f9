"""Writing one dataset file: schema by Alembic, rows, search indexes, version. The file never changes afterwards."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, NullPool, create_engine, event, insert, select, text, update

from app import tables
from app.build.checked import Checked
from app.build.facts import reading
from app.build.history import OtherHistoryError, history, published_before
from app.build.history import rows as history_rows
from app.build.rows import all_rows, counts
from app.build.schema import upgrade
from app.names import Level, words

Progress = Callable[[str], None]
_dataset_table, _statement, _name_key = (tables.metadata.tables[name] for name in ("dataset", "statement", "name_key"))


def connect(path: Path) -> Any:
    """An engine that writes `path`, with foreign keys on."""
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path), poolclass=NullPool, json_serializer=_json)
    event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = OFF")  # a build that dies is thrown away whole
    connection.execute("PRAGMA synchronous = OFF")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def write(checked: Checked, folder: Path, progress: Progress = lambda _: None) -> Path:
    """Build the dataset of a seed without findings into `folder`/<version>.sqlite and return that path.

    The file appears under its name only when it is whole. One that is already there has the same rows and is never touched
    again, so a release that changes the search indexes alone wants the old file removed (`make clean`). Raises
    OtherHistoryError if that one was built before something else was published, so that it tells another history.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".draft-{os.getpid()}.sqlite"
    draft.unlink(missing_ok=True)
    try:
        with connect(draft).connect() as connection:
            progress("schema")
            upgrade(connection)
            connection.execute(insert(_dataset_table), [_dataset(checked)])
            for name, rows in all_rows(checked):
                progress(name)
                for chunk in _chunks(rows):
                    connection.execute(insert(tables.metadata.tables[name]), chunk)
            progress("search")
            _search(connection)
            progress("version")
            version = version_of(connection)
            connection.execute(update(_dataset_table).values(version=version))
            progress("history")
            past = history(connection, checked.seed.ledger, version)
            for name, found in history_rows(past):
                for chunk in _chunks(found):
                    connection.execute(insert(tables.metadata.tables[name]), chunk)
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"rows point nowhere: {broken[:5]}")
            connection.commit()
            connection.execute(text("ANALYZE"))
            connection.commit()
        path = folder / f"{version}.sqlite"
        if not path.exists():
            os.replace(draft, path)
            return path
        with reading(path) as connection:
            if published_before(connection) != [line.version for line in past]:
                raise OtherHistoryError(path)
        return path
    finally:
        draft.unlink(missing_ok=True)


def version_of(connection: Connection) -> str:
    """First 16 hex digits of SHA-256 over a canonical dump of the logical rows (DESIGN.md, Version).

    One JSON line for a row, columns by name, rows by primary key, tables by name; neither the search indexes nor what was
    published before nor the version itself are part of it.
    """
    digest = sha256()
    for name in sorted(tables.metadata.tables.keys() - set(tables.HISTORY)):
        table = tables.metadata.tables[name]
        columns = sorted((column for column in table.columns if (name, column.name) != ("dataset", "version")),
                         key=lambda column: column.name)  # fmt: skip
        for row in connection.execute(select(*columns).order_by(*table.primary_key.columns)).mappings():
            digest.update(orjson.dumps([name, dict(row)], option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))
    return digest.hexdigest()[:16]


def _dataset(checked: Checked) -> dict[str, Any]:
    if checked.seed.about is None:
        raise ValueError("dataset.yaml was not read")
    return {"version": "", **checked.seed.about.model_dump(), "counts": counts(checked)}


def _search(connection: Connection) -> None:
    claims = connection.execute(select(_statement.c.number, _statement.c.exact))
    for chunk in _chunks({"rowid": number, "words": " ".join(words(exact))} for number, exact in claims):
        connection.execute(text("INSERT INTO statement_words (rowid, words) VALUES (:rowid, :words)"), chunk)
    key = _name_key.c
    grams = (
        select(key.key, key.scope, key.name)
        .where(key.level == Level.FOLDED, key.target.is_not(None), key.matched_as != "translation")
        .distinct()
        .order_by(key.key, key.scope, key.name)
    )
    # Marks at both ends make grams of short beginnings and ends too: “itly” and “italy” share ^it and ly$.
    for chunk in _chunks(dict(row) | {"key": f"^^{row['key']}$$"} for row in connection.execute(grams).mappings()):
        connection.execute(text("INSERT INTO name_gram (key, scope, name) VALUES (:key, :scope, :name)"), chunk)


def _chunks(rows: Any, size: int = 5000) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
