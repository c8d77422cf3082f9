"""Statements that are compiled once and then run by SQLite's own cursor.

`compiled` and `in_list` are the interface. CompiledQuery is the old one, and goes with its last
user.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, cast

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
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Mapped
from sqlalchemy.types import UserDefinedType

from app.store.listing import Row

_SQLITE = sqlite.dialect(paramstyle="named")
_MOST = 250  # shapes kept; a filter takes up to twenty values, so that strangers can ask for more
_ARGUMENT = "arg_"
_READERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (JSON, orjson.loads),
    (Date, date.fromisoformat),
    (Boolean, bool),
)


class _ListType(UserDefinedType[Any]):
    """The type of a parameter that takes a list, which is passed as JSON."""

    cache_ok = True


def in_list(column: ColumnElement[Any] | Mapped[Any], name: str) -> ColumnElement[bool]:
    """The condition that `column` has one of the values of the list parameter `name`."""
    values = func.json_each(bindparam(name, type_=_ListType())).table_valued("value")
    return column.in_(select(values.c.value))


def is_empty(name: str) -> ColumnElement[bool]:
    """The condition that the list parameter `name` has no value, so that it filters nothing."""
    return func.json_array_length(bindparam(name, type_=_ListType())) == 0


class CompiledSelect:
    """A SELECT that is compiled once, at its first run, and then run by SQLite's own cursor.

    SQLAlchemy would take longer to build and to look up a statement than most of ours take to run.
    Parameters are those that the statement names with `bindparam` or `in_list`; those with a
    default (`bindparam("day", None)`) may be left out. Dates are converted to ISO 8601, and values
    of `in_list`, of any iterable, to JSON. JSON, date and boolean columns are read as Python values
    by `rows` and `first`; the other methods return what SQLite stores.

    Every method raises TypeError for a missing or unknown parameter. One object may be used by
    several threads, each with a connection of its own.
    """

    def __init__(self, statement: SelectBase) -> None:
        self._statement = statement

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


def compiled(statement: SelectBase) -> CompiledSelect:
    """A statement that is compiled once; see CompiledSelect."""
    return CompiledSelect(statement)


class _Prepared:
    """The SQL of a statement, its parameters, and how its columns are read."""

    def __init__(self, statement: SelectBase) -> None:
        made = statement.compile(dialect=_SQLITE, compile_kwargs={"render_postcompile": True})
        binds = made.bind_names
        self.sql = str(made)
        self.required = frozenset(bind.key for bind in binds if bind.required)
        self.named = frozenset(bind.key for bind in binds if not bind.unique)
        self.lists = frozenset(bind.key for bind in binds if isinstance(bind.type, _ListType))
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
            kind = value.__class__
            if name in self.lists:
                values[name] = orjson.dumps(list(cast("Iterable[object]", value))).decode()
            else:
                values[name] = value if kind is str or kind is int else _to_sqlite(value)
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        return driver.execute(self.sql, values)

    def _check(self, given: AbstractSet[str]) -> None:
        if missing := self.required - given:
            raise TypeError(f"missing parameters: {', '.join(sorted(missing))}; in {self.sql}")
        if unknown := given - self.named:
            raise TypeError(f"unknown parameters: {', '.join(sorted(unknown))}; in {self.sql}")


def _to_sqlite(value: object) -> Any:
    """A value as SQLite stores it."""
    return value.isoformat() if isinstance(value, date) else value


class _Compiler(SQLiteCompiler):
    """Writes constants into the SQL: to bind a hundred of them at each run takes longer than the
    run.
    """

    # the options have names
    def visit_bindparam(self, bindparam: Any, **options: Any) -> Any:  # type: ignore[override]
        """A question mark for an argument, and a literal for what stands in the statement
        itself.
        """
        if not bindparam.key.startswith(_ARGUMENT):
            options["literal_binds"] = True
        return super().visit_bindparam(bindparam, **options)  # type: ignore[no-untyped-call]


class _Dialect(SQLiteDialect_pysqlite):
    statement_compiler = _Compiler
    supports_statement_cache = True


_DIALECT = _Dialect(paramstyle="qmark")


class _Compiled:
    """SQL, which argument stands at each of its question marks, and how the columns are read."""

    __slots__ = ("names", "places", "read", "sql")

    def __init__(self, statement: Select[Any]) -> None:
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self.sql = str(compiled)
        self.places = [int(name.removeprefix(_ARGUMENT)) for name in compiled.positiontup or ()]
        columns = list(statement.selected_columns)
        self.names = tuple(str(column.key) for column in columns)
        self.read = [
            (str(column.key), reader)
            for column in columns
            for kind, reader in _READERS
            if isinstance(column.type, kind)
        ]


class CompiledQuery:
    """Runs what `build` makes of its arguments.

    Arguments are strings, numbers and dates (whose values may change from run to run), and None,
    booleans, tuples and dataclasses of them, whose shape makes another statement. `build` sees a
    bound parameter in place of each value and must not look into it.
    """

    def __init__(self, build: Callable[..., Select[Any]]) -> None:
        self._build = build
        self._made: dict[Any, _Compiled] = {}

    def rows(self, connection: Connection, *arguments: Any) -> list[Row]:
        """All rows, each as a dict by column name."""
        made, cursor = self._run(connection, arguments)
        # of one length, and this is often run
        found = [dict(zip(made.names, row)) for row in cursor]  # noqa: B905
        for name, reader in made.read:
            for row in found:
                if row[name] is not None:
                    row[name] = reader(row[name])
        return found

    def first(self, connection: Connection, *arguments: Any) -> Row | None:
        """The first row, or None."""
        found = self.rows(connection, *arguments)
        return found[0] if found else None

    def scalar(self, connection: Connection, *arguments: Any) -> Any:
        """The first column of the first row, as SQLite has it; None without a row."""
        row = self._run(connection, arguments)[1].fetchone()
        return row[0] if row else None

    def scalars(self, connection: Connection, *arguments: Any) -> list[Any]:
        """The first column of all rows, as SQLite has it."""
        return [row[0] for row in self._run(connection, arguments)[1]]

    def tuples(self, connection: Connection, *arguments: Any) -> list[tuple[Any, ...]]:
        """All rows, as SQLite has them."""
        found: list[tuple[Any, ...]] = self._run(connection, arguments)[1].fetchall()
        return found

    def _run(self, connection: Connection, arguments: tuple[Any, ...]) -> tuple[_Compiled, Any]:
        values: list[Any] = []
        shapes: list[Any] = []
        _take(arguments, shapes, values)
        shape = tuple(shapes)
        made = self._made.get(shape)
        if made is None:
            if len(self._made) >= _MOST:
                self._made.clear()
            places = iter(range(len(values)))
            made = self._made[shape] = _Compiled(
                self._build(*(_bound(one, places) for one in arguments))
            )
        given = [values[place] for place in made.places]
        return made, connection.connection.driver_connection.execute(made.sql, given)  # type: ignore[union-attr]


def _take(arguments: tuple[Any, ...], shape: list[Any], values: list[Any]) -> None:
    """Add the shapes of arguments to `shape`, and their values, as SQLite stores them, to
    `values`.
    """
    for one in arguments:
        kind = one.__class__
        if kind is str or kind is int:
            values.append(one)
            shape.append(kind)
        elif one is None or kind is bool:
            shape.append(one)
        elif kind is tuple:
            shape += (kind, len(one))
            _take(one, shape, values)
        elif isinstance(one, str | float | date):
            values.append(_stored(one))
            shape.append(kind)
        else:
            shape.append(kind)
            _take(_parts(kind)(one), shape, values)


@lru_cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


@lru_cache
def _parts(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the values of a dataclass's fields, of which there are several."""
    return attrgetter(*_names(kind))


def _bound(value: Any, places: Iterator[int]) -> Any:
    """The argument with a parameter in place of each value, in the order of `_take`."""
    if isinstance(value, tuple):
        return tuple(_bound(one, places) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{name: _bound(getattr(value, name), places) for name in _names(type(value))}
        )
    if value is None or isinstance(value, bool):
        return value
    return bindparam(
        f"{_ARGUMENT}{next(places)}",
        required=False,
        type_=Date() if isinstance(value, date) else None,
    )


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
