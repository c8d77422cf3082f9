"""Reads the whole files with pandas, DuckDB and Polars; frictionless validates the package.

`python files.py FOLDER`: the folder with dataset.sqlite, dataset.zip and dataset.ndjson.
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
lines = polars.read_ndjson(folder / "dataset.ndjson", infer_schema_length=1).select("list")
rows = {
    "pandas, SQLite": len(in_sqlite),
    "pandas, CSV": len(pandas.read_csv(io.BytesIO(table))),
    "Polars, CSV": polars.read_csv(table, infer_schema=False).height,
    "DuckDB, CSV": in_duckdb[0][0],
    "Polars, NDJSON": lines.filter(polars.col("list") == "statements").height,
}
assert set(rows.values()) == {expected}, (rows, expected)
sys.stdout.write(
    f"{expected} statements in each of: {', '.join(rows)}; the package is valid." + "\n"
)
