"""Opening datasets, following the pointer, and running reads within a time budget.

A dataset is an immutable file. One object holds its connections; it is opened and probed whole before a single reference
assignment makes it the one that is served, and a request takes that object once. So no answer mixes two datasets.
"""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import ref

import orjson
from sqlalchemy import Connection, StaticPool, column, create_engine, select
from sqlalchemy import table as sql_table
from sqlalchemy.exc import OperationalError

from app.problems import OverBudget
from app.tables import VIRTUAL, metadata

log = logging.getLogger("stated")
T = TypeVar("T")

_STEPS = 2000  # virtual machine instructions between two looks at the clock


class Reader:
    """One connection to one dataset file, used by one thread at a time."""

    def __init__(self, path: Path, budget: float) -> None:
        self._budget = budget
        self._deadline = float("inf")
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        raw = sqlite3.connect(uri, uri=True, check_same_thread=False, cached_statements=256)
        myself = ref(self)  # a handler that held the reader would keep both alive: SQLite's side of the circle is not seen

        def late() -> bool:
            reader = myself()
            return reader is not None and monotonic() > reader._deadline

        raw.set_progress_handler(late, _STEPS)
        self.engine = create_engine(
            "sqlite://", creator=lambda: raw, poolclass=StaticPool, json_deserializer=orjson.loads,
            isolation_level="AUTOCOMMIT", query_cache_size=500,
        )  # fmt: skip
        self._connection = self.engine.connect()

    @contextmanager
    def within_budget(self) -> Iterator[Connection]:
        """The connection, for reads that together may take the budget. Raises OverBudget when they take longer."""
        self._deadline = monotonic() + self._budget
        try:
            yield self._connection
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
                raise OverBudget(f"The query took longer than {self._budget * 1000:.0f} ms.") from None
            raise
        finally:
            self._deadline = float("inf")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self.engine.dispose()


class Dataset:
    """An open dataset: `version`, and two ways to read it."""

    def __init__(self, path: Path, *, budget_ms: int, threads: int) -> None:
        """Open and probe `path` whole. Raises if it is no dataset of this release's schema, or not the one it is named."""
        self._direct = Reader(path, budget_ms / 1000)
        self._aside: SimpleQueue[Reader] = SimpleQueue()
        self.readers = [self._direct, *(Reader(path, budget_ms / 1000) for _ in range(threads))]
        with self._direct.within_budget() as connection:
            for table in metadata.tables.values():
                connection.execute(select(table).limit(1)).all()
            for virtual in VIRTUAL:
                connection.execute(select(sql_table(virtual, column("rowid"))).limit(1)).all()
            about = connection.execute(select(metadata.tables["dataset"])).one()
        self.version: str = about.version
        self.title: str = about.title
        self.published: date = about.published
        if self.version != path.stem:
            raise ValueError(f"{path.name} holds the dataset {self.version}")
        for reader in self.readers[1:]:
            self._aside.put(reader)

    def read(self, query: Callable[..., T], *args: Any) -> T:
        """Run a short, indexed query right here, in the event loop: a thread would cost more than it."""
        with self._direct.within_budget() as connection:
            return query(connection, *args)

    async def read_aside(self, pool: ThreadPoolExecutor, query: Callable[..., T], *args: Any) -> T:
        """Run a query that may be long in a thread with a connection of its own, so that others are not held up."""
        return await asyncio.get_running_loop().run_in_executor(pool, self._on_thread, query, args)

    def _on_thread(self, query: Callable[..., T], args: tuple[Any, ...]) -> T:
        reader = self._aside.get()
        try:
            with reader.within_budget() as connection:
                return query(connection, *args)
        finally:
            self._aside.put(reader)

    def close(self) -> None:
        """Close every connection. Only when no request can hold the dataset any more."""
        for reader in self.readers:
            reader.close()


class Shelf:
    """The dataset that is served. `look` follows the pointer file; a bad file leaves the old dataset serving."""

    def __init__(self, folder: Path, *, budget_ms: int, threads: int) -> None:
        self._folder, self._budget_ms, self._threads = folder, budget_ms, threads
        self._refused: tuple[str, int] = ("", 0)
        self.current: Dataset | None = None
        self.swaps = 0
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="stated-read")

    def look(self) -> bool:
        """Follow the pointer if it names another version; True if the dataset changed."""
        try:
            version = (self._folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return False
        if not re.fullmatch("[0-9a-f]{16}", version) or (self.current is not None and version == self.current.version):
            return False
        path = self._folder / f"{version}.sqlite"
        attempt = (version, path.stat().st_mtime_ns if path.is_file() else 0)  # a mended file is looked at again
        if attempt == self._refused:
            return False
        try:
            opened = self._open(path)
        except Exception as error:  # whatever is wrong with the file, the old dataset goes on serving
            log.error("dataset %r was refused: %s", version, type(error).__name__, exc_info=error)
            self._refused = attempt
            return False
        self.current = opened
        self.swaps += 1
        log.info("serving dataset %s", version)
        return True

    def _open(self, path: Path) -> Dataset:
        if not path.is_file():
            raise FileNotFoundError(path.name)
        return Dataset(path, budget_ms=self._budget_ms, threads=self._threads)

    async def follow(self, every_ms: int) -> None:
        """Look again and again; opening happens in a thread, the assignment in one step."""
        while True:
            await asyncio.sleep(every_ms / 1000)
            await asyncio.get_running_loop().run_in_executor(None, self.look)
