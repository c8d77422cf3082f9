"""Writing one dataset file: schema by Alembic, rows, search indexes, version. The file never
changes afterwards.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache
from hashlib import sha256
from itertools import chain
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Date,
    Index,
    NullPool,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import DropIndex

from app.build.check.checked_seed import CheckedSeed
from app.build.gc_pause import gc_paused
from app.build.ledger import LedgerLine
from app.build.snapshot import open_read_only
from app.build.write.adopt import is_readable
from app.build.write.answers import store_answers
from app.build.write.history import OtherHistoryError, history, published_before
from app.build.write.history import rows as history_rows
from app.build.write.rows import all_rows, counts
from app.build.write.rows.plain import Row
from app.build.write.schema import upgrade
from app.build.write.search_index import write_search_index
from app.domain.names import Level
from app.store import tables
from app.store.rendered import rendered_here

Progress = Callable[[str], None]
Tables = Iterable[tuple[str, Iterable[Row]]]  # names and rows of tables; a name may come again
Past = Callable[
    [Connection, str], list[LedgerLine]
]  # the history of an open dataset, its own version last
_MANY = 100_000  # statements; for fewer, to start a process takes longer than it saves
_dataset_table, _statement_table, _name_key = (
    tables.metadata.tables[name] for name in ("dataset", "statement", "name_key")
)


def connect(path: Path) -> Any:
    """An engine that writes `path`, with foreign keys on."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(path),
        poolclass=NullPool,
        json_serializer=_json,
    )
    event.listen(engine, "connect", _pragmas)
    return engine


def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = OFF")  # a build that dies is thrown away whole
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(
        "PRAGMA cache_size = -65536"
    )  # KiB; ids come in any order, so their indexes are written all over


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def write(checked: CheckedSeed, folder: Path, progress: Progress = lambda _: None) -> Path:
    """Build the dataset of a seed without findings into `folder`/<version>.sqlite and return that
    path.

    The file appears under its name only when it is whole. One that is there already has the same
    facts. It is replaced if it is damaged, of an older revision, or rendered by another release,
    and otherwise left alone. Raises OtherHistoryError if it was built before something else was
    published, so that its history is another one.
    """
    given = chain([("dataset", [_dataset(checked)])], all_rows(checked))
    return write_rows(
        given,
        folder,
        lambda connection, version: history(connection, checked.seed.ledger, version),
        progress,
    )


