"""Opening datasets, following the pointer, and running reads within a time budget.

A dataset is an immutable file. One object holds its connections; it is opened and probed whole before a single reference
assignment makes it the one that is served, and a request takes that object once. So no answer mixes two datasets.
"""

import asyncio
import logging
import re
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import WeakSet, finalize, ref

import orjson
from sqlalchemy import Connection, StaticPool, column, create_engine, select
from sqlalchemy import table as sql_table
from sqlalchemy.exc import OperationalError

from app.problems import OverBudget
from app.tables import VIRTUAL, metadata

log = logging.getLogger("stated")
T = TypeVar("T")

_STEPS = 2000  # virtual machine instructions between two looks at the clock
_VERSION = re.compile("[0-9a-f]{16}")
_REMEMBERED = 256  # files that could not be opened; more of them are looked at again


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
        try:
            self._connection = self.engine.connect()
        except Exception:
            raw.close()
            raise

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


def _close(readers: Iterable[Reader]) -> None:
    for reader in readers:
        reader.close()


class Dataset:
    """An open dataset: `version`, and two ways to read it. Its files are closed as soon as nobody holds it any more."""

    def __init__(self, path: Path, *, budget_ms: int, threads: int) -> None:
        """Open and probe `path` whole. Raises if it is no dataset of this release's schema, or not the one it is named."""
        self.readers: list[Reader] = []
        # Not left to the garbage collector: engines are circles, and their finalizers take it several rounds.
        self.close: Callable[[], object] = finalize(self, _close, self.readers)
        for _ in range(1 + threads):
            self.readers.append(Reader(path, budget_ms / 1000))
        self._direct = self.readers[0]
        self._aside: SimpleQueue[Reader] = SimpleQueue()
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


class Shelf:
    """The datasets at hand: the one that is served, which the pointer names, and the last few that were asked for by version.

    A file that cannot be opened leaves everything as it is, and is looked at again once it has changed.
    """

    def __init__(self, folder: Path, *, budget_ms: int, threads: int, pins: int = 8) -> None:
        self._folder, self._budget_ms, self._threads, self._most = folder, budget_ms, threads, pins
        self._pins: OrderedDict[str, Dataset] = OrderedDict()  # the one asked for last comes last
        self._refused: OrderedDict[tuple[str, int, int, int], None] = OrderedDict()
        self._lock = Lock()  # of both: the event loop and the threads that open files change them
        self._opener = ThreadPoolExecutor(1, thread_name_prefix="stated-open")  # so no two pins are opened at once
        self._open: WeakSet[Dataset] = WeakSet()
        self.current: Dataset | None = None
        self.swaps = 0
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="stated-read")

    @property
    def datasets_open(self) -> int:
        """How many datasets hold files open: those at hand, and those that a request still reads."""
        return len(self._open)

    def look(self) -> bool:
        """Follow the pointer if it names another version; True if the dataset changed."""
        try:
            version = (self._folder / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return False
        if not _VERSION.fullmatch(version) or (self.current is not None and version == self.current.version):
            return False
        try:
            opened = self._opened(self._attempt(version))
        except OverBudget:
            return False  # a busy machine; the next look tries again
        if opened is None:
            return False
        self.current = opened
        self.swaps += 1
        log.info("serving dataset %s", version)
        return True

    async def pinned(self, version: str) -> Dataset | None:
        """The dataset of that version, opened if need be; None if there is no such file or none that can be read.

        Raises OverBudget if opening takes too long.
        """
        if not _VERSION.fullmatch(version):
            return None
        current = self.current
        if current is not None and current.version == version:
            return current
        dataset = self._at_hand(version)
        if dataset is not None:
            return dataset
        attempt = self._attempt(version)
        if attempt in self._refused or not attempt[1]:
            return None  # said at once, so that such requests do not stand in line before those that open something
        return await asyncio.get_running_loop().run_in_executor(self._opener, self._take, attempt)

    def _at_hand(self, version: str) -> Dataset | None:
        with self._lock:
            if version in self._pins:
                self._pins.move_to_end(version)
            return self._pins.get(version)

    def _take(self, attempt: tuple[str, int, int, int]) -> Dataset | None:
        """Open a pinned dataset, unless it was opened or refused while this request stood in line."""
        version = attempt[0]
        dataset = self._at_hand(version) or self._opened(attempt)
        if dataset is not None:
            with self._lock:
                self._pins[version] = dataset
                while len(self._pins) > self._most:
                    self._pins.popitem(last=False)  # whoever still reads it holds it open
        return dataset

    def _attempt(self, version: str) -> tuple[str, int, int, int]:
        """A version with what tells its file from another one of that name; zeros if there is none."""
        try:
            found = self._path(version).stat()
        except OSError:
            return version, 0, 0, 0
        return version, found.st_ino, found.st_size, found.st_mtime_ns

    def _opened(self, attempt: tuple[str, int, int, int]) -> Dataset | None:
        """The dataset of a version, or None if it cannot be opened now or could not be opened before."""
        if attempt in self._refused:
            return None
        try:
            dataset = Dataset(self._path(attempt[0]), budget_ms=self._budget_ms, threads=self._threads)
        except OverBudget:
            raise
        except Exception as error:  # whatever is wrong with the file, what is open goes on serving
            log.error("dataset %r was refused: %s", attempt[0], type(error).__name__, exc_info=error)
            with self._lock:
                self._refused[attempt] = None
                while len(self._refused) > _REMEMBERED:
                    self._refused.popitem(last=False)
            return None
        self._open.add(dataset)
        return dataset

    def _path(self, version: str) -> Path:
        return self._folder / f"{version}.sqlite"

    async def follow(self, every_ms: int) -> None:
        """Look again and again; opening happens in a thread, the assignment in one step."""
        while True:
            await asyncio.sleep(every_ms / 1000)
            await asyncio.get_running_loop().run_in_executor(None, self.look)

    def close(self) -> None:
        """Let the threads end."""
        self.pool.shutdown(wait=False)
        self._opener.shutdown(wait=False)
