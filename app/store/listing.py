"""Lists that are read page by page, by the key of the last row (keyset pagination)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

Row = dict[str, Any]
"""A row by column name."""

Key = tuple[Any, ...]
"""The place of a row in the order of its list. A cursor contains it, and it means the same place in
another dataset.
"""


@dataclass(frozen=True)
class Listing:
    """A list in a total order, in which each row occurs once."""

    page: Callable[[Connection, Key | None, int], list[Row]]
    """`page(connection, after, limit)` is up to `limit` rows after the key; from the start if it is
    None.
    """
    key: Callable[[Row], Key]
    total: Callable[[Connection], tuple[int, bool]]
    """How many rows the list has, and whether that is exact. If not, it is a lower bound."""
    is_key: Callable[[Key], bool]
    """Whether a key, which may be forged, has the form of the keys of this list."""
    is_slow: bool = False
    """Whether its queries may take long, so that they have to run on a thread."""


def in_memory(
    rows: list[Row],
    key: Callable[[Row], Key],
    complete: Callable[[Connection, list[Row]], list[Row]] | None = None,
) -> Listing:
    """A short list that is read at once: rows in the order of their keys. `complete` reads the rest
    of the rows that are on one page.
    """

    def page(connection: Connection, after: Key | None, limit: int) -> list[Row]:
        on_page = [row for row in rows if after is None or key(row) > after][:limit]
        return complete(connection, on_page) if complete else on_page

    def is_key(given: Key) -> bool:
        return not rows or [type(part) for part in given] == [type(part) for part in key(rows[0])]

    return Listing(page=page, key=key, total=lambda _connection: (len(rows), True), is_key=is_key)
