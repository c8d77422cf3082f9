"""Whole lists as NDJSON: one JSON object a line."""

from collections.abc import Iterable

import orjson

from app.api.formats.list_format import ListFormat
from app.store.listing import Row


def ndjson_lines(rows: Iterable[Row] | None) -> bytes:
    """The rows as lines of JSON. Nothing comes before the first one."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows or ())


FORMAT = ListFormat(
    suffix="ndjson",
    media_type="application/x-ndjson",
    lines=lambda columns, params: ndjson_lines,
)
