"""The queries that a service runs on its dataset."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def queries(dataset: Any) -> Iterator[list[str]]:
    """The SQL statements that run on an open dataset in this context, with their values. Those that
    the search index runs itself are left out.
    """
    seen: list[str] = []

    def note(statement: str) -> None:
        if "'main'." not in statement:
            seen.append(statement)

    connections = [reader.engine.raw_connection().driver_connection for reader in dataset.readers]
    for connection in connections:
        connection.set_trace_callback(note)
    try:
        yield seen
    finally:
        for connection in connections:
            connection.set_trace_callback(None)
