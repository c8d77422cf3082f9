"""What a data frame sees of a table: each library reads the same rows from its address."""

import sys
import tempfile
import urllib.request
from pathlib import Path

import duckdb
import pandas
import polars

url = sys.argv[1]
statements = f"{url}/statements.csv"
positions = f"{url}/positions.csv?has_position=true"

by_pandas = pandas.read_csv(positions, keep_default_na=False, dtype={"numeric": str})
by_polars = polars.read_csv(positions, infer_schema=False)
lazily = polars.scan_csv(positions, infer_schema=False).select("actor_name", "stance").collect()
# DuckDB's own reader of URLs is an extension, and that of open files needs another package.
folder = tempfile.TemporaryDirectory()
table = Path(folder.name, "positions.csv")
with urllib.request.urlopen(positions) as response:
    table.write_bytes(response.read())
by_duckdb = duckdb.read_csv(str(table), header=True, all_varchar=True)
stances = dict(zip(by_pandas["actor_name"], by_pandas["stance"], strict=True))
assert stances["Italy"] == "declines"
assert dict(by_polars.select("actor_name", "stance").rows()) == stances
assert dict(lazily.rows()) == stances
assert dict(by_duckdb.select("actor_name", "stance").fetchall()) == stances
assert list(by_pandas.columns) == by_polars.columns == by_duckdb.columns

found = polars.read_csv(statements, infer_schema=False)
assert found.height == len(pandas.read_csv(statements))
sys.stdout.write(
    f"pandas {pandas.__version__}, Polars {polars.__version__}, DuckDB {duckdb.__version__}: "
    f"{len(stances)} positions, {found.height} statements\n"
)
