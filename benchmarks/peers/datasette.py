"""Datasette: the same file, immutable, without threads, with canned queries; on httptools and
uvloop.
"""

import json
from pathlib import Path

from benchmarks.peers import sql
from benchmarks.peers.environment import program
from benchmarks.servers import Server, free_port


def start(dataset: Path, folder: Path) -> Server:
    """A server of a dataset file, as the database `stated`."""
    link = folder / "stated.db"
    link.unlink(missing_ok=True)
    link.symlink_to(dataset)
    metadata = folder / "datasette.json"
    queries = {"position": sql.POSITION, "page": sql.PAGE, "search": sql.SEARCH}
    metadata.write_text(json.dumps({"databases": {"stated": {"queries": queries}}}))
    port = free_port()
    settings = {"num_sql_threads": "0", "suggest_facets": "off", "sql_time_limit_ms": "20000"}
    command = [program("datasette"), "serve", "-i", link, "-m", metadata, "-p", str(port)]
    command += [part for name, value in settings.items() for part in ("--setting", name, value)]
    return Server("datasette", command, port, probe="/-/versions.json")
