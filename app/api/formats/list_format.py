"""What an output format of lists consists of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.parameters import TableParams
from app.store.listing import Row


@dataclass(frozen=True)
class Column:
    """One column of a CSV: only ever appended, never renamed or moved.

    `kind` is the type of its cells: a datatype of CSV on the Web, or `list`, whose values are
    separated by `;` (app.api.formats.csv.SEPARATOR).
    """

    name: str
    of: Callable[[Row], Any]
    description: str
    kind: str = "string"


Lines = Callable[[Iterable[Row] | None], bytes]
"""Writes rows as bytes; of None, what comes before the first row."""


@dataclass(frozen=True)
class ListFormat:
    """An output format of whole lists, at the address of a list with the suffix of the format."""

    suffix: str
    media_type: str
    lines: Callable[[Sequence[Column], Any], Lines]
    """Takes the columns of a list and the query model, and returns what writes the rows."""
    params: type[TableParams] = TableParams
    """The query model of what the format takes apart from the filters."""
    is_flat: bool = False
    """Its rows are those with the columns, and not the objects of the JSON."""
    disposition: str = "inline"
    """Content-Disposition: `inline` or `attachment`."""
    is_described: bool = False
    """`<path>.<suffix>-metadata.json` says what the columns mean (CSV on the Web)."""
