"""SELECTs that are compiled once and then run by SQLite's own cursor."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from typing import Any, cast
from weakref import WeakSet

import orjson
from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Connection,
    Date,
    Select,
    SelectBase,
    bindparam,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Mapped

from app.store.listing import Key, Listing, Row

_SQLITE = sqlite.dialect(paramstyle="named")
_READERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (JSON, orjson.loads),
    (Date, date.fromisoformat),
    (Boolean, bool),
)
_STORED_AS_THEY_ARE = (str, int, float, type(None))


def in_list(column: ColumnElement[Any] | Mapped[Any], name: str) -> ColumnElement[bool]:
    """The condition that `column` has one of the values of the list parameter `name`."""
    values = func.json_each(bindparam(name)).table_valued("value")
    return column.in_(select(values.c.value))


def is_empty(name: str) -> ColumnElement[bool]:
    """The condition that the list parameter `name` has no value, so that it filters nothing."""
    length = func.json_array_length(bindparam(name))
    return select(length).scalar_subquery() == 0  # as a subquery it is counted once for all rows


class CompiledSelect:
    """A SELECT that is compiled once, at its first run, and then run by SQLite's own cursor.

    SQLAlchemy would take longer to build and to look up a statement than most queries take to run.
    Parameters are those that the statement names with `bindparam` or `in_list`; those with a
    default (`bindparam("day", None)`) may be left out. Dates are converted to ISO 8601, and lists
    and other iterables, for `in_list`, to JSON. JSON, date and boolean columns are read as Python
    values by `rows` and `first`; the other methods return what SQLite stores.

    Every method raises TypeError for a missing or unknown parameter. One object may be used by
    several threads, each with a connection of its own.
    """

    def __init__(self, statement: SelectBase) -> None:
        self._statement = statement
        _every.add(self)

    @cached_property
    def _prepared(self) -> "_Prepared":
        return _Prepared(self._statement)

    def rows(self, connection: Connection, **parameters: object) -> list[Row]:
        """All rows, each as a dict by column name."""
        prepared = self._prepared
        names = prepared.columns
        # zip without strict: the lengths are always equal, and this runs for every row
        rows = [dict(zip(names, row)) for row in prepared.run(connection, parameters)]  # noqa: B905
        for name, read in prepared.readers:
            for row in rows:
                if row[name] is not None:
                    row[name] = read(row[name])
        return rows

    def first(self, connection: Connection, **parameters: object) -> Row | None:
        """The first row, or None."""
        rows = self.rows(connection, **parameters)
        return rows[0] if rows else None

    def scalar(self, connection: Connection, **parameters: object) -> Any:
        """The first column of the first row; None if there is no row."""
        row = self._prepared.run(connection, parameters).fetchone()
        return row[0] if row else None

    def scalars(self, connection: Connection, **parameters: object) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self._prepared.run(connection, parameters)]

    def tuples(self, connection: Connection, **parameters: object) -> list[tuple[Any, ...]]:
        """All rows as tuples."""
        return self._prepared.run(connection, parameters).fetchall()


_every: WeakSet[CompiledSelect] = WeakSet()


def compile_each() -> Iterator[None]:
    """Compile the SELECTs of this process that have not yet run, one at each step."""
    for one in list(_every):
        _ = one._prepared
        yield


def keyset_listing(
    statement: Select[Any],
    order: Sequence[Mapped[Any]],
    total: SelectBase,
    complete: Callable[[Connection, list[Row]], list[Row]] | None = None,
) -> Listing:
    """A list of any length: only the rows of a page are read, after the key of the last one.

    `order` are text columns of the statement, the first of them with an index, that together are
    different in each row. `total` counts the rows. `complete` reads the rest of the rows of a page.
    """
    names = [str(cast(ColumnElement[Any], column).key) for column in order]
    ordered = statement.order_by(*order).limit(bindparam("limit"))
    first = CompiledSelect(ordered)
    after_last = CompiledSelect(
        ordered.where(tuple_(*order) > tuple_(*(bindparam(f"after_{name}") for name in names)))
    )
    count = CompiledSelect(total)

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        if after is None:
            rows = first.rows(connection, limit=limit)
        else:
            places = {f"after_{name}": part for name, part in zip(names, after, strict=True)}
            rows = after_last.rows(connection, limit=limit, **places)
        return complete(connection, rows) if complete else rows

    return Listing(
        page=page,
        key=lambda row: tuple(row[name] for name in names),
        total=lambda connection: (count.scalar(connection), True),
        is_key=lambda key: len(key) == len(names) and all(type(part) is str for part in key),
    )


class _Prepared:
    """The SQL of a statement, its parameters, and how its columns are read."""

    def __init__(self, statement: SelectBase) -> None:
        made = statement.compile(dialect=_SQLITE, compile_kwargs={"render_postcompile": True})
        binds = made.bind_names
        self.sql = str(made)
        self.required = frozenset(bind.key for bind in binds if bind.required)
        self.named = frozenset(bind.key for bind in binds if not bind.unique)
        # values written in the statement itself, and the defaults of parameters
        self.values = {
            name: _to_sqlite(value)
            for name, value in (made.params or {}).items()
            if name not in self.required
        }
        columns = list(statement.selected_columns)
        self.columns = tuple(str(column.key) for column in columns)
        self.readers = [
            (str(column.key), read)
            for column in columns
            for kind, read in _READERS
            if isinstance(column.type, kind)
        ]

    def run(self, connection: Connection, parameters: dict[str, object]) -> sqlite3.Cursor:
        """SQLite's cursor with the rows. Raises TypeError for a missing or unknown parameter."""
        if parameters.keys() != self.required:
            self._check(parameters.keys())
        values = dict(self.values)
        for name, value in parameters.items():
            values[name] = _to_sqlite(value)
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        return driver.execute(self.sql, values)

    def _check(self, given: AbstractSet[str]) -> None:
        if missing := self.required - given:
            raise TypeError(f"missing parameters: {', '.join(sorted(missing))}; in {self.sql}")
        if unknown := given - self.named:
            raise TypeError(f"unknown parameters: {', '.join(sorted(unknown))}; in {self.sql}")


def _to_sqlite(value: object) -> Any:
    """A value as SQLite stores it; a list or another iterable as JSON."""
    if isinstance(value, _STORED_AS_THEY_ARE):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return orjson.dumps(list(cast("Iterable[object]", value))).decode()
