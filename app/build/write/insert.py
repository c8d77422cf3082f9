"""Inserting rows with SQLite's own cursor. For millions of rows, SQLAlchemy would take longer than
SQLite.
"""

import sqlite3
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from itertools import chain
from typing import cast

import orjson
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import sqlite

from app.domain.dates import DateObject
from app.store.listing import Row
from app.store.tables import metadata

_DIALECT = sqlite.dialect(paramstyle="named")


def _json(value: object) -> str:
    """JSON. It may have dates, enums and dataclasses in it."""
    return orjson.dumps(value).decode()


# How SQLite stores the values of rows.
sqlite3.register_adapter(dict, _json)
sqlite3.register_adapter(list, _json)
sqlite3.register_adapter(date, date.isoformat)
# Thousands of statements have the same date.
sqlite3.register_adapter(DateObject, lru_cache(maxsize=1024)(DateObject.model_dump_json))


def cursor(connection: Connection) -> sqlite3.Cursor:
    """SQLite's own cursor."""
    return cast(sqlite3.Connection, connection.connection.driver_connection).cursor()


def insert_rows(connection: Connection, name: str, rows: Iterable[Row]) -> None:
    """Insert rows into a table, in the order in which they come. All have the same keys.

    Raises sqlalchemy.exc.CompileError if the table has no such column.
    """
    iterator = iter(rows)
    if first := next(iterator, None):
        sql = _insertion(name, frozenset(first))
        cursor(connection).executemany(sql, chain([first], iterator))


@cache
def _insertion(name: str, columns: frozenset[str]) -> str:
    """The SQL that inserts a row with these columns."""
    return str(insert(metadata.tables[name]).compile(dialect=_DIALECT, column_keys=list(columns)))