@gc_paused()
def write_rows(
    given: Tables, folder: Path, past: Past, progress: Progress = lambda _: None
) -> Path:
    """Do the same with the rows themselves, the dataset's own among them; rows are taken one by one
    and never held together.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".draft-{os.getpid()}.sqlite"
    draft.unlink(missing_ok=True)
    try:
        with connect(draft).connect() as connection:
            connection.execute(
                text("PRAGMA foreign_keys = OFF")
            )  # all are checked in the end, which takes half the time
            progress("schema")
            upgrade(connection)
            with _indexes_at_the_end(connection):
                for name, rows in given:
                    progress(name)
                    _insert(connection, name, rows)
                progress("indexes")
            with _read_again(connection, draft) as found:
                progress("search")
                _search(connection)
                progress("version")
                version, broken = found()
            connection.execute(update(_dataset_table).values(version=version))
            progress("documents")
            store_answers(connection)  # they name the version
            progress("history")
            lines = past(connection, version)
            for name, rows in history_rows(lines):
                _insert(connection, name, rows)
            broken += _pointing_nowhere(connection, tables.HISTORY)
            if broken:
                raise RuntimeError(f"rows point nowhere: {broken[:5]}")
            connection.commit()
            connection.execute(text("ANALYZE"))
            connection.commit()
        path = folder / f"{version}.sqlite"
        if is_readable(path, version):
            with open_read_only(path) as connection:
                if published_before(connection) != [line.version for line in lines]:
                    raise OtherHistoryError(path)
                if rendered_here(connection):
                    return path
        os.replace(draft, path)
        return path
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _read_again(
    connection: Connection, draft: Path
) -> Iterator[Callable[[], tuple[str, list[Any]]]]:
    """What finds the version of the rows as they are now, and those that point nowhere.

    Where they are many, another process is at it meanwhile. It may read the file that is written:
    no page with rows changes any more, only new ones come.
    """
    if (connection.execute(select(func.max(_statement_table.c.number))).scalar() or 0) < _MANY:
        yield lambda: _proved(connection)
        return
    connection.commit()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        yield apart.submit(_proved_in, draft).result


def _proved_in(path: Path) -> tuple[str, list[Any]]:
    with open_read_only(path) as connection:
        return _proved(connection)


def _proved(connection: Connection) -> tuple[str, list[Any]]:
    facts = (
        tables.metadata.tables.keys() - set(tables.HISTORY) - tables.DERIVED
    )  # what is derived comes from these
    return version_of(connection), _pointing_nowhere(connection, sorted(facts))


def _pointing_nowhere(connection: Connection, names: Iterable[str]) -> list[Any]:
    """The rows of these tables that point nowhere, as SQLite tells them."""
    checks = [
        func.pragma_foreign_key_check(name).table_valued("table", "rowid", "parent")
        for name in names
    ]
    return [tuple(row) for check in checks for row in connection.execute(select(check))]


def version_of(connection: Connection) -> str:
    """First 16 hex digits of SHA-256 over a canonical dump of the logical rows (docs/domain.md,
    rule version).

    One JSON line for a row, columns by name, rows by primary key, tables by name; neither the
    search indexes and what else is derived nor what was published before nor the version itself are
    part of it.
    """
    digest = sha256()
    left_out = tables.DERIVED | {"dataset.version"}
    for name in sorted(tables.metadata.tables.keys() - set(tables.HISTORY) - left_out):
        table = tables.metadata.tables[name]
        columns = sorted(
            (column for column in table.columns if f"{name}.{column.name}" not in left_out),
            key=lambda column: column.name,
        )
        names = [column.name for column in columns]
        given_json = [column.name for column in columns if isinstance(column.type, JSON)]
        query = (
            select(*columns)
            .order_by(*table.primary_key.columns)
            .compile(dialect=connection.dialect)
        )
        for found in _cursor(connection).execute(
            str(query)
        ):  # dates are text in the file, as they are in JSON
            row = dict(zip(names, found, strict=True))
            for json in given_json:
                row[json] = _canonical(row[json])
            digest.update(orjson.dumps([name, row], option=orjson.OPT_APPEND_NEWLINE))
    return digest.hexdigest()[:16]


@lru_cache(maxsize=1024)  # dates come again and again
def _canonical(json: str | None) -> orjson.Fragment | None:
    """JSON as it stands in a canonical dump."""
    return (
        None
        if json is None
        else orjson.Fragment(orjson.dumps(orjson.loads(json), option=orjson.OPT_SORT_KEYS))
    )


def _dataset(checked: CheckedSeed) -> Row:
    if checked.seed.dataset is None:
        raise ValueError("dataset.yaml was not read")
    return {"version": "", **checked.seed.dataset.model_dump(), "counts": counts(checked)}


def _cursor(connection: Connection) -> Any:
    """A cursor of SQLite's own: over millions of rows, what stands between costs more than they
    do.
    """
    return connection.connection.cursor()


def _insert(connection: Connection, name: str, rows: Iterable[Row]) -> None:
    """Insert rows that all have the same keys, in the order in which they come."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return
    sql, stored = _stored(name, frozenset(first))
    _cursor(connection).executemany(sql, map(stored, chain([first], iterator)))


@cache
def _stored(name: str, keys: frozenset[str]) -> tuple[str, Callable[[Row], Sequence[Any]]]:
    """How a row with these keys is inserted into a table: the SQL, and what makes its parameters of
    the row.
    """
    columns = [column for column in tables.metadata.tables[name].columns if column.name in keys]
    names = [column.name for column in columns]
    if unknown := keys - set(names):
        raise RuntimeError(f"the table {name} has no column {', '.join(sorted(unknown))}")
    sql = str(
        insert(tables.metadata.tables[name]).compile(dialect=sqlite.dialect(), column_keys=names)
    )
    kinds = [
        (column.name, isinstance(column.type, JSON), isinstance(column.type, Date))
        for column in columns
    ]
    if len(names) > 1 and not any(json or day for _, json, day in kinds):
        return sql, itemgetter(*names)

    def stored(row: Row) -> list[Any]:
        return [
            value
            if (value := row[key]) is None
            else _json(value)
            if json
            else value.isoformat()
            if day
            else value
            for key, json, day in kinds
        ]

    return sql, stored


@contextmanager
def _indexes_at_the_end(connection: Connection) -> Iterator[None]:
    """Make the indexes when the rows are in: sorted once, instead of at each row."""
    found = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    ).all()
    for name, _ in found:
        connection.execute(DropIndex(Index(name)))
    yield
    for _, sql in found:
        connection.execute(text(sql))


def _search(connection: Connection) -> None:
    write_search_index(connection)
    key = _name_key.c
    grams = (
        select(key.key, key.scope, key.name)
        .where(key.level == Level.FOLDED, key.target.is_not(None), key.matched_as != "translation")
        .distinct()
        .order_by(key.key, key.scope, key.name)
    )
    # Marks at both ends make grams of short beginnings and ends too: “itly” and “italy” share ^it
    # and ly$.
    marked = [(f"^^{row.key}$$", row.scope, row.name) for row in connection.execute(grams)]
    _cursor(connection).executemany(
        "INSERT INTO name_gram (key, scope, name) VALUES (?, ?, ?)", marked
    )
