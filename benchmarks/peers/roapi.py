"""roapi: tables of at most 5,000 rows, read from files into memory, without its log."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.peers import sql
from benchmarks.peers.environment import program
from benchmarks.servers import Server, free_port

ROWS = 5000


def start(dataset: Path, folder: Path) -> Server:
    """A server of the newest 5,000 statements and of the evidence of all current positions."""
    tables = {
        "statements": sql.PAGE.replace("LIMIT 50", f"LIMIT {ROWS}"),
        "positions": f"{sql.POSITIONS} LIMIT {ROWS}",
    }
    command: list[str | Path] = [program("roapi")]
    with closing(sqlite3.connect(f"file:{dataset}?mode=ro&immutable=1", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        for name, query in tables.items():
            path = folder / f"{name}.ndjson"
            with path.open("w", encoding="utf-8") as file:
                for row in connection.execute(query):
                    file.write(json.dumps(dict(row), ensure_ascii=False) + "\n")
            command += ["--table", f"{name}={path},format=ndjson"]
    port = free_port()
    command += ["--addr-http", f"127.0.0.1:{port}", "--addr-postgres", f"127.0.0.1:{free_port()}"]
    return Server("roapi", command, port, probe="/health", environment={"RUST_LOG": "error"})
