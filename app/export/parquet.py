"""Writing a table of the package as Parquet, where the extra `parquet` (pyarrow) is installed."""

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api.formats.csv import SEPARATOR

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 8_000_000
"""Bytes of the CSV that become one row group. A reader needs one of them in memory, and so does the
writer. A longer row is an error.
"""


def is_possible() -> bool:
    """Whether the library that writes Parquet is installed."""
    return find_spec("pyarrow") is not None


def write_parquet(
    table: Path, fields: Iterable[Mapping[str, Any]], about: Mapping[str, str], target: Path
) -> None:
    """Write a CSV with these fields of a Table Schema as Parquet, row group by row group.

    An empty cell is null, and the empty cell of a list is an empty list. `about` is what the file
    says about itself.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    text, texts = pa.string(), pa.list_(pa.string())
    types = {
        "string": text,
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "object": text,  # JSON
        "list": texts,
    }
    schema = pa.schema(
        [
            pa.field(
                field["name"],
                types[field["type"]],
                metadata={"description": field.get("description", "")},
            )
            for field in fields
        ],
        metadata=dict(about),
    )
    cells = {one.name: text if one.type == texts else one.type for one in schema}
    with (
        csv.open_csv(
            table,
            csv.ReadOptions(block_size=_ROW_GROUP),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(
                column_types=cells,
                null_values=[""],
                strings_can_be_null=True,
                true_values=["true"],
                false_values=["false"],
            ),
        ) as rows,
        parquet.ParquetWriter(target, schema, compression="zstd") as out,
    ):
        for batch in rows:
            columns = [
                _lists(column) if one.type == texts else column
                for one, column in zip(schema, batch.columns, strict=True)
            ]
            out.write_batch(pa.record_batch(columns, schema=schema))


def _lists(cells: "pa.StringArray") -> "pa.ListArray":
    """Cells as lists, with their values decoded (see app.api.formats.csv). A part without a value
    is null.
    """
    import pyarrow as pa
    from pyarrow import compute

    parts = compute.split_pattern(cells, SEPARATOR)
    lengths = compute.fill_null(compute.list_value_length(parts), 0)
    ends = compute.cumulative_sum(lengths)
    values = compute.list_flatten(parts)
    for encoded, sign in (("%3B", SEPARATOR), ("%25", "%")):
        values = compute.replace_substring(values, encoded, sign)
    values = compute.if_else(compute.equal(values, ""), None, values)
    return pa.ListArray.from_arrays(pa.concat_arrays([pa.array([0], pa.int32()), ends]), values)
