"""Reads the whole files with pandas, DuckDB and Polars; frictionless validates the package.

`python files.py FOLDER`: the folder with the whole files, Parquet too.
"""

import io
import json
import sqlite3
import sys
import tempfile
import zipfile
from pathlib import Path

import duckdb
import frictionless
import pandas
import polars

folder = Path(sys.argv[1])
with sqlite3.connect(folder / "dataset.sqlite") as file:
    counts = json.loads(file.execute("SELECT counts FROM dataset").fetchone()[0])
    in_sqlite = pandas.read_sql_query("SELECT id FROM statement", file)
expected = counts["statements"]
with zipfile.ZipFile(folder / "dataset.zip") as package, tempfile.TemporaryDirectory() as name:
    table = package.read("statements.csv")
    package.extractall(name)
    report = frictionless.validate(f"{name}/datapackage.json")
    assert report.valid, report.flatten(["name", "rowNumber", "note"])
    query = f"SELECT count(*) FROM read_csv('{name}/statements.csv')"
    in_duckdb = duckdb.sql(query).fetchall()
    # Parquet has the same rows as each table, and types: days, and lists of texts.
    for parquet in folder.glob("*.parquet"):
        sizes = [
            duckdb.sql(f"SELECT count(*) FROM {read}").fetchall()
            for read in (f"'{parquet}'", f"read_csv('{name}/{parquet.stem}.csv', all_varchar=true)")
        ]
        assert sizes[0] == sizes[1], (parquet, sizes)
lines = polars.read_ndjson(folder / "dataset.ndjson", infer_schema_length=1).select("list")
rows = {
    "pandas, SQLite": len(in_sqlite),
    "pandas, CSV": len(pandas.read_csv(io.BytesIO(table))),
    "Polars, CSV": polars.read_csv(table, infer_schema=False).height,
    "DuckDB, CSV": in_duckdb[0][0],
    "Polars, NDJSON": lines.filter(polars.col("list") == "statements").height,
}
described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
assert {one["path"] for one in described["resources"]} == {
    one.name for one in folder.glob("*.parquet")
}
typed = polars.read_parquet(folder / "statements.parquet")
assert typed.schema["said_earliest"] == polars.Date
assert typed.schema["topics"] == polars.List(polars.String)
rows["Polars, Parquet"] = typed.height
query = (
    f"SELECT count(*) FROM '{folder}/statements.parquet' WHERE said_latest <= DATE '9999-01-01' "
)
query += "OR said_latest IS NULL"
rows["DuckDB, Parquet"] = duckdb.sql(query).fetchall()[0][0]
assert set(rows.values()) == {expected}, (rows, expected)
sys.stdout.write(
    f"{expected} statements in each of: {', '.join(rows)}; the package is valid." + "\n"
)
