"""Writing one dataset file: schema, rows, indexes, version, rendered answers, history.

The file is a draft until it is complete. Afterwards it never changes.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    NullPool,
    Select,
    Table,
    column,
    create_engine,
    func,
    insert,
    literal,
    select,
    table,
    text,
    update,
)
from sqlalchemy.schema import DropIndex

from app.build.atomic import draft_in, put_dataset
from app.build.check.checked_seed import CheckedSeed
from app.build.failures import CommandError
from app.build.gc_pause import gc_paused
from app.build.ledger import LedgerLine
from app.build.snapshot import open_read_only
from app.build.write.adopt import is_intact
from app.build.write.answers import store_answers
from app.build.write.history import has_changes, history, published_before
from app.build.write.history import rows as history_rows
from app.build.write.insert import cursor, insert_rows
from app.build.write.rows import all_rows
from app.build.write.schema import upgrade
from app.build.write.search_index import has_all_filters, write_search_index
from app.build.write.second_process import SecondProcess, second_process
from app.domain.names import Level
from app.store import tables
from app.store.listing import Row
from app.store.rendered import rendered_here

Progress = Callable[[str], None]  # is called with the name of each step
Tables = Iterable[tuple[str, Iterable[Row]]]  # names and rows of tables; a name may come again
# Open dataset and version → the lines of its history, its own last.
Past = Callable[[Connection, str], list[LedgerLine]]
BrokenRow = tuple[object, ...]  # a row of PRAGMA foreign_key_check
_PRAGMAS = """
PRAGMA foreign_keys = ON;
PRAGMA journal_mode = OFF;  -- a build that dies is thrown away whole
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;  -- KiB: the indexes of ids are written in many places at once
"""
_FACTS = sorted(tables.metadata.tables.keys() - set(tables.HISTORY) - tables.DERIVED)
_dataset_table, _statement_table, _name_key, _further_name = (
    tables.metadata.tables[name] for name in ("dataset", "statement", "name_key", "further_name")
)


def connect(path: Path) -> Engine:
    """An engine that writes the file `path`, with foreign keys on."""

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(path)
        connection.executescript(_PRAGMAS)
        return connection

    return create_engine("sqlite://", creator=opened, poolclass=NullPool)


def write(checked: CheckedSeed, folder: Path, progress: Progress = lambda _: None) -> Path:
    """Write the dataset of a seed without findings as `folder`/<version>.sqlite; return that path.

    The file appears under its name only when it is whole. One that is there already has the same
    facts. It is replaced if it is damaged, of an older revision, rendered by another release,
    without one of the filters, or with other further names, or if it says that something else
    changed, and otherwise left alone.
    Raises CommandError if it was built before something else was published, so that its history is
    another one.
    """
    return write_rows(
        all_rows(checked),
        folder,
        lambda connection, version: history(connection, checked.seed.ledger, version, folder),
        progress,
    )


@gc_paused()
def write_rows(
    given: Tables, folder: Path, past: Past, progress: Progress = lambda _: None
) -> Path:
    """Write a dataset file from the rows of its tables, and return its path; see `write`.

    Rows are taken one by one, so that they need not be in memory together. `past` is called when
    the version is known.
    """
    with draft_in(folder) as draft:
        with connect(draft).connect() as connection:
            # They are all checked at the end, which takes half the time.
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            progress("schema")
            upgrade(connection)
            with _indexes_at_the_end(connection):
                for name, rows in given:
                    progress(name)
                    insert_rows(connection, name, rows)
                progress("indexes")
            connection.commit()
            with second_process(draft, _number_of_statements(connection)) as second:
                reading = second.submit(_read_rows) if second else None
                progress("search")
                _search(connection, second)
                progress("version")
                version, broken = reading.result() if reading else _read_rows(connection)
                connection.execute(update(_dataset_table).values(version=version))
                progress("history")
                lines = past(connection, version)
                for name, rows in history_rows(lines):
                    insert_rows(connection, name, rows)
                broken += _broken_rows(connection, tables.HISTORY)
                progress("documents")
                further = _further_names(connection)
                connection.commit()
                # They name the version and corrections of whole kinds.
                store_answers(connection, second)
            if broken:
                raise RuntimeError(f"rows point nowhere: {broken[:5]}")
            connection.commit()
            connection.execute(text("ANALYZE"))
            connection.commit()
        path = folder / f"{version}.sqlite"
        if is_intact(path, version):
            with open_read_only(path) as connection:
                if published_before(connection) != [line.version for line in lines]:
                    raise CommandError(
                        f"{path} was built before something else was published and has another "
                        "history: remove it and try again."
                    )
                # Its changes may be others if it was built when less was known of the last
                # publication; nobody was promised those, because it is not published yet.
                if (
                    rendered_here(connection)
                    and has_all_filters(connection)
                    and _further_names(connection) == further
                    and has_changes(connection, lines[-1])
                ):
                    return path
        put_dataset(draft, path)
        return path


def _number_of_statements(connection: Connection) -> int:
    return connection.scalar(select(func.max(_statement_table.c.number))) or 0


def _read_rows(connection: Connection) -> tuple[str, list[BrokenRow]]:
    """The version, and the broken rows of the tables with facts."""
    return version_of(connection), _broken_rows(connection, _FACTS)


def _broken_rows(connection: Connection, names: Iterable[str]) -> list[BrokenRow]:
    """The rows of these tables that refer to a row that does not exist."""
    checks = [
        func.pragma_foreign_key_check(name).table_valued("table", "rowid", "parent")
        for name in names
    ]
    return [tuple(row) for check in checks for row in connection.execute(select(check))]


def version_of(connection: Connection) -> str:
    """The first 16 hex digits of a SHA-256 over a canonical dump of the facts (docs/domain.md, rule
    version).

    The dump has a line of JSON for each row: tables and columns sorted by name, rows by primary
    key. What is derived, the history, and the version itself are no part of it, and columns that
    were added later only where they are not null. Statements have the numbers that the first
    release gave them.
    """
    digest = sha256()
    renumbered = _numbered_as_first_published(connection)
    left_out = tables.DERIVED | {"dataset.version"}
    for name in _FACTS:
        table = tables.metadata.tables[name]
        columns = sorted(
            (column for column in table.columns if f"{name}.{column.name}" not in left_out),
            key=lambda column: column.name,
        )
        names = [column.name for column in columns]
        added_later = [column.name for column in columns if column.info.get("added_later")]
        json_columns = [column.name for column in columns if isinstance(column.type, JSON)]
        query = select(*columns).order_by(*table.primary_key.columns)
        if renumbered:
            query = _with_first_numbers(table, columns)
        # SQLite's own rows have dates as text, as JSON has.
        for values in cursor(connection).execute(str(query.compile(dialect=connection.dialect))):
            row = dict(zip(names, values, strict=True))
            for column_name in json_columns:
                row[column_name] = _canonical(row[column_name])
            for column_name in added_later:
                if row[column_name] is None:
                    del row[column_name]
            digest.update(orjson.dumps([name, row], option=orjson.OPT_APPEND_NEWLINE))
    return digest.hexdigest()[:16]


_number = _statement_table.c.number
_first_number = table("first_number", column("number"), column("statement"), schema="temp")


def _numbered_as_first_published(connection: Connection) -> bool:
    """Number the statements as the first release did: those whose date has a value come first, the
    newest first; then all others, by id. False if they have these numbers.
    """
    date_of, statement = _statement_table.c.sort_date, _statement_table.c
    elsewhere = select(_number).where(date_of.is_(None), statement.list_day.is_not(None)).limit(1)
    if connection.execute(elsewhere).first() is None:
        return False
    connection.execute(text("DROP TABLE IF EXISTS temp.first_number"))
    connection.execute(
        text(
            "CREATE TEMP TABLE first_number (number INTEGER PRIMARY KEY, statement INTEGER UNIQUE)"
        )
    )
    newest_first = select(_number).order_by(date_of.is_(None), date_of.desc(), statement.id)
    connection.execute(insert(_first_number).from_select(["statement"], newest_first))
    return True


def _with_first_numbers(of_table: Table, columns: Sequence[Column[Any]]) -> Select[Any]:
    """The rows of a table as version_of reads them, with those numbers of statements."""
    numbers = [
        each
        for each in of_table.columns
        if each is _number or any(key.column is _number for key in each.foreign_keys)
    ]
    query = select(*columns).order_by(*of_table.primary_key.columns)
    if not numbers:
        return query
    [refers] = numbers
    shown: dict[str, ColumnElement[Any]] = {each.name: each for each in of_table.columns}
    shown[refers.name] = _first_number.c.number.label(refers.name)
    return (
        select(*(shown[each.name] for each in columns))
        .join_from(_first_number, of_table, _first_number.c.statement == refers)
        .order_by(*(shown[each.name] for each in of_table.primary_key.columns))
    )


@lru_cache(maxsize=1024)  # many rows have the same dates
def _canonical(json: str | None) -> orjson.Fragment | None:
    """JSON with sorted keys."""
    if json is None:
        return None
    return orjson.Fragment(orjson.dumps(orjson.loads(json), option=orjson.OPT_SORT_KEYS))


@contextmanager
def _indexes_at_the_end(connection: Connection) -> Iterator[None]:
    """Drop the indexes, and make them after the `with` block: to sort once is faster than to insert
    each row into each index.
    """
    indexes = connection.execute(
        text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            "ORDER BY name"  # Alembic makes them in no particular order
        )
    ).all()
    for name, _ in indexes:
        connection.execute(DropIndex(Index(name)))
    yield
    for _, sql in indexes:
        connection.execute(text(sql))


def _further_names(connection: Connection) -> list[Row]:
    """The names that are no part of the version."""
    return [row._asdict() for row in connection.execute(select(_further_name))]


def _search(connection: Connection, second: SecondProcess | None) -> None:
    write_search_index(connection, second)
    key = _name_key.c
    # Marks at both ends make trigrams of short beginnings and ends, too: “itly” and “italy” share
    # ^it and ly$.
    marked = literal("^^") + key.key + literal("$$")
    grams = (
        select(marked, key.scope, key.name)
        .where(key.level == Level.FOLDED, key.target.is_not(None), key.matched_as != "translation")
        .distinct()
        .order_by(key.key, key.scope, key.name)
    )
    columns = ["key", "scope", "name"]
    name_gram = table("name_gram", *map(column, columns))
    connection.execute(insert(name_gram).from_select(columns, grams))
