"""Whole lists as CSV (RFC 4180), and the columns that several lists have."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from pydantic import Field

from app.api.formats.list_format import Column, Lines, ListFormat
from app.api.parameters import TableParams
from app.store.listing import Row

SEPARATOR = ";"
"""Between the values of a list in a cell."""

_ENCODED = re.compile("%(?=[0-9A-Fa-f]{2})")


class CsvParams(TableParams):
    """The whole list as CSV."""

    excel: bool = Field(
        False,
        description="Add a byte order mark and guard against formulas, for Excel.",
        examples=[True],
    )


def csv_lines(columns: Iterable[Column], *, excel: bool) -> Lines:
    """A function that makes CSV (RFC 4180, CRLF) of rows; of None it makes the header.

    With `excel` a byte order mark comes first and cells that a spreadsheet would run as a formula
    get an apostrophe.
    """
    columns = list(columns)

    def lines(rows: Iterable[Row] | None) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        if rows is None:
            writer.writerow(column.name for column in columns)
            return (b"\xef\xbb\xbf" if excel else b"") + out.getvalue().encode()
        writer.writerows([_cell(column.of(row), excel) for column in columns] for row in rows)
        return out.getvalue().encode()

    return lines


def _cell(value: object, excel: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _joined(value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if excel and _may_run(text) else text


def _joined(values: Sequence[object]) -> str:
    """A list in one cell. A separator inside a value is percent-encoded, and a percent sign where a
    decoder would take it for an encoded character. So a cell that is cut at each separator has the
    right number of values, and each of them can be decoded.
    """
    parts = ["" if part is None else str(part) for part in values]
    joined = SEPARATOR.join(parts)
    if "%" not in joined and joined.count(SEPARATOR) == max(0, len(parts) - 1):
        return joined
    encoded = quote(SEPARATOR, safe="")
    return SEPARATOR.join(_ENCODED.sub("%25", part).replace(SEPARATOR, encoded) for part in parts)


def _may_run(text: str) -> bool:
    """Whether a spreadsheet may run a cell as a formula: also behind spaces, and with the wide and
    small forms of the signs that begin one.
    """
    first = text.lstrip()[:1]
    return text[:1] in ("\t", "\r", "\n") or (
        first != "" and unicodedata.normalize("NFKC", first) in ("=", "+", "-", "@")
    )


FORMAT = ListFormat(
    suffix="csv",
    media_type="text/csv; charset=utf-8; header=present",
    lines=lambda columns, params: csv_lines(columns, excel=params.excel),
    params=CsvParams,
    is_flat=True,
    disposition="attachment",
    is_described=True,
)


def column(name: str, description: str, *keys: str, kind: str = "string") -> Column:
    """A column with the value below these keys of a row; without keys, below its own name."""
    return Column(name, _value_below(*(keys or (name,))), description, kind)


def values_of_each(name: str, *keys: str) -> Callable[[Row], list[Any]]:
    """The values below these keys, of each item in a list of a row."""
    value = _value_below(*keys)
    return lambda row: [value(item) for item in row[name]]


def json_of(name: str) -> Callable[[Row], str | None]:
    """A value of a row as JSON."""
    return lambda row: None if row[name] is None else orjson.dumps(row[name]).decode()


def _value_below(*keys: str) -> Callable[[Row], Any]:
    def value_below(row: Row) -> Any:
        value: Any = row
        for key in keys:
            value = value[key] if value else None
        return value

    return value_below


def date_columns(name: str) -> list[Column]:
    """The columns of a date that may be known in part."""
    return [
        column(
            f"{name}_value",
            "YYYY, YYYY-MM or YYYY-MM-DD; empty if no date is known.",
            name,
            "value",
        ),
        column(f"{name}_precision", "day, month, year or unknown.", name, "precision"),
        column(f"{name}_earliest", "First possible day.", name, "earliest", kind="date"),
        column(f"{name}_latest", "Last possible day.", name, "latest", kind="date"),
        column(
            f"{name}_basis",
            "Where the date comes from: stated, page, derived or none.",
            name,
            "basis",
        ),
    ]


def code_columns(*keys: str) -> list[Column]:
    """The columns with the ISO codes of an actor, which is below these keys of a row."""
    return [
        column("iso2", "ISO 3166-1 alpha-2.", *keys, "iso2"),
        column("iso3", "ISO 3166-1 alpha-3.", *keys, "iso3"),
        column("numeric", "ISO 3166-1 numeric, with zeros.", *keys, "numeric"),
    ]
