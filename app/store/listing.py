"""Lists that are walked by keyset: ordered totally, each row once, whatever the page size."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from app.store.tables.counts import COUNTED

Row = dict[str, Any]
Key = tuple[
    Any, ...
]  # the place of a row in its order; survives in a cursor from one dataset to the next


@dataclass(frozen=True)
class Listing:
    """One list: its rows after a key, the key of a row, and how many there are.

    `page(connection, after, limit)` gives up to `limit` rows after the key (None: from the start).
    """

    page: Callable[[Connection, Key | None, int], list[Row]]
    key: Callable[[Row], Key]
    total: Callable[[Connection], tuple[int, bool]]
    fits: Callable[[Key], bool]  # whether something has the form of a key of this list
    aside: bool = False  # whether its queries may be long and belong on a thread


def rows(
    connection: Connection, statement: Select[Any], parameters: Row | None = None
) -> list[Row]:
    """Run a SELECT; each row as a dict by column name."""
    result = connection.execute(statement, parameters or {})
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result]


def first(connection: Connection, statement: Select[Any]) -> Row | None:
    """The first row of a SELECT, or None."""
    row = connection.execute(statement).mappings().first()
    return dict(row) if row is not None else None


def counted(connection: Connection, statement: Select[Any]) -> tuple[int, bool]:
    """How many rows a SELECT has, and whether that is exact: counting stops after COUNTED rows."""
    few = statement.with_only_columns(literal(1)).order_by(None).limit(COUNTED + 1).subquery()
    found: int = connection.execute(select(func.count()).select_from(few)).scalar_one()
    return min(found, COUNTED), found <= COUNTED


def whole(connection: Connection, statement: Select[Any], by: Callable[[Row], Key]) -> Listing:
    """A short list (countries, actors, sources of a small record …) that is read whole and cut in
    memory.
    """
    return in_memory(rows(connection, statement), by)


def in_memory(everything: list[Row], by: Callable[[Row], Key]) -> Listing:
    """Rows that are there already, in the order of their keys, as a list."""

    def page(_connection: Connection, after: Key | None, limit: int) -> list[Row]:
        return [row for row in everything if after is None or by(row) > after][:limit]

    def fits(key: Key) -> bool:
        return not everything or [type(part) for part in key] == [
            type(part) for part in by(everything[0])
        ]

    return Listing(page=page, key=by, total=lambda _connection: (len(everything), True), fits=fits)
